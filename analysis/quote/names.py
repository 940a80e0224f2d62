"""Tokens → the names in them, what the article says about each, and which full name a surname stands for."""

from dataclasses import dataclass, field, replace

from analysis.quote.scope import Range, is_word
from analysis.quote.tokens import Tokens
from analysis.quote.words import lexicon, words

_TITLES = words("people", "titles")
_PARTICLES = words("people", "particles")
_NEVER = frozenset(word.lower() for word in words("people", "never"))
_INSTITUTIONS = words("people", "institutions")
_ENDINGS = frozenset(word.lower() for word in words("outlets", "endings"))
_MEN, _WOMEN = words("people", "men"), words("people", "women")
_BOUNDARIES = words("grammar", "boundaries") | words("grammar", "adjuncts") - {"of", "for"}
_COMMON = frozenset(
    word for kind in lexicon("types").values() for key in ("head", "words") for word in kind.get(key, "").split()
) - {"labour", "democrat", "republican"}
"""Nouns that a sentence begins with: ``Research suggests``, ``Residents said``."""
_REACH = 12


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: its tokens without titles, as written, whether of a person, and the titles before it."""

    first: int
    last: int
    written: str
    person: bool
    titles: tuple[str, ...]

    @property
    def surname(self) -> str:
        """Last word in lower case."""
        return self.written.rsplit(" ", 1)[-1].lower()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody named in one article."""

    names: list[Name]
    at: dict[int, Name]
    """Token → the name that it is part of (titles included)."""
    full: dict[str, list[Name]] = field(default_factory=dict)
    """Surname → names of two words or more that end in it, in order."""
    said_of: dict[str, list[str]] = field(default_factory=dict)
    """Canonical name → words of titles and appositions, in order."""
    gender: dict[str, str] = field(default_factory=dict)


def roster(text: Tokens) -> Roster:
    """Names in *text* outside and inside quotations, with titles and appositions that describe them."""
    found = Roster([], {})
    for first, last in _runs(text):
        name = _name(text, first, last)
        if name is not None:
            found.names.append(name)
            found.at.update(dict.fromkeys(range(first, last), name))
            if name.person and " " in name.written:
                found.full.setdefault(name.surname, []).append(name)
    for name in found.names:
        if name.person and (name.titles or " " in name.written):
            _describe(text, found, name)
    return found


def canonical(found: Roster, name: Name) -> str:
    """Full name that *name* stands for: the last one before it (else the first after it) with that surname, of its gender."""
    if not name.person or " " in name.written:
        return name.written
    known = found.full.get(name.surname, [])
    gender = _gender(name.titles)
    fitting = [n for n in known if gender is None or found.gender.get(n.written, gender) == gender] or known
    earlier = [n for n in fitting if n.first <= name.first]
    return (earlier[-1] if earlier else fitting[0]).written if fitting else name.written


def shortened(text: Tokens, name: Name, last: int) -> Name:
    """*name* without its tokens from *last* on."""
    written = " ".join(text.text[text.starts[name.first] : text.ends[last - 1]].split())
    return replace(name, last=last, written=written)


def _runs(text: Tokens) -> list[Range]:
    """Tokens with a capital that stand together, initials, particles and "of the" between them."""
    found: list[Range] = []
    low, inside, n = text.low, text.inside, len(text)
    at = 0
    for first in text.capitals:
        if first < at or low[first] in _NEVER:
            continue
        at = first + 1
        while at < n and inside[at] == inside[first] and not low[at - 1].endswith("'s"):
            step = _step(text, at)
            if not step:
                break
            at += step
        found.append((first, at))
    return found


def _step(text: Tokens, at: int) -> int:
    """How many tokens continue a name here: none, a capital, or a particle or full stop with the capital after it."""
    raw, starts, low = text.text, text.starts, text.low
    if raw[starts[at]].isupper():
        return 1
    follows = at + 1 < len(text) and raw[starts[at + 1]].isupper()
    if follows and low[at] in _PARTICLES:
        return 2
    before = low[at - 1]
    initial = low[at] == "." and starts[at] == text.ends[at - 1] and (len(before) == 1 or before in _TITLES)
    return 2 if follows and initial else 0


def _name(text: Tokens, first: int, last: int) -> Name | None:
    institution = text.low[last - 1].removesuffix("'s") in _INSTITUTIONS
    titles = [] if institution else [at for at in range(first, last) if text.low[at] in _TITLES]
    begin = titles[-1] + 1 if titles else first
    while begin < last and not is_word(text, begin):
        begin += 1
    if begin >= last:
        begin = first
    low = [text.low[at].removesuffix("'s") for at in range(begin, last)]
    written = " ".join(text.text[text.starts[begin] : text.ends[last - 1]].split())
    written = written.removesuffix("'s").removesuffix("’s")
    if not written:
        return None
    spelled = text.text[text.starts[begin] : text.ends[begin]]
    if len(low) == 1 and low[0] in _COMMON:
        return None
    organised = any(word in _INSTITUTIONS or word in _TITLES for word in low) or low[-1] in _ENDINGS
    # "NATO", "EgyptAir": no surname is written so.
    acronym = (
        len(low) == 1
        and any(letter.isupper() for letter in spelled[1:])
        and not spelled.startswith(("Mc", "Mac", "O’", "O'"))
    )
    return Name(begin, last, written, not (organised or acronym), tuple(text.low[at] for at in titles))


def _describe(text: Tokens, found: Roster, name: Name) -> None:
    who = canonical(found, name)
    gender = _gender(name.titles)
    if gender:
        found.gender.setdefault(who, gender)
    said = [*name.titles, *_before(text, name), *_after(text, name)]
    found.said_of.setdefault(who, []).extend(said)


def _gender(titles: tuple[str, ...]) -> str | None:
    if any(title in _MEN for title in titles):
        return "m"
    return "f" if any(title in _WOMEN for title in titles) else None


def _before(text: Tokens, name: Name) -> list[str]:
    """Words of the noun phrase that the name ends: ``harbour engineer | Ada Finch``, ``the engineer, | Ada Finch``."""
    at = name.first - 1
    if at >= 0 and text.low[at] == "," and text.inside[at] < 0:
        at -= 1
    found: list[str] = []
    while at >= 0 and len(found) < 6 and is_word(text, at) and text.low[at] not in _BOUNDARIES:
        found.append(text.low[at])
        at -= 1
    return found if at != name.first - 2 or found else []


def _after(text: Tokens, name: Name) -> list[str]:
    """Words of the apposition after the name: ``Ada Finch, | 41, who runs the port |,``."""
    at, end = name.last, min(len(text), name.last + _REACH)
    if at < end and text.low[at] == "(":
        return []
    if at >= end or text.low[at] != "," or text.inside[at] >= 0:
        return []
    at += 1
    found = []
    while at < end and text.low[at] not in (",", ".", ";", "—") and text.inside[at] < 0:
        found.append(text.low[at])
        at += 1
    return found
