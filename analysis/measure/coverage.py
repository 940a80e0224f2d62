"""Articles, memberships and mastheads → the articles that every measure counts."""

import polars as pl

from analysis.tables import Article, Masthead, Membership, check

BODY = ("full", "lead")
"""Scopes of text that hold running text; an abstract or a bare headline is not set beside it."""


def current(
    articles: pl.DataFrame, memberships: pl.DataFrame, mastheads: pl.DataFrame, *, agency: bool = True
) -> pl.DataFrame:
    """The articles that tell the event, each in its latest version that does, with the outlet's name.

    Agency copy is an article marked as wire in an outlet that is no agency itself; ``agency=False`` leaves it out.
    Returns the columns of Article and outlet_name, score and storyline; by outlet and time.

    Raises:
        BadTable: a frame is not the table that it stands for.
    """
    told = check(memberships, Membership).filter("member").select("score", "storyline", id="article")
    names = outlet_names(mastheads)
    own = pl.col("agency").is_null() | pl.col("outlet").is_in(mastheads.filter("agency")["outlet"].implode())
    return (
        check(articles, Article)
        .join(told, on="id", how="inner")
        .sort("outlet", "url", "version")
        .unique(["outlet", "url"], keep="last", maintain_order=True)
        .filter(own | pl.lit(value=agency))
        .join(names, on="outlet", how="left", maintain_order="left")
        .with_columns(pl.col("outlet_name").fill_null(pl.col("outlet")))
        .sort("outlet", "published_at", "id", nulls_last=True)
    )


def outlet_names(mastheads: pl.DataFrame) -> pl.DataFrame:
    """Slug and name of each outlet, no name twice: outlet, outlet_name.

    Several stages write mastheads; the first row of an outlet counts. Two outlets of one name show their slugs.
    """
    shared = pl.len().over("name") > 1
    return (
        check(mastheads, Masthead)
        .unique("outlet", keep="first", maintain_order=True)
        .select(
            "outlet",
            outlet_name=pl.when(shared).then(pl.format("{} ({})", "name", "outlet")).otherwise(pl.col("name")),
        )
    )


def budget(articles: pl.DataFrame) -> int:
    """Words that all outlets can give: the smallest of the outlets' median article lengths; 0 where there is no text.

    Longer texts hold more background; set beside short ones they make differences out of nothing but length.
    """
    medians = articles.filter(readable()).group_by("outlet").agg(pl.col("words").median())["words"]
    return int(medians.min() or 0)  # type: ignore[arg-type]


def readable() -> pl.Expr:
    """Whether an article holds running text to count in."""
    return pl.col("text_scope").is_in(list(BODY)) & (pl.col("text").str.strip_chars() != "")
