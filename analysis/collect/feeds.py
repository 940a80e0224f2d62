"""The bytes of an RSS or Atom feed → its entries."""

import io
import re
from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree, html

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.listed import Entry, Reading
from analysis.collect.moments import moment
from analysis.errors import Unreadable

# They say how the server labels the feed, not that anything in it is lost.
_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_BLOCKS = ("p", "br", "li", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr")
_TEASER_END = re.compile(
    r"^(?:continue reading|read more|read the full story|the post .+ appeared first on .+)\W*$", re.IGNORECASE
)


def read(body: bytes, media_type: str = "", base: str = "") -> Reading:
    """Entries of a feed in its own order; relative addresses are completed with *base*.

    Raises:
        Unreadable: this is no feed.
    """
    headers = {"content-type": media_type, "content-location": base}
    # A stream, never the bytes themselves: feedparser would take short ones for the name of a file and open it.
    found = feedparser.parse(io.BytesIO(body), response_headers={k: v for k, v in headers.items() if v})
    version = found.get("version", "")
    if not version and not found.entries:
        raise Unreadable("this is no RSS or Atom feed")
    home = _host(found.feed.get("link", ""))
    entries = [_entry(raw, version, home) for raw in found.entries]
    nameless = entries.count(None)
    flaws = [_flaw(found), f"{nameless} entries without an address" if nameless else ""]
    return Reading(tuple(e for e in entries if e), flaw="; ".join(filter(None, flaws)))


def _entry(raw: Any, version: str, home: str) -> Entry | None:
    url = _address(raw, home)
    if url is None:
        return None
    published, updated = moment(_said(raw, "published")), moment(_said(raw, "updated"))
    if published is None and updated and not version.startswith("atom"):
        published, updated = updated, None  # RSS knows no time of change: dc:date is when it was published
    return Entry(
        url=url,
        published_at=published[0] if published else None,
        published_precision=published[1] if published else None,
        modified_at=updated[0] if updated and updated != published else None,
        headline=" ".join(plain(raw.get("title", "")).split()) or None,
        summary=plain(raw.get("summary", "")) or None,
    )


def _address(raw: Any, home: str) -> str | None:
    """The permanent address: the one that a feed's go-between replaced, else the link, else the guid.

    A guid wins where it alone is at *home*, the feed's own host: then the link is a go-between's. (feedparser does not
    hand out whether a guid is a permalink; one with ``?p=12`` is not what readers are sent to, whatever the feed says.)
    """
    guid = "" if re.search(r"/\?p=\d+$", raw.get("id", "")) else str(raw.get("id", "")).strip()
    link = str(raw.get("link", "")).strip()
    if home and _host(guid) == home != _host(link):
        link, guid = guid, link
    for said in (str(raw.get("feedburner_origlink", "")).strip(), link, guid):
        if of_the_web(said):
            return canonical(said)
    return None


def _host(url: str) -> str:
    return urlsplit(canonical(url)).hostname or "" if of_the_web(url) else ""


def _said(raw: Any, name: str) -> str:
    # feedparser answers "updated" with "published" where it is absent, unless asked with ``in``.
    return str(raw[name]) if name in raw else ""


def plain(markup: str) -> str:
    """Text of a snippet of HTML, paragraphs apart by a blank line, without an invitation to read on at its end."""
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", markup)
    if not clean.strip():
        return ""
    try:
        # A parser of its own: feeds are read side by side, and a run once ended inside libxml2 while they shared one (why is not known).
        tree = html.fragment_fromstring(clean, create_parent="div", parser=html.HTMLParser())
    except etree.ParserError:
        return ""
    for block in tree.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
    lines = [" ".join(line.split()) for line in str(tree.text_content()).splitlines()]
    lines = [line for line in lines if line]
    return "\n\n".join(lines[:-1] if lines and _TEASER_END.match(lines[-1]) else lines)


def _flaw(found: Any) -> str:
    trouble = found.get("bozo_exception")
    if not found.bozo or isinstance(trouble, _HARMLESS):
        return ""
    return f"not well-formed ({type(trouble).__name__}); what could be read was read"
