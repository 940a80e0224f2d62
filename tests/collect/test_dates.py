"""Dates as people and programs write them."""

from datetime import UTC, date, datetime

import pytest

from analysis.collect.dates import when


@pytest.mark.parametrize(
    ("said", "at", "precision"),
    [
        ("2024-05-01", date(2024, 5, 1), "day"),
        ("2024-05-01 00:00:00", date(2024, 5, 1), "day"),
        ("2024-05-01T09:30:15+06:00", datetime(2024, 5, 1, 3, 30, 15, tzinfo=UTC), "second"),
        ("2024-05-01 09:30", datetime(2024, 5, 1, 9, 30), "minute"),  # noqa: DTZ001 - no zone was said
        ("Wed, 01 May 2024 09:30:00 GMT", datetime(2024, 5, 1, 9, 30, tzinfo=UTC), "second"),
        (1714555800, datetime(2024, 5, 1, 9, 30, tzinfo=UTC), "second"),
        ("1714555800000", datetime(2024, 5, 1, 9, 30, tzinfo=UTC), "second"),
        ("May 1, 2024", date(2024, 5, 1), "day"),
        ("1 May 2024", date(2024, 5, 1), "day"),
        ("31/05/2024", date(2024, 5, 31), "day"),
        ("05/31/2024", date(2024, 5, 31), "day"),
        ("May 1, 2024 9:30 pm", datetime(2024, 5, 1, 21, 30), "minute"),  # noqa: DTZ001 - no zone was said
        ("May 1, 2024 9:30 pm UTC", datetime(2024, 5, 1, 21, 30, tzinfo=UTC), "minute"),
        ("Wednesday 1st May 2024", date(2024, 5, 1), "day"),
        ("", None, None),
        (None, None, None),
    ],
)
def test_a_date_is_read_as_exactly_as_it_was_said(said, at, precision):
    """A day stays a day: an hour made of nothing would decide who was first."""
    found = when(said)

    assert (found and found.at, found and found.precision) == (at, precision)
    assert type(found and found.at) is type(at)


@pytest.mark.parametrize(
    "said",
    [
        "soon",
        "yesterday",
        "May 2024",
        "2024",
        "04/05/2024",
        "0001-01-01",
        "13/13/2024",
        "2024-13-01",
        "2024/13/02",
        True,
    ],
)
def test_what_is_no_date_is_told(said):
    """Nothing is guessed: relative days and halves of dates least of all."""
    with pytest.raises(ValueError, match=r"no date|two days"):
        when(said)
