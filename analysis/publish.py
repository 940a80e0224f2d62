"""An event's tables → its report, with what the pages say of the event and of what is not in them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from analysis.events import Event
from analysis.report import Edition, Outcome, report
from analysis.stages import Tell
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
        summary=event.summary,
        made_up=event.made_up,
        period=_period(event),
        outlets=tuple(_names(store).get(slug, slug) for slug in event.outlets),
        ledger=_ledger(store),
        left_out=(*_not_kept(store), *_not_told(store)),
        tell=tell,
    )
    return report(event.slug, data=store.folder.parent, out=out, kernel=kernel, edition=edition)


def _period(event: Event) -> str:
    last = event.window.end - (event.window.end.resolution)
    return f"{event.window.start:%-d %B %Y} to {last:%-d %B %Y} (UTC)"


def _names(store: Store) -> dict[str, str]:
    return dict(store.read(Masthead).select("outlet", "name").iter_rows())


def _last_tries(store: Store) -> pl.DataFrame:
    """How each address ended: extract's verdict where it was read, else the last try to get it."""
    tries = store.read(Attempt).filter(pl.col("stage") != "list")
    names = pl.DataFrame(list(_names(store).items()), schema=["outlet", "name"], orient="row")
    return (
        tries.sort("at")
        .unique(["outlet", "url"], keep="last", maintain_order=True)
        .join(names, on="outlet", how="left")
        .with_columns(pl.col("name").fill_null(pl.col("outlet")))
    )


def _ledger(store: Store) -> tuple[Row, ...]:
    counted = _last_tries(store).group_by("name", "outcome").len("addresses").sort("name", "outcome")
    return tuple(
        {"outlet": name, "outcome": outcome.replace("_", " "), "addresses": addresses}
        for name, outcome, addresses in counted.iter_rows()
    )


def _not_kept(store: Store) -> tuple[Row, ...]:
    rows = _last_tries(store).filter(pl.col("outcome") != "kept").sort("name", "url")
    return tuple(rows.select(pl.col("name").alias("outlet"), "url", "outcome", "reason").iter_rows(named=True))


def _not_told(store: Store) -> tuple[Row, ...]:
    """Articles that were read and are about something else, with the reason."""
    out = store.read(Membership).filter(~pl.col("member")).select("reason", "decided_by", id="article")
    rows = store.read(Article).join(out, on="id").sort("outlet", "url", "version")
    said = pl.format("{} ({})", "reason", "decided_by").alias("reason")
    return tuple(rows.select("outlet", "url", pl.lit("not of the event").alias("outcome"), said).iter_rows(named=True))
