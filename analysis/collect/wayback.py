"""The Wayback Machine's index and captures → when a page stood there, and what it said then.

Reaches back to 1996; what it holds of a site differs much by day and owner. The time of a capture says when an article
was there already: it is first seen then, never published then. Index answers and captures were tested on real
recordings of 2020–2024; a resumption within an index of a whole host (more than one page) was not among them.
Asked at most 24 times a minute, as the archive wants. ``robots.txt`` is asked for captures and not for the index, which is
a documented interface.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from analysis.collect.addresses import canonical, masked, of_the_web
from analysis.collect.asking import Asking, Fetch
from analysis.collect.client import Response
from analysis.collect.credentials import Credentials
from analysis.collect.desk import Desk
from analysis.collect.listed import WHOLE, Answered, Entry, Listing, Reached
from analysis.collect.shapes import of_an_article
from analysis.collect.sources import Wayback
from analysis.errors import Absent, Blocked, Failed, Unreadable

_INDEX = "https://web.archive.org/cdx/search/cdx"
_DOOR = Credentials(api=True, pace=2.5)
_ROWS = 5000
_MOST_PAGES = 40
_FOR_GOOD = ("kept", "blocked", "absent", "unreadable")
"""Ends of a try after which the next run does not ask for the capture again: what was captured does not change."""
_ASTRAY = timedelta(days=1)
"""A capture farther than this from the one asked for is another one."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One row of the index."""

    at: datetime
    original: str
    media_type: str
    status: str
    digest: str

    @property
    def replay(self) -> str:
        """Where the capture is shown as it was, without the archive's frame."""
        return f"https://web.archive.org/web/{self.at:%Y%m%d%H%M%S}id_/{self.original}"


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of the index."""

    captures: tuple[Capture, ...]
    resume: str = ""
    """What to ask with for the next page; "" at the end."""
    unreadable: int = 0
    """Rows without an address or a possible time."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the index."""

    url: str
    match: str = "exact"
    collapse: str = "digest"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A capture as it came."""

    response: Response
    at: datetime
    """When it was captured, by the archive's own word."""


def each(source: Wayback, asking: Asking, fetch: Fetch) -> Iterator[Listing]:
    """Captures in the window: of one address (each differing one, up to ``source.most``, with its body), or of all addresses below a prefix.

    One listing for the index, then one for each capture that earlier runs did not get. With a prefix the addresses alone
    are sighted, each at its first capture, and only those shaped as articles' are.
    """
    desk = _desk(source, asking, fetch)
    if source.match == "exact":
        yield from _one(desk, source)
    else:
        found = captures(desk, Question(source.url, source.match, "urlkey"))
        desk.sight(_entry(capture) for capture in found if of_an_article(capture.original))
        yield desk.listing()


def _desk(source: Wayback, asking: Asking, fetch: Fetch) -> Desk:
    return Desk(asking, f"wayback {masked(source.url)}", fetch)


def captures(desk: Desk, question: Question) -> Iterator[Capture]:
    """Captures of HTML with status 200 in the desk's window, oldest first for one address; pages are followed."""
    resume, seen = "", set[tuple[datetime, str]]()
    for _ in range(_MOST_PAGES):
        address = asked(question, desk.asking.window, resume)
        rows = desk.read(address, lambda answer: read(answer.body), _DOOR)
        if rows is None:
            _explain(desk, question)
            return
        # The index repeats rows, within a page and at the seam of two.
        fresh = {(c.at, c.original): c for c in rows.captures if _is_wanted(c, desk) and (c.at, c.original) not in seen}
        seen |= fresh.keys()
        desk.note(address, "kept", _said(rows, len(fresh)))
        yield from fresh.values()
        resume = rows.resume
        if not resume:
            return
    desk.note(_INDEX, "failed", f"more than {_MOST_PAGES} pages of {_ROWS} captures: the rest was not read")


def asked(question: Question, window: tuple[datetime, datetime], resume: str = "") -> str:
    """The index's address for a question; both ends of its time are inclusive."""
    start, end = window
    pairs = [
        ("url", question.url),
        ("matchType", question.match),
        ("from", f"{start:%Y%m%d%H%M%S}"),
        ("to", f"{end - timedelta(seconds=1):%Y%m%d%H%M%S}"),
        ("filter", "statuscode:200"),
        ("filter", "mimetype:text/html"),
        ("collapse", question.collapse),
        ("limit", str(_ROWS)),
        ("showResumeKey", "true"),
    ]
    return f"{_INDEX}?{urlencode([*pairs, *([('resumeKey', resume)] if resume else [])])}"


def read(body: bytes) -> Rows:
    """One page of the index, as lines or as JSON.

    Raises:
        Blocked: the archive does not show this address to anyone.
        Failed: its server says that it is in trouble.
        Unreadable: something else than an index.
    """
    text = body.decode("utf-8", "replace").strip()
    if "AdministrativeAccessControlException" in text[:2000]:
        raise Blocked("the archive shows no captures of this address: its owner had them excluded")
    if re.match(r"(?:org|java)\.[\w.]+(?:Exception|Error)\b", text):
        raise Failed(f"the archive's index is in trouble: {text.splitlines()[0][:200]}")
    if text[:1] == "<":
        raise Unreadable("a page in place of the archive's index")
    lines, resume = _parted(_table(text) if text[:1] == "[" else [line.split(" ") for line in text.split("\n")])
    rows = [_capture(line) for line in lines]
    return Rows(tuple(row for row in rows if row), resume, rows.count(None))


def captured(desk: Desk, capture: Capture) -> Replayed | None:
    """A capture's body, or None; how it went is in the ledger."""
    found = desk.read(capture.replay, lambda answer: checked(answer, capture))
    if found is None:
        return None
    moved = "" if found.response.final_url == capture.replay else f", by way of {masked(found.response.final_url)}"
    desk.note(capture.replay, "kept", f"captured at {found.at:%Y-%m-%d %H:%M:%S} UTC{moved}")
    return found


def checked(answer: Response, capture: Capture) -> Replayed:
    """What came for a capture, if it is one of that day.

    Raises:
        Blocked: a page of the archive's own.
        Absent: the archive leads to a capture of another day.
        Unreadable: it says no time.
    """
    said = next((value for name, value in answer.headers if name.lower() == "memento-datetime"), "")
    if not said:
        raise Blocked("the archive shows a page of its own in place of the capture: it is excluded, or lost")
    try:
        at = parsedate_to_datetime(said).astimezone(UTC)
    except ValueError:
        raise Unreadable(f"a capture of {said[:40]!r}, which is no time") from None
    if abs(at - capture.at) > _ASTRAY:
        raise Absent(f"the archive leads to another capture, of {at:%Y-%m-%d}")
    return Replayed(answer, at)


def _one(index: Desk, source: Wayback) -> Iterator[Listing]:
    found = list(captures(index, Question(source.url, source.match)))
    index.sight(_entry(capture) for capture in found[:1])
    if len(found) > source.most:
        left = len(found) - source.most
        index.note(source.url, "failed", f"{left} captures that differ were not fetched: more than {source.most}")
    yield index.listing()
    due = [one for one in found[: source.most] if index.asking.reached.get(one.replay) != WHOLE]
    for number, capture in enumerate(due, start=1):
        desk = _desk(source, index.asking, index.fetch)
        answer = captured(desk, capture)
        if answer:
            body, kind = answer.response.body, answer.response.media_type
            desk.answers.append(Answered(canonical(source.url), body, kind, answer.at))
        ended = desk.attempts[-1].outcome in _FOR_GOOD
        yield desk.listing(Reached(capture.replay, done=number, of=len(due)) if ended else None)


def _entry(capture: Capture) -> Entry:
    return Entry(canonical(capture.original), seen_at=capture.at)


def _is_wanted(capture: Capture, desk: Desk) -> bool:
    start, end = desk.asking.window
    return capture.status == "200" and capture.media_type == "text/html" and start <= capture.at < end


def _explain(desk: Desk, question: Question) -> None:
    """Say what a refusal of the index means, which its status alone does not."""
    if desk.attempts[-1].outcome == "blocked":
        why = "its owner had its captures excluded from the archive (or the archive refuses this client)"
        desk.note(question.url, "blocked", f"{why}: nothing can be said of these days from here")


def _said(rows: Rows, fresh: int) -> str:
    says = [
        f"{len(rows.captures)} captures",
        f"{fresh} of pages in the window" if fresh < len(rows.captures) else "",
        f"{rows.unreadable} rows without an address or a possible time" if rows.unreadable else "",
        "more to come" if rows.resume else "",
    ]
    return "; ".join(filter(None, says))


def _table(text: str) -> list[list[str]]:
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise Unreadable(f"an index that breaks off: {why}") from None
    rows = [[str(cell) for cell in row] for row in table if isinstance(row, list)]
    return rows[1:] if rows and rows[0][:1] == ["urlkey"] else rows


def _parted(lines: list[list[str]]) -> tuple[list[list[str]], str]:
    """Rows, and the key that stands behind an empty one."""
    empty = next((i for i, line in enumerate(lines) if line in ([], [""])), len(lines))
    rest = [line for line in lines[empty + 1 :] if line not in ([], [""])]
    return lines[:empty], rest[0][0] if rest else ""


def _capture(line: list[str]) -> Capture | None:
    if len(line) < 6 or not of_the_web(line[2]):
        return None
    try:
        # strptime alone would take shorter ones, too.
        at = datetime.strptime(line[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if len(line[1]) == 14 else None
    except ValueError:
        at = None
    return Capture(at, line[2], line[3], line[4], line[5]) if at else None
