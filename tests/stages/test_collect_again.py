"""A second run asks only for what has changed, and treats 304 as unchanged."""

import gzip
from datetime import UTC, datetime

import httpx2
import polars as pl
import pytest

from analysis.collect.client import Client, Manners
from analysis.collect.pace import Clock
from analysis.collect.sources import Feed
from analysis.events import Event, Terms, Window
from analysis.outlets import Outlet
from analysis.stages.collect import collect
from analysis.store import Store
from analysis.tables import Attempt, Page, Sighting

HOME = "https://herald.example"
OUTLET = Outlet(
    "The Herald", f"{HOME}/", "ZZ", "en", "UTC", ("herald.example",), sources=(Feed(f"{HOME}/rss?token=abcdef123456"),)
)
EVENT = Event(
    slug="quay",
    title="The quay",
    window=Window(start=datetime(2031, 5, 4, tzinfo=UTC), end=datetime(2031, 5, 7, tzinfo=UTC)),
    outlets=("herald",),
    terms=Terms(any=("quay",)),
)
ITEM = "<entry><title>Quay {0}</title><id>{1}/{0}</id><link href='{1}/{0}'/><published>2031-05-04T10:00:00Z</published><updated>{2}</updated></entry>"


class Web:
    """A site that validates: each answer has a mark, and the same mark sent back is answered with 304."""

    def __init__(self):
        self.changed_at, self.pages, self.asked = "2031-05-04T11:00:00Z", {"/1": "one", "/2": "two"}, []

    def __call__(self, request):
        """An answer, its status noted beside the path."""
        body, mark = self.said(request.url.path)
        same = bool(mark) and request.headers.get("if-none-match") == mark
        answer = httpx2.Response(
            304 if same else 200 if body else 404, text="" if same else body, headers={"ETag": mark}
        )
        self.asked.append((request.url.path, answer.status_code))
        return answer

    def said(self, path):
        """Body and mark of a path."""
        if path == "/rss":
            entries = "".join(ITEM.format(name[1:], HOME, self.changed_at) for name in self.pages)
            body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{entries}</feed>"
        else:
            body = self.pages.get(path, "")
        return body, f'"{abs(hash(body))}"'


@pytest.fixture
def run(tmp_path, monkeypatch):
    """One round of collecting: ``run(web)`` gives the store, and leaves in ``web.asked`` what this round asked."""
    monkeypatch.setattr("analysis.stages.collect.outlets", lambda: {"herald": OUTLET})

    def once(web):
        web.asked, store = [], Store("quay", tmp_path)
        still = Clock(sleep=lambda _: None)
        with Client(Manners(pace=0.0), clock=still, transport=httpx2.MockTransport(web)) as client:
            collect(EVENT, store, client)
        return store

    return once


def test_a_list_that_is_as_it_was_is_not_sent_again(run):
    """Its sightings stand; the look is in the ledger all the same."""
    web = Web()
    run(web)

    store = run(web)

    assert web.asked == [("/robots.txt", 404), ("/rss", 304)]
    assert store.read(Sighting).height == 2
    assert store.read(Attempt).filter(stage="list")["outcome"].to_list() == ["kept", "kept"]
    assert store.read(Attempt).filter(stage="list")["reason"].n_unique() == 1


def test_of_changed_articles_only_those_with_other_bytes_are_sent_again(run):
    """The list says that both have changed; one has, and the other is 304."""
    web = Web()
    run(web)
    web.changed_at, web.pages["/1"] = "2031-05-05T11:00:00Z", "one, mended"

    store = run(web)

    assert web.asked == [("/robots.txt", 404), ("/rss", 200), ("/1", 200), ("/2", 304)]
    assert [store.body(row) for row in store.read(Page).filter(url=f"{HOME}/1").iter_rows(named=True)] == [
        b"one",
        b"one, mended",
    ]
    last = store.read(Attempt).filter(pl.col("url") == f"{HOME}/2")["reason"].to_list()
    assert (store.read(Page).height, last) == (3, ["3 bytes", "unchanged, 3 bytes"])
    run(web)
    assert web.asked == [("/robots.txt", 404), ("/rss", 304)]


def test_what_was_damaged_in_the_cache_is_asked_for_anew(run, tmp_path):
    """It may be deleted or torn at any time."""
    web = Web()
    store = run(web)
    for path in (store.folder / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:-30])

    run(web)

    assert web.asked == [("/robots.txt", 404), ("/rss", 200)]


def test_nothing_secret_is_in_the_cache(run):
    """Neither in a file's name nor in what it holds."""
    store = run(Web())

    files = list((store.folder / "cache").iterdir())
    assert len(files) == 1
    assert b"abcdef123456" not in gzip.decompress(files[0].read_bytes())
    assert "abcdef123456" not in files[0].name
