"""Figures: what they hand out is plain, the same every time, and says itself what is amiss."""

import json
import math
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import altair as alt
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.chart import theme
from analysis.chart.figure import LAB_MIME, MIME, Figure, Notice, found_nothing, plainly

NOON = datetime(2031, 3, 4, 12, 30, tzinfo=UTC)


def table() -> pl.DataFrame:
    """Two outlets, one of them with a headline that wants to be a script."""
    return pl.DataFrame(
        {
            "key": ["herald", "ledger"],
            "outlet": ["Harbour Herald", "</script><script>alert(1)</script>"],
            "share": [0.5, math.nan],
            "first_at": [NOON, None],
        }
    )


def figure(**changed) -> Figure:
    """A figure of two bars."""
    bars = alt.Chart(table()).mark_bar().encode(x="share:Q", y="outlet:N", tooltip=["first_at:T"])
    parts = {"name": "bars", "chart": theme.titled(bars, "Herald leads", "share of articles"), "table": table()}
    return Figure(**{**parts, "title": "Herald leads", "description": "One bar an outlet.", **changed})


def test_a_figure_is_json_with_times_in_utc_and_no_nan():
    """A browser refuses NaN, and a time without zone would be read in the reader's own."""
    bundle = figure()._repr_mimebundle_()

    rows = bundle[MIME]["table"]["rows"]

    assert json.loads(json.dumps(bundle, allow_nan=False)) == bundle
    assert rows[0][3] == "2031-03-04T12:30:00Z"
    assert rows[1][2:] == [None, None]


def test_jupyterlab_gets_an_interactive_and_a_still_chart():
    """Lab draws the newer chart under the older name; everything else falls back to SVG or words."""
    bundle = figure()._repr_mimebundle_()

    assert bundle[LAB_MIME] == bundle[MIME]["spec"]
    assert bundle["image/svg+xml"].startswith("<svg")
    assert bundle["text/plain"].startswith("Herald leads\n")


def test_the_same_figure_gives_the_same_bytes():
    """A report must be byte-identical in two runs, so no counter may leak into a chart."""
    assert json.dumps(figure()._repr_mimebundle_()) == json.dumps(figure()._repr_mimebundle_())


def test_a_figure_without_rows_says_so_and_draws_nothing():
    """An empty chart looks like a finding."""
    empty = figure(table=table().clear())

    assert empty.chart is None
    assert empty.notices == (Notice("empty", "Herald leads: there is nothing to draw"),)
    assert empty.svg() is None


@pytest.mark.parametrize(("looked_at", "level"), [(0, "empty"), (3, "note")])
def test_nothing_found_in_articles_is_a_finding_and_nothing_looked_at_a_fault(looked_at, level):
    """Three articles in which nobody relays anybody are an answer; no article at all is none."""
    empty = figure(table=table().clear(), notices=found_nothing("Nobody relays", looked_at))

    assert [notice.level for notice in empty.notices] == [level]


def test_a_chart_that_cannot_be_written_down_leaves_its_table():
    """The altair schema refuses it only when it is written; the numbers are right all the same."""
    wrong = alt.Chart(table()).mark_bar().encode(x=alt.datum(object()))

    bundle = figure(chart=wrong)._repr_mimebundle_()

    assert bundle[MIME]["spec"] is None
    assert len(bundle[MIME]["table"]["rows"]) == 2
    assert [notice["level"] for notice in bundle[MIME]["notices"]] == ["fallback"]


def test_a_stated_reason_for_emptiness_is_not_doubled():
    """The chart function knows better why there is nothing."""
    why = Notice("missing", "no captures of front pages were made")

    assert figure(table=table().clear(), notices=(why,)).notices == (why,)


@pytest.mark.parametrize("name", ["", "Two words", "a/b", "..", "a_b"])
def test_a_name_that_is_no_file_name_is_refused(name):
    """Names become files."""
    with pytest.raises(ValueError, match="lower-case"):
        figure(name=name)


def test_evidence_without_its_columns_is_refused():
    """Every sentence needs its outlet, headline and address."""
    with pytest.raises(ValueError, match="lacks outlet, headline"):
        figure(evidence=pl.DataFrame({"key": ["herald"]}))


def test_the_hours_drawn_are_utc_wherever_the_reader_sits():
    """Vega formats in local time by itself; a report read in two places would show two times."""
    source = (
        "import altair as alt, polars as pl; from datetime import datetime, UTC; from analysis.chart.figure import Figure\n"
        "t = pl.DataFrame({'at': [datetime(2031, 3, 4, 12, 30, tzinfo=UTC)]})\n"
        "c = alt.Chart(t).mark_text().encode(text=alt.Text('at:T', format='%H:%M'))\n"
        "print(Figure('f', c, t, 't', 'd').svg())"
    )

    drawn = subprocess.run(
        [sys.executable, "-c", source],
        env={**os.environ, "TZ": "America/New_York"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "12:30" in drawn.stdout


@settings(deadline=None)  # a busy machine is no fault
@given(st.recursive(st.floats() | st.none() | st.text() | st.dates() | st.timedeltas(), st.lists, max_leaves=8))
def test_whatever_is_plain_passes_strict_json(value):
    """NaN and infinities may lie anywhere in a nested column."""
    assert json.dumps(plainly(value), allow_nan=False) is not None


def test_what_has_no_plain_form_is_loud():
    """A silent str() would put a memory address on the page."""
    with pytest.raises(TypeError, match="object cannot be shown"):
        plainly(object())
    assert plainly([date(2031, 3, 4), timedelta(minutes=2)]) == ["2031-03-04", 120.0]


@pytest.mark.parametrize("colour", theme.PALETTE)
def test_every_colour_is_readable_on_white(colour):
    """WCAG contrast of 4.7 : 1, so that small text and white digits can use it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]

    contrast = 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)

    assert contrast >= 4.7


def test_long_titles_are_wrapped():
    """Vega cuts what does not fit."""
    drawn = theme.titled(alt.Chart(table()).mark_bar(), "herald " * 30, "ledger " * 40).to_dict()

    assert len(drawn["title"]["text"]) > 2
    assert max(map(len, drawn["title"]["subtitle"])) <= 100
