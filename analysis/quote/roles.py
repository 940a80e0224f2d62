"""A noun phrase without a name → who on the stage bears that role, is a body of that kind, or was called so a moment before."""

from analysis.quote.figures import known_kind
from analysis.quote.kinds import head, kind_of
from analysis.quote.people import gender_of
from analysis.quote.phrases import Phrase
from analysis.quote.scope import capital
from analysis.quote.stage import BODIES, EPITHETS, Figure, Stage, figure_of, is_place, is_trade, search, sentence_of
from analysis.quote.words import lexicon, words
from analysis.tables import SourceType

_BARE = 2
_NO_PERSON = BODIES | words("people", "together") | {"state"}
_BESIDE: int = lexicon("thresholds")["speakers"]["epithet"]
_TELLING = words("grammar", "adjuncts") | {"who", "whose", "of", "for", "familiar", "close", "from"}
_PASSING = words("people", "passing")
_LESSER = words("people", "lesser")
_SAME = {noun: tuple(others.split()) for noun, others in lexicon("people")["same"].items()}
"""Noun → nouns and titles of those whom it can mean."""
_GENERIC: dict[str, SourceType] = {
    **dict.fromkeys(("company", "firm", "group", "bank", "airline", "contractor", "operator", "insurer"), "company"),
    **dict.fromkeys(("union", "charity", "campaign", "group", "campaigners"), "campaign_group"),
}


def bearer(on: Stage, one: Phrase) -> Figure | None:
    """Who bears the role that a definite phrase names: ``the mayor of …``, ``the baker``; the words before it must not differ."""
    known = _bearers(on, one)
    if not known:
        return None
    described = on.found.said_of
    low = [word.removesuffix("'s") for word in one.low if word not in _PASSING] or [one.head]
    fit = [(sum(word in _flat(described[who]) for word in low), who) for _, who in known]
    best = max(score for score, _ in fit)
    if best < min(2, len(low)):
        return _sole(on, one, {who for _, who in known})
    nouns = (one.head, *_SAME.get(one.head, ()))
    among = [who for score, who in fit if score == best]
    by_head = [who for who in among if any(head(segment) in nouns for segment in described[who])]
    exact = [who for who in by_head if one.low in described[who]]  # "the former mayor" is rather he than the mayor
    return _figure_named(on, max(exact or by_head or among, key=lambda who: _latest(on, who, one.begin)))


def _sole(on: Stage, one: Phrase, known: set[str]) -> Figure | None:
    """``the mega donor``: the one person whom the article calls a donor, named a moment before; no capital tells another."""
    text, here = on.text, on.paragraphs[sentence_of(on, one.noun)]
    told = any(capital(text, at) or text.low[at].endswith(("'s", "s'")) for at in range(one.begin, one.noun))
    if len(known) != 1 or told or one.determiner != "the" or one.plural or not _LESSER.isdisjoint(one.low):
        return None
    (who,) = known
    at = _latest(on, who, one.begin)
    near = at >= 0 and here - on.paragraphs[sentence_of(on, at)] <= _BESIDE
    return _figure_named(on, who) if near and _whole(on, one) else None


def _latest(on: Stage, who: str, at: int) -> int:
    """Where somebody was named last before token *at*; those who come only later count the less the later they come."""
    named = [name.first for name in on.named.get(who, [])]
    return max((first for first in named if first < at), default=-min(named, default=0))


def first_bearer(on: Stage, one: Phrase) -> Figure | None:
    """``A coroner has called for …`` in an article's first lines, where one person only is called so later: ``the coroner, Ada Finch``."""
    if len(one.low) > _BARE or on.paragraphs[sentence_of(on, one.noun)] > 1:
        return None
    known = [who for at, who in _bearers(on, one) if at > one.noun]
    told = on.found.said_of
    fit = [who for who in known if set(one.low) <= _flat(told[who]) and on.named.get(who, [None])[0]]
    return _figure_named(on, fit[0]) if len(fit) == 1 and _figure_named(on, fit[0]).person else None


def _bearers(on: Stage, one: Phrase) -> list[tuple[int, str]]:
    """First mention and name of those who bear the role, by its noun or one that means the same; no shadow minister is the minister."""
    nouns = (one.head, *_SAME.get(one.head, ()))
    found = [each for noun in nouns for each in on.roles.get(noun, [])]
    if one.head in _NO_PERSON:
        found = [(at, who) for at, who in found if not _figure_named(on, who).person]
    lesser = _LESSER - set(one.low)
    return [(at, who) for at, who in dict.fromkeys(found) if not _is_lesser(on.found.said_of[who], nouns, lesser)]


def _is_lesser(told: list[tuple[str, ...]], nouns: tuple[str, ...], lesser: frozenset[str]) -> bool:
    """Whether all that makes them bear it is a lesser office: ``shadow chancellor``, ``deputy mayor``."""
    places_ = [segment[max(0, at - 2) : at] for segment in told for at, word in enumerate(segment) if word in nouns]
    return bool(places_) and all(not lesser.isdisjoint(before) for before in places_)


def _figure_named(on: Stage, who: str) -> Figure:
    is_person = on.named[who][0].person if who in on.named else True
    return Figure(who, named=True, person=is_person)


def epithet(on: Stage, one: Phrase) -> Figure | None:
    """``the surgeon``, ``the 52-year-old`` for a person in the light whom the article calls so nowhere else.

    Only where it is one and definite, nobody else was brought in by that noun, and nothing that is said of the person,
    kind or gender, speaks against it.
    """
    name = on.found.at.get(one.noun + 2)
    if name is not None and name.person and on.text.low[one.noun + 1] in ("is", "was"):
        return figure_of(on, name)  # "The administrator is Ada Finch"
    byname = one.head in EPITHETS or any(word.endswith("-year-old") for word in one.low)
    if one.determiner != "the" or one.plural or not (byname or is_trade(one.head)):
        return None
    here = on.paragraphs[sentence_of(on, one.noun)]
    for where, who in reversed(on.lit):
        if where >= one.begin or not (who.named and who.person) or who.plural:
            continue
        if here - on.paragraphs[sentence_of(on, where)] > _BESIDE:
            return None
        return who if _could_be(on, who, one, byname=byname) else None
    return None


def _could_be(on: Stage, who: Figure, one: Phrase, *, byname: bool) -> bool:
    gender = gender_of(one.low)
    theirs = kind_of(on.found.said_of.get(who.name, []))
    # Whoever has a role of their own is called by that one; "the star" can be anybody.
    return (theirs is None or byname) and (gender is None or on.found.gender.get(who.name, gender) == gender)


def _whole(on: Stage, one: Phrase) -> bool:
    """Whether nothing follows that would tell who it is: ``the official | close to the talks`` is somebody else."""
    low, after = on.text.low, one.noun + 1
    after += low[after : after + 1] == [","]
    owned = any(word.endswith(("'s", "s'")) for word in one.low)
    return not owned and low[after : after + 1] != [] and low[after] not in _TELLING


def _flat(segments: list[tuple[str, ...]]) -> set[str]:
    return {word.removesuffix("'s") for segment in segments for word in segment}


def body_of(on: Stage, noun: str, at: int) -> Figure | None:
    """``the company``, ``the union``: the body of that kind which stood in the light, or was named, last."""
    kind = _GENERIC.get(noun)
    if kind is None:
        return _by_synonym(on, noun, at)

    def fits(who: Figure) -> bool:
        theirs = known_kind(who.name) or kind_of(on.found.said_of.get(who.name, []), person=False)
        return who.named and not who.person and theirs == kind

    named = [figure_of(on, name) for name in reversed(on.found.names) if name.first < at and not name.person]
    known = search(on, at, fits) or next((who for who in named if fits(who)), None)
    return known or search(on, at, lambda who: who.named and not who.person and _untold(on, who))


def _by_synonym(on: Stage, noun: str, at: int) -> Figure | None:
    """``the force`` for a police, ``the authority`` for a council: the body with such a noun in its name that was met last."""
    others = frozenset(_SAME.get(noun, ()))
    if not others:
        return None
    met = [each for _, each in sorted(on.lit, key=lambda each: -each[0]) if not each.person]
    met += [figure_of(on, name) for name in reversed(on.found.names) if name.first < at and not name.person]
    return next((who for who in met if not others.isdisjoint(who.name.lower().split())), None)


def _untold(on: Stage, who: Figure) -> bool:
    """Whether the article never says what kind of body it is."""
    told = on.found.said_of.get(who.name)
    free = told is not None and who.name not in on.outlets.values() and not is_place(on, who.name)
    return free and known_kind(who.name) is None and kind_of(told or [], person=False) is None


def again(on: Stage, one: Phrase) -> Figure | None:
    """``the report`` after ``an inspection report``: the one brought in last with that noun and no other words before it."""
    told = {word.removesuffix("'s") for word in one.low} - {"same"}
    for who in reversed(on.figures):
        if who.head == one.head and (len(told) == 1 or told <= set(who.name.lower().replace("'s", "").split())):
            return who
    return None


def full_body(on: Stage, one: Phrase) -> Figure | None:
    """``the administration`` after "the Reed administration": the body that the same words were last brought in by a name with."""
    text, words_ = on.text, list(one.low)
    if not one.definite or one.plural or any(capital(text, at) for at in range(one.begin, one.noun + 1)):
        return None
    for first in range(one.begin - 1, 1, -1):
        named = text.low[first : first + len(words_)] == words_ and text.inside[first] < 0 and first - 1 in on.found.at
        if not named or not capital(text, first - 1):
            continue
        name = on.found.at[first - 1]
        written = " ".join(text.text[text.starts[name.begin] : text.ends[first + len(words_) - 1]].split())
        return Figure(written, named=True, person=False, head=one.head) if name.begin not in on.starts else None
    return None
