"""Figures of emphasis: every case compiles, and the title says what the numbers say."""

from datetime import UTC, datetime

import polars as pl
import pytest

from analysis.chart import emphasis as chart
from analysis.measure import emphasis, wording

THEMES = {"Cost": ("cost*",), "Blame and everything that the council had to do with it": ("blame*",)}
NAMES = ("Harbour Herald", "City Ledger", "The Beacon of the Northern and Eastern Provinces", "Metro Wire", "Sun")


def articles(*, outlets=3, each=8, scope="full"):
    """Outlets that differ: the first writes of cost, the second of blame, the others of boats."""
    text = {0: "The costs of mending grew. ", 1: "They blame the keeper. "}
    rows = [
        {
            "id": f"{o}-{n}",
            "outlet": f"o{o}",
            "outlet_name": NAMES[o % 5] + (" Two" if o > 4 else ""),
            "standfirst": None,
        }
        | {"headline": text.get(o, "Boats came"), "url": f"https://o{o}.example/{n}", "text_scope": scope}
        | {"published_at": datetime(2031, 5, 1, n % 20, tzinfo=UTC)}
        | {"text": text.get(o, "Boats came again. ") * (3 + n % 4) + "People crossed the river. " * 4}
        for o in range(outlets)
        for n in range(each)
    ]
    table = pl.DataFrame(rows, schema_overrides={"standfirst": pl.String})
    return table.with_columns(words=pl.col("text").str.count_matches(r"\S+").cast(pl.Int64))


def figures(table):
    """All four figures of a set of articles."""
    return [
        chart.volume(emphasis.volume(table), evidence=emphasis.volume_sentences(table)),
        chart.theme_share(emphasis.theme_share(table, THEMES), evidence=emphasis.theme_sentences(table, THEMES)),
        chart.headline_share(emphasis.headline_share(table, THEMES)),
        chart.distinctive_words(wording.distinctive_words(table, budget=200)),
    ]


@pytest.mark.parametrize("outlets", [2, 5, 8])
def test_figures_compile_and_every_mark_leads_to_a_row(outlets):
    """Vega-Lite refuses what altair lets pass; a mark without its key would open no row."""
    for figure in figures(articles(outlets=outlets)):
        assert figure.svg().startswith("<svg")
        assert any("key" in row for rows in figure.spec()["datasets"].values() for row in rows)
        assert figure.notices == ()


@pytest.mark.parametrize("few", [{"outlets": 1}, {"outlets": 3, "each": 2}])
def test_what_cannot_be_compared_is_drawn_without_a_verdict(few):
    """One outlet, or two articles each: shares are shown, words are not, and a notice says why."""
    volume, themes, headlines, words = figures(articles(**few))

    assert all(figure.svg() for figure in (volume, themes, headlines))
    assert words.chart is None
    assert [notice.level for notice in words.notices] == ["note"]
    assert volume.notices[0].what


def test_bare_headlines_leave_volume_and_headlines():
    """Metadata alone has no text to look into; the figure of themes says so."""
    volume, themes, headlines, _ = figures(articles(scope="headline"))

    assert volume.svg()
    assert headlines.svg()
    assert themes.svg()
    assert "no full text" in str(volume.spec())


def test_nothing_found_is_a_figure_that_says_so():
    """An empty event has titles and notices, no charts and no fault."""
    for figure in figures(articles().clear()):
        assert figure.chart is None
        assert figure.notices[0].level == "empty"


def test_titles_state_the_widest_clear_gap():
    """The Herald writes of cost, nobody else does."""
    volume, themes, headlines, words = figures(articles(each=12))

    assert "Harbour Herald" in themes.title
    assert "Cost" in themes.title
    assert "elsewhere" in themes.title
    assert "in 100% of" in headlines.title
    assert "times as likely" in words.title
    assert volume.title == "Every outlet has 12 articles of the 36 found"


def test_no_difference_is_a_title_too():
    """Outlets that write alike must not be told apart by whatever gap is widest."""
    one = articles(outlets=1, each=9)
    alike = pl.concat([one, one.with_columns(outlet=pl.lit("o9"), outlet_name=pl.lit("Sun"), id=pl.col("id") + "x")])

    volume, themes, headlines, words = figures(alike)

    assert themes.title.startswith("No clear difference")
    assert headlines.title.startswith("No clear difference")
    assert volume.title == "Every outlet has 9 articles of the 18 found"
    assert not words.table["clear"].any()
