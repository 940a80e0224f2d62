"""Articles → attributions, with speakers made one across the event."""

import polars as pl

from analysis.events import Event
from analysis.quote.attributions import attributions
from analysis.quote.speakers import Decided, speakers
from analysis.stages.done import Done, Tell, silent
from analysis.store import Store
from analysis.tables import Article, Attribution, Masthead, frame

_WITH_TEXT = ("full", "lead")


def quote(event: Event, store: Store, *, tell: Tell = silent) -> Done:
    """Statements of every article that has text, one part an outlet.

    Raises:
        Missing: there are no articles yet.
    """
    articles = store.read(Article).filter(pl.col("text_scope").is_in(_WITH_TEXT))
    names = _Names(store.read(Masthead))
    found: list[Attribution] = []
    for count, row in enumerate(articles.sort("outlet", "id").iter_rows(named=True)):
        tell("finding statements", count, articles.height)
        found += attributions(
            row["text"], article=row["id"], outlet=row["outlet"], outlets=names.aliases, own=names.own(row["outlet"])
        )
    tell("finding statements", articles.height, articles.height)
    whole = speakers(frame(found, Attribution), articles, _decided(event))
    for slug in sorted({*event.outlets, *articles["outlet"]}):
        store.write(whole.filter(pl.col("outlet") == slug), Attribution, part=slug)
    return Done(whole.height)


def _decided(event: Event) -> Decided:
    who = {(each.url, each.speaker): each.name for each in event.identities}
    return Decided(event.speakers, event.apart, who)


def statements(text: str, *, own: str | None = None) -> list[Attribution]:
    """Statements of one text that lies outside any event; *own* is the outlet that published it, which is no relay."""
    return attributions(text, own=own)


class _Names:
    """What outlets are called, by themselves and by others."""

    def __init__(self, mastheads: pl.DataFrame) -> None:
        rows = list(mastheads.iter_rows(named=True))
        self.names: dict[str, str] = {row["outlet"]: row["name"] for row in rows}
        self.aliases = {alias: row["name"] for row in rows for alias in (row["name"], *row["aliases"])}

    def own(self, slug: str) -> str:
        return self.names[slug]
