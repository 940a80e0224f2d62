"""Word pieces: offsets into the text as given, whatever stands in it."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.quote.pieces import PARAGRAPH, UNKNOWN, Vocabulary, pieces
from analysis.quote.quotations import quotations

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAMES = ["bridge", "##s", *LETTERS, *(f"##{c}" for c in LETTERS if c != "s"), "“", ","]
VOCABULARY = Vocabulary({piece: number for number, piece in enumerate(NAMES, 1000)})
ODD = st.text(
    alphabet=st.sampled_from("aB é\u0301ñ\n\t\u200d😀👩\u200d🚒“”’',.-\x00\ufffdΐİß漢\u00a0\u2029"), max_size=60
)


def cut(text):
    """Pieces of a text with its own quotations."""
    return pieces(text, quotations(text), VOCABULARY)


def test_a_word_is_cut_from_the_left_into_its_longest_pieces():
    """The list has bridge and the ending, and not both in one."""
    found = cut("bridges")

    assert found.ids.tolist() == [PARAGRAPH, 1000, 1001]
    assert list(zip(found.starts.tolist(), found.ends.tolist(), strict=True))[1:] == [(0, 6), (6, 7)]
    assert found.first.tolist() == [False, True, False]


def test_a_combining_mark_belongs_to_the_letter_before_it():
    """An e with an accent of its own is two characters and one letter."""
    found = cut("cafe\u0301s")

    assert [(s, e) for s, e in zip(found.starts.tolist(), found.ends.tolist(), strict=True)][-1] == (5, 6)
    assert len(found) == 6


def test_a_word_with_a_letter_of_no_list_is_one_unknown_piece():
    """A smile has no piece; it costs one word and shifts nothing."""
    found = cut("a 😀 bridge")

    assert found.ids.tolist()[2] == UNKNOWN
    assert (found.starts.tolist()[3], found.ends.tolist()[3]) == (4, 10)


def test_case_and_quotation_are_marked():
    """Small outside 0, capital outside 2, small inside 1."""
    found = cut("A “b")
    closed = cut("A “b” c")

    assert found.marks.tolist()[1] == 2
    assert [m for m, i in zip(closed.marks.tolist(), closed.ids.tolist(), strict=True) if i == 1003] == [1]


def test_each_paragraph_begins_with_a_piece_of_no_characters():
    """Empty lines are no paragraphs."""
    found = cut("a\n\n \nb")

    assert [(i, s) for i, s in zip(found.ids.tolist(), found.starts.tolist(), strict=True) if i == PARAGRAPH] == [
        (PARAGRAPH, 0),
        (PARAGRAPH, 5),
    ]


@given(ODD)
def test_pieces_go_forward_and_hold_no_white_space(text):
    """Emoji, joiners, marks, odd spaces: spans stay in order, within the text, and never reach over a gap."""
    found = cut(text)

    spans = [
        (s, e) for s, e, i in zip(found.starts.tolist(), found.ends.tolist(), found.ids.tolist(), strict=True) if i != 3
    ]
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert spans == sorted(spans)
    assert not any(c.isspace() for s, e in spans for c in text[s:e])


@given(ODD, ODD)
def test_what_was_cut_before_changes_nothing(one, other):
    """The memory of chunks is for speed alone."""
    fresh = Vocabulary(VOCABULARY.numbers)
    pieces(other, [], fresh)

    assert pieces(one, [], fresh).ids.tolist() == pieces(one, [], Vocabulary(VOCABULARY.numbers)).ids.tolist()
