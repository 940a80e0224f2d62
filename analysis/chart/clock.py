"""Times and lags as readers say them, and the time axis that all figures of timing share."""

from datetime import datetime, timedelta
from typing import Any

import altair as alt
import polars as pl

EXACT = 3.0
"""Minutes within which two bounds are one time to a reader."""


def reach(table: pl.DataFrame, *columns: str) -> tuple[datetime, datetime]:
    """First and last time in these columns, with some air on both sides."""
    times = pl.concat([table[column].drop_nulls().rename("at") for column in columns])
    first: Any = times.min()
    last: Any = times.max()
    air = max((last - first) * 0.03, timedelta(minutes=10))
    return first - air, last + air


def axis(column: str, start: datetime, end: datetime) -> alt.X:
    """Time in UTC along the bottom: hours within a day, days at midnight."""
    midnight = "utchours(datum.value) + utcminutes(datum.value) === 0"
    label = f"utcFormat(datum.value, {midnight} ? '%-d %b' : datum.index === 0 ? '%-d %b %H:%M' : '%H:%M')"
    # Vega-Lite writes any plain end of a time axis as datetime(…), which Vega without eval reads as a year; not so an expression.
    first, last = (alt.ExprRef(str(round(time.timestamp() * 1000))) for time in (start, end))
    return (
        alt.X(f"{column}:T")
        .title(None)
        .axis(labelExpr=label, tickCount=7, grid=True, labelFlush=False)
        .scale(domainMin=first, domainMax=last, nice=False)
    )


def same(x: alt.X, column: str) -> alt.X:
    """The same axis for another column."""
    other: alt.X = x.copy()
    other.shorthand = f"{column}:T"
    return other


def span(minutes: float) -> str:
    """A length of time in the two units that matter: ``26 min``, ``6 h 55 min``, ``3 days 4 h``."""
    whole = round(minutes)
    days, hours, rest = whole // 1440, whole % 1440 // 60, whole % 60
    if days:
        return _two(f"{days} day{'s' * (days > 1)}", f"{hours} h" if hours else "")
    if hours:
        return _two(f"{hours} h", f"{rest} min" if rest else "")
    return f"{rest} min"


def lag(low: float | None, high: float | None, exact: float | None) -> str:
    """A lag as surely as its bounds allow: exact where they meet, else between them, or at least; empty if unknown."""
    if low is not None and high is not None and high - low <= EXACT and exact is not None:
        return span(exact)
    if low and high is not None:
        return f"{span(low)} to {span(high)}"
    if low:
        return f"at least {span(low)}"
    return f"up to {span(high)}" if high else ""


def verdict(row: dict[str, Any]) -> str:
    """What stands beside an outlet's first report."""
    after = lag(row["lag_low"], row["lag_high"], row["lag"])
    match row["verdict"]:
        case _ if row["at"] is None:
            return str(row["note"])
        case "first":
            return f"first, {_said(row)}"
        case "after":
            return f"{after} after" if after else "after"
        case "cannot tell":
            return f"cannot tell: {after} after the first" if after else "cannot tell"
        case _:
            return _said(row)


def _said(row: dict[str, Any]) -> str:
    """The article's own time, no finer than it gives it."""
    return f"{row['at']:%-d %b}" if row["precision"] == "day" else f"{row['at']:%-d %b %H:%M}"


def _two(large: str, small: str) -> str:
    return f"{large} {small}".strip()
