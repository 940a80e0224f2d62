"""Tables and a page's first half-sentence as readers read them: named columns, days without hours, yes and no."""

import html
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from analysis.chart.dots import counted

_HEADS: Final = {"outlet_name": "Outlet", "url": "Address", "member": "Tells the event"}
_OUTLETS: Final = 8
"""Outlets that the half-sentence names with their numbers."""


@dataclass(frozen=True, slots=True)
class Basis:
    """On how much a page rests, in one sentence of Markdown."""

    words: str

    def _repr_markdown_(self) -> str:
        return self.words


def basis(articles: pl.DataFrame, *, but: str = "") -> Basis:
    """What the page's numbers rest on: articles, by outlet; *but* is added as a sentence of its own."""
    by_outlet = articles.group_by("outlet_name").len("n").sort("n", "outlet_name", descending=[True, False])
    if by_outlet.is_empty():
        return Basis("**This page rests on no article at all**: none of those collected tells the event.")
    each = [f"{_plain(name)} {n}" for name, n in by_outlet.head(_OUTLETS).iter_rows()]
    rest = by_outlet.height - _OUTLETS
    names = ", ".join(each) + (f", {rest} more" if rest > 0 else "")
    whole = f"**This page rests on {counted(articles.height)}** of {_outlets(by_outlet.height)} ({names})."
    return Basis(f"{whole} {but}".strip())


def table(rows: pl.DataFrame, *, caption: str = "") -> Any:
    """The rows as a pandas Styler: columns named in words, days as days, times to the minute, yes and no, a dash for nothing."""
    numbers: Any = [name for name, dtype in rows.schema.items() if dtype.is_numeric()]
    styler = rows.to_pandas().style.hide(axis="index").format(_shown(rows))
    styler = styler.format_index(lambda name: html.escape(heading(str(name))), axis="columns")
    styler = styler.set_properties(subset=numbers, **{"text-align": "right"})
    return styler.set_caption(html.escape(caption)) if caption else styler


def heading(column: str) -> str:
    """A column's name for a reader: ``outlet_name`` → Outlet, ``published_on`` → Published, ``last_at`` → Last (UTC)."""
    if column in _HEADS:
        return _HEADS[column]
    words = column.removeprefix("n_").removesuffix("_on")
    words = f"{words.removesuffix('_at')} (UTC)" if words.endswith("_at") else words
    words = words.replace("_", " ")
    return words[:1].upper() + words[1:]


def day(value: date) -> str:
    """``4 March 2031``."""
    return f"{value.day} {value:%B %Y}"


def _shown(rows: pl.DataFrame) -> Any:
    return {
        name: _link if name == "url" else _days if dtype == pl.Date else _cell for name, dtype in rows.schema.items()
    }


def _cell(value: Any) -> str:
    """One value as HTML."""
    if value is None or value != value:  # NaN and NaT are the values that differ from themselves
        return "–"
    if isinstance(value, datetime):
        return f"{day(value)}, {value:%H:%M}"
    if hasattr(value, "tolist"):
        value = value.tolist()
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.2f}"
        case list():
            return html.escape(", ".join(map(str, value)))
        case _:
            return html.escape(str(value).replace("_", " ") if str(value).isidentifier() else str(value))


def _days(value: Any) -> str:
    return "–" if value != value or value is None else day(value)  # NaT


def _link(value: Any) -> str:
    """An address that a reader can follow, without what all of them begin with."""
    told = html.escape(str(value))
    bare = told.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return f'<a href="{told}">{bare}</a>' if told.startswith(("https://", "http://")) else bare


def _outlets(n: int) -> str:
    return f"{n} outlet{'s' * (n > 1)}"


def _plain(name: str) -> str:
    """A name in which Markdown sees nothing."""
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>#|~" else sign for sign in name)
