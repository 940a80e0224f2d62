"""Names of outlets, from the lexicon and the caller → the outlet that a place in a text names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from analysis.quote.scope import Range
from analysis.quote.tokens import Tokens, tokens
from analysis.quote.words import lexicon, words

_ENDINGS = frozenset(word.lower() for word in words("outlets", "endings"))
_SHORT = 4
"""Names up to this length count in their own spelling only: "AP", "Time", "Sky"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet named in tokens ``first`` to ``last``; *listed*: it stands in a lexicon, else only its last word says paper."""

    first: int
    last: int
    outlet: str
    listed: bool
    generic: bool = False
    led: int = 0
    """Tokens before it that say what it is: ``the news site | Dor Daily``."""


@dataclass(frozen=True, slots=True)
class Press:
    """Outlets by the first word of each of their names: (all words, spelling, display name), longest first."""

    by_first: Mapping[str, list[tuple[tuple[str, ...], str, str]]]
    names: Mapping[str, str]
    """Each name as compared → display name."""
    own: str | None = None
    """Display name of the outlet that published the text."""


def plain(name: str) -> str:
    """Name as it is compared: lower case, without "The"."""
    return " ".join(name.replace("’", "'").lower().split()).removeprefix("the ")


@lru_cache(maxsize=32)
def press(extra: tuple[tuple[str, str], ...] = (), own: str | None = None) -> Press:
    """Outlets of the lexicon and *extra* (alias, display name), which win; *own* published the text."""
    named: dict[str, tuple[str, str]] = {}
    for display, aliases in lexicon("outlets")["outlets"].items():
        for alias in (display, *aliases):
            named.setdefault(plain(alias), (alias, display))
    for alias, display in extra:
        named[plain(display)] = (display, display)
        named[plain(alias)] = (alias, display)
    own = named[plain(own)][1] if own and plain(own) in named else own
    for alias in _of_itself(own) if own else ():
        named[plain(alias)] = (alias, own or alias)
    by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for alias, display in named.values():
        spelled = alias.removeprefix("The ").removeprefix("the ")
        split = tuple(tokens(spelled).low)
        if split:
            by_first.setdefault(split[0], []).append((split, spelled, display))
    for listed in by_first.values():
        listed.sort(key=lambda each: -len(each[0]))
    return Press(by_first, {key: display for key, (_, display) in named.items()}, own)


def _of_itself(own: str) -> tuple[str, ...]:
    """Names by which an outlet speaks of itself: whole, and by the last word where papers bear it: "the Herald"."""
    last = own.split()[-1:]
    return (own, *last) if last and last[0].lower() in _ENDINGS else (own,)


def called(known: Press, name: str | None) -> str | None:
    """Display name of the outlet that somebody calls *name*."""
    return known.names.get(plain(name), name) if name else None


def listed(text: Tokens, at: int, known: Press) -> Mention | None:
    """Outlet of the lexicon whose name begins at token *at*."""
    word = text.low[at].removesuffix("'s")
    for split, spelled, display in known.by_first.get(word, ()):
        last = at + len(split)
        same = [each.removesuffix("'s") for each in text.low[at:last]] == list(split)
        if same and _stands_alone(text, at, last, spelled):
            return Mention(at, last, display, listed=True)
    return None


def _stands_alone(text: Tokens, first: int, last: int, spelled: str) -> bool:
    """Whether a short or one-word name is meant, not part of a longer one: ``Time``, not ``Time Warner``."""
    written = text.text[text.starts[first] : text.ends[last - 1]].replace("’", "'").removesuffix("'s")
    if len(spelled) <= _SHORT and written != spelled:
        return False
    if last - first > 1:
        return True
    if (
        last < len(text)
        and text.text[text.starts[last]].isupper()
        and text.low[last - 1] == text.low[first].removesuffix("'s")
    ):
        return text.ends[last - 1] + 1 < text.starts[last]
    return not _continues_name(text, first)


def _continues_name(text: Tokens, at: int) -> bool:
    """Whether the word before is part of the same name; the capital at a sentence's head says nothing."""
    if not at or not text.text[text.starts[at - 1]].isupper() or text.low[at - 1] in ("the", "a", "an", "in"):
        return False
    return at - 1 not in text.breaks and text.low[at - 2] not in (".", "!", "?")


def names_outlet(text: Tokens, found: list[Mention], source: Range) -> Mention | None:
    """Outlet that heads a source phrase: ``The Harbour Herald``, ``the paper``; not ``the Herald's poll``."""
    for mention in found:
        if mention.first > source[1]:
            return None
        heads = source[0] <= mention.first - mention.led <= source[0] + 1
        if heads and (mention.last >= source[1] or not text.low[mention.last][0].isalnum()):
            return None if text.low[mention.last - 1].endswith("'s") and mention.last < source[1] else mention
    return None
