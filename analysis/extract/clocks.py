"""A date or time as somebody wrote it → its wall clock, and whether a clock and a zone were said; nothing is guessed."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser as dates  # type: ignore[import-untyped]

from analysis.extract import months

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z?)")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")
_LONGEST = 120
"""Characters of a text in which a date is looked for; more is prose."""
_ISO_DAY = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)(?=[T\s]|$)")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)\b")
_LAST_WORD = re.compile(r"([^\W\d_][^\W\d_-]{2,})\.?,?\s+$")
_CLOCK = re.compile(
    r"[^\d]{0,10}?\b(\d{1,2})[:.](\d\d)(?::(\d\d))?\s*([ap]m)?\s*([A-Z]{2,4}\b|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:(?:first|originally)\s+)?(?:published|posted|updated|last updated|created|issued|date|on|by\s[^\d,|]{3,40}[,|])\W*(?:on\s|at\s)?",
    re.IGNORECASE,
)
# "ET" is the hour of New York in winter and in summer; "EST" is winter's even where it is written in July.
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_HOURS = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
    "GMT": 0, "UTC": 0, "BST": 1, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "SAST": 2, "EAT": 3, "WAT": 1, "PKT": 5, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AWST": 8, "ACST": 9.5, "ACDT": 10.5,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Abbreviations that mean one zone in news; others (IST, AST) are read only where the outlet's own zone goes by them."""
_ZONES: dict[str, tzinfo] = {name: timezone(timedelta(hours=hours)) for name, hours in _HOURS.items()}
# A publishing system of the 2010s wrote "T05:43-500" at 17:43 in winter and in summer: neither clock nor zone are any.
_TORN_ZONE = re.compile(r"(?<=\d\d-\d\d)T\d\d:\d\d[+-]\d00$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Two guesses for what a date leaves unsaid: where they lead apart, it was not said.
_UNSETTLED = tuple(datetime.fromisoformat(day) for day in ("2001-01-01T00:00:00", "2002-02-02T01:01:01"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was written."""

    when: datetime
    """Aware where a zone was said."""
    timed: bool
    """Whether a clock was said; else only the day counts."""


def reading(text: str, zone: str = "", *, day_first: bool | None = None) -> Reading | None:
    """What a value says; None where it holds no date that can be read without guessing.

    *zone* helps with abbreviations alone (``IST`` in Kolkata); *day_first* with 01/06/2022, which is none where it is not known.
    Numbers are seconds or milliseconds since 1970.
    """
    bare = _TORN_ZONE.sub("", text.strip())
    return _reading(bare, zone, day_first) if 6 <= len(bare) <= 200 else None


@lru_cache(maxsize=1000)
def _reading(text: str, zone: str, day_first: bool | None) -> Reading | None:
    """Remembered: a page says the same time in many places."""
    bare = text if text.isascii() else re.sub(r"\d", lambda digit: str(int(digit[0])), text)
    found = _number(bare) or _iso(bare) or _numeric(bare, zone, day_first=day_first)
    return found or _worded(_plain(bare), zone) or _named(bare) or _torn(bare)


def place(name: str) -> tzinfo | None:
    """The zone of this name; None for "" and for names that are none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _number(text: str) -> Reading | None:
    hit = _EPOCH.fullmatch(text)
    if hit:
        return Reading(datetime.fromtimestamp(int(hit[1] or hit[2]) / (1 if hit[1] else 1000), UTC), timed=True)
    hit = _COMPACT.fullmatch(text)
    if not hit:
        return None
    try:
        when = datetime(*(int(part) for part in hit.groups()[:6] if part))  # type: ignore[arg-type]  # noqa: DTZ001 - settled by the caller
    except ValueError:
        return None
    return Reading(when.replace(tzinfo=UTC) if hit[7] else when, timed=bool(hit[4]))


def _iso(text: str) -> Reading | None:
    bare = re.sub(r"(\d)\s*(?:GMT|UTC)$", r"\1Z", text)
    bare = re.sub(r"(\d)BST$", r"\1+01:00", bare)
    bare = re.sub(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$)", "", bare)
    try:
        return Reading(datetime.fromisoformat(bare), timed=":" in bare or "T" in bare)
    except ValueError:
        return None


def _numeric(text: str, zone: str, *, day_first: bool | None) -> Reading | None:
    """25/12/2022 says itself which is the day; so do 6.1.2022, which nobody writes with the month first, and a weekday."""
    hit = _NUMERIC.search(text)
    if not hit or len(text) > _LONGEST:
        return None
    one, two, year = int(hit[1]), int(hit[3]), int(hit[4])
    if hit[2] == "." or one > 12 or one == two:
        day_first = True
    elif two > 12:
        day_first = False
    day_first = _by_weekday(text[: hit.start()], (year, one, two)) if day_first is None else day_first
    if day_first is None:
        return None
    day, month = (one, two) if day_first else (two, one)
    try:
        when = datetime(year, month, day)  # noqa: DTZ001 - the zone is settled below or by the caller
    except ValueError:
        return None
    return _with_clock(when, text[hit.end() :] if ":" not in text[: hit.start()] else text[: hit.start()], zone)


def _by_weekday(before: str, numbers: tuple[int, int, int]) -> bool | None:
    """Whether the day comes first, as the weekday before a date says; None where it names none, or none of the two."""
    word = _LAST_WORD.search(before)
    named = months.weekday(word[1]) if word else None
    year, one, two = numbers
    fits = [first for first in (True, False) if date(year, *((two, one) if first else (one, two))).weekday() == named]
    return fits[0] if len(fits) == 1 else None


def _with_clock(day: datetime, rest: str, zone: str) -> Reading:
    """The day, and the clock that follows it."""
    hit = _CLOCK.match(_plain(rest)[:40])
    if not hit or int(hit[1]) > 23 or int(hit[2]) > 59:
        return Reading(day, timed=False)
    said = _worded(
        f"{day:%Y-%m-%d} {int(hit[1])}:{hit[2]}{f':{hit[3]}' if hit[3] else ''} {hit[4] or ''} {hit[5] or ''}", zone
    )
    return said if said and said.timed and said.when.date() == day.date() else Reading(day, timed=False)


def _plain(text: str) -> str:
    """Labels gone, ``11.42 GMT`` and ``7:05 p.m.`` as a parser expects them; what follows a bar is another time."""
    bare = _LABEL.sub("", _LABEL.sub("", text))
    bare = re.split(r"\s(?:[|/•·](?!\s*\d)|(?:last\s)?(?:updated|modified)\b)", bare, maxsplit=1, flags=re.IGNORECASE)[
        0
    ]
    bare = re.sub(r"\b((?:19|20)\d\d)(?=\d{1,2}:\d\d)", r"\1 ", bare)  # spans without a space between them
    bare = re.sub(r"(?<!\d)(\d{1,2})\s?h\s?(\d\d)\b", r"\1:\2", bare)
    bare = re.sub(r"(?<=[\d\s])([ap])\.?\s?m\b\.?", r"\1m", bare, flags=re.IGNORECASE)
    bare = (
        re.sub(r"(?<![\d.])(\d{1,2})\.(\d\d)(?=\s*(?:[ap]m\b|[A-Z]{2,4}\b|$))", r"\1:\2", bare)
        .replace("•", " ")
        .replace("·", " ")
    )
    bare = re.sub(r"\b(at|kl\.?|um|à|alle)\s+(?=\d)", " ", bare, flags=re.IGNORECASE)
    return re.sub(r"\b(o['’]clock|uhr|hrs?)\b", "", bare, flags=re.IGNORECASE).strip(" \t\n-–—,;()")


def _worded(text: str, zone: str) -> Reading | None:
    """``Thu, 06 Jan 2022 10:30:00 GMT``, ``Jan. 6, 2022``; 01/06/2022 is not guessed at."""
    if not 8 <= len(text) <= 80 or _NUMERIC.search(text) or not _YEAR.search(text):
        return None
    strange: list[str] = []

    def named(name: str | None, offset: int | None) -> tzinfo | None:
        known = timezone(timedelta(seconds=offset)) if offset is not None else _zone(name or "")
        strange.extend([name] if name and not known else [])
        return known

    try:
        one, two = (dates.parse(text, default=default, tzinfos=named) for default in _UNSETTLED)
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
        return None
    if one.date() != two.date():
        return None
    # Seconds are rarely written out; the first guess has none.
    timed = (one.hour, one.minute) == (two.hour, two.minute)
    return _in_own_zone(one, strange[0], zone, timed=timed) if strange else Reading(one, timed)


def _zone(name: str) -> tzinfo | None:
    return _ZONES.get(name) or place(_PLACES.get(name, ""))


def _in_own_zone(when: datetime, name: str, zone: str, *, timed: bool) -> Reading:
    """An abbreviation that means several zones is the outlet's own, or the clock is not read."""
    here = place(zone)
    local = when.replace(tzinfo=here)
    return Reading(local, timed) if here and local.tzname() == name else Reading(when, timed=False)


def _named(text: str) -> Reading | None:
    """``6. Januar 2022, 10:30 Uhr``, ``6 января 2022 г.``: the day in whichever language, and the clock right after it."""
    found = months.found(text) if len(text) <= _LONGEST else None
    return _with_clock(datetime(found[0].year, found[0].month, found[0].day), text[found[1] :], "") if found else None  # noqa: DTZ001


def _torn(text: str) -> Reading | None:
    """``2022-01-06T25:61``: the day, where what follows makes no sense."""
    hit = _ISO_DAY.match(text)
    try:
        return Reading(datetime.fromisoformat(hit[1]), timed=False) if hit else None
    except ValueError:
        return None
