"""Measured utterances → figures: the same quotation as each outlet cut it, and how each outlet tells what others tell, too."""

import html
import textwrap
from typing import Any, Final

import altair as alt
import polars as pl

from analysis.chart import dots, theme
from analysis.chart.figure import Figure, found_nothing
from analysis.chart.words import Basis

FORMS: Final = {
    "whole": ("Quoted whole", theme.PALETTE[0]),
    "cut": ("Quoted, cut", theme.PALETTE[2]),
    "partly reported": ("Quoted in part, else reported", theme.PALETTE[4]),
    "other words": ("Quoted in other words", theme.PALETTE[3]),
    "reported": ("Reported", theme.PALETTE[1]),
}
"""Forms of a telling as readers know them, with their colours, in the order of legends."""

WORDS: Final = {form: word for form, (word, _) in FORMS.items()}
ROWS: Final = 6
"""Utterances drawn; the table holds all."""
_TABLE: Final = (
    *("key", "speaker", "outlet", "outlet_name", "form", "told", "left_out", "kept", "words", "verdict"),
    *("at", "precision", "relayed_by", "outlets"),
)
_STRIP: Final = theme.WIDTH - 270
_HEAD: Final = 92
"""Characters of an utterance's beginning over its strips."""


def cuts(table: pl.DataFrame, *, rows: int = ROWS, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Strips, one per outlet, under each utterance: what of the longest form the outlet kept, from first word to last."""
    title = _widest(table)
    said = "Strips under each utterance, one per outlet: coloured where words of the longest form were kept, grey where left out."
    plain = table.select(_TABLE).with_columns(pl.col("form").replace_strict(WORDS, return_dtype=pl.String))
    if table.is_empty():
        return Figure("cuts", None, plain, title, said, evidence, found_nothing(title, looked_at))
    drawn = table["utterance"].unique(maintain_order=True).head(rows).to_list()
    panels = [_panel(table.filter(utterance=each), table) for each in drawn]
    chart = alt.vconcat(*panels, spacing=20).resolve_scale(color="shared").resolve_legend(color="shared")
    whole = table["utterance"].n_unique()
    lines = (
        "Strip: the longest form from its first word to its last. Coloured: kept word for word, up to tense and person.",
        "At right: who had it first, as far as times tell (UTC); “via”: whom the outlet has it from, by its own account.",
        *(
            [f"{len(drawn)} of {whole} utterances, those that most outlets tell; the table holds all."]
            if whole > rows
            else []
        ),
    )
    return Figure("cuts", theme.titled(chart, title, lines), plain, title, said, evidence)


def form_share(table: pl.DataFrame, *, looked_at: int = 0, evidence: pl.DataFrame | None = None) -> Figure:
    """Small multiples, one per outlet: in which form it tells what at least one other outlet tells, too."""
    text = dots.Text(
        name="forms",
        nothing="No statement was found in more than one outlet",
        same="No clear difference in how outlets tell what others tell, too",
        finding="{category}: {own} of the shared utterances in {outlet}, {rest} in the others",
        subject="share of the utterances that the outlet shares with others",
    )
    shown = table.with_columns(pl.col("category").replace_strict(WORDS, return_dtype=pl.String))
    order = [word for word in WORDS.values() if word in shown["category"]]
    return dots.shares(shown, text, order=order, looked_at=looked_at, evidence=evidence)


def side_by_side(table: pl.DataFrame, *, rows: int = 12) -> Any:
    """The words themselves, as a pandas Styler: utterances in rows, outlets in columns, cuts as […], the first one marked."""
    if table.is_empty():
        return Basis("No words are set side by side, since no statement was found in more than one outlet.")
    outlets = sorted(set(table["outlet_name"]))
    kept = table["utterance"].unique(maintain_order=True).head(rows).to_list()
    cells = {(row["utterance"], row["outlet_name"]): _cell(row) for row in table.iter_rows(named=True)}
    speakers = dict(table.select("utterance", "speaker").iter_rows())
    shown = pl.DataFrame(
        [[_speaker(speakers[u]), *(cells.get((u, outlet), "–") for outlet in outlets)] for u in kept],
        schema=["Speaker", *map(html.escape, outlets)],
        orient="row",
    )
    whole = len(speakers)
    said = f"{len(kept)} of {whole} utterances that more than one outlet tells" if whole > len(kept) else ""
    styler = shown.to_pandas().style.hide(axis="index")
    columns: Any = shown.columns[1:]
    styler = styler.set_properties(subset=columns, width=f"{88 / len(outlets):.0f}%")
    return styler.set_caption(said) if said else styler


def _panel(rows: pl.DataFrame, table: pl.DataFrame) -> alt.LayerChart:
    """One utterance: a grey strip an outlet, coloured where it kept the words, and who was first."""
    shown = rows.with_columns(
        label=pl.Series([_when(row) for row in rows.iter_rows(named=True)]),
        said=pl.col("form").replace_strict(WORDS, return_dtype=pl.String),
        nothing=pl.lit(0),
    )
    words = (
        alt.Chart(shown)
        .mark_text(align="left", fontSize=11)
        .encode(y=_outlets(shown), x=alt.value(_STRIP + 10), text="label:N", color=_first_in_colour())
    )
    layers = alt.LayerChart(layer=[*_strips(shown, table), words])
    return layers.properties(width=_STRIP, height=alt.Step(21), title=_heading(rows))


def _strips(shown: pl.DataFrame, table: pl.DataFrame) -> list[alt.Chart]:
    """The longest form in grey, and upon it what each outlet kept."""
    scale, y = alt.Scale(domain=[0, shown["whole_words"][0]], nice=False), _outlets(shown)
    ground = (
        alt.Chart(shown)
        .mark_bar(height=13, color="#e3e3e0")
        .encode(alt.X("nothing:Q", scale=scale, axis=None), y, alt.X2("whole_words:Q"))
    )
    kept = (
        alt.Chart(_segments(shown))
        .mark_bar(height=13)
        .encode(
            alt.X("start:Q", scale=scale, axis=None),
            y,
            alt.X2("stop:Q"),
            color=_colour(table),
            tooltip=["outlet_name", "said", "told"],
        )
    )
    return [ground, kept]


def _outlets(shown: pl.DataFrame) -> alt.Y:
    """Outlets from top to bottom as the table has them, long names cut."""
    order = shown["outlet_name"].to_list()
    labels = {name: dots.short(name, 24) for name in order}
    return alt.Y("outlet_name:N", sort=order).title(None).axis(**dots.rows_axis(labels), minExtent=140)


def _first_in_colour() -> Any:
    """Who surely had it first stands out."""
    return alt.when(alt.datum.verdict == "first").then(alt.value(theme.MORE)).otherwise(alt.value(theme.MUTE))


def _segments(shown: pl.DataFrame) -> pl.DataFrame:
    """One row per run of kept words."""
    return (
        shown.explode("runs")
        .drop_nulls("runs")
        .with_columns(start=pl.col("runs").list.first(), stop=pl.col("runs").list.last())
        .select("key", "outlet_name", "said", "told", "start", "stop")
    )


def _colour(table: pl.DataFrame) -> alt.Color:
    present = [(word, colour) for form, (word, colour) in FORMS.items() if form in table["form"]]
    scale = alt.Scale(domain=[word for word, _ in present], range=[colour for _, colour in present])
    return alt.Color("said:N", scale=scale, legend=alt.Legend(offset=8, columns=3))


def _heading(rows: pl.DataFrame) -> alt.Title:
    """Whose words, how many, and how they begin in the longest form."""
    begins = textwrap.shorten(rows["begins"][0], _HEAD, placeholder=" …")
    said = f"{_speaker(rows['speaker'][0])} · {rows['whole_words'][0]} words"
    return alt.Title(
        said,
        subtitle=[begins],
        fontSize=13,
        fontWeight=600,
        subtitleFontSize=12,
        subtitlePadding=2,
        offset=6,
        anchor="start",
    )


def _when(row: dict[str, Any]) -> str:
    """Who had it first, in few words."""
    via = f", via {dots.short(row['relayed_by'], 18)}" if row["relayed_by"] else ""
    match row["verdict"]:
        case "first":
            return f"first: {_moment(row)}{via}"
        case "after":
            return f"later: {_moment(row)}{via}"
        case "cannot tell":
            return f"perhaps first: {_moment(row)}{via}"
        case "agency copy":
            return "agency copy"
        case _:
            return f"{_moment(row)}{via}"


def _moment(row: dict[str, Any]) -> str:
    """A time as exactly as it is known."""
    at = row["at"]
    if at is None:
        return "time unknown"
    day = f"{at.day} {at:%b}"
    return day if row["precision"] == "day" else f"{day} {at:%H:%M}"


def _cell(row: dict[str, Any]) -> str:
    """What an outlet prints, with its cuts and when; leads to the article."""
    said = html.escape(row["told"]).replace("[…]", "<b>[…]</b>")
    form = FORMS[row["form"]][0].lower()
    mark = "<b>longest form</b>, " if row["longest"] else ""
    when = html.escape(_when(row))
    when = when.replace("first:", "<b>first</b>:", 1) if row["verdict"] == "first" else when
    url = html.escape(row["url"], quote=True)
    link = f'<a href="{url}">article</a>' if row["url"].startswith(("https://", "http://")) else ""
    return f"{said}<br><small>{mark}{form}; {when}{'; ' if link else ''}{link}</small>"


def _speaker(name: str | None) -> str:
    return html.escape(name) if name else "Speaker not known"


def _widest(table: pl.DataFrame) -> str:
    """What became of the words that most outlets tell, in one sentence."""
    if table.is_empty():
        return "No statement was found in more than one outlet"
    rows = table.filter(utterance=table["utterance"][0])
    whose = f"Words of {rows['speaker'][0]}" if rows["speaker"][0] else "The same words"
    kept = rows.filter(pl.col("form") == "whole").height
    reported = rows.filter(pl.col("form") == "reported").height
    outlets = f"{rows.height} outlets"
    if reported == rows.height:
        return f"{whose} were found in {outlets}, and none of them quotes"
    if kept == rows.height:
        return f"{whose} were found in {outlets}, at the same length in each"
    longest = rows.filter("longest")["outlet_name"].to_list()
    at_length = f", at greatest length in {longest[0]}" if longest else ""
    return f"{whose} were found in {outlets}{at_length}; {_rest(rows, kept, reported)}"


def _rest(rows: pl.DataFrame, kept: int, reported: int) -> str:
    cut = rows.height - kept - reported
    told = [
        f"{number} {verb}" for number, verb in ((cut, "cut or reworded them"), (reported, "reported them")) if number
    ]
    return " and ".join(told)
