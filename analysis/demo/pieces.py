"""A file of the demo → a Piece: one made-up article as its outlet would hold it."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from analysis import places
from analysis.errors import BadInput, Missing

Phase = Literal["first", "final"]
PHASES: tuple[Phase, ...] = ("first", "final")
"""Two rounds of collecting: after two days, and when all is out."""

LAST_OF_FIRST = date(2025, 3, 12)
"""Newest day that the first round sees."""


class Wording(BaseModel):
    """What changes when an article is revised."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    headline: str
    standfirst: str
    text: str
    """Paragraphs joined by one blank line."""

    @property
    def paragraphs(self) -> list[str]:
        """The text's paragraphs in order."""
        return self.text.split("\n\n")


class Piece(Wording):
    """One article of one outlet; its file's place gives outlet and name."""

    outlet: str
    name: str
    """Number of two digits and slug: ``03-two-dead``."""
    authors: tuple[str, ...]
    section: str
    tags: tuple[str, ...]
    genre: Literal["news", "analysis", "opinion", "review"]
    published_at: datetime | date
    """A bare day where the outlet gives no more."""
    modified_at: datetime | None = None
    agency: str | None = None
    paywalled: bool = False
    hidden: str = ""
    """What a wall hides; never served."""
    first: Wording | None = None
    """The earlier version of a revised article."""

    @property
    def number(self) -> str:
        """The name's first two digits."""
        return self.name[:2]

    @property
    def slug(self) -> str:
        """The name without its number."""
        return self.name[3:]

    @property
    def published_on(self) -> date:
        """Day of publication where the outlet is."""
        return self.published_at.date() if isinstance(self.published_at, datetime) else self.published_at

    @property
    def changed_at(self) -> datetime | date:
        """When it was last touched."""
        return self.modified_at or self.published_at


def pieces(phase: Phase = "final", folder: Path | None = None) -> tuple[Piece, ...]:
    """Every article that is out in that phase, in its wording of that phase, by outlet and number.

    Raises:
        Missing: there are no articles in *folder*.
        BadInput: a file that is no article; the message names file and field.
    """
    folder = folder or places.shipped("data/demo") / "articles"
    found = [_piece(path) for path in sorted(folder.glob("*/*.toml"))]
    if not found:
        raise Missing(f"no articles of the demo in {folder}; they travel with the program as data/demo")
    if phase == "final":
        return tuple(found)
    return tuple(_before_revision(piece) for piece in found if piece.published_on <= LAST_OF_FIRST)


def _piece(path: Path) -> Piece:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return Piece.model_validate({**_stripped(content), "outlet": path.parent.name, "name": path.stem})
    except (tomllib.TOMLDecodeError, ValidationError) as why:
        raise BadInput(f"{path.parent.name}/{path.name}: {why}") from None


def _stripped(content: dict[str, Any]) -> dict[str, Any]:
    """TOML's long strings end with the line break before their quotation marks."""
    trimmed = {key: value.strip() if isinstance(value, str) else value for key, value in content.items()}
    return {key: _stripped(value) if isinstance(value, dict) else value for key, value in trimmed.items()}


def _before_revision(piece: Piece) -> Piece:
    if piece.first is None:
        return piece
    return piece.model_copy(update={**piece.first.model_dump(), "modified_at": None})
