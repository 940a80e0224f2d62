"""A source and its speaker → how the one became the other, in words of the text: "he" → "Mr Reed" → "Tom Reed"; and the role as written."""

from analysis.quote.kinds import kind_of
from analysis.quote.nameless import PRONOUNS
from analysis.quote.people import Name
from analysis.quote.phrases import phrase
from analysis.quote.relays import Said
from analysis.quote.stage import Stage
from analysis.quote.voices import Voice
from analysis.quote.words import lexicon

_POLITE = frozenset(lexicon("people")["polite"].split())
_OPENS = ("a", "an", "the", "who", "whose", "his", "her", "its")
_LONGEST = 100


def chain(on: Stage, one: Said, who: Voice) -> list[str]:
    """Steps from the source as written to the speaker's name, each once; empty where nobody speaks or it is unresolved."""
    if one.source is None or who.speaker is None:
        return []
    steps = [written(on, *one.source)]
    mention = _mention(on, who.speaker, one.source[0])
    if mention is not None:
        steps.append(written(on, mention.begin, mention.last))
    steps.append(who.speaker)
    return list(dict.fromkeys(steps))


def _mention(on: Stage, speaker: str, at: int) -> Name | None:
    """The last naming before token *at*, else the first after it."""
    named = on.named.get(speaker, [])
    before = [name for name in named if name.first < at]
    return before[-1] if before else next(iter(named), None)


def role(on: Stage, one: Said, who: Voice) -> str | None:
    """What the text calls them: the office or trade that says what kind of source they are, else the first description."""
    if who.speaker is None:
        return None
    if not who.named and one.source is not None and who.phrase[0] not in PRONOUNS:
        return written(on, *_noun_phrase(on, one.source))
    told = on.found.roles.get(who.speaker, [])
    polite = [each for each in told if set(on.text.low[slice(*each)]) - _POLITE]
    telling = (each for each in polite if kind_of([tuple(on.text.low[slice(*each)])], person=False) is not None)
    apposed = (
        each for each in polite if each[0] and on.text.low[each[0] - 1] == "," and on.text.low[each[0]] in _OPENS
    )
    chosen = next(telling, next(apposed, None))
    if chosen is not None:
        return written(on, *chosen)
    return None if who.named else who.speaker


def _noun_phrase(on: Stage, source: tuple[int, int]) -> tuple[int, int]:
    one = phrase(on.text, *source)
    return one.begin, max(one.stop, one.noun + 1)


def written(on: Stage, first: int, last: int) -> str:
    """The words of tokens *first* to *last* as they stand, white space made one blank, cut where they are many."""
    text = on.text
    while last - 1 > first and not text.low[last - 1][0].isalnum():
        last -= 1
    said = " ".join(text.text[text.starts[first] : text.ends[last - 1]].split())
    said = said.removesuffix("'s").removesuffix("’s")
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
