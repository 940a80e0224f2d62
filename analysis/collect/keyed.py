"""A source behind a key → what it says: one case for each."""

from collections.abc import Iterator

from analysis.collect import guardian, mediacloud, nytimes
from analysis.collect.asking import Asking, Fetch
from analysis.collect.listed import Listing
from analysis.collect.sources import GuardianApi, Keyed, MediaCloud, NytArchive, NytSearch, NytWire


def each(source: Keyed, asking: Asking, fetch: Fetch) -> Iterator[Listing]:
    """Sightings, attempts and answers of a keyed source; one blocked attempt where its key is not set."""
    match source:
        case GuardianApi():
            yield from guardian.each(source, asking, fetch)
        case NytSearch():
            yield nytimes.search(source, asking, fetch)
        case NytArchive():
            yield nytimes.archive(source, asking, fetch)
        case NytWire():
            yield nytimes.wire(source, asking, fetch)
        case MediaCloud():
            yield mediacloud.ask(source, asking, fetch)
