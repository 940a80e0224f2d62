"""Responses, attempts and sightings → WARC and journal as they come, → tables when it closes."""

import fcntl
import hashlib
import os
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import BinaryIO, Self, cast

import polars as pl

from analysis.errors import BadTable, Stop
from analysis.store import captures, journal, parts
from analysis.store.captures import Answer
from analysis.store.redaction import without_secrets
from analysis.tables import Attempt, Noun, Page, Sighting

_JOURNAL_BYTES = 2**20
"""A journal goes into the tables past this size, or that of the tables, which are written anew then."""
_WARC_BYTES = 1_000_000_000
"""A WARC is begun anew past this size, as archives do."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where an event's things lie."""

    folder: Path

    @property
    def pages(self) -> Path:
        """WARC files."""
        return self.folder / "pages"

    @property
    def tables(self) -> Path:
        """Parquet parts, a folder a noun."""
        return self.folder / "tables"

    @property
    def checks(self) -> Path:
        """What people were asked and said: their work, which no command makes again."""
        return self.folder / "checks"

    @property
    def journals(self) -> Path:
        """Journals of recorders that are open, or were killed."""
        return self.folder / "journal"


class Recorder:
    """One outlet's record of a run; each call is on disk when it returns, and a kill loses nothing before it.

    Threads may share one: their calls wait for each other.
    """

    def __init__(self, shelves: Shelves, outlet: str) -> None:
        self._shelves = shelves
        self._outlet = outlet
        self._path = shelves.journals / f"{outlet}.jsonl"
        self._warc, self._end = "", 0
        self._turn = Lock()

    def __enter__(self) -> Self:
        for folder in (self._shelves.pages, self._shelves.tables, self._shelves.journals):
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self._path.with_suffix(".lock"), self._outlet)
        try:
            self._recover()
            self._begin()
        except BaseException:
            self._lock.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._journal.close()
            self._fold()
        finally:
            self._lock.close()

    def page(
        self, url: str, answer: Answer, *attempts: Attempt, known: Collection[tuple[str, str]] = ()
    ) -> Page | None:
        """The page that was stored; None where *known* (address, digest) says that its bytes are there already.

        *attempts* tell how it was had; they are recorded with it, both or neither.
        """
        digest = hashlib.sha256(answer.body).hexdigest()
        if (url, digest) in known:
            self.attempt(*attempts)
            return None
        packed = captures.record(without_secrets(url), answer)
        with self._turn:
            return self._stored(url, answer, digest, packed, attempts)

    def attempt(self, *attempts: Attempt) -> None:
        """Record how looks or tries ended; many at once cost no more than one."""
        self._append(attempts)

    def sighting(self, *sightings: Sighting) -> None:
        """Record a source's word on articles; many at once cost no more than one."""
        self._append(sightings)

    def _append(self, nouns: Sequence[Noun]) -> None:
        if nouns:
            with self._turn:
                journal.append(self._journal, map(journal.entry, nouns))
                self._fold_when_large()

    def _stored(self, url: str, answer: Answer, digest: str, packed: bytes, attempts: Sequence[Attempt]) -> Page:
        if self._end and self._end + len(packed) > _WARC_BYTES:
            self._warc, self._end = _next(self._warc), 0
            journal.append(self._journal, [{"warc": self._warc, "end": 0}])
        page = Page(
            outlet=self._outlet,
            url=url,
            captured_at=answer.at,
            status=answer.status,
            media_type=answer.media_type,
            warc=self._warc,
            offset=self._end,
            digest=digest,
            final_url=answer.final_url,
        )
        _append(self._shelves.pages / self._warc, packed, self._end)
        end = self._end + len(packed)
        line = {**journal.entry(page), "warc": self._warc, "end": end}
        journal.append(self._journal, [line, *map(journal.entry, attempts)])
        self._end = end
        self._fold_when_large()
        return cast("Page", journal.clean(page))

    def _recover(self) -> None:
        """Take up what a killed run left: what it recorded goes into the tables, what it tore is cut off."""
        left = journal.read(self._path)
        if left and (last := left.warc()):
            warc, end = last
            _cut(self._shelves.pages / warc, end)
        self._fold()

    def _begin(self) -> None:
        self._warc, self._end = _current(self._shelves.pages, self._outlet)
        self._open()

    def _open(self) -> None:
        parts_ = (parts.path_of(self._shelves.tables, noun, self._outlet) for noun in journal.RECORDED)
        self._most = max(_JOURNAL_BYTES, sum(path.stat().st_size for path in parts_ if path.exists()))
        self._id = uuid.uuid4().hex
        self._journal: BinaryIO = self._path.open("ab")
        # The first line says where the WARC ends now, so that a capture torn before the second line can be cut off.
        journal.append(self._journal, [{"journal": self._id, "warc": self._warc, "end": self._end}])
        parts.settle(self._path.parent)

    def _fold_when_large(self) -> None:
        """Neither the journal nor the memory that folding it takes should grow with the run."""
        if self._journal.tell() > self._most:
            self._journal.close()
            self._fold()
            self._open()

    def _fold(self) -> None:
        """The journal into the tables, then away with it; each part remembers it, so that a kill between doubles nothing."""
        done = journal.read(self._path)
        if done:
            for noun in journal.RECORDED:
                self._fold_noun(done, noun)
        self._path.unlink(missing_ok=True)

    def _fold_noun(self, done: journal.Journal, noun: type[Noun]) -> None:
        path = parts.path_of(self._shelves.tables, noun, self._outlet)
        rows = done.rows(noun)
        if not path.exists():
            parts.write(path, rows, folded=done.id)
        elif rows.height and parts.folded(path) != done.id:
            parts.write(path, pl.concat([parts.read(path, noun), rows]), folded=done.id)


def _locked(path: Path, outlet: str) -> BinaryIO:
    """An open file that no other process holds; it says which one does."""
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise Stop(_taken(path, outlet)) from None
    file.truncate(0)
    file.write(str(os.getpid()).encode())
    file.flush()
    return file


def _taken(path: Path, outlet: str) -> str:
    said = path.read_text(encoding="ascii", errors="replace").strip()
    who = f" (process {said})" if said.isdecimal() else ""
    return (
        f"another run{who} records {outlet} of {path.parent.parent.name} just now: let it end, or end it with Ctrl-C in its "
        "terminal, and run this again: it goes on where that one was, and nothing is fetched twice"
    )


def _current(folder: Path, outlet: str) -> tuple[str, int]:
    """The outlet's last WARC and its size, or the name of its first."""
    there = sorted(folder.glob(f"{outlet}-[0-9][0-9][0-9][0-9].warc.gz"))
    return (there[-1].name, there[-1].stat().st_size) if there else (f"{outlet}-0001.warc.gz", 0)


def _next(warc: str) -> str:
    outlet, number = warc.removesuffix(".warc.gz").rsplit("-", 1)
    return f"{outlet}-{int(number) + 1:04}.warc.gz"


def _append(path: Path, packed: bytes, end: int) -> None:
    fresh = not path.exists()
    with path.open("ab") as file:
        try:
            # A capture whose line in the journal failed may still lie behind the end.
            file.truncate(end)
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            os.ftruncate(file.fileno(), end)
            raise
    if fresh:
        parts.settle(path.parent)


def _cut(path: Path, end: int) -> None:
    size = path.stat().st_size if path.exists() else 0
    if size < end:
        raise BadTable(f"pages/{path.name} ends at {size}, and the journal knows of captures up to {end}")
    if size > end:
        with path.open("rb+") as file:
            file.truncate(end)
            os.fsync(file.fileno())
