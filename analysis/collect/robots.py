"""A host's robots.txt → what we may fetch there and how fast (RFC 9309)."""

from collections.abc import Callable
from threading import Lock
from urllib.parse import urlsplit

from protego import Protego

from analysis.collect.addresses import masked
from analysis.errors import Disallowed, SamestoryError

LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read; what follows is ignored (RFC 9309, 2.5)."""

_LONGEST_DELAY = 60.0
_EVERYTHING = "User-agent: *\nDisallow: /"

Ask = Callable[[str], tuple[int, bytes]]
"""An address → status and body; raises our errors where there is no answer at all."""


class Robots:
    """The rules of every host met in this run, each asked for once."""

    def __init__(self, ask: Ask, product: str) -> None:
        self._ask = ask
        self._product = product
        self._rules: dict[str, tuple[Protego, str]] = {}
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def check(self, url: str) -> None:
        """Return if the host's rules let us fetch *url*.

        Raises:
            Disallowed: they do not, or they cannot be read, which means the same.
        """
        rules, trouble = self._of(url)
        if trouble:
            raise Disallowed(trouble)
        if not rules.can_fetch(url, self._product):
            raise Disallowed(f"robots.txt of {urlsplit(url).netloc} forbids {masked(url)}")

    def delay(self, url: str) -> float:
        """Seconds that the host asks to leave between requests (crawl-delay, request-rate); a minute at most."""
        rules, _ = self._of(url)
        rate = rules.request_rate(self._product)
        asked = max(rules.crawl_delay(self._product) or 0.0, rate.seconds / rate.requests if rate else 0.0)
        return min(asked, _LONGEST_DELAY)

    def _of(self, url: str) -> tuple[Protego, str]:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            lock = self._locks.setdefault(origin, Lock())
        with lock:
            if origin not in self._rules:
                self._rules[origin] = self._read(origin)
            return self._rules[origin]

    def _read(self, origin: str) -> tuple[Protego, str]:
        """Rules, and in words why nothing may be fetched where they could not be had (RFC 9309, 2.3.1)."""
        host = urlsplit(origin).netloc
        try:
            status, body = self._ask(f"{origin}/robots.txt")
        except SamestoryError as why:
            return Protego.parse(_EVERYTHING), f"robots.txt of {host} cannot be reached, so nothing is fetched: {why}"
        # 429 asks for patience and says nothing about rules: to take it for leave would be rude.
        if status >= 500 or status == 429:
            return Protego.parse(_EVERYTHING), f"robots.txt of {host} answers {status}, so nothing is fetched"
        text = body[:LARGEST].decode("utf-8-sig", "replace") if 200 <= status < 300 else ""
        return Protego.parse(text), ""
