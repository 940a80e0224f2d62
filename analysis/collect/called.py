"""A source → its name in the ledger, so that what was seen of it can be found there."""

from analysis.collect import gal, gdelt
from analysis.collect.addresses import masked
from analysis.collect.sources import (
    ArchivePage,
    CcNews,
    GdeltDoc,
    GdeltGal,
    GuardianApi,
    MediaCloud,
    NytArchive,
    NytSearch,
    NytWire,
    Source,
)


def called(source: Source) -> str:
    """What attempts and sightings of the source bear as their ``source``."""
    match source:
        case GdeltDoc():
            return gdelt.called(source)
        case GdeltGal():
            return gal.called(source)
        case CcNews(hosts=hosts):
            return f"ccnews {' '.join(hosts)}"
        case MediaCloud(host=host, url=url):
            return f"mediacloud {url}#{host}"
        case NytSearch(url=url) | NytArchive(url=url) | NytWire(url=url):
            return f"nyt {url}"
        case GuardianApi(url=url):
            return f"guardian {url}"
        case ArchivePage(url=url):
            return f"archive {masked(url)}"
    return f"{type(source).__name__.lower()} {masked(source.url)}"
