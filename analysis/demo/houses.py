"""The demo's outlets as publishers: host, addresses, and where they list what they print."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analysis.demo.pieces import Piece


@dataclass(frozen=True, slots=True)
class House:
    """One publisher's site; its page template has the name of its slug."""

    slug: str
    name: str
    host: str
    motto: str
    path: Callable[[Piece], str]
    """Path of an article's page."""
    feed: str = ""
    """Path of its feed, empty where there is none; ``atom`` in it makes it Atom, else it is RSS."""
    sitemap: str = ""
    """Path of its sitemap, empty where there is none."""
    sitemaps: bool = False
    """The sitemap is an index of one gzipped sitemap a day."""
    news: bool = False
    """The sitemap carries the news extension: titles and publication times."""
    robots: tuple[str, ...] = ()
    """Lines of robots.txt beside those that name the sitemap."""

    @property
    def home(self) -> str:
        """Address of the front page, without the last slash."""
        return f"https://{self.host}"


def _courier(piece: Piece) -> str:
    return f"/{piece.published_on:%Y/%m/%d}/{piece.slug}"


def _herald(piece: Piece) -> str:
    return f"/news/10{piece.name}"


def _ledger(piece: Piece) -> str:
    return f"/{piece.section.lower()}/{piece.slug}"


def _lantern(piece: Piece) -> str:
    topic = piece.tags[0].lower().replace(" ", "-")
    return f"/{topic}/953{piece.number}/{piece.slug}"


def _farshore(piece: Piece) -> str:
    return f"/item/{piece.published_on:%Y%m%d}{piece.number}"


_ALL = (
    House(
        "tide_courier", "The Tide Courier", "tidecourier.example", "Printed on every tide since 1871", _courier,
        feed="/feed.atom", sitemap="/sitemap.xml", sitemaps=True,
        robots=("User-agent: *", "Disallow: /letters/", "Allow: /"),
    ),
    House(
        "harbour_herald", "Harbour Herald", "harbourherald.example", "On your side of the water", _herald,
        feed="/rss", sitemap="/news-sitemap.xml", news=True,
        robots=("User-agent: *", "Disallow: /search", "Crawl-delay: 0.1"),
    ),
    House(
        "quay_ledger", "The Quay Ledger", "quayledger.example", "What it costs", _ledger,
        feed="/feeds/all.xml", sitemap="/sitemap-articles.xml",
        robots=("User-agent: greedybot", "Disallow: /", "", "User-agent: *", "Disallow: /account/"),
    ),
    House(
        "lantern", "The Lantern", "thelantern.example", "All sides of the story, by Friday", _lantern,
        sitemap="/sitemap.xml", robots=("User-agent: *", "Disallow:"),
    ),
    House(
        "farshore", "Farshore", "farshore.example", "Copy for those who print", _farshore,
        feed="/wire.atom", robots=("User-agent: *", "Disallow: /clients/"),
    ),
)  # fmt: skip

HOUSES: Mapping[str, House] = MappingProxyType({house.slug: house for house in _ALL})
"""Every publisher by slug."""


def address(piece: Piece) -> str:
    """Full address of an article."""
    house = HOUSES[piece.outlet]
    return house.home + house.path(piece)


def house_at(host: str) -> House | None:
    """The publisher behind a host name, or None."""
    return next((house for house in _ALL if house.host == host), None)
