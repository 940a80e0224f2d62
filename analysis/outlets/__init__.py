"""Who: one outlet = one file = one OUTLET, found by file name."""

import importlib
import pkgutil
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

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


@cache
def outlets() -> MappingProxyType[str, Outlet]:
    """Every outlet by slug, the name of its file; one that cannot be imported stops the program."""
    slugs = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return MappingProxyType({slug: importlib.import_module(f"{__name__}.{slug}").OUTLET for slug in slugs})


def slug_of(url: str) -> str | None:
    """Slug of the outlet on whose server an address lies; the longest fitting host wins."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # brackets that are no IPv6 address
        return None
    owners = {host: slug for slug, outlet in outlets().items() for host in outlet.hosts}
    labels = host.rstrip(".").split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((owners[name] for name in names if name in owners), None)
