"""A name and everybody named: whom a short name stands for, relatives, and what tells of he and she."""

from dataclasses import dataclass, field, replace

from analysis.quote.scope import Range
from analysis.quote.tokens import Tokens
from analysis.quote.words import lexicon, words

_FORMS = words("people", "forms")

_KIN = frozenset(lexicon("types")["citizen"]["kin"].split()) | {
    "widow",
    "widower",
    "grandson",
    "granddaughter",
    "nephew",
    "niece",
}
FIRST = {
    **dict.fromkeys(lexicon("firstnames")["men"].split(), "m"),
    **dict.fromkeys(lexicon("firstnames")["women"].split(), "f"),
}
_HEADLINE = 12
"""Tokens at the head of an article within which a name may begin with words of a headline."""
_MEN, _WOMEN = words("people", "men"), words("people", "women")


@dataclass(slots=True, eq=False)
class Name:
    """A name in the text: its tokens without titles, as written, whether of a person, and the titles before it.

    Not frozen: an article has a hundred, and a frozen one takes three times as long to make.
    """

    first: int
    last: int
    written: str
    person: bool
    titles: tuple[str, ...]
    begin: int
    """First token of its titles, else of itself."""
    kin: bool = False
    """Whether the surname is a relative's: "his wife, Jean"."""

    @property
    def surname(self) -> str:
        """Last word in lower case."""
        return self.written[self.written.rfind(" ") + 1 :].lower()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody named in one article."""

    names: list[Name]
    at: dict[int, Name]
    """Token → the name that it is part of (titles included)."""
    full: dict[str, list[Name]] = field(default_factory=dict)
    """Surname → names of two words or more that end in it, in order."""
    given: dict[str, list[Name]] = field(default_factory=dict)
    """First name → the full names that begin with it, where they are one person's."""
    bodies: dict[str, str] = field(default_factory=dict)
    """Shorter name of a body in lower case → its fullest one: ``kestrel`` → ``Kestrel Freight``."""
    said_of: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    """Canonical name → titles and appositions, each a tuple of words, in order."""
    roles: dict[str, list[Range]] = field(default_factory=dict)
    """Canonical name → tokens of those titles and appositions that stand in the text, in order."""
    gender: dict[str, str] = field(default_factory=dict)


def by_first_name(found: Roster) -> None:
    """Genders that first names tell, for those of whom nothing else does."""
    for named in found.full.values():
        for name in named:
            gender = FIRST.get(name.written.split()[0].lower())
            if gender:
                found.gender.setdefault(name.written, gender)


def given_names(found: Roster) -> None:
    """First names by which the article calls somebody whom it names in full: one person's only."""
    for named in found.full.values():
        for name in named:
            found.given.setdefault(name.written.split()[0].lower(), []).append(name)
    for first in [first for first, named in found.given.items() if len({name.written for name in named}) > 1]:
        del found.given[first]


def families(text: Tokens, found: Roster) -> None:
    """``His wife, Jean,`` is Jean Reed where "his" means Tom Reed: a first name in apposition to a relative of the person before."""
    for number, name in enumerate(found.names):
        owner = _owner(text, found.names[:number], name) if " " not in name.written and not name.titles else None
        if owner is None:
            continue
        first = name.written
        for other in found.names[number:]:
            if other.written == first:
                other.written, other.person, other.kin = f"{first} {owner.written.rsplit(' ', 1)[-1]}", True, True
                found.full.setdefault(other.surname, []).append(other)


def _may_be(name: Name, gender: str) -> bool:
    told = gender_of(name.titles) or FIRST.get(name.written.split()[0].lower())
    return told in (None, gender)


def _owner(text: Tokens, before: list[Name], name: Name) -> Name | None:
    """The person whose relative the name is."""
    low, at = text.low, name.first
    if at < 3 or low[at - 1] != "," or low[at - 2] not in _KIN or at + (name.last - at) >= len(text):
        return None
    if low[name.last] != ",":
        return None
    people = [each for each in before if each.person]
    if low[at - 3] in ("his", "her"):
        wanted = "m" if low[at - 3] == "his" else "f"
        full = [each for each in people if " " in each.written and _may_be(each, wanted)]
        return full[-1] if full else None
    owner = next((each for each in reversed(people) if each.last == at - 2), None)
    return owner if owner is not None and low[at - 3].endswith("'s") else None


def canonical(found: Roster, name: Name) -> str:
    """Full name that *name* stands for: the last one before it (else the first after it) with that surname, of its gender.

    A body's is its fullest name in the article, without its legal form.
    """
    if not name.person:
        return found.bodies.get(name.written.lower()) or formless(name.written)
    if " " in name.written:
        return name.written
    known = found.full.get(name.surname) or found.given.get(name.surname, [])
    if not known:
        return name.written
    gender = gender_of(name.titles)
    fitting = [n for n in known if gender is None or found.gender.get(n.written, gender) == gender] or known
    fitting = [n for n in fitting if not _heads_line(n)] or fitting
    if name.titles == () and len(fitting) > 1:
        return _chief(fitting).written
    earlier = [n for n in fitting if n.first <= name.first]
    last = earlier[-1] if earlier else fitting[0]
    often = _often(fitting)
    most = max(often, key=lambda written: often[written])
    return most if often[most] > 2 * often[last.written] else last.written


def _heads_line(name: Name) -> bool:
    """Whether it stands in a headline's first words and begins with no first name: ``Liberal Oscar-winner Reed``."""
    return name.first < _HEADLINE and name.written.split()[0].lower() not in FIRST


def _often(named: list[Name]) -> dict[str, int]:
    """How often each is named in full, as nobody's relative."""
    often: dict[str, int] = {}
    for name in named:
        often[name.written] = often.get(name.written, 0) + (not name.kin)
    return often


def _chief(named: list[Name]) -> Name:
    """Whom a bare surname of several means: the one named first, or another who is named in full twice as often."""
    often = _often(named)
    first = min(named, key=lambda name: (name.kin, name.first))
    most = max(named, key=lambda name: often[name.written])
    return most if often[most.written] > 2 * often[first.written] else first


def formless(written: str) -> str:
    """A firm's name without ``plc``, ``Inc`` and the like."""
    split = written.split()
    while len(split) > 1 and split[-1].lower().strip(".,") in _FORMS:
        split = split[:-1]
    return " ".join(split)


def shortened(text: Tokens, name: Name, last: int) -> Name:
    """*name* without its tokens from *last* on."""
    written = " ".join(text.text[text.starts[name.first] : text.ends[last - 1]].split())
    return replace(name, last=last, written=written)


def gender_of(described: tuple[str, ...]) -> str | None:
    """M or f where a title or noun tells it."""
    if not _MEN.isdisjoint(described):
        return "m"
    return None if _WOMEN.isdisjoint(described) else "f"
