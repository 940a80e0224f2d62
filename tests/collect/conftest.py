"""What the tests of this room share: a clock that nobody waits for, and a site on loopback that misbehaves."""

import json
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stamina

from analysis.collect.client import Client, Manners, Response
from analysis.collect.files import read
from analysis.collect.pace import Clock

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


class Hours:
    """A clock that only moves when someone sleeps; ``naps`` holds every sleep in seconds."""

    def __init__(self):
        self.ticks, self.naps = 1000.0, []

    def sleep(self, seconds):
        """Move on at once."""
        self.naps.append(seconds)
        self.ticks += seconds

    def clock(self):
        """The clock as the client takes it."""
        return Clock(
            now=lambda: NOON + timedelta(seconds=self.ticks - 1000),
            ticks=lambda: self.ticks,
            sleep=self.sleep,
            chance=lambda: 0.0,
        )


class Server(ThreadingHTTPServer):
    """One thread a request, silent where the client hangs up, as several tests want it to."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        """Anything but a lost connection is a fault of the test."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Site:
    """Answers by path: ``site.answers[path] = function(handler)``; ``asked`` holds every path in order."""

    def __init__(self):
        self.answers, self.asked, self.hosts, self.heads = {}, [], [], []
        self.server = Server(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_address[1]

    def says(self, path, body=b"", status=200, **headers):
        """Let *path* answer so; a header's underscores are hyphens."""

        def answer(handler):
            handler.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer

    def _handler(site):  # noqa: N805 - the handler below has its own self
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.asked.append(self.path)
                site.hosts.append(self.headers["Host"])
                site.heads.append(self.headers)
                if self.path in site.answers:
                    site.answers[self.path](self)
                else:
                    self.send_error(404)

            def log_message(self, *_):
                pass

        return Handler


class Platform:
    """A fetch that gives these answers in turn (objects as JSON; errors are raised), and notes what was asked."""

    def __init__(self, *answers, headers=(), at=None):
        self.answers, self.asked, self.opened, self.headers = list(answers), [], [], headers
        self.at = at or datetime(2031, 5, 9, 12, tzinfo=UTC)

    def __call__(self, url, *, credentials=None):
        """The next answer."""
        self.asked.append(url)
        self.opened.append(credentials)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Response(url, url, 200, (("Content-Type", "application/json"), *self.headers), body, self.at)


@pytest.fixture
def bring(tmp_path):
    """What is read from a file of that name and content; `courier` is a known outlet by host and by name."""

    def bring(name, content, *, outlet=None, mapping=None):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        known = {
            "outlet_of": lambda url: "courier" if "www.courier.example/" in url else None,
            "outlet_named": {"The Morning Courier": "courier"}.get,
        }
        return list(read(path, mapping=mapping or {}, outlet=outlet, now=NOON, **known))

    return bring


@pytest.fixture
def platform():
    """An interface of which each answer is known beforehand: ``platform(answer, answer …)``."""
    return Platform


@pytest.fixture(autouse=True)
def _no_waiting():
    """Stamina counts its tries as always and does not sleep between them."""
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture
def hours():
    """A clock without waiting."""
    return Hours()


@pytest.fixture
def site():
    """A real HTTP server on loopback, empty at first."""
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def manners():
    """Short limits, so that faults are cheap to make."""
    return Manners(agent="samestory/0 (+desk@herald.example)", max_bytes=200_000, max_seconds=30.0, timeout=5.0)


@pytest.fixture
def client(site, hours, manners):
    """A client for which herald.example stands on loopback."""
    with Client(
        manners, connect_to={"herald.example": ("127.0.0.1", site.port)}, local=True, clock=hours.clock()
    ) as client:
        yield client
