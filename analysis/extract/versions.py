"""Successive captures of one address → versions that differ in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from analysis.tables import Article, TextScope, article_id

_SCOPES: tuple[TextScope, ...] = get_args(TextScope)
"""From all to least."""


def versions(articles: Iterable[Article]) -> list[Article]:
    """Versions of each address, numbered from 1 in order of capture; captures that changed no word are dropped.

    Of an address of which more is known from one capture (the whole text) than from another (an interface's abstract, a
    page behind a wall), only those that tell most are compared: the others changed no word.
    A text that returns to earlier words after a change is a version again: that is an edit, too. All versions of an address
    carry the earliest time at which it was seen. Rows come back by outlet, address and version.
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
    return [
        replace(a, version=number, id=article_id(a.outlet, a.url, number), first_seen_at=seen)
        for number, a in enumerate(changed, start=1)
    ]
