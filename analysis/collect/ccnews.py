"""Common Crawl's news crawl (CC-NEWS) → pages of some hosts as the crawler got them.

Reaches back to August 2016; about a hundred files of 1 GB a week by 2022. The file's name says when its crawl began; the
time of a record is when the page was fetched: it is first seen then, never published then. The New York Times, The
Guardian and The Washington Post refuse the crawler from about 2023 on. There is no index, so whole files are streamed, in
parts, and never held; a run that was cut off goes on in the middle of a file. Tested on the real list of files of
2016–2019 and on real WARC records, one of them Common Crawl's; a whole CC-NEWS file was not at hand.
"""

import re
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, cast

from warcio.exceptions import ArchiveLoadFailed

from analysis.collect.addresses import canonical
from analysis.collect.asking import Asking, Fetch, Window
from analysis.collect.credentials import Credentials
from analysis.collect.desk import Desk, outside
from analysis.collect.listed import WHOLE, Answered, Entry, Listing, Reached
from analysis.collect.moments import moment
from analysis.collect.shapes import on_hosts
from analysis.collect.sources import CcNews
from analysis.collect.unpack import Records, gunzipped
from analysis.errors import Failed, Refused, Skip, TryAgain, Unreadable
from analysis.tables import Outcome

_HOME = "https://data.commoncrawl.org"
_LARGEST_LIST = 20 * 2**20
_PART = 8 * 2**20
"""Bytes of a file that are asked for, and held, at a time."""
_PIECE = 64 * 2**10
_LARGEST_PAGE = 8 * 2**20
_HELD = 4 * 2**20
"""Bytes of pages that are held before they are handed over."""
_STRIDE = 64 * 2**20
"""Bytes of a file after which a run that is cut off need not go back, whether they held pages or not."""
_BEGINS = b"WARC/"
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


def each(source: CcNews, asking: Asking, fetch: Fetch) -> Iterator[Listing]:
    """One listing for the lists of files, then one for every few MiB of pages in each file that may hold the window.

    Files that earlier runs read are left out, and ``source.most`` of the others are read: the next run goes on behind them.
    """
    desk = _desk(source, asking, fetch)
    there = wanted(_files(desk), asking.window)
    due = [warc for warc in there if asking.reached.get(_mark(source, asking, warc)) != WHOLE]
    if len(due) > source.most:
        left, first = len(due) - source.most, due[source.most]
        desk.note(
            first.url,
            "failed",
            f"{left} of {len(there)} files not read: the cap is {source.most}; the next run goes on there",
        )
    yield desk.listing()
    count = min(len(due), source.most)
    for number, warc in enumerate(due[:count]):
        mark = _mark(source, asking, warc)
        place = Reached(mark, asking.reached.get(mark, 0), number, count)
        yield from _read(lambda: _desk(source, asking, fetch), warc, source.hosts, place)


def _mark(source: CcNews, asking: Asking, warc: Warc) -> str:
    """What was looked for in a file: of other hosts or days it tells something else."""
    start, end = asking.window
    return f"{warc.url} {start:%Y%m%dT%H%M%S}-{end:%Y%m%dT%H%M%S} {' '.join(sorted(source.hosts))}"


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
    ends = [*(warc.began_at for warc in found[1:]), datetime.max.replace(tzinfo=UTC)][: len(found)]
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
    return filter(None, records(Unpacked(stream), hosts, window))


def records(stream: "Unpacked", hosts: tuple[str, ...], window: Window) -> Iterator[Answered | None]:
    """The same, with None for each record that is no such page; ``stream.at`` is where the record begins.

    Raises:
        Failed: as there.
    """
    try:
        for record in Records(stream, arc2warc=False):
            yield _page(record, hosts, window)
    except (ArchiveLoadFailed, EOFError, ValueError, OSError) as why:
        raise Failed(f"a damaged WARC: {' '.join(str(why).split())[:200]}") from why


class Parts:
    """A file on the web as a stream that asks for one part after the other and holds one at a time."""

    def __init__(self, url: str, fetch: Fetch, size: int = _PART, *, at: int = 0) -> None:
        self._url, self._fetch, self._size = url, fetch, size
        self._at, self._end = at, -1
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


class Unpacked:
    """What a gzipped stream holds, a piece at a time; warcio's own unpacking takes damage for the end of the file.

    ``at`` counts packed bytes up to the last gzip member that began with a record: there a later run can go on. A stream
    that begins in the middle of a file says so with *at*.
    """

    def __init__(self, stream: Stream, at: int = 0) -> None:
        self.at = at
        self._stream, self._taken = stream, at
        self._pieces = self._unzipped()
        self._piece = b""

    def read(self, size: int) -> bytes:
        """At most *size* bytes; none at the end."""
        self._piece = self._piece or next(self._pieces, b"")
        taken, self._piece = self._piece[:size], self._piece[size:]
        return taken

    def _unzipped(self) -> Iterator[bytes]:
        """Pieces of the file, none of two gzip members; those of a plain file as they are."""
        chunk = self._stream.read(_PIECE)
        if not chunk.startswith(b"\x1f\x8b"):
            while chunk:
                yield chunk
                chunk = self._stream.read(_PIECE)
            return
        while chunk:
            chunk = yield from self._member(chunk)

    def _member(self, chunk: bytes) -> Generator[bytes, None, bytes]:
        """Pieces of one gzip member that begins with *chunk*; gives back what follows it."""
        unzip, begun, head = zlib.decompressobj(zlib.MAX_WBITS | 16), self._taken, b""
        while not unzip.eof:
            if not chunk:
                raise Failed("a WARC that breaks off before its end")
            try:
                piece = unzip.decompress(chunk, _PIECE)
            except zlib.error as why:
                raise Failed(f"a damaged WARC: {why}") from why
            rest = unzip.unused_data if unzip.eof else unzip.unconsumed_tail
            self._taken += len(chunk) - len(rest)
            head = (head + piece[: len(_BEGINS)])[: len(_BEGINS)]
            self.at = begun if head == _BEGINS else self.at
            if piece:
                yield piece
            chunk = rest or self._stream.read(_PIECE)
        return chunk


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


def _read(open_desk: Callable[[], Desk], warc: Warc, hosts: tuple[str, ...], place: Reached) -> Iterator[Listing]:
    """Listings of one file from ``place.at`` on, each with the place up to which all is handed over."""
    desk, count, held = open_desk(), 0, 0
    since = f", from byte {place.at:,} on, where an earlier run was cut off" if place.at else ""
    stream = Unpacked(Parts(warc.url, desk.fetch, at=place.at), place.at)
    found = records(stream, hosts, desk.asking.window)
    try:
        for page in found:
            if held >= _HELD or stream.at - place.at >= _STRIDE:
                place, held = replace(place, at=stream.at), 0
                yield desk.listing(place)
                desk = open_desk()
            if page:
                desk.answers.append(page)
                desk.sight([Entry(page.url, seen_at=page.at)])
                count, held = count + 1, held + len(page.body)
    except (Refused, Skip, TryAgain) as why:
        desk.note(warc.url, cast("Outcome", why.outcome), f"{why}; until then {count} pages of these hosts{since}")
        yield desk.listing(replace(place, at=stream.at))
    else:
        desk.note(warc.url, "kept", f"{count} pages of these hosts{since}")
        yield desk.listing(replace(place, at=WHOLE, done=place.done + 1))


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
    return Answered(canonical(url), body, kind, at[0], canonical(url)) if 0 < len(body) <= _LARGEST_PAGE else None


def _stamp(said: str) -> datetime | None:
    try:
        return datetime.strptime(said, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
