"""`samestory check`: sheets for people to mark, and what their marks say."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from analysis.errors import BadInput
from analysis.terminal import show


@click.command()
@click.argument("event")
@click.argument("sheets", metavar="[SHEET.csv…]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--score", is_flag=True, help="Read marked sheets (none: those read before) and say how right the program is."
)
@click.option("--sample", type=click.IntRange(1, 5000), default=50, show_default=True, help="Statements to draw.")
@click.option(
    "--passages",
    type=click.IntRange(0, 5000),
    help="Sentences without a statement to draw, to see what is missed. Default: as many as statements.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another number draws others.")
@click.option(
    "--people", type=click.IntRange(1, 9), default=2, show_default=True, help="Sheets to write, one a person."
)
@click.option(
    "--design",
    type=click.Choice(["stratified", "simple"]),
    default="stratified",
    show_default=True,
    help="As many of each outlet, or equal chances for all statements.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the sheets. Default: with the event."
)
@click.option("--replace", is_flag=True, help="With --score: a sheet replaces what the same person said before.")
def check(
    event: str,
    sheets: tuple[Path, ...],
    sample: int,
    passages: int | None,
    seed: int,
    people: int,
    design: Literal["stratified", "simple"],
    out: Path | None,
    *,
    score: bool,
    replace: bool,
) -> None:
    """Let people check a random draw of statements, and score what they say. docs/checking.md says how.

    Example: samestory check flood-2025 --sample 50

    Then: samestory check flood-2025 --score check-dkqvmz-1.csv check-dkqvmz-2.csv
    """
    # Loaded by who uses it: with the rooms, every other command would take a second longer to start.
    from analysis import checking, events
    from analysis.check.draw import Plan
    from analysis.store import Store

    if (sheets or replace) and not score:
        raise BadInput("sheets that are marked are read with --score: samestory check EVENT --score SHEET.csv")
    chosen = events.load(event)
    store = Store(chosen.slug)
    if score:
        _score(checking.keep(chosen, store, sheets, replace=replace) if sheets else [], checking.score(chosen, store))
        return
    plan = Plan(sample, sample if passages is None else passages, seed, design)
    written = checking.write(chosen, store, plan, people=people, out=out)
    for path in written.files:
        click.echo(path)
    click.echo(
        f"draw {written.draw}: {written.statements} statements and {written.passages} sentences without one; mark a page or its "
        f"CSV, then `samestory check {event} --score SHEET.csv`"
    )


def _score(kept: list[str], tables: Sequence[object]) -> None:
    for line in kept:
        click.echo(line)
    for table in tables:
        show("", table)
