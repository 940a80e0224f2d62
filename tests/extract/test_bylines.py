"""Who signed a page, from whichever place of it says so."""

import json
from datetime import UTC, datetime

import pytest

from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers

NOW = datetime(2031, 5, 6, 12, tzinfo=UTC)
LINE = "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar for the keeper. "
TEXT = f"<article><p>{LINE * 3}</p><p>{LINE * 2}</p></article>"
URL = "https://herald.example/p/1"
NORA = {"@type": "Person", "name": "Nora Vell"}


def read(head="", below="", end="", **story):
    """The article of a page with these metas, linked data, and pieces below its headline and at its end."""
    linked = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **story}) if story else "{}"
    page = (
        f"<html><head><title>A lamp goes dark again at Skerry - The Herald</title>{head}"
        f'<script type="application/ld+json">{linked}</script></head>'
        f"<body><h1>A lamp goes dark again at Skerry</h1>{below}{TEXT}{end}</body></html>"
    )
    return article(Capture("herald", URL, page.encode(), "text/html", NOW), Readers())


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Nora Vell", ["Nora Vell"]),
        ("Nora Vell, Tam Oakes", ["Nora Vell", "Tam Oakes"]),
        (["Nora Vell", "Tam Oakes"], ["Nora Vell", "Tam Oakes"]),
        (NORA, ["Nora Vell"]),
        ([NORA, "Tam Oakes"], ["Nora Vell", "Tam Oakes"]),
        ([[NORA], [{"@type": "Person", "name": "Tam Oakes"}]], ["Nora Vell", "Tam Oakes"]),
        ({"@list": [NORA]}, ["Nora Vell"]),
        ({"@type": "Person", "name": ["Nora Vell", "Tam Oakes"]}, ["Nora Vell", "Tam Oakes"]),
        ({"@type": "Person", "givenName": "Nora", "familyName": "Vell"}, ["Nora Vell"]),
        ({"@type": "Person", "name": "Regan"}, ["Regan"]),
        ({"@type": "Person", "name": "admin"}, []),
        ({"@type": "Organization", "name": "Harbor Watch"}, []),
        ([{"@type": "Organization", "name": "Harbor Watch"}, NORA], ["Nora Vell"]),
        ({"@type": ["Person", "Thing"], "name": "Nora Vell", "url": {"@id": "x"}}, ["Nora Vell"]),
        ({"@type": "Person", "name": "By NORA VELL, Herald Staff Writer"}, ["Nora Vell"]),
        ({"@type": "Person"}, []),
        (None, []),
        (7, []),
    ],
)
def test_authors_of_linked_data_have_many_shapes(author, names):
    """Strings, objects, lists of lists; organisations are nobody."""
    assert read(author=author).authors == names


def test_a_reference_in_a_graph_leads_to_its_person():
    """The author stands beside the article and is named by id."""
    graph = [
        {"@type": "Article", "headline": "A lamp goes dark again at Skerry", "author": {"@id": "#nora"}},
        {"@type": "Person", "@id": "#nora", "name": "Nora Vell"},
        {"@type": "Person", "@id": "#tam", "name": "Tam Oakes"},
    ]

    assert read(**{"@graph": graph, "@type": "WebPage"}).authors == ["Nora Vell"]


def test_another_articles_linked_data_is_not_this_ones():
    """A block about a recommended article, with its address and headline, stands first or alone."""
    other = {
        "@type": "NewsArticle",
        "url": "https://herald.example/p/2",
        "headline": "Bakers of the old town bake bread",
        "author": "Tam Oakes",
        "datePublished": "2029-01-01",
    }
    own = {"@type": "NewsArticle", "headline": "A lamp goes dark again at Skerry", "author": "Nora Vell"}

    assert read(**{"@graph": [other, own]}).authors == ["Nora Vell"]
    alone = read(**{"@graph": [other]})
    assert (alone.authors, alone.published_at) == ([], None)


@pytest.mark.parametrize(
    ("below", "names"),
    [
        ("<div class='byline'>By Nora Vell and Tam Oakes</div>", ["Nora Vell", "Tam Oakes"]),
        ("<div class='ap-story-byline'><div>By NORA VELL</div><div>Associated Press</div></div>", ["Nora Vell"]),
        ("<span class='author'> Nora Vell and Tam Oakes </span><span>THE HERALD</span>", ["Nora Vell", "Tam Oakes"]),
        ("<a class='author-link' href='/author/nora'>Nora Vell</a>", ["Nora Vell"]),
        ("<a class='author-link' href='/author/regan'>Regan</a>", ["Regan"]),
        ("<span class='authorname-txt'><span>Nora Vell</span></span>", ["Nora Vell"]),
        ("<p>By <a href='/staff/nora'>Nora Vell</a>, <a href='/staff/tam'>Tam Oakes</a> on Monday, May 6th, 2030 at 11:08</p>", ["Nora Vell", "Tam Oakes"]),
        ("<div>Von Nora Vell</div>", ["Nora Vell"]),
        ("<div class='comment'><span class='author'>Tam Oakes</span></div>", []),
        ("<div class='related'><span class='byline'>x</span><span class='author-name'>x</span></div>", []),
        ("<div class='author-bio'>Nora Vell has written of lamps for years and years, at sea and on land, in all weathers, for money.</div>", []),
        ("<p>By Tuesday the lamp was lit again, and the boats came home with the keeper.</p>", []),
    ],
)  # fmt: skip
def test_a_byline_by_the_headline_is_read(below, names):
    """By its name, by a link to its author's page, by its first word; not a commenter, a portrait, a sentence."""
    assert read(below=below).authors == names


def test_of_several_named_authors_the_one_by_the_headline_counts():
    """A list of other articles stands below the text, with authors of its own."""
    own, other = "<span class='author-name'>Nora Vell</span>", "<ul><li><span class='authors'>Tam Oakes</span></ul>"

    assert read(below=own, end=other).authors == ["Nora Vell"]


def test_the_sites_own_name_is_no_author():
    """It signs for its newsroom, alone or beside people, and calls itself a person."""
    site = "<meta property='og:site_name' content='Harbor Insider'>"

    assert read(site, author=[NORA, {"@type": "Person", "name": "Harbor Insider"}]).authors == ["Nora Vell"]
    assert read(site + "<meta name='author' content='Harbor Insider'>").authors == []


def test_metas_are_read_by_property_too():
    """Systems mix up name and property."""
    assert read("<meta property='author' content='Nora Vell'>").authors == ["Nora Vell"]
    assert read("<meta property='article:author' content='https://social.example/nora'>").authors == []
