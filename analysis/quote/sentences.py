"""Tokens → sentences: full stops inside a quotation that goes on, and after abbreviations, end none."""

import re
from dataclasses import dataclass
from itertools import pairwise

from analysis.quote.tokens import Tokens

_STOPS = frozenset(".!?…")
_CLOSERS = frozenset(["”", "’", "''", '"', "'", ")", "]", "»"])
_ABBREVIATION = re.compile(
    r"(?:mr|mrs|ms|mx|dr|sen|sens|rep|reps|gov|jr|sr|st|gen|lt|col|sgt|capt|maj|cpl|prof|rev|hon|no|vs|inc|co|corp|ltd"
    r"|jan|feb|aug|sept|oct|nov|dec|[a-z]|(?:[a-z]\.)+[a-z]?)"
)
_MAY_END = re.compile(r"(?:[ap]\.m|u\.s|u\.n|u\.k|e\.u|d\.c|etc|inc|co|corp|ltd|jr|sr|no)")
_STARTERS = frozenset(
    [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "but",
        "and",
        "in",
        "on",
        "at",
        "as",
        "for",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "this",
        "that",
        "these",
        "those",
        "there",
        "when",
        "while",
        "if",
        "after",
        "before",
        "since",
        "some",
        "many",
        "most",
        "one",
        "another",
        "both",
        "still",
        "yet",
    ]
)


def abbreviates(word: str) -> bool:
    """Whether a full stop behind *word* belongs to it: ``mrs``, ``u.s``, an initial."""
    return _ABBREVIATION.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``first`` to ``last`` (exclusive) of paragraph number ``paragraph``."""

    first: int
    last: int
    paragraph: int


def sentences(words: Tokens) -> list[Sentence]:
    """Sentences in order; together they hold every token once."""
    found: list[Sentence] = []
    edges = [*words.breaks, len(words)]
    for paragraph, (begin, stop) in enumerate(pairwise(edges)):
        first = begin
        at = begin
        while at < stop:
            if words.low[at] in _STOPS:
                end = _end(words, at, stop)
                if end is not None:
                    found.append(Sentence(first, end, paragraph))
                    first = at = end
                    continue
            at += 1
        if first < stop:
            found.append(Sentence(first, stop, paragraph))
    return found


def _end(words: Tokens, at: int, stop: int) -> int | None:
    """Token after the sentence that the stop *at* ends, or None where it ends none."""
    low, inside = words.low, words.inside
    end = at + 1
    while end < stop and (low[end] in _STOPS or (low[end] in _CLOSERS and not _opens_at(words, end))):
        end += 1
    if end == stop:
        return end
    if words.starts[end] == words.ends[end - 1] and inside[end] == inside[end - 1]:
        return None
    if inside[at] >= 0 and inside[at] == inside[end]:
        return None
    if not _capital(words.text[words.starts[end]]):
        return None
    if low[at] == "." and at and words.ends[at - 1] == words.starts[at] and _ABBREVIATION.fullmatch(low[at - 1]):
        return end if _MAY_END.fullmatch(low[at - 1]) and low[end] in _STARTERS else None
    return end


def _opens_at(words: Tokens, at: int) -> bool:
    number = words.inside[at]
    return number >= 0 and words.quotations[number].opens == words.starts[at]


def _capital(letter: str) -> bool:
    return not letter.islower() and letter not in ",;:)–—-%"
