"""What a command says while it works and when it is done: bars, tables, one summary line, notes.

rich is imported where something is drawn: a filter (`samestory pipe`) draws nothing, and should start at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from analysis.stages.done import Done, Tell

if TYPE_CHECKING:
    from analysis.events import Event
    from analysis.store import Store

_NOTES = 20
"""Notes that are printed; where a file of 10,000 rows fails row by row, the report lists the others."""


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar per piece of long work, on standard error, gone when nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield tell


def show(*told: object) -> None:
    """Tables and texts on standard output, as wide as the terminal."""
    from rich.console import Console

    Console().print(*told)


def say(what: str, done: Done) -> None:
    """One summary line, and the notes beside it on standard error."""
    click.echo(f"{what}: {done}")
    for note in done.notes[:_NOTES]:
        click.echo(f"  {note}", err=True)
    if len(done.notes) > _NOTES:
        click.echo(f"  and {len(done.notes) - _NOTES:,} more, which the report lists as left out", err=True)


def opened(name: str, *, told: bool = True) -> tuple["Event", "Store"]:
    """The event of that name and its tables; one that takes every article is said aloud to be such, unless not *told*."""
    from analysis import events
    from analysis.store import Store

    event = events.load(name)
    if told and event.takes_all:
        click.echo(
            f"note: {event.slug} names no terms, so every article of its outlets and days counts as one of the event; "
            "write terms.any into its file to tell them apart",
            err=True,
        )
    return event, Store(event.slug)
