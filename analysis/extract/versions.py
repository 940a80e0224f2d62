"""Successive captures of one address → versions that differ in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import get_args

from analysis.tables import Article, TextScope, article_id

_SCOPES: tuple[TextScope, ...] = get_args(TextScope)
"""From all to least."""
_DAY = timedelta(days=1)


def versions(articles: Iterable[Article]) -> list[Article]:
    """Versions of each address, numbered from 1 in order of capture; captures that changed no word are dropped.

    Of an address of which more is known from one capture (the whole text) than from another (an interface's abstract, a
    page behind a wall), only those that tell most are compared: the others changed no word.
    A text that returns to earlier words after a change is a version again: that is an edit, too. All versions of an address
    carry the earliest time at which it was seen, and the publication that the earliest capture states. Rows come back by outlet, address and version.
    """
    of: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in articles:
        of[article.outlet, article.url].append(article)
    return [version for key in sorted(of) for version in _numbered(of[key])]


def _numbered(captures: list[Article]) -> list[Article]:
    ordered = sorted(captures, key=lambda a: (a.captured_at, a.digest))
    seen = min((a.first_seen_at or a.captured_at for a in ordered), default=None)
    most = min(_SCOPES.index(a.text_scope) for a in ordered)
    told = [a for a in ordered if _SCOPES.index(a.text_scope) == most]
    changed = [a for at, a in enumerate(told) if at == 0 or a.digest != told[at - 1].digest]
    dated = _dated(ordered)
    return [
        replace(_published(a, dated), version=number, id=article_id(a.outlet, a.url, number), first_seen_at=seen)
        for number, a in enumerate(changed, start=1)
    ]


def _dated(ordered: list[Article]) -> Article | None:
    """The capture whose word on the publication counts: the earliest that says it, finer ones of the same day before its day."""
    said = sorted((a for a in ordered if a.published_at), key=lambda a: a.published_source == "address")
    lead = next(iter(said), None)
    if lead is None or lead.published_precision != "day":
        return lead
    return next((a for a in said if a.published_precision != "day" and _apart(lead, a) <= 2 * _DAY), lead)


def _published(article: Article, dated: Article | None) -> Article:
    """The article with the publication of its first capture; where its own is another day's, it was dated anew, and says so."""
    if dated is None or article.published_at == dated.published_at:
        return article
    anew = article.published_at is not None and _apart(article, dated) > 2 * _DAY
    note = (
        [f"time: this capture says {article.published_at:%Y-%m-%d}, an earlier one {dated.published_at:%Y-%m-%d}"]
        if anew
        else []
    )
    return replace(
        article,
        published_at=dated.published_at,
        published_precision=dated.published_precision,
        published_source=dated.published_source,
        warnings=[*article.warnings, *note],
    )


def _apart(one: Article, other: Article) -> timedelta:
    return abs(one.published_at - other.published_at) if one.published_at and other.published_at else _DAY * 0
