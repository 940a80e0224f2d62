"""Corrected shares: exact where errors are known exactly, near the truth where they are measured, refused where they cannot be."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.measure import correction, errors
from analysis.measure.errors import Errors

TYPES = ("official", "expert", "citizen")


def known(rates, *, n=1_000_000, missed=None, false=None):
    """Errors of exactly these rates, measured on very many labels."""
    rates = np.array(rates, dtype=float)
    lost = np.zeros(len(rates)) if missed is None else np.array(missed)
    table = rates * (1 - lost)[:, None] * n
    wrong = np.zeros(len(rates)) if false is None else np.array(false) * n
    return Errors(TYPES[: len(rates)], table, lost * n, wrong, float(n if false is not None else table.sum()), "known")


def counts(shares, *, articles=20, each=1000, outlet="herald"):
    """An outlet whose every article has these shares."""
    rows = [
        (outlet, outlet.title(), f"{outlet}-{a}", name, round(each * share))
        for a in range(articles)
        for name, share in zip(TYPES, shares, strict=False)
    ]
    schema = {"outlet": pl.String, "outlet_name": pl.String, "article": pl.String, "category": pl.String, "n": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def estimates(found):
    """Corrected shares by type."""
    return dict(found.select("category", "estimate").iter_rows())


def test_two_types_are_rogan_and_gladens_estimator():
    """(apparent + specificity − 1) / (sensitivity + specificity − 1), with 0.9 and 0.8 and 38 % apparent."""
    found = correction.shares(counts([0.38, 0.62]), known([[0.9, 0.1], [0.2, 0.8]]))

    assert estimates(found)["official"] == pytest.approx((0.38 + 0.8 - 1) / (0.9 + 0.8 - 1), abs=1e-6)


def test_a_kind_that_is_often_missed_gets_its_share_back():
    """Citizens are found half as often as the others: found 20 %, true a third."""
    found = correction.shares(counts([0.4, 0.4, 0.2]), known(np.eye(3), missed=[0, 0, 0.5]))

    assert estimates(found)["citizen"] == pytest.approx(0.2 / 0.6, abs=1e-6)


def test_what_is_no_statement_is_taken_off_where_it_falls():
    """A tenth of all that is found is no statement and called official."""
    found = correction.shares(counts([0.55, 0.45]), known(np.eye(2), false=[0.1, 0.0]))

    assert estimates(found)["official"] == pytest.approx(0.45 / 0.9, abs=1e-6)


@st.composite
def world(draw):
    """A true mix and a matrix that tells the types apart."""
    part = st.floats(0.05, 1)
    mix = np.array([draw(part) for _ in TYPES])
    rates = np.array([[draw(st.floats(0.01, 0.3)) for _ in TYPES] for _ in TYPES]) + np.eye(3) * draw(st.floats(0.5, 2))
    rates /= rates.sum(axis=1, keepdims=True)
    return mix / mix.sum(), rates


@given(world())
def test_correction_undoes_errors_of_known_rates(made):
    """Counts made by any matrix that can be turned round lead back to the mix that they were made of."""
    mix, rates = made
    assume(np.linalg.cond(rates) < errors.WORST)

    found = correction.shares(counts(mix @ rates, each=10_000_000), known(rates))

    assert [estimates(found)[name] for name in TYPES] == pytest.approx(mix.tolist(), abs=1e-4)


@given(world(), st.integers(1, 30), st.integers(0, 10_000))
def test_shares_stay_shares_whatever_was_counted(made, each, seed):
    """Between 0 and 1, one together, within their interval; differences within −1 and 1."""
    mix, rates = made
    draw = np.random.default_rng(seed)
    rows = pl.concat([counts(draw.dirichlet(mix * 3), articles=6, each=each, outlet=o) for o in ("herald", "courier")])
    assume(rows["n"].sum() > 0 and all(rows.filter(outlet=o)["n"].sum() for o in ("herald", "courier")))
    measured = known(rates, n=100)
    assume(not errors.refusal(measured))

    found = correction.shares(rows, measured)

    for _, outlet in found.group_by("outlet"):
        assert outlet["estimate"].sum() == pytest.approx(1)
    assert found.select(pl.col("estimate").is_between(pl.col("estimate_low"), pl.col("estimate_high")).all()).item()
    assert found["estimate_low"].min() >= 0
    assert found["estimate_high"].max() <= 1
    assert found["low"].min() >= -1
    assert found["high"].max() <= 1


def test_no_error_leaves_shares_as_they_are():
    """The identity corrects nothing."""
    found = correction.shares(counts([0.5, 0.3, 0.2]), known(np.eye(3)))

    assert found["estimate"].to_list() == pytest.approx(found["counted"].to_list())


def test_fewer_labels_give_a_longer_interval():
    """The matrix's own uncertainty is in it."""
    rates = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]]
    rows = counts([0.4, 0.3, 0.3])
    wide, narrow = (correction.shares(rows, known(rates, n=n)) for n in (40, 4000))

    assert (
        (wide["estimate_high"] - wide["estimate_low"]) > 2 * (narrow["estimate_high"] - narrow["estimate_low"])
    ).all()


@pytest.mark.parametrize(
    ("measured", "why"),
    [
        (known(np.eye(3), n=5), "too few"),
        (known([[0.5, 0.5], [0.48, 0.52]]), "tell types apart"),
        (Errors(TYPES, np.diag([200.0, 3, 3]), np.zeros(3), np.zeros(3), 206, ""), "fewer than two types"),
    ],
    ids=["few labels", "near-singular", "one type"],
)
def test_what_cannot_be_corrected_is_left_and_said(measured, why):
    """A number made of noise is worse than none."""
    found = correction.shares(counts([0.5, 0.5]), measured)

    assert found["estimate"].null_count() == found.height
    assert found["counted"].null_count() == 0
    assert found["note"].str.contains(why).all()


def test_a_type_of_too_few_labels_keeps_its_counted_share_alone():
    """Two types are corrected; the third is part of the whole, and named."""
    table = np.array([[90.0, 10, 0], [10, 90, 0], [1, 0, 4]])
    found = correction.shares(counts([0.4, 0.4, 0.2]), Errors(TYPES, table, np.zeros(3), np.zeros(3), 205, ""))

    assert estimates(found)["citizen"] is None
    assert found.filter(category="citizen")["note"].item() == correction.NOT_THIS_TYPE
    assert found.drop_nulls("estimate")["estimate"].sum() < 0.95


def test_few_articles_have_a_corrected_share_and_no_interval():
    """The floor of all comparisons holds here, too."""
    found = correction.shares(counts([0.5, 0.5], articles=3), known([[0.9, 0.1], [0.1, 0.9]]))

    assert found["estimate"].null_count() == 0
    assert found["estimate_low"].null_count() == found.height
    assert set(found["note"]) == {"too few to compare"}


def test_outlets_that_differ_are_told_apart_and_equal_ones_are_not():
    """Chance of the one matrix cancels between them."""
    rates = [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]]
    rows = pl.concat(
        [counts([0.6, 0.2, 0.2], outlet="a"), counts([0.6, 0.2, 0.2], outlet="b"), counts([0.2, 0.6, 0.2], outlet="c")]
    )

    found = correction.shares(rows, known(rates, n=300))

    assert found.filter(outlet="c", category="expert")["clear"].item()
    assert not found.filter(category="citizen")["clear"].any()


def benchmark():
    """The benchmark's made-up outlets; benchmarks are no package."""
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "correction.py"
    described = importlib.util.spec_from_file_location("correction_benchmark", path)
    module = sys.modules["correction_benchmark"] = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


@pytest.mark.parametrize("labels", [200, 1000])
def test_the_interval_holds_the_truth_at_its_rate_and_the_bias_shrinks(labels):
    """Outlets of known mixes, errors measured on a sample of another mix; as counted, one interval in eight fails at least."""
    made = benchmark()

    told = made.summary(made.World(articles=15, labels=labels, accuracy=0.8), 60)

    assert told["corrected holds"] >= 0.93
    assert told["difference holds"] >= 0.93
    assert told["counted holds"] < 0.88
    assert told["corrected bias"] < told["counted bias"] / 2


def test_the_shipped_errors_are_a_matrix_of_our_types():
    """Whatever it holds today: it can be read, and either corrects or says why not."""
    measured = errors.shipped()

    assert measured.table.shape == (9, 9)
    assert measured.design_effect >= 1
    assert isinstance(errors.refusal(measured), str)
    assert measured.rows().filter(pl.col("share") > 1).is_empty()
