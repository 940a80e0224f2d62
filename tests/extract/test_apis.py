"""Items of interfaces become articles: who, when, what kind, how much of the text."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import NotAnArticle, Skip, Unreadable
from analysis.extract import apis
from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers
from analysis.extract.versions import versions
from analysis.tables import Article, check, frame

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
GUARDIAN, NYT = "application/vnd.samestory.guardian+json", "application/vnd.samestory.nyt+json"
URL = "https://www.nytimes.com/2031/05/04/world/quay.html"


def read(item, kind, url=URL, outlet="nyt"):
    """The article of an invented item."""
    return article(Capture(outlet, url, json.dumps(item).encode(), kind, NOW, timezone="America/New_York"), Readers())


PIECE = {
    "type": "article",
    "webTitle": "Quay gives way | Ana Brisk",
    "sectionName": "World news",
    "webPublicationDate": "2031-05-04T10:00:31Z",
    "fields": {
        "headline": "Quay gives <em>way</em>",
        "standfirst": "<p>Nobody was hurt when the wall fell</p>",
        "byline": "Ana Brisk in Oslend",
        "lastModified": "2031-05-04T12:30:00Z",
        "firstPublicationDate": "2030-01-01T00:00:01Z",
        "lang": "en",
    },
    "tags": [
        {"id": "profile/anabrisk", "type": "contributor", "webTitle": "Ana Brisk"},
        {"id": "world/harbours", "type": "keyword", "webTitle": "Harbours &amp; ports"},
        {"id": "tone/analysis", "type": "tone", "webTitle": "Analysis"},
    ],
    "blocks": {
        "body": [
            {
                "id": "1",
                "bodyHtml": "<p>The wall fell at <a href='x'>dawn</a>.</p><aside>Related: tides</aside><p>Boats rose.</p>",
            },
            {
                "id": "2",
                "bodyHtml": "<h2>What next?</h2><figure><figcaption>A quay</figcaption></figure><p>Nobody knows.</p>",
            },
        ]
    },
}


def test_a_guardian_article_has_its_whole_text_and_its_own_time():
    """Asides and captions are not in it; of all times the publication on the web counts."""
    found = read(PIECE, GUARDIAN, outlet="guardian")

    assert found.text == "The wall fell at dawn.\n\nBoats rose.\n\nWhat next?\n\nNobody knows."
    assert (found.headline, found.standfirst) == ("Quay gives way", "Nobody was hurt when the wall fell")
    assert (found.text_scope, found.genre, found.section) == ("full", "analysis", "World news")
    assert (found.authors, found.tags, found.language) == (["Ana Brisk"], ["Harbours & ports"], "en")
    assert (found.published_at, found.published_precision, found.published_source) == (
        datetime(2031, 5, 4, 10, 0, 31, tzinfo=UTC),
        "second",
        "api",
    )
    assert found.modified_at == datetime(2031, 5, 4, 12, 30, tzinfo=UTC)
    assert check(frame([found], Article), Article).height == 1


def test_a_block_of_a_live_blog_is_a_piece_with_its_own_time_and_people():
    """Its title is the headline; those who signed it are its authors."""
    block = {
        "id": "b",
        "title": "First word",
        "bodyHtml": "<p>Water reaches the square.</p>",
        "firstPublishedDate": "2031-05-04T09:15:00Z",
        "lastModifiedDate": "2031-05-04T09:20:10Z",
        "contributors": ["profile/bo"],
    }
    both = [*PIECE["tags"], {"id": "profile/bo", "type": "contributor", "webTitle": "Bo Lindt"}]

    found = read(PIECE | {"type": "liveblog", "tags": both, "blocks": {"body": [block]}}, GUARDIAN, outlet="guardian")

    assert (found.headline, found.text, found.genre) == ("First word", "Water reaches the square.", "live")
    assert (found.authors, found.standfirst) == (["Bo Lindt"], None)
    assert found.published_at == datetime(2031, 5, 4, 9, 15, tzinfo=UTC)
    assert found.modified_at == datetime(2031, 5, 4, 9, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "scope", "text"),
    [
        ({"body": "<p>All of it.</p>"}, "full", "All of it."),
        ({"bodyText": "All of it."}, "full", "All of it."),
        ({"body": "<!-- no rights -->", "trailText": "A <b>teaser</b>"}, "abstract", "A teaser"),
        ({}, "headline", ""),
    ],
)
def test_what_the_key_does_not_show_is_no_text(fields, scope, text):
    """The scope says how much there is."""
    item = {"type": "article", "webTitle": "Quay", "webPublicationDate": "2031-05-04T10:00:31Z", "fields": fields}

    found = read(item, GUARDIAN, outlet="guardian")

    assert (found.text_scope, found.text) == (scope, text)


def test_agency_copy_is_known_by_its_byline():
    """In the Guardian as in the Times."""
    wire = PIECE | {"tags": [], "fields": {"byline": "Reuters in Oslend", "headline": "Quay"}}

    assert read(wire, GUARDIAN, outlet="guardian").agency == "Reuters"
    assert (
        read(
            {"headline": {"main": "Quay"}, "source": "AP", "byline": {"original": "By THE ASSOCIATED PRESS"}}, NYT
        ).agency
        == "Associated Press"
    )


OLD = {
    "web_url": URL,
    "headline": {"main": "Quay Gives Way", "kicker": "Harbours"},
    "lead_paragraph": "OSLEND — The wall fell at dawn.",
    "abstract": "A harbour wall fell.",
    "byline": {"original": "By Ana Brisk and Bo Lindt", "person": []},
    "keywords": [{"name": "subject", "value": "Harbors", "major": "N"}],
    "pub_date": "2031-05-04T10:00:31+0000",
    "section_name": "World",
    "type_of_material": "News",
    "source": "The New York Times",
    "word_count": "900",
}


def test_a_document_of_the_times_is_a_lead_at_most():
    """The abstract is the standfirst then."""
    found = read(OLD, NYT)

    assert (found.text_scope, found.text) == ("lead", "OSLEND — The wall fell at dawn.")
    assert (found.headline, found.standfirst) == ("Quay Gives Way", "A harbour wall fell.")
    assert (found.authors, found.tags, found.section) == (["Ana Brisk", "Bo Lindt"], ["Harbors"], "World")
    assert (found.genre, found.agency, found.published_source) == ("news", None, "api")
    assert found.published_at == datetime(2031, 5, 4, 10, 0, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "scope", "text"),
    [
        ({"lead_paragraph": ""}, "abstract", "A harbour wall fell."),
        ({"lead_paragraph": None, "abstract": None, "snippet": "A wall fell in ..."}, "abstract", "A wall fell in"),
        ({"lead_paragraph": None, "abstract": None}, "headline", ""),
    ],
)
def test_a_document_without_a_lead_is_less(change, scope, text):
    """The shape of 2025 has none."""
    found = read(OLD | change, NYT)

    assert (found.text_scope, found.text) == (scope, text)


@pytest.mark.parametrize(
    ("change", "genre"),
    [
        ({"type_of_material": "Op-Ed"}, "opinion"),
        ({"type_of_material": "News Analysis"}, "analysis"),
        ({"type_of_material": "Review"}, "review"),
        ({"type_of_material": "Obituary (Obit)"}, "unknown"),
    ],
)
def test_the_kind_of_a_document_is_what_the_interface_calls_it(change, genre):
    """Where it is none of ours, it is unknown."""
    assert read(OLD | change, NYT).genre == genre


@pytest.mark.parametrize(
    ("said", "precision", "at"),
    [
        ("2031-05-04T00:00:00Z", "day", datetime(2031, 5, 4, tzinfo=UTC)),
        ("2031-05-04T23:10:05", "day", datetime(2031, 5, 4, tzinfo=UTC)),
        ("2031-05-04T23:10:05-04:00", "second", datetime(2031, 5, 5, 3, 10, 5, tzinfo=UTC)),
    ],
)
def test_a_time_is_as_exact_as_it_was_said(said, precision, at):
    """Midnight is a day, and so is a clock of no known zone."""
    found = read(OLD | {"pub_date": said}, NYT)

    assert (found.published_precision, found.published_at) == (precision, at)


def test_an_item_of_the_newswire_is_an_abstract():
    """Facets may be lists or empty strings; the paper's midnight gives way to the time it was made."""
    item = {
        "url": URL,
        "title": "Quay Gives Way",
        "abstract": "A harbour wall fell.",
        "byline": "BY ANA BRISK",
        "section": "World",
        "des_facet": ["Harbors"],
        "org_facet": "",
        "published_date": "2031-05-05T00:00:00-04:00",
        "created_date": "2031-05-04T14:15:44-04:00",
        "updated_date": "2031-05-04T15:00:00-04:00",
    }

    found = read(item, NYT)

    assert (found.text_scope, found.authors, found.tags) == ("abstract", ["Ana Brisk"], ["Harbors"])
    assert found.published_at == datetime(2031, 5, 4, 18, 15, 44, tzinfo=UTC)
    assert found.modified_at == datetime(2031, 5, 4, 19, tzinfo=UTC)


@pytest.mark.parametrize("kind", [GUARDIAN, NYT])
def test_what_is_no_item_is_a_verdict(kind):
    """Of bytes, and of an object that says nothing."""
    with pytest.raises(Unreadable):
        article(Capture("nyt", URL, b"[1]", kind, NOW), Readers())
    with pytest.raises(Unreadable):
        article(Capture("nyt", URL, b"{", kind, NOW), Readers())
    with pytest.raises(NotAnArticle):
        read({}, kind)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*PIECE, *PIECE["fields"], *OLD, "des_facet", "title", "published_date", "results"])


@settings(deadline=None)
@given(st.sampled_from([GUARDIAN, NYT]), st.dictionaries(KEYS, JSON, max_size=8), st.sampled_from([PIECE, OLD]))
def test_any_item_ends_as_an_article_or_a_verdict(kind, noise, base):
    """Interfaces change their shapes without notice."""
    try:
        found = read(base | noise, kind)
    except Skip:
        return

    assert check(frame([found], Article), Article).height == 1
    assert kind != NYT or found.text_scope != "full"


def test_an_abstract_beside_the_whole_text_is_no_version():
    """An interface's lead, then the page that a person brought: nobody edited anything."""
    lead, page = read(OLD, NYT), read(PIECE, GUARDIAN)

    found = versions([lead, page])

    assert [(one.text_scope, one.version) for one in found] == [("full", 1)]
    assert found[0].first_seen_at == min(lead.first_seen_at, page.first_seen_at)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_markup_gives_lines_without_breaks(markup):
    """Broken, empty, or with characters that no tree holds."""
    assert all(line.strip() == line and "\n" not in line and line for line in apis.paragraphs(markup))
