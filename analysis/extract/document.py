"""A captured page, parsed once: decoded text, tree, linked data, metas."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import lxml.etree
import lxml.html

from analysis.errors import NotAnArticle, Unreadable
from analysis.extract import charset, linked, marks
from analysis.extract.words import tidy

LARGEST = 20_000_000
"""Bytes beyond which a body is refused: the longest live blog seen has 4 million."""
MOST_METAS = 200
"""Of one name; the most tags that an article was seen to have is 60."""
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)
# Signs and references to them that a tree takes in and will not have set again; apart, for each alone is searched fast.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(sign for sign in range(32) if _NO_TEXT.match(chr(sign)))
_NO_SIGN = re.compile(
    r"&#(?:0*(?:[0-8]|1[1-24-9]|2\d|3[01]|6553[45])(?!\d)|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[efEF])(?![0-9a-fA-F]));?"
)
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|article|section|div|p|h1|span|table)\b", re.IGNORECASE
)
_NO_PAGE = re.compile(
    r"^(?:image|video|audio|font)/|^application/(?:pdf|zip|gzip|msword|vnd\.(?!samestory))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Document:
    """One page; nobody changes the tree."""

    url: str
    markup: str
    tree: Any
    things: tuple[linked.Thing, ...]
    """All objects of the page's JSON-LD."""
    story: linked.Thing
    """The one that describes the article; {} if none does."""
    metas: Mapping[str, tuple[str, ...]]
    """name, property or itemprop of a meta tag in lower case → its contents in page order."""
    marked: marks.Marked
    warnings: tuple[str, ...] = ()

    def meta(self, *names: str) -> str:
        """First content that is not empty among these metas, in the order asked; "" if none."""
        return next((said for name in names for said in self.metas.get(name, ()) if said), "")

    def select(self, path: str) -> list[Any]:
        """Elements or strings at an XPath."""
        found = self.tree.xpath(path)
        return found if isinstance(found, list) else [found]


def decoded(body: bytes, media_type: str) -> tuple[str, tuple[str, ...]]:
    """Body as text with warnings on its charset.

    Raises:
        Unreadable: empty, too large, or not text by type or bytes.
    """
    if len(body) > LARGEST:
        raise Unreadable(f"{len(body)} bytes, more than {LARGEST}")
    if _NO_PAGE.match(media_type.strip()):
        raise Unreadable(f"{media_type.split(';', maxsplit=1)[0].strip()} is no page of text")
    return charset.decoded(body, media_type)


def is_html(text: str, media_type: str) -> bool:
    """Whether to read it as HTML: the type says so, or says nothing and the text looks so."""
    kind = media_type.split(";", maxsplit=1)[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    return kind != "text/plain" and bool(_LOOKS_LIKE_HTML.search(text[:4000]))


def document(body: bytes, media_type: str, url: str) -> Document:
    """The page, parsed.

    Raises:
        Unreadable: bytes or markup of which no reader makes sense.
        NotAnArticle: the page holds no element.
    """
    text, warnings = decoded(body, media_type)
    return parsed(text, url, warnings)


def parsed(text: str, url: str, warnings: tuple[str, ...] = ()) -> Document:
    """As `document`, from text that is decoded already."""
    markup, raw = _cleaned(text)
    tree = _tree(raw)
    things = linked.things([s.text or "" for s in tree.iter("script") if "ld+json" in (s.get("type") or "")])
    metas = _metas(tree)
    story = linked.story(things, _addresses(tree, metas, url), _titles(tree, metas))
    return Document(url, markup, tree, things, story, metas, marks.marked(tree, raw), warnings)


def _cleaned(text: str) -> tuple[str, bytes]:
    """The markup without its declaration and signs that are no text, and the same in UTF-8.

    Most pages have no such sign, and bytes tell it in a tenth of the pattern's time.
    """
    markup = text.replace("\x0c", " ")
    try:
        raw = markup.encode()
        clean = len(raw.translate(None, _CONTROLS)) == len(raw) and "\ufffe" not in markup and "\uffff" not in markup
    except UnicodeEncodeError:
        clean = False
    markup, signs = _NO_SIGN.subn("", markup if clean else _NO_TEXT.sub("", markup))
    declared = _DECLARATION.match(markup)
    if clean and not signs and not declared:
        return markup, raw
    markup = markup[declared.end() :] if declared else markup
    return markup, markup.encode("utf-8", "replace")


def _addresses(tree: Any, metas: Mapping[str, tuple[str, ...]], url: str) -> tuple[str, ...]:
    canonical = next((link.get("href") or "" for link in tree.iter("link") if link.get("rel") == "canonical"), "")
    return tuple(said for said in (url, canonical, *metas.get("og:url", ())[:1]) if said)


def _titles(tree: Any, metas: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    shown = (next(tree.iter(tag), None) for tag in ("title", "h1"))
    said = (tidy("".join(element.itertext())) for element in shown if element is not None)
    return tuple(title for title in (*metas.get("og:title", ())[:1], *said) if title)


def _tree(markup: bytes) -> Any:
    # Bytes that we decoded ourselves: lxml mis-decodes some pages of the card's outlets (EXTRACTION.md).
    parser = lxml.etree.HTMLParser(remove_comments=True, remove_pis=True, recover=True, encoding="utf-8")
    # lxml.html asks a function of Python's for the class of every element that is touched; this is one class for all.
    parser.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement))
    try:
        tree = lxml.html.document_fromstring(markup, parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as why:
        raise NotAnArticle(f"no markup in it: {why}") from None
    except (ValueError, AssertionError, RecursionError) as why:
        raise Unreadable(f"markup cannot be parsed: {why}") from None
    return tree


def _metas(tree: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        # Some archives rename the attribute.
        content = tidy(tag.get("content") or tag.get("value") or "")
        for name in {tag.get(kind) for kind in ("name", "property", "itemprop")} - {None}:
            said = found.setdefault(name.strip().lower(), [])
            if len(said) < MOST_METAS:
                said.append(content)
    return {name: tuple(said) for name, said in found.items()}
