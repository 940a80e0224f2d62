"""An outlet's address → where it lists its coverage: feeds, sitemaps, publishing system, the shape of its addresses."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urljoin, urlsplit

from analysis.collect import feeds, masthead, sitemaps, wordpress
from analysis.collect.addresses import canonical, masked, of_the_web
from analysis.collect.asking import Fetch
from analysis.collect.capture import check_consent
from analysis.collect.client import Response
from analysis.collect.desk import reaches
from analysis.collect.listed import Entry, Reading
from analysis.collect.masthead import SYSTEMS, Masthead
from analysis.collect.shapes import bare_host, of_an_article
from analysis.collect.sources import Feed, Front, Sitemap, Source, WordPress
from analysis.errors import BadInput, Refused, Skip, TryAgain

_MOST = 6
"""Feeds, and sitemaps, that are looked at: a site can name hundreds, a feed a section."""
_FEEDS = ("feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml")
_SITEMAPS = ("sitemap.xml", "sitemap_index.xml", "sitemap-news.xml", "news-sitemap.xml")
"""Where sites commonly have them; asked only where nothing is declared, and no further once one is found."""
_NAMED = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_FEWEST = 3
"""Addresses of one shape that make a pattern."""

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_Read = Callable[[Response], Reading]
What = Literal["name", "language", "country", "system", "feed", "sitemap", "interface", "addresses"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    what: What
    found: str
    """Empty where it was not found, or cannot be used."""
    says: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What can be known of an outlet from its address alone."""

    home: str
    host: str
    """Without ``www.``."""
    name: str
    language: str
    country: str
    system: str
    pattern: str
    """Shape of its articles' addresses, "" where none shows: ``/{year}/{month}/{day}/{words}``."""
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def discover(url: str, fetch: Fetch) -> Discovery:
    """What the site at *url* says of itself and where it lists its coverage; every list was read before it is named.

    Raises:
        BadInput: *url* is no web address.
        Refused, TryAgain, Skip: its home page cannot be had or read.
    """
    if not of_the_web(url):
        raise BadInput(f"{url!r} is no web address; give one that starts with https://")
    answer = fetch(urljoin(url, "/"))
    check_consent(answer.final_url)
    host = bare_host(answer.final_url)
    front = masthead.read(answer, (host,))
    home = canonical(urljoin(answer.final_url, "/"))
    search = _Search(home, front, fetch)
    search.says_of_itself()
    found = (*search.interface(), *search.feeds(), *search.sitemaps())
    pattern = search.addresses()
    sources = found or (Front(home),)
    named = (front.name or host, front.language, front.country, front.system)
    return Discovery(home, host, *named, pattern, sources, tuple(search.findings))


def pattern(urls: Iterable[str]) -> tuple[str, int, int]:
    """The commonest shape of articles' addresses, how many have it, and of how many.

    A path's parts become {year}, {month}, {day}, {number}, {id}, {words} or, where they differ, {section}.
    """
    paths = [urlsplit(url).path for url in dict.fromkeys(urls) if of_an_article(url)]
    shapes = Counter(_shape(path.strip("/").split("/")) for path in paths)
    if not shapes or shapes.most_common(1)[0][1] < _FEWEST:
        return "", 0, len(paths)
    shape, count = shapes.most_common(1)[0]
    end = "/" if sum(path.endswith("/") for path in paths) * 2 > len(paths) else ""
    return "/" + "/".join(shape) + end, count, len(paths)


_PARTS = (
    ("{year}", re.compile(r"(?:19|20)\d\d")),
    ("{month}", re.compile(r"\d\d?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")),
    ("{day}", re.compile(r"(?:19|20)\d\d-\d\d-\d\d")),
    ("{number}", re.compile(r"\d+")),
    ("{id}", re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}(?:_story)?(?:\.html?)?")),
    ("{number}-{words}", re.compile(r"\d{3,}[-_].*[^\W\d_].*")),
    ("{words}-{number}", re.compile(r".*[^\W\d_].*[-_.]\d{4,}(?:\.\w+)?")),
    ("{words}", re.compile(r"[^\W_]+(?:[-_][^\W_]+){2,}(?:\.\w+)?")),
)


def _shape(parts: list[str]) -> tuple[str, ...]:
    *above, last = [_part(part) for part in parts]
    last = "{words}" if last == "{section}" and above else last
    shape = " ".join((*above, last)).replace("{month} {month}", "{month} {day}")
    return tuple(shape.split())


def _part(part: str) -> str:
    return next((name for name, shape in _PARTS if shape.fullmatch(part.lower())), "{section}")


@dataclass(slots=True)
class _Search:
    """One visit: what was found so far."""

    home: str
    front: Masthead
    fetch: Fetch
    findings: list[Finding] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)

    def says_of_itself(self) -> None:
        """Name, language, country and system, as its home page tells them."""
        front = self.front
        self._note("name", front.name, "as the home page says" if front.name else "the home page does not say it")
        self._note("language", front.language, "" if front.language else "the home page does not say it")
        self._note("country", front.country, "" if front.country else "the home page does not say it")
        self._note("system", front.system, "" if front.system else "none that is known here")

    def interface(self) -> Iterator[Source]:
        """WordPress's, where it is open."""
        if self.front.system != "WordPress":
            return
        url = f"{self.home}wp-json/wp/v2/posts?per_page=1"
        try:
            answer = self.fetch(url)
            posts = wordpress.read(answer.body, answer.headers)
        except (Refused, Skip, TryAgain) as why:
            self._note("interface", "", f"WordPress's interface is closed: {why}")
            return
        self._note(
            "interface", self.home, f"WordPress's interface is open; {posts.pages or 'some'} posts with their text"
        )
        yield WordPress(self.home)

    def feeds(self) -> Iterator[Source]:
        """Those that the home page declares, else one at a common place."""
        usual = [self.home + path for path in (*self._usual("feeds"), *_FEEDS)]
        yield from map(Feed, self._working("feed", list(self.front.feeds), usual, _feed))

    def sitemaps(self) -> Iterator[Source]:
        """Those that robots.txt names, else those at common places."""
        usual = [self.home + path for path in (*self._usual("sitemaps"), *_SITEMAPS)]
        yield from map(Sitemap, self._working("sitemap", self._in_robots(), usual, _sitemap))

    def addresses(self) -> str:
        """The shape of articles' addresses, by what the lists and the home page name."""
        shape, count, among = pattern([*self.listed, *self.front.links])
        told = f"{count} of {among} addresses of articles" if shape else f"no shape shows in {among} addresses"
        self._note("addresses", shape, told)
        return shape

    def _working(
        self, what: Literal["feed", "sitemap"], declared: list[str], usual: list[str], read: _Read
    ) -> list[str]:
        """Addresses of lists that could be read; *usual* places are asked until one answers, where none is declared."""
        working: list[str] = []
        for url in dict.fromkeys(declared or usual):
            if len(working) >= _MOST or (working and not declared):
                break
            try:
                reading = read(self.fetch(url))
            except (Refused, Skip, TryAgain) as why:
                if declared:
                    self._note(what, "", f"{masked(url)} is named and cannot be used: {why}")
                continue
            working.append(url)
            self._note(what, url, _told(reading))
            self._remember(reading)
        if not working:
            self._note(what, "", "none found")
        return working

    def _remember(self, reading: Reading) -> None:
        """Addresses that a list names; those of an index stand in its newest child."""
        if not reading.entries and reading.children and len(self.listed) < _FEWEST:
            newest = max(reading.children, key=lambda child: child.modified_at or _LONG_AGO)
            try:
                reading = _sitemap(self.fetch(newest.url))
            except (Refused, Skip, TryAgain):
                return
        self.listed += [entry.url for entry in reading.entries[:500]]

    def _in_robots(self) -> list[str]:
        try:
            text = self.fetch(f"{self.home}robots.txt").body.decode("utf-8", "replace")
        except (Refused, Skip, TryAgain):
            return []
        return [url for said in _NAMED.findall(text) if of_the_web(url := urljoin(self.home, said))]

    def _usual(self, what: str) -> tuple[str, ...]:
        """Where the site's publishing system has its lists."""
        found: tuple[str, ...] = next((getattr(s, what) for s in SYSTEMS if s.name == self.front.system), ())
        return found

    def _note(self, what: What, found: str, says: str) -> None:
        self.findings.append(Finding(what, found, says))


def _feed(answer: Response) -> Reading:
    return feeds.read(answer.body, answer.media_type, answer.final_url)


def _sitemap(answer: Response) -> Reading:
    return sitemaps.read(answer.body)


def _told(reading: Reading) -> str:
    if not reading.entries and reading.children:
        return f"an index of {len(reading.children):,} sitemaps"
    return f"{len(reading.entries):,} entries{_since(reading.entries)}"


def _since(entries: tuple[Entry, ...]) -> str:
    start, end = reaches(entries)
    return f", {start:%Y-%m-%d} to {end:%Y-%m-%d}" if start and end else ", without times"
