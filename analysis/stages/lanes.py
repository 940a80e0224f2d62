"""Work towards many hosts → done, side by side across hosts and one piece after the other within each."""

from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

T = TypeVar("T")

_MOST = 16
"""Lanes of one outlet that run at a time; they mostly wait for their host's turn."""


def side_by_side(items: Iterable[T], lane: Callable[[T], Hashable], work: Callable[[T], object], halt: Event) -> None:
    """Call *work* with every item: those of one lane in their order, lanes at the same time, in threads.

    Once *halt* is set no further piece is begun. A piece that raises halts the others, and its error is raised here.
    """
    lanes: dict[Hashable, list[T]] = {}
    for item in items:
        lanes.setdefault(lane(item), []).append(item)
    if not lanes:
        return

    def run(pieces: list[T]) -> None:
        try:
            for piece in pieces:
                if halt.is_set():
                    return
                work(piece)
        except BaseException:
            halt.set()
            raise

    with ThreadPoolExecutor(min(len(lanes), _MOST), thread_name_prefix="lane") as pool:
        for done in [pool.submit(run, pieces) for pieces in lanes.values()]:
            done.result()
