"""What words and rules say of a source, and what the encoder says → its type: each counts by how often it was right before."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.quote.tagging import KINDS
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


@cache
def _weights() -> tuple[float, float, NDArray[np.float64]]:
    held: dict[str, Any] = tomllib.loads((files("analysis.quote") / "model" / "types.toml").read_text(encoding="utf-8"))
    table = np.array([[held["rules"][rule][kind] for kind in KINDS] for rule in KINDS])
    return held["weights"]["model"], held["weights"]["rules"], table
