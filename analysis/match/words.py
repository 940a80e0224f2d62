"""Words of a statement → what stays the same when it is cut, reported or translated: stems, and how telling each is."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

from analysis.tables import Span

COMMON = 50
"""Statements that may hold a word which still tells one from another; in large events one in `SHARE`."""
SHARE = 20
_PRIOR = 500
"""Statements that we pretend to have seen besides, so that ten statements do not make every word rare."""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W_]+)*")
_SPELLED = (
    (re.compile(r"our$|our(?=s$|ed$|ing$|ite$|able$)"), "or"),
    (re.compile(r"(?<=.{3})is(?=e$|es$|ed$|ing$|ation$)"), "iz"),
    (re.compile(r"(?<=.{2})tre$"), "ter"),
)
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ied", "ies", "ed", "ly", "es", "s")
_STEM = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one statement in order, where they stand, and their stems."""

    spans: tuple[Span, ...]
    """In characters of the article."""
    stems: tuple[str, ...]
    parts: tuple[int, ...]
    """Which piece of a split quotation each word stands in."""


def words(text: str, content: Iterable[Sequence[int]]) -> Words:
    """Words within the spans of *content*, with their stems."""
    hits = [(part, hit) for part, (start, end) in enumerate(content) for hit in _WORD.finditer(text, start, end)]
    return Words(
        tuple(hit.span() for _, hit in hits), tuple(stem(hit[0]) for _, hit in hits), tuple(part for part, _ in hits)
    )


@cache
def stem(word: str) -> str:
    """What a word shares with its other forms: case, number, tense, person and British spelling taken off.

    Who speaks becomes who is spoken of in reported speech ("I will" → "she would"), so that pronouns and auxiliaries
    stand for their whole kind (``forms.toml``); endings go as in Harman (1991), a little further.
    """
    low = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    known = _forms().get(low)
    if known is not None:
        return known
    for pattern, other in _SPELLED:
        low = pattern.sub(other, low)
    return _bare(low)


def empty(of: str) -> bool:
    """Whether a stem is grammar and tells nothing."""
    return of.startswith("<") or of in _grammar()


def weights(statements: Sequence[Words]) -> dict[str, float]:
    """How telling each stem is, 0–1: 1 where one statement has it, less the more have it; grammar and commonplaces are left out.

    The logarithm of the inverse frequency among statements (Spärck Jones 1972), with a prior.
    """
    seen = Counter(each for one in statements for each in set(one.stems))
    most = max(COMMON, len(statements) // SHARE)
    whole = len(statements) + _PRIOR
    top = log(whole / 1.5)
    return {s: log(whole / (n + 0.5)) / top for s, n in seen.items() if n <= most and not empty(s)}


def _bare(low: str) -> str:
    for ending in _ENDINGS:
        rest = low.removesuffix(ending)
        if rest != low and len(rest) >= _STEM and not (ending == "s" and rest.endswith(("s", "u", "i"))):
            doubled = ending in ("ing", "ed") and len(rest) > _STEM and rest[-1] == rest[-2] and rest[-1] not in "lsz"
            return rest[:-1] if doubled else rest
    return low[:-1] if len(low) > _STEM and low[-1] in "ey" else low


@cache
def _table() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = tomllib.loads(
        files("analysis.match").joinpath("forms.toml").read_text(encoding="utf-8")
    )
    return told


@cache
def _forms() -> dict[str, str]:
    """Word → what stands for it: a kind of grammar in angle brackets, the plain form of an irregular verb, or digits."""
    kinds = {word: f"<{kind}>" for kind, listed in _table()["kinds"].items() for word in listed.split()}
    verbs = {word: _bare(plain) for plain, listed in _table()["verbs"].items() for word in listed.split()}
    return verbs | _table()["figures"] | kinds


@cache
def _grammar() -> frozenset[str]:
    return frozenset(_bare(word) for word in _table()["grammar"]["words"].split())
