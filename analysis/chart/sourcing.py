"""Measured sourcing → figures: whom each outlet lets speak, by kind, by name, by number; and who cites whom."""

from typing import Any, Final

import altair as alt
import polars as pl

from analysis.chart import dots, theme
from analysis.chart.figure import Figure, Notice, found_nothing

KINDS: Final = {
    "official": "Officials",
    "expert": "Experts",
    "citizen": "Citizens",
    "company": "Companies",
    "campaign_group": "Campaign groups",
    "media_outlet": "Other media",
    "document": "Documents",
    "anonymous": "Anonymous",
    "unknown": "Kind unknown",
}
"""Kinds of sources as readers know them, in the order of legends."""

KIND_COLOURS: Final = dict(
    zip(
        KINDS.values(),
        ("#00679e", "#007a5e", "#a8487f", "#6b5b00", "#7a4fb3", "#8c3a00", "#34495e", "#c44e00", "#6f6f6b"),
        strict=True,
    )
)
"""Each dark enough for white digits (4.5 : 1 or more)."""

NAMING: Final = {"named": "Named", "anonymous": "Anonymous", "not named": "Role or body only"}
ROWS: Final = 25
"""Sources drawn in the matrix; the table below it holds all."""


def type_share(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Small multiples, one per outlet: share of its statements by kind of source, beside the other outlets' average."""
    text = dots.Text(
        name="type-share",
        nothing="Nobody is quoted or reported to have said anything",
        same="No clear difference in what kind of source each outlet lets speak",
        finding="{category}: {own} of the statements in {outlet}, {rest} in the others",
        subject="share of the outlet's statements",
    )
    shown = table.with_columns(pl.col("category").replace_strict(KINDS))
    return dots.shares(
        shown, text, order=[k for k in KINDS.values() if k in shown["category"]], looked_at=looked_at, evidence=evidence
    )


def named_share(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Small multiples, one per outlet: share of its statements whose source is named, anonymous, or a role alone."""
    text = dots.Text(
        name="named-share",
        nothing="Nobody is quoted or reported to have said anything",
        same="No clear difference in how often sources are named",
        finding="{category} sources: {own} of the statements in {outlet}, {rest} in the others",
        subject="share of the outlet's statements",
    )
    shown = table.with_columns(pl.col("category").replace_strict(NAMING))
    return dots.shares(
        shown,
        text,
        order=[k for k in NAMING.values() if k in shown["category"]],
        looked_at=looked_at,
        evidence=evidence,
    )


def sources_per_article(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Dots with intervals: how many different named people and bodies an article lets speak, per article and 500 words."""
    text = dots.Text(
        name="sources-per-article",
        nothing="There is no article to count sources in",
        same="No clear difference in how many sources an article lets speak",
        finding="{outlet} lets {own} named sources speak {category}, the others {rest}",
        subject="different named sources",
        share=False,
    )
    return dots.numbers(table, text, looked_at=looked_at, evidence=evidence)


def relay_share(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Dots with intervals: share of each outlet's articles that pass on another outlet's reporting."""
    text = dots.Text(
        name="relay-share",
        nothing="There is no article to look for relayed reporting in",
        same="No clear difference in how often outlets relay others",
        finding="{outlet} relays another outlet in {own} of its articles, the others in {rest}",
        subject="share of the outlet's articles that relay another",
    )
    return dots.numbers(table, text, looked_at=looked_at, evidence=evidence)


def citations(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Matrix: who (row) relays whom (column); the number counts articles."""
    title = _cites(table)
    said = "Matrix of outlets by outlets that they cite; each number counts articles of the row that relay the column."
    if table.is_empty():
        return Figure("citations", None, table, title, said, evidence, found_nothing(title, looked_at))
    cited, citing = table["cited"].unique(maintain_order=True).to_list(), sorted(set(table["outlet_name"]))
    width = min(96.0, 520 / max(len(cited), 1))
    x = alt.X("cited:N", sort=cited).title(None).axis(**dots.top_names(cited, width))
    labels = dots.rows_axis({name: dots.short(name, 34) for name in citing})
    y = alt.Y("outlet_name:N", sort=citing).title(None).axis(**labels, grid=True, gridColor="#efefec")
    base = alt.Chart(table).encode(x, y)
    squares = base.mark_square(size=min(width, 40) ** 2 * 0.8, opacity=1, color=theme.MORE).encode(
        tooltip=["outlet_name", "cited", "statements", "n_units", alt.Tooltip("value:Q", format=".0%"), "n_articles"],
    )
    digits = base.mark_text(color=theme.PAPER, fontWeight=600, fontSize=11).encode(text="n_units:Q")
    chart = alt.layer(squares, digits).properties(width=alt.Step(width), height=alt.Step(theme.STEP + 8))
    lines = (
        "Row: the outlet that cites. Column: the outlet it heard it from. Number: articles that say so.",
        "Only what the text itself credits: an outlet that used another's work without a word is not in it.",
    )
    return Figure("citations", theme.titled(chart, title, lines), table, title, said, evidence)


def speakers(
    table: pl.DataFrame, *, rows: int = ROWS, looked_at: int = 0, evidence: pl.DataFrame | None = None
) -> Figure:
    """Matrix: named sources (rows, those in most outlets first) by outlets; circles and numbers count statements."""
    title = _heard(table)
    said = "Matrix of sources by outlets; the size of a circle and the number in it count statements."
    if table.is_empty():
        return Figure("speakers", None, table, title, said, evidence, found_nothing(title, looked_at))
    kept = table["speaker"].unique(maintain_order=True).head(rows).to_list()
    shown = table.filter(pl.col("speaker").is_in(kept)).with_columns(
        kind=pl.col("source_type").replace_strict(KINDS),
        spread=pl.when(pl.col("n_outlets") > 1)
        .then(pl.format("{} of {}", "outlets", "n_outlets"))
        .otherwise(pl.lit("")),
    )
    chart = alt.hconcat(_circles(shown, kept), _totals(shown, kept), spacing=14).resolve_legend(color="shared")
    lines = (
        "Statements by named source and outlet; at right, statements in all, and in how many of the outlets.",
        *(
            [f"The {rows} sources that most outlets share; the table holds all."]
            if table["speaker"].n_unique() > rows
            else []
        ),
    )
    notices = (Notice("note", _unresolved(table)),)
    return Figure("speakers", theme.titled(chart, title, lines), table, title, said, evidence, notices)


def _circles(shown: pl.DataFrame, order: list[str]) -> alt.LayerChart:
    outlets = sorted(set(shown["outlet_name"]))
    width = max(52.0, min(96.0, 440 / max(len(outlets), 1)))
    base = alt.Chart(shown).encode(
        alt.X("outlet_name:N", sort=outlets)
        .title(None)
        .axis(**dots.top_names(outlets, width), grid=True, gridColor="#efefec"),
        alt.Y("speaker:N", sort=order).title(None).axis(grid=True, gridColor="#efefec", labelLimit=230),
    )
    circles = base.mark_circle(opacity=1).encode(
        size=alt.Size("statements:Q").scale(range=[260, 900], type="sqrt", zero=False).legend(None),
        color=_kind(shown),
        tooltip=["speaker", "kind", "outlet_name", "statements", "n_articles"],
    )
    digits = base.mark_text(color=theme.PAPER, fontWeight=600, fontSize=11).encode(text="statements:Q")
    layers = alt.LayerChart(layer=[circles, digits])
    return layers.properties(width=alt.Step(width), height=alt.Step(theme.STEP))


def _totals(shown: pl.DataFrame, order: list[str]) -> alt.LayerChart:
    sums = shown.unique("speaker", maintain_order=True).select("key", "speaker", "kind", "total", "spread")
    base = alt.Chart(sums).encode(
        alt.X("total:Q").title("statements in all").axis(orient="top", tickCount=3, tickMinStep=1, format="d"),
        alt.Y("speaker:N", sort=order).axis(None),
    )
    bars = base.mark_bar(height=14).encode(color=_kind(shown), tooltip=["speaker", "total", "spread"])
    words = base.mark_text(align="left", dx=4, fontSize=11).encode(text="spread:N")
    layers = alt.LayerChart(layer=[bars, words])
    return layers.properties(width=120, height=alt.Step(theme.STEP))


def _kind(shown: pl.DataFrame) -> alt.Color:
    present = [kind for kind in KIND_COLOURS if kind in shown["kind"]]
    return alt.Color("kind:N", legend=alt.Legend(offset=14)).scale(
        domain=present, range=[KIND_COLOURS[kind] for kind in present]
    )


def _heard(table: pl.DataFrame) -> str:
    """What the matrix of sources shows, in one sentence."""
    if table.is_empty():
        return "No source with a name of its own was found"
    outlets, sources = table["n_outlets"][0], table.unique("speaker", maintain_order=True)
    shared = sources.filter(pl.col("outlets") == outlets)["speaker"].to_list()
    if outlets == 1:
        most = sources.filter(pl.col("total") == pl.col("total").max())["speaker"].to_list()
        return (
            f"{most[0]} speaks most often"
            if len(most) == 1
            else f"{len(most)} of {sources.height} sources speak most often"
        )
    everywhere = "both outlets" if outlets == 2 else f"all {outlets} outlets"
    if not shared and sources["outlets"][0] > 1:
        return f"No source was found in {everywhere}; {sources['speaker'][0]} speaks in {sources['outlets'][0]}"
    if not shared:
        return f"No source was found in more than one of {outlets} outlets"
    if len(shared) == 1:
        return f"{shared[0]} is the one source that speaks in {everywhere}"
    return f"{len(shared)} of {sources.height} sources speak in {everywhere}, {shared[0]} most often"


def _unresolved(table: pl.DataFrame) -> str:
    whole, found = int(table["all_statements"][0]), int(table["statements"].sum())
    return f"{whole - found} of {whole} statements have a source without a name of its own (a role, a pronoun, nobody) and are not in the matrix."


def _cites(table: pl.DataFrame) -> str:
    """What the matrix of citations shows, in one sentence."""
    if table.is_empty():
        return "No outlet says that it relays another"
    top = table.sort("n_units", "value", descending=True).row(0, named=True)
    most = table.group_by("cited").agg(pl.col("outlet").n_unique()).sort("outlet", "cited", descending=[True, False])
    if most["outlet"][0] > 1:
        return f"{most['cited'][0]} is relayed by {most['outlet'][0]} outlets, most by {_most(table, most['cited'][0])}"
    if table.height > 1 and top["n_articles"] == 1:
        return f"{top['outlet_name']} relays {table['cited'].n_unique()} other outlets in its only article"
    return f"{top['outlet_name']} relays {top['cited']} in {_of(top)}"


def _most(table: pl.DataFrame, cited: str) -> str:
    row = table.filter(cited=cited).sort("n_units", descending=True).row(0, named=True)
    return f"{row['outlet_name']} ({_of(row)})"


def _of(row: dict[str, Any]) -> str:
    """Articles that cite, of all that the outlet has."""
    return "its only article" if row["n_articles"] == 1 else f"{row['n_units']} of its {row['n_articles']} articles"
