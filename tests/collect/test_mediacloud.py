"""Media Cloud is asked with a token in a header; it knows days, and no hours."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.collect.asking import Asking
from analysis.collect.listing import listing
from analysis.collect.sources import MediaCloud
from analysis.errors import TryAgain
from analysis.events import Terms

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
WINDOW = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC))
ASKING = Asking("herald", WINDOW, Terms(any=("harbour", "tide wall")), NOW, {"MEDIACLOUD_API_KEY": "0123-nobody"})
SOURCE = MediaCloud("herald.example")


def story(number, day="2031-05-04"):
    """As the interface says it."""
    return {"id": number, "title": f"Quay {number}", "url": f"https://herald.example/{number}", "publish_date": day}


def test_stories_come_page_by_page_with_the_day_alone(platform):
    """The next page's token is in the answer."""
    first = {"stories": [story(1), story(2, "2031-05-01")], "pagination_token": "n3xt"}
    web = platform(first, {"stories": [story(3, "2031-05-06 10:30:00")], "pagination_token": None})

    found = listing(SOURCE, ASKING, web)

    assert [(s.url, s.published_precision) for s in found.sightings] == [
        ("https://herald.example/1", "day"),
        ("https://herald.example/3", "day"),
    ]
    assert found.sightings[1].published_at == datetime(2031, 5, 6, tzinfo=UTC)
    assert [a.reason for a in found.attempts] == ["2 stories; 1 outside the window", "1 stories"]
    assert [a.reaches_to for a in found.attempts] == [None, WINDOW[1]]
    assert parse_qs(urlsplit(web.asked[1]).query)["pagination_token"] == ["n3xt"]


def test_the_token_goes_in_a_header_and_the_host_in_the_question(platform):
    """Two requests a minute."""
    web = platform({"stories": []})

    listing(SOURCE, ASKING, web)

    asked = parse_qs(urlsplit(web.asked[0]).query)
    assert asked["q"] == ['(harbour OR "tide wall") AND canonical_domain:herald.example']
    assert (asked["start"], asked["end"]) == (["2031-05-03"], ["2031-05-08"])
    assert (web.opened[0].headers, web.opened[0].pace) == ({"Authorization": "Token 0123-nobody"}, 30.0)
    assert "0123-nobody" not in web.asked[0]


@pytest.mark.parametrize(
    ("terms", "asked"),
    [
        (Terms(any=("Oslend*", "tide")), "(Oslend* OR tide) AND "),
        (
            Terms(any=("tide wall*",), all=("Nur-Oslend*", "quay")),
            "(tide AND wall*) AND (Nur AND Oslend*) AND quay AND ",
        ),
        (Terms(all=("tide wall", "Nur-Oslend")), '"tide wall" AND "Nur-Oslend" AND '),
        (Terms(), ""),
    ],
)
def test_an_open_ending_is_a_star_there_too(platform, terms, asked):
    """Within a phrase it would be none: such a phrase is asked for as its words, which finds as much and more."""
    web = platform({"stories": []})

    listing(SOURCE, replace(ASKING, terms=terms), web)

    assert parse_qs(urlsplit(web.asked[0]).query)["q"] == [f"{asked}canonical_domain:herald.example"]


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (TryAgain("search.mediacloud.org answers 429"), "rate_limited"),
        (b"<h1>Too Many Requests</h1>", "unreadable"),
        ({"status": "error", "note": "over quota"}, "failed"),
        ({"count": 3}, "unreadable"),
    ],
)
def test_trouble_is_one_attempt(platform, trouble, outcome):
    """Also where a refusal comes without JSON."""
    (attempt,) = listing(SOURCE, ASKING, platform(trouble)).attempts

    assert (attempt.outcome, attempt.reaches_to) == (outcome, None)


def test_without_a_key_nothing_is_asked(platform):
    """One attempt that says what to do."""
    web = platform()

    (attempt,) = listing(SOURCE, Asking("herald", WINDOW, Terms(), NOW), web).attempts

    assert (web.asked, attempt.outcome) == ([], "blocked")
    assert "MEDIACLOUD_API_KEY" in attempt.reason
