"""Lexicons (TOML in ``lexicon/``, and the user's in ``data/lexicon/``) → sets of words and tables of verb forms, read once."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from analysis import places
from analysis.quote import lexicons

_SIBILANT = re.compile(r"(?:s|sh|ch|x|z)$")


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The lexicon ``lexicon/<name>.toml``, with what the user's file of that name in the data folder adds to it.

    Raises:
        BadInput: the user's file has a fault; the message names file and line or key, and what is allowed.
    """
    shipped = tomllib.loads((_shipped() / f"{name}.toml").read_text(encoding="utf-8"))
    path = places.data() / "lexicon" / f"{name}.toml"
    return lexicons.over(shipped, lexicons.read(path), path) if _users() and path.exists() else shipped


def _shipped() -> Traversable:
    return files("analysis.quote") / "lexicon"


@cache
def _users() -> bool:
    """Whether the user has lexicons; one with a name that is none of ours is a fault."""
    folder = places.data() / "lexicon"
    lexicons.known(folder, frozenset(Path(each.name).stem for each in _shipped().iterdir()))
    return folder.is_dir()


@cache
def added(name: str) -> frozenset[str]:
    """Words, in lower case, that the user's lexicon of that name holds: what it says of them is decided."""
    path = places.data() / "lexicon" / f"{name}.toml"
    return frozenset(_words_in(lexicons.read(path))) if _users() and path.exists() else frozenset()


def _words_in(held: Any) -> Iterator[str]:
    if isinstance(held, dict):
        for key, value in held.items():
            yield from key.lower().split()
            yield from _words_in(value)
    elif isinstance(held, list):
        for value in held:
            yield from _words_in(value)
    elif isinstance(held, str):
        yield from (word.removeprefix("-") for word in held.lower().split())


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The words of one list, written in the lexicon as one text, a list of texts (which may hold blanks) or the keys of a table."""
    listed = lexicon(name)[key]
    if isinstance(listed, dict):
        return frozenset(listed)
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def forms(key: str) -> dict[str, tuple[str, str]]:
    """Form → (plain form, tense) for the verbs of one list of ``verbs.toml``; tense: plain, s, past, ing."""
    table: dict[str, tuple[str, str]] = {}
    for verb in sorted(words("verbs", key)):
        for form, tense in inflected(verb):
            table.setdefault(form, (verb, tense))
    return table


def inflected(verb: str) -> list[tuple[str, str]]:
    """Forms of *verb*, each with its tense; ``past`` stands for the participle, too."""
    irregular = lexicon("verbs")["irregular"].get(verb)
    if irregular:
        s, past, participle, ing = irregular.split()
        return [(s, "s"), (past, "past"), (participle, "past"), (ing, "ing"), (verb, "plain")]
    if verb.endswith("e"):
        return [(verb, "plain"), (verb + "s", "s"), (verb + "d", "past"), (verb[:-1] + "ing", "ing")]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [(verb, "plain"), (verb[:-1] + "ies", "s"), (verb[:-1] + "ied", "past"), (verb + "ing", "ing")]
    s = verb + ("es" if _SIBILANT.search(verb) else "s")
    return [(verb, "plain"), (s, "s"), (verb + "ed", "past"), (verb + "ing", "ing")]
