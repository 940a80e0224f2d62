"""Articles → memberships and shared passages; statements → utterances."""

from collections import Counter

import polars as pl

from analysis import match as matching
from analysis.collect.addresses import canonical
from analysis.events import Event
from analysis.match import Query
from analysis.stages.done import Done
from analysis.store import Store
from analysis.tables import Article, Attribution, Masthead, Membership, Reuse, Utterance


def match(event: Event, store: Store) -> Done:
    """Which articles tell the event, which passages two of them share, and which statements are one utterance.

    Utterances need statements: where `quote` has not run there are none, and no table that says so.

    Raises:
        Missing: there are no articles yet.
    """
    articles = store.read(Article)
    memberships = matching.memberships(articles, _query(event))
    store.write(memberships, Membership, part="event")
    members = articles.join(memberships.filter("member"), left_on="id", right_on="article", how="semi")
    agencies = store.read(Masthead).filter("agency")["outlet"].to_list()
    store.write(matching.reuse(members, agencies=agencies), Reuse, part="event")
    _utterances(store, members)
    return _done(memberships)


def _utterances(store: Store, members: pl.DataFrame) -> None:
    if store.has(Attribution):
        store.write(matching.utterances(store.read(Attribution), members), Utterance, part="event")
    else:
        store.clear(Utterance, "event")


def _done(memberships: pl.DataFrame) -> Done:
    counts = dict(memberships.group_by("member").len().iter_rows())
    return Done(counts.get(True, 0), Counter({"about something else": counts[False]} if False in counts else {}))


def _query(event: Event) -> Query:
    """What the room needs to know of the event, in plain words."""
    terms = event.terms
    return Query(
        event=event.slug,
        start=event.window.start,
        end=event.window.end,
        any=terms.any,
        all=terms.all,
        none=terms.none,
        addresses=frozenset(canonical(address.url) for address in event.addresses),
        decisions={canonical(one.url): (one.include, one.reason) for one in event.decisions},
    )


def stories(documents: pl.DataFrame) -> pl.DataFrame:
    """Stories among documents that lie outside any event: id, event, storyline; see the room."""
    return matching.stories(documents)


def shared_passages(source: str, suspicious: str) -> list[matching.Passage]:
    """Passages that one text took from another, see the room."""
    return matching.passages(source, suspicious)
