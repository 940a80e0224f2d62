"""What is wrong in an event file → lines that say where and what is allowed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from analysis.events.event import Address, Decision, Event, Identity, Part, Terms, Window, meant

Key = tuple[str | int, ...]


def told(path: Path, text: str, faults: Iterable[ErrorDetails]) -> str:
    """One line a fault: ``path:line: key: what is wrong; allowed: …``."""
    lines = _lines(text)
    return "\n".join(_fault(path, lines, fault) for fault in faults)


def line_of(text: str, key: Key) -> int:
    """Line where a key of a TOML text stands, or else the innermost written key around it."""
    return _line(_lines(text), key)


def _fault(path: Path, lines: Mapping[Key, int], fault: ErrorDetails) -> str:
    key = tuple(part for part in fault["loc"] if part != "[key]")
    field = _field(key)
    allowed = (field.description or "") if field else ""
    if fault["type"] == "extra_forbidden":
        keys = list(_part(key[:-1]).model_fields)
        wrong, allowed = f"unknown key{meant(str(key[-1]), keys)}", ", ".join(keys)
    elif fault["type"] == "missing":
        wrong = "is missing"
    else:
        wrong = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        wrong = wrong if fault["type"] == "value_error" else f"{wrong}, and is {str(fault['input'])[:60]!r}"
    named = ".".join(map(str, key)) or "(file)"
    return f"{path}:{_line(lines, key)}: {named}: {wrong}; allowed: {allowed}"


def _part(key: Key) -> type[Part]:
    """The part of an event file that holds the keys below *key*."""
    parts: dict[str | int, type[Part]] = {
        "window": Window,
        "terms": Terms,
        "addresses": Address,
        "decisions": Decision,
        "identities": Identity,
    }
    return parts[key[0]] if key else Event


def _field(key: Key) -> FieldInfo | None:
    """What is declared of the innermost declared field that *key* leads through."""
    outer = Event.model_fields.get(str(key[0])) if key else None
    if outer is None or key[0] in {"names", "themes", "speakers", "apart", "outlets"}:
        return outer
    inner = [part for part in key[1:] if isinstance(part, str)]
    return _part(key[:1]).model_fields.get(inner[0], outer) if inner else outer


_BARE = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEYS = rf"{_BARE}(?:\s*\.\s*{_BARE})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_KEYS})\s*=")


def _lines(text: str) -> dict[Key, int]:
    """Line of every key of a TOML text that was written as a key; tomllib tells values and no places."""
    lines: dict[Key, int] = {}
    table: Key = ()
    counts: Counter[Key] = Counter()
    for number, line in _outside_long_strings(text):
        if header := _HEADER.match(line):
            table = _keys(header[2])
            if header[1] == "[[":
                lines.setdefault(table, number)
                counts[table] += 1
                table = (*table, counts[table] - 1)
            lines.setdefault(table, number)
        elif assignment := _ASSIGNMENT.match(line):
            lines.setdefault((*table, *_keys(assignment[1])), number)
    return lines


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not inside:
            yield number, line
        for mark in re.findall(r'"""|\'\'\'', line):
            inside = mark if not inside else "" if mark == inside else inside


def _keys(dotted: str) -> Key:
    return tuple(part.strip("\"'") for part in re.findall(_BARE, dotted))


def _line(lines: Mapping[Key, int], key: Key) -> int:
    """Line of a key, or of the innermost written key around it."""
    return next((lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in lines), 1)
