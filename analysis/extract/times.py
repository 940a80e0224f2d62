"""When an article was published and changed: what the page and its listings say → one time, its precision, its source.

Rules, in order of trust: (1) a field that the page calls the first publication, (2) its linked data, (3) its metas and
marked ``<time>``, (4) an API, a sitemap, a feed that listed it, (5) the file it came in, (6) a date that the page shows,
(7) the date in its address, unless the outlet's file says that this is the printed paper's. The first decides on the day; where
it has no time, the next in line that says the same day to within one gives the time. A date without a time stays a day,
and so does exact midnight. A time after the capture is no publication time.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import htmldate
import lxml.etree
from dateutil import parser as dates  # type: ignore[import-untyped]

from analysis.extract import linked, marks, months
from analysis.extract.document import Document
from analysis.extract.words import tidy
from analysis.tables import Precision, Sighting, TimeSource

_FIRST = re.compile(r'"(?:first_publish_date|firstPublicationDate)"\s*:\s*"([^"]{10,40})"')
_PUBLISHED = (
    "article:published_time",
    "article:published",
    "article_published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "pub_date",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "sailthru.date",
    "ptime",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "displaydate",
    "pdate",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "article:modified",
    "article_modified_time",
    "og:updated_time",
    "datemodified",
    "last_updated_date",
    "dcterms.modified",
    "utime",
    "lastmod",
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/-]|$)", re.IGNORECASE)
_DATED = ("datePublished",)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z?)")
_NUMERIC = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_ABBREVIATED = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "ET": -5}
_EUROPEAN = {"GMT": 0, "UTC": 0, "BST": 1, "WET": 0, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3}
_ZONES = {name: timezone(timedelta(hours=hours)) for name, hours in {**_ABBREVIATED, **_EUROPEAN}.items()}
SHOWN = "text of the page"
"""Where a claim stands that no field makes."""
_DAY = timedelta(days=1)
_EARLIEST = datetime(1985, 1, 1, tzinfo=UTC)
_LISTINGS: tuple[TimeSource, ...] = ("api", "sitemap", "feed", "file")
# Two guesses for what a date leaves unsaid: where they lead apart, it was not said.
_UNSETTLED = tuple(datetime.fromisoformat(day) for day in ("2001-01-01T00:00:00", "2002-02-02T01:01:01"))


@dataclass(frozen=True, slots=True)
class Moment:
    """One claim of a time."""

    at: datetime
    precision: Precision
    source: TimeSource
    where: str
    """The field or place that says it, for a warning."""


def moment(value: Any, source: TimeSource, where: str, zone: str = "UTC") -> Moment | None:
    """A claim from a field's value; None where it holds no time that can be read without guessing.

    A time without zone is read in *zone*; numbers are seconds or milliseconds since 1970.
    """
    text = linked.text(value)
    found = _number(text) or _iso(text) or _worded(text) or _named(text)
    if found is None:
        return None
    when, timed = found
    if timed and (when.hour, when.minute, when.second) != (0, 0, 0):
        # %S of zero is what systems write that know minutes only.
        precision: Precision = "second" if when.second or when.microsecond else "minute"
        return _checked(when, precision, source, where, zone)
    return _checked(datetime(when.year, when.month, when.day, tzinfo=UTC), "day", source, where, zone)


def on_page(document: Document, zone: str) -> list[Moment]:
    """Claims of the page on its publication, most trusted first."""
    first = _FIRST.search(document.markup)
    said = [("first_publish_date", first[1])] if first else []
    said += [("JSON-LD datePublished", document.story.get("datePublished"))]
    said += [(f"meta {name}", value) for name in _PUBLISHED for value in document.metas.get(name, ())[:1]]
    said += [("time", value) for value in _marked(document, "datePublished")[:1]]
    return [found for where, value in said if (found := moment(value, "page", where, zone))]


def _marked(document: Document, name: str) -> list[str]:
    """Values of elements that say by a property which time they hold."""
    found = [
        t for t in document.tree.iter("time") if t.get("itemprop") == name or (name in _DATED and "pubdate" in t.attrib)
    ]
    found += [
        e
        for e in document.marked["time"]
        if e.get("itemprop") == name or (name in _DATED and "published" in e.get("class", ""))
    ]
    said = (e.get("datetime") or e.get("content") or _titled(e) for e in found)
    return [value for value in said if value]


def _titled(element: Any) -> str:
    """Blogs of the 2010s write the local time and call it UTC: where the clock beside it shows the same, no zone was said."""
    said = str(element.get("title") or "")
    hit = re.fullmatch(r"(.*T(\d\d):(\d\d).*)\+00:00", said)
    if hit and re.search(rf"\b{int(hit[2]) % 12 or 12}:{hit[3]}\b", element.text_content()):
        return hit[1]
    return said


def modified(document: Document, zone: str) -> list[Moment]:
    """Claims of the page on its last change."""
    said = [("JSON-LD dateModified", document.story.get("dateModified"))]
    said += [(f"meta {name}", value) for name in _MODIFIED for value in document.metas.get(name, ())[:1]]
    said += [("time", value) for value in _marked(document, "dateModified")[:1]]
    return [found for where, value in said if (found := moment(value, "page", where, zone))]


def shown(document: Document, captured_at: datetime, zone: str) -> Moment | None:
    """The time that the page shows in its text: its first ``<time>``, a line named so, else the day that htmldate finds."""
    times = marks.aside_from(document.tree.iter("time"))[:1]
    said = [value for element in times for value in (element.get("datetime"), element.text_content()) if value]
    said += [element.text_content() for element in document.marked["time"][:4]]
    claims = (moment(tidy(text), "page", SHOWN, zone) for text in said)
    return next((claim for claim in claims if claim), None) or _searched(document, captured_at)


def _searched(document: Document, captured_at: datetime) -> Moment | None:
    latest = (captured_at + _DAY).date().isoformat()
    try:
        found = htmldate.find_date(
            document.tree, extensive_search=False, original_date=True, min_date="1985-01-01", max_date=latest
        )
    except (ValueError, TypeError, OverflowError, RecursionError, lxml.etree.LxmlError):
        return None
    named = in_address(document.url)
    seen = moment(found, "page", SHOWN) if found else None
    # It reads addresses, too; what it has from there is not on the page.
    return seen if seen and (named is None or named.at != seen.at) else None


def in_address(url: str) -> Moment | None:
    """The day in an address: ``/2022/01/07/``, ``/2022/jan/07/``."""
    hit = _IN_ADDRESS.search(url)
    if not hit:
        return None
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    named = hit[2].lower()
    month = int(named) if named.isdecimal() else months.index(named) + 1 if named in months else 0
    try:
        day = date(int(hit[1]), month, int(hit[3]))
    except ValueError:
        return None
    return Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", "address", "address")


def listed(sightings: Iterable[Sighting]) -> list[Moment]:
    """Claims of the sources that listed it: API before sitemap before feed before file."""
    found = [
        Moment(s.published_at, s.published_precision or "second", _kind(s.source), s.source)
        for s in sightings
        if s.published_at
    ]
    return sorted(found, key=lambda claim: _LISTINGS.index(claim.source))


def chosen(claims: Sequence[Moment], captured_at: datetime) -> tuple[Moment | None, list[str]]:
    """The claim that the rules choose, and warnings where claims lie more than a day apart or after the capture."""
    late = [c for c in claims if c.at > captured_at + _DAY]
    claims = [c for c in claims if c not in late]
    warnings = [f"time: {c.where} says {_said(c)}, after the capture; not used" for c in late]
    if not claims:
        return None, warnings
    lead = claims[0]
    finer = [c for c in claims if c.precision != "day" and apart(lead, c) <= _DAY]
    best = finer[0] if lead.precision == "day" and finer else lead
    astray = {_said(c): c for c in claims if apart(best, c) > _DAY}
    warnings += [f"time: {best.where} says {_said(best)}, {c.where} says {_said(c)}" for c in astray.values()]
    return best, warnings


def apart(one: Moment, other: Moment) -> timedelta:
    """How far two claims lie apart at least; a day is anywhere within its 24 hours, in any zone to within a day."""
    gap = abs(one.at - other.at)
    return max(timedelta(0), gap - _DAY) if "day" in (one.precision, other.precision) else gap


def _kind(source: str) -> TimeSource:
    named = source.split(" ", 1)[0].lower()
    return next((kind for kind in get_args(TimeSource) if kind == named and kind in _LISTINGS), "api")


def _said(claim: Moment) -> str:
    return claim.at.date().isoformat() if claim.precision == "day" else claim.at.strftime("%Y-%m-%d %H:%M")


def _checked(when: datetime, precision: Precision, source: TimeSource, where: str, zone: str) -> Moment | None:
    try:
        aware = when if when.tzinfo else when.replace(tzinfo=_zone(zone))
        at = aware.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return Moment(at, precision, source, where) if at >= _EARLIEST else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _named_zone(name: str | None, offset: int | None) -> timezone | None:
    """Abbreviations that mean one zone in news; others (IST …) are left out rather than guessed."""
    return timezone(timedelta(seconds=offset)) if offset is not None else _ZONES.get(name or "")


def _number(text: str) -> tuple[datetime, bool] | None:
    if re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}", text):
        seconds = float(text) / (1000 if len(text.split(".", maxsplit=1)[0]) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC), True
    hit = _COMPACT.fullmatch(text)
    if not hit:
        return None
    try:
        parts = [int(part) for part in hit.groups()[:6] if part]
        when = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - the zone is settled by the caller
    except ValueError:
        return None
    return (when.replace(tzinfo=UTC) if hit[7] else when), bool(hit[4])


def _iso(text: str) -> tuple[datetime, bool] | None:
    bare = re.sub(r"(\d)\s*(?:GMT|UTC)$", r"\1Z", text.strip())
    bare = re.sub(r"(\d)BST$", r"\1+01:00", bare)
    try:
        when = datetime.fromisoformat(bare)
    except ValueError:
        return None
    return when, ":" in bare or "T" in bare


def _named(text: str) -> tuple[datetime, bool] | None:
    """``6. Januar 2022``, ``6 января 2022 г.``: the day, in whichever language; no clock is read."""
    found = months.day(text) if len(text) <= 120 else None
    return (datetime(found.year, found.month, found.day), False) if found else None  # noqa: DTZ001 - a day has no zone


def _worded(text: str) -> tuple[datetime, bool] | None:
    """``Thu, 06 Jan 2022 10:30:00 GMT``, ``Jan. 6, 2022``; 01/06/2022 is not guessed at."""
    if not 8 <= len(text) <= 80 or _NUMERIC.match(text) or not re.search(r"\b(?:19|20)\d\d\b", text):
        return None
    bare = re.sub(
        r"^(?:published|posted|updated|last updated|first published)\W*(?:on\s)?", "", text, flags=re.IGNORECASE
    )
    try:
        one, two = (dates.parse(bare, default=default, tzinfos=_named_zone) for default in _UNSETTLED)
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
        return None
    if one.date() != two.date():
        return None
    # Seconds are rarely written out; the first guess has none.
    return one, (one.hour, one.minute) == (two.hour, two.minute)
