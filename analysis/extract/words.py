"""Text → its words: what is counted, and what makes two versions differ."""

import hashlib
import re

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def tidy(text: str) -> str:
    """The same text on one line: runs of space of any kind are one space, none at the ends, no lone surrogates."""
    whole = text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
    return _SPACE.sub(" ", whole.replace("\u00ad", "").replace("\x00", "")).strip()


def words(text: str) -> list[str]:
    """Words in order; "don't", "U.N" and "six-year" are one word each."""
    return _WORD.findall(text)


def count(text: str) -> int:
    """How many words."""
    return len(words(text))


def digest(headline: str, text: str) -> str:
    """SHA-256 of the words of both, without case, punctuation or markup noise."""
    spoken = " ".join(words(f"{headline}\n{text}".casefold().replace("’", "'")))
    return hashlib.sha256(spoken.encode("utf-8", "replace")).hexdigest()
