"""A time as a source spells it → a moment in UTC, and how exactly the source says it."""

import re
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime

from analysis.tables import Precision

_SECONDS = re.compile(r"\d\d:\d\d:\d\d|T\d{6}")
_TIME = re.compile(r"\d\d:\d\d|T\d{4}")


def moment(said: str | None) -> tuple[datetime, Precision] | None:
    """Moment and precision of an ISO 8601 (W3C) or RFC 2822 time; None where it is neither.

    A time without a zone, and one of midnight to the second (how software writes a day), is trusted to the day only:
    then the moment is 00:00 UTC of the day as written.
    """
    text = " ".join((said or "").split())
    found = _iso(text) or _rfc(text)
    if found is None:
        return None
    if found.tzinfo is None or found.time() == time(0) or not _TIME.search(text):
        return datetime.combine(found.date(), time(0), UTC), "day"
    try:
        return found.astimezone(UTC), "second" if _SECONDS.search(text) else "minute"
    except OverflowError:
        return None


def _iso(text: str) -> datetime | None:
    if re.fullmatch(r"\d{4}-\d\d", text):
        return None  # a month is no day
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
