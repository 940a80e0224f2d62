"""Exports of Nexis Uni, made up after public descriptions: the same articles from Word, RTF and HTML."""

import io
import json
import time
from datetime import UTC, date, datetime

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.collect import documents, nexis
from analysis.collect.files import RECORD, Brought
from analysis.errors import BadInput
from analysis.tables import Attempt

COVER = """User Name: Ada Lind
Date and Time: Sunday, May 4, 2031 7:11:00 PM CEST
Job Number: 12345678
Documents (2)
1. The bridge opens
Client/Matter: -None-
Search Terms: bridge

"""
ONE = """The bridge opens

The Morning Courier

May 4, 2031 Sunday 09:30 GMT

Copyright 2031 Courier House All Rights Reserved
Section: NEWS; Pg. 1
Length: 12 words
Byline: Ada Lind and Märta Öhman
Highlight: A crossing at last.
Body

HARBOUR — The bridge opened on Sunday, the mayor said.

People came, and “it held”.

Graphic

A picture of a bridge.

Load-Date: May 5, 2031

End of Document
"""
TWO = """The bridge closes
Tide Herald (Harbour)
5 May 2031
Late Edition
Length: 4 words
Body

It closed at night.
Load-Date: May 6, 2031
End of Document
"""


def word(text):
    """A Word file of these paragraphs."""
    document, out = Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def rtf(text):
    """An RTF file of these paragraphs; every headline is a link."""
    escaped = "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)
    link = r'{\field{\*\fldinst{HYPERLINK "https://base.example/x"}}{\fldrslt{The bridge opens}}}'
    return "{\\rtf1\\ansi\\ansicpg1252\n" + escaped.replace("\n", "\\par\n").replace("The bridge opens", link, 1) + "}"


def html(text):
    """A page of these paragraphs."""
    return "<!DOCTYPE html><html><head><style>p {}</style></head><body>" + "".join(
        f"<p>{line}</p>" for line in text.split("\n")
    )


def record(found):
    """The article in a record's bytes."""
    assert found.media_type == RECORD
    return json.loads(found.body)


@pytest.mark.parametrize(("name", "make"), [("a.DOCX", word), ("a.rtf", rtf), ("a.html", html), ("export", word)])
def test_the_same_articles_come_from_every_kind_of_file(bring, name, make):
    """Cover and list of contents are left; headline, source and date stand in this order above the body."""
    one, two = bring(name, make(COVER + ONE + TWO))

    assert record(one) == {
        "headline": "The bridge opens",
        "text": "HARBOUR — The bridge opened on Sunday, the mayor said.\n\nPeople came, and “it held”.",
        "text_scope": "full",
        "standfirst": "A crossing at last.",
        "authors": ["Ada Lind and Märta Öhman"],
        "section": "NEWS; Pg. 1",
        "published_at": "2031-05-04T09:30:00+00:00",
        "published_precision": "minute",
    }
    assert (one.outlet, one.outlet_name) == ("courier", "The Morning Courier")
    assert one.published_at == datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
    assert (two.outlet, two.outlet_name) == ("tide_herald_harbour", "Tide Herald (Harbour)")
    assert (two.published_at, two.published_precision) == (datetime(2031, 5, 5, tzinfo=UTC), "day")
    assert record(two)["text"] == "It closed at night."


def test_an_article_in_two_exports_is_one(bring):
    """Searches overlap; its address is its own, not the file's."""
    (one, _), (again,) = bring("a.docx", word(ONE + TWO)), bring("b.rtf", rtf(COVER + ONE))

    assert one.url == again.url
    assert one.url.startswith("file:///nexis#")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (("Body\n\nIt closed", "It closed"), "no line 'Body' before 'End of Document'; begins 'The bridge closes"),
        (("5 May 2031\n", ""), "no date under headline and source"),
        (("The bridge closes\nTide Herald (Harbour)\n", ""), "no date under headline and source"),
        (("Load-Date: May 6, 2031\nEnd of Document\n", ""), "the export was cut off"),
        (("Length: 4", "Length: 400"), "4 words where the export says 400"),
        (("5 May 2031", "31 June 2031"), "is no date"),
    ],
)
def test_an_article_that_is_not_as_expected_is_told_with_its_place(bring, damage, says):
    """The others of the file are read."""
    good, bad = bring("a.docx", word(ONE + TWO.replace(*damage)))

    assert isinstance(good, Brought)
    assert isinstance(bad, Attempt)
    assert bad.reason.startswith("a.docx, article 2: ")
    assert says in bad.reason


def test_a_word_file_of_something_else_is_told(bring):
    """What it was taken for, and what to do."""
    (attempt,) = bring("a.docx", word("The bridge opens\nIt opened."))

    assert "no export of Nexis Uni: no lines 'Body' and 'End of Document'" in attempt.reason


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("January 10, 2018 Wednesday 10:36 EST", datetime(2018, 1, 10, 15, 36, tzinfo=UTC)),
        ("January 7, 2022 Friday 9:30 PM GMT", datetime(2022, 1, 7, 21, 30, tzinfo=UTC)),
        ("Friday 7 January 2022", date(2022, 1, 7)),
        ("January 7, 2022", date(2022, 1, 7)),
        ("Freitag 7. Januar 2022", date(2022, 1, 7)),
        ("January 7, 2022 Friday 09:30 IST", datetime(2022, 1, 7, 9, 30)),  # noqa: DTZ001 - of three zones none was meant
    ],
)
def test_a_date_line_is_read_as_exactly_as_it_says(said, at):
    """Weekdays stand before or after, and not every zone is known for sure."""
    (found,) = nexis.articles(ONE.replace("May 4, 2031 Sunday 09:30 GMT", said).split("\n"))

    assert found.values["published_at"].at == at


def test_an_abstract_before_the_full_text_is_no_part_of_it():
    """Some outlets send both; some the abstract only."""
    both = TWO.replace("It closed", "ABSTRACT\nShort.\nFULL TEXT\nIt closed").split("\n")
    only = TWO.replace("It closed", "ABSTRACT\nIt closed").split("\n")

    found = [(one.values["text"], one.values["text_scope"]) for lines in (both, only) for one in nexis.articles(lines)]

    assert found == [("It closed at night.", "full"), ("It closed at night.", "abstract")]


LINK = '{\\field{\\*\\fldinst{HYPERLINK "https://base.example/x"}}{\\fldrslt{one}}}'


def test_text_between_links_of_one_line_is_kept():
    """And a link is what it shows."""
    line = f"{{\\rtf1 A {LINK} and {LINK} \\u8211? dash.}}"

    assert documents.of_rtf(line.encode()) == ["A one and one – dash."]


@pytest.mark.parametrize(
    "body",
    [
        "{" * 500_000,
        '{\\field{\\*\\fldinst{HYPERLINK "x' * 20_000,
        "{\\pict\\bin9 " * 50_000,
        "{\\fonttbl" + "{\\f0\\fcharset0 a" * 20_000,
        "{\\fonttbl" + "\\f0 a" * 100_000,
    ],
)
def test_an_rtf_file_that_is_made_to_last_ends_soon(bring, body):
    """In seconds at most, and in words."""
    began = time.monotonic()

    (attempt,) = bring("a.rtf", "{\\rtf1 " + body)

    assert attempt.outcome == "unreadable"
    assert time.monotonic() - began < 20


WORD = word(ONE + TWO)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    source=st.sampled_from([WORD, rtf(ONE + TWO).encode(), html(ONE + TWO).encode()]),
    where=st.floats(0, 1),
    junk=st.one_of(st.binary(max_size=30), st.sampled_from([b"\\u99999?", b"\\'zz", b"{{{", b"}}}", b"\\ansicpg0 "])),
    cut=st.integers(0, 400),
    suffix=st.sampled_from(["docx", "rtf", "html", ""]),
)
def test_damage_anywhere_ends_in_articles_and_attempts(bring, source, where, junk, cut, suffix):
    """Whatever byte it strikes."""
    start = int(where * len(source))

    try:
        found = bring(f"junk.{suffix}", source[:start] + junk + source[start + cut :], outlet="herald")
    except BadInput:
        return

    assert found
    assert all(isinstance(one, Brought | Attempt) for one in found)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from((ONE + TWO).split("\n"))), max_size=30))
def test_any_lines_are_records_or_faults(lines):
    """In any order, with anything between."""
    assert all(one.fault or one.values["headline"] for one in nexis.articles(lines))
