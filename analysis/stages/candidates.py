"""An outlet's sources, and the event file's own addresses → candidates; all that was said is recorded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import polars as pl

from analysis.collect import gal, gdelt
from analysis.collect.addresses import canonical
from analysis.collect.asking import Asking, Window
from analysis.collect.listed import Answered, Listing
from analysis.collect.listing import listings
from analysis.collect.sources import GdeltDoc, GdeltGal, Source, Wayback
from analysis.events import Event
from analysis.stages.lanes import side_by_side
from analysis.stages.turn import Past, Turn, Work, batched, by_interface, fingerprint
from analysis.tables import Attempt, Placement, Sighting, frame

_BY_NAME = "event file"
_LONG = 4
"""Letters from which on a word says something wherever it stands."""
_LATE = timedelta(days=1)
"""What was published on the last day may have been seen on the next."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Addresses to look at, each once, and those of them that an interface told whole."""

    sightings: tuple[Sighting, ...] = ()
    told: frozenset[str] = frozenset()


def candidates(work: Work) -> Candidates:
    """What the outlet's sources list, hosts side by side; the first source that tells an article is believed.

    Every sighting, look and answer is recorded as soon as its source has answered.
    """
    sources = (*work.turn.outlet.sources, *_kept_by_archives(work.turn))
    work.step("lists", len(sources), by=0)
    found: dict[int, Candidates] = {}

    def ask(number: int) -> None:
        found[number] = _asked(work, sources[number])
        work.step("lists", len(sources))

    side_by_side(range(len(sources)), lambda number: _host(sources[number]), ask, work.turn.halt)
    named = _taken_down(work, Listing(tuple(_named(work.turn)), ()))
    best: dict[str, Sighting] = {}
    for each in (*(found[number] for number in sorted(found)), named):
        for sighting in each.sightings:
            best[sighting.url] = _later(best.get(sighting.url), sighting)
    return Candidates(tuple(best.values()), frozenset().union(*(each.told for each in found.values())))


class Naming:
    """Whether a listing's words, or those of the address, hold a word of the event's terms.

    A sitemap can list thousands of addresses; to open them all would burden the outlet and find little.
    """

    def __init__(self, event: Event) -> None:
        terms = [re.findall(r"\w+", term.lower()) for term in (*event.terms.any, *event.terms.all)]
        self._named = {canonical(address.url) for address in event.addresses}
        # Of "protest in the EU" the long word says enough; "EU" alone must stand by itself to say anything.
        self._long = {word for term in terms for word in term if len(word) >= _LONG}
        self._short = {word for term in terms for word in term if all(len(one) < _LONG for one in term)}

    def __call__(self, sighting: Sighting) -> bool:
        """Whether it does; True too for what a person named, and where the event has no terms."""
        if sighting.url in self._named or not (self._long or self._short):
            return True
        path = re.sub(r"[\W_]+", " ", sighting.url)
        said = " ".join((sighting.headline or "", sighting.summary or "", path)).lower()
        return any(word in said for word in self._long) or not self._short.isdisjoint(re.findall(r"\w+", said))


def _asked(work: Work, source: Source) -> Candidates:
    """What one source tells; each part of it is recorded before the next is asked for."""
    turn = work.turn
    window = (turn.event.window.start, turn.event.window.end)
    now, reached = datetime.now(UTC), work.reached.copy()
    asking = Asking(turn.slug, window, turn.event.terms, now, turn.keys, reached, turn.faults)
    sightings = {one.url: one for one in _of_earlier_runs(work, source, window)}
    told: set[str] = set()
    for part in listings(source, asking, work.lists):
        found = _taken_down(work, part)
        work.reach(part.reached)
        sightings |= {one.url: _later(sightings.get(one.url), one) for one in found.sightings}
        told |= found.told
        if turn.halt.is_set():
            break
    return Candidates(tuple(sightings.values()), frozenset(told))


def _of_earlier_runs(work: Work, source: Source, window: Window) -> Iterator[Sighting]:
    """What a source told that is not read again: a run that was cut off may have opened none of it."""
    if isinstance(source, GdeltDoc | GdeltGal):
        name = gal.called(source) if isinstance(source, GdeltGal) else gdelt.called(source)
        rows = work.turn.store.read_or_empty(Sighting, part=work.turn.slug)
        mine = rows.filter(source=name).filter(pl.col("seen_at").is_between(window[0], window[1] + _LATE))
        yield from (Sighting(**row) for row in mine.iter_rows(named=True))


def _kept_by_archives(turn: Turn) -> Iterator[Wayback]:
    """The history of articles that the event names, as the Wayback Machine has it: pages vanish, and are rewritten."""
    event = turn.event
    for address in event.addresses if event.captures else ():
        if address.outlet == turn.slug:
            yield Wayback(canonical(address.url), most=event.captures)


def _taken_down(work: Work, found: Listing) -> Candidates:
    """What a source said, recorded; its answers are on the disk then, and let go of."""
    answers = [answer for answer in found.answers if not _read_otherwise(work.past, answer)]
    # Pieces of an article that is read as one page: to sight them would tell it twice.
    pieces = {a.url for a in found.answers if a.url != a.page} - {a.url for a in answers}
    sightings = tuple(sighting for sighting in found.sightings if sighting.url not in pieces)
    for some in batched(one for one in sightings if fingerprint(one) not in work.past.sighted):
        work.recorder.sighting(*some)
    work.recorder.attempt(*found.attempts)
    told = _answered(work, answers, {sighting.url: sighting for sighting in sightings})
    if found.placements:
        _placed(work, found.placements)
    return Candidates(sightings, told)


def _host(source: Source) -> str:
    """Whom a source bothers; GDELT and Common Crawl are asked about hosts, and are one each."""
    if isinstance(source, Wayback):
        return "web.archive.org"
    return urlsplit(getattr(source, "url", "")).hostname or type(source).__name__


def _answered(work: Work, answers: Sequence[Answered], sighted: Mapping[str, Sighting]) -> frozenset[str]:
    """Keep what an interface told; the addresses of pages that need not be fetched any more."""
    told: set[str] = set()
    for answer in answers:
        fresh = sorted({answer.url, answer.page} - told) if answer.page else []
        tries = [
            _told(work.turn, url, answer, sighted.get(answer.url))
            for url in fresh
            # Told again in the same bytes it is no further try: a run that was cut off has recorded it.
            if work.past.outcome.get(url) != "kept" or not work.past.has(answer)
        ]
        work.recorder.page(answer.url, _Item(answer), *tries, known=work.past.digests)
        work.tried(*tries)
        told.update(fresh)
    return frozenset(told)


def _read_otherwise(past: Past, answer: Answered) -> bool:
    """Whether the article was read in the other way until now: two ways of reading would look like an edit."""
    known = {past.ways[url] for url in (answer.url, answer.page) if url in past.ways}
    return bool(answer.page) and any(by_interface(way) != by_interface(answer.media_type) for way in known)


def _told(turn: Turn, url: str, answer: Answered, sighting: Sighting | None) -> Attempt:
    day = sighting.published_at.date() if sighting and sighting.published_at else None
    source = sighting.source if sighting else "api"
    if not by_interface(answer.media_type):
        reason = f"as an archive got it at {answer.at:%Y-%m-%d %H:%M} UTC, {len(answer.body):,} bytes"
    elif url == answer.url:
        reason = "told whole by the interface"
    else:
        reason = "told in dated pieces by the interface"
    return Attempt(turn.slug, source, url, answer.at, "capture", "kept", reason, day)


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of an interface's answer, as the store takes it: no server said just this."""

    answered: Answered
    status: int = 0
    headers: tuple[tuple[str, str], ...] = field(default=())

    @property
    def final_url(self) -> str:
        """The article's."""
        return self.answered.url

    @property
    def body(self) -> bytes:
        """The item."""
        return self.answered.body

    @property
    def media_type(self) -> str:
        """One of our own."""
        return self.answered.media_type

    @property
    def at(self) -> datetime:
        """When it came."""
        return self.answered.at


def _placed(work: Work, placements: tuple[Placement, ...]) -> None:
    store, slug = work.turn.store, work.turn.slug
    with work.lock:
        known = store.read_or_empty(Placement, part=slug).filter(pl.col("outlet") == slug)
        rows = pl.concat([known, frame(placements, Placement)]).unique(maintain_order=True)
        store.write(rows, Placement, part=slug)


def _named(turn: Turn) -> Iterator[Sighting]:
    now = datetime.now(UTC)
    for address in turn.event.addresses:
        if address.outlet == turn.slug:
            yield Sighting(turn.slug, _BY_NAME, canonical(address.url), now)


def _later(one: Sighting | None, other: Sighting) -> Sighting:
    """Of two sightings of one article the one that knows of the later change; the first one where neither knows."""
    if one is None:
        return other
    if other.modified_at and (one.modified_at is None or other.modified_at > one.modified_at):
        return other
    return one
