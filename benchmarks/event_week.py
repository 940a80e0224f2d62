"""How many requests one week of one event costs at each of the card's outlets: the whole stage against simulated hosts.

    python benchmarks/event_week.py

By simulation: interfaces, feeds and sitemaps answer in their recorded shapes and page sizes with as many articles as
``WEEK`` says; every request that leaves the client is counted, robots.txt and pages too. Nothing is asked of anyone.
"""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

START = datetime(2022, 1, 3, tzinfo=UTC)
WEEK = {"guardian": (1500, 60), "nyt": (1400, 60), "washington_post": (2100, 50), "the_week": (140, 8), "eurasia_review": (420, 20)}  # fmt: skip
"""Outlet → articles of the week, and how many of them name the event: round figures, to be held against one's own."""
HOMES = {
    "guardian": "https://www.theguardian.com",
    "nyt": "https://www.nytimes.com",
    "washington_post": "https://www.washingtonpost.com",
    "the_week": "https://theweek.com",
    "eurasia_review": "https://www.eurasiareview.com",
}
NAMED = "unrest"


class Web:
    """All hosts; ``asked`` counts requests by host and kind of path."""

    def __init__(self, slug: str) -> None:
        self.slug, self.asked = slug, Counter[str]()
        self.every, self.mine = WEEK[slug]

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """What the host says."""
        url = urlsplit(str(request.url))
        said = {name: values[0] for name, values in parse_qs(url.query).items()}
        kind, answer = self._answer(url.hostname or "", url.path, said)
        self.asked[kind] += 1
        return answer

    def _answer(self, host: str, path: str, said: dict[str, str]) -> tuple[str, httpx2.Response]:
        if path == "/robots.txt":
            return "robots.txt", httpx2.Response(404)
        for start, kind, answer in self._doors():
            if f"{host}{path}".startswith(start):
                return kind, answer(path, said)
        if host.startswith(("rss.", "feeds.")) or "/feed" in path or path.endswith("/rss"):
            return "feeds", self._feed(path, said)
        if path.endswith((".xml", ".xml.gz")):
            return "sitemaps", self._sitemap(path, said)
        return "pages", httpx2.Response(200, html=f"<title>x</title><p>{NAMED}</p>")

    def _doors(self) -> Iterator[tuple[str, str, Callable[[str, dict[str, str]], httpx2.Response]]]:
        yield "content.guardianapis.com/", "Open Platform", self._guardian
        yield "api.nytimes.com/svc/search", "Article Search", self._search
        yield "api.nytimes.com/svc/archive", "Archive", self._archive
        yield "api.nytimes.com/svc/news", "Times Wire", self._wire
        yield "search.mediacloud.org/", "Media Cloud", self._mediacloud
        yield "api.gdeltproject.org/", "GDELT search", self._gdelt
        yield "web.archive.org/", "Wayback index", self._captures
        yield "www.eurasiareview.com/wp-json", "WordPress", self._wordpress
        yield "theweek.com/archive", "archive page", lambda *_: httpx2.Response(404)

    def url(self, number: int) -> str:
        """Address of an article: those of the event come first."""
        name = f"{NAMED}-in-the-city-{number}" if number < self.mine else f"other-news-of-the-day-{number}"
        return f"{HOMES[self.slug]}/{self.at(number):%Y/%m/%d}/world/{name}.html"

    def at(self, number: int) -> datetime:
        """When it was published: both kinds are spread over the week."""
        first, count = (0, self.mine) if number < self.mine else (self.mine, self.every - self.mine)
        return START + timedelta(minutes=7 * 24 * 60 * (number - first) // count)

    def _guardian(self, path: str, said: dict[str, str]) -> httpx2.Response:
        size = int(said.get("page-size", 10))
        first = int(path.split("-")[-2]) + 1 if path.endswith("/next") else 0
        items = [self._item(number) for number in range(first, min(self.mine, first + size))]
        return _said({"response": {"status": "ok", "total": self.mine, "pageSize": size, "results": items}})

    def _item(self, number: int) -> dict[str, Any]:
        shared = {"webTitle": NAMED, "webPublicationDate": f"{self.at(number):%Y-%m-%dT%H:%M:%SZ}"}
        text = {"body": f"<p>{NAMED}</p>"}
        return {"id": f"world/a-{number}-x", "type": "article", "webUrl": self.url(number), "fields": text, **shared}

    def _search(self, _: str, said: dict[str, str]) -> httpx2.Response:
        first = 10 * int(said.get("page", 0))
        docs = [self._doc(number) for number in range(first, min(self.mine, first + 10))]
        return _said({"status": "OK", "response": {"docs": docs, "metadata": {"hits": self.mine}}})

    def _archive(self, *_: object) -> httpx2.Response:
        docs = [self._doc(number) for number in range(self.every)]
        return _said({"status": "OK", "response": {"docs": docs, "meta": {"hits": len(docs)}}})

    def _doc(self, number: int) -> dict[str, Any]:
        head = NAMED if number < self.mine else "Other news"
        at = f"{self.at(number):%Y-%m-%dT%H:%M:%SZ}"
        return {"web_url": self.url(number), "headline": {"main": head}, "pub_date": at, "abstract": head, "document_type": "article"}  # fmt: skip

    def _wire(self, *_: object) -> httpx2.Response:
        return _said({"status": "OK", "results": []})

    def _mediacloud(self, *_: object) -> httpx2.Response:
        stories = [
            {"url": self.url(n), "title": NAMED, "publish_date": f"{self.at(n):%Y-%m-%d}"} for n in range(self.mine)
        ]
        return _said({"stories": stories, "pagination_token": None})

    def _gdelt(self, _: str, said: dict[str, str]) -> httpx2.Response:
        start, end = said["startdatetime"], said["enddatetime"]
        seen = [n for n in range(self.mine) if start < f"{self.at(n):%Y%m%d%H%M%S}" < end][:250]
        return _said({"articles": [{"url": self.url(n), "title": NAMED, "seendate": f"{self.at(n):%Y%m%dT%H%M%SZ}"} for n in seen]})  # fmt: skip

    def _captures(self, *_: object) -> httpx2.Response:
        """A capture of each article, an hour after it appeared."""
        rows = (
            f"key {self.at(n) + timedelta(hours=1):%Y%m%d%H%M%S} {self.url(n)} text/html 200 DIGEST 9"
            for n in range(self.every)
        )
        return httpx2.Response(200, text="\n".join(rows))

    def _wordpress(self, _: str, said: dict[str, str]) -> httpx2.Response:
        first = 100 * (int(said["page"]) - 1)
        posts = [
            {"link": self.url(n), "date_gmt": f"{self.at(n):%Y-%m-%dT%H:%M:%S}", "title": {"rendered": NAMED}, "content": {"rendered": f"<p>{NAMED}</p>"}}
            for n in range(first, min(self.every, first + 100))
        ]  # fmt: skip
        return _said(posts, {"X-WP-TotalPages": str(-(-self.every // 100))})

    def _sitemap(self, path: str, _: object) -> httpx2.Response:
        """A news sitemap of today; an index of months; a month."""
        space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        if "news" in path:
            return httpx2.Response(200, text=f"<urlset {space}/>")
        if "month" in path:
            rows = (
                f"<url><loc>{self.url(n)}</loc><lastmod>{self.at(n):%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
                for n in range(self.every)
            )
            return httpx2.Response(200, text=f"<urlset {space}>{''.join(rows)}</urlset>")
        months = (
            f"{HOMES[self.slug]}/month-{year}-{month:02}.xml" for year in range(2016, 2027) for month in range(1, 13)
        )
        return httpx2.Response(
            200,
            text=f"<sitemapindex {space}>{''.join(f'<sitemap><loc>{m}</loc></sitemap>' for m in months)}</sitemapindex>",
        )

    def _feed(self, *_: object) -> httpx2.Response:
        return httpx2.Response(200, text="<rss version='2.0'><channel><title>today</title></channel></rss>")


def _said(value: object, headers: dict[str, str] | None = None) -> httpx2.Response:
    return httpx2.Response(
        200, content=json.dumps(value).encode(), headers={"Content-Type": "application/json", **(headers or {})}
    )


def measured(slug: str, *, keys: bool) -> tuple[Counter[str], int]:
    """Requests by kind, and articles that were sighted, of one outlet's week."""
    from analysis.collect.client import Client, Manners
    from analysis.collect.pace import Clock
    from analysis.events import Event, Terms, Window
    from analysis.stages.collect import collect
    from analysis.store import Store
    from analysis.tables import Sighting

    for key in ("GUARDIAN_API_KEY", "NYT_API_KEY", "MEDIACLOUD_API_KEY"):
        os.environ[key] = "simulated" if keys else ""
    web, window = Web(slug), Window(start=START, end=START + timedelta(days=7))
    event = Event(slug="week", title="x", window=window, outlets=(slug,), terms=Terms(any=(NAMED,)))
    with tempfile.TemporaryDirectory() as folder:
        store = Store("week", Path(folder))
        with Client(
            Manners(pace=0.0), clock=Clock(sleep=lambda _: None), transport=httpx2.MockTransport(web)
        ) as client:
            collect(event, store, client)
        return web.asked, store.read_or_empty(Sighting)["url"].n_unique()


def table() -> Iterator[str]:
    """Rows in Markdown: each outlet with keys and without."""
    yield "| outlet | articles of the week, of the event | keys | requests | of these | sighted |"
    yield "|---|---|---|---|---|---|"
    for slug, (every, mine) in WEEK.items():
        for keys in (True, False):
            asked, sighted = measured(slug, keys=keys)
            kinds = ", ".join(f"{count} {kind}" for kind, count in asked.most_common())
            yield f"| {slug} | {every:,}, {mine} | {'all' if keys else 'none'} | {asked.total()} | {kinds} | {sighted:,} |"


if __name__ == "__main__":
    print("By simulation, with one term:\n")
    for line in table():
        print(line, flush=True)
