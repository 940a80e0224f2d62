"""A page's tree → a copy without what no article is made of: scripts, captions, hidden notes, layout tables."""

import re
from collections.abc import Collection, Iterable, Iterator
from copy import copy
from functools import lru_cache
from typing import Any

import lxml.etree

from analysis.extract import words
from analysis.extract.document import Document
from analysis.extract.words import tidy

_DEAD = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "button",
    "select",
    "canvas",
    "object",
    "head",
    "aside",
    "footer",
    "nav",
    "menu",
    "dialog",
    "audio",
    "video",
    "picture",
)
_BESIDE = ("figcaption", "figure", "form")
"""Dead within a body that a selector names; elsewhere a form or a figure may hold a whole page."""
_NOTES = re.compile(
    r"(?:^|[\s_-])(?:(?:photo|image|img|media|wp|video)[_-]?)?(?:caption|credit)s?(?:[_-]?text)?(?:$|\s)|"
    r"(?:^|\s)(?:hide|hidden|is-hidden|visually-?hidden|sr-only|screen-reader(?:-text)?|print-?only|print-(?:header|footer))(?:$|\s)",
    re.IGNORECASE,
)
_RAIL = re.compile(r"side-?rail")
_LONGEST_RAIL = 400
"""Words of what stands beside a text, at most."""
_DRAWN = re.compile(r"g-artboard|ai2html")
"""How graphics desks draw charts out of paragraphs."""
_POST = re.compile(r"\b(?:twitter-tweet|instagram-media|fb-post|tiktok-embed|bluesky-embed)\b")
_COMMENTS = re.compile(
    r"^comment(?!ary)|^(?:comol|disqus_thread|dsq-comments)|(?:article|post)-comments", re.IGNORECASE
)
"""Containers of what readers wrote below."""
_APPENDED = re.compile(r"infinite-?scroll", re.IGNORECASE)
"""Where the next article is loaded as one scrolls; it may hold this one, too, and then has its headline."""
_HOLDERS = frozenset(["div", "section", "aside", "details", "ol", "ul"])
_NAMED = re.compile(
    "comment|comol|disqus|dsq-|infinite|rail|caption|credit|hid|sr-only|screen-reader|print|artboard|ai2html|tweet|instagram|fb-post|embed"
)
"""What any of the patterns needs, in lower case: most names are done with at one look."""
_LONGEST_NOTE = 80
"""Words beyond which a class of captions or hidden notes is not believed."""
_LAYOUT = 120
"""Words beyond which a table's cell holds a layout, and no value."""
_LINES = "//p[.//a] | //li[.//a]"
_SENTENCE = re.compile(r"[.!?…][’”\"')\]]*$")
_FEWEST = 3
_LINKED = 0.65
"""Share of a line's letters within links from which it is a link with a label."""


def pruned(document: Document) -> Any:
    """A copy of the page's tree for readers of bodies; the document's own tree stays as it is."""
    tree = copy(document.tree)
    lxml.etree.strip_elements(tree, *_DEAD, with_tail=False)
    # Attributes are matched before an element is touched: most never become objects of Python's.
    for name in [value for path in ("//@class", "//@id") for value in tree.xpath(path) if _is_named(str(value))]:
        element = name.getparent()
        if _POST.search(name):
            _shown(element)
        elif _DRAWN.search(name) or _is_others(name, element) or _is_note(name, element):
            _drop(element)
    for table in list(tree.iter("table")):
        if any(_is_layout(cell) for cell in table.iter("td")):
            _unravelled(table)
    return tree


def beside(tree: Any) -> Any:
    """The same tree, changed in place: without captions, asides and forms."""
    lxml.etree.strip_elements(tree, *_BESIDE, with_tail=False)
    return tree


def linked(tree: Any, lines: Iterable[str]) -> frozenset[str]:
    """Those lines of three words or more that are nothing but a link in the tree, and no sentence; headings are none."""
    # Most articles have none that could be: then the tree, full of menus, is not looked at.
    asked = {said for said in lines if not _SENTENCE.search(said) or said.isupper()}
    asked = {said for said in asked if words.count(said) >= _FEWEST}
    told = (element for element in (tree.xpath(_LINES) if asked else ()) if _tells(element, asked))
    found = (line for element in told if _is_linked(element) for line in _lines(element))
    return frozenset(tidy(text) for text, inside in found if text and inside >= _LINKED * len(text)) & asked


def _tells(element: Any, asked: Collection[str]) -> bool:
    """Whether one of the lines can be among its own."""
    return next(element.iter("br"), None) is not None or tidy(element.text_content()) in asked


def _is_linked(element: Any) -> bool:
    """Whether it is worth a closer look: a third of it lies in links, or it is several lines."""
    inside = sum(len(link.text_content()) for link in element.iter("a"))
    return inside * 3 >= len(element.text_content()) or element.find("br") is not None


def posts(tree: Any) -> frozenset[str]:
    """Lines of embedded posts."""
    found = (post for post in tree.iter("blockquote") if _POST.search(post.get("class") or ""))
    return frozenset(line for post in found for line in _of_post(post))


def _of_post(post: Any) -> list[str]:
    """The whole, its paragraphs, and the line under them that says whose it is."""
    whole, *parts = (tidy(line.text_content()) for line in (post, *post.iter("p")))
    signed = whole.rpartition(parts[-1])[2].strip() if parts else ""
    return [line for line in (whole, *parts, signed) if line]


def _lines(element: Any) -> Iterator[tuple[str, int]]:
    """Lines of a paragraph with the letters in them that are links."""
    text, inside = element.text or "", 0
    for child in element.iterdescendants():
        if child.tag == "br":
            yield text, inside
            text, inside = "", 0
        said = child.text or ""
        text, inside = text + said, inside + (len(said) if _in_link(child) else 0)
        text, inside = text + (child.tail or ""), inside + (len(child.tail or "") if _in_link(child.getparent()) else 0)
    yield text, inside


def _in_link(element: Any) -> bool:
    return element.tag == "a" or next(element.iterancestors("a"), None) is not None


@lru_cache(maxsize=100_000)
def _is_named(value: str) -> bool:
    """Remembered: pages say the same few names over and over."""
    return _NAMED.search(value.lower()) is not None


def _is_others(name: str, element: Any) -> bool:
    """Readers' comments, or another article appended to this one."""
    if element.tag not in _HOLDERS:
        return False
    appended = _APPENDED.search(name) is not None and element.find(".//h1") is None
    return appended or _COMMENTS.search(name) is not None


def _is_note(name: str, element: Any) -> bool:
    longest = _LONGEST_NOTE if _NOTES.search(name) else _LONGEST_RAIL if _RAIL.search(name) else 0
    return longest > 0 and words.count(element.text_content()) <= longest


def _is_layout(cell: Any) -> bool:
    return len(cell) > 0 and (len(cell.findall("p")) >= _FEWEST or words.count(cell.text_content()) > _LAYOUT)


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _unravelled(table: Any) -> None:
    for element in [table, *table.iter("tbody", "thead", "tr", "td", "th")]:
        element.tag = "div"


def _shown(post: Any) -> None:
    """A wrapper that bears the name of a network is taken for its buttons; the post within is text."""
    around = post.getparent()
    while around is not None and around.tag in ("div", "figure", "section") and len(around) <= 2:
        for name in ("class", "id"):
            around.attrib.pop(name, None)
        around.tag = "div"
        around = around.getparent()
