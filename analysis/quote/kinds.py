"""Words that describe somebody → what kind of source that is: the head noun of each phrase first, then the words around it."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise, product

from analysis.quote.words import lexicon, words
from analysis.tables import SourceType

Words = tuple[str, ...]

_ORDER: tuple[SourceType, ...] = (
    "media_outlet",
    "expert",
    "official",
    "company",
    "campaign_group",
    "unknown",
    "citizen",
)
_CUT = words("grammar", "adjuncts") | {
    "of",
    "for",
    "who",
    "whose",
    "which",
    "that",
    ",",
    "(",
    "and",
    "or",
    "but",
    "against",
    "between",
    "under",
    "across",
    "along",
    "near",
    "behind",
    "he",
    "she",
    "they",
}
_OWNERS = frozenset(("his", "her", "their", "its"))
_SINGULAR = {"corps": "corps", "news": "news"}
_STATES = words("marks", "states")
_LAWYERS = words("marks", "lawyers")
_TIMES = words("grammar", "times")
_CLAUSES = frozenset(("who", "whose", "which", "that"))
_TYPES = lexicon("types")
_LEADERS = frozenset(_TYPES["official"]["leaders"].split())
_FEW = frozenset(_TYPES["official"]["spokes"].split())
_HEADS = _FEW - {word for word in _FEW if word.startswith("spokes")} - {"member", "leader"}
_CROWDS = frozenset(_TYPES["citizen"]["crowds"].split())
KIN = frozenset(_TYPES["citizen"]["kin"].split())
"""Nouns for relatives, and for the house and home of somebody."""
_RULES = words("marks", "rules")
_PARTIES = words("marks", "blocs")
_DOES = words("marks", "does") | _RULES
_PARTISANS = words("marks", "partisans")
ROLES = frozenset(
    word for kind in _TYPES.values() for key in ("words", "leaders", "crowds") for word in kind.get(key, "").split()
) | words("people", "titles")
"""Nouns for somebody who can speak."""
_MODIFIERS = frozenset(("general", "chief", "vice", "executive", "principal", "player"))
"""Say something as head nouns only: ``general secretary`` is no general."""
_WEAK = frozenset(_TYPES["weak"]["words"].split())
_OLDEST, _YOUNGEST = 110, 4
_ELECTIONS = words("marks", "elections")
_MANY: int = lexicon("thresholds")["types"]["election"]
_NEXT, _FAR = 4, 7
_OPENS = words("grammar", "determiners") | _CLAUSES | {"of", "from", "for"}
_PAUSES = frozenset((",", "(", ")", "—", "–", "-", ";", ":"))
_SILENT = (
    words("grammar", "pronouns")
    | words("people", "polite")
    | frozenset(["him", "his", "hers", "her", "its", "them", "their", "of", "s", "and"])
)


@cache
def table() -> dict[str, SourceType]:
    """Word → type; of two lists that hold a word the earlier decides."""
    return _listed("words")


@cache
def _listed(key: str) -> dict[str, SourceType]:
    out: dict[str, SourceType] = {}
    for kind in _ORDER:
        for word in _TYPES[kind].get(key, "").split():
            out.setdefault(word, kind)
    return out


def election(low: Sequence[str]) -> bool:
    """Whether an article (its words) speaks of an election: then "the campaign" is one for office."""
    return sum(map(_ELECTIONS.__contains__, low)) >= _MANY


@cache
def _pairs() -> dict[Words, SourceType]:
    """Two words that say together what neither says alone: ``head teacher``, ``mining group``."""
    out: dict[Words, SourceType] = {}
    for kind in _ORDER:
        for line in _TYPES[kind].get("pairs", ()):
            first, _, nouns = line.partition(" + ")
            for one, noun in product(first.split(), nouns.split()):
                out.setdefault((one, noun), kind)
    return out


def kind_of(described: Iterable[Sequence[str]], *, person: bool = True) -> SourceType | None:
    """Type by the phrases that describe somebody, the most telling first; None where none of them tells."""
    firm = sure_kind(described)
    if firm is not None:
        return firm
    if person and any(_aged(tuple(segment)) for segment in described):
        return "citizen"  # a private person is introduced with an age
    found = [each for segment in described if (each := _of_segment(tuple(segment))) is not None]
    return min((kind for kind, _ in found), key=_ORDER.index, default=None)


def sure_kind(described: Iterable[Sequence[str]]) -> SourceType | None:
    """Type by the phrases alone that say it themselves, not by an office that every body has, nor by an age.

    The one that most of them say; of several, what is said first.
    """
    found = [each for segment in described if (each := _of_segment(tuple(segment))) is not None]
    firm = [kind for kind, sure in found if sure]
    return min(firm, key=lambda kind: (-firm.count(kind), firm.index(kind)), default=None)


def head(phrase: Sequence[str]) -> str:
    """Last word before the first preposition or sign, without its possessive."""
    stop = next((at for at in range(1, len(phrase)) if _stops(phrase, at)), len(phrase))
    return phrase[stop - 1].removesuffix("'s") if phrase else ""


def _stops(phrase: Sequence[str], at: int) -> bool:
    """Whether the head noun stands before: ``a tally | by``, ``a report | published on Monday``, not ``the Associated Press``."""
    word = phrase[at]
    behind = at + 1 == len(phrase) or phrase[at + 1] in _CUT or phrase[at + 1] in _TIMES
    return word in _CUT or word == "being" or (word.endswith("ed") and behind)


def parts(phrase: Sequence[str], name: str = "") -> list[Words]:
    """The descriptions that a source's phrase holds, without the words of its name: between commas, brackets and dashes."""
    bare = frozenset(name.lower().replace("’", "'").split())
    cut: list[list[str]] = [[]]
    for word in phrase:
        if word in _PAUSES:
            cut.append([])
        elif word.removesuffix("'s") not in bare:
            cut[-1].append(word)
    return [tuple(each) for before, each in pairwise([[], *cut]) if each and _describes(each, before)]


def _describes(part: Sequence[str], before: Sequence[str]) -> bool:
    """Not "Baker and | Reed", nor a priest's title, nor what goes on with a list in a clause: ``who writes books, | papers``."""
    listed = not _CLAUSES.isdisjoint(before) and part[0] not in _OPENS and not part[0].isdecimal()
    return not listed and part[-1] != "and" and part != ["father"] and not _SILENT.issuperset(part)


@lru_cache(maxsize=4096)
def _of_segment(segment: Words) -> tuple[SourceType, bool] | None:
    """Type and whether the phrase itself says it; an office that every body has leaves it to the words around it."""
    low = tuple(word.removesuffix("'s").removesuffix("'") for word in segment)
    if low[:1] == ("whose",):
        return _of_owned(low[1:_FAR])
    if low[:1] == ("who",):
        return _of_clause(low)
    # What hangs on it is told apart from it.
    stop = next((at for at, word in enumerate(low) if at and word in _CLAUSES), len(low))
    segment, low = segment[:stop], low[:stop]
    noun = head(segment).removesuffix("'")
    if noun in _LAWYERS and _is_somebodys(segment):
        # Who speaks for a side is no expert.
        return ("unknown" if _STATES.isdisjoint(low) else "official"), True
    pair = _paired(segment, low, noun)
    if pair is not None:
        return pair, True
    known = (
        "citizen" if noun in _CROWDS else table().get(noun) or table().get(_SINGULAR.get(noun, noun.removesuffix("s")))
    )
    if known is not None and noun not in _LEADERS:
        return known, True
    return _around(low)


def _of_clause(low: Words) -> tuple[SourceType, bool] | None:
    """``who teaches``, ``who leads the Harbour List``, ``who works as a nurse``; what else somebody does tells nothing."""
    verbs = low[1:_NEXT]
    does = next((_listed("does")[word] for word in verbs if word in _listed("does")), None)
    if does is not None:
        return does, True
    if _DOES.isdisjoint(verbs) or "not" in verbs:
        return None
    if not _RULES.isdisjoint(verbs) and not _PARTIES.isdisjoint(low[2:]):
        return "official", True
    if "as" in low[2:-1]:
        return _of_segment(low[low.index("as", 2) + 1 :])
    return _around(low)


def _is_somebodys(segment: Words) -> bool:
    """``her | lawyers``, ``Ada Finch's | lawyer``, ``lawyers for | the family``."""
    owned = segment[0] in _OWNERS or any(word.endswith(("'s", "s'")) for word in segment[:-1])
    return owned or any(word in ("for", "representing") for word in segment[1:])


def _of_owned(low: Words) -> tuple[SourceType, bool] | None:
    """``whose | sister``, ``whose | firm``, ``whose | Kestrel Partners owns the pier``."""
    if any(word in KIN for word in low[:_NEXT]):
        return "citizen", True
    body = next((table()[word] for word in low[:_NEXT] if table().get(word) in ("company", "campaign_group")), None)
    if body is None and any(_listed("does").get(word) == "company" for word in low):
        body = "company"
    return (body, True) if body else None


def _paired(segment: Words, low: Words, noun: str) -> SourceType | None:
    """Type by two words that stand together at the end of nouns: those in which the phrase's head ends before others."""
    found = [
        (pair[1] != noun, _ORDER.index(kind))
        for at, pair in enumerate(pairwise(low), start=2)
        if (kind := _pairs().get(pair)) and (at == len(low) or low[at] in _CUT or segment[at - 1] != pair[1])
    ]
    return _ORDER[min(found)[1]] if found else None


def _around(low: Words) -> tuple[SourceType, bool] | None:
    weak = _WEAK if low and low[0] in ("who", "of", "from", "for") else frozenset()
    around = [table()[word] for word in low if word in table() and word not in _MODIFIERS and word not in weak]
    around += [_pairs()[pair] for pair in pairwise(low) if _pairs().get(pair, "citizen") != "citizen"]
    if any(word in _LEADERS for word in low) and (any(word in _CROWDS for word in low) or "workers" in low):
        return "campaign_group", True  # who leads or speaks for residents, workers, passengers
    if around:
        return min(around, key=_ORDER.index), True
    if any(word in _LEADERS - _FEW for word in low):
        return "official", False
    # Whoever leads something that the article does not tell the kind of leads a firm, mostly; who speaks, nobody knows for whom.
    return ("company", False) if any(word in _HEADS for word in low) else None


def partisan(described: Iterable[Sequence[str]]) -> bool:
    """Whether a private person's age stands beside a party, and no office: ``Ada Finch, 55, a Republican who …``."""
    told = [tuple(each) for each in described]
    firm = [each for each in told if (_of_segment(each) or ("", False))[0] == "official"]
    return any(_aged(each) for each in told) and all(head(each) in _PARTISANS for each in firm)


def private(described: Iterable[Sequence[str]]) -> bool:
    """Whether age and trade are a private person's: a namesake of somebody well known."""
    own = [each for each in described if KIN.isdisjoint(each) and each[0] != "who"]
    return any(_aged(tuple(each)) for each in own) and sure_kind(own) == "citizen"


def _aged(segment: Words) -> bool:
    return any(word.endswith("-year-old") or (word.isdecimal() and _YOUNGEST < int(word) < _OLDEST) for word in segment)
