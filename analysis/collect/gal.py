"""GDELT's list of articles (GAL), one gzipped file of JSON lines a minute → articles of some hosts.

Reaches back to about 2020 (from its announcement; not verified). A file's name is the minute in which GDELT published it;
``date`` in it is when GDELT saw an article in about seven of ten cases and when it was published in the others, without
saying which: it is never taken for a publication time. Files cluster in the first minutes of each quarter of an hour, so
those are asked for. No recorded file was at hand; fields follow the public description.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import cast

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.asking import Asking, Fetch, Window
from analysis.collect.desk import Desk
from analysis.collect.listed import WHOLE, Entry, Listing, Reached, Reading
from analysis.collect.shapes import on_hosts
from analysis.collect.sources import GdeltGal
from analysis.collect.unpack import gunzipped
from analysis.errors import Absent, Refused, Skip, TryAgain, Unreadable
from analysis.tables import Outcome

_HOME = "https://data.gdeltproject.org/gdeltv3/gal"
_LARGEST = 200 * 2**20
_MINUTES = range(8)
"""Of each quarter of an hour."""
_LATE = timedelta(days=1)


@dataclass(slots=True)
class _Hour:
    """What came of the files of one hour; the ledger has one row for it, not thirty-two."""

    files: int = 0
    absent: int = 0
    articles: int = 0
    mine: int = 0
    trouble: str = ""
    outcome: str = ""


def each(source: GdeltGal, asking: Asking, fetch: Fetch) -> Iterator[Listing]:
    """Articles of the hosts in the files of the window and the day after it, an hour a listing, ``source.most`` files at most.

    One attempt an hour; that an article is not here says nothing. Hours that earlier runs read are left out: the next run
    goes on behind them.
    """
    hours = [
        list(group) for _, group in groupby(minutes(asking.window, asking.now), key=lambda at: at.replace(minute=0))
    ]
    due = [hour for hour in hours if asking.reached.get(_mark(source, hour)) != WHOLE]
    most = next((max(1, n) for n in range(len(due)) if sum(map(len, due[: n + 1])) > source.most), len(due))
    for number, hour in enumerate(due[:most], start=1):
        desk = Desk(asking, called(source), fetch)
        whole = _hour(desk, source.hosts, hour) and asking.now - hour[-1] > _LATE
        yield desk.listing(Reached(_mark(source, hour), done=number, of=most) if whole else None)
    if due[most:]:
        desk, first = Desk(asking, called(source), fetch), due[most][0]
        left = sum(map(len, due[most:]))
        why = f"{left} files from {first:%Y-%m-%d %H:%M} UTC on not asked for: the cap is {source.most}; the next run goes on there"
        desk.note(address(first), "failed", why)
        yield desk.listing()


def called(source: GdeltGal) -> str:
    """How the ledger and sightings name the source."""
    return f"gdelt-gal {' '.join(source.hosts)}"


def _mark(source: GdeltGal, hour: list[datetime]) -> str:
    return f"{address(hour[0])} and {len(hour) - 1} more, {' '.join(source.hosts)}"


def address(minute: datetime) -> str:
    """Where the file of a minute lies."""
    return f"{_HOME}/{minute:%Y%m%d%H%M%S}.gal.json.gz"


def minutes(window: Window, now: datetime) -> Iterator[datetime]:
    """Minutes in which files of the window may lie, oldest first, none in the future."""
    start, end = window
    at = start.replace(second=0, microsecond=0)
    while at < min(end + _LATE, now):
        if at.minute % 15 in _MINUTES:
            yield at
        at += timedelta(minutes=1)


def read(body: bytes, hosts: tuple[str, ...], minute: datetime) -> tuple[int, Reading]:
    """How many articles a file names, and those on *hosts*, seen in its minute.

    Raises:
        Failed: the gzip is damaged or unpacks to too much.
        Unreadable: no line of it is JSON.
    """
    lines = [line for line in gunzipped(body, _LARGEST).splitlines() if line.strip()]
    found = [_article(line) for line in lines]
    lost = found.count(None)
    if lines and lost == len(lines):
        raise Unreadable("no line of the file names an article")
    entries = [_entry(one, minute) for one in found if one and on_hosts(one["url"], hosts)]
    return len(lines) - lost, Reading(tuple(entries), flaw=f"{lost} lines that name none" if lost else "")


def _hour(desk: Desk, hosts: tuple[str, ...], group: list[datetime]) -> bool:
    """Whether every file of the hour was read, or is not there."""
    tally = _Hour()
    for minute in group:
        try:
            count, reading = read(desk.fetch(address(minute)).body, hosts, minute)
        except Absent:
            tally.absent += 1
        except (Refused, Skip, TryAgain) as why:
            tally.trouble, tally.outcome = f"{minute:%H:%M}: {why}", why.outcome
        else:
            tally.files += 1
            tally.articles += count
            tally.mine += desk.sight(reading.entries)
            tally.trouble = tally.trouble or reading.flaw
    _note(desk, group[0], tally)
    return not tally.outcome


def _note(desk: Desk, first: datetime, tally: _Hour) -> None:
    says = f"{tally.files} files, {tally.articles} articles of all outlets, {tally.mine} of these hosts"
    if tally.files:
        desk.note(address(first), "kept", f"{says}; {tally.trouble}" if tally.trouble else says)
    elif tally.outcome:
        desk.note(address(first), cast("Outcome", tally.outcome), tally.trouble)
    else:
        desk.note(address(first), "absent", f"no file in the {tally.absent} minutes of this hour that were tried")


def _article(line: bytes) -> dict[str, str] | None:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not of_the_web(str(said.get("url", ""))):
        return None
    return {name: str(said.get(name) or "") for name in ("url", "title", "desc")}


def _entry(article: dict[str, str], minute: datetime) -> Entry:
    title, summary = (" ".join(article[name].split()) or None for name in ("title", "desc"))
    return Entry(canonical(article["url"]), headline=title, summary=summary, seen_at=minute.astimezone(UTC))
