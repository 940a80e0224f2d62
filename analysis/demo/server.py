"""Sites → one server on loopback that answers for all their hosts."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

from analysis.demo.houses import House, house_at
from analysis.demo.pieces import Phase
from analysis.demo.sites import Answer, absent, busy, sites

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Site:
    """The demo's web while it is served."""

    connect_to: Mapping[str, tuple[str, int]]
    """Host → where to connect in its stead."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Host and path of each request, in order: what the visitor did, for those who test manners."""


@contextmanager
def serve(phase: Phase, folder: Path | None = None) -> Iterator[Site]:
    """The demo's five sites on a free port of this machine, as they are in that phase, until the block ends.

    *folder* holds the articles; by default those that travel with the program.
    """
    web = _Web(sites(phase, folder))
    server = ThreadingHTTPServer((_LOOPBACK, 0), type("Handler", (_Handler,), {"web": web}))
    server.daemon_threads = True
    server.block_on_close = False  # connections that a client keeps alive would hold the door open
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        place = (_LOOPBACK, server.server_port)
        yield Site(MappingProxyType(dict.fromkeys(web.answers, place)), web.asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Web:
    """Answers by host and path, and what was asked so far."""

    def __init__(self, answers: Mapping[str, Mapping[str, Answer]]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    def answer(self, house: House, path: str) -> Answer:
        with self._lock:
            again = (house.host, path) in self.asked
            self.asked.append((house.host, path))
        found = self.answers[house.host].get(path)
        if found is None:
            return absent(house)
        return busy(house) if found.busy_first and not again else found


class _Handler(BaseHTTPRequestHandler):
    web: _Web
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body go out apart: the second would wait 40 ms for the first
    server_version = "samestory-demo"
    sys_version = ""

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def _reply(self, *, with_body: bool) -> None:
        house = house_at(self.headers.get("Host", "").partition(":")[0].lower())
        if house is None:
            self.send_error(421, "No such host here")
            return
        answer = self.web.answer(house, self.path.partition("?")[0])
        time.sleep(answer.delay)
        self.send_response(answer.status)
        for name, value in (
            ("Content-Type", answer.media_type),
            ("Content-Length", str(len(answer.body))),
            *answer.headers,
        ):
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own parameter name
        """Nothing: a log line a request would drown the progress bar."""
