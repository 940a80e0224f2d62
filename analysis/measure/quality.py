"""Articles and memberships → how far to trust the other numbers: what text, which times, which warnings, how sure."""

from typing import Literal

import polars as pl

from analysis.measure import evidence as behind_it
from analysis.measure.coverage import outlet_names
from analysis.tables import Article, Membership, check

SCOPES = {"full": "Full text", "lead": "Opening only", "abstract": "Summary only", "headline": "Headline only"}
TIMES = ("To the second", "To the minute", "Day only", "Only when first seen", "No time")


def text_scope(articles: pl.DataFrame) -> pl.DataFrame:
    """How much of its articles' text an outlet gave us: key, outlet, outlet_name, category, articles, n_articles, share."""
    return _parts(articles, _scope(), "scope")


def time_precision(articles: pl.DataFrame) -> pl.DataFrame:
    """How exactly publication times are known: key, outlet, outlet_name, category, articles, n_articles, share."""
    return _parts(articles, _time(), "time")


def evidence(articles: pl.DataFrame, figure: Literal["scope", "time"]) -> pl.DataFrame:
    """The articles behind :func:`text_scope` or :func:`time_precision`, in the columns of evidence."""
    source = pl.col("published_source").fill_null("nothing")
    told = pl.format("{} words", "words") if figure == "scope" else pl.format("time from: {}", source)
    keyed = articles.with_columns(category=_scope() if figure == "scope" else _time())
    return behind_it.behind(keyed.select(key=_key(figure), article="id", sentence=told), articles)


def warnings(articles: pl.DataFrame) -> pl.DataFrame:
    """Every warning of the readers of pages, the second reader's disagreements among them: outlet_name, headline, url, warning."""
    return (
        articles.select("outlet_name", "headline", "url", warning="warnings")
        .explode("warning", empty_as_null=True)
        .drop_nulls("warning")
        .sort("outlet_name", "warning", "url")
    )


def decisions(memberships: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """How many articles of each outlet were taken in and left out, by whom.

    Returns outlet_name, member, decided_by, articles, lowest and highest score.
    """
    return (
        check(memberships, Membership)
        .group_by("outlet", "member", "decided_by")
        .agg(articles=pl.len().cast(pl.Int64), lowest=pl.col("score").min(), highest=pl.col("score").max())
        .pipe(_with_names, mastheads)
        .sort("outlet_name", "member", "decided_by", descending=[False, True, False])
        .select("outlet_name", "member", "decided_by", "articles", "lowest", "highest")
    )


def closest(
    articles: pl.DataFrame, memberships: pl.DataFrame, mastheads: pl.DataFrame, *, rows: int = 12
) -> pl.DataFrame:
    """The program's least sure decisions: *rows* of the lowest scores taken in, and of the highest left out.

    Returns outlet_name, headline, url, member, score, reason.
    """
    heads = check(articles, Article).select("headline", "url", article="id")
    judged = (
        check(memberships, Membership)
        .filter(decided_by="program")
        .join(heads, on="article", how="inner")
        .pipe(_with_names, mastheads)
        .select("outlet_name", "headline", "url", "member", "score", "reason")
    )
    taken = judged.filter("member").sort("score", "url").head(rows)
    left = judged.filter(~pl.col("member")).sort("score", "url", descending=[True, False]).head(rows)
    return pl.concat([taken, left])


def _scope() -> pl.Expr:
    return pl.col("text_scope").replace_strict(SCOPES)


def _time() -> pl.Expr:
    second, minute, day, seen, none = (pl.lit(words) for words in TIMES)
    return (
        pl.when(pl.col("published_at").is_null())
        .then(none)
        .when(pl.col("published_source") == "first_seen")
        .then(seen)
        .when(pl.col("published_precision") == "second")
        .then(second)
        .when(pl.col("published_precision") == "minute")
        .then(minute)
        .otherwise(day)
    )


def _key(figure: str) -> pl.Expr:
    return pl.format("{}/{}/{}", pl.lit(figure), "outlet", "category")


def _parts(articles: pl.DataFrame, category: pl.Expr, figure: str) -> pl.DataFrame:
    return (
        articles.group_by("outlet", "outlet_name", category=category)
        .agg(articles=pl.len().cast(pl.Int64))
        .with_columns(n_articles=pl.col("articles").sum().over("outlet"))
        .with_columns(
            share=pl.col("articles") / pl.col("n_articles"),
            key=_key(figure),
        )
        .sort("outlet_name", "category")
        .select("key", "outlet", "outlet_name", "category", "articles", "n_articles", "share")
    )


def _with_names(table: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    named = table.join(outlet_names(mastheads), on="outlet", how="left", maintain_order="left")
    return named.with_columns(pl.col("outlet_name").fill_null(pl.col("outlet")))
