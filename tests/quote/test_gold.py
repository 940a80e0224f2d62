"""Gold must not sink: both ways of finding statements on hand-labelled articles, where they are at hand."""

import json
from hashlib import sha1

import pytest

from analysis.measure.agreement import Claim, Tally, attribution_tallies
from analysis.quote.finder import by_rule, finder
from analysis.quote.reader import reader
from analysis.quote.saying import cue_class
from analysis.quote.sentences import sentences
from analysis.quote.tokens import tokens

RULES = {"full": 69.5, "match": 78.5, "direct": 94.0, "mixed": 81.5, "indirect": 66.5, "source_head": 88.5}
"""Percent, subset speech; about one below what was measured, so that a rule may cost a little where it gives more."""
LEARNED = {"full": 86.9, "match": 90.7, "direct": 97.0, "mixed": 90.5, "indirect": 87.4, "source_head": 95.3}
"""The same on the fold that the shipped file did not learn from; about one below what was measured."""


@pytest.mark.parametrize(("way", "floors"), [(by_rule(), RULES), (finder(), LEARNED)], ids=["rules", "model"])
def test_statements_keep_their_level_on_the_gold(shared, way, floors):
    """Rules on all articles of the development set, the learned reader on those that it had not seen."""
    path = shared / "gold" / "attribution" / "polnear_dev.jsonl"
    if not path.exists():
        pytest.skip(f"real material not found: {path.name}")
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    total = {}
    for article in articles if way.name == "rules" else unseen(articles):
        for name, tally in attribution_tallies(article["text"], gold(article), ours(article["text"], way)).items():
            total[name] = total.get(name, Tally()) + tally

    reached = {name: 100 * total[name].f1 for name in floors}

    assert {name: value for name, value in reached.items() if value < floors[name]} == {}


def unseen(articles):
    """The fold that was left out; all, where the shipped file learned from none of them."""
    folds, fold = reader().left_out
    return [a for a in articles if int(sha1(a["id"].encode(), usedforsecurity=False).hexdigest(), 16) % folds == fold]


def ours(text, way):
    """Our attributions as claims."""
    read = tokens(text)
    found = way.find(read, sentences(read))
    return [Claim(s.content, s.cue, s.source, s.kind, speech=cue_class(read, s.cue) == "speech") for s in found]


def gold(article):
    """Gold statements as claims."""
    return [
        Claim(
            *(tuple(map(tuple, a[part])) for part in ("content", "cue", "source")),
            kind=a["type"],
            speech=a["cue_class"] == "speech",
        )
        for a in article["attributions"]
    ]
