"""Keys of interfaces: on the wire towards the host that they are for, and nowhere else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit

from analysis.errors import BadInput

_LEAST = 8
"""Characters below which a word is no secret: the Guardian's key for trying is ``test``, and texts hold that word."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens an interface's door; it goes out on the wire and is never in an address, a message or a response.

    After a redirect to another host it is not sent on.
    """

    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    api: bool = False
    """A documented door for programs: robots.txt, which speaks to crawlers, is not asked."""
    pace: float = 0.0
    """Seconds between requests that its terms ask for, where that is longer than our own pace."""

    def __post_init__(self) -> None:
        if not all(re.fullmatch(r"[ -~]*", value) for value in (*self.query.values(), *self.headers.values())):
            raise BadInput("a key holds a character that no request carries; set it again, plain ASCII in one line")


class Door:
    """The credentials of one request and its redirects: adds them where they belong and takes them out of all else."""

    def __init__(self, credentials: Credentials | None, url: str) -> None:
        self._credentials = credentials or Credentials()
        self._home = urlsplit(url)
        values = [word for value in self._credentials.headers.values() for word in value.split()]
        secrets = {value for value in (*self._credentials.query.values(), *values) if len(value) >= _LEAST}
        spelt = {way(value) for value in secrets for way in (str, quote, quote_plus, lambda v: quote(v, safe=""))}
        self._secrets = sorted(spelt, key=len, reverse=True)

    @property
    def pace(self) -> float:
        """Seconds between requests."""
        return self._credentials.pace

    @property
    def has_keys(self) -> bool:
        """Whether there is anything to hide."""
        return bool(self._credentials.query or self._credentials.headers)

    def is_api(self, url: str) -> bool:
        """Whether *url* is behind a documented door for programs."""
        return self._credentials.api and self._at_home(url)

    def on_the_wire(self, url: str) -> str:
        """The address with what its query must hold."""
        if not self._credentials.query or not self._at_home(url):
            return url
        return f"{url}{'&' if '?' in url else '?'}{urlencode(self._credentials.query, quote_via=quote)}"

    def headers(self, url: str) -> Mapping[str, str]:
        """Headers that a request to *url* must hold."""
        return self._credentials.headers if self._at_home(url) else _NOTHING

    def bare(self, url: str) -> str:
        """An address that a host sent back, without what we had added to it."""
        head, mark, query = url.partition("?")
        kept = [pair for pair in query.split("&") if not self._ours(pair)]
        return self.unsaid(head + (mark + "&".join(kept) if kept else ""))

    def unsaid(self, text: str) -> str:
        """The same text, every key in it replaced by ``***``."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    def unsaid_bytes(self, body: bytes) -> bytes:
        """The same bytes, every key in them replaced by ``***``."""
        for secret in self._secrets:
            body = body.replace(secret.encode(), b"***")
        return body

    def _ours(self, pair: str) -> bool:
        return any(self._credentials.query.get(name) == value for name, value in parse_qsl(pair))

    def _at_home(self, url: str) -> bool:
        there = urlsplit(url)
        same = (there.hostname, there.port) == (self._home.hostname, self._home.port)
        return same and there.scheme in (self._home.scheme, "https")
