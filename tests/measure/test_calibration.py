"""A score is set against what came of it; true scores pass, untrue ones are told."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measure import calibration


def judged(n=600, *, seed=1, meant=lambda score: score):
    """Scores between 0.3 and 1 from sixty articles, right with the probability that *meant* makes of the score."""
    draw = np.random.default_rng(seed)
    score = draw.uniform(0.3, 1, n)
    right = (draw.random(n) < meant(score)).astype(float)
    return pl.DataFrame({"article": [str(i % 60) for i in range(n)], "score": score, "right": right})


def test_true_scores_lie_on_the_diagonal():
    """Nine of ten intervals hold their score, and the error is within chance."""
    curve, error = calibration.curve(judged()), calibration.error(judged()).row(0, named=True)

    assert curve.height == 10
    assert curve["inside"].sum() >= 8
    assert error["value"] <= error["by_chance"]
    assert not error["clear"]


def test_scores_that_promise_too_much_are_told():
    """Right two times in three of what was promised."""
    table = judged(meant=lambda score: score * 2 / 3)

    error = calibration.error(table).row(0, named=True)

    assert error["clear"]
    assert error["low"] <= error["value"] <= error["high"]
    assert error["value"] == pytest.approx(float((table["score"] / 3).mean()), abs=0.05)
    assert (calibration.curve(table)["gap"] < 0).all()


def test_equal_scores_share_a_bin():
    """A rule's score is one number: it must not be cut in two because half of its statements come first."""
    table = pl.DataFrame({"score": [0.5] * 90 + [0.9] * 30, "right": [1.0, 0.0] * 60}).with_row_index("article")

    assert calibration.curve(table)["n_units"].to_list() == [90, 30]


def test_true_scores_are_seldom_called_untrue():
    """Of forty tables of true scores about one in twenty may be."""
    clear = sum(calibration.error(judged(seed=seed), draws=100)["clear"].item() for seed in range(40))

    assert clear <= 6


def test_too_few_are_no_curve():
    """Twenty-nine statements say nothing of ten bins."""
    few = judged().head(calibration.LEAST - 1)

    assert calibration.curve(few).is_empty()
    assert calibration.monotone(few).is_empty()
    assert calibration.error(few)["value"].item() is None
    assert "fewer" in calibration.error(few)["note"].item()


def test_weights_stand_for_what_was_not_drawn():
    """Half of the statements weigh nine times as much; they are the wrong ones."""
    table = judged().with_columns(weight=pl.when(pl.col("right") == 0).then(9.0).otherwise(1.0))

    assert calibration.error(table)["mean_right"].item() < judged()["right"].mean() / 2


@given(st.integers(0, 10_000))
def test_the_fitted_curve_rises_within_its_band(seed):
    """Whatever was judged: no bend downwards, no value outside 0 and 1."""
    rising = calibration.monotone(judged(80, seed=seed), draws=20)

    assert rising["value"].diff().drop_nulls().min() >= -1e-12
    assert rising.select(((pl.col("low") <= pl.col("value")) & (pl.col("value") <= pl.col("high"))).all()).item()
    assert rising["low"].min() >= 0
    assert rising["high"].max() <= 1


def test_the_shipped_table_is_one_row_a_statement_of_many_articles():
    """Grouped in the file, single here, and without a word of any text."""
    table, what = calibration.shipped()

    assert table.height > 1000
    assert set(table["right"].unique()) == {0.0, 1.0}
    assert table["score"].is_between(0, 1).all()
    assert f"{table.height} statements found in {table['article'].n_unique()} labelled articles" in what
    assert table["article"].n_unique() > 80
