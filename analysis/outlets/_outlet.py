"""One outlet as dead data."""

from dataclasses import dataclass, field

from analysis.collect.sources import Source
from analysis.extract.readers import Readers


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet: who it is, where it lists its coverage, how its pages are read."""

    name: str
    """As its readers know it."""
    home: str
    country: str
    """ISO 3166, two letters."""
    language: str
    """ISO 639, two letters."""
    timezone: str
    """IANA zone of a time that its pages show without one."""
    hosts: tuple[str, ...]
    """Names of its servers; names below them count too."""
    aliases: tuple[str, ...] = ()
    """How others call it; no two outlets share one."""
    sources: tuple[Source, ...] = ()
    read: Readers = field(default_factory=Readers)
    agency: bool = False
    made_up: bool = False
    fetch_pages: bool = True
    """False where robots.txt or terms forbid it: sightings only; pages come from files that a person brings."""
    note: str = ""
    """What a user of the outlet should know before trusting what was collected."""
