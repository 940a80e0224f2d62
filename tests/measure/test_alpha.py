"""Krippendorff's alpha gives the literature's values, and its interval takes articles as they hang together."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measure.alpha import NO_PAIR, ONE_VALUE, alpha


def said(*observers, articles=None):
    """Rows of each observer's answers, a dot for none."""
    rows = [
        (str(unit), f"p{person}", None if value == "." else value, articles[unit] if articles else str(unit))
        for person, answers in enumerate(observers)
        for unit, value in enumerate(answers)
    ]
    schema = {"unit": pl.String, "person": pl.String, "value": pl.String, "article": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize(
    ("observers", "published"),
    [
        # Krippendorff, Computing Krippendorff's alpha-reliability (2011), A: binary data, two observers, no missing data.
        (("0100000010", "1110010000"), 0.095),
        # B: nominal data, two observers, no missing data.
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        # C: nominal data, four observers, missing data.
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
    ids=["binary", "nominal", "four observers, missing"],
)
def test_alpha_is_what_the_literature_publishes(observers, published):
    """The worked examples by which every program for alpha is tested."""
    found = alpha(said(*observers))

    assert found["value"].item() == pytest.approx(published, abs=0.0005)


def test_alpha_of_always_the_same_answers_is_one_with_an_interval_at_one():
    """No disagreement, two values."""
    found = alpha(said("ababababab", "ababababab")).row(0, named=True)

    assert (found["value"], found["low"], found["high"], found["agreement"]) == (1, 1, 1, 1)


def test_alpha_is_undefined_where_only_one_answer_was_given():
    """Everybody said yes to everything: perfect agreement, and nothing to tell it from chance."""
    found = alpha(said("yyyyyy", "yyyyyy")).row(0, named=True)

    assert found["value"] is None
    assert found["agreement"] == 1
    assert found["note"] == ONE_VALUE


def test_a_single_person_agrees_with_nobody():
    """Alpha needs pairs."""
    found = alpha(said("yn", "..")).row(0, named=True)

    assert found["value"] is None
    assert found["n_units"] == 0
    assert found["note"] == NO_PAIR


def test_units_of_few_articles_give_a_wider_interval():
    """The same answers, but those of one article hang together."""
    one, two = "aabbaabbabababbaabab" * 3, "abbbaabbabbbabbaabaa" * 3
    apart = alpha(said(one, two)).row(0, named=True)
    together = alpha(said(one, two, articles=[str(unit // 10) for unit in range(60)])).row(0, named=True)

    assert apart["value"] == together["value"]
    assert together["n_articles"] == 6
    assert apart["n_articles"] == 60


answers = st.lists(st.sampled_from("abc."), min_size=2, max_size=30)


@given(answers, st.data())
def test_alpha_never_exceeds_one_and_does_not_depend_on_who_is_first(one, data):
    """Observers are interchangeable."""
    two = data.draw(st.lists(st.sampled_from("abc."), min_size=len(one), max_size=len(one)))

    here, there = alpha(said(one, two), draws=20).row(0), alpha(said(two, one), draws=20).row(0)

    assert (here[0] is None) == (there[0] is None)
    if here[0] is not None:
        assert here[0] == pytest.approx(there[0])
        assert here[0] <= 1 + 1e-12
