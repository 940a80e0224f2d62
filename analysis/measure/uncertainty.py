"""Counts per article → shares, differences and intervals that take the article, not the word, as the unit.

Words and sentences of one article resemble each other, so counting them as if each had been drawn by itself finds
differences inside a single outlet's own work. Here the variance always runs over articles.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats

FLOOR = 5
"""Articles an outlet needs before an interval is drawn; below it we say "too few to compare"."""
LEVEL = 0.95
TOO_FEW = "too few to compare"
ALONE = "no other outlet to compare with"
Floats = npt.NDArray[np.float64]

_AS_NORMAL = 1_000_000
_SMALLEST_P = 1e-12
_HALVINGS = 32


def ratio(units: pl.DataFrame, by: Sequence[str], numerator: str, denominator: str, floor: int = FLOOR) -> pl.DataFrame:
    """Sum over sum per group, for any scale (words per article, people per article), with a linear 95 % t interval.

    *units* has one row per article and group; rows whose denominator is 0 say nothing and do not count. The variance is
    that of a ratio estimate over articles (Cochran 1977, Sampling Techniques, 6.4).
    Returns the columns of *by*, value, low, high, n_articles, n_units (sum of the denominator), note, and error, df,
    effective for :func:`difference`.
    """
    return (
        _estimates(units, by, numerator, denominator, floor)
        .with_columns(effective=pl.lit(None, dtype=pl.Float64))
        .pipe(_limited)
    )


def share(units: pl.DataFrame, by: Sequence[str], part: str, whole: str, floor: int = FLOOR) -> pl.DataFrame:
    """Share (0–1) per group, with a 95 % interval that stays within 0 and 1 and does not collapse at them.

    As :func:`ratio`, with Wilson's interval on the effective number of units: as many independent units as would give
    the variance seen over articles (Korn & Graubard 1998; Franco et al. 2019). Where every article agrees on 0 or 1,
    the number of articles stands for it. One yes or no an article needs no estimate of its spread: Wilson's own form.
    """
    spread = pl.col("value") * (1 - pl.col("value"))
    whole_units = pl.col("n_units").cast(pl.Float64)
    effective = (
        pl.when(spread <= 0)
        .then(pl.col("n_articles").cast(pl.Float64))
        .when(pl.col("error") > 0)
        .then(pl.min_horizontal(whole_units, spread / pl.col("error") ** 2))
        .otherwise(whole_units)
    )
    plain = pl.col("n_units") == pl.col("n_articles")
    return (
        _estimates(units, by, part, whole, floor)
        .with_columns(
            effective=effective.clip(lower_bound=1.0), df=pl.when(plain).then(_AS_NORMAL).otherwise(pl.col("df"))
        )
        .pipe(_limited)
    )


def difference(estimates: pl.DataFrame, within: Sequence[str] = ()) -> pl.DataFrame:
    """Each outlet's estimate minus the plain average of the other outlets', per group of the columns in *within*.

    *estimates* come from :func:`ratio` or :func:`share` and hold the column ``outlet``. Only outlets at or above the floor
    enter an average. Intervals join those of the parts (MOVER, Zou & Donner 2008); p is the level at which the interval
    touches 0; ``clear`` is p < .05 after Benjamini & Hochberg (1995) over all rows given.
    Returns the other columns of *estimates* and estimate, estimate_low, estimate_high, average, value, low, high, p,
    n_tests, clear, note.
    """
    groups = estimates.partition_by(list(within), maintain_order=True) if within else [estimates]
    rows = pl.concat([_against_others(group) for group in groups]) if estimates.height else _against_others(estimates)
    return rows.with_columns(
        n_tests=pl.col("p").count().cast(pl.Int64),
        clear=(adjust(rows["p"]) < 1 - LEVEL).fill_null(value=False),
    ).drop("error", "df", "effective")


def adjust(p: pl.Series) -> pl.Series:
    """P values after Benjamini & Hochberg (1995), in their order; null stays null and is no test."""
    known = p.drop_nulls().to_numpy()
    adjusted = iter(stats.false_discovery_control(known, method="bh").tolist() if known.size else [])
    return pl.Series(p.name, [None if value is None else next(adjusted) for value in p.to_list()], dtype=pl.Float64)


def bootstrap(
    rows: pl.DataFrame,
    by: Sequence[str],
    statistic: Callable[[pl.DataFrame], float],
    draws: int = 999,
    seed: int = 1,
) -> pl.DataFrame:
    """Any statistic per group with its 95 % percentile interval, articles drawn with replacement (Efron 1979).

    *rows* holds a column ``article``; all rows of an article are drawn together. Groups below the floor get no interval.
    Returns the columns of *by*, value, low, high, n_articles, n_units (rows), note.
    """
    found = []
    for key, group in rows.group_by(list(by), maintain_order=True):
        low, high = _percentiles(group, statistic, draws, seed)
        articles = group["article"].n_unique()
        found.append((*key, statistic(group), low, high, articles, group.height, "" if articles >= FLOOR else TOO_FEW))
    columns = {column: rows.schema[column] for column in by}
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64())
    counts = {"n_articles": pl.Int64(), "n_units": pl.Int64(), "note": pl.String()}
    return pl.DataFrame(found, schema=columns | numbers | counts, orient="row")


def quantile(df: pl.Expr) -> pl.Expr:
    """Two-sided 95 % quantile of Student's t for an expression of degrees of freedom; null where there is none."""
    return df.map_batches(
        lambda s: pl.Series(stats.t.ppf((1 + LEVEL) / 2, s.cast(pl.Float64).to_numpy()), nan_to_null=True),
        return_dtype=pl.Float64,
    )


def _estimates(units: pl.DataFrame, by: Sequence[str], numerator: str, denominator: str, floor: int) -> pl.DataFrame:
    top, bottom, keys = pl.col(numerator), pl.col(denominator), list(by)
    articles = pl.col("n_articles")
    return (
        units.filter(bottom > 0)
        .with_columns(_value=top.sum().over(keys) / bottom.sum().over(keys))
        .group_by(keys, maintain_order=True)
        .agg(
            value=pl.col("_value").first().cast(pl.Float64),
            n_articles=pl.len().cast(pl.Int64),
            n_units=bottom.sum().cast(pl.Int64),
            squares=(top - pl.col("_value") * bottom).pow(2).sum(),
            whole=bottom.sum().cast(pl.Float64),
        )
        .with_columns(
            error=pl.when(articles > 1).then((pl.col("squares") * articles / (articles - 1)).sqrt() / pl.col("whole")),
            df=articles - 1,
            note=pl.when(articles < max(floor, 2)).then(pl.lit(TOO_FEW)).otherwise(pl.lit("")),
        )
        .drop("squares", "whole")
    )


def _limited(estimates: pl.DataFrame) -> pl.DataFrame:
    down, up = _margins(estimates, 1 - LEVEL)
    told = pl.col("note") == ""
    return estimates.with_columns(
        # A reach below nothing is rounding of the last bit: the interval holds its value.
        low=pl.when(told).then(pl.col("value") - pl.Series("down", down).clip(lower_bound=0.0)),
        high=pl.when(told).then(pl.col("value") + pl.Series("up", up).clip(lower_bound=0.0)),
    )


def _margins(estimates: pl.DataFrame, p: float | Floats) -> tuple[Floats, Floats]:
    """How far the interval of each estimate reaches down and up from it, at error rate *p*."""
    value, error = _numbers(estimates, "value"), _numbers(estimates, "error")
    n = _numbers(estimates, "effective")
    q = stats.t.isf(np.asarray(p) / 2, np.maximum(_numbers(estimates, "df"), 1))
    share_like = ~np.isnan(n)
    n = np.where(share_like, n, 1.0)
    spread = np.where(share_like, value * (1 - value), 0.0)
    shrink = 1 + q**2 / n
    middle = (value + q**2 / (2 * n)) / shrink
    half = q * np.sqrt(np.maximum(spread, 0) / n + q**2 / (4 * n**2)) / shrink
    return np.where(share_like, value - middle + half, q * error), np.where(
        share_like, middle + half - value, q * error
    )


def _against_others(group: pl.DataFrame) -> pl.DataFrame:
    told = (group["note"] == "").to_numpy()
    value = _numbers(group, "value")
    others = told[None, :] & ~np.eye(group.height, dtype=bool)
    count = others.sum(axis=1)
    weights = others / np.maximum(count, 1)[:, None]
    average = np.where(count > 0, weights @ np.where(told, value, 0.0), np.nan)
    gap = value - average
    usable = told & (count > 0)
    low, high = _joined(group, weights, gap, np.full(group.height, 1 - LEVEL))
    return group.rename({"value": "estimate", "low": "estimate_low", "high": "estimate_high"}).with_columns(
        average=_column(average, count > 0),
        value=_column(gap, count > 0),
        low=_column(low, usable),
        high=_column(high, usable),
        p=_column(_touching(group, weights, gap), usable),
        note=pl.when((pl.col("note") == "") & pl.Series(count == 0)).then(pl.lit(ALONE)).otherwise(pl.col("note")),
    )


def _column(numbers: Floats, where: npt.NDArray[np.bool_]) -> pl.Series:
    return pl.Series(np.where(where, numbers, np.nan), nan_to_null=True, dtype=pl.Float64)


def _joined(group: pl.DataFrame, weights: Floats, gap: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Limits of own estimate minus the weighted others, from the limits of each; row i at its own error rate p[i]."""
    down, up = (np.nan_to_num(side) for side in _margins(group, p[:, None]))
    theirs_up, theirs_down = (weights * up) ** 2, (weights * down) ** 2
    low = gap - np.sqrt(np.diagonal(down) ** 2 + theirs_up.sum(axis=1))
    high = gap + np.sqrt(np.diagonal(up) ** 2 + theirs_down.sum(axis=1))
    return low, high


def _touching(group: pl.DataFrame, weights: Floats, gap: Floats) -> Floats:
    """The error rate at which each interval just touches 0, found by halving on a logarithmic scale."""
    inside, outside = np.full(group.height, np.log(_SMALLEST_P)), np.zeros(group.height)
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        low, high = _joined(group, weights, gap, np.exp(middle))
        holds = (low <= 0) & (high >= 0)
        inside, outside = np.where(holds, middle, inside), np.where(holds, outside, middle)
    return np.exp(outside)


def _percentiles(
    group: pl.DataFrame, statistic: Callable[[pl.DataFrame], float], draws: int, seed: int
) -> tuple[float | None, float | None]:
    members = group.with_row_index().group_by("article", maintain_order=True).agg("index")["index"].to_list()
    if len(members) < FLOOR:
        return None, None
    generator = np.random.default_rng(seed)
    picks = generator.integers(0, len(members), size=(draws, len(members)))
    values = [statistic(group[[row for pick in picked for row in members[pick]]]) for picked in picks.tolist()]
    low, high = np.nanquantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _numbers(table: pl.DataFrame, column: str) -> Floats:
    numbers: Any = table[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return np.asarray(numbers, dtype=np.float64)
