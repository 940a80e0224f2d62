"""Pieces → what the encoder says of them: windows that overlap, asked one by one."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analysis.quote.pieces import BEGIN, END, Pieces
from analysis.quote.tagging import Answer

Numbers = NDArray[np.int64]
Scores = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]
Ask = Callable[[Numbers, Numbers], Scores]
"""Ids and marks of one window (1 by pieces) → scores of tags, of both pointers and of source types."""

BODY = 382
"""Pieces a window, without the two that frame it."""
OVERLAP = 64


def answers(cut: Pieces, ask: Ask, *, body: int = BODY, overlap: int = OVERLAP) -> list[Answer]:
    """What *ask* says of each window of the text.

    One window at a time: the scale of whole-number weights hangs on all that is asked at once, and the same words should
    always give the same statements.
    """
    return [_answer(cut, ask, start, end) for start, end in windows(len(cut), body, overlap)]


def windows(count: int, body: int = BODY, overlap: int = OVERLAP) -> list[tuple[int, int]]:
    """Windows of equal length that cover *count* pieces, neighbours sharing at least *overlap*."""
    if not count:
        return []
    if count <= body:
        return [(0, count)]
    number = -(-(count - overlap) // (body - overlap))
    length = min(body, -(-(count + (number - 1) * overlap) // number))
    starts = np.linspace(0, count - length, number).round().astype(int).tolist()
    return [(start, start + length) for start in starts]


def _answer(cut: Pieces, ask: Ask, start: int, end: int) -> Answer:
    ids = np.array([[BEGIN, *cut.ids[start:end], END]], dtype=np.int64)
    marks = np.array([[0, *cut.marks[start:end], 0]], dtype=np.int64)
    tags, to_cue, to_source, kinds = ask(ids, marks)
    inner = slice(1, end - start + 1)
    return Answer(
        start,
        end,
        tags[0, inner].astype(np.float64),
        to_cue[0, inner, inner],  # as they came: a window has a hundred thousand of them, and few are looked at
        to_source[0, inner, inner],
        kinds[0, inner].astype(np.float64),
    )
