"""A home page → what it says of its outlet: name, language, country, feeds, publishing system."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.client import Response
from analysis.collect.records import decoded
from analysis.collect.shapes import on_hosts
from analysis.errors import Unreadable

_FEEDS = ("application/rss+xml", "application/atom+xml")
_OUTLETS = ("NewsMediaOrganization", "Organization", "WebSite", "NewsArticle")
_COMMENTS = re.compile(r"comments?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class System:
    """A publishing system: how it shows, and where it lists what was published."""

    name: str
    mark: re.Pattern[str]
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def _system(name: str, mark: str, feeds: tuple[str, ...] = (), sitemaps: tuple[str, ...] = ()) -> System:
    return System(name, re.compile(mark, re.IGNORECASE), feeds, sitemaps)


SYSTEMS = (
    _system("WordPress", r"api\.w\.org/|/wp-content/|/wp-json/|generator: wordpress", ("feed/",), ("wp-sitemap.xml",)),
    _system(
        "Arc XP (Fusion)",
        r"Fusion\.(?:globalContent|contextPath|arcSite)|/pf/dist/|/pf/resources/",
        ("arc/outboundfeeds/rss/?outputType=xml",),
        ("arc/outboundfeeds/sitemap-index/?outputType=xml", "arc/outboundfeeds/news-sitemap/?outputType=xml"),
    ),
    _system("Drupal", r"generator: drupal|/sites/(?:default|all)/|drupal-settings-json", ("rss.xml",)),
    _system("Ghost", r"generator: ghost", ("rss/",)),
    _system("Substack", r"substackcdn\.com", ("feed",)),
    _system("Blogger", r"generator: blogger", ("feeds/posts/default",)),
    _system("Joomla", r"generator: joomla", ("?format=feed&type=rss",)),
    _system("Squarespace", r"squarespace", ("?format=rss",)),
    _system("Brightspot", r"brightspot"),
)
"""Recognised by a word of the page or its headers, the first that fits; others by what they call themselves."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a home page says; empty where it says nothing."""

    name: str
    language: str
    country: str
    feeds: tuple[str, ...]
    system: str
    links: tuple[str, ...]
    """Addresses on the outlet's own hosts that it leads to, in order."""


def read(answer: Response, hosts: tuple[str, ...]) -> Masthead:
    """What the page that came says.

    Raises:
        Unreadable: it is no HTML.
    """
    if not re.match(r"text/|application/(?:xhtml|xml|octet-stream)", answer.media_type, re.IGNORECASE):
        raise Unreadable(f"no HTML: it is labelled {answer.media_type[:60]}")
    text = decoded(answer.body)
    try:
        tree = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as why:
        raise Unreadable(f"no HTML: {why}") from None
    metas = {
        str(m.get("property") or m.get("name") or "").lower(): str(m.get("content") or "") for m in tree.iter("meta")
    }
    language, country = _tongue(tree, metas)
    return Masthead(
        _name(tree, metas, answer.final_url),
        language,
        country,
        tuple(dict.fromkeys(_feeds(tree, answer.final_url))),
        _system_of(text, answer, metas.get("generator", "")),
        tuple(dict.fromkeys(_links(tree, answer.final_url, hosts))),
    )


def _name(tree: Any, metas: dict[str, str], url: str) -> str:
    """By its linked data, else its metas, else the part of its title that its host's name resembles."""
    for said in (*_linked_names(tree), metas.get("og:site_name", ""), metas.get("application-name", "")):
        if name := " ".join(said.split()):
            return name[:100]
    title = " ".join(str(tree.findtext(".//title") or "").split())
    parts = [part.strip() for part in re.split(r"\s[|–—·•:-]\s|\s*[|·•]\s*|: ", title) if part.strip()]
    bare = re.sub(r"[^a-z0-9]", "", urlsplit(url).hostname or "")
    return next((p for p in parts if re.sub(r"[^a-z0-9]", "", p.lower()) in bare), parts[0] if parts else "")[:100]


def _linked_names(tree: Any) -> Iterator[str]:
    found: dict[str, str] = {}
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            pending = [json.loads(str(script))]
        except (ValueError, RecursionError):
            continue
        while pending:
            thing = pending.pop()
            pending += thing if isinstance(thing, list) else thing.get("@graph", []) if isinstance(thing, dict) else []
            if isinstance(thing, dict) and isinstance(thing.get("name"), str):
                found.setdefault(str(thing.get("@type")), thing["name"])
    yield from (found[kind] for kind in _OUTLETS if kind in found)


def _tongue(tree: Any, metas: dict[str, str]) -> tuple[str, str]:
    """Language and country, each in two letters, as far as ``lang="en-GB"`` or og:locale say."""
    said = [str(tree.get("lang") or ""), metas.get("og:locale", ""), metas.get("language", "")]
    codes = [found for tag in said if (found := re.fullmatch(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{2}))?", tag.strip()))]
    language = next((code[1].lower() for code in codes), "")
    return language, next((code[2].upper() for code in codes if code[2]), "")


def _feeds(tree: Any, url: str) -> Iterator[str]:
    for link in tree.iter("link"):
        rel, kind = str(link.get("rel", "")).lower().split(), str(link.get("type", "")).lower().strip()
        told = f"{link.get('title', '')} {link.get('href', '')}"
        there = _address(url, str(link.get("href", "")))
        if "alternate" in rel and kind in _FEEDS and there and not _COMMENTS.search(told):
            yield there


def _links(tree: Any, url: str, hosts: tuple[str, ...]) -> Iterator[str]:
    for anchor in tree.iter("a"):
        there = _address(url, str(anchor.get("href", "")))
        if there and on_hosts(there, hosts):
            yield canonical(there)


def _address(base: str, said: str) -> str:
    try:
        there = urljoin(base, said.strip())
    except ValueError:
        return ""
    return there if of_the_web(there) else ""


def _system_of(text: str, answer: Response, generator: str) -> str:
    told = "\n".join([text, *(f"{name}: {value}" for name, value in answer.headers), f"generator: {generator}"])
    known = next((system.name for system in SYSTEMS if system.mark.search(told)), "")
    return known or " ".join(generator.split())[:60]
