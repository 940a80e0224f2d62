"""What a telling kept and left out is told in words, with its cuts marked where they are."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.measure.cuts import Text, begins, left_out, marked, runs

WHOLE = "We knew the hinge was old, we were told it was safe, and I signed the paper"


def spans(text, *pieces):
    """Where the pieces stand."""
    return [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]


def sides(own, *common, whole=WHOLE, pieces=()):
    """A telling and the longest form that share these passages; the telling may stand in several pieces."""
    return (
        Text(own, spans(own, *(pieces or (own,))), spans(own, *common)),
        Text(whole, [(0, len(whole))], spans(whole, *common)),
    )


def test_a_cut_in_the_middle_is_marked_where_it_is():
    """Beginning and end are there; the assurance is not."""
    own = "“We knew the hinge was old,” she said. “I signed the paper.”"
    telling, whole = sides(
        own,
        "We knew the hinge was old",
        "I signed the paper",
        pieces=("We knew the hinge was old,", "I signed the paper."),
    )

    assert marked(telling, whole, "direct") == "“We knew the hinge was old […] I signed the paper”"
    assert left_out(whole) == ["we were told it was safe, and"]
    assert runs(whole) == [(0, 6), (13, 17)]


def test_what_is_missing_at_either_end_is_marked_there():
    """Only the assurance is kept."""
    telling, whole = sides("we were told it was safe", "we were told it was safe")

    assert marked(telling, whole, "direct") == "“[…] we were told it was safe […]”"


def test_the_outlets_own_ellipsis_is_no_second_cut():
    """It has marked its cut itself."""
    own = "We knew the hinge was old … I signed the paper"
    telling, whole = sides(own, "We knew the hinge was old", "I signed the paper")

    assert marked(telling, whole, "direct") == "“We knew the hinge was old … I signed the paper”"


def test_other_words_of_the_same_length_are_no_cut():
    """One verb for another leaves nothing out."""
    own = "We knew the hinge was old, we all thought it was safe, and I signed the paper"
    telling, whole = sides(own, "We knew the hinge was old, we", "it was safe, and I signed the paper")

    assert "[…]" not in marked(telling, whole, "direct")
    assert 0.8 < telling.share() < 1


def test_an_outlet_that_quotes_on_has_no_other_words():
    """Five words and more beyond the longest form are more of the speech, not another form of it."""
    own = "I signed the paper and would never do it again in my life"
    telling, _ = sides(own, "I signed the paper")

    assert telling.share() == 1.0


def test_reported_speech_stands_without_marks():
    """Nobody's words are put in quotation marks that the outlet did not set."""
    telling, whole = sides("that the hinge was old", "hinge was old", whole="The hinge was old and we knew it")

    assert marked(telling, whole, "indirect").startswith("that the hinge was old")


def test_an_utterance_is_known_by_its_longest_form():
    """Marks, commas and line breaks at the joints are gone."""
    text = "“We knew it,” she\nsaid. “I signed.”"

    assert begins(Text(text, spans(text, "“We knew it,”", "“I signed.”"), [])) == "We knew it … I signed"


WORDS = st.lists(st.sampled_from(["hinge", "old", "mayor", "told", "safe"]), min_size=1, max_size=12).map(" ".join)


@given(WORDS, WORDS, st.sampled_from(["direct", "mixed", "indirect"]))
def test_no_word_of_a_telling_is_lost(own, whole, kind):
    """Whatever passages the two share: all words of the telling stand, in their order."""
    common = [(0, len(own.split()[0]))] if own.split()[0] == whole.split()[0] else []
    telling = Text(own, [(0, len(own))], common)

    said = marked(telling, Text(whole, [(0, len(whole))], common), kind)

    assert [word for word in said.replace("“", "").replace("”", "").split() if word != "[…]"] == own.split()


def test_a_piece_of_nothing_is_nothing():
    """An extractor's empty span, or marks alone, must not stop a report."""
    telling, whole = Text("“” so", [(0, 2), (3, 3)], []), Text(WHOLE, [(0, len(WHOLE))], [])

    assert marked(telling, whole, "mixed").strip(" …") in ("", "“”")
    assert telling.share() == 0.0
