"""Records of a file (rows, objects, a database's articles) → articles in our own keys, or what is wrong with each."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.collect.addresses import of_the_web
from analysis.collect.brought import RECORD, Brought, Case, Find, brought
from analysis.collect.columns import FIELDS, of_fields
from analysis.collect.dates import When, when
from analysis.collect.records import Record
from analysis.tables import Attempt

_OURS = {name: name for name in FIELDS}
_NOT_KEPT = {"url", "outlet"}


def of_table(case: Case, records: list[Record]) -> Iterator[Brought | Attempt]:
    """Articles of records whose columns the bringer maps, or whose names are known.

    Raises:
        BadInput: a mapped column is not there, or none is headline or text.
    """
    columns = of_fields(case, records)
    yield from (of_record(case, record, columns) for record in records)


def of_record(case: Case, record: Record, columns: Mapping[str, str] = _OURS) -> Brought | Attempt:
    """The article of one record, whose values *columns* (ours → theirs) find."""
    values = {ours: record.values.get(theirs) for ours, theirs in columns.items()}
    packed = json.dumps(record.values, sort_keys=True, default=str).encode()
    place = f"{case.name}, {record.place}"
    if record.fault:
        return case.attempt(case.address(packed), "unreadable", f"{place}: {record.fault}")
    try:
        url = _web_address(values.get("url"))
        article = _article(values)
        published = _published(values) or case.published
        named = _text(values, "outlet")
    except ValueError as why:
        return case.attempt(case.address(packed), "unreadable", f"{place}: {why}")
    if not article.get("headline") and not article.get("text"):
        return case.attempt(url or case.address(packed), "not_an_article", f"{place}: neither headline nor text")
    body = json.dumps(article | _said(published), sort_keys=True).encode()
    return brought(case, Find(url, body, RECORD, published, named, key=record.key))


def _published(values: Mapping[str, Any]) -> When | None:
    said = values.get("published_at")
    return said if isinstance(said, When) else when(said)


def _article(values: Mapping[str, Any]) -> dict[str, Any]:
    """The record with our keys; text of several parts is joined by blank lines."""
    found = {key: value for key, value in values.items() if key not in _NOT_KEPT and value not in (None, "", [], {})}
    for key in ("headline", "text", "standfirst", "section", "language", "genre", "agency", "text_scope"):
        if key in found:
            found[key] = _text(found, key)
    if "modified_at" in found:
        modified = when(found["modified_at"])
        found["modified_at"] = modified.iso() if modified else None
    found.pop("published_at", None)
    return {key: _whole(value) for key, value in found.items()}


def _text(values: Mapping[str, Any], key: str) -> str | None:
    value = values.get(key)
    if value is None or isinstance(value, str):
        return value.strip() or None if value else None
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f"{key} must be text, and is {type(value).__name__}")


def _whole(value: Any) -> Any:
    """Text without halves of characters, which no table takes."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _said(published: When | None) -> dict[str, str]:
    """When it was published, as exactly as was said."""
    return {"published_at": published.iso(), "published_precision": published.precision} if published else {}


def _web_address(value: Any) -> str:
    text = _text({"url": value}, "url") or ""
    spelled = text if "://" in text or not re.match(r"[\w-]+(?:\.[\w-]+)+/", text) else f"https://{text}"
    if spelled and not of_the_web(spelled):
        raise ValueError(f"url {text[:80]!r} is no web address")
    return spelled
