"""The ledger → the first figure of all: on which days silence means something."""

import json
from datetime import date
from typing import Final

import altair as alt
import polars as pl

from analysis.chart import theme
from analysis.chart.dots import rows_axis, short
from analysis.chart.figure import Figure

LEGEND: Final = {
    "complete": "Complete: 3 is all there was",
    "partial": "Partial: 3+ and perhaps more",
    "unknown": "Unknown: 3? nobody can tell",
}
FILLS: Final = ("#00679e", "#f2cfb4", "#ffffff")
MARKS: Final = {"complete": "", "partial": "+", "unknown": "?"}
_NARROW: Final = 24
"""Pixels of a day below which no number fits into it."""


def ledger(table: pl.DataFrame, *, zone: str = "UTC", evidence: pl.DataFrame | None = None) -> Figure:
    """Heat map of outlets and days of *zone*: colour and sign say how complete, the number how many articles tell it."""
    title = _title(table)
    said = "Heat map: one row per outlet, one column per day; colour and sign tell complete, partial and unknown days."
    if table.is_empty():
        return Figure("ledger", None, table, title, said, evidence)
    days = table["day_on"].unique().sort().to_list()
    step = min(52.0, max(13.0, (theme.WIDTH - 130) / len(days)))
    shown = table.with_columns(
        legend=pl.col("status").replace_strict(LEGEND),
        day=pl.col("day_on").cast(pl.String),
        sign=_sign(step),
    )
    names = table["outlet_name"].unique().sort().to_list()
    x = alt.X("day:O", axis=_days_axis(days, step)).title(None)
    y = alt.Y("outlet_name:N", sort=names).title(None).axis(**rows_axis({name: short(name, 26) for name in names}))
    chart = alt.layer(_cells(shown, x, y), _signs(shown, x, y)).properties(width=alt.Step(step), height=alt.Step(30))
    drawn = theme.titled(chart, title, _lines(table, zone)).configure_view(stroke=None)
    return Figure("ledger", drawn, table, title, said, evidence)


def _cells(shown: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    tips = [
        alt.Tooltip("outlet_name:N", title="outlet"),
        alt.Tooltip("day:O"),
        alt.Tooltip("status:N"),
        alt.Tooltip("reason:N"),
        alt.Tooltip("members:Q", title="articles of the event"),
        alt.Tooltip("tried:Q", title="addresses tried"),
        alt.Tooltip("kept:Q", title="articles kept"),
    ]
    fill = alt.Fill("legend:N", scale=alt.Scale(domain=list(LEGEND.values()), range=list(FILLS)))
    legend = alt.Legend(
        symbolType="square", symbolStrokeColor="#8a8a86", symbolStrokeWidth=1, symbolSize=160, offset=10
    )
    cells = alt.Chart(shown).mark_rect(stroke="#8a8a86", strokeWidth=1, cornerRadius=2)
    drawn: alt.Chart = cells.encode(x, y, fill.legend(legend).title(None), tooltip=tips)
    return drawn


def _signs(shown: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    # A second scale of inks would quarrel with the cells' legend: text is filled, too.
    ink = alt.condition("datum.status === 'complete'", alt.value(theme.PAPER), alt.value(theme.INK))
    drawn: alt.Chart = alt.Chart(shown).mark_text(fontSize=12, fontWeight=600).encode(x, y, color=ink, text="sign:N")
    return drawn


def _sign(step: float) -> pl.Expr:
    mark = pl.col("status").replace_strict(MARKS)
    return pl.col("members").cast(pl.String) + mark if step >= _NARROW else mark


def _days_axis(days: list[date], step: float) -> alt.Axis:
    """Days that a reader can read: as many as fit, with the month on each."""
    labels = {day.isoformat(): f"{day.day} {day:%b}" for day in days}
    each = max(1, round(46 / step + 0.49))
    return alt.Axis(
        orient="top",
        labelAngle=0,
        values=[day.isoformat() for day in days[::each]],
        labelExpr=f"({json.dumps(labels)})[datum.label]",
        labelOverlap=False,
    )


def _title(table: pl.DataFrame) -> str:
    if table.is_empty():
        return "Nothing was collected, so nothing can be said"
    complete = table.filter(status="complete")
    if complete.height == table.height:
        return "All that the listings held was read, from every outlet on every day"
    if complete.is_empty():
        return "On no day do we know all that an outlet published: absence in these figures proves nothing"
    never = sorted(set(table["outlet_name"]) - set(complete["outlet_name"]))
    share = f"Complete on {complete.height} of {table.height} outlet days"
    if not never:
        return share
    return f"{share}; never for {never[0]}" + (f" and {len(never) - 1} more" if len(never) > 1 else "")


def _lines(table: pl.DataFrame, zone: str) -> tuple[str, ...]:
    outlets = table["outlet"].n_unique()
    told = "Number: articles that tell the event. Only on a complete day does 0 mean that an outlet was silent."
    return (
        told,
        f"{outlets} outlet{'s' if outlets > 1 else ''}; days are counted in the event's time zone, {zone}. Click a day for the reason.",
    )
