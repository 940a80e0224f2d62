"""Columns of a table → our fields: as the bringer maps them, by our own names, and by the plain names that tables have."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.collect.brought import Case
from analysis.collect.records import Record
from analysis.errors import BadInput

FIELDS = (
    "headline",
    "text",
    "url",
    "outlet",
    "published_at",
    "published_precision",
    "modified_at",
    "standfirst",
    "authors",
    "section",
    "tags",
    "language",
    "genre",
    "agency",
    "text_scope",
)
"""What a column can be mapped to; a column of the same name needs no mapping."""
_PLAIN: Mapping[str, tuple[str, ...]] = {
    "headline": ("title", "article title"),
    "text": ("body", "content", "full text", "fulltext", "article text"),
    "url": ("link", "web url", "permalink"),
    "outlet": ("source", "publication", "publication title", "newspaper", "media name"),
    "published_at": ("published", "date", "published date", "publication date", "publish date", "pub date", "pubdate"),
    "authors": ("author", "byline"),
}
"""Field → names that mean nothing else, the surest first; a field's own name is surer than any."""


def of_fields(case: Case, records: Sequence[Record]) -> Mapping[str, str]:
    """Field → column; what was mapped by its plain name, and what is not used, is said aloud.

    ``--map published_at=`` leaves a field without a column.

    Raises:
        BadInput: a mapped column is not there, or none is headline or text.
    """
    there = list(dict.fromkeys(key for record in records for key in record.values))
    named = {ours: theirs for ours, theirs in case.mapping.items() if theirs}
    missing = [f"{ours}={theirs}" for ours, theirs in named.items() if theirs not in there]
    if missing and there:
        raise BadInput(f"{case.path}: --map {' '.join(missing)}: no such column; there are: {', '.join(there)}")
    plain = dict(_plain(case, records, there))
    known = plain | named
    if there and not {"headline", "text"} & set(known):
        raise BadInput(
            f"{case.path}: which columns are headline and text? --map headline=… text=…; there are: {', '.join(there)}"
        )
    _say(case, {ours: theirs for ours, theirs in plain.items() if ours != theirs}, there, known)
    return known


def _plain(case: Case, records: Sequence[Record], there: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Fields that nobody mapped, and the column that bears the surest name of each."""
    free = {_spoken(column): column for column in reversed(there) if column not in case.mapping.values()}
    for field in FIELDS:
        names = () if field in case.mapping else (_spoken(field), *_PLAIN.get(field, ()))
        for name in names:
            column = free.get(name)
            if column is not None and (column == field or _is_written(records, column)):
                yield field, column
                break


def _spoken(column: str) -> str:
    """A column's name in small letters, its words apart by blanks: ``Pub_Date`` is ``pub date``."""
    return " ".join(re.findall(r"[^\W_]+", column.casefold()))


def _is_written(records: Sequence[Record], column: str) -> bool:
    """Whether a column holds words or lists of them: a structure that merely bears the name is none of ours."""
    return all(_is_words(record.values.get(column)) for record in records)


def _is_words(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return value is None or (isinstance(value, str | int | float) and not isinstance(value, bool))


def _say(case: Case, plain: Mapping[str, str], there: Sequence[str], known: Mapping[str, str]) -> None:
    left = [column for column in there if column not in known.values()]
    if plain:
        first = next(iter(plain))
        pairs = ", ".join(f"{ours}={theirs}" for ours, theirs in plain.items())
        case.say(
            f"{case.name}: taken by their names: {pairs}; for another column say --map {first}=…, for none --map {first}="
        )
    if left:
        case.say(f"{case.name}: columns that are not used: {', '.join(left)}; --map says what one of them is")
