"""An article's text → its Attributions: statements with speaker, source type, relaying outlet and confidence."""

from bisect import bisect_right
from collections.abc import Mapping

from analysis.quote.confidence import confidence
from analysis.quote.names import roster
from analysis.quote.press import Mention, mentions, names_outlet, press
from analysis.quote.relays import Said, relays
from analysis.quote.scope import Range
from analysis.quote.sentences import Sentence, sentences
from analysis.quote.spans import between
from analysis.quote.statements import Statement, statements
from analysis.quote.tokens import Tokens, tokens
from analysis.quote.types import source_type
from analysis.quote.voices import Stage, Voice, lights, stage, voice
from analysis.tables import Attribution, SourceType

_NOBODY = Voice(None, named=False, person=False, phrase=())


def attributions(
    text: str, *, article: str = "", outlet: str = "", outlets: Mapping[str, str] | None = None, own: str | None = None
) -> list[Attribution]:
    """Statements that *text* attributes, in order of their content; any text at all gives a list.

    *outlets* (other name → display name) adds to the shipped lexicon of outlets; *own* is the display name of the outlet
    that published the text: "told The Herald" in The Herald is no relay.
    """
    words = tokens(text)
    split = sentences(words)
    found = statements(words, split)
    if not found:
        return []
    known = mentions(words, press(tuple(sorted((outlets or {}).items()))))
    said, voices = _voices(words, split, found, known)
    through = relays(words, said, known, own)
    kinds = [_type(words, one, who, known) for one, who in zip(said, voices, strict=True)]
    return [_attribution((article, outlet), *each) for each in zip(found, voices, kinds, through, strict=True)]


def _attribution(
    where: tuple[str, str], one: Statement, who: Voice, kind: SourceType, relayed_by: str | None
) -> Attribution:
    return Attribution(
        article=where[0],
        outlet=where[1],
        content=list(one.content),
        cue=list(one.cue),
        source=list(one.source),
        kind=one.kind,
        speaker=who.speaker,
        source_type=kind,
        named=who.named,
        relayed_by=relayed_by,
        paragraph=one.paragraph,
        score=confidence(one.rule, one.verb),
    )


def _voices(
    words: Tokens, split: list[Sentence], found: list[Statement], known: list[Mention]
) -> tuple[list[Said], list[Voice]]:
    """Statements in tokens, and who speaks in each: in order of the text, so that pronouns look back."""
    on = stage(words, roster(words), [sentence.first for sentence in split])
    starts = [sentence.first for sentence in split]
    said, voices = [], []
    for one in found:
        source = between(words, *one.source[0]) if one.source else None
        who = _who(on, source, known) if source and source[1] > source[0] else _NOBODY
        if source:
            lights(on, source[0], who)
        voices.append(who)
        said.append(_said(words, split, starts, one, who))
    return said, voices


def _who(on: Stage, source: Range, known: list[Mention]) -> Voice:
    mention = names_outlet(known, source)
    if mention is None:
        return voice(on, source)
    return Voice(mention.outlet, named=True, person=False, phrase=tuple(on.text.low[source[0] : source[1]]))


def _said(words: Tokens, split: list[Sentence], starts: list[int], one: Statement, who: Voice) -> Said:
    cue = between(words, *one.cue[0]) if one.cue else None
    source = between(words, *one.source[0]) if one.source else None
    content = tuple(between(words, *each) for each in one.content)
    anchor = cue or content[0]
    sentence = split[max(0, bisect_right(starts, anchor[0]) - 1)]
    return Said((sentence.first, sentence.last), cue, source, content, who.speaker, sentence.paragraph)


def _type(words: Tokens, one: Said, who: Voice, known: list[Mention]) -> SourceType:
    outlet = one.source is not None and names_outlet(known, one.source) is not None
    first, last = one.sentence
    around = "" if who.named else " ".join(words.low[first:last])
    return source_type(who, outlet=outlet, around=around)
