"""Utterances → how each outlet tells them: at what length, in whose words, what it leaves out, and who had them first."""

from typing import Any

import polars as pl

from analysis.measure import evidence as behind_it
from analysis.measure import timing, uncertainty
from analysis.measure.coverage import readable
from analysis.measure.cuts import Text, begins, left_out, marked, runs
from analysis.tables import Article, Attribution, Utterance, check

FORMS = ("whole", "cut", "partly reported", "other words", "reported")
"""As the longest form has it; shorter; part in the outlet's words; quoted in other words; in reported speech."""
_WHOLE, _OWN = 0.9, 0.75
"""Share of the longest form that is as good as all of it; share of a cut's words that are the longest form's."""
_KEEP = ("key", "utterance", "begins", "speaker", "source_type", "outlet", "outlet_name", "form", "told", "left_out")
_NUMBERS = ("kept", "words", "whole_words", "longest", "verdict", "at", "precision", "lag", "relayed_by")
_REST = ("headline", "url", "article", "outlets", "runs")
_TOLD = pl.Schema(
    {
        "key": pl.String(),
        "form": pl.String(),
        "told": pl.String(),
        "begins": pl.String(),
        "left_out": pl.String(),
        "kept": pl.Float64(),
        "words": pl.Int64(),
        "whole_words": pl.Int64(),
        "runs": pl.List(pl.List(pl.Int64)),
    }
)


def tellings(
    utterances: pl.DataFrame,
    attributions: pl.DataFrame,
    articles: pl.DataFrame,
    versions: pl.DataFrame,
    mastheads: pl.DataFrame,
) -> pl.DataFrame:
    """One row per utterance and outlet that tells it, by the outlet's fullest article; those that most outlets tell first.

    *articles* come from ``coverage.current`` and *versions* from ``timing.versions``: an outlet had an utterance by the first
    version that holds it. Returns key, utterance, begins (its longest form), speaker, source_type (both of the longest form), outlet, outlet_name,
    form (see `FORMS`), told (its words, cuts marked), left_out (passages), kept (share of the longest form's words), words,
    whole_words, longest (whether the longest form is its), verdict (first | after | cannot tell | agency copy | none), at,
    precision, lag (minutes after the first), relayed_by, headline, url, article, outlets (that tell it), runs (words kept,
    by number).
    """
    rows = _joined(check(utterances, Utterance), check(attributions, Attribution))
    shown = _shown(rows, articles)
    told = _told(shown, dict(check(versions, Article).select("id", "text").iter_rows()))
    holds = pl.col("whole_start").is_between("at_start", "at_end")
    longest = rows.filter(pl.col("article") == pl.col("whole"), holds)
    heads = longest.unique("utterance").select("utterance", "speaker", "source_type", first_outlet="outlet")
    return (
        shown.group_by("key", "utterance", "outlet", "outlet_name", "article", "headline", "url")
        .agg(relayed_by=pl.col("relayed_by").drop_nulls().first())
        .join(told, on="key")
        .join(heads, on="utterance", how="left")
        .join(_times(rows, versions, mastheads), on=["utterance", "outlet"], how="left")
        .with_columns(
            pl.col("verdict").fill_null("agency copy"),
            longest=pl.col("outlet") == pl.col("first_outlet"),
            outlets=pl.len().over("utterance"),
        )
        .filter(pl.col("outlets") > 1)
        .select(*_KEEP, *_NUMBERS, *_REST)
        .sort(
            *("outlets", "whole_words", "utterance", "longest", "at", "outlet"),
            descending=[True, True, False, True, False, False],
            nulls_last=True,
        )
    )


def form_share(told: pl.DataFrame, *, floor: int = uncertainty.FLOOR) -> pl.DataFrame:
    """Share of each form among the shared utterances that an outlet tells, beside the other outlets; agency copy is left out.

    *told* comes from :func:`tellings`; the longest form is one of them. Returns the columns of ``sourcing.type_share``.
    """
    own = told.filter(pl.col("verdict") != "agency copy")
    whole = own.group_by("outlet", "outlet_name", "article").agg(whole=pl.len())
    parts = own.group_by("article", category="form").agg(part=pl.len())
    units = (
        whole.join(own.select(category="form").unique(), how="cross")
        .join(parts, on=["article", "category"], how="left")
        .with_columns(pl.col("part").fill_null(0))
        .sort("outlet", "article", "category")
    )
    shares = uncertainty.share(units, ["outlet", "outlet_name", "category"], "part", "whole", floor)
    found = uncertainty.difference(shares, ["category"]).with_columns(key=pl.format("{} {}", "outlet", "category"))
    return found.sort("category", "outlet")


def form_evidence(told: pl.DataFrame, utterances: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The sentences behind each row of :func:`form_share`, as :func:`evidence` gives them."""
    own = told.filter(pl.col("verdict") != "agency copy")
    keys = own.select("key", part=pl.format("{} {}", "outlet", "form"))
    return (
        evidence(told, utterances, articles)
        .join(keys, on="key")
        .with_columns(key="part")
        .drop("part")
        .sort("key", maintain_order=True)
    )


def evidence(told: pl.DataFrame, utterances: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The sentences in which each telling stands.

    Returns key (as in :func:`tellings`), outlet (name), headline, url, published_at, sentence.
    """
    keys = told.select("key", "utterance", "article")
    spans = (
        check(utterances, Utterance)
        .join(keys, on=["utterance", "article"])
        .select("key", "article", "content")
        .explode("content")
        .select("key", "article", start=pl.col("content").list.first())
        .drop_nulls("start")
    )
    return behind_it.behind(behind_it.at(spans, behind_it.sentences(articles)), articles)


def _joined(utterances: pl.DataFrame, attributions: pl.DataFrame) -> pl.DataFrame:
    """Each telling with its statement's kind, speaker and relay; a statement is known by its article and its ends."""
    ends = {"at_start": _start("content"), "at_end": pl.col("content").list.last().list.last()}
    told = attributions.with_columns(**ends).unique(["article", "at_start", "at_end"], keep="first")
    statements = told.select("article", "at_start", "at_end", "kind", "speaker", "source_type", "relayed_by")
    return utterances.with_columns(**ends, whole_start=_start("whole_content")).join(
        statements, on=["article", "at_start", "at_end"], how="inner"
    )


def _start(column: str) -> pl.Expr:
    return pl.col(column).list.first().list.first()


def _shown(rows: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The statements by which each outlet is shown: those of its fullest article, quotations before reports of them."""
    current = articles.filter(readable()).select("outlet_name", "headline", "url", "published_at", article="id")
    kept = pl.col("kept").list.eval(pl.element().list.last() - pl.element().list.first()).list.sum()
    quotes = pl.col("kind") != "indirect"
    here = rows.join(current, on="article").with_columns(size=kept.fill_null(0), quotes=quotes)
    fullest = (
        here.group_by("utterance", "outlet", "article", "published_at")
        .agg(pl.col("size").sum(), pl.col("quotes").any())
        .sort("quotes", "size", "published_at", "article", descending=[True, True, False, False], nulls_last=True)
        .unique(["utterance", "outlet"], keep="first", maintain_order=True)
    )
    return (
        here.join(fullest, on=["utterance", "outlet", "article"], how="semi")
        .with_columns(any_quotes=pl.col("quotes").any().over("utterance", "outlet"))
        .filter(pl.col("quotes") | ~pl.col("any_quotes"))
        .with_columns(key=pl.format("{} {}", "utterance", "outlet"))
        .sort("key", "at_start")
    )


def _told(shown: pl.DataFrame, texts: dict[str, str]) -> pl.DataFrame:
    """Words and form of each telling, from the passages that match found."""
    parts = shown.partition_by("key", maintain_order=True)
    return pl.DataFrame([_telling(part.to_dicts(), texts) for part in parts], schema=_TOLD)


def _telling(rows: list[dict[str, Any]], texts: dict[str, str]) -> dict[str, Any]:
    first = rows[0]
    kinds = {row["kind"] for row in rows}
    kind = kinds.pop() if len(kinds) == 1 else "mixed"
    own = Text(texts[first["article"]], _all(rows, "content"), _all(rows, "shared"))
    whole = Text(texts[first["whole"]], first["whole_content"], _all(rows, "kept"))
    kept = len(whole.places()) / max(len(whole.words()), 1)
    return {
        "key": first["key"],
        "form": _form(kind, kept, own.share()),
        "told": marked(own, whole, kind),
        "begins": begins(whole),
        "left_out": " … ".join(left_out(whole)),
        "kept": kept,
        "words": len(own.words()),
        "whole_words": len(whole.words()),
        "runs": [list(run) for run in runs(whole)],
    }


def _all(rows: list[dict[str, Any]], column: str) -> list[tuple[int, int]]:
    return sorted({(start, end) for row in rows for start, end in row[column]})


def _form(kind: str, kept: float, own: float) -> str:
    if kind == "indirect":
        return "reported"
    if kept >= _WHOLE:
        return "whole"
    if kind == "mixed":
        return "partly reported"
    return "cut" if own >= _OWN else "other words"


def _times(rows: pl.DataFrame, versions: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """By when each outlet had each utterance and who was before whom; agency copy is nobody's first."""
    timed = timing.articles(versions, mastheads).filter(pl.col("kind") != "agency copy")
    when = timed.select("at", "precision", "earliest_at", "latest_at", article="key")
    told = rows.select("utterance", "outlet", "article").unique().join(when, on="article")
    unknown = pl.col("earliest_at").is_null().any()
    firsts = (
        told.sort("at", "latest_at", "article", nulls_last=True)
        .group_by("utterance", "outlet", maintain_order=True)
        .agg(
            pl.col("at").first(),
            pl.col("precision").first(),
            earliest_at=pl.when(~unknown).then(pl.col("earliest_at").min()),
            latest_at=pl.col("latest_at").min(),
        )
    )
    return timing.ordered(firsts, ["utterance"]).select("utterance", "outlet", "at", "precision", "lag", "verdict")
