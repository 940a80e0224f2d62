"""Pages that list a month's articles → their addresses, with the day where the page says it.

The Week and its sister sites (Future plc) have ``/archive`` with lists of class ``archive__list``; sister sites are known to
have one page a month at ``…/archive/2022/01`` with links under ``li.day-article``. How far The Week's reaches back is
unknown: no such page of any of them was at hand, so both shapes are read, and a page without such a list is a fault.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from analysis.collect.addresses import canonical, masked, of_the_web
from analysis.collect.asking import Asking, Fetch, Window
from analysis.collect.client import Response
from analysis.collect.desk import Desk, said
from analysis.collect.listed import Child, Entry, Listing, Reading
from analysis.collect.records import decoded
from analysis.collect.shapes import bare_host, on_hosts
from analysis.collect.sitemaps import span
from analysis.collect.sources import ArchivePage
from analysis.errors import Unreadable

_LISTS = "//*[contains(concat(' ', normalize-space(@class), ' '), ' archive__list ')] | //li[contains(@class, 'day-article')]"
_HEADING = "archive__item--heading"
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(_MONTHS)})|({'|'.join(_MONTHS)})\s+(\d{{1,2}})", re.IGNORECASE
)
_BARE = re.compile(r"\W*(\d{1,2})(?:st|nd|rd|th)?\W*")


def listing(source: ArchivePage, asking: Asking, fetch: Fetch) -> Listing:
    """Articles that the pages of the window's months list; the page itself is read for months that it links to."""
    desk = Desk(asking, f"archive {masked(source.url)}", fetch)
    top = desk.look(source.url, lambda answer: read(answer.body, source.url))
    named = {days: child.url for child in top.children if (days := span(child.url))}
    for start, end in months(asking.window):
        url = named.get((start, end), f"{source.url.rstrip('/')}/{start:%Y/%m}")
        reading = desk.read(url, partial(_read, url))
        if reading is not None:
            # A month's page tells all of its month, whichever days it has articles of.
            whole = (start, min(end, asking.now)) if reading.entries else (None, None)
            desk.note(url, "kept", said(reading, desk.sight(reading.entries)), whole)
    return desk.listing()


def _read(url: str, answer: Response) -> Reading:
    return read(answer.body, url)


def months(window: Window) -> Iterator[tuple[datetime, datetime]]:
    """The window's months, each from its first moment to that of the next."""
    start = window[0].replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while start < window[1]:
        end = (start + timedelta(days=32)).replace(day=1)
        yield start, end
        start = end


def read(body: bytes, url: str) -> Reading:
    """Entries that a page's lists link to, and the pages of months (children) that it links to from anywhere.

    Raises:
        Unreadable: no HTML, or a page with neither.
    """
    tree, days = _tree(body), span(url)
    children = dict.fromkeys(there for a in tree.iter("a") if (there := _link(a, url)) and _is_month(there, url))
    entries: dict[str, Entry] = {}
    for block in tree.xpath(_LISTS):
        entries |= {e.url: e for e in _entries(block, url, days[0].date() if days else None) if e.url not in entries}
    found = [entry for entry in entries.values() if entry.url not in children]
    if not found and not children:
        raise Unreadable("a page without a list of articles or months: the archive is elsewhere, or has another form")
    return Reading(tuple(found), tuple(Child(there) for there in children))


def _entries(block: Any, url: str, month: date | None) -> Iterator[Entry]:
    on: date | None = None
    for item in block.iter():
        if not isinstance(item.tag, str):
            continue
        if _HEADING in (item.get("class") or ""):
            on = _day(" ".join(item.text_content().split()), month)
        there = _link(item, url) if item.tag == "a" else ""
        text = " ".join(str(item.text_content()).split()) if there else ""
        if there and text and there.rstrip("/").count("/") > 3:
            at = datetime.combine(on, time(0), UTC) if on else None
            yield Entry(there, published_at=at, published_precision="day" if at else None, headline=text)


def _day(said: str, month: date | None) -> date | None:
    """The day that a heading says; None where it names no day, or the page no month to go with it."""
    bare, worded = _BARE.fullmatch(said), _DAY.search(said)
    year = re.search(r"\b(?:19|20)\d\d\b", said)
    try:
        if bare and month:
            return month.replace(day=int(bare[1]))
        if worded and (year or month):
            number = _MONTHS.index((worded[2] or worded[3]).lower()) + 1
            return date(int(year[0]) if year else (month or date.min).year, number, int(worded[1] or worded[4]))
    except ValueError:
        return None
    return None


def _is_month(there: str, url: str) -> bool:
    return there.startswith(canonical(url).rstrip("/") + "/") and span(there) is not None


def _link(anchor: Any, url: str) -> str:
    try:
        there = urljoin(url, (anchor.get("href") or "").strip())
    except ValueError:
        return ""
    return canonical(there) if of_the_web(there) and on_hosts(there, (bare_host(url),)) else ""


def _tree(body: bytes) -> Any:
    try:
        return lxml.html.document_fromstring(decoded(body).encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as why:
        raise Unreadable(f"no HTML: {why}") from None
