"""A web archive (WARC, WARC.gz, WACZ) → its HTML pages with their own addresses and capture times.

WARC is ISO 28500; WACZ (Webrecorder, 1.1.1) is a zip with ``archive/*.warc.gz``, ``pages/pages.jsonl`` and
``datapackage.json``. Archives are streamed: no more than one page is held here. Of a WARC every HTML page that was
answered with 200 counts, frames and advertisements too; of a WACZ only the pages that its list names, where it names any.
Tried on real WARC records (Common Crawl's, warcio's); WACZ was built from its specification, no real one was at hand.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, cast

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.brought import LARGEST, Brought, Case, Find, brought, of_address
from analysis.collect.moments import moment
from analysis.collect.unpack import Records, limited, unpacked
from analysis.collect.zips import Stream, Zip
from analysis.errors import BadInput, Failed, Unreadable
from analysis.tables import Attempt, Outcome

_MOST_UNPACKED = 16 * 2**30
"""Bytes that one archive may unpack to."""
_LARGEST_PAGE = 20 * 2**20
_LONGEST_HEADERS = 2 * 2**20
_LARGEST_LIST = 50 * 2**20
_HTML = ("text/html", "application/xhtml")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page that cannot be used, and why."""

    url: str
    outcome: Outcome
    reason: str


def is_warc(head: bytes) -> bool:
    """Whether this is the beginning of a WARC (or of an ARC, its forerunner)."""
    return head.startswith((b"WARC/", b"filedesc://"))


def is_wacz(names: Collection[str]) -> bool:
    """Whether members of a zip file make it a WACZ."""
    return "datapackage.json" in names and any(name.startswith(("archive/", "pages/")) for name in names)


def of_warc(case: Case, pieces: Iterator[bytes]) -> Iterator[Brought | Attempt]:
    """Pages of a WARC, then an attempt where it breaks off or holds none.

    Raises:
        BadInput: the pages together are larger than what one command takes.
    """
    yield from _within_reason(case, _counted(case, pages(pieces, f"{case.name}")))


def of_wacz(case: Case, archive: Zip) -> Iterator[Brought | Attempt]:
    """Pages of all WARCs in a WACZ that its list of pages names.

    Raises:
        BadInput: the pages together are larger than what one command takes.
    """
    wanted = listed(archive)
    warcs = [name for name in archive.names if name.startswith("archive/") and ".warc" in name.lower()]
    found = (one for name in warcs for one in pages(archive.pieces(name), f"{case.name}/{name}"))
    chosen = (one for one in found if not wanted or not one.url or canonical(one.url) in wanted)
    yield from _within_reason(case, _counted(case, chosen))


def listed(archive: Zip) -> frozenset[str]:
    """Addresses in a WACZ's lists of pages; none where it has no list.

    Raises:
        Unreadable: a list is damaged or larger than 50 MiB.
    """
    lists = [name for name in archive.names if name.startswith("pages/") and name.endswith(".jsonl")]
    lines = (line for name in lists for line in archive.read(name, _LARGEST_LIST).splitlines())
    return frozenset(canonical(url) for line in lines if (url := _url_in(line)))


def pages(pieces: Iterator[bytes], name: str) -> Iterator[Find | Refusal]:
    """HTML pages of a WARC in its order; a damaged end is the last refusal, with no address."""
    try:
        stream = Stream(_plain(pieces))
        records = Records(stream, arc2warc=True)
        _bound_headers(records.reader)
        for record in records:
            found = _page(record)
            if found:
                yield found
        # warcio takes damage within a file for its end, and a record that breaks off for a whole one.
        if stream.read(1) or (stream.first.startswith(b"WARC/") and not stream.last.endswith((b"\n\r\n", b"\n\n"))):
            raise Failed("its records cannot be read to their end")
    except (AttributeError, TypeError):
        # What the library lets slip on headers that are missing; its words are about itself.
        yield Refusal("", "unreadable", f"{name}: damaged from here on: a record with headers that cannot be read")
    except (ArchiveLoadFailed, Failed, Unreadable, EOFError, ValueError, OSError) as why:
        yield Refusal("", "unreadable", f"{name}: damaged from here on: {' '.join(str(why).split())[:200]}")


def _bound_headers(reader: Any) -> None:
    """Let a reader of the library give up on headers that do not end; it would collect them until memory is full."""
    readline, read = reader.readline, reader.read
    in_lines = 0

    def bounded_readline(length: int | None = None) -> bytes:
        nonlocal in_lines
        line = cast("bytes", readline(min(length or _LONGEST_HEADERS, _LONGEST_HEADERS)))
        in_lines += len(line)
        if in_lines > _LONGEST_HEADERS:
            raise Failed("headers without end")
        return line

    def resetting_read(length: int | None = None) -> bytes:
        nonlocal in_lines
        in_lines = 0
        return cast("bytes", read(length))

    reader.readline, reader.read = bounded_readline, resetting_read


def _plain(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The archive's bytes, out of their gzip; so that a bomb is met here and not in a library."""
    first = next(pieces, b"")
    whole = (piece for part in ([first], pieces) for piece in part)
    plain = limited(unpacked(whole, "gzip") if first.startswith(_GZIP) else whole, _MOST_UNPACKED)
    start = next(plain, b"")
    if start.startswith(_GZIP):
        raise Unreadable("packed twice; unpack it once")
    yield start
    yield from plain


def _page(record: Any) -> Find | Refusal | None:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    url = url.strip("<>")  # as WARC 1.0 was read by some
    at = moment(record.rec_headers.get_header("WARC-Date"))
    kind = _kind(record)
    if record.rec_type not in {"response", "resource"} or not of_the_web(url) or not kind.lower().startswith(_HTML):
        return None
    status = record.http_headers.get_statuscode() if record.rec_type == "response" else "200"
    if status != "200":
        outcome = _outcome(status)
        return Refusal(url, outcome, f"the server answered {status}") if outcome else None
    if at is None:
        return Refusal(url, "unreadable", "a record without a WARC-Date")
    try:
        return Find(url, _content(record), kind, captured_at=at[0])
    except Failed as why:
        return Refusal(url, "unreadable", str(why))


def _kind(record: Any) -> str:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    return (headers.get_header("Content-Type") or "") if headers else ""


def _content(record: Any) -> bytes:
    """The page's bytes as its reader saw them; each step bounded."""
    headers = record.http_headers
    encoding = (headers.get_header("Content-Encoding") or "") if headers else ""
    chunked = headers and (headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
    source = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    body = cast("bytes", source.read(_LARGEST_PAGE + 1))
    if len(body) > _LARGEST_PAGE:
        raise Failed(f"larger than {_LARGEST_PAGE // 2**20} MiB, the most that is taken")
    if getattr(record.raw_stream, "limit", 0) > 0 and not chunked:
        raise Failed("the record breaks off before its end")
    if not body.strip():
        raise Failed("a record without content")
    # Many archivers unpack a page and leave the header as it was.
    if not encoding or body.lstrip().startswith(b"<"):
        return body
    return b"".join(limited(unpacked([body], encoding), _LARGEST_PAGE))


def _outcome(status: str | None) -> Outcome | None:
    """The ledger's word for a server's refusal; None for redirects and what else is no refusal."""
    number = int(status) if status and status.isdecimal() else 0
    by_status: dict[int, Outcome] = {401: "blocked", 403: "blocked", 404: "absent", 410: "absent", 429: "rate_limited"}
    by_status[451] = "blocked"
    return by_status.get(number) or ("failed" if number >= 500 else None)


def _counted(case: Case, found: Iterator[Find | Refusal]) -> Iterator[Brought | Attempt]:
    """Articles and attempts; one attempt where there was nothing at all."""
    empty = True
    for one in found:
        empty = False
        if isinstance(one, Find):
            yield brought(case, one)
        else:
            url = canonical(one.url) if one.url else case.address(one.reason.encode())
            yield case.attempt(url, one.outcome, one.reason, of_address(case, url))
    if empty:
        yield case.attempt(case.address(case.name.encode()), "not_an_article", f"{case.name}: no HTML page in it")


def _within_reason(case: Case, found: Iterator[Brought | Attempt]) -> Iterator[Brought | Attempt]:
    size = 0
    for one in found:
        size += len(one.body) if isinstance(one, Brought) else 0
        if size > LARGEST:
            raise BadInput(f"{case.path}: its pages are larger than {LARGEST // 1_000_000} MB together; split it")
        yield one


def _url_in(line: bytes) -> str:
    """The address in a line of a list of pages; its first line is a header without one."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    url = entry.get("url") if isinstance(entry, dict) else None
    return url if isinstance(url, str) and of_the_web(url) else ""
