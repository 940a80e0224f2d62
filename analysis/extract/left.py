"""What a first reading left of a tree's paragraphs: those that stand among the ones it took, and how many words in all."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from analysis.extract import words
from analysis.extract.blocks import Block, kind
from analysis.extract.words import tidy

SENTENCE = 12
"""Words of a paragraph that tells something."""
_START = 40
"""Letters by which a paragraph is known again where a reader joined or split lines."""
_ALIKE = 2
"""Paragraphs read that are set the same way, from which on another that is set so is taken for one of them."""
_HIDDEN = ("display:none", "visibility:hidden")


def among(tree: Any, read: Sequence[Block]) -> list[Block]:
    """The blocks with the paragraphs that stand between them, or before them, and are set as they are.

    Set so are paragraphs in the same element, or in elements of the same classes; a library drops such a one for a name that
    its wrapper bears.
    """
    rows = list(tree.iter("p"))
    told = _squeezed("\n".join(block.text for block in read))
    texts = [tidy(p.text_content()) for p in rows]
    taken = [at for at, text in enumerate(texts) if text and _squeezed(text)[:_START] in told]
    set_so = Counter(mark for at in taken for mark in _marks(rows[at]))
    missing = [
        at
        for at in range(taken[-1] if taken else 0)
        if at not in set(taken)
        and any(set_so[mark] >= _ALIKE for mark in _marks(rows[at]))
        and _tells(rows[at], texts[at])
    ]
    return _inserted(read, [(Block(texts[at], kind(rows[at])), _next(texts, taken, at)) for at in missing])


def words_left(tree: Any, read: Sequence[Block]) -> int:
    """Words of the paragraphs without a link that were not read."""
    told = _squeezed("\n".join(block.text for block in read))
    left = (tidy(p.text_content()) for p in tree.iter("p") if p.find(".//a") is None)
    return sum(
        size for text in left if (size := words.count(text)) >= SENTENCE and _squeezed(text)[:_START] not in told
    )


def _next(texts: Sequence[str], taken: Sequence[int], at: int) -> str:
    """The start of the paragraph before which a missing one belongs."""
    return _squeezed(texts[next(other for other in taken if other > at)])[:_START]


def _inserted(read: Sequence[Block], missing: Sequence[tuple[Block, str]]) -> list[Block]:
    found = list(read)
    for block, before in missing:
        place = next((at for at, one in enumerate(found) if before in _squeezed(one.text)), None)
        if place is not None:
            found.insert(place, block)
    return found


def _marks(paragraph: Any) -> list[tuple[Any, ...]]:
    """How it is set: in which element, and under which classes."""
    around = paragraph.getparent()
    own, above = paragraph.get("class"), around.get("class")
    return [(around,), *([(own, around.tag, above)] if own and above else [])]


def _tells(paragraph: Any, text: str) -> bool:
    style = (paragraph.get("style") or "").replace(" ", "").lower()
    return words.count(text) >= SENTENCE and paragraph.find(".//a") is None and not any(h in style for h in _HIDDEN)


def _squeezed(text: str) -> str:
    return "".join(text.split())
