"""A text with signs that nobody sees (soft hyphens, spaces of no width) → the same without them, and spans of it led back."""

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.tables import Attribution, Span

# Joiners (U+200C, U+200D) are not among them: they change how letters and emoji are written.
_HIDDEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


def has_hidden(text: str) -> bool:
    """Whether any of them stands in *text*."""
    return not text.isascii() and _HIDDEN.search(text) is not None


def seen(text: str) -> tuple[str, list[int]]:
    """The text as a reader sees it, and where each of its letters stands in *text*; at the end, the length of *text*."""
    at = [place for place, sign in enumerate(text) if not _HIDDEN.match(sign)]
    return "".join(text[place] for place in at), [*at, len(text)]


def led_back(found: Attribution, at: Sequence[int]) -> Attribution:
    """The same statement with its spans in the text as it was given; *at* is what `seen` tells."""

    def back(spans: Sequence[Span]) -> list[Span]:
        return [(at[start], at[end - 1] + 1 if end > start else at[start]) for start, end in spans]

    return replace(found, content=back(found.content), cue=back(found.cue), source=back(found.source))
