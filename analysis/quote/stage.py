"""An article's words → who stands in the light at each place: the people, bodies and papers that a later word can mean."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.quote.figures import known_kind, known_nouns
from analysis.quote.kinds import KIN, kind_of, table
from analysis.quote.people import Name, Roster, canonical, gender_of
from analysis.quote.phrases import DOCUMENTS
from analysis.quote.scope import Range
from analysis.quote.tokens import Tokens
from analysis.quote.words import lexicon, words
from analysis.tables import SourceType

_SEVERAL = re.compile(r"[A-Z]{2,}s")
"""Bodies of a kind and not one body: ``PACs``."""
_NEAR: int = lexicon("thresholds")["speakers"]["near"]
"""Paragraphs back in which a pronoun finds its speaker."""
_SHORTEST = 4
_FIRST = 4
_RULED = frozenset(
    (
        "government",
        "president",
        "minister",
        "people",
        "republic",
        "capital",
        "king",
        "queen",
        "city",
        "town",
        "port",
        "part",
        "north",
        "south",
        "east",
        "west",
        "parts",
        "state",
        "kingdom",
    )
)
_KNOWN = words("gazetteer", "countries") | words("gazetteer", "states") | words("gazetteer", "cities")
_ANYBODYS = frozenset(
    said for word in lexicon("types")["official"]["anybodys"].split() for said in ((word,), ("a", word), ("the", word))
)
_DIRECTIONS = words("gazetteer", "directions")
_MORE = (
    words("people", "plurals")
    | words("people", "men")
    | words("people", "women")
    | words("people", "epithets")
    | {"one", "another", "source", "person", "aides", "allies"}
)
_NEXT = 5
_ANSWERED = frozenset(("asked", "pressed", "questioned"))
_QUESTIONS = frozenset(("if", "whether", "about", "how", "why", "what", "when", "who"))
_TOGETHER = words("people", "together")
_SUBJECTS = {"m": "he", "f": "she"}
_ASKS = frozenset(("asked", "asks", "pressed", "questioned", "interviewed", "grilled"))
_MOUTHPIECES = words("people", "mouthpieces")
_TITLES = words("people", "titles")
BODIES = words("people", "institutions") | words("people", "organisations")
_TRADES = tuple(lexicon("people")["trades"].split())
_THINGS = words("people", "things")
EPITHETS = words("people", "epithets")
_ROLES = frozenset(table()) | words("people", "titles")


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody or something that speaks: *person* tells he and she from it, *plural* they from both."""

    name: str
    named: bool
    person: bool
    plural: bool = False
    head: str = ""
    """Head noun of the phrase that brought in one without a name."""
    some: bool = False
    """Whether that phrase was indefinite: ``a minister``, ``two former captains``."""


@dataclass(slots=True)
class Stage:
    """Who was brought in, and who stood in the light when."""

    text: Tokens
    found: Roster
    starts: list[int]
    """First tokens of sentences."""
    paragraphs: list[int]
    """Paragraph of each sentence."""
    lit: list[tuple[int, Figure]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    """Those without a name, in order of their first appearance."""
    roles: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """Head noun of a role → first mention and name of each who bears it."""
    around: dict[str, list[str]] = field(default_factory=dict)
    """Name of one without a name → words outside quotations of the sentences in which they stood in the light."""
    outlets: dict[int, str] = field(default_factory=dict)
    """Token at which an outlet is named → its display name."""
    named: dict[str, list[Name]] = field(default_factory=dict)
    """Canonical name → its mentions in order."""
    settings: dict[str, tuple[SourceType | None, bool, bool]] = field(default_factory=dict)
    """Speaker → what stands behind them, looked up once: kind of body, whether a place, whether an outlet's."""
    next_head: int = 0
    """Number of the sentence whose subject is to be lit next."""


def stage(text: Tokens, found: Roster, starts: list[int], paragraphs: list[int]) -> Stage:
    """An empty stage with everybody's roles."""
    on = Stage(text, found, starts, paragraphs)
    for name in found.names:
        on.named.setdefault(canonical(found, name), []).append(name)
    for who in on.named:
        nouns = known_nouns(who)
        if nouns:
            found.said_of.setdefault(who, []).extend(_each(nouns))
    for who, segments in found.said_of.items():
        for word in sorted({word for segment in segments for word in _role_words(segment)}):
            on.roles.setdefault(word, []).append((on.named[who][0].first if who in on.named else 0, who))
    return on


def _each(nouns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Known nouns as descriptions of their own; "vice" stays with what it makes lesser, "first" with the lady."""
    pairs = zip(("", *nouns), nouns, strict=False)
    return [
        (before, noun) if before in ("vice", "first") else (noun,)
        for before, noun in pairs
        if noun not in ("vice", "first", "of")
    ]


def _role_words(segment: tuple[str, ...]) -> list[str]:
    bare = [word.removesuffix("'s") for word in segment]
    stop = next(
        (at for at, word in enumerate(bare) if word in ("of", "for", "at", "who", "in", "from", "whose", "with")),
        len(bare),
    )
    return [word for at, word in enumerate(bare[:stop]) if at == stop - 1 or word in _ROLES]


def light(on: Stage, at: int, who: Figure) -> None:
    """Put a speaker or subject in the light, so that the next pronoun can mean them."""
    where = bisect_right([each for each, _ in on.lit], at)
    on.lit.insert(where, (at, who))
    if not who.named:
        number = sentence_of(on, at)
        last = on.starts[number + 1] if number + 1 < len(on.starts) else len(on.text)
        free = (on.text.low[k] for k in range(on.starts[number], last) if on.text.inside[k] < 0)
        on.around.setdefault(who.name, []).extend(free)


def figure_of(on: Stage, name: Name) -> Figure:
    """The figure that a name stands for."""
    outlet = next((on.outlets[at] for at in range(name.first, name.last) if at in on.outlets), None)
    if outlet is not None:
        return Figure(outlet, named=True, person=False)
    several = not name.person and _SEVERAL.fullmatch(name.written) is not None
    return Figure(canonical(on.found, name), named=True, person=name.person, plural=several)


def sentence_of(on: Stage, at: int) -> int:
    """Number of the sentence that token *at* stands in."""
    return max(0, bisect_right(on.starts, at) - 1)


def search(on: Stage, at: int, fits: Callable[[Figure], bool], but: Range = (0, 0)) -> Figure | None:
    """Who was in the light last before token *at* and fits, at most two paragraphs back; tokens *but* do not count."""
    here = on.paragraphs[sentence_of(on, at)]
    for where, who in reversed(on.lit):
        if where >= at or but[0] <= where < but[1] or not fits(who):
            continue
        return who if here - on.paragraphs[sentence_of(on, where)] <= _NEAR else None
    return None


def person(on: Stage, at: int, gender: str, but: Range = (0, 0)) -> Figure | None:
    """Whom "he" or "she" at token *at* means, and from now on that person's gender is known.

    Sentence by sentence backwards: its subject or speaker; else the one person whom it names, if "he" is not its subject.
    """
    last = sentence_of(on, at)
    for number in range(last, -1, -1):
        if on.paragraphs[last] - on.paragraphs[number] > _NEAR:
            return None
        if number == last and on.text.low[on.starts[number]] in _ANSWERED:
            continue  # "Asked what she thought of Ada Finch, she": neither
        span = (on.starts[number], on.starts[number + 1] if number + 1 < len(on.starts) else len(on.text))
        who = _in_sentence(on, (span[0], min(span[1], at)), gender, but)
        if who is not None:
            if who.person:
                on.found.gender.setdefault(who.name, gender)
            return who
    return None


def _in_sentence(on: Stage, span: Range, gender: str, but: Range) -> Figure | None:
    def fits(where: int, who: Figure) -> bool:
        return span[0] <= where < span[1] and not but[0] <= where < but[1] and _is_one(on, where, who, gender)

    asked = _asked(on, span)
    if asked is not None and fits(span[0], asked):
        return asked
    lit = next((who for where, who in reversed(on.lit) if fits(where, who)), None)
    if lit is not None or on.text.low[span[0]] == _SUBJECTS[gender]:
        return lit
    by_another = on.text.low[span[0]].endswith("ed")  # "Asked by Ada Finch, she": another
    named = {
        who.name: who
        for name in {on.found.at[at] for at in range(*span) if at in on.found.at}
        if on.text.inside[name.first] < 0
        and not (by_another and on.text.low[name.begin - 1] == "by")
        and fits(name.first, who := figure_of(on, name))
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _is_one(on: Stage, where: int, who: Figure, gender: str) -> bool:
    """Whether "he" or "she" can mean somebody in the light at token *where*."""
    if who.head in _MOUTHPIECES:
        return gender_of((who.head,)) in (None, gender)
    if not who.person or who.plural or on.found.gender.get(who.name, gender) != gender:
        return False
    known = who.named or (is_somebody(who) and who.head not in _TOGETHER and who.head != "one")
    return known and not (_interviews(on, who) and _only_asks(on, where))


def _interviews(on: Stage, who: Figure) -> bool:
    """Whether asking is their trade: somebody without a name, or of whom the article says so."""
    return not who.named or kind_of(on.found.said_of.get(who.name, [])) == "media_outlet"


def _only_asks(on: Stage, at: int) -> bool:
    """``A reporter asked whether …``: what follows is somebody else's answer."""
    low = on.text.low
    verb = next((k for k in range(at + 1, min(at + _NEXT, len(low) - 1)) if low[k] in _ASKS), None)
    return verb is not None and low[verb + 1] in _QUESTIONS and on.text.inside[verb] < 0


def _asked(on: Stage, span: Range) -> Figure | None:
    """``The host asked Ada Finch whether …``: she answers."""
    for at in range(span[0] + 1, span[1] - 1):
        if on.text.low[at] in _ASKS and on.text.inside[at] < 0:
            name = on.found.at.get(at + 1)
            return figure_of(on, name) if name is not None and name.person else None
    return None


def is_trade(noun: str) -> bool:
    """Whether a noun is a person's office or trade, not a body's."""
    return (
        noun not in BODIES
        and noun not in DOCUMENTS
        and noun not in _THINGS
        and (noun in _TITLES or noun.endswith(_TRADES))
    )


def is_paper(who: Figure) -> bool:
    """Whether it is a document."""
    return not who.named and who.head in DOCUMENTS


def is_somebody(who: Figure) -> bool:
    """Whether the noun of one without a name is a person's or people's."""
    noun = who.head
    return not noun or noun in _ROLES or noun in _MORE or is_trade(noun) or is_trade(noun.removesuffix("s"))


def house_of(on: Stage, who: str, told: list[tuple[str, ...]]) -> SourceType | None:
    """Kind of the body to which a person belongs: named in what is said of them, or meant by "its chairman"."""
    bodies = [body for body, named in on.named.items() if not named[0].person] if told else []
    for segment in told:
        words_ = f" {' '.join(segment)} "
        held = (body for body in bodies if _begins_in(words_, body, on.text.text))
        named = (kind for body in held if (kind := _body_kind(on, body)))
        kind = next(named, None) or _owner_kind(on, segment)
        if kind is not None:
            return kind
    if any(segment[:1] in (("its",), ("their",)) or segment in _ANYBODYS for segment in told):
        first = on.named[who][0].first if who in on.named else 0
        body = search(on, first, lambda each: not each.person and not is_paper(each))
        if any(segment[:1] == ("their",) for segment in told):
            body = (
                search(on, first, lambda each: each.plural or not each.person) or body
            )  # "the trustees": "their chairman"
        told_of_it = on.found.said_of.get(body.name, []) if body else []
        return kind_of([*told_of_it, tuple(body.name.lower().split())], person=False) if body else None
    return None


def _body_kind(on: Stage, body: str) -> SourceType | None:
    """Kind of a body by what is known of its name, else by what the article says of it."""
    return known_kind(body) or kind_of(on.found.said_of.get(body, []), person=False)


def _owner_kind(on: Stage, segment: tuple[str, ...]) -> SourceType | None:
    """``Murphy's | spokeswoman``: official, where Murphy is; not ``Murphy's daughter``."""
    if not KIN.isdisjoint(segment):
        return None
    known = _known_owner(segment)
    if known is not None:
        return known
    if len(segment) < 2 or not (segment[0].endswith("'s") or any(word.startswith("spokes") for word in segment)):
        return None
    for word in (word.removesuffix("'s") for word in segment[:_FIRST]):
        owner = next(iter(on.found.full.get(word, [])), None)
        told = on.found.said_of.get(owner.written, []) if owner else []
        kind = known_kind(owner.written if owner else word.capitalize()) or kind_of(told)
        if kind in ("official", "company", "campaign_group"):
            return kind
    return None


def _known_owner(segment: tuple[str, ...]) -> SourceType | None:
    """``the Kestrel's | Ada Finch``: kind of a body that everybody knows."""
    stop = next((at for at, word in enumerate(segment[:_FIRST]) if word.endswith("'s")), None)
    if stop is None:
        return None
    whole = " ".join(word.removesuffix("'s").capitalize() for word in segment[: stop + 1])
    bare = whole.removeprefix("The ")
    return known_kind(whole) or known_kind(bare) or known_kind(bare.upper())


def is_known(name: str) -> bool:
    """Whether the name is a well-known place's, or one of two: ``Upper Coldwell``."""
    return name in _KNOWN or (name.count(" ") == 1 and name.partition(" ")[0].lower() in _DIRECTIONS)


def is_place(on: Stage, who: str) -> bool:
    """Whether it is known as one, or the article ever says that something is in it, or is ruled from there."""
    if is_known(who):
        return True
    for name in on.named.get(who, []):
        before = on.text.low[max(0, name.first - 2) : name.first]
        if before[-1:] and (
            before[-1] in ("in", "near", "across", "from") or (before[-1] == "of" and before[0] in _RULED)
        ):
            return True
    return False


def _begins_in(said: str, body: str, text: str) -> bool:
    """Whether the body is named in what is said: whole, or by its first word, if that is no common one."""
    low = body.lower()
    first = low.split()[0]
    if f" {low} " in said:
        return True
    return f" {first} " in said and first not in _ROLES and len(first) > _SHORTEST and f" {first} " not in text
