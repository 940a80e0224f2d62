"""Times of an event's articles → how fast each outlet went on: cumulative counts, half-life, hours of the day."""

import polars as pl
from scipy import stats

from analysis.measure import evidence as behind_it
from analysis.measure import timing, uncertainty

HALF_LIFE_COLUMNS = (
    *("key", "outlet", "outlet_name", "value", "low", "high", "others"),
    *("n_articles", "n_units", "n_left_out", "p", "clear", "note"),
)


def cumulative(
    versions: pl.DataFrame, mastheads: pl.DataFrame, *, choices: timing.Choices = timing.PLAIN
) -> pl.DataFrame:
    """How many articles an outlet had published by a time: surely, and possibly; a step at each time.

    Returns key, outlet, outlet_name, at (UTC), hours (after the earliest report of all), low (surely published by then), high
    (possibly), n_articles (of the outlet), n_copies (agency copy left out, of all outlets). Articles without a published time are in none of them.
    """
    used = _used(versions, mastheads, choices)
    copies = timing.bounds(versions, mastheads).filter("timed").height - used.height
    steps = pl.concat(
        [
            used.select("outlet", "outlet_name", at="latest_at", low=1, high=0),
            used.select("outlet", "outlet_name", at="earliest_at", low=0, high=1),
        ]
    )
    start, n = pl.col("at").min(), pl.col("low").sum().over("outlet")
    return (
        steps.group_by("outlet", "outlet_name", "at")
        .agg(pl.col("low").sum(), pl.col("high").sum())
        .with_columns(hours=(pl.col("at") - start).dt.total_seconds() / 3600, n_articles=n)
        .with_columns(pl.col("low", "high").cum_sum().over("outlet", order_by="at"))
        .with_columns(key=_step(pl.col("at")))
        .with_columns(n_copies=pl.lit(copies, dtype=pl.Int64))
        .select("key", "outlet", "outlet_name", "at", "hours", "low", "high", "n_articles", "n_copies")
        .sort("outlet", "at")
    )


def precise(strip: pl.DataFrame) -> pl.DataFrame:
    """Articles of ``timing.articles`` whose hour is known, without revisions: a series to be counted by the hour or day.

    Returns key, outlet_name, at (UTC), kind.
    """
    return (
        strip.filter(_exact() & (pl.col("kind") != "revision"))
        .select("key", "outlet_name", "at", "kind")
        .sort("at", "key")
    )


def half_life(
    versions: pl.DataFrame,
    mastheads: pl.DataFrame,
    *,
    choices: timing.Choices = timing.PLAIN,
    floor: int = uncertainty.FLOOR,
) -> pl.DataFrame:
    """Hours after an outlet's own first article by which half of its later articles were out.

    The interval is a bootstrap over articles; ``clear`` says that the hours differ from those of all other outlets
    (rank test, Mann & Whitney 1947) after Benjamini & Hochberg (1995). Times known only to the day are left out.
    Returns key, outlet, outlet_name, value, low, high (hours), others (their
    later articles' median), n_articles (later ones), n_units, n_left_out, p, clear, note.
    """
    strip = _reports(versions, mastheads, choices)
    precise, later = strip.filter(_exact()), _later(strip)
    counts = strip.group_by("outlet", "outlet_name").agg(n=pl.len())
    spent = precise.group_by("outlet").agg(n_precise=pl.len())
    return (
        counts.join(uncertainty.bootstrap(later, ["outlet"], _median), on="outlet", how="left")
        .join(spent, on="outlet", how="left")
        .join(_rank_tests(later, floor), on="outlet", how="left")
        .with_columns(n_left_out=pl.col("n") - pl.col("n_precise").fill_null(0), key="outlet")
        .pipe(_floored, floor)
        .sort("value", "outlet", nulls_last=True)
    )


def cumulative_evidence(
    versions: pl.DataFrame, mastheads: pl.DataFrame, *, choices: timing.Choices = timing.PLAIN
) -> pl.DataFrame:
    """The articles at each step of :func:`cumulative`, in the columns of evidence; the sentence says which bound it is."""
    used = _used(versions, mastheads, choices)
    surely, perhaps = pl.lit("surely out by then"), pl.lit("perhaps out from then on: only the day is known")
    ends = used.with_columns(step="latest_at", sentence=surely)
    begins = used.with_columns(
        step="earliest_at", sentence=pl.when(precision="day").then(perhaps).otherwise(pl.lit("published at this time"))
    )
    keyed = pl.concat([begins, ends]).select(key=_step(pl.col("step")), article="id", sentence="sentence")
    return behind_it.behind(keyed, used)


def half_life_evidence(
    versions: pl.DataFrame, mastheads: pl.DataFrame, *, choices: timing.Choices = timing.PLAIN
) -> pl.DataFrame:
    """The later articles behind :func:`half_life`, in the columns of evidence; the sentence says after how many hours."""
    later = _later(_reports(versions, mastheads, choices))
    told = pl.format("{} hours after the outlet's own first article", pl.col("after").round(1))
    return behind_it.behind(
        later.select("article", key="outlet", sentence=told), timing.bounds(versions, mastheads, since=choices.since)
    )


def _used(versions: pl.DataFrame, mastheads: pl.DataFrame, choices: timing.Choices) -> pl.DataFrame:
    """Articles with a published time, without agency copy unless it counts."""
    timed = timing.bounds(versions, mastheads, since=choices.since).filter("timed")
    return timed if choices.agency == "count" else timed.filter(~timing.wire(mastheads))


def _step(at: pl.Expr) -> pl.Expr:
    return pl.format("{} {}", "outlet", at.dt.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _reports(versions: pl.DataFrame, mastheads: pl.DataFrame, choices: timing.Choices) -> pl.DataFrame:
    strip = timing.articles(versions, mastheads, choices=choices)
    return strip.filter(pl.col("kind").is_in(["first report", "later article"]))


def _exact() -> pl.Expr:
    return pl.col("precision").is_in(["second", "minute"])


def _later(strip: pl.DataFrame) -> pl.DataFrame:
    """All but an outlet's first, of those whose hour is known; ``after`` is hours after that first."""
    first = pl.col("at").min().over("outlet")
    return (
        strip.filter(_exact())
        .with_columns(after=(pl.col("at") - first).dt.total_seconds() / 3600, article="key")
        .sort("outlet", "at", "key")
        .filter(pl.int_range(pl.len()).over("outlet") > 0)
    )


def _median(rows: pl.DataFrame) -> float:
    return float(rows["after"].median() or 0)  # type: ignore[arg-type]


def _rank_tests(later: pl.DataFrame, floor: int) -> pl.DataFrame:
    """P of each outlet's hours against all others', where both sides have enough articles."""
    found: list[tuple[object, ...]] = []
    for (outlet,), own in later.group_by("outlet", maintain_order=True):
        others = later.filter(pl.col("outlet") != outlet)
        enough = min(own.height, others.height) >= floor
        p = float(stats.mannwhitneyu(own["after"], others["after"]).pvalue) if enough else None
        found.append((outlet, others["after"].median(), p))
    table = pl.DataFrame(found, schema={"outlet": pl.String(), "others": pl.Float64(), "p": pl.Float64()}, orient="row")
    return table.with_columns(clear=uncertainty.adjust(table["p"]) < 1 - uncertainty.LEVEL)


def _floored(table: pl.DataFrame, floor: int) -> pl.DataFrame:
    enough = pl.col("n_articles").fill_null(0) >= floor
    return table.with_columns(
        pl.when(enough).then("low").alias("low"),
        pl.when(enough).then("high").alias("high"),
        pl.col("n_articles", "n_units").fill_null(0),
        clear=pl.col("clear").fill_null(value=False),
        note=pl.when(enough).then(pl.lit("")).otherwise(pl.lit(uncertainty.TOO_FEW)),
    ).select(*HALF_LIFE_COLUMNS)
