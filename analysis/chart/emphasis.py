"""Measured emphasis → figures: how much, which themes, what headlines carry, which words set an outlet apart."""

import json
from typing import Final

import altair as alt
import polars as pl

from analysis.chart import dots, theme
from analysis.chart.dots import rows_axis, short
from analysis.chart.figure import Figure, Notice, found_nothing

PLACES: Final = {
    "headline": "headlines",
    "standfirst": "standfirsts",
    "first_third": "opening thirds",
}
"""Where a theme can stand out, as readers know it."""


def volume(table: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Three columns, one row per outlet: articles, words, and words per article with its interval."""
    title = _most(table)
    said = "Bars, one row per outlet: articles and words; dots with 95% intervals: words per article."
    if table.is_empty():
        return Figure("volume", None, table, title, said, evidence)
    shown = table.with_columns(
        verdict=_verdict(pl.col("value") > pl.col("average")),
        share_of_words=_percent("words_share"),
        average=pl.when(pl.col("p").is_not_null()).then("average"),
    )
    order = table["outlet_name"].to_list()
    names = rows_axis({name: short(name, 26) for name in order})
    y = alt.Y("outlet_name:N", sort=order).title(None)
    panels = [
        _bars(shown, "articles", "articles", y.axis(**names), "Articles"),
        _bars(shown, "words", "share_of_words", y.axis(None), "Words, and share of all"),
        _lengths(shown, y.axis(None)),
    ]
    lines = ("Bars count what was collected; see the ledger for what may be missing.", *_dot_line(table))
    chart = theme.titled(alt.hconcat(*panels, spacing=26), title, lines)
    return Figure("volume", chart, table, title, said, evidence, _few(table))


def theme_share(table: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Small multiples, one per outlet: share of sentences about each theme, in points from the average of the others."""
    title = _themes_title(table)
    said = "Small multiples, one per outlet: share of sentences per theme minus the average of the other outlets."
    if table.is_empty():
        return Figure("theme-share", None, table, title, said, evidence)
    if table["value"].null_count() == table.height:
        return _shares(table, ("theme-share", "sentences"), "share of the outlet's sentences about a theme", evidence)
    shown = table.with_columns(
        verdict=_verdict(pl.col("value") > 0), **{f"{c}_points": 100 * pl.col(c) for c in ("value", "low", "high")}
    )
    tests, budget = (_largest(table, column) for column in ("n_tests", "budget"))
    lines = (
        "Share of an outlet's sentences about a theme, in percentage points from the average of the others.",
        f"First {budget} words of each article; bars: 95% intervals. Grey: could be chance, with {tests} comparisons.",
    )
    return Figure("theme-share", theme.titled(_facets(shown), title, lines), table, title, said, evidence, _few(table))


def headline_share(table: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Small multiples, one per outlet: share of its headlines (or standfirsts, first thirds) that carry each theme."""
    place = table["place"].item(0) if table.height else "headline"
    name, where = f"{place.replace('_', '-')}-share", PLACES[place]
    return _shares(table, (name, where), f"share of the outlet's {where} with a word of the theme", evidence)


def distinctive_words(table: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """One panel per outlet: the words that set it apart, and how many times as often it uses them."""
    title = _words_title(table)
    said = "One panel per outlet: words, and how many times as likely each is there as in the other outlets."
    drawn = table.drop_nulls("word")
    if drawn.is_empty():
        notices = _few(table) or found_nothing(title, table.height)
        return Figure("distinctive-words", None, table, title, said, evidence, notices)
    shown = drawn.with_columns(
        verdict=_verdict(pl.lit(value=True)),
        times=pl.col("value").exp(),
        from_times=pl.col("low").exp(),
        to_times=pl.col("high").exp(),
    )
    panels = [_panel(one, shown) for one in shown.partition_by("outlet", maintain_order=True)]
    chart = alt.concat(*panels, columns=min(3, len(panels)), spacing={"row": 26, "column": 18}).resolve_scale(
        color="shared", shape="shared"
    )
    tests, budget = (_largest(table, column) for column in ("n_tests", "budget"))
    lines = (
        "How many times as likely a word is here as in the other outlets together; bars: 95% intervals.",
        f"Grey: could be chance ({tests:,} comparisons). First {budget} words of each article.",
    )
    return Figure("distinctive-words", theme.titled(chart, title, lines), table, title, said, evidence, _few(table))


def _facets(shown: pl.DataFrame) -> alt.FacetChart:
    themes = shown["theme"].unique(maintain_order=True).to_list()
    counts = dict(shown.group_by("outlet_name", maintain_order=True).agg(pl.col("n_articles").max()).iter_rows())
    columns = min(3, len(counts))
    width = (theme.WIDTH - 130) / columns - 24
    labels = {
        name: [short(name, int(width / 7)), dots.counted(n) if n else "no full text"] for name, n in counts.items()
    }
    header = alt.Header(labelExpr=f"({json.dumps(labels)})[datum.value]", labelLimit=width, labelLineHeight=16)
    return (
        alt.layer(*_from_average(shown, themes))
        .properties(width=width, height=alt.Step(24))
        .facet(
            alt.Facet("outlet_name:N", sort=list(counts), header=header).title(None),
            columns=columns,
            spacing={"row": 22, "column": 24},
        )
    )


def _from_average(shown: pl.DataFrame, themes: list[str]) -> list[alt.Chart]:
    edges = shown.select(pl.max_horizontal(pl.col("low_points", "high_points", "value_points").abs().max())).item()
    reach = max(1.0, float(edges or 0) * 1.04)
    label = "datum.value === 0 ? 'average' : format(datum.value, '+d')"
    axis = alt.Axis(values=_ticks(reach), labelExpr=label)
    x = alt.X("value_points:Q", scale=alt.Scale(domain=[-reach, reach], nice=False), axis=axis).title(None)
    y = alt.Y("theme:N", sort=themes).title(None)
    base = alt.Chart(shown)
    tips = [
        alt.Tooltip("outlet_name:N", title="outlet"),
        alt.Tooltip("theme:N"),
        alt.Tooltip("share:Q", format=".1%", title="share of sentences"),
        alt.Tooltip("average:Q", format=".1%", title="others"),
        alt.Tooltip("value_points:Q", format="+.1f", title="points from the others"),
        alt.Tooltip("n_hits:Q", title="sentences"),
        alt.Tooltip("note:N"),
    ]
    return [
        base.mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.datum(0, type="quantitative")),
        base.mark_rule(strokeWidth=2.5, opacity=0.55).encode(
            alt.X("low_points:Q"), y, _colour(shown), x2="high_points:Q"
        ),
        base.mark_point(filled=True, size=85, opacity=1).encode(x, y, _colour(shown), _shape(shown), tooltip=tips),
    ]


def _panel(one: pl.DataFrame, shown: pl.DataFrame) -> alt.LayerChart:
    """One outlet's words, on a scale that all outlets share."""
    columns = min(3, shown["outlet"].n_unique())
    width = (theme.WIDTH - 110 * columns) / columns
    scale, axis = _times(shown)
    y = alt.Y("word:N", sort=one["word"].to_list()).title(None).axis(labelLimit=104)
    base = alt.Chart(one)
    interval = base.mark_rule(strokeWidth=2.5, opacity=0.55)
    layers = [
        base.mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.datum(1, type="quantitative")),
        interval.encode(alt.X("from_times:Q", scale=scale), y, _colour(shown), x2="to_times:Q"),
        base.mark_point(filled=True, size=85, opacity=1).encode(
            alt.X("times:Q", scale=scale, axis=axis).title(None), y, _colour(shown), _shape(shown), tooltip=_word_tips()
        ),
    ]
    name, n = one.select("outlet_name", "n_articles").row(0)
    heading = _heading([short(name, int((width + 90) / 7.5)), dots.counted(n)])
    return alt.LayerChart(layer=layers).properties(width=width, height=alt.Step(22), title=heading)


def _times(shown: pl.DataFrame) -> tuple[alt.Scale, alt.Axis]:
    """A logarithmic scale of how many times as likely; the ends of the widest intervals are cut off."""
    low, high = (float(shown[c].quantile(q) or 1) for c, q in (("from_times", 0.1), ("to_times", 0.95)))
    low, high = min(0.9, max(low, 0.4)), max(2.4, min(high, 70.0))
    scale = alt.Scale(type="log", base=2, domain=[low, high], nice=False, clamp=True)
    ticks = [4**n for n in range(4) if 4**n <= 0.9 * high] if high > 10 else [1, 2, 4][: 3 if high > 4.4 else 2]
    return scale, alt.Axis(values=ticks, labelExpr="'×' + datum.value")


def _word_tips() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("word:N"),
        alt.Tooltip("times:Q", format=".1f", title="times as likely"),
        alt.Tooltip("rate:Q", format=".2f", title="per 1,000 words"),
        alt.Tooltip("others_rate:Q", format=".2f", title="per 1,000 words elsewhere"),
        alt.Tooltip("in_articles:Q", title="articles with it"),
        alt.Tooltip("n_articles:Q", title="of"),
    ]


def _bars(shown: pl.DataFrame, length: str, label: str, y: alt.Y, heading: str) -> alt.LayerChart:
    top = float(shown[length].max() or 1)  # type: ignore[arg-type]
    x = alt.X(f"{length}:Q", scale=alt.Scale(domain=[0, top * 1.3])).title(None).axis(None)
    base = alt.Chart(shown)
    tips = [alt.Tooltip("outlet_name:N", title="outlet"), alt.Tooltip("articles:Q"), alt.Tooltip("words:Q")]
    text = f"{label}:{'N' if label == 'share_of_words' else 'Q'}"
    layers = [
        base.mark_bar(height=16, color=theme.MORE).encode(x, y, tooltip=tips),
        base.mark_text(align="left", dx=5).encode(x, y, text=text),
    ]
    return alt.LayerChart(layer=layers).properties(width=120, height=alt.Step(theme.STEP), title=_heading(heading))


def _lengths(shown: pl.DataFrame, y: alt.Y) -> alt.LayerChart:
    top = float(shown.select(pl.max_horizontal("high", "value", "average").max()).item() or 1)
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, top * 1.02])).title(None).axis(tickCount=4)
    base = alt.Chart(shown)
    tips = [
        alt.Tooltip("outlet_name:N", title="outlet"),
        alt.Tooltip("value:Q", format=".0f", title="words per article"),
        alt.Tooltip("average:Q", format=".0f", title="others"),
        alt.Tooltip("n_articles:Q", title="articles with text"),
        alt.Tooltip("note:N"),
    ]
    layers = [
        base.mark_rule(strokeWidth=2.5, opacity=0.55).encode(alt.X("low:Q"), y, _colour(shown), x2="high:Q"),
        base.mark_tick(color=theme.INK, thickness=2, size=15).encode(alt.X("average:Q"), y),
        base.mark_point(filled=True, size=85, opacity=1).encode(x, y, _colour(shown), _shape(shown), tooltip=tips),
    ]
    return alt.LayerChart(layer=layers).properties(
        width=190, height=alt.Step(theme.STEP), title=_heading("Words per article")
    )


def _largest(table: pl.DataFrame, column: str) -> int:
    return max(table[column].to_list(), default=0)


def _heading(words: str | list[str]) -> alt.Title:
    return alt.Title(words, fontSize=13, fontWeight=600, anchor="start", frame="group", offset=6)


def _shares(table: pl.DataFrame, what: tuple[str, str], subject: str, evidence: pl.DataFrame | None) -> Figure:
    name, where = what
    text = dots.Text(
        name=name,
        nothing="There is nothing to look for themes in",
        same=f"No clear difference in the themes of the outlets’ {where}",
        finding=f"“{{category}}” is in {{own}} of {{outlet}}’s {where}, and in {{rest}} elsewhere",
        subject=subject,
    )
    named = {"share": "estimate", "share_low": "estimate_low", "share_high": "estimate_high", "theme": "category"}
    themes = table["theme"].unique(maintain_order=True).to_list()
    return dots.shares(table.rename(named), text, order=themes, evidence=evidence)


def _verdict(more: pl.Expr) -> pl.Expr:
    """What a mark says; *more* is whether the outlet lies above the others."""
    return (
        pl.when(pl.col("low").is_null())
        .then(pl.lit(dots.VERDICTS[3]))
        .when(pl.col("p").is_null())
        .then(pl.lit(dots.VERDICTS[4]))
        .when(~pl.col("clear"))
        .then(pl.lit(dots.VERDICTS[1]))
        .when(more)
        .then(pl.lit(dots.VERDICTS[2]))
        .otherwise(pl.lit(dots.VERDICTS[0]))
    )


def _scale(shown: pl.DataFrame, values: tuple[str, ...]) -> alt.Scale:
    present = [verdict for verdict in dots.VERDICTS if verdict in shown["verdict"]]
    return alt.Scale(domain=present, range=[values[dots.VERDICTS.index(verdict)] for verdict in present])


def _colour(shown: pl.DataFrame) -> alt.Color:
    return alt.Color("verdict:N", scale=_scale(shown, dots.COLOURS), legend=alt.Legend(offset=12))


def _shape(shown: pl.DataFrame) -> alt.Shape:
    return alt.Shape("verdict:N", scale=_scale(shown, dots.SHAPES))


def _ticks(reach: float) -> list[int]:
    """Nought, and to either side one round step that lies well apart from it."""
    round_steps = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50, 60, 80)
    step = max(step for step in round_steps if step <= max(0.85 * reach, 1))
    return [-step, 0, step]


def _percent(column: str) -> pl.Expr:
    share = (100 * pl.col(column)).round().cast(pl.Int64, strict=False)
    words = pl.col("words").cast(pl.String).str.replace(r"(\d)(\d{3})$", "$1,$2").str.replace(r"(\d)(\d{3}),", "$1,$2,")
    return (
        pl.when(pl.col("n_articles") == 0).then(pl.lit("no full text")).otherwise(pl.format("{} ({}%)", words, share))
    )


def _most(table: pl.DataFrame) -> str:
    """Who wrote most, and how much of all that is."""
    if table.is_empty():
        return "No article tells the event"
    total = int(table["articles"].sum())
    first = table.row(0, named=True)
    if table.height == 1:
        return f"{first['outlet_name']} alone: {dots.counted(total)}, and no other outlet to compare with"
    tied = table.filter(articles=first["articles"])["outlet_name"].to_list()
    if len(tied) > 1:
        if len(tied) == table.height:
            return f"Every outlet has {dots.counted(first['articles'])} of the {total} found"
        names = ", ".join(short(name, 28) for name in tied[:-1]) + f" and {short(tied[-1], 28)}"
        return f"{len(tied)} outlets have most, {first['articles']} of the {total} articles found each: {names}"
    told = f"{first['outlet_name']} has {first['articles']} of the {total} articles found"
    return f"{told} and {first['words_share']:.0%} of the words" if table["words"].sum() else told


def _themes_title(table: pl.DataFrame) -> str:
    """The widest clear gap in words, or that there is none."""
    clear = table.filter("clear").sort(pl.col("value").abs(), descending=True)
    if clear.height:
        row = clear.row(0, named=True)
        turn = "dwells on" if row["value"] > 0 else "says little of"
        own, rest = f"{row['share']:.0%}", f"{row['average']:.0%}"
        return f"{row['outlet_name']} {turn} “{row['theme']}”: {own} of its sentences, {rest} elsewhere"
    if table.is_empty():
        return "There is nothing to look for themes in"
    if table["low"].null_count() == table.height:
        return "Too few articles to compare the outlets’ themes"
    return "No clear difference in the themes that outlets dwell on"


def _words_title(table: pl.DataFrame) -> str:
    clear = table.filter("clear").sort("z", descending=True)
    if clear.height:
        row = clear.row(0, named=True)
        times = f"{2.718281828459045 ** row['value']:.1f}"
        return f"“{row['word']}” is {row['outlet_name']}’s word: {times} times as likely there as elsewhere"
    if table["word"].null_count() == table.height and not _largest(table, "n_tests"):
        return "Too few articles to find words that set an outlet apart"
    return "No word clearly sets one outlet apart from the others"


def _dot_line(table: pl.DataFrame) -> tuple[str, ...]:
    tests, clear = int(table["p"].count()), int(table["clear"].sum())
    if not tests:
        return ()
    return (
        f"Dot: words per article, 95% interval; tick: average of the others. {clear} of {tests} differences clear.",
    )


def _few(table: pl.DataFrame) -> tuple[Notice, ...]:
    """Outlets that cannot be compared, and why."""
    told = table.filter(pl.col("note") != "").unique("outlet", maintain_order=True)
    each = [f"{name} ({n}): {note}" for name, n, note in told.select("outlet_name", "n_articles", "note").iter_rows()]
    return (Notice("note", "; ".join(each)),) if each else ()
