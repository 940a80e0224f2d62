"""An address → whether it is shaped as those of articles are; for lists that hold all of an outlet's links."""

import re
from urllib.parse import urlsplit

import idna

from analysis.collect.addresses import day

_NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_SLUG = re.compile(r"[^\W_]+(?:[-_][^\W_]+){3,}")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|txt|pdf|mp[34]|woff2?|zip)$", re.IGNORECASE)
# Where sites keep what is about articles, or about themselves.
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|authors?|categor(?:y|ies)|search|page|feeds?|amp|wp-(?:admin|content|includes|json)|"
    r"subscribe|subscriptions?|newsletters?|account|login|signin|register|about|contact|privacy|terms|help|sitemaps?)(?:/|$)",
    re.IGNORECASE,
)


def of_an_article(url: str) -> bool:
    """Whether the path holds a day, a long number, or four words parted by hyphens, and names no list or service."""
    path = urlsplit(url).path
    if not path.strip("/") or _FILE.search(path) or _NO_ARTICLE.search(path):
        return False
    return bool(day(url) or _NUMBER.search(path) or _SLUG.search(path.rsplit("/", 2)[-1] or path))


def on_hosts(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address lies on one of *hosts* or on a name below it."""
    host = host_of(url)
    return any(host == name or host.endswith(f".{name}") for name in hosts)


def bare_host(url: str) -> str:
    """Host without the names that say nothing of whose it is (``www.``, ``m.``), "" where there is none."""
    return re.sub(r"^(?:www|m|mobile|amp|edition)\.", "", host_of(url))


def host_of(url: str) -> str:
    """An address's host in small ASCII letters, one in letters of its own as the name system has it; "" where there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
        return host if host.isascii() else idna.encode(host, uts46=True).decode()
    except ValueError:  # brackets that are no IPv6 address, letters that no host has
        return ""
