"""A text → its words and signs, in parallel lists: a few thousand small objects an article would cost the speed."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from analysis.quote.quotations import Quotation, quotations

# Combining marks, joiners and variation selectors belong to the letter before them: a span must not cut them off.
_LETTER = r"[\w\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]"
WORD = re.compile(rf"{_LETTER}+(?:[’'.&-]{_LETTER}+)*")
_TOKEN = re.compile(rf"{WORD.pattern}|''|``|[^\w\s]")
_LINE_END = re.compile(r"\n+")


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
    capitals: list[int]
    """Token numbers of words that begin with a capital."""

    def __len__(self) -> int:
        return len(self.low)


def tokens(text: str) -> Tokens:
    """Words and signs of *text* in order; line breaks are no tokens but begin a paragraph."""
    regions = quotations(text)
    found = [match.span() for match in _TOKEN.finditer(text)]
    starts = [start for start, _ in found]
    ends = [end for _, end in found]
    lowered = text.replace("’", "'").lower()
    if len(lowered) == len(text):
        low = [lowered[start:end] for start, end in found]
    else:  # a few letters lower to more than one
        low = [text[start:end].replace("’", "'").lower() for start, end in found]
    capitals = [at for at, start in enumerate(starts) if text[start].isupper()]
    return Tokens(text, low, starts, ends, _regions_of(starts, regions), regions, _breaks(text, starts), capitals)


def _breaks(text: str, starts: list[int]) -> list[int]:
    found = [0]
    for match in _LINE_END.finditer(text):
        at = bisect_left(starts, match.end())
        if at != found[-1]:
            found.append(at)
    return found


def _regions_of(starts: list[int], regions: list[Quotation]) -> list[int]:
    inside = [-1] * len(starts)
    for number, region in enumerate(regions):
        first, last = bisect_left(starts, region.opens), bisect_left(starts, region.closes)
        inside[first:last] = [number] * (last - first)
    return inside
