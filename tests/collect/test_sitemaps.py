"""Sitemaps as they come, and as nobody should send them."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect import sitemaps
from analysis.collect.sitemaps import read, span
from analysis.errors import Failed, Unreadable

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(*urls):
    """A sitemap of these entries."""
    return f'<?xml version="1.0"?><urlset {NS}>{"".join(f"<url>{url}</url>" for url in urls)}</urlset>'.encode()


def index(*sitemaps):
    """An index of these children."""
    body = "".join(f"<sitemap>{one}</sitemap>" for one in sitemaps)
    return f'<?xml version="1.0"?><sitemapindex {NS}>{body}</sitemapindex>'.encode()


def test_entries_carry_what_the_sitemap_says():
    """A change is no publication; the news extension tells that, and the title; an image's address is not the page's."""
    reading = read(
        urlset(
            "<loc> https://herald.example/a?utm_source=x </loc><lastmod>2031-05-04T10:00:00Z</lastmod>",
            "<i:image xmlns:i='i'><i:loc>https://herald.example/a.jpg</i:loc></i:image><loc>https://herald.example/b</loc>"
            "<n:news><n:publication_date>2031-05-04T09:30+01:00</n:publication_date><n:title>Bridge</n:title></n:news>",
        )
    )

    first, second = reading.entries
    assert (first.url, first.published_at) == ("https://herald.example/a", None)
    assert first.modified_at == datetime(2031, 5, 4, 10, tzinfo=UTC)
    assert (second.url, second.headline, second.published_precision) == ("https://herald.example/b", "Bridge", "minute")
    assert second.published_at == datetime(2031, 5, 4, 8, 30, tzinfo=UTC)
    assert reading.flaw == ""


def test_an_index_names_its_children():
    """With their last change, where it is given."""
    reading = read(
        index(
            "<loc>https://herald.example/1.xml</loc><lastmod>2031-05-04</lastmod>",
            "<loc>https://herald.example/2.xml.gz</loc>",
        )
    )

    assert [child.url for child in reading.children] == [
        "https://herald.example/1.xml",
        "https://herald.example/2.xml.gz",
    ]
    assert [child.modified_at for child in reading.children] == [datetime(2031, 5, 4, tzinfo=UTC), None]


def test_gzip_and_other_namespaces_are_the_same_sitemap():
    """Some declare none, some Google's old one."""
    plain = b"<urlset><url><loc>https://herald.example/a</loc></url></urlset>"

    assert read(gzip.compress(plain)) == read(plain)
    assert (
        len(read(plain.replace(b"<urlset", b'<urlset xmlns="http://www.google.com/schemas/sitemap/0.84"')).entries) == 1
    )


def test_a_broken_sitemap_gives_its_whole_entries():
    """A bare ampersand, and the end cut off within the third address: half an address is none."""
    body = urlset(*(f"<loc>https://herald.example/{n}?a=1&b={n}</loc>" for n in range(3)))[:-25]

    reading = read(body)

    assert [entry.url for entry in reading.entries] == [f"https://herald.example/{n}?a=1&b={n}" for n in range(2)]
    assert "not well-formed" in reading.flaw


@pytest.mark.parametrize("body", [b"", b"hello", b"<html><body/></html>", b"<rss/>", b"\x00\x01\x02"])
def test_what_is_no_sitemap_is_unreadable(body):
    """An error page with status 200 above all."""
    with pytest.raises(Unreadable, match="no sitemap"):
        read(body)


def test_a_bomb_of_entities_is_refused(tmp_path):
    """A billion laughs; and one that would read a file."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    secret = tmp_path / "secret"
    secret.write_text("https://hidden.example/", encoding="utf-8")
    for doctype in (f'<!ENTITY a0 "ha">{laughs}', f'<!ENTITY a9 SYSTEM "{secret.as_uri()}">'):
        body = urlset("<loc>https://herald.example/&a9;</loc>").replace(
            b"<urlset", f"<!DOCTYPE u [{doctype}]><urlset".encode(), 1
        )

        with pytest.raises(Unreadable, match="entities of its own"):
            read(body)
        with pytest.raises(Unreadable):
            read(body.decode().replace('<?xml version="1.0"?>', "").encode("utf-16"))


def test_a_bomb_of_zeros_is_stopped():
    """101 MB that pack into some hundred kilobytes."""
    with pytest.raises(Failed, match="larger than"):
        read(gzip.compress(bytes(101 * 2**20), 1))


def test_only_so_many_entries_are_read(monkeypatch):
    """A hundred thousand, twice what the protocol allows; five for this test."""
    monkeypatch.setattr(sitemaps, "_MOST", 5)

    reading = read(urlset(*(f"<loc>https://herald.example/{n}</loc>" for n in range(6))))

    assert len(reading.entries) == 5
    assert reading.flaw == "only its first 5 entries were read"


def test_a_sitemap_longer_than_the_parser_s_buffer_is_read_whole():
    """Elements that are there before they are asked for must survive the letting go of those before them."""
    reading = read(urlset(*(f"<loc>https://herald.example/{n}</loc>" for n in range(3000))))

    assert [entry.url for entry in reading.entries] == [f"https://herald.example/{n}" for n in range(3000)]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sitemap_or_are_not(body):
    """Never another error."""
    try:
        assert read(body).entries is not None
    except (Unreadable, Failed):
        return


@pytest.mark.parametrize(
    ("name", "first", "end"),
    [
        ("sitemap-2031-05.xml", (2031, 5, 1), (2031, 6, 1)),
        ("sitemaps/new/sitemap-2031-12.xml.gz", (2031, 12, 1), (2032, 1, 1)),
        ("2031/5/4/map.xml", (2031, 5, 4), (2031, 5, 5)),
        ("sitemap_20310504.xml", (2031, 5, 4), (2031, 5, 5)),
        ("sitemap.xml?yyyy=2031&mm=05&dd=04", (2031, 5, 4), (2031, 5, 5)),
        ("sitemap.xml?yyyy=2031&mm=5", (2031, 5, 1), (2031, 6, 1)),
    ],
)
def test_a_name_can_promise_days(name, first, end):
    """Months and days, in the forms that publishing systems use."""
    assert span(f"https://herald.example/{name}") == (datetime(*first, tzinfo=UTC), datetime(*end, tzinfo=UTC))


@pytest.mark.parametrize(
    "name", ["sitemap.xml", "sitemap-2031.xml", "post-sitemap12.xml", "sitemap-203105041.xml", "a-2031-13.xml"]
)
def test_a_name_that_promises_nothing_is_none(name):
    """A year alone may be a running number."""
    assert span(f"https://herald2031-05.example/{name}") is None


def test_the_real_example_of_a_news_sitemap_is_read(shared):
    """Recorded from the specification: genres, images and language links around one article, known to the day."""
    reading = read((shared / "recorded/sitemaps/google_news_example.xml").read_bytes())

    (entry,) = reading.entries
    assert entry.url == "https://www.example.com/business/article55.html"
    assert (entry.published_at, entry.published_precision) == (datetime(2008, 12, 23, tzinfo=UTC), "day")
    assert entry.headline
