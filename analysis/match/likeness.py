"""Two statements → how sure it is that they are one utterance, told twice."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log1p
from typing import Any

import numpy as np

from analysis.match.words import Words

FEATURES = (
    *("in_order", "in_any_order", "dice", "runs", "mass", "same_speaker", "other_speaker"),
    *("reported", "both_reported", "other_figures", "negated", "short"),
)
"""What is looked at, in the order of the weights in ``likeness.toml``."""
LEAST = 0.34
"""Share of the shorter statement's telling words, by weight, that the longer one must hold for the two to be looked at."""
SEVERAL = 1.0
"""Weight of the telling words that both must hold: each weighs at most 1, so that it takes two of them."""
_CHUNK = 1000
_RUN = 3
_NEGATION = "<not>"


@dataclass(frozen=True, slots=True)
class Statement:
    """What telling a pair's likeness needs to know of a statement."""

    words: Words
    kind: str
    speaker: str | None
    named: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with what every pair asks of it."""

    speaker: str | None
    named: bool
    reported: bool
    telling: tuple[str, ...]
    weight: float
    runs: frozenset[tuple[str, ...]]
    figures: frozenset[str]
    negated: bool


def prepared(statement: Statement, weights: Mapping[str, float]) -> Prepared:
    """Its telling words, their weight, its runs of three words, and its figures."""
    stems = statement.words.stems
    telling = tuple(each for each in stems if each in weights)
    return Prepared(
        speaker=statement.speaker,
        named=statement.named,
        reported=statement.kind == "indirect",
        telling=telling,
        weight=sum(weights[each] for each in telling),
        runs=frozenset(stems[at : at + _RUN] for at in range(len(stems) - _RUN + 1)),
        figures=frozenset(each for each in stems if each[0].isdigit()),
        negated=_NEGATION in stems,
    )


def candidates(statements: Sequence[Prepared], weights: Mapping[str, float]) -> list[tuple[int, int]]:
    """All pairs ``i < j`` of which the shorter shares at least `LEAST` of its weight and `SEVERAL` in all.

    Exact: products of the sparse matrix of statements by telling words, a thousand rows at a time.
    """
    from scipy.sparse import csr_matrix  # a quarter of a second to import, which no other command needs

    index = {each: number for number, each in enumerate(weights)}
    cells = [(row, index[s], weights[s]) for row, one in enumerate(statements) for s in sorted(set(one.telling))]
    if not cells:
        return []
    rows, columns, heavy = zip(*cells, strict=True)
    shape = (len(statements), len(index))
    held = csr_matrix((np.ones(len(cells)), (rows, columns)), shape=shape)
    weighed = csr_matrix((heavy, (rows, columns)), shape=shape)
    return _kept(weighed, held.T.tocsc())


def _kept(weighed: Any, held: Any) -> list[tuple[int, int]]:
    whole = np.asarray(weighed.sum(axis=1)).ravel()
    found: list[tuple[int, int]] = []
    for start in range(0, weighed.shape[0], _CHUNK):
        block = (weighed[start : start + _CHUNK] @ held).tocoo()
        i, j, shared = block.row + start, block.col, block.data
        kept = (i < j) & (shared > SEVERAL) & (shared >= LEAST * np.minimum(whole[i], whole[j]))
        found += zip(i[kept].tolist(), j[kept].tolist(), strict=True)
    return sorted(found)


def features(one: Prepared, other: Prepared, weights: Mapping[str, float]) -> tuple[float, ...]:
    """What tells one utterance from two, as `FEATURES` names it; the same whichever statement comes first."""
    shorter, longer = sorted((one, other), key=lambda each: (each.weight, each.telling))
    ordered = in_order(shorter.telling, longer.telling, weights)
    shared = sum(weights[each] for each in set(shorter.telling) & set(longer.telling))
    alone = sum(weights[each] for each in set(shorter.telling))
    runs = min(len(one.runs), len(other.runs))
    figures = one.figures and other.figures and not one.figures & other.figures
    same, differs = _speakers(one, other)
    return (
        ordered / max(shorter.weight, 1e-9),
        shared / max(alone, 1e-9),
        2 * ordered / max(shorter.weight + longer.weight, 1e-9),
        len(one.runs & other.runs) / runs if runs else 0.0,
        log1p(ordered),
        float(same),
        float(differs),
        float(one.reported != other.reported),
        float(one.reported and other.reported),
        float(bool(figures)),
        float(one.negated != other.negated),
        float(shorter.weight < 3),
    )


def in_order(one: Sequence[str], other: Sequence[str], weights: Mapping[str, float]) -> float:
    """Weight of the heaviest run of words that both hold in the same order, gaps allowed (Hirschberg 1977)."""
    best = [0.0] * (len(other) + 1)
    for word in one:
        before, weight = 0.0, weights[word]
        for at, each in enumerate(other, start=1):
            above = best[at]
            if each == word and before + weight > above:
                best[at] = before + weight
            elif best[at - 1] > above:
                best[at] = best[at - 1]
            before = above
    return best[-1]


def sureness(found: Sequence[float]) -> float:
    """How sure it is, 0–1, that two statements with these features are one utterance (logistic regression)."""
    model = _model()
    return 1 / (1 + exp(-(model["bias"] + sum(model[name] * x for name, x in zip(FEATURES, found, strict=True)))))


def threshold() -> float:
    """Sureness from which on two statements are taken for one utterance."""
    return _model()["threshold"]


@cache
def _model() -> dict[str, float]:
    """Weights that ``benchmarks/utterances.py --fit`` found."""
    told: dict[str, float] = tomllib.loads(
        files("analysis.match").joinpath("likeness.toml").read_text(encoding="utf-8")
    )
    return told


def _speakers(one: Prepared, other: Prepared) -> tuple[bool, bool]:
    """Whether both statements are known to be one speaker's, and whether they are known to be two speakers'."""
    if one.speaker is None or other.speaker is None:
        return False, False
    mine, theirs = one.speaker.casefold().split(), other.speaker.casefold().split()
    same = mine[-1:] == theirs[-1:] or set(mine) <= set(theirs) or set(theirs) <= set(mine)
    return same, not same and one.named and other.named
