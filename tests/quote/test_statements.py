"""Statements: what was said, by whom, in every order that newspapers use."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.quote import attributions
from analysis.quote.finder import by_rule

PIECES = [
    "“",
    "”",
    "‘",
    "’",
    '"',
    "'",
    "said",
    "she",
    "told",
    "the",
    "Times",
    ",",
    ".",
    ":",
    "Ada",
    "Finch",
    "that",
    "according",
    "to",
    "closed",
    "harbour",
    "🙂",
    "adding",
    "Mr",
    "who",
    "?",
    "(",
    ")",
    "—",
    "İ",
]
WORDS = st.lists(st.sampled_from([*PIECES, "e\u0301", "\n\n", "\u00a0"]), max_size=40).map(" ".join)


def said(text):
    """Contents, source and kind of each statement."""
    return [
        ([text[a:b] for a, b in one.content], " ".join(text[a:b] for a, b in one.source), one.kind)
        for one in attributions(text, by=by_rule())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The bridge is shut”, said Ada Finch.", (["The bridge is shut"], "Ada Finch", "direct")),
        ("“The bridge is shut,” Ada Finch said.", (["The bridge is shut"], "Ada Finch", "direct")),
        ("‘The bridge is shut,’ she said.", (["The bridge is shut"], "she", "direct")),
        ("“We tried,” said Finch, “and failed.”", (["We tried", "and failed."], "Finch", "direct")),
        ("“Are you mad?” Mr Reed asked.", (["Are you mad?"], "Mr Reed", "direct")),
        ("Ada Finch: “We will not sell.”", (["We will not sell."], "Ada Finch", "direct")),
        ("The mayor said that it was “a folly”.", (["that it was “a folly”"], "The mayor", "mixed")),
        ("Finch told the council that ships would come.", (["that ships would come"], "Finch", "indirect")),
        ("According to the harbour master, ships came.", (["ships came"], "the harbour master", "indirect")),
        ("Ships came, according to the harbour master.", (["Ships came"], "the harbour master", "indirect")),
        ("The port was, she said, closed.", (["The port was", "closed"], "she", "indirect")),
        ("Asked about ships, Finch said none had come.", (["none had come"], "Finch", "indirect")),
        ("The port is closed, a spokesman said on Monday.", (["The port is closed"], "a spokesman", "indirect")),
        (
            "“We will build the bridge,\n\n“and we will sail,” said Ada Finch.",
            (["“We will build the bridge", "and we will sail"], "Ada Finch", "direct"),
        ),
    ],
)
def test_content_source_and_kind_whatever_the_order(text, expected):
    """British and American punctuation alike."""
    assert said(text) == [expected]


def test_a_participle_shares_the_subject_and_begins_a_new_statement():
    """One speaker, two statements; no word in both."""
    found = said("Ada Finch said the port was open, adding that ships had come.")

    assert [(content, source) for content, source, _ in found] == [
        (["the port was open"], "Ada Finch"),
        (["that ships had come"], "Ada Finch"),
    ]


def test_quotations_that_follow_join_the_statement_before():
    """A speaker goes on in the next sentence without a new cue."""
    found = said("“We tried,” said Finch. “Then the rope broke in the storm.”")

    assert found == [(["We tried", "Then the rope broke in the storm."], "Finch", "direct")]


@pytest.mark.parametrize(
    "text",
    [
        "She starred in “The Long Harbour” and in “Rope”.",
        "The so-called “bridge of sighs” was painted blue.",
        "The state of the port and two claims for damages went to court.",
    ],
)
def test_titles_scare_quotes_and_nouns_are_no_statements(text):
    """Marks alone make no speech, and "state" and "claims" are nouns."""
    assert said(text) == []


@given(st.one_of(st.text(max_size=120), WORDS, st.text(alphabet=st.characters(), max_size=60)))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_statements_whose_spans_lie_in_it(text):
    """Sorted, in the text, not empty, not overlapping, and no combining mark is cut from its letter."""
    found = attributions(text, by=by_rule())

    for one in found:
        assert one.content
        for start, end in [*one.content, *one.cue, *one.source]:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()
            assert not text[end : end + 1].startswith("\u0301") or not text[end - 1].isalnum()
        assert one.content == sorted(one.content)
        assert 0 <= one.score <= 1
    contents = sorted(span for one in found for span in one.content)
    assert all(a[1] <= b[0] for a, b in pairwise(contents))
    assert [one.content for one in found] == sorted(one.content for one in found)
