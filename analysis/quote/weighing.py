"""What words and rules say of a source, and what the encoder says → its type: each counts by how often it was right before."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.quote.figures import known_kind
from analysis.quote.spans import touching
from analysis.quote.stage import Stage
from analysis.quote.statements import Statement
from analysis.quote.tagging import KINDS
from analysis.quote.voices import Voice
from analysis.quote.words import added
from analysis.tables import SourceType

Chances = tuple[float, ...]


def weighed(by_rule: SourceType, said: Sequence[Chances]) -> SourceType:
    """The likeliest type of a source that rules call *by_rule* and of whose mentions the encoder *said* log chances of ``KINDS``.

    Rules and encoder are weighed as if they erred apart (naive Bayes with one exponent each, fitted on labels that neither
    had learned from; ``training/attribution/weigh.py``). Where the encoder said nothing, the rules decide.
    """
    if not said:
        return by_rule
    model, rules, table = _weights()
    return KINDS[int(np.argmax(model * np.mean(said, axis=0) + rules * table[KINDS.index(by_rule)]))]


def heard_too(
    on: Stage, found: Sequence[Statement], voices: Sequence[Voice], kinds: Sequence[SourceType]
) -> list[SourceType]:
    """Kinds once the encoder was heard where words and rules know nothing: of a named speaker by all of their mentions together.

    Where the rules know a kind they are right more often than both together in articles unlike those that the encoder learned
    from; outlets and whomever the user's words describe stay what they are.
    """
    found = [
        replace(one, kinds=()) if _by_outlet(on, one, who) else one for one, who in zip(found, voices, strict=True)
    ]
    if not any(one.kinds for one in found):
        return list(kinds)
    said: dict[str, list[Chances]] = {}
    for one, who in zip(found, voices, strict=True):
        if one.kinds and who.named and who.speaker:
            said.setdefault(who.speaker, []).append(one.kinds)
    own = [[one.kinds] if one.kinds else [] for one in found]
    heard = [said.get(who.speaker or "", alone) if who.named else alone for who, alone in zip(voices, own, strict=True)]
    return [
        kind if kind != "unknown" or _decided(on, who) else weighed(kind, each)
        for kind, who, each in zip(kinds, voices, heard, strict=True)
    ]


def _by_outlet(on: Stage, one: Statement, who: Voice) -> bool:
    """Whether the encoder was asked of an outlet's words, through which somebody else speaks: ``According to the Herald, Ada Finch …``."""
    if not one.source or who.speaker in on.outlets.values():
        return False
    first, last = touching(on.text, *one.source[0])
    printed = any(at in on.outlets for at in range(first, last))
    return printed and set(who.phrase).isdisjoint(on.text.low[first:last])


def _decided(on: Stage, who: Voice) -> bool:
    if who.speaker in on.outlets.values() or known_kind(who.speaker or "") is not None:
        return True
    name = who.speaker or ""
    told = (*name.lower().split(), *who.phrase, *(word for each in on.found.said_of.get(name, ()) for word in each))
    return not _users().isdisjoint(told)


def _users() -> frozenset[str]:
    return added("types") | added("figures") | added("known")


@cache
def _weights() -> tuple[float, float, NDArray[np.float64]]:
    held: dict[str, Any] = tomllib.loads((files("analysis.quote") / "model" / "types.toml").read_text(encoding="utf-8"))
    table = np.array([[held["rules"][rule][kind] for kind in KINDS] for rule in KINDS])
    return held["weights"]["model"], held["weights"]["rules"], table
