"""Articles, memberships and mastheads → the articles that every measure counts."""

import re

import polars as pl

from analysis.tables import Article, Masthead, Membership, Reuse, Span, check

BODY = ("full", "lead")
"""Scopes of text that hold running text; an abstract or a bare headline is not set beside it."""
COPIED = 0.5
"""Share of an article's words that must be an agency's passages for it to be agency copy without a mark."""


def current(
    articles: pl.DataFrame,
    memberships: pl.DataFrame,
    mastheads: pl.DataFrame,
    *,
    agency: bool = True,
    reuse: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The articles that tell the event, each in its latest version that does, with the outlet's name.

    Agency copy is an article marked as wire in an outlet that is no agency itself, and, where *reuse* is given, one
    of which at least half is an agency's text (:func:`marked`); ``agency=False`` leaves it out.
    Returns the columns of Article and outlet_name, score and storyline; by outlet and time.

    Raises:
        BadTable: a frame is not the table that it stands for.
    """
    told = check(memberships, Membership).filter("member").select("score", "storyline", id="article")
    names = outlet_names(mastheads)
    own = pl.col("agency").is_null() | pl.col("outlet").is_in(mastheads.filter("agency")["outlet"].implode())
    known = check(articles, Article) if reuse is None else marked(articles, reuse, mastheads)
    return (
        known.join(told, on="id", how="inner")
        .sort("outlet", "url", "version")
        .unique(["outlet", "url"], keep="last", maintain_order=True)
        .filter(own | pl.lit(value=agency))
        .join(names, on="outlet", how="left", maintain_order="left")
        .with_columns(pl.col("outlet_name").fill_null(pl.col("outlet")))
        .sort("outlet", "published_at", "id", nulls_last=True)
    )


def marked(articles: pl.DataFrame, reuse: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """The same articles; one without a mark of which at least half is an agency's text bears that agency's name.

    An agency's text is what *reuse* calls so: passages shared with an agency's own article or with one that bears a mark.
    An agency's own articles stay as they are.
    """
    shared = check(reuse, Reuse).filter(kind="agency")
    sides = pl.concat(
        [shared.select(id="article", by="other", at="span"), shared.select(id="other", by="article", at="other_span")]
    )
    agencies = outlet_names(mastheads.filter("agency"))
    named = check(articles, Article).join(agencies, on="outlet", how="left", maintain_order="left")
    whose = named.select(by="id", source=pl.coalesce("agency", "outlet_name")).drop_nulls("source")
    plain = named.filter(pl.col("agency").is_null() & pl.col("outlet_name").is_null()).select("id", "text")
    copies = sides.join(whose, on="by").join(plain, on="id").sort("id", "source", "at")
    found = [
        (str(key), sources[0])
        for key, text, spans, sources in copies.group_by("id", "text", maintain_order=True)
        .agg("at", "source")
        .iter_rows()
        if _inside(text, spans) >= COPIED
    ]
    told = pl.DataFrame(found, schema={"id": pl.String(), "copied_from": pl.String()}, orient="row")
    joined = articles.join(told, on="id", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("agency", "copied_from").alias("agency")).drop("copied_from")


def _inside(text: str, spans: list[Span]) -> float:
    """Share of the text's words that begin within one of the spans."""
    begins = [word.start() for word in re.finditer(r"\S+", text)]
    return sum(any(start <= at < end for start, end in spans) for at in begins) / max(len(begins), 1)


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
