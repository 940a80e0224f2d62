"""The ledger as a figure: status is told by sign as well as by colour."""

from datetime import date, timedelta

import polars as pl
import pytest

from analysis.chart import completeness as chart


def ledger(statuses, *, outlets=1):
    """One row per outlet and day, with two articles each."""
    return pl.DataFrame(
        [
            {"key": f"ledger/o{o}/{n}", "outlet": f"o{o}", "outlet_name": f"Outlet {o}", "members": 2, "tried": 3}
            | {"day_on": date(2031, 5, 1) + timedelta(days=n), "status": status, "reason": "because", "kept": 2}
            for o in range(outlets)
            for n, status in enumerate(statuses)
        ]
    )


def signs(figure):
    """What stands in the cells."""
    return [row["sign"] for rows in figure.spec()["datasets"].values() for row in rows]


@pytest.mark.parametrize("days", [1, 4, 18, 60, 120])
def test_ledger_compiles_for_any_number_of_days(days):
    """An election has weeks, a fire has one day."""
    figure = chart.ledger(ledger((["complete", "partial", "unknown"] * days)[:days], outlets=3))

    assert figure.svg().startswith("<svg")


def test_signs_tell_the_status_without_colour():
    """Two is all there was; two and perhaps more; two, and nobody knows."""
    assert signs(chart.ledger(ledger(["complete", "partial", "unknown"]))) == ["2", "2+", "2?"]


def test_narrow_days_keep_the_sign():
    """Ninety days leave no room for numbers; plus and question mark still fit."""
    assert set(signs(chart.ledger(ledger(["complete", "partial", "unknown"] * 30)))) == {"", "+", "?"}


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (["complete", "complete"], "All that the listings held was read"),
        (["unknown", "partial"], "absence in these figures proves nothing"),
        (["complete", "partial"], "Complete on 1 of 2 outlet days"),
    ],
)
def test_title_says_how_complete(statuses, words):
    """The first sentence of the report decides how the others may be read."""
    assert words in chart.ledger(ledger(statuses)).title


def test_an_empty_ledger_says_that_nothing_was_collected():
    """No attempts, no days."""
    figure = chart.ledger(ledger(["complete"]).clear())

    assert figure.chart is None
    assert figure.notices[0].level == "empty"
