"""What was drawn and what people said of it → how often the program is right, what it misses, how far people agree."""

from typing import Any, Final

import numpy as np
import polars as pl

from analysis.measure import evidence as behind_it
from analysis.measure import sampling
from analysis.measure.alpha import alpha
from analysis.measure.coverage import outlet_names
from analysis.tables import Attribution, Drawn, Mark, check

QUESTIONS: Final = ("statement", "content", "speaker", "type", "relay", "whole")
"""``whole``: a statement, its words and its speaker right. All but ``statement`` and ``whole`` are asked of statements only."""
ALL: Final = "All outlets"
NO_STATEMENT: Final = "no statement"
_ASKED: Final = {
    "statement": "is_statement",
    "content": "content_right",
    "speaker": "speaker_right",
    "type": "type_right",
    "relay": "relay_right",
}
_SAID: Final = {"yes": 1.0, "no": 0.0}


def answers(drawn: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Every question about every statement that was drawn and judged, the people's answers averaged.

    Returns draw, item, article, outlet, stratum, weight, score, question, right (0–1; null where nobody could tell), people,
    unsure (people who could not tell).
    """
    joined = _joined(drawn, marks).filter(kind="statement")
    yes = pl.col("is_statement") == "yes"
    asked = [
        joined.with_columns(
            question=pl.lit(name), said=pl.col(column) if name == "statement" else pl.when(yes).then(column)
        )
        for name, column in _ASKED.items()
    ]
    whole = joined.with_columns(question=pl.lit("whole"), said=_whole())
    said = pl.concat([*asked, whole]).drop_nulls("said")
    right = pl.col("said").replace_strict(_SAID, default=None, return_dtype=pl.Float64)
    keys = ("draw", "item", "article", "outlet", "stratum", "weight", "score", "question")
    return said.group_by(keys, maintain_order=True).agg(
        right=right.mean(), people=pl.len().cast(pl.Int64), unsure=(pl.col("said") == "unsure").sum().cast(pl.Int64)
    )


def precision(drawn: pl.DataFrame, marks: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """Share of what the program found that is right, by question, for each outlet and for all of them together.

    Shares and intervals are those of :func:`sampling.share`. Returns key, question, outlet (null: all), outlet_name, value, low,
    high, n_units (judged), n_articles, unsure (answers that nobody could give), note; questions in their order, all outlets first.
    """
    said = answers(drawn, marks).with_columns(clear=pl.col("right").is_not_null())
    both = pl.concat([said, said.with_columns(outlet=pl.lit(None, dtype=pl.String))])
    unsure = both.group_by("question", "outlet").agg(pl.col("unsure").sum())
    found = sampling.share(both, ["question", "outlet"]).join(unsure, on=["question", "outlet"], nulls_equal=True)
    order = pl.col("question").replace_strict({q: n for n, q in enumerate(QUESTIONS)}, return_dtype=pl.Int64)
    named = _named(found, mastheads).with_columns(key=pl.format("{} {}", "question", "outlet_name"), order=order)
    return named.sort("order", "outlet", nulls_last=False).select(
        *("key", "question", "outlet", "outlet_name", "value", "low", "high", "n_units", "n_articles", "unsure", "note")
    )


def recall(drawn: pl.DataFrame, marks: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """Share of the statements that are there and were found, for each outlet and for all: at most so many.

    Missed statements are estimated from sentences drawn among those in which the program found nothing; what it misses beside
    a statement that it found is not counted, hence "at most". The interval joins those of precision and of the share of
    such sentences that hold a statement (MOVER for a ratio, Donner & Zou 2012).
    Returns outlet (null: all), outlet_name, value, low, high, right (statements found and right, estimated), missed (estimated),
    n_units (sentences judged), n_missed (statements seen in them), n_articles, note; nothing where no sentence was judged.
    """
    joined = _joined(drawn, marks)
    passages = joined.filter(kind="passage").drop_nulls("missed")
    found = answers(drawn, marks).filter(question="statement")
    rows = []
    for outlet in (None, *sorted(passages["outlet"].unique())):
        mine = [t if outlet is None else t.filter(outlet=outlet) for t in (drawn, found, passages)]
        if all(table.height for table in mine):
            rows.append((outlet, *_recall(*mine)))
    names = ("value", "low", "high", "right", "missed")
    schema: dict[str, Any] = {"outlet": pl.String()} | dict.fromkeys(names, pl.Float64())
    schema |= {"n_units": pl.Int64(), "n_missed": pl.Float64(), "n_articles": pl.Int64(), "note": pl.String()}
    table = _named(pl.DataFrame(rows, schema=schema, orient="row"), mastheads)
    return table.select("outlet", "outlet_name", *names, "n_units", "n_missed", "n_articles", "note")


def agreement(drawn: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Krippendorff's alpha by question, where two people or more judged the same: question and the columns of :func:`alpha.alpha`.

    "Cannot tell" is an answer. ``type`` compares the types that people would give, ``missed`` whether a passage holds a statement.
    """
    joined = _joined(drawn, marks)
    statements, passages = joined.filter(kind="statement"), joined.filter(kind="passage")
    kind = pl.when(pl.col("type_right") == "yes").then("source_type").otherwise(pl.coalesce("right_type", "type_right"))
    asked = {
        **{name: (statements, pl.col(column)) for name, column in _ASKED.items()},
        "type": (statements, pl.when(pl.col("is_statement") == "yes").then(kind)),
        "missed": (
            passages,
            pl.when(pl.col("missed") > 0).then(pl.lit("yes")).when(pl.col("missed") == 0).then(pl.lit("no")),
        ),
    }
    found = [
        alpha(table.select("person", "article", unit="item", value=value)).with_columns(question=pl.lit(name))
        for name, (table, value) in asked.items()
    ]
    return pl.concat(found).select("question", pl.exclude("question"))


def types(drawn: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """What the sources that people judged are, by what the program called them; each thing drawn has one voice.

    Returns kind (statement, passage), gold (a source type or "no statement"), given (null for a passage), weight (statements that
    they stand for), items (judged).
    """
    joined = _joined(drawn, marks)
    gold = (
        pl.when(pl.col("kind") == "passage")
        .then("missed_type")
        .when(pl.col("is_statement") == "no")
        .then(pl.lit(NO_STATEMENT))
        .when(pl.col("type_right") == "yes")
        .then("source_type")
        .otherwise("right_type")
    )
    told = joined.with_columns(gold=gold, given="source_type").filter(pl.col("gold").is_not_null())
    many = pl.when(pl.col("kind") == "passage").then(pl.col("missed").cast(pl.Float64)).otherwise(1.0)
    voices = pl.when(pl.col("kind") == "passage").then(pl.col("people")).otherwise(pl.len().over("item"))
    return (
        told.with_columns(voice=many / voices)
        .group_by("kind", "gold", "given")
        .agg(weight=(pl.col("weight") * pl.col("voice")).sum(), items=pl.col("voice").sum())
        .sort("kind", "gold", "given")
    )


def scored(drawn: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """The program's scores and whether people found the whole right: the columns that ``calibration`` reads."""
    said = answers(drawn, marks).filter(question="whole")
    return said.drop_nulls(["score", "right"]).select(
        "item", "article", "outlet", "stratum", "weight", "score", "right"
    )


def stale(drawn: pl.DataFrame, attributions: pl.DataFrame) -> pl.DataFrame:
    """Draws of whose statements some are no longer found as they were judged: draw, changed, n_units."""
    keys = ["article", "speaker", "source_type", "relayed_by", "at"]
    first = pl.col("content").list.first().list.first()
    now = check(attributions, Attribution).with_columns(at=first).select(*keys, still=1)
    # A draw counts from its paragraphs' start, an attribution from the article's.
    then = check(drawn, Drawn).filter(kind="statement").with_columns(at=first + pl.col("span").list.first())
    joined = then.join(now.unique(), on=keys, how="left", nulls_equal=True)
    counted = joined.group_by("draw").agg(
        changed=pl.col("still").is_null().sum().cast(pl.Int64), n_units=pl.len().cast(pl.Int64)
    )
    return counted.filter(pl.col("changed") > 0).sort("draw")


def evidence(drawn: pl.DataFrame, marks: pl.DataFrame, articles: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """What people found wrong, behind each row of :func:`precision`: the columns of evidence, note in brackets."""
    notes = (
        check(marks, Mark)
        .filter(pl.col("note") != "")
        .group_by("item")
        .agg(said=pl.col("note").unique().sort().str.join("; "))
    )
    wrong = answers(drawn, marks).filter(pl.col("right") < 1).join(drawn.select("item", "text"), on="item")
    told = wrong.join(notes, on="item", how="left")
    sentence = pl.concat_str(
        "text", pl.when(pl.col("said").is_not_null()).then(pl.format(" [{}]", "said")).otherwise(pl.lit(""))
    )
    both = pl.concat([told, told.with_columns(outlet=pl.lit(None, dtype=pl.String))])
    keyed = _named(both, mastheads).select(
        "article", key=pl.format("{} {}", "question", "outlet_name"), sentence=sentence
    )
    return behind_it.behind(keyed, articles)


def _joined(drawn: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Each mark beside what it is about, with the number of people who judged that."""
    stratum = pl.when(pl.col("design") == "stratified").then(pl.format("{}/{}", "draw", "outlet")).otherwise("draw")
    about = check(drawn, Drawn).with_columns(stratum=stratum)
    judged = check(marks, Mark).filter(pl.col("is_statement").is_not_null() | pl.col("missed").is_not_null())
    return about.join(judged.drop("draw"), on="item", maintain_order="left").with_columns(people=pl.len().over("item"))


def _whole() -> pl.Expr:
    """All three right, one of them wrong, or neither can be told."""
    parts = [pl.col(_ASKED[name]) for name in ("statement", "content", "speaker")]
    return (
        pl.when(pl.any_horizontal(*(part == "no" for part in parts)))
        .then(pl.lit("no"))
        .when(pl.all_horizontal(*(part == "yes" for part in parts)))
        .then(pl.lit("yes"))
        .when(pl.any_horizontal(*(part == "unsure" for part in parts)))
        .then(pl.lit("unsure"))
    )


def _recall(drawn: pl.DataFrame, found: pl.DataFrame, passages: pl.DataFrame) -> tuple[Any, ...]:
    population = {kind: float(drawn.filter(kind=kind)["weight"].sum()) for kind in ("statement", "passage")}
    precise = sampling.share(found.with_columns(one=1), ["one"])
    holding = passages.group_by("item", "article", "stratum", "weight").agg(
        right=(pl.col("missed") > 0).mean(), seen=pl.col("missed").mean()
    )
    share = sampling.share(holding.with_columns(one=1), ["one"])
    counts = (share["n_units"].item(), float(holding["seen"].sum()), share["n_articles"].item(), share["note"].item())
    if not precise.height or precise["value"].item() <= 0:
        return (None, None, None, 0.0, None, *counts)
    held = float((holding["weight"] * holding["right"]).sum())
    each = float((holding["weight"] * holding["seen"]).sum()) / held if held else 1.0
    right = [population["statement"] * float(precise[c].item()) for c in ("value", "low", "high")]
    missed = [population["passage"] * each * float(share[c].item()) for c in ("value", "low", "high")]
    low, high = _ratio(missed, right)
    return (1 / (1 + missed[0] / right[0]), 1 / (1 + high), 1 / (1 + low), right[0], missed[0], *counts)


def _ratio(top: list[float], bottom: list[float]) -> tuple[float, float]:
    """Limits of a ratio from value, low and high of its two parts, independent of each other (Donner & Zou 2012)."""
    (m, lm, um), (r, lr, ur) = top, bottom
    # The method wants the lower part's limits within twice its value; a wider one is cut there.
    ur = min(ur, 1.999 * r)
    lr = max(lr, 1e-9)
    low = (m * r - np.sqrt(max((m * r) ** 2 - lm * ur * (2 * m - lm) * (2 * r - ur), 0.0))) / (ur * (2 * r - ur))
    high = (m * r + np.sqrt(max((m * r) ** 2 - um * lr * (2 * m - um) * (2 * r - lr), 0.0))) / (lr * (2 * r - lr))
    return max(0.0, float(low)), float(high)


def _named(table: pl.DataFrame, mastheads: pl.DataFrame) -> pl.DataFrame:
    """With the outlet's name; no outlet is all of them."""
    named = table.join(outlet_names(mastheads), on="outlet", how="left", maintain_order="left")
    whole = pl.when(pl.col("outlet").is_null()).then(pl.lit(ALL)).otherwise(pl.coalesce("outlet_name", "outlet"))
    return named.with_columns(outlet_name=whole)
