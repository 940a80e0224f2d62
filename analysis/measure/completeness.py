"""Attempts and members → the ledger: per outlet and day, whether we could have seen all there was.

An outlet that printed nothing and an outlet whose pages we failed to get look the same in every other figure. They do not
here; no absence may be claimed on a day that is not ``complete``. Complete means: within the sources that are declared for
the outlet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, get_args

import polars as pl

from analysis.measure import evidence as behind_it
from analysis.measure.coverage import outlet_names
from analysis.tables import UNNAMED, Attempt, Outcome, check

OUTCOMES: tuple[str, ...] = get_args(Outcome)
SETTLED = frozenset({"kept", "not_an_article", "out_of_window"})
"""Ends after which we know what stood at an address."""
STATUSES = ("complete", "partial", "unknown")

_DAY = timedelta(days=1)
Reach = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class _Looks:
    """What was tried at one outlet."""

    listed: int
    """Listings that answered."""
    refused: tuple[str, ...]
    """How the others ended."""
    brought: int
    """Files that a person brought."""
    reaches: tuple[Reach, ...]
    undated: int
    """Addresses of unknown day that were not read."""


_NOTHING = _Looks(0, (), 0, (), 0)


def ledger(
    attempts: pl.DataFrame,
    members: pl.DataFrame,
    mastheads: pl.DataFrame,
    *,
    window: tuple[datetime, datetime],
    outlets: Sequence[str] = (),
) -> pl.DataFrame:
    """One row per outlet and day of the half-open *window*; days are those of the time zone in which it starts.

    Attempts know their day in UTC only: elsewhere, an address that was not read leaves the neighbouring day open, too.
    *members* are those of :func:`analysis.measure.coverage.current`; *outlets* are those asked for, so that one of which
    nothing came has its rows, too.
    Returns key, outlet, outlet_name, day_on, members (articles of the event), tried (addresses of that day), one count
    per outcome (kept, paywalled …), status (complete | partial | unknown) and reason in words.
    """
    zone = window[0].tzinfo or UTC
    told = members.with_columns(day_on=_day_of(zone))
    ends = _ends(check(attempts, Attempt), told)
    asked = sorted({*outlets, *attempts["outlet"].to_list(), *members["outlet"].to_list()} - {UNNAMED})
    looks = {outlet: _looks(attempts.filter(outlet=outlet), ends.filter(outlet=outlet)) for outlet in asked}
    counted = _grid(asked, window).pipe(_counted, ends, told).pipe(_neighbours, window[0].utcoffset() or timedelta())
    verdicts = [_verdict(row, looks[row["outlet"]], window) for row in counted.iter_rows(named=True)]
    return (
        counted.with_columns(
            pl.Series("status", [status for status, _ in verdicts], dtype=pl.String),
            pl.Series("reason", [reason for _, reason in verdicts], dtype=pl.String),
        )
        .join(outlet_names(mastheads), on="outlet", how="left", maintain_order="left")
        .with_columns(
            pl.col("outlet_name").fill_null(pl.col("outlet")), key=pl.format("ledger/{}/{}", "outlet", "day_on")
        )
        .select("key", "outlet", "outlet_name", "day_on", "members", "tried", *OUTCOMES, "status", "reason")
    )


def evidence(members: pl.DataFrame, *, window: tuple[datetime, datetime]) -> pl.DataFrame:
    """The articles behind each number of :func:`ledger`, in the columns of evidence; the sentence is the length."""
    keyed = members.with_columns(day_on=_day_of(window[0].tzinfo or UTC)).select(
        key=pl.format("ledger/{}/{}", "outlet", "day_on"), article="id", sentence=pl.format("{} words", "words")
    )
    return behind_it.behind(keyed.drop_nulls("key"), members)


def by_source(attempts: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """How every look and every try ended, per outlet, source, stage and outcome.

    Returns outlet_name, source, stage, outcome, attempts (count), reason (one example in words), last_at.
    """
    return (
        check(attempts, Attempt)
        .sort("at")
        .group_by("outlet", "source", "stage", "outcome", maintain_order=True)
        .agg(attempts=pl.len().cast(pl.Int64), reason=pl.col("reason").last(), last_at=pl.col("at").max())
        .join(outlet_names(mastheads), on="outlet", how="left", maintain_order="left")
        .with_columns(pl.col("outlet_name").fill_null(pl.col("outlet")))
        .sort("outlet_name", "source", "stage", "outcome")
        .select("outlet_name", "source", "stage", "outcome", "attempts", "reason", "last_at")
    )


def left_out(attempts: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """Every address that did not become an article, and why: outlet_name, url, published_on, outcome, reason."""
    ends = _ends(check(attempts, Attempt), None)
    return (
        ends.filter(pl.col("outcome") != "kept")
        .join(outlet_names(mastheads), on="outlet", how="left", maintain_order="left")
        .with_columns(pl.col("outlet_name").fill_null(pl.col("outlet")))
        .sort("outlet_name", "outcome", "url")
        .select("outlet_name", "url", "published_on", "outcome", "reason")
    )


def _ends(attempts: pl.DataFrame, members: pl.DataFrame | None) -> pl.DataFrame:
    """How each address ended: what the reading of it said last, else what the last capture said.

    A page that was read stays read when a later visit finds it gone.
    """
    read = pl.col("stage") != "capture"
    ends = (
        attempts.filter(pl.col("stage").is_in(["capture", "extract", "add"]))
        .with_columns(read=read, day=pl.col("published_on").drop_nulls().last().over("outlet", "url"))
        .sort("read", "at", maintain_order=True)
        .unique(["outlet", "url"], keep="last", maintain_order=True)
        .with_columns(published_on=pl.coalesce("day", "published_on"))
    )
    if members is None:
        return ends
    days = members.select("outlet", "url", told="day_on")
    return ends.join(days, on=["outlet", "url"], how="left", maintain_order="left").with_columns(
        pl.coalesce("told", "published_on").alias("published_on")
    )


def _day_of(zone: tzinfo) -> pl.Expr:
    return pl.col("published_at").dt.convert_time_zone(_named(zone)).dt.date()


def _grid(outlets: Iterable[str], window: tuple[datetime, datetime]) -> pl.DataFrame:
    days = _days(window)
    rows = [(outlet, day) for outlet in outlets for day in days]
    return pl.DataFrame(rows, schema={"outlet": pl.String(), "day_on": pl.Date()}, orient="row")


def _days(window: tuple[datetime, datetime]) -> list[date]:
    """Every day that the window touches, in the zone of its start."""
    start, last = window[0], window[1].astimezone(window[0].tzinfo) - timedelta(microseconds=1)
    return [start.date() + _DAY * n for n in range((last.date() - start.date()).days + 1)]


def _named(zone: tzinfo) -> str:
    return str(getattr(zone, "key", None) or "UTC") if zone is not UTC else "UTC"


def _neighbours(counted: pl.DataFrame, offset: timedelta) -> pl.DataFrame:
    """Addresses of the day beside that were not read and may be of this one, since their day is known in UTC only."""
    unread = pl.sum_horizontal(outcome for outcome in OUTCOMES if outcome not in SETTLED)
    if not offset:
        return counted.with_columns(beside=pl.lit(0, dtype=pl.Int64))
    step = 1 if offset > timedelta() else -1
    return counted.with_columns(beside=unread.shift(step, fill_value=0).over("outlet", order_by="day_on"))


def _counted(grid: pl.DataFrame, ends: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    outcomes = [(pl.col("outcome") == outcome).sum().cast(pl.Int64).alias(outcome) for outcome in OUTCOMES]
    tried = ends.group_by("outlet", day_on="published_on").agg(pl.len().cast(pl.Int64).alias("tried"), *outcomes)
    told = members.group_by("outlet", "day_on").agg(members=pl.len().cast(pl.Int64))
    return (
        grid.join(told, on=["outlet", "day_on"], how="left", maintain_order="left")
        .join(tried, on=["outlet", "day_on"], how="left", maintain_order="left")
        .with_columns(pl.col("members", "tried", *OUTCOMES).fill_null(0))
    )


def _looks(attempts: pl.DataFrame, ends: pl.DataFrame) -> _Looks:
    lists = attempts.filter(stage="list")
    lost = ends.filter(pl.col("published_on").is_null() & ~pl.col("outcome").is_in(list(SETTLED)))
    return _Looks(
        listed=lists.filter(outcome="kept").height,
        refused=tuple(lists.filter(pl.col("outcome") != "kept")["outcome"].unique().sort()),
        brought=attempts.filter(stage="add").height,
        reaches=tuple(_merged([span for _, group in lists.group_by("source") for span in _reaches(group)])),
        undated=lost.height,
    )


def _reaches(lists: pl.DataFrame) -> list[Reach]:
    """Stretches of time of which one source listed everything.

    A feed tells all from its oldest entry to the moment of the look. The documents of one sitemap make one stretch if all of
    them answered. Looks at different times join only where they overlap: what came and went between two looks at a feed
    was never listed.
    """
    dated = lists.filter(outcome="kept").drop_nulls(["reaches_from", "reaches_to"])
    if lists["source"].str.starts_with("feed").any():
        return dated.select("reaches_from", "at").rows()
    last = lists.sort("at", maintain_order=True).unique("url", keep="last", maintain_order=True)
    spans = dated.select("reaches_from", "reaches_to").rows()
    fresh = last.drop_nulls(["reaches_from", "reaches_to"])
    if fresh.height and (last["outcome"] == "kept").all():
        spans.extend(fresh.select(pl.col("reaches_from").min(), pl.col("reaches_to").max()).rows())
    return spans


def _merged(spans: Iterable[Reach]) -> list[Reach]:
    """The stretches that several sources tell together."""
    merged: list[Reach] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _verdict(row: Mapping[str, Any], looks: _Looks, window: tuple[datetime, datetime]) -> tuple[str, str]:
    """Status and reason of one outlet's day."""
    begin, end = _within(row["day_on"], window)
    if not looks.listed:
        return "unknown", _unlisted(looks)
    if not any(since <= begin and end <= until for since, until in looks.reaches):
        touched = any(since < end and begin < until for since, until in looks.reaches)
        if touched or row["tried"]:
            return "partial", "the listings reach over a part of the day only"
        return "unknown", "no listing reaches this day"
    lost = {outcome: row[outcome] for outcome in OUTCOMES if outcome not in SETTLED and row[outcome]}
    if lost:
        return "partial", "listed, not read: " + ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in lost.items())
    if row["beside"]:
        return "partial", "an address that was not read may be of this day or of the one beside it"
    if looks.undated:
        return "partial", f"listed, of unknown day, not read: {looks.undated}"
    return "complete", f"the listing reaches over the day; addresses read: {row['tried']} of {row['tried']}"


def _unlisted(looks: _Looks) -> str:
    if looks.refused:
        return f"no listing answered ({', '.join(looks.refused).replace('_', ' ')})"
    if looks.brought:
        return "files that a person brought; nobody looked for others"
    return "nothing was tried"


def _within(day: date, window: tuple[datetime, datetime]) -> Reach:
    """The part of a day that lies in the window."""
    zone = window[0].tzinfo
    begin, end = (datetime.combine(each, time(), zone) for each in (day, day + _DAY))
    return max(begin, window[0]), min(end, window[1])
