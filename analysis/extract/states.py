"""The state that a page's own program starts from → its article: one function a publishing system."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import lxml.html

from analysis.extract.blocks import Block, blocks
from analysis.extract.document import Document
from analysis.extract.words import tidy
from analysis.tables import BlockKind

LARGEST = 8_000_000
"""Characters of a state beyond which it is not read."""
_UNDEFINED = re.compile(r"(?<=[:,\[])\s*undefined\b(?=\s*[,}\]])")
_PARTS: Mapping[str, BlockKind] = {
    "text": "paragraph",
    "header": "heading",
    "quote": "quotation",
    "ParagraphBlock": "paragraph",
    "DetailBlock": "paragraph",
    "Heading1Block": "heading",
    "Heading2Block": "heading",
    "Heading3Block": "heading",
    "BlockquoteBlock": "quotation",
    "PullquoteBlock": "quotation",
}
_LISTS = ("ListBlock", "ListItemBlock")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class State:
    """What it says; empty where it says nothing."""

    blocks: tuple[Block, ...] = ()
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: tuple[tuple[str, Any], ...] = ()
    """Fields and their values, most trusted first."""
    modified: tuple[tuple[str, Any], ...] = ()
    sources: tuple[str, ...] = ()


def state(document: Document, name: str) -> State:
    """The state that an outlet's file names; an empty one where the page has none, or one of another shape."""
    return SYSTEMS[name](document.markup) if name else State()


def arc(markup: str) -> State:
    """Arc Publishing's ``globalContent``, as Fusion (2019) or Next.js (2020 and later) carries it."""
    root = _after(markup, "Fusion.globalContent=") or _dict(
        _dict(_dict(_after(markup, 'id="__NEXT_DATA__"').get("props")).get("pageProps")).get("globalContent")
    )
    return State(
        blocks=tuple(block for element in _dicts(root.get("content_elements")) for block in _element(element)),
        standfirst=_plain(_dict(root.get("subheadlines")).get("basic")),
        authors=tuple(n for c in _dicts(_dict(root.get("credits")).get("by")) if (n := _plain(c.get("name")))),
        published=_said(root, "first_publish_date", "display_date"),
        modified=_said(root, "last_updated_date"),
        sources=tuple(n for key in ("distributor",) if (n := _plain(_dict(root.get(key)).get("name")))),
    )


def preloaded(markup: str) -> State:
    """The New York Times' ``__preloadedData`` (2018 to 2022): a graph whose members name each other."""
    graph = _dict(_after(markup, "__preloadedData =").get("initialState"))
    article = next((n for n in graph.values() if isinstance(n, dict) and n.get("__typename") == "Article"), {})
    parts = _members(graph, _resolved(graph, article.get("sprinkledBody")))
    return State(
        blocks=tuple(block for part in parts for block in _part(graph, part)),
        standfirst=_plain(article.get("summary")),
        published=_said(article, "firstPublished"),
        modified=_said(article, "lastModified"),
    )


SYSTEMS: Mapping[str, Callable[[str], State]] = {"arc": arc, "preloaded": preloaded}
"""Name in an outlet's file → who reads it."""


def _after(markup: str, mark: str) -> dict[str, Any]:
    """The object that stands after a mark in a script."""
    at = markup.find(mark)
    start = markup.find("{", at) if at >= 0 else -1
    if start < 0:
        return {}
    end = markup.find("</script", start)
    literal = markup[start : end if 0 <= end - start < LARGEST else start + LARGEST]
    try:
        return _dict(json.JSONDecoder(strict=False).raw_decode(_UNDEFINED.sub("null", literal))[0])
    except (ValueError, RecursionError):
        return {}


def _element(element: dict[str, Any]) -> list[Block]:
    kind = str(element.get("type"))
    if kind == "oembed_response":
        return _post(str(_dict(element.get("raw_oembed")).get("html") or ""))
    if kind == "list":
        return [b for item in _dicts(element.get("items")) for b in blocks(_plain(item.get("content")), "item")]
    if kind == "quote":
        return [
            b
            for part in _dicts(element.get("content_elements"))
            for b in blocks(_plain(part.get("content")), "quotation")
        ]
    return blocks(_plain(element.get("content")), _PARTS[kind]) if kind in _PARTS else []


def _post(markup: str) -> list[Block]:
    """Lines of an embedded post as its network quotes it: what it says, and who said it when."""
    if "<blockquote" not in markup:
        return []
    try:
        quoted = lxml.html.fragment_fromstring(markup, create_parent="div").find("blockquote")
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return []
    if quoted is None:
        return []
    lines = [paragraph.text_content() for paragraph in quoted.iter("p")]
    signed = "".join(quoted.xpath("text() | a//text()"))
    return [Block(line, "post") for line in map(tidy, [*lines, signed]) if line]


def _part(graph: dict[str, Any], part: dict[str, Any], depth: int = 0) -> list[Block]:
    """Blocks of a member of the body; lists and the like hold members of their own."""
    kind = str(part.get("__typename"))
    if kind in _PARTS:
        return blocks("".join(_inline(graph, one, depth) for one in _members(graph, part)), _PARTS[kind])
    if kind not in _LISTS or depth > _DEEPEST:
        return []
    return [Block(b.text, "item") for one in _members(graph, part) for b in _part(graph, one, depth + 1)]


def _inline(graph: dict[str, Any], one: dict[str, Any], depth: int) -> str:
    if one.get("__typename") == "LineBreakInline":
        return "\n"
    said = one.get("text", one.get("text@stripHtml"))
    if isinstance(said, str):
        return said
    return "".join(_inline(graph, inner, depth + 1) for inner in _members(graph, one)) if depth < _DEEPEST else ""


def _members(graph: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    key = next((key for key in node if key == "content" or key.startswith("content@")), "")
    listed = node.get(key)
    return [_resolved(graph, one) for one in listed] if isinstance(listed, list) else []


def _resolved(graph: dict[str, Any], value: Any) -> dict[str, Any]:
    found = _dict(value)
    return _dict(graph.get(str(found.get("id")))) if found.get("type") == "id" else found


def _said(node: dict[str, Any], *keys: str) -> tuple[tuple[str, Any], ...]:
    return tuple((f"state's {key}", node[key]) for key in keys if node.get(key))


def _plain(value: Any) -> str:
    """Words of a field that may hold inline markup."""
    if not isinstance(value, str) or not value.strip():
        return ""
    if "<" not in value and "&" not in value:
        return tidy(value)
    try:
        return tidy(lxml.html.fragment_fromstring(value, create_parent="div").text_content())
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return tidy(re.sub(r"<[^>]*>", " ", value))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
