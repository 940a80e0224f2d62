"""A source → sightings of articles, and an attempt for every document that was looked at."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from analysis.collect import archivepage, ccnews, feeds, front, gal, gdelt, keyed, sitemaps, wayback, wordpress
from analysis.collect.addresses import masked
from analysis.collect.asking import Asking, Fetch, Window
from analysis.collect.client import Response
from analysis.collect.desk import Desk, said
from analysis.collect.listed import Child, Listing, Reading
from analysis.collect.sources import (
    ArchivePage,
    CcNews,
    Feed,
    Front,
    GdeltDoc,
    GdeltGal,
    Sitemap,
    Source,
    Wayback,
    WordPress,
)
from analysis.tables import Sighting

_DEEPEST = 3
"""Indexes within indexes that are followed; the protocol allows one."""
_MOST_DOCUMENTS = 200
"""Of one sitemap: half a year of daily ones."""
_A_DAY = timedelta(days=1)


_Whole = Feed | Sitemap | WordPress | ArchivePage | Front
"""Kinds that make one part."""


def listings(source: Source, asking: Asking, fetch: Fetch) -> Iterator[Listing]:
    """What *source* lists now of the asking's window, in parts: each to be recorded before the next is asked for.

    An entry is left out only where its own time, its last change or the day in its address lies clearly outside the
    half-open window; the attempt's reason counts those. A source that refuses is an attempt like any other. Most sources
    make one part; the large ones make many, and go on where ``asking.reached`` says.
    """
    match source:
        case CcNews():
            yield from ccnews.each(source, asking, fetch)
        case GdeltGal():
            yield from gal.each(source, asking, fetch)
        case Wayback():
            yield from wayback.each(source, asking, fetch)
        case GdeltDoc():
            yield from gdelt.each(source, asking, fetch)
        case Feed() | Sitemap() | WordPress() | ArchivePage() | Front():
            yield _whole(source, asking, fetch)
        case _:  # those behind a key
            yield from keyed.each(source, asking, fetch)


def listing(source: Source, asking: Asking, fetch: Fetch) -> Listing:
    """All parts of :func:`listings` in one, each address once; a large source is held whole: for a look, not for a run."""
    parts = list(listings(source, asking, fetch))
    first: dict[str, Sighting] = {}
    for sighting in (one for part in parts for one in part.sightings):
        first.setdefault(sighting.url, sighting)
    attempts = tuple(one for part in parts for one in part.attempts)
    answers = tuple(one for part in parts for one in part.answers)
    return Listing(tuple(first.values()), attempts, answers, tuple(one for part in parts for one in part.placements))


def _whole(source: _Whole, asking: Asking, fetch: Fetch) -> Listing:
    match source:
        case Feed(url):
            desk = Desk(asking, f"feed {masked(url)}", fetch)
            desk.look(url, lambda answer: feeds.read(answer.body, answer.media_type, answer.final_url))
            return desk.listing()
        case Sitemap(url):
            desk = Desk(asking, f"sitemap {masked(url)}", fetch)
            _walk(desk, url)
            return desk.listing()
        case WordPress():
            return wordpress.listing(source, asking, fetch)
        case ArchivePage():
            return archivepage.listing(source, asking, fetch)
        case Front():
            return front.listing(source, asking, fetch)


def _walk(desk: Desk, url: str) -> None:
    """The sitemap at *url* and, index by index, those below it that may hold the window."""
    window, seen, level = desk.asking.window, {url}, [url]
    for _ in range(_DEEPEST + 1):
        below: dict[str, None] = {}
        for address in level:
            room = _MOST_DOCUMENTS - len(seen) - len(below)
            reading = desk.look(address, _sitemap, partial(_reason, window=window, most=room))
            wanted = [child.url for child in reading.children if not _stale(child, window)][:room]
            below |= {child: None for child in wanted if child not in seen}
        seen |= below.keys()
        level = list(below)
    if level:
        desk.note(url, "failed", f"{len(level)} sitemaps lie more than {_DEEPEST} indexes deep and were not read")


def _sitemap(answer: Response) -> Reading:
    return sitemaps.read(answer.body)


def _stale(child: Child, window: Window) -> bool:
    """Whether a child was last changed before the window, or is named for days outside it."""
    start, end = window
    if child.modified_at and child.modified_at + _A_DAY < start:
        return True
    days = sitemaps.span(child.url)
    return days is not None and (days[1] + _A_DAY <= start or days[0] - _A_DAY >= end)


def _reason(reading: Reading, kept: int, *, window: Window, most: int) -> str:
    children = reading.children
    wanted = sum(not _stale(child, window) for child in children)
    says = [
        said(reading, kept),
        f"{len(children)} further sitemaps" if children else "",
        f"{len(children) - wanted} of them outside the window" if wanted < len(children) else "",
        f"{wanted - most} of them not read: more than {_MOST_DOCUMENTS} in all" if wanted > most else "",
    ]
    return "; ".join(filter(None, says))
