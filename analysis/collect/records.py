"""JSON, JSON Lines or CSV → records with the place where each stands."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from analysis.errors import BadInput, Unreadable

_FIELD = 20_000_000
"""Characters of one field, past which a quotation mark was forgotten somewhere."""
_END = "\x00"
"""A last row of our own, which text cannot hold: an open quotation mark swallows it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One object or row; or what is wrong with it."""

    place: str
    """``line 7`` or ``record 3``."""
    values: Mapping[str, Any]
    fault: str = ""
    key: str = ""
    """``database#number``, by which the same article of two exports is one."""


def of_json(path: Path, body: bytes) -> list[Record]:
    """Records of a file that holds one object, a list of them, or one a line.

    Raises:
        BadInput: it is no JSON, with the line where it breaks.
    """
    text = decoded(body)
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as why:
        lines = text.splitlines()
        if why.msg == "Extra data" and _is_json(lines[0]):
            return of_lines(path, body)
        raise BadInput(f"{path}:{why.lineno}: no JSON: {why.msg} (column {why.colno})") from None
    except (ValueError, RecursionError) as why:
        raise BadInput(f"{path}:1: no JSON: {why}") from None
    members = whole if isinstance(whole, list) else [whole]
    return [_record(f"record {number}", member) for number, member in enumerate(members, start=1)]


def of_lines(_: Path, body: bytes) -> list[Record]:
    """Records of JSON Lines; a broken line is a record with a fault, and the rest goes on."""
    lines = enumerate(decoded(body).split("\n"), start=1)
    return [_of_line(f"line {number}", line) for number, line in lines if line.strip()]


def _of_line(place: str, line: str) -> Record:
    try:
        return _record(place, json.loads(line))
    except (ValueError, RecursionError) as why:
        return Record(place, {}, f"no JSON: {why}")


def _record(place: str, member: object) -> Record:
    if not isinstance(member, dict):
        return Record(place, {}, f"an article must be a JSON object, and this is {type(member).__name__}")
    return Record(place, member)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def of_csv(path: Path, body: bytes) -> list[Record]:
    """Records of a table whose first line names the columns; parted by comma, semicolon, tab or bar.

    Raises:
        BadInput: no header, a column twice, or a quotation mark that never closes.
    """
    text = decoded(body)
    header = text.lstrip("\n\r").split("\n", 1)[0]
    parted = max(",;\t|", key=header.count)
    before = csv.field_size_limit(_FIELD)
    try:
        lines = chain(io.StringIO(text, newline=""), ["\n", _END])
        return list(_rows(path, csv.reader(lines, delimiter=parted)))
    finally:
        csv.field_size_limit(before)


def _rows(path: Path, reader: "csv._reader") -> Iterator[Record]:  # type: ignore[name-defined]
    columns: Sequence[str] = ()
    start = 1
    try:
        for row in reader:
            if row == [_END]:
                break
            if row and row[-1].endswith(_END):
                raise BadInput(f"{path}:{start}: no table: a quotation mark that opens here is never closed")
            if not columns:
                columns = header(path, row)
            elif any(row):
                fault = f"{len(row)} fields under {len(columns)} columns" if len(row) != len(columns) else ""
                yield Record(f"line {start}", dict(zip(columns, row, strict=False)), fault)
            start = reader.line_num + 1
    except csv.Error as why:
        raise BadInput(f"{path}:{start}: no table: {why}; is a quotation mark open?") from None


def header(path: Path, row: Sequence[str]) -> Sequence[str]:
    """Names of columns, as a table's first row says them.

    Raises:
        BadInput: a name twice.
    """
    columns = [name.strip() for name in row]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise BadInput(f"{path}:1: column {', '.join(map(repr, twice))} twice; allowed: each name once")
    return columns


def decoded(body: bytes) -> str:
    """Text of a file: UTF-8 where it is that, else what its bytes look like.

    Raises:
        Unreadable: bytes that are no text.
    """
    try:
        text = body.decode("utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(body).best()
        if best is None:
            raise Unreadable("bytes that are no text") from None
        text = body.decode(best.encoding, "replace")
    if "\x00" in text:
        raise Unreadable("bytes that are no text: zeros among them")
    return text
