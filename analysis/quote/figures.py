"""A name → what is known of who bears it: kind of source, and the nouns by which articles call them; data, not the article's words."""

from functools import cache
from typing import cast

from analysis.quote.words import lexicon
from analysis.tables import SourceType


def known_kind(name: str) -> SourceType | None:
    """Kind of source of a well-known person or body; of a surname alone where all who bear it are of one kind."""
    name = name.replace("’", "'")
    name = name.replace(".", "") if " " not in name and name.isupper() else name  # "F.B.I"
    entry = _table().get(name)
    if entry:
        return cast(SourceType, entry[0])
    return _listed().get(name) or _surnames().get(name) or (_within(name) if " " in name else None)


def is_listed(name: str) -> bool:
    """Whether no more is known of them than their kind."""
    return name in _listed()


def _within(name: str) -> SourceType | None:
    """Kind of a name written with initials, or with a word before it: ``Jacob J. Lew``, ``Moderator Ada Finch``."""
    bare = " ".join(
        part for part in name.split() if len(part.rstrip(".")) > 1 and part not in ("Jr.", "Jr", "Sr.", "III")
    )
    for short in (bare, *(bare.split(" ", cut)[cut] for cut in range(1, bare.count(" ")))):
        if short != name and (entry := _table().get(short)):
            return cast(SourceType, entry[0])
        if short != name and short in _listed():
            return _listed()[short]
    return None


@cache
def _listed() -> dict[str, SourceType]:
    """Name → kind, of those of whom nothing more is told."""
    lists = lexicon("known")["names"]
    return {name: cast(SourceType, kind) for kind, names in lists.items() for name in names}


def known_surname(name: str) -> SourceType | None:
    """Kind of those who bear a surname alone."""
    return _surnames().get(name)


def known_nouns(name: str) -> tuple[str, ...]:
    """Nouns and places, in lower case, by which articles call them."""
    return _table().get(name, ("",))[1:] or _first_of().get(name, ())


def is_surname(name: str) -> bool:
    """Whether a single word is the surname of an official, and of nobody else who is well known."""
    return _surnames().get(name) == "official" and name not in _table()


@cache
def _table() -> dict[str, tuple[str, ...]]:
    out = {}
    for name, told in lexicon("figures")["figures"].items():
        kind, *nouns = told.split()
        out[name] = (kind, *(noun.lower() for noun in nouns))
    return out


@cache
def _first_of() -> dict[str, tuple[str, ...]]:
    """Surname → nouns of the first in the list who bears it: whom the name alone means most often."""
    out: dict[str, tuple[str, ...]] = {}
    for name, (_, *nouns) in _table().items():
        if " " in name:
            out.setdefault(name.rsplit(" ", 1)[-1], tuple(nouns))
    return out


@cache
def _surnames() -> dict[str, SourceType]:
    kinds: dict[str, set[str]] = {}
    for name, (kind, *nouns) in _table().items():
        if " " in name and nouns:
            kinds.setdefault(name.rsplit(" ", 1)[-1], set()).add(kind)
    return {name: cast(SourceType, next(iter(told))) for name, told in kinds.items() if len(told) == 1}
