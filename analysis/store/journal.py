"""What a recorder has done since its tables were last written: one JSON line each, on disk before the call returns."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import polars as pl

from analysis.errors import BadTable
from analysis.store.redaction import without_secrets
from analysis.tables import Attempt, Noun, Page, Sighting, frame, name, schema

RECORDED: tuple[type[Noun], ...] = (Page, Attempt, Sighting)
"""Nouns that are recorded one by one."""
_AT_ONCE = 500
"""Rows that are held as objects at a time: as columns they take a tenth of the room."""


@dataclass(frozen=True, slots=True)
class Journal:
    """Complete lines of a journal."""

    id: str
    path: Path
    raw: bytes
    """Complete lines; what followed was torn. They are taken apart when asked for: a long run's are many."""

    @property
    def size(self) -> int:
        """Bytes up to the end of the last complete line."""
        return len(self.raw)

    @property
    def lines(self) -> Iterator[Mapping[str, Any]]:
        """Each line in turn."""
        for number, line in enumerate(BytesIO(self.raw), start=1):
            yield _line(self.path, number, line)

    def rows(self, noun: type[Noun]) -> pl.DataFrame:
        """Rows of a noun, in the order in which they were recorded."""
        told = (_row(line["row"], noun) for line in self.lines if line.get("noun") == name(noun))
        tables = [frame([], noun)]
        while some := list(islice(told, _AT_ONCE)):
            tables.append(frame(some, noun))
        return pl.concat(tables)

    def warc(self) -> tuple[str, int] | None:
        """The last WARC that was written to, and where its last complete record ends."""
        last = None
        for line in self.lines:
            last = (line["warc"], line["end"]) if "warc" in line else last
        return last


def read(path: Path) -> Journal | None:
    """The journal at *path*; None where there is none, or only the torn beginning of one.

    Raises:
        BadTable: a line in the middle is broken; only the last one can be torn by a kill.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    size = raw.rfind(b"\n") + 1
    if not size:
        return None
    first = _line(path, 1, raw[: raw.index(b"\n")])
    found = Journal(str(first["journal"]), path, raw[:size])
    for _ in found.lines:
        pass  # a broken one is said before anything is made of the others
    return found


def id_of(path: Path) -> str:
    """Which journal is at *path* now; "" where none is."""
    try:
        with path.open("rb") as file:
            first = file.readline()
    except FileNotFoundError:
        return ""
    return str(_line(path, 1, first)["journal"]) if first.endswith(b"\n") else ""


def _line(path: Path, number: int, line: bytes) -> Mapping[str, Any]:
    try:
        return cast("Mapping[str, Any]", json.loads(line))
    except ValueError as why:
        raise BadTable(
            f"journal/{path.name}:{number} is broken ({why}); move the file away to go on without it"
        ) from None


def append(file: BinaryIO, entries: Iterable[Mapping[str, Any]]) -> None:
    """Write entries, all on disk when it returns; where that fails the file is as it was."""
    start = file.seek(0, os.SEEK_END)
    try:
        file.write(b"".join(json.dumps(entry).encode() + b"\n" for entry in entries))
        file.flush()
        os.fsync(file.fileno())
    except BaseException:
        os.ftruncate(file.fileno(), start)
        raise


def entry(noun: Noun) -> dict[str, Any]:
    """A noun as a journal's line, without secrets."""
    return {"noun": name(type(noun)), "row": dict(_values(noun))}


def clean(noun: Noun) -> Noun:
    """The noun as it will be read again."""
    return _row(dict(_values(noun)), type(noun))


def _values(noun: Noun) -> Iterator[tuple[str, Any]]:
    for field in fields(noun):
        value = getattr(noun, field.name)
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise BadTable(f"{name(type(noun))}.{field.name} has no time zone: {value}")
            value = value.astimezone(UTC).isoformat()
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, str):
            # A lone surrogate (a strange file name) fits into no table.
            value = without_secrets(value).encode("utf-8", "backslashreplace").decode()
        yield field.name, value


def _row(values: Mapping[str, Any], noun: type) -> Noun:
    types = schema(noun)
    return cast("Noun", noun(**{key: _parsed(value, types[key]) for key, value in values.items()}))


def _parsed(value: Any, dtype: pl.DataType) -> Any:
    if value is None or not dtype.is_temporal():
        return value
    return date.fromisoformat(value) if dtype == pl.Date() else datetime.fromisoformat(value)
