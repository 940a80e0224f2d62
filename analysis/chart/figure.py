"""What a chart function hands out: the chart, the table behind it, the sentences behind that, and what is amiss."""

import contextlib
import dataclasses
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal

import altair as alt
import polars as pl

from analysis.chart import theme

MIME: Final = "application/vnd.samestory.figure+json"
LAB_MIME: Final = "application/vnd.vegalite.v5+json"
"""JupyterLab 4.6 draws Vega-Lite 5 only, offline; it draws our newer charts when they come under this name."""

_SCALED: Final = frozenset(
    {"x", "y", "xOffset", "yOffset", "color", "fill", "stroke", "opacity", "size", "shape", "text", "tooltip"}
)
_PARTS: Final = ("layer", "concat", "hconcat", "vconcat", "spec")
_EVIDENCE: Final = ("key", "outlet", "headline", "url", "published_at", "sentence")

Level = Literal["missing", "empty", "fallback", "note"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a reader must know of a figure; all levels but ``note`` make the report's run fail."""

    level: Level
    what: str


@dataclass(frozen=True)
class Figure:
    """One finding, ready to be shown: by JupyterLab as a chart, by the report with all that stands behind it."""

    name: str
    """Name of its files, unique within a notebook: lower-case letters, digits and hyphens."""
    chart: alt.TopLevelMixin | None
    table: pl.DataFrame
    """What is drawn, one row a mark; ``key`` (where there is one) joins a row to its marks and to its evidence."""
    title: str
    """The finding, computed from the data."""
    description: str
    """What a reader who cannot see it needs: what is drawn, and along which axes."""
    evidence: pl.DataFrame | None = None
    """Sentences behind the numbers: key, outlet, headline, url, published_at, sentence."""
    notices: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", self.name):
            raise ValueError(f"name of a figure is {self.name!r}; allowed: lower-case letters, digits, hyphens")
        if self.evidence is not None and (lacking := [c for c in _EVIDENCE if c not in self.evidence.columns]):
            raise ValueError(f"evidence of {self.name!r} lacks {', '.join(lacking)}")
        if self.table.is_empty():
            object.__setattr__(self, "chart", None)
            if not self.notices:
                said = Notice("empty", f"{self.title}: there is nothing to draw")
                object.__setattr__(self, "notices", (*self.notices, said))

    def spec(self) -> dict[str, Any] | None:
        """The chart as Vega-Lite with its data sets, in the samestory theme and in UTC; None without a chart."""
        if self.chart is None:
            return None
        with alt.theme.enable(theme.NAME), alt.data_transformers.enable("default", max_rows=None):
            drawn = self.chart.to_dict()
        drawn.setdefault("description", self.description)
        _in_utc(drawn)
        plain: dict[str, Any] = plainly(drawn)
        return plain

    def svg(self) -> str | None:
        """The chart as SVG; None without a chart."""
        import vl_convert  # a JavaScript engine: 50 MB that only a drawn figure needs

        spec = self.spec()
        return None if spec is None else str(vl_convert.vegalite_to_svg(spec, vl_version=version()))

    def png(self, *, scale: float = 2.0) -> bytes | None:
        """The chart as PNG, *scale* pixels to the point; None without a chart."""
        import vl_convert  # see svg

        spec = self.spec()
        return None if spec is None else bytes(vl_convert.vegalite_to_png(spec, vl_version=version(), scale=scale))

    def payload(self) -> dict[str, Any]:
        """All of it as JSON: what the report reads from a notebook's output.

        A chart that cannot be written down is left out, and a notice says so: its table stays.
        Tables are ``{"columns": […], "types": […], "rows": [[…], …]}``, a null is null, times are ISO 8601 in UTC.
        """
        spec, faults = self._tried()
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "spec": spec,
            "table": tabled(self.table),
            "evidence": None if self.evidence is None else tabled(self.evidence),
            "notices": [dataclasses.asdict(notice) for notice in (*self.notices, *faults)],
        }

    def _tried(self) -> tuple[dict[str, Any] | None, tuple[Notice, ...]]:
        try:
            return self.spec(), ()
        except Exception as why:  # noqa: BLE001  # whatever a drawing library dislikes must not cost the table
            return None, (undrawn(f"{type(why).__name__}: {why}"),)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """For IPython: the report's own kind, an interactive chart, a still one, and words."""
        payload = self.payload()
        bundle: dict[str, Any] = {MIME: payload, "text/plain": self._words()}
        if payload["spec"] is not None:
            bundle[LAB_MIME] = payload["spec"]
            # The report finds out by itself, and says, that a chart cannot be drawn.
            with contextlib.suppress(ValueError):
                bundle["image/svg+xml"] = self.svg()
        return bundle

    def _words(self) -> str:
        told = [self.title, self.description, *(f"{n.level}: {n.what}" for n in self.notices)]
        return "\n".join([*told, f"({self.table.height} rows)"])


def found_nothing(title: str, looked_at: int) -> tuple[Notice, ...]:
    """What a figure without rows says of itself: a finding where articles were *looked_at*, nothing (so: empty) where none were."""
    if not looked_at:
        return ()
    return (Notice("note", f"{title}. The articles were looked through; there is nothing to draw."),)


def undrawn(why: str) -> Notice:
    """What is said where a chart could not be drawn, and its table stands alone."""
    return Notice("fallback", f"The chart could not be drawn ({why[:200]}); its numbers stand in the table.")


def version() -> str:
    """Version of Vega-Lite that altair writes, as vl_convert calls it: ``6.4``."""
    return ".".join(str(alt.SCHEMA_VERSION).removeprefix("v").split(".")[:2])


def tabled(table: pl.DataFrame) -> dict[str, Any]:
    """A frame as JSON: names and dtypes of its columns, and its rows."""
    return {
        "columns": table.columns,
        "types": [str(dtype) for dtype in table.dtypes],
        "rows": [plainly(list(row)) for row in table.iter_rows()],
    }


def plainly(value: Any) -> Any:
    """The same value in what JSON knows: times as ISO 8601, NaN and infinities as null, tuples as lists.

    Raises:
        TypeError: a value that has no place in JSON.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plainly(each) for key, each in value.items()}
    if isinstance(value, list | tuple | pl.Series):
        return [plainly(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} cannot be shown: {json.dumps(str(value))[:80]}")


def _in_utc(spec: dict[str, Any]) -> None:
    """Every reader sees the same hours: axes, labels and tooltips in UTC wherever the browser stands.

    Times in the data become milliseconds since 1970: no browser reads them in its own way, and the ends of bars (x2), which
    Vega-Lite does not parse, are times like their beginnings.
    """
    fields: set[Any] = set(_ends(spec))
    for definition in _timed(spec):
        fields.add(definition.get("field"))
        if definition.get("scale", {}) is not None:
            # Text and tooltip have no scale by the schema, but Vega-Lite reads there whether to format in UTC.
            definition["scale"] = {**definition.get("scale", {}), "type": "utc"}
        unit = definition.get("timeUnit")
        if isinstance(unit, str) and not unit.startswith("utc"):
            definition["timeUnit"] = f"utc{unit}"
    for rows in spec.get("datasets", {}).values():
        for row in rows:
            row.update({name: _milliseconds(row[name]) for name in fields & row.keys()})


def _ends(spec: Any) -> Iterator[str]:
    """Fields of second ends whose first end is a time."""
    if isinstance(spec, list):
        for each in spec:
            yield from _ends(each)
    elif isinstance(spec, dict):
        encoding = spec.get("encoding", {})
        for channel in ("x", "y"):
            if encoding.get(channel, {}).get("type") == "temporal" and "field" in encoding.get(f"{channel}2", {}):
                yield encoding[f"{channel}2"]["field"]
        for part in _PARTS:
            yield from _ends(spec.get(part))


def _timed(spec: Any) -> Iterator[dict[str, Any]]:
    if isinstance(spec, list):
        for each in spec:
            yield from _timed(each)
    elif isinstance(spec, dict):
        for channel, definition in spec.get("encoding", {}).items():
            several = definition if isinstance(definition, list) else [definition]
            yield from (d for d in several if channel in _SCALED and d.get("type") == "temporal")
        for part in _PARTS:
            yield from _timed(spec.get(part))


def _milliseconds(value: Any) -> Any:
    """``2024-05-01T08:12:00``, with or without +0000 or Z, → milliseconds since 1970 UTC; all else as it is."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(\+0000|Z)?)?", value):
        at = datetime.fromisoformat(value.removesuffix("+0000").removesuffix("Z")).replace(tzinfo=UTC)
        return round(at.timestamp() * 1000)
    return value
