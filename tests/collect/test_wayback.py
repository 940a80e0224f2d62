"""The archive's index and captures, as recorded from the real one and as invented."""

import contextlib
import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect.asking import Asking
from analysis.collect.client import Response
from analysis.collect.desk import Desk
from analysis.collect.listing import listing, listings
from analysis.collect.sources import Wayback
from analysis.collect.wayback import Capture, Question, asked, captured, captures, read
from analysis.errors import Absent, Blocked, Failed, SamestoryError, TryAgain, Unreadable
from analysis.events import Terms
from analysis.tables import Attempt, Sighting, check, frame

NOW = datetime(2031, 6, 1, tzinfo=UTC)
MAY = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC))
HOME = "https://herald.example/"


def asking(window=MAY):
    """One of an invented outlet."""
    return Asking("herald", window, Terms(), NOW)


def row(stamp, original, status="200", kind="text/html", digest="A"):
    """One line of the index."""
    return f"example,herald)/ {stamp} {original} {kind} {status} {digest} 900"


def archive(index, captures=None):
    """A fetch over pages of an index, in order, and captures by time stamp."""
    pages, asked_for = iter(index), []

    def fetch(url, *, credentials=None):
        asked_for.append(url)
        if "/cdx/" in url:
            page = next(pages)
            if isinstance(page, Exception):
                raise page
            return Response(url, url, 200, (), page.encode(), NOW)
        stamp = url.split("/web/")[1][:14]
        found = (captures or {}).get(stamp)
        if found is None:
            raise Absent("web.archive.org answers 404: nothing at this address")
        final, said, body = found
        return Response(url, final or url, 200, (("Memento-Datetime", said),) if said else (), body, NOW)

    fetch.asked = asked_for
    return fetch


def test_each_differing_capture_of_an_address_is_fetched_and_keeps_its_own_time():
    """Two captures; the article was there at the first one, and nothing says when it was published."""
    pages = {
        "20310504101010": ("", "Sun, 04 May 2031 10:10:10 GMT", b"<p>one</p>"),
        "20310505101010": ("", "Mon, 05 May 2031 10:10:10 GMT", b"<p>two</p>"),
    }
    index = "\n".join(row(stamp, f"{HOME}a", digest=stamp) for stamp in pages)

    found = listing(Wayback(f"{HOME}a"), asking(), archive([index], pages))

    (sighting,) = found.sightings
    assert (sighting.url, sighting.published_at) == (f"{HOME}a", None)
    assert sighting.seen_at == datetime(2031, 5, 4, 10, 10, 10, tzinfo=UTC)
    assert [(a.body, a.at.day) for a in found.answers] == [(b"<p>one</p>", 4), (b"<p>two</p>", 5)]
    assert [attempt.outcome for attempt in found.attempts] == ["kept"] * 3
    assert check(frame(found.attempts, Attempt), Attempt).height == 3
    assert check(frame(found.sightings, Sighting), Sighting).height == 1


def test_a_prefix_gives_the_addresses_of_articles_and_no_bodies():
    """A picture, the front page and a list of a tag are no articles; rows outside the window or not 200 count for nothing."""
    index = "\n".join(
        [
            row("20310504000000", f"{HOME}2031/05/04/harbour-wall-gives-way?utm_source=x"),
            row("20310505000000", f"{HOME}2031/05/04/harbour-wall-gives-way"),
            row("20310504000001", f"{HOME}photo-of-the-harbour-wall.jpg"),
            row("20310504000002", HOME),
            row("20310504000003", f"{HOME}tag/all-about-the-harbour-wall"),
            row("20310507000000", f"{HOME}2031/05/07/too-late-for-the-window"),
            row("20310504000004", f"{HOME}2031/05/04/this-one-was-moved-away", status="301"),
        ]
    )
    fetch = archive([index])

    found = listing(Wayback(HOME, "prefix"), asking(), fetch)

    assert [s.url for s in found.sightings] == [f"{HOME}2031/05/04/harbour-wall-gives-way"]
    assert found.answers == ()
    assert parse_qs(urlsplit(fetch.asked[0]).query)["matchType"] == ["prefix"]


def test_pages_of_the_index_are_followed():
    """The key comes behind an empty line and goes back as it came."""
    first = row("20310504000000", f"{HOME}a-b-c-d") + "\n\nexample%2Cherald%29%2F+20310504000001\n"
    fetch = archive([first, row("20310505000000", f"{HOME}e-f-g-h")])

    found = listing(Wayback(HOME, "host"), asking(), fetch)

    assert len(found.sightings) == 2
    assert parse_qs(urlsplit(fetch.asked[1]).query)["resumeKey"] == ["example%2Cherald%29%2F+20310504000001"]
    assert "more to come" in found.attempts[0].reason


def test_more_captures_than_wanted_are_said_aloud():
    """The cap is no silent end."""
    index = "\n".join(row(f"2031050{d}000000", f"{HOME}a", digest=str(d)) for d in (4, 5, 6))

    found = listing(Wayback(f"{HOME}a", most=1), asking(), archive([index]))

    assert [a.outcome for a in found.attempts] == ["kept", "failed", "absent"]
    assert "2 captures that differ were not fetched" in found.attempts[1].reason


def test_a_capture_that_was_had_is_not_asked_for_again():
    """It does not change; one that could not be had for now is asked for in the next run."""
    pages = {"20310504101010": ("", "Sun, 04 May 2031 10:10:10 GMT", b"<p>one</p>")}
    index = "\n".join(row(stamp, f"{HOME}a", digest=stamp) for stamp in (*pages, "20310505101010"))
    first = archive([index], pages)
    refused = archive([index], pages)

    def busy(url, *, credentials=None):
        if "20310505101010" in url:
            raise TryAgain("later")
        return first(url, credentials=credentials)

    reached = {p.reached.what: p.reached.at for p in listings(Wayback(f"{HOME}a"), asking(), busy) if p.reached}
    parts = list(listings(Wayback(f"{HOME}a"), replace(asking(), reached=reached), refused))

    assert len(reached) == 1
    assert [url for url in refused.asked if "/web/" in url] == [
        f"https://web.archive.org/web/20310505101010id_/{HOME}a"
    ]
    assert len(parts) == 2


@pytest.mark.parametrize("trouble", [Blocked("web.archive.org answers 403"), Failed("no")])
def test_a_refusing_index_is_an_attempt(trouble):
    """What is excluded is blocked, with the meaning of it in words."""
    found = listing(Wayback(HOME), asking(), archive([trouble]))

    assert found.sightings == ()
    assert found.attempts[0].outcome == trouble.outcome
    assert ("excluded" in found.attempts[-1].reason) == (trouble.outcome == "blocked")


def test_a_capture_of_another_day_is_absent():
    """The archive leads to the nearest one it has."""
    moved = "https://web.archive.org/web/20310520000000id_/https://herald.example/a"
    fetch = archive(
        [row("20310504000000", f"{HOME}a")], {"20310504000000": (moved, "Tue, 20 May 2031 00:00:00 GMT", b"x")}
    )

    found = listing(Wayback(f"{HOME}a"), asking(), fetch)

    assert found.answers == ()
    assert (found.attempts[-1].outcome, "2031-05-20" in found.attempts[-1].reason) == ("absent", True)


@pytest.mark.parametrize(("body", "fault"), [(b"<html>busy</html>", Unreadable), (b'[["urlkey"],', Unreadable)])
def test_what_is_no_index_is_unreadable(body, fault):
    """A page, or JSON that breaks off."""
    with pytest.raises(fault):
        read(body)


@given(st.binary(max_size=300))
def test_any_bytes_end_as_rows_or_a_verdict(body):
    """Never another error."""
    with contextlib.suppress(SamestoryError):
        assert all(capture.at.tzinfo for capture in read(body).captures)


@given(st.datetimes(MAY[0].replace(year=1996, tzinfo=None), MAY[0].replace(year=2100, tzinfo=None)))
def test_a_row_is_read_back(at):
    """To the second."""
    at = at.replace(microsecond=0, tzinfo=UTC)
    (capture,) = read(row(f"{at:%Y%m%d%H%M%S}", f"{HOME}a").encode()).captures

    assert capture == Capture(at, f"{HOME}a", "text/html", "200", "A")
    assert capture.replay == f"https://web.archive.org/web/{at:%Y%m%d%H%M%S}id_/{HOME}a"


# ---- recorded from the real archive


@pytest.fixture
def cassette(shared):
    """Answers of a recorded conversation, by address and in order."""
    yaml = pytest.importorskip("yaml", reason="recorded conversations are YAML, and no reader of it is installed")

    def load(name):
        path = shared / "recorded/wayback/edgi_cassettes" / f"{name}.yaml"
        if not path.is_file():
            pytest.skip(f"recorded answer not found: {name}")
        return [_answer(turn) for turn in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]]

    return load


def _answer(turn):
    body = turn["response"]["body"]["string"]
    body = body.encode() if isinstance(body, str) else body
    headers = {name.lower(): value[0] for name, value in turn["response"]["headers"].items()}
    body = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
    return turn["request"]["uri"], turn["response"]["status"]["code"], headers, body


def played(turns):
    """A fetch that plays recorded answers in order, redirects followed as the client does."""
    left = list(turns)

    def fetch(url, *, credentials=None):
        while left:
            uri, status, headers, body = left.pop(0)
            if status in (301, 302):
                continue
            if status == 403:
                raise Blocked("web.archive.org answers 403")
            if status == 404:
                raise Absent("web.archive.org answers 404")
            return Response(url, uri, status, tuple(headers.items()), body, NOW)
        raise AssertionError("asked for more than was recorded")

    return fetch


@pytest.mark.parametrize(
    ("name", "window", "pages", "fewest"),
    [
        ("test_search_multipage", (datetime(2001, 4, 10, tzinfo=UTC), datetime(2001, 5, 10, tzinfo=UTC)), 15, 50),
        ("test_search", (datetime(1996, 10, 1, tzinfo=UTC), datetime(1997, 2, 1, tzinfo=UTC)), 1, 1),
        (
            "test_search_does_not_repeat_results",
            (datetime(2020, 6, 12, tzinfo=UTC), datetime(2020, 6, 13, tzinfo=UTC)),
            1,
            5,
        ),
    ],
)
def test_real_indexes_are_read_to_their_end(cassette, name, window, pages, fewest):
    """Recorded: repeated rows count once, every page is followed, the empty last one ends it."""
    turns = cassette(name)
    desk = Desk(asking(window), "wayback x", played(turns))

    found = list(captures(desk, Question("x.example")))

    assert len(desk.attempts) == len(turns) == pages
    assert len(found) >= fewest
    assert len({(c.at, c.original) for c in found}) == len(found)
    assert all(window[0] <= c.at < window[1] and c.status == "200" for c in found)
    assert {a.outcome for a in desk.attempts} == {"kept"}


def test_the_real_refusal_of_an_excluded_site_is_blocked(cassette):
    """Recorded: 403 with AdministrativeAccessControlException, also where only its text comes through."""
    turns = cassette("test_search_raises_for_blocked_urls")
    desk = Desk(asking(), "wayback x", played(turns))

    assert list(captures(desk, Question("x.example"))) == []
    assert desk.attempts[0].outcome == "blocked"
    with pytest.raises(Blocked, match="owner"):
        read(turns[0][3])


def test_a_real_page_of_the_archive_in_place_of_a_capture_is_blocked(cassette):
    """Recorded: status 200, and no Memento-Datetime."""
    turns = cassette("test_get_memento_raises_blocked_error")
    desk = Desk(asking(), "wayback x", played(turns))

    assert captured(desk, _asked_for(turns)) is None
    assert [a.outcome for a in desk.attempts] == ["blocked"]


@pytest.mark.parametrize(
    "name", ["test_get_memento", "test_get_memento_follows_historical_redirects", "test_get_memento_with_redirects"]
)
def test_real_captures_are_taken_with_the_time_that_the_archive_says(cassette, name):
    """Recorded, two of them with redirects of the site and of the archive: the way is in the ledger."""
    turns = cassette(name)
    desk = Desk(asking(), "wayback x", played(turns))

    found = captured(desk, _asked_for(turns))

    assert found is not None
    assert len(found.response.body) > 10_000
    assert abs(found.at - _asked_for(turns).at) < timedelta(days=1)
    assert desk.attempts[0].outcome == "kept"
    assert ("by way of" in desk.attempts[0].reason) == (len(turns) > 1)


def test_a_real_absence_is_absent(cassette):
    """Recorded: 404."""
    turns = cassette("test_get_memento_raises_no_memento_error")
    desk = Desk(asking(), "wayback x", played(turns))

    assert captured(desk, _asked_for(turns)) is None
    assert [a.outcome for a in desk.attempts] == ["absent"]


def _asked_for(turns):
    stamp, _, original = turns[0][0].split("/web/")[1].partition("id_/")
    at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return Capture(at, original, "text/html", "200", "x")


@pytest.mark.parametrize(
    ("name", "readable", "lost"), [("malformed", 4, 1), ("zero_length", 5, 0), ("bad_timestamp", 3, 2)]
)
def test_real_rows_that_are_broken_are_counted(shared, name, readable, lost):
    """Recorded: no address, a month 00, a length that is none."""
    rows = read((shared / f"recorded/wayback/cdx_text/{name}_cdx.txt").read_bytes())

    assert (len(rows.captures), rows.unreadable) == (readable, lost)


@pytest.mark.parametrize("name", ["test_multi_ia", "test_multi_misc_ia"])
def test_real_json_of_the_index_is_read(shared, name):
    """Recorded in 2025: ten captures under a row of names."""
    line = (shared / f"recorded/wayback/cdx_json/{name}.jsonl").read_text(encoding="utf-8").splitlines()[0]

    rows = read(json.loads(line)["response_text"].encode())

    assert (len(rows.captures), rows.unreadable, rows.resume) == (10, 0, "")
    assert {capture.status for capture in rows.captures} == {"200"}


def test_an_address_of_the_index_holds_the_window_and_the_match():
    """The end is exclusive here and inclusive there."""
    said = parse_qs(urlsplit(asked(Question(HOME, "host", "urlkey"), MAY)).query)

    assert (said["from"], said["to"]) == (["20310504000000"], ["20310506235959"])
    assert (said["matchType"], said["collapse"]) == (["host"], ["urlkey"])
