"""An address → a response, politely: the one place that sends requests."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self, cast
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx2
import stamina

from analysis.collect.addresses import masked, of_the_web
from analysis.collect.credentials import Credentials, Door
from analysis.collect.guard import Guard, GuardedTransport, at_most
from analysis.collect.pace import Clock, Pacer
from analysis.collect.robots import LARGEST, Robots
from analysis.collect.unpack import first, limited, unpacked
from analysis.errors import Absent, BadInput, Blocked, Failed, Refused, TryAgain

__all__ = ["Client", "Credentials", "Manners", "Response", "agent"]

_HOPS = 10
_ROBOTS_HOPS = 5
_MOVED = (301, 302, 303, 307, 308)
_REFUSED = (401, 402, 403, 407, 451)
_UNCHANGED = 304
_GONE = (404, 410)
_BUSY = (429, 503)
_PASSING = (408, 425)
_HEADS = {"Accept-Encoding": "gzip", "Accept": "*/*"}
_WORDS = 2000
"""Bytes of a refusal that are read."""
_NO_DOOR = Door(None, "")
# They tell of the transfer, which is over, or are secrets that nobody needs later.
_NOT_KEPT = ("content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie", "set-cookie2")


def agent(contact: str = "") -> str:
    """Who we are, for the ``User-Agent`` header: product, version and whom to write to.

    Raises:
        BadInput: the contact holds signs that a header cannot carry.
    """
    if not re.fullmatch(r"[ -~]*", contact):
        raise BadInput(f"contact {contact!r}: a header carries plain ASCII only; give an e-mail or web address")
    product = f"samestory/{version('samestory')}"
    return f"{product} (+{contact.strip()})" if contact.strip() else product


@dataclass(frozen=True, slots=True)
class Manners:
    """How we behave towards every host."""

    agent: str = field(default_factory=agent)
    pace: float = 2.0
    """Seconds between requests to a host; a host's own crawl-delay wins where it is longer."""
    retries: int = 2
    """Further tries after the first."""
    timeout: float = 20.0
    """Seconds without a sign of life."""
    max_bytes: int = 50 * 2**20
    """Of an answer, packed or unpacked; 50 MiB is what a sitemap may have."""
    max_seconds: float = 120.0
    """For one answer as a whole."""
    patience: float = 120.0
    """Longest ``Retry-After`` that is waited for; a longer one ends as TryAgain."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back in the end, unpacked."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    """Those of the content; what tells of the transfer (lengths, packing) and cookies are left out."""
    body: bytes
    at: datetime
    unchanged: bool = False
    """The host said (304) that its answer is still the one that was known."""

    @property
    def media_type(self) -> str:
        """Type with its charset, as the server said it; "application/octet-stream" where it said none."""
        return next((v for k, v in self.headers if k.lower() == "content-type"), "application/octet-stream")


def conditions(known: Response | None) -> dict[str, str]:
    """Headers that ask only for what has changed since (RFC 9110, 13.1): none where the answer said nothing of itself."""
    said = {name.lower(): value for name, value in known.headers} if known else {}
    asks = {"If-None-Match": said.get("etag", ""), "If-Modified-Since": said.get("last-modified", "")}
    return {name: value for name, value in asks.items() if re.fullmatch(r"[ -~]+", value)}


class Client:
    """Fetches pages as a guest: robots.txt, pace, patience, limits on size and time, public addresses only.

    *connect_to* sends plain HTTP to a port of this machine, under the host's own name, whatever the address's scheme;
    it asks for *local*. Cookies are never kept and no proxy is used. Threads may share a client.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        connect_to: Mapping[str, tuple[str, int]] | None = None,
        local: bool = False,
        clock: Clock | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._manners = manners or Manners()
        self._plain = frozenset(connect_to or {})
        self._clock = clock or Clock()
        self._pacer = Pacer(self._clock)
        guard = Guard(local=local, connect_to=connect_to)
        self._transport = transport or GuardedTransport(guard)
        self._robots = Robots(self._robots_txt, self._manners.agent.split("/")[0])
        self._retrying = stamina.RetryingCaller(
            attempts=self._manners.retries + 1, timeout=None, wait_initial=1.0, wait_max=60.0
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def get(self, url: str, *, credentials: Credentials | None = None, since: Response | None = None) -> Response:
        """The response that *url* leads to, after redirects, with status 2xx; *credentials* show nowhere in it.

        *since* is an earlier answer, which comes back itself where the host says that nothing has changed.

        Raises:
            Disallowed: robots.txt or a private address forbids it, here or at a redirect.
            Blocked: 401, 402, 403, 407 or 451.
            Absent: 404 or 410.
            TryAgain: 429 or 503 also after patience; carries the seconds that the host asked for.
            Failed: anything else; the message says what in plain words.
        """
        return self._retrying(self._again, self._followed, url, Door(credentials, url), since)

    def _again(self, error: Exception) -> bool | float:
        """Whether another try makes sense, or 0 where the pacer already holds the host back for as long as it asked."""
        match error:
            case TryAgain(after=float(seconds)):
                return 0.0 if seconds <= self._manners.patience else False
            case TryAgain() | _Passing():
                return True
        return False

    def _followed(self, url: str, door: Door, since: Response | None = None) -> Response:
        trail = [urldefrag(url).url]
        while len(trail) <= _HOPS + 1:
            here = trail[-1]
            if not of_the_web(here):
                raise Failed(f"{masked(here)!r} is no web address")
            known = since if since and since.final_url == here else None
            answer = self._sent(here, self._leave(here, door), door, known)
            try:
                if known and answer.status_code == _UNCHANGED:
                    return replace(known, url=url, at=self._clock.now(), unchanged=True)
                if answer.status_code not in _MOVED:
                    return self._response((url, here), answer, door)
                trail.append(_next(here, answer, door))
            finally:
                answer.close()
            if trail[-1] in trail[:-1]:
                raise Failed(f"redirects go round in a circle: {' → '.join(map(masked, trail))}")
        raise Failed(f"more than {_HOPS} redirects, the last to {masked(trail[-1])}")

    def _leave(self, url: str, door: Door) -> float:
        """Seconds that *url*'s host asks to leave between requests, if we may fetch it at all."""
        here = urlsplit(url).hostname in self._plain
        asked = 0.0 if here else door.pace
        if door.is_api(url):
            return asked
        self._robots.check(url)
        return max(asked, self._robots.delay(url))

    def _sent(
        self, url: str, delay: float = 0.0, door: Door = _NO_DOOR, known: Response | None = None
    ) -> httpx2.Response:
        """The answer to one request, its body not yet read; 304 where it is still the *known* one."""
        host = urlsplit(url).hostname or ""
        self._pacer.wait(host, max(self._manners.pace, delay))
        try:
            request = httpx2.Request(
                "GET",
                self._on_the_wire(door.on_the_wire(url)),
                headers=_HEADS | {"User-Agent": self._manners.agent} | conditions(known) | dict(door.headers(url)),
                extensions={"timeout": httpx2.Timeout(self._manners.timeout).as_dict()},
            )
            # Not through httpx2.Client: it logs whole addresses, keys included, and keeps cookies.
            with at_most(self._manners.max_seconds):
                return self._transport.handle_request(request)
        except httpx2.InvalidURL:
            raise Failed(f"{masked(url)} is no address that can be asked for") from None
        except httpx2.TimeoutException as error:
            raise _Passing(f"{host} did not answer within {self._manners.timeout:g} s") from _open(error, door)
        except httpx2.TransportError as error:
            raise _Passing(f"{host} cannot be reached: {door.unsaid(_words(error))}") from _open(error, door)

    def _on_the_wire(self, url: str) -> httpx2.URL:
        address = httpx2.URL(url)
        return address.copy_with(scheme="http", port=None) if address.host in self._plain else address

    def _response(self, way: tuple[str, str], answer: httpx2.Response, door: Door) -> Response:
        try:
            self._judge(way[1], answer)
        except Refused as why:
            raise type(why)(f"{why}{self._says(answer, door)}" if door.is_api(way[1]) else str(why)) from None
        body = door.unsaid_bytes(self._body(answer, door))
        heads = answer.headers.multi_items()
        headers = tuple((k, door.unsaid(v)) for k, v in heads if k.lower() not in _NOT_KEPT)
        return Response(*way, answer.status_code, headers, body, self._clock.now())

    def _says(self, answer: httpx2.Response, door: Door) -> str:
        """What an interface says of its refusal."""
        try:
            with self._plain_words(door):
                raw = first(unpacked(self._in_time(answer), answer.headers.get("content-encoding", "")), _WORDS)
        except Failed:
            return ""
        said = " ".join(door.unsaid(raw.decode("utf-8", "replace")).split())
        return f"; it says: {said[:200]}" if said and "<" not in said[:1] else ""

    def _judge(self, url: str, answer: httpx2.Response) -> None:
        status, where = answer.status_code, f"{urlsplit(url).netloc} answers {answer.status_code}"
        if status in _REFUSED:
            raise Blocked(f"{where}: it does not want this client, or wants a login")
        if status in _GONE:
            raise Absent(f"{where}: nothing at this address")
        if status in _BUSY:
            raise self._patience(urlsplit(url).hostname or "", where, answer.headers.get("retry-after"))
        if status >= 500 or status in _PASSING:
            raise _Passing(f"{where}: a fault on its side")
        if not 200 <= status < 300:
            raise Failed(f"{where}, which is no page")

    def _patience(self, host: str, where: str, said: str | None) -> TryAgain:
        seconds = _seconds(said, self._clock.now())
        if seconds is None:
            return TryAgain(f"{where}: too many requests, or too busy")
        if seconds <= self._manners.patience:
            self._pacer.hold(host, seconds)
        return TryAgain(f"{where}: asks to wait {seconds:g} s", after=seconds)

    def _body(self, answer: httpx2.Response, door: Door) -> bytes:
        most = self._manners.max_bytes
        with self._plain_words(door):
            raw = limited(self._in_time(answer), most)
            return b"".join(limited(unpacked(raw, answer.headers.get("content-encoding", "")), most))

    def _in_time(self, answer: httpx2.Response) -> Iterator[bytes]:
        until = self._clock.ticks() + self._manners.max_seconds
        for chunk in cast("Iterator[bytes]", answer.stream):
            if self._clock.ticks() > until:
                raise Failed(f"not at its end after {self._manners.max_seconds:g} s")
            yield chunk

    @contextmanager
    def _plain_words(self, door: Door) -> Iterator[None]:
        """Faults of the transport while a body is read → ours."""
        try:
            with at_most(self._manners.max_seconds):
                yield
        except httpx2.TimeoutException as error:
            raise _Passing("the answer came too slowly, or stopped coming") from _open(error, door)
        except httpx2.TransportError as error:
            raise _Passing(f"the answer broke off: {door.unsaid(_words(error))}") from _open(error, door)

    def _robots_txt(self, url: str) -> tuple[int, bytes]:
        return self._retrying(self._again, self._robots_once, url)

    def _robots_once(self, url: str) -> tuple[int, bytes]:
        """Status and first part of a robots.txt; past five redirects there is none (RFC 9309, 2.3.1.2)."""
        here = url
        for _ in range(_ROBOTS_HOPS + 1):
            answer = self._sent(here)
            try:
                if answer.status_code not in _MOVED:
                    return answer.status_code, self._rules(here, answer)
                here = _next(here, answer, _NO_DOOR)
            finally:
                answer.close()
        return 404, b""

    def _rules(self, url: str, answer: httpx2.Response) -> bytes:
        if answer.status_code >= 500 or answer.status_code in _BUSY:
            self._judge(url, answer)
        if answer.status_code != 200:
            return b""
        with self._plain_words(_NO_DOOR):
            return first(unpacked(self._in_time(answer), answer.headers.get("content-encoding", "")), LARGEST)


class _Passing(Failed):
    """A failure that may pass: worth another try."""


def _next(here: str, answer: httpx2.Response, door: Door) -> str:
    """Where a redirect leads."""
    said = door.bare(answer.headers.get("location", "").strip())
    try:
        there = urldefrag(urljoin(here, said)).url
    except ValueError:
        there = ""
    if not said or not of_the_web(there):
        raise Failed(f"{urlsplit(here).netloc} redirects to {masked(said)!r}, which is no web address")
    return there


def _seconds(said: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` asks for, given as a number or as a date (RFC 9110, 10.2.3)."""
    if said is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", said):
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


def _open(error: Exception, door: Door) -> Exception | None:
    """The cause of a failure, where nothing in it can hold a key."""
    return None if door.has_keys else error


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
