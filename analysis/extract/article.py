"""A captured body → an article, or the reason why it is none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from analysis.errors import NotAnArticle, Unreadable
from analysis.extract import apis, document, page, people, plain, record, refused, stated, times, words
from analysis.extract.agency import agency
from analysis.extract.parts import Parts
from analysis.extract.readers import Readers
from analysis.extract.words import tidy
from analysis.tables import Article, Sighting, TextScope, article_id


@dataclass(frozen=True, slots=True)
class Capture:
    """One body, where it came from, and what the sources that listed it say."""

    outlet: str
    url: str
    body: bytes
    media_type: str
    captured_at: datetime
    listed: tuple[Sighting, ...] = ()
    published_at: datetime | None = None
    """What the file that a person brought says beside the body."""
    timezone: str = ""
    """The outlet's, for times that name no zone; "" where nobody knows it: such a time is a day."""


def article(capture: Capture, readers: Readers) -> Article:
    """The article in a body: HTML, pasted plain text, or JSON of our own media types (a record, an interface's item).

    Always version 1.

    Raises:
        NotAnArticle: read, and it is none.
        Paywalled: for subscribers, and no text is shown.
        Unreadable: no reader makes sense of the bytes.
    """
    kind = capture.media_type.split(";")[0].strip().lower()
    if kind in apis.KINDS:
        kept = (capture.url, capture.outlet, capture.timezone)
        return _assembled(capture, apis.parts(kind, capture.body, kept, readers), readers)
    if kind == record.MEDIA_TYPE:
        return _assembled(capture, record.parts(capture.body, readers, capture.outlet, capture.timezone), readers)
    text, notes = document.decoded(capture.body, capture.media_type)
    if document.is_html(text, capture.media_type):
        parsed = document.parsed(text, capture.url, notes)
        found = page.parts(parsed, readers, capture.outlet, capture.timezone, capture.captured_at)
    else:
        found = _pasted(text, notes, capture, readers)
    return _assembled(capture, found, readers)


def from_sighting(sighting: Sighting) -> Article:
    """What a listing alone says: headline and, where given, its summary as text with scope ``abstract``.

    Raises:
        NotAnArticle: the source gives no headline.
    """
    headline = tidy(_unmarked(sighting.headline or ""))
    if not headline:
        raise NotAnArticle("listed without a headline")
    summary = tidy(_unmarked(sighting.summary or ""))
    scope: TextScope = "abstract" if summary else "headline"
    capture = Capture(sighting.outlet, sighting.url, b"", "", sighting.seen_at, (sighting,))
    return _assembled(capture, Parts(headline, (summary,) if summary else (), scope), Readers(address_dated=False))


def _pasted(text: str, notes: Iterable[str], capture: Capture, readers: Readers) -> Parts:
    found = plain.pasted(text, readers.boilerplate)
    size = words.count("\n".join(found.paragraphs))
    if text.lstrip()[:1] in "{[" and re.match(r"\s*[{\[]\s*[\"{\[\]}]", text):
        raise Unreadable("JSON of another kind than ours")
    if size < refused.LEAST:
        raise NotAnArticle(f"{size} words of text, fewer than {refused.LEAST}")
    dated = times.moment(found.dated, "file", "line of the text", capture.timezone) if found.dated else None
    lines = [found.byline] if found.byline else []
    return Parts(
        headline=found.headline,
        paragraphs=found.paragraphs,
        text_scope="full",
        standfirst=found.standfirst,
        authors=tuple(people.people(lines, readers.not_people)),
        agency=agency(lines, [], list(found.paragraphs), capture.outlet),
        published=(dated,) if dated else (),
        warnings=tuple(notes),
    )


def _assembled(capture: Capture, parts: Parts, readers: Readers) -> Article:
    seen = min([capture.captured_at, *(s.seen_at for s in capture.listed)])
    published, notes = times.chosen(_claims(capture, parts, readers), seen)
    modified, also = times.changed(_changes(capture, parts), published, capture.captured_at)
    return replace(
        _undated(capture, parts),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_source=published.source if published else None,
        modified_at=modified.at if modified else None,
        first_seen_at=seen,
        warnings=[*parts.warnings, *notes, *also],
    )


def _undated(capture: Capture, parts: Parts) -> Article:
    text = "\n\n".join(parts.paragraphs)
    return Article(
        id=article_id(capture.outlet, capture.url, 1),
        outlet=capture.outlet,
        url=capture.url,
        version=1,
        captured_at=capture.captured_at,
        headline=parts.headline,
        text=text,
        text_scope=parts.text_scope,
        words=words.count(text),
        digest=words.digest(parts.headline, text),
        standfirst=parts.standfirst,
        authors=list(parts.authors),
        section=parts.section,
        tags=list(parts.tags),
        language=parts.language,
        genre=parts.genre,
        paywalled=parts.paywalled,
        agency=parts.agency,
        kinds=list(parts.kinds),
    )


def _claims(capture: Capture, parts: Parts, readers: Readers) -> list[times.Moment]:
    """All claims on the publication time in the order of trust that `times` states."""
    listings = times.listed(capture.listed)
    if capture.published_at:
        # A file's date without a clock comes as midnight.
        given = times.moment(capture.published_at.isoformat(), "file", "the file brought")
        listings += [given] if given else []
    return times.ranked(parts.published, listings, stated.in_address(capture.url) if readers.address_dated else None)


def _changes(capture: Capture, parts: Parts) -> list[times.Moment]:
    """The page's own claims on its last change, then the latest of its listings."""
    latest = max((s.modified_at for s in capture.listed if s.modified_at), default=None)
    return [*parts.modified, *([times.Moment(latest, "second", "sitemap", "listing")] if latest else [])]


def _unmarked(text: str) -> str:
    return re.sub(r"<[^>]*>", " ", text)
