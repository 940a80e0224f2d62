"""Does the corrected share hold what it promises? Made-up outlets whose true shares are known, errors of known rates.

Statements of an outlet come in articles that each have a mix of source types of their own; a program misses some, takes
some for another type and finds some that are none; the rates of its errors are known only from a labelled sample of *another* mix.
How often do the 95 % intervals hold the truth, and how far off are the shares, as counted and corrected?

    python benchmarks/correction.py [--runs 100]
"""

import argparse
import itertools
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.measure import correction
from analysis.measure.errors import Errors

TYPES = ("official", "expert", "citizen", "company", "campaign_group", "document")
LABELLED_MIX = np.array([0.45, 0.12, 0.15, 0.10, 0.10, 0.08])
MIXES = np.array(
    [
        [0.60, 0.10, 0.10, 0.10, 0.05, 0.05],
        [0.25, 0.15, 0.35, 0.05, 0.15, 0.05],
        [0.40, 0.30, 0.05, 0.05, 0.15, 0.05],
        [0.35, 0.05, 0.20, 0.30, 0.10, 0.00],
    ]
)
MISSED = np.array([0.08, 0.10, 0.25, 0.10, 0.15, 0.20])
FALSE = np.array([0.05, 0.01, 0.02, 0.01, 0.01, 0.02])
"""False statements by type, for each true statement found."""


@dataclass(frozen=True)
class World:
    """How hard it is made."""

    articles: int = 12
    labels: int = 300
    accuracy: float = 0.8
    concentration: float = 4.0
    """Of an article's mix around its outlet's: the smaller, the more an article is of one type."""


def rates(accuracy: float) -> np.ndarray:
    """Probability of each type given, by true type, when found: errors fall mostly on officials, as they do in life."""
    wrong = np.array([0.4, 0.2, 0.15, 0.1, 0.1, 0.05])
    table = np.eye(len(TYPES)) * accuracy
    for row in range(len(TYPES)):
        others = wrong * (np.arange(len(TYPES)) != row)
        table[row] += (1 - accuracy) * others / others.sum()
    return table


def labelled(world: World, draw: np.random.Generator) -> Errors:
    """What a labelled sample says of the errors."""
    gold = draw.multinomial(world.labels, LABELLED_MIX)
    missed = draw.binomial(gold, MISSED)
    table = np.array([draw.multinomial(n, row) for n, row in zip(gold - missed, rates(world.accuracy), strict=True)])
    false = draw.poisson(FALSE * table.sum())
    return Errors(
        TYPES, table.astype(float), missed.astype(float), false.astype(float), float(table.sum() + false.sum()), ""
    )


def outlets(world: World, draw: np.random.Generator) -> pl.DataFrame:
    """Statements as the program counts them: outlet, outlet_name, article, category, n."""
    rows = []
    for number, mix in enumerate(MIXES):
        for article in range(world.articles):
            own = draw.dirichlet(np.maximum(mix, 1e-9) * world.concentration)
            true = draw.multinomial(draw.poisson(8) + 1, own)
            found = draw.binomial(true, 1 - MISSED)
            given = sum(draw.multinomial(n, row) for n, row in zip(found, rates(world.accuracy), strict=True))
            given = given + draw.poisson(FALSE * found.sum())
            rows += [
                (f"o{number}", f"Outlet {number}", f"{number}-{article}", name, int(n))
                for name, n in zip(TYPES, given, strict=True)
            ]
    schema = {"outlet": pl.String, "outlet_name": pl.String, "article": pl.String, "category": pl.String, "n": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def trial(world: World, seed: int) -> pl.DataFrame:
    """One world's table beside its truth: columns of ``correction.shares`` and truth, gap (own minus the others' average)."""
    draw = np.random.default_rng(seed)
    found = correction.shares(outlets(world, draw), labelled(world, draw))
    rest = (MIXES.sum(axis=0) - MIXES) / (len(MIXES) - 1)
    truth = pl.DataFrame(
        [
            (f"o{o}", name, float(MIXES[o, t]), float(MIXES[o, t] - rest[o, t]))
            for o, (t, name) in itertools.product(range(len(MIXES)), enumerate(TYPES))
        ],
        schema={"outlet": pl.String, "category": pl.String, "truth": pl.Float64, "gap": pl.Float64},
        orient="row",
    )
    return found.join(truth, on=["outlet", "category"])


def summary(world: World, runs: int) -> dict[str, float]:
    """Coverage of the intervals and size of the errors over many trials."""
    table = pl.concat([trial(world, seed).with_columns(seed=seed) for seed in range(runs)])
    bias = table.group_by("outlet", "category").agg(
        counted=(pl.col("counted") - pl.col("truth")).mean().abs(),
        corrected=(pl.col("estimate") - pl.col("truth")).mean().abs(),
    )
    holds = {
        name: float(table.select(pl.col(truth).is_between(pl.col(low), pl.col(high)).mean()).item())
        for name, truth, low, high in (
            ("counted holds", "truth", "counted_low", "counted_high"),
            ("corrected holds", "truth", "estimate_low", "estimate_high"),
            ("difference holds", "gap", "low", "high"),
        )
    }
    width = {
        "counted width": float((table["counted_high"] - table["counted_low"]).mean()),
        "corrected width": float((table["estimate_high"] - table["estimate_low"]).mean()),
    }
    off = {f"{name} bias": float(bias[name].mean()) for name in ("counted", "corrected")}
    return holds | off | width | {"refused": float(table["estimate"].is_null().mean())}


def main() -> None:
    """Print one row per world."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=100)
    runs = parser.parse_args().runs
    worlds = [
        World(articles, labels, accuracy)
        for accuracy, labels, articles in itertools.product((0.9, 0.75), (150, 300, 1000), (6, 12, 40))
    ]
    for number, world in enumerate(worlds):
        told = summary(world, runs)
        if not number:
            print(f"{'accuracy':>9}{'labels':>8}{'articles':>9}" + "".join(f"{name:>18}" for name in told))
        print(
            f"{world.accuracy:>9}{world.labels:>8}{world.articles:>9}" + "".join(f"{v:>18.3f}" for v in told.values()),
            flush=True,
        )


if __name__ == "__main__":
    main()
