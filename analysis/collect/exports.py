"""What exports of databases have in common: dates, names, languages and paragraphs as they write them."""

import re
from collections.abc import Iterable

from analysis.collect.dates import When, when

_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
"""In which their menus, and so their dates, come."""
_CODES = {
    "en": ("english", "englisch", "anglais", "inglés", "inglese", "inglês", "engels"),
    "de": ("german", "deutsch", "allemand", "alemán", "tedesco", "alemão", "duits"),
    "fr": ("french", "französisch", "français", "francés", "francese", "francês", "frans"),
    "es": ("spanish", "spanisch", "espagnol", "español", "spagnolo", "espanhol", "spaans"),
    "it": ("italian", "italienisch", "italien", "italiano", "italiaans"),
    "pt": ("portuguese", "portugiesisch", "portugais", "portugués", "portoghese", "português", "portugees"),
    "ru": ("russian", "russisch", "russe", "ruso", "russo"),
    "ar": ("arabic", "arabisch", "arabe", "árabe", "arabo"),
    "zh": ("chinese", "chinesisch", "chinois", "chino", "cinese", "chinês", "chinees"),
    "nl": ("dutch", "niederländisch", "néerlandais", "neerlandés", "olandese", "holandês", "nederlands"),
}
_CODE = {name: code for code, names in _CODES.items() for name in names}
_ZONES = {"GMT", "UTC", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"}
_DAY = re.compile(r"(?:[^\W\d_]{3,12}\.? \d{1,2},? \d{4}|\d{1,2}\.? [^\W\d_]{3,12}\.?,? \d{4}|\d{4}-\d\d-\d\d)")
_TIME = re.compile(r"\b(\d{1,2}:\d\d(?::\d\d)?)(?:\s*([ap]\.?m\b\.?))?(?:\s+([A-Z]{2,4})\b)?", re.IGNORECASE)


def published(line: str, time: str = "") -> When | None:
    """When a line like ``January 7, 2022 Friday 10:36 EST`` says; None where it names no day.

    Zones that mean one offset in news are kept; of others the clock is left without a zone.

    Raises:
        ValueError: a day that is no date.
    """
    day = _DAY.search(line)
    if not day:
        return None
    found = when(day[0], languages=_LANGUAGES)
    clock = _TIME.search(time or line[day.end() :])
    if not found or not clock:
        return found
    zone = clock[3] if clock[3] and clock[3].upper() in _ZONES else ""
    said = " ".join(part for part in (found.iso(), clock[1], clock[2] or "", zone.upper()) if part)
    return when(said if clock[2] or zone else f"{found.iso()} {clock[1].zfill(5)}") or found


def is_day(line: str) -> bool:
    """Whether a line is a date and no more: weekday, time, zone and edition may stand around it."""
    day = _DAY.search(line)
    return bool(day) and day.start() <= 14 and len(line) - day.end() <= 40 if day else False


def language(said: str) -> str | None:
    """The code of a language's name (``English``, ``ENGLISH; anglais``); None for one that is not known."""
    first = re.split(r"[;,(]", said)[0].strip().lower()
    return _CODE.get(first) or (first if re.fullmatch(r"[a-z]{2}", first) else None)


def turned(name: str) -> str:
    """A name the usual way round: ``Lind, Ada B.`` → ``Ada B. Lind``."""
    last, _, first = " ".join(name.split()).partition(", ")
    return f"{first} {last}".strip()


def paragraphs(lines: Iterable[str]) -> str:
    """Lines as paragraphs of a record's text."""
    return "\n\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def too_short(text: str, said: str) -> str:
    """What is wrong where a text has less than half of the words that the database counted; else nothing."""
    units = "words|wörter|mots|palabras|parole|palavras|woorden"
    count = re.match(rf"\s*([\d.,\s]*\d)\s*(?:{units})\b", said[:60], re.IGNORECASE)
    promised = int(re.sub(r"\D", "", count[1])) if count and len(count[1]) < 12 else 0
    found = len(text.split())
    return f"{found} words where the export says {promised}" if found * 2 < promised else ""
