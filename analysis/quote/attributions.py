"""An article's text → its Attributions: statements with speaker, source type, relaying outlet and confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.quote.chains import chain, role
from analysis.quote.descriptions import describe
from analysis.quote.finder import Finder, finder
from analysis.quote.kinds import election, parts
from analysis.quote.leads import unveiled
from analysis.quote.names import roster
from analysis.quote.nested import told_by
from analysis.quote.papers import mentions
from analysis.quote.press import Mention, called, names_outlet, plain, press
from analysis.quote.relays import Said, relays
from analysis.quote.saying import cue_class
from analysis.quote.scope import Range
from analysis.quote.sentences import Sentence, sentences
from analysis.quote.spans import between, touching
from analysis.quote.stage import Stage, house_of, is_known, is_place, sentence_of, stage
from analysis.quote.statements import Statement
from analysis.quote.subjects import finite
from analysis.quote.ties import one_of, writes_in
from analysis.quote.tokens import Tokens, tokens
from analysis.quote.types import Setting, is_poll, science, source_type
from analysis.quote.voices import Voice, advance, outlet_voice, voice
from analysis.quote.weighing import heard_too
from analysis.quote.words import lexicon
from analysis.tables import Attribution, SourceType

_SHORT = 6
"""Tokens of a description in which an outlet's name says for whom somebody works."""
_WRITES = frozenset(lexicon("relays")["writes"].split())
_APPOSED = 14
"""Words that the rest of a source's phrase may have."""
_PARTS = frozenset((":", ";", ".", "—", "–", "(", ")", "who", "which", "that", "and", "but"))
_FIRST_PERSON = frozenset(("i", "we", "i'm", "i've", "i'd", "i'll", "we're", "we've", "we'd", "we'll"))
_SOMEBODY = (("he",), ("she",))
_NOBODY = Voice(None, named=False, person=False, phrase=())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text comes from: article, outlet, and what outlets are called.

    *outlets* (other name → display name) adds to the shipped lexicon; *own* is the display name of the outlet that
    published the text: "told The Herald" in The Herald is no relay. *authors* wrote it: "I" outside quotations.
    """

    article: str = ""
    outlet: str = ""
    outlets: Mapping[str, str] | None = None
    own: str | None = None
    authors: tuple[str, ...] = ()


def attributions(text: str, place: Place = Place(), *, by: Finder | None = None) -> list[Attribution]:
    """Statements that *text* attributes, in order of their content; any text at all gives a list.

    Found by the learned reader where it can be loaded, or as *by* says.
    """
    by = by or finder()
    words = tokens(text)
    split = sentences(words)
    return [replace(one, found_by=by.name) for one in _heard(words, split, by.find(words, split), place)]


def voices_of(text: str, found: Sequence[Statement], place: Place = Place()) -> list[Attribution]:
    """Whose the statements *found* in *text* are: speaker, role, type and relay of each, in the order of *found*.

    Whoever found them, rules, a learned model or a person: nothing is asked of them but their spans, which lie in *text*.
    """
    words = tokens(text)
    order = sorted(range(len(found)), key=lambda at: found[at].content)
    heard = _heard(words, sentences(words), [found[at] for at in order], place)
    back = dict(zip(order, heard, strict=True))
    return [back[at] for at in range(len(found))]


def _heard(words: Tokens, split: list[Sentence], found: list[Statement], place: Place) -> list[Attribution]:
    if not found:
        return []
    if not split:  # nothing but white space
        return [_attribution(words, place, one, _NOBODY, ("unknown", None, (None, []))) for one in found]
    listed = press(tuple(sorted((place.outlets or {}).items())), place.own)
    known = mentions(words, listed)
    on = _stage(words, split, known)
    said, voices = _first_persons(on, *_voices(on, split, found, known), _persons(place))
    own = called(listed, place.own)
    through = relays(words, said, known, own)
    said, voices, through = _behind_outlets(on, said, voices, through, own)
    voices = unveiled(on, said, voices)
    kinds = _writers(on, said, voices, _types(on, said, voices, known), through)
    kinds = heard_too(on, found, voices, kinds)
    told = [(role(on, *each), chain(on, *each)) for each in zip(said, voices, strict=True)]
    heard = zip(kinds, through, told, strict=True)
    return [_attribution(words, place, *each) for each in zip(found, voices, heard, strict=True)]


def _stage(words: Tokens, split: list[Sentence], known: list[Mention]) -> Stage:
    everybody = roster(words)
    describe(words, everybody)
    on = stage(words, everybody, [each.first for each in split], [each.paragraph for each in split])
    on.outlets.update((at, mention.outlet) for mention in known for at in range(mention.first, mention.last))
    return on


def _attribution(
    words: Tokens,
    place: Place,
    one: Statement,
    who: Voice,
    heard: tuple[SourceType, str | None, tuple[str | None, list[str]]],
) -> Attribution:
    kind, relayed_by, (role_, chain_) = heard
    return Attribution(
        article=place.article,
        outlet=place.outlet,
        content=list(one.content),
        cue=list(one.cue),
        source=list(one.source),
        kind=one.kind,
        speaker=who.speaker,
        source_type=kind,
        named=who.named,
        relayed_by=relayed_by,
        paragraph=one.paragraph,
        score=one.score,
        role=role_,
        chain=chain_,
        cue_class=cue_class(words, one.cue),
    )


def _voices(
    on: Stage, split: list[Sentence], found: list[Statement], known: list[Mention]
) -> tuple[list[Said], list[Voice]]:
    """Statements in tokens, and who speaks in each: in order of the text, so that pronouns look back."""
    said: list[Said] = []
    voices: list[Voice] = []
    for one in found:
        here = _said(on, split, one)
        # Subjects of the sentences up to the cue's stand in the light before the statement is looked at.
        advance(on, sentence_of(on, (here.cue or here.content[-1])[0]))
        who = _who(on, here, known) if here.source else _carried_on(here, one, said, voices)
        said.append(replace(here, speaker=who.speaker))
        voices.append(who)
    return said, voices


def _first_persons(
    on: Stage, said: list[Said], voices: list[Voice], authors: tuple[str, ...]
) -> tuple[list[Said], list[Voice]]:
    """The same, with "I" and "we" in what somebody says made that somebody; outside quotations it is the author."""
    for at, one in enumerate(said):
        if one.source is None or voices[at].speaker is not None or on.text.low[one.source[0]] not in _FIRST_PERSON:
            continue
        first = one.source[0]
        outer = (
            who
            for other, who in zip(said, voices, strict=True)
            if other is not one and who.speaker and any(begin <= first < stop for begin, stop in other.content)
        )
        who = next(outer, None) if on.text.inside[first] >= 0 else _author(on.text.low[first], authors)
        if who is not None:
            voices[at] = replace(who, phrase=voices[at].phrase)
            said[at] = replace(one, speaker=who.speaker)
    return said, voices


def _persons(place: Place) -> tuple[str, ...]:
    """Authors who are no house: not ``Herald Staff`` in The Herald."""
    house = set((place.own or "").lower().split()) - {"the"}
    return tuple(name for name in place.authors if " " in name and house.isdisjoint(name.lower().split()))


def _author(word: str, authors: tuple[str, ...]) -> Voice | None:
    """Who "I" is where one wrote the text, and "we" where several did."""
    if not authors or (len(authors) > 1) is not word.startswith("we"):
        return None
    return Voice(" and ".join(authors), named=True, person=True, phrase=(word,))


def _behind_outlets(
    on: Stage, said: list[Said], voices: list[Voice], through: list[str | None], own: str | None
) -> tuple[list[Said], list[Voice], list[str | None]]:
    """The same, with the voice behind it where an outlet is the source of what somebody told: any but *own* then relays it."""
    said, voices, through = list(said), list(voices), list(through)
    outlets = set(on.outlets.values())
    for at, (one, who) in enumerate(zip(said, voices, strict=True)):
        inner = told_by(on.text, one) if who.speaker in outlets and one.source else None
        if inner is None or inner.source is None:
            continue
        behind = voice(on, inner.source, inner.content[0])
        if behind.speaker is not None and behind.speaker not in outlets:
            said[at], voices[at] = replace(inner, speaker=behind.speaker), behind
            through[at] = None if own and who.speaker and plain(own) == plain(who.speaker) else who.speaker
    return said, voices, through


def _carried_on(here: Said, one: Statement, said: list[Said], voices: list[Voice]) -> Voice:
    """Who speaks in words that name nobody: whoever spoke last in the same paragraph, where they are quoted or follow at once."""
    if (
        not said
        or here.paragraph != said[-1].paragraph
        or voices[-1].speaker is None
        or (one.kind == "indirect" and one.cue)
    ):
        return _NOBODY
    return replace(voices[-1], phrase=())


def _who(on: Stage, one: Said, known: list[Mention]) -> Voice:
    if one.source is None or one.source[1] <= one.source[0]:
        return _NOBODY
    mention = names_outlet(on.text, known, one.source)
    if mention is None:
        return voice(on, one.source, one.content[0])
    return outlet_voice(on, one.source, mention.outlet)


def _said(on: Stage, split: list[Sentence], one: Statement) -> Said:
    words = on.text
    cue = _if_any(between(words, *one.cue[0])) if one.cue else None
    source = _to_cue(on, _if_any(touching(words, *one.source[0])), cue) if one.source else None
    content = tuple(between(words, *each) for each in one.content)
    sentence = split[sentence_of(on, (cue or content[0])[0])]
    return Said((sentence.first, sentence.last), cue, source, content, None, sentence.paragraph)


def _to_cue(on: Stage, source: Range | None, cue: Range | None) -> Range | None:
    """The source, up to its cue where a phrase without a name gets one in between: ``A vet | for the race, Liv Armand, | said``."""
    if source is None or cue is None or not source[1] < cue[0] <= source[1] + _APPOSED:
        return source
    words, rest = on.text, range(source[1], cue[0])
    named_there = any(at in on.found.at for at in rest) and not any(at in on.found.at for at in range(*source))
    plain = all(words.inside[at] < 0 and words.low[at] not in _PARTS and not finite(words, at) for at in rest)
    return (source[0], cue[0]) if named_there and plain and source[1] not in words.breaks else source


def _if_any(marked: Range) -> Range | None:
    """The tokens, where there are any: somebody may have marked white space."""
    return marked if marked[0] < marked[1] else None


def _types(on: Stage, said: list[Said], voices: list[Voice], known: list[Mention]) -> list[SourceType]:
    """Types once everybody has been met: a description may stand in a later paragraph than the statement."""
    about = Setting((), election(on.text.low), science=science(on.text.low))
    outlets = {mention.outlet for mention in known}
    _tell_each_other(on, voices)
    kinds = [
        _type(on, one, who, about) if who.speaker not in outlets else "document" if is_poll(who) else "media_outlet"
        for one, who in zip(said, voices, strict=True)
    ]
    return [_like_others(at, voices, kinds) for at in range(len(kinds))]


def _like_others(at: int, voices: list[Voice], kinds: list[SourceType]) -> SourceType:
    """Kind of a ``he`` whom nobody could resolve: that of the person who spoke last, for it is they, or they are talked about together."""
    who = voices[at]
    if who.speaker is not None or who.phrase[:1] not in _SOMEBODY:
        return kinds[at]
    others = (
        kinds[k] for k in (*range(at - 1, -1, -1), *range(at + 1, len(kinds))) if voices[k].named and voices[k].person
    )
    return next(others, kinds[at])


def _tell_each_other(on: Stage, voices: list[Voice]) -> None:
    """What one phrase says of somebody named holds wherever they speak: ``Ada Finch — a nurse from Coldwell —``, then ``Finch``."""
    for who in voices:
        if who.speaker is None or not who.named or not who.person:
            continue
        told = on.found.said_of.setdefault(who.speaker, [])
        told += [part for part in parts(who.phrase, who.speaker) if part not in told]


def _writers(
    on: Stage, said: list[Said], voices: list[Voice], kinds: list[SourceType], through: list[str | None]
) -> list[SourceType]:
    """Kinds, with media_outlet for those of whom nothing is known but that they wrote in an outlet: ``argued Ada Finch in the Herald``."""
    writing = {
        who.speaker
        for one, who, relay in zip(said, voices, through, strict=True)
        if relay and one.cue and who.named and who.person and not _WRITES.isdisjoint(on.text.low[slice(*one.cue)])
    }
    return [
        "media_outlet" if kind == "unknown" and who.speaker in writing else kind
        for who, kind in zip(voices, kinds, strict=True)
    ]


def _type(on: Stage, one: Said, who: Voice, about: Setting) -> SourceType:
    told = [*_said_of(on, who.speaker or ""), *_among(on, one, who)]
    around = [] if who.speaker is None else on.around.get(who.speaker, on.text.low[slice(*one.sentence)])
    if who.speaker is None or not who.named:
        return source_type(who, told, replace(about, around=around))
    if who.speaker not in on.settings:
        on.settings[who.speaker] = _behind(on, who.speaker, told, person=who.person)
    house, place, of_press = on.settings[who.speaker]
    return source_type(who, told, replace(about, around=around, house=house, place=place, press=of_press))


def _said_of(on: Stage, speaker: str) -> list[tuple[str, ...]]:
    """What is said of them, of two people together what is said of each."""
    told = on.found.said_of
    both = [] if speaker in told else [each for each in speaker.split(" and ") if each in on.named]
    return [segment for each in both or [speaker] for segment in told.get(each, [])]


def _among(on: Stage, one: Said, who: Voice) -> list[tuple[str, ...]]:
    """Those of whom the source is one; of somebody named it holds from now on."""
    several = one_of(on, one.source[0], who.phrase) if one.source else ()
    if several and who.named and who.speaker is not None:
        on.found.said_of.setdefault(who.speaker, []).append(several)
    return [several] if several else []


def _behind(
    on: Stage, speaker: str, told: list[tuple[str, ...]], *, person: bool
) -> tuple[SourceType | None, bool, bool]:
    """Kind of the body behind somebody, whether it is a place, and whether an outlet is named in what is said of them."""
    house = house_of(on, speaker, told) if person else None
    roles = on.found.roles.get(speaker, [])
    of_press = any(at in on.outlets for first, last in roles for at in range(first, min(last, first + _SHORT)))
    of_press = of_press or any(writes_in(on, name) for name in on.named.get(speaker, []))
    place = is_place(on, speaker) if not person else " " in speaker and is_known(speaker)
    return house, place, of_press
