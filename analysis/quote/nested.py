"""What an outlet reports that somebody said: "The inspectors warned of it, the Herald reported" is theirs, through the Herald."""

from analysis.quote import statements as rules
from analysis.quote.relays import Said
from analysis.quote.scope import is_word
from analysis.quote.sentences import sentences
from analysis.quote.spans import between
from analysis.quote.tokens import Tokens, tokens
from analysis.quote.words import words as words_of

_MOST = 0.5
"""Share of the words reported that must be somebody's own, so that the whole may be called theirs."""
_LEAD = 1
"""Words before the voice behind, or before what it said: "that"; a voice deep in a report is part of it, not its source."""


def told_by(words: Tokens, one: Said) -> Said | None:
    """Who is said to have said the most of what *one* reports: its cue and source within the content of *one*, else None.

    Labels know one layer, and a reader that learned from them gives the outlet that reported as the source; the voice
    behind it is found by rule, in the content alone.
    """
    first, last = one.content[0][0], one.content[-1][1]
    if last <= first:
        return None
    begin = words.starts[first]
    inner = tokens(_content_alone(words, one, begin, words.ends[last - 1]))
    found = [each for each in rules.statements(inner, sentences(inner)) if each.cue and each.source]
    for each in found:
        parts = (*each.content, each.cue[0], each.source[0])
        *content, cue, source = (between(words, begin + start, begin + end) for start, end in parts)
        opens = _size(words, ((first, min(source[0], content[0][0])),)) <= _LEAD
        most = _size(words, tuple(content)) >= _MOST * _size(words, one.content)
        if opens and most and source[0] < source[1] and each.verb not in words_of("verbs", "stance"):
            return Said(one.sentence, cue, source, tuple(content), None, one.paragraph)
    return None


def _content_alone(words: Tokens, one: Said, begin: int, end: int) -> str:
    """The text from the first to the last word of the content, blank where something else stands between: places stay."""
    letters = [" "] * (end - begin)
    for first, last in one.content:
        if first < last:
            start, stop = words.starts[first], words.ends[last - 1]
            letters[start - begin : stop - begin] = words.text[start:stop]
    return "".join(letters)


def _size(words: Tokens, ranges: tuple[tuple[int, int], ...]) -> int:
    return sum(is_word(words, at) for first, last in ranges for at in range(first, last))
