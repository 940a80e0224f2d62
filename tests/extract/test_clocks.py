"""A date as somebody wrote it is read, or left alone; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.extract.clocks import reading


@pytest.mark.parametrize(
    ("said", "when", "timed"),
    [
        ("2030-01-06T06:35:39+0000", "2030-01-06T06:35:39+00:00", True),
        ("2030-01-06 21:57:00 -0800", "2030-01-06T21:57:00-08:00", True),
        ("2030-01-06T06:35:39.1234567Z", "2030-01-06T06:35:39.123456+00:00", True),
        ("2030-01-06T25:61", "2030-01-06T00:00:00", False),
        ("2030-01-06T05:43-500", "2030-01-06T00:00:00", False),
        ("978307200", "2001-01-01T00:00:00+00:00", True),
        ("Nov. 18, 2030 7:04 pm ET", "2030-11-18T19:04:00-05:00", True),
        ("July 19, 2030, 07:47 PM ET", "2030-07-19T19:47:00-04:00", True),
        ("Wednesday, December 8, 2010; 10:37 PM", "2010-12-08T22:37:00", True),
        ("Sun 24 Feb 2030 11.42 GMT", "2030-02-24T11:42:00+00:00", True),
        ("Tuesday 15 October 2030 11.34 BST", "2030-10-15T11:34:00+01:00", True),
        ("Mon 18 Nov 2030 18.54 GMT Last modified on Tue 19 Nov 2030 18.56 GMT", "2030-11-18T18:54:00+00:00", True),
        ("Published 7:07 p.m. ET Nov. 19, 2030 | Updated 10:05 p.m. ET Nov. 19, 2030", "2030-11-19T19:07:00-05:00", True),
        ("Published Wed, Nov 20 20304:29 AM EST", "2030-11-20T04:29:00-05:00", True),
        ("Tue Nov 19 2030 05:44:06 GMT+0000", "2030-11-19T05:44:06+00:00", True),
        ("Sat Jan 19 17:13:55 EST 2030", "2030-01-19T17:13:55-05:00", True),
        ("January 20, 2030 - 11:28 AMT", "2030-01-20T11:28:00", False),
        ("25/12/2030", "2030-12-25T00:00:00", False),
        ("12/25/2030", "2030-12-25T00:00:00", False),
        ("6.1.2030", "2030-01-06T00:00:00", False),
        ("18:30 - 6.1.2030", "2030-01-06T18:30:00", True),
        ("Tue, 01/15/2030 - 20:25", "2030-01-15T20:25:00", True),
        ("Tue, 01/08/2030 - 20:25", "2030-01-08T20:25:00", True),
        ("Thursday, 01/08/2030", "2030-08-01T00:00:00", False),
        ("Dienstag, 08/01/2030", "2030-01-08T00:00:00", False),
        ("6 January 2030 • 10:30am", "2030-01-06T10:30:00", True),
        ("6. Januar 2030, 10:30 Uhr", "2030-01-06T10:30:00", True),
        ("Publié le 6 janvier 2030 à 10h30", "2030-01-06T10:30:00", True),
        ("6 января 2030 г., 10:30", "2030-01-06T10:30:00", True),
        ("2030年1月6日10:30", "2030-01-06T10:30:00", True),
        ("6. Januar 2030, aktualisiert 12:30", "2030-01-06T00:00:00", False),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_was_written(said, when, timed):
    """With the zone that it names, or none; an abbreviation of several zones leaves the day."""
    found = reading(said)

    assert found is not None
    assert (found.when.isoformat() if timed else found.when.date().isoformat(), found.timed) == (
        when if timed else when[:10],
        timed,
    )


@pytest.mark.parametrize(
    "said", ["06/01/2030", "01/06/30", "yesterday", "March 2030", "2030", "5 min read", "Version 2.3"]
)
def test_what_would_be_a_guess_is_none(said):
    """Two orders, two centuries, no day."""
    assert reading(said) is None


def test_numbers_are_read_in_the_order_of_their_country():
    """The same digits, the second of October and the tenth of February."""
    first, second = (reading("02/10/2030 14:30", day_first=day_first) for day_first in (True, False))

    assert first
    assert second
    assert (first.when.isoformat(), second.when.isoformat()) == ("2030-10-02T14:30:00", "2030-02-10T14:30:00")


def test_an_abbreviation_of_several_zones_is_the_outlets_own():
    """IST is India's where the outlet is in India; elsewhere nobody knows."""
    at_home, elsewhere = (
        reading("01:38 PM IST Nov 20, 2030", "Asia/Kolkata"),
        reading("01:38 PM IST Nov 20, 2030", "UTC"),
    )

    assert at_home
    assert elsewhere
    assert at_home.when.isoformat() == "2030-11-20T13:38:00+05:30"
    assert not elsewhere.timed


@given(
    st.text(max_size=130),
    st.sampled_from(["", "UTC", "Europe/London", "no zone"]),
    st.sampled_from([True, False, None]),
)
def test_any_text_is_read_without_a_fault(said, zone, day_first):
    """A reading or none."""
    found = reading(said, zone, day_first=day_first)

    assert found is None or found.when.year >= 1
