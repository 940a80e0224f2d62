"""A source phrase without a name → its noun, how it stands, and the words by which we call whoever it is."""

from dataclasses import dataclass

from analysis.quote.names import heads
from analysis.quote.scope import capital, is_word
from analysis.quote.sentences import abbreviates
from analysis.quote.tokens import Tokens
from analysis.quote.words import lexicon, words

_DETERMINERS = words("grammar", "determiners") | {"that", "those"}
_CUT = words("grammar", "adjuncts") | {"against", "who", "whose", "which", "that", "of", "where"}
_ENDS = words("grammar", "adjuncts") - {"with"} | {"who", "whose", "which", "that", "where"}
_PARTICIPLES = words("grammar", "participles")
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "his", "her", "its", "their"))
_NUMBERS = words("grammar", "numbers")
_PLURALS = words("people", "plurals")
_LONGEST = 9
_LIKE_PLURALS = ("ss", "us", "is", "news")
DOCUMENTS = frozenset(lexicon("types")["document"]["head"].replace("*", "").split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens of a noun phrase: without its determiner from *begin*, its head noun at *noun*, its end *stop* before any clause."""

    begin: int
    noun: int
    stop: int
    determiner: str
    low: tuple[str, ...]
    """The words without the determiner up to the head noun."""

    @property
    def head(self) -> str:
        """Head noun in lower case, without possessive."""
        return self.low[-1].removesuffix("'s").removesuffix("'") if self.low else ""

    @property
    def definite(self) -> bool:
        """Whether it speaks of somebody known: "the", "his"."""
        return self.determiner in _DEFINITE

    @property
    def plural(self) -> bool:
        """Whether it speaks of several."""
        if self.head in _PLURALS or (self.low[:1] and self.low[0] in _NUMBERS):
            return True
        return self.head.endswith("s") and not self.head.endswith(_LIKE_PLURALS)


def phrase(text: Tokens, first: int, last: int) -> Phrase:
    """The noun phrase at the head of tokens ``first`` to ``last``."""
    determiner = text.low[first] if text.low[first] in _DETERMINERS else ""
    begin = first + 1 if determiner and first + 1 < last else first
    stop = next((at for at in range(begin + 1, last) if _cuts(text, at, begin)), last)
    noun = max(begin, stop - 1)
    while noun > begin and text.low[noun].isdecimal():
        noun -= 1
    end = next((at for at in range(begin + 1, last) if _ends(text, at, begin)), last)
    return Phrase(begin, noun, max(noun + 1, min(end, begin + _LONGEST)), determiner, tuple(text.low[begin : noun + 1]))


def called(text: Tokens, one: Phrase) -> str:
    """The words by which we call them: as written, without determiner, a sentence's capital made small."""
    first = one.begin - (one.determiner in _NUMBERS)
    written = " ".join(text.text[text.starts[first] : text.ends[one.stop - 1]].split()).replace("’", "'")
    small = written[:1].lower() + written[1:]
    begins = heads(text, first) or text.low[first - 1] in ("-", "–", "—")
    own = text.low[first] in text.text  # written small elsewhere: the capital is the sentence's
    return small if begins and written[1:2].islower() and (own or not _capital_elsewhere(text, first)) else written


def _capital_elsewhere(text: Tokens, first: int) -> bool:
    """Whether the word has its capital within a sentence, too: ``American``."""
    word = text.low[first]
    return any(text.low[at] == word and not heads(text, at) for at in text.capitals if at != first)


def _cuts(text: Tokens, at: int, begin: int) -> bool:
    return text.low[at] in _CUT or not (is_word(text, at) or _owned(text, at)) or _participle(text, at, begin)


def _ends(text: Tokens, at: int, begin: int) -> bool:
    free = not (is_word(text, at) or _owned(text, at))
    return (text.low[at] in _ENDS - {"of", "for"}) or free or _participle(text, at, begin)


def _owned(text: Tokens, at: int) -> bool:
    """The apostrophe of ``the inspectors' note``, the stop of ``a U.S. official``, of ``Mrs. Reed's aides``."""
    if text.low[at] == "." and ("." in text.low[at - 1] or abbreviates(text.low[at - 1])):
        return text.ends[at - 1] == text.starts[at]
    return text.low[at] in ("'", "’") and text.low[at - 1].endswith("s") and text.ends[at - 1] == text.starts[at]


def _participle(text: Tokens, at: int, begin: int) -> bool:
    """``a report | seen by``: what was done with it is no part of its name."""
    word = text.low[at]
    return at > begin and (
        word in _PARTICIPLES or (word.endswith(("ed", "ing")) and not capital(text, at) and _behind(text, at))
    )


def _behind(text: Tokens, at: int) -> bool:
    """Whether a participle stands behind its noun: a preposition follows."""
    return at + 1 < len(text) and text.low[at + 1] in _CUT
