"""What is there, what works, and what to do about the rest: tables for a terminal."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import get_args
from zoneinfo import ZoneInfo

import polars as pl
from rich.markup import escape
from rich.table import Table

from analysis import events as event_files
from analysis import keys, places
from analysis.collect.called import called
from analysis.collect.discover import Discovery
from analysis.collect.sources import CcNews, GdeltDoc, GdeltGal, Keyed, MediaCloud, Source
from analysis.errors import BadInput, Missing, SamestoryError
from analysis.events import Event
from analysis.outlets import Outlet
from analysis.store import Store
from analysis.tables import Article, Attempt, Attribution, Membership, Page, Reuse, Sighting, Utterance, name

_PACKAGES = ("altair", "pandas", "polars", "newspaper3k", "papermill", "trafilatura", "vl-convert-python")
_SIGN_UP: Mapping[str, str] = {kind.key: kind.sign_up for kind in get_args(Keyed)}
_NOUNS = (Sighting, Page, Article, Attribution, Membership, Reuse, Utterance)


def events() -> Table:
    """One row per event file that can be found: its days, its outlets, and whether it can be read."""
    table = _table("event", "days", "outlets", "what it is")
    for slug, path in sorted(event_files.available().items()):
        try:
            event = event_files.load(path)
        except SamestoryError as fault:
            table.add_row(slug, "", "", f"[red]cannot be read[/]: {str(fault).splitlines()[0]}")
            continue
        zone = ZoneInfo(event.timezone)
        first, last = (
            event.window.start.astimezone(zone),
            (event.window.end - timedelta(microseconds=1)).astimezone(zone),
        )
        days = f"{first:%-d %b %Y} – {last:%-d %b %Y}"
        table.add_row(slug, days, str(len(event.outlets)), event.title + (" (made up)" if event.made_up else ""))
    return table


def tables(event: Event) -> Table:
    """One row per outlet: how each address ended, and how many rows each table holds."""
    store = Store(event.slug)
    if not store.has(Attempt):
        raise Missing(
            f"nothing was collected for {event.slug} yet: `samestory collect {event.slug}` or `samestory add {event.slug} FILE…`"
        )
    counted = {name(noun): _by_outlet(store, noun) for noun in _NOUNS if store.has(noun)}
    outcomes = _outcomes(store)
    table = _table("outlet", *counted, "how each address ended")
    slugs = sorted({*event.outlets, *outcomes})
    for slug in slugs:
        table.add_row(
            slug,
            *(str(rows.get(slug, 0)) for rows in counted.values()),
            outcomes.get(slug, "[yellow]no address was tried[/]"),
        )
    return table


def days(told: pl.DataFrame) -> Table:
    """One row per outlet and stretch of days that are known equally well: whether all is known of them, and why not."""
    table = _table("outlet", "days", "known", "articles", "why")
    rows = told.iter_rows(named=True)
    for (outlet, status, reason), group in groupby(
        rows, key=lambda row: (row["outlet_name"], row["status"], row["reason"])
    ):
        first, *more = group
        last = more[-1] if more else first
        stretch = f"{first['day_on']:%-d %b}" + (f" – {last['day_on']:%-d %b}" if more else "")
        table.add_row(outlet, stretch, status, str(sum(row["members"] for row in (first, *more))), escape(reason))
    return table


def _by_outlet(store: Store, noun: type) -> dict[str, int]:
    counts = store.read(noun).group_by("outlet").len()
    return dict(counts.iter_rows())


def _outcomes(store: Store) -> dict[str, str]:
    last = (
        store.read(Attempt)
        .filter(pl.col("stage") != "list")
        .sort(pl.col("stage") == "extract", "at")
        .group_by("outlet", "url", maintain_order=True)
        .agg(pl.col("outcome").last())
    )
    counts = last.group_by("outlet", "outcome").len().sort("outlet", "len", "outcome", descending=[False, True, False])
    said = counts.group_by("outlet", maintain_order=True).agg(pl.format("{} {}", "len", "outcome").str.join(", "))
    return dict(said.iter_rows())


def outlets(known: Mapping[str, Outlet]) -> Table:
    """One row per outlet that has a file: where samestory looks for its coverage."""
    table = _table("outlet", "name", "where", "note")
    for slug, outlet in known.items():
        where = ", ".join(f"{type(s).__name__.lower()} {_place(s)}" for s in outlet.sources) or "files that you bring"
        table.add_row(slug, outlet.name + (" (made up)" if outlet.made_up else ""), where, outlet.note)
    return table


@dataclass(frozen=True, slots=True)
class Look:
    """How an event's last look at a source ended."""

    event: str
    at: datetime
    outcome: str
    """``kept`` where it answered."""
    reason: str


Looks = Mapping[tuple[str, str], Sequence[Look]]
"""Outlet and the ledger's name of a source → the last look of each event, the latest first."""


def looks() -> tuple[Looks, Sequence[str]]:
    """What the ledgers of all events know of sources, and a line for each ledger that cannot be read."""
    found: dict[tuple[str, str], list[Look]] = {}
    broken = []
    for slug in sorted(event_files.available()):
        try:
            for key, look in _looks(slug):
                found.setdefault(key, []).append(look)
        except SamestoryError as fault:
            broken.append(f"{slug}: its ledger cannot be read: {str(fault).splitlines()[0]}")
    return {key: sorted(some, key=lambda one: one.at, reverse=True) for key, some in found.items()}, broken


def _looks(slug: str) -> Iterator[tuple[tuple[str, str], Look]]:
    """Of each source, how the event's last run found it: one look that was answered is an answer."""
    store = Store(slug)
    if not store.has(Attempt):
        return
    rows = store.read(Attempt).filter(pl.col("stage") == "list")
    # Without a key nobody looked.
    keyless = pl.col("reason").str.contains(rf"^(?:{'|'.join(keys.NAMES)}) (?:is not set|holds)")
    tried = rows.filter(~keyless).filter(pl.col("at") == pl.col("at").max().over("outlet", "source"))
    last = tried.sort(pl.col("outcome") == "kept", maintain_order=True).group_by("outlet", "source").last()
    for row in last.iter_rows(named=True):
        yield (row["outlet"], row["source"]), Look(slug, row["at"], row["outcome"], row["reason"])


def sources(known: Mapping[str, Outlet], seen: Looks = MappingProxyType({})) -> Table:
    """One row per real outlet and source: what it gives, whether it can be used, how each event last found it.

    Neighbours of a kind of which all is the same share a row.
    """
    table = _table("outlet", "source", "what it gives", "usable", "last answer")
    for slug, outlet in ((slug, one) for slug, one in known.items() if not one.made_up):
        told = [(type(one), *_told(one, seen.get((slug, called(one)), ()))) for one in outlet.sources]
        for (kind, usable, last), group in groupby(zip(told, outlet.sources, strict=True), lambda pair: pair[0]):
            (_, first), *more = group
            place = _place(first) + (f" and {len(more)} more" if more else "")
            gives = (kind.__doc__ or "").replace("*", "")
            table.add_row(outlet.name, f"{kind.__name__} {place}", gives, usable, last)
    return table


def _told(source: Source, some: Sequence[Look]) -> tuple[str, str]:
    return _usable(source, some), "\n".join(map(_last, some)) or "–"


def _last(look: Look) -> str:
    how = "answered" if look.outcome == "kept" else look.outcome.replace("_", " ")
    why = "" if look.outcome == "kept" else f": {look.reason[:200]}"
    return escape(f"{look.event}: {how}, {look.at:%-d %b %Y %H:%M} UTC{why}")


def _place(source: Source) -> str:
    """Where a source is: its address, or the hosts that it is asked for."""
    match source:
        case GdeltDoc(hosts=hosts) | GdeltGal(hosts=hosts) | CcNews(hosts=hosts):
            return ", ".join(hosts)
        case MediaCloud(host=host):
            return host
    return source.url


def _usable(source: Source, some: Sequence[Look]) -> str:
    """Yes only of a door that was seen to answer; a key that is set opens nothing yet."""
    way = "without a key"
    if isinstance(source, Keyed):
        found, advice = _key(source.key)
        if not found:
            why = escape(advice) if source.key in keys.faults() else f"wants {source.key}, see above"
            return f"[yellow]no[/]: {why}"
        way = f"key from the {found}"
    if not some:
        return f"[yellow]not tried yet[/], {way}"
    return f"[green]yes[/], {way}" if some[0].outcome == "kept" else f"[yellow]did not answer[/], {way}"


def _key(name: str) -> tuple[str, str]:
    """Where a key comes from, or what to do."""
    try:
        keys.key(name)
    except BadInput as fault:
        return "", str(fault)
    return (
        keys.where(name),
        f"get one at {_SIGN_UP[name]}, then set {name} (or, with samestory\\[keyring], run `keyring set samestory {name}`)",
    )


def found(discovery: Discovery) -> Table:
    """One row per thing that was looked for on an outlet's site."""
    table = _table("looked for", "found", "which is to say")
    for finding in discovery.findings:
        table.add_row(finding.what, finding.found or "[yellow]–[/]", escape(finding.says))
    return table


def check_up() -> tuple[Table, bool]:
    """What this machine has, and what to do about what it lacks; True where nothing needed is lacking."""
    table, well = _table("part", "found", "what to do"), True
    for part, needed, look, advice in _CHECKS:
        found = look()
        well &= bool(found) or not needed
        mark = "[green]ok[/] " if found else "[red]missing[/] " if needed else "[yellow]–[/] "
        table.add_row(part, mark + found, "" if found else advice)
    for wanted in keys.NAMES:
        found, advice = _key(wanted)
        table.add_row(wanted, f"[green]ok[/] {found}" if found else "[yellow]–[/] ", "" if found else advice)
    return table, well


def _writable() -> str:
    folder = places.data()
    nearest = next(p for p in (folder, *folder.parents) if p.exists())
    return str(folder) if os.access(nearest, os.W_OK) else ""


def _drawing() -> str:
    import vl_convert  # heavy, and wanted here alone

    svg = vl_convert.vegalite_to_svg(
        {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a"}}}
    )
    return "PNG and SVG" if svg.startswith("<svg") else ""


def _reader() -> str:
    from analysis.stages.quote import fallback  # loads 24 MB of weights

    return "" if fallback() else "learned"


def _installed(part: str) -> Callable[[], str]:
    return lambda: version(part) if importlib.util.find_spec(part) else ""


def _env(key: str) -> Callable[[], str]:
    return lambda: "set" if os.environ.get(key) else ""


_CHECKS: tuple[tuple[str, bool, Callable[[], str], str], ...] = (
    (
        "Python",
        True,
        lambda: ".".join(map(str, sys.version_info[:3])) if sys.version_info >= (3, 11) else "",
        "install Python 3.11 or later",
    ),
    ("packages", True, lambda: ", ".join(f"{part} {version(part)}" for part in _PACKAGES), "pip install samestory"),
    ("charts", True, _drawing, "pip install --force-reinstall vl-convert-python"),
    (
        "notebooks",
        True,
        lambda: "found" if any(places.shipped("notebooks").glob("*.ipynb")) else "",
        "the installation is broken: install again",
    ),
    (
        "reader of statements",
        False,
        _reader,
        "statements are found by rule, which misses a third of reported speech; `samestory quote` says why: pip install --force-reinstall samestory",
    ),
    ("data folder", True, _writable, "go to a folder that you may write in, or set SAMESTORY_DATA"),
    ("JupyterLab", False, _installed("jupyterlab"), "for `samestory lab`: pip install 'samestory[lab]'"),
    ("contact", False, _env("SAMESTORY_CONTACT"), "set SAMESTORY_CONTACT to an address, so that outlets can reach you"),
)
"""Part, whether nothing works without it, how to look for it, what to do where it is missing."""


def lab(arguments: Sequence[str]) -> int:
    """Exit code of JupyterLab on the notebooks; in an empty folder they are copied to ``notebooks/`` first.

    Raises:
        Missing: JupyterLab is not installed.
    """
    if not importlib.util.find_spec("jupyterlab"):
        raise Missing("JupyterLab is not installed: pip install 'samestory[lab]'")
    folder = Path("notebooks")
    if not folder.exists():
        shutil.copytree(places.shipped("notebooks"), folder)
    where = os.environ | {"SAMESTORY_DATA": str(places.data().resolve())}
    command = [sys.executable, "-m", "jupyterlab", str(folder), *arguments]
    return subprocess.run(command, env=where, check=False).returncode  # noqa: S603 – the user's own words


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    return table
