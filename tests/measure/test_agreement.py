"""Agreement: our scorer says what the scorer beside the gold says."""

import importlib.util
import json

import pytest

from analysis.measure.agreement import Claim, Tally, attribution_tallies

TEXT = "Ada Finch said the port was open. Reed hopes that ships come soon."
PORT = Claim(((15, 32),), ((10, 14),), ((0, 9),), "indirect")
SHIPS = Claim(((45, 65),), ((39, 44),), ((34, 38),), "indirect", speech=False)


def test_the_same_statements_agree_fully():
    """Every measure is 1 where both sides say the same."""
    tallies = attribution_tallies(TEXT, [PORT], [PORT])

    assert {name for name, tally in tallies.items() if tally.f1 == 1} == {
        "match", "exact", "indirect", "full", "source_head", "cue",
    }  # fmt: skip


def test_a_statement_outside_the_subset_is_neither_right_nor_wrong():
    """Hoping is not saying: found or not, it does not count in the subset of speech."""
    assert attribution_tallies(TEXT, [PORT, SHIPS], [PORT, SHIPS])["match"] == Tally(1, 1, 1, 1)
    assert attribution_tallies(TEXT, [PORT, SHIPS], [PORT, SHIPS], subset="all")["match"] == Tally(2, 2, 2, 2)


def test_a_wrong_source_costs_full_but_not_match():
    """What was said is right, who said it is not."""
    wrong = Claim(PORT.content, PORT.cue, SHIPS.source, "indirect")

    tallies = attribution_tallies(TEXT, [PORT], [wrong])

    assert (tallies["match"].f1, tallies["full"].f1) == (1, 0)


@pytest.mark.parametrize("subset", ["speech", "quoted", "all"])
def test_agreement_equals_the_scorer_beside_the_gold(shared, subset):
    """Several people marked the same articles: one against the other, both scorers give the same counts."""
    folder = shared / "gold" / "attribution"
    path = folder / "polnear_dev_multi.jsonl"
    if not path.exists():
        pytest.skip(f"real material not found: {path.name}")
    spec = importlib.util.spec_from_file_location("score_attributions", folder / "score_attributions.py")
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    one, other = pairs([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])

    measured = theirs.score(one, other, subset)["measures"]
    total = {}
    for key, article in one.items():
        for name, tally in attribution_tallies(
            article["text"], *map(claims, (article, other[key])), subset=subset
        ).items():
            total[name] = total.get(name, Tally()) + tally

    for ours, name in (("match", "content.match@0.5"), ("exact", "content.exact"), ("full", "full")):
        assert (total[ours].found, total[ours].wanted) == (measured[name]["n_pred"], measured[name]["n_gold"])
        assert round(100 * total[ours].f1, 1) == pytest.approx(measured[name]["F1"], abs=0.11)


def pairs(lines):
    """First and second annotator of each article."""
    one, other = {}, {}
    for line in lines:
        (other if line["id"] in one else one).setdefault(line["id"], line)
    return one, {key: other[key] for key in one}


def claims(article):
    """The gold's statements as claims."""
    return [
        Claim(
            *(tuple(map(tuple, a[part])) for part in ("content", "cue", "source")),
            kind=a["type"],
            speech=a["cue_class"] == "speech",
        )
        for a in article["attributions"]
    ]
