"""Shares by source type as counted → shares as they would be without the program's errors, and how unsure that is.

A program that takes one expert in five for an official shows too many officials. How often it takes which for which is measured;
turned round, that measure corrects the shares. The model: an outlet's statements found and called type p come from its true
statements of each type t, which are found and called p with probability A[t, p] (the rest is missed), and from no statement
at all, a share b[p] of what is found. Hence q − b = A′ν with ν ≥ 0, and the true shares are ν over their sum. For two types and
nothing missed this is the estimator of Rogan & Gladen (1978), for more that of matrix inversion (Grassia & Sundberg 1982;
Buonaccorsi 2010, ch. 2–3), by least squares that allow no negative share (Lawson & Hanson 1974).
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import optimize, stats

from analysis.measure import sampling, sourcing, uncertainty
from analysis.measure.errors import Errors, refusal
from analysis.measure.uncertainty import FLOOR, LEVEL, TOO_FEW

NOT_THIS_TYPE: Final = "too few of this type were labelled to correct it"
COLUMNS: Final = (
    *("key", "outlet", "outlet_name", "category", "counted", "counted_low", "counted_high"),
    *("estimate", "estimate_low", "estimate_high", "average", "value", "low", "high", "p", "n_tests", "clear"),
    *("n_articles", "n_units", "note"),
)
Floats = npt.NDArray[np.float64]
_DRAWS: Final = 1000
_ONE_SIGMA: Final = (0.1587, 0.8413)


def type_share(
    attributions: pl.DataFrame, articles: pl.DataFrame, errors: Errors, *, floor: int = FLOOR
) -> pl.DataFrame:
    """Share of each outlet's statements by kind of source, as counted and corrected for measured errors.

    Returns the columns of ``sourcing.type_share`` for the corrected share (estimate, its interval, average of the other outlets,
    difference with interval and p, clear), and counted, counted_low, counted_high: the share without correction. Where
    nothing can be corrected, estimate and all that follows from it is null and note says why.
    """
    said = sourcing.statements(attributions, articles)
    per_article = said.group_by("outlet", "outlet_name", "article", category="source_type").agg(n=pl.len())
    return shares(per_article, errors, floor=floor)


def shares(per_article: pl.DataFrame, errors: Errors, *, floor: int = FLOOR) -> pl.DataFrame:
    """The same from counts: outlet, outlet_name, article, category, n. Columns of :func:`type_share`.

    The interval joins two kinds of chance: among an outlet's articles (linearised, as for every share here) and in the
    measured errors (their posterior: Dirichlet rows under a prior that weighs one statement, thinned by the
    labels' design effect), and is Wilson's on the effective number of statements that both together leave. One matrix serves all
    outlets, so in differences its chance largely cancels; it is drawn once for all.
    """
    counted = _counted(per_article, floor)
    why = refusal(errors)
    if why or counted.is_empty():
        return _uncorrected(counted, why or TOO_FEW)
    solved = [
        _Outlet(rows, errors)
        for rows in per_article.sort("outlet", "article").partition_by("outlet", maintain_order=True)
    ]
    rows = _estimates(solved, errors, floor) + _missing_rows(counted, errors)
    schema: dict[str, Any] = {"outlet": pl.String(), "category": pl.String()}
    schema |= dict.fromkeys(
        ("estimate", "estimate_low", "estimate_high", "average", "value", "low", "high", "p"), pl.Float64()
    )
    found = pl.DataFrame(rows, schema=schema | {"why": pl.String()}, orient="row")
    return _compared(counted.join(found, on=["outlet", "category"], how="left", maintain_order="left"))


class _Outlet:
    """One outlet's counts in the errors' merged types, and what follows from them."""

    def __init__(self, rows: pl.DataFrame, errors: Errors) -> None:
        self.outlet = str(rows["outlet"][0])
        merged = errors.merged()
        self.counts = _matrix(rows, errors.types) @ merged.joins
        self.articles, self.total = len(self.counts), float(self.counts.sum())
        self.found = self.counts.sum(axis=0) / self.total
        self.share, self.slope = _solved(*merged.rates(), self.found)

    def variance(self, which: int) -> float:
        """Of one corrected share over the outlet's articles."""
        apart = (self.counts - self.found * self.counts.sum(axis=1, keepdims=True)) / self.total
        reach = apart @ self.slope[which]
        return float(self.articles / max(self.articles - 1, 1) * (reach**2).sum())


def _solved(rates: Floats, false: Floats, found: Floats) -> tuple[Floats, Floats]:
    """Corrected shares, none negative, and their slopes by the shares as found (linearised without that bound)."""
    solution, _ = optimize.nnls(rates.T, found - false)
    inverse = np.linalg.pinv(rates.T)
    free = inverse @ (found - false)
    total = max(float(free.sum()), 1e-9)
    slope = (inverse - np.outer(free / total, inverse.sum(axis=0))) / total
    return np.asarray(solution / max(float(solution.sum()), 1e-9)), np.asarray(slope)


def _drawn(errors: Errors, found: Floats) -> Floats:
    """Corrected shares of one outlet under errors drawn from their posterior, one line a draw; may leave 0–1."""
    rates, false = errors.merged().drawn(_DRAWS)
    free = np.einsum("dtp,dp->dt", np.linalg.pinv(np.swapaxes(rates, 1, 2)), found - false)
    total = free.sum(axis=1, keepdims=True)
    return np.asarray(free / np.where(np.abs(total) > 1e-6, total, np.nan))


def _spread(drawn: Floats) -> Floats:
    """Standard deviation as half of the middle 68 %: a draw near a singular matrix must not decide it."""
    low, high = np.nanquantile(drawn, _ONE_SIGMA, axis=0)
    return np.asarray((high - low) / 2)


def _estimates(solved: Sequence[_Outlet], errors: Errors, floor: int) -> list[tuple[Any, ...]]:
    kept = errors.merged().kept
    drawn = [_drawn(errors, one.found) for one in solved]
    told = [one.articles >= max(floor, 2) for one in solved]
    rows: list[tuple[Any, ...]] = []
    for place, one in enumerate(solved):
        others = [i for i, enough in enumerate(told) if enough and i != place]
        mean = np.mean([drawn[i] for i in others], axis=0) if others else None
        own = _spread(drawn[place])
        gaps = _spread(drawn[place] - mean) if mean is not None else None
        for which, category in enumerate(kept):
            limits = _limits(one, which, float(own[which])) if told[place] else (None, None)
            gap = _gap(solved, (place, others), which, None if gaps is None else float(gaps[which]), told=told[place])
            rows.append((one.outlet, category, float(one.share[which]), *limits, *gap, "" if told[place] else TOO_FEW))
    return rows


def _limits(one: _Outlet, which: int, matrix: float) -> tuple[float, float]:
    """Wilson's interval on the effective number of statements; near 0 and 1 the error itself stands for the spread."""
    value, articles = float(one.share[which]), one.variance(which)
    variance = articles + matrix**2
    if variance <= 0:
        variance = 1.0 / one.articles
    error = min(float(np.sqrt(variance)), 0.5)
    q = float(stats.t.isf((1 - LEVEL) / 2, _freedom([(articles, one.articles - 1)], matrix**2)))
    effective = min(one.total, max(value * (1 - value), error * (1 - error)) / variance)
    if one.found[which] <= 0:
        # Not one was counted: as for counted shares, the number of articles stands for what that says.
        effective = min(effective, float(one.articles))
    low, high = sampling.wilson(value, effective, q)
    # A share that is counted and not 0 proves itself; one that is computed does not: where its error reaches 0 or 1, so does it.
    reach = q * float(np.sqrt(variance))
    return 0.0 if value <= reach else low, 1.0 if value + reach >= 1 else high


def _gap(
    solved: Sequence[_Outlet], who: tuple[int, list[int]], which: int, matrix: float | None, *, told: bool
) -> tuple[float | None, ...]:
    """Average of the others, own share minus it, low, high, p."""
    place, others = who
    if not others or matrix is None:
        return None, None, None, None, None
    average = float(np.mean([solved[i].share[which] for i in others]))
    value = float(solved[place].share[which]) - average
    if not told:
        return average, value, None, None, None
    parts = [(solved[place].variance(which), solved[place].articles - 1)]
    parts += [(solved[i].variance(which) / len(others) ** 2, solved[i].articles - 1) for i in others]
    error = float(np.sqrt(sum(v for v, _ in parts) + matrix**2))
    df = _freedom(parts, matrix**2)
    reach = float(stats.t.isf((1 - LEVEL) / 2, df)) * error
    p = float(2 * stats.t.sf(abs(value) / error, df)) if error > 0 else 1.0
    return average, value, max(-1.0, value - reach), min(1.0, value + reach), p


def _freedom(parts: Sequence[tuple[float, int]], matrix: float) -> float:
    """Degrees of freedom of a sum of variances (Satterthwaite 1946); the matrix brings its own uncertainty and no estimate."""
    below = sum(v**2 / max(df, 1) for v, df in parts)
    whole = sum(v for v, _ in parts) + matrix
    return float(min(max(whole**2 / below, 1.0), 1e6)) if below > 0 else float(max(min(df for _, df in parts), 1))


def _counted(per_article: pl.DataFrame, floor: int) -> pl.DataFrame:
    """Shares as they were counted, with their interval; every type that any outlet has, for every outlet."""
    whole = per_article.group_by("outlet", "outlet_name", "article").agg(whole=pl.col("n").sum())
    units = (
        whole.join(per_article.select("category").unique(), how="cross")
        .join(per_article.select("article", "category", part="n"), on=["article", "category"], how="left")
        .with_columns(pl.col("part").fill_null(0))
        .sort("outlet", "article", "category")
    )
    found = uncertainty.share(units, ["outlet", "outlet_name", "category"], "part", "whole", floor)
    return found.rename({"value": "counted", "low": "counted_low", "high": "counted_high"}).drop(
        "error", "df", "effective"
    )


def _missing_rows(counted: pl.DataFrame, errors: Errors) -> list[tuple[Any, ...]]:
    """Types that were found and of which too few were labelled."""
    kept = errors.merged().kept
    pairs = counted.filter(~pl.col("category").is_in(list(kept))).select("outlet", "category")
    return [(outlet, category, *[None] * 8, NOT_THIS_TYPE) for outlet, category in pairs.iter_rows()]


def _compared(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.with_columns(
            n_tests=pl.col("p").count().cast(pl.Int64),
            clear=(uncertainty.adjust(rows["p"]) < 1 - LEVEL).fill_null(value=False),
            note=pl.coalesce("why", "note"),
            key=pl.format("{} {}", "outlet", "category"),
        )
        .select(*COLUMNS)
        .sort("category", "outlet")
    )


def _uncorrected(counted: pl.DataFrame, why: str) -> pl.DataFrame:
    empty = ("estimate", "estimate_low", "estimate_high", "average", "value", "low", "high", "p")
    nothing = [pl.lit(None, dtype=pl.Float64).alias(name) for name in empty]
    return _compared(counted.with_columns(*nothing, why=pl.lit(why)))


def _matrix(rows: pl.DataFrame, types: Sequence[str]) -> Floats:
    """Statements by article (rows) and type (columns)."""
    wide = rows.pivot("category", index="article", values="n", aggregate_function="sum").fill_null(0)
    return np.column_stack([wide[t].to_numpy() if t in wide.columns else np.zeros(wide.height) for t in types]).astype(
        float
    )
