"""Front pages: which articles, in which order, how large."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect.asking import Asking
from analysis.collect.client import Response
from analysis.collect.front import places
from analysis.collect.listing import listing
from analysis.collect.shapes import of_an_article, on_hosts
from analysis.collect.sources import Front
from analysis.errors import Blocked, NotAnArticle, SamestoryError
from analysis.events import Terms
from analysis.tables import Placement, check, frame

MAY = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC))
HOME = "https://www.herald.example/"
PAGE = """<html><head><base href="/"></head><body>
<header><a href="/"><img></a><nav><a href="/2031/05/01/in-the-menu">In the menu today</a></nav></header>
<main>
 <a href="/2031/05/04/wall-gives-way?utm_source=front"><img></a>
 <h2><a href="/2031/05/04/wall-gives-way">The harbour wall gives way</a></h2>
 <h3><a href="2031/05/04/ships-turned-away">Ships are turned away</a></h3>
 <a href="https://herald.example/2031/05/03/mayor-speaks"><h3>The mayor speaks at last</h3><p>In a long piece.</p></a>
 <h4><a href="/sport/boats-race-in-the-bay">Boats race in the bay</a></h4>
 <ul><li><a href="/2031/05/02/old-news">What was</a></li></ul>
 <a href="https://elsewhere.example/2031/05/04/not-ours">Elsewhere they say so</a>
 <a href="/tag/harbour-wall-and-sea">All of the wall</a> <a href="/subscribe">Subscribe</a> <a href="javascript:x()">x</a>
</main><footer><a href="/2031/05/04/at-the-foot">At the foot of it</a></footer></body></html>"""


def asking(now):
    """One of an invented outlet."""
    return Asking("herald", MAY, Terms(), now)


def test_articles_are_ranked_by_their_first_link_and_sized_by_their_headings():
    """Menus, other sites, lists and services are no articles; the picture's link counts for the rank."""
    found = places(PAGE.encode(), HOME)

    assert [(p.rank, p.url.rsplit("/", 1)[1], p.size_class) for p in found] == [
        (1, "wall-gives-way", "lead"),
        (2, "ships-turned-away", "large"),
        (3, "mayor-speaks", "large"),
        (4, "boats-race-in-the-bay", "medium"),
        (5, "old-news", "small"),
    ]
    assert [p.headline for p in found[:3]] == [
        "The harbour wall gives way",
        "Ships are turned away",
        "The mayor speaks at last",
    ]


@pytest.mark.parametrize(
    ("levels", "sizes"),
    [
        (["h3", "h3", "h3"], ["lead", "unknown", "unknown"]),
        (["p", "p", "p"], ["lead", "unknown", "unknown"]),
        (["h3", "h1", "h2"], ["medium", "lead", "large"]),
        (["h2", "h2", "h3"], ["lead", "large", "medium"]),
        (["h2", "h3", "h4", "h5", "h6"], ["lead", "large", "medium", "small", "small"]),
    ],
)
def test_sizes_are_relative_to_the_page(levels, sizes):
    """Where all headings are of one level, the page does not tell."""
    body = "".join(f"<{tag}><a href='/2031/05/04/a{i}'>Words of it {i}</a></{tag}>" for i, tag in enumerate(levels))

    assert [p.size_class for p in places(body.encode(), HOME)] == sizes


def test_a_live_front_page_tells_of_now():
    """One request; placements and sightings with the time of the answer."""
    now = datetime(2031, 5, 5, 8, tzinfo=UTC)

    found = listing(Front(HOME), asking(now), lambda url: Response(url, url, 200, (), PAGE.encode(), now))

    assert check(frame(found.placements, Placement), Placement).height == 5
    assert {p.captured_at for p in found.placements} == {now}
    assert {s.seen_at for s in found.sightings} == {now}
    assert [a.outcome for a in found.attempts] == ["kept"]


def test_a_past_event_is_not_looked_for_on_todays_front_page():
    """Nothing is asked, and the ledger says why."""
    found = listing(Front(HOME), asking(datetime(2031, 6, 1, tzinfo=UTC)), None)

    assert found.placements == ()
    assert [a.outcome for a in found.attempts] == ["out_of_window"]


def test_archived_front_pages_are_placed_at_their_own_time():
    """Two of three captures, first and last; a capture's links keep the outlet's addresses."""
    stamps = ("20310504060000", "20310505060000", "20310506060000")
    asked = []

    def fetch(url, *, credentials=None):
        asked.append(url)
        if "/cdx/" in url:
            rows = "\n".join(f"example,herald)/ {s} {HOME} text/html 200 {s} 9" for s in stamps)
            return Response(url, url, 200, (), rows.encode(), MAY[1])
        day = url.split("/web/")[1][6:8]
        said = {"04": "Sun, 04 May 2031 06:00:00 GMT", "06": "Tue, 06 May 2031 06:00:00 GMT"}[day]
        return Response(url, url, 200, (("Memento-Datetime", said),), PAGE.encode(), MAY[1])

    found = listing(Front(HOME, archived=2), asking(datetime(2031, 6, 1, tzinfo=UTC)), fetch)

    assert len(asked) == 3
    assert sorted({p.captured_at.day for p in found.placements}) == [4, 6]
    assert len(found.placements) == 10
    assert all(s.url.startswith("https://") and "archive.org" not in s.url for s in found.sightings)
    assert {s.seen_at.day for s in found.sightings} == {4}


def test_a_wall_in_place_of_a_front_page_is_none():
    """Fewer than three articles."""
    with pytest.raises(NotAnArticle):
        places(b"<html><body><h1>Sign in</h1></body></html>", HOME)


def test_a_refusing_front_page_is_an_attempt():
    """Like any other source."""

    def fetch(url):
        raise Blocked("403")

    found = listing(Front(HOME), asking(datetime(2031, 5, 5, tzinfo=UTC)), fetch)

    assert [a.outcome for a in found.attempts] == ["blocked"]


@given(st.binary(max_size=300) | st.text(alphabet="<>ah3 =/'\"1-.:", max_size=200).map(str.encode))
def test_any_bytes_end_as_places_or_a_verdict(body):
    """Never another error."""
    try:
        found = places(body, HOME)
    except SamestoryError:
        return
    assert [place.rank for place in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    ("outlet", "name", "fewest", "day"),
    [
        ("nytimes", "homepage_2024-03-25", 40, "/2024/03/2"),
        ("washingtonpost", "shortlink-resolved-to-homepage", 100, "/2024/01/1"),
    ],
)
def test_real_front_pages_are_read(shared, outlet, name, fewest, day):
    """Recorded: one lead, each article once, most of them of those days and with a headline."""
    body = gzip.decompress((shared / f"recorded/{outlet}/html/{name}.html.gz").read_bytes())

    found = places(body, f"https://www.{outlet}.com/")

    assert len(found) >= fewest
    assert [p.size_class for p in found].count("lead") == 1 == found[[p.size_class for p in found].index("lead")].rank
    assert len({p.url for p in found}) == len(found)
    assert sum(day in p.url for p in found) / len(found) > 0.6
    assert sum(bool(p.headline) for p in found) / len(found) > 0.9


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/2031/05/04/x", True),
        ("/articles/1023456/wall", True),
        ("/wall-gives-way-again/", True),
        ("/world-and-sea", False),
        ("/", False),
        ("/2031/05/04/photo-of-the-wall.jpg", False),
        ("/author/quill-of-the-herald-desk", False),
        ("/world/asia/2031/may/04/wall", True),
    ],
)
def test_addresses_are_shaped_as_articles_or_not(path, is_one):
    """A day, a number or four words."""
    assert of_an_article(f"https://herald.example{path}") is is_one


@pytest.mark.parametrize(
    ("host", "is_one"), [("herald.example", True), ("m.herald.example", True), ("notherald.example", False)]
)
def test_hosts_below_a_host_count(host, is_one):
    """And those that merely end alike do not."""
    assert on_hosts(f"https://{host}/a", ("herald.example",)) is is_one
