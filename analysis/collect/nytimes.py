"""The New York Times' interfaces: search, archive by month, newswire; what they say of an article, never its text.

Search and archive reach back to 1851. The search gives 1,000 results a question at most, and counts no further than 10,000:
a window that holds more is halved until it does not. The archive gives a month whole, about 20 MB; what names the event is
kept of it. The newswire reaches back some days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from analysis.collect import interface
from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.asking import Asking, Fetch
from analysis.collect.client import Credentials, Response
from analysis.collect.desk import Desk
from analysis.collect.feeds import plain
from analysis.collect.interface import Item, string, thing, things
from analysis.collect.listed import Answered, Entry, Listing
from analysis.collect.moments import moment
from analysis.collect.sources import NytArchive, NytSearch, NytWire
from analysis.errors import Failed, Unreadable

MEDIA_TYPE = "application/vnd.samestory.nyt+json"
_PAGE, _MOST = 10, 1000
"""Results on a page of the search, and of a question in all."""
_WIRE_PAGE, _WIRE_MOST = 20, 500
_A_DAY = timedelta(days=1)
_BEHIND = timedelta(hours=5)
"""New York's days begin so much after those of UTC; whichever the interface means, none is missed."""
_WORDLESS = frozenset({"multimedia", "audio", "video", "slideshow", "audiocontainer"})
_NOT_KEPT = ("multimedia", "score", "media")
"""Pictures, and how well an item answers one question: it changes from question to question."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of documents."""

    docs: tuple[Item, ...]
    hits: int
    left: str


def search(source: NytSearch, asking: Asking, fetch: Fetch) -> Listing:
    """What the search finds of the window for each of the event's words, and one attempt for every request."""
    desk = interface.desk(source, f"nyt {source.url}", asking, fetch)
    if desk.attempts:
        return desk.listing()
    days = _days(asking)
    whole = True
    for spoken in _questions(asking):
        whole &= _searched(_Search(source, desk, spoken, _opened(source, asking)), *days)
        if desk.attempts[-1].outcome in ("rate_limited", "blocked"):
            break
    if whole:
        _claim(source, desk)
    return desk.listing()


def _claim(source: NytSearch, desk: Desk) -> None:
    """Note what was listed: the whole window, unless a word cannot be asked for."""
    asked = [term for term in desk.asking.terms.any if interface.is_open(term)]
    if asked:
        why = f"{len(desk.found)} articles; the search takes whole words: of {', '.join(asked)} other endings may be missing, and no day is claimed"
        desk.note(source.url, "kept", why)
    else:
        why = f"the whole window was listed: {len(desk.found)} articles"
        desk.note(source.url, "kept", why, interface.reach(desk.asking))


def archive(source: NytArchive, asking: Asking, fetch: Fetch) -> Listing:
    """What the months of the window hold that names the event, and one attempt for each month."""
    desk = interface.desk(source, f"nyt {source.url}", asking, fetch)
    if desk.attempts:
        return desk.listing()
    start, end = asking.window
    for year, month in _months(start - _BEHIND, end):
        url = f"{source.url}/{year}/{month}.json"
        page = desk.read(url, _documents, _opened(source, asking))
        if page:
            told = [doc for doc in page.docs if interface.names(asking, _said(doc))]
            kept = _take(desk, told)
            reason = f"{len(page.docs):,} documents; {len(told)} name the event; {kept} of them within the window"
            reach = (_midnight(date(year, month, 1)), min(_month_after(year, month), asking.now))
            desk.note(url, "kept", "; ".join(filter(None, [reason, page.left])), reach)
    return desk.listing()


def wire(source: NytWire, asking: Asking, fetch: Fetch) -> Listing:
    """What the newswire (or a list of top stories, of the same shape) holds of the window."""
    desk = interface.desk(source, f"nyt {source.url}", asking, fetch)
    for offset in range(0, 0 if desk.attempts else _WIRE_MOST, _WIRE_PAGE):
        url = interface.address(source.url, {"limit": str(_WIRE_PAGE), "offset": str(offset)})
        page = desk.read(url, _results, _opened(source, asking))
        if page is None:
            break
        times = [at[0] for item in page.docs if (at := moment(_wire_time(item)))]
        kept = _take(desk, page.docs)
        reason = f"{len(page.docs)} items; {len(page.docs) - kept} outside the window or without words"
        desk.note(url, "kept", reason, (min(times, default=None), max(times, default=None)))
        if len(page.docs) != _WIRE_PAGE or (times and max(times) < asking.window[0]):
            break
    return desk.listing()


@dataclass(frozen=True, slots=True)
class _Search:
    """One question, for any days."""

    source: NytSearch
    desk: Desk
    spoken: str
    opened: Credentials

    def page(self, first: date, last: date, number: int) -> _Page | None:
        """A page of the days' results, noted."""
        asked = {"q": self.spoken} if self.spoken else {}
        asked |= {"begin_date": f"{first:%Y%m%d}", "end_date": f"{last:%Y%m%d}", "sort": "oldest", "page": str(number)}
        url = interface.address(self.source.url, asked)
        page = self.desk.read(url, _documents, self.opened)
        if page:
            kept = _take(self.desk, page.docs)
            capped = "at least " if page.hits >= 10 * _MOST else ""
            says = [f"{len(page.docs)} of {capped}{page.hits:,} documents; {kept} within the window", page.left]
            self.desk.note(url, "kept", "; ".join(filter(None, says)))
        return page


def _searched(one: _Search, first: date, last: date) -> bool:
    """Whether all results of these days were read; days with too many are halved."""
    page = one.page(first, last, 0)
    if page is None:
        return False
    if page.hits > _MOST and first < last:
        middle = first + (last - first) // 2
        return _searched(one, first, middle) and _searched(one, middle + _A_DAY, last)
    pages = range(1, -(-min(page.hits, _MOST) // _PAGE))
    read = all((following := one.page(first, last, number)) and following.docs for number in pages)
    if page.hits > _MOST:
        reason = (
            f"{first} has more than {_MOST:,} results for {one.spoken or 'anything'}; the first {_MOST:,} were read"
        )
        one.desk.note(one.source.url, "failed", reason)
    return bool(read) and page.hits <= _MOST


def _opened(source: NytSearch | NytArchive | NytWire, asking: Asking) -> Credentials:
    return Credentials(query={"api-key": asking.keys[source.key]}, api=True, pace=source.pace)


def _questions(asking: Asking) -> list[str]:
    """One question for each word of which one must occur (the search knows no OR that is documented), beside all others.

    A phrase that holds another word of the list finds nothing that the word does not. Of a word with an open ending the
    bare word is asked for, which finds some; where it must occur beside others it is not, since it would hide the rest.
    To ask for every document of the days instead would cost the day's requests: ten come with an answer. The archive
    gives them all, a month in one answer, so that its claim stands where this one's does not.
    """
    some = interface.words(asking.terms.any)
    bare = {term: f" {term.strip(chr(34)).casefold()} " for term in some}
    least = [term for term in some if not any(bare[o] in bare[term] for o in some if bare[o] != bare[term])]
    every = interface.words([term for term in asking.terms.all if not interface.is_open(term)])
    return [" ".join([term, *every]) for term in least] or [" ".join(every)]


def _days(asking: Asking) -> tuple[date, date]:
    start, end = asking.window
    return (start.astimezone(UTC) - _BEHIND).date(), (end.astimezone(UTC) - timedelta(microseconds=1)).date()


def _months(start: datetime, end: datetime) -> Iterator[tuple[int, int]]:
    at = (start.year, start.month)
    last = (end - timedelta(microseconds=1)).timetuple()[:2]
    while at <= last:
        yield at
        at = (at[0] + at[1] // 12, at[1] % 12 + 1)


def _month_after(year: int, month: int) -> datetime:
    return _midnight(date(year + month // 12, month % 12 + 1, 1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)


def _documents(answer: Response) -> _Page:
    """Documents of the search or the archive; the number of hits stands in ``meta``, since 2025 in ``metadata``."""
    found = _sound(answer)
    response = thing(found.get("response"))
    docs = response.get("docs")
    if not isinstance(docs, list) and docs not in ("", None):
        raise Unreadable("the interface answers in a shape that is not known")
    if not response:
        raise Unreadable("the interface answers without documents")
    hits = (thing(response.get("metadata")) or thing(response.get("meta"))).get("hits")
    return _Page(tuple(things(docs)), hits if isinstance(hits, int) else len(things(docs)), interface.left(answer))


def _results(answer: Response) -> _Page:
    found = _sound(answer)
    if "results" not in found:
        raise Unreadable("the interface answers without results")
    items = tuple(things(found["results"]))
    return _Page(items, len(items), interface.left(answer))


def _sound(answer: Response) -> Item:
    """The answer's object.

    Raises:
        Failed: the interface says that something is wrong, and what.
    """
    found = interface.loaded(answer)
    fault = thing(found.get("fault")).get("faultstring") or found.get("errors") or found.get("message")
    if fault and found.get("status") != "OK":
        raise Failed(f"the interface says: {str(fault)[:200]}")
    return found


def _take(desk: Desk, docs: tuple[Item, ...] | list[Item]) -> int:
    """How many documents are articles that may be of the window; they are sighted and kept."""
    count = 0
    for doc in docs:
        entry = _entry(doc)
        fresh = entry is not None and entry.url not in desk.found
        if entry is None or not desk.sight([entry]):
            continue
        count += 1
        if fresh:
            kept = {key: value for key, value in doc.items() if key not in _NOT_KEPT}
            desk.answers.append(Answered(entry.url, interface.packed(kept), MEDIA_TYPE, desk.asking.now))
    return count


def _entry(doc: Item) -> Entry | None:
    """The sighting of a document of any of the shapes; None for what is no article."""
    url = string(doc.get("web_url")) or string(doc.get("url"))
    kinds = {string(doc.get(key)).lower() for key in ("document_type", "item_type")}
    if not of_the_web(url) or kinds & _WORDLESS:
        return None
    at, changed = moment(string(doc.get("pub_date")) or _wire_time(doc)), moment(string(doc.get("updated_date")))
    return Entry(
        url=canonical(url),
        published_at=at[0] if at else None,
        published_precision=at[1] if at else None,
        modified_at=changed[0] if changed else None,
        headline=headline(doc) or None,
        summary=plain(string(doc.get("abstract")) or string(doc.get("snippet"))) or None,
    )


def headline(doc: Item) -> str:
    """The headline of a document of any of the shapes; "" where there is none."""
    said = thing(doc.get("headline"))
    shapes = (said.get("main"), said.get("print_headline"), doc.get("headline"), doc.get("title"))
    return plain(next((text for shape in shapes if (text := string(shape))), ""))


def _wire_time(doc: Item) -> str:
    """The finest of the times that the wire gives: ``published_date`` is the printed paper's day where it is midnight."""
    said = [string(doc.get(key)) for key in ("first_published_date", "published_date", "created_date")]
    return next((text for text in said if text and not re.search(r"T00:00:00", text)), next(filter(None, said), ""))


def _said(doc: Item) -> Iterator[str]:
    yield headline(doc)
    yield from (string(doc.get(key)) for key in ("abstract", "snippet", "lead_paragraph"))
    yield from (string(keyword.get("value")) for keyword in things(doc.get("keywords")))
    yield interface.in_address(string(doc.get("web_url")))
