"""Statements found and statements in the gold → how well they agree: who said what, counted in words.

The measures and their rules are those of the scorer that lies beside the gold labels; a test holds the two equal.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.tables import Kind, Span

Subset = Literal["all", "speech", "quoted"]
THRESHOLD = 0.5
"""Dice overlap of content words from which two statements are the same (PolNeAR's habit; Newell et al. 2018)."""

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_KINDS: tuple[Kind, ...] = ("direct", "mixed", "indirect")
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "sen", "rep", "gov", "jr", "sr"])
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "to",
        "by",
        "who",
        "whom",
        "whose",
        "which",
        "that",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "your",
    ]
)
_CUT = re.compile(
    r"\s*(?:,|;|\(|—|–| - |:)|\s+(?:of|in|on|at|for|from|with|who|whom|whose|which|that|to|by|under|about|during|after|before)\s",
    re.IGNORECASE,
)
_SHORTEST_LONG_SOURCE = 12


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement as somebody marks it: character spans, kind, and whether its cue is one of saying."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    kind: Kind
    speech: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """Right among those found, and right among those wanted; tallies of articles add up."""

    right_found: int = 0
    found: int = 0
    right_wanted: int = 0
    wanted: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.right_found + other.right_found,
            self.found + other.found,
            self.right_wanted + other.right_wanted,
            self.wanted + other.wanted,
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0–1; 0 where nothing is right."""
        precision = self.right_found / self.found if self.found else 0.0
        recall = self.right_wanted / self.wanted if self.wanted else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Gold and found statements of one article as sets of words, and which belong together."""

    text: str
    gold: Sequence[Claim]
    found: Sequence[Claim]
    kept: list[bool]
    pair: Mapping[int, tuple[int, float]]
    """Number of a found statement → number of its gold statement, and their Dice overlap."""
    counted: list[bool]
    """Found statements that can be wrong: those that lie mostly in gold outside the subset cannot."""


def attribution_tallies(
    text: str, gold: Sequence[Claim], found: Sequence[Claim], *, subset: Subset = "speech"
) -> dict[str, Tally]:
    """Tallies of one article: ``match`` (content), ``exact``, one per kind, ``source_head``, ``cue`` and ``full``.

    ``full``: content matched and the source's head right, or no source on both sides. In ``source_head`` and ``cue``
    found and wanted are both the matched pairs that have one in the gold, so that precision is their accuracy.
    """
    paired = _paired(text, gold, found, subset)
    heads = _heads(paired)
    out = {"match": _tally(paired, THRESHOLD), "exact": _tally(paired, 1.0)}
    out |= {kind: _tally(paired, THRESHOLD, kind) for kind in _KINDS}
    out["full"] = _full(paired, heads)
    matched = [(g, p) for p, (g, dice) in paired.pair.items() if dice >= THRESHOLD and paired.kept[g]]
    sourced = [heads[g] for g, _ in matched if _tokens(text, gold[g].source)]
    out["source_head"] = Tally(sum(sourced), len(sourced), sum(sourced), len(sourced))
    cued = [
        bool(_tokens(text, gold[g].cue) & _tokens(text, paired.found[p].cue))
        for g, p in matched
        if _tokens(text, gold[g].cue)
    ]
    out["cue"] = Tally(sum(cued), len(cued), sum(cued), len(cued))
    return out


def verdicts(
    text: str, gold: Sequence[Claim], found: Sequence[Claim], *, subset: Subset = "all"
) -> list[tuple[Claim, int | None]]:
    """Found statements that can be right or wrong, each with the number of its gold statement, or None where it is none.

    Left out are statements without a word, of another subset, or mostly in gold statements outside the subset.
    """
    paired = _paired(text, gold, found, subset)
    sure = {p: g for p, (g, dice) in paired.pair.items() if dice >= THRESHOLD}
    return [(claim, sure.get(p)) for p, claim in enumerate(paired.found) if paired.counted[p]]


def _paired(text: str, gold: Sequence[Claim], found: Sequence[Claim], subset: Subset) -> _Pairing:
    found = [claim for claim in found if _tokens(text, claim.content) and _in(claim, subset)]
    kept = [_in(claim, subset) for claim in gold]
    wanted = [_tokens(text, claim.content) for claim in gold]
    given = [_tokens(text, claim.content) for claim in found]
    pair = _pairs(wanted, given)
    inside = frozenset().union(*(each for each, keep in zip(wanted, kept, strict=True) if keep))
    outside = frozenset().union(*(each for each, keep in zip(wanted, kept, strict=True) if not keep)) - inside
    counted = []
    for number, words in enumerate(given):
        mate = pair.get(number)
        sure = mate is not None and mate[1] >= THRESHOLD
        counted.append(kept[mate[0]] if mate and sure else len(words & outside) <= len(words) / 2)
    return _Pairing(text, gold, found, kept, pair, counted)


def _in(claim: Claim, subset: Subset) -> bool:
    if subset == "all" or claim.kind in ("direct", "mixed"):
        return True
    return subset == "speech" and claim.speech


def _tokens(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """Where the words of the spans begin."""
    return frozenset(
        match.start() for start, end in spans for match in _WORD.finditer(text, max(0, start), min(end, len(text)))
    )


def _pairs(wanted: list[frozenset[int]], given: list[frozenset[int]]) -> dict[int, tuple[int, float]]:
    """One-to-one pairs by Dice overlap, best first, ties by position."""
    ranked = []
    for g, gold in enumerate(wanted):
        for p, found in enumerate(given):
            if both := len(gold & found):
                ranked.append((-2 * both / (len(gold) + len(found)), min(gold), min(found), g, p))
    taken: set[int] = set()
    pair: dict[int, tuple[int, float]] = {}
    for dice, _, _, g, p in sorted(ranked):
        if g not in taken and p not in pair:
            taken.add(g)
            pair[p] = (g, -dice)
    return pair


def _tally(paired: _Pairing, threshold: float, kind: Kind | None = None) -> Tally:
    right = {p: g for p, (g, dice) in paired.pair.items() if dice >= threshold and paired.kept[g]}
    found = [
        p for p, claim in enumerate(paired.found) if kind in (None, claim.kind) and (paired.counted[p] or p in right)
    ]
    wanted = [g for g, claim in enumerate(paired.gold) if paired.kept[g] and kind in (None, claim.kind)]
    met = set(right.values())
    return Tally(sum(p in right for p in found), len(found), sum(g in met for g in wanted), len(wanted))


def _heads(paired: _Pairing) -> dict[int, bool]:
    """For each gold statement that is matched: whether its source's head is right, or none is on both sides."""
    out = {}
    for p, (g, dice) in paired.pair.items():
        if dice < THRESHOLD or not paired.kept[g]:
            continue
        gold, found = paired.gold[g].source, paired.found[p].source
        wanted, given = _tokens(paired.text, gold), _tokens(paired.text, found)
        short = len(given) <= max(_SHORTEST_LONG_SOURCE, 3 * len(wanted))
        same = short and (_head(paired.text, gold) in given or _head(paired.text, found) in wanted)
        out[g] = same if wanted else not given
    return out


def _full(paired: _Pairing, heads: Mapping[int, bool]) -> Tally:
    mate = {p: g for p, (g, dice) in paired.pair.items() if dice >= THRESHOLD and paired.kept[g]}
    found = [p for p in range(len(paired.found)) if paired.counted[p] or p in mate]
    right = sum(heads.get(mate[p], False) if p in mate else False for p in found)
    wanted = [g for g, keep in enumerate(paired.kept) if keep]
    return Tally(right, len(found), sum(heads.get(g, False) for g in wanted), len(wanted))


def _head(text: str, spans: Sequence[Span]) -> int | None:
    """Where the head of a source phrase begins: its last word before the first sign, preposition or relative word."""
    for start, end in sorted(spans):
        segment = text[start:end]
        lead = len(segment) - len(segment.lstrip(" \"“”‘’'"))
        words = list(_WORD.finditer(text, start + lead, end))
        if not words:
            continue
        cut = _CUT.search(segment, words[0].end() - start)
        limit = start + cut.start() if cut else end
        before = [word for word in words if word.end() <= limit] or words[:1]
        return next((word.start() for word in reversed(before) if _can_head(word.group())), before[-1].start())
    return None


def _can_head(word: str) -> bool:
    plain = word.lower().rstrip(".")
    return plain not in _STOP and plain not in _TITLES and not plain.isdigit()
