"""A draw → the sheet that people mark: one row a thing drawn, its sentences, what the program says, and room for answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, get_args

import polars as pl

from analysis.check.draw import paragraphs
from analysis.tables import Drawn, SourceType, Span, check

QUESTIONS: Final = ("is_statement", "content_right", "speaker_right", "type_right", "relay_right")
ANSWERS: Final = (*QUESTIONS[:4], "right_type", "relay_right", "missed", "missed_type", "note", "person")
"""Columns that people fill in."""
TYPES: Final = get_args(SourceType)
COLUMNS: Final = (
    *("item", "kind", "outlet", "headline", "address", "before", "text", "after"),
    *("content", "cue", "source", "speaker", "source_type", "relayed_by"),
    *ANSWERS,
    "weight",
)
BREAK: Final = " ¶ "
"""Stands for a paragraph's end in a cell: one row of the sheet stays one line of the file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the judged paragraphs, and what they are: ``content``, ``cue``, ``source`` or nothing."""

    words: str
    role: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to judge, as a person sees it."""

    item: str
    kind: str
    outlet: str
    headline: str
    url: str
    before: str
    pieces: tuple[Piece, ...]
    after: str
    speaker: str | None
    source_type: str | None
    relayed_by: str | None
    weight: float

    def part(self, role: str) -> str:
        """Words of that role, pieces that lie apart joined by an ellipsis."""
        return " … ".join(piece.words for piece in self.pieces if piece.role == role)

    @property
    def text(self) -> str:
        """The judged paragraphs."""
        return "".join(piece.words for piece in self.pieces)


def entries(drawn: pl.DataFrame, articles: pl.DataFrame) -> list[Entry]:
    """What is to be judged, in the draw's order, with a paragraph before and after; *articles* hold outlet_name, headline, url."""
    told = {row["id"]: row for row in articles.iter_rows(named=True)}
    return [_entry(row, told[row["article"]]) for row in check(drawn, Drawn).iter_rows(named=True)]


def rows(listed: Sequence[Entry], person: str) -> Iterator[tuple[Any, ...]]:
    """The sheet's rows in :data:`COLUMNS`, answers empty but for the person."""
    for one in listed:
        context = (one.before, one.text, one.after, one.part("content"), one.part("cue"), one.part("source"))
        told = (one.item, one.kind, one.outlet, one.headline, one.url, *(_one_line(each) for each in context))
        said = (one.speaker or "", one.source_type or "", one.relayed_by or "")
        yield (*told, *said, *[""] * (len(ANSWERS) - 1), person, round(one.weight, 4))


def pieces(text: str, spans: Mapping[str, Sequence[Span]]) -> tuple[Piece, ...]:
    """The text cut wherever the role of its words changes; where roles overlap, source is told before cue before content."""
    roles = [""] * len(text)
    for role in ("content", "cue", "source"):
        for start, end in spans.get(role, ()):
            for place in range(max(start, 0), min(end, len(text))):
                roles[place] = role
    cuts = [0, *(i for i in range(1, len(text)) if roles[i] != roles[i - 1]), len(text)]
    return tuple(Piece(text[a:b], roles[a]) for a, b in pairwise(cuts) if a < b)


def _entry(row: Mapping[str, Any], article: Mapping[str, Any]) -> Entry:
    around = paragraphs(article["text"])
    start, end = row["span"]
    before = next((article["text"][a:b] for a, b in reversed(around) if b <= start), "")
    after = next((article["text"][a:b] for a, b in around if a >= end), "")
    return Entry(
        *(row["item"], row["kind"], article["outlet_name"], article["headline"], article["url"], before),
        pieces=pieces(row["text"], {role: row[role] for role in ("content", "cue", "source")}),
        after=after,
        **{name: row[name] for name in ("speaker", "source_type", "relayed_by", "weight")},
    )


def _one_line(text: str) -> str:
    return BREAK.join(part.strip() for part in text.splitlines() if part.strip())
