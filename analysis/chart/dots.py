"""Estimates with intervals, outlet against outlet → dots: for shares in small multiples, for numbers in rows."""

import json
import textwrap
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import polars as pl

from analysis.chart import theme
from analysis.chart.figure import Figure, Notice, found_nothing

VERDICTS: Final = (
    "Less than the others",
    "No clear difference",
    "More than the others",
    "Too few to compare",
    "Not compared",
)
COLOURS: Final = (theme.LESS, theme.REST, theme.MORE, "#b9b9b4", "#34495e")
FEWEST: Final = 5
"""Things counted below which a percentage says less than it seems to."""
TOO_FEW: Final = "too few to compare"
SHAPES: Final = ("triangle-left", "circle", "triangle-right", "square", "circle")


@dataclass(frozen=True, slots=True)
class Text:
    """What a figure of dots says where numbers alone do not decide."""

    name: str
    nothing: str
    """Title where there is nothing to draw."""
    same: str
    """Title where no difference is clear."""
    finding: str
    """Title where one is: a form with {outlet}, {category}, {own} and {rest}."""
    subject: str
    """What a dot is: ``share of the outlet's statements``."""
    share: bool = True
    """Whether the numbers are shares."""
    others: str = "average of the others"
    """What the tick is."""


def shares(
    table: pl.DataFrame, text: Text, *, order: list[str], looked_at: int = 0, evidence: pl.DataFrame | None = None
) -> Figure:
    """Small multiples of shares, one per outlet, categories in *order*, each beside the others' average.

    Without rows it is a finding where articles were *looked_at*, and empty where none were.
    """
    title, said = _title(table, text), f"Small multiples, one per outlet: {text.subject}, by category."
    if table.is_empty():
        return Figure(text.name, None, table, title, said, evidence, found_nothing(title, looked_at))
    shown = _judged(table)
    counts = dict(shown.sort("outlet_name").select("outlet_name", "n_articles").iter_rows())
    columns = min(3, len(counts))
    width = (theme.WIDTH - 110) / columns - 24
    labels = {name: [short(name, int(width / 7)), counted(n)] for name, n in counts.items()}
    header = alt.Header(labelExpr=f"({json.dumps(labels)})[datum.value]", labelLimit=width, labelLineHeight=16)
    chart = (
        alt.layer(*_marks(shown, _along(shown, share=True), alt.Y("category:N", sort=order).title(None)))
        .properties(width=width, height=alt.Step(24))
        .facet(
            alt.Facet("outlet_name:N", sort=list(counts), header=header).title(None),
            columns=columns,
            spacing={"row": 22, "column": 24},
        )
    )
    drawn = theme.titled(chart, title, _lines(table, text))
    return Figure(text.name, drawn, table, title, said, evidence, _too_few(table))


def numbers(table: pl.DataFrame, text: Text, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Rows of outlets, one panel a category, each with a scale of its own; *looked_at* as for :func:`shares`."""
    title, said = _title(table, text), f"Dots with 95% intervals, one row per outlet: {text.subject}."
    if table.is_empty():
        return Figure(text.name, None, table, title, said, evidence, found_nothing(title, looked_at))
    shown = _judged(table)
    units = sorted(shown["category"].unique(), key=len)
    rows = shown.filter(category=units[0]).sort("estimate", descending=True)
    panels = [_panel(shown.filter(category=unit), rows, text, len(units)) for unit in units]
    chart = alt.hconcat(*panels, spacing=28)
    return Figure(
        text.name, theme.titled(chart, title, _lines(table, text)), table, title, said, evidence, _too_few(table)
    )


def short(name: str, most: int) -> str:
    """The name, cut at a word where it is longer than *most* characters."""
    return textwrap.shorten(name, max(most, 4), placeholder="…") if len(name) > most else name


def counted(n: int) -> str:
    """Articles in words: ``1 article``, ``4 articles``."""
    return f"{n} article" if n == 1 else f"{n} articles"


def rows_axis(labels: dict[str, str]) -> dict[str, Any]:
    """Settings of an axis that shows another text for each value; two outlets of one short name stay two rows."""
    return {"labelExpr": f"({json.dumps(labels)})[datum.label]", "labelLimit": 280}


def top_names(names: list[str], width: float) -> dict[str, Any]:
    """Settings of an axis on top whose names wrap within their column, at most three lines, and never overlap."""
    per_line = max(6, int(width / 6.6))
    lines = {n: textwrap.wrap(n, per_line, max_lines=3, placeholder="…", break_long_words=False) for n in names}
    deep = max((len(each) for each in lines.values()), default=1)
    # Vega draws the lines of a label downwards from its place: room for all of them, short names on the last line.
    level = {n: [""] * (deep - len(each)) + each for n, each in lines.items()}
    return {
        "orient": "top",
        "labelAngle": 0,
        "labelLimit": width,
        "labelExpr": f"({json.dumps(level)})[datum.label]",
        "labelBaseline": "bottom",
        "labelLineHeight": 14,
        "labelPadding": 8 + 14 * (deep - 1),
    }


def _panel(shown: pl.DataFrame, rows: pl.DataFrame, text: Text, of: int) -> alt.LayerChart:
    order = rows["outlet_name"].to_list()
    labels = {name: f"{short(name, 30)} ({n})" for name, n in rows.select("outlet_name", "n_articles").iter_rows()}
    y = alt.Y("outlet_name:N", sort=order).title(None)
    first = shown["category"][0] == rows["category"][0]
    y = y.axis(**rows_axis(labels)) if first else y.axis(None)
    layers = alt.LayerChart(layer=_marks(shown, _along(shown, share=text.share), y))
    heading = alt.Title(shown["category"][0].capitalize(), fontSize=13, offset=6)
    return layers.properties(width=(theme.WIDTH - 220) / of, height=alt.Step(theme.STEP), title=heading)


def _marks(shown: pl.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Interval, the others' average, and the estimate upon them."""
    base, present = alt.Chart(shown), [verdict for verdict in VERDICTS if verdict in shown["verdict"]]
    colours = alt.Scale(domain=present, range=[COLOURS[VERDICTS.index(verdict)] for verdict in present])
    shapes = alt.Scale(domain=present, range=[SHAPES[VERDICTS.index(verdict)] for verdict in present])
    colour = alt.Color("verdict:N", scale=colours, legend=alt.Legend(offset=12))
    tips = [
        alt.Tooltip("outlet_name:N", title="outlet"),
        alt.Tooltip("category:N"),
        alt.Tooltip("estimate:Q", format=".2f"),
        alt.Tooltip("average:Q", format=".2f", title="others"),
        alt.Tooltip("n_units:Q", title="counted"),
        alt.Tooltip("n_articles:Q", title="articles"),
    ]
    interval = base.mark_rule(strokeWidth=2.5, opacity=0.55)
    return [
        interval.encode(alt.X("estimate_low:Q"), y, alt.X2("estimate_high:Q"), colour),
        base.mark_tick(color=theme.INK, thickness=2, size=15).encode(alt.X("average:Q"), y),
        base.mark_point(filled=True, size=85, opacity=1).encode(
            x, y, colour, alt.Shape("verdict:N", scale=shapes), tooltip=tips
        ),
    ]


def _along(shown: pl.DataFrame, *, share: bool) -> alt.X:
    """The axis of estimates: from nothing to the end of the longest interval."""
    top = float(shown.select(pl.max_horizontal("estimate_high", "estimate", "average").max()).item() or 0)
    if share:
        scale = alt.Scale(domain=[0, min(1.0, top + 0.02)], nice=top < 0.9)
        return alt.X("estimate:Q", scale=scale).title(None).axis(format="%", tickCount=3)
    return alt.X("estimate:Q", scale=alt.Scale(domain=[0, top or 1], nice=True)).title(None).axis(tickCount=4)


def _judged(table: pl.DataFrame) -> pl.DataFrame:
    verdict = (
        pl.when(pl.col("note") == TOO_FEW)
        .then(pl.lit(VERDICTS[3]))
        .when(pl.col("p").is_null())
        .then(pl.lit(VERDICTS[4]))
        .when(~pl.col("clear"))
        .then(pl.lit(VERDICTS[1]))
        .when(pl.col("value") > 0)
        .then(pl.lit(VERDICTS[2]))
        .otherwise(pl.lit(VERDICTS[0]))
    )
    return table.with_columns(verdict=verdict, average=pl.when(pl.col("p").is_not_null()).then("average"))


def _title(table: pl.DataFrame, text: Text) -> str:
    """The widest clear difference in one sentence, or that there is none, or why none can be."""
    clear = table.filter("clear").sort(pl.col("value").abs(), descending=True)
    if table.is_empty():
        return text.nothing
    if clear.height:
        return _found(clear.row(0, named=True), text)
    if table["outlet"].n_unique() == 1:
        return _alone(table, text)
    if not table["p"].count():
        return "Too few articles to compare the outlets"
    return text.same


def _alone(table: pl.DataFrame, text: Text) -> str:
    """What can be said of a single outlet: its largest share, if there is one, and that it is set against nothing."""
    told, name = table.drop_nulls("estimate"), table["outlet_name"][0]
    top = told.filter(pl.col("estimate") == pl.col("estimate").max())
    if not text.share or table.height == 1 or top.height != 1 or top["n_units"][0] < FEWEST:
        return f"{name} alone: there is no other outlet to compare with"
    return f"{name} alone: the largest share is “{top['category'][0]}”, {top['estimate'][0]:.0%}; no other outlet to compare with"


def _found(row: dict[str, Any], text: Text) -> str:
    name = row["outlet_name"]
    form = ".0%" if text.share else ".1f"
    own, rest = format(row["estimate"], form), format(row["average"], form)
    return text.finding.format(outlet=name, own=own, rest=rest, category=row["category"])


def _lines(table: pl.DataFrame, text: Text) -> tuple[str, ...]:
    clear, tests = int(table["clear"].sum()), int(table["p"].count())
    dot = f"Dot: {text.subject}, with its 95% interval."
    if not tests:
        return (dot if table["estimate_low"].count() else dot.replace(", with its 95% interval", ""),)
    return (
        f"{dot} Black tick: {text.others}.",
        f"Grey: the gap to the others could be chance. {clear} of {tests} comparisons are clear.",
    )


def _too_few(table: pl.DataFrame) -> tuple[Notice, ...]:
    few = table.filter(pl.col("note") == TOO_FEW).unique("outlet", maintain_order=True)
    names = ", ".join(f"{name} ({n})" for name, n in few.select("outlet_name", "n_articles").iter_rows())
    return (Notice("note", f"Too few articles for an interval: {names}"),) if names else ()
