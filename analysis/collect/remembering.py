"""A fetch that asks hosts only for what has changed: it knows earlier answers and sends their validators along."""

from dataclasses import dataclass
from typing import Protocol

from analysis.collect.client import Credentials, Response, conditions

_LARGEST = 20 * 2**20
"""Bytes of an answer that are remembered."""


class Getter(Protocol):
    """``Client.get``."""

    def __call__(self, url: str, *, credentials: Credentials | None = None, since: Response | None = None) -> Response:
        """The response, *since* itself where nothing has changed, or one of our errors."""


class Memory(Protocol):
    """Where earlier answers lie."""

    def recall(self, url: str) -> Response | None:
        """The last answer of an address, or None."""

    def remember(self, url: str, answer: Response) -> None:
        """Keep an answer in the place of the last one."""


@dataclass(frozen=True, slots=True)
class Remembering:
    """A ``Fetch`` over a client and a memory.

    Every run asks; nothing is taken for fresh without asking, since a list that is an hour old would vouch for an hour
    that nobody looked at. What is asked for with credentials is neither remembered nor recalled.
    """

    get: Getter
    memory: Memory

    def __call__(self, url: str, *, credentials: Credentials | None = None) -> Response:
        """The response, now or as it still is."""
        if credentials:
            return self.get(url, credentials=credentials)
        answer = self.get(url, since=self.memory.recall(url))
        if not answer.unchanged and answer.status == 200 and len(answer.body) <= _LARGEST and conditions(answer):
            self.memory.remember(url, answer)
        return answer
