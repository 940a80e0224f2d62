"""Tokens → the words that introduce statements: verbs of saying with their auxiliaries, and "according to"."""

from dataclasses import dataclass
from functools import cache

from analysis.quote.tokens import Tokens
from analysis.quote.words import forms, lexicon, words

AUXILIARIES = words("grammar", "auxiliaries")
_NO_VERB_AFTER = words("grammar", "no_verb_after")
_BE = words("grammar", "be")
_MODALS = words("grammar", "modals")
_PLURAL = words("grammar", "plural")
_SINGULAR = words("grammar", "singular")
_ADJUNCTS = words("grammar", "adjuncts")
_DETERMINERS = words("grammar", "determiners")
_PRONOUNS = words("grammar", "pronouns")
_NOUNLIKE = words("verbs", "nounlike")
_BACK = {"point": "out", "shoot": "back", "write": "back", "go": "on", "fire": "back"}
_REPORTED = frozenset(("quoted", "reported", "cited"))
_GLUED = frozenset("<>=/@#_")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb's form, and what it takes."""

    plain: str
    tense: str
    clause: bool
    address: bool
    quotation: bool
    object: bool
    particles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens ``first`` to ``end`` (exclusive) that introduce a statement; ``at`` is the verb itself."""

    first: int
    at: int
    end: int
    verb: Verb
    particle: bool = False


@cache
def verbs() -> dict[str, Verb]:
    """Every form of every verb of the lexicon; ``according`` is among them."""
    keys = ("clause", "address", "quotation", "object")
    lists = {key: forms(key) for key in (*keys, "particles")}
    particles = {verb: frozenset(after.split()) for verb, after in lexicon("verbs")["particles"].items()}
    table = {}
    for form in sorted(set().union(*lists.values())):
        plain, tense = next(found[form] for found in lists.values() if form in found)
        clause, address, quotation, objects = (form in lists[key] for key in keys)
        table[form] = Verb(plain, tense, clause, address, quotation, objects, particles.get(plain, frozenset()))
    table["according"] = Verb("according", "ing", clause=False, address=False, quotation=False, object=False)
    return table


def cues(text: Tokens) -> list[Cue]:
    """Words that may introduce a statement, in order; none of them lies in a quotation."""
    table, low, inside = verbs(), text.low, text.inside
    found = (_cue(text, at, table[low[at]]) for at in range(len(low)) if low[at] in table and inside[at] < 0)
    return [cue for cue in found if cue is not None]


def _cue(text: Tokens, at: int, verb: Verb) -> Cue | None:
    low = text.low
    before = low[at - 1] if at else ""
    after = low[at + 1] if at + 1 < len(low) else ""
    if verb.plain == "according":
        return Cue(at, at, at + 2, verb) if after == "to" else None
    if before in _NO_VERB_AFTER or before.endswith("'s") or (before in _BE and verb.tense != "ing"):
        return None
    if before in _GLUED or after in _GLUED or (after == "by" and verb.tense == "past"):
        return None
    if verb.tense in ("plain", "s") and _is_noun(text, at, verb):
        return None
    first = at - 2 if verb.plain == "say" and before == "as" and low[max(0, at - 2)] in _REPORTED else at
    while first and text.inside[first - 1] < 0 and _belongs(low[first - 1]):
        first -= 1
    if after in verb.particles:
        return Cue(first, at, at + 2, verb, particle=True)
    return Cue(first, at, at + 2 if after == _BACK.get(verb.plain, "-") else at + 1, verb)


def _belongs(word: str) -> bool:
    """Auxiliaries and adverbs between subject and verb."""
    return word in AUXILIARIES or word == "been" or (word.endswith("ly") and len(word) > 4)


def _is_noun(text: Tokens, at: int, verb: Verb) -> bool:
    """Whether a form without ending, or with -s, is a noun here: by the words beside it."""
    before = text.low[at - 1] if at else ""
    if before in _MODALS or (before.endswith("ly") and len(before) > 4):
        return False
    if verb.tense == "plain":
        if before.isdigit() and text.low[at + 1 : at + 2] == ["that"]:
            return False  # "drawings of 1961 show that"
        plural = before in _PLURAL or (before.endswith("s") and len(before) > 3) or before.endswith("s,")
        return not plural or (verb.plain in _NOUNLIKE and not _clause_follows(text, at + 1))
    if verb.plain not in _NOUNLIKE or before in _SINGULAR:
        return False
    if before == "united":
        return True
    named = at > 0 and text.text[text.starts[at - 1]].isupper()
    follows = _clause_follows(text, at + 1)
    return not (
        follows or (named and at + 1 < len(text) and text.low[at + 1][0].isalnum() and not _preposition(text, at + 1))
    )


def _clause_follows(text: Tokens, at: int) -> bool:
    """Whether what stands here can begin what a verb of saying takes."""
    if at >= len(text):
        return False
    word = text.low[at]
    if text.inside[at] >= 0 or word in (":", "that", "if", "whether", "how", "why", "what"):
        return True
    return word in _DETERMINERS or word in _PRONOUNS or text.text[text.starts[at]].isupper()


def _preposition(text: Tokens, at: int) -> bool:
    return text.low[at] in _ADJUNCTS or text.low[at] in ("and", "or", "but")
