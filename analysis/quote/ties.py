"""A source of which its own words tell nothing → the words of what the article ties it to: those it is one of, the outlet it writes in."""

from analysis.quote.kinds import ROLES, head, table
from analysis.quote.people import Name
from analysis.quote.phrases import DOCUMENTS
from analysis.quote.scope import is_word
from analysis.quote.stage import Stage, sentence_of
from analysis.quote.words import lexicon, words

Words = tuple[str, ...]

_PARTS = frozenset(lexicon("marks")["parts"].split())
_PLURALS = words("people", "plurals")
_PREPOSITIONS = frozenset(("in", "of", "for", "at", "with", "from"))
_BACK: int = lexicon("thresholds")["types"]["back"]
"""Words back in which those are looked for of whom somebody is one."""
_NEAR = 1
_SHORT = 4
_RELATIVES = (("who",), ("that",))
_ENDS = words("grammar", "boundaries") | words("grammar", "adjuncts") | words("grammar", "finite")


def one_of(on: Stage, first: int, phrase: Words) -> Words:
    """``one of them``, ``both``: the several who spoke before token *first*, or were spoken of, in this paragraph or the last."""
    if not phrase or phrase[0] not in _PARTS:
        return _before_relative(on, first) if phrase[:1] in _RELATIVES else ()
    if len(phrase) > 2 and phrase[1] == "of" and phrase[2] not in ("them", "those"):
        return _plural(phrase)
    if len(phrase) > 1 and phrase[1] not in ("of", ",", "(", "—", "–"):
        return ()
    here = on.paragraphs[sentence_of(on, first)]
    other = phrase[0] == "another"  # "one follower … another"
    several = (who for at, who in reversed(on.lit) if at < first and (who.plural or (other and who.some)))
    spoke = next((who for who in several if not who.named), None)
    if spoke is not None and any(at >= first - _BACK for at, who in on.lit if who == spoke and at < first):
        return tuple(spoke.name.lower().split())
    for at in range(first - 1, max(-1, first - _BACK), -1):
        if here - on.paragraphs[sentence_of(on, at)] > _NEAR:
            break
        if on.text.inside[at] < 0 and is_word(on.text, at) and _several(on.text.low[at]):
            return tuple(on.text.low[max(0, at - 1) : at + 1])
    return ()


def _before_relative(on: Stage, first: int) -> Words:
    """``most voters | who``: the noun phrase right before token *first*."""
    low, begin = on.text.low, first
    while begin > 0 and first - begin < _SHORT and is_word(on.text, begin - 1) and low[begin - 1] not in _ENDS:
        begin -= 1
    return tuple(low[begin:first]) if head(low[begin:first]) in ROLES else ()


def _plural(phrase: Words) -> Words:
    """``one of the | tenants | who …``."""
    rest = phrase[2:]
    return rest if _several(head(rest)) else ()


def _several(noun: str) -> bool:
    bare = noun.removesuffix("'")
    if bare in _PLURALS or bare.removesuffix("s") == bare:
        return bare in _PLURALS and bare in table()
    return bare in table() or bare in DOCUMENTS or bare.removesuffix("s") in table()


def writes_in(on: Stage, name: Name) -> bool:
    """``said Ada Finch in | the Herald``, ``Ada Finch of the Herald``: an outlet stands right behind the name."""
    low, at = on.text.low, name.last
    if at + 2 >= len(low) or low[at] not in _PREPOSITIONS or on.text.inside[at] >= 0:
        return False
    return at + 1 in on.outlets or (low[at + 1] in ("the", "our", "its") and at + 2 in on.outlets)
