"""``the suit``, ``the poll`` → whose it is, where the article says so when it brings it in or a moment later."""

from analysis.quote.names import LANDS
from analysis.quote.people import canonical
from analysis.quote.phrases import Phrase
from analysis.quote.scope import capital
from analysis.quote.stage import Figure, Stage, sentence_of
from analysis.quote.words import lexicon, words

_DETERMINERS = words("grammar", "determiners")
_ALIKE = {noun: frozenset(group.split()) for group in lexicon("people")["papers"] for noun in group.split()}
"""Noun of a paper → the nouns by which an article calls it, too."""
_POLLS = _ALIKE["poll"]
_TELLINGS = words("people", "tellings")
_PRINTED = words("people", "printed")
_ISSUES = words("people", "issues")
_OTHERS = words("people", "receives")
_ISSUED = frozenset(
    noun for group in ("ad", "statement", "letter", "suit", "memo", "petition") for noun in _ALIKE[group]
)
"""Papers of which the sentence that brings them in says, as its subject, whose they are."""
_VOICES = words("people", "narrators")
_OF = frozenset(("by", "from"))
_NEW = frozenset(("a", "an", "its", "his", "her", "their"))
_REACH = 6
_BEFORE = 4
_AHEAD = 3


def poll(on: Stage, one: Phrase) -> Figure | None:
    """``the survey``: the poll with a name that was brought in last; ``A new poll``, at an article's head: the first of the next sentences."""
    telling = one.head in _TELLINGS and one.determiner == "the" and len(one.low) == 1
    if not (one.head in _POLLS or telling) or any(capital(on.text, at) for at in range(one.begin, one.noun + 1)):
        return None
    if one.definite:
        return next((who for at in range(one.begin - 1, 0, -1) if (who := _named_poll(on, at))), None)
    if one.determiner not in ("a", "an") or on.next_head > _AHEAD:
        return None
    stop = next(iter(on.starts[on.next_head + _AHEAD :]), len(on.text))
    return next((who for at in range(one.noun + 1, stop) if (who := _named_poll(on, at))), None)


def _named_poll(on: Stage, noun: int) -> Figure | None:
    """The poll whose noun is token *noun*, if a name stands before it."""
    text = on.text
    if text.low[noun] not in _POLLS or text.inside[noun] >= 0 or not capital(text, noun - 1):
        return None
    first = noun - 1
    while first > 0 and first not in on.starts and (capital(text, first - 1) or text.low[first - 1] == "/"):
        first -= 1
    first += text.low[first] in _DETERMINERS
    written = text.text[text.starts[first] : text.ends[noun]]
    return Figure(written, named=False, person=False, head=text.low[noun]) if first < noun else None


def owned(on: Stage, one: Phrase) -> Figure | None:
    """``the suit``: of whoever filed it, where it was brought in as somebody's: ``Reed's suit``, ``a letter from …``, ``Reed sued in a filing``."""
    head = "ad" if one.head in _VOICES else one.head
    alike = _ALIKE.get(head)
    if alike is None or (one.determiner != "the" and head == one.head) or len(one.low) > 1:
        return None
    for noun in range(one.begin - 1, 0, -1):
        owner = _owner(on, noun) if on.text.low[noun] in alike and on.text.inside[noun] < 0 else None
        if owner is not None and owner.lower() not in LANDS:
            return Figure(f"{owner}'s {head}", named=False, person=False, head=head)
    return _of_outlet(on, one)


def _of_outlet(on: Stage, one: Phrase) -> Figure | None:
    """``the editorial``: of the outlet named last, at most a paragraph back."""
    if one.head not in _PRINTED:
        return None
    at = max((at for at in on.outlets if at < one.begin), default=None)
    if at is None or on.paragraphs[sentence_of(on, one.begin)] - on.paragraphs[sentence_of(on, at)] > 1:
        return None
    return Figure(f"{on.outlets[at]} {one.head}", named=False, person=False, head=one.head)


def _owner(on: Stage, noun: int) -> str | None:
    """Name of whose paper it is: before it with a possessive, behind it with "by", or as the subject that issued it."""
    low, at = on.text.low, on.found.at
    before = next((at[k] for k in range(noun - 1, max(0, noun - _BEFORE), -1) if k in at), None)
    if before is not None and low[before.last - 1].endswith("'s"):
        return canonical(on.found, before)
    stop = min(len(low) - 2, noun + _REACH)
    by = next((k for k in range(noun + 1, stop) if low[k] in _OF), None)
    if by is not None and "." not in low[noun:by]:
        name = next((at[k] for k in range(by + 1, min(len(low), by + _REACH)) if k in at), None)
        return canonical(on.found, name) if name is not None else None
    verb = next((k for k in range(noun - 1, max(0, noun - _REACH), -1) if low[k] in _ISSUES), None)
    subject = at.get(verb - 1) if verb is not None else None
    return canonical(on.found, subject) if subject is not None else _subject(on, noun)


def _subject(on: Stage, noun: int) -> str | None:
    """Who is the subject of the sentence that brings in a paper as new: ``The Reed campaign is to air a new | ad``."""
    first = on.starts[sentence_of(on, noun)]
    new = any(on.text.low[at] in _NEW for at in range(max(first, noun - _BEFORE), noun))
    if on.text.low[noun] not in _ISSUED or not new or not _OTHERS.isdisjoint(on.text.low[first:noun]):
        return None
    return next((who.name for at, who in on.lit if first <= at < noun and who.named), None)
