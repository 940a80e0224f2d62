"""Articles of one event → when each outlet told it: first reports with bounds, pace, half-life.

A time is an interval here: a page that says only the day could be from any minute of it, and the moment at which we
saw a page is never its publication, only a time by which it was there (interval-censored, Turnbull 1976).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from analysis.measure.coverage import outlet_names
from analysis.tables import Article, Membership, check

Use = Literal["leave out", "count"]
LENGTH = {"second": 1, "minute": 60, "day": 86_400}
"""Seconds that a published time may be off, by its precision."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader may want otherwise when asking who was first."""

    agency: Use = "leave out"
    """Agency copy: an outlet that prints a wire story has not reported it itself."""
    untimed: Use = "count"
    """Articles without a published time: any of them could be the first."""
    since: datetime | None = None
    """Nothing can have been reported before this time, where that is sure."""


PLAIN = Choices()
FIRST_COLUMNS = (
    *(
        "key",
        "outlet",
        "outlet_name",
        "at",
        "precision",
        "earliest_at",
        "latest_at",
        "lag",
        "lag_low",
        "lag_high",
        "verdict",
    ),
    *("headline", "url", "agency", "n_articles", "n_agency", "n_untimed", "agency_copy", "note"),
)
STRIP_COLUMNS = (
    *(
        "key",
        "outlet",
        "outlet_name",
        "kind",
        "at",
        "precision",
        "earliest_at",
        "latest_at",
        "hours",
        "headline",
        "url",
        "agency",
    ),
)


def versions(articles: pl.DataFrame, memberships: pl.DataFrame) -> pl.DataFrame:
    """All versions of the addresses that tell the event, the columns of Article: what timing looks at."""
    members = check(memberships, Membership).filter("member")
    addresses = check(articles, Article).join(members, left_on="id", right_on="article", how="semi")
    return articles.join(addresses, on=["outlet", "url"], how="semi")


def bounds(articles: pl.DataFrame, mastheads: pl.DataFrame, *, since: datetime | None = None) -> pl.DataFrame:
    """One row per address, by its oldest version, with the interval that its publication lies in.

    A day is the day where the outlet is, by its masthead; without one, the day in UTC.
    Returns the article's columns and outlet_name, timed (bool: the page says when), at (UTC; null where it does not say),
    precision (second | minute | day | none), earliest_at (null: unknown) and latest_at (UTC, not included).
    """
    check(articles, Article)
    says = pl.col("published_at").is_not_null() & (pl.col("published_source").fill_null("") != "first_seen")
    seen = pl.col("seen_at")
    return (
        _oldest(articles)
        .pipe(_with_outlets, mastheads)
        .with_columns(starts_at=_begins(), precision=pl.when(says).then(pl.col("published_precision").fill_null("day")))
        # A page that we saw before it says it was published has been dated anew: its word is no longer about the first.
        .with_columns(timed=(says & (pl.col("starts_at") <= seen).fill_null(value=True)).fill_null(value=False))
        .with_columns(at=pl.when("timed").then("published_at"), precision=pl.when("timed").then("precision"))
        .with_columns(
            earliest_at=pl.when("timed").then("starts_at").otherwise(pl.lit(since, pl.Datetime("us", "UTC"))),
            latest_at=pl.min_horizontal(pl.when("timed").then(_ends()), seen),
            precision=pl.col("precision").fill_null("none"),
        )
        .with_columns(latest_at=pl.max_horizontal("latest_at", pl.col("earliest_at").dt.offset_by("1s")))
        .drop("starts_at", "seen_at", "timezone")
        .sort("outlet", "at", "latest_at", "id", nulls_last=True)
    )


def _with_outlets(articles: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """Adds outlet_name and timezone; an outlet without masthead goes by its slug."""
    zones = mastheads.unique("outlet", keep="first", maintain_order=True).select("outlet", "timezone")
    told = outlet_names(mastheads).join(zones, on="outlet")
    return (
        articles.drop("outlet_name", strict=False)
        .join(told, on="outlet", how="left")
        .with_columns(pl.col("outlet_name").fill_null(pl.col("outlet")))
    )


def _oldest(articles: pl.DataFrame) -> pl.DataFrame:
    """The oldest version of each address; seen_at is the first moment at which any version was there."""
    seen = pl.min_horizontal("first_seen_at", "captured_at").min().over("outlet", "url")
    return articles.with_columns(seen_at=seen).sort("version", "captured_at").unique(["outlet", "url"], keep="first")


def _begins() -> pl.Expr:
    """Where a time with day precision begins: at midnight where the outlet is."""
    day = pl.col("published_precision").fill_null("day") == "day"
    local = pl.struct("published_at", "timezone").map_elements(_midnight, return_dtype=pl.Datetime("us", "UTC"))
    return pl.when(day).then(local).otherwise(pl.col("published_at"))


def _midnight(row: dict[str, object]) -> datetime | None:
    """Start of the outlet's day; a date without an hour stands in the table as midnight, in UTC or where the outlet is."""
    at, zone = row["published_at"], ZoneInfo(str(row["timezone"] or "UTC"))
    if not isinstance(at, datetime):
        return None
    day = at if at.time() == time() else at.astimezone(zone)
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _ends() -> pl.Expr:
    """End of the interval, not included."""
    seconds = pl.col("precision").replace_strict(LENGTH, return_dtype=pl.Int64)
    return pl.col("starts_at") + pl.duration(seconds=seconds)


def first_reports(articles: pl.DataFrame, mastheads: pl.DataFrame, *, choices: Choices = PLAIN) -> pl.DataFrame:
    """One row per outlet: when it first told the event, as far as the pages let us say, and who was before whom.

    *articles* are members of the event, all versions; *mastheads* gives time zones and which outlets are agencies.
    Returns key (id of the article), outlet, outlet_name, at, precision, earliest_at, latest_at (UTC), lag, lag_low, lag_high (minutes
    after the first outlet; null where it cannot be said), verdict (first | after | cannot tell | none), headline, url,
    agency, n_articles (used), n_agency, n_untimed (left out of ``at``), agency_copy (the choice), note; sorted by time.
    """
    timed = bounds(articles, mastheads, since=choices.since)
    used = timed.filter(_reports(mastheads, choices))
    outlets = timed.group_by("outlet", "outlet_name").agg(
        n_agency=wire(mastheads).sum(), n_untimed=(~pl.col("timed")).sum()
    )
    firsts = used.filter("timed").sort("at", "latest_at", "id").unique("outlet", keep="first", maintain_order=True)
    return (
        outlets.join(_span(used), on="outlet", how="left")
        .join(firsts.select("outlet", "at", "precision", "id", "headline", "url", "agency"), on="outlet", how="left")
        .pipe(ordered)
        .with_columns(
            key=pl.coalesce("id", "outlet"),
            note=_note(),
            agency_copy=pl.lit(choices.agency),
            agency=pl.col("agency").fill_null(""),
        )
        .select(*FIRST_COLUMNS)
        .sort("at", "latest_at", "outlet", nulls_last=True)
    )


def wire(mastheads: pl.DataFrame) -> pl.Expr:
    """Copy of an agency in an outlet that is none."""
    agencies = mastheads.filter("agency")["outlet"].to_list()
    return pl.col("agency").is_not_null() & ~pl.col("outlet").is_in(agencies)


def _reports(mastheads: pl.DataFrame, choices: Choices) -> pl.Expr:
    """Articles that may be an outlet's first report, under these choices."""
    own = pl.lit(value=True) if choices.agency == "count" else ~wire(mastheads)
    return own if choices.untimed == "count" else own & pl.col("timed")


def _span(used: pl.DataFrame) -> pl.DataFrame:
    """Bounds of an outlet's first report: the earliest of its bounds; unknown below as soon as one is unknown."""
    unknown = pl.col("earliest_at").is_null().any()
    return used.group_by("outlet").agg(
        earliest_at=pl.when(~unknown).then(pl.col("earliest_at").min()),
        latest_at=pl.col("latest_at").min(),
        n_articles=pl.len(),
    )


def ordered(firsts: pl.DataFrame, within: Sequence[str] = ()) -> pl.DataFrame:
    """Adds lag, its bounds and the verdict, each outlet against all others of its group.

    *firsts* has one row per outlet and group of the columns in *within*, with at, precision, earliest_at and latest_at as
    :func:`bounds` gives them. Adds lag, lag_low, lag_high (minutes after the group's first) and verdict (first | after |
    cannot tell | none: no other to compare with).
    """
    groups = [*within, "outlet"]
    start = pl.col("at").filter(pl.col("precision").is_in(["second", "minute"])).min()
    start = start.over(list(within)) if within else start
    return firsts.join(_others(firsts, within), on=groups, how="left", maintain_order="left").with_columns(
        lag=pl.when(pl.col("precision").is_in(["second", "minute"])).then(_minutes(pl.col("at") - start)),
        lag_low=_minutes(pl.col("earliest_at") - pl.col("others_by")).clip(lower_bound=0),
        lag_high=_minutes(pl.col("latest_at") - pl.col("others_from")).clip(lower_bound=0),
        verdict=pl.when(pl.col("latest_at").is_null() | pl.col("others_by").is_null())
        .then(pl.lit("none"))
        .when(pl.col("latest_at") <= pl.col("others_from"))
        .then(pl.lit("first"))
        .when(pl.col("others_by") <= pl.col("earliest_at"))
        .then(pl.lit("after"))
        .otherwise(pl.lit("cannot tell")),
    )


def _others(firsts: pl.DataFrame, within: Sequence[str]) -> pl.DataFrame:
    """For each outlet and group: from when and by when one of the others had it; unknown below as soon as one is unknown."""
    rivals = firsts.filter(pl.col("latest_at").is_not_null())
    pairs = (
        firsts.join(rivals, on=list(within), suffix="_other")
        if within
        else firsts.join(rivals, how="cross", suffix="_other")
    )
    theirs = pl.col("earliest_at_other")
    return (
        pairs.filter(pl.col("outlet") != pl.col("outlet_other"))
        .group_by(*within, "outlet")
        .agg(
            others_from=pl.when(theirs.is_not_null().all()).then(theirs.min()),
            others_by=pl.col("latest_at_other").min(),
        )
    )


def _minutes(duration: pl.Expr) -> pl.Expr:
    return duration.dt.total_seconds() / 60


def _note() -> pl.Expr:
    return (
        pl.when((pl.col("n_articles").fill_null(0) == 0) & (pl.col("n_agency") > 0))
        .then(pl.lit("agency copy only"))
        .when(pl.col("at").is_null())
        .then(pl.lit("no article says when it was published"))
        .when(pl.col("verdict") == "none")
        .then(pl.lit("no other outlet to compare with"))
        .when(pl.col("earliest_at").is_null())
        .then(pl.lit("an article without a time could be earlier"))
        .when(pl.col("precision") == "day")
        .then(pl.lit("only the day is known"))
        .otherwise(pl.lit(""))
    )


def articles(versions: pl.DataFrame, mastheads: pl.DataFrame, *, choices: Choices = PLAIN) -> pl.DataFrame:
    """One row per article and per revision that we saw, with its time and what it is.

    Returns key (id), outlet, outlet_name, kind (first report | later article | agency copy | revision), at, precision (second |
    minute | day | seen: between two captures | none), earliest_at, latest_at (UTC), hours (after the earliest time of
    the event), headline, url, agency. Agency copy counts as a report where *choices* say so.
    """
    told = bounds(versions, mastheads, since=choices.since)
    firsts = first_reports(versions, mastheads, choices=choices)["key"].implode()
    copied = wire(mastheads) if choices.agency == "leave out" else pl.lit(value=False)
    kind = (
        pl.when(copied)
        .then(pl.lit("agency copy"))
        .when(pl.col("id").is_in(firsts))
        .then(pl.lit("first report"))
        .otherwise(pl.lit("later article"))
    )
    both = pl.concat([told.with_columns(kind=kind), _revised(versions).pipe(_with_outlets, mastheads)], how="diagonal")
    start = pl.col("at").filter(pl.col("kind") != "revision").min()
    return (
        both.with_columns(hours=(pl.col("at") - start).dt.total_seconds() / 3600)
        .with_columns(key="id", agency=pl.col("agency").fill_null(""))
        .select(*STRIP_COLUMNS)
        .sort("outlet", "at", "key", nulls_last=True)
    )


def _revised(versions: pl.DataFrame) -> pl.DataFrame:
    """Second and later versions, at the page's own time where it is newer than what the version before said.

    Else between the capture before and this one. The page's word may lie before our last capture: caches keep old copies.
    """
    said = pl.coalesce("modified_at", "published_at")
    earlier = pl.col("captured_at", "said").shift(1).over("outlet", "url", order_by="version").name.suffix("_before")
    fits = (pl.col("modified_at") > pl.col("said_before")) & (pl.col("modified_at") <= pl.col("captured_at"))
    return (
        versions.with_columns(said=said)
        .with_columns(earlier)
        .filter(pl.col("captured_at_before").is_not_null())
        .with_columns(says=fits.fill_null(value=False))
        .with_columns(
            kind=pl.lit("revision"),
            at=pl.when("says").then("modified_at").otherwise("captured_at"),
            precision=pl.when("says").then(pl.lit("minute")).otherwise(pl.lit("seen")),
            earliest_at=pl.when("says").then("modified_at").otherwise("captured_at_before"),
            latest_at=pl.when("says").then("modified_at").otherwise("captured_at"),
        )
        .drop("said", "said_before", "captured_at_before", "says")
    )


def evidence(strip: pl.DataFrame, versions: pl.DataFrame) -> pl.DataFrame:
    """The article behind each row of :func:`articles` or :func:`first_reports`, by its headline and first paragraph.

    Returns key, outlet (name), headline, url, published_at (what the page says), sentence (first paragraph).
    """
    first = pl.coalesce("standfirst", pl.col("text").str.split("\n\n").list.first()).fill_null("")
    told = versions.select("headline", "url", "published_at", key="id", sentence=first)
    rows = strip.select("key", outlet="outlet_name").join(told, on="key", maintain_order="left")
    return rows.select("key", "outlet", "headline", "url", "published_at", "sentence")
