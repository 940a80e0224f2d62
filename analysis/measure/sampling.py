"""Answers about things drawn at random → shares with intervals: weights keep them unbiased, articles bound their spread."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats

from analysis.measure.uncertainty import FLOOR, LEVEL

FEW_ARTICLES: Final = "few articles"
NOTHING: Final = "nothing was judged"
Floats = npt.NDArray[np.float64]
_NUMBERS: Final = ("value", "low", "high", "effective")


def share(answers: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Weighted share of right answers per group, with a 95 % interval that takes the article as the unit.

    *answers* has one row per thing judged: the columns of *by*, article, right (0–1; a mean where several people judged),
    weight, and stratum (drawn from by itself). The share is Σ weight·right / Σ weight, unbiased whatever the strata's sampling
    rates. The interval is Wilson's (1927) on the effective number of answers: as many independent ones as would give the
    variance seen over articles within strata (Korn & Graubard 1998), never more than Kish's (1965) for unequal weights.
    Where all answers agree, the number of articles stands for it. Below five articles their spread cannot be told:
    each answer counts by itself, which the random draw allows for this event alone, and the note says so.
    Returns the columns of *by*, value, low, high, n_units (judged), n_articles, effective, note.
    """
    rows = [
        (*key, *_estimate(group)) for key, group in answers.drop_nulls("right").group_by(list(by), maintain_order=True)
    ]
    schema: dict[str, Any] = {column: answers.schema[column] for column in by}
    schema |= {"value": pl.Float64(), "low": pl.Float64(), "high": pl.Float64(), "n_units": pl.Int64()}
    schema |= {"n_articles": pl.Int64(), "effective": pl.Float64(), "note": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def wilson(value: float, effective: float, quantile: float | None = None) -> tuple[float, float]:
    """Wilson's score interval (1927) of a share on so many independent answers; 95 % unless another quantile is given."""
    q = float(stats.norm.isf((1 - LEVEL) / 2)) if quantile is None else quantile
    shrink = 1 + q**2 / effective
    middle = (value + q**2 / (2 * effective)) / shrink
    half = q * np.sqrt(max(value * (1 - value), 0.0) / effective + q**2 / (4 * effective**2)) / shrink
    return float(max(0.0, min(middle - half, value))), float(min(1.0, max(middle + half, value)))


def _estimate(group: pl.DataFrame) -> tuple[float, float, float, int, int, float, str]:
    right, weight = _column(group, "right"), _column(group, "weight")
    value = float(np.clip((weight * right).sum() / weight.sum(), 0.0, 1.0))
    articles, strata = group["article"].n_unique(), group["stratum"].n_unique()
    most = float(weight.sum() ** 2 / (weight**2).sum())
    if articles < FLOOR:
        return (value, *wilson(value, most), group.height, articles, most, FEW_ARTICLES)
    # One answer an article leaves nothing to estimate: Wilson's own form.
    plain = articles == group.height
    effective = most if plain else _effective(group, value, most)
    quantile = None if plain else float(stats.t.isf((1 - LEVEL) / 2, max(articles - strata, 1)))
    return (value, *wilson(value, effective, quantile), group.height, articles, effective, "")


def _effective(group: pl.DataFrame, value: float, most: float) -> float:
    spread = value * (1 - value)
    if spread <= 0:
        return min(most, float(group["article"].n_unique()))
    total = pl.col("weight").sum()
    sums = (
        group.with_columns(part=pl.col("weight") * (pl.col("right") - value) / total)
        .group_by("stratum", "article")
        .agg(pl.col("part").sum())
    )
    # A stratum of one article has no spread of its own; its distance from the whole stands for it.
    m = pl.len().over("stratum")
    centred = pl.when(m > 1).then((pl.col("part") - pl.col("part").mean().over("stratum")) * (m / (m - 1)).sqrt())
    variance = float(sums.select(centred.otherwise(pl.col("part")).pow(2).sum()).item())
    return max(1.0, min(most, spread / variance)) if variance > 0 else most


def _column(table: pl.DataFrame, name: str) -> Floats:
    return np.asarray(table[name].cast(pl.Float64).to_numpy(), dtype=np.float64)
