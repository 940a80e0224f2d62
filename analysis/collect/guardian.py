"""The Guardian's Open Platform: every article since 1999 with its whole text, live blogs as dated pieces.

Reaches back to 1999, and lists everything of the days asked for that its search finds; deep paging follows the last item
of a page (``/content/{id}/next``), since numbered pages end after some thousands. Its search knows AND, OR, NOT and phrases, but
no open endings: for an event with such words everything of the days is asked for (about ten answers a week), and what holds them is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from analysis.collect import interface
from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.asking import Asking, Fetch
from analysis.collect.client import Credentials, Response
from analysis.collect.desk import Desk
from analysis.collect.feeds import plain
from analysis.collect.interface import Item, string, thing, things
from analysis.collect.listed import Answered, Entry, Listing
from analysis.collect.moments import moment
from analysis.collect.sources import GuardianApi
from analysis.errors import Failed, Unreadable

MEDIA_TYPE = "application/vnd.samestory.guardian+json"
_SHOWN = {
    "show-fields": "headline,standfirst,trailText,byline,firstPublicationDate,lastModified,lang,wordcount,body",
    "show-tags": "all",
    "show-blocks": "body",
}
_MOST_PAGES = 500
_WORDLESS = frozenset({"gallery", "picture", "video", "audio", "crossword"})
_PRIVATE = ("createdBy", "lastModifiedBy")
"""Names and e-mail addresses of editors, which the interface shows to some keys."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of results."""

    items: tuple[Item, ...]
    total: int
    size: int
    left: str


def each(source: GuardianApi, asking: Asking, fetch: Fetch) -> Iterator[Listing]:
    """Articles of the window that the search finds, their texts, and one attempt for every request: a page of results a listing."""
    desk = interface.desk(source, f"guardian {source.url}", asking, fetch)
    if not desk.attempts:
        opened = Credentials(query={"api-key": asking.keys[source.key]}, api=True)
        for items in _pages(source, desk, opened):
            for item in items:
                whole = _whole(source, desk, item, opened)
                if _is_wanted(desk.asking, whole):
                    _take(desk, whole)
            yield desk.handed_over()
    yield desk.handed_over()


def _pages(source: GuardianApi, desk: Desk, opened: Credentials) -> Iterator[list[Item]]:
    """Results, page by page; the last attempt tells that the whole window was listed."""
    asked = _question(desk.asking)
    url: str | None = interface.address(f"{source.url}/search", {**asked, "page-size": "200"})
    seen: dict[str, None] = {}
    for _ in range(_MOST_PAGES):
        page = desk.read(url, _page, opened) if url else None
        if url is None or page is None:
            return
        fresh = [item for item in page.items if string(item.get("id")) not in seen]
        seen |= {string(item.get("id")): None for item in fresh}
        over = not fresh or len(page.items) < page.size or len(seen) >= page.total
        sifted = "those with the event's words are kept" if _is_wide(desk.asking) else ""
        said = [f"{len(page.items)} of {page.total:,} items", _left_out(fresh), sifted, page.left]
        note = "; ".join(filter(None, said))
        desk.note(url, "kept", note, interface.reach(desk.asking) if over else (None, None))
        yield fresh
        last = quote(string(page.items[-1].get("id")), safe="/") if page.items else ""
        url = None if over else interface.address(f"{source.url}/content/{last}/next", asked)
    desk.note(source.url, "failed", f"more than {_MOST_PAGES} pages; what followed was not read")


def _is_wanted(asking: Asking, item: Item) -> bool:
    """Whether an item holds the event's words, where the search could not be asked for all of them; unknown words count as theirs."""
    return not _is_wide(asking) or not _text(item) or interface.names(asking, _said(item))


def _is_wide(asking: Asking) -> bool:
    """Whether more is asked for than the event."""
    return any(map(interface.is_open, (*asking.terms.any, *asking.terms.all)))


def _said(item: Item) -> Iterator[str]:
    fields = thing(item.get("fields"))
    yield from (plain(string(fields.get(key))) for key in ("headline", "standfirst", "trailText"))
    yield from (string(item.get("webTitle")), _text(item), interface.in_address(string(item.get("webUrl"))))
    yield from (string(block.get("title")) for block in things(thing(item.get("blocks")).get("body")))
    yield from (string(tag.get("webTitle")) for tag in things(item.get("tags")))


def _question(asking: Asking) -> dict[str, str]:
    start, end = asking.window
    spoken = interface.boolean(asking)
    window = {"from-date": f"{start:%Y-%m-%dT%H:%M:%SZ}", "to-date": f"{end:%Y-%m-%dT%H:%M:%SZ}"}
    return ({"q": spoken} if spoken else {}) | window | {"use-date": "published", "order-by": "oldest", **_SHOWN}


def _page(answer: Response) -> _Page:
    response = _response(answer)
    items = tuple(item for item in things(response.get("results")) if string(item.get("id")))
    total, size = response.get("total"), response.get("pageSize")
    if not isinstance(total, int):
        raise Unreadable("the interface answers without a number of results")
    return _Page(items, total, size if isinstance(size, int) and size > 0 else 1, interface.left(answer))


def _response(answer: Response) -> Item:
    """What an answer's envelope holds.

    Raises:
        Failed: the interface says that something is wrong, and what.
        Unreadable: it is no envelope.
    """
    response = thing(interface.loaded(answer).get("response"))
    if response.get("status") == "error":
        raise Failed(f"the interface says: {string(response.get('message'))[:200]}")
    if response.get("status") != "ok":
        raise Unreadable("the interface answers in a shape that is not known")
    return response


def _whole(source: GuardianApi, desk: Desk, item: Item, opened: Credentials) -> Item:
    """The item with all its blocks: a search may show a live blog without them, or without the earlier ones."""
    shown = thing(item.get("blocks"))
    lacking = item.get("type") == "liveblog" and not things(shown.get("body"))
    total = shown.get("totalBodyBlocks")
    if not lacking and not (isinstance(total, int) and total > len(things(shown.get("body")))):
        return item
    url = interface.address(f"{source.url}/{quote(string(item.get('id')), safe='/')}", _SHOWN)
    found = desk.read(url, _content, opened)
    if found is None:
        return item
    desk.note(url, "kept", f"a live blog of {len(things(thing(found.get('blocks')).get('body')))} blocks")
    return found


def _content(answer: Response) -> Item:
    content = thing(_response(answer).get("content"))
    if not content:
        raise Unreadable("the interface answers without the item that was asked for")
    return content


def _take(desk: Desk, item: Item) -> None:
    """Sightings and answers of one item: one, or one for each block of a live blog."""
    if item.get("type") in _WORDLESS or not of_the_web(string(item.get("webUrl"))):
        return
    pieces = tuple(_pieces(item)) or ((_entry(item), item),)
    for entry, piece in pieces:
        if desk.sight([entry]):
            page = canonical(string(item.get("webUrl"))) if _text(piece) else ""
            desk.answers.append(
                Answered(entry.url, interface.packed(_public(piece)), MEDIA_TYPE, desk.asking.now, page)
            )


def _pieces(item: Item) -> Iterator[tuple[Entry, Item]]:
    """Blocks of a live blog that hold words, each as an item of its own."""
    if item.get("type") != "liveblog":
        return
    fields = {key: value for key, value in thing(item.get("fields")).items() if key != "body"}
    for block in things(thing(item.get("blocks")).get("body")):
        at = moment(string(block.get("firstPublishedDate")) or string(block.get("publishedDate")))
        changed = moment(string(block.get("lastModifiedDate")))
        if not plain(string(block.get("bodyHtml"))) or block.get("published") is False or not block.get("id"):
            continue
        entry = Entry(
            url=canonical(f"{item['webUrl']}?page=with:block-{block['id']}"),
            published_at=at[0] if at else None,
            published_precision=at[1] if at else None,
            modified_at=changed[0] if changed else None,
            headline=string(block.get("title")) or _headline(item),
        )
        yield entry, {**item, "fields": fields, "blocks": {"body": [block]}}


def _entry(item: Item) -> Entry:
    fields = thing(item.get("fields"))
    at, changed = moment(string(item.get("webPublicationDate"))), moment(string(fields.get("lastModified")))
    return Entry(
        url=canonical(string(item.get("webUrl"))),
        published_at=at[0] if at else None,
        published_precision=at[1] if at else None,
        modified_at=changed[0] if changed else None,
        headline=_headline(item),
        summary=plain(string(fields.get("standfirst")) or string(fields.get("trailText"))) or None,
    )


def _headline(item: Item) -> str | None:
    said = string(thing(item.get("fields")).get("headline")) or string(item.get("webTitle"))
    return plain(said) or None


def _text(item: Item) -> str:
    """The words of an item's text; "" where rights or the key do not give it."""
    blocks = [string(block.get("bodyHtml")) for block in things(thing(item.get("blocks")).get("body"))]
    fields = thing(item.get("fields"))
    return plain("".join(blocks) or string(fields.get("body")) or string(fields.get("bodyText")))


def _public(item: Item) -> Item:
    """The item without the people who worked on it behind the scenes."""
    blocks = thing(item.get("blocks"))
    if not blocks:
        return item
    clean = [{k: v for k, v in block.items() if k not in _PRIVATE} for block in things(blocks.get("body"))]
    return {**item, "blocks": {"body": clean}}


def _left_out(items: list[Item]) -> str:
    count = sum(item.get("type") in _WORDLESS for item in items)
    return f"{count} of them pictures, sound or puzzles" if count else ""
