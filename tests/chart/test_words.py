"""Tables and the first half-sentence of a page, as readers read them."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from analysis.chart import words

NOON = datetime(2031, 3, 12, 12, 5, tzinfo=UTC)
ROWS = pl.DataFrame(
    {
        "outlet_name": ["The Herald", "<b>Post</b>"],
        "published_on": [date(2031, 3, 12), None],
        "captured_at": [NOON, None],
        "member": [True, False],
        "url": ["https://herald.example/bridge", "file:///bridge.txt#1"],
        "reason": ["not_an_article", None],
        "n_articles": [3, 14],
        "score": [0.5, None],
    }
)


def test_days_are_days_and_flags_are_yes_or_no():
    """A frame would say 2031-03-12 00:00:00, NaT and True."""
    shown = words.table(ROWS).to_html()

    assert ">12 March 2031<" in shown
    assert ">12 March 2031, 12:05<" in shown
    assert ">yes<" in shown
    assert ">no<" in shown
    for raw in ("00:00:00", "NaT", "nan", "True", "None"):
        assert raw not in shown


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("outlet_name", "Outlet"),
        ("published_on", "Published"),
        ("last_at", "Last (UTC)"),
        ("n_articles", "Articles"),
        ("decided_by", "Decided by"),
        ("When", "When"),
    ],
)
def test_columns_are_called_in_words(column, said):
    """No reader knows what an underscore means."""
    assert words.heading(column) == said


def test_addresses_of_the_web_are_links_and_markup_is_text():
    """A file that a person brought leads nowhere; an outlet's name is no HTML."""
    shown = words.table(ROWS, caption="a & b").to_html()

    assert '<a href="https://herald.example/bridge">herald.example/bridge</a>' in shown
    assert 'href="file' not in shown
    assert "&lt;b&gt;Post" in shown
    assert "a &amp; b" in shown


def test_an_empty_table_keeps_its_head():
    """No warnings were raised, and the table says so."""
    assert "Outlet" in words.table(ROWS.clear()).to_html()


def test_a_page_says_on_how_much_it_rests():
    """Four articles of three outlets are no ground for much, and the reader knows it before the first figure."""
    articles = pl.DataFrame({"outlet_name": ["Herald", "Herald", "Post", "The_Wire"]})

    said = words.basis(articles, but="Hours are in UTC.")._repr_markdown_()

    assert said == "**This page rests on 4 articles** of 3 outlets (Herald 2, Post 1, The\\_Wire 1). Hours are in UTC."
    assert "no article at all" in words.basis(articles.clear())._repr_markdown_()
