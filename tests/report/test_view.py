"""A figure as shown: all that stands behind it, cut aloud, and harmless in a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime

import polars as pl
import pytest

from analysis.chart.figure import Figure
from analysis.report.view import label, moment, spreadsheet, view, words

NOON = datetime(2031, 3, 4, 12, 30, tzinfo=UTC)


def payload(rows=3, sentences=2, url="https://herald.example/a"):
    """A figure of the given size without a chart."""
    table = pl.DataFrame({"key": [f"k{i}" for i in range(rows)], "outlet": ["herald"] * rows, "share": [0.25] * rows})
    evidence = pl.DataFrame(
        {
            "key": ["k1"] * sentences,
            "outlet": ["Herald"] * sentences,
            "headline": ["Ferry"] * sentences,
            "url": [url] * sentences,
            "published_at": [NOON] * sentences,
            "sentence": ["It stood."] * sentences,
        }
    )
    return Figure("shares", None, table, "Herald leads", "A table.", evidence).payload()


def test_rows_lead_to_their_own_sentences_only():
    """A number without its sentences would be a claim."""
    shown = view(payload(), None)

    assert [row.sentences for row in shown.rows] == [0, 2, 0]
    assert shown.rows[1].evidence == shown.groups[0].id
    assert shown.groups[0].sentences[0].published == "4 March 2031, 12:30 UTC"


def test_a_long_table_is_cut_and_keeps_its_true_length():
    """The page says how much it leaves out."""
    shown = view(payload(rows=450, sentences=60), None)

    assert (len(shown.rows), shown.total) == (200, 450)
    assert (len(shown.groups[0].sentences), shown.groups[0].total, shown.sentences) == (25, 60, 60)


def test_an_address_that_is_no_web_page_is_no_link():
    """Brought files and scripts have none."""
    assert view(payload(url="javascript:alert(1)"), None).groups[0].sentences[0].url is None


def test_sentences_of_no_row_are_shown_all_the_same():
    """A key that the table lacks is a fault of the measure, and must not hide words."""
    figure = payload(rows=1)

    assert [(group.label, group.total) for group in view(figure, None).groups] == [("k1", 2)]


def test_files_lie_beside_the_page_or_in_it():
    """A page that stands alone carries its own spreadsheet."""
    assert view(payload(), "figures/timing-").files == {
        "CSV": "figures/timing-shares.csv",
        "sentences as CSV": "figures/timing-shares-evidence.csv",
    }
    assert view(payload(), None).files["CSV"].startswith("data:text/csv")


@pytest.mark.parametrize("attack", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n1", " =1", "＝1"])
def test_no_text_of_a_spreadsheet_is_a_formula(attack):
    """A headline can begin with a sign that Excel runs."""
    table = {"columns": ["headline", "share"], "types": ["String", "Float64"], "rows": [[attack, -0.5]]}

    rows = list(csv.reader(io.StringIO(spreadsheet(table), newline="")))

    assert rows[1] == ["'" + attack.replace("\r", "\n"), "-0.5"]


def test_values_are_said_for_readers():
    """Three digits are enough; nothing is a dash, a minus is a minus."""
    assert [words(v) for v in (None, True, 12, 12345, 0.123456, -1234.5, ["a", 1])] == [
        "–",
        "yes",
        "12",
        "12,345",
        "0.123",
        "−1,234",
        "a, 1",
    ]
    assert [label(c) for c in ("n_articles", "first_seen_at", "published_on", "share_low")] == [
        "Articles",
        "First seen (UTC)",
        "Published",
        "Share low",
    ]
    assert [moment(v) for v in (None, date(2031, 3, 4).isoformat())] == ["", "4 March 2031"]


def test_a_page_names_outlets_and_not_their_slugs():
    """The slug stays in the spreadsheet; so does the key."""
    table = pl.DataFrame({"key": ["k"], "outlet": ["herald"], "outlet_name": ["The Herald"], "clear": [True]})

    shown = view(Figure("shares", None, table, "Herald leads", "A table.").payload(), None)

    assert [name for name, _ in shown.columns] == ["Outlet", "Clear"]
    assert [words for words, _ in shown.rows[0].cells] == ["The Herald", "yes"]
