"""A day in words is read in its language, or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.extract import months
from analysis.extract.times import moment


@pytest.mark.parametrize(
    "said",
    [
        "6 January 2030", "January 6th, 2030", "6. Januar 2030", "6 janvier 2030", "6 de enero de 2030", "6 gennaio 2030",
        "6 de janeiro de 2030", "6 januari 2030", "6 stycznia 2030", "6 января 2030 г.", "6 січня 2030", "6 Ocak 2030",
        "6 қаңтар 2030", "6. ledna 2030", "2030年1月6日", "2030년 1월 6일",
    ],
)  # fmt: skip
def test_the_sixth_of_january_is_read_in_many_languages(said):
    """With a label before it and a clock after it."""
    assert months.day(f"Nora Vell · {said}, 10:30") == date(2030, 1, 6)


def test_a_name_that_means_two_months_is_not_guessed():
    """In Poland the leaves fall in November, in Croatia in October."""
    assert months.day("6 listopada 2030") is None


@pytest.mark.parametrize("said", ["31 February 2030", "6 Lampuary 2030", "January 2030", "06/01/2030"])
def test_what_is_no_day_is_none(said):
    """No such day, no such month, no day, and numbers of which nobody knows the order."""
    assert months.day(said) is None


def test_a_page_in_another_language_has_its_day():
    """A day, not a second: no clock is read."""
    found = moment("Опубликовано 6 января 2030 г.", "page", "time")

    assert found
    assert (found.at.date(), found.precision) == (date(2030, 1, 6), "day")


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(said):
    """A day or nothing."""
    assert months.day(said) is None or isinstance(months.day(said), date)
