"""Exports of Factiva, made up after public samples: with codes and without."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.collect.files import Brought
from analysis.errors import BadInput
from analysis.tables import Attempt

PARAGRAPHS = (
    '<p class="articleParagraph enarticleParagraph">The bridge opened on\nSunday.  </p>'
    '<p class="articleParagraph enarticleParagraph">People <b>came</b>.</p>'
)


def row(code, value):
    """A row as the display with indexing has it."""
    return f'<tr><td align="right" class="index"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>'


def page(*articles):
    """An export of these articles."""
    return (
        '<!DOCTYPE html><html><head><title>Factiva</title></head><body><div id="contentLeft">'
        + "".join(
            f'<div id="article-X" class="article"><div class="article enArticle">{one}</div></div>' for one in articles
        )
        + "</div></body></html>"
    )


CODED = "<table>{}</table>".format(
    "".join(
        [
            row("SE", "News"),
            row("HD", "<span class='enHeadline'>The bridge opens </span>"),
            row("BY", "By Ada Lind"),
            row("WC", "7 words"),
            row("PD", "4 May 2031"),
            row("ET", "09:30 GMT"),
            row("SN", "The Morning Courier"),
            row("SC", "COUR"),
            row("LA", "English"),
            row("LP", PARAGRAPHS.split("</p>", maxsplit=1)[0] + "</p>"),
            row("TD", PARAGRAPHS.split("</p>")[1] + "</p>"),
            row("AN", "Document COUR000020310504en5400001"),
        ]
    )
)
ORDERED = (
    '<p>\n</p><div>Foreign; 1</div>\n<div id="hd"><span class="enHeadline">The bridge closes  </span>\n</div>'
    '<div class="author">By Märta Öhman  </div><div>Special to the Herald</div>\n'
    "<div>7 Wörter</div><div>5 Mai 2031</div><div>Tide Herald</div><div>TIDE</div><div>Late Edition</div><div>1</div>"
    f"<div>Englisch</div><div>Copyright 2031</div>\n<p></p>{PARAGRAPHS}<p>Dokument TIDE000020310505en5500002</p>"
)


def test_an_article_with_codes_is_read_by_them(bring):
    """The display "Full Article/Report plus Indexing"."""
    (found,) = bring("a.html", page(CODED))

    assert json.loads(found.body) == {
        "headline": "The bridge opens",
        "text": "The bridge opened on Sunday.\n\nPeople came.",
        "text_scope": "full",
        "authors": ["By Ada Lind"],
        "section": "News",
        "language": "en",
        "published_at": "2031-05-04T09:30:00+00:00",
        "published_precision": "minute",
    }
    assert (found.outlet, found.outlet_name) == ("courier", "The Morning Courier")
    assert found.url == "file:///factiva#COUR000020310504en5400001"


def test_an_article_without_codes_is_read_by_the_order_of_its_lines(bring):
    """The display "Article Format", here with a German menu."""
    (found,) = bring("a.htm", page(ORDERED))

    read = json.loads(found.body)
    assert (read["headline"], read["authors"]) == ("The bridge closes", ["By Märta Öhman"])
    assert (read["section"], read["language"]) == ("Foreign; 1", "en")
    assert read["text"] == "The bridge opened on Sunday.\n\nPeople came."
    assert (found.outlet, found.published_at) == ("tide_herald", datetime(2031, 5, 5, tzinfo=UTC))
    assert found.url == "file:///factiva#TIDE000020310505en5500002"


def test_every_article_of_an_export_comes_once(bring):
    """Boxes lie in boxes, and bear the same name."""
    found = bring("a.html", page(CODED, ORDERED, CODED.replace("5400001", "5400003")))

    assert len({one.url for one in found}) == len(found) == 3


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (("<b>SN</b>", "<b>XX</b>"), "a table without SN (headline HD, date PD, source SN are expected)"),
        (("<b>HD</b>", "<b>XX</b>"), "a text without PD, SN"),
        (("4 May 2031", "soon"), "'soon' is no date"),
        (("4 May 2031", "31 June 2031"), "is no date"),
        (("7 words", "1,200 words"), "7 words where the export says 1200"),
    ],
)
def test_an_article_that_is_not_as_expected_is_told_with_its_place(bring, damage, says):
    """The others of the file are read."""
    good, bad = bring("a.html", page(ORDERED, CODED.replace(*damage)))

    assert isinstance(good, Brought)
    assert bad.reason.startswith("a.html, article 2: ")
    assert says in bad.reason


def test_a_page_about_factiva_is_a_page(bring):
    """The word alone makes no export."""
    (found,) = bring("a.html", "<html><body><p>A story on Factiva</p></body></html>", outlet="herald")

    assert found.media_type == "text/html"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    source=st.sampled_from([page(CODED), page(ORDERED)]),
    where=st.floats(0, 1),
    junk=st.one_of(st.binary(max_size=30), st.sampled_from([b"<tr><td>", b"</div>", b"<!--", b"</table>"])),
    cut=st.integers(0, 200),
)
def test_damage_anywhere_ends_in_articles_and_attempts(bring, source, where, junk, cut):
    """Whatever byte it strikes."""
    content = source.encode()
    start = int(where * len(content))

    try:
        found = bring("junk.html", content[:start] + junk + content[start + cut :], outlet="herald")
    except BadInput:
        return

    assert found
    assert all(isinstance(one, Brought | Attempt) for one in found)
