"""What a first reading left is found again: paragraphs set like those that were read, and pages of which little was read."""

from datetime import UTC, datetime

import lxml.html

from analysis.extract.article import Capture, article
from analysis.extract.blocks import Block
from analysis.extract.left import among, left, words_left
from analysis.extract.readers import Readers

LINES = [
    "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar until dawn.",
    "Nora Vell, who keeps the light, said that a gull had flown into the glass and that the spare was in the village.",
    "The harbour board met on Wednesday and voted to buy a second lamp before the winter storms begin in earnest.",
    "Fishermen on the quay said that they had heard of such votes before and that they would rather see the lamp.",
    "The board's clerk, Tam Oakes, said that the money was there and that the lamp would come by the end of May.",
]


def tree(body: str):
    """A page's tree."""
    return lxml.html.document_fromstring(f"<html><body>{body}</body></html>")


def test_a_paragraph_among_those_that_were_read_is_read():
    """The second of three paragraphs of one parent had been left; it stands in its place again."""
    page = tree("<div>" + "".join(f"<p>{line}</p>" for line in LINES[:3]) + "</div>")

    found = among(left(page, [Block(LINES[0]), Block(LINES[2])]))

    assert [block.text for block in found] == LINES[:3]


def test_a_first_paragraph_set_like_the_others_is_read_though_its_wrapper_is_called_a_teaser():
    """The classes of paragraph and parent are those of the rest; only the wrapper around them has another name."""
    page = "".join(f"<div class='body'><p class='copy'>{line}</p></div>" for line in LINES)
    page = page.replace("<div class='body'>", "<div class='teaser-content'><div class='body'>", 1).replace(
        "</div>", "</div></div>", 1
    )
    html = f"<html><body><h1>A lamp goes dark again</h1><article>{page}</article></body></html>"
    capture = Capture("", "https://herald.example/p/1", html.encode(), "text/html", datetime(2030, 1, 1, tzinfo=UTC))

    assert article(capture, Readers()).text.split("\n\n") == LINES


def test_a_paragraph_set_otherwise_or_hidden_or_below_stays_out():
    """A box of another class among the text, a hidden note, and the line after the end are not the article's."""
    page = tree(
        f"<div><p>{LINES[0]}</p><p style='display: none'>{LINES[3]}</p><div class='box'><p class='box'>{LINES[1]}</p></div>"
        f"<p>{LINES[2]}</p><p>{LINES[4]}</p></div>"
    )

    found = among(left(page, [Block(LINES[0]), Block(LINES[2])]))

    assert [block.text for block in found] == [LINES[0], LINES[2]]


def test_lines_that_the_reader_joined_or_split_are_not_read_twice():
    """A paragraph of two lines was read as two blocks."""
    page = tree(f"<div><p>{LINES[0]}<br>{LINES[1]}</p><p>{LINES[2]}</p><p>{LINES[3]}</p></div>")
    read = [Block(line) for line in LINES[:4]]

    assert among(left(page, read)) == read
    assert words_left(left(page, read)) == 0


def test_words_left_are_those_of_sentences_without_a_link():
    """A menu of links and a short line are no text that was left."""
    page = tree(f"<p>{LINES[0]}</p><p>{LINES[1]}</p><p><a href='/x'>{LINES[2]}</a></p><p>Short line</p>")

    assert words_left(left(page, [Block(LINES[0])])) == 23
