"""Documents → stories: average-link clusters of TF-IDF, exact and sparse, at two levels.

An edge is the cosine of two documents that lie within the time window; a missing edge counts as 0. The two clusters whose
documents are most alike on average are joined until no pair reaches the level's threshold (UPGMA: Sokal & Michener 1958).
Memory is bounded by the edges kept, at most `NEAREST` a document: 50,000 documents fit in 2 GB.
"""

import heapq
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

NEAREST = 200
"""Edges kept a document, the strongest."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CHUNK = 1000
_BRIEF = 200
"""Characters: half of the documents are shorter where they are headlines with at most a summary."""


@dataclass(frozen=True, slots=True)
class Levels:
    """How alike documents must be on average, and how far apart in time they may lie."""

    event: float = 0.16
    storyline: float = 0.22
    days: float = 4.0
    words: int = 300
    """Words read from the top of a text: the news stands there, and lengths are even."""

    @classmethod
    def of(cls, documents: pl.DataFrame) -> "Levels":
        """Levels for these documents: headlines alone share few words, so that lower levels say the same."""
        sizes = documents["text"].fill_null("").str.len_chars().to_numpy()
        return cls() if sizes.size and np.median(sizes) >= _BRIEF else cls(event=0.06, storyline=0.1)


def stories(documents: pl.DataFrame, levels: Levels | None = None) -> pl.DataFrame:
    """Event and storyline of each document; both are the id of the earliest document in them; singletons included.

    *documents* has id, outlet, published (a date, a time, or null: then no time parts it from others), title, text.
    Returns one row per document, in the order given: id, event, storyline. A storyline lies within one event.
    """
    levels = levels or Levels.of(documents)
    ids = documents["id"].cast(pl.String).to_list()
    days = _days(documents)
    edges = _edges(_vectors(documents, levels.words), days, levels)
    fine = average_link(edges, len(ids), levels.storyline)
    coarse = _joined(fine, average_link(edges, len(ids), levels.event))
    rank = [(day if day == day else np.inf, name) for day, name in zip(days, ids, strict=True)]
    return pl.DataFrame(
        {"id": ids, "event": _named(coarse, ids, rank), "storyline": _named(fine, ids, rank)},
        schema={"id": pl.String, "event": pl.String, "storyline": pl.String},
    )


def average_link(edges: Mapping[tuple[int, int], float], size: int, threshold: float) -> list[int]:
    """Cluster number of each of *size* documents, from similarities of pairs ``i < j``; others are 0."""
    near: list[dict[int, float]] = [{} for _ in range(size)]
    for (i, j), alike in edges.items():
        near[i][j] = near[j][i] = alike
    members = {i: [i] for i in range(size)}
    heap = [(-alike, i, j) for (i, j), alike in edges.items() if alike >= threshold]
    heapq.heapify(heap)
    while heap:
        mean, i, j = heapq.heappop(heap)
        if i not in members or j not in members or _mean(near, members, i, j) != -mean:
            continue
        _merge(near, members, i, j)
        for k in near[i]:
            alike = _mean(near, members, i, k)
            if alike >= threshold:
                heapq.heappush(heap, (-alike, min(i, k), max(i, k)))
    return [number for _, number in sorted((doc, number) for number, docs in members.items() for doc in docs)]


def _mean(near: list[dict[int, float]], members: Mapping[int, list[int]], i: int, j: int) -> float:
    return near[i].get(j, 0.0) / (len(members[i]) * len(members[j]))


def _merge(near: list[dict[int, float]], members: dict[int, list[int]], i: int, j: int) -> None:
    """Put *j* into *i*; edges hold sums over pairs, so that means stay exact."""
    for k, total in near[j].items():
        near[k].pop(j, None)
        if k != i:
            near[i][k] = near[k][i] = near[i].get(k, 0.0) + total
    near[i].pop(j, None)
    near[j] = {}
    members[i] += members.pop(j)


def _vectors(documents: pl.DataFrame, words: int) -> Any:
    # Two seconds to import, and most commands tell no stories apart.
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfTransformer

    titles = documents["title"].fill_null("").to_list()
    texts = documents["text"].fill_null("").to_list()
    spoken = [_terms(title, text, words, ENGLISH_STOP_WORDS) for title, text in zip(titles, texts, strict=True)]
    if not any(spoken):
        return csr_matrix((len(spoken), 1))
    counts = CountVectorizer(analyzer=lambda terms: terms, dtype=np.float64).fit_transform(spoken)
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


def _terms(title: str, text: str, words: int, stop: Collection[str]) -> list[str]:
    """Words of the headline twice, those of the opening once; names (capitals within a sentence) twice more."""
    head, opening = _WORD.findall(title), _WORD.findall(text[: words * 12])[:words]
    names = [word for word in opening[1:] if word[:1].isupper()]
    spoken = (word.lower() for word in [*head, *head, *opening, *names, *names])
    return [word for word in spoken if len(word) > 1 and word not in stop]


def _days(documents: pl.DataFrame) -> NDArray[Any]:
    """Days since 1970; NaN where unknown."""
    column = documents["published"]
    if column.dtype == pl.String:
        column = column.str.slice(0, 19).str.replace(" ", "T").str.to_datetime(strict=False)
    if not column.dtype.is_temporal():
        return np.full(documents.height, np.nan)
    return (column.cast(pl.Datetime("us")).dt.epoch("s").cast(pl.Float64) / 86400).fill_null(float("nan")).to_numpy()


def _edges(vectors: Any, days: NDArray[Any], levels: Levels) -> dict[tuple[int, int], float]:
    least = min(levels.event, levels.storyline) / 4
    found: dict[tuple[int, int], float] = {}
    for start in range(0, vectors.shape[0], _CHUNK):
        block = (vectors[start : start + _CHUNK] @ vectors.T).tocsr()
        for row in range(block.shape[0]):
            at = slice(block.indptr[row], block.indptr[row + 1])
            found.update(_strongest(start + row, block.indices[at], block.data[at], least, days, levels.days))
    return found


def _strongest(
    i: int, others: NDArray[Any], alike: NDArray[Any], least: float, days: NDArray[Any], window: float
) -> dict[tuple[int, int], float]:
    # A comparison with NaN is false: an unknown time parts nothing.
    kept = (alike >= least) & (others != i) & ~(np.abs(days[others] - days[i]) > window)
    others, alike = others[kept], alike[kept]
    if len(others) > NEAREST:
        top = np.argpartition(-alike, NEAREST)[:NEAREST]
        others, alike = others[top], alike[top]
    return {(min(i, int(j)), max(i, int(j))): float(a) for j, a in zip(others, alike, strict=True)}


def _joined(fine: list[int], coarse: list[int]) -> list[int]:
    """Coarse clusters widened so that each fine one lies within one of them: it goes where most of it is."""
    votes: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for narrow, wide in zip(fine, coarse, strict=True):
        votes[narrow][wide] += 1
    home = {narrow: max(sorted(count), key=lambda wide: count[wide]) for narrow, count in votes.items()}
    return [home[narrow] for narrow in fine]


def _named(clusters: list[int], ids: list[str], rank: list[tuple[float, str]]) -> list[str]:
    first: dict[int, int] = {}
    for at, cluster in enumerate(clusters):
        if cluster not in first or rank[at] < rank[first[cluster]]:
            first[cluster] = at
    return [ids[first[cluster]] for cluster in clusters]
