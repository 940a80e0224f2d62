"""A cue → whether it tells words or thoughts: "said", "according to" and a colon against "wants", "believes", "plans"."""

from functools import cache

from analysis.quote.cues import verbs
from analysis.quote.spans import between
from analysis.quote.tokens import Tokens
from analysis.quote.words import forms, words
from analysis.tables import CueClass, Span

_SIGNS = frozenset((":", "-", "—", "–", "--"))


def cue_class(text: Tokens, cue: tuple[Span, ...]) -> CueClass:
    """Class ``speech`` where a word of the cue is one of saying, ``none`` without a cue, else ``other`` (PolNeAR's scorer draws the same line)."""
    if not cue:
        return "none"
    held = [word for start, end in cue for word in text.low[slice(*between(text, start, end))]]
    return "speech" if any(word in _saying() or word in _SIGNS for word in held) else "other"


@cache
def _saying() -> frozenset[str]:
    stance = words("verbs", "stance")
    told = frozenset(form for form, verb in verbs().items() if verb.plain not in stance)
    return told | frozenset(forms("acts")) | words("verbs", "nouns")
