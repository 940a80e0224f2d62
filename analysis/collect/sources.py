"""Kinds of place where an outlet lists its coverage: dead data that an outlet's file declares."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed: the newest entries, with a summary at most."""

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, an index of sitemaps, or a news sitemap; plain or gzipped."""

    url: str


# A further kind is a class here, a module beside this one, and one ``case`` in listing.py.
Source = Feed | Sitemap
