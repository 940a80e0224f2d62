"""What a page says of itself, freed of what outlets and their systems put around it."""

import json
from datetime import UTC, datetime

import pytest

from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers

NOW = datetime(2031, 5, 6, 12, tzinfo=UTC)
LINE = "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar for the keeper. "
TEXT = f"<article><p>{LINE * 3}</p><p>{LINE * 2}</p></article>"


def read(title, h1="", head="", url="https://www.herald.example/p/1", **story):
    """The article of a page with this title, heading, metas and linked data."""
    linked = json.dumps({"@type": "NewsArticle", **story}) if story else "{}"
    page = (
        f"<html><head><title>{title}</title>{head}<script type='application/ld+json'>{linked}</script></head>"
        f"<body>{f'<h1>{h1}</h1>' if h1 else ''}{TEXT}</body></html>"
    )
    return article(
        Capture("herald", url, page.encode(), "text/html", NOW), Readers(headline_suffixes=(" - The Herald",))
    )


@pytest.mark.parametrize(
    "title",
    [
        "A lamp goes dark at Skerry",
        "A lamp goes dark at Skerry - The Herald",
        "A lamp goes dark at Skerry | The Herald",
        "A lamp goes dark at Skerry – Herald",
        "A lamp goes dark at Skerry | World news | The Herald",
        "A lamp goes dark at Skerry | herald.example",
        "A lamp goes dark at Skerry - Herald.example",
        "A lamp goes dark at Skerry | The Her Ald",
        "A lamp goes dark at Skerry (Published 2012)",
        "A lamp goes dark at Skerry (Published 2012) - The Herald",
        "Opinion | A lamp goes dark at Skerry",
        "Analysis | A lamp goes dark at Skerry - The Herald",
        "A lamp goes dark at Skerry | Editorial",
        "A lamp goes dark at Skerry | Letters | The Herald",
        "  A lamp\n goes&nbsp;dark at Skerry ",
    ],
)
def test_a_headline_stands_without_what_is_put_around_it(title):
    """Names of the outlet, its host, a section before it, a year, a kind."""
    found = read(
        title, head=f"<meta property='og:site_name' content='The Herald'><meta property='og:title' content='{title}'>"
    )

    assert found.headline == "A lamp goes dark at Skerry"


@pytest.mark.parametrize("name", ["Herald (Skerry) + Co.", "LA GAZETTE DE L'ÎLE", "Straße"])
@pytest.mark.parametrize("change", [str, str.lower, str.title])
def test_a_name_of_any_letters_is_cut_off(name, change):
    """Signs that mean something in patterns are letters of a name like others, in whichever case."""
    head = f"<meta property='og:site_name' content=\"{name}\">"

    assert read(f"A lamp goes dark at Skerry | {change(name)}", head=head).headline == "A lamp goes dark at Skerry"


@pytest.mark.parametrize(
    "title",
    [
        "Review: a lamp goes dark at Skerry",
        "A lamp - and a keeper - go dark at Skerry",
        "Skerry: a lamp goes dark | What we know",
        "The Herald of spring goes dark",
        "Analysis: why a lamp goes dark",
    ],
)
def test_a_headlines_own_words_stay(title):
    """Bars, dashes and colons are the headline's, too."""
    assert read(title, title, "<meta property='og:site_name' content='The Herald'>").headline == title


def test_a_heading_of_something_else_is_no_headline():
    """The page's one first-rank heading belongs to a promotion that shares no word with its titles."""
    meta = "<meta property='og:title' content='A lamp goes dark at Skerry'>"

    assert (
        read("A lamp goes dark at Skerry", "Why do you not fight for reindeer?", meta).headline
        == "A lamp goes dark at Skerry"
    )


def test_the_authors_name_after_a_bar_is_not_the_headlines():
    """Opinion pieces carry it in the title that networks show."""
    title = "A lamp goes dark at Skerry | Nora Vell"

    assert (
        read(title, head=f"<meta property='og:title' content='{title}'>", author={"name": "Nora Vell"}).headline
        == title[:26]
    )


def test_a_short_heading_that_is_marked_is_the_headline():
    """Two words that the page itself calls the headline, beside a title for search engines."""
    heading = "<h1 class='headline'>Lamp dark</h1>"
    page = f"<html><head><title>Why the lamp of Skerry is out</title></head><body>{heading}{TEXT}</body></html>"

    assert article(Capture("herald", "x:", page.encode(), "text/html", NOW), Readers()).headline == "Lamp dark"


def test_tags_of_a_list_are_whole_and_of_a_text_parted():
    """Inverted names hold commas; systems leave marks for themselves; entities are letters."""
    listed = "".join(
        f"<meta property='article:tag' content='{tag}'>" for tag in ("Vell, Nora", "Lamps", "null", "@river")
    )
    text = "<meta name='keywords' content='Vell, Nora, lamps, Skerry, channel_other, Section: News:Sea news, Oil &amp;amp; gas'>"

    assert read("A lamp goes dark", head=listed + text).tags == [
        "Vell, Nora",
        "Lamps",
        "Skerry",
        "Sea news",
        "Oil & gas",
    ]


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("/world/middle_east", "World"),
        ("World news", "World news"),
        ("Front Page", None),
        ("herald.example", None),
        ("https://herald.example/world", None),
        ("", None),
    ],
)
def test_a_section_is_the_readers_word(said, section):
    """Neither a path, nor a kind of page, nor the site."""
    assert read("A lamp goes dark", head=f"<meta property='article:section' content='{said}'>").section == section


@pytest.mark.parametrize(
    ("given", "genre"),
    [
        ({"head": "<meta property='article:section' content='Opinion'>"}, "opinion"),
        ({"head": "<meta property='article:section' content='World Leaders'>"}, "unknown"),
        ({"head": "<meta property='article:section' content='Leaders'>"}, "opinion"),
        ({"head": "<meta property='article:section' content='Where We Live'>"}, "unknown"),
        ({"head": "<meta property='og:title' content='Opinion | A lamp goes dark'>"}, "opinion"),
        ({"head": "<meta property='og:title' content='Analysis | A lamp goes dark'>"}, "analysis"),
        ({"head": "<meta property='og:title' content='A lamp goes dark | Editorial'>"}, "opinion"),
        ({"url": "https://herald.example/commentisfree/2030/may/01/lamp"}, "opinion"),
        ({"url": "https://herald.example/world/live/2030/may/01/lamp"}, "live"),
        ({"@type": "OpinionNewsArticle"}, "opinion"),
        ({"@type": "AnalysisNewsArticle"}, "analysis"),
        ({"@type": "ReviewNewsArticle"}, "review"),
        ({"@type": "LiveBlogPosting"}, "live"),
        ({"@type": ["NewsArticle", "ReportageNewsArticle"]}, "news"),
        ({"@type": "NewsArticle"}, "news"),
        ({"@type": "NewsArticle", "articleSection": "Opinions"}, "opinion"),
        ({"@type": "BlogPosting"}, "unknown"),
    ],
)
def test_the_kind_of_piece_is_the_pages_own_word(given, genre):
    """Type before section before address; a title's mark; words that only contain one do not count."""
    assert read("A lamp goes dark", "A lamp goes dark at Skerry", **given).genre == genre


@pytest.mark.parametrize(
    ("given", "paywalled"),
    [
        ({"isAccessibleForFree": False}, True),
        ({"isAccessibleForFree": "False"}, True),
        ({"isAccessibleForFree": True}, False),
        ({"head": "<meta name='article:content_tier' content='locked'>"}, True),
        ({"head": "<meta name='article:content_tier' content='free'>"}, False),
        ({}, False),
    ],
)
def test_a_wall_is_the_pages_own_word(given, paywalled):
    """A boolean, a string, a tier."""
    assert read("A lamp goes dark", "A lamp goes dark at Skerry", **given).paywalled is paywalled


def test_the_line_above_a_headline_within_its_heading_is_none_of_it():
    """German outlets set what it is about, and what happened, in one heading; the page's title says which is which."""
    title = "Eine Lampe erlischt in Skerry"
    heading = f"<span>Streit am Hafen</span> <span>{title}</span>"

    assert read(f"{title} | Herald", heading).headline == title
    assert read("Lampe in Skerry", heading).headline == f"Streit am Hafen {title}"


def test_the_sites_name_in_the_only_first_heading_is_no_headline():
    """Themes set the site's name as the first heading, and the headline as the second."""
    found = read("A lamp goes dark at Skerry | Lamp and Pier", "<a href='/'>Lamp and Pier</a>")

    assert found.headline.startswith("A lamp goes dark at Skerry")
    assert read("A lamp goes dark", "A lamp goes dark").headline == "A lamp goes dark"


@pytest.mark.parametrize(
    ("label", "genre"),
    [
        ("<div>Analysis</div>", "analysis"),
        ("<a href='/opinion'>Opinion</a>", "opinion"),
        ("<nav>Opinion</nav>", "unknown"),
        ("<p>Fish</p>", "unknown"),
    ],
)
def test_the_kind_that_stands_above_the_heading_counts(label, genre):
    """In a menu it is another section's name."""
    page = f"<html><body>{label}<h1>A lamp goes dark at Skerry</h1>{TEXT}</body></html>"

    found = article(Capture("herald", "https://herald.example/p/1", page.encode(), "text/html", NOW), Readers())

    assert found.genre == genre


def test_a_review_in_linked_data_is_one_and_names_its_author():
    """It is the only type that some pages give."""
    said = {"@type": "Review", "name": "A lamp goes dark", "author": {"@type": "Person", "name": "Nora Vell"}}

    found = read("A lamp goes dark", **said)

    assert (found.genre, found.authors) == ("review", ["Nora Vell"])
