"""Pieces and entries → bytes: each outlet's HTML, feeds, sitemaps and robots.txt."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import cache

import jinja2

from analysis.demo.entries import Entry
from analysis.demo.faults import Stray
from analysis.demo.houses import House, address
from analysis.demo.pieces import Piece

_TYPES = {"opinion": "OpinionNewsArticle", "review": "ReviewNewsArticle", "analysis": "AnalysisNewsArticle"}
FEED_LENGTH = 8
"""Entries in a feed; the agency's holds all, since nothing else lists its copy."""
MADE_UP = "This page is made up. The Ketter Bridge, Orlmouth, this outlet and everyone named here were invented to try out samestory."


def article(house: House, piece: Piece, others: Sequence[Piece]) -> str:
    """An article's page; *others* fill its lists of further reading, which no reader should take for the article."""
    return _template(f"{house.slug}.html").render(
        house=house,
        piece=piece,
        url=address(piece),
        others=others,
        address=address,
        linked=linked(house, piece),
        notice=MADE_UP,
    )


def gallery(house: House, stray: Stray) -> str:
    """A page of pictures: listed among the articles, and none."""
    return _template("gallery.html").render(house=house, stray=stray, notice=MADE_UP)


def front(house: House, listed: Sequence[Entry]) -> str:
    """The front page: everything that is listed, newest first."""
    return _template("front.html").render(house=house, entries=listed, notice=MADE_UP)


def notice(house: House, headline: str, words: str) -> str:
    """A page that says one thing: not found, too busy, gone."""
    return _template("notice.html").render(house=house, headline=headline, words=words, notice=MADE_UP)


def feed(house: House, listed: Sequence[Entry]) -> str:
    """RSS or Atom, as the house has it."""
    name = "atom.xml" if "atom" in house.feed else "rss.xml"
    return _template(name).render(house=house, entries=listed if not house.sitemap else listed[:FEED_LENGTH])


def sitemap(house: House, listed: Sequence[Entry]) -> str:
    """One sitemap, with the news extension where the house uses it."""
    return _template("sitemap.xml").render(house=house, entries=listed)


def sitemap_index(house: House, children: Mapping[str, Sequence[Entry]]) -> str:
    """An index of sitemaps: path → the entries in it."""
    changed = {path: max(stamp(entry.changed_at) for entry in listed) for path, listed in children.items()}
    return _template("sitemap_index.xml").render(house=house, children=changed)


def robots(house: House) -> str:
    """robots.txt, with a comment that says where one is."""
    named = (f"Sitemap: {house.home}{house.sitemap}",) if house.sitemap else ()
    return "\n".join((f"# {MADE_UP}", *house.robots, *named)) + "\n"


def linked(house: House, piece: Piece) -> dict[str, object]:
    """The linked data that a page carries about its article (schema.org NewsArticle)."""
    writers = [{"@type": "Person", "name": name} for name in piece.authors]
    return {
        "@context": "https://schema.org",
        "@type": _TYPES.get(piece.genre, "NewsArticle"),
        "mainEntityOfPage": address(piece),
        "headline": piece.headline,
        "description": piece.standfirst,
        "datePublished": stamp(piece.published_at),
        "dateModified": stamp(piece.changed_at),
        "author": [{"@type": "Organization", "name": piece.agency}] if piece.agency else writers,
        "publisher": {"@type": "NewsMediaOrganization", "name": house.name},
        "articleSection": piece.section,
        "keywords": list(piece.tags),
        "inLanguage": "en",
        "isAccessibleForFree": not piece.paywalled,
    }


def stamp(when: datetime | date) -> str:
    """ISO 8601, as precise as it is known."""
    return when.isoformat()


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@cache
def _shelf() -> jinja2.Environment:
    shelf = jinja2.Environment(
        loader=jinja2.PackageLoader("analysis.demo"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shelf.filters.update(stamp=stamp, utc=_utc, rfc822=format_datetime)
    return shelf


def _template(name: str) -> jinja2.Template:
    return _shelf().get_template(name)
