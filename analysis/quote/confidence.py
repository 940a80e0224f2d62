"""A statement → how often statements like it were right on the gold; the numbers and their making stand in scores.toml."""

from functools import cache

from analysis.quote.words import lexicon


def confidence(rule: str, verb: str) -> float:
    """Share of right statements (0–1) among those that the same rule found by the same verb, else by the same rule."""
    table = _table()
    return table.get(f"{rule} {verb}", table.get(rule, table["unknown"]))


@cache
def _table() -> dict[str, float]:
    return {key: float(value) for key, value in lexicon("scores")["rules"].items()}
