"""Where a page says its times: fields of its linked data, metas, marked elements, lines by the headline, its address."""

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import htmldate
import lxml.etree

from analysis.extract import datelines, linked, marks
from analysis.extract.document import Document
from analysis.extract.times import Moment, apart, moment
from analysis.extract.words import tidy

_FIRST = re.compile(r'"(?:first_publish_date|firstPublicationDate)"\s*:\s*"?([^",}]{10,40})')
_PUBLISHED = (
    "article:published_time",
    "article:published",
    "article_published_time",
    "og:article:published_time",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "parsely-pub-date",
    "pub_date",
    "pubdate",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "published_at",
    "sailthru.date",
    "ptime",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "displaydate",
    "pdate",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "article:modified",
    "article_modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "last_updated_date",
    "dcterms.modified",
    "dc.date.modified",
    "utime",
    "eomportal-lastupdate",
    "lastmod",
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/-]|$)", re.IGNORECASE)
_COMPACT = re.compile(r"/(20\d\d)([01]\d)([0-3]\d)(?=[/-])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = timedelta(days=1)
_LOOKED_AT = 12
_SAME = 3
"""Metas of one name that are heard: a page that was put together from two dates itself twice."""


def published(document: Document, told: Iterable[tuple[str, Any]], zone: str, printed: tuple[str, ...]) -> list[Moment]:
    """Claims of the page's fields on its publication, most trusted first, those of *printed* metas marked so.

    *told* are the fields of its embedded state.
    """
    said = [*told, *_first(document), ("JSON-LD datePublished", _of_story(document, "datePublished"))]
    said += [
        (f"meta {name}", value) for name in _PUBLISHED for value in dict.fromkeys(document.metas.get(name, ())[:_SAME])
    ]
    said += [("time", value) for value in _marked(document, "datePublished")[:1]]
    claims = _read(document, said, zone)
    return [replace(c, trust="printed") if c.where.removeprefix("meta ") in printed else c for c in claims]


def modified(document: Document, told: Iterable[tuple[str, Any]], zone: str) -> list[Moment]:
    """Claims of the page on its last change."""
    said = [*told, ("JSON-LD dateModified", _of_story(document, "dateModified"))]
    said += [(f"meta {name}", value) for name in _MODIFIED for value in document.metas.get(name, ())[:1]]
    said += [("time", value) for value in _marked(document, "dateModified")[:1]]
    return _read(document, said, zone)


def shown(document: Document, read: tuple[datetime, str], known: list[Moment], changes: list[Moment]) -> list[Moment]:
    """What the page shows its readers: a marked date, a dateline by the headline, else what htmldate finds in the text.

    *read* is when it was captured, and the outlet's zone. *known* days, and the one in its address, complete a date that is
    shown without its year. What is shown of its *changes* is left out.
    """
    captured_at, zone = read
    days = [*known, *filter(None, [in_address(document.url)])]
    lines = [*_marked_lines(document), *datelines.beside(document)]
    claims = [found for line in lines if (found := _line(document, line, zone, days))]
    claims = [
        c
        for c in claims
        if all(apart(c, day) <= _DAY for day in known) or all(c.at.date() != one.at.date() for one in changes)
    ]
    lead = next((c for c in claims if not any(apart(c, day) > _DAY for day in days)), next(iter(claims), None))
    if lead:
        return [lead, *(c for c in claims if c is not lead and c.precision != "day" and apart(c, lead) <= _DAY)]
    seen = None if known else _searched(document, captured_at)
    # It reads addresses, too; what it has from there is not in the text.
    return [seen] if seen and all(seen.at != day.at for day in days) else []


def in_address(url: str) -> Moment | None:
    """The day in an address: ``/2022/01/07/``, ``/2022/jan/07/``, ``/20220107-``."""
    hit = _IN_ADDRESS.search(url) or _COMPACT.search(url)
    if not hit:
        return None
    named = hit[2].lower()
    month = int(named) if named.isdecimal() else _MONTHS.index(named) + 1 if named in _MONTHS else 0
    try:
        day = date(int(hit[1]), month, int(hit[3]))
    except ValueError:
        return None
    return Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", "address", "address")


def _of_story(document: Document, name: str) -> Any:
    """The field of the page's article; where its linked data names none, of the page."""
    pages = [] if document.story else [thing for thing in document.things if "webpage" in linked.types(thing)]
    return next((page[name] for page in pages if page.get(name)), document.story.get(name))


def _first(document: Document) -> list[tuple[str, str]]:
    """What the state calls the first publication, where it says it of one article only."""
    # Looking for words is ten times as fast as looking for patterns.
    named = "first_publish_date" in document.markup or "firstPublicationDate" in document.markup
    said = set(_FIRST.findall(document.markup)) if named else set()
    return [("first_publish_date", said.pop())] if len(said) == 1 else []


def _read(document: Document, said: Iterable[tuple[str, Any]], zone: str) -> list[Moment]:
    first = datelines.day_first(document)
    return [found for where, value in said if (found := moment(value, "page", where, zone, day_first=first))]


def _marked(document: Document, name: str) -> list[str]:
    """Values of elements that say by a property which time they hold."""
    dated = name == "datePublished"
    found = [t for t in document.tree.iter("time") if t.get("itemprop") == name or (dated and "pubdate" in t.attrib)]
    found += [
        e
        for e in document.marked["time"]
        if e.get("itemprop") == name or (dated and "published" in e.get("class", "").split())
    ]
    said = (
        e.get("datetime") or e.get("content") or _titled(e) or tidy(e.text_content())[:60]
        for e in marks.own(found[:_LOOKED_AT])
    )
    return [value for value in said if value]


def _titled(element: Any) -> str:
    """Blogs of the 2010s write the local time and call it UTC: where the clock beside it shows the same, no zone was said."""
    said = str(element.get("title") or "")
    hit = re.fullmatch(r"(.*T(\d\d):(\d\d).*)\+00:00", said)
    if hit and re.search(rf"\b{int(hit[2]) % 12 or 12}:{hit[3]}\b", element.text_content()):
        return hit[1]
    return said


def _marked_lines(document: Document) -> Iterator[str]:
    """Texts of elements that are a time by tag or name."""
    times = [*marks.aside_from(document.tree.iter("time"))[:_LOOKED_AT], *document.marked["time"][:_LOOKED_AT]]
    for element in marks.own(times):
        text = tidy(element.text_content())
        if not datelines.of_change(text):
            yield from (value for value in (element.get("datetime"), text) if value)


def _line(document: Document, text: str, zone: str, days: list[Moment]) -> Moment | None:
    """The claim of a line; one without a year is of the year in which it falls on a day that is known."""
    first = datelines.day_first(document)
    found = moment(text[:120], "page", "text of the page", zone, day_first=first)
    if found:
        return replace(found, trust="shown")
    for day in days:
        whole = datelines.with_year(text[:120], day.at.year)
        found = moment(whole, "page", "text of the page", zone) if whole else None
        if found and apart(found, day) <= _DAY:
            return replace(found, trust="shown")
    return None


def _searched(document: Document, captured_at: datetime) -> Moment | None:
    latest = (captured_at + _DAY).date().isoformat()
    tree = copy.deepcopy(document.tree)
    for script in [script for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]:
        script.drop_tree()  # read already; what is left in it is of other articles
    for thorough in (False, True):
        try:
            found = htmldate.find_date(
                tree, extensive_search=thorough, original_date=True, min_date="1995-01-01", max_date=latest
            )
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, lxml.etree.LxmlError):
            return None
        # The first of January is what it makes of a year alone, in a copyright line as often as not.
        if found and not (thorough and found.endswith("-01-01")):
            seen = moment(linked.text(found), "page", "text of the page")
            return replace(seen, trust="searched") if seen and not _is_guess(document, seen.at.date()) else None
    return None


def _is_guess(document: Document, day: date) -> bool:
    """Whether the page writes it as 01/06/2022 alone, and leaves open which of the two is the month."""
    if day.day > 12 or day.day == day.month or datelines.day_first(document) is not None:
        return False
    either = "|".join(f"0?{a}[/-]0?{b}" for a, b in ((day.day, day.month), (day.month, day.day)))
    numbers = re.compile(rf"(?<![\d/-])(?:{either})[/-]{day.year}(?!\d)")
    return bool(numbers.search(document.tree.text_content())) and day.isoformat() not in document.markup
