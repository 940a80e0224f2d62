"""One asking of one source: what is asked, and what has come in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar, cast

from analysis.collect.addresses import day, masked
from analysis.collect.asking import Asking, Fetch, Window
from analysis.collect.client import Credentials, Response
from analysis.collect.listed import Answered, Entry, Listing, Reached, Reading
from analysis.errors import Refused, Skip, TryAgain
from analysis.tables import Attempt, Outcome, Placement, Sighting

T = TypeVar("T")

_A_DAY = timedelta(days=1)
_ZONES = timedelta(hours=14)
"""A day somewhere on earth begins so much before, and ends so much after, the same day in UTC."""


@dataclass(slots=True)
class Desk:
    """Where a source's word is taken down; ``look`` never raises for a source that refuses."""

    asking: Asking
    source: str
    """Kind and address, as the ledger names it: ``feed https://…``."""
    fetch: Fetch
    found: dict[str, Sighting] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)

    def read(self, url: str, read: Callable[[Response], T], credentials: Credentials | None = None) -> T | None:
        """What *read* makes of the document; None where it could not be had or read, which is in the ledger then."""
        try:
            return read(self.fetch(url, credentials=credentials) if credentials else self.fetch(url))
        except (Refused, Skip, TryAgain) as why:
            self.note(url, cast("Outcome", why.outcome), str(why))
            return None

    def look(
        self,
        url: str,
        read: Callable[[Response], Reading],
        reason: Callable[[Reading, int], str] | None = None,
        credentials: Credentials | None = None,
    ) -> Reading:
        """Read one document, sight its entries of the window, note the attempt; an empty reading where that failed."""
        reading = self.read(url, read, credentials)
        if reading is None:
            return Reading()
        kept = self.sight(reading.entries)
        self.note(url, "kept", (reason or said)(reading, kept), reaches(reading.entries))
        return reading

    def sight(self, entries: Iterable[Entry]) -> int:
        """Take down the entries that may be of the window, each address once; how many they were."""
        kept = [entry for entry in entries if not outside(entry, self.asking.window)]
        for entry in kept:
            known = self.found.get(entry.url)
            if known is None or (entry.published_at and not known.published_at):
                self.found[entry.url] = self._sighting(entry)
        return len(kept)

    def _sighting(self, entry: Entry) -> Sighting:
        return Sighting(
            outlet=self.asking.outlet,
            source=self.source,
            url=entry.url,
            seen_at=entry.seen_at or self.asking.now,
            published_at=entry.published_at,
            published_precision=entry.published_precision,
            modified_at=entry.modified_at,
            headline=entry.headline,
            summary=entry.summary,
        )

    def note(
        self, url: str, outcome: Outcome, reason: str, reach: tuple[datetime | None, datetime | None] = (None, None)
    ) -> None:
        """Add one row to the ledger; *reach* is the stretch of time of which the source has now told everything."""
        self.attempts.append(
            Attempt(
                outlet=self.asking.outlet,
                source=self.source,
                url=masked(url),
                at=self.asking.now,
                stage="list",
                outcome=outcome,
                reason=reason,
                reaches_from=reach[0],
                reaches_to=reach[1],
            )
        )

    def listing(self, reached: Reached | None = None) -> Listing:
        """All that came in."""
        told = (tuple(self.found.values()), tuple(self.attempts), tuple(self.answers), tuple(self.placements))
        return Listing(*told, reached)

    def handed_over(self) -> Listing:
        """All that came in since the last time; the desk is empty then."""
        told = self.listing()
        for pile in (self.found, self.attempts, self.answers, self.placements):
            pile.clear()
        return told


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


def reaches(entries: Iterable[Entry]) -> tuple[datetime | None, datetime | None]:
    """Oldest and newest time that the entries say."""
    times = [at for entry in entries if (at := entry.published_at or entry.modified_at)]
    return min(times, default=None), max(times, default=None)


def said(reading: Reading, kept: int) -> str:
    """What a document held, in words for the ledger; *kept* of its entries may be of the window."""
    entries = reading.entries
    undated = sum(entry.published_at is None for entry in entries)
    says = [
        f"{len(entries)} entries" if entries or not reading.children else "",
        f"{len(entries) - kept} outside the window" if kept < len(entries) else "",
        f"{undated} without a time of publication" if undated else "",
        reading.flaw,
    ]
    return "; ".join(filter(None, says))
