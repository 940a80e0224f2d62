"""Any body gives an article or a verdict."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import NotAnArticle, Skip, Unreadable
from analysis.extract import body as bodies
from analysis.extract.article import Capture, article, from_sighting
from analysis.extract.blocks import Block
from analysis.extract.document import parsed
from analysis.extract.readers import Readers
from analysis.extract.record import MEDIA_TYPE
from analysis.extract.versions import versions
from analysis.tables import Article, Sighting, check, frame

NOW = datetime(2030, 5, 6, 12, tzinfo=UTC)
SENTENCE = "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar for the keeper. "
PAGE = f"<html><head><title>A lamp goes dark</title></head><body><article><h1>A lamp goes dark again</h1><p>{SENTENCE * 4}</p><p>{SENTENCE * 3}</p></article></body></html>"


def capture(body: bytes | str, media_type: str = "text/html", **fields: object) -> Capture:
    """A capture of a made-up outlet's page."""
    raw = body.encode() if isinstance(body, str) else body
    return replace(Capture("herald", "https://herald.example/p/1", raw, media_type, NOW), **fields)


def read(body: bytes | str, media_type: str = "text/html", **fields: object) -> Article:
    """The article in it."""
    return article(capture(body, media_type, **fields), Readers())


def test_an_article_is_a_row_of_its_noun():
    """Numbered, keyed and dated by first sight; two paragraphs with one blank line between them."""
    found = read(PAGE)

    check(frame([found], Article), Article)
    assert found.text.count("\n\n") == 1
    assert (found.version, found.first_seen_at, found.published_at) == (1, NOW, None)


@pytest.mark.parametrize(
    ("claimed", "written"),
    [
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "utf-16"),
        ("windows-1252", "windows-1252"),
        ("nonsense", "utf-8"),
    ],
)
def test_letters_survive_a_wrong_charset(claimed, written):
    """The server claims one charset, the bytes are of another."""
    page = PAGE.replace("lamp at", "lamp “Élodie” at")

    assert "“Élodie”" in read(page.encode(written), f"text/html; charset={claimed}").text


def test_the_pages_own_claim_counts_where_the_server_is_wrong():
    """Cyrillic of one byte a letter, which claims of Latin would turn into mojibake."""
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("lamp at", "Маяк at")

    found = read(page.encode("windows-1251"), "text/html; charset=utf-8")

    assert "Маяк" in found.text
    assert any("charset" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", "text/html"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, ""),
        (b"x", "image/png"),
        (b'{"a": 1}', "application/json"),
        (b"[]", MEDIA_TYPE),
    ],
)
def test_what_is_no_text_is_unreadable(body, media_type):
    """Empty, a picture by bytes, a picture by type, JSON of others, a list where a record belongs."""
    with pytest.raises(Unreadable):
        read(body, media_type)


def test_the_second_reader_is_asked_where_the_first_is_thin(monkeypatch):
    """The first reader gives ten words; newspaper3k reads the article, and a warning says who disagreed."""
    monkeypatch.setattr(
        bodies,
        "general",
        lambda _: [Block("Ten words only of a much longer article stand here.")],
    )

    found = read(PAGE)

    assert found.words > 100
    assert "readers disagree" in found.warnings[0]
    assert found.warnings[0].endswith("used newspaper3k")


def test_newspaper3k_reads_without_a_connection(monkeypatch):
    """Its parser is given markup; a socket would be an error."""
    monkeypatch.setattr("socket.socket", lambda *_a, **_k: pytest.fail("opened a connection"))

    assert "Skerry Point" in " ".join(bodies.second(parsed(PAGE, "https://herald.example/p/1")).paragraphs)


def test_a_record_keeps_its_fields_and_joins_tokens():
    """A day stays a day; what a tokeniser took apart is joined, and a warning says so."""
    apart = "It 's dark , she said .\nNobody , we hear , was hurt .\nThe keeper , too , rowed home ."
    record = {
        "headline": "Lamp",
        "text": apart,
        "authors": "Nora Vell, Tam Oakes",
        "published_at": "2030-05-06",
        "tags": ["harbor"],
    }

    found = read(json.dumps(record), MEDIA_TYPE)

    assert found.text == "It's dark, she said.\n\nNobody, we hear, was hurt.\n\nThe keeper, too, rowed home."
    assert (found.published_precision, found.published_source, found.text_scope) == ("day", "file", "full")
    assert found.authors == ["Nora Vell", "Tam Oakes"]
    assert "tokenised" in found.warnings[0]


def test_a_record_says_itself_how_much_text_it_has():
    """A lead is not full because there is text."""
    assert (
        read(json.dumps({"headline": "Lamp", "text": SENTENCE, "text_scope": "lead"}), MEDIA_TYPE).text_scope == "lead"
    )
    assert read(json.dumps({"headline": "Lamp"}), MEDIA_TYPE).text_scope == "headline"


def test_pasted_text_is_an_article():
    """Dated by its own line, without promotions."""
    found = read(
        f"A lamp goes dark\nBy Nora Vell\n6 May 2030\n\n{SENTENCE * 2}\n\nSubscribe to our letter\n\n{SENTENCE}",
        "text/plain",
    )

    assert (found.headline, found.authors, found.published_precision) == ("A lamp goes dark", ["Nora Vell"], "day")
    assert "Subscribe" not in found.text


def test_a_listing_gives_the_time_that_a_page_does_not_say():
    """And the first sight is the listing's."""
    seen = NOW - timedelta(hours=3)
    sighting = Sighting("herald", "feed https://herald.example/rss", "u", seen, seen, "second")

    found = read(PAGE, listed=(sighting,))

    assert (found.published_at, found.published_source, found.first_seen_at) == (seen, "feed", seen)


def test_a_page_that_was_listed_before_it_says_it_was_published_was_dated_anew():
    """A feed listed it in April, the page says May: the feed's word counts, and the reader is told."""
    page = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2030-05-02T10:00:00Z">')
    april = datetime(2030, 4, 20, 9, 30, tzinfo=UTC)
    feed = Sighting("herald", "feed x", "https://herald.example/p/1", april + timedelta(hours=1), april)

    found = read(page, listed=(feed,))

    assert (found.published_at, found.published_source, found.first_seen_at) == (
        april,
        "feed",
        april + timedelta(hours=1),
    )
    assert any("dated" in warning or "listing" in warning for warning in found.warnings)


def test_the_date_in_an_address_is_used_last_and_not_where_it_is_the_papers():
    """The outlet's file says that its addresses bear the print date."""
    dated = capture(PAGE, url="https://herald.example/2030/05/05/lamp")

    assert article(dated, Readers()).published_source == "address"
    assert article(dated, Readers(address_dated=False)).published_at is None


def test_a_sighting_alone_is_an_abstract_or_a_headline():
    """Markup in a feed's summary is dropped; without a headline there is nothing to keep."""
    bare = Sighting(
        "herald", "feed x", "u", NOW, NOW, "second", headline="A lamp", summary="<p>It went &amp; stayed dark.</p>"
    )

    assert (from_sighting(bare).text_scope, from_sighting(replace(bare, summary=None)).text_scope) == (
        "abstract",
        "headline",
    )
    assert "<p>" not in from_sighting(bare).text
    with pytest.raises(NotAnArticle):
        from_sighting(replace(bare, headline=None))


def test_versions_differ_in_words_and_not_in_markup():
    """Captured four times: as it was, with other quotation marks, with a word changed, as it was again."""
    first = read(PAGE)
    marks = replace(read(PAGE.replace("Skerry Point", "Skerry  Point")), captured_at=NOW + timedelta(hours=1))
    changed = replace(read(PAGE.replace("four boats", "five boats")), captured_at=NOW + timedelta(hours=2))
    back = replace(first, captured_at=NOW + timedelta(hours=3))

    found = versions([back, changed, marks, first])

    assert [(v.version, v.captured_at.hour) for v in found] == [(1, 12), (2, 14), (3, 15)]
    assert len({v.id for v in found}) == 3
    assert {v.first_seen_at for v in found} == {NOW}


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "<h1>Lamp dark</h1>", "<article>", SENTENCE, "\x00", "é", "<!--", "-->", "<script>", "</script>",
         '<script type="application/ld+json">', '{"@type": "NewsArticle", "headline": ', '[{"@graph": [', "}", '"', "<table><tr><td>",
         '<meta property="article:published_time" content="2030-13-45T99:00">', "<?xml version='1.0' encoding='utf-16'?>", "&#xD800;", "]]>"]
    ),
    max_size=40,
)  # fmt: skip
TYPES = st.sampled_from(
    [
        "text/html",
        "text/plain",
        "",
        "text/html; charset=utf-7",
        "application/xhtml+xml",
        MEDIA_TYPE,
        "text/html; charset=hex",
    ]
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=400), MARKUP.map(lambda parts: "".join(parts).encode("utf-8", "replace"))), TYPES)
def test_any_bytes_give_an_article_or_a_skip(body, media_type):
    """Never another exception, and what comes back is a row of its noun."""
    try:
        found = read(body, media_type)
    except Skip:
        return
    check(frame([found], Article), Article)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(["headline", "text", "authors", "tags", "published_at", "text_scope", "standfirst"]),
                       st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=40), lambda inner: st.lists(inner, max_size=3), max_leaves=4)))  # fmt: skip
def test_any_record_gives_an_article_or_a_skip(record):
    """Fields of wrong kinds are no errors of ours."""
    try:
        found = read(json.dumps(record), MEDIA_TYPE)
    except Skip:
        return
    check(frame([found], Article), Article)


def test_deeply_nested_markup_ends():
    """Two hundred thousand open elements."""
    with pytest.raises(Skip):
        read("<html><body>" + "<div>" * 200_000, "text/html")


def test_a_long_page_is_read_in_bounded_time():
    """Five thousand list entries and megabytes of paragraphs: no step may grow with their square."""
    entries = "-\nA short line\n" * 5000
    many = "".join(f"<p>{number} {SENTENCE}</p>" for number in range(6000))

    started = time.monotonic()

    assert read(f"A lamp goes dark\n\n{entries}{SENTENCE * 3}", "text/plain").words > 0
    assert read(PAGE.replace("</article>", f"{many}</article>")).words > 10_000
    assert time.monotonic() - started < 60
