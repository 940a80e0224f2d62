"""One time out of many claims, by the stated rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.extract.stated import in_address
from analysis.extract.times import Moment, changed, chosen, listed, moment, ranked
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
    found = moment(value, "page", "field", "UTC")

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


def test_a_clock_whose_zone_nobody_knows_is_a_day():
    """Half past nine where? The day is what the page says; another field of the same day may say the hour."""
    found = moment("2019-01-06T09:30:00", "page", "field")

    assert found is not None
    assert (found.at, found.precision) == (at("2019-01-06"), "day")


def test_midnight_where_the_outlet_is_is_a_day():
    """A system that knows the day writes midnight in New York, and another one turns it into five in the morning in UTC."""
    found = moment("2019-01-06T05:00:00Z", "page", "field", "America/New_York")

    assert found is not None
    assert (found.at, found.precision) == (at("2019-01-06"), "day")


def test_a_clock_called_utc_by_one_field_and_local_by_another_is_local():
    """Blogging systems write the wall clock with a Z into one field and with its offset into the next."""
    claims = [
        moment("2019-03-06T14:22:02+00:00", "page", "meta a"),
        moment("2019-03-06T14:22:02-05:00", "page", "time"),
    ]

    best, warnings = chosen(ranked([c for c in claims if c], [], None), NOW)

    assert best is not None
    assert (best.at, warnings) == (at("2019-03-06T19:22:02"), [])


def test_a_printed_papers_day_comes_last():
    """The paper of Sunday holds what the page showed on Saturday."""
    printed = Moment(at("2019-03-10"), "day", "page", "meta pdate", trust="printed")
    shown = Moment(at("2019-03-09"), "day", "page", "text of the page", trust="shown")

    assert chosen(ranked([printed, shown], [], None), NOW) == (shown, [])


def test_an_address_comes_before_a_date_shown_far_from_it():
    """A page shows many dates, its address was made for it; the reader is told."""
    address = Moment(at("2019-11-18"), "day", "address", "address")
    shown = Moment(at("2019-10-13"), "day", "page", "text of the page", trust="shown")

    best, warnings = chosen(ranked([shown], [], address), NOW)

    assert best == address
    assert warnings == ["time: address says 2019-11-18, text of the page says 2019-10-13"]


def test_a_date_found_in_the_text_says_so():
    """A copyright line, a comment: better than nothing, and no more than that."""
    found = Moment(at("2019-03-09"), "day", "page", "text of the page", trust="searched")

    best, warnings = chosen(ranked([found], [], None), NOW)

    assert best == found
    assert "nothing says that it is the publication" in warnings[0]


def test_a_change_before_the_publication_is_none():
    """The clock of the change is another day's; within a day, drafts are saved."""
    published = Moment(at("2019-03-06T09:00"), "minute", "page", "meta a")
    early = Moment(at("2019-02-01T09:00"), "minute", "page", "meta b")
    later = Moment(at("2019-03-07"), "day", "page", "meta c")
    timed = Moment(at("2019-03-07T10:00"), "minute", "page", "meta d")

    best, warnings = changed([early, later, timed], published, NOW)

    assert best == timed
    assert warnings == ["time: meta b says that it changed 2019-02-01 09:00, before it was published; not used"]


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
