"""Quotations: which marks open and close speech, and which are apostrophes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quote.quotations import quotations

MARKS = st.text(alphabet="ab S\n.,'\"“”‘’«»„`é\u0301🙂", max_size=60)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('The mayor said "no".', ["no"]),
        ("“We’ll go,” he said.", ["We’ll go,"]),
        ("‘The workers’ union is strong,’ she said.", ["The workers’ union is strong,"]),
        ("'It isn't ours,' he said.", ["It isn't ours,"]),
        ("''Nobody asked,'' he said.", ["Nobody asked,"]),
        ("The Finches’ boat and the crews’ pay in the ’90s.", []),
        ("Dogs' tails and cats' ears.", []),
        ("‘He shouted “fire” twice,’ she said.", ["He shouted “fire” twice,"]),
        ("Er sagte: „Nein“.", ["Nein"]),
        ('A plank of 6" by 4 feet.', []),
    ],
)
def test_marks_open_and_close_speech_and_apostrophes_do_not(text, inside):
    """Each typist's habit once."""
    assert [text[q.start : q.end] for q in quotations(text)] == inside


def test_a_quotation_over_paragraphs_goes_on():
    """No mark closes the first paragraph; the next begins with a mark again."""
    first, second = quotations("“We will build.\n\n“And we will sail,” she said.")

    assert first.goes_on
    assert not second.goes_on


@given(MARKS)
def test_regions_are_sorted_apart_and_within_one_paragraph(text):
    """Whatever the marks: no region is empty, overlaps another or crosses a line's end."""
    found = quotations(text)

    assert all(0 <= q.opens <= q.start < q.end <= q.closes <= len(text) for q in found)
    assert all(a.closes <= b.opens for a, b in pairwise(found))
    assert all("\n" not in text[q.start : q.end] for q in found)
