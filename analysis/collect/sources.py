"""Kinds of place where an outlet lists its coverage: dead data that an outlet's file declares."""

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed: the newest entries, with a summary at most."""

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, an index of sitemaps, or a news sitemap; plain or gzipped."""

    url: str


@dataclass(frozen=True, slots=True)
class WordPress:
    """The interface of a WordPress site: every post of the days asked for, with its text; where it is closed, the feed."""

    url: str


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """Pages that list a month's articles, by the day (The Week and its sister sites)."""

    url: str


@dataclass(frozen=True, slots=True)
class GdeltDoc:
    """GDELT's search (DOC 2.0): what it saw on *hosts* that names the event; since 2017."""

    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GdeltGal:
    """GDELT's list of all articles, one file a minute: large, for what the search does not give."""

    hosts: tuple[str, ...]
    most: int = 2000
    """Files that are asked for in one run; a week has 5,376 minutes in which one may lie."""


@dataclass(frozen=True, slots=True)
class Wayback:
    """The Wayback Machine's captures of one address, with bodies, or of all addresses below a prefix, without."""

    url: str
    match: Literal["exact", "prefix", "host", "domain"] = "exact"
    most: int = 25
    """Captures of one address that are fetched."""


@dataclass(frozen=True, slots=True)
class CcNews:
    """Common Crawl's news crawl: a week is about 100 files of 1 GB, streamed; what lies on *hosts* is kept."""

    hosts: tuple[str, ...]
    most: int = 12
    """Files that are read in one run."""


@dataclass(frozen=True, slots=True)
class Front:
    """A front page: which articles it shows now, and on how many (*archived*) captures of the Wayback Machine."""

    url: str
    archived: int = 0


@dataclass(frozen=True, slots=True)
class GuardianApi:
    """The Guardian's Open Platform: texts of all articles since 1999."""

    key: ClassVar[str] = "GUARDIAN_API_KEY"
    sign_up: ClassVar[str] = "https://open-platform.theguardian.com/access/"
    url: str = "https://content.guardianapis.com"


@dataclass(frozen=True, slots=True)
class NytSearch:
    """The New York Times' Article Search: leads and abstracts since 1851."""

    key: ClassVar[str] = "NYT_API_KEY"
    sign_up: ClassVar[str] = "https://developer.nytimes.com/get-started"
    url: str = "https://api.nytimes.com/svc/search/v2/articlesearch.json"
    pace: float = 12.0
    """Seconds between requests: five a minute, as its users are commonly told."""


@dataclass(frozen=True, slots=True)
class NytArchive:
    """The New York Times' archive: the same documents, a month at a time, about 20 MB each."""

    key: ClassVar[str] = "NYT_API_KEY"
    sign_up: ClassVar[str] = "https://developer.nytimes.com/get-started"
    url: str = "https://api.nytimes.com/svc/archive/v1"
    pace: float = 12.0


@dataclass(frozen=True, slots=True)
class NytWire:
    """The New York Times' newswire: abstracts of the last days; a list of top stories has the same shape."""

    key: ClassVar[str] = "NYT_API_KEY"
    sign_up: ClassVar[str] = "https://developer.nytimes.com/get-started"
    url: str = "https://api.nytimes.com/svc/news/v3/content/all/all.json"
    pace: float = 12.0


@dataclass(frozen=True, slots=True)
class MediaCloud:
    """Media Cloud's search: addresses and headlines that it met on *host*."""

    key: ClassVar[str] = "MEDIACLOUD_API_KEY"
    sign_up: ClassVar[str] = "https://search.mediacloud.org/sign-up"
    host: str
    url: str = "https://search.mediacloud.org/api/search/story-list"


Keyed = GuardianApi | NytSearch | NytArchive | NytWire | MediaCloud
"""Kinds that want a key; each says which one, and where to get it."""

# A further kind is a class here, a module beside this one, and one ``case`` in listing.py.
Source = Feed | Sitemap | WordPress | ArchivePage | GdeltDoc | GdeltGal | Wayback | CcNews | Front | Keyed
