"""One page outside any event → its article; a module of its own, for it needs no table and should start at once."""

from datetime import UTC, datetime

from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers
from analysis.outlets import outlets, slug_of
from analysis.tables import Article

_NO_READERS = Readers()


def read_page(url: str, body: bytes, *, utf8: bool = False) -> Article:
    """The article in one page that lies outside any event, read as its host's outlet would have it read.

    Raises:
        Skip: the page holds no article; the kind of Skip says why.
    """
    slug = slug_of(url) or ""
    readers, zone = (outlets()[slug].read, outlets()[slug].timezone) if slug else (_NO_READERS, "UTC")
    media_type = "text/html; charset=utf-8" if utf8 else "text/html"
    return article(Capture(slug, url, body, media_type, datetime.now(UTC), timezone=zone), readers)
