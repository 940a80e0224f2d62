"""The JSON-LD of a page → plain dicts, whatever its shape."""

import html
import json
import re
from collections import Counter
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
_LEAST_ALIKE, _ALIKE = 0.3, 0.6
"""Shares of a headline's words in the page's title: below the one it is another's, above the other it is this page's."""
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


def story(found: tuple[Thing, ...], addresses: tuple[str, ...], titles: tuple[str, ...] = ()) -> Thing:
    """The object that describes the page's own article; {} if none. One that names one of the page's addresses wins.

    Next comes one whose headline is the page's title; one of another address with another headline is another page's.
    """
    articles = [thing for thing in found if types(thing) & ARTICLES]
    articles = articles or [thing for thing in found if "review" in types(thing)]
    own = [thing for thing in (*_updates(articles), *articles) if any(_same(thing, url) for url in addresses)]
    if own:
        return own[0]
    alike = [(_alike(thing, titles), thing) for thing in articles]
    left = [thing for share, thing in alike if share > _LEAST_ALIKE or not (titles and _elsewhere(thing))]
    return max(left, key=lambda thing: _alike(thing, titles) > _ALIKE, default={})


def names(value: Any, found: tuple[Thing, ...]) -> list[tuple[str, frozenset[str]]]:
    """Names in a value (a string, an object, a list of both, or references to either), each with its types."""
    said: list[tuple[str, frozenset[str]]] = []
    for member in _flat(resolved(value, found)):
        if isinstance(member, dict):
            called = _called(member)
            said += [(name, types(member)) for name in called]
        elif isinstance(member, str):
            said.append((text(member), frozenset()))
    return [(name, kinds) for name, kinds in said if name]


def _flat(members: list[Any]) -> list[Any]:
    """Members, those of lists among them in their place."""
    inner = [m.get("@list", m) if isinstance(m, dict) else m for m in members]
    return [one for m in inner for one in (m if isinstance(m, list) else [m])][:100]


def _called(thing: Thing) -> list[str]:
    name = thing.get("name")
    if isinstance(name, list):
        return [text(one) for one in name[:20]]
    parts = [text(thing.get(key)) for key in ("givenName", "familyName")]
    return [text(thing) if name else " ".join(part for part in parts if part)]


def _alike(thing: Thing, titles: tuple[str, ...]) -> float:
    """Share of the words of its headline that stand in the title that has most of them."""
    own = set(re.findall(r"\w+", text(thing.get("headline") or thing.get("name")).casefold()))
    return max(
        (len(own & set(re.findall(r"\w+", title.casefold()))) / len(own) for title in titles if own), default=0.0
    )


def _elsewhere(thing: Thing) -> bool:
    """Whether it says of which page it is, and more than of which site."""
    said = [thing.get("url"), thing.get("mainEntityOfPage")]
    said += [page.get("@id") for page in said if isinstance(page, dict)]
    return any(isinstance(one, str) and "/" in _path(one) for one in said)


def _updates(articles: list[Thing]) -> list[Thing]:
    """Pieces of live blogs that have addresses of their own; a place on the blog's page is none."""
    listed = [thing.get("liveBlogUpdate") for thing in articles]
    found = [one for updates in listed if isinstance(updates, list) for one in updates[:2000] if isinstance(one, dict)]
    blogs = {_path(said) for thing in articles for said in _said(thing)}
    told = Counter(path for one in found for path in {_path(said) for said in _said(one)})
    return [
        one
        for one in found
        if not any("#" in said or _path(said) in blogs or told[_path(said)] > 1 for said in _said(one))
    ]


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
    path = _path(url)
    return bool(path) and any(_path(said) == path for said in _said(thing))


def _said(thing: Thing) -> list[str]:
    """The addresses that it gives as its own."""
    own = [thing.get("url"), thing.get("@id"), thing.get("mainEntityOfPage")]
    own += [page.get("@id") for page in own if isinstance(page, dict)]
    return [said for said in own if isinstance(said, str)]


def _path(url: str) -> str:
    return re.sub(r"^\w+://(www\.|m\.|amp\.)?|[?#].*$|/amp/?$", "", url).rstrip("/").lower()
