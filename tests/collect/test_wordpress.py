"""A WordPress site's interface: pages of posts, its end, its closed doors."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect.asking import Asking
from analysis.collect.client import Client, Manners, Response
from analysis.collect.listing import listing
from analysis.collect.sources import WordPress
from analysis.collect.wordpress import MEDIA_TYPE, read
from analysis.errors import Absent, Blocked, Disallowed, Failed, SamestoryError, TryAgain, Unreadable
from analysis.events import Terms

NOW = datetime(2031, 6, 1, tzinfo=UTC)
MAY = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC))
HOME = "https://review.example/"
ASKING = Asking("review", MAY, Terms(), NOW)
FEED = (
    '<rss version="2.0"><channel><title>R</title><item><title>Wall</title>'
    f"<link>{HOME}fed/</link><pubDate>Sun, 04 May 2031 10:00:00 GMT</pubDate></item></channel></rss>"
)


def post(number, at=MAY[0] + timedelta(hours=9)):
    """One post as WordPress gives it."""
    return {
        "id": number,
        "date": f"{at + timedelta(hours=7):%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{at:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{at + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}",
        "link": f"{HOME}wall-{number}/",
        "title": {"rendered": "Quay&#8217;s <em>wall</em> &amp; sea"},
        "content": {"rendered": "<p>The wall gave way.</p>", "protected": False},
        "excerpt": {"rendered": "<p>The wall [&hellip;]</p>\n"},
    }


def blog(posts, *, totals=True, refused=None, doors=("/wp-json/", "rest_route")):
    """A fetch over a site with these posts, a hundred a page."""
    asked = []

    def fetch(url, *, credentials=None):
        asked.append(url)
        if url == f"{HOME}feed/":
            return Response(url, url, 200, (("Content-Type", "application/rss+xml"),), FEED.encode(), NOW)
        if not any(door in url for door in doors):
            raise refused or Absent("review.example answers 404: nothing at this address")
        number = int(parse_qs(urlsplit(url).query)["page"][0])
        page = posts[(number - 1) * 100 : number * 100]
        if not page and number > 1:
            raise Failed("review.example answers 400, which is no page")
        headers = (("X-WP-TotalPages", str(-(-len(posts) // 100))),) if totals else ()
        return Response(url, url, 200, headers, json.dumps(page).encode(), NOW)

    fetch.asked = asked
    return fetch


def test_posts_of_the_window_come_with_their_text_and_their_time_in_utc():
    """The site's own clock is seven hours ahead; ``date_gmt`` counts."""
    found = listing(WordPress(HOME), ASKING, blog([post(1)]))

    (sighting,) = found.sightings
    assert sighting.url == f"{HOME}wall-1/"
    assert sighting.published_at == datetime(2031, 5, 4, 9, tzinfo=UTC)
    assert sighting.modified_at == datetime(2031, 5, 4, 10, tzinfo=UTC)
    assert (sighting.headline, sighting.summary) == ("Quay’s wall & sea", "The wall")
    (answer,) = found.answers
    assert (answer.url, answer.media_type, answer.page) == (sighting.url, MEDIA_TYPE, sighting.url)
    assert json.loads(answer.body) == post(1)
    (attempt,) = found.attempts
    assert (attempt.outcome, attempt.reaches_from, attempt.reaches_to) == ("kept", *MAY)


@pytest.mark.parametrize("totals", [True, False])
@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (99, 1), (100, 1), (101, 2), (250, 3), (300, 3)])
def test_every_page_is_read_once_and_the_end_is_found(count, pages, totals):
    """By the header where there is one, else by a page that is not full, or by the 400 past the end."""
    fetch = blog([post(n) for n in range(count)], totals=totals)

    found = listing(WordPress(HOME), ASKING, fetch)

    assert len(found.sightings) == len(found.answers) == count
    assert len(fetch.asked) == pages + (not totals and count > 0 and count % 100 == 0)
    assert {attempt.outcome for attempt in found.attempts} == {"kept"}
    assert found.attempts[-1].reaches_to is not None


def test_posts_outside_the_window_are_left_out():
    """The question is wider than the window, since the site's clock answers it."""
    late = post(2, MAY[1] + timedelta(hours=1))

    found = listing(WordPress(HOME), ASKING, blog([post(1), late]))

    assert [s.url for s in found.sightings] == [f"{HOME}wall-1/"]
    assert len(found.answers) == 1
    assert "1 outside the window" in found.attempts[0].reason


@pytest.mark.parametrize("refused", [Blocked("401"), Blocked("403"), Absent("404"), Disallowed("robots")])
def test_a_closed_interface_leads_to_the_other_door_and_then_to_the_feed(refused):
    """Each try is in the ledger."""
    found = listing(WordPress(HOME), ASKING, blog([], refused=refused, doors=()))

    assert [s.url for s in found.sightings] == [f"{HOME}fed/"]
    assert [a.outcome for a in found.attempts] == [refused.outcome, refused.outcome, "kept"]


def test_the_other_door_is_enough():
    """Sites without pretty addresses answer at ``?rest_route=``."""
    fetch = blog([post(1)], doors=("rest_route",))

    found = listing(WordPress(HOME), ASKING, fetch)

    assert len(found.answers) == 1
    assert fetch.asked[1].startswith(f"{HOME}?rest_route=/wp/v2/posts&after=")


@pytest.mark.parametrize("trouble", [TryAgain("busy"), Failed("500")])
def test_a_site_in_trouble_is_not_taken_for_a_closed_one(trouble):
    """The feed would hide that posts are missing."""
    found = listing(WordPress(HOME), ASKING, blog([], refused=trouble, doors=()))

    assert [a.outcome for a in found.attempts] == [trouble.outcome]


@pytest.mark.parametrize("body", [b"<html>", b'{"code":"rest_no_route","message":"No route"}', b"[", b""])
def test_what_is_no_list_of_posts_is_unreadable(body):
    """A theme's page with status 200, an error with status 200."""
    with pytest.raises(Unreadable):
        read(body)


@given(
    st.binary(max_size=200)
    | st.lists(st.dictionaries(st.sampled_from(sorted(post(1))), st.none() | st.text() | st.integers()))
    .map(json.dumps)
    .map(str.encode)
)
def test_any_bytes_end_as_posts_or_a_verdict(body):
    """Never another error."""
    try:
        found = read(body)
    except SamestoryError:
        return
    assert len(found.posts) <= found.count


def test_the_page_past_the_end_is_known_by_what_the_real_client_says(site):
    """Over HTTP: 400 with ``rest_post_invalid_page_number`` behind a full page without totals is the end."""
    posts = json.dumps([post(n) for n in range(100)]).encode()
    base = f"http://127.0.0.1:{site.port}/"

    def answer(handler):
        past = "&page=2" in handler.path
        body = b'{"code":"rest_post_invalid_page_number","data":{"status":400}}' if past else posts
        handler.send_response(400 if past else 200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    with Client(Manners(pace=0.0, retries=0), local=True) as client:
        site.answers |= dict.fromkeys(_paths(base), answer)
        found = listing(WordPress(base), ASKING, client.get)

    assert [a.outcome for a in found.attempts] == ["kept", "kept"]
    assert len(found.answers) == 100


def _paths(base):
    """Where the site will be asked, query and all."""
    fetch = blog([post(n) for n in range(100)], totals=False)
    listing(WordPress(base), ASKING, fetch)
    return [url.removeprefix(base.rstrip("/")) for url in fetch.asked]
