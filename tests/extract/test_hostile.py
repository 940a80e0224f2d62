"""Pages that nobody should write: each gives an article or a named reason, soon, and in bounded memory."""

import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import Skip
from analysis.extract import body as bodies
from analysis.extract.article import Capture, article
from analysis.extract.document import LARGEST
from analysis.extract.readers import Readers
from analysis.tables import Article, check, frame

LIMIT = 60
"""Seconds of processor time; the slowest takes five on a machine with nothing else to do."""
MEMORY = 1_500_000
"""Kilobytes at most, the test runner's own among them."""
LINE = "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar for the keeper. "
HEAD = "<html><head><title>A lamp goes dark</title></head><body><h1>A lamp goes dark again</h1>"
TEXT = "<article>" + "".join(f"<p>{number} {LINE * 2}</p>" for number in range(8)) + "</article>"
LINKED = '<script type="application/ld+json">'
PAGES: dict[str, Callable[[], str]] = {
    "paragraphs": lambda: HEAD + "".join(f"<p>{number} {LINE}</p>" for number in range(10_000)),
    "open elements": lambda: HEAD + "<div>" * 200_000 + LINE * 5,
    "open inline elements": lambda: HEAD + TEXT + "<p>" + "<span>" * 5_000 + LINE,
    "open links": lambda: HEAD + TEXT + "<a href=x>" * 50_000 + LINE,
    "open paragraphs": lambda: HEAD + ("<p>" + LINE) * 12_000,
    "list of links": lambda: HEAD + TEXT + "<ul>" + "".join(f"<li><a href=/{n}>A lamp {n}</a>" for n in range(30_000)),
    "line breaks": lambda: f"{HEAD}<article>{(LINE + '<br>') * 8_000}{'<br>' * 100_000}</article>",
    "one text": lambda: f"{HEAD}<p>{LINE * 30_000}</p>",
    "tables in tables": lambda: HEAD + "<table><tr><td>" * 3_000 + LINE * 10,
    "cells": lambda: HEAD + TEXT + "<table>" + ("<tr>" + "<td>12</td>" * 10) * 10_000,
    "bold letters": lambda: f"{HEAD}{TEXT}<p>{'<b>x</b>' * 100_000}</p>",
    "one name of a megabyte": lambda: f"{HEAD}<div class='{'byline ' * 150_000}'>x</div>{TEXT}",
    "captions": lambda: HEAD + "".join(f"<div class='caption c{n}'>{n}</div>" for n in range(20_000)) + TEXT,
    "bylines": lambda: HEAD + "<span class='byline' rel='author'>Nora Vell</span>" * 20_000 + TEXT,
    "times": lambda: HEAD + "<time datetime='x'>y</time>" * 20_000 + TEXT,
    "headings": lambda: HEAD + "<h1>A lamp goes dark today</h1>" * 20_000 + TEXT,
    "metas": lambda: HEAD.replace("</head>", '<meta name="author" content="Nora Vell">' * 30_000) + TEXT,
    "linked list": lambda: HEAD + LINKED + "[" + '{"@type":"NewsArticle"},' * 200_000 + "{}]</script>" + TEXT,
    "linked depth": lambda: HEAD + LINKED + '{"@graph":[' * 50_000 + "</script>" + TEXT,
    "linked strokes": lambda: HEAD + LINKED + '{"headline": "' + "\\" * 1_000_000 + "</script>" + TEXT,
    "spaces": lambda: f"{HEAD}<p>{' ' * 5_000_000}</p>{TEXT}",
    "entities": lambda: f"{HEAD}<p>{'&amp;' * 500_000}</p>{TEXT}",
    "dots": lambda: f"{HEAD}<p>{'a.' * 500_000}</p>{TEXT}",
    "initials": lambda: f"{HEAD}<p>By {'A ' * 300_000}</p>{TEXT}",
    "linked authors": lambda: (
        HEAD
        + LINKED
        + '{"@type":"NewsArticle","author":['
        + '{"@type":"Person","name":"Nora Vell"},' * 100_000
        + "{}]}</script>"
        + TEXT
    ),
    "linked author lists": lambda: (
        HEAD + LINKED + '{"@type":"Article","author":' + "[" * 900 + "]" * 900 + "}</script>" + TEXT
    ),
    "links in a byline": lambda: (
        f"{HEAD}<div class='byline author'>{'<a href=/author/x>Nora Vell</a>' * 50_000}</div>{TEXT}"
    ),
    "bylines in bylines": lambda: HEAD + "<div class='author byline date'>" * 2_000 + LINE + "</div>" * 2_000 + TEXT,
    "datelines": lambda: HEAD + "<div class=date>6 January 2030, 10:30</div>" * 30_000 + TEXT,
    "text before the headline": lambda: "<body>" + "<i>x</i> " * 200_000 + "<h1>A lamp goes dark again</h1>" + TEXT,
    "digits": lambda: f"{HEAD}<div class=date>{'1' * 2_000_000}</div>{TEXT}",
    "by by by": lambda: f"{HEAD}<p class=byline>{'by ' * 200_000}</p><p>By {'and ' * 40}</p>{TEXT}",
    "dashes": lambda: f"{HEAD.replace('A lamp goes dark', 'A lamp ' + ' - ' * 200_000)}{TEXT}",
    "first publications": lambda: (
        HEAD + "<script>" + '"first_publish_date":"2030-01-01T10:00:00Z",' * 100_000 + "</script>" + TEXT
    ),
    "nulls": lambda: HEAD.replace(" ", "\x00 ") + TEXT.replace("lamp", "la\x00mp"),
}


def read(body: bytes, media_type: str = "text/html") -> Article | None:
    """The article, or None where a reason was named."""
    try:
        found = article(Capture("herald", "https://herald.example/p/1", body, media_type, datetime.now(UTC)), Readers())
    except Skip as why:
        return None if str(why) else pytest.fail("left out without a reason")
    check(frame([found], Article), Article)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends_soon_and_small(name):
    """One thing too many of: elements, depth, links, names, linked data; the clock is the processor's own."""
    page = PAGES[name]().encode()
    started = time.process_time()

    read(page)

    assert time.process_time() - started < LIMIT
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert peak // (1024 if sys.platform == "darwin" else 1) < MEMORY


def test_what_is_too_large_is_refused_before_it_is_read():
    """Fifty megabytes."""
    started = time.process_time()

    assert read(b"<p>" + b"x" * (LARGEST + 1)) is None
    assert time.process_time() - started < 1


def test_a_page_of_very_many_elements_says_that_it_was_read_otherwise():
    """Its paragraphs are there, its list of links is not, and a warning tells."""
    links = "".join(f"<p><a href=/{n}>A lamp {n}</a></p>" for n in range(bodies.LARGEST // 2))

    found = read(f"{HEAD}{TEXT}{links}".encode())

    assert found
    assert (found.text.count("Skerry"), found.text.count("A lamp")) == (16, 0)
    assert any("as they stand" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "sign", ["\x01", "\x0c", "&#12;", "\x1b", "\x1f", "&#1;", "&#x1f;", "&#11 ", "&#X0000B;", "&#65535;", "\uffff"]
)
def test_control_characters_are_no_text_of_a_page(sign):
    """Flipped bits and pasted terminals: a tree takes them in and then refuses to have them moved."""
    noise = f"<div class='ad'>Advertisement</div>{sign}<script>x</script>{sign}"

    found = read(f"{HEAD}{TEXT.replace('lamp', f'la{sign}mp', 3).replace('</p>', f'</p>{noise}')}".encode())

    assert found
    assert found.text.count("Skerry") == 16


SHAPES = (
    "[]",
    "{}",
    "null",
    "7",
    '"text"',
    '[{"@type": "NewsArticle", "headline": "A lamp goes dark"}]',
    '{"@graph": [{"@type": "WebPage"}, {"@type": "Article", "author": {"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Nora Vell"}]}',
    '{"@graph": {"@graph": {"@graph": []}}}',
    '{"@type": "Article", "@id": "#a", "author": {"@id": "#a"}}',
    '{"@type": "Article", "author": [[[["Nora Vell"]]], null, 7, {"name": null}, {"name": {"name": {}}}]}',
    '{"@type": ["Article", 7, null], "headline": {"@value": ["A"]}, "datePublished": {"@value": 1e400}}',
    '{"@type": "Article", "datePublished": ["2030-01-01", {}], "dateModified": "0000-00-00"}',
    '{"@type": "Article", "datePublished": "9999-12-31T23:59:59-12:00", "dateModified": "0001-01-01T00:00:00+14:00"}',
    '{"@type": "Article", "datePublished": 99999999999999999999, "keywords": [null, {}, [["a"]]]}',
    '{"@type": "Article", "datePublished": "2030-01-01T00:00:00+99:99", "wordCount": "９９"}',
    '{"@type": "Article", "headline": "A \\ud800 lamp", "isAccessibleForFree": []}',
    '{"@type": "Article", "headline": "A lamp',
    '<!-- {"@type": "Article"} -->',
    '{"@type": "Article",}',
    "\u2028{\u00a0}",
)


@pytest.mark.parametrize("linked", SHAPES)
def test_linked_data_of_any_shape_gives_an_article(linked):
    """A list, a graph, a circle, broken, of wrong kinds, of impossible times: the text is there all the same."""
    found = read(f"{HEAD}{LINKED}{linked}</script>{TEXT}".encode())

    assert found
    assert found.text.count("Skerry") == 16
    assert found.published_at is None or found.published_at <= datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize(
    "said",
    [
        "6 January 2020", "6. Januar 2020", "6 janvier 2020", "6 de enero de 2020", "6 gennaio 2020", "6 de janeiro de 2020", "6 januari 2020",
        "6 stycznia 2020", "6 января 2020 г.", "6 січня 2020", "6 Ocak 2020", "6 қаңтар 2020", "6. ledna 2020", "6. tammikuuta 2020",
        "2020. január 6.", "6 ianuarie 2020", "6 Ιανουαρίου 2020", "٦ يناير ٢٠٢٠", "2020年1月6日", "2020년 1월 6일", "6.1.2020",
    ],
)  # fmt: skip
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_page_dated_in_any_of_many_languages_has_its_day(said, charset):
    """As a line by the headline, in two encodings."""
    found = read(f"{HEAD}<div>{said}</div>{TEXT}".encode(charset))

    assert found
    assert found.published_at == datetime(2020, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize("claimed", ["utf-8", "utf-16", "windows-1251", "shift_jis", "utf-7", "nonsense"])
@pytest.mark.parametrize("written", ["utf-8", "windows-1251", "utf-16", "koi8-r"])
def test_any_pair_of_charsets_gives_an_article_or_a_reason(claimed, written):
    """What is written is Cyrillic; the page claims one charset, the server another."""
    page = (
        f"<html><head><meta charset={claimed}></head><body><h1>Маяк погас в ночь на вторник</h1>"
        + f"<p>{'Маяк погас, лодки ждали. ' * 20}</p>" * 3
    )

    read(page.encode(written), f"text/html; charset={written if claimed == 'nonsense' else claimed}")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(TEXT)), st.integers(0, 400), st.binary(max_size=60))
def test_a_page_cut_and_patched_anywhere_gives_an_article_or_a_reason(at, gone, put):
    """A torn download with bytes of another in it."""
    page = (HEAD + LINKED + '[{"@type": ["NewsArticle"], "headline": "A lamp"}]</script>' + TEXT).encode()

    read(page[:at] + put + page[at + gone :])
