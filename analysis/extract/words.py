"""Text → its words: what is counted, and what makes two versions differ."""

import hashlib
import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")

_LINE = 1000
"""Letters below which a text is taken for a line of one."""


def tidy(text: str) -> str:
    """The same text on one line: runs of space of any kind are one space, none at the ends, no lone surrogates."""
    whole = text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
    return _SPACE.sub(" ", whole.replace("\u00ad", "").replace("\x00", "")).strip()


def words(text: str) -> list[str]:
    """Words in order; "don't", "U.N" and "six-year" are one word each."""
    return _WORD.findall(text)


def count(text: str) -> int:
    """How many words."""
    return _counted(text) if len(text) < _LINE else len(words(text))


@lru_cache(maxsize=2000)
def _counted(line: str) -> int:
    """Remembered: rule after rule asks the size of the same lines."""
    return len(words(line))


def digest(headline: str, text: str) -> str:
    """SHA-256 of the words of both, without case, punctuation or markup noise."""
    spoken = " ".join(words(f"{headline}\n{text}".casefold().replace("’", "'")))
    return hashlib.sha256(spoken.encode("utf-8", "replace")).hexdigest()
