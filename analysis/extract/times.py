"""When an article was published and changed: all that is claimed → one time, its precision, its source.

Rules, in order of trust: (1) a field that the page calls the first publication, (2) its linked data, (3) its metas and marked
elements, (4) an API, a sitemap, a feed that listed it, (5) the file it came in, (6) a date that the page shows by its headline, (7)
the date in its address, unless the outlet's file says that this is the printed paper's; an address more than a day from the date
shown comes before it, (8) a date found elsewhere in its text, with a warning, (9) fields that the outlet's file says hold the
printed paper's day. The first decides on the day; where it has no time, the next in line that says the same day to within one
gives the time. A date without a time stays a day, and so do exact midnight and a clock whose zone nobody knows. A time after the
capture, or after a source listed it, is none: the page was dated anew. Of two fields with one clock, one of which calls it UTC
and the other names an offset, the other is right: publishing systems write local time with a Z.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal, get_args

from analysis.extract import clocks, linked
from analysis.tables import Precision, Sighting, TimeSource

Trust = Literal["stated", "shown", "searched", "printed"]
_DAY = timedelta(days=1)
_NONE = timedelta(0)
_EARLIEST = datetime(1985, 1, 1, tzinfo=UTC)
_LISTINGS: tuple[TimeSource, ...] = ("api", "sitemap", "feed", "file")


@dataclass(frozen=True, slots=True)
class Moment:
    """One claim of a time."""

    at: datetime
    precision: Precision
    source: TimeSource
    where: str
    """The field or place that says it, for a warning."""
    trust: Trust = "stated"
    offset: timedelta | None = None
    """From UTC, as it was written; None where no zone was."""


def moment(
    value: Any, source: TimeSource, where: str, zone: str = "", *, day_first: bool | None = None
) -> Moment | None:
    """A claim from a field's value; None where it holds no time that can be read without guessing.

    A clock without zone is read in *zone*, and is a day where that is "".
    """
    found = clocks.reading(linked.text(value), zone, day_first=day_first)
    if found is None:
        return None
    when, here = found.when, clocks.place(zone)
    aware = when if when.tzinfo else when.replace(tzinfo=here)
    midnight = _midnight(aware, here) if found.timed and aware.tzinfo else aware
    if midnight:
        day = datetime(midnight.year, midnight.month, midnight.day, tzinfo=UTC)
        return Moment(day, "day", source, where) if day >= _EARLIEST else None
    try:
        at = aware.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    # %S of zero is what systems write that know minutes only.
    precision: Precision = "second" if when.second or when.microsecond else "minute"
    return Moment(at, precision, source, where, offset=when.utcoffset()) if at >= _EARLIEST else None


def listed(sightings: Iterable[Sighting]) -> list[Moment]:
    """Claims of the sources that listed it: API before sitemap before feed before file."""
    found = [
        Moment(s.published_at, s.published_precision or "second", _kind(s.source), s.source)
        for s in sightings
        if s.published_at
    ]
    return sorted(found, key=lambda claim: _LISTINGS.index(claim.source))


def ranked(claims: Sequence[Moment], listings: Sequence[Moment], address: Moment | None) -> list[Moment]:
    """All claims on one time in the order of trust that this module states."""
    of = {trust: [c for c in claims if c.trust == trust] for trust in get_args(Trust)}
    named = [address] if address else []
    shown = (
        [*named, *of["shown"]]
        if address and any(apart(address, c) > _DAY for c in of["shown"])
        else [*of["shown"], *named]
    )
    return [*unlied(of["stated"]), *listings, *shown, *of["searched"], *of["printed"]]


def unlied(claims: Sequence[Moment]) -> list[Moment]:
    """The claims, without those that call UTC what another names as its local clock."""
    local = {(c.at + c.offset).replace(second=0, microsecond=0) for c in claims if c.offset}
    return [c for c in claims if c.offset != _NONE or c.at.replace(second=0, microsecond=0) not in local]


def chosen(claims: Sequence[Moment], seen_at: datetime) -> tuple[Moment | None, list[str]]:
    """The claim that the rules choose, and warnings where claims lie more than a day apart or after it was first seen."""
    late = [c for c in claims if c.at > seen_at + _DAY]
    claims = [c for c in claims if c not in late]
    warnings = [f"time: {c.where} says {_said(c)}, after the capture or a listing; not used" for c in late]
    if not claims:
        return None, warnings
    lead = claims[0]
    finer = [c for c in claims if c.precision != "day" and apart(lead, c) <= _DAY]
    best = finer[0] if lead.precision == "day" and finer else lead
    if best.trust == "searched":
        warnings.append(f"time: {_said(best)} was found in the text; nothing says that it is the publication")
    astray = {_said(c): c for c in claims if apart(best, c) > _DAY}
    warnings += [f"time: {best.where} says {_said(best)}, {c.where} says {_said(c)}" for c in astray.values()]
    return best, warnings


def changed(
    claims: Sequence[Moment], published: Moment | None, captured_at: datetime
) -> tuple[Moment | None, list[str]]:
    """The claim on the last change: the first with a clock, else the first; none before the publication or after the capture."""
    early = [c for c in claims if published and c.at < published.at and apart(c, published) > _DAY]
    kept = [c for c in unlied(claims) if c not in early and c.at <= captured_at + _DAY]
    warnings = [f"time: {c.where} says that it changed {_said(c)}, before it was published; not used" for c in early]
    return next((c for c in kept if c.precision != "day"), next(iter(kept), None)), warnings


def apart(one: Moment, other: Moment) -> timedelta:
    """How far two claims lie apart at least; a day is anywhere within its 24 hours, in any zone to within a day."""
    gap = abs(one.at - other.at)
    return max(_NONE, gap - _DAY) if "day" in (one.precision, other.precision) else gap


def _midnight(when: datetime, here: tzinfo | None) -> datetime | None:
    """The clock on which it is exactly midnight, its own or the outlet's: what systems write that know the day only."""
    try:
        both = [when, *([when.astimezone(here)] if here else [])]
    except (OverflowError, ValueError):
        return None
    return next((c for c in both if (c.hour, c.minute, c.second, c.microsecond) == (0, 0, 0, 0)), None)


def _kind(source: str) -> TimeSource:
    named = source.split(" ", 1)[0].lower()
    return next((kind for kind in get_args(TimeSource) if kind == named and kind in _LISTINGS), "api")


def _said(claim: Moment) -> str:
    return claim.at.date().isoformat() if claim.precision == "day" else claim.at.strftime("%Y-%m-%d %H:%M")
