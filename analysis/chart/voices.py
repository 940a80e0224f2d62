"""Measured voices → figures: how many different sources are heard, and whose voice comes first."""

from typing import Final

import polars as pl

from analysis.chart import dots
from analysis.chart.figure import Figure, Notice
from analysis.chart.sourcing import KINDS

UNCOMPARED: Final = "Too few statements of named sources to compare how many there are"


def diversity(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Dots with intervals: different sources, and sources heard equally often, in equally many statements of each outlet."""
    if table.height and not table["estimate"].count():
        said = "Dots with 95% intervals, one row per outlet: different named sources among equally many statements."
        notice = Notice("note", f"{UNCOMPARED}: {'; '.join(_told(table))}.")
        return Figure("diversity", None, table, UNCOMPARED, said, evidence, (notice,))
    drawn = table["drawn"][0] if table.height else 0
    text = dots.Text(
        name="diversity",
        nothing="No source with a name was found",
        same="No clear difference in how many different sources are heard",
        finding=f"{{outlet}}: {{own}} {{category}} in {drawn} statements, {{rest}} in the others",
        subject=f"named sources in {drawn} statements drawn from all of the outlet's",
        share=False,
    )
    return dots.numbers(table, text, looked_at=looked_at, evidence=evidence)


def first_voice(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Small multiples, one per outlet: share of its articles in which each kind of source speaks first."""
    text = dots.Text(
        name="first-voice",
        nothing="Nobody is quoted or reported to have said anything",
        same="No clear difference in whose voice opens the articles",
        finding="{category} speak first in {own} of the articles of {outlet}, in {rest} of the others'",
        subject="share of the outlet's articles in which they speak first",
    )
    shown = table.with_columns(pl.col("category").replace_strict(KINDS, return_dtype=pl.String))
    order = [kind for kind in KINDS.values() if kind in shown["category"]]
    return dots.shares(shown, text, order=order, looked_at=looked_at, evidence=evidence)


def first_voice_at(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Dots with intervals: words that an article spends before anybody else speaks."""
    text = dots.Text(
        name="first-voice-at",
        nothing="Nobody is quoted or reported to have said anything",
        same="No clear difference in how soon somebody else speaks",
        finding="{outlet} lets somebody speak after {own} words, the others after {rest}",
        subject="words of the article before the first voice, on average",
        share=False,
    )
    return dots.numbers(table, text, looked_at=looked_at, evidence=evidence)


def _told(table: pl.DataFrame) -> list[str]:
    """How many statements of named sources each outlet has."""
    rows = table.unique("outlet", keep="first", maintain_order=True)
    return [
        f"{name} {n} in {dots.counted(k)}"
        for name, n, k in rows.select("outlet_name", "n_units", "n_articles").iter_rows()
    ]
