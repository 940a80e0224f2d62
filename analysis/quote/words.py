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
        BadInput: one of the user's files has a fault; the message names file and line or key, and what is allowed.
    """
    return _users().get(name) or _shipped(name)


def _folder() -> Traversable:
    return files("analysis.quote") / "lexicon"


def _shipped(name: str) -> lexicons.Lexicon:
    return tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _users() -> dict[str, lexicons.Lexicon]:
    """Every lexicon that the user adds to, whole, by name.

    All of them are read when the first is asked for: a fault ends a command before its first text, and not each text by itself.
    """
    folder = places.data() / "lexicon"
    lexicons.known(folder, frozenset(Path(each.name).stem for each in _folder().iterdir()))
    return {
        path.stem: lexicons.over(_shipped(path.stem), lexicons.read(path), path)
        for path in sorted(folder.glob("*.toml"))
    }


@cache
def added(name: str) -> frozenset[str]:
    """Words, in lower case, that the user's lexicon of that name holds: what it says of them is decided."""
    path = places.data() / "lexicon" / f"{name}.toml"
    return frozenset(_words_in(lexicons.read(path))) if name in _users() else frozenset()


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
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return [(verb, "plain"), (verb[:-1] + "ies", "s"), (verb[:-1] + "ied", "past"), (verb + "ing", "ing")]
    s = verb + ("es" if _SIBILANT.search(verb) else "s")
    return [(verb, "plain"), (s, "s"), (verb + "ed", "past"), (verb + "ing", "ing")]
