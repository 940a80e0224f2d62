"""A room as a filter: JSON Lines in, JSON Lines out, one object a line, ``id`` kept.

Each pipe loads its own room only: a filter should start within a second.
"""

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from analysis.errors import BadInput, Skip

Record = dict[str, Any]
Numbered = tuple[int, Record]
Line = tuple[int, Record | BadInput]
"""A line with its number, or what is wrong with it: said when its turn comes, for lines are read ahead."""
Pipe = Callable[[Iterable[Line], "_Faults"], Iterator[Record]]
_NOT_TOLD = frozenset({"id", "version", "captured_at"})
"""Columns of an article that mean nothing outside an event."""
_NO_TEXT: frozenset[str] = frozenset({"published", "title"})
"""Fields that a line may leave out or hold as null."""


def run(room: str, lines: Iterable[str], out: TextIO, err: TextIO) -> int:
    """Number of bad lines, after every good one has been answered in *out* and every bad one named in *err*.

    Raises:
        BadInput: there is no such room; the message lists those that there are.
    """
    if room not in ROOMS:
        raise BadInput(f"there is no pipe {room!r}; allowed: {', '.join(ROOMS)}")
    faults = _Faults(err)
    out.writelines(
        json.dumps(answer, ensure_ascii=False, default=_plain) + "\n" for answer in ROOMS[room](_lines(lines), faults)
    )
    return faults.count


class _Faults:
    """Says each bad line aloud, with its number, and counts them."""

    def __init__(self, err: TextIO) -> None:
        self.err = err
        self.count = 0

    def say(self, number: int, what: BadInput) -> None:
        self.count += 1
        self.err.write(f"line {number}: {what}\n")

    def of(self, lines: Iterable[Line]) -> Iterator[Numbered]:
        """The good ones of *lines*; the others are said."""
        for number, record in lines:
            if isinstance(record, BadInput):
                self.say(number, record)
            else:
                yield number, record


def _lines(lines: Iterable[str]) -> Iterator[Line]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, _record(line)
            except BadInput as fault:
                yield number, fault


def _record(line: str) -> Record:
    try:
        record = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as fault:
        raise BadInput(f'no JSON ({fault}); each line is one object such as {{"id": "a1", …}}') from None
    if not isinstance(record, dict) or "id" not in record:
        raise BadInput("an object with a field 'id' is wanted")
    if not _is_text(record):
        raise BadInput(
            "bytes that are not UTF-8, half a character, or a number that JSON does not have; write plain JSON in UTF-8"
        )
    return record


def _is_text(record: Record) -> bool:
    """Whether everything in it can be written again: no half of a character, no number that JSON does not have."""
    try:
        for key, value in record.items():
            # A string is a whole page: to quote it takes longer than to read it, and even to copy it.
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, allow_nan=False)
            for text in (key, said):
                if not text.isascii():
                    text.encode()
    except ValueError:
        return False
    return True


def _each(answer: Callable[[Record], Record]) -> Pipe:
    """A pipe that answers line by line."""

    def pipe(lines: Iterable[Line], faults: _Faults) -> Iterator[Record]:
        for number, record in faults.of(lines):
            try:
                yield {"id": record["id"]} | answer(record)
            except BadInput as fault:
                faults.say(number, fault)

    return pipe


def _text(record: Record, field: str) -> str:
    value = record.get(field)
    if not isinstance(value, str):
        raise BadInput(f"field {field!r} is {'missing' if field not in record else 'no text'}; it must be a string")
    return value


def _extract(record: Record) -> Record:
    from analysis.stages.reading import read_page

    body = _text(record, "html").encode() if "html" in record else _file(_text(record, "file"))
    try:
        article = read_page(_text(record, "url"), body, utf8="html" in record)
    except Skip as why:
        return {"outcome": why.outcome, "reason": str(why)}
    names = [f.name for f in dataclasses.fields(article) if f.name not in _NOT_TOLD]
    return {name: getattr(article, name) for name in names}


def _file(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as fault:
        raise BadInput(f"file {name!r} cannot be read: {getattr(fault, 'strerror', None) or fault}") from fault


def _quote(lines: Iterable[Line], faults: _Faults) -> Iterator[Record]:
    """Several texts are read side by side, and answered in their order."""
    from analysis.stages.quote import fallback, side_by_side

    if note := fallback():
        faults.err.write(f"note: {note}\n")
    for _, answer in faults.of(side_by_side(_quoted, lines)):
        yield answer


def _quoted(line: Line) -> Line:
    from analysis.stages.quote import statements

    number, record = line
    if isinstance(record, BadInput):
        return line
    outlet, authors = record.get("outlet"), record.get("authors")
    listed = [authors] if isinstance(authors, str) else authors if isinstance(authors, list) else []
    wrote = tuple(one for one in listed if isinstance(one, str))
    try:
        found = statements(_text(record, "text"), own=outlet if isinstance(outlet, str) else None, authors=wrote)
    except BadInput as fault:
        return number, fault
    kept = [f.name for f in dataclasses.fields(found[0])] if found else []
    names = [name for name in kept if name not in {"article", "outlet"}]
    told = [{name: getattr(one, name) for name in names} for one in found]
    return number, {"id": record["id"], "attributions": told}


def _reuse(record: Record) -> Record:
    from analysis.stages.match import shared_passages

    shared = shared_passages(_text(record, "source"), _text(record, "suspicious"))
    return {"spans": [{"src": p.src, "susp": p.susp, "words": p.words} for p in shared]}


def _match(lines: Iterable[Line], faults: _Faults) -> Iterator[Record]:
    """Stories can only be told apart together: all lines are read before the first answer."""
    import polars as pl

    from analysis.stages.match import stories

    rows, ids = [], []
    for number, record in faults.of(lines):
        try:
            rows.append({"outlet": _text(record, "outlet"), "text": _text(record, "text")} | _optional(record))
        except BadInput as fault:
            faults.say(number, fault)
            continue
        ids.append(record["id"])
    schema = {"id": pl.String, "outlet": pl.String, "published": pl.String, "title": pl.String, "text": pl.String}
    told = stories(pl.DataFrame([{"id": str(i), **row} for i, row in enumerate(rows)], schema=schema))
    for row in told.sort(pl.col("id").cast(pl.Int64)).iter_rows(named=True):
        yield row | {"id": ids[int(row["id"])]}


def _optional(record: Record) -> Record:
    return {name: None if record.get(name) is None else _text(record, name) for name in sorted(_NO_TEXT)}


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(type(value).__name__)


ROOMS: dict[str, Pipe] = {
    "extract": _each(_extract),
    "quote": _quote,
    "match": _match,
    "reuse": _each(_reuse),
}
"""Name on the command line → the room as a filter."""
