"""Common Crawl's news crawl (CC-NEWS) → pages of some hosts as the crawler got them.

Reaches back to August 2016; about a hundred files of 1 GB a week by 2022. The file's name says when its crawl began; the
time of a record is when the page was fetched: it is first seen then, never published then. The New York Times, The
Guardian and The Washington Post refuse the crawler from about 2023 on. There is no index, so whole files are streamed, in
parts, and never held. Tested on the real list of files of 2016–2019 and on real WARC records, one of them Common Crawl's;
a whole CC-NEWS file was not at hand.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from analysis.collect.addresses import canonical
from analysis.collect.asking import Asking, Fetch, Window
from analysis.collect.credentials import Credentials
from analysis.collect.desk import Desk, outside
from analysis.collect.listed import Answered, Entry, Listing
from analysis.collect.moments import moment
from analysis.collect.shapes import on_hosts
from analysis.collect.sources import CcNews
from analysis.collect.unpack import gunzipped
from analysis.errors import Failed, Refused, Skip, TryAgain, Unreadable
from analysis.tables import Attempt, Outcome, Sighting

_HOME = "https://data.commoncrawl.org"
_LARGEST_LIST = 20 * 2**20
_PART = 8 * 2**20
"""Bytes of a file that are asked for, and held, at a time."""
_PIECE = 64 * 2**10
_LARGEST_PAGE = 8 * 2**20
_MOST_HELD = 200 * 2**20
"""Bytes of pages that one listing holds; ``each`` hands them over file by file and has no such end."""
_LATE = timedelta(days=1)
_NAME = re.compile(r"CC-NEWS-(\d{14})-\d+\.warc\.gz$")


class Stream(Protocol):
    """Bytes, a piece at a time."""

    def read(self, size: int = ..., /) -> bytes:
        """At most *size* bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Warc:
    """One file of the crawl."""

    url: str
    began_at: datetime


def listing(source: CcNews, asking: Asking, fetch: Fetch) -> Listing:
    """All of :func:`each` in one; past 200 MiB of pages it stops, and says so."""
    sightings: dict[str, Sighting] = {}
    attempts: list[Attempt] = []
    answers: list[Answered] = []
    held = 0
    for part in each(source, asking, fetch):
        sightings |= {sighting.url: sighting for sighting in part.sightings if sighting.url not in sightings}
        attempts += part.attempts
        room = [answer for answer in part.answers if (held := held + len(answer.body)) <= _MOST_HELD]
        answers += room
        if len(room) < len(part.answers):
            desk = _desk(source, asking, fetch)
            desk.note(part.attempts[-1].url, "failed", "more than 200 MiB of pages: the rest was not read")
            attempts += desk.attempts
            break
    return Listing(tuple(sightings.values()), tuple(attempts), tuple(answers))


def each(source: CcNews, asking: Asking, fetch: Fetch) -> Iterator[Listing]:
    """One listing for the lists of files, then one for each file that may hold the window, ``source.most`` at most."""
    desk = _desk(source, asking, fetch)
    due = wanted(_files(desk), asking.window)
    if len(due) > source.most:
        left, first = len(due) - source.most, due[source.most]
        desk.note(first.url, "failed", f"{left} of {len(due)} files not read: the cap is {source.most}")
    yield desk.listing()
    for warc in due[: source.most]:
        desk = _desk(source, asking, fetch)
        _read(desk, warc, source.hosts)
        yield desk.listing()


def files(body: bytes) -> tuple[Warc, ...]:
    """Files that a month's list names, gzipped or not, oldest first.

    Raises:
        Unreadable: it names none.
        Failed: the gzip is damaged.
    """
    lines = gunzipped(body, _LARGEST_LIST).decode("utf-8", "replace").split()
    found = [(line, _NAME.search(line)) for line in lines]
    warcs = [Warc(f"{_HOME}/{line}", at) for line, name in found if name and (at := _stamp(name[1]))]
    if not warcs:
        raise Unreadable("a list that names no file of the news crawl")
    return tuple(sorted(warcs, key=lambda warc: warc.began_at))


def wanted(warcs: Iterable[Warc], window: Window) -> list[Warc]:
    """Files that may hold what was crawled in the window or the day after it: a file runs until the next begins."""
    found = sorted(set(warcs), key=lambda warc: warc.began_at)
    ends = [warc.began_at for warc in found[1:]] + [datetime.max.replace(tzinfo=UTC)]
    return [
        warc
        for warc, end in zip(found, ends, strict=True)
        # The day's grace before: files are written side by side at times.
        if warc.began_at < window[1] + _LATE and max(end, warc.began_at + _LATE) > window[0]
    ]


def pages(stream: Stream, hosts: tuple[str, ...], window: Window) -> Iterator[Answered]:
    """HTML pages with status 200 of *hosts* that were crawled in the window or the day after it, one at a time.

    Raises:
        Failed: the file is damaged or breaks off; what came before it was given out.
    """
    try:
        for record in ArchiveIterator(_Unpacked(stream), arc2warc=False):
            page = _page(record, hosts, window)
            if page:
                yield page
    except (ArchiveLoadFailed, EOFError, ValueError, OSError) as why:
        raise Failed(f"a damaged WARC: {' '.join(str(why).split())[:200]}") from why


class Parts:
    """A file on the web as a stream that asks for one part after the other and holds one at a time."""

    def __init__(self, url: str, fetch: Fetch, size: int = _PART) -> None:
        self._url, self._fetch, self._size = url, fetch, size
        self._at, self._end = 0, -1
        self._part = memoryview(b"")

    def read(self, size: int = _PART) -> bytes:
        """At most *size* bytes, as far as the part at hand goes; none at the end."""
        if not self._part:
            self._next()
        taken, self._part = bytes(self._part[:size]), self._part[size:]
        return taken

    def _next(self) -> None:
        if self._at == self._end:
            return
        part = f"bytes={self._at}-{self._at + self._size - 1}"
        # A range is no secret; it travels the same way, on the wire alone.
        answer = self._fetch(self._url, credentials=Credentials(headers={"Range": part}, api=True))
        if answer.status != 206:
            raise Failed("the host sends whole files only: nothing is gained by asking for parts")
        said = next((value for name, value in answer.headers if name.lower() == "content-range"), "")
        range_ = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", said.strip())
        if not range_ or int(range_[1]) != self._at or int(range_[2]) - self._at + 1 != len(answer.body):
            raise Failed(f"asked for {part}, got {said[:60]!r}")
        self._at, self._end = int(range_[2]) + 1, int(range_[3])
        self._part = memoryview(answer.body)


class _Unpacked:
    """What a gzipped stream holds, a piece at a time; warcio's own unpacking takes damage for the end of the file."""

    def __init__(self, stream: Stream) -> None:
        self._pieces = _unzipped(stream)
        self._piece = b""

    def read(self, size: int) -> bytes:
        """At most *size* bytes; none at the end."""
        self._piece = self._piece or next(self._pieces, b"")
        taken, self._piece = self._piece[:size], self._piece[size:]
        return taken


def _unzipped(stream: Stream) -> Iterator[bytes]:
    """Pieces of the file, of each gzip member in turn; those of a plain file as they are."""
    unzip = None
    chunk = stream.read(_PIECE)
    packed = chunk.startswith(b"\x1f\x8b")
    while chunk:
        rest = chunk
        while packed and rest:
            unzip = zlib.decompressobj(zlib.MAX_WBITS | 16) if unzip is None or unzip.eof else unzip
            try:
                piece = unzip.decompress(rest, _PIECE)
            except zlib.error as why:
                raise Failed(f"a damaged WARC: {why}") from why
            rest = unzip.unused_data if unzip.eof else unzip.unconsumed_tail
            if piece:
                yield piece
        if not packed:
            yield chunk
        chunk = stream.read(_PIECE)
    if unzip is not None and not unzip.eof:
        raise Failed("a WARC that breaks off before its end")


def _desk(source: CcNews, asking: Asking, fetch: Fetch) -> Desk:
    return Desk(asking, f"ccnews {' '.join(source.hosts)}", fetch)


def _files(desk: Desk) -> list[Warc]:
    found: list[Warc] = []
    start, end = desk.asking.window[0] - _LATE, desk.asking.window[1] + _LATE
    month = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while month < end:
        url = f"{_HOME}/crawl-data/CC-NEWS/{month:%Y/%m}/warc.paths.gz"
        warcs = desk.read(url, lambda answer: files(answer.body))
        if warcs is not None:
            desk.note(url, "kept", f"{len(warcs)} files")
            found += warcs
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _read(desk: Desk, warc: Warc, hosts: tuple[str, ...]) -> None:
    trouble: Exception | None = None
    try:
        for page in pages(Parts(warc.url, desk.fetch), hosts, desk.asking.window):
            desk.answers.append(page)
            desk.sight([Entry(page.url, seen_at=page.at)])
    except (Refused, Skip, TryAgain) as why:
        trouble = why
    count = f"{len(desk.answers)} pages of these hosts"
    if trouble is None:
        desk.note(warc.url, "kept", count)
    else:
        desk.note(warc.url, cast("Outcome", cast("Refused", trouble).outcome), f"{trouble}; until then {count}")


def _page(record: Any, hosts: tuple[str, ...], window: Window) -> Answered | None:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    at = moment(record.rec_headers.get_header("WARC-Date"))
    if record.rec_type != "response" or not at or not on_hosts(url, hosts):
        return None
    if not window[0] <= at[0] < window[1] + _LATE or outside(Entry(canonical(url)), window):
        return None
    kind = record.http_headers.get_header("Content-Type") or "" if record.http_headers else ""
    if not kind.lower().startswith(("text/html", "application/xhtml")) or record.http_headers.get_statuscode() != "200":
        return None
    body = record.content_stream().read(_LARGEST_PAGE + 1)
    return Answered(canonical(url), body, kind, at[0]) if 0 < len(body) <= _LARGEST_PAGE else None


def _stamp(said: str) -> datetime | None:
    try:
        return datetime.strptime(said, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
