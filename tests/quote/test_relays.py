"""Relays: through whom a statement came, on invented articles in British and American style."""

import json
from pathlib import Path

import pytest

from analysis.quote import attributions
from analysis.quote.attributions import Place
from analysis.quote.finder import by_rule

FOLDER = Path(__file__).parent / "cases"
CASES = [case for path in sorted(FOLDER.glob("*.json")) for case in json.loads(path.read_text(encoding="utf-8"))]


def told(case, words):
    """The attribution whose content holds *words*."""
    text = case["text"]
    found = attributions(text, Place(outlets=case.get("outlets", {}), own=case.get("own")), by=by_rule())
    holding = [a for a in found if any(words in text[start:end] for start, end in a.content)]
    assert holding, [[text[s:e] for s, e in a.content] for a in found]
    return holding[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_statement_names_its_speaker_and_the_outlet_that_passed_it_on(case):
    """A relay carries on while the same speaker speaks on the same occasion, and no further."""
    for words, speaker, relay, *kind in case["statements"]:
        one = told(case, words)

        assert one.relayed_by == relay, words
        assert speaker in (one.speaker or case["text"][one.source[0][0] : one.source[-1][1]]), words
        assert not kind or one.source_type == kind[0], words
