"""Words that describe somebody → what kind of source that is: the head noun of each phrase first, then the words around it."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from analysis.quote.words import lexicon, words
from analysis.tables import SourceType

Words = tuple[str, ...]

_ORDER: tuple[SourceType, ...] = ("media_outlet", "expert", "official", "company", "campaign_group", "citizen")
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
}
_TEACHES = frozenset(lexicon("types")["expert"]["does"].split())
_RELATIVES = frozenset(("who", "whose"))
_LEADERS = frozenset(lexicon("types")["official"]["leaders"].split())
_FEW = frozenset(lexicon("types")["official"]["spokes"].split())
_HEADS = _FEW - {word for word in _FEW if word.startswith("spokes")} - {"member", "leader"}
_CROWDS = frozenset(lexicon("types")["citizen"]["crowds"].split())
_KIN = frozenset(lexicon("types")["citizen"]["kin"].split())
ROLES = frozenset(
    word
    for kind in lexicon("types").values()
    for key in ("words", "leaders", "crowds")
    for word in kind.get(key, "").split()
) | words("people", "titles")
"""Nouns for somebody who can speak."""
_MODIFIERS = frozenset(("general", "chief", "vice"))
"""Say something as head nouns only: ``general secretary`` is no general."""
_WEAK = frozenset(lexicon("types")["weak"]["words"].split())
_OLDEST, _YOUNGEST = 110, 4
_ELECTIONS = words("marks", "elections")
_MANY: int = lexicon("thresholds")["types"]["election"]


@cache
def table() -> dict[str, SourceType]:
    """Word → type; of two lists that hold a word the earlier decides."""
    out: dict[str, SourceType] = {}
    for kind in _ORDER:
        for word in lexicon("types")[kind]["words"].split():
            out.setdefault(word, kind)
    return out


def election(low: Sequence[str]) -> bool:
    """Whether an article (its words) speaks of an election: then "the campaign" is one for office."""
    return sum(map(_ELECTIONS.__contains__, low)) >= _MANY


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
    """Type by the phrases alone that say it themselves, not by an office that every body has, nor by an age."""
    found = [each for segment in described if (each := _of_segment(tuple(segment))) is not None]
    firm = [kind for kind, sure in found if sure]
    return min(firm, key=lambda kind: (-firm.count(kind), _ORDER.index(kind)), default=None)


def head(phrase: Sequence[str]) -> str:
    """Last word before the first preposition or sign, without its possessive."""
    stop = next((at for at, word in enumerate(phrase) if at and (word in _CUT or word.endswith("ed"))), len(phrase))
    return phrase[stop - 1].removesuffix("'s") if phrase else ""


@lru_cache(maxsize=4096)
def _of_segment(segment: Words) -> tuple[SourceType, bool] | None:
    """Type and whether the phrase itself says it; an office that every body has leaves it to the words around it."""
    low = tuple(word.removesuffix("'s").removesuffix("'") for word in segment)
    if low[:1] == ("whose",):
        return ("citizen", True) if len(low) > 1 and low[1] in _KIN else None
    if low[:1] != ("who",) and "who" in low:
        low = low[: low.index("who")]  # the clause is told apart from what it hangs on
    if low[:1] == ("who",) and not _TEACHES.isdisjoint(low[1:4]):
        return "expert", True
    noun = head(segment).removesuffix("'")
    known = table().get(noun)
    if known is not None and noun not in _LEADERS and low[:1] != ("who",):
        return known, True
    weak = _WEAK if low and low[0] in ("who", "of", "from", "for") else frozenset()
    around = [table()[word] for word in low if word in table() and word not in _MODIFIERS and word not in weak]
    if any(word in _LEADERS for word in low) and (any(word in _CROWDS for word in low) or "workers" in low):
        return "campaign_group", True  # who leads or speaks for residents, workers, passengers
    if around:
        return min(around, key=_ORDER.index), True
    if any(word in _LEADERS - _FEW for word in low):
        return "official", False
    # Whoever leads something that the article does not tell the kind of leads a firm, mostly; who speaks, nobody knows for whom.
    return ("company", False) if any(word in _HEADS for word in low) else None


def _aged(segment: Words) -> bool:
    return any(word.isdecimal() and _YOUNGEST < int(word) < _OLDEST for word in segment)
