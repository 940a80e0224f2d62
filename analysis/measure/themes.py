"""A dictionary of themes → patterns that find them in text."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

import polars as pl

Themes = Mapping[str, Sequence[str]]


def default_themes() -> dict[str, tuple[str, ...]]:
    """Broad English themes for events that declare none: theme → words and phrases, a trailing ``*`` for any ending."""
    listed = tomllib.loads(files("analysis.measure").joinpath("themes.toml").read_text(encoding="utf-8"))
    return {theme: tuple(" ".join(word.split()) for word in words.split(";")) for theme, words in listed.items()}


def pattern(words: Iterable[str]) -> str:
    """Regular expression, case ignored, that finds any of the words or phrases as whole words.

    A trailing ``*`` stands for any ending; a curved and a straight apostrophe are one. No words find nothing.
    """
    each = [_one(word) for word in words if word.strip(" *")]
    return rf"(?i)\b(?:{'|'.join(each)})\b" if each else r"[^\s\S]"


def about(words: Iterable[str], text: str = "text") -> pl.Expr:
    """Whether the column *text* holds any of the words or phrases."""
    return pl.col(text).str.contains(pattern(words))


def _one(word: str) -> str:
    stem = r"\s+".join(re.escape(part).replace("’", "'").replace("'", "['’]") for part in word.rstrip("*").split())
    return stem + r"[\w'’-]*" if word.endswith("*") else stem
