"""A statement → the outlet through which it came: "told The …", "in an interview with …", "citing …", and what carries on."""

from dataclasses import dataclass

from analysis.quote.press import Mention, plain
from analysis.quote.scope import Range
from analysis.quote.tokens import Tokens
from analysis.quote.words import words

_TOLD = words("relays", "told")
_PREPOSITIONS = words("relays", "prepositions")
_OCCASIONS = words("relays", "occasions")
_REPORTS = words("relays", "reports")
_ELSEWHERE = words("relays", "elsewhere")
_PRONOUNS = frozenset(("he", "she", "they", "it", "we"))
_ASKED = frozenset(("asked", "responding", "replying", "reacting"))
_REACH = 7


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as relays look at it: sentence, tokens of cue, source and content, speaker, paragraph."""

    sentence: Range
    cue: Range | None
    source: Range | None
    content: tuple[Range, ...]
    speaker: str | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Relay:
    """An outlet that passes on what *speaker* said, in *paragraph*; *speaker* None: the outlet speaks itself."""

    outlet: str
    speaker: str | None
    paragraph: int


def relays(text: Tokens, said: list[Said], found: list[Mention], own: str | None) -> list[str | None]:
    """For each statement the display name of the outlet that relays it, or None; *own* relays nothing to itself."""
    ways = [mention for mention in found if _is_way(text, mention)]
    out: list[str | None] = []
    going: Relay | None = None
    for number, one in enumerate(said):
        following = said[number + 1] if number + 1 < len(said) else None
        outlet = _speaks(one, found) or _on_the_way(one, following, ways)
        if outlet is None and going is not None and _goes_on(text, one, going):
            outlet = going.outlet
        if outlet is not None:
            going = Relay(outlet, one.speaker, one.paragraph)
        elif one.speaker is not None and (going is None or one.speaker != going.speaker):
            going = None
        out.append(None if outlet is None or (own and plain(own) == plain(outlet)) else outlet)
    return out


def _is_way(text: Tokens, mention: Mention) -> bool:
    """Whether something came by way of this mention: by the words before it, or a verb of reporting after it."""
    low, lowest = text.low, max(0, mention.first - _REACH)
    for at in range(mention.first - 1, lowest - 1, -1):
        word = low[at]
        if text.inside[at] >= 0 or word in (".", ";", ":"):
            return _reports(text, mention)
        if word in _TOLD:
            return True
        if word == "to" and at and low[at - 1] == "according":
            return True
        if word in _ASKED:
            return _reports(text, mention)
        if word in _PREPOSITIONS and any(each in _ASKED for each in low[max(0, at - 6) : at]):
            return _reports(text, mention)  # "asked about a report in The Herald, he said": he did not say it there
        if word in _PREPOSITIONS and any(each in _OCCASIONS for each in low[max(0, at - 5) : at]):
            return True
    return _reports(text, mention)


def _reports(text: Tokens, mention: Mention) -> bool:
    after = text.low[mention.last : mention.last + 3]
    at = mention.first - 1 - (text.low[mention.first - 1] == "the")
    # ", reported the Herald." at a sentence's end
    if at > 0 and text.low[at] in _REPORTS and (text.low[at - 1] == "," or text.inside[at - 1] >= 0):
        return True
    return bool(after) and (after[0] in _REPORTS or (after[0] in ("has", "had", "first") and after[-1] in _REPORTS))


def _speaks(one: Said, found: list[Mention]) -> str | None:
    """Outlet that is itself the source: ``The Harbour Herald reported``."""
    if one.source is None:
        return None
    first, last = one.source
    for mention in found:
        if mention.first > last:
            return None
        if first <= mention.first <= first + 1 and mention.last >= last - 1:
            return mention.outlet
    return None


def _on_the_way(one: Said, following: Said | None, ways: list[Mention]) -> str | None:
    """Outlet named in the statement's sentence, not in what was said, before the next statement begins."""
    first, last = one.sentence
    start = min([each[0] for each in (one.cue, one.source) if each] or [first])
    stop = last
    if following is not None and following.sentence == one.sentence and following.cue and following.cue[0] > start:
        stop = min(each[0] for each in (following.cue, following.source) if each and each[0] > start)
    for mention in ways:
        if not first <= mention.first < stop or any(a <= mention.first < b for a, b in one.content):
            continue
        return mention.outlet
    return None


def _goes_on(text: Tokens, one: Said, going: Relay) -> bool:
    """Whether a relay carries over: the same speaker again, at once or in the next paragraph, and on no other occasion."""
    if one.paragraph - going.paragraph > 1 or any(text.low[at] in _ELSEWHERE for at in _outside(text, one)):
        return False
    if one.source is None:
        return one.paragraph == going.paragraph
    if one.speaker is None:
        return text.low[one.source[0]] in _PRONOUNS and one.paragraph == going.paragraph
    return one.speaker == going.speaker


def _outside(text: Tokens, one: Said) -> list[int]:
    first, last = one.sentence
    said = {at for a, b in one.content for at in range(a, b)}
    return [at for at in range(first, last) if at not in said and text.inside[at] < 0]
