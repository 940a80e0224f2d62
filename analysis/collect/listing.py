"""A source → sightings of articles, and an attempt for every document that was looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import cast

from analysis.collect import feeds, sitemaps
from analysis.collect.addresses import day, masked
from analysis.collect.client import Response
from analysis.collect.listed import Child, Entry, Reading
from analysis.collect.sources import Feed, Sitemap, Source
from analysis.errors import Refused, Skip, TryAgain
from analysis.tables import Attempt, Outcome, Sighting

Fetch = Callable[[str], Response]
Window = tuple[datetime, datetime]

_DEEPEST = 3
"""Indexes within indexes that are followed; the protocol allows one."""
_MOST_DOCUMENTS = 200
"""Of one sitemap: half a year of daily ones."""
_A_DAY = timedelta(days=1)
_ZONES = timedelta(hours=14)
"""A day somewhere on earth begins so much before, and ends so much after, the same day in UTC."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source says, and how the asking went."""

    sightings: tuple[Sighting, ...]
    attempts: tuple[Attempt, ...]


def listing(source: Source, outlet: str, window: Window, fetch: Fetch, now: datetime) -> Listing:
    """Articles that *source* lists now and that may be of the *window*, each address once, and the ledger's rows.

    An entry is left out only where its own time, its last change or the day in its address lies clearly outside the
    half-open window; the attempt's reason counts those. A source that refuses is an attempt like any other.
    """
    match source:
        case Feed(url):
            desk = _Desk(outlet, f"feed {masked(url)}", window, fetch, now)
            desk.look(url, lambda answer: feeds.read(answer.body, answer.media_type, answer.final_url))
        case Sitemap(url):
            desk = _Desk(outlet, f"sitemap {masked(url)}", window, fetch, now)
            _walk(desk, url)
    return Listing(tuple(desk.found.values()), tuple(desk.attempts))


def outside(entry: Entry, window: Window) -> bool:
    """Whether what is known of an entry's time puts it clearly outside the half-open window."""
    start, end = window
    if entry.published_at and entry.published_precision == "day":
        return entry.published_at + _A_DAY + _ZONES <= start or entry.published_at - _ZONES >= end
    if entry.published_at:
        return not start <= entry.published_at < end
    # Nothing is published after its last change; a change after the window says nothing.
    if entry.modified_at and entry.modified_at + _A_DAY < start:
        return True
    spelt = day(entry.url)
    if spelt is None:
        return False
    at = datetime.combine(spelt, time(0), UTC)
    return at + 2 * _A_DAY <= start or at - _A_DAY >= end


@dataclass(slots=True)
class _Desk:
    """One asking of one source: what is asked, and what has come in."""

    outlet: str
    source: str
    window: Window
    fetch: Fetch
    now: datetime
    found: dict[str, Sighting] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)

    def look(self, url: str, read: Callable[[Response], Reading], most: int = 0) -> tuple[Child, ...]:
        """Read one document, note the attempt, and return those of its children that may matter (*most* at most)."""
        try:
            reading = read(self.fetch(url))
        except (Refused, Skip, TryAgain) as why:
            self.note(url, cast("Outcome", why.outcome), str(why))
            return ()
        kept = [entry for entry in reading.entries if not outside(entry, self.window)]
        for entry in kept:
            self._sight(entry)
        wanted = [child for child in reading.children if not _stale(child, self.window)]
        self.note(url, "kept", _reason(reading, len(kept), len(wanted), most), reading.entries)
        return tuple(wanted[:most])

    def _sight(self, entry: Entry) -> None:
        known = self.found.get(entry.url)
        if known and (known.published_at or not entry.published_at):
            return
        self.found[entry.url] = Sighting(
            outlet=self.outlet,
            source=self.source,
            url=entry.url,
            seen_at=self.now,
            published_at=entry.published_at,
            published_precision=entry.published_precision,
            modified_at=entry.modified_at,
            headline=entry.headline,
            summary=entry.summary,
        )

    def note(self, url: str, outcome: Outcome, reason: str, entries: Iterable[Entry] = ()) -> None:
        """Add one row to the ledger."""
        times = [at for entry in entries if (at := entry.published_at or entry.modified_at)]
        self.attempts.append(
            Attempt(
                outlet=self.outlet,
                source=self.source,
                url=masked(url),
                at=self.now,
                stage="list",
                outcome=outcome,
                reason=reason,
                reaches_from=min(times, default=None),
                reaches_to=max(times, default=None),
            )
        )


def _walk(desk: _Desk, url: str) -> None:
    """The sitemap at *url* and, index by index, those below it that may hold the window."""
    seen = {url}
    level = [url]
    for _ in range(_DEEPEST + 1):
        below: dict[str, None] = {}
        for address in level:
            room = _MOST_DOCUMENTS - len(seen) - len(below)
            children = desk.look(address, lambda answer: sitemaps.read(answer.body), room)
            below |= {child.url: None for child in children if child.url not in seen}
        seen |= below.keys()
        level = list(below)
    if level:
        desk.note(url, "failed", f"{len(level)} sitemaps lie more than {_DEEPEST} indexes deep and were not read")


def _stale(child: Child, window: Window) -> bool:
    """Whether a child was last changed before the window, or is named for days outside it."""
    start, end = window
    if child.modified_at and child.modified_at + _A_DAY < start:
        return True
    days = sitemaps.span(child.url)
    return days is not None and (days[1] + _A_DAY <= start or days[0] - _A_DAY >= end)


def _reason(reading: Reading, kept: int, wanted: int, most: int) -> str:
    entries, children = reading.entries, reading.children
    undated = sum(entry.published_at is None for entry in entries)
    says = [
        f"{len(entries)} entries" if entries or not children else "",
        f"{len(entries) - kept} outside the window" if kept < len(entries) else "",
        f"{undated} without a time of publication" if undated else "",
        f"{len(children)} further sitemaps" if children else "",
        f"{len(children) - wanted} of them outside the window" if wanted < len(children) else "",
        f"{wanted - most} of them not read: more than {_MOST_DOCUMENTS} in all" if wanted > most else "",
        reading.flaw,
    ]
    return "; ".join(filter(None, says))
