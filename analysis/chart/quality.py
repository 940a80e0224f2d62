"""Measured quality → figures: how much text there was, and how exactly times are known."""

from dataclasses import dataclass
from typing import Final

import altair as alt
import polars as pl

from analysis.chart import theme
from analysis.chart.dots import rows_axis, short
from analysis.chart.figure import Figure

SCOPES: Final = ("Full text", "Opening only", "Summary only", "Headline only")
TIMES: Final = ("To the second", "To the minute", "Day only", "Only when first seen", "No time")
SHADES: Final = ("#00679e", "#007a5e", "#6b5b00", "#c44e00", "#5a5a5a")


def text_scope(table: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Bars of outlets, cut by how much of each article's text there was."""
    title = (
        f"We have the full text of {_share(table, ('Full text',))}" if table.height else "There is no article to read"
    )
    text = Words("text-scope", SCOPES, title, "Only full texts and openings enter figures that count in texts.")
    return _bars(table, text, evidence)


def time_precision(table: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Bars of outlets, cut by how exactly the time of publication is known."""
    exact = _share(table, ("To the second", "To the minute"))
    title = f"The hour of publication is known of {exact}" if table.height else "There is no article"
    text = Words("time-precision", TIMES, title, "Who was first can be told only as far as these times reach.")
    return _bars(table, text, evidence)


@dataclass(frozen=True, slots=True)
class Words:
    """What one of these figures says."""

    name: str
    order: tuple[str, ...]
    title: str
    line: str


def _bars(table: pl.DataFrame, text: Words, evidence: pl.DataFrame | None) -> Figure:
    name, order, title = text.name, text.order, text.title
    said = f"Stacked bars, one per outlet: {name.replace('-', ' ')} of its articles; figures are numbers of articles."
    if table.is_empty():
        return Figure(name, None, table, title, said, evidence)
    shown = table.with_columns(
        rank=pl.col("category").replace_strict({c: n for n, c in enumerate(order)}),
        label=pl.when(pl.col("share") >= 0.06).then(pl.col("articles").cast(pl.String)).otherwise(pl.lit("")),
    )
    chart = alt.LayerChart(layer=_layers(shown, order)).properties(width=theme.WIDTH - 160, height=alt.Step(theme.STEP))
    return Figure(name, theme.titled(chart, title, (text.line,)), table, title, said, evidence)


def _layers(shown: pl.DataFrame, order: tuple[str, ...]) -> list[alt.Chart]:
    present = [category for category in order if category in shown["category"]]
    scale = alt.Scale(domain=present, range=[SHADES[order.index(category)] for category in present])
    names = shown["outlet_name"].unique().sort().to_list()
    y = alt.Y("outlet_name:N", sort=names).title(None).axis(**rows_axis({each: short(each, 26) for each in names}))
    along, base = alt.X("articles:Q", stack="normalize").title(None), alt.Chart(shown)
    tips = [alt.Tooltip("outlet_name:N", title="outlet"), "category:N", "articles:Q", "n_articles:Q"]
    return [
        base.mark_bar(height=20).encode(
            along.axis(format="%"), y, alt.Color("category:N", scale=scale), order=alt.Order("rank:Q"), tooltip=tips
        ),
        base.mark_text(color=theme.PAPER, fontWeight=600).encode(
            along.bandPosition(0.5), y, text="label:N", order=alt.Order("rank:Q")
        ),
    ]


def _share(table: pl.DataFrame, categories: tuple[str, ...]) -> str:
    """``all 4 articles``, ``3 of 4 articles``, ``none of the 4 articles``; one article is the only one."""
    counts = table.filter(pl.col("category").is_in(list(categories))), table
    mine, whole = (int(each["articles"].sum()) for each in counts)
    if mine == 0:
        return f"none of the {whole} articles" if whole > 1 else "no article"
    if mine == whole:
        return {1: "the only article", 2: "both articles"}.get(whole, f"all {whole} articles")
    return f"{mine} of {whole} articles"
