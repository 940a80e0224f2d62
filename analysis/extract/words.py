"""Text → its words: what is counted, and what makes two versions differ."""

import hashlib
import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

_LONGEST_LINE = 4000
"""Letters of a line whose size is remembered."""
_LONGEST_COUNTER = 60
# Lines that count readers or tell the clock: they change with every capture, and no word of the article with them.
_COUNTER = re.compile(
    r"\W*(?:\d[\d.,]*\s*[km]?\s*(?:comments?|views?|shares?|likes?|reads?|replies|votes?|reactions?|followers?|people (?:are )?(?:now )?(?:reading|watching|viewing)\b.{0,20})"
    r"|(?:(?:last )?(?:updated|posted|published|modified)\W*)?(?:\d+|an?) (?:second|minute|min|hour|hr|day)s? ago"
    r"|\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*[a-z]{3,4})?|(?:\w+ )?-?\d+\s*°\s*[cf]?)\W*",
    re.IGNORECASE,
)


def tidy(text: str) -> str:
    """The same text on one line: runs of space of any kind are one space, none at the ends, no lone surrogates."""
    if text.isascii():
        return " ".join(text.replace("\x00", "").split())
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\u00ad", "").replace("\x00", "")
    return " ".join(whole.replace("\u200b", " ").replace("\ufeff", " ").split())


def words(text: str) -> list[str]:
    """Words in order; "don't", "U.N" and "six-year" are one word each."""
    return _WORD.findall(text)


def count(text: str) -> int:
    """How many words; none goes on from one line to the next."""
    return sum(_counted(line) if len(line) < _LONGEST_LINE else len(words(line)) for line in text.split("\n"))


@lru_cache(maxsize=2000)
def _counted(line: str) -> int:
    """Remembered: rule after rule asks the size of the same lines."""
    return len(words(line))


def digest(headline: str, text: str) -> str:
    """SHA-256 of the words of both, without case, punctuation, markup noise and lines that count readers or tell the clock."""
    lines = "\n".join(line for line in text.split("\n") if len(line) > _LONGEST_COUNTER or not _COUNTER.fullmatch(line))
    spoken = " ".join(words(f"{headline}\n{lines}".casefold().replace("’", "'")))
    return hashlib.sha256(spoken.encode("utf-8", "replace")).hexdigest()
