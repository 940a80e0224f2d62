"""A lead's speaker without a name → the person whom the next paragraphs name: "the mayor said …", then "Ada Finch told …"."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.quote.kinds import kind_of
from analysis.quote.relays import Said
from analysis.quote.stage import Stage, sentence_of
from analysis.quote.voices import Voice

_REACH = 2
"""Paragraphs after the first in which the name must come."""


def unveiled(on: Stage, said: Sequence[Said], voices: Sequence[Voice]) -> list[Voice]:
    """*voices*, those of the first paragraph by a role alone under the name that comes next, where nothing speaks against it.

    What speaks against it: the role goes on without a name in a later paragraph, the named person is of another kind, or
    was named before.
    """
    out = list(voices)
    for number, who in enumerate(voices):
        if who.speaker is None or who.named or not who.person or said[number].paragraph or _several(on, who.speaker):
            continue
        name = _next_name(on, said, voices, number)
        if name is None or _goes_on(on, who.speaker):
            continue
        on.found.said_of.setdefault(name, []).append(tuple(who.speaker.lower().split()))
        out = [replace(each, speaker=name, named=True) if each.speaker == who.speaker else each for each in out]
    return out


def _next_name(on: Stage, said: Sequence[Said], voices: Sequence[Voice], number: int) -> str | None:
    who = voices[number]
    role = kind_of([(who.speaker or "").lower().split()])
    following = ((s, v) for s, v in zip(said[number + 1 :], voices[number + 1 :], strict=True) if s.paragraph <= _REACH)
    named = next(((s, v) for s, v in following if v.named and v.person and v.speaker != who.speaker), None)
    if role is None or named is None or named[1].speaker is None or not named[0].paragraph:
        return None
    name = named[1].speaker
    known = kind_of(on.found.said_of.get(name, []))
    first = next((each.first for each in on.found.names if each.written == name), 0)
    begins = on.paragraphs[sentence_of(on, first)] > 0
    return name if begins and known in (None, role) else None


def _several(on: Stage, name: str) -> bool:
    return any(each.plural for _, each in on.lit if each.name == name)


def _goes_on(on: Stage, name: str) -> bool:
    """Whether the role stood in the light after the first paragraph, too."""
    return any(who.name == name and on.paragraphs[sentence_of(on, at)] > 0 for at, who in on.lit)
