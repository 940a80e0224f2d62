"""Tokenised text is joined again, and other text is left alone."""

import pytest

from analysis.extract.tokens import joined, tokenised

APART = "It 's late , said Ada Quill . The lamp do n't burn , she added , and $ 5 wo n't mend it ."


def test_apart_marks_are_found_only_where_they_are_the_rule():
    """Written text with one stray space is no tokenised text."""
    assert tokenised(APART)
    assert not tokenised("It is late, said Ada Quill. One stray , here. Others, like these, are fine.")
    assert not tokenised("")


@pytest.mark.parametrize(
    ("apart", "whole"),
    [
        ("I do n't know , but ca n't ask .", "I don't know, but can't ask."),
        ("Britain ’ s lamp ; the keepers ’ oars", "Britain’s lamp; the keepers’ oars"),
        ("“ It is dark , ” she said .", "“It is dark,” she said."),
        ("`` It is dark , '' she said .", "“It is dark,” she said."),
        ('He said " no " twice .', 'He said "no" twice.'),
        ("( see below ) , he wrote", "(see below), he wrote"),
        ("It cost $ 5 , or 3 % .", "It cost $5, or 3%."),
        ("Mr. Vell of the U.S. left .", "Mr. Vell of the U.S. left."),
        ("We ’ re late ; they 've gone .", "We’re late; they've gone."),
        ("line one .\nline two .", "line one.\nline two."),
    ],
)
def test_marks_go_back_to_their_words(apart, whole):
    """One form of tokenisers a row."""
    assert joined(apart) == whole


def test_recorded_texts_are_joined_clean(shared):
    """Less than one mark in two hundred still stands apart in any of the recorded texts."""
    import json
    import re

    for path in sorted((shared / "recorded/same_event").glob("*/*.json"))[::12]:
        record = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(record, dict) and tokenised(record.get("content", "")):
            text = joined(record["content"])
            assert len(re.findall(r"\s[,.;:!?](?=\s)", text)) <= len(text.split()) / 200, path.name
