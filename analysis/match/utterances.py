"""Attributions → utterances: statements of several outlets that tell the same words of the same speaker.

Quotations change as they travel: they are cut, joined, translated and reported (Simmons, Adamic & Adar 2011, Memes
online). As in Leskovec, Backstrom & Kleinberg (2009, Meme-tracking), shorter forms hang on longer ones: a statement goes,
longest first, where the forms that were placed before it draw it most.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from analysis.match import likeness
from analysis.match.alignment import kept
from analysis.match.likeness import Statement
from analysis.match.reuse import QUOTED
from analysis.match.words import Words, weights, words
from analysis.tables import Article, Attribution, Span, Utterance, check, frame

Edges = Mapping[int, Mapping[int, float]]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Told:
    """One statement, with what placing it needs."""

    row: Mapping[str, Any]
    words: Words
    best: list[Span]
    """What of it stands in quotation marks; all of it where nothing does."""
    rank: tuple[Any, ...]
    """Longest form first: words quoted, words where none are, an outlet's own before a copy, earlier before later, the last version."""


def utterances(attributions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The statements that tell an utterance which another outlet tells, too: the `Utterance` noun, utterance by utterance.

    *articles* are those that tell the event, all versions; what other articles say is left out. The longest
    form is the one with most words in quotation marks, and where nobody quotes, with most words. All pairs of statements that
    share enough telling words are looked at, none is sampled; fewer than two telling words are nobody's in particular.
    """
    texts = {row["id"]: row for row in check(articles, Article).iter_rows(named=True)}
    spoken = check(attributions, Attribution).filter(pl.col("article").is_in(list(texts))).sort("article", "paragraph")
    told = _told(spoken, texts)
    weigh = weights([one.words for one in told])
    groups = [
        group for group in _groups(told, _edges(told, weigh)) if len({told[at].row["outlet"] for at in group}) > 1
    ]
    return frame([row for group in groups for row in _rows(told, group, weigh, texts)], Utterance)


def _told(spoken: pl.DataFrame, texts: Mapping[str, Any]) -> list[_Told]:
    marks = {key: [hit.span() for hit in QUOTED.finditer(row["text"])] for key, row in texts.items()}
    found = []
    for row in spoken.iter_rows(named=True):
        article = texts[row["article"]]
        own, quotes = words(article["text"], row["content"]), _quotes(row, marks[row["article"]])
        best = quotes or [(start, end) for start, end in row["content"]]
        size = len(words(article["text"], best).spans)
        copied = article["agency"] is not None
        rank = (not quotes, -size, copied, _by(article), -article["version"])
        found.append(_Told(row, own, best, rank))
    return found


def _by(article: Mapping[str, Any]) -> datetime:
    """By when it was out: a day ends at midnight."""
    at: datetime = article["published_at"] or article["captured_at"]
    return at + _DAY if article["published_precision"] == "day" else at


def _quotes(row: Mapping[str, Any], marks: Sequence[Span]) -> list[Span]:
    """What of a statement's words stands in quotation marks, without the marks."""
    if row["kind"] != "mixed":
        return [(start, end) for start, end in row["content"]] if row["kind"] == "direct" else []
    inside = [(max(a, start + 1), min(b, end - 1)) for a, b in row["content"] for start, end in marks]
    return [(start, end) for start, end in inside if start < end]


def _edges(told: Sequence[_Told], weigh: Mapping[str, float]) -> dict[int, dict[int, float]]:
    """How sure each pair is that is sure enough; statements of one article are never set beside each other."""
    known = [
        likeness.prepared(Statement(one.words, one.row["kind"], one.row["speaker"], one.row["named"]), weigh)
        for one in told
    ]
    edges: dict[int, dict[int, float]] = defaultdict(dict)
    for i, j in likeness.candidates(known, weigh):
        if told[i].row["article"] != told[j].row["article"]:
            sure = likeness.sureness(likeness.features(known[i], known[j], weigh))
            if sure >= likeness.threshold():
                edges[i][j] = edges[j][i] = sure
    return edges


def _groups(told: Sequence[_Told], edges: Edges) -> list[list[int]]:
    """Statements by utterance, the longest form first; each goes where the forms before it draw it most."""
    longest = sorted(edges, key=lambda at: (*told[at].rank, at))
    home: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for at in longest:
        pull: dict[int, float] = defaultdict(float)
        for other, sure in edges[at].items():
            if other in home:
                pull[home[other]] += sure
        root = max(sorted(pull), key=lambda group: pull[group], default=at)
        home[at] = root
        groups.setdefault(root, []).append(at)
    return sorted(groups.values())


def _rows(
    told: Sequence[_Told], group: Sequence[int], weigh: Mapping[str, float], texts: Mapping[str, Any]
) -> list[Utterance]:
    whole = told[group[0]]
    key = hashlib.sha256(f"{whole.row['article']}\n{whole.row['content']}".encode()).hexdigest()[:16]
    long = words(texts[whole.row["article"]]["text"], whole.best)
    return [_row(key, told[at], whole, kept(told[at].words, long, weigh)) for at in group]


def _row(key: str, one: _Told, whole: _Told, common: tuple[list[Span], list[Span]]) -> Utterance:
    return Utterance(
        utterance=key,
        article=one.row["article"],
        outlet=one.row["outlet"],
        content=[(start, end) for start, end in one.row["content"]],
        whole=whole.row["article"],
        whole_content=whole.best,
        kept=common[0],
        shared=common[1],
    )
