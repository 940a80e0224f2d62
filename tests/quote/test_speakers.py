"""Speakers and their types: within an article, and one name across an event."""

import polars as pl
import pytest

from analysis.quote import attributions, speakers
from analysis.tables import Attribution, frame


def who(text):
    """Speaker of each statement."""
    return [one.speaker for one in attributions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Finch said no ship came. Finch said it was over.", ["Ada Finch", "Ada Finch"]),
        ("President Ivo Marsh said no ship came. The president said it was over.", ["Ivo Marsh", "Ivo Marsh"]),
        ("Ada Finch said no ship came. She said it was over.", ["Ada Finch", "Ada Finch"]),
        ("Mr Tom Reed met Mrs Ada Finch. “It is over,” she said.", ["Ada Finch"]),
        ("He said it was over.", [None]),
        ("A fisherman said no ship came.", [None]),
        ("The Interior Ministry said no ship came. The ministry said it was over.", ["Interior Ministry"] * 2),
        ("Ada Finch, who runs the port, said no ship came.", ["Ada Finch"]),
    ],
)
def test_a_source_becomes_the_name_that_the_article_gives(text, expected):
    """Surnames, roles and pronouns look back; what nobody names stays unresolved."""
    assert who(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "named"),
    [
        ("Lena Holt, the transport minister, said it was over.", "official", True),
        ("Ivo Marsh, a historian at a museum, said it was over.", "expert", True),
        ("“It was on fire,” said Dora Kell, 41, who saw it.", "citizen", True),
        ("Tom Reed, chief executive of a ferry company, said it was over.", "company", True),
        ("Mira Voss, a campaigner, said it was over.", "campaign_group", True),
        ("The Guardian said it was over.", "media_outlet", True),
        ("The report said it was over.", "document", False),
        ("A source close to the talks said it was over.", "anonymous", False),
        ("It said the talks were over.", "unknown", False),
    ],
)
def test_a_source_has_a_type_by_what_the_article_says_of_it(text, expected, named):
    """One of each type."""
    one = attributions(text)[0]

    assert (one.source_type, one.named) == (expected, named)


def event(*speaking):
    """Attributions of articles a, b, c …, one each, by these speakers."""
    return frame(
        [
            Attribution(name, "herald", [(0, 4)], [], [], "direct", who, "official", True, None, 0, 0.5)
            for name, who in zip("abcdef", speaking, strict=False)
        ],
        Attribution,
    )


ARTICLES = pl.DataFrame({"id": list("abcdef")})


def test_a_surname_takes_the_one_full_name_of_the_event():
    """Titles and hyphens do not part one person in two."""
    found = speakers(event("Ivo-Jan Marsh", "Marsh", "President Marsh", "Ivo Jan Marsh", "Ivo-Jan Marsh"), ARTICLES, {})

    assert found["speaker"].to_list() == ["Ivo-Jan Marsh"] * 5


def test_a_surname_of_two_people_stays_as_it_is():
    """Nobody can tell which Marsh; a wrong name would be worse than none."""
    found = speakers(event("Ivo Marsh", "Una Marsh", "Marsh"), ARTICLES, {})

    assert found["speaker"].to_list() == ["Ivo Marsh", "Una Marsh", "Marsh"]


def test_a_persons_merge_decides():
    """What the event file says wins over every rule; unresolved stays so."""
    found = speakers(event("Ivo Marsh", "Kremlin", None), ARTICLES, {"The Kremlin": ("Kremlin", "Ivo Marsh")})

    assert found["speaker"].to_list() == ["The Kremlin", "The Kremlin", None]
