"""A statement → the outlet through which it came: "told The …", "in an interview with …", "citing …", and what carries on."""

from dataclasses import dataclass, field

from analysis.quote.press import Mention, names_outlet, plain
from analysis.quote.scope import Range
from analysis.quote.tokens import Tokens
from analysis.quote.ways import is_way, sets_the_scene
from analysis.quote.words import lexicon, words

_ELSEWHERE = words("relays", "elsewhere")
_PARTITIVE = words("relays", "partitive")
_GOES_ON: int = lexicon("thresholds")["relays"]["goes_on"]
_ORDINALS = frozenset(("second", "third", "fourth", "other", "first", "former", "latter"))
_PRONOUNS = frozenset(("he", "she", "they", "it", "we"))


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
    """An outlet that passes on what *speaker* said, in *paragraph*; *speaker* None: nobody, or the outlet itself."""

    outlet: str
    speaker: str | None
    paragraph: int


@dataclass(slots=True)
class _Course:
    """What an article has relayed so far: the relay that goes on, each speaker's last, and the outlet that a paragraph is about."""

    text: Tokens
    found: list[Mention]
    ways: list[Mention]
    going: Relay | None = None
    by_speaker: dict[str, Relay] = field(default_factory=dict)


def relays(text: Tokens, said: list[Said], found: list[Mention], own: str | None) -> list[str | None]:
    """For each statement the display name of the outlet that relays it, or None; *own* relays nothing to itself."""
    course = _Course(text, found, [mention for mention in found if is_way(text, mention)])
    out: list[str | None] = []
    for number, one in enumerate(said):
        before = said[number - 1] if number else None
        following = said[number + 1] if number + 1 < len(said) else None
        speaks = names_outlet(text, found, one.source) if one.source else None
        stated = speaks.outlet if speaks else _on_the_way(course, one, before, following)
        outlet = stated or _carried(course, one, before)
        _remember(course, one, outlet)
        out.append(None if outlet is None or (own and plain(own) == plain(outlet)) else outlet)
    return out


def _remember(course: _Course, one: Said, outlet: str | None) -> None:
    if outlet is not None:
        who = one.speaker or (course.going.speaker if course.going and one.source is None else None)
        course.going = Relay(outlet, who, one.paragraph)
        if one.speaker is not None:
            course.by_speaker[one.speaker] = course.going
    elif one.speaker is not None:
        if course.going is None or one.speaker != course.going.speaker:
            course.going = None
        course.by_speaker.pop(one.speaker, None)


def _on_the_way(course: _Course, one: Said, before: Said | None, following: Said | None) -> str | None:
    """Outlet named in the statement's sentence, not in what was said, before the next statement begins."""
    first, last = one.sentence
    if before is not None and before.sentence == one.sentence and before.source not in (None, one.source):
        first = max(each[1] for each in (before.cue, before.source) if each)
    start = min([each[0] for each in (one.cue, one.source) if each] or [first])
    stop = last
    if following is not None and following.sentence == one.sentence and following.cue and following.cue[0] > start:
        stop = min(each[0] for each in (following.cue, following.source) if each and each[0] > start)
    here = [
        mention
        for mention in course.found
        if first <= mention.first < stop and not any(a <= mention.first < b for a, b in one.content)
    ]
    told = next((mention for mention in here if mention in course.ways), None)
    told = told or next((mention for mention in here if _with_source(course.text, one, mention)), None)
    return told.outlet if told else None


def _with_source(text: Tokens, one: Said, mention: Mention) -> bool:
    """``argued Ada Finch in the Herald``, ``a letter that the Herald has seen``: where the source stands, or within it."""
    if one.source is not None and one.source[0] <= mention.first < one.source[1]:
        return sets_the_scene(text, mention) and not _elsewhere(text, one)
    at = mention.first - mention.led - 1
    at -= at > 0 and text.low[at] == "the"
    ends = [each[1] for each in (one.source, one.cue) if each]
    return at in ends and text.low[at] in ("in", "for", "on")


def _carried(course: _Course, one: Said, before: Said | None) -> str | None:
    """Outlet of a relay that goes on: the same speaker's, that of those just heard, or the one that the paragraph is about."""
    text, going = course.text, course.going
    if _elsewhere(text, one):
        return None
    if going is not None and (_goes_on(text, one, going) or _is_quoted(text, one, going)):
        return going.outlet
    mine = course.by_speaker.get(one.speaker) if one.speaker is not None else None
    if mine is not None and one.paragraph == mine.paragraph:
        return mine.outlet
    return _scene(course, one, before)


def _goes_on(text: Tokens, one: Said, going: Relay) -> bool:
    """Whether a relay carries over: the same speaker again, at once or in the next paragraph, or one of those just heard."""
    if one.paragraph - going.paragraph > _GOES_ON:
        return False
    if one.source is None:
        return one.paragraph == going.paragraph
    if _of_them(text, one.source) and one.paragraph == going.paragraph:
        return True
    if one.speaker is None:
        return text.low[one.source[0]] in _PRONOUNS and one.paragraph == going.paragraph
    return one.speaker == going.speaker


def _is_quoted(text: Tokens, one: Said, going: Relay) -> bool:
    """``was quoted as saying``: by the outlet of which the last paragraphs told."""
    cue = text.low[slice(*one.cue)] if one.cue else []
    return (
        one.paragraph - going.paragraph <= _GOES_ON
        and "quoted" in cue
        and ("was" in cue or "were" in cue or "saying" in cue)
    )


def _of_them(text: Tokens, source: Range) -> bool:
    """``one of them``, ``another``, ``the second official``: somebody of those just heard."""
    word = text.low[source[0]]
    return word in _PARTITIVE or (word == "the" and text.low[source[0] + 1] in _ORDINALS)


def _scene(course: _Course, one: Said, before: Said | None) -> str | None:
    """Outlet named in the paragraph between the statement before and this one, in words that say: what follows is from there."""
    start = before.sentence[1] if before is not None else 0
    first = min([each[0] for each in (one.cue, one.source) if each] or [one.sentence[0]])
    begun = max((at for at in course.text.breaks if at <= one.sentence[0]), default=0)
    for mention in reversed(course.found):
        if mention.first < max(start, begun):
            return None
        if mention.first < first and sets_the_scene(course.text, mention):
            return mention.outlet
    return None


def _elsewhere(text: Tokens, one: Said) -> bool:
    """Whether the sentence names another occasion: ``in a statement``, ``told parliament``."""
    first, last = one.sentence
    said = {at for a, b in one.content for at in range(a, b)}
    return any(text.low[at] in _ELSEWHERE and at not in said and text.inside[at] < 0 for at in range(first, last))
