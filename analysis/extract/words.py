"""Text → its words: what is counted, and what makes two versions differ."""

import hashlib
import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# Scripts that set no space between words: Chinese characters and kana count one by one, as word processors count them.
_SIGNS = r"\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED = re.compile(rf"[{_SIGNS}]")
_UNSPACED_WORD = re.compile(rf"[{_SIGNS}]|[^\W_{_SIGNS}]+(?:['’.-][^\W_{_SIGNS}]+)*")

_LONGEST_LINE = 4000
"""Letters of a line whose size is remembered."""
_LONGEST_COUNTER = 60
# Lines that count readers or tell the clock: they change with every capture, and no word of the article with them.
_COUNTED = (
    r"(?:comments?|views?|shares?|likes?|reads?|replies|votes?|reactions?|followers?|kommentare?|aufrufe|commentaires?|partages|vues|"
    r"comentarios?|comentários|visitas|commenti|reacties|people (?:are )?(?:now )?(?:reading|watching|viewing)\b.{0,20}|watching)"
)
_CHANGED = r"(?:(?:last )?(?:updated|posted|published|modified)(?: at| on)?|(?:zuletzt )?aktualisiert|mis à jour|actualizado|aggiornato|bijgewerkt)"
_AGO = (
    r"(?:(?:\d+|an?) ?(?:second|minute|min|hour|hr|day|[smhd])s? ago|vor \d+ (?:sekunde|minute|min|stunde|std|tag)(?:e?n)?|"
    r"il y a \d+ (?:seconde|minute|min|heure|jour)s?|hace \d+ (?:segundo|minuto|min|hora|día)s?|\d+ (?:minuti|ore|giorni) fa|"
    r"\d+ (?:minuten|uur|dagen) geleden)"
)
_CLOCK = (
    r"(?:\d{1,4}(?:st|nd|rd|th)?|\d{1,2}[:.h]\d\d(?:[:.]\d\d)?|[ap]\.?m\.?|gmt|bst|utc|ce?s?t|[ecmp][sd]?t|at|on|um|uhr|à|today|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*|may|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
)
_READ_IN = (
    r"(?:\d+[- ]min(?:ute)?s?\.? (?:read|de lecture|lesezeit|de lectura)|"
    r"(?:lesezeit|temps de lecture|tiempo de lectura|reading time)\W*\d+ ?min\w*)"
)
_COUNTER = re.compile(
    rf"\W*(?:\d[\d.,]*\s*[km]?\s*{_COUNTED}|{_COUNTED}\W*\d[\d.,]*\s*[km]?|(?:{_CHANGED}\W*)?{_AGO}|{_CHANGED}(?:\W+{_CLOCK})+|{_READ_IN}|"
    r"this (?:article|story) is (?:more than )?\d+ (?:month|year)s? old|"
    r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*[a-z]{3,4})?|(?:\w+ )?-?\d+\s*°\s*[cf]?)\W*",
    re.IGNORECASE,
)


def tidy(text: str) -> str:
    """The same text on one line: runs of space of any kind are one space, none at the ends, no lone surrogates."""
    if text.isascii():
        return " ".join(text.replace("\x00", "").split())
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\u00ad", "").replace("\x00", "")
    return " ".join(whole.replace("\u200b", " ").replace("\ufeff", " ").split())


def words(text: str) -> list[str]:
    """Words in order; "don't", "U.N" and "six-year" are one word each, and so is each sign of Chinese and kana."""
    return (_WORD if text.isascii() or not _UNSPACED.search(text) else _UNSPACED_WORD).findall(text)


def count(text: str) -> int:
    """How many words; none goes on from one line to the next."""
    return sum(_counted(line) if len(line) < _LONGEST_LINE else len(words(line)) for line in text.split("\n"))


@lru_cache(maxsize=2000)
def _counted(line: str) -> int:
    """Remembered: rule after rule asks the size of the same lines."""
    return len(words(line))


def digest(headline: str, text: str) -> str:
    """SHA-256 of the words of both, without case, punctuation, markup noise and lines that count readers or tell the clock."""
    lines = "\n".join(line for line in text.split("\n") if not is_counter(line))
    spoken = " ".join(words(f"{headline}\n{lines}".casefold().replace("’", "'")))
    return hashlib.sha256(spoken.encode("utf-8", "replace")).hexdigest()


def is_counter(line: str) -> bool:
    """Whether it counts readers or tells the clock, and changes with every capture."""
    return len(line) <= _LONGEST_COUNTER and _COUNTER.fullmatch(line) is not None
