"""Pages and sightings → articles, and the verdict on every page that gave none."""

from collections.abc import Collection, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import cast

import polars as pl

from analysis.collect.addresses import canonical
from analysis.errors import OutOfWindow, Skip
from analysis.events import Event
from analysis.extract.article import Capture, article, from_sighting
from analysis.extract.readers import Readers
from analysis.extract.versions import versions
from analysis.outlets import outlets, slug_of
from analysis.stages.done import Done, Tell, silent, tally
from analysis.stages.resolve import Read, claimed, resolved
from analysis.stages.stamps import first_stamps
from analysis.store import Store
from analysis.tables import Article, Attempt, Masthead, Outcome, Page, Sighting, frame

_NO_READERS = Readers()
_STILL_TELLS = frozenset({"metadata_only", "paywalled", "blocked", "disallowed", "rate_limited", "failed"})
"""Outcomes after which the listing's own words are all that is known of an article that exists; what is absent does not."""


def extract(event: Event, store: Store, *, tell: Tell = silent, executor: Executor | None = None) -> Done:
    """Articles of every stored page within the event's window, one part an outlet, written whole.

    Raises:
        Missing: nothing was collected or added yet.
    """
    pages = store.read(Page)
    sightings = store.read_or_empty(Sighting)
    slugs = sorted({*event.outlets, *pages["outlet"], *sightings["outlet"]})
    store.write(frame(_mastheads(event, store, slugs), Masthead), Masthead, part="event")
    attempts: list[Attempt] = []
    for count, slug in enumerate(slugs):
        tell("reading pages", count, len(slugs))
        attempts += _outlet(_Shelf(event, slug, store, pages, sightings), executor)
    tell("reading pages", len(slugs), len(slugs))
    return tally(attempts)


def read_page(url: str, body: bytes, *, utf8: bool = False) -> Article:
    """The article in one page that lies outside any event, read as its host's outlet would have it read.

    Raises:
        Skip: the page holds no article; the kind of Skip says why.
    """
    slug = slug_of(url) or ""
    readers = outlets()[slug].read if slug else _NO_READERS
    media_type = "text/html; charset=utf-8" if utf8 else "text/html"
    return article(Capture(slug, canonical(url), body, media_type, datetime.now(UTC)), readers)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What one outlet has in store."""

    event: Event
    slug: str
    store: Store
    pages: pl.DataFrame
    sightings: pl.DataFrame


def _mastheads(event: Event, store: Store, slugs: list[str]) -> list[Masthead]:
    """Outlets' names: from their files, else from the event's, else as a brought file called them."""
    called = {row["outlet"]: row["name"] for row in store.read_or_empty(Masthead).iter_rows(named=True)}
    return [
        _masthead(slug, event.names.get(slug) or called.get(slug) or slug.replace("_", " ").title()) for slug in slugs
    ]


def _masthead(slug: str, name: str) -> Masthead:
    outlet = outlets().get(slug)
    if outlet is None:
        return Masthead(slug, name)
    place = (outlet.country, outlet.language, outlet.timezone)
    return Masthead(slug, outlet.name, *place, agency=outlet.agency, aliases=list(outlet.aliases))


@dataclass(frozen=True, slots=True)
class _Job:
    """One page to read; travels to another process."""

    capture: Capture
    """Under the address where redirects ended: a shortened one (``/?p=12``) looks like a front page's."""
    listed_as: str
    readers: Readers
    window: tuple[datetime, datetime]


def _outlet(shelf: _Shelf, executor: Executor | None) -> list[Attempt]:
    event = shelf.event
    named = {canonical(url) for url in (*(a.url for a in event.addresses), *(d.url for d in event.decisions))}
    results = resolved((executor.map if executor else map)(_read, _jobs(shelf)), shelf.slug, named=named)
    articles = versions(one.article for one in results if one.article)
    bare, bare_tries = _from_sightings(shelf, {one.attempt.url for one in results})
    part = f"extract-{shelf.slug}"
    before = shelf.store.read_or_empty(Attempt, part=part)
    attempts = first_stamps([*(one.attempt for one in results), *bare_tries], before)
    shelf.store.write(frame([*articles, *bare], Article), Article, part=shelf.slug)
    shelf.store.write(frame(attempts, Attempt), Attempt, part=part)
    return list({attempt.url: attempt for attempt in attempts}.values())


def _jobs(shelf: _Shelf) -> Iterator[_Job]:
    outlet = outlets().get(shelf.slug)
    readers, zone = (outlet.read, outlet.timezone) if outlet else (_NO_READERS, "UTC")
    listed = _by_address(shelf)
    window = (shelf.event.window.start, shelf.event.window.end)
    for row in shelf.pages.filter(pl.col("outlet") == shelf.slug).sort("captured_at", "url").iter_rows(named=True):
        page = Page(**row)
        capture = Capture(
            outlet=shelf.slug,
            url=canonical(page.final_url),
            body=shelf.store.body(page),
            media_type=page.media_type,
            captured_at=page.captured_at,
            listed=listed.get(page.url, ()),
            timezone=zone,
        )
        yield _Job(capture, page.url, readers, window)


def _by_address(shelf: _Shelf) -> dict[str, tuple[Sighting, ...]]:
    rows = shelf.sightings.filter(pl.col("outlet") == shelf.slug).sort("url", "seen_at").iter_rows(named=True)
    return {url: tuple(found) for url, found in groupby((Sighting(**row) for row in rows), key=lambda s: s.url)}


def _read(job: _Job) -> Read:
    """The article of one page, if there is one, and the ledger's line under the address that was listed.

    The article itself goes by the address where redirects ended, so that two ways to one article meet.
    """
    try:
        found = article(job.capture, job.readers)
        _within(found, job.window)
    except Skip as why:
        return Read(None, _verdict(job, why))
    claims = claimed(job.capture.body, job.capture.media_type, found.url)
    return Read(found, _outcome(found, job.listed_as), claims)


def _within(found: Article, window: tuple[datetime, datetime]) -> None:
    at = found.published_at
    if at and not window[0] <= at < window[1]:
        raise OutOfWindow(f"published {at:%Y-%m-%d %H:%M} UTC, outside the event's window")


def _verdict(job: _Job, why: Skip) -> Attempt:
    days = [sighting.published_at.date() for sighting in job.capture.listed if sighting.published_at]
    return _attempt(job.capture.outlet, job.listed_as, why.outcome, str(why), min(days, default=None))


def _outcome(found: Article, listed_as: str) -> Attempt:
    if found.paywalled and found.text_scope != "full":
        outcome, reason = "paywalled", f"only the {found.text_scope} is shown without a subscription"
    elif found.text_scope in {"abstract", "headline"}:
        outcome, reason = "metadata_only", f"no more than the {found.text_scope} is known"
    else:
        outcome, reason = "kept", f"{found.words} words"
    return _attempt(found.outlet, listed_as, outcome, reason, found.published_at.date() if found.published_at else None)


def _attempt(outlet: str, url: str, outcome: str, reason: str, day: date | None) -> Attempt:
    return Attempt(outlet, "page", url, datetime.now(UTC), "extract", cast("Outcome", outcome), reason, day)


def _from_sightings(shelf: _Shelf, read: Collection[str]) -> tuple[list[Article], list[Attempt]]:
    """Articles that only a listing speaks of: published, as we know, and not to be had."""
    tried = shelf.store.read_or_empty(Attempt).filter(pl.col("outlet") == shelf.slug, pl.col("stage") == "capture")
    last = dict(tried.sort("at").group_by("url").agg(pl.col("outcome").last()).iter_rows())
    bare = [
        from_sighting(found[-1])
        for url, found in _by_address(shelf).items()
        if url not in read and last.get(url) in _STILL_TELLS and found[-1].headline
    ]
    # A page that was blocked or is gone keeps that word in the ledger: the headline does not change what happened.
    return bare, [_outcome(one, one.url) for one in bare if last[one.url] == "metadata_only"]
