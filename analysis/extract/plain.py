"""Text as a person pastes it → headline, standfirst, paragraphs."""

import re
from dataclasses import dataclass

from analysis.extract import boilerplate, datelines, people, words
from analysis.extract.words import tidy

_BYLINE = re.compile(r"^(?:by|written by|words by)\s+[A-Z]", re.IGNORECASE)
_DATED = re.compile(
    r"^(?:published|posted|updated|last updated|first published)?:?\s*(?:on\s+)?(?:\w+day,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?,?\s+\d{4}|[A-Za-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d)"
    r"(?:,?\s*(?:at\s+)?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4})?$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…]['’”\")\]]*$")
_BYLINE_ELSEWHERE = re.compile(r"^(?:von|par|por|di|door|av|af|przez)\s.{3,80}(?<![.!?…])$", re.IGNORECASE)
_LONGEST_BYLINE = 20
_TOP = 6
"""Lines below the headline among which those of author and date stand."""
_LONGEST_HEADLINE, _LONGEST_STANDFIRST = 40, 60


@dataclass(frozen=True, slots=True)
class Pasted:
    """The parts of a pasted article."""

    headline: str
    standfirst: str | None
    paragraphs: tuple[str, ...]
    byline: str | None = None
    dated: str | None = None


def pasted(text: str, patterns: tuple[str, ...] = ()) -> Pasted:
    """Headline: the first line. Standfirst: the second, where a blank line parts it from the text or it ends without a stop.

    Lines of author and date near the top are read and taken out; promotions and the list of other articles are dropped.
    """
    blocks = [[tidy(line) for line in block.splitlines()] for block in re.split(r"\n[^\S\n]*\n", _newlines(text))]
    blocks = [kept for block in blocks if (kept := [line for line in block if line])]
    if not blocks:
        return Pasted("", None, ())
    if _is_wrapped(blocks):
        blocks = [[" ".join(block)] if len(block) > 1 else block for block in blocks]
    lines = [line for block in blocks for line in block]
    headline, rest = lines[0], lines[1:]
    byline, dated, rest = _signed(rest)
    standfirst = rest[0] if rest and _is_standfirst(rest, blocks[0]) else None
    body = rest[1:] if standfirst else rest
    return Pasted(headline, standfirst, tuple(boilerplate.own(_undoubled(body), patterns)), byline, dated)


def _newlines(text: str) -> str:
    return re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)


def _is_wrapped(blocks: list[list[str]]) -> bool:
    """Lines broken at a column, as in mail: long blocks whose lines mostly break off within a sentence."""
    inner = [line for block in blocks if len(block) > 1 for line in block[:-1]]
    if len(inner) < 4:
        return False
    broken = sum(1 for line in inner if not _ENDS.search(line) and 45 <= len(line) <= 110)
    return broken >= 0.7 * len(inner)


def _signed(lines: list[str]) -> tuple[str | None, str | None, list[str]]:
    byline = next((line for line in lines[:5] if _is_byline(line)), None)
    dated = next((line for line in lines[:6] if _DATED.match(line) or datelines.dated(line)), None)
    own = [
        line
        for at, line in enumerate(lines)
        if at > _TOP or not (line in (byline, dated) or datelines.dated(line) or words.is_counter(line))
    ]
    return byline, dated, own


def _is_byline(line: str) -> bool:
    if words.count(line) > _LONGEST_BYLINE:
        return False
    return bool(_BYLINE.match(line) or (_BYLINE_ELSEWHERE.match(line) and people.people([line])))


def _is_standfirst(rest: list[str], first_block: list[str]) -> bool:
    size = words.count(rest[0])
    if size > _LONGEST_STANDFIRST or len(rest) < 2:
        return False
    # A block of its own with the headline, or a line without a full stop before lines that have one.
    apart = len(first_block) <= 4 and rest[0] in first_block and rest[1] not in first_block
    return apart or (not _ENDS.search(rest[0]) and bool(_ENDS.search(rest[1])) and size >= 4)


def _undoubled(lines: list[str]) -> list[str]:
    return [line for at, line in enumerate(lines) if at == 0 or line != lines[at - 1]]
