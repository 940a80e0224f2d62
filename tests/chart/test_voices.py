"""Figures of voices compile, say what the data say, and refuse what cannot be compared."""

import polars as pl

from analysis.chart import voices

NUMBERS = ("estimate", "estimate_low", "estimate_high", "average", "value", "low", "high", "p")


def compared(rows, **more):
    """A measured comparison; rows are (outlet, category, estimate, average, clear, note)."""
    return pl.DataFrame(
        [
            {
                "key": f"{o} {c}",
                "outlet": o,
                "outlet_name": o,
                "category": c,
                "estimate": e,
                "estimate_low": None if note else e * 0.8,
                "estimate_high": None if note else e * 1.2,
                "average": average,
                "value": None if note else e - average,
                "low": None,
                "high": None,
                "p": None if note else 0.01,
                "n_tests": 1,
                "clear": clear,
                "n_articles": 7,
                "n_units": 20,
                "note": note,
            }
            | more
            for o, c, e, average, clear, note in rows
        ],
        schema_overrides=dict.fromkeys(NUMBERS, pl.Float64),
        infer_schema_length=None,
    )


def test_diversity_names_how_many_statements_it_rests_on():
    """Fifteen sources in twenty statements against twelve."""
    rows = [
        ("Herald", "different sources", 15.2, 12.1, True, ""),
        ("Beacon", "different sources", 12.1, 15.2, True, ""),
    ]

    figure = voices.diversity(compared(rows, drawn=20))

    assert figure.title == "Herald: 15.2 different sources in 20 statements, 12.1 in the others"
    assert figure.svg().startswith("<svg")


def test_diversity_that_cannot_be_compared_is_no_empty_chart():
    """Too few statements everywhere: a sentence with the numbers, and the table."""
    few = "too few statements of named sources to compare"

    figure = voices.diversity(compared([("Herald", "different sources", None, None, False, few)], drawn=0))

    assert figure.chart is None
    assert figure.title == voices.UNCOMPARED
    assert "Herald 20 in 7 articles" in figure.notices[0].what
    assert figure.notices[0].level == "note"


def test_the_first_voice_is_told_by_kind():
    """Officials open six tenths of the Herald's articles."""
    rows = [("Herald", "official", 0.6, 0.2, True, ""), ("Beacon", "official", 0.2, 0.6, False, "")]

    figure = voices.first_voice(compared(rows))

    assert figure.title == "Officials speak first in 60% of the articles of Herald, in 20% of the others'"
    assert figure.svg().startswith("<svg")


def test_no_clear_difference_is_said():
    """Twelve words against ten could be chance."""
    rows = [("Herald", "words before the first voice", 12.0, 10.0, False, "")]
    rows += [("Beacon", "words before the first voice", 10.0, 12.0, False, "")]

    figure = voices.first_voice_at(compared(rows))

    assert figure.title == "No clear difference in how soon somebody else speaks"
    assert figure.svg().startswith("<svg")


def test_nobody_who_speaks_is_a_finding_where_articles_were_looked_at():
    """No rows: a note where there were articles, an empty figure where there were none."""
    nothing = compared([("Herald", "official", 0.6, 0.2, True, "")], drawn=0).head(0)

    for draw in (voices.diversity, voices.first_voice, voices.first_voice_at):
        assert [notice.level for notice in draw(nothing, looked_at=5).notices] == ["note"]
        assert [notice.level for notice in draw(nothing).notices] == ["empty"]
