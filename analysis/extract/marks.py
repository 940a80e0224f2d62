"""A tree → the elements whose names say what they hold: bylines, standfirsts, times; one walk for all."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

Mark = Literal["author", "byline", "signed", "standfirst", "time"]
# Attributes are matched before an element is touched: most of a page's elements never become objects of Python's.
_NAMES = ("itemprop", "data-gu-name", "rel", "id", "class")
_LIKELY = re.compile("author|byline|standfirst|strapline|dek|subtitle|subhead|headline|date|time|publish")
"""What any of the patterns needs, in lower case: most names are done with at one look."""
_MARKS: tuple[tuple[Mark, str, re.Pattern[str]], ...] = (
    ("author", "itemprop", re.compile(r"^author$")),
    ("author", "rel", re.compile(r"(?:^| )author(?: |$)")),
    ("byline", "id", re.compile(r"^byline$", re.IGNORECASE)),
    (
        "byline",
        "class",
        re.compile(
            r"(?:^| )byline(?: |$)|author-name|byline__author|byline-author|pb-byline|author-byline|author vcard"
        ),
    ),
    (
        "signed",
        "class",
        re.compile(
            r"(?:^|[\s_-])(?:by-?lines?|authors?)(?:[_-]*(?:names?|links?|info|text|txt|wrapper|block|meta|inner|content|list))*(?:[_-]txt)?(?:\s|$)|"
            r"(?:^|\s)authorname",
            re.IGNORECASE,
        ),
    ),
    ("standfirst", "data-gu-name", re.compile(r"^standfirst$")),
    ("standfirst", "itemprop", re.compile(r"^alternativeHeadline$")),
    (
        "standfirst",
        "class",
        re.compile(r"standfirst|strapline|article-dek|article__dek|article-subtitle|subheadline\b"),
    ),
    ("time", "itemprop", re.compile(r"^date(?:Published|Modified)$")),
    (
        "time",
        "class",
        re.compile(
            r"(?:^| )(?:\S*(?:timestamp|dateline|pub-?date|publish(?:ed)?-?(?:date|time|on)|date-?published|post-?date|entry-date|"
            r"article-?date|date-?time)\S*|date|published)(?: |$)",
            re.IGNORECASE,
        ),
    ),
)
_ELSEWHERE = re.compile(
    r"comment|related|recommend|sidebar|widget|most-|trending|teaser|promo|footer|archive|newsletter|livefyre|disqus|"
    r"more-|read-?next|up-?next|latest|popular",
    re.IGNORECASE,
)
_AROUND = 6
"""How many elements around one say where it stands."""
_BESIDE = ("aside", "footer", "nav")
Marked = Mapping[Mark, tuple[Any, ...]]


def marked(tree: Any, markup: bytes) -> Marked:
    """Elements by what their names say, in page order; those in asides, footers and menus left out.

    The tree is not searched for attributes that its *markup* does not hold.
    """
    said = markup.lower()
    paths = [f"//@{name}" for name in _NAMES if name.encode() in said]
    found: dict[Mark, dict[Any, None]] = {mark: {} for mark, _, _ in _MARKS}
    for value in (value for path in paths for value in tree.xpath(path)):
        for mark in _said(value.attrname, str(value)):
            found[mark][value.getparent()] = None
    return {mark: tuple(aside_from(elements)) for mark, elements in found.items()}


@lru_cache(maxsize=100_000)
def _said(name: str, value: str) -> tuple[Mark, ...]:
    """Remembered: pages say the same few names over and over."""
    if not _LIKELY.search(value.lower()):
        return ()
    return tuple(mark for mark, attribute, pattern in _MARKS if attribute == name and pattern.search(value))


def aside_from(elements: Iterable[Any]) -> list[Any]:
    """Those that stand in no aside, footer or menu."""
    return [element for element in elements if next(element.iterancestors(*_BESIDE), None) is None]


def together(elements: Iterable[Any]) -> list[Any]:
    """The first element and those near it: one byline, not those of other articles on the page."""
    group = list(elements)
    near = set(_above(group[0])) if group else set()
    return [element for element in group if near.intersection(_above(element))]


def innermost(elements: Iterable[Any]) -> list[Any]:
    """The first element that holds none of the others, and those near it."""
    group = list(elements)
    holding = {around for element in group for around in element.iterancestors()}
    return together(element for element in group if element not in holding)


def own(elements: Iterable[Any]) -> list[Any]:
    """Those around which nothing is named after comments, other articles or menus."""
    return [element for element in elements if not _ELSEWHERE.search(_names(element))]


def nearest(elements: Iterable[Any], heading: Any) -> list[Any]:
    """The element that stands nearest to the headline in the page's order, and those near it."""
    group = list(elements)
    if heading is None or len(group) < 2:
        return together(group)
    at = _place(heading)
    first = min(group, key=lambda element: abs(_place(element) - at))
    near = set(_above(first))
    return [element for element in group if near.intersection(_above(element))]


def following(element: Any) -> Iterator[Any]:
    """Elements that begin after this one ends, in page order."""
    for around in (element, *element.iterancestors()):
        for beside in around.itersiblings():
            yield from beside.iter()


def _place(element: Any) -> float:
    return float(element.xpath("count(preceding::*) + count(ancestor::*)"))


def _names(element: Any) -> str:
    around = [element, *islice(element.iterancestors(), _AROUND)]
    return " ".join(f"{e.get('class', '')} {e.get('id', '')}" for e in around if e.tag not in ("body", "html"))


def _above(element: Any) -> list[Any]:
    return list(islice(element.iterancestors(), 2))
