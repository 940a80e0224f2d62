"""Articles → passages that they share: exact runs of words between outlets, and edited copies of one pair."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.tables import Article, Reuse, ReuseKind, Span, check, frame

SHINGLE = 8
"""Words in a row that two articles must share."""
COMMON = 40
"""Shingles in more articles than this are house text (disclaimers, contact lines), and seed nothing."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
QUOTED = re.compile(
    r"“[^“”]{3,2000}”|«[^«»]{3,2000}»|„[^„“”]{3,2000}[“”]|(?<!\w)\"[^\"\n]{3,2000}\"(?!\w)|(?<!\w)‘[^‘\n]{3,2000}’(?!\w)"
)
_SEED, _GAP, _LEAST = 4, 24, 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that two texts share, in characters of each."""

    src: Span
    susp: Span
    words: int


@dataclass(frozen=True, slots=True)
class _Text:
    row: Mapping[str, Any]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    quoted: tuple[Span, ...]


def reuse(articles: pl.DataFrame, *, agencies: Collection[str] = ()) -> pl.DataFrame:
    """Passages of at least eight words that articles of different outlets share word for word: the `Reuse` noun.

    Runs that touch or overlap are one passage. Kind: ``quotation`` where most of it stands between quotation marks in
    either article, else ``agency`` where either article is an agency's (*agencies* are their outlets' slugs) or bears an
    agency's mark, else ``copy``. An inverted index of exact shingles finds all pairs (Broder 1997, without sampling).
    """
    check(articles, Article)
    texts = [_text(row) for row in articles.iter_rows(named=True)]
    shared = _shared(texts)
    wire = frozenset(agencies)
    rows = [_reuse(texts[a], texts[b], run, wire) for (a, b), pairs in sorted(shared.items()) for run in _runs(pairs)]
    return frame(rows, Reuse)


def passages(source: str, suspicious: str) -> list[Passage]:
    """Passages of *suspicious* that come from *source*, edits between them allowed, in order of the source.

    Seeds of four words in a row are joined over gaps of up to 24 words on both sides; passages of at least eight words
    are kept (seed and extend, after Potthast et al. 2014). A passage is where the seeds lie, so its ends are shared words.
    """
    src, susp = _words(source), _words(suspicious)
    found = [
        Passage(
            (src[1][a][0], src[1][b][1]), (susp[1][c][0], susp[1][d][1]), min(b - a, d - c) + 1
        )
        for a, b, c, d in _extended(_seeds(src[0], susp[0]))
    ]  # fmt: skip
    return sorted((p for p in found if p.words >= _LEAST), key=lambda p: (p.src, p.susp))


def _text(row: Mapping[str, Any]) -> _Text:
    words, spans = _words(row["text"])
    return _Text(row, words, spans, tuple(hit.span() for hit in QUOTED.finditer(row["text"])))


def _words(text: str) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    hits = list(_WORD.finditer(text))
    return tuple(h[0].casefold().replace("’", "'") for h in hits), tuple(h.span() for h in hits)


def _shared(texts: list[_Text]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Pairs of articles of different outlets → positions (first's, second's) of the shingles that they share."""
    where: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, text in enumerate(texts):
        for at in range(len(text.words) - SHINGLE + 1):
            where[text.words[at : at + SHINGLE]].append((number, at))
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for places in where.values():
        if 1 < len(places) <= COMMON:
            for a, i, b, j in _across(places, texts):
                pairs[a, b].append((i, j))
    return pairs


def _across(places: list[tuple[int, int]], texts: list[_Text]) -> Iterator[tuple[int, int, int, int]]:
    for x, (a, i) in enumerate(places):
        for b, j in places[x + 1 :]:
            if (
                a != b
                and texts[a].row["outlet"] != texts[b].row["outlet"]
                and texts[a].row["url"] != texts[b].row["url"]
            ):
                yield a, i, b, j


def _runs(pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Shingles on one diagonal that touch or overlap are one run: start in the first, start in the second, words."""
    by_shift: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(pairs):
        by_shift[j - i].append(i)
    for shift, starts in sorted(by_shift.items()):
        breaks = [at for at in range(1, len(starts)) if starts[at] > starts[at - 1] + SHINGLE]
        for first, end in zip([0, *breaks], [*breaks, len(starts)], strict=True):
            yield starts[first], starts[first] + shift, starts[end - 1] - starts[first] + SHINGLE


def _reuse(one: _Text, other: _Text, run: tuple[int, int, int], agencies: frozenset[str]) -> Reuse:
    i, j, size = run
    if _order(one.row) > _order(other.row):
        one, other, i, j = other, one, j, i
    span, other_span = _span(one, i, size), _span(other, j, size)
    return Reuse(
        article=one.row["id"],
        outlet=one.row["outlet"],
        other=other.row["id"],
        other_outlet=other.row["outlet"],
        span=list(span),
        other_span=list(other_span),
        words=size,
        kind=_kind(one, other, span, other_span, agencies),
    )


def _order(row: Mapping[str, Any]) -> tuple[bool, Any, str]:
    """Earlier first; a day's time within the day is unknown, and what has no time at all comes last."""
    at = row["published_at"]
    return (at is None, at.timestamp() if at else 0.0, row["id"])


def _span(text: _Text, start: int, size: int) -> Span:
    return text.spans[start][0], text.spans[start + size - 1][1]


def _kind(one: _Text, other: _Text, span: Span, other_span: Span, agencies: frozenset[str]) -> ReuseKind:
    if max(_quoted(one, span), _quoted(other, other_span)) > 0.5:
        return "quotation"
    if any(text.row["agency"] or text.row["outlet"] in agencies for text in (one, other)):
        return "agency"
    return "copy"


def _quoted(text: _Text, span: Span) -> float:
    inside = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in text.quoted)
    return inside / (span[1] - span[0])


def _seeds(source: tuple[str, ...], suspicious: tuple[str, ...]) -> list[tuple[int, int]]:
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(source) - _SEED + 1):
        where[source[at : at + _SEED]].append(at)
    grams = (suspicious[at : at + _SEED] for at in range(len(suspicious) - _SEED + 1))
    # A four-word phrase that a text repeats often says nothing of copying.
    return sorted((i, j) for j, gram in enumerate(grams) if len(where.get(gram, ())) <= 4 for i in where.get(gram, ()))


def _extended(seeds: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Seeds joined to the latest passage that they continue on both sides; as (source from, to, suspicious from, to)."""
    grown: list[list[int]] = []
    for i, j in seeds:
        for passage in reversed(grown[-60:]):
            if i - passage[1] <= _GAP and -_SEED <= j - passage[3] + _SEED - 1 <= _GAP + _SEED:
                passage[1], passage[3] = max(passage[1], i + _SEED - 1), max(passage[3], j + _SEED - 1)
                break
        else:
            grown.append([i, i + _SEED - 1, j, j + _SEED - 1])
    return [(a, b, c, d) for a, b, c, d in grown]
