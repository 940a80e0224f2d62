"""Figures of checks compile, say what they found, and say it when there is nothing."""

import numpy as np
import polars as pl
import pytest

from analysis.chart import checks as chart

QUESTIONS = ("whole", "statement", "content", "speaker", "type", "relay")


def precision(outlets=3):
    """Nine of ten right everywhere."""
    rows = [
        {"key": f"{q} {o}", "question": q, "outlet": o, "outlet_name": o or "All outlets"}
        | {"value": 0.9, "low": 0.8, "high": 0.95, "n_units": 50, "n_articles": 20, "unsure": 0, "note": ""}
        for q in QUESTIONS
        for o in (None, *(f"outlet {n} with a name that has no end to it" for n in range(outlets)))
    ]
    return pl.DataFrame(rows, schema_overrides={"outlet": pl.String})


def shares(estimate=0.3):
    """Two outlets, two kinds; documents are not corrected."""
    return pl.DataFrame(
        [
            {
                "key": f"{o} {c}",
                "outlet": o,
                "outlet_name": o.title(),
                "category": c,
                "n_articles": 9,
                "n_units": 90,
                "note": "",
            }
            | {"counted": 0.4, "counted_low": 0.3, "counted_high": 0.5}
            | dict.fromkeys(("estimate", "estimate_low", "estimate_high"), None if c == "document" else estimate)
            | ({} if c == "document" else {"estimate_low": estimate - 0.05, "estimate_high": estimate + 0.05})
            for o in ("herald", "courier")
            for c in ("official", "expert", "document")
        ]
    )


CURVE = pl.DataFrame(
    {
        "bin": [0, 1],
        "score": [0.5, 0.9],
        "value": [0.45, 0.88],
        "low": [0.4, 0.8],
        "high": [0.5, 0.95],
        "n_units": [50, 50],
        "n_articles": [9, 9],
    }
)
RISING = pl.DataFrame({"score": np.linspace(0.5, 0.9, 5), "value": [0.5] * 5, "low": [0.4] * 5, "high": [0.6] * 5})


def error(**other):
    """One row, no clear gap unless said."""
    row = {
        "value": 0.03,
        "low": 0.01,
        "high": 0.05,
        "by_chance": 0.04,
        "clear": False,
        "mean_score": 0.8,
        "mean_right": 0.79,
        "n_units": 100,
    }
    return pl.DataFrame([row | other])


@pytest.mark.parametrize("outlets", [1, 3, 8])
def test_precision_compiles_and_its_title_is_the_whole(outlets):
    """The number that a reader asks for first, with its interval."""
    figure = chart.precision(precision(outlets))

    assert figure.svg().startswith("<svg")
    assert "right in 90% of what the program found (80% to 95%; 50 judged)" in figure.title


def test_a_check_in_few_articles_is_noted():
    """Its interval leaves something out."""
    few = precision().with_columns(
        note=pl.when(pl.col("outlet").is_not_null()).then(pl.lit("few articles")).otherwise(pl.lit(""))
    )

    assert "fewer than five articles" in chart.precision(few).notices[0].what


def test_nobody_checked_is_a_note_and_no_fault():
    """The report is whole without a check, and says plainly that there was none, and how to."""
    figure = chart.precision(precision().clear())
    state = chart.state("flood", *[pl.DataFrame()] * 3)

    assert figure.chart is None
    assert [notice.level for notice in figure.notices] == ["note"]
    assert "Nobody has checked" in state.words
    assert "`samestory check flood`" in state.words


def test_who_checked_how_much_is_said():
    """Two people, three of four things, one statement changed since."""
    drawn = pl.DataFrame({"draw": ["a"] * 4, "item": list("1234"), "design": ["stratified"] * 4})
    marks = pl.DataFrame({"draw": ["a"] * 4, "item": list("1123"), "person": ["ann", "ben", "ann", "ann"]})

    told = chart.state("flood", drawn, marks, pl.DataFrame({"changed": [1]})).words

    assert "2 people judged 3 of 4" in told
    assert "1 of the statements" in told


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({}, "A score means about what it says"),
        (
            {"clear": True, "value": 0.1, "mean_right": 0.7},
            "Scores promise more than they hold: 80% on average, where 70% are right",
        ),
        ({"clear": True, "value": 0.1, "mean_right": 0.9}, "Scores promise less than they hold"),
        ({"clear": True, "value": 0.1}, "Scores are off by 10.0 percentage points"),
    ],
)
def test_the_curves_title_says_whether_scores_can_be_believed(told, title):
    """Computed from the table, also that there is no gap."""
    figure = chart.reliability(CURVE, RISING, error(**told), "100 statements")

    assert figure.svg().startswith("<svg")
    assert title in figure.title


def test_a_curve_of_too_few_is_a_note():
    """And no empty plot."""
    figure = chart.reliability(CURVE.clear(), RISING.clear(), error(n_units=7), "seven statements")

    assert "(7)" in figure.title
    assert figure.notices[0].level == "note"


def test_the_matrix_compiles_and_counts_those_that_were_found():
    """8 of 10 found have the kind that a person gives; what was missed and what is none counts in neither."""
    rows = pl.DataFrame(
        [
            ("official", "official", 8.0, 0.5, 16.0),
            ("official", "expert", 2.0, 0.125, 16.0),
            ("official", "not found", 6.0, 0.375, 16.0),
            ("no statement", "expert", 5.0, 0.1, 5.0),
        ],
        schema=["gold", "given", "n", "share", "n_gold"],
        orient="row",
    )

    figure = chart.confusion(rows, "16 labelled statements", refusal="not corrected: too few")

    assert figure.svg().startswith("<svg")
    assert "80%" in figure.title
    assert "too few" in figure.notices[0].what


def test_corrected_shares_show_both_and_name_the_largest_shift():
    """The third kind is drawn as counted, and named as not corrected."""
    figure = chart.corrected(shares(), "labels")

    assert figure.svg().startswith("<svg")
    assert "40% as counted, 30% corrected" in figure.title
    assert "documents" in figure.notices[0].what


def test_a_correction_that_moves_nothing_says_so():
    """No finding is a finding; a shift within the correction's own interval is none."""
    assert "no share moves" in chart.corrected(shares(0.44), "labels").title


def test_what_cannot_be_corrected_says_why_and_keeps_its_table():
    """The counted shares can still be taken along."""
    none = shares().with_columns(estimate=pl.lit(None, dtype=pl.Float64), note=pl.lit("not corrected: too few labels"))

    figure = chart.corrected(none, "labels")

    assert figure.chart is None
    assert figure.table.height == 6
    assert "too few labels" in figure.notices[0].what


def test_tables_of_recall_and_agreement_are_for_readers():
    """Percent and intervals in words; a sentence where there is nothing."""
    recall = pl.DataFrame(
        [{"outlet_name": "All outlets", "value": 0.914, "low": 0.8, "high": 1.0, "n_units": 50, "n_missed": 2.5}]
    )
    alpha = pl.DataFrame(
        [{"question": "type", "value": 0.7, "low": -0.1, "high": 0.9, "agreement": 0.85, "n_units": 40, "note": ""}]
    )

    assert "91 %" in chart.recall(recall).to_html()
    assert "80 to 100 %" in chart.recall(recall).to_html()
    assert "−0.10 to 0.90" in chart.agreement(alpha).to_html()
    assert "two people" in chart.agreement(alpha.clear()).words
    assert "nothing was judged" in chart.recall(recall.clear()).words
