"""Names → what the article says about each: titles, nouns before, appositions after, "X is a …", in any of their mentions."""

from itertools import takewhile

from analysis.quote.cues import verbs
from analysis.quote.people import FIRST, Name, Roster, by_first_name, canonical, gender_of
from analysis.quote.scope import Range, capital, is_word
from analysis.quote.tokens import Tokens
from analysis.quote.words import lexicon, words

Words = tuple[str, ...]

_BOUNDARIES = words("grammar", "boundaries") | words("grammar", "adjuncts") - {"of", "for"}
_FINITE = words("grammar", "finite")
_DETERMINERS = words("grammar", "determiners")
_OPENS = _DETERMINERS | {"who", "whose", "of", "for", "from", "at", "aged", "himself", "herself"}
_ROLES = frozenset(
    word
    for kind in lexicon("types").values()
    for key in ("words", "leaders", "crowds", "kin")
    for word in kind.get(key, "").split()
)
_OFFICE = words("marks", "politics")
_ELECTS = words("marks", "elects")
_DOES = words("marks", "does").union(*(kind["does"].split() for kind in lexicon("types").values() if "does" in kind))
_LETTERS: dict[str, str] = lexicon("marks")["letters"]
_HOLDS = words("marks", "holds")
_NAMING = words("people", "naming")
_OTHERS = frozenset(("of", "for", "and", "or", "said", "says"))
_RELATIVES = frozenset(("who", "whose"))
_UNITED = words("people", "united")
_GOVERN = frozenset(
    ("to", "in", "by", "with", "of", "for", "from", "at", "on", "after", "before", "under", "like", "unlike", "against")
)
_OPENERS = frozenset(("who", "whose", "which", "that", "where"))
_ADJECTIVES = words("grammar", "adjectives")
_LEAST = 4
_REACH = 16
_BACK = 7
_GENDERS = {"his": "m", "he": "m", "himself": "m", "her": "f", "she": "f", "herself": "f"}
_ENDS_SENTENCE = frozenset((".", ";", "?", "!"))
_STOPS = frozenset((",", ".", ";", "—", "–", ":", ")", "?", "!"))


def describe(text: Tokens, found: Roster) -> None:
    """Fill ``found.said_of``, ``found.roles`` and genders from every mention outside quotations."""
    known: set[str] = set()
    for name in found.names:
        if text.inside[name.first] >= 0:
            continue
        who = canonical(found, name)
        written = [*_titled(name), *_before(text, found, name), *_after(text, found, name), *_is(text, name)]
        segments = [tuple(text.low[slice(*each)]) for each in written[bool(name.titles) :]]
        segments = [_title(text, name), *segments] if name.titles else segments
        if written:
            found.roles.setdefault(who, []).extend(written)
        segments += [tuple(text.low[slice(*each)]) for each in (*_named(text, name), *_office(text, name))]
        segments += [*_followed(text, name), *_bracketed(text, name)]
        if not name.person:
            segments.append(_of_itself(name))
        told = found.said_of.setdefault(who, [])
        told += [segment for segment in segments if segment and segment not in told]
        if name.person and who not in known and (gender := _gender(segments)):
            # "His wife, Sal" tells more than a first name does, a headline's "Woman seen with Reed" less.
            by_name = FIRST.get(who.split()[0].lower())
            if by_name is None or _gender([each for each in segments if each and each[0] in _DETERMINERS]):
                found.gender[who] = gender
                known.add(who)
    by_first_name(found)
    _genders(text, found)


def _gender(segments: list[Words]) -> str | None:
    own = (segment[:4] for segment in segments if segment and segment[0] not in _RELATIVES)
    # "a strategist for Mrs Finch": the title is another's.
    told = (gender_of(tuple(takewhile(lambda word: word not in _OTHERS | _GOVERN, segment))) for segment in own)
    return next((gender for gender in told if gender), None)


def _genders(text: Tokens, found: Roster) -> None:
    """What "used her scarf" and "said he" right after a name tell of its gender, where all its places agree."""
    told: dict[str, set[str]] = {}
    for name in found.names:
        if not name.person or text.inside[name.first] >= 0:
            continue
        for at in range(name.last, min(len(text), name.last + _BACK)):
            if text.low[at] in _ENDS_SENTENCE or text.inside[at] >= 0 or at in found.at:
                break
            if text.low[at] in _GENDERS:
                told.setdefault(canonical(found, name), set()).add(_GENDERS[text.low[at]])
                break
    for who, genders in told.items():
        if len(genders) == 1:
            found.gender.setdefault(who, *genders)


def _of_itself(name: Name) -> Words:
    """What a body's own name tells: ``the Dock Workers`` are a union."""
    low = tuple(name.written.lower().split())
    return (*low, "union") if len(low) > 1 and low[-1] in _UNITED else low


def _title(text: Tokens, name: Name) -> Words:
    """Titles as a description: a Father with a capital is a priest."""
    return ("priest",) if name.titles == ("father",) and capital(text, name.begin) else name.titles


def _titled(name: Name) -> list[Range]:
    return [(name.begin, name.first)] if name.titles else []


def _before(text: Tokens, found: Roster, name: Name) -> list[Range]:
    """Words of the noun phrase that the name ends: ``harbour engineer | Ada Finch``, ``the engineer, | Ada Finch``."""
    at = name.begin - 1
    comma = at >= 0 and text.low[at] == "," and text.inside[at] < 0
    at -= comma
    last = at + 1
    while at >= 0 and last - at <= _BACK and is_word(text, at) and not _ends(text, found, at):
        at -= 1
        if text.low[at + 1] in _DETERMINERS or at + 1 in text.breaks:
            break
    first = at + 1
    # Before a comma only a noun phrase with its own determiner belongs to the name; a list of names does not.
    owned = first < last and (text.low[first] in _DETERMINERS or text.low[first].endswith(("'s", "s'")))
    if comma and (not owned or (first and text.low[first - 1] in _GOVERN)):
        return []  # "According to the report, Ada Finch …"
    return [(first, last)] if first < last else []


def _ends(text: Tokens, found: Roster, at: int) -> bool:
    low = text.low[at]
    if text.inside[at] >= 0 or low in _BOUNDARIES or low in _FINITE or low in _OTHERS:
        return True
    if low.endswith("ed") and low not in _ADJECTIVES and len(low) > _LEAST and not capital(text, at):
        return True
    name = found.at.get(at)
    return name is not None and name.person and " " in name.written and not text.low[name.last - 1].endswith("'s")


def _after(text: Tokens, found: Roster, name: Name) -> list[Range]:
    """Words of the appositions after the name: ``Ada Finch, | 41, a nurse, who runs the port |,``; ``Finch | of Coldwell``."""
    if name.last >= len(text) or text.inside[name.last] >= 0:
        return []
    if text.low[name.last] in ("of", "from", "for") and name.person:
        return _segments(text, found, name.last)
    return _segments(text, found, name.last + 1) if text.low[name.last] == "," else []


def _segments(text: Tokens, found: Roster, at: int) -> list[Range]:
    out: list[Range] = []
    stop = min(len(text), at + _REACH)
    while at < stop and text.inside[at] < 0 and _may_describe(text, found, at):
        begin = at
        of = text.low[at] in ("of", "from", "for")
        while at < stop and text.low[at] not in _STOPS and text.inside[at] < 0:
            if of and at > begin + 1 and (text.low[at] in verbs() or text.low[at] in _FINITE):
                return [*out, (begin, at)]  # "Ada Finch of Coldwell | told reporters"
            at += 1
        if _tells(text.low[begin:at]) and not _is_clause(text, begin, at):
            out.append((begin, at))
        if at >= stop or text.low[at] != ",":
            break
        at += 1
    return out


def _may_describe(text: Tokens, found: Roster, at: int) -> bool:
    """Whether an apposition begins here: a determiner, an age, a relative clause, a role; not the next in a list of names."""
    low = text.low[at]
    if low in _OPENS or low.isdecimal():
        return True
    name = found.at.get(at)
    if name is not None and name.person and not text.low[name.last - 1].endswith("'s"):
        return False
    for k in range(at, min(len(text), at + 5)):
        word = text.low[k].removesuffix("'s")
        if word in _ROLES:
            return True
        verbal = k not in found.at and word.endswith(("ed", "ing", "ly"))
        if not is_word(text, k) or word in _FINITE or word in _BOUNDARIES or verbal:
            return False
    return False


def _is_clause(text: Tokens, first: int, last: int) -> bool:
    """``In Coldwell, | his mother refused to go``: a sentence of its own, no apposition."""
    if text.low[first] in _RELATIVES or text.low[first] in ("of", "for", "from"):
        return False
    if text.low[first] not in _DETERMINERS:
        return last - first > 1 and text.low[last - 1] in verbs()  # "The firm, analysts expect, …"
    for at in range(first, last):
        if text.low[at] in _OPENERS:
            return False
        if at > first and (text.low[at] in _FINITE or text.low[at] in verbs()) and not text.low[at].endswith("ing"):
            return True
    return False


def _tells(segment: list[str]) -> bool:
    """A relative clause describes only where it says what somebody is or does for a living: "who runs", "whose sister"."""
    if segment[:1] == ["who"]:
        return not _DOES.isdisjoint(word for word in segment[1:4] if word not in ("has", "had"))
    return bool(segment) and (segment[0] not in verbs() or segment[0] in _ROLES)  # "Ada Finch, tells the Herald"


def _named(text: Tokens, name: Name) -> list[Range]:
    """``a firm called | Kestrel Stays``."""
    at = name.begin - 1
    if at < 1 or text.low[at] not in _NAMING or text.inside[at] >= 0:
        return []
    first = at
    while first > 0 and at - first < _BACK and is_word(text, first - 1) and text.low[first - 1] not in _BOUNDARIES:
        first -= 1
        if text.low[first] in _DETERMINERS:
            return [(first, at)]
    return []


def _office(text: Tokens, name: Name) -> list[Range]:
    """``Ada Finch resigned as | deputy mayor``: an office that somebody took or left."""
    low, last = text.low, min(len(text), name.last + _REACH)
    for at in range(name.last, last - 1):
        if low[at] in _ENDS_SENTENCE or text.inside[at] >= 0 or (at in text.breaks and at > name.last):
            return []
        if low[at] == "as" and low[at - 1] in _HOLDS:
            stop = next((k for k in range(at + 1, min(len(text), at + _BACK)) if not is_word(text, k)), at + _BACK)
            stop = next((k for k in range(at + 2, stop) if low[k] in _BOUNDARIES), stop)
            return [(at + 1, stop)] if not _ROLES.isdisjoint(low[at + 1 : stop]) else []
    return []


def _is(text: Tokens, name: Name) -> list[Range]:
    """``Ada Finch is a nurse``."""
    low, at = text.low, name.last
    if at + 2 < len(text) and low[at] in ("is", "was") and low[at + 1] in ("a", "an", "the") and text.inside[at] < 0:
        stop = next(
            (k for k in range(at + 1, min(len(text), at + _REACH)) if low[k] in _STOPS or low[k] in ("who", "that")),
            at + 6,
        )
        return [(at + 1, stop)]
    return []


def _followed(text: Tokens, name: Name) -> list[Words]:
    """``the Finch campaign``, ``Finch's supporters``, ``Finch voters``: a politician's surname stands before such nouns."""
    if name.last >= len(text) or text.inside[name.last] >= 0 or not name.person:
        return []
    at = name.last + (text.low[name.last] in ("'", "’"))
    elected = text.low[name.first - 1] if text.low[name.first - 1] != "for" else text.low[name.first - 2]
    office = at < len(text) and text.low[at] in _OFFICE
    return [("candidate",)] if office or (name.first > 1 and elected in _ELECTS) else []


def _bracketed(text: Tokens, name: Name) -> list[Words]:
    """``Ada Finch (R-Ohio)``, ``(Lab.)``: a party in brackets makes a politician, as do the letters of an office: ``MP``."""
    at = name.last
    if at < len(text) and text.low[at] in _LETTERS:
        return [(_LETTERS[text.low[at]],)]
    if at + 2 >= len(text) or text.low[at] != "(":
        return []
    word = text.low[at + 1]
    return [("lawmaker",)] if word.startswith(("r-", "d-", "r.", "d.")) or word in words("marks", "parties") else []
