"""A cue and the part of its sentence that is still free: what the rules look at."""

from dataclasses import dataclass

from analysis.quote.cues import Cue
from analysis.quote.tokens import Tokens

Range = tuple[int, int]
"""Tokens, end exclusive."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement in tokens; *rule* names the rule that found it, *verb* the plain form of its cue."""

    content: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    rule: str
    verb: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Tokens ``first`` to ``last`` (exclusive) of one sentence, a cue among them, and the sentence's statement before it."""

    text: Tokens
    first: int
    last: int
    cue: Cue
    later: tuple[Cue, ...] = ()
    previous: Draft | None = None
    sentence: int = 0
    """First token of the whole sentence."""


def quoted(text: Tokens, at: int) -> bool:
    """Whether token *at* is inside a quotation or one of its marks."""
    return text.inside[at] >= 0


def capital(text: Tokens, at: int) -> bool:
    """Whether token *at* begins with a capital."""
    return text.text[text.starts[at]].isupper()


def is_word(text: Tokens, at: int) -> bool:
    """Whether token *at* is a word or number, not a sign."""
    return text.low[at][0].isalnum()


def count(text: Tokens, first: int, last: int) -> int:
    """Words among tokens ``first`` to ``last`` (exclusive)."""
    return sum(is_word(text, at) for at in range(first, last))
