"""Scores and what came of them → whether a score means what it says: reliability curve, calibration error.

Every function takes a frame with score (0–1, the program's), right (0–1; a share where several people judged or rows are
grouped) and, where there are any, weight, article and stratum. It knows nothing of where the scores come from.
"""

import json
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import optimize

from analysis.measure import sampling
from analysis.measure.uncertainty import LEVEL

BINS: Final = 10
LEAST: Final = 30
"""Judged statements below which no curve is drawn."""
SHIPPED: Final = "score_right.json"
_GRID: Final = 50
Floats = npt.NDArray[np.float64]


def shipped() -> tuple[pl.DataFrame, str]:
    """Scores and outcomes measured on labelled articles, and how: a frame of article, score and right; a sentence.

    The file holds no text: [article's number, score, right (0 or 1), how many statements], made by
    ``benchmarks/errors.py``.
    """
    held = json.loads(files("analysis.measure").joinpath(SHIPPED).read_text(encoding="utf-8"))
    columns = zip(("article", "score", "right", "n"), zip(*held["rows"], strict=True), strict=True)
    grouped = pl.DataFrame({name: list(values) for name, values in columns})
    each = grouped.select("article", "score", "right", n=pl.int_ranges("n")).explode("n")
    return each.select(pl.col("article").cast(pl.String), pl.col("score", "right").cast(pl.Float64)), str(held["what"])


def curve(table: pl.DataFrame, *, bins: int = BINS) -> pl.DataFrame:
    """Share right in bins of equal weight by score; equal scores share a bin.

    Returns bin, from_score, to_score, score (mean), value (share right), low, high, gap (share right minus score), inside (the
    interval holds the score), n_units (rows), n_articles, note; nothing below :data:`LEAST` rows.
    """
    rows = _whole(table)
    if rows.height < LEAST:
        return _binned(rows.clear(), bins)
    return _binned(rows, bins)


def monotone(table: pl.DataFrame, *, draws: int = 400, seed: int = 1) -> pl.DataFrame:
    """The rising curve that fits best (isotonic regression: Zadrozny & Elkan 2002), with a pointwise 95 % band.

    The band draws articles with replacement (Efron 1979), seeded. Returns score (an even grid over the scores that occur),
    value, low, high; nothing below :data:`LEAST` rows.
    """
    rows = _whole(table).sort("score", "article", "right")
    schema = dict.fromkeys(("score", "value", "low", "high"), pl.Float64())
    if rows.height < LEAST:
        return pl.DataFrame(schema=schema)
    score, right, weight = (_column(rows, name) for name in ("score", "right", "weight"))
    grid = np.linspace(score.min(), score.max(), _GRID)
    fits = np.array([_rising(score, right, weight * drawn, grid) for drawn in _draws(rows, draws, seed)])
    low, high = np.quantile(fits, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    value = _rising(score, right, weight, grid)
    return pl.DataFrame([grid, value, np.minimum(low, value), np.maximum(high, value)], schema=schema)


def error(table: pl.DataFrame, *, bins: int = BINS, draws: int = 400, seed: int = 1) -> pl.DataFrame:
    """How far scores lie from the share right, on average over statements.

    The expected calibration error in bins of equal weight (Naeini, Cooper & Hauskrecht 2015; Nguyen & O'Connor 2015) is never 0 on
    finite data: ``by_chance`` is what scores that mean exactly what they say would show in 95 of 100 such tables (Bröcker &
    Smith 2007), and ``clear`` whether ours is beyond it. Returns one row: value (the error), low, high (articles drawn with
    replacement), by_chance, clear, brier (mean squared error), mean_score, mean_right, n_units, n_articles, note.
    """
    rows = _whole(table)
    if rows.height < LEAST:
        return _errors(None, None, None, None, None, None, None, None, rows.height, rows["article"].n_unique(), _few())
    score, right, weight = (_column(rows, name) for name in ("score", "right", "weight"))
    number = _bins(rows, bins)
    value = _distance(score, right, weight, number)
    sampled = [_distance(score, right, weight * drawn, number) for drawn in _draws(rows, draws, seed)]
    low, high = (float(each) for each in np.quantile(sampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    chance = _by_chance(score, weight, number, draws, seed)
    told = [float(np.average(each, weights=weight)) for each in ((score - right) ** 2, score, right)]
    articles = rows["article"].n_unique()
    return _errors(value, min(low, value), max(high, value), chance, value > chance, *told, rows.height, articles, "")


def _few() -> str:
    return f"fewer than {LEAST} judged statements"


def _errors(*values: Any) -> pl.DataFrame:
    schema: dict[str, Any] = {"value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64()}
    schema |= {"by_chance": pl.Float64(), "clear": pl.Boolean(), "brier": pl.Float64(), "mean_score": pl.Float64()}
    schema |= {"mean_right": pl.Float64(), "n_units": pl.Int64(), "n_articles": pl.Int64(), "note": pl.String()}
    return pl.DataFrame([values], schema=schema, orient="row")


def _whole(table: pl.DataFrame) -> pl.DataFrame:
    """The rows that were judged, with the columns that may be left out."""
    missing = {"weight": pl.lit(1.0), "stratum": pl.lit("")}
    added = {name: value for name, value in missing.items() if name not in table.columns}
    named = table if "article" in table.columns else table.with_row_index("article")
    return named.with_columns(pl.col("article").cast(pl.String), **added).drop_nulls(["score", "right"])


def _bins(rows: pl.DataFrame, bins: int) -> npt.NDArray[np.int64]:
    """Number of each row's bin: by the middle of its score's place among all weights, so that ties stay together."""
    placed = (
        rows.group_by("score").agg(pl.col("weight").sum()).sort("score").with_columns(upto=pl.col("weight").cum_sum())
    )
    middle = (pl.col("upto") - pl.col("weight") / 2) / pl.col("weight").sum()
    named = placed.with_columns(bin=(middle * bins).floor().clip(0, bins - 1).cast(pl.Int64)).select("score", "bin")
    return np.asarray(rows.join(named, on="score", how="left", maintain_order="left")["bin"].to_numpy())


def _binned(rows: pl.DataFrame, bins: int) -> pl.DataFrame:
    numbered = rows.with_columns(bin=pl.Series(_bins(rows, bins), dtype=pl.Int64))
    weight = pl.col("weight")
    scores = numbered.group_by("bin").agg(
        from_score=pl.col("score").min(),
        to_score=pl.col("score").max(),
        score=(pl.col("score") * weight).sum() / weight.sum(),
    )
    return (
        scores.join(sampling.share(numbered, ["bin"]), on="bin")
        .with_columns(
            gap=pl.col("value") - pl.col("score"),
            inside=pl.col("score").is_between(pl.col("low"), pl.col("high")),
        )
        .sort("bin")
        .select(
            *("bin", "from_score", "to_score", "score", "value", "low", "high"),
            *("gap", "inside", "n_units", "n_articles", "note"),
        )
    )


def _rising(score: Floats, right: Floats, weight: Floats, grid: Floats) -> Floats:
    """Isotonic fit of the rows that weigh anything, read off at the grid."""
    kept = weight > 0
    at, inverse = np.unique(score[kept], return_inverse=True)
    total = np.bincount(inverse, weights=weight[kept])
    mean = np.bincount(inverse, weights=(weight * right)[kept]) / total
    fitted = optimize.isotonic_regression(mean, weights=total).x
    return np.asarray(np.interp(grid, at, fitted))


def _draws(rows: pl.DataFrame, draws: int, seed: int) -> Floats:
    """How often each row is drawn when articles are: one line a draw."""
    clusters = rows["article"].rank("dense").to_numpy().astype(int) - 1
    count = int(clusters.max()) + 1
    return (
        np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=draws)[:, clusters].astype(float)
    )


def _distance(score: Floats, right: Floats, weight: Floats, number: npt.NDArray[np.int64]) -> float:
    gaps = np.bincount(number, weights=weight * (right - score))
    return float(np.abs(gaps).sum() / weight.sum())


def _by_chance(score: Floats, weight: Floats, number: npt.NDArray[np.int64], draws: int, seed: int) -> float:
    """The error that 95 of 100 tables stay below whose scores are true: outcomes are drawn from the scores themselves."""
    generator = np.random.default_rng(seed)
    fair = [
        _distance(score, (generator.random(score.size) < score).astype(float), weight, number) for _ in range(draws)
    ]
    return float(np.quantile(fair, LEVEL))


def _column(table: pl.DataFrame, name: str) -> Floats:
    return np.asarray(table[name].cast(pl.Float64).to_numpy(), dtype=np.float64)
