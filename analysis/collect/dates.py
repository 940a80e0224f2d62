"""A date as people and databases write it → when that was, as exactly as it is said."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from analysis.collect.moments import moment
from analysis.tables import Precision

_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")
_SECONDS = re.compile(r"\d\d:\d\d:\d\d|T\d{6}")
# The mail library reads much more than its standard, and takes 9:30 pm for half past nine in the morning.
_RFC = re.compile(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,4})")
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
_YEAR_FIRST = re.compile(r"\d{4}[./-](\d{1,2})[./-]\d{1,2}\b")
_CLOCK = re.compile(r"\d\s*[:.]\s*\d\d|\d\s*[ap]\.?m", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """An aware time where a zone was said, a naive one where only a clock was, a day where no more was."""

    at: datetime | date
    precision: Precision

    def iso(self) -> str:
        """ISO 8601, no finer than it was said."""
        return self.at.isoformat()

    def moment(self) -> tuple[datetime, Precision]:
        """In UTC; a clock without a zone is trusted to the day only, and a day begins at 00:00 UTC."""
        if isinstance(self.at, datetime) and self.at.tzinfo:
            return self.at.astimezone(UTC), self.precision
        return datetime.combine(date(self.at.year, self.at.month, self.at.day), time(0), UTC), "day"


def when(said: object, *, languages: tuple[str, ...] = ("en",)) -> When | None:
    """What a date says, its month in words of one of *languages* or in numbers; None for nothing.

    Raises:
        ValueError: it is no date, or one of two (04/05/2020); the message says so.
    """
    text = " ".join(str(said).split()) if said is not None else ""
    if not text:
        return None
    found = _since_1970(text) or _written(text, languages)
    if not date(1600, 1, 1) < (found.date() if isinstance(found, datetime) else found) < date(2200, 1, 1):
        raise ValueError(f"{text[:60]!r} is no date of a newspaper")
    if not isinstance(found, datetime):
        return When(found, "day")
    return When(found, "second" if _EPOCH.fullmatch(text) or _SECONDS.search(text) else "minute")


def _since_1970(text: str) -> datetime | None:
    epoch = _EPOCH.fullmatch(text)
    if not epoch:
        return None
    return datetime.fromtimestamp(int(epoch[1]) if epoch[1] else int(epoch[2]) / 1000, UTC)


def _written(text: str, languages: tuple[str, ...]) -> datetime | date:
    try:
        found: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None and _RFC.fullmatch(text):
        standard = moment(text)
        found = standard[0] if standard else None
    return _no_finer_than_said(found or _worded(text, languages))


def _worded(text: str, languages: tuple[str, ...]) -> datetime:
    # The library takes 2025-13-01 for the 13th of January: more likely a slip of the hand than a year before a day.
    if (first := _YEAR_FIRST.match(text)) and int(first[1]) > 12:
        raise ValueError(f"{text[:60]!r} is no date: there is no month {first[1]}; write 2022-01-31")
    # Heavy (0.3 s), and most files write ISO.
    import dateparser  # type: ignore[import-untyped]

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": _order(text), "PARSERS": ["absolute-time"]}
    found = dateparser.parse(text, languages=list(languages), settings=settings)
    if not isinstance(found, datetime):
        raise ValueError(f"{text[:60]!r} is no date; write 2022-01-31 or 2022-01-31T09:30:00Z")  # noqa: TRY004 - its value
    return found if _CLOCK.search(text) else datetime.combine(found.date(), time(0))


def _order(text: str) -> str:
    """Day before month or after it, where the numbers tell."""
    numbers = _NUMBERS.search(text)
    if not numbers:
        return "DMY"
    first, second = int(numbers[1]), int(numbers[2])
    if first != second and first <= 12 and second <= 12:
        raise ValueError(f"{text[:60]!r} is one of two days; write 2022-01-31")
    return "MDY" if second > 12 else "DMY"


def _no_finer_than_said(found: datetime) -> datetime | date:
    """Midnight to the second is how software writes a day."""
    return found.date() if found.time() == time(0) else found
