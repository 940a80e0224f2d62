"""Articles of one event → what each outlet dwells on: how much, which themes, and what its headlines say."""

from typing import Literal

import polars as pl

from analysis.measure import evidence
from analysis.measure.coverage import budget as common_budget
from analysis.measure.coverage import readable
from analysis.measure.themes import Themes, about
from analysis.measure.uncertainty import FLOOR, difference, ratio, share

Place = Literal["headline", "standfirst", "first_third"]
NO_TEXT = "no running text to count in"
NO_PLACE = "no article has one"

_UNITS = pl.Schema(
    {"outlet": pl.String(), "article": pl.String(), "theme": pl.String(), "part": pl.Int64(), "whole": pl.Int64()}
)


def volume(articles: pl.DataFrame, *, floor: int = FLOOR) -> pl.DataFrame:
    """Articles and words per outlet, and how long its articles run.

    Counts are of what was collected and have no interval. ``value`` is words per article, low and high its 95 %
    interval, ``average`` that of the other outlets, ``clear`` whether the two differ.
    Returns key, outlet, outlet_name, articles, articles_share, words, words_share, value, low, high, average, p, clear,
    n_articles (with running text), n_units (their words), n_tests, note; most articles first.
    """
    lengths = articles.select(
        "outlet", "outlet_name", words=pl.when(readable()).then("words").otherwise(0), text=readable().cast(pl.Int64)
    )
    counted = lengths.group_by("outlet", "outlet_name", maintain_order=True).agg(
        articles=pl.len().cast(pl.Int64), words=pl.col("words").sum()
    )
    typical = difference(ratio(lengths, ["outlet"], "words", "text", floor=floor)).with_columns(
        value=pl.col("estimate"), low=pl.col("estimate_low"), high=pl.col("estimate_high"), n_units=pl.col("n_articles")
    )
    return (
        counted.join(typical.drop("n_units"), on="outlet", how="left", maintain_order="left")
        .with_columns(
            articles_share=pl.col("articles") / pl.col("articles").sum(),
            words_share=pl.col("words") / pl.col("words").sum(),
            n_units=pl.col("words"),
            key=pl.format("volume/{}", "outlet"),
        )
        .pipe(_filled)
        .sort("articles", "words", "outlet", descending=[True, True, False])
        .select(
            *("key", "outlet", "outlet_name", "articles", "articles_share", "words", "words_share", "value", "low"),
            *("high", "average", "p", "clear", "n_articles", "n_units", "n_tests", "note"),
        )
    )


def volume_sentences(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles behind :func:`volume`, in the columns of evidence; each with its length and scope as ``sentence``."""
    keyed = articles.select(
        key=pl.format("volume/{}", "outlet"),
        article="id",
        sentence=pl.format("{} words, {}", "words", pl.col("text_scope").replace(_SCOPES)),
    )
    return evidence.behind(keyed, articles)


def theme_share(articles: pl.DataFrame, themes: Themes, *, budget: int = 0, floor: int = FLOOR) -> pl.DataFrame:
    """Share of each outlet's sentences that touch a theme, minus the average of the other outlets.

    Only running text counts, and of each article only sentences that begin within its first *budget* words (0: as many
    as every outlet can give, see :func:`analysis.measure.coverage.budget`).
    Returns key, outlet, outlet_name, theme, share, share_low, share_high, average, value (difference), low, high, p,
    clear, n_articles, n_units (sentences), n_hits, n_tests, budget, note; outlets by name, themes as given.
    """
    split = within(articles, budget).select("outlet", "article", "text")
    return _compared(split, articles, themes, "theme-share", floor).with_columns(
        note=pl.when(pl.col("n_articles") == 0).then(pl.lit(NO_TEXT)).otherwise(pl.col("note")),
        budget=pl.lit(budget or common_budget(articles), dtype=pl.Int64),
    )


def theme_sentences(articles: pl.DataFrame, themes: Themes, *, budget: int = 0) -> pl.DataFrame:
    """The sentences behind :func:`theme_share`: key, outlet, headline, url, published_at, sentence."""
    return _behind(within(articles, budget), articles, themes, "theme-share")


def headline_share(
    articles: pl.DataFrame, themes: Themes, *, place: Place = "headline", floor: int = FLOOR
) -> pl.DataFrame:
    """Share of an outlet's articles that carry a theme in the headline, the standfirst, or the first third of the text.

    Articles that lack the place (no standfirst, no full text) do not count.
    Returns the columns of :func:`theme_share` (n_units and n_hits are articles), with place instead of budget.
    """
    shown = _shown(articles, place).select("outlet", "text", article="id")
    return _compared(shown, articles, themes, f"{place}-share", floor).with_columns(
        note=pl.when(pl.col("n_articles") == 0).then(pl.lit(NO_PLACE)).otherwise(pl.col("note")), place=pl.lit(place)
    )


def headline_sentences(articles: pl.DataFrame, themes: Themes, *, place: Place = "headline") -> pl.DataFrame:
    """The headlines, standfirsts or opening sentences behind :func:`headline_share`, in the columns of evidence."""
    shown = _shown(articles, place)
    split = evidence.sentences(shown) if place == "first_third" else shown.select("outlet", "text", article="id")
    return _behind(split, articles, themes, f"{place}-share")


def within(articles: pl.DataFrame, budget: int = 0) -> pl.DataFrame:
    """Sentences that begin within the first *budget* words of each article's running text (0: the common budget)."""
    words = budget or common_budget(articles)
    length = pl.col("text").str.count_matches(r"\S+")
    before = length.cum_sum().over("article") - length
    return evidence.sentences(articles.filter(readable())).filter(before < words)


_SCOPES = {"full": "full text", "lead": "opening only", "abstract": "summary only", "headline": "headline only"}


def _compared(pieces: pl.DataFrame, articles: pl.DataFrame, themes: Themes, figure: str, floor: int) -> pl.DataFrame:
    """Every outlet and theme: the share of pieces of text about it, and its distance from the other outlets."""
    units = [
        pieces.group_by("outlet", "article", maintain_order=True)
        .agg(theme=pl.lit(theme), part=about(words).sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64))
        .select(_UNITS.names())
        for theme, words in themes.items()
    ]
    counted = pl.concat([pl.DataFrame(schema=_UNITS), *units])
    hits = counted.group_by("outlet", "theme").agg(n_hits=pl.col("part").sum())
    measured = difference(share(counted, ["outlet", "theme"], "part", "whole", floor=floor), within=["theme"])
    return (
        _every(articles, themes)
        .join(measured, on=["outlet", "theme"], how="left", maintain_order="left")
        .join(hits, on=["outlet", "theme"], how="left", maintain_order="left")
        .rename({"estimate": "share", "estimate_low": "share_low", "estimate_high": "share_high"})
        .with_columns(pl.col("n_hits", "n_units").fill_null(0), key=_key(figure))
        .pipe(_filled)
        .select(
            *("key", "outlet", "outlet_name", "theme", "share", "share_low", "share_high", "average", "value", "low"),
            *("high", "p", "clear", "n_articles", "n_units", "n_hits", "n_tests", "note"),
        )
    )


def _every(articles: pl.DataFrame, themes: Themes) -> pl.DataFrame:
    """Every outlet with every theme, so that one of which nothing can be said has its row, too."""
    outlets = articles.select("outlet", "outlet_name").unique().sort("outlet_name")
    return outlets.join(pl.DataFrame({"theme": list(themes)}, schema={"theme": pl.String}), how="cross")


def _filled(measured: pl.DataFrame) -> pl.DataFrame:
    tests = pl.col("n_tests").max()
    return measured.with_columns(
        pl.col("n_articles").fill_null(0),
        pl.col("clear").fill_null(value=False),
        pl.col("note").fill_null(NO_TEXT),
        n_tests=pl.col("n_tests").fill_null(tests).fill_null(0),
    )


def _shown(articles: pl.DataFrame, place: Place) -> pl.DataFrame:
    """Articles that have the place, with its words as ``text``."""
    if place == "first_third":
        whole = articles.filter(readable() & (pl.col("text_scope") == "full"))
        return whole.with_columns(text=pl.col("text").str.head(pl.col("text").str.len_chars() // 3))
    return articles.with_columns(text=pl.col(place)).filter(pl.col("text").str.strip_chars() != "")


def _behind(pieces: pl.DataFrame, articles: pl.DataFrame, themes: Themes, figure: str) -> pl.DataFrame:
    keyed = [
        pieces.filter(about(words)).select("article", key=_key(figure, pl.lit(theme)), sentence="text")
        for theme, words in themes.items()
    ]
    nothing = pl.DataFrame(schema={"article": pl.String(), "key": pl.String(), "sentence": pl.String()})
    return evidence.behind(pl.concat([nothing, *keyed]), articles)


def _key(figure: str, theme: pl.Expr | None = None) -> pl.Expr:
    return pl.format("{}/{}/{}", pl.lit(figure), "outlet", pl.col("theme") if theme is None else theme)
