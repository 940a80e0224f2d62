"""Sentences and where they lie."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measure import evidence


def articles(*texts):
    """One article per text, of the Herald."""
    return pl.DataFrame(
        {
            "id": [f"a{n}" for n, _ in enumerate(texts)],
            "outlet": "herald",
            "outlet_name": "The Herald",
            "headline": "Bridge shut",
            "url": "https://herald.example/1",
            "published_at": datetime(2031, 5, 1, 8, tzinfo=UTC),
            "text": list(texts),
        }
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge fell. Nobody was hurt.", ["The bridge fell.", "Nobody was hurt."]),
        ("Mr. Ortiz spoke to Dr. Lind. Both left.", ["Mr. Ortiz spoke to Dr. Lind.", "Both left."]),
        ("It cost $1.5 million. Who pays?", ["It cost $1.5 million.", "Who pays?"]),
        ("“We heard a crack.” Then it fell.", ["“We heard a crack.”", "Then it fell."]),
        ("The U.S. Army came at 9 a.m. on Monday.", ["The U.S. Army came at 9 a.m. on Monday."]),
        ("J. B. Stone drove on. He lived.", ["J. B. Stone drove on.", "He lived."]),
        ("One line\nbroken in two.\n\nAnother.", ["One line\nbroken in two.", "Another."]),
        ("Мост упал. Никто не погиб.", ["Мост упал.", "Никто не погиб."]),
        ("桥塌了。没有人受伤。", ["桥塌了。", "没有人受伤。"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text, expected):
    """Short forms, decimals and initials carry a point and end nothing."""
    assert evidence.sentences(articles(text))["text"].to_list() == expected


@given(st.text(alphabet="ab. ?\n“”Ü1", max_size=60))
def test_sentences_are_where_they_say_and_lose_no_word(text):
    """Offsets point into the article's text, and no letter falls between two sentences."""
    found = evidence.sentences(articles(text))

    assert [text[start:end] for start, end in found.select("start", "end").iter_rows()] == found["text"].to_list()
    assert "".join("".join(found["text"]).split()) == "".join(text.split())


def test_at_finds_the_sentence_in_which_a_span_starts():
    """A quotation's place becomes the sentence that a reader sees."""
    table = articles("One fell. Two stood.", "Three ran.")
    spans = pl.DataFrame({"key": ["k", "k"], "article": ["a0", "a1"], "start": [12, 0]})

    found = evidence.at(spans, evidence.sentences(table))

    assert sorted(found["sentence"]) == ["Three ran.", "Two stood."]


def test_behind_names_outlet_headline_and_address_of_every_sentence():
    """A key with forty sentences leads to forty: the page says how many of them it shows."""
    table = articles("One fell.")
    keyed = pl.DataFrame({"key": "k", "article": "a0", "sentence": [f"Sentence {n}." for n in range(40)]})

    found = evidence.behind(keyed, table)

    assert found.columns == ["key", "outlet", "headline", "url", "published_at", "sentence"]
    assert found.height == 40
    assert found["outlet"].unique().to_list() == ["The Herald"]
