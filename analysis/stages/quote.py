"""Articles → attributions, with speakers made one across the event."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

import polars as pl

from analysis.errors import BadInput
from analysis.events import Event
from analysis.quote.attributions import Place, attributions
from analysis.quote.finder import finder
from analysis.quote.hidden import has_hidden, led_back, seen
from analysis.quote.speakers import Decided, speakers
from analysis.stages.done import Done, Tell, silent
from analysis.store import Store
from analysis.tables import Article, Attribution, Masthead, frame

_WITH_TEXT = ("full", "lead")
_AHEAD = 8
"""Texts a worker that may wait for their turn: enough to keep it busy, few enough to hold little."""
T = TypeVar("T")
R = TypeVar("R")


def quote(event: Event, store: Store, *, tell: Tell = silent) -> Done:
    """Statements of every article that has text, one part an outlet.

    Raises:
        Missing: there are no articles yet.
        BadInput: the event file gives one name to two speakers.
    """
    decided = _decided(event)
    articles = store.read(Article).filter(pl.col("text_scope").is_in(_WITH_TEXT)).sort("outlet", "id")
    names = _Names(store.read(Masthead))
    found: list[Attribution] = []

    def read(row: dict[str, Any]) -> list[Attribution]:
        authors = tuple(row["authors"] or ())
        place = Place(row["id"], row["outlet"], names.aliases, names.own(row["outlet"]), authors)
        return attributions(row["text"], place)

    for count, heard in enumerate(side_by_side(read, articles.iter_rows(named=True))):
        tell("finding statements", count, articles.height)
        found += heard
    tell("finding statements", articles.height, articles.height)
    whole = speakers(frame(found, Attribution), articles, decided)
    for slug in sorted({*event.outlets, *articles["outlet"]}):
        store.write(whole.filter(pl.col("outlet") == slug), Attribution, part=slug)
    return Done(whole.height, notes=(why,) if (why := fallback()) else ())


def _decided(event: Event) -> Decided:
    who = {(each.url, each.speaker): each.name for each in event.identities}
    try:
        return Decided(event.speakers, event.apart, who)
    except BadInput as fault:
        raise BadInput(f"{event.slug}.toml: {fault}") from None


def statements(text: str, *, own: str | None = None, authors: tuple[str, ...] = ()) -> list[Attribution]:
    """Statements of one text that lies outside any event; *own* is the outlet that published it, which is no relay; *authors* wrote it."""
    place = Place(own=own, authors=authors)
    if not has_hidden(text):  # as good as all; those of an event were tidied when they were read
        return attributions(text, place)
    plain, at = seen(text)
    return [led_back(one, at) for one in attributions(plain, place)]


def fallback() -> str:
    """That statements are found by rule and not by the learned reader, and why; empty where they are not."""
    why = finder().why
    return f"statements are found by rule, which misses a third of reported speech: {why}" if why else ""


def side_by_side(work: Callable[[T], R], items: Iterable[T], workers: int | None = None) -> Iterator[R]:
    """What *work* makes of each item, in their order, a few worked on at a time.

    Threads and not processes: the weights are in memory once, and reading with them lets other threads run.
    """
    workers = workers or os.cpu_count() or 1
    rest = iter(items)
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[R]] = deque(pool.submit(work, item) for item in islice(rest, workers * _AHEAD))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(work, item) for item in islice(rest, 1))


class _Names:
    """What outlets are called, by themselves and by others."""

    def __init__(self, mastheads: pl.DataFrame) -> None:
        rows = list(mastheads.iter_rows(named=True))
        self.names: dict[str, str] = {row["outlet"]: row["name"] for row in rows}
        self.aliases = {alias: row["name"] for row in rows for alias in (row["name"], *row["aliases"])}

    def own(self, slug: str) -> str:
        return self.names[slug]
