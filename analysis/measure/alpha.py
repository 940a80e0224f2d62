"""What several people said of the same things → how far they agree beyond chance: Krippendorff's alpha."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.measure.uncertainty import LEVEL

ONE_VALUE: Final = "everybody gave the same answer everywhere: alpha has nothing to measure"
NO_PAIR: Final = "nothing was judged by two people"
COLUMNS: Final = ("value", "low", "high", "agreement", "n_units", "n_articles", "n_people", "note")
_MOST_LOST: Final = 0.05
Floats = npt.NDArray[np.float64]


def alpha(said: pl.DataFrame, *, draws: int = 2000, seed: int = 1) -> pl.DataFrame:
    """Krippendorff's alpha for nominal answers, of any number of people, with answers missing or not.

    *said* has one row per answer: unit, person, value (null: none), and article where units of one article hang together.
    Alpha is 1 − (n − 1)(n − Σ o_cc) / (n² − Σ n_c²) over the coincidences of pairable answers (Krippendorff 2004, 11.3; 2011). The
    95 % interval draws articles (else units) with replacement (Zapf, Castell, Morawietz & Karch 2016), seeded.
    Returns one row: value, low, high (null where everybody said the same), agreement (share of pairs that agree), n_units
    (judged by two or more), n_articles, n_people, note.
    """
    units = _units(said)
    people, articles = said.drop_nulls("value")["person"].n_unique(), units["article"].n_unique()
    coincidences = _coincidences(units)
    if not units.height:
        return _row(None, None, None, None, 0, 0, people, NO_PAIR)
    whole = coincidences.sum(axis=0)
    agreement = float(np.trace(whole) / whole.sum())
    value = _alphas(whole[None])[0]
    if np.isnan(value):
        return _row(None, None, None, agreement, units.height, articles, people, ONE_VALUE)
    low, high, note = _interval(units, coincidences, draws, seed)
    return _row(float(value), low, high, agreement, units.height, articles, people, note)


def _units(said: pl.DataFrame) -> pl.DataFrame:
    """Units with two answers or more, their answers in one list."""
    named = said if "article" in said.columns else said.with_columns(article="unit")
    return (
        named.drop_nulls("value")
        .group_by("unit", "article", maintain_order=True)
        .agg(values=pl.col("value").cast(pl.String))
        .filter(pl.col("values").list.len() > 1)
    )


def _coincidences(units: pl.DataFrame) -> Floats:
    """One matrix of values by values a unit: pairs of its answers, each weighted so that a unit counts as often as it was judged."""
    values = sorted({value for given in units["values"] for value in given})
    counts = np.array([[sum(v == value for v in given) for value in values] for given in units["values"]], dtype=float)
    if not counts.size:
        return np.zeros((0, 0, 0))
    pairs = counts[:, :, None] * counts[:, None, :] - np.eye(len(values)) * counts[:, :, None]
    return np.asarray(pairs / (counts.sum(axis=1) - 1)[:, None, None])


def _alphas(whole: Floats) -> Floats:
    """Alpha of each matrix of coincidences; NaN where there is one value only."""
    by_value = whole.sum(axis=2)
    n = by_value.sum(axis=1)
    expected = n**2 - (by_value**2).sum(axis=1)
    observed = (n - 1) * (n - np.trace(whole, axis1=1, axis2=2))
    return np.where(expected > 1e-12, 1 - observed / np.where(expected > 1e-12, expected, 1.0), np.nan)


def _interval(
    units: pl.DataFrame, coincidences: Floats, draws: int, seed: int
) -> tuple[float | None, float | None, str]:
    clusters = units["article"].rank("dense").to_numpy().astype(int) - 1
    count = int(clusters.max()) + 1
    if count < 2:
        return None, None, "one article: no interval"
    sums = np.zeros((count, *coincidences.shape[1:]))
    np.add.at(sums, clusters, coincidences)
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(count, np.full(count, 1 / count), size=draws)
    found = _alphas(np.einsum("dc,cij->dij", weights, sums))
    if np.isnan(found).mean() > _MOST_LOST:
        return None, None, "one answer is too rare for an interval"
    low, high = np.nanquantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high), ""


def _row(*values: Any) -> pl.DataFrame:
    kinds = dict(zip(COLUMNS, [pl.Float64()] * 4 + [pl.Int64()] * 3 + [pl.String()], strict=True))
    return pl.DataFrame([values], schema=kinds, orient="row")
