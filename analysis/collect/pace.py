"""When the next request to a host may go out: one queue a host, with a gap between requests and pauses on demand."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, handed in so that tests need neither."""

    now: Callable[[], datetime] = _now
    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class Pacer:
    """Gives out turns; a host's turns lie at least the gap apart, and up to a quarter more, so that no beat shows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free: dict[str, float] = {}
        self._lock = Lock()

    def wait(self, host: str, gap: float) -> None:
        """Return when it is this request's turn at *host*; the next one comes *gap* seconds later or more."""
        with self._lock:
            now = self._clock.ticks()
            turn = max(now, self._free.get(host, now))
            self._free[host] = turn + gap * (1 + self._clock.chance() / 4)
        if turn > now:
            self._clock.sleep(turn - now)

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody have a turn at *host* for so long: it asked for patience."""
        with self._lock:
            self._free[host] = max(self._free.get(host, 0.0), self._clock.ticks() + seconds)
