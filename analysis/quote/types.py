"""Who speaks → what kind of source: by the words of the phrase, then by what the article says about them."""

from functools import cache

from analysis.quote.voices import Voice
from analysis.quote.words import lexicon, words
from analysis.tables import SourceType

_ORDER: tuple[SourceType, ...] = ("media_outlet", "expert", "official", "company", "campaign_group", "citizen")
_PUBLIC: tuple[SourceType, ...] = ("media_outlet", "expert", "official")
_PRONOUNS = frozenset(("he", "she", "it", "they", "we", "who", "which", "that", "i", "you"))
_CUT = words("grammar", "adjuncts") | {"who", "whose", "which", "that", ",", "("}


@cache
def _table() -> dict[str, SourceType]:
    """Word → type; of two lists that hold a word the earlier decides."""
    table: dict[str, SourceType] = {}
    for kind in _ORDER:
        for word in lexicon("types")[kind]["words"].split():
            table.setdefault(word, kind)
    return table


def source_type(who: Voice, *, outlet: bool = False, around: str = "") -> SourceType:
    """Type of a source; *outlet*: the phrase is a news outlet's name; *around*: its sentence in lower case.

    A named person whom the article describes nowhere is taken for a public figure, hence official: private people are
    always introduced.
    """
    if outlet:
        return "media_outlet"
    phrase = " ".join(who.phrase)
    if not who.phrase or (who.speaker is None and who.phrase[0] in _PRONOUNS):
        return "unknown"
    if not who.named and _head(who.phrase) in lexicon("types")["unknown"]["head"].split():
        return "unknown"
    if not who.named and any(word in _crowds() for word in who.phrase):
        return "citizen"
    if not who.named and "media_outlet" in (_table().get(word) for word in who.phrase):
        return "media_outlet"
    if not who.named and _withheld(who, phrase, around):
        return "anonymous"
    if (not who.person and _head(who.phrase) in _document()) or (not who.named and _head(who.phrase) in _document()):
        return "document"
    return _by_words(who.phrase, who) or _by_words(who.known, who) or _silent(who)


def _by_words(described: tuple[str, ...], who: Voice) -> SourceType | None:
    """Type by words; offices that every body has (president, spokesman) count only where no other word tells."""
    table = _table()
    seen = [table[word] for word in (each.removesuffix("'s") for each in described) if word in table]
    kind = min(seen, key=_ORDER.index) if seen else None
    if who.person and kind not in _PUBLIC and any(_is_age(word) for word in described):
        return "citizen"  # a private person is introduced with an age
    if kind is None and any(word in _leaders() for word in described):
        return "official"
    return kind


@cache
def _leaders() -> frozenset[str]:
    return frozenset(lexicon("types")["official"]["leaders"].split())


@cache
def _crowds() -> frozenset[str]:
    return frozenset(lexicon("types")["citizen"]["crowds"].split())


def _is_age(word: str) -> bool:
    return word.isdigit() and 12 < int(word) < 110


def _silent(who: Voice) -> SourceType:
    return "official" if who.named and who.person else "unknown"


def _withheld(who: Voice, phrase: str, around: str) -> bool:
    table = lexicon("types")["anonymous"]
    if any(words_ in phrase or ("anonymity" in words_ and words_ in around) for words_ in table["phrases"]):
        return True
    return who.speaker is None and _head(who.phrase) in table["head"].split()


@cache
def _document() -> frozenset[str]:
    return frozenset(lexicon("types")["document"]["head"].replace("*", "").split())


def _head(phrase: tuple[str, ...]) -> str:
    """Last word before the first preposition or sign."""
    stop = next((at for at, word in enumerate(phrase) if at and (word in _CUT or word.endswith("ed"))), len(phrase))
    return phrase[stop - 1] if phrase else ""
