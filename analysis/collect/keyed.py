"""A source behind a key → what it says: one case for each."""

from analysis.collect import guardian, mediacloud, nytimes
from analysis.collect.asking import Asking, Fetch
from analysis.collect.listed import Listing
from analysis.collect.sources import GuardianApi, Keyed, MediaCloud, NytArchive, NytSearch, NytWire


def listing(source: Keyed, asking: Asking, fetch: Fetch) -> Listing:
    """Sightings, attempts and answers of a keyed source; one blocked attempt where its key is not set."""
    match source:
        case GuardianApi():
            return guardian.ask(source, asking, fetch)
        case NytSearch():
            return nytimes.search(source, asking, fetch)
        case NytArchive():
            return nytimes.archive(source, asking, fetch)
        case NytWire():
            return nytimes.wire(source, asking, fetch)
        case MediaCloud():
            return mediacloud.ask(source, asking, fetch)
