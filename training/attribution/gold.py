"""Labelled articles → what the network learns from: pieces, tags, pointers, and the same article in other houses' punctuation."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.quote.pieces import PARAGRAPH, Pieces, Vocabulary, pieces
from analysis.quote.quotations import quotations
from analysis.quote.tagging import KINDS, TAGS

IGNORED = -100
ROLES = ("source", "cue", "content")
STYLES = ("as it is", "british double", "single curly", "single straight")
Spans = dict[str, list[list[int]]]
OF_LABELS = {
    "other": ("unknown",),
    "crowd": ("citizen",),
    "collective": ("citizen",),
    "organisation": ("company", "campaign_group"),
}
"""Classes of label files → our types, where they differ; two where the label leaves it open."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article in one style, as numbers."""

    pieces: Pieces
    tags: NDArray[np.int64]
    to_cue: NDArray[np.int64]
    """For each piece of a content: first piece of its cue, else of its source, else of itself."""
    to_source: NDArray[np.int64]
    """For each piece of a cue: first piece of its source, else of itself."""
    kinds: NDArray[np.int64]
    """For each piece of a source whose type a person marked: the types that are right, as bits; else 0."""


def typed(paths: Iterable[Path], but: frozenset[str] = frozenset({"test"})) -> dict[str, list[tuple[list[int], int]]]:
    """Label files of source types → article: spans of sources and the types that are right, as bits; without the splits *but*."""
    found: dict[str, list[tuple[list[int], int]]] = {}
    for row in read(paths):
        if row.get("split") in but:
            continue
        names = OF_LABELS.get(row["source_type"], (row["source_type"],))
        bits = sum(1 << KINDS.index(name) for name in names)
        found.setdefault(row.get("article") or row["id"], []).extend((span, bits) for span in row["source"])
    return found


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Articles of JSON Lines files, each line one article with ``text`` and ``attributions``."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def fold(article: str, folds: int) -> int:
    """Fold of an article: a digest of its id, so that it stays the same whatever else is in the set."""
    return int(sha1(article.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def labelled(
    article: dict[str, Any], style: str, vocabulary: Vocabulary, typed: Iterable[tuple[list[int], int]] = ()
) -> Labelled:
    """One article in one of ``STYLES``, with the types of its sources; one without attributions teaches types alone."""
    text, attributions = restyled(article["text"], article.get("attributions") or [], style)
    cut = pieces(text, quotations(text), vocabulary)
    tags, to_cue, to_source = targets(cut, attributions)
    if "attributions" not in article:
        tags[:] = IGNORED
    kinds = np.zeros(len(cut), dtype=np.int64)
    for span, bits in typed:
        kinds[_held(cut, *span)] = bits
    return Labelled(cut, tags, to_cue, to_source, kinds)


def targets(
    cut: Pieces, attributions: Iterable[Spans]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Tags and both pointers of each piece; paragraph pieces are never counted."""
    tags = np.zeros(len(cut), dtype=np.int64)
    tags[cut.ids == PARAGRAPH] = IGNORED
    to_cue, to_source = (np.full(len(cut), IGNORED, dtype=np.int64) for _ in range(2))
    for one in attributions:
        held = {role: [p for span in sorted(one.get(role) or []) if (p := _held(cut, *span))] for role in ROLES}
        for number, role in enumerate(ROLES):
            for run in held[role]:
                tags[run] = 2 * number + 2
                tags[run[0]] = 2 * number + 1
        first = {role: held[role][0][0] if held[role] else None for role in ROLES}
        anchor = next((first[role] for role in ("cue", "source", "content") if first[role] is not None), None)
        for run in held["content"]:
            to_cue[run] = anchor
        for run in held["cue"]:
            to_source[run] = first["source"] if first["source"] is not None else first["cue"]
    assert tags.max(initial=0) < len(TAGS)  # noqa: S101 - a tag beyond the list would train another network
    return tags, to_cue, to_source


def _held(cut: Pieces, start: int, end: int) -> list[int]:
    low = int(np.searchsorted(cut.ends, start, side="right"))
    high = int(np.searchsorted(cut.starts, end, side="left"))
    return [at for at in range(low, high) if cut.ids[at] != PARAGRAPH]


def restyled(text: str, attributions: list[Spans], style: str) -> tuple[str, list[Spans]]:
    """The same words in another house's punctuation; no character is added or taken away, so that spans stay."""
    if style == "as it is":
        return text, attributions
    turned = {match.start() for match in re.finditer(r",(?:”|\"|'')(?=\s)", text)}
    text = re.sub(r"(,)(”|\"|'')(?=\s)", r"\2\1", text)
    moved = [
        {role: [_moved(span, turned, text) for span in one.get(role) or []] for role in ROLES} for one in attributions
    ]
    return (text if style == "british double" else _single(text, straight=style == "single straight")), moved


def _moved(span: list[int], turned: set[int], text: str) -> list[int]:
    """A span that ended behind ``,”`` ends before the comma of ``”,``."""
    start, end = span
    for mark in (1, 2):
        if end - mark - 1 in turned and text[end - 1] == ",":
            return [start, end - 1]
    return [start, end]


def _single(text: str, *, straight: bool) -> str:
    letters = list(text)
    opened, closed = ("'", "'") if straight else ("‘", "’")
    for region in quotations(text):
        if region.start - region.opens != 1 or letters[region.opens] not in '"“':
            continue
        letters[region.opens] = opened
        if not region.goes_on and region.closes - region.end == 1:
            letters[region.end] = closed
        for inner in quotations(text[region.start : region.end]):
            if letters[region.start + inner.opens] in "‘'":
                letters[region.start + inner.opens], letters[region.start + inner.end] = "“”"
    return "".join(letters).replace("’", "'") if straight else "".join(letters)


def windows(count: int, body: int, offset: int) -> list[tuple[int, int]]:
    """Runs of *body* pieces that follow each other, the first one cut short by *offset*; too short ones left out."""
    edges = [max(0, at) for at in range(offset - body if offset else 0, count, body)]
    cut = [(start, end) for start, end in zip(edges, [*edges[1:], count], strict=True)]
    return [(start, end) for start, end in cut if end - start >= 8]
