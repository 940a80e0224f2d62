"""An address → what is found there, and an outlet file for the user to keep."""

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from analysis import outlets
from analysis.collect.client import Client, Manners, agent
from analysis.collect.discover import Discovery, discover
from analysis.errors import BadInput
from analysis.outlets import SLUG, Outlet

_UNKNOWN = "not known: set it"


@dataclass(frozen=True, slots=True)
class Tried:
    """What was found, the outlet that it makes, and the file that declares it."""

    discovery: Discovery
    slug: str
    outlet: Outlet
    toml: str


def visitor(contact: str | None) -> Client:
    """The polite client for a first visit."""
    return Client(Manners(agent=agent(contact or "")))


def try_outlet(url: str, web: Client, slug: str = "") -> Tried:
    """What the site at *url* offers, as an outlet of that slug (by default its host's name).

    Raises:
        BadInput: no web address, no slug, or an outlet that is known already; the message says what to do.
        Refused, TryAgain, Skip: the home page cannot be had or read.
    """
    if slug and not SLUG.fullmatch(slug):
        raise BadInput(f"{slug!r} is no slug; allowed: lower-case letters, digits and _, a letter first")
    if known := outlets.slug_of(url):
        raise BadInput(f"{url} belongs to {known!r}, which has a file already: see `samestory outlets`")
    found = discover(url, web.get)
    if known := outlets.slug_of(found.home):
        raise BadInput(f"{url} leads to {found.home}, which belongs to {known!r}: see `samestory outlets`")
    country = found.country or _country(found.host)
    zone = _zone(country)
    outlet = Outlet(
        name=found.name,
        home=found.home,
        country=country or "ZZ",
        language=found.language or "en",
        timezone=zone or "UTC",
        hosts=(found.host,),
        sources=found.sources,
        note=f"Found by a visit. Its articles' addresses look like {found.pattern}." if found.pattern else "",
    )
    return Tried(
        found, slug or _slug(found.host), outlet, outlets.toml(outlet, _remarks(found), _unsure(found, country, zone))
    )


def keep(tried: Tried) -> Path:
    """Where the outlet's file was written.

    Raises:
        BadInput: there is one of that name, which is left as it is; or what was found makes no file that can be read.
    """
    path = outlets.folder() / f"{tried.slug}.toml"
    if path.exists() or tried.slug in outlets.outlets():
        raise BadInput(f"there is an outlet {tried.slug!r} already; choose another name with --slug")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tried.toml, encoding="utf-8", newline="\n")
    try:
        outlets.outlets()
    except BadInput:
        path.unlink()  # it would stop every command from now on
        raise
    return path


def _remarks(found: Discovery) -> list[str]:
    return [
        f"{found.name}: where samestory looks for its coverage. Yours to change; `samestory outlets` checks it.",
        f"Publishing system: {found.system or 'none that is known here'}.",
        "Feeds and sitemaps mostly reach back days or weeks. For older events add, below the others:",
        "[[sources]]",
        'kind = "gdeltdoc"',
        f'hosts = ["{found.host}"]',
    ]


def _unsure(found: Discovery, country: str, zone: str) -> dict[str, str]:
    """What a person should look at, key by key."""
    said = {
        "country": "" if found.country else "by its host's ending" if country else _UNKNOWN,
        "language": "" if found.language else _UNKNOWN,
        "timezone": f"the only one of {country}" if zone else f"{_UNKNOWN}; times without a zone are read in it",
    }
    return {key: remark for key, remark in said.items() if remark}


def _slug(host: str) -> str:
    """``www.bridge-herald.co.uk`` → ``bridge_herald``."""
    labels = host.split(".")[:-1] or [host]
    if len(labels) > 1 and labels[-1] in ("co", "com", "org", "net", "gov", "ac"):
        labels = labels[:-1]
    slug = re.sub(r"[^a-z0-9]+", "_", "_".join(labels)).strip("_")
    return slug if SLUG.fullmatch(slug) else f"outlet_{slug}"[:80]


def _country(host: str) -> str:
    """By a country's ending, where the host has one."""
    end = host.rsplit(".", 1)[-1].upper().replace("UK", "GB")
    return end if end in _zones() else ""


def _zone(country: str) -> str:
    """The country's time zone, where it has only one."""
    found = _zones().get(country, [])
    return found[0] if len(found) == 1 else ""


def _zones() -> dict[str, list[str]]:
    """Country → its zones, as the time zone database has them."""
    table: dict[str, list[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            table.setdefault(country, []).append(zone)
    return table
