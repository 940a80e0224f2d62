"""A text → its words and signs, in parallel lists: a few thousand small objects an article would cost the speed."""

import re
from dataclasses import dataclass

from analysis.quote.quotations import Quotation, quotations

# Combining marks, joiners and variation selectors belong to the letter before them: a span must not cut them off.
_LETTER = r"[\w\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]"
WORD = re.compile(rf"{_LETTER}+(?:[’'.&-]{_LETTER}+)*")
_TOKEN = re.compile(rf"{WORD.pattern}|''|``|[^\w\s]|\n\s*")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words and signs of a text: lower-cased with straight apostrophes, where they lie, and in which quotation (−1: none)."""

    text: str
    low: list[str]
    starts: list[int]
    ends: list[int]
    inside: list[int]
    quotations: list[Quotation]
    breaks: list[int]
    """Token numbers at which paragraphs begin."""

    def __len__(self) -> int:
        return len(self.low)


def tokens(text: str) -> Tokens:
    """Words and signs of *text* in order; line breaks are no tokens but begin a paragraph."""
    regions = quotations(text)
    low: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks = [0]
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[0] == "\n":
            if breaks[-1] != len(low):
                breaks.append(len(low))
            continue
        low.append(word)
        starts.append(match.start())
        ends.append(match.end())
    # One pass over the joined words is several times faster than lower() on each.
    low = "\0".join(low).replace("’", "'").lower().split("\0") if low else []
    if len(low) != len(starts):  # a few letters lower to more than one, none to the separator; NUL itself may be there
        low = [text[a:b].replace("’", "'").lower() for a, b in zip(starts, ends, strict=True)]
    return Tokens(text, low, starts, ends, _regions_of(starts, regions), regions, breaks)


def _regions_of(starts: list[int], regions: list[Quotation]) -> list[int]:
    inside = [-1] * len(starts)
    at, n = 0, len(starts)
    for number, region in enumerate(regions):
        while at < n and starts[at] < region.opens:
            at += 1
        while at < n and starts[at] < region.closes:
            inside[at] = number
            at += 1
    return inside
