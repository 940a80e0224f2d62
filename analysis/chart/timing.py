"""Measured times → figures: who was first as far as it can be told, every article, pace, and what was revised."""

from datetime import timedelta
from typing import Any, Final

import altair as alt
import polars as pl

from analysis.chart import clock, dots, theme
from analysis.chart.figure import Figure, Notice, found_nothing

VERDICTS: Final = {
    "first": ("First", theme.PALETTE[0], "circle"),
    "after": ("After another outlet", "#5a5a5a", "triangle-right"),
    "cannot tell": ("Cannot tell", theme.PALETTE[1], "square"),
    "none": ("Not compared", "#34495e", "circle"),
}
KINDS: Final = {
    "first report": ("First report", theme.PALETTE[0], "circle"),
    "later article": ("Later article", "#5a5a5a", "M-0.18,-1H0.18V1H-0.18Z"),
    "revision": ("Revision", theme.PALETTE[1], "diamond"),
    "agency copy": ("Agency copy", theme.PALETTE[3], "square"),
}
"""Kinds of marks on the strip: word, colour, shape (a path needs an area: a mere stroke vanishes when filled)."""

FACTS: Final = {"headline": "Headline", "figures": "Figures", "sources": "Sources", "words": "Other words"}
BAND: Final = "#c6dbe8"
WIDTH: Final = theme.WIDTH - 120
APART: Final = 17
"""Pixels between two names at the ends of lines."""
HEIGHT: Final = 300
SLACK: Final = timedelta(days=1)


def first_reports(table: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Strip: when each outlet first told the event, the span in which that must lie, and its lag behind the first."""
    title, said = _first(table), "One row per outlet, by time: its first report, and the span in which it must lie."
    if not table["at"].count():
        return Figure("first-reports", None, table, title, said, evidence, found_nothing(title, table.height))
    start, end = clock.reach(table, "at", "earliest_at", "latest_at")
    shown = _worded(table, start, end)
    chart = alt.layer(*_first_marks(shown, clock.axis("at", start, end))).properties(
        width=WIDTH, height=alt.Step(theme.STEP + 10)
    )
    copies = {"leave out": "left out", "count": "counted"}[table["agency_copy"][0]]
    lines = (
        "Mark: the time that the article itself gives. Bar: the span in which the true time must lie.",
        f"Label: lag behind the first. Times in UTC; agency copy {copies}.",
        *_of_the_precise(table),
    )
    return Figure("first-reports", theme.titled(chart, title, lines), table, title, said, evidence, _notes(table))


def articles(strip: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Strip: every article and revision of every outlet by its time; bars where only the day is known."""
    title, said = _pace(strip), "Timeline, one row per outlet by its first report: articles and revisions seen."
    timed, notices = _drawable(strip)
    if timed.is_empty():
        return Figure("articles", None, strip, title, said, evidence, found_nothing(title, strip.height))
    start, end = clock.reach(timed, "at", "latest_at")
    marks = alt.layer(*_strip_marks(timed, clock.axis("at", start, end)))
    chart = marks.properties(width=WIDTH, height=alt.Step(theme.STEP + 10))
    lines = (
        "Large dot: the outlet's first report. Blue bar: a day, and how many articles give no more than that.",
        "Thin line before a revision: it was made between two of our captures. Times in UTC.",
    )
    return Figure("articles", theme.titled(chart, title, lines), strip, title, said, evidence, notices)


def cumulative(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Steps: how many of the *looked_at* articles each outlet had out by a time; a band where only the day is known."""
    title, said = _volume(table), "Step lines, one per outlet: articles published by a time; band: possibly published."
    if table.is_empty():
        return Figure("cumulative", None, table, title, said, evidence, found_nothing(title, looked_at))
    chart = alt.layer(*_steps(table)).properties(width=WIDTH, height=HEIGHT)
    lines = (
        "Line: articles with a time of their own, surely out by then. Band: possibly, where only the day is known.",
    )
    return Figure("cumulative", theme.titled(chart, title, lines), table, title, said, evidence)


def half_life(table: pl.DataFrame, *, evidence: pl.DataFrame | None = None) -> Figure:
    """Dots with intervals: hours from an outlet's first article until half of its later ones were out."""
    text = dots.Text(
        name="half-life",
        nothing="No outlet has later articles whose hour is known",
        same="No clear difference in how soon the later articles followed",
        finding="{outlet}: half of its later articles within {own} h, of the others' within {rest} h",
        others="the same for all other outlets",
        subject="hours until half of the later articles were out",
        share=False,
    )
    shown = table.filter(pl.col("value").is_not_null()).with_columns(
        category=pl.lit("hours after the outlet's own first article"),
        estimate="value",
        estimate_low="low",
        estimate_high="high",
        average="others",
        value=pl.col("value") - pl.col("others"),
    )
    return dots.numbers(shown, text, looked_at=table.height, evidence=evidence)


def revisions(table: pl.DataFrame, *, looked_twice: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Matrix: outlets by what they changed in articles that were already out, of those that were *looked_twice* at."""
    title = _revised(table, looked_twice)
    said = "Matrix of outlets by what changed: headline, figures, sources or other words."
    if not table["n_units"].sum():
        return Figure("revisions", None, table, title, said, evidence, found_nothing(title, table.height))
    shown = table.with_columns(what=pl.col("category").replace_strict({**FACTS, "any": "Any"}))
    chart = alt.layer(*_cells(shown)).properties(width=alt.Step(96), height=alt.Step(theme.STEP + 4))
    lines = ("Articles of which we saw a second version, by what it changed; the darker, the larger the share.",)
    return Figure("revisions", theme.titled(chart, title, lines), table, title, said, evidence)


def _drawable(strip: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Notice, ...]]:
    """What has a place on the axis, and a word on what has none."""
    timed = strip.filter(pl.col("at").is_not_null())
    seen = pl.col("precision") == "seen"
    span: Any = timed.filter(~seen).select(last=pl.col("latest_at").max(), first=pl.col("at").min()).row(0)
    late = pl.lit(value=False) if None in span else seen & (pl.col("at") > span[0] + (span[0] - span[1]) / 4 + SLACK)
    untimed, after = strip.filter(pl.col("at").is_null()).height, timed.filter(late).height
    said = [
        f"{dots.counted(untimed)} without a published time: not drawn." if untimed else "",
        f"{after} later version{'s' * (after > 1)} met long after the event, at a time unknown: not drawn."
        if after
        else "",
    ]
    return timed.filter(~late), tuple(Notice("note", what) for what in said if what)


def _cells(shown: pl.DataFrame) -> list[alt.Chart]:
    """One cell for outlet and kind of change, with its number."""
    counts = dict(shown.sort("outlet_name").select("outlet_name", "n_articles").iter_rows())
    labels = dots.rows_axis({name: f"{dots.short(name, 30)} ({n})" for name, n in counts.items()})
    base = alt.Chart(shown).encode(
        alt.X("what:N", sort=["Any", *FACTS.values()]).title(None).axis(orient="top", labelAngle=0),
        alt.Y("outlet_name:N", sort=list(counts)).title(None).axis(**labels),
    )
    shades = alt.Scale(domain=[0, 1], range=["#f1f1ee", theme.MORE], interpolate="rgb")
    tips = ["outlet_name", "what", "n_units", alt.Tooltip("value:Q", format=".0%"), "n_articles"]
    ink = alt.condition("datum.value > 0.5", alt.value(theme.PAPER), alt.value(theme.INK))
    return [
        base.mark_rect(stroke=theme.PAPER, strokeWidth=3).encode(
            color=alt.Color("value:Q", scale=shades, legend=None), tooltip=tips
        ),
        base.mark_text(fontWeight=600).encode(text="n_units:Q", color=ink),
    ]


def _worded(table: pl.DataFrame, start: Any, end: Any) -> pl.DataFrame:
    """Adds what the marks need: verdict in words, label and the side it stands on, ends of the bar, order."""
    late = (pl.col("at") - start).dt.total_seconds() > 0.6 * (end - start).total_seconds()
    exact = pl.col("precision").is_in(["second", "minute"])
    wide = (pl.col("latest_at") - pl.col("earliest_at").fill_null(start)).dt.total_minutes() > 2
    return table.with_columns(
        pl.Series("label", [clock.verdict(row) for row in table.iter_rows(named=True)], dtype=pl.String()),
        pl.col("verdict").replace_strict({key: word for key, (word, _, _) in VERDICTS.items()}),
        place=pl.col("at").fill_null(start),
        mark=pl.when(exact).then("at"),
        late=late.fill_null(value=False),
        bar_from=pl.when(wide).then(pl.max_horizontal(pl.col("earliest_at").fill_null(start), pl.lit(start))),
        bar_to=pl.when(wide).then(pl.min_horizontal("latest_at", pl.lit(end))),
        begin=pl.when(exact).then(pl.col("at").filter(exact).min()),
    )


def _first_marks(shown: pl.DataFrame, x: alt.X) -> list[alt.Chart]:
    """Line from the first report, bar of the span, the mark itself, and its label."""
    y = alt.Y("outlet_name:N", sort=shown["outlet_name"].to_list()).title(None).axis(**_names(shown))
    barred, timed = (alt.Chart(shown.filter(pl.col(column).is_not_null())) for column in ("bar_from", "mark"))
    colour, shape = _told(shown, "verdict", VERDICTS)
    begin, bar, mark = (clock.same(x, column) for column in ("begin", "bar_from", "mark"))
    return _filled(
        timed.mark_rule(strokeWidth=1.5, color=theme.GRID).encode(begin, alt.X2("mark:T"), y),
        barred.mark_rule(strokeWidth=9, opacity=0.3).encode(bar, alt.X2("bar_to:T"), y, colour),
        _marked(timed, 150).encode(mark, y, colour, shape, tooltip=_tips("precision", "label", "note")),
        *(
            _beside(shown.filter(late=late), late=late).encode(clock.same(x, "place"), y, colour)
            for late in (False, True)
        ),
    )


def _beside(rows: pl.DataFrame, *, late: bool) -> alt.Chart:
    """Labels above the line, on the side where there is room."""
    align: Any = "right" if late else "left"
    words: alt.Chart = alt.Chart(rows).mark_text(align=align, dx=4 if late else -4, dy=-15, fontWeight=600)
    return words.encode(text="label:N")


def _strip_marks(timed: pl.DataFrame, x: alt.X) -> list[alt.Chart]:
    """Bars of days, lines before revisions, small marks, and the first reports upon them."""
    order = timed.filter(pl.col("kind") != "revision").sort("at")["outlet_name"].unique(maintain_order=True).to_list()
    y = alt.Y("outlet_name:N", sort=order).title(None).axis(**_names(timed))
    words = timed.with_columns(pl.col("kind").replace_strict({key: word for key, (word, _, _) in KINDS.items()}))
    points, first = words.filter(pl.col("precision") != "day"), pl.col("kind") == KINDS["first report"][0]
    colour, shape = _told(points, "kind", KINDS)
    seen, days = points.filter(pl.col("precision") == "seen"), alt.Chart(_by_day(timed))
    since, middle, tips = clock.same(x, "earliest_at"), clock.same(x, "middle"), _tips("kind", "precision")
    return _filled(
        days.mark_rule(strokeWidth=15, color=BAND).encode(since, alt.X2("latest_at:T"), y),
        days.mark_text(fontSize=11).encode(middle, y, text="n:Q"),
        alt.Chart(seen).mark_rule(strokeWidth=1.5, opacity=0.6).encode(since, alt.X2("latest_at:T"), y, colour),
        _marked(alt.Chart(points.filter(~first)), 75).encode(x, y, colour, shape, tooltip=tips),
        _marked(alt.Chart(points.filter(first)), 170).encode(x, y, colour, shape, tooltip=tips),
    )


def _filled(*layers: alt.Chart) -> list[alt.Chart]:
    """The layers that have something to draw: one without rows has no extent, and spoils the scales of all others."""
    return [layer for layer in layers if len(layer.data)]


def _by_day(timed: pl.DataFrame) -> pl.DataFrame:
    """Articles of which only the day is known, together: they would lie upon each other."""
    days = timed.filter((pl.col("precision") == "day") & (pl.col("kind") != "revision"))
    return (
        days.group_by("outlet_name", "earliest_at", maintain_order=True)
        .agg(pl.col("key").first(), pl.col("latest_at").max(), n=pl.len())
        .with_columns(middle=pl.col("earliest_at") + (pl.col("latest_at") - pl.col("earliest_at")) / 2)
    )


def _told(drawn: pl.DataFrame, column: str, forms: dict[str, tuple[str, str, str]]) -> tuple[alt.Color, alt.Shape]:
    """Colour and shape of the kinds that are drawn; the legend names no other."""
    present = [form for form in forms.values() if form[0] in drawn[column]]
    words, colours, shapes = ([form[i] for form in present] for i in range(3))
    colour = alt.Color(f"{column}:N", legend=alt.Legend(offset=12)).scale(domain=words, range=colours)
    return colour, alt.Shape(f"{column}:N").scale(domain=words, range=shapes)


def _tips(*columns: str) -> list[alt.Tooltip]:
    time = alt.Tooltip("at:T", format="%-d %b %Y %H:%M")
    return [alt.Tooltip("outlet_name:N", title="outlet"), alt.Tooltip("headline:N"), time, *map(alt.Tooltip, columns)]


def _marked(rows: alt.Chart, size: int) -> alt.Chart:
    marks: alt.Chart = rows.mark_point(filled=True, size=size, opacity=0.9)
    return marks


def _steps(table: pl.DataFrame) -> list[alt.Chart]:
    """Bands and step lines that run to the right edge, and the outlets' names at their ends."""
    start, end = clock.reach(table, "at")
    top = table.group_by("outlet", "outlet_name").agg(pl.col("low", "high").max()).with_columns(at=pl.lit(end))
    top = top.sort("low", "outlet_name")
    colour, dash = _lines_of(top["outlet_name"].to_list()[::-1])
    x, most = clock.axis("at", start, end), max(int(value) for value in top["high"])
    y = alt.Y("low:Q").title("articles").axis(tickMinStep=1, format="d").scale(domain=[0, most])
    names = [f"{dots.short(name, 24)} {n}" for name, n in top.select("outlet_name", "low").iter_rows()]
    ends = top.with_columns(level=pl.Series(_spread(top["low"].to_list(), most)), label=pl.Series(names))
    base = alt.Chart(pl.concat([table, top], how="diagonal"))
    words = alt.Chart(ends).mark_text(align="left", dx=6, fontWeight=600)
    return [
        base.mark_area(interpolate="step-after", opacity=0.15).encode(x, y, alt.Y2("high:Q"), colour),
        base.mark_line(interpolate="step-after", strokeWidth=2.2).encode(x, y, colour, dash),
        words.encode(x, alt.Y("level:Q"), colour, text="label:N"),
    ]


def _lines_of(names: list[str]) -> tuple[alt.Color, alt.StrokeDash]:
    """A colour for each name, and dashes from the seventh on, where the colours come again."""
    n = len(theme.PALETTE)
    colours = [theme.PALETTE[i % n] for i in range(len(names))]
    dashes = [[1, 0] if i < n else [5, 3] for i in range(len(names))]
    colour = alt.Color("outlet_name:N", legend=None).scale(domain=names, range=colours)
    return colour, alt.StrokeDash("outlet_name:N", legend=None).scale(domain=names, range=dashes)


def _spread(values: list[int], most: int) -> list[float]:
    """Places for names at the ends of lines, none nearer to the next than it can be read; *values* from low to high."""
    gap, places = APART * most / HEIGHT, list[float]()
    for value in reversed(values):
        places.insert(0, min(float(value), places[0] - gap) if places else float(value))
    for i, place in enumerate(places):
        places[i] = max(place, places[i - 1] + gap if i else 0.0)
    return places


def _names(table: pl.DataFrame) -> dict[str, Any]:
    return dots.rows_axis(
        {name: dots.short(name, 34) for name in table["outlet_name"].unique(maintain_order=True).to_list()}
    )


def _notes(table: pl.DataFrame) -> tuple[Notice, ...]:
    """What a reader must know of outlets whose time rests on less than the others'."""
    noted = table.filter(pl.col("note") != "").group_by("note", maintain_order=True).agg("outlet_name")
    return tuple(Notice("note", f"{', '.join(names)}: {note}.") for note, names in noted.iter_rows())


def _first(table: pl.DataFrame) -> str:
    """Who was first, in one sentence; that it cannot be told, where it cannot."""
    timed = table.filter(pl.col("at").is_not_null())
    first = timed.filter(verdict="first")
    if timed.is_empty():
        return "No article says when it was published"
    if first.height:
        after = table.filter(verdict="after").sort("lag_low", "at").row(0, named=True)
        lag = clock.lag(after["lag_low"], after["lag_high"], after["lag"])
        return f"{first['outlet_name'][0]} was first among the articles found, {lag} before {after['outlet_name']}".replace(
            ",  before", ", before"
        )
    open_ = table.filter(verdict="cannot tell")["outlet_name"].to_list()
    if not open_ and table.height > 1:
        return f"{timed['outlet_name'][0]} is the only one of {table.height} outlets whose time can be told"
    if not open_:
        return f"{timed['outlet_name'][0]} alone: there is no other outlet to compare with"
    names = f"{', '.join(open_[:-1])} or {open_[-1]}" if 1 < len(open_) <= 3 else f"{len(open_)} outlets could be it"
    return f"Cannot tell who was first: {names}"


def _of_the_precise(table: pl.DataFrame) -> list[str]:
    """Where the whole order is open: who leads among those whose articles give an hour."""
    precise = table.filter(pl.col("lag").is_not_null()).sort("at")
    if "first" in table["verdict"] or precise.height < 2 or precise["lag"][1] == 0:
        return []
    lead, second = precise["outlet_name"][0], precise["outlet_name"][1]
    return [f"Of those that give an hour, {lead} led, {clock.span(precise['lag'][1])} before {second}."]


def _pace(strip: pl.DataFrame) -> str:
    """How soon half of the articles were out, of those whose hour is known: a day has no hours to count."""
    told = strip.filter((pl.col("kind") != "revision") & pl.col("hours").is_not_null())
    exact = told.filter(pl.col("precision") != "day")
    if told.is_empty():
        return "No article says when it was published"
    if told.height < 2:
        return "One article, and no second to set it against"
    if exact.height < 2:
        days = int((told["at"].max() - told["at"].min()).total_seconds() // 86_400)  # type: ignore[operator,union-attr]
        return (
            f"{told.height} articles {f'within {days + 1} days' if days else 'on one day'}; their hours are not known"
        )
    middle = 60 * float((exact["hours"] - exact["hours"].min()).median())  # type: ignore[arg-type]
    of = "" if exact.height == told.height else f" (of {told.height}) whose hour is known"
    return f"Half of the {exact.height} articles{of} were out {clock.span(middle)} after the first"


def _volume(table: pl.DataFrame) -> str:
    """Who published most and fewest; where agency copy is left out, the title says so, for other counts include it."""
    told = _counts(table)
    return f"Agency copy aside, {told.replace('All', 'all')}" if table.height and table["n_copies"][0] else told


def _counts(table: pl.DataFrame) -> str:
    if table.is_empty():
        return "No article says when it was published"
    counts = table.unique("outlet").sort("n_articles", "outlet_name", descending=[True, False])
    most, least = counts.row(0, named=True), counts.row(-1, named=True)
    leaders, last = (counts.filter(n_articles=row["n_articles"]).height for row in (most, least))
    if counts.height == 1:
        return f"{most['outlet_name']} published {dots.counted(most['n_articles'])}"
    if leaders == counts.height:
        return f"All outlets published {dots.counted(most['n_articles'])} each"
    who = most["outlet_name"] if leaders == 1 else f"{leaders} outlets"
    each = "" if leaders == 1 else " each"
    fewest = (
        f"{least['outlet_name']}, {least['n_articles']}" if last == 1 else f"{last} outlets, {least['n_articles']} each"
    )
    return f"{who} published most, {dots.counted(most['n_articles'])}{each}; fewest: {fewest}"


def _revised(table: pl.DataFrame, looked_twice: int) -> str:
    n = {
        row["category"]: row["n"]
        for row in table.group_by("category").agg(n=pl.col("n_units").sum()).iter_rows(named=True)
    }
    if not n.get("any"):
        if not looked_twice:
            return "No article was captured twice, so no change could be seen"
        return f"No change was seen in {dots.counted(looked_twice)} captured more than once"
    return f"{dots.counted(n['any'])} changed after publication: {n['headline']} the headline, {n['figures']} a figure, {n['sources']} the sources"
