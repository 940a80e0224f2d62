"""What a stage says of itself: how much it made, what it left out, how far it is."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from analysis.tables import Attempt

Tell = Callable[[str, int, int], None]
"""Called with what is being worked on, how many are done, and how many there are."""


def silent(what: str, done: int, total: int) -> None:
    """For callers that do not look."""


@dataclass(frozen=True, slots=True)
class Done:
    """Rows that a stage wrote, and what it left out by reason."""

    kept: int
    left_out: Counter[str] = field(default_factory=Counter)
    notes: tuple[str, ...] = ()
    """What a person should know beside the numbers, a sentence each: which file could not be used, and why."""

    def __str__(self) -> str:
        reasons = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in self.left_out.most_common())
        return f"{self.kept} kept" + (f"; {reasons}" if reasons else "")


def tally(attempts: Iterable[Attempt]) -> Done:
    """How many attempts ended as kept, and how the others ended."""
    return counted(Counter(attempt.outcome for attempt in attempts))


def counted(outcomes: Counter[str]) -> Done:
    """The same, where they were counted already."""
    outcomes = Counter(outcomes)
    kept = outcomes.pop("kept", 0)
    return Done(kept, outcomes)
