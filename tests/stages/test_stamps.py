"""Reading the same pages again gives the same table, to the last byte."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analysis.stages.stamps import first_stamps
from analysis.tables import Attempt, frame

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=9)


def verdict(url, outcome, at, reason="so"):
    """One verdict of extract."""
    return Attempt("herald", "page", url, at, "extract", outcome, reason, date(2031, 5, 4))


def verdicts(said, at):
    """A verdict for each (address, outcome), a microsecond apart."""
    return [verdict(url, outcome, at + timedelta(microseconds=n)) for n, (url, outcome) in enumerate(said)]


def test_what_was_said_before_keeps_its_time():
    """The ledger tells when a verdict was reached first."""
    before = verdicts([("a", "kept"), ("b", "unreadable")], NOON)

    again = first_stamps(verdicts([("a", "kept"), ("b", "unreadable")], LATER), frame(before, Attempt))

    assert again == before


def test_a_verdict_that_changed_is_stamped_anew_and_those_of_later_captures_with_it():
    """The last one in time must be the one on the last capture."""
    before = verdicts([("a", "kept"), ("a", "not_an_article"), ("b", "kept")], NOON)

    again = first_stamps(
        verdicts([("a", "unreadable"), ("a", "not_an_article"), ("b", "kept")], LATER), frame(before, Attempt)
    )

    assert [one.at >= LATER for one in again] == [True, True, False]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["kept", "unreadable"])), max_size=8), st.data())
def test_the_order_in_time_is_always_that_of_the_captures(said, data):
    """Of one address, whatever was there before."""
    before = verdicts(data.draw(st.permutations(said)), NOON)

    again = first_stamps(verdicts(said, LATER), frame(before, Attempt))

    for url in "ab":
        times = [one.at for one in again if one.url == url]
        assert times == sorted(times)
    assert [(one.url, one.outcome) for one in again] == said
    assert frame(again, Attempt).filter(pl.col("at").is_null()).is_empty()
