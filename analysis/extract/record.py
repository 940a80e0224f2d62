"""A record of an article that a person or an interface brings (JSON) → its parts."""

import json
import re
from typing import Any, get_args

import lxml.html

from analysis.errors import NotAnArticle, Unreadable
from analysis.extract import boilerplate, linked, people, times, tokens
from analysis.extract.agency import agency
from analysis.extract.parts import Parts
from analysis.extract.readers import Readers
from analysis.extract.words import tidy
from analysis.tables import Genre, Precision, TextScope

MEDIA_TYPE = "application/vnd.samestory.article+json"
_MARKUP = re.compile(r"<(?:p|br|div|h\d|li|blockquote)\b[^>]*>", re.IGNORECASE)


def parts(body: bytes, readers: Readers, outlet: str, zone: str = "UTC") -> Parts:
    """Parts of a record with the keys of an Article; text without a stated scope is taken as full.

    Paragraphs are parted by line breaks. Text that a tokeniser took apart is joined again, and a warning says so.

    Raises:
        Unreadable: no JSON object.
        NotAnArticle: neither headline nor text.
    """
    record = _loaded(body)
    headline, text, notes = _wording(record)
    paragraphs = boilerplate.own([p for p in map(tidy, text.split("\n")) if p], readers.boilerplate)
    if not headline and not paragraphs:
        raise NotAnArticle("a record without headline and text")
    lines = _strings(record.get("authors"))
    return Parts(
        headline=headline,
        paragraphs=tuple(paragraphs),
        text_scope=_scope(record, paragraphs),
        standfirst=_said(record, "standfirst") or None,
        authors=tuple(people.people(lines, readers.not_people)),
        section=_said(record, "section") or None,
        tags=tuple(_strings(record.get("tags"))),
        language=(_said(record, "language").lower() or None),
        genre=_genre(record),
        paywalled=record.get("paywalled") is True,
        agency=_said(record, "agency") or agency(lines, [], paragraphs, outlet),
        published=_moments(record, "published_at", zone),
        modified=_moments(record, "modified_at", zone),
        warnings=(*notes, *(() if headline else ("no headline",))),
    )


def _loaded(body: bytes) -> dict[str, Any]:
    try:
        record = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as why:
        raise Unreadable(f"no JSON record: {why}") from None
    if not isinstance(record, dict):
        raise Unreadable(f"a record must be a JSON object, not {type(record).__name__}")
    return record


def _wording(record: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    headline, text = _said(record, "headline"), record.get("text")
    text = _flat(text) if isinstance(text, str) else ""
    if not tokens.tokenised(text):
        return headline, text, ()
    whole = tokens.joined(headline) if tokens.tokenised(headline) or " '" in headline else headline
    return whole, tokens.joined(text), ("text came tokenised; marks were joined to their words again",)


def _flat(text: str) -> str:
    """Text of a field that holds markup, its blocks as lines."""
    if not _MARKUP.search(text):
        return text
    broken = _MARKUP.sub(lambda tag: f"\n{tag[0]}", text)
    try:
        return str(lxml.html.fragment_fromstring(broken, create_parent="div").text_content())
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return re.sub(r"<[^>]*>", " ", broken)


def _said(record: dict[str, Any], key: str) -> str:
    return tidy(linked.text(record.get(key)))


def _strings(value: Any) -> list[str]:
    members = value if isinstance(value, list) else [value]
    return [said for member in members if (said := tidy(linked.text(member)))]


def _scope(record: dict[str, Any], paragraphs: list[str]) -> TextScope:
    for scope in get_args(TextScope):
        if record.get("text_scope") == scope:
            found: TextScope = scope
            return found
    return "full" if paragraphs else "headline"


def _genre(record: dict[str, Any]) -> Genre:
    for genre in get_args(Genre):
        if record.get("genre") == genre:
            found: Genre = genre
            return found
    # Some collections put the kind before the headline.
    return (
        "opinion"
        if re.match(r"(?:opinion|op-ed|editorial)\b\s*[:|]", _said(record, "headline"), re.IGNORECASE)
        else "unknown"
    )


def _moments(record: dict[str, Any], key: str, zone: str) -> tuple[times.Moment, ...]:
    found = times.moment(record.get(key), "file", f"record's {key}", zone)
    if not found:
        return ()
    stated = record.get(f"{key.removesuffix('_at')}_precision")
    precisions: tuple[Precision, ...] = get_args(Precision)
    # What a record calls a day stays one, also where it is written with a time.
    if stated in precisions and precisions.index(stated) > precisions.index(found.precision):
        return (times.Moment(found.at, stated, "file", found.where),)
    return (found,)
