"""Media Cloud's search: addresses and headlines that it met on an outlet's host, by the day; no texts.

Its index of online news reaches back to 2008 with gaps, and says the day alone (``publish_date``).
Its query guide knows a star at the end of a word; within a phrase it is none, so that each word of one is asked for instead.
"""

from dataclasses import dataclass
from datetime import timedelta

from analysis.collect import interface
from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.asking import Asking, Fetch
from analysis.collect.client import Credentials, Response
from analysis.collect.desk import Desk
from analysis.collect.interface import Item, string, things
from analysis.collect.listed import Entry, Listing
from analysis.collect.moments import moment
from analysis.collect.sources import MediaCloud
from analysis.errors import Failed, Unreadable

_PACE = 30.0
"""Seconds: its users are told two requests a minute."""
_MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of stories and where the next one begins."""

    stories: tuple[Item, ...]
    token: str


def ask(source: MediaCloud, asking: Asking, fetch: Fetch) -> Listing:
    """Sightings of the window's days, and one attempt for every request."""
    desk = interface.desk(source, f"mediacloud {source.url}#{source.host}", asking, fetch)
    if desk.attempts:
        return desk.listing()
    opened = Credentials(headers={"Authorization": f"Token {asking.keys[source.key]}"}, api=True, pace=_PACE)
    question, token = _question(source, asking), ""
    for _ in range(_MOST_PAGES):
        url = interface.address(source.url, question | ({"pagination_token": token} if token else {}))
        page = desk.read(url, _page, opened)
        if page is None:
            return desk.listing()
        _take(desk, url, page)
        token = page.token
        if not token or not page.stories:
            return desk.listing()
    desk.note(source.url, "failed", f"more than {_MOST_PAGES} pages; what followed was not read")
    return desk.listing()


def _question(source: MediaCloud, asking: Asking) -> dict[str, str]:
    start, end = asking.window
    spoken = " AND ".join(filter(None, [interface.with_stars(asking), f"canonical_domain:{source.host}"]))
    return {
        "q": spoken,
        # Days are those of the outlet's own place: one more at each end, and what is outside falls away later.
        "start": f"{start - timedelta(days=1):%Y-%m-%d}",
        "end": f"{end + timedelta(days=1):%Y-%m-%d}",
        "platform": "onlinenews-mediacloud",
        "page_size": "1000",
    }


def _page(answer: Response) -> _Page:
    found = interface.loaded(answer)
    if string(found.get("status")) == "error" or (found.get("note") and "stories" not in found):
        raise Failed(f"the interface says: {(string(found.get('note')) or string(found.get('reason')))[:200]}")
    if not isinstance(found.get("stories"), list):
        raise Unreadable("the interface answers without a list of stories")
    return _Page(tuple(things(found["stories"])), string(found.get("pagination_token")))


def _take(desk: Desk, url: str, page: _Page) -> None:
    entries = [entry for story in page.stories if (entry := _entry(story))]
    kept = desk.sight(entries)
    over = not page.token or not page.stories
    says = [f"{len(entries)} stories", f"{len(entries) - kept} outside the window" if kept < len(entries) else ""]
    desk.note(url, "kept", "; ".join(filter(None, says)), interface.reach(desk.asking) if over else (None, None))


def _entry(story: Item) -> Entry | None:
    url = string(story.get("url"))
    if not of_the_web(url):
        return None
    # A day, whatever clock is written behind it (older answers had one, of no known zone).
    at = moment(string(story.get("publish_date"))[:10])
    return Entry(
        canonical(url), at[0] if at else None, "day" if at else None, headline=string(story.get("title")) or None
    )
