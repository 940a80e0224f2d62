"""What Zotero exports (RDF with its stored snapshots; CSL JSON) → pages, or records of articles.

RDF ("Zotero RDF", with "Export Files") has an element an item and one an attachment; snapshots lie in ``files/`` beside it.
CSL JSON holds no text and no files. Built from Zotero's own export code and from the CSL data schema; no export was at hand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import lxml.etree

from analysis.collect import snapshots
from analysis.collect.addresses import of_the_web
from analysis.collect.articles import of_record
from analysis.collect.brought import Brought, Case, Find, brought
from analysis.collect.dates import When, when
from analysis.collect.moments import moment
from analysis.collect.records import Record
from analysis.errors import Unreadable
from analysis.tables import Attempt

_NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "bib": "http://purl.org/net/biblio#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "link": "http://purl.org/rss/1.0/modules/link/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
}
_RDF = f"{{{_NAMES['rdf']}}}"
_PRESS = ("newspaperArticle", "magazineArticle", "webpage", "blogPost")
_CSL_PRESS = ("article-newspaper", "article-magazine", "webpage", "post-weblog", "article", "post")
_LARGEST_PAGE = 100_000_000


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """A stored page of an item."""

    path: str
    url: str
    taken_at: datetime | None


def is_rdf(head: bytes) -> bool:
    """Whether this is the beginning of a Zotero RDF file."""
    return b"<rdf:RDF" in head and b"zotero.org/namespaces/export#" in head


def is_csl(records: list[Record]) -> bool:
    """Whether records are items in CSL's form."""
    items = [record.values for record in records]
    return (
        bool(items)
        and all(isinstance(one.get("type"), str) for one in items)
        and any({"issued", "container-title"} & set(one) for one in items)
        and not any({"headline", "text", "content"} & set(one) for one in items)
    )


def of_rdf(case: Case, body: bytes) -> Iterator[Brought | Attempt]:
    """Items of the press: their snapshot where one is stored, else what Zotero knows of them.

    Raises:
        Unreadable: no XML.
    """
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = lxml.etree.fromstring(body, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as why:
        raise Unreadable(f"no RDF: {' '.join(str(why).split())[:200]}") from None
    items = [node for node in root if _first(node, "z:itemType") in _PRESS]
    if not items:
        raise Unreadable(f"no item of the kinds {', '.join(_PRESS)} in it")
    for number, node in enumerate(items, start=1):
        yield from _item(case, root, node, number)


def of_csl(records: list[Record]) -> list[Record]:
    """A record for each item of the press, with our own keys; what its abstract says is all its text."""
    return [_of_csl(record.place, record.values) for record in records if record.values["type"] in _CSL_PRESS]


def _item(case: Case, root: Any, node: Any, number: int) -> Iterator[Brought | Attempt]:
    record = _known(root, node, number)
    stored = _snapshots(root, node)
    if not stored or record.fault:
        yield of_record(case, record)
        return
    url, published = str(record.values["url"] or ""), record.values["published_at"]
    for one in stored:
        try:
            found = snapshots.page(_stored(case, one.path))
        except Unreadable as why:
            address = url or case.address(one.path.encode())
            yield case.attempt(address, "unreadable", f"{case.name}, {record.place}: snapshot {why}")
            continue
        address = next((said for said in (url, one.url, found.url) if of_the_web(said)), "")
        taken_at = one.taken_at or found.captured_at
        named = record.values["outlet"]
        yield brought(case, Find(address, found.body, "text/html", published or case.published, named, taken_at))


def _known(root: Any, node: Any, number: int) -> Record:
    """What Zotero knows of an item, with our own keys."""
    place = f"item {number}"
    said = _first(node, "dc:date")
    try:
        published = _day(said)
    except ValueError as why:
        return Record(place, {}, str(why))
    about = node.get(f"{_RDF}about") or ""
    addresses = [_first(node, "dc:identifier/dcterms:URI/rdf:value"), about]
    abstract = _first(node, "dcterms:abstract")
    people = node.xpath("./bib:authors/rdf:Seq/rdf:li/foaf:Person", namespaces=_NAMES)
    values = {
        "headline": _first(node, "dc:title"),
        "url": next((one for one in addresses if of_the_web(one)), None),
        "outlet": _container(root, node),
        "published_at": published,
        "text": abstract,
        "text_scope": "abstract" if abstract else "headline",
        "authors": [f"{_first(one, 'foaf:givenName')} {_first(one, 'foaf:surname')}".strip() for one in people] or None,
        "section": _first(node, ".//dcterms:isPartOf/bib:Part/dc:title") or None,
        "language": _first(node, "z:language")[:2].lower() or None,
    }
    return Record(place, values)


def _container(root: Any, node: Any) -> str | None:
    """Title of the newspaper or site that the item is part of, given in place or by reference."""
    kinds = "self::bib:Newspaper or self::bib:Periodical or self::bib:Journal or self::z:Website or self::z:Blog"
    inside = node.xpath(f".//dcterms:isPartOf/*[{kinds}]/dc:title/text()", namespaces=_NAMES)
    targets = node.xpath(".//dcterms:isPartOf/@rdf:resource", namespaces=_NAMES)
    named = (one for one in root if one.get(f"{_RDF}about") in targets)
    said = [*map(str, inside), *(_first(one, "dc:title") for one in named), _first(node, "prism:publicationName")]
    return next((one.strip() for one in said if one.strip()), None)


def _snapshots(root: Any, node: Any) -> list[_Snapshot]:
    """HTML attachments of an item that are stored as files."""
    targets = set(node.xpath("./link:link/@rdf:resource", namespaces=_NAMES))
    found = []
    for one in root.iterfind("z:Attachment", _NAMES):
        path = next(iter(one.xpath("./rdf:resource/@rdf:resource", namespaces=_NAMES)), "")
        kind = _first(one, "link:type")
        if one.get(f"{_RDF}about") in targets and "html" in kind and path and not of_the_web(path):
            url = _first(one, "dc:identifier/dcterms:URI/rdf:value")
            found.append(_Snapshot(path, url, _utc(_first(one, "dcterms:dateSubmitted"))))
    return found


def _stored(case: Case, named: str) -> bytes:
    """Bytes of a snapshot; only of files below the folder of the export."""
    folder = case.path.parent.resolve()
    try:
        path = (folder / named).resolve()
        if case.inside or not path.is_relative_to(folder):
            raise Unreadable(f"{named[:100]!r} lies outside the export's folder")
        if path.stat().st_size > _LARGEST_PAGE:
            raise Unreadable(f"{named[:100]!r} is larger than {_LARGEST_PAGE // 1_000_000} MB")
        return path.read_bytes()
    except (OSError, ValueError):
        raise Unreadable(f"{named[:100]!r} is not there; export with files, and keep them beside the RDF") from None


def _of_csl(place: str, item: Mapping[str, Any]) -> Record:
    try:
        published = _issued(item.get("issued"))
    except (ValueError, TypeError) as why:
        return Record(place, {}, f"issued: {why}")
    people = item.get("author")
    abstract = _string(item, "abstract")
    values = {
        "headline": _string(item, "title"),
        "url": _string(item, "URL") or None,
        "outlet": _string(item, "container-title") or None,
        "published_at": published,
        "text": re.sub(r"<[^>]*>", " ", abstract).strip(),
        "text_scope": "abstract" if abstract else "headline",
        "authors": [_name(one) for one in people if isinstance(one, dict)] if isinstance(people, list) else None,
        "section": _string(item, "section") or None,
        "language": _string(item, "language")[:2].lower() or None,
    }
    return Record(place, values)


def _issued(issued: object) -> When | None:
    """A day; None where only the month or the year is known."""
    if not isinstance(issued, dict):
        return None
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return _of_parts([str(part).strip() for part in parts[0] if part not in (None, "")])
    return _day(str(issued.get("raw") or issued.get("literal") or ""))


def _of_parts(parts: Sequence[str]) -> When | None:
    """A day of year, month and day; the month may be a word, as some write it."""
    if len(parts) != 3:
        return None
    try:
        if all(part.isdecimal() for part in parts):
            return when(date(*map(int, parts)).isoformat())  # a thirteenth month is none
        return when(" ".join(reversed(parts)))
    except ValueError:
        raise ValueError(
            f"date-parts {list(parts)} are no day; they should be year, month, day: [2022, 1, 7]"
        ) from None


def _day(said: str) -> When | None:
    """A day, however it was typed in; None where only the month or the year is known."""
    return None if re.fullmatch(r"\d{4}(?:[-/]\d{1,2})?(?:[-/]00)?|[^\W\d]+\.? \d{4}", said.strip()) else when(said)


def _name(person: Mapping[str, Any]) -> str:
    return _string(person, "literal") or f"{_string(person, 'given')} {_string(person, 'family')}".strip()


def _string(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def _first(node: Any, path: str) -> str:
    found = node.find(path, _NAMES)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _utc(said: str) -> datetime | None:
    """Zotero writes times in UTC and leaves the zone out."""
    found = moment(f"{said}Z") if re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d", said) else moment(said)
    return found[0] if found else None
