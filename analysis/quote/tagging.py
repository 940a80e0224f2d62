"""What the encoder says of each piece → statements: tags by the best path, then two pointers, content to cue and cue to source."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from analysis.quote.pieces import PARAGRAPH, Pieces
from analysis.tables import SourceType, Span

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
"""Begin, inside, outside (Ramshaw & Marcus 1995)."""
KINDS: tuple[SourceType, ...] = get_args(SourceType)
_INSIDE = (2, 4, 6)
"""Tags that only they themselves, or the one before them in the list, can precede."""
_NEVER = -1e9
OUTSIDE = 0.5
"""Taken from the score of ``O``: the network leaves out more than it adds."""
LEAST = 0.2
"""Statements of which the network is less sure than this are left out."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the encoder says of the pieces ``first`` to ``last`` (exclusive): scores, not yet probabilities."""

    first: int
    last: int
    tags: Floats
    """Pieces by tags."""
    to_cue: NDArray[np.float32]
    """Pieces by pieces: which begins the cue of this content."""
    to_source: NDArray[np.float32]
    """Pieces by pieces: which begins the source of this cue."""
    kinds: Floats
    """Pieces by ``KINDS``: what kind of source the piece belongs to, if it belongs to one."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A run of pieces ``first`` to ``last`` (inclusive) that is a source, a cue or a content."""

    role: str
    first: int
    last: int
    chance: float
    """Mean probability of its tags."""


@dataclass(frozen=True, slots=True)
class Found:
    """A statement in characters, and how sure the encoder is of it (0–1, not yet set against the gold)."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    chance: float
    kinds: tuple[float, ...] = ()
    """Log chances of ``KINDS`` for its source, where it has one."""


def found(cut: Pieces, answers: list[Answer]) -> list[Found]:
    """Statements in order of their cue, else their source, else their content; contents never overlap."""
    if not answers:
        return []
    scores = _merged(len(cut), answers, "tags")
    scores[:, 0] -= OUTSIDE
    runs = _runs(cut, _log_softmax(scores))
    cues, sources, contents = (
        {run.first: run for run in runs if run.role == role} for role in ("cue", "source", "content")
    )
    anchors: dict[int, int] = {}
    grouped: dict[int, list[tuple[Tagged, float]]] = {}
    for run in contents.values():
        anchor, chance = _pointed(run, answers, "to_cue", [*cues, *sources, *anchors], len(cut))
        # A quotation without a cue goes on in its next paragraph by pointing to where it began.
        anchors[run.first] = anchors.get(anchor, anchor)
        grouped.setdefault(anchors[run.first], []).append((run, chance))
    found = (_found(cut, answers, anchor, contents, (cues, sources)) for anchor, contents in sorted(grouped.items()))
    kinds = kinds_of(cut, answers)
    sure = (each for each in found if each.chance >= LEAST)
    return [replace(each, kinds=kinds(*each.source[0])) if each.source else each for each in sure]


def kinds_of(cut: Pieces, answers: list[Answer]) -> Callable[[int, int], tuple[float, ...]]:
    """What the encoder says of a source by its first and last character (exclusive): log chances of ``KINDS``, none for no piece."""
    logs = _log_softmax(_merged(len(cut), answers, "kinds"))

    def told(start: int, end: int) -> tuple[float, ...]:
        inside = (cut.ends > start) & (cut.starts < end) & (cut.ids != PARAGRAPH)
        return tuple(logs[inside].mean(axis=0).tolist()) if inside.any() else ()

    return told


def _found(
    cut: Pieces,
    answers: list[Answer],
    anchor: int,
    contents: list[tuple[Tagged, float]],
    known: tuple[dict[int, Tagged], dict[int, Tagged]],
) -> Found:
    cue, source, sure = known[0].get(anchor), known[1].get(anchor), 1.0
    if cue is not None:
        at, sure = _pointed(cue, answers, "to_source", list(known[1]), len(cut))
        source = known[1].get(at)
    held = [run.chance * chance for run, chance in contents]
    parts = [run.chance for run in (cue, source) if run is not None]
    chance = float(np.prod([sum(held) / len(held), sure, *parts]))
    spans = tuple(sorted(_span(cut, run) for run, _ in contents))
    told = [(_span(cut, run),) if run else () for run in (cue, source)]
    return Found(spans, told[0], told[1], chance)


def _span(cut: Pieces, run: Tagged) -> Span:
    return int(cut.starts[run.first]), int(cut.ends[run.last])


def _merged(count: int, answers: list[Answer], part: str) -> Floats:
    """Scores of each piece; where windows overlap, from the one in which the piece stands farther from an edge."""
    best = np.full(count, -1.0)
    scores = np.zeros((count, getattr(answers[0], part).shape[-1]))
    for answer in answers:
        reach = _reach(np.arange(answer.first, answer.last), answer, count)
        better = reach > best[answer.first : answer.last]
        scores[answer.first : answer.last][better] = getattr(answer, part)[better]
        best[answer.first : answer.last][better] = reach[better]
    return scores


def _reach(at: NDArray[np.int64], answer: Answer, count: int) -> Floats:
    """Pieces to the nearer edge of the window; the text's own ends are no edges."""
    left = at - answer.first if answer.first else np.full(len(at), count)
    right = answer.last - 1 - at if answer.last < count else np.full(len(at), count)
    return np.minimum(left, right).astype(np.float64)


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _runs(cut: Pieces, logs: Floats) -> list[Tagged]:
    """Runs of one role: whole words, never across a paragraph's end."""
    opens = np.flatnonzero(cut.first)
    if not len(opens):
        return []
    path = best_path(logs[opens])
    paragraph = np.cumsum(cut.ids == PARAGRAPH)
    lasts = [_last(cut, int(at)) for at in [*opens[1:], len(cut)]]
    return list(_joined(path, opens.tolist(), lasts, paragraph, np.exp(logs[opens, path])))


def _last(cut: Pieces, following: int) -> int:
    at = following - 1
    while cut.ids[at] == PARAGRAPH:
        at -= 1
    return at


def _joined(
    path: NDArray[np.int64], opens: list[int], lasts: list[int], paragraph: NDArray[np.int64], chances: Floats
) -> Iterator[Tagged]:
    begun: int | None = None
    for word in range(len(path) + 1):
        ended = word == len(path) or not _goes_on(path, word) or paragraph[opens[word]] != paragraph[opens[word - 1]]
        if begun is not None and ended:
            role = TAGS[path[begun]][2:]
            yield Tagged(role, opens[begun], lasts[word - 1], float(chances[begun:word].mean()))
            begun = None
        if begun is None and word < len(path) and path[word]:
            begun = word


def _goes_on(path: NDArray[np.int64], word: int) -> bool:
    """Whether the word carries on the run of the one before it."""
    return word > 0 and TAGS[path[word]][:1] == "I" and TAGS[path[word]][2:] == TAGS[path[word - 1]][2:]


def best_path(logs: Floats) -> NDArray[np.int64]:
    """Most likely tags of a row of words in which ``I`` follows only its own kind (Viterbi 1967).

    In plain numbers: seven tags are too few for an array to pay.
    """
    rows = logs.tolist()
    score = [_NEVER if tag[0] == "I" else value for tag, value in zip(TAGS, rows[0], strict=True)]
    back: list[list[int]] = []
    for row in rows[1:]:
        best = max(range(len(TAGS)), key=score.__getitem__)
        came = [best] * len(TAGS)
        for inside in _INSIDE:
            came[inside] = inside if score[inside] > score[inside - 1] else inside - 1
        score = [score[before] + value for before, value in zip(came, row, strict=True)]
        back.append(came)
    path = [max(range(len(TAGS)), key=score.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return np.array(path[::-1], dtype=np.int64)


def _pointed(run: Tagged, answers: list[Answer], pointer: str, others: list[int], count: int) -> tuple[int, float]:
    """First piece of the run that *run* points to, itself where it points to none, and the chance of it among those."""
    inside = [a for a in answers if a.first <= run.first < a.last]
    best = max(inside, key=lambda a: float(_reach(np.array([run.first, min(run.last, a.last - 1)]), a, count).min()))
    rows = getattr(best, pointer)[run.first - best.first : min(run.last + 1, best.last) - best.first]
    scores = _log_softmax(rows.astype(np.float64)).mean(axis=0)
    among = [at for at in {*others, run.first} if best.first <= at < best.last]
    values = np.array([scores[at - best.first] for at in among])
    chances = np.exp(_log_softmax(values))
    return among[int(values.argmax())], float(chances.max())
