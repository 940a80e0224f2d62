"""Sources of the event's outlets → sightings, pages and attempts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event as Signal
from urllib.parse import urlsplit

from analysis import keys
from analysis.collect.capture import capture
from analysis.collect.client import Client, Manners, agent
from analysis.collect.sources import Keyed
from analysis.errors import BadInput
from analysis.events import Event
from analysis.outlets import outlets
from analysis.stages.candidates import Naming, candidates
from analysis.stages.done import Done, Tell, counted, silent
from analysis.stages.lanes import side_by_side
from analysis.stages.turn import Past, Turn, Work, batched
from analysis.store import Store
from analysis.tables import Attempt, Sighting

_OPENED_WHOLE = 200
"""Candidates of one outlet that are all opened; of more than these, only what names the event."""


def client(event: Event, *, contact: str | None, connect_to: Mapping[str, tuple[str, int]] | None = None) -> Client:
    """The polite client for an event; *connect_to* leads hosts to loopback, for events that allow it."""
    # Nobody is bothered by haste on this machine itself.
    manners = Manners(agent=agent(contact or ""), pace=0.0 if event.local else Manners().pace)
    return Client(manners, connect_to=connect_to, local=event.local)


def collect(event: Event, store: Store, web: Client, *, tell: Tell = silent, executor: Executor | None = None) -> Done:
    """Everything that the event's outlets list and let us have, recorded as it comes; what was there is not fetched again.

    Outlets run side by side, and so do the hosts of one outlet, each at its own pace and one request at a time. A key that
    is malformed costs the sources that need it, which the ledger and the notes say.

    Raises:
        BadInput: none of the outlets has a file.
        Stop: another run records one of them just now.
    """
    known = {slug: outlets()[slug] for slug in event.outlets if slug in outlets()}
    if not known:
        raise BadInput(
            f"{event.slug}: none of its outlets has a file, so nothing can be collected; "
            "use `samestory add`, or `samestory outlets try https://…`"
        )
    held, faults, halt = keys.keys(), keys.faults(), Signal()
    turns = [Turn(event, slug, outlet, store, web, tell, held, halt, faults) for slug, outlet in known.items()]
    with executor or ThreadPoolExecutor(max_workers=len(turns)) as pool:
        rounds = [pool.submit(_outlet, turn) for turn in turns]
        try:
            done = counted(sum((one.result() for one in rounds), Counter()))
            return replace(done, notes=tuple(_without_keys(turns)))
        except KeyboardInterrupt:
            halt.set()  # what was begun is finished and recorded; nothing further is begun
            raise


def _without_keys(turns: Sequence[Turn]) -> Iterator[str]:
    """A line for each malformed key that a source needs, with the outlets that went without."""
    needed: dict[str, list[str]] = {}
    for turn in turns:
        for name in sorted({one.key for one in turn.outlet.sources if isinstance(one, Keyed)} & turn.faults.keys()):
            needed.setdefault(name, []).append(turn.outlet.name)
    for name, outlets_ in needed.items():
        fault = next(turn.faults[name] for turn in turns if name in turn.faults)
        yield f"{fault}; until then its interface is not asked for {', '.join(outlets_)}"


def _outlet(turn: Turn) -> Counter[str]:
    """How the tries of one outlet ended."""
    past = Past.of(turn.store, turn.slug)
    with turn.store.recorder(turn.slug) as recorder:
        work = Work(turn, recorder, past, reached=turn.store.reached(turn.slug))
        found = candidates(work)
        opened = _Opened(turn, found.sightings)
        due: list[Sighting] = []
        left: list[Sighting] = []
        for sighting in found.sightings:
            opens = opened(sighting)
            if sighting.url not in found.told and past.is_due(sighting, opens=opens):
                (due if opens else left).append(sighting)
        _leave(work, left)
        _take(work, due)
        return work.outcomes


class _Opened:
    """Whether a candidate's page is opened: all where they are few, else those that name the event.

    Bare addresses from an archive may be thousands. They do not count against what other sources found, of which some say
    nothing of the event in their headline, and were found by their text.
    """

    def __init__(self, turn: Turn, found: Sequence[Sighting]) -> None:
        self._fetches, self._names = turn.outlet.fetch_pages, Naming(turn.event)
        self._all = len(found) <= _OPENED_WHOLE
        self._others = sum(not _is_bare(one) for one in found) <= _OPENED_WHOLE

    def __call__(self, sighting: Sighting) -> bool:
        few = self._all or (self._others and not _is_bare(sighting))
        return self._fetches and (few or self._names(sighting))


def _is_bare(sighting: Sighting) -> bool:
    return sighting.source.startswith("wayback ") and not sighting.headline


def _take(work: Work, due: Sequence[Sighting]) -> None:
    """Open addresses, hosts side by side."""
    fetch = work.pages

    def take(sighting: Sighting) -> None:
        response, attempt = capture(sighting, fetch, datetime.now(UTC))
        if response:
            work.recorder.page(sighting.url, response, attempt, known=work.past.digests)
        else:
            work.recorder.attempt(attempt)
        work.tried(attempt)
        work.step("pages", len(due))

    work.step("pages", len(due), by=0)
    side_by_side(due, lambda sighting: urlsplit(sighting.url).hostname, take, work.turn.halt)


def _leave(work: Work, left: Sequence[Sighting]) -> None:
    """Addresses that are known and not opened: what their listing says is all that is kept."""
    if work.turn.outlet.fetch_pages:
        reason = "listed and not opened: neither its headline nor its address names the event"
    else:
        reason = "the outlet does not let programs fetch its pages: bring them with `samestory add`"
    for some in batched(left):
        attempts = [_left(sighting, reason) for sighting in some]
        work.recorder.attempt(*attempts)
        work.tried(*attempts)


def _left(sighting: Sighting, reason: str) -> Attempt:
    day = sighting.published_at.date() if sighting.published_at else None
    now = datetime.now(UTC)
    return Attempt(sighting.outlet, sighting.source, sighting.url, now, "capture", "metadata_only", reason, day)
