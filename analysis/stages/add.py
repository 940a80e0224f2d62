"""What a person already has → pages and attempts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import polars as pl

from analysis.collect import files
from analysis.collect.addresses import of_the_web
from analysis.collect.files import Brought
from analysis.errors import BadInput
from analysis.events import Event, meant
from analysis.outlets import slug_named, slug_of
from analysis.stages.done import Done, Tell, silent, tally
from analysis.stages.turn import fingerprint
from analysis.store import Store
from analysis.tables import Attempt, Masthead, Page, Sighting, frame


@dataclass(frozen=True, slots=True)
class Bringing:
    """Files, and what their bringer says of them."""

    paths: tuple[Path, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Our field → the file's column."""
    outlet: str | None = None
    published: str | None = None


def add(event: Event, store: Store, bringing: Bringing, *, tell: Tell = silent) -> Done:
    """Pages of everything in the files that can be used; each article and each file that cannot ends as one attempt.

    All files are read before anything is stored, so that a fault in the last one leaves nothing half-brought. Notes name
    columns that were taken by their names or are not used, every file, row or page that cannot be used with its reason, and outlets that the event does not ask for.

    Raises:
        BadInput: a file, a column or an outlet that a person must set right; nothing was stored.
    """
    _check_outlet(event, bringing.outlet)
    found: list[Brought | Attempt] = []
    said: list[str] = []
    for count, path in enumerate(bringing.paths):
        tell("reading files", count, len(bringing.paths))
        found += _in_file(path, bringing, said.append)
    tell("reading files", len(bringing.paths), len(bringing.paths))
    attempts = []
    for slug, items in groupby(sorted(found, key=lambda one: one.outlet), key=lambda one: one.outlet):
        attempts += _record(store, slug, list(items))
    _remember_names(event, store, [one for one in found if isinstance(one, Brought)])
    return replace(tally(attempts), notes=(*said, *_unusable(attempts), *_strangers(event, attempts)))


def _check_outlet(event: Event, slug: str | None) -> None:
    """A slip of the hand in ``--outlet`` would make an outlet of its own, which nobody compares."""
    if slug is not None and slug not in event.outlets:
        raise BadInput(
            f"--outlet: {event.slug} does not ask for {slug!r}{meant(slug, event.outlets)}; it asks for "
            f"{', '.join(event.outlets)}. To compare another outlet add it to `outlets` in the event's file, "
            f'and its name to `names`: {slug} = "…"'
        )


def _unusable(attempts: Iterable[Attempt]) -> Iterator[str]:
    for one in attempts:
        if one.outcome != "kept":
            where = f"{one.url}: " if of_the_web(one.url) else ""
            yield f"{one.outcome.replace('_', ' ')}: {where}{one.reason}"


def _strangers(event: Event, attempts: Iterable[Attempt]) -> Iterator[str]:
    kept = Counter(one.outlet for one in attempts if one.outcome == "kept" and one.outlet not in event.outlets)
    for slug, count in sorted(kept.items()):
        yield (
            f"{count} of {slug}, which {event.slug} does not ask for: kept and shown beside the others; "
            f"to be told its days, too, add {slug!r} to `outlets` in the event's file"
        )


def _in_file(path: Path, bringing: Bringing, say: Callable[[str], None]) -> Iterator[Brought | Attempt]:
    return files.read(
        path,
        mapping=bringing.mapping,
        outlet=bringing.outlet,
        outlet_of=slug_of,
        outlet_named=slug_named,
        now=datetime.now(UTC),
        published=bringing.published,
        say=say,
    )


def _record(store: Store, slug: str, items: list[Brought | Attempt]) -> list[Attempt]:
    known = frozenset(store.read_or_empty(Page).filter(pl.col("outlet") == slug).select("url", "digest").iter_rows())
    told = _told(store, slug)
    attempts = []
    with store.recorder(slug) as recorder:
        for one in items:
            if isinstance(one, Brought):
                recorder.page(one.url, one, known=known)
                recorder.sighting(*_fresh(_said(one), told))
            attempt = _brought(one) if isinstance(one, Brought) else one
            recorder.attempt(attempt)
            attempts.append(attempt)
    return attempts


def _told(store: Store, slug: str) -> dict[bytes, datetime]:
    """What sightings of the outlet say, and when that was said first."""
    rows = store.read_or_empty(Sighting, part=slug).sort("seen_at", descending=True)
    return {fingerprint(one): one.seen_at for one in (Sighting(**row) for row in rows.iter_rows(named=True))}


def _fresh(sighting: Sighting, told: dict[bytes, datetime]) -> Iterator[Sighting]:
    """The sighting, unless the same was said by then: a file that is brought twice says nothing new."""
    mark = fingerprint(sighting)
    if mark not in told or sighting.seen_at < told[mark]:
        told[mark] = sighting.seen_at
        yield sighting


def _brought(one: Brought) -> Attempt:
    day = one.published_at.date() if one.published_at else None
    # A page out of an archive was got long before it was brought.
    now, reason = datetime.now(UTC), f"brought by a person, {len(one.body):,} bytes"
    return Attempt(one.outlet, "file", one.url, now, "add", "kept", reason, day)


def _said(one: Brought) -> Sighting:
    """The time that the file or its bringer gives; the page's own time, where it has one, is trusted more."""
    return Sighting(one.outlet, "file", one.url, one.at, one.published_at, one.published_precision)


def _remember_names(event: Event, store: Store, brought: list[Brought]) -> None:
    """What the files call outlets that have no file of their own, so that reports can, too."""
    told = {one.outlet: one.outlet_name for one in brought if one.outlet_name and one.outlet not in event.names}
    old = {row["outlet"]: Masthead(**row) for row in store.read_or_empty(Masthead).iter_rows(named=True)}
    new = {slug: Masthead(slug, name) for slug, name in told.items() if name}
    store.write(frame((new | old).values(), Masthead), Masthead, part="event")
