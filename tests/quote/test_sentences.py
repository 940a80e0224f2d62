"""Sentences: stops that end one, and stops that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quote.sentences import sentences
from analysis.quote.tokens import tokens


def split(text):
    """The sentences as they stand in the text."""
    words = tokens(text)
    return [text[words.starts[s.first] : words.ends[s.last - 1]] for s in sentences(words)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Reed met Sen. Voss in St. Aldwyn.",
        "She said: “We tried. We failed. We go on.”",
        "The tide rose 3.5 metres at 4 p.m. on Monday.",
        "J. M. Lark wrote it.",
    ],
)
def test_abbreviations_and_stops_within_a_quotation_end_no_sentence(text):
    """One sentence each, however many stops."""
    assert split(text) == [text]


def test_a_stop_before_the_closing_mark_ends_the_sentence():
    """American order: the mark stands after the stop."""
    assert split("“We tried.” He left. “So did we.”") == ["“We tried.”", "He left.", "“So did we.”"]


@given(st.text(max_size=80))
def test_sentences_hold_every_token_once(text):
    """Nothing is lost between two sentences."""
    words = tokens(text)

    assert [at for s in sentences(words) for at in range(s.first, s.last)] == list(range(len(words)))
