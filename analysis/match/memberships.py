"""Articles × an event's terms, window, addresses and decisions → memberships, each with its reason in words."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl
from courlan import normalize_url

from analysis.match.stories import Levels, stories
from analysis.tables import Article, Decider, Membership, check, frame

MEMBER = 0.5
"""Score from which on an article tells the event."""
_HEADLINE, _OPENING, _LATER = 0.7, 0.6, 0.08
_OPENING_PARAGRAPHS = 3
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Query:
    """What an event asks for: the window is half-open, terms are whole words, a trailing ``*`` takes any ending."""

    event: str
    start: datetime
    end: datetime
    any: tuple[str, ...] = ()
    """At least one of these."""
    all: tuple[str, ...] = ()
    """Every one of these."""
    none: tuple[str, ...] = ()
    """None of these in headline or opening."""
    addresses: Collection[str] = ()
    decisions: Mapping[str, tuple[bool, str]] | None = None
    """Address → include or not, and the person's reason."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    member: bool
    score: float
    reason: str
    decided_by: Decider = "program"


def memberships(articles: pl.DataFrame, query: Query) -> pl.DataFrame:
    """Whether each article version tells the event: one row each, with score 0–1, reason in words and who decided.

    A person's decision comes first, a listed address second, then window and terms. The score is
    1 − (1 − .7 · headline) (1 − .6 · opening) .92^later, where headline and opening (standfirst, first three paragraphs)
    are 1 if they name a term and later counts further mentions; with terms that must all be there, the weakest one
    decides. Members from .5 on. Members carry the storyline that `stories` finds among them.
    """
    check(articles, Article)
    rules = _Rules.of(query)
    rows = list(articles.iter_rows(named=True))
    verdicts = [rules.verdict(row) for row in rows]
    lines = _storylines(articles.filter(pl.Series([v.member for v in verdicts], dtype=pl.Boolean)))
    return frame(
        [_row(row, verdict, query.event, lines) for row, verdict in zip(rows, verdicts, strict=True)], Membership
    )


def _row(row: Mapping[str, Any], verdict: _Verdict, event: str, lines: Mapping[str, str]) -> Membership:
    return Membership(
        article=row["id"],
        outlet=row["outlet"],
        event=event,
        member=verdict.member,
        score=round(verdict.score, 4),
        reason=verdict.reason,
        decided_by=verdict.decided_by,
        storyline=lines.get(row["id"]),
    )


def _storylines(members: pl.DataFrame) -> dict[str, str]:
    documents = members.select("id", "outlet", published="published_at", title="headline", text="text")
    return dict(stories(documents, Levels.of(documents)).select("id", "storyline").iter_rows())


@dataclass(frozen=True, slots=True)
class _Rules:
    query: Query
    any: tuple[re.Pattern[str], ...]
    all: tuple[tuple[str, re.Pattern[str]], ...]
    none: tuple[tuple[str, re.Pattern[str]], ...]
    listed: frozenset[str]
    decided: Mapping[str, tuple[bool, str]]

    @classmethod
    def of(cls, query: Query) -> "_Rules":
        return cls(
            query=query,
            any=(_pattern(query.any),) if query.any else (),
            all=tuple((term, _pattern((term,))) for term in query.all),
            none=tuple((term, _pattern((term,))) for term in query.none),
            listed=frozenset(map(_key, query.addresses)),
            decided={_key(url): decision for url, decision in (query.decisions or {}).items()},
        )

    def verdict(self, row: Mapping[str, Any]) -> _Verdict:
        """The first rule that applies decides."""
        key = _key(row["url"])
        if key in self.decided:
            include, why = self.decided[key]
            said = f"{'included' if include else 'excluded'} by a person: {why}"
            return _Verdict(include, float(include), said, "person")
        if key in self.listed:
            return _Verdict(True, 1.0, "its address is listed in the event")
        score, told = self._told(row)
        inside, when = _window(row, self.query)
        if not inside:
            return _Verdict(False, 0.0, f"{when}; {told}")
        return _Verdict(score >= MEMBER, score, f"{told}; {when}")

    def _told(self, row: Mapping[str, Any]) -> tuple[float, str]:
        headline, opening, later = _places(row)
        barred = [term for term, pattern in self.none if pattern.search(headline) or pattern.search(opening)]
        if barred:
            return 0.0, f"names {_listed(barred)}, which the event rules out"
        missing = [term for term, pattern in self.all if not pattern.search(f"{headline}\n{opening}\n{later}")]
        if missing:
            return 0.0, f"does not name {_listed(missing)}"
        needed = [*self.any, *(pattern for _, pattern in self.all)]
        if not needed:
            return 1.0, "the event names no terms"
        return min((_weighed(pattern, headline, opening, later) for pattern in needed), key=lambda found: found[0])


def _weighed(pattern: re.Pattern[str], headline: str, opening: str, later: str) -> tuple[float, str]:
    heads, opens, more = (_found(pattern, text) for text in (headline, opening, later))
    miss = (1 - _HEADLINE * bool(heads)) * (1 - _OPENING * bool(opens)) * (1 - _LATER) ** len(more)
    said = [f"headline names {_listed(heads)}"] if heads else []
    said += [f"opening names {_listed(opens)}"] if opens else []
    said += [f"{len(more)} mention{'s' * (len(more) != 1)} further down"] if more else []
    if not said:
        return 0.0, "names none of the event's terms"
    only = "only " if not heads and not opens and miss > 1 - MEMBER else ""
    return 1 - miss, only + ", ".join(said)


def _places(row: Mapping[str, Any]) -> tuple[str, str, str]:
    paragraphs = (row["text"] or "").split("\n\n")
    opening = [row["standfirst"] or "", *paragraphs[:_OPENING_PARAGRAPHS]]
    return row["headline"] or "", "\n".join(opening), "\n".join(paragraphs[_OPENING_PARAGRAPHS:])


def _window(row: Mapping[str, Any], query: Query) -> tuple[bool, str]:
    """Whether it may have been published in the window. First sight is the latest that it can have been published."""
    at, seen = row["published_at"], row["first_seen_at"] or row["captured_at"]
    if at is None:
        early = seen < query.start
        bound = f"publication time unknown, first seen {_day(seen)}"
        return not early, f"{bound}, before the window" if early else bound
    length = _DAY if row["published_precision"] == "day" else timedelta(0)
    # A day is inside if any of it is.
    inside = at < query.end and (at >= query.start or at + length > query.start)
    return inside, f"published {_day(at)}, {'within' if inside else 'outside'} the window"


def _pattern(terms: Sequence[str]) -> re.Pattern[str]:
    """Whole words in any case; a trailing ``*`` takes any ending; space stands for any space, ' for ’ too."""
    bare = (
        re.escape(term.strip().removesuffix("*")) + ("" if term.strip().endswith("*") else r"(?!\w)") for term in terms
    )
    joined = "|".join(part.replace(r"\ ", r"\s+").replace("'", "['’]") for part in bare)
    return re.compile(rf"(?<!\w)(?:{joined})\w*" if "*" in "".join(terms) else rf"(?<!\w)(?:{joined})", re.IGNORECASE)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [re.sub(r"\s+", " ", hit[0]) for hit in pattern.finditer(text)]


def _listed(terms: Sequence[str]) -> str:
    once = list({term.casefold(): term for term in terms}.values())[:3]
    return " and ".join(f"“{term}”" for term in once)


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def _key(url: str) -> str:
    """An address without what differs between copies of it: scheme, www, fragment, tracking, last slash."""
    try:
        plain = normalize_url(url, strict=False, trailing_slash=False)
    except ValueError:
        plain = url
    return re.sub(r"^\w+://(?:www\.)?|#.*$", "", plain).rstrip("/")
