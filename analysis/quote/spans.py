"""Ranges of tokens → character spans, trimmed; and how much of them is quoted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from analysis.quote.scope import Range, is_word
from analysis.quote.tokens import Tokens
from analysis.tables import Kind, Span

_EDGE = frozenset((",", ";", ":", "—", "–", "-", "."))
DIRECT = 0.95
"""Share of quoted words from which a statement is direct (PolNeAR's scorer; Newell et al. 2018)."""


def spans(text: Tokens, ranges: Iterable[Range]) -> tuple[Span, ...]:
    """Character spans of the ranges that hold a word, sorted, without signs at their edges."""
    found = (span(text, *each) for each in ranges)
    return tuple(sorted({each for each in found if each is not None}))


def span(text: Tokens, first: int, last: int) -> Span | None:
    """Character span of tokens ``first`` to ``last``; marks are dropped where one quotation is all there is."""
    while first < last and text.low[first] in _EDGE:
        first += 1
    while last > first and text.low[last - 1] in _EDGE and not _abbreviated(text, first, last):
        last -= 1
    if not any(is_word(text, at) for at in range(first, last)):
        return None
    number = text.inside[first]
    if number >= 0 and number == text.inside[last - 1]:
        region = text.quotations[number]
        if region.opens == text.starts[first] and text.ends[last - 1] == region.closes:
            return _stripped(text.text, region.start, region.end)
    return text.starts[first], text.ends[last - 1]


def _abbreviated(text: Tokens, first: int, last: int) -> bool:
    """Whether the full stop belongs to a word like ``U.S.``."""
    return text.low[last - 1] == "." and last - 2 > first and "." in text.low[last - 2]


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return start, end


def kind(text: Tokens, content: Iterable[Span]) -> Kind:
    """direct, mixed or indirect by the share of the content's words that stand inside quotations."""
    inside = total = 0
    for start, end in content:
        first, last = between(text, start, end)
        for at in range(first, last):
            if is_word(text, at):
                total += 1
                inside += text.inside[at] >= 0
    if not inside:
        return "indirect"
    return "direct" if inside >= DIRECT * total else "mixed"


def between(text: Tokens, start: int, end: int) -> Range:
    """Tokens that lie in the characters ``start`` to ``end``."""
    return bisect_left(text.starts, start), bisect_right(text.ends, end)


def touching(text: Tokens, start: int, end: int) -> Range:
    """Tokens that the characters ``start`` to ``end`` touch: ``he`` of ``he's`` is that one's."""
    return bisect_right(text.ends, start), bisect_left(text.starts, end)
