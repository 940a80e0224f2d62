"""A text → its quoted regions: straight, curly, British single, doubled single and angle marks; apostrophes are none."""

import re
from dataclasses import dataclass

MARK = re.compile(r"''|``|[\"“”«»„]|(?<!\w)['‘’]|['’](?!\w)")
_PARAGRAPH = re.compile(r"[^\n]+")
_CLOSED_BY = {
    '"': ('"', "”"),
    "''": ("''", '"'),
    "``": ("''", '"', "``"),
    "“": ("”", '"'),
    "«": ("»",),
    "„": ("“", "”", '"'),
}
_ENDS_SPEECH = frozenset(",.?!…—–-")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quoted region: ``opens:closes`` with its marks, ``start:end`` without; *goes_on* where no mark closes it."""

    opens: int
    start: int
    end: int
    closes: int
    goes_on: bool = False


def quotations(text: str) -> list[Quotation]:
    """Quoted regions of *text*, sorted, none inside another; a region never crosses a paragraph's end.

    A quotation over several paragraphs gives one region a paragraph, all but the last with ``goes_on``.
    """
    found: list[Quotation] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _in_paragraph(text, paragraph.start(), paragraph.end())
    return [q for q in found if q.end > q.start]


def _in_paragraph(text: str, begin: int, stop: int) -> list[Quotation]:
    marks = [(m.start(), m.end(), m.group()) for m in MARK.finditer(text, begin, stop)]
    found, at = [], 0
    while at < len(marks):
        start, end, mark = marks[at]
        closing = _closing(text, marks, at) if _opens(text, start, end, mark, begin) else None
        if closing is not None:
            found.append(Quotation(start, end, marks[closing][0], marks[closing][1]))
            at = closing
        elif (
            mark in _CLOSED_BY and _opens(text, start, end, mark, begin) and _may_go_on(text, start, mark, begin, stop)
        ):
            found.append(Quotation(start, end, stop, stop, goes_on=True))
            return found
        at += 1
    return found


def _opens(text: str, start: int, end: int, mark: str, begin: int) -> bool:
    if mark in ("”", "»", "’") or end >= len(text):
        return False
    free = start == begin or not text[start - 1].isalnum()
    if mark in ("'", "‘"):
        return free and not text[end].isspace()
    if mark in ('"', "''", "``"):
        # An unbalanced mark between a word and a space closes nothing that we know of; it still opens, as typists err.
        return free or text[end].isspace()
    return True


def _closing(text: str, marks: list[tuple[int, int, str]], at: int) -> int | None:
    mark = marks[at][2]
    if mark in _CLOSED_BY:
        closers = _CLOSED_BY[mark]
        return next((k for k in range(at + 1, len(marks)) if marks[k][2] in closers), None)
    return _single_closing(text, marks, at)


def _single_closing(text: str, marks: list[tuple[int, int, str]], at: int) -> int | None:
    """Mark that closes a single quotation: not the apostrophe of a plural's possessive, where a later one can close."""
    closer = "’" if marks[at][2] == "‘" else "'"
    doubtful = None
    for k in range(at + 1, len(marks)):
        start, end, mark = marks[k]
        if mark == marks[at][2] and mark == "‘":
            break
        if mark != closer or text[start - 1].isspace():
            continue
        if not _is_possessive(text, start, end):
            return k
        doubtful = k if doubtful is None else doubtful
        if mark == "'" and doubtful is not None and k > at + 6:
            break
    return doubtful


def _is_possessive(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1], text[end : end + 2]
    return before in "sS" and len(after) == 2 and after[0].isspace() and after[1].islower()


def _may_go_on(text: str, start: int, mark: str, begin: int, stop: int) -> bool:
    """Whether an unclosed mark opens a quotation that runs on: the next paragraph begins with a mark, or it is curly.

    A lone straight mark deep in a paragraph is more often an inch or a slip than speech.
    """
    following = text[stop : stop + 12].lstrip()[:2]
    if following[:1] in ('"', "“", "„", "«") or following == "''":
        return True
    return mark not in ('"', "''", "``") or start - begin < 2 or text[start - 2 : start] in (", ", ": ")
