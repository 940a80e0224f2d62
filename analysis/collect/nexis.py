"""An export of Nexis Uni (DOCX, RTF, HTML; several articles in one file) → its articles as records.

Built from what public readers of it look for (LexisNexisTools and newspapers in R, nexis-analysis of Leiden University),
and from the order of parts that a public sample shows: headline, source, date, copyright, ``Section:``, ``Length:``,
``Byline:``, a line ``Body``, the text, ``Load-Date:``, ``End of Document``. No export of our own was at hand; the older
LexisNexis Academic (``1 of 10 DOCUMENTS``, ``LENGTH:``) and menus in other languages are not read.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from analysis.collect import exports
from analysis.collect.records import Record

_END = "End of Document"
_LABEL = re.compile(
    r"(Section|Length|Byline|Dateline|Highlight|Series|Edition|Language|Publication-Type|Journal-Code|Load-Date):\s*(.*)",
    re.IGNORECASE,
)
_NOT_HEADER = re.compile(r"copyright\b|©|\(c\)\s|link to (?:image|pdf|original)|all rights reserved", re.IGNORECASE)
_CLOSES = re.compile(r"(?:Classification|Graphic|Notes|Correction|Correction-Date|Publisher|Load-Date)(?::.*)?$")
_ABSTRACT, _FULL = "ABSTRACT", "FULL TEXT"


def is_nexis(lines: Iterable[str]) -> bool:
    """Whether lines of a file have the marks that every article of an export has."""
    stripped = {line.strip() for line in lines}
    return _END in stripped and any(line == "Body" or line.startswith("Load-Date:") for line in stripped)


def articles(lines: Iterable[str]) -> list[Record]:
    """A record for each article, with our own keys; one that is not built as expected is a record with its fault."""
    return [_record(number, part) for number, part in enumerate(_parts(lines), start=1)]


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines of each article; the first also has the export's cover before it, what follows the last is left."""
    part: list[str] = []
    for line in lines:
        said = " ".join(line.split())
        if said == _END:
            yield part
            part = []
        elif said:
            part.append(said)
    if "Body" in part:
        yield [*part, ""]  # cut off: an empty line marks it


def _record(number: int, lines: list[str]) -> Record:
    place = f"article {number}"
    if "Body" not in lines:
        return Record(place, {}, f"no line 'Body' before '{_END}'; begins {' / '.join(lines[:2])[:80]!r}")
    if lines[-1] == "":
        return Record(place, {}, f"no line '{_END}' after it: the export was cut off")
    start = lines.index("Body")
    head, rest = lines[:start], lines[start + 1 :]
    days = [index for index, line in enumerate(head) if exports.is_day(line) and not _LABEL.fullmatch(line)]
    if not days or days[-1] < 2:
        return Record(place, {}, "no date under headline and source, above 'Body'")
    try:
        return _read(place, head, days[-1], rest)
    except ValueError as why:
        return Record(place, {}, str(why))


def _read(place: str, head: list[str], day: int, rest: list[str]) -> Record:
    close = next((index for index, line in enumerate(rest) if _CLOSES.fullmatch(line)), len(rest))
    labels = _labels([*head[day:], *rest[close:]])
    text, scope = _text(rest[:close])
    headline, source = _above(head[:day])
    values = {
        "headline": headline,
        "outlet": source,
        "published_at": exports.published(head[day]),
        "text": text,
        "text_scope": scope if text else "headline",
        "standfirst": labels.get("highlight"),
        "authors": [labels["byline"]] if labels.get("byline") else None,
        "section": labels.get("section"),
        "language": exports.language(labels.get("language", "")),
    }
    digest = hashlib.sha256(f"{source}\n{headline}\n{text}".encode("utf-8", "replace")).hexdigest()[:12]
    fault = exports.too_short(text, labels.get("length", "")) if scope == "full" else ""
    return Record(place, values, fault, f"nexis#{digest}")


def _above(lines: list[str]) -> tuple[str, str]:
    """Headline and source, which stand in this order above the date."""
    said = [line for line in lines if not _NOT_HEADER.match(line)]
    if len(said) < 2:
        raise ValueError("headline and source are expected above the date")
    return said[-2], said[-1]


def _labels(lines: list[str]) -> dict[str, str]:
    """``Section: News`` by its small name; the first of each counts."""
    found: dict[str, str] = {}
    for line in lines:
        label = _LABEL.fullmatch(line)
        if label and label[2]:
            found.setdefault(label[1].lower(), label[2])
    return found


def _text(lines: list[str]) -> tuple[str, str]:
    """Paragraphs, and how much of the article they are: some outlets put an abstract before the full text."""
    if _FULL in lines:
        return exports.paragraphs(lines[lines.index(_FULL) + 1 :]), "full"
    if lines[:1] == [_ABSTRACT]:
        return exports.paragraphs(lines[1:]), "abstract"
    return exports.paragraphs(lines), "full"
