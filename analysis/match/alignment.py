"""A telling and the longest form of an utterance → which words of each stand in the other, in their order."""

from collections.abc import Mapping, Sequence

from analysis.match.words import Words
from analysis.tables import Span

_GRAMMAR = 0.1
"""Weight of a word that tells nothing, and what a word gains that follows on the one before it in both."""
_ALONE = 3
"""Words of grammar that count where so many follow one another in both."""


def kept(telling: Words, whole: Words, weights: Mapping[str, float]) -> tuple[list[Span], list[Span]]:
    """Passages of *whole* that *telling* has, and passages of *telling* that stand in *whole*: characters of each text.

    The heaviest alignment in order (Needleman & Wunsch 1970, nothing for gaps), in which words that follow on gain, so
    that passages stay together. Runs that hold no telling word and fewer than three words are chance, and left out.
    """
    pairs = [pair for run in _runs(_path(telling, whole.stems, weights), telling, weights) for pair in run]
    return _passages([j for _, j in pairs], whole), _passages([i for i, _ in pairs], telling)


def _path(telling: Words, other: Sequence[str], weights: Mapping[str, float]) -> list[tuple[int, int]]:
    """Places of the words that the heaviest alignment sets beside each other; nothing follows on over a gap in the telling."""
    one, width = telling.stems, len(other) + 1
    best = [[0.0] * width for _ in range(len(one) + 1)]
    ending = [[0.0] * width for _ in range(len(one) + 1)]
    nothing = [0.0] * width
    for i, word in enumerate(one, start=1):
        weight = weights.get(word, _GRAMMAR)
        above, here, matched = best[i - 1], best[i], ending[i]
        before = ending[i - 1] if i == 1 or telling.parts[i - 1] == telling.parts[i - 2] else nothing
        for j, each in enumerate(other, start=1):
            if word == each:
                matched[j] = weight + max(above[j - 1], before[j - 1] + _GRAMMAR if before[j - 1] else 0.0)
            here[j] = max(above[j], here[j - 1], matched[j])
    return _traced(best, ending, weights, telling)


def _traced(
    best: list[list[float]], ending: list[list[float]], weights: Mapping[str, float], telling: Words
) -> list[tuple[int, int]]:
    found = []
    i, j, joined = len(best) - 1, len(best[0]) - 1, False
    while i and j:
        if joined or (ending[i][j] and ending[i][j] == best[i][j]):
            found.append((i - 1, j - 1))
            weight = weights.get(telling.stems[i - 1], _GRAMMAR)
            together = i > 1 and telling.parts[i - 1] == telling.parts[i - 2]
            joined = together and _follows(best, ending, weight, (i, j))
            i, j = i - 1, j - 1
        elif best[i - 1][j] >= best[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _follows(best: list[list[float]], ending: list[list[float]], weight: float, at: tuple[int, int]) -> bool:
    """Whether the best alignment that ends in this pair goes on from the pair before it."""
    i, j = at
    before = ending[i - 1][j - 1]
    return before > 0 and ending[i][j] == weight + before + _GRAMMAR and before + _GRAMMAR >= best[i - 1][j - 1]


def _runs(pairs: list[tuple[int, int]], one: Words, weights: Mapping[str, float]) -> list[list[tuple[int, int]]]:
    """Pairs that follow on in both, those of chance left out."""
    runs: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        if runs and (i - 1, j - 1) == runs[-1][-1]:
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return [run for run in runs if len(run) >= _ALONE or any(one.stems[i] in weights for i, _ in run)]


def _passages(places: Sequence[int], of: Words) -> list[Span]:
    """Words side by side as one span; what stands between the pieces of a split quotation is in none."""
    found: list[Span] = []
    last = None
    for at in places:
        if last is not None and at == last + 1 and of.parts[at] == of.parts[last]:
            found[-1] = (found[-1][0], of.spans[at][1])
        else:
            found.append(of.spans[at])
        last = at
    return found
