"""Bylines → the people who wrote it, and nobody else."""

import re
from collections.abc import Iterable

from analysis.extract.agency import is_agency
from analysis.extract.words import tidy

_BY = re.compile(
    r"^\s*(?:(?:written|reported|posted|story|words|analysis|review|text|report)\s+)?by\b[:\s]+", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:;|\||/|•|·|\n|\band\b|&|,\s*and\b|\bwith\b(?=\s+[A-Z]))\s*", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:in|at|for|from)\s+[A-Z].*$|\s*[-–—|]\s+.*$|\s*\(.*\)\s*$|\s+\d{1,2}\s+\w+\s+\d{4}.*$")
_HOST = re.compile(r"(?:https?:)?//|\bwww\.|\w\.(?:com|org|net|co\.uk|example|news)\b|@", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:staff|reporters?|correspondents?|editors?|editorial|newsroom|desk|agenc(?:y|ies)|bureau|columnist|"
    r"team|writers?|contributors?|associates?|guest|admin(?:istrator)?|user(?:name)?|sign[ -]?in|log[ -]?in|subscribe|"
    r"anonymous|unknown|author|published|updated|newspaper|magazine|press|media|times|post|guardian|"
    r"news|service|online|web|opinion|politics|sport|board|podcasts?|photographs?|graphics?|video|"
    r"chief|director|specialist|manager|producer|critic|analyst|professor|fellow|the|your|our|more|see|full|bio)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"^[^\W\d_][\w'’.\- ]{1,60}$")
_PARTICLES = {
    "de",
    "la",
    "van",
    "von",
    "der",
    "den",
    "al",
    "el",
    "bin",
    "ibn",
    "da",
    "di",
    "du",
    "le",
    "ben",
    "dos",
    "y",
    "of",
}
LONGEST = 6


def people(bylines: Iterable[str], not_people: Iterable[str] = ()) -> list[str]:
    """Names in the order of the bylines, each once; roles, desks, agencies, hosts and sign-in text dropped.

    *not_people* are an outlet's own bylines without a person, compared without case.
    """
    junk = {name.casefold() for name in not_people}
    names = [name for line in bylines for name in _split(line) if name.casefold() not in junk]
    kept: dict[str, str] = {}
    for name in filter(_is_person, names):
        kept.setdefault(name.casefold(), name)
    return list(kept.values())


def _split(line: str) -> list[str]:
    bare = _BY.sub("", tidy(line))
    parts = [part for piece in _BETWEEN.split(bare) for part in piece.split(",")]
    names = [_TAIL.sub("", _BY.sub("", part)).strip(" .,:") for part in parts]
    return [_cased(name) for name in names if name]


def _is_person(name: str) -> bool:
    bits = name.split()
    if not 2 <= len(bits) <= LONGEST or _HOST.search(name) or not _SIGNS.match(name):
        return False
    if _ROLE.search(name) or is_agency(name):
        return False
    return all(bit[0].isupper() or bit.casefold() in _PARTICLES or bit[:2] in ("d'", "d’") for bit in bits)


def _cased(name: str) -> str:
    """Old pages shout bylines; a name is not shouted."""
    if not name.replace("Mc", "MC").isupper() or len(name.split()) < 2:
        return name
    return " ".join(bit if re.fullmatch(r"(?:[A-Z]\.)+", bit) else _capital(bit) for bit in name.split())


def _capital(bit: str) -> str:
    whole = re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), bit)
    return re.sub(r"\bMc([a-z])", lambda m: "Mc" + m[1].upper(), whole)
