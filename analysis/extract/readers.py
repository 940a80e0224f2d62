"""What an outlet's file says of its pages, where they differ from the general rule."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Readers:
    """How to read one outlet's pages; every field may stay empty."""

    body: tuple[str, ...] = ()
    """CSS selectors of the body's paragraphs, best first; the first that gives enough words is used."""
    state: str = ""
    """The system whose embedded state its pages carry, by its name in `states.SYSTEMS`; believed before the selectors."""
    headline_suffixes: tuple[str, ...] = ()
    """Endings that the outlet appends to its headlines: ``" - The Herald"``."""
    not_people: tuple[str, ...] = ()
    """Bylines that name no person: ``"Herald staff reporter"``."""
    boilerplate: tuple[str, ...] = ()
    """Regular expressions of whole paragraphs that are no part of the article."""
    address_dated: bool = True
    """False where the date in an address is that of the printed paper, not of publication."""
    printed: tuple[str, ...] = ()
    """Metas that hold the day of the printed paper: believed last."""
