"""A figure as a notebook hands it out → what the page shows of it: chart, table, sentences, files."""

import base64
import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from analysis.report.foreign import web_address

ROWS_SHOWN: Final = 200
SENTENCES_SHOWN: Final = 25
_MOST_DIGITS = 100
_LABELS: Final = {"outlet_name": "Outlet", "low": "95% from", "high": "95% to", "url": "Address", "n_units": "Counted"}
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table behind a chart, with the place of its sentences."""

    id: str
    key: str | None
    cells: tuple[tuple[str, bool], ...]
    """Words of a cell, and whether it is a number."""
    evidence: str | None
    sentences: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence behind a number, and where it stands."""

    outlet: str
    headline: str
    url: str | None
    published: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """The sentences behind one row."""

    id: str
    label: str
    sentences: tuple[Sentence, ...]
    total: int


@dataclass(frozen=True, slots=True)
class View:
    """One figure on a page."""

    id: str
    name: str
    title: str
    subtitle: str
    description: str
    spec: Mapping[str, Any] | None
    datasets: Mapping[str, Any]
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[Row, ...]
    total: int
    groups: tuple[Group, ...]
    files: Mapping[str, str]
    """Kind of file → where it lies: relative, or the data itself."""
    notices: tuple[Mapping[str, str], ...]

    @property
    def sentences(self) -> int:
        """How many sentences stand behind the whole figure."""
        return sum(group.total for group in self.groups)


def view(payload: Mapping[str, Any], beside: str | None) -> View:
    """What a page shows of a figure.

    Args:
        payload: ``Figure.payload()``.
        beside: start of its files' addresses (``figures/emphasis-``); None where it has no files, and carries its CSV itself.
    """
    table = payload["table"]
    spec = dict(payload["spec"]) if payload["spec"] else None
    heading = spec.pop("title", None) if spec else None
    datasets = spec.pop("datasets", {}) if spec else {}
    groups = _groups(payload)
    return View(
        id=f"fig-{payload['name']}",
        name=payload["name"],
        title=payload["title"],
        subtitle=_subtitle(heading),
        description=payload["description"],
        spec=spec and {**spec, "usermeta": {"datasets": sorted(datasets)}},
        datasets=datasets,
        columns=tuple((label(table["columns"][i]), _numeric(table["types"][i])) for i in _shown(table)),
        rows=tuple(_rows(payload, groups)),
        total=len(table["rows"]),
        groups=tuple(groups.values()),
        files=_files(payload, beside),
        notices=tuple(payload["notices"]),
    )


def spreadsheet(table: Mapping[str, Any]) -> str:
    """A table as CSV in which no cell is a formula: text that a spreadsheet would run gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table["columns"])
    writer.writerows([_harmless(cell) for cell in row] for row in table["rows"])
    return out.getvalue()


def label(column: str) -> str:
    """A column's name in words: ``n_articles`` → Articles, ``published_at`` → Published (UTC), ``outlet_name`` → Outlet."""
    if column in _LABELS:
        return _LABELS[column]
    words = column.removeprefix("n_")
    if words.endswith("_at"):
        words = f"{words.removesuffix('_at')} (UTC)"
    words = words.removesuffix("_on").replace("_", " ")
    return words[:1].upper() + words[1:]


def words(value: Any) -> str:
    """A value of a table for a reader: numbers in three digits, times in words, nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, float):
        return (f"{value:,.0f}" if abs(value) >= _MOST_DIGITS else f"{value:.3g}").replace("-", "−")
    if isinstance(value, list):
        return ", ".join(words(each) for each in value)
    return str(value)


def moment(value: Any) -> str:
    """ISO 8601 → ``4 March 2031, 12:30 UTC``; nothing where the time is not known."""
    if not value:
        return ""
    at = datetime.fromisoformat(value)
    day = f"{at.day} {at:%B %Y}"
    return f"{day}, {at:%H:%M} UTC" if len(value) > len("2031-03-04") else day


def _shown(table: Mapping[str, Any]) -> list[int]:
    """Places of the columns that a page shows: keys are for machines, and an outlet's name says more than its slug."""
    hidden = {"key", "outlet"} if "outlet_name" in table["columns"] else {"key"}
    return [i for i, column in enumerate(table["columns"]) if column not in hidden]


def _rows(payload: Mapping[str, Any], groups: Mapping[str, Group]) -> Iterator[Row]:
    table = payload["table"]
    place = table["columns"].index("key") if "key" in table["columns"] else None
    for number, values in enumerate(table["rows"][:ROWS_SHOWN]):
        key = None if place is None or values[place] is None else str(values[place])
        cells = tuple((_cell(values[i], table["types"][i]), _numeric(table["types"][i])) for i in _shown(table))
        group = groups.get(key) if key is not None else None
        found = (group.id, group.total) if group else (None, 0)
        yield Row(f"fig-{payload['name']}-row-{number}", key, cells, *found)


def _groups(payload: Mapping[str, Any]) -> dict[str, Group]:
    """Sentences by key, in the order of the table's rows; then those whose key no row has."""
    if payload["evidence"] is None:
        return {}
    by_key = dict[str, list[dict[str, Any]]]()
    for row in payload["evidence"]["rows"]:
        sentence = dict(zip(payload["evidence"]["columns"], row, strict=True))
        by_key.setdefault(str(sentence["key"]), []).append(sentence)
    labels = _labels(payload["table"])
    order = [*(key for key in labels if key in by_key), *(key for key in by_key if key not in labels)]
    groups = {}
    for number, key in enumerate(order):
        shown = tuple(_sentence(each) for each in by_key[key][:SENTENCES_SHOWN])
        name = f"fig-{payload['name']}-evidence-{number}"
        groups[key] = Group(name, labels.get(key, key), shown, len(by_key[key]))
    return groups


def _labels(table: Mapping[str, Any]) -> dict[str, str]:
    """Key → what its row is about: the row's first words."""
    if "key" not in table["columns"]:
        return {}
    place = table["columns"].index("key")
    texts = [i for i in _shown(table) if table["types"][i] == "String"][:2]
    return {
        str(row[place]): " · ".join(str(row[i]) for i in texts if row[i]) or str(row[place]) for row in table["rows"]
    }


def _sentence(row: Mapping[str, Any]) -> Sentence:
    return Sentence(
        outlet=str(row["outlet"]),
        headline=str(row["headline"]),
        url=web_address(row["url"]),
        published=moment(row["published_at"]),
        text=str(row["sentence"]),
    )


def _files(payload: Mapping[str, Any], beside: str | None) -> dict[str, str]:
    if beside is None:
        encoded = base64.b64encode(("\ufeff" + spreadsheet(payload["table"])).encode()).decode()
        return {"CSV": f"data:text/csv;charset=utf-8;base64,{encoded}"}
    stem = f"{beside}{payload['name']}"
    files = {"CSV": f"{stem}.csv"}
    if payload["evidence"] is not None:
        files["sentences as CSV"] = f"{stem}-evidence.csv"
    return files | ({"PNG": f"{stem}.png", "SVG": f"{stem}.svg"} if payload["spec"] else {})


def _subtitle(heading: Any) -> str:
    below = heading.get("subtitle", "") if isinstance(heading, Mapping) else ""
    return " ".join(below) if isinstance(below, list) else str(below)


def _cell(value: Any, dtype: str) -> str:
    if value is not None and dtype.startswith("Date"):
        return moment(value).removesuffix(" UTC")
    return words(value)


def _numeric(dtype: str) -> bool:
    return dtype.startswith(("Int", "UInt", "Float", "Decimal"))


def _harmless(cell: Any) -> Any:
    if isinstance(cell, list):
        cell = "; ".join(words(each) for each in cell)
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")  # a bare return is left unquoted, and would break the row
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(("\t", "\n")) else cell
