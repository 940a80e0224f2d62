"""A source is asked; sightings and the ledger come back, whatever it answers."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.collect.asking import Asking
from analysis.collect.client import Response
from analysis.collect.desk import outside
from analysis.collect.listed import Entry
from analysis.collect.listing import listing
from analysis.collect.sources import Feed, Sitemap
from analysis.errors import Absent, Blocked, Disallowed, Failed, TryAgain
from analysis.events import Terms
from analysis.tables import Attempt, Sighting, check, frame

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
WINDOW = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC))
HOME = "https://herald.example"


HERALD = Asking("herald", WINDOW, Terms(), NOW)


def web(pages):
    """A fetch that knows these pages; an exception among them is raised."""

    def fetch(url, *, credentials=None):
        if url not in pages:
            raise Absent("herald.example answers 404: nothing at this address")
        if isinstance(pages[url], Exception):
            raise pages[url]
        return Response(url, url, 200, (("Content-Type", "text/xml"),), pages[url].encode(), NOW)

    return fetch


def rss(*items):
    """A feed of (path, pubDate or "") pairs."""
    body = "".join(
        f"<item><title>T</title><link>{HOME}{path}</link>{f'<pubDate>{at}</pubDate>' if at else ''}</item>"
        for path, at in items
    )
    return f'<rss version="2.0"><channel><title>H</title>{body}</channel></rss>'


def urlset(*items):
    """A sitemap of (path, lastmod or "") pairs."""
    body = "".join(
        f"<url><loc>{HOME}{path}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</url>" for path, at in items
    )
    return f"<urlset>{body}</urlset>"


def index(*items):
    """An index of (path, lastmod or "") pairs."""
    return urlset(*items).replace("urlset", "sitemapindex").replace("url>", "sitemap>")


def test_a_feed_gives_sightings_of_the_window_and_one_attempt():
    """One inside, one before, one after, one that does not say."""
    feed = rss(
        ("/in", "Sun, 04 May 2031 10:00:00 GMT"),
        ("/early", "Sat, 03 May 2031 23:59:59 GMT"),
        ("/late", "Wed, 07 May 2031 00:00:01 GMT"),
        ("/silent", ""),
    )

    found = listing(Feed(f"{HOME}/rss"), HERALD, web({f"{HOME}/rss": feed}))

    assert [sighting.url for sighting in found.sightings] == [f"{HOME}/in", f"{HOME}/silent"]
    assert {(s.outlet, s.source, s.seen_at) for s in found.sightings} == {("herald", f"feed {HOME}/rss", NOW)}
    (attempt,) = found.attempts
    assert (attempt.stage, attempt.outcome, attempt.url) == ("list", "kept", f"{HOME}/rss")
    assert attempt.reason == "4 entries; 2 outside the window; 1 without a time of publication"
    assert attempt.reaches_from == datetime(2031, 5, 3, 23, 59, 59, tzinfo=UTC)
    assert attempt.reaches_to == datetime(2031, 5, 7, 0, 0, 1, tzinfo=UTC)


def test_rows_fit_the_tables():
    """Empty listings, too."""
    found = listing(Feed(f"{HOME}/rss"), HERALD, web({f"{HOME}/rss": rss(("/a", ""))}))

    assert check(frame(found.sightings, Sighting), Sighting).height == 1
    assert check(frame(found.attempts, Attempt), Attempt).height == 1


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (Disallowed("no"), "disallowed"),
        (Blocked("no"), "blocked"),
        (Absent("no"), "absent"),
        (Failed("no"), "failed"),
        (TryAgain("no", after=9.0), "rate_limited"),
    ],
)
@pytest.mark.parametrize("kind", [Feed, Sitemap])
def test_a_source_that_refuses_is_an_attempt(trouble, outcome, kind):
    """Nothing is raised; the ledger has the word and the reason."""
    found = listing(kind(f"{HOME}/x"), HERALD, web({f"{HOME}/x": trouble}))

    assert found.sightings == ()
    assert [(a.outcome, a.reason) for a in found.attempts] == [(outcome, "no")]


@pytest.mark.parametrize("kind", [Feed, Sitemap])
def test_a_page_in_place_of_a_source_is_unreadable(kind):
    """A sign-in page answers 200."""
    found = listing(kind(f"{HOME}/x"), HERALD, web({f"{HOME}/x": "<html><body>Sign in</body></html>"}))

    assert [attempt.outcome for attempt in found.attempts] == ["unreadable"]


def test_a_key_in_a_source_never_reaches_the_tables():
    """Neither source nor address nor reason."""
    url = f"{HOME}/rss?api_key=s3cret"

    found = listing(Feed(url), HERALD, web({url: rss(("/a", ""))}))

    assert "s3cret" not in str(found)


def test_an_index_is_followed_where_it_may_hold_the_window():
    """Of six children: two named for other days, one not changed since, one refuses; two are read."""
    pages = {
        f"{HOME}/map.xml": index(
            ("/map-2031-04.xml", ""),
            ("/map-2031-05.xml", ""),
            ("/map-2031-06.xml", ""),
            ("/old.xml", "2031-05-01"),
            ("/new.xml", "2031-05-08"),
            ("/shut.xml", ""),
        ),
        f"{HOME}/map-2031-05.xml": urlset(("/a", "2031-05-05T10:00:00Z"), ("/stale", "2031-04-01")),
        f"{HOME}/new.xml": urlset(
            ("/a", ""), ("/b", "2031-05-08"), ("/2031/05/05/c", ""), ("/2030/05/05/d", "2031-05-08")
        ),
        f"{HOME}/shut.xml": Blocked("no"),
    }

    found = listing(Sitemap(f"{HOME}/map.xml"), HERALD, web(pages))

    assert [s.url for s in found.sightings] == [f"{HOME}/a", f"{HOME}/b", f"{HOME}/2031/05/05/c"]
    assert [(a.url.rpartition("/")[2], a.outcome) for a in found.attempts] == [
        ("map.xml", "kept"),
        ("map-2031-05.xml", "kept"),
        ("new.xml", "kept"),
        ("shut.xml", "blocked"),
    ]
    assert found.attempts[0].reason == "6 further sitemaps; 3 of them outside the window"
    assert {a.source for a in found.attempts} == {f"sitemap {HOME}/map.xml"}


def test_indexes_that_point_at_each_other_end():
    """A circle, each document read once."""
    pages = {
        f"{HOME}/a.xml": index(("/b.xml", ""), ("/a.xml", "")),
        f"{HOME}/b.xml": index(("/a.xml", ""), ("/b.xml", "")),
    }

    found = listing(Sitemap(f"{HOME}/a.xml"), HERALD, web(pages))

    assert [a.url for a in found.attempts] == [f"{HOME}/a.xml", f"{HOME}/b.xml"]


def test_a_sitemap_without_bottom_is_left_and_that_is_said():
    """Each index names another; after three the ledger says what was not read."""
    pages = {f"{HOME}/{n}.xml": index((f"/{n + 1}.xml", "")) for n in range(10)}

    found = listing(Sitemap(f"{HOME}/0.xml"), HERALD, web(pages))

    assert len(found.attempts) == 5
    assert (found.attempts[-1].outcome, "not read" in found.attempts[-1].reason) == ("failed", True)


def test_a_sitemap_of_too_many_is_cut_and_that_is_said():
    """A thousand children: two hundred documents in all are read."""
    pages = {f"{HOME}/0.xml": index(*((f"/part{n}x.xml", "") for n in range(1000)))}

    found = listing(Sitemap(f"{HOME}/0.xml"), HERALD, web(pages))

    assert len(found.attempts) == 200
    assert "801 of them not read" in found.attempts[0].reason


def at(day, hour=0, precision="second"):
    """An entry published then."""
    return Entry(f"{HOME}/a", datetime(2031, 5, day, hour, tzinfo=UTC), precision)


def test_only_what_is_clearly_outside_is_left_out():
    """The window is half-open; a day begins 14 hours earlier and ends 14 hours later somewhere on earth."""
    assert not outside(at(4), WINDOW)
    assert outside(at(7), WINDOW)
    assert not outside(at(3, precision="day"), WINDOW)
    assert not outside(at(7, precision="day"), WINDOW)
    assert outside(at(2, precision="day"), WINDOW)
    assert outside(at(8, precision="day"), WINDOW)
    assert not outside(Entry(f"{HOME}/a", modified_at=WINDOW[1] + timedelta(days=900)), WINDOW)
    assert outside(Entry(f"{HOME}/a", modified_at=WINDOW[0] - timedelta(days=2)), WINDOW)
    assert not outside(Entry(f"{HOME}/2031/may/03/a"), WINDOW)
    assert outside(Entry(f"{HOME}/2031/may/01/a"), WINDOW)
    assert outside(Entry(f"{HOME}/2031/may/09/a"), WINDOW)
    assert not outside(Entry(f"{HOME}/a"), WINDOW)


def test_a_real_feed_gives_the_day_that_was_asked_for(shared):
    """Recorded: the Guardian's feed of 8 May 2019, asked for one morning of it."""
    body = (shared / "recorded/guardian/rss/uk_2019-05-08.xml").read_text(encoding="utf-8")
    url, morning = "https://www.theguardian.com/uk/rss", datetime(2019, 5, 8, tzinfo=UTC)

    found = listing(
        Feed(url), Asking("guardian", (morning, morning + timedelta(hours=12)), Terms(), NOW), web({url: body})
    )

    assert 10 < len(found.sightings) < 95
    assert all(morning <= s.published_at < morning + timedelta(hours=12) for s in found.sightings)
    (attempt,) = found.attempts
    assert attempt.reason == f"95 entries; {95 - len(found.sightings)} outside the window"


def test_a_real_feed_without_times_is_pruned_by_the_days_in_its_addresses(shared):
    """Recorded: the Washington Post's feed of 7 January 2017 says no time at all."""
    body = (shared / "recorded/washingtonpost/rss/national_2017-01-07.xml").read_text(encoding="utf-8")
    url, day = "https://feeds.washingtonpost.com/rss/national", datetime(2017, 1, 7, tzinfo=UTC)

    now = listing(Feed(url), Asking("post", (day, day + timedelta(days=1)), Terms(), NOW), web({url: body}))
    years_later = listing(Feed(url), HERALD, web({url: body}))

    assert len(now.sightings) > 10
    assert years_later.sightings == ()
    assert "20 outside the window" in years_later.attempts[0].reason
