"""Figures of quality compile, and count what they say."""

import polars as pl
import pytest

from analysis.chart import quality as chart


def table(categories, *, outlets=3):
    """Each outlet has four articles of each category."""
    return pl.DataFrame(
        [
            {"key": f"{o}/{c}", "outlet": f"o{o}", "outlet_name": f"Outlet {o} with a name that has no end to it"}
            | {"category": c, "articles": 4, "n_articles": 4 * len(categories), "share": 1 / len(categories)}
            for o in range(outlets)
            for c in categories
        ]
    )


@pytest.mark.parametrize("outlets", [1, 2, 8])
def test_bars_compile_for_every_category(outlets):
    """All five kinds of time, all four kinds of text."""
    assert chart.text_scope(table(chart.SCOPES, outlets=outlets)).svg().startswith("<svg")
    assert chart.time_precision(table(chart.TIMES, outlets=outlets)).svg().startswith("<svg")


def test_titles_count():
    """Of sixteen articles four are full texts; of twenty, eight have an hour."""
    assert "4 of 16" in chart.text_scope(table(chart.SCOPES, outlets=1)).title
    assert "8 of 20" in chart.time_precision(table(chart.TIMES, outlets=1)).title


def test_no_article_is_said():
    """An empty event has no bars."""
    figure = chart.text_scope(table(chart.SCOPES).clear())

    assert figure.chart is None
    assert figure.notices[0].level == "empty"
