"""Which candidates are opened, where an archive adds thousands of bare addresses to what other sources found."""

from datetime import UTC, datetime

import httpx2

from analysis.collect.client import Client, Manners
from analysis.collect.pace import Clock
from analysis.collect.sources import Feed, Wayback
from analysis.events import Event, Terms, Window
from analysis.outlets import Outlet
from analysis.stages.collect import collect
from analysis.store import Store
from analysis.tables import Attempt

HOME = "https://herald.example"
OUTLET = Outlet(
    "The Herald",
    f"{HOME}/",
    "GB",
    "en",
    "UTC",
    ("herald.example",),
    sources=(Feed(f"{HOME}/rss"), Wayback(f"{HOME}/world/", "prefix")),
)
EVENT = Event(
    slug="quay",
    title="The quay",
    window=Window(start=datetime(2021, 5, 4, tzinfo=UTC), end=datetime(2021, 5, 7, tzinfo=UTC)),
    outlets=("herald",),
    terms=Terms(any=("quay",)),
)
ITEM = f"<item><title>Water rises</title><link>{HOME}/2021/05/05/water-rises-in-town</link><pubDate>Wed, 05 May 2021 10:00:00 GMT</pubDate></item>"


def web(captures):
    """A feed of one article whose headline does not name the event, and an index of so many others, one of which does."""
    names = ["old-quay-is-shut-off", *(f"other-news-of-day-{n}" for n in range(captures - 1))]
    rows = "\n".join(f"k 20210505120000 {HOME}/world/2021/05/05/{name} text/html 200 D 9" for name in names)
    answers = {"/rss": f"<rss version='2.0'><channel><title>x</title>{ITEM}</channel></rss>", "/cdx/search/cdx": rows}

    def answer(request):
        if request.url.path == "/robots.txt":
            return httpx2.Response(404)
        return httpx2.Response(200, text=answers.get(request.url.path, "<p>water</p>"))

    return Client(Manners(pace=0.0), clock=Clock(sleep=lambda _: None), transport=httpx2.MockTransport(answer))


def opened(tmp_path, monkeypatch, captures):
    """Ends of the addresses that were opened, and how many were left."""
    monkeypatch.setattr("analysis.stages.collect.outlets", lambda: {"herald": OUTLET})
    store = Store("quay", tmp_path)
    with web(captures) as client:
        collect(EVENT, store, client)
    tries = store.read(Attempt).filter(stage="capture")
    return sorted(url.rsplit("/", 1)[1] for url in tries.filter(outcome="kept")["url"]), tries.filter(
        outcome="metadata_only"
    ).height


def test_an_archives_addresses_keep_nothing_from_being_opened(tmp_path, monkeypatch):
    """Of 300 only the one that names the event; and what the feed found, whatever its headline says."""
    assert opened(tmp_path, monkeypatch, 300) == (["old-quay-is-shut-off", "water-rises-in-town"], 299)


def test_few_addresses_are_all_opened(tmp_path, monkeypatch):
    """An address need not name the event."""
    found, left = opened(tmp_path, monkeypatch, 20)

    assert (len(found), left) == (21, 0)
