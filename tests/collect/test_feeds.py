"""Feeds as they come: RSS and Atom, whole and broken."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect.feeds import plain, read
from analysis.errors import Unreadable


def rss(*items, head=""):
    """An RSS 2.0 feed of these items."""
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {head}><channel><title>H</title><link>https://herald.example/</link>{body}</channel></rss>'.encode()


def test_an_item_becomes_an_entry():
    """Tracking is gone from the address, markup from the words, the zone from the time."""
    feed = rss(
        "<title>Bridge &lt;i&gt;closed&lt;/i&gt;</title><link>https://herald.example/bridge?utm_source=rss</link>"
        "<pubDate>Sun, 04 May 2031 14:30:05 +0200</pubDate>"
        "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;&lt;a&gt;Continue reading...&lt;/a&gt;</description>"
    )

    (entry,) = read(feed).entries

    assert (entry.url, entry.headline) == ("https://herald.example/bridge", "Bridge closed")
    assert (entry.published_at, entry.published_precision) == (datetime(2031, 5, 4, 12, 30, 5, tzinfo=UTC), "second")
    assert entry.summary == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://t.example/r/9</link><guid>https://herald.example/a</guid>", "https://herald.example/a"),
        (
            '<link>https://herald.example/a</link><guid isPermaLink="false">https://t.example/9</guid>',
            "https://herald.example/a",
        ),
        ("<link>https://herald.example/a</link><guid>https://herald.example/?p=12</guid>", "https://herald.example/a"),
        ("<link>https://herald.example/a</link><guid>https://cms.example/node/12</guid>", "https://herald.example/a"),
        ("<link>https://herald.example/a</link><guid>https://herald.example/12</guid>", "https://herald.example/a"),
        ("<link>https://herald.example/a</link><guid>tag:herald,12</guid>", "https://herald.example/a"),
        ("<guid>https://herald.example/a</guid>", "https://herald.example/a"),
        ("<link>/a</link>", "https://herald.example/a"),
        (
            "<link>https://t.example/r/9</link><f:origLink>https://herald.example/a</f:origLink>",
            "https://herald.example/a",
        ),
    ],
)
def test_the_permanent_address_is_chosen(item, url):
    """A permalink over a tracked link; a link over a number; a relative link completed."""
    feed = rss(item, head='xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"')

    (entry,) = read(feed, base="https://herald.example/feed").entries

    assert entry.url == url


def test_entries_without_times_are_kept():
    """As in the Washington Post's feeds of 2017."""
    (entry,) = read(rss("<title>A</title><link>https://herald.example/a</link>")).entries

    assert (entry.published_at, entry.published_precision, entry.modified_at) == (None, None, None)


def test_an_atom_feed_tells_change_from_publication():
    """What was only updated is not thereby published; RSS's dc:date is publication."""
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title>
    <entry><title>A</title><link href="https://herald.example/a"/><id>1</id>
      <published>2031-05-04T08:00:00Z</published><updated>2031-05-04T09:00:00Z</updated></entry>
    <entry><title>B</title><link href="https://herald.example/b"/><id>2</id><updated>2031-05-04T09:00:00Z</updated></entry>
    </feed>"""
    dublin = rss(
        "<link>https://herald.example/a</link><dc:date>2031-05-04T08:00:00Z</dc:date>",
        head='xmlns:dc="http://purl.org/dc/elements/1.1/"',
    )

    first, second = read(atom).entries
    (third,) = read(dublin).entries

    assert (first.published_at, first.modified_at) == (
        datetime(2031, 5, 4, 8, tzinfo=UTC),
        datetime(2031, 5, 4, 9, tzinfo=UTC),
    )
    assert (second.published_at, second.modified_at) == (None, datetime(2031, 5, 4, 9, tzinfo=UTC))
    assert third.published_at == datetime(2031, 5, 4, 8, tzinfo=UTC)


def test_what_can_be_read_of_a_broken_feed_is_read_and_said():
    """It ends in the middle of the third item, and a bare ampersand stands in the first."""
    feed = rss(*(f"<title>A & B {n}</title><link>https://herald.example/{n}</link>" for n in range(3)))[:-60]

    reading = read(feed)

    assert [entry.url for entry in reading.entries][:2] == ["https://herald.example/0", "https://herald.example/1"]
    assert "not well-formed" in reading.flaw


def test_an_entry_without_any_address_is_counted():
    """It cannot be fetched; that it was there is said."""
    reading = read(rss("<title>A</title>", "<link>https://herald.example/b</link>"))

    assert len(reading.entries) == 1
    assert reading.flaw == "1 entries without an address"


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Sign in</body></html>", b'{"items": []}', b"setup.py", b"\x00\xff\x00"]
)
def test_what_is_no_feed_is_unreadable(body):
    """A sign-in page with status 200, JSON, a short text that is the name of a file here."""
    with pytest.raises(Unreadable):
        read(body, "text/html")


def test_an_empty_feed_is_a_feed():
    """A quiet day is no fault."""
    assert read(rss()).entries == ()


def test_entities_of_a_feed_s_own_reach_nothing(tmp_path):
    """Neither a file of this machine nor a bomb."""
    secret = tmp_path / "secret"
    secret.write_text("hidden words", encoding="utf-8")
    feed = rss("<title>&x;</title><link>https://herald.example/a</link>").replace(
        b"<rss", f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss'.encode(), 1
    )

    assert "hidden" not in str(read(feed))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_feed_or_are_not(body):
    """Never another error."""
    try:
        assert read(body).entries is not None
    except Unreadable:
        return


@given(st.text(max_size=80))
def test_any_text_is_plain_afterwards(text):
    """Whatever a title holds."""
    assert "\x00" not in plain(text)


FEEDS = [
    ("guardian/rss/uk_2019-05-08.xml", "https://www.theguardian.com/", 95, 95),
    ("nytimes/rss/World_2020-01-01.xml", "https://www.nytimes.com/", 61, 61),
    ("washingtonpost/rss/national_2017-01-07.xml", "https://www.washingtonpost.com/", 20, 0),
    ("washingtonpost/rss/politics_2017-01-07.xml", "https://www.washingtonpost.com/", 24, 0),
]


@pytest.mark.parametrize(("file", "home", "entries", "dated"), FEEDS)
def test_real_feeds_give_every_candidate(shared, file, home, entries, dated):
    """Recorded: each item is an address of the outlet's own without a campaign, with a headline."""
    reading = read((shared / "recorded" / file).read_bytes(), "text/xml; charset=utf-8", home)

    assert len({entry.url for entry in reading.entries}) == len(reading.entries) == entries
    assert all(entry.url.startswith(home) and "?" not in entry.url and entry.headline for entry in reading.entries)
    assert sum(entry.published_precision == "second" for entry in reading.entries) == dated
    assert reading.flaw == ""
