"""A site with every fault, through the whole stage: each ends with the right word, the run goes on, nothing is lost."""

import gzip
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import polars as pl
import pytest
import stamina

from analysis.collect.client import Client, Manners
from analysis.collect.pace import Clock
from analysis.collect.sources import Feed, Sitemap
from analysis.events import Event, Terms, Window
from analysis.outlets import Outlet
from analysis.stages.collect import collect
from analysis.store import Store
from analysis.tables import Attempt, Page, Sighting

HOME = "https://herald.example"
WORDS = "<p>The bridge is closed. Désirée Lind said so.</p>" * 20
LARGEST = 100_000
ENTRY = '<url><loc>{}</loc><news:news xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><news:publication_date>2031-05-04T10:00:00Z</news:publication_date><news:title>Bridge</news:title></news:news></url>'
MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


class Fault:
    """How a path answers: ``Fault(status, body, **headers)``, or a function of the handler."""

    def __init__(self, status=200, body=b"", play=None, **headers):
        self.status, self.body, self.play = status, body, play
        self.headers = {"Content-Length": str(len(body)), "Content-Type": "text/html; charset=utf-8"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }

    def answer(self, handler):
        """Say it."""
        handler.send_response(self.status)
        for name, value in self.headers.items():
            if value is not None:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(self.body)
        if self.play:
            self.play(handler)


def on_and_on(handler):
    """Bytes without end, slowly."""
    for _ in range(200):
        handler.wfile.write(b"<p>and on\n")
        handler.wfile.flush()
        time.sleep(0.05)


def pour(handler):
    """As much as the client takes, up to two gigabytes."""
    for _ in range(2**15):
        handler.wfile.write(b"x" * 2**16)


PAGE = WORDS.encode()
FAULTS = {
    "fine": (Fault(200, PAGE), "kept", "bytes"),
    "moved-once": (Fault(301, Location="/moved-twice"), "kept", "after redirects to https://herald.example/fine"),
    "moved-twice": (Fault(308, Location=f"{HOME}/fine"), "kept", "after redirects"),
    "moved-in-a-circle": (Fault(301, Location="/moved-back"), "failed", "circle"),
    "moved-back": (Fault(301, Location="/moved-in-a-circle"), "failed", "circle"),
    "moved-to-nowhere": (Fault(301, Location="mailto:desk@herald.example"), "failed", "no web address"),
    "moved-to-the-front": (Fault(302, Location="/"), "not_an_article", "front page"),
    "moved-to-a-wall": (Fault(302, Location="/gdpr-consent/?a"), "blocked", "consent wall"),
    "moved-to-a-private-address": (Fault(302, Location="http://192.168.7.7/admin"), "disallowed", "open internet"),
    "moved-to-a-forbidden-page": (Fault(302, Location="/secret/page"), "disallowed", "robots.txt"),
    "secret/article": (Fault(200, PAGE), "disallowed", "robots.txt"),
    "blocked": (Fault(403, b"no"), "blocked", "403"),
    "legal": (Fault(451, b"no"), "blocked", "451"),
    "absent": (Fault(404, b"no"), "absent", "404"),
    "gone": (Fault(410, b"no"), "absent", "410"),
    "busy": (Fault(429, b"no"), "rate_limited", "too many requests"),
    "busy-for-a-second": (Fault(429, b"no", Retry_After="1"), "rate_limited", "asks to wait 1 s"),
    "busy-for-days": (Fault(503, b"no", Retry_After="90000"), "rate_limited", "asks to wait 90000 s"),
    "broken": (Fault(500, b"no"), "failed", "500"),
    "gateway": (Fault(502, b"no"), "failed", "502"),
    "half-packed": (Fault(200, gzip.compress(PAGE)[:-20], Content_Encoding="gzip"), "failed", "breaks off"),
    "badly-packed": (Fault(200, b"\x1f\x8b" + b"x" * 90, Content_Encoding="gzip"), "failed", "damaged"),
    "shorter-than-said": (Fault(200, PAGE, Content_Length="99999"), "failed", "broke off"),
    "longer-than-said": (Fault(200, PAGE, Content_Length="50", Connection="close"), "kept", "50 bytes"),
    "no-number": (Fault(200, PAGE, Content_Length="many", Connection="close"), "failed", "herald.example"),
    "wrongly-labelled": (Fault(200, PAGE, Content_Type="text/html; charset=iso-8859-1"), "kept", "bytes"),
    "too-large": (Fault(200, b"x" * (LARGEST + 1)), "failed", "larger than"),
    "two-gigabytes": (Fault(200, b"", pour, Content_Length=str(2**31)), "failed", "larger than"),
    "pouring": (Fault(200, b"", pour, Content_Length=None, Connection="close"), "failed", "larger than"),
    "bomb": (Fault(200, gzip.compress(b"\0" * LARGEST * 30), Content_Encoding="gzip"), "failed", "larger than"),
    "without-end": (Fault(200, b"", on_and_on, Content_Length="9999"), "failed", "too slowly"),
    "empty": (Fault(204), "failed", "empty"),
    "blank": (Fault(200, b" \n"), "failed", "empty"),
    "hung-up": (None, "failed", "herald.example"),
}
"""Path → its answer, the ledger's word, and a word of the reason."""

ENTITIES = f"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "{"&a;" * 10}"><!ENTITY c "{"&b;" * 10}">]>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>&c;</loc></url></urlset>"""
UNDATED = f"<rss version='2.0'><channel><title>x</title><item><title>Bridge</title><link>{HOME}/undated</link></item></channel></rss>"
LISTS = {
    "map.xml": (Fault(200, MAP.format("".join(ENTRY.format(f"{HOME}/{p}") for p in FAULTS)).encode()), "kept", f"{len(FAULTS)} entries"),
    "torn.xml": (Fault(200, (MAP.format(ENTRY.format(f"{HOME}/from-torn?a=1&b=2")))[:-30].encode()), "kept", "not well-formed"),
    "entities.xml": (Fault(200, ENTITIES.encode()), "unreadable", "entities"),
    "zeros.xml.gz": (Fault(200, gzip.compress(MAP.encode() + b" " * 2**20 * 101)), "failed", "larger than"),
    "page.xml": (Fault(200, b"<html><p>no feed"), "unreadable", "no sitemap"),
    "undated.rss": (Fault(200, UNDATED.encode(), Content_Type="application/rss+xml"), "kept", "1 without a time of publication"),
    "no.rss": (Fault(404), "absent", "404"),
    "prose.rss": (Fault(200, b"<p>no feed"), "unreadable", "no RSS"),
    "busy.rss": (Fault(429), "rate_limited", "too many"),
}  # fmt: skip
"""Path of a list → the same."""
EXTRA = {
    "undated": Fault(200, PAGE),
    "from-torn?a=1&b=2": Fault(200, PAGE),
    "robots.txt": Fault(200, b"User-agent: *\nDisallow: /secret/"),
}
OUTLET = Outlet(
    name="The Herald",
    home=f"{HOME}/",
    country="ZZ",
    language="en",
    timezone="UTC",
    hosts=("herald.example",),
    sources=tuple((Feed if path.endswith("rss") else Sitemap)(f"{HOME}/{path}") for path in LISTS),
    made_up=True,
)
EVENT = Event(
    slug="bridge",
    title="The bridge",
    local=True,
    window=Window(start=datetime(2031, 5, 4, tzinfo=UTC), end=datetime(2031, 5, 7, tzinfo=UTC)),
    outlets=("herald",),
    terms=Terms(any=("bridge",)),
)


class Handler(BaseHTTPRequestHandler):
    """The faulty site."""

    protocol_version = "HTTP/1.1"
    answers = {path: each[0] for path, each in (FAULTS | LISTS).items()} | EXTRA

    def do_GET(self):
        """As the path has it."""
        path = self.path.removeprefix("/")
        self.server.asked.append(path)
        answer = self.answers.get(path, Fault(200, PAGE))
        if answer is None:
            self.close_connection = True
            self.connection.close()
            return
        answer.answer(self)
        self.close_connection = True

    def log_message(self, *_):
        """Nothing."""

    def finish(self):
        """A visitor that has seen enough hangs up."""
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True


class Server(ThreadingHTTPServer):
    """One that does not complain."""

    daemon_threads = True
    asked: list[str]

    def handle_error(self, request, client_address):
        """Visitors hang up here all the time."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two runs against the site: what each asked for, and the store."""
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    store, asked = Store("bridge", tmp_path_factory.mktemp("data")), []
    manners = Manners(pace=0.0, max_bytes=LARGEST, max_seconds=0.6, timeout=5.0, retries=1)
    patch = pytest.MonkeyPatch()
    patch.setattr("analysis.stages.collect.outlets", lambda: {"herald": OUTLET})
    place = {"herald.example": ("127.0.0.1", server.server_port)}
    with stamina.set_testing(True, attempts=2, cap=True):
        for _ in range(2):
            server.asked = []
            with Client(manners, connect_to=place, local=True, clock=Clock(sleep=lambda _: None)) as client:
                collect(EVENT, store, client)
            asked.append(list(server.asked))
    patch.undo()
    server.shutdown()
    server.server_close()
    return store, asked


def last(store, stage):
    """Path → how its last try ended, and why."""
    tries = store.read(Attempt).filter(pl.col("stage") == stage).sort("at", maintain_order=True)
    return {url.removeprefix(f"{HOME}/"): (outcome, reason) for url, outcome, reason in tries.select("url", "outcome", "reason").iter_rows()}  # fmt: skip


@pytest.mark.parametrize("path", FAULTS)
def test_the_ledger_has_the_right_word_for_a_page(runs, path):
    """And says why in words that a person can act on."""
    outcome, reason = last(runs[0], "capture")[path]

    assert (outcome, FAULTS[path][2] in reason) == (FAULTS[path][1], True), reason


@pytest.mark.parametrize("path", LISTS)
def test_the_ledger_has_the_right_word_for_a_list(runs, path):
    """A list that cannot be read hides coverage, and must not look like silence."""
    outcome, reason = last(runs[0], "list")[path]

    assert (outcome, LISTS[path][2] in reason) == (LISTS[path][1], True), reason


def test_the_run_goes_on_and_nothing_is_lost(runs):
    """Every address that any list named was tried; every page that came is there, byte by byte."""
    store, _ = runs

    tried = last(store, "capture")
    pages = {row["url"].removeprefix(f"{HOME}/"): store.body(row) for row in store.read(Page).iter_rows(named=True)}

    assert set(tried) == {*FAULTS, "undated", "from-torn?a=1&b=2"}
    assert {path for path, (outcome, _) in tried.items() if outcome == "kept"} == set(pages)
    assert pages["fine"] == pages["wrongly-labelled"] == PAGE
    assert store.read(Sighting)["url"].n_unique() == len(tried)


def test_a_second_run_asks_only_for_what_may_have_changed(runs):
    """Lists, and what ended for now only; what was kept, refused or gone is left in peace."""
    store, (_, second) = runs

    ended = {path for path, (outcome, _) in last(store, "capture").items() if outcome in {"kept", "blocked", "absent", "not_an_article"}}  # fmt: skip
    asked = set(second)

    assert set(LISTS) <= asked
    assert not ended & asked, "an address that had ended was asked for again"
    assert {"broken", "busy", "too-large", "empty", "blank"} <= asked
    assert "secret/article" not in asked
    assert store.read(Page).height == store.read(Page)["url"].n_unique()
