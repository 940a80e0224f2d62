"""What a person already has (saved pages, texts, tables of articles) → bytes of articles with their addresses."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import courlan
import lxml.html

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.dates import When, when
from analysis.collect.records import Record, decoded, of_csv, of_json, of_lines
from analysis.errors import BadInput, Unreadable
from analysis.tables import Attempt, Outcome, Precision

RECORD = "application/vnd.samestory.article+json"
"""Media type of one record, as extract reads it."""
FIELDS = (
    "headline",
    "text",
    "url",
    "outlet",
    "published_at",
    "published_precision",
    "modified_at",
    "standfirst",
    "authors",
    "section",
    "tags",
    "language",
    "genre",
    "agency",
    "text_scope",
)
"""What a column can be mapped to; a column of the same name needs no mapping."""
_OF_OURS = {"url", "outlet"}
_LARGEST = 500_000_000
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_KINDS = {
    ".json": of_json,
    ".jsonl": of_lines,
    ".ndjson": of_lines,
    ".csv": of_csv,
    ".tsv": of_csv,
}


@dataclass(frozen=True, slots=True)
class Brought:
    """One article that a person brought, as the store takes it: an answer with status 0."""

    outlet: str
    url: str
    """Canonical; ``file:///name#…`` where the file says none."""
    body: bytes
    media_type: str
    captured_at: datetime
    published_at: datetime | None
    published_precision: Precision | None = None
    outlet_name: str | None = None
    """As the mapped column calls it."""
    status: int = field(default=0, init=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), init=False)

    @property
    def final_url(self) -> str:
        """No redirect led anywhere."""
        return self.url

    @property
    def at(self) -> datetime:
        """When it was brought."""
        return self.captured_at


@dataclass(frozen=True, slots=True)
class _Find:
    """One article's bytes and what is known of them."""

    url: str
    """As the file spells it, or nothing."""
    body: bytes
    media_type: str
    published: When | None
    named: str | None = None
    """Its outlet, as the file calls it."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A file and what its bringer says of it."""

    path: Path
    mapping: Mapping[str, str]
    outlet: str | None
    outlet_of: Callable[[str], str | None]
    now: datetime
    published: When | None

    def attempt(self, url: str, outcome: Outcome, reason: str, outlet: str | None = None) -> Attempt:
        """The ledger's line on what cannot be used."""
        whose = self.outlet or outlet or "unknown"
        return Attempt(whose, "file", url, self.now, "add", outcome, reason)

    def address(self, body: bytes) -> str:
        """A stable address without a folder; the digest keeps apart files of one name from two folders."""
        return f"file:///{quote(self.path.name)}#{hashlib.sha256(body).hexdigest()[:12]}"


def read(
    path: Path,
    *,
    mapping: Mapping[str, str],
    outlet: str | None,
    outlet_of: Callable[[str], str | None],
    now: datetime,
    published: str | None = None,
) -> Iterator[Brought | Attempt]:
    """Articles in a file, in its order, each with bytes for the store, or the ledger's line on why one cannot be used.

    Whose an article is: *outlet*, else *outlet_of* its address, else a slug made of its host's registered domain, else one
    made of the mapped column ``outlet``. *published* stands where an article does not say it itself.

    Raises:
        BadInput: a person must act: no such file, a column that is not there, JSON that breaks, an outlet that nothing tells.
    """
    _check_mapping(mapping)
    if outlet is not None and outlet != _slug(outlet):
        raise BadInput(f"--outlet: {outlet!r} is no slug of an outlet; allowed: lower-case letters, digits and _")
    case = _Case(path, mapping, outlet, outlet_of, now, _told(published))
    body = _bytes(path)
    if not body.strip():
        yield case.attempt(case.address(body), "unreadable", f"{path.name}: the file is empty")
        return
    try:
        yield from _articles(case, body)
    except Unreadable as why:
        yield case.attempt(case.address(body), "unreadable", f"{path.name}: {why}")


def _check_mapping(mapping: Mapping[str, str]) -> None:
    if strange := sorted(set(mapping) - set(FIELDS)):
        raise BadInput(
            f"--map: {', '.join(map(repr, strange))} is no field of an article; allowed: {', '.join(FIELDS)}"
        )


def _told(published: str | None) -> When | None:
    try:
        return when(published)
    except ValueError as why:
        raise BadInput(f"--published: {why}") from None


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(f"{path} is larger than {_LARGEST // 1_000_000} MB; split it")
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise BadInput(f"{path} is a folder; name the files in it: {path}/*") from None
    except OSError as why:
        raise BadInput(f"{path}: {why.strerror}") from None


def _articles(case: _Case, body: bytes) -> Iterator[Brought | Attempt]:
    suffix = case.path.suffix.lower()
    if suffix in _KINDS:
        records = _KINDS[suffix](case.path, body)
        columns = _columns(case, records)
        yield from (_of_record(case, record, columns) for record in records)
    elif suffix in {".html", ".htm", ".xhtml"} or re.match(
        rb"\s*(?:<!doctype html|<html|<!--)", body[:1000], re.IGNORECASE
    ):
        yield _page(case, body)
    elif body.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        raise Unreadable(f"a {suffix or 'packed'} file is not read; save it as text or HTML")
    elif suffix in {".mhtml", ".mht"}:
        raise Unreadable("a web archive file is not read; save the page as HTML only")
    else:
        decoded(body)  # bytes that are no text end here
        yield _brought(case, _Find("", body, "text/plain", case.published))


def _page(case: _Case, body: bytes) -> Brought:
    return _brought(case, _Find(_own_address(body), body, "text/html", case.published))


def _own_address(body: bytes) -> str:
    """What a saved page says its address is: the canonical link, og:url, or the browser's note on saving it."""
    try:
        # Addresses are ASCII, whatever the page is in.
        tree = lxml.html.document_fromstring(body, parser=lxml.html.HTMLParser(encoding="iso-8859-1", huge_tree=True))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("no HTML in it") from None
    links = tree.xpath("//link[@rel='canonical']/@href") + tree.xpath("//meta[@property='og:url']/@content")
    saved = _SAVED_FROM.search(body[:4000].decode("latin-1"))
    found = (link.strip() for link in [*links, *([saved[1]] if saved else [])])
    return next((link for link in found if of_the_web(link)), "")


def _columns(case: _Case, records: list[Record]) -> Mapping[str, str]:
    """Field → column; columns of a field's own name need no mapping."""
    there = list(dict.fromkeys(key for record in records for key in record.values))
    missing = [f"{ours}={theirs}" for ours, theirs in case.mapping.items() if theirs not in there]
    known = {name: name for name in FIELDS if name in there} | dict(case.mapping)
    if missing and there:
        raise BadInput(f"{case.path}: --map {' '.join(missing)}: no such column; there are: {', '.join(there)}")
    if there and not {"headline", "text"} & set(known):
        raise BadInput(
            f"{case.path}: which columns are headline and text? --map headline=… text=…; there are: {', '.join(there)}"
        )
    return known


def _of_record(case: _Case, record: Record, columns: Mapping[str, str]) -> Brought | Attempt:
    values = {ours: record.values.get(theirs) for ours, theirs in columns.items()}
    packed = json.dumps(record.values, sort_keys=True, default=str).encode()
    place = f"{case.path.name}, {record.place}"
    if record.fault:
        return case.attempt(case.address(packed), "unreadable", f"{place}: {record.fault}")
    try:
        url = _web_address(values.get("url"))
        article = _article(values)
        published = when(values.get("published_at")) or case.published
        named = _text(values, "outlet")
    except ValueError as why:
        return case.attempt(case.address(packed), "unreadable", f"{place}: {why}")
    if not article.get("headline") and not article.get("text"):
        return case.attempt(url or case.address(packed), "not_an_article", f"{place}: neither headline nor text")
    body = json.dumps(article | _said(published), sort_keys=True).encode()
    return _brought(case, _Find(url, body, RECORD, published, named))


def _article(values: Mapping[str, Any]) -> dict[str, Any]:
    """The record with our keys; text of several parts is joined by blank lines."""
    found = {key: value for key, value in values.items() if key not in _OF_OURS and value not in (None, "", [], {})}
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


def _brought(case: _Case, find: _Find) -> Brought:
    at, precision = find.published.moment() if find.published else (None, None)
    url = canonical(find.url) if find.url else case.address(find.body)
    outlet = case.outlet or case.outlet_of(url) or _slug(_domain(url)) or _slug(find.named or "")
    if not outlet:
        raise BadInput(f"{case.path}: whose is it? It has no address that tells; say it with --outlet")
    return Brought(outlet, url, find.body, find.media_type, case.now, at, precision, find.named)


def _domain(url: str) -> str:
    """The name that an owner registered: ``politico`` of ``https://www.politico.com/a``."""
    if not of_the_web(url):
        return ""
    # Hosts under reserved endings have no registered domain; then the label before the ending stands for it.
    labels = (urlsplit(url).hostname or "").split(".")
    return str(courlan.extract_domain(url) or ".".join(labels[-2:])).split(".")[0]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:80]
