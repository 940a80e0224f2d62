"""A whole run with keys, against interfaces that repeat them wherever they can: nothing that was written holds one."""

import gzip
import json
import logging
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, quote_plus

import httpx2
import polars as pl
import pytest
import stamina
import stamina.instrumentation

from analysis.collect.client import Client, Manners
from analysis.collect.pace import Clock
from analysis.collect.sources import Feed, GuardianApi, MediaCloud, NytArchive, NytSearch, NytWire
from analysis.events import Event, Terms, Window
from analysis.outlets import Outlet
from analysis.stages.collect import collect
from analysis.stages.extract import extract
from analysis.store import Store
from analysis.tables import Article, Attempt

KEYS = {
    "GUARDIAN_API_KEY": "gu+rd/of=nobody-0123456789",
    "NYT_API_KEY": "nyt~0f|nobody&0123456789",
    "MEDIACLOUD_API_KEY": "mc-of-nobody-0123456789abcdef",
}
SPELT = {way(key) for key in KEYS.values() for way in (str, quote, quote_plus, lambda k: quote(k, safe=""))}
HERALD = Outlet(
    name="The Herald",
    home="https://herald.example/",
    country="GB",
    language="en",
    timezone="UTC",
    hosts=("herald.example", "theguardian.com"),
    sources=(
        GuardianApi("https://capi.example"),
        NytSearch("https://search.example/search.json"),
        NytArchive("https://archive.example/v1"),
        NytWire("https://wire.example/all.json"),
        MediaCloud("herald.example", "https://mc.example/story-list"),
        Feed("https://herald.example/rss"),
    ),
    fetch_pages=False,
)
EVENT = Event(
    slug="quay",
    title="The quay",
    window=Window(start=datetime(2031, 5, 4, tzinfo=UTC), end=datetime(2031, 5, 7, tzinfo=UTC)),
    outlets=("herald",),
    terms=Terms(any=("quay",)),
)


def leaks(text):
    """Which spellings of which keys stand in a text."""
    return sorted(key for key in SPELT if key in text)


def written(folder):
    """Path → all that can be read of it: bytes as they are, WARC unpacked, tables as values."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            yield path.name, raw.decode("utf-8", "replace")
            if path.suffix == ".gz":
                yield path.name, gzip.decompress(raw).decode("utf-8", "replace")
            elif path.suffix == ".parquet":
                yield path.name, json.dumps(pl.read_parquet(path).to_dicts(), default=str, ensure_ascii=False)


class Web:
    """Interfaces that are careless with keys: in bodies, headers, messages, redirects."""

    def __init__(self, folder):
        self.folder, self.got, self.midway, self.tries = folder, set(), [], 0

    def __call__(self, request):
        """The answer of one of the hosts."""
        said = {
            *parse_qs(request.url.query.decode()).get("api-key", []),
            *request.headers.get("authorization", "").split(),
        }
        self.got |= said & set(KEYS.values())
        self.midway += [hit for _, text in written(self.folder) for hit in leaks(text)]
        echo = {"X-Asked": str(request.url), "Link": f"<{request.url}>; rel=self"}
        match request.url.host:
            case "capi.example":
                return self.guardian(request, echo)
            case "search.example":
                return httpx2.Response(
                    403, json={"message": f"no such key: {next(iter(said))}", "url": str(request.url)}
                )
            case "archive.example":
                return httpx2.Response(302, headers={"Location": f"https://else.example/?{request.url.query.decode()}"})
            case "wire.example":
                return httpx2.Response(500, text=f"trouble with {request.url}")
            case "mc.example":
                return httpx2.Response(429, text=str(request.headers), headers={"Retry-After": "99999"})
        return httpx2.Response(404, text="nothing")

    def guardian(self, request, echo):
        """First a redirect that repeats the query, a fault, then articles that quote the key."""
        self.tries += 1
        if self.tries == 1:
            return httpx2.Response(301, headers=echo | {"Location": f"{request.url}&moved=yes"})
        if self.tries == 2:
            raise httpx2.ReadError(f"broken pipe at {request.url}")
        path = "world/2031/may/04/quay-1"
        item = {
            "id": path,
            "type": "article",
            "webTitle": "Quay gives way",
            "webUrl": f"https://www.theguardian.com/{path}",
            "apiUrl": str(request.url),
            "webPublicationDate": "2031-05-04T10:00:00Z",
            "fields": {"body": f"<p>The quay fell at dawn. You asked with {KEYS['GUARDIAN_API_KEY']}.</p>"},
        }
        body = {"response": {"status": "ok", "total": 1, "pageSize": 200, "results": [item], "asked": str(request.url)}}
        return httpx2.Response(200, json=body, headers=echo)


@pytest.fixture
def _tellers(monkeypatch):
    """Keys set, retries told to every log, no waiting."""
    for name, key in KEYS.items():
        monkeypatch.setenv(name, key)
    monkeypatch.setattr("analysis.stages.collect.outlets", lambda: {"herald": HERALD})
    stamina.instrumentation.set_on_retry_hooks([stamina.instrumentation.LoggingOnRetryHook])
    with stamina.set_testing(True, attempts=3, cap=True):
        yield
    stamina.instrumentation.set_on_retry_hooks(None)


@pytest.mark.usefixtures("_tellers")
def test_nothing_that_a_run_writes_holds_a_key(tmp_path, caplog, capfd):
    """WARC, tables, journals half-way, logs at their loudest, the terminal."""
    web, store = Web(tmp_path), Store("quay", tmp_path)
    still = Clock(sleep=lambda _: None)

    with (
        caplog.at_level(logging.DEBUG),
        Client(Manners(pace=0.0), clock=still, transport=httpx2.MockTransport(web)) as client,
    ):
        collect(EVENT, store, client)
        extract(EVENT, store)

    files = list(written(tmp_path))
    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert web.got == set(KEYS.values()), "every key was sent"
    assert {name for name, text in files if leaks(text)} == set()
    assert (web.midway, leaks(logged), leaks("".join(capfd.readouterr()))) == ([], [], [])
    assert any("You asked with ***" in text for name, text in files if name.endswith(".warc.gz"))
    assert {a["outcome"] for a in store.read(Attempt).filter(stage="list").to_dicts()} >= {
        "kept",
        "blocked",
        "rate_limited",
    }
    assert store.read(Article)["text_scope"].to_list() == ["full"]


@pytest.mark.usefixtures("_tellers")
def test_a_run_without_keys_goes_on_and_says_what_to_do(tmp_path, monkeypatch):
    """One blocked look for each source that wants a key."""
    for name in KEYS:
        monkeypatch.delenv(name)
    store = Store("quay", tmp_path)

    with Client(
        Manners(pace=0.0), clock=Clock(sleep=lambda _: None), transport=httpx2.MockTransport(Web(tmp_path))
    ) as client:
        collect(EVENT, store, client)

    blocked = store.read(Attempt).filter(outcome="blocked")
    assert blocked.height == 5
    assert all("is not set: get a key at https://" in reason for reason in blocked["reason"])


@pytest.mark.usefixtures("_tellers")
def test_a_malformed_key_costs_the_sources_that_need_it_and_no_others(tmp_path, monkeypatch):
    """Ledger and notes name it, and never show it; the other interfaces and the feed are asked as ever."""
    monkeypatch.setenv("NYT_API_KEY", "torn in-two-of-nobody")
    web, store = Web(tmp_path), Store("quay", tmp_path)

    with Client(Manners(pace=0.0), clock=Clock(sleep=lambda _: None), transport=httpx2.MockTransport(web)) as client:
        done = collect(EVENT, store, client)

    looks = store.read(Attempt).filter(stage="list")
    refused = looks.filter(pl.col("reason").str.contains("NYT_API_KEY holds a blank"))
    assert set(refused.select("source", "outcome").rows()) == {
        ("nyt https://search.example/search.json", "blocked"),
        ("nyt https://archive.example/v1", "blocked"),
        ("nyt https://wire.example/all.json", "blocked"),
    }
    assert refused.height == 3
    assert web.got == {KEYS["GUARDIAN_API_KEY"], KEYS["MEDIACLOUD_API_KEY"]}
    assert looks.filter(pl.col("source") == "feed https://herald.example/rss").height == 1
    (note,) = done.notes
    assert note.startswith("NYT_API_KEY holds a blank")
    assert note.endswith("its interface is not asked for The Herald")
    assert not [name for name, text in written(tmp_path) if "torn in" in text]


@pytest.mark.usefixtures("_tellers")
def test_a_second_run_stores_nothing_anew(tmp_path):
    """The same item has the same bytes."""
    from analysis.tables import Page

    store = Store("quay", tmp_path)
    for _ in range(2):
        web = Client(
            Manners(pace=0.0), clock=Clock(sleep=lambda _: None), transport=httpx2.MockTransport(Web(tmp_path))
        )
        with web as client:
            collect(EVENT, store, client)

    assert store.read(Page).height == 1
