"""Which of two ways finds the statements: the learned reader, or rules where it cannot be loaded, said aloud."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from analysis.errors import Missing
from analysis.quote import statements as rules
from analysis.quote.reader import Reader, reader
from analysis.quote.sentences import Sentence
from analysis.quote.spans import between, kind, span
from analysis.quote.statements import Statement
from analysis.quote.tagging import Found
from analysis.quote.tokens import Tokens
from analysis.tables import Extractor, Span

_ARTICLES = frozenset(("the", "a", "an"))
Find = Callable[[Tokens, list[Sentence]], list[Statement]]


@dataclass(frozen=True, slots=True)
class Finder:
    """A way of finding statements; *why* says why it is not the learned one, where it is not."""

    name: Extractor
    find: Find
    why: str = ""


@cache
def finder() -> Finder:
    """The learned reader where its weights can be loaded, else the rules, with the reason."""
    try:
        return learned(reader())
    except Missing as why:
        return by_rule(str(why))


def by_rule(why: str = "") -> Finder:
    """Rules alone: a third of the accuracy on reported speech is lost, and ten times the speed won."""
    return Finder("rules", rules.statements, why)


def learned(one: Reader) -> Finder:
    """The encoder alone: statements that only the rules find are wrong more often than right."""
    return Finder("model", lambda text, split: _statements(one, text, split))


def _statements(one: Reader, text: Tokens, split: list[Sentence]) -> list[Statement]:
    found = [_statement(one, text, split, each) for each in one.read(text)]
    if any(each.cue and not each.source for each in found):
        found = _sourced(found, rules.statements(text, split))
    return sorted(found, key=lambda statement: statement.content)


def _sourced(found: list[Statement], ruled: list[Statement]) -> list[Statement]:
    """The same, with the source that the rules find for a cue for which the reader found none: the subject of a second verb, say."""
    by_cue = {each.cue[0][1]: each.source for each in ruled if each.cue and each.source}
    return [
        replace(each, source=by_cue.get(each.cue[0][1], ())) if each.cue and not each.source else each for each in found
    ]


def _statement(one: Reader, text: Tokens, split: list[Sentence], found: Found) -> Statement:
    cue = _trimmed(text, _in_one(text, split, found.cue, ()))
    source = _trimmed(text, _in_one(text, split, found.source, cue))
    content = _trimmed(text, found.content)
    named = [word for each in source for word in text.low[slice(*between(text, *each))]]
    if named and all(
        word in _ARTICLES for word in named
    ):  # "the" alone is nobody; "he" of "he's" is no token of its own
        source = ()
    paragraph = bisect_right(text.breaks, between(text, *found.content[0])[0]) - 1
    chance = one.chance(found.chance)
    return Statement(content, cue, source, kind(text, content), "model", "", paragraph, chance, found.kinds)


def _in_one(text: Tokens, split: list[Sentence], held: tuple[Span, ...], beside: tuple[Span, ...]) -> tuple[Span, ...]:
    """The part in one sentence, where a source or cue runs into the next: that of *beside*, else the first."""
    if not held:
        return held
    first, last = between(text, *held[0])
    starts = [each.first for each in split if first < each.first < last]
    if not starts:
        return held
    edges = [first, *starts, last]
    at = between(text, *beside[0])[0] if beside else first
    number = max(0, bisect_right(starts, at))
    return ((text.starts[edges[number]], text.ends[edges[number + 1] - 1]),)


def _trimmed(text: Tokens, held: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans as the rules have them: without signs at their edges, and without the marks of a quotation that is all there is.

    Where nothing is left (a colon that introduces a statement), the span stays.
    """
    return tuple(span(text, *between(text, *each)) or each for each in held)
