"""What the network is taught: tags and pointers that lead back to the labels, in every house's punctuation."""

import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pytest

from analysis.quote.pieces import Vocabulary, pieces
from analysis.quote.quotations import quotations
from analysis.quote.tagging import KINDS, TAGS, Answer, found

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = [
    json.loads(line) for line in (ROOT / "benchmarks/labels/british.jsonl").read_text(encoding="utf-8").splitlines()
]
AMERICAN = "Flood\n“The bridge is shut,” said Ada Finch, “until ‘the end’ of May,” and she’s sure."
LABELS = [{"content": [[6, 27], [45, 73]], "cue": [[28, 32]], "source": [[33, 42]]}]


@pytest.fixture(scope="module")
def gold():
    """The module, which stands outside the package."""
    spec = importlib.util.spec_from_file_location("gold", ROOT / "training/attribution/gold.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def letters():
    """A vocabulary of single letters: every word can be cut."""
    signs = {c for a in ARTICLES for c in a["text"].lower()}
    return Vocabulary({piece: number for number, piece in enumerate([*signs, *(f"##{c}" for c in signs)], 1000)})


def sure(cut, tags, to_cue, to_source):
    """An answer that says just what was taught."""
    count = len(cut)
    scores = np.zeros((count, len(TAGS)))
    scores[np.arange(count), np.where(tags < 0, 0, tags)] = 9.0
    arrows = [np.zeros((count, count)) for _ in range(2)]
    for matrix, pointer in zip(arrows, (to_cue, to_source), strict=True):
        at = np.flatnonzero(pointer >= 0)
        matrix[at, pointer[at]] = 9.0
    return Answer(0, count, scores, *arrows, np.zeros((count, len(KINDS))))


@pytest.mark.parametrize("style", ["as it is", "british double", "single curly", "single straight"])
def test_labels_come_back_from_tags_and_pointers(gold, style):
    """Word for word: edges may differ by a sign that belongs to no word."""
    vocabulary = letters()
    for article in ARTICLES:
        text, labels = gold.restyled(article["text"], article["attributions"], style)
        cut = pieces(text, quotations(text), vocabulary)

        back = found(cut, [sure(cut, *gold.targets(cut, labels))])

        assert sorted(words(text, one.content) for one in back) == sorted(words(text, a["content"]) for a in labels)


def test_types_are_taught_where_a_person_marked_them_and_never_from_the_test(gold, tmp_path):
    """Bits of the types that are right on the pieces of the source; an article with nothing else teaches nothing else."""
    rows = [
        {"article": "a", "source": [[33, 42]], "source_type": "organisation", "split": "train"},
        {"article": "a", "source": [[6, 27]], "source_type": "official", "split": "test"},
    ]
    (tmp_path / "types.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    types = gold.typed([tmp_path / "types.jsonl"])
    one = gold.labelled({"id": "a", "text": AMERICAN}, "as it is", letters(), types["a"])

    right = {KINDS[k] for bits in set(one.kinds.tolist()) for k in range(len(KINDS)) if bits >> k & 1}
    assert right == {"company", "campaign_group"}
    assert {AMERICAN[s:e] for s, e, b in zip(one.pieces.starts, one.pieces.ends, one.kinds, strict=True) if b} <= set(
        "AdaFinch"
    )
    assert (one.tags == gold.IGNORED).all()


def words(text, spans):
    """Places of the words in spans."""
    return tuple(match.start() for start, end in spans for match in re.compile(r"\w+").finditer(text, start, end))


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        ("british double", "“The bridge is shut”, said Ada Finch, “until ‘the end’ of May”, and she’s sure."),
        ("single curly", "‘The bridge is shut’, said Ada Finch, ‘until “the end” of May’, and she’s sure."),
    ],
)
def test_another_house_prints_the_same_words_with_other_marks(gold, style, wanted):
    """The comma goes out of the quotation, the marks turn; apostrophes stay."""
    text, labels = gold.restyled(AMERICAN, LABELS, style)

    assert text.split("\n")[1] == wanted
    assert text[slice(*labels[0]["content"][0])].rstrip(",”’") == text[6:26].rstrip(",”’")
