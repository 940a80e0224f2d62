"""Attributions of an event's articles → how many different voices an outlet lets speak, and whose comes first."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import gammaln

from analysis.measure import evidence as behind_it
from analysis.measure import uncertainty
from analysis.measure.sourcing import people, statements

LEAST = 10
"""Statements to which every outlet must come down before diversities are set beside each other."""
ORDERS = {"different sources": 0, "sources heard equally often": 2}
"""What a number of diversity means to a reader, and the order of its Hill number."""
FEW_STATEMENTS = "too few statements of named sources to compare"
OPENING = "words before the first voice"
Figure = Literal["diversity", "first_voice", "first_voice_at"]


def diversity(attributions: pl.DataFrame, articles: pl.DataFrame, *, floor: int = uncertainty.FLOOR) -> pl.DataFrame:
    """How many different named people and bodies are heard in equally many statements of each outlet.

    Longer articles and more of them hold more sources, so all outlets come down to one number of statements: the largest that
    each can give whichever of its articles is left out. There, Hill numbers of order 0 (different sources) and 2
    (Simpson: as many sources, if all were heard equally often) are those expected of a random draw without
    replacement (Hurlbert 1971; Chao et al. 2014). The interval is a jackknife over articles (Tukey 1958): drawing
    articles with replacement would repeat sources and make every outlet look poorer than it is.
    Returns the columns of ``sourcing.type_share`` and drawn (statements); category is one of `ORDERS`.
    """
    counts = _counts(attributions, articles)
    held = counts.group_by("outlet", "outlet_name", "article").agg(pl.col("n").sum())
    able = held.group_by("outlet", "outlet_name").agg(
        spare=pl.col("n").sum() - pl.col("n").max(), n_articles=pl.len().cast(pl.Int64), n_units=pl.col("n").sum()
    )
    few = pl.when(pl.col("n_articles") < max(floor, 2)).then(pl.lit(uncertainty.TOO_FEW))
    told = able.with_columns(
        note=few.when(pl.col("spare") < LEAST).then(pl.lit(FEW_STATEMENTS)).otherwise(pl.lit(""))
    ).sort("outlet")
    drawn = int(told.filter(note="")["spare"].min() or 0)  # type: ignore[arg-type]
    numbers = [
        (outlet, label, *_jackknifed(counts.filter(outlet=outlet), order, drawn))
        for outlet in told.filter(note="")["outlet"]
        for label, order in ORDERS.items()
    ]
    rows = told.join(pl.DataFrame({"category": list(ORDERS)}), how="cross").join(
        pl.DataFrame(numbers, schema=_NUMBERS, orient="row"), on=["outlet", "category"], how="left"
    )
    return _compared(_limited(rows.drop("spare"))).with_columns(drawn=pl.lit(drawn))


def first_voice(attributions: pl.DataFrame, articles: pl.DataFrame, *, floor: int = uncertainty.FLOOR) -> pl.DataFrame:
    """Share of each outlet's articles that open with each kind of source; columns of ``sourcing.type_share``.

    The first voice is that of the statement whose words, cue or source stand first. Articles in which nobody speaks do not count.
    """
    first = _first(attributions, articles)
    units = (
        first.select("outlet", "outlet_name", "article", one=1)
        .join(first.select(category="source_type").unique(), how="cross")
        .join(first.select("article", category="source_type", part=1), on=["article", "category"], how="left")
        .with_columns(pl.col("part").fill_null(0))
        .sort("outlet", "article", "category")
    )
    return _compared(uncertainty.share(units, ["outlet", "outlet_name", "category"], "part", "one", floor))


def first_voice_at(
    attributions: pl.DataFrame, articles: pl.DataFrame, *, floor: int = uncertainty.FLOOR
) -> pl.DataFrame:
    """Words that an article spends before anybody else speaks, on average; columns of ``sourcing.type_share``.

    Counted from the first word of the text to the first word of the statement, its cue or its source.
    """
    first = _first(attributions, articles)
    units = first.with_columns(before=_words_before(), one=1)
    found = uncertainty.ratio(units, ["outlet", "outlet_name"], "before", "one", floor)
    told = _compared(found.with_columns(category=pl.lit(OPENING)))
    return told.with_columns(pl.col("estimate_low").clip(lower_bound=0.0))


def evidence(attributions: pl.DataFrame, articles: pl.DataFrame, figure: Figure) -> pl.DataFrame:
    """The sentences behind each row of a figure of this kind.

    Returns key (as in the measured table), outlet (name), headline, url, published_at, sentence.
    """
    match figure:
        case "diversity":
            named = _people(attributions, articles).with_columns(start=_start("content"))
            keyed = named.join(pl.DataFrame({"part": list(ORDERS)}), how="cross")
        case "first_voice":
            keyed = _first(attributions, articles).with_columns(part="source_type")
        case "first_voice_at":
            keyed = _first(attributions, articles).with_columns(part=pl.lit(OPENING))
    spans = keyed.select("article", "start", key=pl.format("{} {}", "outlet", "part"))
    return behind_it.behind(behind_it.at(spans, behind_it.sentences(articles)), articles)


def hill(counts: Sequence[int], order: int, drawn: int) -> float:
    """Hill number of order 0 or 2 expected in *drawn* individuals of a sample with these counts; NaN where it has fewer.

    Order 0: the sum of 1 − C(N−n, m)/C(N, m) (Hurlbert 1971). Order 2: 1/(1/m + (m−1)/m · Σ n(n−1)/(N(N−1))), the
    interpolation of Chao et al. (2014, Ecological Monographs 84, eq. 5 and appendix).
    """
    n = np.asarray(counts, dtype=np.float64)
    whole = n.sum()
    if drawn < 1 or whole < drawn:
        return float("nan")
    if order == 0:
        rest = whole - n
        possible = rest >= drawn
        missing = np.exp(_chosen(rest[possible], drawn) - _chosen(np.array([whole]), drawn))
        return float(n.size - missing.sum())
    if order == 2:
        alike = (n * (n - 1)).sum() / (whole * (whole - 1)) if whole > 1 else 0.0
        return float(1 / (1 / drawn + (drawn - 1) / drawn * alike))
    raise ValueError(f"order is {order}; known: 0 and 2")


_NUMBERS = pl.Schema({"outlet": pl.String(), "category": pl.String(), "value": pl.Float64(), "error": pl.Float64()})


def _chosen(n: npt.NDArray[np.float64], k: int) -> npt.NDArray[np.float64]:
    """Logarithm of n over k."""
    chosen: npt.NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return chosen


def _people(attributions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    return statements(attributions, articles).filter(people())


def _counts(attributions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Statements of each named person or body in each article."""
    said = _people(attributions, articles)
    return (
        said.group_by("outlet", "outlet_name", "article", "speaker")
        .agg(n=pl.len())
        .sort("outlet", "article", "speaker")
    )


def _jackknifed(own: pl.DataFrame, order: int, drawn: int) -> tuple[float, float]:
    """Hill number of an outlet and its standard error, each article left out in turn."""
    by_article = [Counter(dict(rows.select("speaker", "n").iter_rows())) for _, rows in own.group_by("article")]
    whole, size = sum(by_article, Counter[str]()), len(by_article)
    left = np.array([hill(list((whole - one).values()), order, drawn) for one in by_article])
    error = float(np.sqrt((size - 1) / size * ((left - left.mean()) ** 2).sum()))
    return hill(list(whole.values()), order, drawn), error


def _limited(estimates: pl.DataFrame) -> pl.DataFrame:
    """Adds df, effective (null: no share), low and high, a linear t interval."""
    reach = uncertainty.quantile(pl.col("df").cast(pl.Float64)) * pl.col("error")
    return estimates.with_columns(df=pl.col("n_articles") - 1, effective=pl.lit(None, dtype=pl.Float64)).with_columns(
        low=(pl.col("value") - reach).clip(lower_bound=1.0), high=pl.col("value") + reach
    )


def _first(attributions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The statement that each article opens with, and where it begins."""
    begins = pl.min_horizontal(_start("content"), _start("cue"), _start("source"))
    said = statements(attributions, articles).with_columns(start=begins)
    texts = articles.select("text", article="id")
    first = said.sort("start", "paragraph").unique("article", keep="first", maintain_order=True)
    return first.join(texts, on="article", maintain_order="left").sort("outlet", "article")


def _start(column: str) -> pl.Expr:
    return pl.col(column).list.first().list.first()


def _words_before() -> pl.Expr:
    return pl.col("text").str.slice(0, pl.col("start")).str.count_matches(r"[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*")


def _compared(estimates: pl.DataFrame) -> pl.DataFrame:
    found = uncertainty.difference(estimates, ["category"]).with_columns(key=pl.format("{} {}", "outlet", "category"))
    return found.select("key", pl.all().exclude("key")).sort("category", "outlet")
