"""Successive versions of one address → what an outlet changed: headline, words, figures, sources."""

import difflib
import re

import polars as pl

from analysis.measure import timing, uncertainty
from analysis.tables import Page, check

SCHEMA = pl.Schema(
    {
        "key": pl.String(),
        "before": pl.String(),
        "headline_before": pl.String(),
        "headline_after": pl.String(),
        "words_added": pl.Int64(),
        "words_removed": pl.Int64(),
        "figures_added": pl.List(pl.String()),
        "figures_dropped": pl.List(pl.String()),
    }
)
FACTS = ("headline", "figures", "sources", "words")
COLUMNS = (
    *("key", "outlet", "outlet_name", "at", "precision", "earliest_at", "latest_at", "version", "changed"),
    *("headline_before", "headline_after", "words_added", "words_removed", "figures_added", "figures_dropped"),
    *("sources_added", "sources_dropped", "url"),
)
_WORD = re.compile(r"\w+(?:['’.,]\w+)*")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")


def revisions(versions: pl.DataFrame, mastheads: pl.DataFrame, attributions: pl.DataFrame) -> pl.DataFrame:
    """One row per later version of an article: what it changed against the version before.

    *versions* are all versions of the event's addresses, *attributions* those of all these versions.
    Returns key (id of the later version), outlet, outlet_name, at, precision (minute: the page says; seen: when we saw
    it), earliest_at, latest_at (UTC), version, changed (any of headline, figures, sources, words), headline_before,
    headline_after, words_added, words_removed (counts), figures_added, figures_dropped, sources_added, sources_dropped
    (lists), url.
    """
    strip = timing.articles(versions, mastheads).filter(kind="revision").drop("hours", "kind", "agency", "headline")
    told = versions.select("version", key="id")
    return (
        strip.join(told, on="key")
        .join(_texts(versions), on="key")
        .pipe(_with_sources, attributions)
        .with_columns(changed=_changed())
        .select(*COLUMNS)
        .sort("at", "key")
    )


def looked_twice(versions: pl.DataFrame, pages: pl.DataFrame) -> int:
    """Addresses of these articles that were captured more than once: only there can a change be seen."""
    told = check(pages, Page).join(versions, on=["outlet", "url"], how="semi")
    return told.group_by("outlet", "url").len().filter(pl.col("len") > 1).height


def by_outlet(changes: pl.DataFrame, versions: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """Share of each outlet's articles that were seen to change, by what changed; *changes* are :func:`revisions`.

    Returns one row per outlet and category (any | headline | figures | sources | words): key, outlet, outlet_name,
    category, value, low, high (share), n_articles, n_units (articles that changed), note. An article captured once
    cannot be seen to change: shares are lower bounds.
    """
    told = timing.bounds(versions, mastheads).select("outlet", "outlet_name", "url", one=1)
    facts = changes.select(
        "outlet", "url", category=pl.col("changed").str.split(", ").list.concat(pl.lit("any"))
    ).explode("category")
    changed = facts.unique().with_columns(part=1)
    units = (
        told.join(pl.DataFrame({"category": ["any", *FACTS]}), how="cross")
        .join(changed, on=["outlet", "url", "category"], how="left")
        .with_columns(pl.col("part").fill_null(0))
    )
    by = ["outlet", "outlet_name", "category"]
    counts = units.group_by(by).agg(n=pl.col("part").sum())
    return (
        uncertainty.share(units, by, "part", "one")
        .join(counts, on=by)
        .with_columns(n_units=pl.col("n").cast(pl.Int64), key=pl.format("{} {}", "outlet", "category"))
        .select("key", *by, "value", "low", "high", "n_articles", "n_units", "note")
        .sort("outlet", "category")
    )


def evidence(changes: pl.DataFrame) -> pl.DataFrame:
    """What changed, in words, behind each row of :func:`by_outlet`; *changes* are :func:`revisions`.

    Returns key, outlet (name), headline (the later one), url, published_at (when it changed, as far as known), sentence.
    """
    told = {
        "headline": pl.format("Headline: “{}” became “{}”", "headline_before", "headline_after"),
        "figures": pl.format("Figures: {}", _both("figures")),
        "sources": pl.format("Sources: {}", _both("sources")),
        "words": pl.format("Words: {} added, {} removed", "words_added", "words_removed"),
    }
    parts = [
        changes.filter(pl.col("changed").str.contains(f)).with_columns(category=pl.lit(f), sentence=w)
        for f, w in told.items()
    ]
    each = pl.concat(parts)
    return (
        pl.concat([each.with_columns(category=pl.lit("any")), each])
        .with_columns(key=pl.format("{} {}", "outlet", "category"), outlet="outlet_name", published_at="at")
        .select("key", "outlet", pl.col("headline_after").alias("headline"), "url", "published_at", "sentence")
        .sort("key", "published_at")
    )


def listed(changes: pl.DataFrame) -> pl.DataFrame:
    """*changes* as a table to read: outlet, when, how surely, what changed, each in words."""
    return changes.select(
        Outlet="outlet_name",
        When="at",
        Time=pl.col("precision").replace_strict({"minute": "the page's own", "seen": "when we saw it"}),
        Headline=pl.when(pl.col("headline_before") == pl.col("headline_after"))
        .then("headline_after")
        .otherwise(pl.format("“{}” became “{}”", "headline_before", "headline_after")),
        Figures=_both("figures"),
        Sources=_both("sources"),
        Words=pl.format("+{} −{}", "words_added", "words_removed"),
    )


def _both(what: str) -> pl.Expr:
    """What came and what went, in one line."""
    came, went = pl.col(f"{what}_added").list.join(", "), pl.col(f"{what}_dropped").list.join(", ")
    return pl.concat_str(
        [
            pl.when(came != "").then(pl.format("added {}", came)),
            pl.when(went != "").then(pl.format("dropped {}", went)),
        ],
        separator="; ",
        ignore_nulls=True,
    )


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word what stayed and what changed, in reading order: (same | added | removed, words).

    >>> pieces("The old bridge", "The new bridge")
    [('same', 'The'), ('removed', 'old'), ('added', 'new'), ('same', 'bridge')]
    """
    old, new = before.split(), after.split()
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", " ".join(old[i:j])))
            continue
        found += [("removed", " ".join(old[i:j]))] if j > i else []
        found += [("added", " ".join(new[k:m]))] if m > k else []
    return found


def _texts(versions: pl.DataFrame) -> pl.DataFrame:
    """Each version beside the one before."""
    pairs = (
        versions.sort("version")
        .with_columns(
            pl.col("id", "headline", "text").shift(1).over("outlet", "url", order_by="version").name.suffix("_old")
        )
        .filter(pl.col("id_old").is_not_null())
        .select("id", "id_old", "headline_old", "headline", "text_old", "text")
    )
    return pl.DataFrame([_compared(*row) for row in pairs.iter_rows()], schema=SCHEMA, orient="row")


def _compared(key: str, before: str, old_head: str, head: str, old: str, new: str) -> tuple[object, ...]:
    added, removed = _moved(_WORD.findall(old), _WORD.findall(new))
    was, now = (dict.fromkeys(_FIGURE.findall(f"{h}\n{t}")) for h, t in ((old_head, old), (head, new)))
    figures = [f for f in now if f not in was], [f for f in was if f not in now]
    return key, before, old_head, head, added, removed, *figures


def _moved(old: list[str], new: list[str]) -> tuple[int, int]:
    """Words added and removed; a word that only moved counts on both sides."""
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [(m - k, j - i) for tag, i, j, k, m in codes if tag != "equal"]
    return sum(a for a, _ in changes), sum(r for _, r in changes)


def _with_sources(pairs: pl.DataFrame, attributions: pl.DataFrame) -> pl.DataFrame:
    """Adds the speakers that only one of the two versions has."""
    speakers = (
        attributions.filter(pl.col("speaker").is_not_null())
        .group_by("article")
        .agg(pl.col("speaker").unique(maintain_order=True))
    )
    none = pl.lit([], dtype=pl.List(pl.String()))
    return (
        pairs.join(speakers.rename({"article": "key", "speaker": "now"}), on="key", how="left")
        .join(speakers.rename({"article": "before", "speaker": "was"}), on="before", how="left")
        .with_columns(pl.col("now", "was").fill_null(none))
        .with_columns(
            sources_added=pl.col("now").list.set_difference("was").list.sort(),
            sources_dropped=pl.col("was").list.set_difference("now").list.sort(),
        )
    )


def _changed() -> pl.Expr:
    """What changed, in words, comma between."""
    some = {
        "headline": pl.col("headline_before") != pl.col("headline_after"),
        "figures": (pl.col("figures_added").list.len() + pl.col("figures_dropped").list.len()) > 0,
        "sources": (pl.col("sources_added").list.len() + pl.col("sources_dropped").list.len()) > 0,
        "words": (pl.col("words_added") + pl.col("words_removed")) > 0,
    }
    return pl.concat_str(
        [pl.when(is_so).then(pl.lit(what)) for what, is_so in some.items()], separator=", ", ignore_nulls=True
    )
