"""What a source says of articles, before anyone asks whose they are, and what comes back of an asking."""

from dataclasses import dataclass
from datetime import datetime

from analysis.tables import Attempt, Placement, Precision, Sighting


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed, a sitemap or an interface names it; *url* is canonical."""

    url: str
    published_at: datetime | None = None
    published_precision: Precision | None = None
    modified_at: datetime | None = None
    headline: str | None = None
    summary: str | None = None
    seen_at: datetime | None = None
    """When somebody else saw that it was there (an archive, an index); None for what we see ourselves, now."""


@dataclass(frozen=True, slots=True)
class Child:
    """Another document that this one points to."""

    url: str
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that could be read of one document."""

    entries: tuple[Entry, ...] = ()
    children: tuple[Child, ...] = ()
    flaw: str = ""
    """What was wrong with it, in words, though it could be read."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One article as an interface gave it, to be kept as a page of its own."""

    url: str
    """Canonical address."""
    body: bytes
    """The item as JSON."""
    media_type: str
    """One of our own: ``application/vnd.samestory.guardian+json`` …; extract/apis.py reads it."""
    at: datetime
    page: str = ""
    """Canonical address of the page that need not be fetched, since this (with its siblings) holds its whole text."""


WHOLE = -1
"""In place of a number of bytes: all of it."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a source was read that is too large to be read anew in each run."""

    what: str
    """A piece of the source, and what was looked for in it."""
    at: int = WHOLE
    """Bytes of it after which the next run goes on."""
    done: int = 0
    """Pieces of the source that are read, of *of* that are to be read in this run."""
    of: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source says, and how the asking went."""

    sightings: tuple[Sighting, ...]
    attempts: tuple[Attempt, ...]
    answers: tuple[Answered, ...] = ()
    placements: tuple[Placement, ...] = ()
    reached: Reached | None = None
    """What need not be read again once all of this is recorded."""
