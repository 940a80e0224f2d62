"""Pages as browsers save them: their own address and when they were saved."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.collect.files import Brought
from analysis.errors import BadInput
from analysis.tables import Attempt

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
NOTE = """<!DOCTYPE html> <html lang="en"><!--
 Page saved with SingleFile
 url: {url}
 saved date: Sun May 04 2031 12:30:15 GMT+0200 (Central European Summer Time)
--><head><link rel="canonical" href="https://www.herald.example/other"></head><body><p>It opened.</p></body></html>"""
MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://www.courier.example/a#top
Subject: =?utf-8?Q?The=20bridge?=
Date: Sun, 4 May 2031 10:30:15 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----B----"

------B----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://www.courier.example/a

<html><body><p>B=C3=BCrger=
 came.</p></body></html>
------B----
Content-Type: text/html
Content-Transfer-Encoding: base64
Content-Location: https://ads.example/frame

PGh0bWw+
------B------
"""


def test_a_singlefile_page_keeps_its_address_and_time(bring):
    """Where it was saved from, before what it calls its canonical address."""
    (found,) = bring("a.html", NOTE.format(url="https://www.courier.example/a"))

    assert (found.outlet, found.url) == ("courier", "https://www.courier.example/a")
    assert found.captured_at == datetime(2031, 5, 4, 10, 30, 15, tzinfo=UTC)
    assert found.media_type == "text/html"


def test_a_page_saved_from_a_disk_says_its_address_itself(bring):
    """A file's place on somebody's disk is no address."""
    (found,) = bring("a.html", NOTE.format(url="file:///home/ada/a.html"))

    assert found.url == "https://www.herald.example/other"


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.txt", "a"])
def test_a_web_archive_file_is_its_page(bring, name):
    """Unpacked; its frames are left."""
    (found,) = bring(name, MHTML.replace("\n", "\r\n"))

    assert (found.outlet, found.url) == ("courier", "https://www.courier.example/a")
    assert found.body.decode().strip() == "<html><body><p>Bürger came.</p></body></html>"
    assert found.captured_at == datetime(2031, 5, 4, 10, 30, 15, tzinfo=UTC)


def test_the_start_of_a_web_archive_file_is_the_part_that_it_names(bring):
    """Parts come in any order; the charset goes with the page."""
    head, first, second, end = MHTML.split("------B----", 3)
    first = first.replace("text/html\n", "text/html; charset=utf-8\n", 1)
    start = head.replace('type="text/html";', 'type="text/html"; start="<frame-1@mhtml.blink>";')

    (found,) = bring("a.mhtml", "------B----".join((start, second, first, end)))

    assert "Bürger" in found.body.decode()
    assert found.media_type == "text/html; charset=utf-8"


@pytest.mark.parametrize("damaged", ["=??b?2Q==?=", "=?utf-8?b?abcde?=", "=?no-such?b?YQ==?="])
def test_a_header_in_damaged_mail_encoding_stays_as_it_is(bring, damaged):
    """A letter struck out of an encoded subject ended the whole import."""
    (found,) = bring("a.mhtml", MHTML.replace("From: <", f"Subject: {damaged}\nDate: {damaged}\nFrom: <", 1))

    assert isinstance(found, Brought)


@pytest.mark.parametrize(
    "content", [MHTML.replace("text/html\n", "image/png\n"), MHTML[:400], "MIME-Version: 1.0\n\nx", "x" * 300]
)
def test_a_web_archive_file_without_a_page_is_told(bring, content):
    """Cut off, or of something else."""
    (attempt,) = bring("a.mhtml", content)

    assert (attempt.outcome, "no HTML in it" in attempt.reason) == ("unreadable", True)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    source=st.sampled_from([MHTML, NOTE.format(url="https://www.courier.example/a")]),
    where=st.floats(0, 1),
    junk=st.one_of(
        st.binary(max_size=30), st.sampled_from([b"=?x?b?", b"; charset*=\xff''", b"\nDate: \xff", b"\n\n"])
    ),
    cut=st.integers(0, 60),
    suffix=st.sampled_from(["mhtml", "html", "txt"]),
)
def test_damage_anywhere_ends_in_articles_and_attempts(bring, source, where, junk, cut, suffix):
    """Whatever byte it strikes."""
    content, start = source.encode(), int(where * len(source))

    try:
        found = bring(f"junk.{suffix}", content[:start] + junk + content[start + cut :], outlet="herald")
    except BadInput:
        return

    assert len(found) == 1
    assert isinstance(found[0], Brought | Attempt)
