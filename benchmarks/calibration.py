"""Split-half test on real outlets: how often does a measure see a difference where there is none?

One outlet's own articles are dealt at random into two halves, many times. A 5 % test should flag about 5 % of what it is
shown; a measure that flags more finds news in chance. Needs the labelled articles in ``shared/gold/events``.

    python benchmarks/calibration.py [--draws 100] [--articles 20 60] [--data PATH]
"""

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from scipy import stats

from analysis.measure import keyness, themes, uncertainty
from analysis.measure.emphasis import within

SHARED = Path(os.environ.get("SAMESTORY_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SCOPE = {"text_scope": "full", "headline": "", "url": "", "published_at": None}


def main() -> None:
    """Print one row per outlet and size."""
    asked = _asked()
    if not asked.data.exists():
        raise SystemExit(f"labelled articles not found: {asked.data.name} (set SAMESTORY_SHARED or give --data)")
    print(f"{asked.draws} random halves each; share flagged at 5 % (after Benjamini–Hochberg: flags per comparison)")
    head = ("outlet", "articles", "tests", "theme share", "by sentence", "words", "by token", "words BH", "token BH")
    print("".join(f"{name:>{24 if not n else 13}}" for n, name in enumerate(head)))
    for outlet, articles in _outlets(asked.data, max(asked.articles)):
        for size in asked.articles:
            _row(outlet, articles.head(size), asked.draws)


def _row(outlet: str, articles: pl.DataFrame, draws: int) -> None:
    draw = np.random.default_rng(1)
    sides = [draw.permutation(np.arange(articles.height) % 2 == 0) for _ in range(draws)]
    theme, sentence = np.mean([_themes(table, sides) for table in _theme_tables(articles)], axis=0)
    counted = keyness.counts(articles, in_articles=max(3, articles.height // 10))
    words = np.mean([_words(counted, half) for half in sides], axis=0)
    shares = [f"{value:.1%}" for value in (theme, sentence, words[0], words[1])]
    flags = [f"{value:.1f}" for value in words[2:]]
    cells = [str(articles.height), str(len(counted.words)), *shares, *flags]
    print(f"{outlet:>24}" + "".join(f"{cell:>13}" for cell in cells), flush=True)


def _theme_tables(articles: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Sentences about a theme and sentences in all, per article; themes that hardly occur are no test."""
    split = within(articles)
    for words in themes.default_themes().values():
        table = split.group_by("article", maintain_order=True).agg(
            part=themes.about(words).sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64)
        )
        if table["part"].sum() >= table.height:
            yield table


def _themes(table: pl.DataFrame, sides: list[np.ndarray]) -> tuple[float, float]:
    """Share of splits flagged for one theme: over articles, and as if each sentence were drawn by itself."""
    part, whole = table["part"].to_numpy(), table["whole"].to_numpy()
    ours, naive = [], []
    for full in sides:
        half = full[: table.height]
        units = table.with_columns(outlet=pl.Series(np.where(half, "one", "two")))
        found = uncertainty.difference(uncertainty.share(units, ["outlet"], "part", "whole"))
        ours.append(found["p"].item(0) < 0.05)
        cells = [[part[side].sum(), (whole - part)[side].sum()] for side in (half, ~half)]
        naive.append(stats.chi2_contingency(cells, correction=False).pvalue < 0.05)
    return float(np.mean(ours)), float(np.mean(naive))


def _words(counted: keyness.Counts, half: np.ndarray) -> tuple[float, float, float, float]:
    """Share of words flagged at 5 %, and words left after Benjamini–Hochberg: over articles, then token by token."""
    one, two, alpha = counted.rows(half), counted.rows(~half), keyness.prior(counted)
    robust = keyness.robust_log_odds(one, two, alpha).p()
    sums = [(side.totals(), float(side.lengths.sum())) for side in (one, two)]
    naive = keyness.log_odds(sums[0], sums[1], alpha).p()
    kept = [(stats.false_discovery_control(p) < 0.05).sum() for p in (robust, naive)]
    return float(np.mean(robust < 0.05)), float(np.mean(naive < 0.05)), float(kept[0]), float(kept[1])


def _outlets(path: Path, most: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """The five outlets with most articles, in random but fixed order of articles."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    table = pl.DataFrame([{key: row[key] for key in ("id", "outlet", "text")} for row in rows if row["text"]])
    named = table.with_columns(outlet_name=pl.col("outlet"), words=pl.col("text").str.count_matches(r"\S+"))
    for outlet in named["outlet"].value_counts(sort=True)["outlet"].head(5):
        own = named.filter(outlet=outlet).sample(fraction=1, shuffle=True, seed=1).head(most)
        yield outlet, own.with_columns(**{key: pl.lit(value) for key, value in SCOPE.items()})


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=100, help="random splits per outlet and size")
    parser.add_argument("--articles", type=int, nargs="+", default=[20, 60, 140], help="articles taken of each outlet")
    parser.add_argument("--data", type=Path, default=SHARED / "gold" / "events" / "allsides.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    main()
