"""A sheet that somebody marked (CSV) → marks; every fault named with file, line and column."""

import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from analysis.check.sheet import QUESTIONS, TYPES
from analysis.errors import BadInput, Missing
from analysis.tables import Drawn, Mark, check, frame

_WORDS: Final = {
    **dict.fromkeys(("yes", "y", "true", "1", "right", "x"), "yes"),
    **dict.fromkeys(("no", "n", "false", "0", "wrong"), "no"),
    **dict.fromkeys(("unsure", "u", "?", "cannot tell", "can't tell"), "unsure"),
}
_NUMBERS: Final = {"none": 0, "no": 0, "n": 0, "yes": 1, "y": 1}
_MOST_MISSED: Final = 20
_FAULTS_TOLD: Final = 20
_LARGEST: Final = 50_000_000
_STATEMENT: Final = (*QUESTIONS[:4], "right_type", "relay_right")
_PASSAGE: Final = ("missed", "missed_type")
_NEEDED: Final = ("item", *_STATEMENT, *_PASSAGE, "note", "person")


@dataclass
class _Sheet:
    """One file while it is read."""

    path: Path
    faults: list[str] = field(default_factory=list)

    def fault(self, line: int, column: str, what: str) -> None:
        self.faults.append(f"{self.path}:{line}: {column}: {what}")


def read(path: Path, drawn: pl.DataFrame) -> pl.DataFrame:
    """Marks of one person's sheet: a frame of Mark, a row for each thing that was judged.

    Spreadsheets save with commas, semicolons or tabs, as UTF-8, UTF-16 or in Windows' own code: all are read. Questions that are
    not asked (of what is no statement) are left out, whatever stands there.

    Raises:
        Missing: there is no such file.
        BadInput: faults, one a line, ``path:line: column: what is wrong; allowed: …``.
    """
    sheet = _Sheet(path)
    lines = _lines(path)
    known = {row["item"]: row for row in check(drawn, Drawn).iter_rows(named=True)}
    found = list(_marks(sheet, lines, known))
    _once(sheet, [(mark, line) for mark, line in found])
    if sheet.faults:
        more = len(sheet.faults) - _FAULTS_TOLD
        raise BadInput("\n".join(sheet.faults[:_FAULTS_TOLD]) + (f"\n… and {more} more" if more > 0 else ""))
    judged = [mark for mark, _ in found if mark.is_statement or mark.missed is not None]
    if not judged:
        raise BadInput(f"{path}: nothing is marked in it; fill in the columns {', '.join((*_STATEMENT, *_PASSAGE))}")
    return frame(judged, Mark)


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows by column, each with the line where it begins."""
    reader = csv.reader(io.StringIO(text := _text(path), newline=""), delimiter=_delimiter(text))
    rows, line = [], 1
    try:
        for row in reader:
            rows.append((line, [cell.strip() for cell in row]))
            line = reader.line_num + 1
    except csv.Error as why:
        raise BadInput(f"{path}:{line}: (row): {why}; allowed: a sheet that `samestory check` wrote") from None
    head = next((place for place, (_, cells) in enumerate(rows) if "item" in [c.lower() for c in cells]), None)
    if head is None:
        raise BadInput(
            f"{path}:1: item: no such column; allowed: a sheet that `samestory check` wrote, its first row kept"
        )
    names = [cell.lower().replace(" ", "_") for cell in rows[head][1]]
    if lacking := [name for name in _NEEDED if name not in names]:
        raise BadInput(
            f"{path}:{rows[head][0]}: {', '.join(lacking)}: no such column; the sheet's first row must be kept"
        )
    if twice := [name for name, n in Counter(names).items() if n > 1 and name in _NEEDED]:
        raise BadInput(f"{path}:{rows[head][0]}: {', '.join(twice)}: there twice")
    return [(at, dict(zip(names, cells, strict=False))) for at, cells in rows[head + 1 :] if any(cells)]


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Missing(f"no file {path}; give the sheet that was marked and saved as CSV") from None
    except OSError as why:
        raise BadInput(f"{path}: {why.strerror}") from None
    if len(raw) > _LARGEST:
        raise BadInput(f"{path}: {len(raw):,} bytes is no marked sheet")
    if raw.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise BadInput(f"{path}: a spreadsheet's own format; save it as CSV (File, Save as, CSV UTF-8) and give that")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Windows' spreadsheets write unless asked for UTF-8; answers are plain letters in either.
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=head.count)


def _marks(
    sheet: _Sheet, lines: Sequence[tuple[int, dict[str, str]]], known: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[Mark, int]]:
    for line, row in lines:
        item = row.get("item", "").lower()
        if item not in known:
            near = difflib.get_close_matches(item, known, n=1)
            hint = (
                f", did you mean {near[0]}?"
                if near
                else "; it comes from another event, or its draw is not on this machine"
            )
            sheet.fault(line, "item", f"{item[:60]!r} was not drawn for this event{hint}")
            continue
        yield _mark(sheet, line, row, known[item]), line


def _mark(sheet: _Sheet, line: int, row: Mapping[str, str], about: Mapping[str, Any]) -> Mark:
    statement = about["kind"] == "statement"
    for name in _PASSAGE if statement else _STATEMENT:
        if row.get(name):
            other = "a sentence without" if statement else "a"
            sheet.fault(line, name, f"{row[name][:40]!r} in a row that is not about {other} statement; leave it empty")
    said = _statement(sheet, line, row, about) if statement else dict.fromkeys(_STATEMENT)
    missed = dict.fromkeys(_PASSAGE) if statement else _passage(sheet, line, row)
    note = row.get("note", "").removeprefix("'")
    return Mark(about["draw"], about["item"], row.get("person", ""), **said, **missed, note=note)


def _statement(sheet: _Sheet, line: int, row: Mapping[str, str], about: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: _answer(sheet, line, name, row.get(name, "")) for name in QUESTIONS}
    said["right_type"] = _type(sheet, line, "right_type", row.get("right_type", ""))
    if said["is_statement"] is None and any(said.values()):
        sheet.fault(line, "is_statement", "empty, though others are answered; allowed: yes, no, ?")
    if said["is_statement"] != "yes":
        return {**dict.fromkeys(_STATEMENT), "is_statement": said["is_statement"]}
    if said["type_right"] == "no" and said["right_type"] is None:
        sheet.fault(line, "right_type", f"empty, though type_right is no; allowed: {', '.join(TYPES)}")
    if said["type_right"] == "no" and said["right_type"] == about["source_type"]:
        sheet.fault(line, "right_type", f"{said['right_type']!r} is what the program says, and type_right is no")
    if said["type_right"] != "no" and said["right_type"] not in (None, about["source_type"]):
        sheet.fault(line, "type_right", f"not no, though right_type is {said['right_type']!r}; allowed: no")
    # The program's own type, written out once more, says nothing new.
    return said if said["type_right"] == "no" else said | {"right_type": None}


def _passage(sheet: _Sheet, line: int, row: Mapping[str, str]) -> dict[str, Any]:
    given = row.get("missed", "").lower()
    kind = _type(sheet, line, "missed_type", row.get("missed_type", ""))
    if not given:
        if kind:
            sheet.fault(line, "missed", "empty, though missed_type is given; allowed: a number, 0 for none")
        return dict.fromkeys(_PASSAGE)
    number = _NUMBERS.get(given, int(given) if given.isdecimal() and len(given) <= 3 else -1)
    if not 0 <= number <= _MOST_MISSED:
        sheet.fault(line, "missed", f"{given[:40]!r}; allowed: a number from 0 to {_MOST_MISSED}, or none")
        return dict.fromkeys(_PASSAGE)
    if number and kind is None:
        sheet.fault(line, "missed_type", f"empty, though {number} missed; allowed: {', '.join(TYPES)}")
    return {"missed": number, "missed_type": kind if number else None}


def _answer(sheet: _Sheet, line: int, column: str, given: str) -> str | None:
    if not given:
        return None
    said = _WORDS.get(given.lower())
    if said is None:
        sheet.fault(line, column, f"{given[:40]!r}; allowed: yes, no, ? (cannot tell), or nothing")
    return said


def _type(sheet: _Sheet, line: int, column: str, given: str) -> Any:
    if not given:
        return None
    name = given.lower().replace(" ", "_").replace("-", "_")
    if name not in TYPES:
        near = difflib.get_close_matches(name, TYPES, n=1)
        hint = f", did you mean {near[0]!r}?" if near else ""
        sheet.fault(line, column, f"{given[:40]!r}{hint}; allowed: {', '.join(TYPES)}")
        return None
    return name


def _once(sheet: _Sheet, found: Sequence[tuple[Mark, int]]) -> None:
    """One person a sheet, each thing once."""
    seen: dict[str, int] = {}
    names = {mark.person.casefold(): mark.person for mark, _ in found}
    for mark, line in found:
        if mark.item in seen:
            sheet.fault(line, "item", f"{mark.item} stands in line {seen[mark.item]}, too")
        seen.setdefault(mark.item, line)
        if not mark.person:
            sheet.fault(line, "person", "empty; put the name or initials of who marked the sheet into every row")
    if len(names) > 1:
        listed = ", ".join(map(repr, sorted(names.values())[:4]))
        sheet.fault(found[0][1], "person", f"several people in one sheet ({listed}); allowed: one person a sheet")
