"""A page as a browser saved it (HTML, SingleFile, MHTML) → the page, its own address and when it was saved.

SingleFile writes a comment at the top (``Page saved with SingleFile``, ``url: …``, ``saved date: …``); read from its source
code (single-file-core) and from the parsers of others. MHTML is RFC 2557; Chromium adds ``Snapshot-Content-Location``.
No saved page of either kind was at hand.
"""

import binascii
import email.errors
import email.header
import email.parser
import re
from datetime import UTC, datetime
from email.message import Message

import lxml.html

from analysis.collect.addresses import of_the_web
from analysis.collect.brought import Find
from analysis.collect.moments import moment
from analysis.errors import Unreadable

_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_SINGLE_FILE = re.compile(r"<!--\s*(?:Page saved with|Archive processed by) SingleFile\s(.*?)-->", re.DOTALL)
_SINGLE_URL = re.compile(r"^\s*url:\s*(\S+)", re.MULTILINE)
_SINGLE_DATE = re.compile(r"^\s*saved date:\s*\w{3} (\w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4})", re.MULTILINE)
_HTML = ("text/html", "application/xhtml+xml")
_TOP = 20_000
"""Characters of a page in which a browser's note on saving it stands."""


def page(body: bytes) -> Find:
    """The saved HTML page with what it says of itself.

    Raises:
        Unreadable: no HTML in it.
    """
    url, saved_at = single_file(body)
    return Find(url or _linked(body), body, "text/html", captured_at=saved_at)


def single_file(body: bytes) -> tuple[str, datetime | None]:
    """Address and time of SingleFile's comment; nothing where there is none."""
    # Addresses are ASCII, whatever the page is in.
    note = _SINGLE_FILE.search(body[:_TOP].decode("latin-1"))
    if not note:
        return "", None
    url, date = _SINGLE_URL.search(note[1]), _SINGLE_DATE.search(note[1])
    return (url[1] if url and of_the_web(url[1]) else ""), (_clock(date[1]) if date else None)


def is_mhtml(head: bytes) -> bool:
    """Whether this is the beginning of a web page in one mail message."""
    top = head[:4000].lower()
    return b"multipart/related" in top and b"mime-version" in top and not top.lstrip().startswith(b"<")


def mhtml(body: bytes) -> Find:
    """The page itself out of an MHTML file; its frames and pictures are left.

    Raises:
        Unreadable: no such file, or no HTML in it.
    """
    try:
        message = email.parser.BytesParser().parsebytes(body)
        root = _root(message)
        content = root.get_payload(decode=True) if root else None
        charset = root.get_content_charset() if root else None
    # What the mail library lets slip on headers that are none.
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError, AssertionError, binascii.Error) as why:
        raise Unreadable(f"a damaged web archive file: {why}") from None
    if root is None or not isinstance(content, bytes) or not content.strip():
        raise Unreadable("a web archive file with no HTML in it; save the page as HTML only")
    named = (*_headers(message, "Snapshot-Content-Location"), *_headers(root, "Content-Location"))
    url = next((one for one in named if of_the_web(one)), "") or _linked(content)
    # -0000 is how browsers write UTC here, and how mail says that nobody knows.
    saved = moment("".join(_headers(message, "Date")[:1]).replace("-0000", "+0000"))
    kind = f"text/html; charset={charset}" if charset and charset.isascii() else "text/html"
    return Find(url, content, kind, captured_at=saved[0] if saved else None)


def _root(message: Message) -> Message | None:
    """The part that the others belong to: the one that ``start`` names, else the first that is HTML."""
    pages = [part for part in message.walk() if part.get_content_type() in _HTML]
    start = message.get_param("start")
    named = [part for part in pages if start and part.get("Content-ID") == start]
    return next(iter([*named, *pages]), None)


def _headers(part: Message, name: str) -> list[str]:
    """Values of a header, out of their mail encoding."""
    return [_plain(str(value)).strip() for value in part.get_all(name) or []]


def _plain(value: str) -> str:
    """A header's words, or the header as it stands where its encoding is damaged."""
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (ValueError, LookupError, email.errors.HeaderParseError):
        return value


def _linked(body: bytes) -> str:
    """What a saved page says its address is: the canonical link, og:url, or the browser's note on saving it."""
    try:
        tree = lxml.html.document_fromstring(body, parser=lxml.html.HTMLParser(encoding="iso-8859-1", huge_tree=True))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("no HTML in it") from None
    links = tree.xpath("//link[@rel='canonical']/@href") + tree.xpath("//meta[@property='og:url']/@content")
    saved = _SAVED_FROM.search(body[:_TOP].decode("latin-1"))
    found = (link.strip() for link in [*links, *([saved[1]] if saved else [])])
    return next((link for link in found if of_the_web(link)), "")


def _clock(said: str) -> datetime | None:
    """A time as JavaScript writes it: ``May 04 2031 12:00:00 GMT+0200``."""
    try:
        return datetime.strptime(said, "%b %d %Y %H:%M:%S GMT%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
