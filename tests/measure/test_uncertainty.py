"""Shares, ratios and their differences: articles are the unit, and chance is not news."""

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from analysis.measure import uncertainty


def units(outlet, parts, wholes):
    """One row per article of an outlet."""
    return pl.DataFrame({"outlet": [outlet] * len(parts), "part": parts, "whole": wholes})


def random_units(seed, outlets, articles, chance=0.2, spread=3.0):
    """Over-dispersed articles: each has its own chance, as real ones have their own subject."""
    draw = np.random.default_rng(seed)
    tables = []
    for outlet in outlets:
        wholes = draw.integers(5, 40, articles)
        own = draw.beta(chance * spread, (1 - chance) * spread, articles)
        tables.append(units(outlet, draw.binomial(wholes, own).tolist(), wholes.tolist()))
    return pl.concat(tables)


def test_ratio_is_the_sum_over_the_sum():
    """A long article weighs as long as it is: 1 of 10 and 3 of 30 are 10 %, whatever the articles say alone."""
    table = units("herald", [1, 3], [10, 30])

    found = uncertainty.ratio(table, ["outlet"], "part", "whole", floor=2)

    assert found["value"].item() == pytest.approx(0.1)
    assert found["n_articles"].item() == 2
    assert found["n_units"].item() == 40


def test_ratio_of_equal_articles_has_the_textbook_interval_of_a_mean():
    """With one unit an article the ratio is a mean, and its interval the t interval that every course teaches."""
    values = [3.0, 5.0, 4.0, 9.0, 6.0, 2.0]

    found = uncertainty.ratio(units("herald", values, [1] * 6), ["outlet"], "part", "whole")

    low, high = stats.t.interval(0.95, 5, loc=np.mean(values), scale=stats.sem(values))
    assert (found["low"].item(), found["high"].item()) == pytest.approx((low, high))


def test_share_that_nobody_shows_still_has_a_width():
    """None in eight articles does not prove that there never is one."""
    found = uncertainty.share(units("herald", [0] * 8, [20] * 8), ["outlet"], "part", "whole")

    assert found["value"].item() == 0
    assert found["low"].item() == pytest.approx(0, abs=1e-9)
    assert 0.05 < found["high"].item() < 0.6


def test_one_yes_or_no_an_article_has_the_textbook_interval():
    """Six headlines of fifteen: Wilson's interval, as statsmodels and scipy give it (with n − 1 for n)."""
    found = uncertainty.share(units("herald", [1] * 6 + [0] * 9, [1] * 15), ["outlet"], "part", "whole")

    expected = stats.binomtest(6, 15).proportion_ci(method="wilson")
    assert found["low"].item() == pytest.approx(expected.low, abs=0.02)
    assert found["high"].item() == pytest.approx(expected.high, abs=0.02)


def test_articles_without_units_do_not_count():
    """An article without a single quotation says nothing about whom its outlet quotes."""
    found = uncertainty.share(units("herald", [1, 0], [4, 0]), ["outlet"], "part", "whole")

    assert found["n_articles"].item() == 1


def test_below_the_floor_there_is_a_value_and_no_interval():
    """Four articles are too few to compare; the reader is told instead of shown a wide bar."""
    found = uncertainty.share(units("herald", [1, 2, 0, 1], [10] * 4), ["outlet"], "part", "whole")

    assert found["value"].item() == pytest.approx(0.1)
    assert found["low"].item() is None
    assert found["note"].item() == uncertainty.TOO_FEW


def test_difference_is_against_the_average_of_the_others():
    """Each other outlet has one vote in the average, however much it writes."""
    table = pl.concat(
        [
            units("herald", [5] * 6, [10] * 6),
            units("ledger", [2] * 6, [10] * 6),
            units("beacon", [4] * 60, [10] * 60),
        ]
    )

    found = uncertainty.difference(uncertainty.share(table, ["outlet"], "part", "whole"))

    herald = found.row(by_predicate=pl.col("outlet") == "herald", named=True)
    assert herald["average"] == pytest.approx(0.3)
    assert herald["value"] == pytest.approx(0.2)
    assert herald["low"] < 0.2 < herald["high"]


def test_an_outlet_below_the_floor_enters_no_average():
    """One article of a fourth outlet must not move what the others are compared with."""
    table = pl.concat([random_units(1, ["herald", "ledger"], 8), units("beacon", [10], [10])])

    found = uncertainty.difference(uncertainty.share(table, ["outlet"], "part", "whole"))

    rows = {row["outlet"]: row for row in found.iter_rows(named=True)}
    assert rows["herald"]["average"] == pytest.approx(rows["ledger"]["estimate"])
    assert rows["beacon"]["note"] == uncertainty.TOO_FEW
    assert rows["beacon"]["low"] is None
    assert rows["beacon"]["p"] is None


def test_a_lone_outlet_is_compared_with_nobody():
    """Without a second outlet there is no difference to report."""
    found = uncertainty.difference(uncertainty.share(random_units(1, ["herald"], 8), ["outlet"], "part", "whole"))

    assert found["value"].item() is None
    assert found["note"].item() == uncertainty.ALONE
    assert found["n_tests"].item() == 0


def test_no_rows_give_no_rows_with_the_same_columns():
    """An event without articles makes an empty table, not a fault."""
    table = random_units(1, ["herald", "ledger"], 8)
    full = uncertainty.difference(uncertainty.share(table, ["outlet"], "part", "whole"))

    empty = uncertainty.difference(uncertainty.share(table.clear(), ["outlet"], "part", "whole"))

    assert empty.height == 0
    assert empty.columns == full.columns
    assert empty.schema == full.schema


@given(seed=st.integers(0, 10_000), outlets=st.integers(2, 6), articles=st.integers(5, 30))
def test_interval_excludes_no_difference_exactly_when_p_is_below_five_percent(seed, outlets, articles):
    """The bar in the chart and the p value in the table must not tell two stories."""
    table = random_units(seed, [f"outlet {n}" for n in range(outlets)], articles)

    found = uncertainty.difference(uncertainty.share(table, ["outlet"], "part", "whole"))

    excludes = (found["low"] > 0) | (found["high"] < 0)
    sure = (found["p"] - 0.05).abs() > 1e-6
    assert (excludes == (found["p"] < 0.05)).filter(sure).all()


@example(seed=426, articles=21)
@given(seed=st.integers(0, 10_000), articles=st.integers(5, 30))
def test_shares_stay_within_nought_and_one(seed, articles):
    """A share of minus two per cent is a fault of the method, not of the outlet."""
    found = uncertainty.share(random_units(seed, ["herald"], articles, chance=0.03), ["outlet"], "part", "whole")

    assert -1e-9 <= found["low"].item() <= found["value"].item() <= found["high"].item() <= 1 + 1e-9


def test_adjust_is_benjamini_hochberg_and_leaves_null_alone():
    """Smallest of three p values times three; a null was no test."""
    found = uncertainty.adjust(pl.Series("p", [0.01, None, 0.04, 0.03]))

    assert found.to_list() == pytest.approx([0.03, None, 0.04, 0.04])


def test_bootstrap_draws_whole_articles():
    """Ten rows of one article are one draw: the interval is as wide as with one row each."""
    draw = np.random.default_rng(5)
    values = draw.normal(size=12)
    once = pl.DataFrame({"outlet": "herald", "article": [str(n) for n in range(12)], "x": values})
    tenfold = pl.concat([once] * 10)

    narrow = uncertainty.bootstrap(tenfold, ["outlet"], lambda rows: float(rows["x"].mean()), draws=400)
    plain = uncertainty.bootstrap(once, ["outlet"], lambda rows: float(rows["x"].mean()), draws=400)

    assert narrow["low"].item() == pytest.approx(plain["low"].item())
    assert narrow["high"].item() == pytest.approx(plain["high"].item())
    assert narrow["n_articles"].item() == 12


def test_bootstrap_gives_the_same_numbers_twice():
    """A report built again must say the same."""
    table = random_units(2, ["herald"], 9).with_row_index("article").cast({"article": pl.String})

    first, second = (
        uncertainty.bootstrap(table, ["outlet"], lambda rows: float(rows["part"].median()), draws=50) for _ in range(2)
    )

    assert first.equals(second)


def test_one_outlets_articles_split_at_random_are_flagged_at_about_the_nominal_rate():
    """Acceptance: two halves of one outlet differ by chance alone; more than one flag in twenty would be invention."""
    draw = np.random.default_rng(11)
    table = random_units(3, ["herald"], 60, chance=0.15, spread=2.0)
    flags = []
    for _ in range(200):
        halves = draw.permutation(["one"] * 30 + ["two"] * 30)
        split = table.with_columns(outlet=pl.Series(halves))
        found = uncertainty.difference(uncertainty.share(split, ["outlet"], "part", "whole"))
        flags.append(found["p"][0] < 0.05)

    assert 0.01 <= np.mean(flags) <= 0.09


def test_counting_sentences_as_if_independent_would_fail_that_test():
    """The same split, tested sentence by sentence, cries wolf: this is why articles are the unit."""
    draw = np.random.default_rng(11)
    table = random_units(3, ["herald"], 60, chance=0.15, spread=2.0)
    part, whole = table["part"].to_numpy(), table["whole"].to_numpy()
    flags = []
    for _ in range(200):
        half = draw.permutation([True] * 30 + [False] * 30)
        cells = [[part[side].sum(), (whole - part)[side].sum()] for side in (half, ~half)]
        flags.append(stats.chi2_contingency(cells, correction=False).pvalue < 0.05)

    assert np.mean(flags) > 0.15
