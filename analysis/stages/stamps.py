"""Verdicts reached again → the same verdicts with the time at which each was first reached."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from analysis.tables import Attempt

_SAID = ("outcome", "reason", "published_on")


def first_stamps(attempts: Iterable[Attempt], before: pl.DataFrame) -> list[Attempt]:
    """The attempts; those that say of an address what was said *before*, in the same order, keep their former time.

    So that the same pages give the same table to the last byte, whenever they are read. From the first verdict of an
    address that differs, its times are new: their order is that of the captures.
    """
    known: dict[str, list[Attempt]] = defaultdict(list)
    for row in before.iter_rows(named=True):
        known[row["url"]].append(Attempt(**row))
    stamped = []
    for attempt in attempts:
        former = known[attempt.url].pop(0) if known[attempt.url] else None
        same = former is not None and all(getattr(former, name) == getattr(attempt, name) for name in _SAID)
        if not same:
            known[attempt.url].clear()
        stamped.append(replace(attempt, at=former.at) if former and same else attempt)
    return stamped
