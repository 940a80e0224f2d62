"""What a person already has (pages, archives, texts, tables, exports of databases) → bytes of articles with their addresses."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from analysis.collect import archives, documents, factiva, multiwacz, nexis, proquest, sheets, snapshots, zotero
from analysis.collect.articles import of_record, of_table
from analysis.collect.brought import LARGEST, RECORD, Brought, Case, Find, brought, slug
from analysis.collect.columns import FIELDS
from analysis.collect.dates import When, when
from analysis.collect.records import Record, decoded, of_csv, of_json, of_lines
from analysis.collect.unpack import gunzipped
from analysis.collect.zips import Zip, in_pieces
from analysis.errors import BadInput, Failed, Unreadable
from analysis.tables import Attempt

__all__ = ["FIELDS", "RECORD", "Brought", "read"]

_GZIP, _ZIP, _OLE, _RTF = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
_PACKED = (b"%PDF", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_TABLES = {".json": of_json, ".jsonl": of_lines, ".ndjson": of_lines, ".csv": of_csv, ".tsv": of_csv}
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html|<!--)", re.IGNORECASE)
_OTHER = frozenset(
    {".har", ".ris", ".enw", ".bib", ".nbib", ".eml", ".msg", ".rdf", ".xml", ".rss", ".atom", ".svg"}
    | {".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".css", ".js", ".ics", ".vcf"}
)
"""Formats whose letters are not an article's, and which nothing above could read."""
_MOST_MEMBERS = 10_000
_HEAD = 64 * 1024


def read(
    path: Path,
    *,
    mapping: Mapping[str, str],
    outlet: str | None,
    outlet_of: Callable[[str], str | None],
    now: datetime,
    published: str | None = None,
    outlet_named: Callable[[str], str | None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Brought | Attempt]:
    """Articles in a file, in its order, each with bytes for the store, or the ledger's line on why one cannot be used.

    Whose an article is: *outlet*, else *outlet_of* its address, else a slug made of its host's registered domain, else
    *outlet_named* what the file calls it, else a slug made of that. *published* stands where an article does not say it itself.
    *say* is told which columns of a table were taken for what, and which are not used.

    Raises:
        BadInput: a person must act: no such file, a column that is not there, JSON that breaks, an outlet that nothing tells.
    """
    _check_mapping(mapping)
    if outlet is not None and outlet != slug(outlet):
        raise BadInput(f"--outlet: {outlet!r} is no slug of an outlet; allowed: lower-case letters, digits and _")
    case = Case(path, mapping, outlet, outlet_of, outlet_named, now, _told(published), say=say)
    head, empty = _head(path), True
    try:
        for found in _opened(case, head):
            empty = False
            yield found
    except (Unreadable, Failed) as why:
        yield case.attempt(case.address(head), "unreadable", f"{path.name}: {why}")
    else:
        if empty:
            yield case.attempt(case.address(head), "not_an_article", f"{path.name}: no article in it")


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


def _head(path: Path) -> bytes:
    """The beginning of a file, which says what it is."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise BadInput(f"{path} is a folder; name the files in it: {path}/*") from None
    except OSError as why:
        raise BadInput(f"{path}: {why.strerror}") from None


def _opened(case: Case, head: bytes) -> Iterator[Brought | Attempt]:
    """Articles of a file on the disk; archives are streamed, since they may be larger than what is held."""
    if archives.is_warc(head) or (head.startswith(_GZIP) and ".warc" in case.path.name.lower()):
        with case.path.open("rb") as file:
            yield from archives.of_warc(case, in_pieces(file))
    elif head.startswith(_ZIP) and (names := _members(case.path)) and archives.is_wacz(names):
        with Zip(case.path) as archive:
            yield from archives.of_wacz(case, archive)
    else:
        yield from _inside(case, _bytes(case.path))


def _members(path: Path) -> tuple[str, ...]:
    with Zip(path) as archive:
        return archive.names


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise BadInput(f"{path} is larger than {LARGEST // 1_000_000} MB; split it")
    return path.read_bytes()


def _inside(case: Case, body: bytes) -> Iterator[Brought | Attempt]:
    """Articles of a file's bytes: by what they are, then by its name."""
    if not body.strip():
        yield case.attempt(case.address(body), "unreadable", f"{case.name}: the file is empty")
    elif archives.is_warc(body):
        yield from archives.of_warc(case, iter([body]))
    elif body.startswith(_GZIP):
        yield from _gunzipped(case, body)
    elif body.startswith(_ZIP):
        yield from _zipped(case, body)
    elif body.startswith(_RTF):
        yield from _nexis(case, documents.of_rtf(body))
    elif body.startswith(_OLE) and case.path.suffix.lower() == ".doc":
        raise Unreadable("a file of old Word is not read; save it as DOCX or text")
    elif body.startswith(_OLE):
        yield from _table(case, sheets.of_sheet(case.path, body))
    elif body.startswith(_PACKED):
        raise Unreadable(f"a {case.path.suffix or 'packed'} file is not read; save it as text or HTML")
    else:
        yield from _written(case, body)


def _gunzipped(case: Case, body: bytes) -> Iterator[Brought | Attempt]:
    plain = gunzipped(body, LARGEST)
    if plain.startswith(_GZIP):
        raise Unreadable("packed twice; unpack it once")
    path = case.path.with_suffix("") if case.path.suffix.lower() in {".gz", ".gzip"} else case.path
    yield from _inside(replace(case, path=path), plain)


def _zipped(case: Case, body: bytes) -> Iterator[Brought | Attempt]:
    with Zip(body) as archive:
        if archives.is_wacz(archive.names):
            yield from archives.of_wacz(case, archive)
        elif multiwacz.is_collection(archive):
            yield from multiwacz.pages(case, archive)
        elif "word/document.xml" in archive.names:
            yield from _nexis(case, documents.of_docx(body))
        elif any(name.startswith("xl/") for name in archive.names):
            yield from _table(case, sheets.of_sheet(case.path, body))
        else:
            yield from _each(case, archive)


def _each(case: Case, archive: Zip) -> Iterator[Brought | Attempt]:
    """Articles of the files in a zip file, as Nexis packs them; one within another is not opened."""
    names = [name for name in archive.names if not Path(name).name.startswith((".", "__")) and "__MACOSX" not in name]
    if len(names) > _MOST_MEMBERS:
        raise Unreadable(f"more than {_MOST_MEMBERS:,} files in it; unpack it, and bring them in parts")
    if not names:
        raise Unreadable("no file in it")
    left = LARGEST
    for name in names:
        inner = replace(case, path=case.path.with_name(Path(name).name), inside=(*case.inside, case.path.name))
        try:
            body = archive.read(name, left)
            left -= len(body)
            if case.inside or _holds_more(body):
                raise Unreadable("an archive within an archive; unpack the outer one")
            yield from _inside(inner, body)
        except (Unreadable, Failed) as why:
            yield inner.attempt(inner.address(name.encode()), "unreadable", f"{inner.name}: {why}")


def _holds_more(body: bytes) -> bool:
    """Whether a file in a zip file is a packed one itself; documents and sheets are zip files, too, and are not meant."""
    if not body.startswith((_GZIP, _ZIP)):
        return False
    if body.startswith(_GZIP):
        return True
    with Zip(body) as archive:
        return not any(name.startswith(("word/", "xl/")) for name in archive.names)


def _written(case: Case, body: bytes) -> Iterator[Brought | Attempt]:
    """Articles of what is written in letters."""
    suffix = case.path.suffix.lower()
    if zotero.is_rdf(body[:_HEAD]):
        yield from zotero.of_rdf(case, body)
    elif suffix == ".json" and (names := multiwacz.listed(body)) is not None:
        raise multiwacz.lacking(names)
    elif suffix in _TABLES:
        yield from _table(case, _TABLES[suffix](case.path, body))
    elif snapshots.is_mhtml(body) or suffix in {".mhtml", ".mht"}:
        yield _page(case, snapshots.mhtml(body))
    elif suffix in {".html", ".htm", ".xhtml"} or _HTML.match(body[:_HEAD]):
        yield from _html(case, body)
    else:
        yield from _text(case, body)


def _table(case: Case, records: list[Record]) -> Iterator[Brought | Attempt]:
    """Articles of a table; columns of exports that are known need no mapping."""
    if not case.mapping and zotero.is_csl(records):
        yield from (of_record(case, record) for record in zotero.of_csl(records))
    elif not case.mapping and proquest.is_table(records):
        yield from (of_record(case, record) for record in proquest.of_table(records))
    else:
        yield from of_table(case, records)


def _html(case: Case, body: bytes) -> Iterator[Brought | Attempt]:
    if factiva.is_factiva(body):
        yield from (of_record(case, record) for record in factiva.articles(body))
    elif b"End of Document" in body and nexis.is_nexis(lines := documents.of_html(body)):
        yield from _nexis(case, lines)
    else:
        yield _page(case, snapshots.page(body))


def _text(case: Case, body: bytes) -> Iterator[Brought | Attempt]:
    if (suffix := case.path.suffix.lower()) in _OTHER:
        raise Unreadable(f"a {suffix} file is not read, or is damaged; save what it holds as text or HTML")
    text = decoded(body)  # bytes that are no text end here
    if proquest.is_text(text):
        yield from (of_record(case, record) for record in proquest.of_text(text))
    else:
        yield brought(case, Find("", body, "text/plain", case.published))


def _nexis(case: Case, lines: list[str]) -> Iterator[Brought | Attempt]:
    if not nexis.is_nexis(lines):
        raise Unreadable(
            "no export of Nexis Uni: no lines 'Body' and 'End of Document'; other documents are read as text or HTML"
        )
    yield from (of_record(case, record) for record in nexis.articles(lines))


def _page(case: Case, find: Find) -> Brought:
    return brought(case, replace(find, published=find.published or case.published))
