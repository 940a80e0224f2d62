"""One time out of many claims, by the stated rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.extract.times import Moment, chosen, in_address, listed, moment
from analysis.tables import Sighting

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """A time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2019-03-06T01:40:26.000Z", "2019-03-06T01:40:26", "second"),
        ("2019-03-06T01:40:00+01:00", "2019-03-06T00:40", "minute"),
        ("2019-03-06", "2019-03-06", "day"),
        ("2019-03-06T00:00:00Z", "2019-03-06", "day"),
        ("20190306", "2019-03-06", "day"),
        ("20190306014026", "2019-03-06T01:40:26", "second"),
        (1551836426, "2019-03-06T01:40:26", "second"),
        (1551836426000, "2019-03-06T01:40:26", "second"),
        ("Wed, 06 Mar 2019 01:40:26 GMT", "2019-03-06T01:40:26", "second"),
        ("6 March 2019", "2019-03-06", "day"),
        ("March 6, 2019 at 1:40 AM EST", "2019-03-06T06:40", "minute"),
        ("2012-10-16T11:34BST", "2012-10-16T10:34", "minute"),
    ],
)
def test_forms_of_times_are_read(value, expected, precision):
    """Forms that outlets write; midnight is a day."""
    found = moment(value, "page", "field")

    assert found is not None
    assert (found.at, found.precision) == (at(expected), precision)


@pytest.mark.parametrize("value", ["", "yesterday", "01/06/2022", "2022", "March 2019", None, {}, "99999999", True])
def test_what_would_be_a_guess_is_no_time(value):
    """Which number is the month? Which day of March?"""
    assert moment(value, "page", "field") is None


def test_a_time_without_zone_is_the_outlets():
    """Half past nine in New York in winter is half past two in the afternoon in UTC."""
    found = moment("2019-01-06T09:30:00", "page", "field", "America/New_York")

    assert found is not None
    assert found.at == at("2019-01-06T14:30")


def test_the_first_claim_decides_and_a_later_one_gives_its_hour():
    """The page knows the day, the feed the minute of the same day."""
    page = Moment(at("2019-03-06"), "day", "page", "meta")
    feed = Moment(at("2019-03-06T09:12"), "minute", "feed", "feed x")

    assert chosen([page, feed], NOW) == (feed, [])


def test_claims_a_day_apart_are_a_warning():
    """The page's word stands; the reader is told."""
    page = Moment(at("2019-03-06T09:00"), "minute", "page", "meta a")
    feed = Moment(at("2019-03-09T09:00"), "minute", "feed", "feed x")

    best, warnings = chosen([page, feed], NOW)

    assert best == page
    assert warnings == ["time: meta a says 2019-03-06 09:00, feed x says 2019-03-09 09:00"]


def test_a_time_after_the_capture_is_none():
    """A clock that runs ahead, or an embargo; either way it is said."""
    late = Moment(NOW + timedelta(days=9), "second", "page", "meta a")

    best, warnings = chosen([late], NOW)

    assert best is None
    assert "after the capture" in warnings[0]


def test_listings_come_by_kind_of_source():
    """An interface before a sitemap before a feed."""
    rows = [
        Sighting("herald", f"{kind} x", "u", NOW, NOW - timedelta(days=1))
        for kind in ("feed", "sitemap", "guardian_api")
    ]

    assert [claim.source for claim in listed(rows)] == ["api", "sitemap", "feed"]


def test_dates_in_addresses():
    """By number and by name; what is no date is none."""
    assert in_address("https://herald.example/2022/01/07/x").at == at("2022-01-07")
    assert in_address("https://herald.example/world/2022/jan/07/x").at == at("2022-01-07")
    assert in_address("https://herald.example/2022/13/07/x") is None


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.integers(), st.floats(), st.datetimes().map(str), st.dictionaries(st.text(), st.text())
    )
)
def test_any_value_is_a_time_or_none(value):
    """Never an error; a time is aware and not before print went online."""
    found = moment(value, "page", "field", "Europe/London")

    assert found is None or (found.at.tzinfo is not None and found.at.year >= 1984)
