"""A user's outlet file (TOML) ↔ an Outlet; every fault named with file, line, key and what is allowed."""

import dataclasses
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from analysis.collect.sources import Source
from analysis.errors import BadInput
from analysis.extract.readers import Readers
from analysis.outlets._outlet import Outlet

SLUG = re.compile(r"[a-z][a-z0-9_]{0,79}")
KINDS: Mapping[str, type] = {kind.__name__.lower(): kind for kind in get_args(Source)}
"""``kind = "feed"`` → the class; ``sitemap``, ``wordpress``, ``gdeltdoc`` … likewise."""
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)
_NEEDED = tuple(f.name for f in dataclasses.fields(Outlet) if f.default is f.default_factory is dataclasses.MISSING)

_WORDS = {
    "str": "words in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "tuple": 'a list, as ["herald.example"]',
}
Fault = tuple[str, str, str]
"""Key, what is wrong with it, what is allowed."""


def read(path: Path) -> Outlet:
    """The outlet that a file declares.

    Raises:
        BadInput: one line a fault, ``path:line: key: what is wrong; allowed: …``.
    """
    text = _text(path)
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as why:
        line = found[1] if (found := re.search(r"at line (\d+)", str(why))) else "1"
        raise BadInput(f"{path}:{line}: (file): {why}; allowed: TOML") from None
    faults = [*_named_wrong(path), *_faults(content)]
    if faults:
        raise BadInput(
            "\n".join(f"{path}:{_line(text, key)}: {key}: {wrong}; allowed: {ok}" for key, wrong, ok in faults)
        )
    made: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}
    made["sources"] = tuple(_source(each) for each in content.get("sources", []))
    made["read"] = Readers(**{key: _frozen(value) for key, value in content.get("read", {}).items()})
    return Outlet(**made)


def toml(outlet: Outlet, remarks: Sequence[str] = (), beside: Mapping[str, str] | None = None) -> str:
    """The file that declares an outlet; *remarks* stand above it as comments, and one *beside* a key after it."""
    lines = [f"# {_line_of(remark)}" for remark in remarks] + [""]
    for field in dataclasses.fields(Outlet):
        value = getattr(outlet, field.name)
        if field.name in {"sources", "read"} or (field.name not in _NEEDED and value == field.default):
            continue
        remark = (beside or {}).get(field.name, "")
        lines.append(f"{field.name} = {_written(value)}" + (f"  # {_line_of(remark)}" if remark else ""))
    for source in outlet.sources:
        lines += ["", "[[sources]]", f'kind = "{type(source).__name__.lower()}"']
        lines += [f"{key} = {_written(value)}" for key, value in _unlike(source)]
    lines += ["", "[read]"] if any(True for _ in _unlike(outlet.read)) else []
    lines += [f"{key} = {_written(value)}" for key, value in _unlike(outlet.read)]
    return "\n".join(lines) + "\n"


def _line_of(remark: str) -> str:
    """A remark in one line, without signs that a comment may not hold."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", remark).split())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadInput(f"{path}:1: (file): not UTF-8; allowed: TOML in UTF-8") from None
    except OSError as why:
        raise BadInput(f"{path}:1: (file): {why.strerror}; allowed: a TOML file") from None


def _named_wrong(path: Path) -> Iterator[Fault]:
    if not SLUG.fullmatch(path.stem):
        yield "(file)", f"its name {path.stem!r} is no slug", "lower-case letters, digits and _, a letter first"


def _faults(content: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _keys("", content, Outlet)
    yield from ((key, "is missing", _ALLOWED[key]) for key in _NEEDED if key not in content)
    for key, value in content.items():
        if key in _ALLOWED and not _fits(key, value):
            yield key, f"{str(value)[:60]!r} will not do", _ALLOWED[key]
    read = content.get("read", {})
    if isinstance(read, dict):
        yield from _keys("read.", read, Readers)
    listed = content.get("sources", [])
    for number, source in enumerate(listed if isinstance(listed, list) else []):
        yield from _source_faults(f"sources.{number}", source)


def _source_faults(key: str, source: Any) -> Iterator[Fault]:
    kinds = ", ".join(KINDS)
    kind = KINDS.get(str(source.get("kind"))) if isinstance(source, dict) else None
    if kind is None:
        yield f"{key}.kind", "is no kind of source that there is", kinds
        return
    said = {name: value for name, value in source.items() if name != "kind"}
    yield from _keys(f"{key}.", said, kind)
    for field in dataclasses.fields(kind):
        if field.name not in said and field.default is dataclasses.MISSING:
            yield f"{key}.{field.name}", "is missing", f"what a {kind.__name__} needs"
        elif field.name in said and not _is(said[field.name], field.type):
            yield f"{key}.{field.name}", f"{str(said[field.name])[:60]!r} will not do", _spelt(field.type)
    if not _ADDRESS.fullmatch(str(said.get("url", "https://a"))):
        yield f"{key}.url", f"{said['url']!r} is no web address", "one that starts with https://"


def _keys(above: str, content: Mapping[str, Any], kind: type) -> Iterator[Fault]:
    names = [field.name for field in dataclasses.fields(kind)]
    yield from ((f"{above}{key}", "is no key of this file", ", ".join(names)) for key in content if key not in names)


def _spelt(hint: Any) -> str:
    """What a field takes, in words of a file and not of this program."""
    if get_origin(hint) is Literal:
        return " or ".join(f'"{one}"' for one in get_args(hint))
    return _WORDS.get(str(getattr(get_origin(hint) or hint, "__name__", hint)), str(hint))


def _is(value: Any, hint: Any) -> bool:
    """Whether a TOML value is of a field's type, as far as outlets and sources have them."""
    said = str(getattr(hint, "__name__", hint)) if isinstance(hint, type) else str(hint)
    match said:
        case "str":
            return isinstance(value, str)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "float":
            return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
        case "bool":
            return isinstance(value, bool)
        case "tuple[str, ...]":
            return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return value in get_args(hint)


def _fits(key: str, value: Any) -> bool:
    match key:
        case "home":
            return isinstance(value, str) and bool(_ADDRESS.fullmatch(value))
        case "country" | "language":
            return isinstance(value, str) and bool(re.fullmatch("[A-Z]{2}" if key == "country" else "[a-z]{2}", value))
        case "timezone":
            return isinstance(value, str) and _is_zone(value)
        case "hosts":
            return isinstance(value, list) and bool(value) and all(_HOST.fullmatch(str(each)) for each in value)
        case "sources":
            return isinstance(value, list)
        case "read":
            hints = {field.name: field.type for field in dataclasses.fields(Readers)}
            return isinstance(value, dict) and all(_is(each, hints[k]) for k, each in value.items() if k in hints)
    field = next(field for field in dataclasses.fields(Outlet) if field.name == key)
    return _is(value, field.type) and (key != "name" or bool(value.strip()))


def _is_zone(value: str) -> bool:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _source(said: Mapping[str, Any]) -> Source:
    made: Source = KINDS[said["kind"]](**{key: _frozen(value) for key, value in said.items() if key != "kind"})
    return made


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _unlike(thing: Any) -> Iterator[tuple[str, Any]]:
    """Fields that differ from what they are when nothing is said."""
    for field in dataclasses.fields(thing):
        if getattr(thing, field.name) != field.default:
            yield field.name, getattr(thing, field.name)


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str, key: str) -> int:
    """Line where the last written part of a key stands; 1 where none does."""
    parts = key.split(".")
    lines = text.split("\n")
    start = 0
    if parts[0] == "sources" and len(parts) > 1:
        heads = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*sources\s*\]\]", line)]
        start = heads[int(parts[1])] if int(parts[1]) < len(heads) else 0
    elif parts[0] == "read":
        start = next((n for n, line in enumerate(lines) if re.match(r"\s*\[\s*read\s*\]", line)), 0)
    for part in reversed(parts):
        for number, line in enumerate(lines[start:], start=start + 1):
            if re.match(rf"\s*[\"']?{re.escape(part)}[\"']?\s*=", line):
                return number
    return start + 1


_ALLOWED: Mapping[str, str] = {
    "name": "the name that its readers know",
    "home": "an address that starts with https://",
    "country": "ISO 3166, two capital letters; ZZ where it has none",
    "language": "ISO 639, two small letters",
    "timezone": 'an IANA zone, as "Europe/Paris" or "UTC"',
    "hosts": 'a list of at least one host, in small letters, as ["herald.example"]',
    "aliases": "a list of names",
    "sources": f"tables [[sources]] with a kind: {', '.join(KINDS)}",
    "read": f"a table of {', '.join(field.name for field in dataclasses.fields(Readers))}",
    "agency": "true or false",
    "made_up": "true or false",
    "fetch_pages": "true or false",
    "note": "text",
}
