"""Sources of the event's outlets → sightings, pages and attempts."""

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import polars as pl

from analysis import keys
from analysis.collect.addresses import canonical
from analysis.collect.asking import Asking
from analysis.collect.capture import capture
from analysis.collect.client import Client, Manners, agent
from analysis.collect.listed import Answered, Listing
from analysis.collect.listing import listing
from analysis.errors import BadInput
from analysis.events import Event
from analysis.outlets import Outlet, outlets
from analysis.stages.done import Done, Tell, silent, tally
from analysis.store import Recorder, Store
from analysis.tables import Attempt, Page, Placement, Sighting, frame

_BY_NAME = "event file"
_OPENED_WHOLE = 200
"""Candidates of one outlet that are all opened; of more than these, only what names the event."""
_FINAL = frozenset({"kept", "metadata_only", "blocked", "disallowed", "absent"})
"""Outcomes that the next run does not try again, unless the source says that the article changed."""


def client(event: Event, *, contact: str | None, connect_to: Mapping[str, tuple[str, int]] | None = None) -> Client:
    """The polite client for an event; *connect_to* leads hosts to loopback, for events that allow it."""
    # Nobody is bothered by haste on this machine itself.
    manners = Manners(agent=agent(contact or ""), pace=0.0 if event.local else Manners().pace)
    return Client(manners, connect_to=connect_to, local=event.local)


def collect(event: Event, store: Store, web: Client, *, tell: Tell = silent, executor: Executor | None = None) -> Done:
    """Everything that the event's outlets list and let us have, recorded as it comes; what was there is not fetched again.

    Outlets run side by side, each at its own hosts' pace.
    """
    known = {slug: outlets()[slug] for slug in event.outlets if slug in outlets()}
    if not known:
        raise BadInput(
            f"{event.slug}: none of its outlets has a file, so nothing can be collected; use `samestory add`"
        )
    with executor or ThreadPoolExecutor(max_workers=max(1, len(known))) as pool:
        held = keys.keys()
        rounds = [
            pool.submit(_outlet, _Round(event, slug, outlet, store, web, held), tell) for slug, outlet in known.items()
        ]
        return tally(attempt for done in rounds for attempt in done.result())


@dataclass(frozen=True, slots=True)
class _Round:
    """One outlet's turn."""

    event: Event
    slug: str
    outlet: Outlet
    store: Store
    web: Client
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)


def _outlet(turn: _Round, tell: Tell) -> list[Attempt]:
    past = _past(turn)
    with turn.store.recorder(turn.slug) as recorder:
        sightings, told = _candidates(turn, recorder, past)
        due = [sighting for sighting in sightings if sighting.url not in told and _is_due(sighting, past)]
        opened = [
            turn.outlet.fetch_pages and (len(due) <= _OPENED_WHOLE or _names(sighting, turn.event)) for sighting in due
        ]
        attempts = list(told.values())
        for count, (sighting, opens) in enumerate(zip(due, opened, strict=True)):
            tell(turn.outlet.name, count, len(due))
            attempts.append(_take(turn, recorder, sighting, past) if opens else _leave(turn, recorder, sighting))
        tell(turn.outlet.name, len(due), len(due))
    return attempts


@dataclass(frozen=True, slots=True)
class _Past:
    """What earlier runs know of an address."""

    outcome: Mapping[str, str]
    modified_at: Mapping[str, datetime]
    digests: frozenset[tuple[str, str]]
    ways: Mapping[str, str]
    """Media type of the last page of an address: HTML, or an interface's item."""


def _past(turn: _Round) -> _Past:
    mine = pl.col("outlet") == turn.slug
    tries = turn.store.read_or_empty(Attempt).filter(mine, pl.col("stage") == "capture")
    last = tries.sort("at").group_by("url").agg(pl.col("outcome").last(), pl.col("at").last())
    # A change that was listed, but not yet captured when a run was killed, must not count as known.
    seen = (
        turn.store.read_or_empty(Sighting).filter(mine).join(last, on="url").filter(pl.col("seen_at") <= pl.col("at"))
    )
    pages = turn.store.read_or_empty(Page).filter(mine)
    return _Past(
        dict(last.select("url", "outcome").iter_rows()),
        dict(seen.drop_nulls("modified_at").group_by("url").agg(pl.col("modified_at").max()).iter_rows()),
        frozenset(pages.select("url", "digest").iter_rows()),
        dict(pages.sort("captured_at").select("url", "media_type").iter_rows()),
    )


def _candidates(turn: _Round, recorder: Recorder, past: _Past) -> tuple[list[Sighting], dict[str, Attempt]]:
    """Addresses to look at, each once, in the order of the outlet's sources, and the tries of those that were told whole.

    Every sighting, look and answer is recorded; the first source that tells an article is believed.
    """
    best: dict[str, Sighting] = {}
    told: dict[str, Attempt] = {}
    for found in _listings(turn):
        recorder.sighting(*found.sightings)
        for attempt in found.attempts:
            recorder.attempt(attempt)
        told |= _answered(turn, recorder, found, past)
        _placed(turn, found)
        for sighting in found.sightings:
            best[sighting.url] = _later(best.get(sighting.url), sighting)
    return list(best.values()), told


def _listings(turn: _Round) -> Iterator[Listing]:
    event = turn.event
    for source in turn.outlet.sources:
        window = (event.window.start, event.window.end)
        yield listing(source, Asking(turn.slug, window, event.terms, datetime.now(UTC), turn.keys), turn.web.get)
    yield Listing(tuple(_named(turn, datetime.now(UTC))), ())


def _answered(turn: _Round, recorder: Recorder, found: Listing, past: _Past) -> dict[str, Attempt]:
    """Keep what an interface told; the tries, by address, of pages that need not be fetched any more."""
    sighted = {sighting.url: sighting for sighting in found.sightings}
    told: dict[str, Attempt] = {}
    for answer in found.answers:
        known = past.ways.get(answer.url, answer.media_type)
        if answer.page and _by_interface(known) != _by_interface(answer.media_type):
            continue  # read in the other way until now: two ways of reading would look like an edit
        recorder.page(answer.url, _Item(answer), known=past.digests)
        if answer.page:
            for url in {answer.url, answer.page} - told.keys():
                told[url] = _told(turn, url, answer, sighted.get(answer.url))
                recorder.attempt(told[url])
    return told


def _by_interface(media_type: str) -> bool:
    return media_type.startswith("application/vnd.samestory.")


def _told(turn: _Round, url: str, answer: Answered, sighting: Sighting | None) -> Attempt:
    day = sighting.published_at.date() if sighting and sighting.published_at else None
    source = sighting.source if sighting else "api"
    reason = "told whole by the interface" if url == answer.url else "told in dated pieces by the interface"
    return Attempt(turn.slug, source, url, answer.at, "capture", "kept", reason, day)


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of an interface's answer, as the store takes it: no server said just this."""

    answered: Answered
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def final_url(self) -> str:
        """The article's."""
        return self.answered.url

    @property
    def body(self) -> bytes:
        """The item."""
        return self.answered.body

    @property
    def media_type(self) -> str:
        """One of our own."""
        return self.answered.media_type

    @property
    def at(self) -> datetime:
        """When it came."""
        return self.answered.at


def _placed(turn: _Round, found: Listing) -> None:
    if not found.placements:
        return
    known = turn.store.read_or_empty(Placement).filter(pl.col("outlet") == turn.slug)
    rows = pl.concat([known, frame(found.placements, Placement)]).unique(maintain_order=True)
    turn.store.write(rows, Placement, part=turn.slug)


def _named(turn: _Round, now: datetime) -> Iterator[Sighting]:
    for address in turn.event.addresses:
        if address.outlet == turn.slug:
            yield Sighting(turn.slug, _BY_NAME, canonical(address.url), now)


def _names(sighting: Sighting, event: Event) -> bool:
    """Whether a listing's words, or those of the address, hold a word of the event's terms.

    A sitemap can list thousands of addresses; to open them all would burden the outlet and find little.
    """
    said = " ".join((sighting.headline or "", sighting.summary or "", re.sub(r"[^\w]+", " ", sighting.url))).lower()
    words = {word for term in (*event.terms.any, *event.terms.all) for word in re.findall(r"\w{4,}", term.lower())}
    return sighting.source == _BY_NAME or not words or any(word in said for word in words)


def _later(one: Sighting | None, other: Sighting) -> Sighting:
    """Of two sightings of one article the one that knows of the later change; the first one where neither knows."""
    if one is None:
        return other
    if other.modified_at and (one.modified_at is None or other.modified_at > one.modified_at):
        return other
    return one


def _is_due(sighting: Sighting, past: _Past) -> bool:
    """Never ended, ended for now only, or changed since it was last listed; what an interface tells is not fetched."""
    if past.outcome.get(sighting.url) == "kept" and _by_interface(past.ways.get(sighting.url, "")):
        return False
    if past.outcome.get(sighting.url) not in _FINAL:
        return True
    known = past.modified_at.get(sighting.url)
    return bool(sighting.modified_at and (known is None or sighting.modified_at > known))


def _take(turn: _Round, recorder: Recorder, sighting: Sighting, past: _Past) -> Attempt:
    response, attempt = capture(sighting, turn.web.get, datetime.now(UTC))
    if response:
        recorder.page(sighting.url, response, known=past.digests)
    recorder.attempt(attempt)
    return attempt


def _leave(turn: _Round, recorder: Recorder, sighting: Sighting) -> Attempt:
    """An address that is known and not opened: what its listing says is all that is kept."""
    if turn.outlet.fetch_pages:
        reason = "listed and not opened: neither its headline nor its address names the event"
    else:
        reason = "the outlet does not let programs fetch its pages: bring them with `samestory add`"
    day = sighting.published_at.date() if sighting.published_at else None
    now = datetime.now(UTC)
    attempt = Attempt(turn.slug, sighting.source, sighting.url, now, "capture", "metadata_only", reason, day)
    recorder.attempt(attempt)
    return attempt
