"""Pages that list a month's articles. No real one was at hand: both shapes are invented from public descriptions."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect.archivepage import months, read
from analysis.collect.asking import Asking
from analysis.collect.client import Response
from analysis.collect.listing import listing
from analysis.collect.sources import ArchivePage
from analysis.errors import Absent, SamestoryError, Unreadable
from analysis.events import Terms

NOW = datetime(2031, 6, 20, tzinfo=UTC)
MAY = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC))
HOME = "https://weekly.example/archive"
INDEX = """<html><body><nav><a href="/news">News</a></nav>
<ul><li><a href="/archive/2031/04">April</a></li><li><a href="/archive/2031/05">May</a></li></ul></body></html>"""
MONTH = """<html><body><a href="/news/1/menu">Menu</a><ul class="archive__list">
<li class="archive__item archive__item--heading">3 May</li>
<li class="archive__item"><a href="/news/100001/early-wall">Early wall</a></li>
<li class="archive__item archive__item--heading">5 May</li>
<li class="archive__item"><a href="https://weekly.example/news/100002/wall?utm_source=a">The wall</a>
  <a href="/news/100002/wall"><img></a></li>
<li class="archive__item archive__item--heading">no day at all</li>
<li class="archive__item"><a href="/news/100003/undated">Undated</a></li></ul></body></html>"""
SISTER = """<html><body><ul><li class="day-article"><a href="https://weekly.example/news/100004/reef">The reef</a></li>
<li class="day-article"><a href="/news/100005/pier">The pier</a></li></ul></body></html>"""


def web(pages):
    """A fetch that knows these pages."""

    def fetch(url, *, credentials=None):
        if url not in pages:
            raise Absent("404")
        return Response(url, url, 200, (), pages[url].encode(), NOW)

    return fetch


def asking(window=MAY):
    """One of an invented outlet."""
    return Asking("weekly", window, Terms(), NOW)


def test_the_months_page_gives_articles_with_the_day_of_their_heading():
    """A day clearly outside the window is left out; one that is not said stays."""
    pages = {HOME: INDEX, f"{HOME}/2031/05": MONTH}

    found = listing(ArchivePage(HOME), asking(), web(pages))

    assert [(s.url, s.published_precision, s.headline) for s in found.sightings] == [
        ("https://weekly.example/news/100001/early-wall", "day", "Early wall"),
        ("https://weekly.example/news/100002/wall", "day", "The wall"),
        ("https://weekly.example/news/100003/undated", None, "Undated"),
    ]
    assert found.sightings[1].published_at == datetime(2031, 5, 5, tzinfo=UTC)
    month = found.attempts[-1]
    assert (month.reaches_from, month.reaches_to) == (
        datetime(2031, 5, 1, tzinfo=UTC),
        datetime(2031, 6, 1, tzinfo=UTC),
    )


def test_a_window_far_from_a_day_leaves_it_out():
    """The reason counts it."""
    window = (datetime(2031, 5, 20, tzinfo=UTC), datetime(2031, 5, 22, tzinfo=UTC))

    found = listing(ArchivePage(HOME), asking(window), web({HOME: INDEX, f"{HOME}/2031/05": MONTH}))

    assert [s.headline for s in found.sightings] == ["Undated"]
    assert "2 outside the window" in found.attempts[-1].reason


def test_months_are_asked_for_where_the_top_page_names_none():
    """Sister sites have them at year and month; the top page's refusal is noted, too."""
    found = listing(ArchivePage(HOME), asking(), web({f"{HOME}/2031/05": SISTER}))

    assert [s.headline for s in found.sightings] == ["The reef", "The pier"]
    assert [a.outcome for a in found.attempts] == ["absent", "kept"]


def test_a_window_over_two_months_reads_both():
    """Each month's absence is its own row."""
    window = (datetime(2031, 4, 29, tzinfo=UTC), datetime(2031, 5, 2, tzinfo=UTC))

    found = listing(ArchivePage(HOME), asking(window), web({HOME: INDEX, f"{HOME}/2031/04": SISTER}))

    assert [(a.url.rsplit("/", 1)[1], a.outcome) for a in found.attempts] == [
        ("archive", "kept"),
        ("04", "kept"),
        ("05", "absent"),
    ]


def test_a_page_of_another_form_is_a_fault():
    """Not an empty month."""
    with pytest.raises(Unreadable):
        read(b"<html><body><a href='/news/1/x'>An article</a></body></html>", HOME)


def test_months_of_a_window():
    """A window that ends with a month does not touch the next."""
    window = (datetime(2030, 12, 31, tzinfo=UTC), datetime(2031, 2, 1, tzinfo=UTC))

    assert [f"{start:%Y-%m}" for start, _ in months(window)] == ["2030-12", "2031-01"]


@given(st.binary(max_size=300))
def test_any_bytes_end_as_entries_or_a_verdict(body):
    """Never another error."""
    try:
        found = read(body, HOME)
    except SamestoryError:
        return
    assert found.entries or found.children
