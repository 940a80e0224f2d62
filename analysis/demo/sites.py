"""The demo's articles → whole sites: every path of every host with what it answers."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from analysis.demo import faults, pages
from analysis.demo.entries import Entry, entries, strays
from analysis.demo.houses import HOUSES, House, address
from analysis.demo.pieces import Phase, Piece, pieces

_HTML, _XML, _TEXT = "text/html; charset=utf-8", "application/xml; charset=utf-8", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path says when asked."""

    body: bytes
    media_type: str = _HTML
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    """Seconds before the first byte."""
    busy_first: bool = False
    """The first request is told to come back later."""


def sites(phase: Phase, folder: Path | None = None) -> dict[str, dict[str, Answer]]:
    """Host → path → answer, for every outlet of the demo in that phase."""
    out = pieces(phase, folder)
    return {
        house.host: dict(_paths(house, [piece for piece in out if piece.outlet == house.slug], phase))
        for house in HOUSES.values()
    }


def absent(house: House) -> Answer:
    """The answer for paths that lead nowhere."""
    return _page(pages.notice(house, "Not found", "There is no such page."), status=404)


def busy(house: House) -> Answer:
    """The answer of a site that asks for patience."""
    later = ("Retry-After", str(faults.PATIENCE))
    return _page(pages.notice(house, "Too many requests", "Come back in a moment."), status=429, headers=(later,))


def _paths(house: House, own: Sequence[Piece], phase: Phase) -> Iterator[tuple[str, Answer]]:
    listed = entries(house, own, phase)
    yield "/", _page(pages.front(house, listed))
    yield "/robots.txt", Answer(pages.robots(house).encode(), _TEXT)
    yield from _listings(house, listed)
    for piece in own:
        yield from _article(house, piece, [other for other in own if other != piece])
    for stray in strays(house, phase):
        yield stray.path, _stray(house, stray, phase)


def _listings(house: House, listed: Sequence[Entry]) -> Iterator[tuple[str, Answer]]:
    if house.feed:
        kind = "application/atom+xml" if "atom" in house.feed else "application/rss+xml"
        yield house.feed, Answer(pages.feed(house, listed).encode(), f"{kind}; charset=utf-8")
    if house.sitemaps:
        days = groupby(listed, key=lambda entry: entry.published_on)
        children = {f"/sitemaps/{day.isoformat()}.xml.gz": list(group) for day, group in days}
        yield house.sitemap, _xml(pages.sitemap_index(house, children))
        for path, part in children.items():
            yield path, _gzipped(pages.sitemap(house, part))
    elif house.sitemap:
        yield house.sitemap, _xml(pages.sitemap(house, listed))


def _article(house: House, piece: Piece, others: Sequence[Piece]) -> Iterator[tuple[str, Answer]]:
    path = house.path(piece)
    page = _page(pages.article(house, piece, others[:4]))
    match faults.TROUBLED.get((house.slug, piece.name)):
        case "slow":
            page = replace(page, delay=faults.SLOW)
        case "busy":
            page = replace(page, busy_first=True)
        case "charset":
            # The header contradicts the bytes and the page's own meta element, as a misconfigured server's does.
            page = replace(page, media_type="text/html; charset=iso-8859-1")
        case "moved":
            yield faults.listed_path(house.slug, piece.name, path), _moved(house, address(piece))
        case _:
            pass
    yield path, page


def _stray(house: House, stray: faults.Stray, phase: Phase) -> Answer:
    if stray.trouble == "gallery":
        return _page(pages.gallery(house, stray))
    if stray.trouble == "vanished":
        gone = pages.notice(house, "Page removed", "This page is no longer available.")
        return _page(gone, status=404 if phase == "first" else 410)
    return _page(pages.notice(house, stray.headline, "Readers write to the editor."))


def _moved(house: House, url: str) -> Answer:
    page = _page(pages.notice(house, "Moved", f"This page has moved to {url}"), status=301)
    return replace(page, headers=(("Location", url),))


def _page(html: str, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    return Answer(html.encode(), _HTML, status, headers)


def _xml(text: str) -> Answer:
    return Answer(text.encode(), _XML)


def _gzipped(text: str) -> Answer:
    return Answer(gzip.compress(text.encode(), mtime=0), "application/gzip")
