"""Attributions of an event → the same with speakers made one: "Tokayev", "President Tokayev" and the full name."""

from collections.abc import Mapping

import polars as pl

from analysis.quote.words import words
from analysis.tables import Attribution, check

_TITLES = words("people", "titles")


def speakers(attributions: pl.DataFrame, articles: pl.DataFrame, merges: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """The same attributions in the same order, each ``speaker`` under one name across the event.

    A person's *merges* (name → other names) decide first. Then a bare surname takes the full name that most articles of
    the event use, if only one full name of the event ends in it; spellings that differ in case, titles or hyphens alone
    are one. Columns: as they came. *articles* are those that count; attributions of others keep their speaker.
    """
    check(attributions, Attribution)
    ours = set(articles["id"].to_list())
    counted = (
        attributions.filter(pl.col("speaker").is_not_null() & pl.col("article").is_in(list(ours)))
        .group_by("speaker")
        .agg(articles=pl.col("article").n_unique(), statements=pl.len())
        .sort("articles", "statements", "speaker", descending=[True, True, False])
    )
    one = _one_name(counted["speaker"].to_list(), merges)
    renamed = pl.col("speaker").replace(one) if one else pl.col("speaker")
    return attributions.with_columns(
        speaker=pl.when(pl.col("article").is_in(list(ours))).then(renamed).otherwise("speaker")
    )


def _one_name(names: list[str], merges: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Name → the one that stands for it; *names* in order of how many articles use them."""
    decided = {_key(other): name for name, others in merges.items() for other in (name, *others)}
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(_key(name), name)
    ends: dict[str, set[str]] = {}
    for key in by_key:
        if " " in key:
            ends.setdefault(key.rsplit(" ", 1)[-1], set()).add(key)
    return {name: _stands_for(_key(name), decided, by_key, ends) for name in names}


def _stands_for(key: str, decided: Mapping[str, str], by_key: Mapping[str, str], ends: Mapping[str, set[str]]) -> str:
    if key in decided:
        return decided[key]
    longer = ends.get(key, set())
    if " " not in key and len(longer) == 1:
        (full,) = longer
        return decided.get(full, by_key[full])
    return by_key[key]


def _key(name: str) -> str:
    """What is compared: lower case, no titles before the name; hyphens are blanks but in the last word."""
    split = name.replace("’", "'").lower().replace(".", "").split()
    while len(split) > 1 and split[0] in _TITLES | {"the"}:
        split = split[1:]
    return " ".join([*" ".join(split[:-1]).replace("-", " ").split(), *split[-1:]])
