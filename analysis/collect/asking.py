"""What is asked of a source: whose coverage, of which days and words, and with which keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from analysis.collect.client import Credentials, Response
from analysis.events import Terms

Window = tuple[datetime, datetime]
"""Half-open."""


class Fetch(Protocol):
    """An address → a response; ``Client.get``, or a dictionary in a test."""

    def __call__(self, url: str, *, credentials: Credentials | None = None) -> Response:
        """The response, or one of our errors."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One question, put to every source of an outlet."""

    outlet: str
    window: Window
    terms: Terms
    now: datetime
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """Name → key of those that are set; never shown."""
    reached: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """How far earlier runs read pieces of large sources, see :class:`analysis.collect.listed.Reached`."""
    faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """Name → what is wrong with a key that is set and cannot be used."""
