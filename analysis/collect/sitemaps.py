"""The bytes of a sitemap, a news sitemap or an index of sitemaps → its entries and children."""

import io
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lxml import etree

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.listed import Child, Entry, Reading
from analysis.collect.moments import moment
from analysis.collect.unpack import gunzipped
from analysis.errors import Unreadable

_LARGEST = 100 * 2**20
"""Bytes once unpacked: twice what the protocol allows."""
_MOST = 100_000
"""Entries that are read of one document: twice what the protocol allows."""
_MENDED = "not well-formed; what could be read was read"

_SPAN = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_/.]?(?P<m>0[1-9]|1[0-2]|[1-9](?!\d))(?:[-_/.]?(?P<d>0[1-9]|[12]\d|3[01]|[1-9](?!\d)))?(?!\d)"
    r"|yyyy=(?P<y2>\d{4})&mm=(?P<m2>\d\d?)(?:&dd=(?P<d2>\d\d?))?"
)


def read(body: bytes) -> Reading:
    """Entries and children of a sitemap in its own order; gzip is unpacked.

    Raises:
        Unreadable: this is no sitemap, or one that declares entities of its own.
        Failed: the gzip is damaged or unpacks to too much.
    """
    xml = gunzipped(body, _LARGEST)
    try:
        return _collected(_items(xml, recover=False))
    except etree.XMLSyntaxError:
        return _forgiven(xml)


def span(url: str) -> tuple[datetime, datetime] | None:
    """The days that a sitemap's name promises (``sitemap-2022-01.xml``, ``?yyyy=2022&mm=01``), end exclusive.

    A year alone is no promise: it looks like any running number.
    """
    found = _SPAN.search(url.partition("://")[2].partition("/")[2])
    if not found:
        return None
    year, month = int(found["y"] or found["y2"]), int(found["m"] or found["m2"])
    named = found["d"] or found["d2"]
    try:
        first = date(year, month, int(named or 1))
        last = first if named else first.replace(day=monthrange(year, month)[1])
    except ValueError:
        return None
    return _midnight(first), _midnight(last) + timedelta(days=1)


def _forgiven(xml: bytes) -> Reading:
    try:
        found = _collected(_items(_mended(xml), recover=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable("this is no sitemap: there is no XML in it") from error
    return replace(found, flaw="; ".join(filter(None, [_MENDED, found.flaw])))


def _collected(items: Iterator[Any]) -> Reading:
    entries: list[Entry] = []
    children: list[Child] = []
    for item in items:
        if len(entries) + len(children) >= _MOST:
            return Reading(tuple(entries), tuple(children), f"only its first {_MOST:,} entries were read")
        if _name(item) == "url":
            entries += _entry(item)
        elif _name(item) == "sitemap":
            children += _child(item)
    return Reading(tuple(entries), tuple(children))


def _items(xml: bytes, *, recover: bool) -> Iterator[Any]:
    """Finished children of the root, one at a time; nothing outside the document is ever read."""
    walk = etree.iterparse(
        io.BytesIO(xml),
        events=("start", "end"),
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = None
    for event, element in walk:
        if root is None:
            root = _root(element)
        if event == "end" and element.getparent() is root:
            yield element
            _forget(element)
    if root is None:
        raise Unreadable("this is no sitemap: there is no XML in it")


def _forget(element: Any) -> None:
    """Let go of an element and those before it, or a whole sitemap stays in memory; those after it may be there already."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _root(element: Any) -> Any:
    rules = element.getroottree().docinfo.internalDTD
    if rules is not None and any(True for _ in rules.iterentities()):
        raise Unreadable("it declares XML entities of its own, which no sitemap needs and bombs are made of")
    if _name(element) not in ("urlset", "sitemapindex"):
        raise Unreadable(f"this is no sitemap: its root element is <{_name(element)}>")
    return element


def _mended(xml: bytes) -> bytes:
    """The document up to its last finished entry, bare ampersands escaped: the two faults that sitemaps have."""
    end = max(xml.rfind(tag) + len(tag) if tag in xml else 0 for tag in (b"</url>", b"</sitemap>"))
    return re.sub(rb"&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)", b"&amp;", xml[:end] if end else xml)


def _entry(element: Any) -> list[Entry]:
    url = _text(element, "loc")
    if not of_the_web(url):
        return []
    published = moment(_text(element, "news", "publication_date"))
    modified = moment(_text(element, "lastmod"))
    return [
        Entry(
            url=canonical(url),
            published_at=published[0] if published else None,
            published_precision=published[1] if published else None,
            modified_at=modified[0] if modified else None,
            headline=_text(element, "news", "title") or None,
        )
    ]


def _child(element: Any) -> list[Child]:
    url = _text(element, "loc")
    modified = moment(_text(element, "lastmod"))
    return [Child(url, modified[0] if modified else None)] if of_the_web(url) else []


def _text(element: Any, *path: str) -> str:
    """Text of the first element at the path of local names below *element*, "" where there is none."""
    for name in path:
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return ""
    return " ".join((element.text or "").split())


def _name(element: Any) -> str:
    """Local name, whatever the namespace (or lack of one) that a sitemap declares."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)
