"""A name → what is known of who bears it: kind of source, and the nouns by which articles call them; data, not the article's words."""

from functools import cache
from typing import cast

from analysis.quote.words import lexicon
from analysis.tables import SourceType


def known_kind(name: str) -> SourceType | None:
    """Kind of source of a well-known person or body; of a surname alone where all who bear it are of one kind."""
    entry = _table().get(name)
    return cast(SourceType, entry[0]) if entry else _surnames().get(name)


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
