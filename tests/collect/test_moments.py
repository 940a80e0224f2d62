"""Times as sources spell them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.collect.moments import moment


@pytest.mark.parametrize(
    ("said", "at", "precision"),
    [
        ("2031-05-04T13:14:15Z", (2031, 5, 4, 13, 14, 15), "second"),
        ("2031-05-04T13:14:15.250+02:00", (2031, 5, 4, 11, 14, 15, 250000), "second"),
        ("2031-05-04T13:14+05:30", (2031, 5, 4, 7, 44), "minute"),
        ("2031-05-04 13:14:15+00:00", (2031, 5, 4, 13, 14, 15), "second"),
        ("Sun, 04 May 2031 13:14:15 GMT", (2031, 5, 4, 13, 14, 15), "second"),
        ("Sun, 04 May 2031 13:14 +0200", (2031, 5, 4, 11, 14), "minute"),
        ("Sun, 4 May 2031 13:14:15 EDT", (2031, 5, 4, 17, 14, 15), "second"),
        ("2031-05-04", (2031, 5, 4), "day"),
    ],
)
def test_a_time_is_a_moment_with_its_precision(said, at, precision):
    """ISO and mail forms, with zones."""
    assert moment(said) == (datetime(*at, tzinfo=UTC), precision)


@pytest.mark.parametrize(
    "said",
    ["2031-05-04T13:14:15", "Sun, 04 May 2031 13:14:15 -0000", "2031-05-04T00:00:00+06:00", "2031-05-04T00:00:00Z"],
)
def test_a_time_without_zone_or_of_midnight_is_a_day(said):
    """To claim more would make an outlet first, or last, by hours that nobody wrote."""
    assert moment(said) == (datetime(2031, 5, 4, tzinfo=UTC), "day")


@pytest.mark.parametrize("said", [None, "", "yesterday", "2031", "2031-05", "32 May 2031", "0000-00-00T00:00:00Z"])
def test_what_is_no_time_is_none(said):
    """A month is no day."""
    assert moment(said) is None


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-14 * 4, 14 * 4))
def test_every_iso_time_keeps_its_moment(drawn, quarters):
    """Whatever the zone; midnight is the exception told above."""
    zone = timezone(timedelta(minutes=15 * quarters))
    at = drawn.replace(tzinfo=zone)
    assume(1 < at.year < 9999)

    found, precision = moment(at.isoformat())

    if precision == "day":
        assert at.time().replace(microsecond=0) == at.time().min
    else:
        assert found == at.astimezone(UTC)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text):
    """Feeds hold anything; found times are UTC."""
    found = moment(text)

    assert found is None or found[0].utcoffset() == timedelta(0)
