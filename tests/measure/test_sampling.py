"""Shares of a random draw: unbiased by weights, bounded by articles."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measure import sampling


def answers(right, *, weight=None, article=None, stratum=None):
    """Judged things, one article each unless said else."""
    n = len(right)
    return pl.DataFrame(
        {
            "group": ["all"] * n,
            "right": [float(each) for each in right],
            "weight": [float(w) for w in weight or [1] * n],
            "article": article or [str(i) for i in range(n)],
            "stratum": stratum or [""] * n,
        }
    )


def test_one_answer_an_article_is_wilsons_interval():
    """45 of 50, each from another article: the textbook's 0.786 to 0.957."""
    found = sampling.share(answers([1] * 45 + [0] * 5), ["group"]).row(0, named=True)

    assert found["value"] == pytest.approx(0.9)
    assert (found["low"], found["high"]) == pytest.approx((0.7864, 0.9565), abs=0.0005)


def test_weights_undo_unequal_drawing():
    """A small outlet was drawn whole, a large one by a tenth: the share is that of all 110 statements."""
    table = answers([0] * 10 + [1] * 10, weight=[1] * 10 + [10] * 10, stratum=["small"] * 10 + ["large"] * 10)

    assert sampling.share(table, ["group"])["value"].item() == pytest.approx(100 / 110)


def test_answers_that_hang_together_by_article_count_less():
    """All of an article right or all wrong: ten articles say no more than ten answers."""
    right = [float(number // 5 % 2) for number in range(50)]
    apart = sampling.share(answers(right), ["group"]).row(0, named=True)
    together = sampling.share(answers(right, article=[str(n // 5) for n in range(50)]), ["group"]).row(0, named=True)

    assert together["high"] - together["low"] > 2 * (apart["high"] - apart["low"])
    assert together["effective"] < 11


def test_all_right_does_not_mean_certain():
    """Twelve articles, nothing wrong: the lower limit is that of twelve, not of sixty answers."""
    found = sampling.share(answers([1] * 60, article=[str(n // 5) for n in range(60)]), ["group"]).row(0, named=True)

    assert found["value"] == found["high"] == 1
    assert 0.65 < found["low"] < 0.8


def test_below_five_articles_the_note_says_what_the_interval_leaves_out():
    """The spread over articles cannot be told from two of them."""
    found = sampling.share(answers([1, 1, 0, 1], article=["a", "a", "b", "b"]), ["group"]).row(0, named=True)

    assert found["note"] == sampling.FEW_ARTICLES
    assert found["low"] < found["value"] < found["high"]


def test_what_nobody_could_tell_is_no_answer():
    """Null is neither right nor wrong."""
    table = answers([1, 1, 0]).with_columns(right=pl.Series([1.0, None, 0.0]))

    assert sampling.share(table, ["group"])["n_units"].item() == 2


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.integers(1, 9), st.integers(0, 6)), min_size=1, max_size=40)
)
def test_the_interval_holds_its_value_and_stays_within_0_and_1(drawn):
    """Whatever the weights, articles and half voices."""
    right, weight, article = zip(*drawn, strict=True)
    table = answers(right, weight=list(weight), article=[str(a) for a in article])

    found = sampling.share(table, ["group"]).row(0, named=True)

    assert 0 <= found["low"] <= found["value"] <= found["high"] <= 1


def test_a_stratified_draw_holds_the_truth_about_as_often_as_it_says():
    """Three outlets of very different size and quality, articles of their own quality, 400 draws of 60."""
    draw = np.random.default_rng(3)
    sizes, quality = (400, 100, 40), (0.9, 0.6, 0.75)
    population = [
        [
            (f"{o}-{a}", float(draw.random() < q))
            for a in range(size // 5)
            for q in [draw.beta(8 * p, 8 * (1 - p))]
            for _ in range(5)
        ]
        for o, (size, p) in enumerate(zip(sizes, quality, strict=True))
    ]
    truth = np.mean([right for outlet in population for _, right in outlet])
    held, values = 0, []
    for _ in range(400):
        rows = [
            (*outlet[i], len(outlet) / 20, str(o))
            for o, outlet in enumerate(population)
            for i in draw.permutation(len(outlet))[:20]
        ]
        article, right, weight, stratum = (list(column) for column in zip(*rows, strict=True))
        found = sampling.share(answers(right, weight=weight, article=article, stratum=stratum), ["group"]).row(
            0, named=True
        )
        held += found["low"] <= truth <= found["high"]
        values.append(found["value"])

    assert abs(np.mean(values) - truth) < 0.01
    assert held / 400 >= 0.93
