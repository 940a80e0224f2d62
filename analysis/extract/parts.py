"""What a reader found in one body, before it is dated, named and numbered."""

from dataclasses import dataclass

from analysis.extract.times import Moment
from analysis.tables import BlockKind, Genre, TextScope


@dataclass(frozen=True, slots=True)
class Parts:
    """The fields of an article that its body says, whatever kind of body it is."""

    headline: str
    paragraphs: tuple[str, ...]
    text_scope: TextScope
    kinds: tuple[BlockKind, ...] = ()
    """Kind of each paragraph; empty where nobody can tell."""
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    genre: Genre = "unknown"
    paywalled: bool = False
    agency: str | None = None
    published: tuple[Moment, ...] = ()
    modified: tuple[Moment, ...] = ()
    warnings: tuple[str, ...] = ()
