"""Who speaks → what kind of source: by the words of the phrase, then by what the article says about them anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.quote.figures import is_listed, known_kind, known_surname
from analysis.quote.kinds import ROLES, head, kind_of, partisan, parts, private, sure_kind, table
from analysis.quote.nameless import PRONOUNS
from analysis.quote.people import FIRST
from analysis.quote.phrases import DOCUMENTS
from analysis.quote.voices import Voice
from analysis.quote.words import lexicon, words
from analysis.tables import SourceType

_CROWDS = frozenset(lexicon("types")["citizen"]["crowds"].split())
_LETTERS = 3
_NOBODIES = frozenset(lexicon("types")["unknown"]["head"].split())
_LEADERS = frozenset(lexicon("types")["official"]["leaders"].split())
_HOUSES: dict[SourceType, frozenset[str]] = {
    "company": frozenset(lexicon("marks")["houses"]["company"].split()),
    "campaign_group": frozenset(lexicon("marks")["houses"]["campaign_group"].split()),
}
_SCIENCE = words("marks", "science")
_HOMES = (("of",), ("from",))
_POLLS = frozenset(lexicon("types")["document"]["polls"].split())
_PAPER_KINDS = (("white",), ("green",), ("working",), ("discussion",), ("position",), ("research",))
_DEMONYMS = words("gazetteer", "demonyms")
_ADJUNCTS = words("grammar", "adjuncts") | {"of"}
_STAFF = words("marks", "staff")
_ADVISERS = frozenset(lexicon("types")["anonymous"]["advisers"].split())
_COLUMNS = frozenset(lexicon("types")["media_outlet"]["columns"].split())
_ANYBODY = (("somebody",), ("someone",))
_WRITERS = (("we",), ("us",))
_OWNERS = frozenset(("his", "her", "its", "their"))
_PAPERS = frozenset(("paper", "papers", "journal", "article"))
_MANY: int = lexicon("thresholds")["types"]["election"]
_SOME = ("one", "another", "both", "neither")
_INDEFINITE = words("grammar", "numbers") | {"a", "an", "one", "another"}
_BODIES = words("people", "institutions") | words("people", "organisations") | words("people", "unites")
_OFFICES = frozenset((word,) for word in lexicon("types")["official"]["titles"].split())
_FACELESS = frozenset(lexicon("types")["anonymous"]["faceless"].split())
_INSIDERS = ("official", "company")


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a source: words of its sentences, an election, and the kind of body that it belongs to."""

    around: Sequence[str] = ()
    election: bool = False
    house: SourceType | None = None
    science: bool = False
    """Whether the article speaks of research: then a paper is one."""
    place: bool = False
    """Whether it is a place: what speaks in its name is its government."""
    press: bool = False
    """Whether an outlet's name stands in what is said of them: ``MSNBC's | Ada Finch``."""


def source_type(who: Voice, told: Sequence[Sequence[str]] = (), setting: Setting = Setting()) -> SourceType:
    """Type of a source that is no outlet; *told*: the phrases by which the article describes it.

    Nobody is taken for anything that the article does not say: a name alone is unknown.
    """
    if who.speaker is None and (not who.phrase or _pronoun(who.phrase)):
        return _meant(who, told, setting)
    if who.speaks_for:
        return "anonymous"
    figure = _known(who)
    known = tuple((who.speaker or "").lower().replace("’", "'").split())
    own = () if _pronoun(who.phrase) else who.phrase
    shown = parts(own, who.speaker or "") if who.named else [tuple(own)]
    phrases: list[tuple[str, ...]] = [tuple(each) for each in (*shown, *told) if each]
    if figure is not None and not (who.person and is_listed(who.speaker or "") and private(phrases)):
        return figure
    if not who.named:
        several = _some_of(who, known, told, setting)
        return several or _nameless(who, known, [known, *phrases], setting)
    if not who.person:
        phrases = [known[-1:] if known[-1] in _BODIES else known, known, *phrases]  # "Bakers' and Grocers' | Union"
        if head(known) in DOCUMENTS and (head(known) not in table() or setting.science):
            return "document"
    kind = _by_words(phrases, who, setting)
    if setting.press and kind in ("unknown", "company"):
        return "media_outlet"
    return kind if kind != "unknown" else _by_name(who, known, setting)


def _pronoun(phrase: Sequence[str]) -> bool:
    """Whether a pronoun speaks, not somebody's ``its | forecaster``."""
    return phrase[:1] != () and phrase[0] in PRONOUNS and (len(phrase) == 1 or phrase[0] not in _OWNERS)


def _meant(who: Voice, told: Sequence[Sequence[str]], setting: Setting) -> SourceType:
    """Type of those whom an unresolved ``they`` or ``who`` stands behind: ``voters | who say``."""
    if who.phrase[:1] in _WRITERS:
        return "media_outlet"  # outside quotation the outlet speaks
    if not told or not any(told[0]):
        return "unknown"
    said = tuple(told[0])
    return _nameless(Voice(" ".join(said), named=False, person=True, phrase=said), said, [said], setting)


def _by_name(who: Voice, known: tuple[str, ...], setting: Setting) -> SourceType:
    """What the name alone tells: a place speaks as its government, a body of which nothing is said is a firm."""
    if known and known[-1] in _CROWDS:
        return "citizen"
    if setting.place:
        return "official"
    if who.person:
        several = any(word.endswith("s") and word in table() for word in known)
        rules = known[:1] and known[0] not in FIRST and table().get(known[0]) == "official"
        body = len(known) > 1 and (rules or several or not _BODIES.isdisjoint(known))
        return (kind_of([known]) or "unknown") if body else "unknown"
    if known[:1] and known[0] in _DEMONYMS and len(known) == 1:
        return "unknown"
    return "unknown" if len(known) == 1 and "-" in known[0] else "company"  # "Finch-Hale" alone is somebody's surname


def _known(who: Voice) -> SourceType | None:
    """What everybody knows of the speaker; a sentence's first word alone may be a surname: ``Finch said``."""
    if not who.speaker:
        return None
    if who.named or who.speaker[:1].isupper():
        return _figure(who.speaker)
    alone = who.phrase == (who.speaker,) and who.speaker not in ROLES
    return known_surname(who.speaker.capitalize()) if alone else None


def _figure(name: str) -> SourceType | None:
    """What is known of somebody, by a name in capitals, too: ``FINCH:`` in a transcript; of two, what both are."""
    kinds = {known_kind(each) for each in name.split(" and ")}
    return (kinds.pop() if len(kinds) == 1 else None) or (
        known_kind(name.title()) if name.isupper() and len(name) > _LETTERS else None
    )


def is_poll(who: Voice) -> bool:
    """Whether an outlet's poll speaks: ``a Herald/Kestrel poll``."""
    return head(who.phrase) in _POLLS


def science(low: Sequence[str]) -> bool:
    """Whether an article (its words) speaks of research: "the paper" is one then."""
    return len(_SCIENCE.intersection(low)) >= _MANY


def _nameless(who: Voice, known: tuple[str, ...], phrases: list[tuple[str, ...]], setting: Setting) -> SourceType:
    noun = head(known)
    if who.phrase[:1] in _ANYBODY:
        return "citizen"
    if noun in _NOBODIES and (noun != "leaders" or len(known) == 1):
        return "unknown"
    if noun in _POLLS or _papers(noun, known):
        return "document"
    if noun in _FACELESS and (_withheld(phrases, noun, setting.around) or _inside(phrases)):
        return "anonymous"
    thing = _crowd_or_print(who, known, phrases, setting)
    if thing is not None:
        return thing
    if _withheld(phrases, noun, setting.around) or _one_of(who.phrase, noun):
        return "anonymous"
    kind = _by_words(phrases, who, setting)
    if kind == "unknown" and noun.endswith("-year-old"):
        return "citizen"
    insider = kind in _INSIDERS or (kind == "expert" and noun.removesuffix("s") in _ADVISERS)
    return "anonymous" if insider and who.person and (who.some or _single(who.phrase, noun)) else kind


def _crowd_or_print(
    who: Voice, known: tuple[str, ...], phrases: Sequence[Sequence[str]], setting: Setting
) -> SourceType | None:
    """Type of a crowd, an outlet or a document; None where a person or a body speaks."""
    noun = head(known)
    if any(word in _CROWDS for word in known) or _share(known):
        return "citizen"
    if noun in _PAPERS and (setting.science or who.phrase[:2] == ("a", "paper")):
        return "document"
    if noun in _COLUMNS or any(table().get(word) == "media_outlet" for word in known):
        return "media_outlet"
    if noun in DOCUMENTS or any(head(each) in DOCUMENTS for each in phrases[:2]):
        return "document"
    return None


def _papers(noun: str, known: Sequence[str]) -> bool:
    """``a white paper``, ``the Red and the Blue platforms``."""
    several = "and" in known and known[-1] in DOCUMENTS and known[-1].endswith("s")
    return (noun == "paper" and known[-2:-1] in _PAPER_KINDS) or (several and not _ADJUNCTS.intersection(known))


def _inside(phrases: Sequence[Sequence[str]]) -> bool:
    """``two people who attended the meeting``, ``a member of the team``: who knows it from within."""
    said = " | ".join(" ".join(each) for each in phrases)
    return any(words_ in said for words_ in lexicon("types")["anonymous"]["inside"])


def _share(known: Sequence[str]) -> bool:
    """``four per cent``, ``one in ten``: of the public, where nothing else is said."""
    return "percent" in known or ("per", "cent") in pairwise(known)


def _single(phrase: Sequence[str], noun: str) -> bool:
    """Whether a phrase brings in one or a few of an office or firm without a name: ``a minister``, ``two former captains``."""
    return bool(phrase) and phrase[0] in _INDEFINITE and noun not in _BODIES


def _some_of(who: Voice, known: Sequence[str], told: Sequence[Sequence[str]], setting: Setting) -> SourceType | None:
    """``one of them``: of the kind of those whom *told* calls to mind; of an office or firm, one who gives no name."""
    if not told or not (_one_of(who.phrase, head(known)) or who.phrase[:1] == ("both",)):
        return None
    if any(head(each) in DOCUMENTS for each in told):
        return "document"
    kind = kind_of(told)
    close = _withheld([*told, who.phrase], head(told[-1]), setting.around) or _inside(told)
    return "anonymous" if close or kind in _INSIDERS else kind


def _one_of(phrase: Sequence[str], noun: str) -> bool:
    """``one``, ``another``, ``both`` of those who gave no name."""
    return (len(phrase) == 1 and noun in ("one", "another", "both", "neither")) or phrase[:2] in (
        ("one", "of"),
        ("another", "of"),
    )


def _by_words(phrases: Sequence[Sequence[str]], who: Voice, setting: Setting) -> SourceType:
    kind = sure_kind(phrases)
    if kind == "official" and not setting.election and _campaigns(phrases) and not _candidates(phrases):
        return "campaign_group"
    if kind is None and setting.house in (None, "expert") and any(tuple(each) in _OFFICES for each in phrases):
        return "official"
    if kind == "expert" and setting.house == "official" and any(head(each) in _STAFF for each in phrases):
        return "official"
    if kind == "official" and who.person and partisan(phrases):
        return "citizen"
    if setting.house is not None and kind in (None, "citizen") and not private(phrases):
        return setting.house
    if kind is None and any(word in _LEADERS for each in phrases for word in each):
        kind = next((house for house, nouns in _HOUSES.items() if any(word in nouns for word in setting.around)), None)
    kind = kind or kind_of(phrases, person=who.person)
    if (
        kind is None
        and who.person
        and setting.house is None
        and who.named
        and any(each[:1] in _HOMES for each in phrases)
    ):
        kind = "citizen"  # "Ada Finch of Coldwell": of whom no more is said than where they live
    speaks = any(word.startswith("spokes") for each in phrases for word in each)
    return kind or ("official" if setting.election and speaks else "unknown")


def _campaigns(phrases: Sequence[Sequence[str]]) -> bool:
    """Whether all that makes it official is the word campaign: where nobody runs for office it is a group's."""
    bare = [[word for word in each if word not in ("campaign", "campaigns")] for each in phrases]
    return kind_of(bare) in (None, "campaign_group", "citizen") and any("campaign" in each for each in phrases)


def _candidates(phrases: Sequence[Sequence[str]]) -> bool:
    """``Clinton campaign``: a well-known politician's."""
    pairs = ((before, word) for each in phrases for before, word in pairwise(each))
    return any(
        word == "campaign" and known_kind(before.removesuffix("'s").capitalize()) == "official"
        for before, word in pairs
    )


def _withheld(phrases: Sequence[Sequence[str]], noun: str, around: Sequence[str]) -> bool:
    rules = lexicon("types")["anonymous"]
    said = " | ".join(" ".join(each) for each in phrases)
    near = " ".join(around)
    if any(withheld in said for withheld in rules["phrases"]) or any(withheld in near for withheld in rules["around"]):
        return True
    return noun in rules["head"].split()
