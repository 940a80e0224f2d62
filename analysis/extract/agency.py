"""Whose copy an article is: byline, source fields, dateline, sign-off."""

import re
from collections.abc import Iterable

from analysis.extract.words import tidy

_KNOWN = {
    "Reuters": r"(?:thomson )?reuters",
    "Associated Press": r"(?:the )?associated press|\bap\b",
    "Agence France-Presse": r"agence france[- ]presse|\bafp\b",
    "PA Media": r"press association|pa media|\bpa\b|pa news(?: agency)?",
    "dpa": r"\bdpa\b|deutsche presse[- ]agentur",
    "EFE": r"\b(?:agencia )?efe\b",
    "ANSA": r"\bansa\b",
    "TASS": r"\b(?:itar-)?tass\b",
    "Interfax": r"interfax",
    "RIA Novosti": r"ria novosti",
    "Xinhua": r"xinhua",
    "Kyodo": r"kyodo(?: news)?",
    "Yonhap": r"yonhap",
    "Anadolu": r"anadolu(?: agency)?",
    "UPI": r"\bupi\b|united press international",
    "AAP": r"\baap\b|australian associated press",
    "Canadian Press": r"(?:the )?canadian press",
    "PTI": r"\bpti\b|press trust of india",
    "IANS": r"\bians\b",
    "RFE/RL": r"\brfe[/ -]?rl\b|radio free europe(?:/radio liberty)?",
    "Tribune News Service": r"tribune news service",
}
_NAMES = {name: re.compile(rf"(?:{pattern})", re.IGNORECASE) for name, pattern in _KNOWN.items()}
_ANY = re.compile("|".join(_KNOWN.values()), re.IGNORECASE)
"""One search tells that a line names none of them."""
_DATELINE = re.compile(
    r"^\W{0,3}(?:[A-ZÀ-Þ][\w.'’ -]{1,40}(?:,\s[\w. ]{2,30}){0,3}\s)?\(([A-Z][\w/&. -]{1,40})\)\s*[-–—]+\s", re.UNICODE
)
_PLACE = re.compile(r"^\W{0,3}([A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,})")
_SIGN_OFF = re.compile(r"^(?:[-–—]{1,2}\s*|©\s*(?:\d{4}\s*)?|\()([\w/&. -]{2,40})\)?\.?$")
_COPY_OF = re.compile(
    r"\b(?:source|distributed by|provided by|supplied by|copyright)\s*:?\s*©?\s*(.{2,40})$", re.IGNORECASE
)
_SHARED = re.compile(r"^(?:by\s+)?(?:[\w']+\s+)?staff and agenc(?:y|ies)\b|^agenc(?:y|ies)\b", re.IGNORECASE)
_SEVERAL = "agencies"


def agency(bylines: Iterable[str], sources: Iterable[str], paragraphs: list[str], outlet: str = "") -> str | None:
    """Name of the agency whose copy this is, or "agencies" where the byline says no more; None for own copy.

    *bylines* as printed, *sources* from fields that name a source or distributor. A mention within the text is no mark:
    only a dateline ``PLACE (Name) –`` at its start and a sign-off at its end are. An outlet's own mark is none.
    """
    lines = [tidy(line) for line in bylines]
    marks = [_named(line, whole=True) for line in (*lines, *map(tidy, sources))]
    marks += [_dateline(paragraphs), *(_signed(p) for p in paragraphs[-2:])]
    own = re.sub(r"\W|_", "", outlet).casefold()
    for mark in marks:
        if mark and re.sub(r"\W|_", "", mark).casefold() != own:
            return mark
    return _SEVERAL if any(_SHARED.match(line) for line in lines) else None


def is_agency(name: str) -> bool:
    """Whether a byline is the name of a news agency that we know."""
    return _named(name, whole=True) is not None


def _named(line: str, *, whole: bool) -> str | None:
    """An agency that a line names; with *whole*, only where little else stands in it (``By Reuters``, ``AP in Oslo``)."""
    if not _ANY.search(line):
        return None
    bare = re.sub(r"^\s*by\s+|\s+(?:in|from|at)\s+[A-Z].*$|^source:\s*", "", line, flags=re.IGNORECASE)
    for name, pattern in _NAMES.items():
        if (pattern.fullmatch(bare) if whole else pattern.search(bare)) or _one_of(pattern, bare):
            return name
    return None


def _one_of(pattern: re.Pattern[str], line: str) -> bool:
    return any(pattern.fullmatch(part.strip()) for part in re.split(r"[,;/|–—]|\band\b|\bfor\b|\bvia\b", line))


def _dateline(paragraphs: list[str]) -> str | None:
    hit = _DATELINE.match(paragraphs[0]) if paragraphs else None
    if not hit:
        return None
    known = _named(hit[1], whole=True)
    # A name that we do not know is a mark only in the agencies' own form, with the place in capitals before it.
    return known or (hit[1] if _PLACE.match(paragraphs[0]) else None)


def _signed(paragraph: str) -> str | None:
    if len(paragraph) > 120:
        return None
    hit = _SIGN_OFF.match(paragraph) or _COPY_OF.search(paragraph)
    return _named(hit[1].strip(" ."), whole=True) if hit else None
