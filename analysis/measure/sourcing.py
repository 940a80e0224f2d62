"""Attributions of an event's articles → whom each outlet lets speak: kinds of sources, names, numbers, other outlets."""

from typing import Literal

import polars as pl

from analysis.measure import evidence as behind_it
from analysis.measure import uncertainty
from analysis.measure.coverage import readable
from analysis.tables import Attribution, check

NO_PEOPLE = ("document", "media_outlet")
"""Kinds of sources that are no people and no bodies that speak for themselves."""
PER_WORDS = 500
RELAYS = "relays another outlet"
Figure = Literal["type_share", "named_share", "sources_per_article", "relay_share", "citations", "speakers"]

_COMPARED = (
    *("key", "outlet", "outlet_name", "category", "estimate", "estimate_low", "estimate_high", "average"),
    *("value", "low", "high", "p", "n_tests", "clear", "n_articles", "n_units", "note"),
)


def statements(attributions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The attributions in running text of these articles, the columns of Attribution, outlet_name and naming.

    *articles* come from ``coverage.current``. naming: named (a proper name) | anonymous (the outlet withholds it) |
    not named (a role, a body, a pronoun that nobody resolved). What is believed, wished or planned without a word of saying is
    no statement here.
    """
    told = articles.filter(readable()).select("outlet_name", article="id")
    naming = (
        pl.when("named")
        .then(pl.lit("named"))
        .when(pl.col("source_type") == "anonymous")
        .then(pl.lit("anonymous"))
        .otherwise(pl.lit("not named"))
    )
    said = check(attributions, Attribution).filter(uttered())
    return said.join(told, on="article", how="inner").with_columns(naming=naming)


def uttered() -> pl.Expr:
    """Whether words were said: some stand in quotation marks, or the cue is one of saying."""
    return (pl.col("kind") != "indirect") | (pl.col("cue_class") == "speech")


def called_by_name() -> pl.Expr:
    """Whether the speaker has a name of their own: who is only "a resident" or "the minister" may be anybody."""
    return pl.col("named") & pl.col("speaker").is_not_null()


def people() -> pl.Expr:
    """Whether a person or a body with a name of their own speaks, and not a document or another outlet."""
    return called_by_name() & ~pl.col("source_type").is_in(NO_PEOPLE)


def relayed() -> pl.Expr:
    """Whether a statement came through another outlet; of ``statements``, for outlet_name."""
    # Quoting leaves out "told this paper"; tables that an earlier program made may still hold it.
    return pl.col("relayed_by").is_not_null() & (pl.col("relayed_by") != pl.col("outlet_name"))


def type_share(attributions: pl.DataFrame, articles: pl.DataFrame, *, floor: int = uncertainty.FLOOR) -> pl.DataFrame:
    """Share of each outlet's statements by kind of source, and how far it lies from the other outlets' average.

    Returns one row per outlet and source type: key, outlet, outlet_name, category, estimate, estimate_low, estimate_high
    (share), average (of the others), value, low, high (difference), p, n_tests, clear, n_articles (with statements),
    n_units (statements), note.
    """
    return _shares(statements(attributions, articles), "source_type", floor)


def named_share(attributions: pl.DataFrame, articles: pl.DataFrame, *, floor: int = uncertainty.FLOOR) -> pl.DataFrame:
    """Share of each outlet's statements that are named, anonymous, or neither; columns of :func:`type_share`."""
    return _shares(statements(attributions, articles), "naming", floor)


def sources_per_article(
    attributions: pl.DataFrame, articles: pl.DataFrame, *, floor: int = uncertainty.FLOOR
) -> pl.DataFrame:
    """Different people and bodies with a name of their own that an article lets speak, per article and per 500 words.

    Longer articles have room for more voices, hence both. Documents and other outlets are not counted, nor is who has
    no name. Articles without any source count as 0. Columns of :func:`type_share`; category is the unit.
    """
    said = statements(attributions, articles)
    heard = said.filter(people()).group_by("article").agg(n=pl.col("speaker").n_unique())
    units = (
        articles.filter(readable())
        .join(heard, left_on="id", right_on="article", how="left")
        .with_columns(pl.col("n").fill_null(0), one=1, length=pl.col("words") / PER_WORDS)
    )
    found = [
        uncertainty.ratio(units, ["outlet", "outlet_name"], "n", whole, floor).with_columns(category=pl.lit(unit))
        for unit, whole in (("per article", "one"), (f"per {PER_WORDS} words", "length"))
    ]
    return _compared(pl.concat(found))


def relay_share(attributions: pl.DataFrame, articles: pl.DataFrame, *, floor: int = uncertainty.FLOOR) -> pl.DataFrame:
    """Share of each outlet's articles that pass on what another outlet heard or reported; columns of :func:`type_share`."""
    relaying = statements(attributions, articles).filter(relayed())["article"].implode()
    units = articles.filter(readable()).with_columns(one=1, part=pl.col("id").is_in(relaying).cast(pl.Int64))
    found = uncertainty.share(units, ["outlet", "outlet_name"], "part", "one", floor)
    return _compared(found.with_columns(category=pl.lit(RELAYS)))


def citations(attributions: pl.DataFrame, articles: pl.DataFrame, *, floor: int = uncertainty.FLOOR) -> pl.DataFrame:
    """Who passes on whose reporting: one row per outlet and other outlet cited.

    Returns key, outlet, outlet_name, cited (name), statements, value, low, high (share of the outlet's articles that
    relay it), n_articles (of the outlet), n_units (articles that relay it), note; most cited first.
    """
    said = statements(attributions, articles).filter(relayed()).with_columns(cited="relayed_by")
    pairs = said.group_by("outlet", "cited").agg(statements=pl.len())
    all_articles = articles.filter(readable()).select("outlet", "outlet_name", article="id", one=1)
    part = said.select("article", "cited").unique().with_columns(part=1)
    units = (
        pairs.join(all_articles, on="outlet")
        .join(part, on=["article", "cited"], how="left")
        .with_columns(pl.col("part").fill_null(0))
    )
    shares = uncertainty.share(units, ["outlet", "outlet_name", "cited"], "part", "one", floor)
    relaying = units.group_by("outlet", "cited").agg(n_relaying=pl.col("part").sum())
    return (
        pairs.join(shares, on=["outlet", "cited"])
        .join(relaying, on=["outlet", "cited"])
        .with_columns(key=pl.format("{} {}", "outlet", "cited"), n_units="n_relaying")
        .select(*("key", "outlet", "outlet_name", "cited", "statements", "value", "low", "high"), *_COUNTS)
        .sort(pl.col("statements").sum().over("cited"), "cited", "outlet", descending=[True, False, False])
    )


_COUNTS = ("n_articles", "n_units", "note")


def speakers(attributions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """How often each outlet lets each source with a name speak: one row per outlet and source with at least one statement.

    The residents of one article are not those of another: sources without a name of their own have no row.
    Returns key, speaker, source_type (the commonest), outlet, outlet_name, statements, n_articles (with that source),
    outlets (that have the source), n_outlets (that have articles), total (statements in all), n_units (all statements of the
    outlet, those without a named source too), all_statements (of all outlets, those in which nobody is named too); sources
    in most outlets first.
    """
    said = statements(attributions, articles).with_columns(n_units=pl.len().over("outlet"))
    heard = said.filter(called_by_name())
    return (
        heard.with_columns(source_type=pl.col("source_type").mode().sort().first().over("speaker"))
        .group_by("speaker", "source_type", "outlet", "outlet_name", "n_units")
        .agg(statements=pl.len(), n_articles=pl.col("article").n_unique())
        .with_columns(
            outlets=pl.col("outlet").n_unique().over("speaker"),
            n_outlets=pl.lit(articles.filter(readable())["outlet"].n_unique()),
            total=pl.col("statements").sum().over("speaker"),
            all_statements=pl.lit(said.height),
            key=pl.format("{} {}", "outlet", "speaker"),
        )
        .select(*("key", "speaker", "source_type", "outlet", "outlet_name", "statements", "n_articles"), *_SPREAD)
        .sort("outlets", "total", "speaker", "outlet", descending=[True, True, False, False])
    )


_SPREAD = ("outlets", "n_outlets", "total", "n_units", "all_statements")


def evidence(attributions: pl.DataFrame, articles: pl.DataFrame, figure: Figure) -> pl.DataFrame:
    """The sentences behind each row of a figure of this theme.

    Returns key (as in the measured table), outlet (name), headline, url, published_at, sentence.
    """
    said = statements(attributions, articles)
    match figure:
        case "type_share":
            keyed = said.with_columns(part="source_type")
        case "named_share":
            keyed = said.with_columns(part="naming")
        case "speakers":
            keyed = said.filter(called_by_name()).with_columns(part="speaker")
        case "citations":
            keyed = said.filter(relayed()).with_columns(part="relayed_by")
        case "relay_share":
            keyed = said.filter(relayed()).with_columns(part=pl.lit(RELAYS))
        case "sources_per_article":
            units = pl.DataFrame({"part": ["per article", f"per {PER_WORDS} words"]})
            keyed = said.filter(people()).join(units, how="cross")
    spans = (
        keyed.filter(pl.col("part").is_not_null())
        .with_columns(key=pl.format("{} {}", "outlet", "part"), start=pl.col("content").list.first().list.first())
        .select("key", "article", "start")
    )
    return behind_it.behind(behind_it.at(spans, behind_it.sentences(articles)), articles)


def _shares(said: pl.DataFrame, column: str, floor: int) -> pl.DataFrame:
    """Share of each value of *column* among an outlet's statements, compared between outlets."""
    whole = said.group_by("outlet", "outlet_name", "article").agg(whole=pl.len())
    parts = said.group_by("article", pl.col(column).alias("category")).agg(part=pl.len())
    units = (
        whole.join(said.select(pl.col(column).alias("category")).unique(), how="cross")
        .join(parts, on=["article", "category"], how="left")
        .with_columns(pl.col("part").fill_null(0))
        .sort("outlet", "article", "category")
    )
    return _compared(uncertainty.share(units, ["outlet", "outlet_name", "category"], "part", "whole", floor))


def _compared(estimates: pl.DataFrame) -> pl.DataFrame:
    return (
        uncertainty.difference(estimates, ["category"])
        .with_columns(key=pl.format("{} {}", "outlet", "category"))
        .select(*_COMPARED)
        .sort("category", "outlet")
    )
