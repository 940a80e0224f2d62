"""The one look of all charts: colours, shapes, sizes, and titles that wrap.

Importing this module registers and enables the altair theme ``samestory``.
"""

import textwrap
from collections.abc import Sequence
from typing import Any, Final, TypeVar, cast

import altair as alt

NAME: Final = "samestory"
INK: Final = "#1b1b1b"
MUTE: Final = "#595959"
GRID: Final = "#e3e3e0"
PAPER: Final = "#ffffff"
REST: Final = "#8a8a86"
"""What is not in question: no clear difference, all others."""

PALETTE: Final = ("#00679e", "#c44e00", "#007a5e", "#a8487f", "#6b5b00", "#5a5a5a")
"""Colours of categories; each has a contrast of 4.7 : 1 or more on white, so that white digits stand on them, too."""

SHAPES: Final = ("circle", "diamond", "square", "triangle-up", "cross", "triangle-down")
"""Shape repeats colour, category by category."""

LESS: Final = PALETTE[1]
MORE: Final = PALETTE[0]
VERDICTS: Final = ("Less than average", "No clear difference", "More than average")
VERDICT_COLOURS: Final = (LESS, REST, MORE)
VERDICT_SHAPES: Final = ("triangle-left", "circle", "triangle-right")

WIDTH: Final = 640
"""Pixels of a chart's plot that, with the names of outlets before it, fills the column of the page."""

STEP: Final = 34
"""Pixels of a row where rows are outlets or themes."""

FONT: Final = "Inter, 'Noto Sans', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

_CLOCK: Final = {"minutes": "%H:%M", "hours": "%H:%M", "date": "%-d %b", "day": "%-d %b", "week": "%-d %b"} | {
    "month": "%b %Y",
    "year": "%Y",
}
"""Vega's own clock has twelve hours."""

Drawn = TypeVar("Drawn", bound=alt.TopLevelMixin)


def titled(chart: Drawn, title: str, subtitle: str | Sequence[str] = ()) -> Drawn:
    """The same chart with a finding as its title and, below, what length, place and colour mean; both wrapped."""
    paragraphs = [subtitle] if isinstance(subtitle, str) else list(subtitle)
    lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, 100)]
    named: Drawn = chart.properties(title=alt.Title(textwrap.wrap(title, 72) or "", subtitle=lines))
    return named


@alt.theme.register(NAME, enable=True)
def samestory() -> alt.theme.ThemeConfig:
    """Configuration of every chart, as altair wants it."""
    return cast("alt.theme.ThemeConfig", {"config": _frame() | _words() | _marks()})


def _frame() -> dict[str, Any]:
    return {
        "background": PAPER,
        "font": FONT,
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
        "view": {"stroke": None, "continuousWidth": WIDTH, "step": STEP},
        "range": {
            "category": list(PALETTE),
            "symbol": list(SHAPES),
            "diverging": ["#8c3a00", "#d98b5f", "#ececea", "#6fa8d0", "#004c7a"],
            "ordinal": {"scheme": "blues"},
            "heatmap": {"scheme": "blues"},
        },
    }


def _words() -> dict[str, Any]:
    small = {"labelFontSize": 12, "labelColor": INK}
    return {
        "title": {
            "anchor": "start",
            "frame": "group",
            "fontSize": 18,
            "fontWeight": 700,
            "color": INK,
            "subtitleColor": MUTE,
            "subtitleFontSize": 13,
            "subtitlePadding": 6,
            "subtitleLineHeight": 18,
            "offset": 16,
        },
        "axis": {**small, "titleColor": MUTE, "titleFontWeight": 400, "titleFontSize": 12, "gridColor": GRID}
        | {"domain": False, "ticks": False, "labelPadding": 6, "titlePadding": 8, "labelLimit": 260},
        "axisY": {"grid": False},
        "axisQuantitative": {"grid": True},
        "axisTemporal": {"grid": True, "format": _CLOCK, "labelOverlap": "greedy", "labelSeparation": 10},
        "legend": {**small, "orient": "top", "title": None, "symbolSize": 90, "offset": 4, "columnPadding": 14}
        | {"labelLimit": 260, "symbolOpacity": 1},
        "header": {"labelFontSize": 13, "labelFontWeight": 600, "labelAnchor": "start", "labelColor": INK}
        | {"title": None, "labelPadding": 4, "labelLimit": 320},
    }


def _marks() -> dict[str, Any]:
    return {
        "bar": {"color": MORE},
        "line": {"strokeWidth": 2},
        "point": {"size": 80, "filled": True, "opacity": 1},
        "rule": {"color": MUTE},
        "text": {"color": INK, "fontSize": 12},
    }
