"""The interface of a WordPress site (REST, ``/wp/v2/posts``) → its posts of the window, with their text.

Reaches back to the site's first post still online. Posts come with full text and are kept as pages of their own; the time
is ``date_gmt``. The site's clock decides what ``after`` and ``before`` mean, so both are widened by a day's zones and the
times of the posts are looked at. No recorded answer of any site was at hand: fields follow WordPress's documentation and
public code. Where the interface is closed the site's feed is read, which holds the newest entries alone.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

from analysis.collect import feeds
from analysis.collect.addresses import canonical, masked, of_the_web
from analysis.collect.asking import Asking, Fetch
from analysis.collect.client import Response
from analysis.collect.desk import Desk, outside
from analysis.collect.listed import Answered, Entry, Listing
from analysis.collect.moments import moment
from analysis.collect.sources import WordPress
from analysis.errors import Absent, Blocked, Disallowed, Failed, Refused, Skip, TryAgain, Unreadable
from analysis.tables import Outcome

MEDIA_TYPE = "application/vnd.samestory.wordpress+json"
_DOORS = ("wp-json/wp/v2/posts?", "?rest_route=/wp/v2/posts&")
_A_PAGE = 100
"""Posts; the most that WordPress gives."""
_MOST_PAGES = 100
_ZONES = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Post:
    """One post: what a listing says of it, and all of it."""

    entry: Entry
    body: bytes
    """The item as JSON."""


@dataclass(frozen=True, slots=True)
class Posts:
    """One page of posts."""

    posts: tuple[Post, ...]
    count: int
    """Items, readable or not."""
    pages: int | None
    """How many pages there are, where the answer says so."""


class _Closed(Exception):
    """This door of the interface is shut."""


def listing(source: WordPress, asking: Asking, fetch: Fetch) -> Listing:
    """Posts of the window with their text as answers; the feed's entries where neither door of the interface opens."""
    desk = Desk(asking, f"wordpress {masked(source.url)}", fetch)
    home = source.url.rstrip("/") + "/"
    for door in _DOORS:
        try:
            _walk(desk, home + door)
            return desk.listing()
        except _Closed:
            continue
    feed = f"{home}feed/"
    desk.look(feed, lambda answer: feeds.read(answer.body, answer.media_type, answer.final_url))
    return desk.listing()


def read(body: bytes, headers: tuple[tuple[str, str], ...] = ()) -> Posts:
    """One page of posts.

    Raises:
        Unreadable: no list of posts.
    """
    try:
        items = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as why:
        raise Unreadable(f"no JSON in place of posts: {why}") from None
    if not isinstance(items, list):
        said = items.get("message") if isinstance(items, dict) else ""
        raise Unreadable(f"no list of posts: {' '.join(str(said or type(items).__name__).split())[:200]}")
    pages = next((value for name, value in headers if name.lower() == "x-wp-totalpages"), "")
    posts = [_post(item) for item in items]
    return Posts(tuple(post for post in posts if post), len(items), int(pages) if pages.isdecimal() else None)


def _walk(desk: Desk, door: str) -> None:
    """All pages behind a door; one attempt each."""
    start, end = desk.asking.window
    seen: list[datetime] = []
    for number in range(1, _MOST_PAGES + 1):
        url = door + urlencode(
            {
                "after": f"{start - _ZONES:%Y-%m-%dT%H:%M:%S}Z",
                "before": f"{end + _ZONES:%Y-%m-%dT%H:%M:%S}Z",
                "per_page": _A_PAGE,
                "page": number,
                "orderby": "date",
                "order": "asc",
                "_embed": "author,wp:term",
            }
        )
        found = _page(desk, url, number)
        if found is None:
            return
        seen += [at for post in found.posts if (at := post.entry.published_at)]
        last = number >= found.pages if found.pages is not None else found.count < _A_PAGE
        _take(desk, url, found, (start, min(end, desk.asking.now)) if last else _reach(start, seen))
        if last:
            return
    desk.note(door, "failed", f"more than {_MOST_PAGES} pages of posts: the rest was not read")


def _page(desk: Desk, url: str, number: int) -> Posts | None:
    """One page; None where there is none, which is in the ledger, unless it is the one past the end."""
    try:
        answer: Response = desk.fetch(url)
        return read(answer.body, answer.headers)
    except (Refused, Skip, TryAgain) as why:
        # Past the end WordPress answers 400 (rest_post_invalid_page_number).
        if number > 1 and isinstance(why, Failed) and "answers 400" in str(why):
            desk.note(url, "kept", "the page past the last one", (desk.asking.window[0], desk.asking.now))
            return None
        shut = isinstance(why, Blocked | Absent | Disallowed | Unreadable)
        more = "; the interface is closed here, the next door is tried" if shut and number == 1 else ""
        desk.note(url, _outcome(why), f"{why}{more}")
        if more:
            raise _Closed from None
        return None


def _outcome(why: Exception) -> Outcome:
    outcome: Outcome = getattr(why, "outcome", "failed")
    return outcome


def _take(desk: Desk, url: str, found: Posts, reach: tuple[datetime | None, datetime | None]) -> None:
    kept = [post for post in found.posts if not outside(post.entry, desk.asking.window)]
    desk.sight(post.entry for post in kept)
    desk.answers += [Answered(p.entry.url, p.body, MEDIA_TYPE, desk.asking.now, page=p.entry.url) for p in kept]
    says = [
        f"{found.count} posts",
        f"{len(found.posts) - len(kept)} outside the window" if len(kept) < len(found.posts) else "",
        f"{found.count - len(found.posts)} without an address" if len(found.posts) < found.count else "",
    ]
    desk.note(url, "kept", "; ".join(filter(None, says)), reach)


def _reach(start: datetime, seen: list[datetime]) -> tuple[datetime | None, datetime | None]:
    """Posts come oldest first, so that all up to the newest one seen has been told."""
    return (start, max(seen)) if seen else (None, None)


def _post(item: Any) -> Post | None:
    if not isinstance(item, dict) or not of_the_web(str(item.get("link", ""))):
        return None
    published, modified = (_moment(item.get(name)) for name in ("date_gmt", "modified_gmt"))
    title = item.get("title")
    said = str(title.get("rendered", "")) if isinstance(title, dict) else str(title or "")
    entry = Entry(
        canonical(item["link"]),
        published_at=published[0] if published else None,
        published_precision=published[1] if published else None,
        modified_at=modified[0] if modified and modified != published else None,
        headline=" ".join(unescape(feeds.plain(said)).split()) or None,
        summary="\n\n".join(_excerpt(item)) or None,
    )
    return Post(entry, json.dumps(item, ensure_ascii=False, sort_keys=True).encode())


def _moment(said: Any) -> Any:
    """A time without a zone that is UTC by its field's name."""
    text = str(said or "")
    return moment(f"{text}Z" if text and not text.endswith("Z") and "+" not in text else text)


def _excerpt(item: dict[str, Any]) -> Iterator[str]:
    excerpt = item.get("excerpt")
    said = str(excerpt.get("rendered", "")) if isinstance(excerpt, dict) else ""
    yield from filter(None, [feeds.plain(said).removesuffix("[…]").strip()])
