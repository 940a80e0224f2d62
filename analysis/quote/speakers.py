"""Attributions of an event → the same with speakers made one: "Tokayev", "President Tokayev" and the full name."""

from collections.abc import Mapping

import polars as pl

from analysis.quote.words import words
from analysis.tables import Attribution, check

_TITLES = words("people", "titles")
_FORMS = words("people", "forms")
_AGREED = 0.6
"""Share of an event's typed statements of one speaker that must agree before a statement without a type takes theirs."""


def speakers(attributions: pl.DataFrame, articles: pl.DataFrame, merges: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """The same attributions in the same order, each ``speaker`` under one name across the event.

    A person's *merges* (name → other names) decide first. Then a bare surname takes the full name that most articles of
    the event use, if only one full name of the event ends in it, and a body's short name the one longer name that begins
    with it; spellings that differ in case, titles, hyphens or legal form alone are one. A named speaker whom one article
    does not describe (type unknown) takes the type that the event's other articles agree on. Columns: as they came.
    *articles* are those that count; attributions of others keep speaker and type.
    """
    check(attributions, Attribution)
    ours = pl.col("article").is_in(articles["id"].unique().to_list())
    counted = (
        attributions.filter(ours, pl.col("speaker").is_not_null(), _joinable())
        .group_by("speaker")
        .agg(articles=pl.col("article").n_unique(), statements=pl.len())
        .sort("articles", "statements", "speaker", descending=[True, True, False])
    )
    one = _one_name(counted["speaker"].to_list(), merges)
    renamed = pl.col("speaker").replace(one) if one else pl.col("speaker")
    named = attributions.with_columns(speaker=pl.when(ours & _joinable()).then(renamed).otherwise("speaker"))
    return _typed(named, ours)


def _joinable() -> pl.Expr:
    """Names only: "a spokesman" of one article is not that of another."""
    return pl.col("named")


def _typed(attributions: pl.DataFrame, ours: pl.Expr) -> pl.DataFrame:
    """Named speakers without a type take the one that most typed statements of the event give them."""
    told = attributions.filter(
        ours, pl.col("named"), pl.col("source_type") != "unknown", pl.col("speaker").is_not_null()
    )
    agreed = (
        told.group_by("speaker", "source_type")
        .len()
        .with_columns(share=pl.col("len") / pl.col("len").sum().over("speaker"))
        .filter(pl.col("share") >= _AGREED)
    )
    kinds = dict(agreed.select("speaker", "source_type").iter_rows())
    known = pl.col("speaker").replace_strict(kinds, default=None, return_dtype=pl.String)
    silent = ours & pl.col("named") & (pl.col("source_type") == "unknown") & known.is_not_null()
    kind = pl.when(silent).then(known).otherwise(pl.col("source_type").cast(pl.String))
    return attributions.with_columns(source_type=kind.cast(attributions.schema["source_type"]))


def _one_name(names: list[str], merges: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Name → the one that stands for it; *names* in order of how many articles use them."""
    decided = {_key(other): name for name, others in merges.items() for other in (name, *others)}
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(_key(name), name)
    ends: dict[str, set[str]] = {}
    begins: dict[str, set[str]] = {}
    for key in by_key:
        if " " in key:
            ends.setdefault(key.rsplit(" ", 1)[-1], set()).add(key)
            begins.setdefault(key.split(" ", 1)[0], set()).add(key)
    longer = {
        key: found for key in by_key if " " not in key and len(found := ends.get(key) or begins.get(key, set())) == 1
    }
    return {name: _stands_for(_key(name), decided, by_key, longer) for name in names}


def _stands_for(key: str, decided: Mapping[str, str], by_key: Mapping[str, str], longer: Mapping[str, set[str]]) -> str:
    if key in decided:
        return decided[key]
    if key in longer:
        (full,) = longer[key]
        return decided.get(full, by_key[full])
    return by_key[key]


def _key(name: str) -> str:
    """What is compared: lower case, no titles before the name, no legal form after it; hyphens are blanks but in the last word."""
    split = name.replace("’", "'").lower().replace(".", "").split()
    while len(split) > 1 and split[0] in _TITLES | {"the"}:
        split = split[1:]
    while len(split) > 1 and split[-1] in _FORMS:
        split = split[:-1]
    return " ".join([*" ".join(split[:-1]).replace("-", " ").split(), *split[-1:]])
