"""A source phrase → who that is in the article: full name, role or institution, and what is known of them."""

from dataclasses import dataclass

from analysis.quote.names import Name, Roster, canonical, shortened
from analysis.quote.scope import Range, capital, is_word
from analysis.quote.tokens import Tokens
from analysis.quote.words import words

_HE, _SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_GROUP = frozenset(("it", "they", "its", "their", "we"))
_RELATIVE = frozenset(("who", "which", "that"))
_INSTITUTIONS = words("people", "institutions")
_TITLES = words("people", "titles")
_CUT = words("grammar", "adjuncts") | {"who", "whose", "which", "that", "of", "for"}
_DETERMINERS = words("grammar", "determiners")
_DEFINITE = frozenset(("the", "his", "her", "its", "their", "this", "that"))
_NEAR = 2
"""Paragraphs back in which a pronoun finds its speaker."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: *speaker* is None where nobody could tell; *phrase* and *known* are the words that describe them."""

    speaker: str | None
    named: bool
    person: bool
    phrase: tuple[str, ...]
    known: tuple[str, ...] = ()


@dataclass(slots=True)
class Stage:
    """Who stands in the light: the people and bodies that a later pronoun can mean, in order of their appearance."""

    text: Tokens
    found: Roster
    paragraphs: list[int]
    """Paragraph of each token."""
    lit: list[tuple[int, str, bool]]
    """Token, canonical name, whether a person."""
    roles: dict[str, str]
    """Head noun of a role → who bore it last: "ministry", "mayor"."""


def stage(text: Tokens, found: Roster, heads: list[int]) -> Stage:
    """The stage with everybody on it who stands at the head of a sentence (*heads*: first tokens of sentences)."""
    paragraphs = [0] * len(text)
    for number, first in enumerate(text.breaks):
        stop = text.breaks[number + 1] if number + 1 < len(text.breaks) else len(text)
        paragraphs[first:stop] = [number] * (stop - first)
    lit = []
    for head in heads:
        name = next((found.at[at] for at in range(head, min(head + 3, len(text))) if at in found.at), None)
        if name is not None and text.inside[name.first] < 0:
            lit.append((name.first, canonical(found, name), name.person))
    return Stage(text, found, paragraphs, lit, _roles(found))


def _roles(found: Roster) -> dict[str, str]:
    roles: dict[str, str] = {}
    for name in found.names:
        if name.person:
            for title in name.titles[-1:]:
                roles.setdefault(title, canonical(found, name))
        else:
            last = name.surname
            if last in _INSTITUTIONS and " " in name.written:
                roles.setdefault(last, name.written)
    for who, said in found.said_of.items():
        for word in said:
            if word in _TITLES:
                roles.setdefault(word, who)
    return roles


def voice(on: Stage, source: Range) -> Voice:
    """Who the phrase in tokens *source* means; a pronoun is followed to the last suitable speaker."""
    text, (first, last) = on.text, source
    phrase = tuple(text.low[first:last])
    if len(phrase) == 1 and phrase[0] in _HE | _SHE | _GROUP | _RELATIVE:
        return _pronoun(on, first, phrase)
    name = _head_name(on, first, last)
    if name is not None:
        return _named(on, name, phrase)
    return _role(on, first, last, phrase)


def lights(on: Stage, at: int, who: Voice) -> None:
    """Put a speaker in the light, so that the next pronoun can mean them."""
    if who.speaker is not None:
        on.lit.append((at, who.speaker, who.person))
        on.lit.sort(key=lambda each: each[0])


def _named(on: Stage, name: Name, phrase: tuple[str, ...]) -> Voice:
    who = canonical(on.found, name)
    return Voice(who, named=True, person=name.person, phrase=phrase, known=tuple(on.found.said_of.get(who, ())))


def _pronoun(on: Stage, at: int, phrase: tuple[str, ...]) -> Voice:
    word = phrase[0]
    if word in _RELATIVE:
        before = next((on.found.at[k] for k in range(at - 1, max(-1, at - 8), -1) if k in on.found.at), None)
        return _named(on, before, phrase) if before else Voice(None, named=False, person=False, phrase=phrase)
    person = word in _HE | _SHE
    who = _lit(on, at, ("m" if word in _HE else "f") if person else None)
    if who is None:
        return Voice(None, named=False, person=person, phrase=phrase)
    return Voice(who, named=True, person=person, phrase=phrase, known=tuple(on.found.said_of.get(who, ())))


def _lit(on: Stage, at: int, gender: str | None) -> str | None:
    """Who stood in the light last before token *at*: a person of this gender as far as known; without one, a body."""
    known = on.found.gender
    for where, who, is_person in reversed(on.lit):
        if where >= at or is_person != (gender is not None) or (gender and known.get(who, gender) != gender):
            continue
        if on.paragraphs[at] - on.paragraphs[where] > _NEAR:
            break
        if gender:
            known.setdefault(who, gender)
        return who
    # Nobody at the head of a sentence fits: the last one named whose title tells the gender.
    near = (n for n in reversed(on.found.names) if n.first < at and on.paragraphs[at] - on.paragraphs[n.first] <= _NEAR)
    named = (canonical(on.found, name) for name in near if name.person)
    return next((who for who in named if gender and known.get(who) == gender), None)


def _head_name(on: Stage, first: int, last: int) -> Name | None:
    """Name that heads the phrase: in its first part, not after a preposition; else at the start of a later part."""
    text = on.text
    for number, (begin, stop) in enumerate(_parts(text, first, last)):
        limit = next((at for at in range(begin + 1, stop) if text.low[at] in _CUT), stop)
        name = _last_name(on, begin, min(limit, begin + 1) if number else limit, stop)
        if name is None or (number and not (name.person and " " in name.written)):
            continue
        if not text.low[name.last - 1].endswith("'s") and _ends_phrase(text, name, limit, number):
            return name
    return None


def _last_name(on: Stage, begin: int, stop: int, end: int) -> Name | None:
    """Last name that begins in tokens ``begin`` to ``stop``, cut at *end*: a headline's capitals run on."""
    name = next((on.found.at[at] for at in range(stop - 1, begin - 1, -1) if at in on.found.at), None)
    if name is None or name.last <= end or name.first >= end:
        return name
    return shortened(on.text, name, end)


def _ends_phrase(text: Tokens, name: Name, limit: int, number: int) -> bool:
    """Whether nothing but a sign follows the name in its part: in ``the Reuters reporter`` the name is no head."""
    at = name.last + (name.last < limit and text.low[name.last] == ".")
    return bool(number) or at >= limit or not text.low[at].isalpha()


def _parts(text: Tokens, first: int, last: int) -> list[Range]:
    parts, begin = [], first
    for at in range(first, last):
        if text.low[at] in (",", "(", "—", "–"):
            if at > begin:
                parts.append((begin, at))
            begin = at + 1
    if begin < last:
        parts.append((begin, last))
    return parts


def _role(on: Stage, first: int, last: int, phrase: tuple[str, ...]) -> Voice:
    """``the president`` → who was called so; an institution has its own name; anybody else stays unresolved."""
    text = on.text
    stop = next((at for at in range(first + 1, last) if text.low[at] in _CUT or not is_word(text, at)), last)
    head = text.low[stop - 1] if stop > first else ""
    definite = phrase[0] in _DEFINITE or first == last - 1
    if definite and stop == last and head in on.roles and last - first <= 3:
        who = on.roles[head]
        person = head not in _INSTITUTIONS
        return Voice(who, named=True, person=person, phrase=phrase, known=tuple(on.found.said_of.get(who, ())))
    if head in _INSTITUTIONS:
        begin = first + 1 if phrase[0] in _DETERMINERS and first + 1 < stop else first
        written = " ".join(text.text[text.starts[begin] : text.ends[stop - 1]].split())
        return Voice(written, named=phrase[0] in _DEFINITE or capital(text, begin), person=False, phrase=phrase)
    return Voice(None, named=False, person=True, phrase=phrase)
