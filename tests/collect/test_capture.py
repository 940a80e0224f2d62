"""Every try at an address ends as exactly one attempt."""

from datetime import UTC, date, datetime

import pytest

from analysis.collect.capture import capture
from analysis.collect.client import Client, Response
from analysis.errors import Absent, Blocked, Disallowed, Failed, TryAgain
from analysis.tables import Sighting

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
LATER = datetime(2031, 5, 4, 13, tzinfo=UTC)
A = Sighting("herald", "feed https://herald.example/rss", "https://herald.example/a", NOW, published_at=NOW)


def answer(final_url, body=b"<p>bridge"):
    """A fetch that always ends there."""
    return lambda url: Response(url, final_url, 200, (), body, LATER)


def test_a_page_is_kept_with_its_time_and_day():
    """The attempt bears the time of the answer and the day that the source said."""
    response, attempt = capture(A, answer(A.url), NOW)

    assert response is not None
    assert (attempt.outcome, attempt.stage, attempt.at, attempt.published_on) == (
        "kept",
        "capture",
        LATER,
        date(2031, 5, 4),
    )
    assert (attempt.outlet, attempt.source, attempt.url) == (A.outlet, A.source, A.url)


def test_where_redirects_led_is_said():
    """Keys in the new address are not."""
    _, attempt = capture(A, answer("https://herald.example/b?token=s3cret"), NOW)

    assert attempt.reason == "9 bytes, after redirects to https://herald.example/b?token=***"


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (Disallowed, "disallowed"),
        (Blocked, "blocked"),
        (Absent, "absent"),
        (Failed, "failed"),
        (TryAgain, "rate_limited"),
    ],
)
def test_a_refusal_is_an_attempt_with_its_reason(trouble, outcome):
    """Nothing is raised."""

    def fetch(_):
        raise trouble("plain words")

    response, attempt = capture(A, fetch, NOW)

    assert response is None
    assert (attempt.outcome, attempt.reason, attempt.at) == (outcome, "plain words", NOW)


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        ("https://herald.example/", "not_an_article"),
        ("https://www.herald.example", "not_an_article"),
        ("https://consent.herald.example/collect?next=a", "blocked"),
        ("https://herald.example/gdpr-consent/?next=a", "blocked"),
    ],
)
def test_a_polite_no_with_status_200_is_still_a_no(end, outcome):
    """A vanished article sends its readers to the front page; a consent wall shows no article."""
    response, attempt = capture(A, answer(end), NOW)

    assert (response, attempt.outcome) == (None, outcome)


def test_the_ledger_has_the_right_word_for_every_fault_of_a_real_site(site, client):
    """Through the real client, on loopback."""
    site.says("/robots.txt", b"User-agent: *\nDisallow: /closed\n")
    site.says("/kept", b"page")
    for path, status in (("/gone", 410), ("/wall", 403), ("/broken", 500), ("/busy", 429)):
        site.says(path, status=status)
    site.says("/inside", status=302, Location="http://10.0.0.1/")
    site.says("/loop", status=302, Location="/loop")
    paths = ["kept", "gone", "missing", "wall", "broken", "busy", "inside", "loop", "closed"]

    outcomes = {
        path: capture(Sighting("herald", "feed x", f"https://herald.example/{path}", NOW), client.get, NOW)[1].outcome
        for path in paths
    }

    assert isinstance(client, Client)
    assert outcomes == {
        "kept": "kept",
        "gone": "absent",
        "missing": "absent",
        "wall": "blocked",
        "broken": "failed",
        "busy": "rate_limited",
        "inside": "disallowed",
        "loop": "failed",
        "closed": "disallowed",
    }
