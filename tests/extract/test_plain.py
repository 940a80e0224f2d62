"""What people paste becomes the article and nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.extract.boilerplate import own
from analysis.extract.plain import pasted

FIRST = "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar."
SECOND = "“Nobody was hurt,” said Ada Quill, the harbor keeper, who has asked for your patience and for a second lamp."
THIRD = "The council will hear her on Friday, and it has put off the purchase three times before."


def test_headline_standfirst_and_paragraphs_are_parted():
    """The first line, the line before the blank one, and each line after it."""
    found = pasted(f"A lamp goes dark\nKeeper asks for another\n\n{FIRST}\n{SECOND}\n{THIRD}\n")

    assert (found.headline, found.standfirst) == ("A lamp goes dark", "Keeper asks for another")
    assert found.paragraphs == (FIRST, SECOND, THIRD)


def test_a_first_paragraph_is_no_standfirst():
    """It ends with a stop and others like it follow at once."""
    found = pasted(f"A lamp goes dark\n\n{FIRST}\n{SECOND}\n{THIRD}")

    assert found.standfirst is None
    assert found.paragraphs[0] == FIRST


def test_byline_and_date_are_read_and_taken_out():
    """They are no paragraphs."""
    found = pasted(f"A lamp goes dark\nBy Nora Vell\nPublished 6 May 2030\n\n{FIRST}\n\n{SECOND}")

    assert (found.byline, found.dated) == ("By Nora Vell", "Published 6 May 2030")
    assert found.paragraphs == (FIRST, SECOND)


def test_promotions_and_their_blurbs_go_and_the_text_after_them_stays():
    """A quotation that addresses the reader is no blurb; a line twice in a row is one."""
    lines = [
        FIRST,
        "Sign up for the Harbor Letter",
        "Tides and tales, straight to your inbox.",
        SECOND,
        "Subscribe to The Lantern",
        THIRD,
    ]

    assert own(lines) == [FIRST, SECOND, THIRD]


def test_a_list_of_other_articles_at_the_end_is_cut():
    """A dash, a title, a label with a teaser: three lines an entry, to the end."""
    entries = "".join(
        f"-\nThe {word} of the quay\nFeature What the {word} saw when nobody looked\n"
        for word in ("gull", "rope", "oar")
    )

    found = pasted(f"A lamp goes dark\n\n{FIRST}\n{SECOND}\n{THIRD}\n{entries}")

    assert found.paragraphs == (FIRST, SECOND, THIRD)


def test_lines_broken_at_a_column_are_one_paragraph():
    """Text out of a mail, wrapped at some seventy characters."""
    wrapped = "The lamp at Skerry Point went dark on Tuesday night and four boats\nwaited outside the bar until the keeper rowed over with her oil and\na new wick, which took her until the tide had turned."
    later = wrapped.replace("Tuesday", "Friday")

    found = pasted(f"A lamp goes dark\n\n{wrapped}\n\n{later}\n\n{wrapped}")

    assert len(found.paragraphs) == 3
    assert "boats waited" in found.paragraphs[0]


def test_the_seed_article_is_read_to_the_paragraph(shared):
    """The article that the project starts from, as a reader pasted it, against its labels."""
    gold = json.loads((shared / "gold/attribution/the_week_kazakhstan.json").read_text(encoding="utf-8"))
    blocks = {role: [gold["text"][b["start"] : b["end"]] for b in gold["blocks"] if b["role"] in role]
              for role in (("title",), ("standfirst",), ("paragraph", "subheading"))}  # fmt: skip

    found = pasted((shared / "seed/the_week_kazakhstan.txt").read_text(encoding="utf-8"))

    assert [found.headline] == blocks["title",]
    assert [found.standfirst] == blocks["standfirst",]
    assert list(found.paragraphs) == blocks["paragraph", "subheading"]


@settings(deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_parted_without_an_error(text):
    """Paragraphs are single lines without space at their ends."""
    found = pasted(text)

    assert all(p == p.strip() and "\n" not in p and p for p in found.paragraphs)


@pytest.mark.parametrize(
    ("byline", "dated", "counted"),
    [
        ("Von Nora Vell", "5. März 2029, 18:30 Uhr", "12 Kommentare"),
        ("Par Nora Vell", "Publié le 5 mars 2029 à 18h30", "il y a 3 heures"),
        ("By Nora Vell", "Published: 22:31, 5 March 2029 | Updated: 08:12, 6 March 2029", "12 comments"),
    ],
)
def test_lines_of_author_and_date_are_read_in_other_languages(byline, dated, counted):
    """They and a counter stand above the text, and are none of it."""
    text = [
        f"The lamp at Skerry Point went dark on Tuesday night, and {n} boats waited outside the bar." for n in range(4)
    ]

    found = pasted("\n".join(["A lamp goes dark", byline, dated, counted, "", *text]))

    assert (found.byline, found.dated) == (byline, dated)
    assert found.paragraphs == tuple(text)
