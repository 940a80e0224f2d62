"""A front page, now or as the archive kept it → placements: which articles it shows, in which order, how large.

A live front page tells of now alone; archived ones reach back to when the Wayback Machine captured it, often several
times a day since about 2015. Size is read from the headline elements (h1 … h6) that hold a link: what a page says with
style sheets alone stays ``unknown``. Real front pages of two outlets were at hand, one capture each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from analysis.collect.addresses import canonical, masked, of_the_web
from analysis.collect.asking import Asking, Fetch
from analysis.collect.client import Response
from analysis.collect.desk import Desk
from analysis.collect.listed import Entry, Listing
from analysis.collect.records import decoded
from analysis.collect.shapes import bare_host, of_an_article, on_hosts
from analysis.collect.sources import Front
from analysis.collect.wayback import Capture, Question, captures, checked
from analysis.errors import NotAnArticle, Unreadable
from analysis.tables import Placement, SizeClass

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ASIDE = ("nav", "footer")
_LEAST_WORDS = 3
_FEWEST = 3
"""Links to articles that a front page has at least; a wall or an empty shell has fewer."""


@dataclass(frozen=True, slots=True)
class Place:
    """One article on a front page; *rank* is 1 for the first."""

    url: str
    """Canonical address."""
    rank: int
    size_class: SizeClass
    headline: str | None


@dataclass(frozen=True, slots=True)
class _Link:
    url: str
    level: int | None
    """1 for h1; None outside all headings."""
    text: str


def listing(source: Front, asking: Asking, fetch: Fetch) -> Listing:
    """Placements of the page now, where now is of the window, and of up to ``source.archived`` archived captures.

    Every article placed is a sighting, too, seen when the page was captured.
    """
    desk = Desk(asking, f"front {masked(source.url)}", fetch)
    start, end = asking.window
    if start <= asking.now < end:
        desk.read(source.url, lambda answer: _take(desk, answer, source.url, answer.at))
    elif not source.archived:
        desk.note(source.url, "out_of_window", "a front page shows today alone, and the event's days are others")
    if source.archived:
        question = Question(source.url, collapse="timestamp:10")
        for capture in _spread(list(captures(desk, question)), source.archived):
            _archived(desk, capture, source.url)
    return desk.listing()


def places(body: bytes, url: str) -> tuple[Place, ...]:
    """Articles that a front page links to, in the order of their first link, each with the largest of its headings.

    Raises:
        Unreadable: no HTML.
        NotAnArticle: fewer than three links to articles: a wall, or a page that scripts fill.
    """
    links = list(_links(body, url))
    order = list(dict.fromkeys(link.url for link in links))
    if len(order) < _FEWEST:
        raise NotAnArticle(f"{len(order)} links to articles: no front page, or one that scripts fill")
    level = {u: min((x.level for x in links if x.url == u and x.level), default=None) for u in order}
    text = {u: next((x.text for x in sorted(links, key=_trust) if x.url == u), "") for u in order}
    sizes = _sizes([level[u] for u in order])
    return tuple(Place(u, i + 1, size, text[u] or None) for i, (u, size) in enumerate(zip(order, sizes, strict=True)))


def _take(desk: Desk, answer: Response, url: str, at: datetime) -> None:
    found = places(answer.body, url)
    outlet = desk.asking.outlet
    desk.placements.extend(Placement(outlet, at, place.url, place.rank, place.size_class) for place in found)
    kept = desk.sight(Entry(place.url, headline=place.headline, seen_at=at) for place in found)
    desk.note(answer.final_url, "kept", f"{len(found)} articles placed at {at:%Y-%m-%d %H:%M} UTC; {kept} may be new")


def _archived(desk: Desk, capture: Capture, url: str) -> None:
    desk.read(capture.replay, lambda answer: _take(desk, answer, url, checked(answer, capture).at))


def _spread(found: list[Capture], most: int) -> list[Capture]:
    """At most *most* captures, evenly over those there are, first and last among them."""
    if len(found) <= most or most < 2:
        return found[:most]
    step = (len(found) - 1) / (most - 1)
    return [found[round(i * step)] for i in range(most)]


def _links(body: bytes, url: str) -> Iterator[_Link]:
    tree = _tree(body)
    base = next(iter(tree.xpath("//base/@href")), "")
    here, hosts = urljoin(url, str(base)), (bare_host(url),)
    for anchor in tree.iter("a"):
        there = _address(here, anchor.get("href", ""))
        if not there or not on_hosts(there, hosts) or _is_apart(anchor):
            continue
        level, text = _level(anchor), _headline(anchor)
        worded = level is not None and len(text.split()) >= _LEAST_WORDS and there.rstrip("/").count("/") > 3
        if of_an_article(there) or worded:
            yield _Link(there, level, text)


def _tree(body: bytes) -> Any:
    try:
        # A declaration of the encoding in text that is decoded already makes lxml refuse it.
        return lxml.html.document_fromstring(decoded(body).encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as why:
        raise Unreadable(f"no HTML: {why}") from None


def _address(base: str, said: str) -> str:
    try:
        there = urljoin(base, said.strip())
    except ValueError:
        return ""
    return canonical(there) if of_the_web(there) else ""


def _is_apart(anchor: Any) -> bool:
    """Whether a link stands in what every page of the site shows."""
    return any(up.tag in _ASIDE or up.get("role") == "navigation" for up in anchor.iterancestors())


def _level(anchor: Any) -> int | None:
    around = [up.tag for up in anchor.iterancestors() if up.tag in _HEADINGS]
    inside = [down.tag for down in anchor.iter(*_HEADINGS)]
    return min((int(tag[1]) for tag in (*around[:1], *inside)), default=None)


def _headline(anchor: Any) -> str:
    """The heading in a link or around it, else its first paragraph with some words, else all its text."""
    heads = [*anchor.iter(*_HEADINGS), *(up for up in anchor.iterancestors() if up.tag in _HEADINGS)]
    texts = [" ".join(str(part.text_content()).split()) for part in (*heads[:1], *anchor.iter("p"), anchor)]
    return next((text for text in texts if len(text.split()) >= _LEAST_WORDS), "")


def _trust(link: _Link) -> int:
    """Sorts links in headings before others, and those without words last of all."""
    return 2 if not link.text else 0 if link.level else 1


def _sizes(levels: list[int | None]) -> list[SizeClass]:
    """Sizes of articles by their headings' levels, relative to those that this page uses.

    The first of the highest level leads; without headings, the first of all. Where all share one level, or have none,
    the page does not tell the others apart.
    """
    used = sorted({level for level in levels if level})
    if not used:
        return ["unknown" if place else "lead" for place in range(len(levels))]
    lead = levels.index(used[0])
    alone = levels.count(used[0]) == 1
    steps: tuple[SizeClass, ...] = ("large", "medium", "small")
    below = used[1:] if alone else used
    sizes: list[SizeClass] = [steps[min(below.index(level), 2)] if level in below else "small" for level in levels]
    if len(used) == 1:
        sizes = ["unknown" if level else "small" for level in levels]
    sizes[lead] = "lead"
    return sizes
