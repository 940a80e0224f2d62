"""GDELT's search (DOC 2.0) → articles of some hosts that name the event, as GDELT saw them.

Reaches back to January 2017; before that the bulk files of GDELT 1 and 2 would be needed. ``seendate`` is when GDELT saw an
article, to a quarter of an hour, and never when it was published. At most 250 articles an answer and no paging: the
days are halved until an answer is not full. Answers were tested on articles that a notebook printed in 2023 (addresses cut);
its error sentences, which come with status 200, are known from public code alone. One request in five seconds.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.asking import Asking, Fetch
from analysis.collect.client import Response
from analysis.collect.credentials import Credentials
from analysis.collect.desk import Desk
from analysis.collect.listed import Entry, Listing, Reached, Reading
from analysis.collect.shapes import on_hosts
from analysis.collect.sources import GdeltDoc
from analysis.errors import Failed, TryAgain, Unreadable
from analysis.events import Terms

_HOME = "https://api.gdeltproject.org/api/v2/doc/doc"
_DOOR = Credentials(api=True, pace=5.0)
_FULL = 250
_SHORTEST = timedelta(minutes=15)
"""GDELT's own tick."""
_MOST_REQUESTS = 60
_LATE = timedelta(days=1)
"""So long after an article's publication GDELT may see it."""
_A_SECOND = timedelta(seconds=1)
_TRIES = 3
_SHORT = 3
"""Letters below which GDELT takes no word."""
_BUSY = re.compile(r"limit requests|too many requests|rate limit", re.IGNORECASE)
_BACKSLASH = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')


def each(source: GdeltDoc, asking: Asking, fetch: Fetch) -> Iterator[Listing]:
    """Articles of the hosts that GDELT saw in the window or the day after it, with words of the event in their text.

    One listing for each answer, in the order of time. That an article is not here says nothing: no attempt claims to have
    seen all of a day. What earlier runs read is left out: the next run goes on where the last one reached its cap.
    """
    words, until = question(asking.terms, source.hosts), asking.window[1] + _LATE
    mark = f"{_HOME} {words} {asking.window[0]:%Y%m%d%H%M%S} {until:%Y%m%d%H%M%S}"
    since = max(asking.window[0], datetime.fromtimestamp(max(0, asking.reached.get(mark, 0)), UTC))
    spans, sound = [(since, until)] if since < until else [], True
    for _ in range(_MOST_REQUESTS):
        if not spans:
            return
        start, end = spans.pop(0)
        desk = Desk(asking, called(source), fetch)
        if _look(desk, words, start, end) and end - start > _SHORTEST:
            middle = start + (end - start) / 2
            spans[:0] = [(start, middle), (middle, end)]
            end = start
        sound = sound and desk.attempts[-1].outcome == "kept"
        # What is young may still be seen, and is asked for again.
        yield desk.listing(Reached(mark, int(min(end, asking.now - _LATE).timestamp())) if sound else None)
    if spans:
        desk = Desk(asking, called(source), fetch)
        why = f"from {spans[0][0]:%Y-%m-%d %H:%M} UTC on not asked: {_MOST_REQUESTS} requests made; the next run goes on there"
        desk.note(_HOME, "failed", why)
        yield desk.listing()


def called(source: GdeltDoc) -> str:
    """How the ledger and sightings name the source."""
    return f"gdelt {' '.join(source.hosts)}"


def question(terms: Terms, hosts: tuple[str, ...]) -> str:
    """The search's words: any of the event's, all of those that must be there, one of the hosts.

    A word with an open ending, or a very short one, cannot be asked for; where one of several alternatives is such a word,
    none is asked for, since the others would leave out what it alone would find.
    """
    one = [_quoted(word) for word in terms.any] if all(map(_askable, terms.any)) else []
    each = [_quoted(word) for word in terms.all if _askable(word)]
    return " ".join([*_either(one), *each, *_either([f"domainis:{host}" for host in hosts])])


def address(words: str, start: datetime, end: datetime) -> str:
    """Where to ask for what was seen from *start* to *end*; its bounds are exclusive, so a second is added on both sides."""
    pairs = {
        "query": words,
        "mode": "artlist",
        "format": "json",
        "maxrecords": _FULL,
        "startdatetime": f"{start - _A_SECOND:%Y%m%d%H%M%S}",
        "enddatetime": f"{end + _A_SECOND:%Y%m%d%H%M%S}",
        "sort": "dateasc",
    }
    return f"{_HOME}?{urlencode(pairs)}"


def read(body: bytes) -> Reading:
    """Entries of an answer; none for ``{}``, which means that there is nothing.

    Raises:
        TryAgain: it asks for patience, though with status 200.
        Failed: it refuses the question, in a sentence of its own.
        Unreadable: something else than an answer.
    """
    text = body.decode("utf-8", "replace").strip().lstrip("\ufeff")
    if not text.startswith("{"):
        raise _refusal(text)
    articles = _loaded(text).get("articles", [])
    if not isinstance(articles, list):
        raise Unreadable("an answer whose articles are no list")
    entries = [_entry(article) for article in articles]
    lost = entries.count(None)
    return Reading(tuple(e for e in entries if e), flaw=f"{lost} without an address or time" if lost else "")


def _look(desk: Desk, words: str, start: datetime, end: datetime) -> bool:
    """Ask for one stretch of time; whether the answer was full, so that more may be there."""
    url, hosts = address(words, start, end), tuple(re.findall(r"domainis:([^\s)]+)", words))
    reading = desk.read(url, lambda answer: _patient(desk, url, answer), _DOOR)
    if reading is None:
        return False
    mine = [entry for entry in reading.entries if on_hosts(entry.url, hosts)]
    kept = desk.sight(mine)
    full = len(reading.entries) >= _FULL
    says = [
        f"{len(reading.entries)} articles",
        f"{len(reading.entries) - len(mine)} on other hosts" if len(mine) < len(reading.entries) else "",
        f"{len(mine) - kept} with a day outside the window in their address" if kept < len(mine) else "",
        reading.flaw,
        "as many as it gives" if full else "",
        "and a quarter of an hour is not parted further: some are missing" if full and end - start <= _SHORTEST else "",
    ]
    desk.note(url, "kept", "; ".join(filter(None, says)))
    return full


def _patient(desk: Desk, url: str, answer: Response) -> Reading:
    """Read an answer; where it asks for patience with status 200, ask again, at the door's own pace."""
    for _ in range(_TRIES - 1):
        try:
            return read(answer.body)
        except TryAgain:
            answer = desk.fetch(url, credentials=_DOOR)
    return read(answer.body)


def _refusal(text: str) -> Exception:
    if _BUSY.search(text[:500]):
        return TryAgain(f"GDELT says: {text[:200]}", after=5.0)
    if not text or text.startswith("<"):
        return Unreadable("a page, or nothing, in place of GDELT's answer")
    return Failed(f"GDELT refuses the question: {' '.join(text.split())[:200]}")


def _loaded(text: str) -> dict[str, Any]:
    # Titles come with control characters and stray backslashes.
    try:
        found = json.loads(_BACKSLASH.sub(r"\\\\", text), strict=False)
    except (ValueError, RecursionError) as why:
        raise Unreadable(f"an answer that is no JSON: {why}") from None
    return dict(found)


def _entry(article: object) -> Entry | None:
    if not isinstance(article, dict) or not of_the_web(str(article.get("url", "")).strip()):
        return None
    seen = moment(str(article.get("seendate", "")))
    title = re.sub(r"\s+([,.;:!?…)\]])", r"\1", " ".join(str(article.get("title") or "").split()))
    return Entry(canonical(str(article["url"])), headline=title or None, seen_at=seen) if seen else None


def moment(said: str) -> datetime | None:
    """A time as GDELT writes it (``20230918T031500Z``, ``20230918031500``), or None."""
    found = re.fullmatch(r"(\d{8})T?(\d{6})Z?", said)
    try:
        return datetime.strptime("".join(found.groups()), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def _askable(word: str) -> bool:
    return not word.endswith("*") and len(word.strip()) >= _SHORT


def _quoted(word: str) -> str:
    bare = " ".join(word.replace('"', " ").split())
    return bare if bare.isalnum() else f'"{bare}"'


def _either(words: list[str]) -> list[str]:
    """GDELT wants parentheses around alternatives and takes none around a single word."""
    return [f"({' OR '.join(words)})"] if len(words) > 1 else words
