"""The news crawl through the whole stage: streamed, recorded as it comes, and gone on with after each kill."""

import json
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analysis.store import Store
from analysis.tables import Attempt, Page, Sighting

RUN = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from analysis.collect import ccnews
from analysis.collect.client import Client, Manners
from analysis.collect.sources import CcNews
from analysis.events import Event, Window
from analysis.outlets import Outlet
from analysis.stages import collect as stage
from analysis.store import Store

ccnews.Parts.__init__.__defaults__ = (20_000,)
ccnews._HELD, ccnews._STRIDE = 30_000, 60_000
herald = Outlet("The Herald", "https://herald.example/", "ZZ", "en", "UTC", ("herald.example",), sources=(CcNews(("herald.example",)),))
stage.outlets = lambda: {"herald": herald}
window = Window(start=datetime(2021, 5, 4, tzinfo=UTC), end=datetime(2021, 5, 6, tzinfo=UTC))
event = Event(slug="crawl", title="x", local=True, window=window, outlets=("herald",))
print("ready", flush=True)
place = {"data.commoncrawl.org": ("127.0.0.1", int(sys.argv[2]))}
with Client(Manners(pace=0.0), connect_to=place, local=True) as web:
    done = stage.collect(event, Store("crawl", Path(sys.argv[1])), web)
print(json.dumps({"kept": done.kept}), flush=True)
"""
START = datetime(2021, 5, 4, tzinfo=UTC)
FILES = [f"crawl-data/CC-NEWS/2021/05/CC-NEWS-2021050{day}010000-0000{day}.warc.gz" for day in (4, 5)]
_KILLS = 8


def warc(first, count):
    """A file in which every second page is ours, one record a gzip member, each hard to pack."""
    out, chance = BytesIO(), random.Random(first)
    writer = WARCWriter(out, gzip=True)
    for number in range(first, first + count):
        host = ("herald.example", "else.example")[number % 2]
        body = f"<p>{number}</p>".encode() + chance.randbytes(6000).hex().encode()
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        about = {"WARC-Date": f"{START + timedelta(minutes=number):%Y-%m-%dT%H:%M:%SZ}"}
        url = f"https://{host}/{number}"
        writer.write_record(
            writer.create_warc_record(url, "response", BytesIO(body), http_headers=http, warc_headers_dict=about)
        )
    return out.getvalue()


@pytest.fixture(scope="module")
def crawl():
    """The crawl's store on loopback, which gives parts; ``asked`` holds file and first byte of each."""
    stored = {path: warc(1000 * day, 80) for day, path in enumerate(FILES)}
    stored["crawl-data/CC-NEWS/2021/05/warc.paths.gz"] = "\n".join(FILES).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            body = stored.get(self.path.removeprefix("/"))
            wanted = self.headers.get("Range", "")
            if body and wanted:
                time.sleep(0.01)
                first, last = (int(n) for n in wanted.removeprefix("bytes=").split("-"))
                self.server.asked.append((self.path, first))
                part = body[first : last + 1]
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(body)}")
            else:
                part = body or b""
                self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(part)))
            self.end_headers()
            self.wfile.write(part)

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            """Visitors are killed here."""

    server = Server(("127.0.0.1", 0), Handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def started(root, server):
    """A run in a process of its own, about to begin."""
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(root), str(server.server_port)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout.readline() == "ready\n"
    return run


def test_a_crawl_killed_at_any_moment_goes_on_where_it_was(crawl, tmp_path):
    """Every page once, in one sighting and one attempt; the files are read on, not anew."""
    chance, store = random.Random(5), Store("crawl", tmp_path)
    whole, killed = 0, 0
    for turn in range(_KILLS + 1):
        before = len(crawl.asked)
        run = started(tmp_path, crawl)
        if turn < _KILLS:
            while len(crawl.asked) == before and run.poll() is None:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.15))
            run.send_signal(signal.SIGKILL)
        killed += run.wait() == -signal.SIGKILL
        whole += run.returncode == 0

    pages = store.read(Page)
    numbers = sorted(int(url.rsplit("/", 1)[1]) for url in pages["url"])
    parts_of_one_reading = sum(-(-len(warc(1000 * day, 80)) // 20_000) for day in range(2))

    assert killed >= 3, "most runs had ended before they were killed: nothing was proved"
    assert run.returncode == 0
    assert numbers == [1000 * day + n for day in range(2) for n in range(0, 80, 2)]
    assert all(store.body(row).startswith(b"<p>") for row in pages.iter_rows(named=True))
    assert store.read(Sighting).height == len(numbers)
    assert (
        store.read(Attempt).filter(stage="capture")["url"].to_list().count(f"https://herald.example/{numbers[0]}") == 1
    )
    assert store.read(Attempt).filter(stage="capture").height == len(numbers)
    # A kill costs what was asked for since the last place that was written down, and no more.
    assert len(crawl.asked) <= parts_of_one_reading + 6 * (killed + 1)


def test_the_next_run_reads_no_file_again_and_opens_no_page(crawl, tmp_path):
    """What the crawl had was had: neither its files nor the outlet are asked for it."""
    first = started(tmp_path, crawl)
    told = json.loads(first.stdout.readline())
    first.wait()
    asked = len(crawl.asked)

    again = started(tmp_path, crawl)
    again.wait()

    assert told["kept"] == 80
    assert len(crawl.asked) == asked
    assert Store("crawl", tmp_path).read(Attempt).filter(stage="capture").height == 80
