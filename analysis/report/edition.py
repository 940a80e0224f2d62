"""What a report says of itself beyond its notebooks, and what comes of it: the nouns of this room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.report.page import Notice

Tell = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """For callers that do not look."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What the caller knows of an event and the report may say; rows are mappings of column → value, shown as they come."""

    title: str = ""
    """Of the event; its slug where empty."""
    summary: str = ""
    made_up: bool = False
    period: str = ""
    """The event's window in words: ``4 to 7 March 2031``."""
    outlets: tuple[str, ...] = ()
    """Names as readers know them."""
    ledger: tuple[Mapping[str, Any], ...] = ()
    """Sum of the attempts: outlet, outcome, how many, …"""
    left_out: tuple[Mapping[str, Any], ...] = ()
    """One row for each thing that the report leaves out, with its reason."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """For the notebooks' ``parameters`` cells; each notebook gets those that it names."""
    event_file: Path | None = None
    """Its digest goes to the manifest; looked up in the data folder and among shipped events where None."""
    notebooks: Path | None = None
    """Folder of the notebooks; the shipped ones where None."""
    made_at: datetime | None = None
    """Written down only where given, so that two runs on the same inputs give the same bytes."""
    workers: int = 2
    """Notebooks at a time, each in a process of its own."""
    tell: Tell = silent
    """Called with what is being done, how many pages are made, and how many there will be."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page that was written, as the index tells it."""

    name: str
    title: str
    findings: tuple[tuple[str, str], ...]
    """Id and title of each figure."""
    notices: tuple[Notice, ...]
    files: tuple[str, ...]
    """All files of the page, relative to the report's folder."""
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report that was written, and what a person must know of it."""

    event: str
    folder: Path
    pages: tuple[Path, ...]
    """``index.html`` first."""
    notices: tuple[Notice, ...]

    @property
    def index(self) -> Path:
        """The page that leads to all others."""
        return self.pages[0]

    @property
    def failures(self) -> tuple[Notice, ...]:
        """What is missing, empty or second best: where there is any, the command ends with exit code 3."""
        return tuple(notice for notice in self.notices if notice.grave)
