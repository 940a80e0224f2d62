"""The user's words → one call and one summary line.

Rooms are imported by the commands that use them: all together they take seconds to load, and `--help` should not.
"""

import logging
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click

from analysis import __version__, places
from analysis.check_command import check
from analysis.errors import BadInput, Incomplete, SamestoryError
from analysis.terminal import opened, progress, say, show

EVENT = click.argument("event")
# Retries are told by the ledger; without a handler each would also print a line among the progress bars.
logging.getLogger("stamina").addHandler(logging.NullHandler())


class _Commands(click.Group):
    """Commands in the order of the work, and every error of ours as one clear message."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 – click's signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Incomplete as fault:
            click.echo(f"samestory: {fault}", err=True)
            sys.exit(3)
        except SamestoryError as fault:
            click.echo(f"samestory: {fault}", err=True)
            sys.exit(2)
        except OSError as fault:
            if not fault.filename:  # no file's fault: a pipe that closed, which click ends by itself, or one of ours
                raise
            click.echo(f"samestory: {fault.filename}: {fault.strerror}", err=True)
            sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="samestory")
def main() -> None:
    """How different outlets told the same story: emphasis, sourcing and timing.

    \b
    samestory demo                      the made-up event, from nothing to a page
    samestory new flood-2025            write an event file to fill in
    samestory collect flood-2025        gather what the outlets published
    samestory add flood-2025 saved/*    or bring what you already have
    samestory report flood-2025         everything else, and the page to share
    samestory check flood-2025          let people check what the program found
    """  # noqa: D301 – \b is click's mark for a block that keeps its lines


@main.command()
@EVENT
@click.option("--title", default="", help="What happened, in a few words.")
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), help="First day of coverage to look at.")
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]), help="Last day of coverage to look at.")
@click.option("--outlet", "slugs", multiple=True, help="Outlet to compare; again for each. Default: all real ones.")
def new(event: str, title: str, start: datetime | None, end: datetime | None, slugs: tuple[str, ...]) -> None:
    """Write an event file to fill in.

    Example: samestory new flood-2025 --title "The spring flood" --from 2025-03-01 --to 2025-03-09 --outlet guardian
    """
    from analysis import events
    from analysis.outlets import outlets

    if not (start and end):
        raise BadInput("say the days of coverage to look at: --from 2025-03-01 --to 2025-03-09")
    asked = slugs or tuple(slug for slug, outlet in outlets().items() if not outlet.made_up)
    if end < start:
        raise BadInput(f"--to {end:%Y-%m-%d} lies before --from {start:%Y-%m-%d}")
    if strange := [slug for slug in asked if slug not in outlets()]:
        there = f"there are: {', '.join(outlets())}; others go into the file by hand"
        raise BadInput(f"--outlet {', '.join(strange)}: no such outlet; {there}")
    if event in events.available():
        raise BadInput(
            f"there is an event {event!r} already: {events.available()[event]}; change it, or choose another name"
        )
    path = events.create(event, title=title, start=start, end=end, outlets=asked)
    click.echo(f"{path} written: fill in its terms, then `samestory collect {event}` or `samestory add {event} FILE…`")


@main.command()
@EVENT
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--map", "mapping", multiple=True, help="Our field = your column: headline=title (again, or several after it)."
)
@click.option("--outlet", help="Whose the files are, where their address does not say it.")
@click.option(
    "--published", help="When they were published, where they do not say it: 2022-01-07 or 2022-01-07T09:30Z."
)
def add(
    event: str, files: tuple[str, ...], mapping: tuple[str, ...], outlet: str | None, published: str | None
) -> None:
    """Bring what you already have: saved pages, web archives (WARC, WACZ, MHTML), plain text, tables, database exports.

    JSON, JSONL and CSV need their columns named. docs/files.md lists every format and how to export it.

    Example: samestory add flood-2025 export.csv --map headline=title text=body published_at=date
    """
    from analysis.stages.add import Bringing
    from analysis.stages.add import add as bring

    paths, pairs = _split(files, mapping)
    chosen, store = opened(event)
    with progress() as tell:
        brought = Bringing(tuple(paths), pairs, outlet, published)
        done = bring(chosen, store, brought, tell=tell)
    say("brought", done)
    if not done.kept and done.notes:
        raise BadInput("nothing of these files can be used")


def _split(files: tuple[str, ...], mapping: tuple[str, ...]) -> tuple[list[Path], dict[str, str]]:
    """Files and column pairs: ``--map a=b c=d`` leaves ``c=d`` among the files."""
    stray = [name for name in files if "=" in name and not Path(name).exists()]
    wrong = [pair for pair in mapping if "=" not in pair]
    if wrong:
        raise click.BadParameter(
            f"{wrong[0]!r} is no pair; write our field = your column: --map headline=title", param_hint="--map"
        )
    pairs = dict(pair.split("=", 1) for entry in (*mapping, *stray) for pair in entry.split(","))
    return [Path(name) for name in files if name not in stray], pairs


@main.command()
@EVENT
@click.option(
    "--contact", envvar="SAMESTORY_CONTACT", help="Address or page in the user agent, so that outlets can reach you."
)
def collect(event: str, contact: str | None) -> None:
    """Gather what the event's outlets published, politely; goes on where it was.

    Example: samestory collect kazakhstan-2022 --contact desk@example.org
    """
    from analysis.stages.collect import client
    from analysis.stages.collect import collect as gather
    from analysis.stages.days import counted, days

    chosen, store = opened(event)
    if not (contact or "").strip() and not chosen.local:
        click.echo("note: no contact is set, so outlets cannot reach you: --contact, or SAMESTORY_CONTACT", err=True)
    with progress() as tell:
        done = gather(chosen, store, client(chosen, contact=contact), tell=tell)
    say("collected", done)
    known = counted(days(chosen, store))
    click.echo(f"outlets' days: {known}; `samestory status {chosen.slug}` says which, and why")


@main.command()
@EVENT
def extract(event: str) -> None:
    """Read the stored pages into articles.

    Example: samestory extract kazakhstan-2022
    """
    from analysis.stages.extract import extract as read

    chosen, store = opened(event, told=False)
    with progress() as tell:
        say("articles", read(chosen, store, tell=tell))


@main.command()
@EVENT
def quote(event: str) -> None:
    """Find who says what, and through whom.

    Example: samestory quote kazakhstan-2022
    """
    from analysis.stages.quote import quote as find

    chosen, store = opened(event, told=False)
    with progress() as tell:
        say("statements", find(chosen, store, tell=tell))


@main.command()
@EVENT
def match(event: str) -> None:
    """Tell which articles tell the event, and which passages they share.

    Example: samestory match kazakhstan-2022
    """
    from analysis.stages.match import match as tell_apart

    chosen, store = opened(event)
    say("articles of the event", tell_apart(chosen, store))


main.add_command(check)


@main.command()
@EVENT
@click.option("--as-is", is_flag=True, help="Do not run extract, quote and match again where their inputs changed.")
@click.option("--kernel", is_flag=True, help="Run the notebooks in a Jupyter kernel rather than in this process.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the reports. Default: reports/"
)
def report(event: str, as_is: bool, kernel: bool, out: Path | None) -> None:
    """Everything from the stored pages to the page to share: reports/EVENT/index.html.

    Example: samestory report kazakhstan-2022
    """
    _finish([_report(event, as_is=as_is, kernel=kernel, out=out)])


@dataclass(frozen=True, slots=True)
class _Written:
    """A report, and what is missing in it."""

    index: Path
    missing: list[str]


def _report(event: str, *, as_is: bool = False, kernel: bool = False, out: Path | None = None) -> _Written:
    from analysis.publish import publish
    from analysis.stages.refresh import refresh

    chosen, store = opened(event)
    with progress() as tell:
        if not as_is:
            refresh(chosen, store, tell=tell)
        outcome = publish(chosen, store, out or places.reports(), kernel=kernel, tell=tell)
    return _Written(outcome.index, [f"{event}: {notice.what}" for notice in outcome.failures])


def _finish(outcomes: list[_Written]) -> None:
    """Print each report's address; what is missing in one of them makes the command fail after all are written."""
    for outcome in outcomes:
        click.echo(outcome.index)
    missing = [what for outcome in outcomes for what in outcome.missing]
    if missing:
        raise Incomplete("written, but not whole:\n  " + "\n  ".join(missing))


@main.command()
@click.argument("slugs", metavar="EVENT…", nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the reports. Default: reports/"
)
def batch(slugs: tuple[str, ...], out: Path | None) -> None:
    """Report on several events, one after the other; a failure in one does not stop the next.

    Example: samestory batch flood-2025 election-2024
    """
    outcomes, faults = [], []
    for slug in slugs:
        try:
            outcomes.append(_report(slug, out=out))
        except SamestoryError as fault:
            faults.append(f"{slug}: {fault}")
    for said in faults:
        click.echo(f"samestory: {said}", err=True)
    _finish(outcomes)
    sys.exit(2 if faults else 0)


@main.command()
@click.argument("event", required=False)
def status(event: str | None) -> None:
    """What is there: events, or one event's tables, the outcome of every try, and what is known of each outlet's days.

    Example: samestory status kazakhstan-2022
    """
    from analysis import doctor

    if event is None:
        show(doctor.events())
        return
    from analysis.stages.days import days

    chosen, store = opened(event)
    show(doctor.tables(chosen))
    show("\nWhat is known of each day, by the sources that were asked:\n")
    show(doctor.days(days(chosen, store)))


@main.group(name="outlets", invoke_without_command=True)
@click.pass_context
def list_outlets(here: click.Context) -> None:
    """Outlets that samestory knows, and where it looks; `try` adds another.

    Example: samestory outlets
    """
    if here.invoked_subcommand:
        return
    from analysis import doctor
    from analysis.outlets import outlets

    show(doctor.outlets(outlets()))


@list_outlets.command(name="try")
@click.argument("url")
@click.option("--slug", default="", help="Short name of the outlet. Default: its host's.")
@click.option("--look-only", is_flag=True, help="Say what is there, and write nothing.")
@click.option(
    "--contact", envvar="SAMESTORY_CONTACT", help="Address in the user agent, so that the outlet can reach you."
)
def try_outlet(url: str, slug: str, contact: str | None, *, look_only: bool) -> None:
    """Find an outlet's feeds, sitemaps and publishing system, and write its file for you to keep.

    Example: samestory outlets try https://www.example.org/ --slug bridge_herald
    """
    from analysis import doctor
    from analysis.stages import try_outlet as stage

    with stage.visitor(contact) as web:
        tried = stage.try_outlet(url, web, slug)
    show(doctor.found(tried.discovery))
    if look_only:
        click.echo(tried.toml)
    else:
        click.echo(f"{stage.keep(tried)} written: look through it, then name {tried.slug!r} among an event's outlets")


@main.command(name="doctor")
def check_up() -> None:
    """Whether this machine has what samestory needs, what its ledgers know of each source, and what to do about the rest.

    Example: samestory doctor
    """
    from analysis import doctor
    from analysis.outlets import outlets

    table, well = doctor.check_up()
    show(table)
    seen, broken = doctor.looks()
    show("\nWhere it looks for coverage, and how that was last found:\n", doctor.sources(outlets(), seen))
    for line in broken:
        click.echo(line, err=True)
    sys.exit(0 if well else 1)


@main.command(name="demo")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the report. Default: reports/"
)
def run_demo(out: Path | None) -> None:
    """Serve the made-up event's sites on loopback, collect them over real HTTP, and report.

    Example: samestory demo
    """
    from analysis import demo
    from analysis.stages.collect import client
    from analysis.stages.collect import collect as gather

    event, store = opened("demo")
    for phase in demo.PHASES:
        with demo.serve(phase) as site, progress() as tell:
            web = client(event, contact="demo", connect_to=site.connect_to)
            say(f"collected, {phase} round", gather(event, store, web, tell=tell))
    _finish([_report(event.slug, out=out)])


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(arguments: tuple[str, ...]) -> None:
    """JupyterLab on the notebooks; further words go to JupyterLab.

    Example: samestory lab --no-browser
    """
    from analysis import doctor

    sys.exit(doctor.lab(arguments))


@main.command()
@click.argument("room", type=click.Choice(["extract", "quote", "match", "reuse"]))
@click.argument("lines", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")
def pipe(room: str, lines: TextIO) -> None:
    """One room as a filter: JSON Lines in, JSON Lines out.

    Example: samestory pipe quote articles.jsonl > statements.jsonl
    """
    from analysis import pipes

    bad = pipes.run(room, lines, sys.stdout, sys.stderr)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
