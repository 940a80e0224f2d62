"""The ledger of an event → each outlet's days: complete, partial or unknown, and why."""

from zoneinfo import ZoneInfo

import polars as pl

from analysis.events import Event
from analysis.measure import completeness, coverage
from analysis.store import Store
from analysis.tables import Article, Attempt, Masthead, Membership


def days(event: Event, store: Store) -> pl.DataFrame:
    """One row per outlet and day of the event's window, see :func:`analysis.measure.completeness.ledger`.

    Before anything was extracted and matched the days know how addresses ended, and of no article yet.
    """
    zone = ZoneInfo(event.timezone)
    mastheads = store.read_or_empty(Masthead)
    members = coverage.current(store.read_or_empty(Article), store.read_or_empty(Membership), mastheads)
    return completeness.ledger(
        store.read_or_empty(Attempt),
        members,
        mastheads,
        window=(event.window.start.astimezone(zone), event.window.end.astimezone(zone)),
        outlets=event.outlets,
    )


def counted(table: pl.DataFrame) -> str:
    """How many outlet-days are complete, partial and unknown, in words."""
    found = dict(table.group_by("status").len().iter_rows())
    return ", ".join(f"{found.get(status, 0)} {status}" for status in completeness.STATUSES)
