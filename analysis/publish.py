"""An event's tables → its report, with what the pages say of the event and of what is not in them."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from analysis.events import Event
from analysis.report import Edition, Outcome, report
from analysis.stages.done import Tell
from analysis.store import Store
from analysis.tables import Article, Attempt, Masthead, Membership

Row = Mapping[str, Any]


def publish(event: Event, store: Store, out: Path, *, kernel: bool = False, tell: Tell) -> Outcome:
    """The report in ``out/<event>/``, and what is missing in it.

    Raises:
        Missing: a table that the report needs was never made; the message names the command.
    """
    edition = Edition(
        title=event.title,
        summary=_summary(event),
        made_up=event.made_up,
        period=_period(event),
        outlets=tuple(_names(store).get(slug, slug) for slug in event.outlets),
        ledger=_ledger(store),
        left_out=(*_not_kept(store), *_not_told(store)),
        tell=tell,
    )
    return report(event.slug, data=store.folder.parent, out=out, kernel=kernel, edition=edition)


def _summary(event: Event) -> str:
    """What happened, and what a reader must know of how its articles were told from others."""
    untold = "The event's file names no terms: every article of these outlets and days counts as one of the event."
    return " ".join(filter(None, (event.summary, untold if event.takes_all else "")))


def _period(event: Event) -> str:
    """First and last day of coverage, where the event happened."""
    zone = ZoneInfo(event.timezone)
    first = event.window.start.astimezone(zone)
    last = (event.window.end - timedelta(microseconds=1)).astimezone(zone)
    return f"{first:%-d %B %Y} to {last:%-d %B %Y} ({event.timezone})"


def _names(store: Store) -> dict[str, str]:
    return dict(store.read(Masthead).select("outlet", "name").iter_rows())


def _named(store: Store, rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows with outlets called by name."""
    return rows.with_columns(pl.col("outlet").replace(_names(store)))


def _last_tries(store: Store) -> pl.DataFrame:
    """How each address ended: extract's verdict where it was read, else the last try to get it."""
    tries = store.read(Attempt).filter(pl.col("stage") != "list").sort(pl.col("stage") == "extract", "at")
    last = tries.unique(["outlet", "url"], keep="last", maintain_order=True)
    return _named(store, last).with_columns(pl.col("outcome").str.replace_all("_", " "))


def _ledger(store: Store) -> tuple[Row, ...]:
    counted = _last_tries(store).group_by("outlet", "outcome").len("addresses").sort("outlet", "outcome")
    return tuple(counted.iter_rows(named=True))


def _not_kept(store: Store) -> tuple[Row, ...]:
    rows = _last_tries(store).filter(pl.col("outcome") != "kept").sort("outlet", "url")
    return tuple(rows.select("outlet", "url", "outcome", "reason").iter_rows(named=True))


def _not_told(store: Store) -> tuple[Row, ...]:
    """Articles that were read and are about something else, with the reason."""
    out = store.read(Membership).filter(~pl.col("member")).select("reason", "decided_by", id="article")
    rows = store.read(Article).join(out, on="id").sort("outlet", "url", "version")
    said = pl.format("{} ({})", "reason", "decided_by").alias("reason")
    told = rows.select("outlet", "url", pl.lit("not of the event").alias("outcome"), said)
    return tuple(_named(store, told).iter_rows(named=True))
