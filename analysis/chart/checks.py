"""Measured checks → figures: what people found right, which kinds are taken for which, what a score is worth, what errors do."""

import json
import textwrap
from typing import Any, Final

import altair as alt
import polars as pl

from analysis.chart import theme, words
from analysis.chart.dots import rows_axis, short
from analysis.chart.figure import Figure, Notice
from analysis.chart.sourcing import KINDS

QUESTIONS: Final = {
    "whole": "Statement, words and speaker right",
    "statement": "Is a statement",
    "content": "Its words are right",
    "speaker": "Its speaker is right",
    "type": "Kind of source is right",
    "relay": "Who passed it on is right",
    "missed": "Sentence holds a missed one",
}
"""Questions as readers know them, in the order of panels."""
NOBODY: Final = "Nobody has checked this event's statements yet"
_NAMES: Final = {**KINDS, "no statement": "No statement", "not found": "Not found"}
_PANEL: Final = theme.WIDTH / 3 - 34
_SIDES: Final = ("Corrected", "As counted")


def state(event: str, drawn: pl.DataFrame, marks: pl.DataFrame, stale: pl.DataFrame) -> words.Basis:
    """In two sentences who checked how much, or that nobody did, and how to."""
    if marks.is_empty():
        return words.Basis(
            f"**{NOBODY}.** `samestory check {event}` writes a random draw of them, as a page and as a spreadsheet, for one or two people to "
            f"mark; `samestory check {event} --score SHEET.csv` keeps their marks, and the next report shows here how often the program is right."
        )
    judged, people = marks["item"].n_unique(), marks["person"].n_unique()
    whole = drawn.filter(pl.col("draw").is_in(marks["draw"].unique().to_list())).height
    who = "One person" if people == 1 else f"{people} people"
    told = f"**{who} judged {judged} of {whole} statements and sentences that were drawn at random.**"
    if drawn["design"].unique().to_list() == ["stratified"]:
        told += " The same number was drawn of each outlet as far as it had them; the shares below are weighted back."
    changed = int(stale["changed"].sum())
    if changed:
        told += f" {changed} of the statements that were drawn are no longer found as they were: the program or the articles changed since."
    return words.Basis(told)


def recall(found: pl.DataFrame) -> Any:
    """Table by outlet: share of what is there that was found, with its interval, and what it rests on; a sentence where nothing is."""
    if found.is_empty():
        return words.Basis("No sentence in which the program found nothing was judged yet.")
    shown = found.select(
        "outlet_name",
        _percent("value").alias("found, at most"),
        pl.format("{} to {}", _percent("low").str.strip_suffix(" %"), _percent("high")).alias("95 %"),
        pl.col("n_units").alias("sentences judged"),
        pl.col("n_missed").round().cast(pl.Int64).alias("missed in them"),
    )
    return words.table(shown, caption="Found, of the statements that are there")


def agreement(found: pl.DataFrame) -> Any:
    """Table by question: Krippendorff's alpha with its interval, and what it rests on; a sentence where nobody was a second."""
    told = found.filter(pl.col("n_units") > 0)
    if told.is_empty():
        return words.Basis("No statement was judged by two people yet, so nothing can be said of how far people agree.")
    limits = [
        row["note"] or f"{row['low']:.2f} to {row['high']:.2f}".replace("-", "−") for row in told.iter_rows(named=True)
    ]
    shown = told.select(
        pl.col("question").replace(QUESTIONS),
        pl.col("value").alias("alpha"),
        pl.Series("95 %", limits),
        _percent("agreement").alias("same answer"),
        pl.col("n_units").alias("judged by two"),
    )
    return words.table(shown, caption="Agreement, question by question")


def _percent(column: str) -> pl.Expr:
    return pl.format("{} %", (100 * pl.col(column)).round().cast(pl.Int64))


def precision(found: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Small multiples, one per question: share of what was found that people call right, by outlet, all outlets first."""
    said = "Dots with 95% intervals, one panel per question, one row per outlet: share of judged statements that are right."
    if found.is_empty():
        return Figure("checked-precision", None, found, NOBODY, said, None, (Notice("note", f"{NOBODY}."),))
    whole = found.filter(pl.col("outlet").is_null(), pl.col("question") == "whole")
    title = _right(whole.row(0, named=True)) if whole.height else "What people judged, question by question"
    shown = found.with_columns(pl.col("question").replace_strict(QUESTIONS), all=pl.col("outlet").is_null())
    order = [q for q in QUESTIONS.values() if q in shown["question"]]
    names = shown.sort("outlet", nulls_last=False)["outlet_name"].unique(maintain_order=True).to_list()
    chart = (
        alt.layer(*_shares(shown, names))
        .properties(width=_PANEL, height=alt.Step(26))
        .facet(alt.Facet("question:N", sort=order, header=_wrapped(order)).title(None), columns=3, spacing=20)
    )
    lines = (
        "Dot: share that people call right, with its 95% interval. The first row is all outlets, weighted by what each has.",
    )
    return Figure("checked-precision", theme.titled(chart, title, lines), found, title, said, evidence, _few(found))


def confusion(rows: pl.DataFrame, what: str, *, refusal: str = "") -> Figure:
    """Matrix: what sources are (rows) by what the program called them (columns), as shares of each row."""
    said = "Matrix of kinds of source as people label them by kinds as the program gave them; each number is a share of its row."
    why = refusal.removeprefix("not corrected: ")
    notices = (Notice("note", f"Shares are not corrected with these: {why}."),) if refusal else ()
    kinds = rows.filter(pl.col("gold") != "no statement")
    same = kinds.filter(pl.col("gold") == pl.col("given"))
    found = kinds.filter(pl.col("given") != "not found")
    if kinds.is_empty():
        return Figure(
            "source-type-errors",
            None,
            rows,
            "No kind of source was labelled",
            said,
            None,
            notices or (Notice("note", f"{NOBODY}."),),
        )
    right = float(same["n"].sum()) / max(float(found["n"].sum()), 1.0)
    title = f"Of the labelled statements that were found, {right:.0%} have the kind of source that a person gives them"
    shown = rows.with_columns(pl.col("gold", "given").replace_strict(_NAMES), same=pl.col("gold") == pl.col("given"))
    lines = (
        f"Rows: what the source is, and how many were labelled. Columns: what the program says (“No statement”: of all that it found). {what[:1].upper()}{what[1:]}.",
    )
    return Figure("source-type-errors", theme.titled(_matrix(shown), title, lines), rows, title, said, None, notices)


def reliability(
    curve: pl.DataFrame, rising: pl.DataFrame, error: pl.DataFrame, what: str, *, name: str = "reliability"
) -> Figure:
    """Reliability curve: share right by score, with intervals, the rising curve that fits best, and the line where both are equal."""
    said = "Dots with 95% intervals: share of statements that are right, by the program's score; the diagonal is where both are equal."
    row = error.row(0, named=True)
    if curve.is_empty():
        why = f"Too few judged statements to say what a score is worth ({row['n_units']})"
        return Figure(name, None, curve, why, said, None, (Notice("note", f"{why}."),))
    title = _meant(row)
    line = f"Dot: share right in a tenth of the statements, with its 95% interval. Shade: the rising curve that fits best. On the diagonal a score means what it says. {what}."
    error_line = (
        f"On average a score lies {_points(row['value'])} percentage points from the share right ({_points(row['low'])} to"
        f" {_points(row['high'])}); scores without fault would show up to {_points(row['by_chance'])} by chance."
    )
    return Figure(name, theme.titled(_curve(curve, rising), title, (line, error_line)), curve, title, said)


def corrected(shares: pl.DataFrame, what: str, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Small multiples, one per outlet: share of its statements by kind of source, as counted and corrected for measured errors."""
    said = "Small multiples, one per outlet: share of its statements by kind of source, as counted (diamond) and corrected (dot)."
    told = shares.drop_nulls("estimate")
    if told.is_empty():
        return _uncorrected(shares, said)
    title = _shift(told)
    lines = (
        "Both with 95% intervals; that of the corrected share holds the uncertainty of the correction, too.",
        f"Corrected by {what}.",
    )
    lost = shares.filter(pl.col("estimate").is_null(), pl.col("counted") > 0)["category"].unique().sort().to_list()
    kinds = ", ".join(KINDS[each].lower() for each in lost)
    notices = (Notice("note", f"Too few were labelled to correct these kinds: {kinds}."),) if lost else ()
    drawn = theme.titled(_both(shares), title, lines)
    return Figure("corrected-shares", drawn, shares, title, said, evidence, notices)


def _uncorrected(shares: pl.DataFrame, said: str) -> Figure:
    title = "The shares cannot be corrected for the program's errors"
    why = shares["note"].unique().sort().to_list()[:1] or ["no statement was found"]
    notice = Notice("note", f"{title}: {why[0].removeprefix('not corrected: ')}.")
    return Figure("corrected-shares", None, shares, title, said, None, (notice,))


def _both(shares: pl.DataFrame) -> alt.FacetChart:
    told = shares.drop_nulls("estimate")
    sides = [_side(told, "estimate", _SIDES[0]), _side(shares, "counted", _SIDES[1])]
    shown = pl.concat(sides).with_columns(pl.col("category").replace_strict(KINDS))
    names = sorted(set(shown["outlet_name"]))
    columns = min(3, len(names))
    width = (theme.WIDTH - 110) / columns - 24
    facet = alt.Facet("outlet_name:N", sort=names, header=alt.Header(labelLimit=width)).title(None)
    panel = alt.layer(*_pairs(shown)).properties(width=width, height=alt.Step(30, **{"for": "position"}))
    return panel.facet(facet, columns=columns, spacing={"row": 22, "column": 24})


def _shares(shown: pl.DataFrame, names: list[str]) -> list[alt.Chart]:
    y = alt.Y("outlet_name:N", sort=names).title(None).axis(**rows_axis({n: short(n, 24) for n in names}))
    colour = alt.Color("all:N").scale(domain=[False, True], range=[theme.MORE, theme.INK]).legend(None)
    tips = ["question:N", "outlet_name:N", alt.Tooltip("value:Q", format=".0%"), "n_units:Q", "n_articles:Q"]
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, 1])).title(None).axis(format="%", tickCount=3)
    base = alt.Chart(shown)
    return [
        base.mark_rule(strokeWidth=2.5, opacity=0.55).encode(alt.X("low:Q"), y, alt.X2("high:Q"), colour),
        base.mark_point(filled=True, size=75, opacity=1).encode(x, y, colour, tooltip=tips),
    ]


def _wrapped(names: list[str]) -> alt.Header:
    """Headings of panels that stay as wide as the panels."""
    lines = {name: textwrap.wrap(name, 24) for name in names}
    return alt.Header(labelExpr=f"({json.dumps(lines)})[datum.value]", labelLimit=_PANEL, labelLineHeight=16)


def _matrix(shown: pl.DataFrame) -> alt.LayerChart:
    present = [name for name in _NAMES.values() if name in shown["gold"]]
    given = [name for name in _NAMES.values() if name in shown["given"]]
    counts = dict(shown.select("gold", "n_gold").iter_rows())
    labels = {name: f"{name} ({counts[name]:.0f})" for name in present}
    base = alt.Chart(shown).encode(
        alt.X("given:N", sort=given).title(None).axis(orient="top", labelAngle=-35, labelAlign="left", labelLimit=140),
        alt.Y("gold:N", sort=present).title(None).axis(**rows_axis(labels)),
    )
    # Digits are black where the ground is light and white where it is dark: both reach 4.5 : 1 everywhere.
    cells = base.mark_rect(stroke=theme.PAPER, strokeWidth=2).encode(
        color=alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=["#eef3f7", "#004c7a"])).legend(None),
        tooltip=["gold:N", "given:N", alt.Tooltip("n:Q", format=".0f"), alt.Tooltip("share:Q", format=".0%")],
    )
    dark = alt.condition("datum.share > 0.72", alt.value(theme.PAPER), alt.value("#000000"))
    digits = base.mark_text(fontSize=12, fontWeight=600).encode(text=alt.Text("share:Q", format=".0%"), color=dark)
    return alt.LayerChart(layer=[cells, digits]).properties(width=alt.Step(62), height=alt.Step(theme.STEP))


def _curve(curve: pl.DataFrame, rising: pl.DataFrame) -> alt.LayerChart:
    x = alt.X("score:Q", scale=alt.Scale(domain=[0, 1])).title("the program's score").axis(format="%", tickCount=5)
    y = (
        alt.Y("value:Q", scale=alt.Scale(domain=[0, 1]))
        .title("share that is right")
        .axis(format="%", tickCount=5, grid=True)
    )
    equal = alt.Chart(pl.DataFrame({"score": [0.0, 1.0], "value": [0.0, 1.0]})).mark_line(
        color=theme.REST, strokeDash=[4, 4], strokeWidth=1.5
    )
    tips = [
        alt.Tooltip("score:Q", format=".2f"),
        alt.Tooltip("value:Q", format=".0%", title="right"),
        "n_units:Q",
        "n_articles:Q",
    ]
    dots = alt.Chart(curve)
    band = alt.Chart(rising)
    layers = [
        equal.encode(x, y),
        band.mark_area(color=theme.MORE, opacity=0.16).encode(x, alt.Y("low:Q"), alt.Y2("high:Q")),
        band.mark_line(color=theme.MORE, strokeWidth=1.5).encode(x, y),
        dots.mark_rule(color=theme.MORE, strokeWidth=2.5, opacity=0.7).encode(x, alt.Y("low:Q"), alt.Y2("high:Q")),
        dots.mark_point(filled=True, size=85, color=theme.MORE, opacity=1).encode(x, y, tooltip=tips),
    ]
    return alt.LayerChart(layer=layers).properties(width=440, height=380)


def _pairs(shown: pl.DataFrame) -> list[alt.Chart]:
    """The counted share as a ring, the corrected one below it as a dot, both with their interval."""
    present = [kind for kind in KINDS.values() if kind in shown["category"]]
    y = alt.Y("category:N", sort=present).title(None)
    apart = alt.YOffset("side:N", sort=list(_SIDES)).scale(range=[9, 20])
    scale = alt.Scale(domain=list(_SIDES), range=[theme.MORE, "#6f6f6b"])
    colour = alt.Color("side:N", scale=scale, legend=alt.Legend(offset=12))
    shape = alt.Shape("side:N", scale=alt.Scale(domain=list(_SIDES), range=["circle", "diamond"]))
    top = float(shown.select(pl.max_horizontal("high", "value").max()).item() or 1.0)
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, min(1.0, top + 0.02)])).title(None).axis(format="%", tickCount=3)
    tips = ["outlet_name:N", "category:N", "side:N", alt.Tooltip("value:Q", format=".0%"), "n_articles:Q"]
    base = alt.Chart(shown)
    return [
        base.mark_rule(strokeWidth=2, opacity=0.55).encode(alt.X("low:Q"), y, alt.X2("high:Q"), colour, apart),
        base.mark_point(filled=True, size=60, opacity=1).encode(x, y, colour, shape, apart, tooltip=tips),
    ]


def _side(shares: pl.DataFrame, stem: str, side: str) -> pl.DataFrame:
    return shares.select(
        *("key", "outlet_name", "category", "n_articles"),
        value=stem,
        low=f"{stem}_low",
        high=f"{stem}_high",
        side=pl.lit(side),
    )


def _right(row: dict[str, Any]) -> str:
    return (
        f"Statement, words and speaker are right in {row['value']:.0%} of what the program found"
        f" ({row['low']:.0%} to {row['high']:.0%}; {row['n_units']} judged)"
    )


def _points(share: float) -> str:
    return f"{100 * share:.1f}"


def _meant(row: dict[str, Any]) -> str:
    """Whether scores mean what they say, in one sentence."""
    if not row["clear"]:
        return "A score means about what it says: no gap beyond chance was found"
    gap = row["mean_score"] - row["mean_right"]
    if abs(gap) < row["value"] / 2:
        return f"Scores are off by {_points(row['value'])} percentage points on average, some too high and some too low"
    told = "promise more than they hold" if gap > 0 else "promise less than they hold"
    return f"Scores {told}: {row['mean_score']:.0%} on average, where {row['mean_right']:.0%} are right"


def _shift(told: pl.DataFrame) -> str:
    """The share that the correction moves most, if it moves any by more than the correction itself is unsure of."""
    beyond = ~pl.col("counted").is_between(pl.col("estimate_low"), pl.col("estimate_high"))
    moved = told.filter(beyond).sort((pl.col("estimate") - pl.col("counted")).abs(), descending=True)
    if moved.is_empty():
        return "Corrected for the program's measured errors, no share moves by more than the correction is unsure of"
    row = moved.row(0, named=True)
    kind = KINDS[row["category"]]
    return f"{kind} in {row['outlet_name']}: {row['counted']:.0%} as counted, {row['estimate']:.0%} corrected for measured errors"


def _few(found: pl.DataFrame) -> tuple[Notice, ...]:
    names = found.filter(pl.col("note") != "", pl.col("outlet").is_not_null())["outlet_name"].unique().sort().to_list()
    said = (
        f"Judged in fewer than five articles, so that the interval takes each statement for itself: {', '.join(names)}."
    )
    return (Notice("note", said),) if names else ()
