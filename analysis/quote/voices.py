"""A source phrase → who that is in the article: full name, role, body, paper, or the words by which it is called."""

from dataclasses import dataclass

from analysis.quote.kinds import ROLES, sure_kind
from analysis.quote.nameless import PRONOUNS, nameless
from analysis.quote.names import LANDS
from analysis.quote.people import Name, canonical, shortened
from analysis.quote.phrases import DOCUMENTS, called, phrase
from analysis.quote.scope import Range, capital, is_word
from analysis.quote.stage import (
    Figure,
    Stage,
    figure_of,
    is_paper,
    is_place,
    is_somebody,
    is_trade,
    light,
    person,
    search,
    sentence_of,
)
from analysis.quote.subjects import finite
from analysis.quote.tokens import Tokens
from analysis.quote.words import words

_HE, _SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_IT, _THEY = frozenset(("it", "its")), frozenset(("they", "them", "their"))
_RELATIVE = frozenset(("who", "which", "that"))
_INSTITUTIONS = words("people", "institutions")
_ADJUNCTS = words("grammar", "adjuncts")
_COORDINATORS = words("grammar", "coordinators")
_CUT = _ADJUNCTS | {"who", "whose", "which", "that", "of", "for"}
_FOLLOWERS = words("people", "followers")
_MODIFIERS = 2
_BOTH = frozenset(
    (("the", "two"), ("the", "two", "candidates"), ("both", "candidates"), ("the", "two", "rivals"), ("both",))
)
_TIMES = frozenset(
    (
        "years",
        "days",
        "weeks",
        "months",
        "hours",
        "minutes",
        "later",
        "ago",
        "year",
        "week",
        "day",
        "month",
        "hour",
        "time",
        "morning",
    )
)
_SELVES = frozenset(("himself", "herself", "itself", "themselves", "too", "also"))
_DETERMINERS = words("grammar", "determiners")
_NO_MODIFIER = _DETERMINERS | _ADJUNCTS | _COORDINATORS | words("grammar", "finite") | words("grammar", "boundaries")
_LETTERS = words("people", "postnominals")
_LONGEST = 10
_LONGEST_SUBJECT = 14
_CLAUSE = 25
_AHEAD = 3
"""Sentences, its own among them, within which "he" can mean somebody named only later."""
_LEADING = frozenset(
    (
        "in",
        "as",
        "while",
        "when",
        "after",
        "before",
        "if",
        "although",
        "though",
        "since",
        "despite",
        "even",
        "with",
        "where",
        "on",
        "at",
    )
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: *speaker* is None where nobody could tell; *phrase* are the words of the source."""

    speaker: str | None
    named: bool
    person: bool
    phrase: tuple[str, ...]
    some: bool = False
    """Whether one without a name was brought in as one of many: ``a minister``."""
    speaks_for: bool = False
    """Whether somebody without a name speaks for *speaker*: ``a spokesman for the harbour board``."""


def voice(on: Stage, source: Range, said: Range = (0, 0)) -> Voice:
    """Who the phrase in tokens *source* means; a pronoun is followed to the last suitable figure outside the tokens *said*."""
    low = tuple(on.text.low[source[0] : source[1]])
    who = _figure(on, source, said)
    if who is None:
        return Voice(None, named=False, person=low[:1] != ("it",), phrase=low)
    light(on, source[0], who)
    speaks_for = not who.person and who.head.startswith("spokes")
    return Voice(who.name, who.named and not speaks_for, who.person, low, who.some, speaks_for)


def outlet_voice(on: Stage, source: Range, outlet: str) -> Voice:
    """An outlet as its own source; "it" and "the paper" can mean it from now on."""
    light(on, source[0], Figure(outlet, named=True, person=False))
    return Voice(outlet, named=True, person=False, phrase=tuple(on.text.low[source[0] : source[1]]))


def advance(on: Stage, sentence: int) -> None:
    """Put the subjects of the sentences before number *sentence*, and its own, in the light."""
    while on.next_head <= sentence and on.next_head < len(on.starts):
        first = on.starts[on.next_head]
        last = on.starts[on.next_head + 1] if on.next_head + 1 < len(on.starts) else len(on.text)
        on.next_head += 1
        subject = _subject(on, first, last)
        who = _figure(on, subject, (0, 0)) if subject else None
        if who is not None and subject is not None:
            light(on, subject[0], who)


def _subject(on: Stage, first: int, last: int) -> Range | None:
    """Subject at the head of the sentence in tokens ``first`` to ``last``, if it can speak later."""
    text, at = on.text, first
    if text.low[at] in _COORDINATORS and at + 1 < last:
        at += 1
    if text.low[at] in _ADJUNCTS and at not in on.found.at:
        at = next((k + 1 for k in range(at, min(last, at + _LONGEST)) if text.low[k] == ","), last)
    if at < last and at not in on.found.at and text.low[at].endswith(("ed", "ing")) and text.inside[at] < 0:
        # "Asked about the leak, Ada Finch …"
        at = next((k + 1 for k in range(at, min(last, at + _CLAUSE)) if text.low[k] == "," and text.inside[k] < 0), at)
    if at >= last or text.inside[at] >= 0:
        return None
    if text.low[at].partition("'")[0] in PRONOUNS - _RELATIVE:
        return (at, at + 1)
    outlet = next((k for k in (at, at + 1) if k in on.outlets), None)
    if outlet is not None:
        return (outlet, outlet + 1)
    for k in range(at, min(at + _LONGEST, last)):
        name = on.found.at.get(k)
        if name is not None and text.inside[k] < 0 and text.low[name.last - 1][-2:] != "'s":
            return (name.first, name.last)
        if text.low[k] in _ADJUNCTS or not is_word(text, k) or finite(text, k):
            break
    return _noun_subject(text, at, last)


def _noun_subject(text: Tokens, first: int, last: int) -> Range | None:
    """``A mother who …``, ``The report``: a phrase whose noun can speak."""
    stop = next((k for k in range(first + 1, last) if not is_word(text, k) or finite(text, k)), last)
    if stop - first > _LONGEST_SUBJECT or not is_word(text, first):
        return None
    one = phrase(text, first, stop)
    if not _TIMES.isdisjoint(text.low[first : one.noun + 1]):
        return None  # "Two years later, he …"
    head = one.head
    people = one.plural and is_trade(head.removesuffix("s"))
    return (first, stop) if head in ROLES or head in _INSTITUTIONS or head in DOCUMENTS or people else None


def _figure(on: Stage, source: Range, said: Range) -> Figure | None:
    text, (first, last) = on.text, source
    if last - first == 1 and text.low[first].partition("'")[0] in PRONOUNS:
        return _pronoun(on, first, said)
    outlet = next((on.outlets[at] for at in (first, first + 1) if at < last and at in on.outlets), None)
    if outlet is not None and last - 1 in on.outlets:
        return Figure(outlet, named=True, person=False)
    if tuple(text.low[first:last]) in _BOTH:
        return _pair(on, first, None) or _two(on, first)
    name = _head_name(on, first, last) or _apposed(on, last)
    if name is not None:
        return figure_of(on, name)
    return nameless(on, first, last)


def _apposed(on: Stage, last: int) -> Name | None:
    """``The champion | , Ada Finch, came fourth and said``: the name behind the phrase's end."""
    comma = last + 1 < len(on.text) and on.text.low[last] == ","
    name = on.found.at.get(last + 1 + (on.text.low[last + 1] == "the")) if comma else None
    ends = name is not None and name.last < len(on.text) and on.text.low[name.last] == ","
    next_to = name is not None and (name.begin == last + 1 or on.text.low[last + 1] in ("the", name.written.lower()))
    return name if name is not None and ends and name.person and next_to else None


def _pronoun(on: Stage, at: int, said: Range) -> Figure | None:
    word = on.text.low[at].partition("'")[0]  # "he's"
    if word in _RELATIVE:
        return _before_relative(on, at)
    if word in _HE or word in _SHE:
        gender = "m" if word in _HE else "f"
        at = _same_before(on, at, said)
        new = _brought_in(on, at, gender, said) or _ahead(on, at, gender)
        known = new or person(on, at, gender, said) or person(on, at, gender) or _by_one_name(on, at)
        return known or _follows(on, at, gender)
    if word in _IT:
        return search(on, at, lambda who: not who.person and not who.plural, said)
    if word in _THEY:
        return _several(on, at, said)
    return None


def _same_before(on: Stage, at: int, said: Range) -> int:
    """The first ``he`` of the sentence, if no name is a subject since: ``In a talk he had with Tom Reed, he | said``."""
    text = on.text
    for k in range(on.starts[sentence_of(on, at)], at):
        if text.low[k] != text.low[at] or text.inside[k] >= 0 or said[0] <= k < said[1]:
            continue
        since = {on.found.at[i].last for i in range(k, at) if i in on.found.at}
        return at if any(finite(text, last) for last in since) else k
    return at


def _ahead(on: Stage, at: int, gender: str) -> Figure | None:
    """``In what she called a mistake, | Ada Finch left``: the subject that the clause before it leads to."""
    number = sentence_of(on, at)
    first = on.starts[number]
    last = on.starts[number + 1] if number + 1 < len(on.starts) else len(on.text)
    if on.text.low[first] not in _LEADING or at - first > _LONGEST:
        return None
    comma = next((k for k in range(at, last) if on.text.low[k] == "," and on.text.inside[k] < 0), last)
    name = on.found.at.get(comma + 1)
    if (
        name is None
        or not name.person
        or name.begin != comma + 1
        or name.last >= last
        or on.text.low[name.last] in (",", "and")
    ):
        return None
    who = figure_of(on, name)
    return who if on.found.gender.get(who.name, gender) == gender else None


def _follows(on: Stage, at: int, gender: str) -> Figure | None:
    """Whoever is named next where nobody was before: ``The house cheers as he speaks. Tom Reed …``."""
    stop = next(iter(on.starts[sentence_of(on, at) + _AHEAD :]), len(on.text))
    for name in on.found.names:
        if at < name.first < stop and name.person and on.text.inside[name.first] < 0:
            who = figure_of(on, name)
            return who if on.found.gender.get(who.name) == gender else None
    return None


def _brought_in(on: Stage, at: int, gender: str, said: Range) -> Figure | None:
    """``Former mayor Ada Finch was for the bridge, she said``: what is said first brings her in."""
    if said[1] > at:
        return None
    for where, who in on.lit:
        first = on.named[who.name][0].first if who.name in on.named else -1
        if (
            said[0] <= where < said[1]
            and first == where
            and who.person
            and on.found.gender.get(who.name, gender) == gender
        ):
            return who if sentence_of(on, where) == sentence_of(on, at) else None
    return None


def _several(on: Stage, at: int, said: Range) -> Figure | None:
    """Whom "they" means: people of whom there are several, two who are named together, or a body."""
    several = search(on, at, lambda who: who.plural and (who.named or is_somebody(who)), said)
    pair = _pair(on, at, several)
    body = pair or several or search(on, at, lambda who: not who.person and not is_paper(who) and not _titled(on, who))
    return _people(on, at) if body is None or is_place(on, body.name) or "-" in body.name else body


def _people(on: Stage, at: int) -> Figure | None:
    """The people that the words before token *at* speak of, in its sentence or the one before: ``He mocked his rivals as | they …``."""
    text = on.text
    for noun in range(at - 1, on.starts[max(0, sentence_of(on, at) - 1)], -1):
        word = text.low[noun]
        several = word in _FOLLOWERS or (word.endswith("s") and word[:-1] in ROLES)
        if text.inside[noun] >= 0 or not several or capital(text, noun):
            continue
        first = noun
        while noun - first < _MODIFIERS and is_word(text, first - 1) and text.low[first - 1] not in _NO_MODIFIER:
            first -= 1
        one = phrase(text, first, noun + 1)
        return Figure(called(text, one), named=False, person=True, plural=True, head=one.head)
    return None


def _two(on: Stage, at: int) -> Figure | None:
    """The two people, and no others, whom the paragraph of token *at* and the one before name: ``the two``."""
    here = on.paragraphs[sentence_of(on, at)]
    near = [name for name in on.found.names if name.first < at and name.person and on.text.inside[name.first] < 0]
    near = [name for name in near if here - on.paragraphs[sentence_of(on, name.first)] <= 1]
    who = list(dict.fromkeys(canonical(on.found, name) for name in near))
    if len(who) != len(("one", "other")):
        return None
    return Figure(" and ".join(who), named=True, person=True, plural=True)


def _titled(on: Stage, who: Figure) -> bool:
    """Whether a title stands before a name that we took for a body's: somebody called by a surname alone."""
    return any(name.titles for name in on.named.get(who.name, ()))


def _pair(on: Stage, at: int, several: Figure | None) -> Figure | None:
    """``Ada Finch and Tom Reed``, named last before token *at*, in its paragraph or the one before, and after *several*."""
    here = on.paragraphs[sentence_of(on, at)]
    after = max((where for where, who in on.lit if who is several and where < at), default=-1)
    for name in reversed(on.found.names):
        if name.first >= at or not name.person or on.text.inside[name.first] >= 0:
            continue
        if name.first < after:
            return None
        if here - on.paragraphs[sentence_of(on, name.first)] > 1:
            return None
        other = on.found.at.get(name.begin - 2) if on.text.low[name.begin - 1] == "and" else None
        if other is not None and other.person:
            return Figure(
                f"{canonical(on.found, other)} and {canonical(on.found, name)}", named=True, person=True, plural=True
            )
    return None


def _by_one_name(on: Stage, at: int) -> Figure | None:
    """Somebody whom the article calls by one name only, which could be a firm's: nobody else is there to be "he"."""
    told = on.found.said_of

    def fits(who: Figure) -> bool:
        plain = who.named and not who.person and " " not in who.name and who.name.lower() not in LANDS
        plain = plain and who.name not in on.outlets.values()
        return plain and not who.name.isupper() and sure_kind(told.get(who.name, [])) in (None, "official")

    return search(on, at, fits)


def _before_relative(on: Stage, at: int) -> Figure | None:
    """Whom "who" means: the nearest person named before it; "which": the nearest body."""
    wants_person = on.text.low[at] == "who"
    near = (on.found.at[k] for k in range(at - 1, max(-1, at - _LONGEST), -1) if k in on.found.at)
    name = next((name for name in near if name.person == wants_person), None)
    if name is not None:
        return figure_of(on, name)
    # "according to a person familiar with the plans, who said"
    latest = on.lit[-1] if on.lit and wants_person else None
    here = latest is not None and sentence_of(on, latest[0]) == sentence_of(on, at) and latest[0] < at
    return latest[1] if latest is not None and here and latest[1].person else None


def _head_name(on: Stage, first: int, last: int) -> Name | None:
    """Name that heads the phrase: in its first part, not after a preposition; else the one that a later part ends in."""
    text = on.text
    for number, (begin, stop) in enumerate(_parts(text, first, last)):
        limit = next((at for at in range(begin + 1, stop) if text.low[at] in _CUT and at not in on.found.at), stop)
        name = _last_name(on, begin, limit, stop)
        if name is None or (number and not (name.person and " " in name.written and _apposes(text, begin, name))):
            continue
        alone = name.begin == first and name.last == last  # "Finch's" alone is hers
        if (alone or not text.low[name.last - 1].endswith("'s")) and _ends_phrase(text, name, limit, number):
            return name
    return None


def _apposes(text: Tokens, begin: int, name: Name) -> bool:
    """Whether only nouns stand before the name in its part: ``one delegate, party chairwoman | Ada Finch``."""
    before = text.low[begin : name.begin]
    return not any(word in _DETERMINERS or word.endswith(("ing", "ed")) or word == "and" for word in before)


def _last_name(on: Stage, begin: int, stop: int, end: int) -> Name | None:
    """Last name that begins in tokens ``begin`` to ``stop``, cut at *end*: a headline's capitals run on."""
    name = next((on.found.at[at] for at in range(stop - 1, begin - 1, -1) if at in on.found.at), None)
    if name is None or name.last <= end or name.first >= end:
        return name
    return shortened(on.text, name, end)


def _ends_phrase(text: Tokens, name: Name, limit: int, number: int) -> bool:
    """Whether nothing but a sign follows the name in its part: in ``the Reuters reporter`` the name is no head."""
    at = name.last
    while at < limit and (text.low[at] in (".", "'", "’") or text.low[at] in _LETTERS or text.low[at] in _SELVES):
        at += 1
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
