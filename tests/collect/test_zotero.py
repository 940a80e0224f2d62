"""Exports of Zotero, made up after its own code: snapshots where they lie beside the RDF, else what it knows."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.collect.files import Brought
from analysis.errors import BadInput
from analysis.tables import Attempt

HEAD = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/">"""
ITEM = """<bib:Article rdf:about="https://www.courier.example/a">
 <z:itemType>newspaperArticle</z:itemType>
 <dcterms:isPartOf><bib:Part><dc:title>News</dc:title>
  <dcterms:isPartOf><bib:Newspaper><dc:title>The Morning Courier</dc:title></bib:Newspaper></dcterms:isPartOf>
 </bib:Part></dcterms:isPartOf>
 <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Lind</foaf:surname><foaf:givenName>Ada</foaf:givenName>
 </foaf:Person></rdf:li></rdf:Seq></bib:authors>
 {link}<dc:title>The bridge opens</dc:title><dcterms:abstract>A crossing at last.</dcterms:abstract>
 <dc:date>{date}</dc:date><z:language>en-GB</z:language>
 <dc:identifier><dcterms:URI><rdf:value>https://www.courier.example/a?utm_source=x</rdf:value></dcterms:URI></dc:identifier>
</bib:Article>"""
SNAPSHOT = """<z:Attachment rdf:about="#item_7"><z:itemType>attachment</z:itemType>
 <rdf:resource rdf:resource="{path}"/><dc:title>Snapshot</dc:title>
 <dcterms:dateSubmitted>2031-05-04 10:30:15</dcterms:dateSubmitted><z:linkMode>1</z:linkMode><link:type>text/html</link:type>
</z:Attachment>"""
PAGE = b"<html><body><p>It opened.</p></body></html>"


def rdf(*, path="files/7/a.html", date="2031-05-04", linked=True, more=""):
    """An export of one item with one snapshot."""
    link = '<link:link rdf:resource="#item_7"/>' if linked else ""
    return f"<?xml version='1.0'?>{HEAD}{ITEM.format(link=link, date=date)}{SNAPSHOT.format(path=path)}{more}</rdf:RDF>"


@pytest.fixture
def snapshot(tmp_path):
    """A stored page, where Zotero puts it."""
    path = tmp_path / "files" / "7" / "a.html"
    path.parent.mkdir(parents=True)
    path.write_bytes(PAGE)
    return path


def test_an_item_with_a_snapshot_is_its_page(bring, snapshot):
    """With the item's address and day, and when Zotero took it."""
    (found,) = bring("export.rdf", rdf())

    assert (found.outlet, found.url, found.body) == ("courier", "https://www.courier.example/a", PAGE)
    assert found.captured_at == datetime(2031, 5, 4, 10, 30, 15, tzinfo=UTC)
    assert (found.published_at, found.published_precision) == (datetime(2031, 5, 4, tzinfo=UTC), "day")
    assert (found.media_type, found.outlet_name) == ("text/html", "The Morning Courier")


def test_an_item_without_a_snapshot_is_what_zotero_knows(bring):
    """Its abstract is all its text."""
    (found,) = bring("export.rdf", rdf(linked=False))

    assert json.loads(found.body) == {
        "headline": "The bridge opens",
        "text": "A crossing at last.",
        "text_scope": "abstract",
        "authors": ["Ada Lind"],
        "section": "News",
        "language": "en",
        "published_at": "2031-05-04",
        "published_precision": "day",
    }


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("files/7/other.html", "is not there; export with files"),
        ("../../secret.html", "lies outside the export's folder"),
        ("/etc/hostname", "lies outside the export's folder"),
        ("files/7/\x7f" + "a" * 300, "is not there"),
    ],
)
def test_a_snapshot_that_cannot_be_taken_is_told(bring, snapshot, path, says):
    """No path leads out of the export's folder."""
    (attempt,) = bring("export.rdf", rdf(path=path))

    assert (attempt.outcome, attempt.url) == ("unreadable", "https://www.courier.example/a?utm_source=x")
    assert "export.rdf, item 1: snapshot" in attempt.reason
    assert says in attempt.reason


def test_a_link_out_of_the_folder_is_not_followed(bring, snapshot, tmp_path_factory):
    """Where it ends counts, not what it is called."""
    outside = tmp_path_factory.mktemp("outside") / "secret.html"
    outside.write_bytes(PAGE)
    snapshot.unlink()
    snapshot.symlink_to(outside)

    (attempt,) = bring("export.rdf", rdf())

    assert "lies outside" in attempt.reason


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (rdf(date="someday"), "'someday' is no date"),
        (rdf().replace("newspaperArticle", "book"), "no item of the kinds newspaperArticle"),
        (rdf()[:-20], "no RDF"),
        (
            rdf().replace("<rdf:RDF", '<!DOCTYPE x [<!ENTITY a "aaaa">]><rdf:RDF', 1).replace("The bridge", "&a;&b;"),
            "no RDF",
        ),
    ],
)
def test_an_export_that_is_not_as_expected_is_told(bring, content, says):
    """By its item, where it gets that far."""
    (attempt,) = bring("export.rdf", content)

    assert (attempt.outcome, says in attempt.reason) == ("unreadable", True)


@pytest.mark.parametrize("date", ["2031", "2031-05", "May 2031", ""])
def test_half_a_date_is_none(bring, date):
    """Zotero keeps what was typed in."""
    (found,) = bring("export.rdf", rdf(date=date, linked=False))

    assert found.published_at is None


CSL = {
    "id": "x/1",
    "type": "article-newspaper",
    "title": "The bridge opens",
    "container-title": "The Morning Courier",
    "abstract": "<p>A crossing at last.</p>",
    "author": [{"family": "Lind", "given": "Ada"}, {"literal": "Courier staff"}],
    "issued": {"date-parts": [["2031", 5, 4]]},
    "language": "en-GB",
    "section": "News",
}


def test_items_of_csl_json_are_read_without_a_mapping(bring):
    """What is no press is left."""
    (found,) = bring("a.json", json.dumps([CSL, CSL | {"type": "book"}]))

    assert json.loads(found.body) == {
        "headline": "The bridge opens",
        "text": "A crossing at last.",
        "text_scope": "abstract",
        "authors": ["Ada Lind", "Courier staff"],
        "section": "News",
        "language": "en",
        "published_at": "2031-05-04",
        "published_precision": "day",
    }
    assert found.outlet == "courier"


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"issued": {"date-parts": [[2031, 5]]}}, None),
        ({"issued": {"raw": "4 May 2031"}}, datetime(2031, 5, 4, tzinfo=UTC)),
        ({"issued": {"literal": "May 2031"}}, None),
        ({"issued": None}, None),
    ],
)
def test_a_csl_date_is_a_day_or_nothing(bring, changed, at):
    """A month decides on no order."""
    assert bring("a.json", json.dumps([CSL | changed]))[0].published_at == at


def test_a_list_without_press_says_so(bring):
    """No file ends in silence."""
    (attempt,) = bring("a.json", json.dumps([CSL | {"type": "book"}]))

    assert (attempt.outcome, attempt.reason) == ("not_an_article", "a.json: no article in it")


VALUE = st.recursive(st.one_of(st.none(), st.integers(), st.text(max_size=10)), st.lists, max_leaves=3)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional={key: VALUE for key in (*CSL, "URL") if key != "type"}))
def test_any_csl_item_is_an_article_or_told(bring, changed):
    """Fields of any kind."""
    try:
        found = bring("a.json", json.dumps([CSL | changed]), outlet="herald")
    except BadInput:
        return

    assert all(isinstance(one, Brought | Attempt) for one in found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1), junk=st.binary(max_size=30), cut=st.integers(0, 200))
def test_damage_anywhere_ends_in_articles_and_attempts(bring, where, junk, cut):
    """Whatever byte it strikes."""
    content = rdf().encode()
    start = int(where * len(content))

    try:
        found = bring("junk.rdf", content[:start] + junk + content[start + cut :], outlet="herald")
    except BadInput:
        return

    assert found
    assert all(isinstance(one, Brought | Attempt) for one in found)


@pytest.mark.parametrize("parts", [["2031", "May", "4"], [2031, "may", 4], ["2031", "05", "04"], [2031, 5, 4, None]])
def test_a_month_may_be_a_word(bring, parts):
    """Items that were typed in have it."""
    (found,) = bring("a.json", json.dumps([CSL | {"issued": {"date-parts": [parts]}}]))

    assert found.published_at == datetime(2031, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize("parts", [["2031", "spring", "4"], [2031, 13, 4], ["2031", {"a": 1}, 4], [2031, 5, "iv"]])
def test_parts_that_are_no_day_are_told_with_what_they_should_be(bring, parts):
    """In words of the file, and not of the program."""
    (attempt,) = bring("a.json", json.dumps([CSL | {"issued": {"date-parts": [parts]}}]))

    assert attempt.outcome == "unreadable"
    assert "a.json, record 1: issued: date-parts" in attempt.reason
    assert "should be year, month, day: [2022, 1, 7]" in attempt.reason
    assert "literal" not in attempt.reason


@pytest.mark.parametrize("parts", [[""], [None], ["2031", ""], []])
def test_half_of_parts_are_no_day(bring, parts):
    """Only the year, or nothing at all."""
    (found,) = bring("a.json", json.dumps([CSL | {"issued": {"date-parts": [parts]}}]))

    assert found.published_at is None
