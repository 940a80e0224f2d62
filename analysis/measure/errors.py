"""Labels beside what the program said → how often it takes which type of source for which: the misclassification matrix."""

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any, Final, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.measure import checks, sampling
from analysis.measure.checks import NO_STATEMENT
from analysis.tables import SourceType

LEAST: Final = 15
"""Labelled statements that a type needs for a correction of its own; four times as many are needed in all."""
WORST: Final = 5.0
"""Condition number of the matrix from which small errors in it grow too large in the answer."""
SHIPPED: Final = "source_type_errors.json"
NOT_FOUND: Final = "not found"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Errors:
    """Counts of labelled statements: what they are by what the program called them."""

    types: tuple[str, ...]
    table: Floats
    """Statements that were found, gold type (row) by type given (column)."""
    missed: Floats
    """Statements that were not found, by gold type; a missed one weighs ``missed_weight`` found ones."""
    false: Floats
    """What was found and is no statement, by type given; of ``judged`` found in all."""
    judged: float
    what: str
    """Where it comes from, in a sentence that a reader understands."""
    missed_weight: float = 1.0
    design_effect: float = 1.0
    """How much less the labels say than as many independent ones, because several come from one article (Kish 1965)."""

    def merged(self) -> "Merged":
        """The same with all types of fewer than :data:`LEAST` labels as one."""
        return self._merged

    @cached_property
    def _merged(self) -> "Merged":
        return Merged(self)

    def rows(self) -> pl.DataFrame:
        """As a table: gold, given, n, share (of the gold row; of what was found, for what is no statement), n_gold."""
        found = [(g, p, float(self.table[i, j])) for i, g in enumerate(self.types) for j, p in enumerate(self.types)]
        found += [(g, NOT_FOUND, float(self.missed[i] * self.missed_weight)) for i, g in enumerate(self.types)]
        found += [(NO_STATEMENT, p, float(self.false[j])) for j, p in enumerate(self.types)]
        table = pl.DataFrame(found, schema={"gold": pl.String(), "given": pl.String(), "n": pl.Float64()}, orient="row")
        whole = table.with_columns(n_gold=pl.col("n").sum().over("gold")).filter(pl.col("n_gold") > 0, pl.col("n") > 0)
        of = pl.when(pl.col("gold") == NO_STATEMENT).then(pl.lit(self.judged)).otherwise(pl.col("n_gold"))
        return whole.with_columns(share=pl.col("n") / of).select("gold", "given", "n", "share", "n_gold")


class Merged:
    """Rates of error in types that have labels enough; all others are one type, where it occurs at all."""

    def __init__(self, errors: Errors) -> None:
        whole = errors.table.sum(axis=1) + errors.missed
        # "Unknown" is what could not be placed, and no kind that a share could be corrected to by itself.
        enough = (whole >= LEAST) & (np.array(errors.types) != "unknown")
        self.kept = tuple(name for name, keep in zip(errors.types, enough, strict=True) if keep)
        places = np.where(enough, np.cumsum(enough) - 1, len(self.kept))
        self.joins: Floats = np.eye(len(self.kept) + 1)[places]
        """Types as they are (rows) → merged types (columns), the rest last."""
        table, missed = self.joins.T @ errors.table @ self.joins, self.joins.T @ errors.missed
        rows = slice(None) if (table.sum(axis=1) + missed)[-1] > 0 else slice(-1)
        self.table, self.missed = table[rows], missed[rows]
        self.false: Floats = errors.false @ self.joins
        self.errors = errors

    def rates(self) -> tuple[Floats, Floats]:
        """A: probability of each type given, by gold type; b: share of each type given among what is found and is none."""
        weighed = self.missed * self.errors.missed_weight
        rates = self.table / (self.table.sum(axis=1) + weighed)[:, None]
        return rates, self.false / max(self.errors.judged, 1.0)

    def drawn(self, draws: int, seed: int = 1) -> tuple[Floats, Floats]:
        """The same, drawn from their posterior: Dirichlet rows (as normalised gammas), the same draws at every call."""
        generator = np.random.default_rng(seed)
        effect, cells = max(self.errors.design_effect, 1.0), self.table.shape[1] + 1
        table = generator.gamma(self.table / effect + 1 / cells, size=(draws, *self.table.shape))
        missed = generator.gamma(self.missed / effect + 1 / cells, size=(draws, *self.missed.shape))
        # Where misses were not measured at all, none is drawn: the prior alone would invent them.
        missed = missed * self.errors.missed_weight * bool(self.missed.sum())
        rates = table / (table.sum(axis=2) + missed)[:, :, None]
        right = max(self.errors.judged - self.false.sum(), 0.0)
        shares = generator.gamma(np.append(self.false, right) / effect + 1e-9, size=(draws, len(self.false) + 1))
        return rates, (shares / shares.sum(axis=1, keepdims=True))[:, :-1]


def shipped() -> Errors:
    """Errors measured on labelled articles; made by ``benchmarks/errors.py``, which describes the file."""
    held = json.loads(files("analysis.measure").joinpath(SHIPPED).read_text(encoding="utf-8"))
    return of_file(held)


def of_file(held: dict[str, Any]) -> Errors:
    """Errors from the file's content: types, found (gold × given), missed, false, judged, design_effect, what."""
    return Errors(
        types=tuple(held["types"]),
        table=np.array(held["found"], dtype=float),
        missed=np.array(held["missed"], dtype=float),
        false=np.array(held["false"], dtype=float),
        judged=float(held["judged"]),
        what=str(held["what"]),
        design_effect=float(held["design_effect"]),
    )


def of_check(drawn: pl.DataFrame, marks: pl.DataFrame) -> Errors:
    """Errors as people found them in this event; draws and people are counted together, each thing judged once.

    Counts are weighted by how many statements each stands for and scaled to the number judged; a missed statement weighs what
    it stands for relative to a found one. Where two people disagree, each has half a voice.
    """
    types = get_args(SourceType)
    cells = checks.types(drawn, marks)
    statements = cells.filter(kind="statement")
    passages = cells.filter(kind="passage")
    scale = float(statements["items"].sum()) / max(float(statements["weight"].sum()), 1e-9)
    missed = float(passages["items"].sum()) / max(float(passages["weight"].sum()), 1e-9) if passages.height else 0.0
    table = _counts(statements.filter(pl.col("gold") != NO_STATEMENT), types) * scale
    false = _counts(statements.filter(gold=NO_STATEMENT).with_columns(gold=pl.lit(types[0])), types)[0] * scale
    lost = _counts(passages.with_columns(given=pl.lit(types[0])), types)[:, 0]
    people, judged = marks["person"].n_unique(), float(statements["items"].sum())
    return Errors(
        types=types,
        table=table,
        missed=lost * missed,
        false=false,
        judged=judged,
        what=f"{judged:.0f} statements of this event that {people} {'person' if people == 1 else 'people'} checked",
        missed_weight=scale / missed if missed else 1.0,
        design_effect=_design_effect(drawn, marks),
    )


def best(drawn: pl.DataFrame, marks: pl.DataFrame) -> Errors:
    """This event's own check where it holds labels enough to correct shares with, else the errors that come with the program."""
    own = of_check(drawn, marks)
    return shipped() if refusal(own) else own


def refusal(errors: Errors) -> str:
    """Why shares cannot be corrected with these errors; empty where they can.

    Too few labels, fewer than two types with enough of them, or a matrix so near to singular (two types that the program
    does not tell apart) that its inverse would make numbers out of noise.
    """
    labelled = float(errors.table.sum() + errors.missed.sum())
    if labelled < 4 * LEAST:
        return f"not corrected: {labelled:.0f} labelled statements are too few (at least {4 * LEAST})"
    merged = errors.merged()
    if len(merged.kept) < 2:
        return f"not corrected: fewer than two types of source have {LEAST} labelled statements"
    steepness = float(np.linalg.cond(merged.rates()[0]))
    if steepness > WORST:
        return f"not corrected: the program does not tell types apart well enough (condition number {steepness:.0f}, at most {WORST:.0f})"
    return ""


def _design_effect(drawn: pl.DataFrame, marks: pl.DataFrame) -> float:
    """Judged statements by as many independent ones as say the same of the types' rightness."""
    said = checks.answers(drawn, marks).filter(question="type")
    found = sampling.share(said.with_columns(one=1), ["one"])
    return max(1.0, float(found["n_units"].item() / found["effective"].item())) if found.height else 1.0


def _counts(cells: pl.DataFrame, types: tuple[str, ...]) -> Floats:
    out = np.zeros((len(types), len(types)))
    for gold, given, weight in cells.select("gold", "given", "weight").iter_rows():
        out[types.index(gold), types.index(given)] += weight
    return out
