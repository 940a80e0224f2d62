"""An export of ProQuest (TXT; XLS, XLSX or CSV) → its articles as records.

The text has articles between lines of underscores, in each ``Field: value`` and the article after ``Full text:``; the table has
columns ``Title``, ``Abstract``, ``pubtitle``, ``pubdate``, ``Authors`` …, and no full text. Built from public readers of the text
(pq_parser of the University of Minnesota, tm.plugin.proquest in R, metaknowledge) and from ProQuest's names of columns
as we know them; no export of our own was at hand.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.collect import exports
from analysis.collect.records import Record

_RULE = re.compile(r"^_{40,}\s*$", re.MULTILINE)
_FIELDS = (
    "Abstract",
    "Author",
    "Business indexing term",
    "Classification",
    "Column",
    "Company / organization",
    "Copyright",
    "Country of publication",
    "Credit",
    "Database",
    "Dateline",
    "Document feature",
    "Document type",
    "Document URL",
    "First page",
    "Full text",
    "Full Text",
    "Identifier / keyword",
    "Illustration",
    "ISSN",
    "Issue",
    "Language of publication",
    "Last updated",
    "Links",
    "Location",
    "Number of pages",
    "Online publication date",
    "Pages",
    "People",
    "Place of publication",
    "ProQuest document ID",
    "Publication date",
    "Publication history",
    "Publication info",
    "Publication subject",
    "Publication title",
    "Publication year",
    "Publisher",
    "Section",
    "Source",
    "Source type",
    "Subject",
    "Title",
    "URL",
    "Volume",
)
_FIELD = re.compile(rf"^({'|'.join(map(re.escape, _FIELDS))}):(?:[ \t]+|$)")
_MARK = re.compile(r"^(?:ProQuest document ID|Publication title|Document URL): ", re.MULTILINE)
_NONE = re.compile(r"(?:none|not) available\.?", re.IGNORECASE)
_COLUMNS = {"Title", "pubtitle", "pubdate"}


def is_text(text: str) -> bool:
    """Whether a text has the marks of an export."""
    return bool(_RULE.search(text) and _MARK.search(text))


def is_table(records: Iterable[Record]) -> bool:
    """Whether columns are those of an export."""
    return any(set(record.values) >= _COLUMNS for record in records)


def of_text(text: str) -> list[Record]:
    """A record for each article of the text, with our own keys; cover, list of contents and colophon are left."""
    parts = (_fields(part) for part in _RULE.split(text.replace("\r\n", "\n").replace("\r", "\n")))
    found = [said for said in parts if "ProQuest document ID" in said or {"Title", "Publication title"} <= set(said)]
    return [_of_fields(f"article {number}", said) for number, said in enumerate(found, start=1)]


def of_table(records: Iterable[Record]) -> list[Record]:
    """The same records with our own keys; what their abstract says is all their text."""
    return [record if record.fault else _of_row(record) for record in records]


def _fields(part: str) -> dict[str, str]:
    """Field → value; a full text ends where a field begins after an empty line."""
    found: dict[str, list[str]] = {}
    field, blank = "", True
    for line in part.split("\n"):
        begins = _FIELD.match(line)
        if begins and (blank or not field.lower().startswith("full text")) and begins[1] not in found:
            field = begins[1]
            found[field] = [line[begins.end() :]]
        elif field:
            found[field].append(line)
        blank = not line.strip()
    return {field: "\n".join(lines).strip() for field, lines in found.items()}


def _of_fields(place: str, said: Mapping[str, str]) -> Record:
    full = said.get("Full text") or said.get("Full Text") or ""
    text = "" if _NONE.fullmatch(full) else exports.paragraphs(full.split("\n"))
    abstract = "" if _NONE.fullmatch(said.get("Abstract", "")) else " ".join(said.get("Abstract", "").split())
    missing = [field for field in ("Title", "Publication title", "Publication date") if not said.get(field)]
    if missing:
        return Record(place, {}, f"no field {', '.join(map(repr, missing))}; there are: {', '.join(said)}")
    values = {
        "headline": " ".join(said["Title"].split()),
        "text": text or abstract,
        "text_scope": "full" if text else "abstract" if abstract else "headline",
        "section": said.get("Section"),
    }
    shared = (
        said["Publication title"],
        said["Publication date"],
        said.get("Author"),
        said.get("Language of publication"),
    )
    return _finished(place, values, shared, said.get("ProQuest document ID", ""))


def _of_row(record: Record) -> Record:
    row = {key: str(value or "").strip() for key, value in record.values.items()}
    abstract = row.get("Abstract", "")
    missing = [column for column in ("Title", "pubtitle", "pubdate") if not row.get(column)]
    if missing:
        return Record(record.place, {}, f"nothing in column {', '.join(map(repr, missing))}")
    values = {
        "headline": row["Title"],
        "text": exports.paragraphs(abstract.split("\n")),
        "text_scope": "abstract" if abstract else "headline",
    }
    shared = (row["pubtitle"], row["pubdate"], row.get("Authors"), row.get("language"))
    return _finished(record.place, values, shared, row.get("StoreId", ""))


def _finished(
    place: str, values: dict[str, Any], shared: tuple[str, str, str | None, str | None], number: str
) -> Record:
    outlet, date, authors, language = shared
    names = [exports.turned(name) for name in (authors or "").split(";") if name.strip()]
    try:
        published = exports.published(date)
    except ValueError as why:
        return Record(place, {}, str(why))
    if published is None:
        return Record(place, {}, f"{date[:60]!r} is no date")
    # The place of publication follows a semicolon.
    values |= {"outlet": outlet.split(";")[0].strip(), "published_at": published, "authors": names or None}
    values["language"] = exports.language(language or "")
    return Record(place, values, key=f"proquest#{number}" if re.fullmatch(r"\d{4,20}", number) else "")
