"""A paragraph and what kind of paragraph it is."""

from dataclasses import dataclass
from typing import Any

from analysis.extract.words import tidy
from analysis.tables import BlockKind

_KINDS: dict[str, BlockKind] = {
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "head": "heading",
    "li": "item",
    "item": "item",
    "dd": "item",
    "dt": "item",
    "blockquote": "quotation",
    "quote": "quotation",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a text, on one line."""

    text: str
    kind: BlockKind = "paragraph"


def kind(element: Any) -> BlockKind:
    """What an element and those around it make of its text: the nearest that says so decides."""
    for around in (element, *element.iterancestors()):
        if around.tag in _KINDS:
            return _KINDS[around.tag]
        if around.tag in ("article", "main", "section", "body"):
            break
    return "paragraph"


def blocks(text: str, of: BlockKind = "paragraph") -> list[Block]:
    """One block a line; empty lines are none."""
    return [Block(line, of) for line in map(tidy, text.split("\n")) if line]
