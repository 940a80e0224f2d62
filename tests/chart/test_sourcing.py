"""Figures of sourcing compile, say what the data say, and lead from every mark to its row."""

import json

import polars as pl
import pytest

from analysis.chart import sourcing

NUMBERS = ("estimate", "estimate_low", "estimate_high", "average", "value", "low", "high", "p")
LONG = ["The Herald", "Beacon", "The Long-Named Ledger of the Northern Bridge & Harbour", "Wire", "A", "B", "C", "D"]


def compared(rows):
    """A measured comparison; rows are (outlet, category, estimate, average, clear, note)."""
    return pl.DataFrame(
        [
            {
                "key": f"{outlet} {category}",
                "outlet": outlet,
                "outlet_name": outlet,
                "category": category,
                "estimate": estimate,
                "estimate_low": None if note else max(estimate - 0.1, 0.0),
                "estimate_high": None if note else estimate + 0.1,
                "average": average,
                "value": None if average is None else estimate - average,
                "low": None,
                "high": None,
                "p": None if note else 0.5,
                "n_tests": 1,
                "clear": clear,
                "n_articles": 7,
                "n_units": 20,
                "note": note,
            }
            for outlet, category, estimate, average, clear, note in rows
        ],
        schema_overrides=dict.fromkeys(NUMBERS, pl.Float64),
        infer_schema_length=None,
    )


def spoken(outlets, speakers):
    """A measured matrix: every speaker in every outlet."""
    return pl.DataFrame(
        [
            {
                "key": f"{o} {s}",
                "speaker": s,
                "source_type": "official",
                "outlet": o,
                "outlet_name": o,
                "statements": 2,
                "n_articles": 1,
                "outlets": len(outlets),
                "n_outlets": len(outlets),
                "total": 2 * len(outlets),
                "n_units": 90,
                "all_statements": 90 * len(outlets) + 7,
            }
            for s in speakers
            for o in outlets
        ]
    )


def cited(rows):
    """Measured citations; rows are (outlet, cited, articles)."""
    return pl.DataFrame(
        [
            {
                "key": f"{o} {c}",
                "outlet": o,
                "outlet_name": o,
                "cited": c,
                "statements": n,
                "value": n / 9,
                "low": 0.0,
                "high": 1.0,
                "n_articles": 9,
                "n_units": n,
                "note": "",
            }
            for o, c, n in rows
        ]
    )


def keys(figure):
    """Keys of all rows that the compiled figure draws."""
    return {row["key"] for rows in figure.spec()["datasets"].values() for row in rows if "key" in row}


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_shares_compile_for_any_number_of_outlets(n):
    """One to eight outlets, one of them with a long name."""
    rows = [(o, c, 0.3, None if n == 1 else 0.4, False, "") for o in LONG[:n] for c in ("official", "expert")]

    for figure in (
        sourcing.type_share(compared(rows)),
        sourcing.relay_share(compared([(o, "relays another outlet", *rest) for o, c, *rest in rows if c == "expert"])),
    ):
        assert figure.svg().startswith("<svg")
        assert keys(figure) == set(figure.table["key"])


def test_the_title_is_the_widest_clear_difference():
    """Twenty points on officials beat ten on experts; an unclear forty is no finding."""
    rows = [
        ("Herald", "official", 0.6, 0.4, True, ""),
        ("Herald", "expert", 0.1, 0.2, True, ""),
        ("Beacon", "citizen", 0.5, 0.1, False, ""),
    ]

    assert sourcing.type_share(compared(rows)).title == "Officials: 60% of the statements in Herald, 40% in the others"


def test_without_a_clear_difference_the_title_says_so():
    """A gap that could be chance is not told as one."""
    figure = sourcing.named_share(
        compared([("Herald", "named", 0.6, 0.4, False, ""), ("Beacon", "named", 0.4, 0.6, False, "")])
    )

    assert figure.title == "No clear difference in how often sources are named"


def test_too_few_articles_are_named():
    """Points without intervals, and a note that says whose."""
    few = "too few to compare"
    figure = sourcing.type_share(
        compared([("Herald", "official", 0.6, None, False, few), ("Beacon", "official", 0.4, None, False, few)])
    )

    assert figure.title == "Too few articles to compare the outlets"
    assert "Herald (7), Beacon (7)" in figure.notices[0].what
    assert figure.svg()


def test_one_outlet_alone_is_told_by_its_largest_share_where_enough_was_counted():
    """Twenty statements make a percentage; two do not, and nothing is set against anything."""
    few = "too few to compare"
    table = compared([("Herald", "official", 0.6, None, False, few), ("Herald", "expert", 0.4, None, False, few)])

    told, unsaid = sourcing.type_share(table), sourcing.type_share(table.with_columns(n_units=2))

    assert told.title == "Herald alone: the largest share is “Officials”, 60%; no other outlet to compare with"
    assert unsaid.title == "Herald alone: there is no other outlet to compare with"


def test_a_matrix_of_forty_speakers_draws_25_and_keeps_all_in_its_table():
    """What is not drawn is still there to be read."""
    figure = sourcing.speakers(spoken(LONG, [f"Speaker {n:02}" for n in range(40)]))

    drawn = {row["speaker"] for rows in figure.spec()["datasets"].values() for row in rows}
    assert len(drawn) == 25
    assert figure.table["speaker"].n_unique() == 40
    assert figure.svg()


def test_the_matrix_says_how_many_statements_have_no_name_those_of_outlets_without_any_too():
    """Two outlets of 90 statements, 2 of them in the matrix each; a third outlet of 7 names nobody and has no column."""
    figure = sourcing.speakers(spoken(["Herald", "Beacon"], ["Bo Ortiz"]))

    assert figure.notices[0].what.startswith("183 of 187 statements have a source without a name of its own")


def test_citations_name_who_is_relayed_most_widely():
    """The Beacon by two outlets, the Ledger by one in more articles; no legend tells colours apart, there is one."""
    table = cited([("Herald", "Beacon", 3), ("Wire", "Beacon", 1), ("Wire", "Ledger", 5)])

    figure = sourcing.citations(table)

    assert figure.title == "Beacon is relayed by 2 outlets, most by Herald (3 of its 9 articles)"
    assert "color" not in figure.spec()["layer"][0]["encoding"]
    assert figure.svg()


def test_one_article_that_relays_two_outlets_is_told_by_their_number():
    """A share of one article would be "in its only article" for each."""
    table = cited([("Herald", "Beacon", 1), ("Herald", "Ledger", 1)]).with_columns(n_articles=1)

    assert sourcing.citations(table).title == "Herald relays 2 other outlets in its only article"


def test_nothing_to_draw_is_said():
    """No chart, and a notice that makes the run say so."""
    for figure in (
        sourcing.type_share(compared([("a", "official", 0.1, 0.1, False, "")]).head(0)),
        sourcing.citations(cited([("a", "b", 1)]).head(0)),
        sourcing.speakers(spoken(["a"], ["b"]).head(0)),
    ):
        assert figure.chart is None
        assert [notice.level for notice in figure.notices] == ["empty"]


def test_names_cannot_break_out_of_an_expression():
    """A name with quotation marks is a string to Vega, whatever it holds."""
    wicked = 'The "Herald\'s" \\ ]) + alert(1)'

    figure = sourcing.speakers(spoken([wicked, "Beacon"], ["Bo Ortiz"]))

    assert figure.svg()
    assert json.dumps(wicked) in json.loads(
        json.dumps(str(figure.spec()["hconcat"][0]["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]))
    )
