"""Stored pages → everything that a report reads."""

from analysis.events import Event
from analysis.stages.done import Done, Tell, silent
from analysis.stages.extract import extract
from analysis.stages.match import match
from analysis.stages.quote import quote
from analysis.store import Store


def refresh(event: Event, store: Store, *, tell: Tell = silent) -> dict[str, Done]:
    """What extract, quote and match made anew; the same pages and the same event file always give the same tables.

    Raises:
        Missing: nothing was collected or added yet.
    """
    return {
        "extract": extract(event, store, tell=tell),
        "quote": quote(event, store, tell=tell),
        "match": match(event, store),
    }
