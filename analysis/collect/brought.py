"""What a file says of an article → that article, with its bytes, whose it is and its address, as the store takes it."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import courlan

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.dates import When
from analysis.errors import BadInput
from analysis.tables import UNNAMED, Attempt, Outcome, Precision

RECORD = "application/vnd.samestory.article+json"
"""Media type of one record, as extract reads it."""
LARGEST = 500_000_000
"""Bytes of a file that is held whole, of what one file may unpack to, and of all pages of one archive."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One article that a person brought, as the store takes it: an answer with status 0."""

    outlet: str
    url: str
    """Canonical; ``file:///name#…`` where the file says none."""
    body: bytes
    media_type: str
    captured_at: datetime
    """When the page was got, where the file says it; else when it was brought."""
    published_at: datetime | None
    published_precision: Precision | None = None
    outlet_name: str | None = None
    """As the file calls it."""
    status: int = field(default=0, init=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), init=False)

    @property
    def final_url(self) -> str:
        """No redirect led anywhere."""
        return self.url

    @property
    def at(self) -> datetime:
        """When it was got."""
        return self.captured_at


@dataclass(frozen=True, slots=True)
class Find:
    """One article's bytes and what is known of them."""

    url: str
    """As the file spells it, or nothing."""
    body: bytes
    media_type: str
    published: When | None = None
    named: str | None = None
    """Its outlet, as the file calls it."""
    captured_at: datetime | None = None
    key: str = ""
    """``database#number`` where it has no address: the same article of two exports is one."""


@dataclass(frozen=True, slots=True)
class Case:
    """A file and what its bringer says of it."""

    path: Path
    mapping: Mapping[str, str]
    outlet: str | None
    outlet_of: Callable[[str], str | None]
    outlet_named: Callable[[str], str | None]
    now: datetime
    published: When | None
    inside: tuple[str, ...] = ()
    """Archives that this file lies in, outermost first."""
    say: Callable[[str], None] = lambda _: None
    """Told what a person should know of the file, beside what becomes of its articles."""

    @property
    def name(self) -> str:
        """The file's own name with those of the archives around it; never a folder."""
        return "/".join((*self.inside, self.path.name))

    def attempt(self, url: str, outcome: Outcome, reason: str, outlet: str | None = None) -> Attempt:
        """The ledger's line on what cannot be used."""
        whose = self.outlet or outlet or UNNAMED
        return Attempt(whose, "file", url, self.now, "add", outcome, reason)

    def address(self, body: bytes) -> str:
        """A stable address without a folder; the digest keeps apart files of one name from two folders."""
        return f"file:///{quote(self.path.name)}#{hashlib.sha256(body).hexdigest()[:12]}"


def brought(case: Case, find: Find) -> Brought:
    """The article with its outlet: *case*'s, else its address's, its host's, or a slug of what the file calls it.

    Raises:
        BadInput: nothing tells whose it is.
    """
    at, precision = find.published.moment() if find.published else (None, None)
    url = canonical(find.url) if find.url else f"file:///{quote(find.key, safe='#')}" if find.key else ""
    url = url or case.address(find.body)
    outlet = case.outlet or of_address(case, url) or _of_name(case, find.named or "")
    if not outlet:
        raise BadInput(f"{case.path}: whose is it? It has no address that tells; say it with --outlet")
    captured_at = find.captured_at or case.now
    return Brought(outlet, url, find.body, find.media_type, captured_at, at, precision, find.named)


def of_address(case: Case, url: str) -> str | None:
    """Slug of the outlet that has a file for this host, else of the host's registered domain; None for other addresses."""
    return case.outlet_of(url) or slug(_domain(url)) or None


def slug(name: str) -> str:
    """A name as small letters, digits and _: ``Le Matin (Rabat)`` → ``le_matin_rabat``."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:80]


def _of_name(case: Case, name: str) -> str | None:
    if not name.strip():
        return None
    # Names in other letters than Latin leave no slug; their digest is as good a key, and the name is shown.
    return (
        case.outlet_named(name)
        or slug(name)
        or f"outlet_{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
    )


def _domain(url: str) -> str:
    """The name that an owner registered: ``politico`` of ``https://www.politico.com/a``."""
    if not of_the_web(url):
        return ""
    # Hosts under reserved endings have no registered domain; then the label before the ending stands for it.
    labels = (urlsplit(url).hostname or "").split(".")
    return str(courlan.extract_domain(url) or ".".join(labels[-2:])).split(".")[0]
