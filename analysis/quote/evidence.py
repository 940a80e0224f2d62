"""The places where a name stands → whether it is a person's: titles and ages speak for it, "the" and "plc" against."""

from analysis.quote.cues import verbs
from analysis.quote.figures import is_surname
from analysis.quote.kinds import ROLES
from analysis.quote.people import FIRST, Name
from analysis.quote.tokens import Tokens
from analysis.quote.words import words

_PLACED = frozenset(("in", "at", "near", "across", "into", "around"))
_ORGANISATIONS = words("people", "organisations")
_MARKS = words("marks", "firm_marks")
_SURE = 3
_SHORT = 5


def people_among(text: Tokens, names: list[Name]) -> dict[str, bool]:
    """Name as written → whether the places where it stands speak for a person: titles and ages for, "the" and "plc" against."""
    score: dict[str, int] = {}
    for name in names:
        score[name.written] = score.get(name.written, 0) + _evidence(text, name)
    ends = {name.surname for name in names if name.person and " " in name.written and score[name.written] >= 0}
    given = {
        n.written.split()[0].lower() for n in names if n.person and " " in n.written and score[n.written] >= 0
    } & FIRST.keys()
    begins = {name.written.split()[0].lower() for name in names if not name.person and " " in name.written}
    out = {}
    for name in names:
        single = " " not in name.written
        known = single and (name.surname in ends or name.surname in given)
        known = known or (single and score[name.written] >= 0 and is_surname(name.written))
        firm = single and name.surname in begins and score[name.written] <= 0
        # A person is named in full somewhere, or has a title; one word alone is a firm or a place as often.
        least = 0 if not single else 1 if name.surname in FIRST else _SURE
        out[name.written] = known or (score[name.written] >= least and not firm)
    return out


def _evidence(text: Tokens, name: Name) -> int:
    """Positive where this mention looks like a person, negative where it looks like a thing, a place or a firm."""
    low, n = text.low, len(text)
    before = low[name.first - 1] if name.first else ""
    after = low[name.last : name.last + 3]
    if name.titles or (after[:1] == [","] and after[1:2] and (after[1] in ("who", "whose") or after[1].isdecimal())):
        return 5
    if any(word in _MARKS for word in _around(text, name)):
        return -3
    if before == "the" or before in _PLACED:
        return -2 if " " not in name.written or before in ("the", "at") else 0
    if after[:1] == [","] and after[1:2] == ["which"]:
        return -2
    if _organised_by(text, name):
        return -3
    if " " not in name.written and (_says_it(text, name) or "its" in low[name.last : name.last + _SHORT]):
        return -1
    speaks = name.last < n and (low[name.last] in verbs() or before in verbs()) and text.inside[name.first] < 0
    return 1 if speaks else 0


def _organised_by(text: Tokens, name: Name) -> bool:
    """``the insurer, | X``, ``X, | a charity that``: a noun for bodies right beside the name."""
    low, first = text.low, name.first
    before = first > 1 and low[first - 1] == "," and low[first - 2] in _ORGANISATIONS
    after = low[name.last : name.last + _SHORT + 1]
    opens = len(after) > 2 and after[0] == "," and after[1] in ("a", "an", "the")
    nouns = [at for at, word in enumerate(after) if word in _ORGANISATIONS] if opens else []
    # "X, a campaign spokesman": what it works for does not say what it is.
    somebody = opens and any(after[at + 1 : at + 2] and after[at + 1] in ROLES for at in nouns)
    return before or (bool(nouns) and not somebody)


def _says_it(text: Tokens, name: Name) -> bool:
    """``X said it would``: who says so of itself is no person, mostly."""
    at = name.last
    return at + 1 < len(text) and text.low[at] in verbs() and text.low[at + 1] in ("it", "its")


def _around(text: Tokens, name: Name) -> list[str]:
    """``chief executive of | X``, ``X's | shares``: the words that make X a firm."""
    low, first = text.low, name.first
    own = low[name.last : name.last + 3] if low[name.last - 1].endswith("'s") else []
    of = low[max(0, first - 4) : first - 1] if first and not own and low[first - 1] in ("of", "for", "in", "at") else []
    return [*own, *of]
