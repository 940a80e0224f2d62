"""One outlet's turn in collecting: what is asked for whom, and what earlier runs know."""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from sys import intern
from typing import Self, TypeVar

import polars as pl

from analysis.collect.client import Client, Response
from analysis.collect.listed import Answered, Reached
from analysis.collect.remembering import Remembering
from analysis.events import Event
from analysis.outlets import Outlet
from analysis.stages.done import Tell
from analysis.store import Kept, Recorder, Store
from analysis.store.redaction import without_secrets
from analysis.tables import Attempt, Page, Sighting

T = TypeVar("T")
_AT_ONCE = 500
_ENDED = frozenset({"kept", "blocked", "absent", "not_an_article"})
"""Outcomes that the next run does not try again, unless the source says that the article changed.

``disallowed`` is none of them: robots.txt is read in each run anyway, may allow tomorrow what it forbids today, and may
have been out of reach only.
"""


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier runs know of an outlet's addresses."""

    outcome: Mapping[str, str]
    modified_at: Mapping[str, datetime]
    digests: frozenset[tuple[str, str]]
    ways: Mapping[str, str]
    """Media type of the last page of an address: HTML, or an interface's item."""
    captures: Mapping[str, tuple[str, int, str]]
    """File, offset and final address of the last page of an address."""
    sighted: frozenset[bytes]

    @classmethod
    def of(cls, store: Store, slug: str) -> Self:
        """What is stored of that outlet."""
        tries = store.read_or_empty(Attempt, part=slug).filter(pl.col("stage") == "capture")
        last = tries.sort("at", maintain_order=True).group_by("url").agg(pl.col("outcome", "at").last())
        sightings = store.read_or_empty(Sighting, part=slug)
        # A change that was listed, but not yet captured when a run was killed, must not count as known.
        seen = sightings.join(last, on="url").filter(pl.col("seen_at") <= pl.col("at")).drop_nulls("modified_at")
        pages = store.read_or_empty(Page, part=slug).sort("captured_at", maintain_order=True)
        # Rows come with strings of their own: of ten thousand addresses each should be held once.
        one = intern
        captures = pages.select("url", "warc", "offset", "final_url").iter_rows()
        return cls(
            {one(url): one(outcome) for url, outcome in last.select("url", "outcome").iter_rows()},
            {one(url): at for url, at in seen.group_by("url").agg(pl.col("modified_at").max()).iter_rows()},
            frozenset((one(url), digest) for url, digest in pages.select("url", "digest").iter_rows()),
            {one(url): one(kind) for url, kind in pages.select("url", "media_type").iter_rows()},
            {one(url): (one(warc), offset, one(final)) for url, warc, offset, final in captures},
            frozenset(fingerprint(Sighting(**row)) for row in sightings.iter_rows(named=True)),
        )

    def has(self, answer: Answered) -> bool:
        """Whether just these bytes are stored of the address."""
        return (answer.url, hashlib.sha256(answer.body).hexdigest()) in self.digests

    def is_due(self, sighting: Sighting, *, opens: bool) -> bool:
        """Never ended, ended for now only, or changed since it was last listed; what an interface tells is not fetched."""
        last = self.outcome.get(sighting.url)
        if last == "kept" and by_interface(self.ways.get(sighting.url, "")):
            return False
        if last not in _ENDED and (opens or last != "metadata_only"):
            return True
        known = self.modified_at.get(sighting.url)
        return bool(sighting.modified_at and (known is None or sighting.modified_at > known))


@dataclass(frozen=True, slots=True)
class Lists:
    """Memory of what sources answered."""

    store: Store

    def recall(self, url: str) -> Response | None:
        """The last answer of that address."""
        return _response(url, self.store.recall(url))

    def remember(self, url: str, answer: Response) -> None:
        """Keep it for the next run."""
        self.store.remember(url, answer)


@dataclass(frozen=True, slots=True)
class Pages:
    """Memory of pages: the captures themselves, so that nothing is kept twice."""

    store: Store
    last: Mapping[str, tuple[str, int, str]]
    """Address → file, offset and final address of its last capture."""

    def recall(self, url: str) -> Response | None:
        """The last capture of that address."""
        if url not in self.last:
            return None
        warc, offset, final_url = self.last[url]
        known = _response(url, self.store.response({"warc": warc, "offset": offset}))
        return known and replace(known, final_url=final_url)

    def remember(self, url: str, answer: Response) -> None:
        """Nothing: it is captured, and so remembered."""


def _response(url: str, kept: Kept | None) -> Response | None:
    return Response(url, kept.url, kept.status, kept.headers, kept.body, kept.at) if kept else None


@dataclass(frozen=True, slots=True)
class Turn:
    """One outlet's turn."""

    event: Event
    slug: str
    outlet: Outlet
    store: Store
    web: Client
    tell: Tell
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    halt: threading.Event = field(default_factory=threading.Event)
    faults: Mapping[str, str] = field(default_factory=dict)
    """Name → what is wrong with a key that is set and cannot be used."""


@dataclass(frozen=True, slots=True)
class Work:
    """A turn under way: where it is recorded, what was known before; threads share it."""

    turn: Turn
    recorder: Recorder
    past: Past
    outcomes: Counter[str] = field(default_factory=Counter)
    """How many tries ended how."""
    steps: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    reached: dict[str, int] = field(default_factory=dict)
    """How far large sources were read, by piece."""

    @property
    def lists(self) -> Remembering:
        """Fetches lists."""
        return Remembering(self.turn.web.get, Lists(self.turn.store))

    @property
    def pages(self) -> Remembering:
        """Fetches pages."""
        return Remembering(self.turn.web.get, Pages(self.turn.store, self.past.captures))

    def tried(self, *attempts: Attempt) -> None:
        """Count how tries ended."""
        with self.lock:
            self.outcomes.update(attempt.outcome for attempt in attempts)

    def reach(self, place: Reached | None) -> None:
        """Remember that all before *place* is recorded, and tell how far that is."""
        if place is None:
            return
        with self.lock:
            self.reached[place.what] = place.at
            self.turn.store.reach(self.turn.slug, self.reached)
        if place.of > 1:
            self.turn.tell(f"{self.turn.outlet.name}: {place.what.split(' ')[0].split('/')[2]}", place.done, place.of)

    def step(self, what: str, total: int, by: int = 1) -> None:
        """Tell that one more of *total* is done; with ``by=0`` that it is about to begin."""
        said = f"{self.turn.outlet.name}: {what}"
        with self.lock:
            self.steps[said] += by
            self.turn.tell(said, self.steps[said], total)


def batched(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, so many at a time that to record them costs little, and that what is held does not grow with them."""
    left = iter(items)
    while some := list(islice(left, _AT_ONCE)):
        yield some


def fingerprint(sighting: Sighting) -> bytes:
    """What a sighting says, in 16 bytes, whenever it was said."""
    times = [at and at.timestamp() for at in (sighting.published_at, sighting.modified_at)]
    told = repr((sighting.source, sighting.url, times, sighting.headline, sighting.summary))
    # Compared with what was stored, which has no secrets.
    return hashlib.blake2b(without_secrets(told).encode("utf-8", "backslashreplace"), digest_size=16).digest()


def by_interface(media_type: str) -> bool:
    """Whether a page is an interface's item."""
    return media_type.startswith("application/vnd.samestory.")
