"""A telling beside the longest form of its utterance → what was kept, what was left out, and the words with the cuts marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.tables import Span

CUT = "[…]"
"""Stands where a telling leaves out words of the longest form."""
_LEAST = 2
"""Words in a row that are missing before a cut is marked."""
_MORE = 5
"""Words in a row at either end that go beyond the longest form: the outlet quotes on, rather than otherwise."""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W_]+)*")
_OPENING, _CLOSING = "“‘\"'«„", "”’\"'»"
_TRAILING = " ,.;:"


@dataclass(frozen=True, slots=True)
class Text:
    """Pieces of an article in which an utterance stands, and which of their passages the other side has, too."""

    text: str
    content: Sequence[Span]
    common: Sequence[Span]

    def words(self) -> list[Span]:
        """All words of the pieces."""
        return [hit.span() for start, end in self.content for hit in _WORD.finditer(self.text, start, end)]

    def places(self) -> list[int]:
        """Numbers of the words that the other side has, too."""
        return [
            number
            for number, (a, b) in enumerate(self.words())
            if any(start <= a and b <= end for start, end in self.common)
        ]

    def share(self) -> float:
        """Share of the words that the other side has, too; a longer passage before or after them is more, and not other words."""
        words, common = len(self.words()), self.places()
        if not common:
            return 0.0
        before, after = common[0], words - 1 - common[-1]
        return len(common) / (words - (before if before >= _MORE else 0) - (after if after >= _MORE else 0))


def runs(whole: Text) -> list[tuple[int, int]]:
    """Words of the longest form that a telling keeps, as runs: number of the first, and of the one after the last."""
    found: list[tuple[int, int]] = []
    for at in whole.places():
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def begins(whole: Text) -> str:
    """The longest form, its pieces joined: by how it begins a reader knows an utterance."""
    return re.sub(r"\s+", " ", " … ".join(_bare(whole.text[start:end]) for start, end in whole.content))


def left_out(whole: Text) -> list[str]:
    """Passages of the longest form of two words or more that a telling has not."""
    words, kept = whole.words(), set(whole.places())
    found: list[list[int]] = []
    for at in range(len(words)):
        if at in kept:
            continue
        if found and found[-1][-1] == at - 1 and _together(whole, words[at - 1], words[at]):
            found[-1].append(at)
        else:
            found.append([at])
    return [whole.text[words[run[0]][0] : words[run[-1]][1]] for run in found if len(run) >= _LEAST]


def marked(own: Text, whole: Text, kind: str) -> str:
    """The telling's own words, with a sign where it leaves out words of the longest form, in one pair of marks where it quotes.

    A passage that it puts in other words of about the same number is no cut.
    """
    words, mine, theirs = own.words(), own.places(), whole.places()
    if len(mine) != len(theirs):  # a word that both sides cut differently: no cut can be placed
        mine = theirs = []
    cuts = {a: _missing(a, b, i, j) for a, b, i, j in zip(mine, mine[1:], theirs, theirs[1:], strict=False)}
    said = _pieces(own, words, {at for at, missing in cuts.items() if missing})
    head = f"{CUT} " if theirs and theirs[0] - mine[0] >= _LEAST else ""
    after = (len(whole.words()) - theirs[-1]) - (len(words) - mine[-1]) if theirs else 0
    tail = f" {CUT}" if after >= _LEAST else ""
    told = f"{head}{said}{tail}"
    return f"“{told}”" if kind == "direct" else told


def _missing(mine: int, then: int, theirs: int, next_: int) -> bool:
    return (next_ - theirs) - (then - mine) >= _LEAST


def _pieces(own: Text, words: Sequence[Span], cuts: set[int]) -> str:
    """The pieces in order; a cut is marked behind its word unless the outlet has marked it itself."""
    ends = {words[at][1]: at for at in cuts}
    told = []
    for number, (start, end) in enumerate(own.content):
        piece, at = "", start
        for stop in sorted(each for each in ends if start < each < end):
            behind = own.text[stop : stop + 6]
            if any(_WORD.finditer(own.text, stop, end)) and "…" not in behind and "..." not in behind:
                piece += f"{own.text[at:stop]} {CUT}"
                at = stop
        piece = _bare(piece + own.text[at:end])
        last = max((a for a, word in enumerate(words) if word[1] <= end), default=-1)
        joint = f" {CUT} " if last in cuts else " … "
        told.append(piece + (joint if number + 1 < len(own.content) else ""))
    return re.sub(r"\s+", " ", "".join(told))


def _bare(piece: str) -> str:
    """A piece without the marks around it and the comma that ends it; marks inside stay."""
    piece = piece.strip()
    if piece[:1] in _OPENING and piece.rstrip(_TRAILING)[-1:] in _CLOSING and piece:
        piece = piece[1:].rstrip(_TRAILING)[:-1]
    return piece.rstrip(_TRAILING)


def _together(whole: Text, one: Span, other: Span) -> bool:
    """Whether two words stand in one piece."""
    return any(start <= one[0] and other[1] <= end for start, end in whole.content)
