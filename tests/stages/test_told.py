"""What an interface tells whole is not fetched as a page, by this run or the next."""

import json
from datetime import UTC, datetime

import httpx2
import pytest

from analysis.collect.client import Client, Manners
from analysis.collect.pace import Clock
from analysis.collect.sources import Feed, GuardianApi
from analysis.events import Event, Window
from analysis.outlets import Outlet
from analysis.stages.collect import collect
from analysis.stages.extract import extract
from analysis.store import Store
from analysis.tables import Article, Attempt, Page

SITE = "https://www.theguardian.com"
BLOG = f"{SITE}/world/live/2031/may/04/quay"
PLAIN = f"{SITE}/world/2031/may/04/wall"
OUTLET = Outlet(
    name="The Guardian",
    home=f"{SITE}/",
    country="GB",
    language="en",
    timezone="UTC",
    hosts=("theguardian.com",),
    sources=(GuardianApi("https://capi.example"), Feed(f"{SITE}/rss")),
)
WINDOW = Window(start=datetime(2031, 5, 4, tzinfo=UTC), end=datetime(2031, 5, 7, tzinfo=UTC))
EVENT = Event(slug="quay", title="The quay", window=WINDOW, outlets=("herald",))
BLOCKS = [
    {
        "id": f"5530debce4b078ada18a460{n}",
        "bodyHtml": f"<p>Water reaches street {n}.</p>",
        "firstPublishedDate": f"2031-05-04T1{n}:00:00Z",
    }
    for n in (1, 2)
]


class Web:
    """The interface, a feed that lists both articles, and pages that say the same in other words."""

    def __init__(self, changed=""):
        self.asked, self.changed = [], changed

    def __call__(self, request):
        """The answer of one of the hosts."""
        self.asked.append(f"{request.url.host}{request.url.path}")
        if request.url.host == "capi.example":
            return httpx2.Response(200, json=self.found())
        if request.url.path == "/rss":
            items = "".join(
                f"<item><title>Quay</title><link>{url}</link><pubDate>Sun, 04 May 2031 10:00:00 GMT</pubDate></item>"
                for url in (BLOG, PLAIN)
            )
            return httpx2.Response(200, text=f"<rss version='2.0'><channel><title>G</title>{items}</channel></rss>")
        if request.url.path == "/robots.txt":
            return httpx2.Response(404)
        words = "<p>" + " ".join(["Otherwise told, the wall by the quay fell down at dawn."] * 20) + "</p>"
        return httpx2.Response(200, html=f"<html><body><article><h1>Quay</h1>{words}</article></body></html>")

    def found(self):
        """Both articles, the text of one of them changed."""
        shared = {"webTitle": "Quay", "webPublicationDate": "2031-05-04T10:00:00Z"}
        live = shared | {"id": "b", "type": "liveblog", "webUrl": BLOG, "blocks": {"body": BLOCKS}}
        text = {"body": f"<p>The wall fell at dawn. {self.changed}</p>"}
        wall = shared | {"id": "a", "type": "article", "webUrl": PLAIN, "fields": text}
        return {"response": {"status": "ok", "total": 2, "pageSize": 200, "results": [live, wall]}}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """One round of collecting and reading: ``run(web)`` gives the store."""
    monkeypatch.setattr("analysis.stages.collect.outlets", lambda: {"herald": OUTLET})
    monkeypatch.setenv("GUARDIAN_API_KEY", "key-of-nobody")

    def once(web):
        store = Store("quay", tmp_path)
        with Client(
            Manners(pace=0.0), clock=Clock(sleep=lambda _: None), transport=httpx2.MockTransport(web)
        ) as client:
            collect(EVENT, store, client)
        extract(EVENT, store)
        return store

    return once


def test_articles_come_from_the_interface_and_live_blogs_in_pieces(run):
    """No page is asked for, though a feed lists them; each address ends as kept."""
    web = Web()

    store = run(web)

    assert not [path for path in web.asked if "/2031/" in path]
    assert sorted(store.read(Article).select("url", "text").iter_rows()) == [
        (PLAIN, "The wall fell at dawn."),
        *((f"{BLOG}?page=with:block-{b['id']}", f"Water reaches street {n}.") for n, b in enumerate(BLOCKS, 1)),
    ]
    ends = store.read(Attempt).filter(stage="capture")
    assert set(ends["url"]) == {BLOG, PLAIN, *store.read(Article)["url"]}
    assert set(ends["outcome"]) == {"kept"}


def test_a_changed_item_is_a_version_and_an_unchanged_one_is_stored_once(run):
    """By the interface's own bytes."""
    run(Web())

    store = run(Web(changed="Nobody was hurt."))

    assert store.read(Page).height == 4
    assert store.read(Article).filter(url=PLAIN).sort("version")["text"].to_list() == [
        "The wall fell at dawn.",
        "The wall fell at dawn. Nobody was hurt.",
    ]


def test_what_an_interface_told_stays_its_when_the_key_is_gone(run, monkeypatch):
    """The page tells it in other words, which would look like an edit."""
    run(Web())
    monkeypatch.delenv("GUARDIAN_API_KEY")
    web = Web()

    store = run(web)

    assert not [path for path in web.asked if "/2031/" in path]
    assert store.read(Article)["version"].to_list() == [1, 1, 1]


def test_what_was_read_from_its_page_stays_so_when_a_key_comes(run, monkeypatch):
    """The live blog, too: it is not told a second time in pieces."""
    monkeypatch.delenv("GUARDIAN_API_KEY")
    before = run(Web()).read(Article)
    monkeypatch.setenv("GUARDIAN_API_KEY", "key-of-nobody")

    after = run(Web()).read(Article)

    assert json.loads(after.select("url", "version", "text").sort("url").write_json()) == json.loads(
        before.select("url", "version", "text").sort("url").write_json()
    )
