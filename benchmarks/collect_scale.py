"""Collecting 1,000 and 10,000 candidates from a site on loopback: candidates a second, and how much memory that takes.

    python benchmarks/collect_scale.py            (no pace: what our own work costs; then with a pace, who is waited for)

Each run is a process of its own, so that its peak is its own; the site is served by another.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOSTS = ("herald.example", "live.herald.example")
WORDS = "<p>The bridge over the Orl is closed while engineers look at its northern cable.</p>\n" * 120
START = datetime(2031, 5, 4, tzinfo=UTC)
PER_MAP = 1000


def site(count: int) -> ThreadingHTTPServer:
    """A site of *count* articles on two hosts, its sitemap an index of maps of a thousand."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body go out apart: the second would wait 40 ms for the first

        def do_GET(self) -> None:
            body = _answer(self.path, count)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/xml" if ".xml" in self.path else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _answer(path: str, count: int) -> bytes:
    if path == "/sitemap.xml":
        maps = "".join(
            f"<sitemap><loc>https://{HOSTS[0]}/map-{n}.xml</loc></sitemap>" for n in range(-(-count // PER_MAP))
        )
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'.encode()
    if path.startswith("/map-"):
        first = int(path[5:-4]) * PER_MAP
        entries = "".join(map(_entry, range(first, min(first + PER_MAP, count))))
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
    return f"<html><title>Bridge {path}</title><body>{path}{WORDS}</body></html>".encode() if "bridge" in path else b""


def _entry(number: int) -> str:
    at = (START + timedelta(seconds=number)).isoformat()
    return f"<url><loc>https://{HOSTS[number % 2]}/world/{number}-bridge-is-closed</loc><lastmod>{at}</lastmod></url>"


def run(folder: str, port: int, pace: float) -> None:
    """One round of collecting; prints seconds, tries and the peak of memory."""
    from analysis.collect.client import Client, Manners
    from analysis.collect.sources import Sitemap
    from analysis.events import Event, Terms, Window
    from analysis.outlets import Outlet
    from analysis.stages import collect as stage
    from analysis.store import Store

    herald = Outlet(
        "The Herald",
        f"https://{HOSTS[0]}/",
        "ZZ",
        "en",
        "UTC",
        HOSTS,
        sources=(Sitemap(f"https://{HOSTS[0]}/sitemap.xml"),),
    )
    stage.outlets = lambda: {"herald": herald}  # type: ignore[assignment, return-value]
    window = Window(start=START, end=START + timedelta(days=2))
    event = Event(slug="scale", title="x", local=True, window=window, outlets=("herald",), terms=Terms(any=("bridge",)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, worked = time.perf_counter(), time.process_time()
    places = dict.fromkeys(HOSTS, ("127.0.0.1", port))
    with Client(Manners(pace=pace), connect_to=places, local=True) as web:
        done = stage.collect(event, Store("scale", Path(folder)), web)
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {"seconds": seconds, "worked": worked, "kept": done.kept, "before": before / 1024, "peak": peak / 1024}
        )
    )


def measured(count: int, folder: str, pace: float = 0.0) -> dict[str, float]:
    """What a process of its own says of one round."""
    server = site(count)
    words = [sys.executable, __file__, folder, str(server.server_port), str(pace)]
    told = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout
    server.shutdown()
    found: dict[str, float] = json.loads(told)
    return found


def main() -> None:
    """Print a row for each size, first run and second, and one with a pace."""
    print(
        "| candidates | run | pace | seconds | candidates/s | processor ms a candidate | peak MiB | of that before it began |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for count in (1000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            for which in ("first", "second"):
                _row(count, which, 0.0, measured(count, folder))
    with tempfile.TemporaryDirectory() as folder:
        _row(200, "first", 0.05, measured(200, folder, 0.05))
    print("\nWith a pace of 0.05 s (and up to a quarter more) two hosts can give 35.6 candidates a second at most.")


def _row(count: int, which: str, pace: float, found: dict[str, float]) -> None:
    rate = count / found["seconds"]
    print(
        f"| {count:,} | {which} | {pace:g} | {found['seconds']:.1f} | {rate:,.0f} | {1000 * found['worked'] / count:.2f} | {found['peak']:.0f} | {found['before']:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
    else:
        main()
