"""Words are counted and lines tidied in the same way, however long the text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from analysis.extract.words import count, tidy, words

TEXTS = st.text(st.sampled_from("ab1.'’-_ \t\n\r\x0b\x1c\x85\xa0\u2028\u200b\ufeff\xad\x00é\ud800"), max_size=60)


@given(TEXTS)
def test_count_is_the_number_of_words(text):
    """Lines are counted one by one and remembered; none of their words goes on in the next."""
    assert count(text) == len(words(text))


def test_count_of_a_line_too_long_to_be_remembered():
    """Five thousand words on one line, then two on another."""
    assert count("bridge " * 5000 + "\nfell down") == 5002


@given(TEXTS)
def test_tidy_leaves_single_spaces(text):
    """Spaces of any kind, those without width and marks of byte order are one space; soft hyphens and zeros are nothing."""
    bare = text.encode("utf-8", "replace").decode().replace("\xad", "").replace("\x00", "")

    assert tidy(text) == re.sub(r"[\s\u200b\ufeff]+", " ", bare).strip()
