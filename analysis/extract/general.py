"""A tree → its paragraphs as trafilatura finds them: the reader of pages of which no outlet's file speaks."""

from collections.abc import Iterable, Iterator
from copy import copy
from functools import cache
from typing import Any

import lxml.etree
from trafilatura.core import ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE, bare_extraction
from trafilatura.htmlprocessing import convert_tags, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor

from analysis.extract import words
from analysis.extract.blocks import Block, blocks, kind
from analysis.extract.left import among, left, words_left

# What a library may throw at markup that nobody foresaw; whatever it is, that reader has read nothing.
BROKEN = (
    lxml.etree.LxmlError, RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError,
    ZeroDivisionError, OSError,
)  # fmt: skip
_MOST_LEFT = 2
"""Times the words read that may be left unread before the slow way is asked."""
_LEAST = 50
_LINE = 8
"""Words of a line that is text, where a page has no paragraphs."""
_SHORT = 100
"""Words up to which a page may have come as one run."""
_LINES = ("h1", "h2", "h3", "h4", "p", "li", "blockquote")
_BLOCKS = frozenset(["p", "head", "list", "item", "quote", "table", "row", "cell", "code", "fw", "ab", "div"])


def general(tree: Any) -> list[Block]:
    """Paragraphs in order; none where the library finds no text. The tree is not changed.

    Where most of the page's sentences were left, the library's slow way is asked, which compares three readers.
    """
    found = left(tree, _read(tree, fast=True))
    if words_left(found) > _MOST_LEFT * max(_size(found.blocks), _LEAST):
        slow = _read(tree, fast=False)
        found = left(tree, slow) if _size(slow) > _MOST_LEFT * _size(found.blocks) else found
    return _parted(among(found), tree)


def _parted(read: list[Block], tree: Any) -> list[Block]:
    """The library's last resort gives a short page as one run: its paragraphs, where they are all of it, are set apart again."""
    if len(read) != 1 or words.count(read[0].text) > _SHORT:
        return read
    whole = "".join(read[0].text.split())
    lines = [block for e in tree.iter(*_LINES) if e.find(".//p") is None for block in blocks(e.text_content(), kind(e))]
    own = [block for block in lines if "".join(block.text.split()) in whole]
    return own if "".join("".join(block.text.split()) for block in own) == whole else read


def _read(tree: Any, *, fast: bool) -> list[Block]:
    try:
        body = _main(copy(tree), _options(fast)) if fast else None
        if body is None:
            body = getattr(bare_extraction(tree, options=_options(fast)), "body", None)
    except BROKEN:
        return []
    return [] if body is None else list(_walked(body))


def _size(found: Iterable[Block]) -> int:
    return words.count("\n".join(block.text for block in found))


def _main(tree: Any, options: Extractor) -> Any:
    """The library's main stage alone: what its whole cascade gives wherever no later stage would be asked, else None.

    The cascade takes two more copies of the tree, looks for comments that `prune` has dropped, and measures the page's whole
    text wherever the article is short; that the two give the same is tested.
    """
    # The library sets a space on both sides of a block before it measures.
    shown = len(" ".join(tree.text_content().split())) + 2 * int(tree.xpath("count(.//*)"))
    body, text = extract_content(convert_tags(tree_cleaning(tree, options), options), options)
    enough = min(ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE * shown)
    return body if len(text) >= max(options.min_extracted_size, options.min_output_size, enough) else None


def flat(tree: Any) -> list[Block]:
    """Paragraphs as they stand, links and short lines left out: for pages so large that nothing else ends in time."""
    found = []
    for element in tree.iter("p", "h2", "h3", "blockquote", "pre"):
        if next(element.iterdescendants("p"), None) is None:
            text, inside = element.text_content(), sum(len(link.text_content()) for link in element.iter("a"))
            found += blocks(text if inside * 2 <= len(text) else "", kind(element))
    return found or [block for block in blocks(tree.text_content()) if words.count(block.text) >= _LINE]


@cache
def _options(fast: bool) -> Extractor:
    """Read once: the library reads its settings and today's date anew for every page."""
    return Extractor(output_format="python", fast=fast, comments=False, with_metadata=False)


def _walked(element: Any) -> Iterator[Block]:
    """Blocks of an element in page order; inline elements and the text beside them are one run."""
    if element.tag == "row":
        cells = (" ".join(block.text for block in _walked(cell)) for cell in element)
        yield from blocks(" | ".join(cell for cell in cells if cell))
        return
    run = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS:
            yield from blocks("".join(run), kind(element))
            yield from _walked(child)
            run = [child.tail or ""]
        else:
            run += [_inline(child), child.tail or ""]
    yield from blocks("".join(run), kind(element))


def _inline(element: Any) -> str:
    if element.tag == "lb":
        return "\n"
    return (element.text or "") + "".join(_inline(child) + (child.tail or "") for child in element)
