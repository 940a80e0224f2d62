"""Articles and strays → the entries that feeds, sitemaps and front pages list, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from analysis.demo import faults
from analysis.demo.houses import House
from analysis.demo.pieces import LAST_OF_FIRST, Phase, Piece

_ZONE = timezone(timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing."""

    url: str
    headline: str
    summary: str
    published_at: datetime | date
    changed_at: datetime | date
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def published_on(self) -> date:
        """Day of publication where the outlet is."""
        return self.published_at.date() if isinstance(self.published_at, datetime) else self.published_at


def entries(house: House, pieces: Sequence[Piece], phase: Phase) -> list[Entry]:
    """What *house* lists in that phase; its own *pieces* and the strays among them."""
    listed = [_of_piece(house, piece) for piece in pieces]
    listed += [_of_stray(house, stray) for stray in strays(house, phase)]
    return sorted(listed, key=lambda entry: (_moment(entry.published_at), entry.url), reverse=True)


def strays(house: House, phase: Phase) -> list[faults.Stray]:
    """Strays of a house that it lists in that phase."""
    return [
        stray
        for stray in faults.STRAYS
        if stray.outlet == house.slug and (phase == "final" or stray.published_at.date() <= LAST_OF_FIRST)
    ]


def _of_piece(house: House, piece: Piece) -> Entry:
    return Entry(
        house.home + faults.listed_path(house.slug, piece.name, house.path(piece)),
        piece.headline,
        piece.standfirst,
        piece.published_at,
        piece.changed_at,
        piece.section,
        piece.tags,
        piece.authors,
    )


def _of_stray(house: House, stray: faults.Stray) -> Entry:
    return Entry(house.home + stray.path, stray.headline, "", stray.published_at, stray.published_at)


def _moment(when: datetime | date) -> datetime:
    """A bare day sorts as its first moment."""
    return when if isinstance(when, datetime) else datetime.combine(when, time(), _ZONE)
