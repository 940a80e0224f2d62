"""The JSON-LD of a page → plain dicts, whatever its shape."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Thing = Mapping[str, Any]
ARTICLES = frozenset(
    [
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "opinionnewsarticle",
        "analysisnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "satiricalarticle",
        "advertisercontentarticle",
        "liveblogposting",
        "blogposting",
        "report",
        "scholarlyarticle",
        "techarticle",
    ]
)
LARGEST = 2_000_000
_SALVAGED = ("headline", "datePublished", "dateModified", "articleSection", "description", "@type")
_TORN = "@torn"
_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_TRAILING = re.compile(r",(\s*[}\]])")


def things(scripts: list[str]) -> tuple[Thing, ...]:
    """Every object with a type, from all scripts, in page order; members of ``@graph`` and lists stand on their own."""
    return tuple(found for script in scripts for found in _walk(_parsed(script)))


def types(thing: Thing) -> frozenset[str]:
    """Its ``@type`` in lower case, without the schema's address."""
    said = thing.get("@type")
    names = said if isinstance(said, list) else [said]
    return frozenset(n.rsplit("/", 1)[-1].lower() for n in names if isinstance(n, str))


def story(found: tuple[Thing, ...], url: str) -> Thing:
    """The object that describes the page's own article; {} if none. One that names the page's address wins."""
    articles = [thing for thing in found if types(thing) & ARTICLES]
    own = [thing for thing in (*_updates(articles), *articles) if _same(thing, url)]
    return (own or articles or [{}])[0]


def _updates(articles: list[Thing]) -> list[Thing]:
    """Pieces of live blogs that have addresses of their own."""
    listed = [thing.get("liveBlogUpdate") for thing in articles]
    return [one for updates in listed if isinstance(updates, list) for one in updates[:2000] if isinstance(one, dict)]


def torn(thing: Thing) -> bool:
    """Whether it was picked out of linked data that no parser takes, perhaps from another object within it."""
    return _TORN in thing


def text(value: Any) -> str:
    """A string from a value that may be a string, a number, a list or an object with a name; "" if none."""
    match value:
        case str():
            return html.unescape(value).strip()
        case bool():
            return str(value)
        case int() | float():
            return str(value)
        case list():
            return next((said for said in map(text, value[:20]) if said), "")
        case dict():
            return next(
                (text(value[key]) for key in ("name", "@value", "headline") if isinstance(value.get(key), str)), ""
            )
        case _:
            return ""


def resolved(value: Any, found: tuple[Thing, ...]) -> list[Any]:
    """The members of a value, each ``{"@id": …}`` replaced by the object that bears this id."""
    members = value if isinstance(value, list) else [value]
    by_id = {thing["@id"]: thing for thing in found if isinstance(thing.get("@id"), str)}
    return [
        by_id.get(str(m.get("@id")), m) if isinstance(m, dict) and not m.get("name") else m
        for m in members
        if m is not None
    ]


def _parsed(script: str) -> Any:
    if len(script) > LARGEST:
        return _salvage(script[:LARGEST])
    bare = _COMMENT.sub("", _COMMENT.sub("", script.strip())).strip().rstrip(";")
    for attempt in (bare, _TRAILING.sub(r"\1", bare), html.unescape(bare)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt.lstrip())[0]
        except (ValueError, RecursionError):
            continue
    return _salvage(bare)


def _salvage(broken: str) -> dict[str, str]:
    """What can be had from linked data that no parser takes: the first of each plain string field."""
    kept: dict[str, str] = {_TORN: "yes"}
    for key in _SALVAGED:
        hit = re.search(rf'"{key}"\s*:\s*"((?:[^"\\\n]|\\.)*)"', broken)
        if hit:
            kept[key] = hit[1].replace('\\"', '"').replace("\\/", "/")
    return kept


def _walk(root: Any) -> Iterator[Thing]:
    waiting, seen = [root], 0
    while waiting and seen < 5000:
        node, seen = waiting.pop(0), seen + 1
        if isinstance(node, list):
            waiting[:0] = node[:2000]
        elif isinstance(node, dict):
            if node.get("@type") or node.get("@id"):
                yield node
            waiting[:0] = [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "author") if key in node]


def _same(thing: Thing, url: str) -> bool:
    own = [thing.get("url"), thing.get("@id"), thing.get("mainEntityOfPage")]
    own += [page.get("@id") for page in own if isinstance(page, dict)]
    path = _path(url)
    return bool(path) and any(isinstance(said, str) and _path(said) == path for said in own)


def _path(url: str) -> str:
    return re.sub(r"^\w+://(www\.)?|[?#].*$", "", url).rstrip("/").lower()
