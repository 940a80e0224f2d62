"""What a document that lists articles says, before anyone asks whose it is."""

from dataclasses import dataclass
from datetime import datetime

from analysis.tables import Precision


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed or sitemap names it; *url* is canonical."""

    url: str
    published_at: datetime | None = None
    published_precision: Precision | None = None
    modified_at: datetime | None = None
    headline: str | None = None
    summary: str | None = None


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
