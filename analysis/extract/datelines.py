"""Lines by a page's headline that hold a date and nothing else."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from analysis.extract import marks, months
from analysis.extract.document import Document
from analysis.extract.words import tidy

_BEFORE, _AFTER = 15, 60
"""Pieces of text around the headline that are looked at."""
_LONGEST = 90
_AROUND = 4
"""Elements around a line that say whether it is another article's."""
_OTHERS = re.compile(r"related|recommend|trending|most-(?:read|popular|viewed)|read-?next|up-?next", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W*(?:(?:first|originally)\s+)?(?:published|posted|created|date|publiziert|veröffentlicht|erschienen|publié(?:e)?|mis en ligne|publicado|"
    r"publicada|pubblicato|gepubliceerd|publicerad|publisert|udgivet|opublikowano|publikováno|опубликовано|дата|опубліковано|yayınlanma|"
    r"δημοσιεύτηκε|publicat|megjelent|julkaistu)\b\W*",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"^\W*(?:last\s+)?(?:updated|modified|edited|aktualisiert|geändert|mis à jour|actualizado|aggiornato|bijgewerkt|uppdaterad|oppdatert|"
    r"zaktualizowano|обновлено|оновлено|güncelleme)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?:\d{1,4}[年月日時时分년월일号])+|\d[\d:.,/h-]*(?:st|nd|rd|th|am|pm|er|º)?|[ap]\.?m\.?|at|on|um|uhr|à|de|del|of|the|le|la|el|den|der|am|kl|г|года|р|року|alle|ore|a|as|às|o|"
    r"uur|klo|kello|godz|hod|ob|h|min|в|о|στις|(?-i:[A-Z]{2,5})|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\s[|•·–—/]\s|,?\s(?=(?:last\s)?(?:updated|modified|edited|aktualisiert|mis à jour|actualizado|aggiornato)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARLESS = re.compile(
    r"^(\W*(?:[A-Za-z]+day,?\s+)?(?:([A-Z][a-z]{2,8})\.?\s+\d{1,2}|\d{1,2}\s+([A-Z][a-z]{2,8})))(?:st|nd|rd|th)?\b(?!,?\s*(?:19|20)\d\d)"
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MONTH_FIRST = frozenset(["us", "ph"])


def beside(document: Document) -> Iterator[str]:
    """Those lines, labels gone, in page order from a little above the headline."""
    heading = next((e for tag in ("h1", "h2") for e in document.tree.iter(tag)), None)
    if heading is None:
        return
    before = heading.xpath(f"preceding::text()[normalize-space()][position() <= {_BEFORE}]")
    after = heading.xpath(f"following::text()[normalize-space()][position() <= {_AFTER}]")
    for text in (*before, *after):
        line = tidy(str(text)) if len(text) <= 4 * _LONGEST and _is_text(text) else ""
        if 6 <= len(line) <= _LONGEST and not of_change(line) and only_date(bare := _LABEL.sub("", line)):
            yield from [bare] if _is_own(text.getparent()) else []


def only_date(line: str) -> bool:
    """Whether every word of it belongs to a date or a clock, and there is a number."""
    words = re.findall(r"[^\s,;|–—•·()\[\]-]+", re.sub(r"(?<=\d)-(?=\d)", "/", line))
    return bool(re.search(r"\d", line)) and all(
        _TOKEN.fullmatch(word) or _TOKEN.fullmatch(word.strip(".")) or months.named(word.strip(".")) for word in words
    )


def dated(line: str) -> bool:
    """Whether it is a date or several, each with its label at most: ``Published 5 March 2030 | Updated 6 March 2030``."""
    if len(line) > _LONGEST:
        return False
    pieces = [_LABEL.sub("", _CHANGE.sub("", piece.strip()).strip(" :")) for piece in _SEVERAL.split(line)]
    return bool(_YEAR.search(pieces[0])) and all(only_date(piece) for piece in pieces)


def of_change(line: str) -> bool:
    """Whether it says of itself that it is the time of a change."""
    return bool(_CHANGE.match(line))


def with_year(line: str, year: int) -> str | None:
    """``March 18 at 3:57 PM`` with its year; None where that is no date without one."""
    bare = _LABEL.sub("", line)
    hit = _YEARLESS.match(bare)
    if not hit or not months.named(hit[2] or hit[3]):
        return None
    return f"{hit[1]}, {year}{bare[hit.end() :]}"


def day_first(document: Document) -> bool | None:
    """Whether 01/06/2022 is the first of June: by the page's language and country; None where they leave it open."""
    said = [str(document.tree.get(name) or "") for name in ("lang", "xml:lang", _XML_LANG)]
    said += [document.meta("og:locale", "language", "content-language")]
    for text in said:
        hit = re.match(r"\s*([a-z]{2})(?:[-_]([a-z]{2})\b)?", text, re.IGNORECASE)
        if hit and (hit[1].lower() != "en" or hit[2]):
            return (hit[2] or "").lower() not in _MONTH_FIRST
    return None


def _is_own(element: Any) -> bool:
    """Whether it stands in no list of other articles."""
    around = [element, *islice(element.iterancestors(), _AROUND)]
    names = " ".join(f"{e.get('class', '')} {e.get('id', '')}" for e in around if e.tag not in ("body", "html"))
    return bool(marks.aside_from([element])) and not _OTHERS.search(names)


def _is_text(text: Any) -> bool:
    holder = text.getparent()
    return holder is not None and holder.tag not in ("script", "style", "noscript", "option", "template", "title")
