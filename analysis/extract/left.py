"""What a first reading left of a tree's paragraphs: those that stand among the ones it took, and how many words in all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.extract import words
from analysis.extract.blocks import Block, kind
from analysis.extract.words import tidy

SENTENCE = 12
"""Words of a paragraph that tells something."""
_START, _WITH_SPACES = 40, 100
"""Letters by which a paragraph is known again where a reader joined or split lines."""
_ALIKE = 2
"""Paragraphs read that are set the same way, from which on another that is set so is taken for one of them."""
_HIDDEN = ("display:none", "visibility:hidden")


@dataclass(frozen=True, slots=True)
class Left:
    """A tree's paragraphs beside what was read of them."""

    blocks: tuple[Block, ...]
    rows: tuple[Any, ...]
    texts: tuple[str, ...]
    taken: tuple[int, ...]
    """Where the paragraphs stand that were read."""


def left(tree: Any, read: Sequence[Block]) -> Left:
    """What a reader left of a tree; a paragraph is known by its start, for readers join and split lines."""
    rows = tuple(tree.iter("p"))
    told = _squeezed("".join(block.text for block in read))
    texts = tuple(tidy(p.text_content()) for p in rows)
    taken = (at for at, text in enumerate(texts) if text and _squeezed(text[:_WITH_SPACES])[:_START] in told)
    return Left(tuple(read), rows, texts, tuple(taken))


def among(beside: Left) -> list[Block]:
    """The blocks with the paragraphs that stand between them, or before them, and are set as they are.

    Set so are paragraphs in the same element, or in elements of the same classes; a library drops such a one for a name that
    its wrapper bears.
    """
    rows, taken = beside.rows, set(beside.taken)
    between = [
        at for at in range(beside.taken[-1] if taken else 0) if at not in taken and _tells(rows[at], beside.texts[at])
    ]
    if not between:
        return list(beside.blocks)
    set_so = Counter(mark for at in taken for mark in _marks(rows[at]))
    missing = [at for at in between if any(set_so[mark] >= _ALIKE for mark in _marks(rows[at]))]
    told = [(Block(beside.texts[at], kind(rows[at])), _next(beside.texts, beside.taken, at)) for at in missing]
    return _inserted(beside.blocks, told)


def words_left(beside: Left) -> int:
    """Words of the paragraphs without a link that were not read."""
    taken = set(beside.taken)
    own = (text for at, text in enumerate(beside.texts) if at not in taken and beside.rows[at].find(".//a") is None)
    return sum(size for text in own if (size := words.count(text)) >= SENTENCE)


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
