"""A cue and its source → what was said: before them, after them, or on both sides."""

from analysis.quote.cues import Cue
from analysis.quote.scope import Range, Scope, capital, count, is_word, quoted
from analysis.quote.subjects import ADJUNCTS, COORDINATORS, DETERMINERS, PRONOUNS, TIMES, finite
from analysis.quote.tokens import Tokens

_CONTRAST = frozenset(("but", "while", "although", "though", "whereas"))
_NEAR = 8
_LEAST = 3
_FEW = 4
_CITING = frozenset(("citing", "quoting"))
_ENDS = frozenset(".,;:!?—–)-")
_HEARERS = frozenset(
    ("me", "him", "her", "us", "them", "you", "reporters", "supporters", "voters", "journalists", "lawmakers", "mps")
)


def quotation_ranges(text: Tokens, first: int, last: int) -> list[Range]:
    """Quotations that begin among tokens ``first`` to ``last``, marks included; each may run past *last*."""
    found: list[Range] = []
    at = first
    while at < last:
        number = text.inside[at]
        if number < 0:
            at += 1
            continue
        end = at
        while end < len(text) and text.inside[end] == number:
            end += 1
        found.append((at, end))
        at = end
    return found


def after_hearer(scope: Scope, at: int) -> int:
    """First token after the person told: ``told | the council | that …``."""
    text, last = scope.text, scope.last
    end = next((k for k in range(at, min(last, at + 9)) if _opens_clause(text, k)), None)
    if end is not None:
        return end
    if at < last and text.low[at] in _HEARERS:
        return at + 1
    name = at + 1 if at < last and text.low[at] in DETERMINERS else at
    while name < last and capital(text, name):
        name += 1
    subject = next((k for k in range(at + 1, min(last, at + 12)) if text.low[k] in PRONOUNS), None)
    if name > at + 1 or (name == at + 1 and capital(text, at)):
        return name
    return subject if subject is not None else at


def _opens_clause(text: Tokens, at: int) -> bool:
    return text.low[at] == "that" or quoted(text, at) or text.low[at] in (",", ".", ":", ";")


def after_adjunct(scope: Scope, at: int) -> int:
    """First token after ``in a statement on Monday``: at a "that", a quotation, a colon or a pronoun that begins anew."""
    text, last = scope.text, scope.last
    for k in range(at, last):
        if text.low[k] == "that" or quoted(text, k) or text.low[k] == ":":
            return k + 1 if text.low[k] == ":" else k
    subject = next((k for k in range(at + 1, min(last, at + 12)) if text.low[k] in PRONOUNS), None)
    if subject is not None:
        return subject
    return at + 1 if text.low[at] == "," else at


def end_of_content(scope: Scope, at: int) -> int:
    """Where what is said after the cue ends: the sentence's end, or where the next speaker or cue takes over."""
    text = scope.text
    for cue in scope.later:
        if cue.first <= at or cue.at >= scope.last:
            continue
        before = text.low[cue.first - 1]
        if cue.verb.tense == "ing" and before == ",":
            return cue.first - 1
        if cue.verb.clause and before in COORDINATORS and cue.verb.tense in ("past", "s"):
            return cue.first - 1
        if cue.verb.clause and (closes := _reported(scope, cue, at)) is not None:
            return closes
        turn = _turn(text, cue.first, at)
        if cue.verb.clause and turn is not None:
            return turn
    return scope.last


def _reported(scope: Scope, cue: Cue, lowest: int) -> int | None:
    """Sign before ``, the Herald reported on Monday`` and ``, reported the Herald`` at the sentence's end, if that follows."""
    text, before = scope.text, cue.first - 1
    if text.low[before] == "," and cue.end < scope.last and _begins(text, cue.end):
        short = scope.last - cue.end <= _NEAR and not any(text.low[k] == "," for k in range(cue.end, scope.last))
        return before if short and before - lowest > _LEAST else None
    comma = next((k for k in range(before, max(lowest + _LEAST, cue.first - _NEAR), -1) if text.low[k] == ","), None)
    if comma is None or quoted(text, comma) or not only_when(scope, cue.end):
        return None
    plain = not any(finite(text, k) or quoted(text, k) for k in range(comma + 1, cue.first))
    return comma if plain and _begins(text, comma + 1) and comma + 1 < cue.first else None


def only_when(scope: Scope, at: int) -> bool:
    """Whether from *at* the sentence only says when or where, and perhaps whom it cites: ``on Monday, citing a letter``."""
    low = scope.text.low
    citing = (k for k in range(at, scope.last - 1) if low[k] == "," and low[k + 1] in _CITING)
    return nothing_follows(scope, at) and next(citing, scope.last) - at <= _FEW


def _begins(text: Tokens, at: int) -> bool:
    """Whether a noun phrase begins here."""
    return text.low[at] in DETERMINERS or text.low[at] in PRONOUNS or capital(text, at)


def _turn(text: Tokens, first: int, lowest: int) -> int | None:
    """Sign before ``, but the mayor said``: where another speaker takes over, if one does."""
    for at in range(first - 1, max(lowest, first - _NEAR), -1):
        if quoted(text, at) or finite(text, at):
            return None
        if text.low[at] == ";" or (text.low[at] == "," and text.low[at + 1] in _CONTRAST):
            return at
    return None


def before(scope: Scope, edge: int) -> Range | None:
    """Clause or quotation that ends where source and cue begin (*edge*), if it is marked off by a comma or a mark."""
    text = scope.text
    if edge <= scope.first or not (quoted(text, edge - 1) or text.low[edge - 1] in (",", "—", "–", "-")):
        return None
    if scope.previous is not None and not any(quoted(text, k) or finite(text, k) for k in range(scope.first, edge)):
        return None  # ``… he told a conference, | Reuters reported``: what lies between is no statement
    if count(text, scope.first, edge) >= 3 or quotation_ranges(text, scope.first, edge):
        return (scope.first, edge)
    return None


def introductory(text: Tokens, clause: Range) -> bool:
    """Whether a clause before the source only says when or where: ``In a letter on Monday,``."""
    first, last = clause
    return text.low[first] in ADJUNCTS and not quotation_ranges(text, first, last)


def nothing_follows(scope: Scope, at: int) -> bool:
    """Whether after source and cue there is only a sign, a time or a place: then the content came before."""
    text = scope.text
    if at >= scope.last:
        return True
    if quoted(text, at):
        return False
    return text.low[at] in _ENDS or text.low[at] in ADJUNCTS or text.low[at] in TIMES


def phrase_end(scope: Scope, at: int) -> int:
    """End of the noun phrase that is criticised, described, announced: the next sign outside quotations."""
    text = scope.text
    while at < scope.last and (quoted(text, at) or text.low[at] not in (",", ";", "—", "–")):
        at += 1
    return at


def has_words(text: Tokens, first: int, last: int, least: int = 1) -> bool:
    """Whether at least *least* words stand among the tokens."""
    seen = 0
    for at in range(first, last):
        seen += is_word(text, at)
        if seen >= least:
            return True
    return False
