"""Whichever way an article is met, it is one article, and each source's word on its time is kept."""

import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import polars as pl
import pytest

from analysis import outlets
from analysis.collect.client import Client, Manners
from analysis.collect.sources import Feed, Sitemap, Wayback
from analysis.events import Address, Event, Terms, Window
from analysis.outlets import Outlet
from analysis.stages.collect import collect
from analysis.stages.extract import extract
from analysis.stages.match import match
from analysis.store import Store
from analysis.tables import Article, Attempt, Membership, Page, Sighting

HOME = "https://herald.example"
DAY = f"{HOME}/2021/05/04"
WALL, REEF, QUAY, MOLE, GONE = (
    f"{DAY}/{slug}"
    for slug in ("wall-gives-way-at-dawn", "reef-is-closed-to-ships", "quay-under-water-again", "mole-is-to-be-raised", "night-on-the-harbour-wall")
)  # fmt: skip
COPY = "https://copies.example/herald/quay-under-water-again"
OUTLET = Outlet(
    name="The Herald",
    home=f"{HOME}/",
    country="GB",
    language="en",
    timezone="UTC",
    hosts=("herald.example",),
    sources=(Feed(f"{HOME}/rss"), Sitemap(f"{HOME}/news.xml"), Wayback(f"{HOME}/2021/", "prefix")),
)
EVENT = Event(
    slug="wall",
    title="The wall",
    local=True,
    window=Window(start=datetime(2021, 5, 4, tzinfo=UTC), end=datetime(2021, 5, 7, tzinfo=UTC)),
    outlets=("herald",),
    terms=Terms(any=("harbour",)),
    addresses=(Address(outlet="herald", url=f"{GONE}?utm_source=letter"),),
)
FEED = [
    (f"{WALL}?utm_source=rss&utm_medium=feed", "10:00"),
    (REEF, "10:10"),
    (COPY, "10:20"),
    (f"{HOME}/?p=1234567", "10:30"),
]
SITEMAP = [(WALL, "10:02"), (f"https://m.herald.example{REEF.removeprefix(HOME)}", "10:12"), (f"{QUAY}/amp", "10:22"), (MOLE, "10:32")]  # fmt: skip
CAPTURED = {"20210504111010": "one wall", "20210505111010": "two walls"}


def article(name, canonical="", more=""):
    """A page of forty words in which *name* stands again and again."""
    link = f"<link rel='canonical' href='{canonical}'>" if canonical else ""
    words = "".join(
        f"<p>{name}: the water of the harbour stood {n} feet above the stones. {more}</p>" for n in range(30)
    )
    return (
        f"<html><head><title>{name}</title>{link}</head><body><article><h1>{name}</h1>{words}</article></body></html>"
    )


PAGES = {
    WALL: article("Wall"),
    REEF: article("Reef", REEF),
    f"https://m.herald.example{REEF.removeprefix(HOME)}": article("Reef", REEF),
    QUAY: article("Quay"),
    COPY: article("Quay", f"{QUAY}?utm_source=copies"),
    MOLE: article("Mole"),
}


def answer(host, path):
    """Status, headers and body of what a host says of a path."""
    if host == "web.archive.org":
        return _archive(path)
    if path == "/rss":
        items = "".join(
            f"<item><title>On the harbour</title><link>{url.replace('&', '&amp;')}</link><pubDate>Tue, 04 May 2021 {at}:00 GMT</pubDate></item>"
            for url, at in FEED
        )
        return 200, {}, f"<rss version='2.0'><channel><title>H</title>{items}</channel></rss>"
    if path == "/news.xml":
        news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        entries = "".join(
            f"<url><loc>{url}</loc><news:news {news}><news:publication_date>2021-05-04T{at}:00Z</news:publication_date><news:title>On the harbour</news:title></news:news></url>"
            for url, at in SITEMAP
        )
        return 200, {}, f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    if path == "/?p=1234567":
        return 301, {"Location": MOLE}, ""
    page = PAGES.get(f"https://{host}{path}", "")
    return (200 if page else 404), {}, page


def _archive(path):
    if path.startswith("/cdx/") and "matchType=prefix" in path:
        return 200, {}, f"example,herald)/x 20210504120000 {WALL} text/html 200 DIGEST 900"
    if path.startswith("/cdx/"):
        rows = [f"example,herald)/x {stamp} {GONE} text/html 200 {stamp} 900" for stamp in CAPTURED]
        return 200, {}, "\n".join(rows)
    for stamp, more in CAPTURED.items():
        if path == f"/web/{stamp}id_/{GONE}":
            at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            return 200, {"Memento-Datetime": f"{at:%a, %d %b %Y %H:%M:%S} GMT"}, article("Night", GONE, more)
    return 404, {}, ""


class Handler(BaseHTTPRequestHandler):
    """All hosts at one port."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self):
        """As the host would."""
        host = self.headers["Host"].split(":")[0]
        if self.path != "/robots.txt":
            self.server.asked.append(f"{host}{self.path}")
        status, headers, body = answer(host, self.path)
        raw = body.encode()
        self.send_response(status)
        kind = "application/xml" if self.path in {"/rss", "/news.xml"} else "text/html; charset=utf-8"
        for name, value in {"Content-Type": kind, "Content-Length": str(len(raw)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_):
        """Nothing."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two runs of collect and extract over real HTTP: what each asked for, and the store."""
    root, patch = tmp_path_factory.mktemp("data"), pytest.MonkeyPatch()
    patch.setenv("SAMESTORY_DATA", str(root))
    (root / "outlets").mkdir()
    (root / "outlets" / "herald.toml").write_text(outlets.toml(OUTLET, [], {}), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    hosts = ("herald.example", "m.herald.example", "copies.example", "web.archive.org")
    store, asked = Store("wall", root), []
    for _ in range(2):
        server.asked = []
        places = dict.fromkeys(hosts, ("127.0.0.1", server.server_port))
        with Client(Manners(pace=0.0), connect_to=places, local=True) as web:
            collect(EVENT, store, web)
        extract(EVENT, store)
        match(EVENT, store)
        asked.append(list(server.asked))
    yield store, asked
    server.shutdown()
    server.server_close()
    patch.undo()


def test_three_sources_make_one_article_with_three_sightings(runs):
    """The feed with a campaign in its link, the news sitemap, and an archive: each says its own time."""
    store, (first, _) = runs

    said = store.read(Sighting).filter(url=WALL).sort("source")
    (one,) = store.read(Article).filter(url=WALL).iter_rows(named=True)

    assert [(row["source"].split()[0], row["published_at"] and f"{row['published_at']:%H:%M}") for row in said.iter_rows(named=True)] == [
        ("feed", "10:00"),
        ("sitemap", "10:02"),
        ("wayback", None),
    ]  # fmt: skip
    assert said.filter(pl.col("source").str.starts_with("wayback"))["seen_at"].to_list() == [
        datetime(2021, 5, 4, 12, tzinfo=UTC)
    ]
    assert one["first_seen_at"] == datetime(2021, 5, 4, 12, tzinfo=UTC)
    assert f"{one['published_at']:%H:%M}" in {"10:00", "10:02"}
    assert sum(path.endswith("wall-gives-way-at-dawn") and path.startswith("herald") for path in first) == 1


def test_amp_mobile_hosts_copies_and_redirects_lead_to_one_address(runs):
    """Five articles, though eleven addresses were listed."""
    store, _ = runs

    versions = store.read(Article).group_by("url").agg(pl.col("version").max())

    assert dict(versions.iter_rows()) == {WALL: 1, REEF: 1, QUAY: 1, MOLE: 1, GONE: 2}


def test_the_ledger_keeps_every_address_under_which_an_article_was_listed(runs):
    """What was tried stands there as it was tried."""
    store, _ = runs

    read = store.read(Attempt).filter(stage="extract", outcome="kept")["url"].unique().to_list()

    assert {COPY, QUAY, REEF, MOLE, f"{HOME}/?p=1234567"} <= set(read)


def test_an_article_that_the_event_names_has_the_history_that_the_archive_kept(runs):
    """The page itself is gone; its two captures are two versions, each with its own time, and it is of the event."""
    store, _ = runs

    rows = store.read(Article).filter(url=GONE).sort("version")
    live = store.read(Attempt).filter(stage="capture", url=GONE)["outcome"].to_list()

    assert rows["captured_at"].dt.strftime("%Y%m%d%H%M%S").to_list() == list(CAPTURED)
    assert live == ["absent"]
    reasons = store.read(Membership).join(rows, left_on="article", right_on="id")["reason"].to_list()
    assert reasons == ["its address is listed in the event"] * 2


def test_a_second_run_asks_for_lists_alone(runs):
    """What an archive captured does not change, and what was had is had."""
    store, (_, second) = runs

    assert sorted(path.split("?")[0] for path in second) == [
        "herald.example/news.xml",
        "herald.example/rss",
        "web.archive.org/cdx/search/cdx",
        "web.archive.org/cdx/search/cdx",
    ]
    assert store.read(Page).height == store.read(Page).select("url", "digest").n_unique()
    assert store.read(Sighting).height == 11
