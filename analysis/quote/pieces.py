"""A text → the word pieces that the encoder reads, each with its characters, its case and whether it stands in a quotation.

WordPiece (Wu et al. 2016) over BERT's uncased normal form (Devlin et al. 2019), with offsets into the text as given. Our own and not
the ``tokenizers`` package: that one brings a hub client and its HTTP stack along, and these few lines give the same pieces
(``training/attribution/compare_pieces.py``) and keep every offset.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analysis.quote.quotations import Quotation

PARAGRAPH = 3
"""Piece that opens a paragraph: the first of the vocabulary's unused ones that padding does not take."""
BEGIN, END = 101, 102
UNKNOWN = 100
_LONGEST = 100
"""Letters from which a word is no word."""
_CHUNK = re.compile(r"\S+")
_KEPT = 200_000
"""Chunks remembered; a newsroom's year holds fewer."""
_IDEOGRAPHS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0xF900, 0xFAFF))

Piece = tuple[int, int, int, bool]
"""Number in the vocabulary, first and last character (exclusive) within the chunk, whether it opens a word."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of one text, in order; a piece ``PARAGRAPH`` with no characters stands before each paragraph."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    first: NDArray[np.bool_]
    """Whether the piece opens a word."""
    marks: NDArray[np.int64]
    """Twice the case (0 small, 1 capital, 2 capitals) plus whether the piece stands in a quotation."""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(slots=True)
class Vocabulary:
    """Pieces and their numbers; remembers the chunks that it has cut."""

    numbers: Mapping[str, int]
    seen: dict[str, tuple[Piece, ...]] = field(default_factory=dict)

    def cut(self, chunk: str) -> tuple[Piece, ...]:
        """Pieces of a run of characters without white space."""
        found = self.seen.get(chunk)
        if found is None:
            if len(self.seen) >= _KEPT:
                self.seen.clear()
            found = self.seen[chunk] = tuple(_pieces(self.numbers, chunk))
        return found


def pieces(text: str, regions: list[Quotation], vocabulary: Vocabulary) -> Pieces:
    """Pieces of *text* with its quoted *regions*; what the normal form drops (controls, lone accents) belongs to no piece."""
    rows: list[tuple[int, int, int, bool, int]] = []
    opens = [region.opens for region in regions]
    for start, end in _paragraphs(text):
        rows.append((PARAGRAPH, start, start, False, 0))
        for chunk in _CHUNK.finditer(text, start, end):
            at = chunk.start()
            for number, first, last, begins in vocabulary.cut(chunk.group()):
                span = text[at + first : at + last]
                region = bisect_right(opens, at + first) - 1
                quoted = region >= 0 and at + last <= regions[region].closes
                rows.append((number, at + first, at + last, begins, 2 * _case(span) + quoted))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Pieces(columns[0], columns[1], columns[2], columns[3].astype(np.bool_), columns[4])


def _paragraphs(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\n]+", text) if match.group().strip()]


def _case(span: str) -> int:
    if not span[:1].isupper():
        return 0
    return 2 if len(span) > 1 and span.isupper() else 1


def _pieces(numbers: Mapping[str, int], chunk: str) -> list[Piece]:
    found: list[Piece] = []
    letters: list[str] = []
    places: list[int] = []

    def close() -> None:
        if letters:
            cut = _longest_first(numbers, "".join(letters))
            found.extend((number, places[a], places[b - 1] + 1, k == 0) for k, (number, a, b) in enumerate(cut))
            letters.clear()
            places.clear()

    for at, character in enumerate(chunk):
        form, alone = _normal(character)
        if alone:
            close()
        letters += form
        places += [at] * len(form)
        if alone:
            close()
    close()
    return found


def _normal(character: str) -> tuple[str, bool]:
    """Normal form of a character, maybe empty, and whether it is a word by itself."""
    if character in "\x00\ufffd" or unicodedata.category(character)[0] == "C":
        return "", False
    form = "".join(c for c in unicodedata.normalize("NFD", character) if unicodedata.category(c) != "Mn").lower()
    return form, _alone(character)


def _alone(character: str) -> bool:
    code = ord(character)
    if any(low <= code <= high for low, high in _IDEOGRAPHS):
        return True
    ascii_sign = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_sign or unicodedata.category(character)[0] == "P"


def _longest_first(numbers: Mapping[str, int], word: str) -> list[tuple[int, int, int]]:
    if len(word) > _LONGEST:
        return [(UNKNOWN, 0, len(word))]
    found, at = [], 0
    while at < len(word):
        lead = "##" if at else ""
        end = next((end for end in range(len(word), at, -1) if lead + word[at:end] in numbers), None)
        if end is None:
            return [(UNKNOWN, 0, len(word))]
        found.append((numbers[lead + word[at:end]], at, end))
        at = end
    return found
