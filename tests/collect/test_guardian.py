"""The Guardian's Open Platform is asked; articles come with their texts, live blogs in dated pieces."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.collect.asking import Asking
from analysis.collect.listing import listing
from analysis.collect.sources import GuardianApi
from analysis.errors import Blocked, Failed, TryAgain
from analysis.events import Terms

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
WINDOW = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC))
KEY = "0123-4567-key-of-nobody"
ASKING = Asking(
    "guardian", WINDOW, Terms(any=("harbour", "tide wall*"), all=("Oslend",)), NOW, {"GUARDIAN_API_KEY": KEY}
)
WHOLE = replace(ASKING, terms=Terms(any=("harbour", "tide wall"), all=("Oslend",)))
SITE = "https://www.theguardian.com"
BLOCK = "5530debce4b078ada18a460{}"


def item(number, kind="article", **more):
    """An invented article of 4 May 2031."""
    path = f"world/2031/may/04/quay-{number}"
    given = {
        "id": path,
        "type": kind,
        "sectionName": "World news",
        "webTitle": f"Quay {number} gives way",
        "webUrl": f"{SITE}/{path}",
        "webPublicationDate": "2031-05-04T10:00:00Z",
        "fields": {"headline": f"Quay {number} gives way", "standfirst": "<p>Nobody was hurt</p>"},
        "blocks": {
            "body": [{"id": "b", "bodyHtml": "<p>The wall fell at dawn.</p>", "createdBy": {"email": "a@b.example"}}]
        },
    }
    return given | more


def block(number, hour, html="<p>Water reaches the square.</p>", **more):
    """A block of a live blog."""
    at = f"2031-05-04T{hour:02}:00:00Z"
    return {"id": BLOCK.format(number), "bodyHtml": html, "firstPublishedDate": at, "published": True} | more


def page(items, total=None, size=200):
    """A page of results."""
    return {
        "response": {
            "status": "ok",
            "total": len(items) if total is None else total,
            "pageSize": size,
            "results": items,
        }
    }


def test_an_article_comes_with_its_text_and_its_page_need_not_be_fetched(platform):
    """Sighting, answer and a ledger that reaches over the window."""
    web = platform(page([item(1)]), headers=[("X-RateLimit-Remaining-day", "4873")])

    found = listing(GuardianApi(), WHOLE, web)

    (sighting,), (answer,), (attempt,) = found.sightings, found.answers, found.attempts
    assert (sighting.url, sighting.headline) == (f"{SITE}/world/2031/may/04/quay-1", "Quay 1 gives way")
    assert (sighting.published_at.hour, sighting.published_precision) == (10, "second")
    assert (answer.url, answer.page, answer.media_type) == (
        sighting.url,
        sighting.url,
        "application/vnd.samestory.guardian+json",
    )
    assert b"The wall fell" in answer.body
    assert b"a@b.example" not in answer.body
    assert (attempt.outcome, attempt.reaches_from, attempt.reaches_to) == ("kept", *WINDOW)
    assert attempt.reason == "1 of 1 items; 4,873 requests left today"


def test_the_question_holds_the_events_words_and_days_and_no_key(platform):
    """The key goes to the client apart."""
    web = platform(page([]))

    listing(GuardianApi(), WHOLE, web)

    asked = parse_qs(urlsplit(web.asked[0]).query)
    assert asked["q"] == ['(harbour OR "tide wall") AND Oslend']
    assert (asked["from-date"], asked["to-date"]) == (["2031-05-04T00:00:00Z"], ["2031-05-07T00:00:00Z"])
    assert (asked["order-by"], asked["page-size"]) == (["oldest"], ["200"])
    assert KEY not in web.asked[0]
    assert (web.opened[0].query, web.opened[0].api) == ({"api-key": KEY}, True)


def test_a_word_with_an_open_ending_is_sought_in_the_texts_themselves(platform):
    """The search knows whole words only: with "harbour" alone, what says "tide walls" and nothing else would be missed."""
    said = [
        "<p>In Oslend the tide walls fell.</p>",
        "<p>The tide walls fell elsewhere.</p>",
        "<p>In Oslend the tide turned at the wall.</p>",
        "<p>Oslend's harbour is closed.</p>",
    ]
    items = [item(n, fields={}, webTitle="Noon", blocks={"body": [{"bodyHtml": one}]}) for n, one in enumerate(said)]
    secret = item(9, fields={}, webTitle="Noon", blocks={})

    web = platform(page([*items, secret]))
    found = listing(GuardianApi(), ASKING, web)

    assert parse_qs(urlsplit(web.asked[0]).query)["q"] == ["Oslend"]
    # What has no text here may name the event: its page will tell.
    assert [s.url[-6:] for s in found.sightings] == ["quay-0", "quay-3", "quay-9"]
    assert found.attempts[-1].reaches_to == WINDOW[1]
    assert "those with the event's words are kept" in found.attempts[-1].reason


def test_an_event_of_open_words_alone_asks_for_all_of_its_days(platform):
    """An article that says "Oslenders" alone is found, and what says nothing of them is not taken."""
    items = [item(1, blocks={"body": [{"bodyHtml": "<p>Oslenders fled.</p>"}]}), item(2)]
    web = platform(page(items))

    found = listing(GuardianApi(), replace(ASKING, terms=Terms(any=("Oslend*", "harbour"))), web)

    assert "q" not in parse_qs(urlsplit(web.asked[0]).query)
    assert [s.url[-6:] for s in found.sightings] == ["quay-1"]


def test_deep_paging_follows_the_last_item_until_a_page_is_not_full(platform):
    """``/content/{id}/next`` without page-size; a page may repeat an item."""
    first, second = [item(n) for n in range(3)], [item(n) for n in range(2, 5)]
    web = platform(page(first, 6, 3), page(second, 6, 3), page([item(5)], 6, 3))

    found = listing(GuardianApi(), WHOLE, web)

    assert [urlsplit(url).path for url in web.asked] == [
        "/search",
        "/content/world/2031/may/04/quay-2/next",
        "/content/world/2031/may/04/quay-4/next",
    ]
    assert "page-size" not in web.asked[1]
    assert len(found.sightings) == len(found.answers) == 6
    assert [a.reaches_to for a in found.attempts] == [None, None, WINDOW[1]]


def test_a_live_blog_becomes_dated_pieces(platform):
    """One block a piece; without words, unpublished, or outside the window: none."""
    blocks = [
        block(1, 9, title="First word"),
        block(2, 11),
        block(3, 12, html="<figure><img></figure>"),
        block(4, 13, published=False),
        block(5, 13, firstPublishedDate="2031-05-08T00:00:00Z"),
    ]
    web = platform(page([item(1, "liveblog", blocks={"body": blocks})]))

    found = listing(GuardianApi(), WHOLE, web)

    blog = f"{SITE}/world/2031/may/04/quay-1"
    assert [s.url for s in found.sightings] == [f"{blog}?page=with:block-{BLOCK.format(n)}" for n in (1, 2)]
    assert [s.published_at.hour for s in found.sightings] == [9, 11]
    assert [s.headline for s in found.sightings] == ["First word", "Quay 1 gives way"]
    assert {a.page for a in found.answers} == {blog}
    assert [len(json.loads(a.body)["blocks"]["body"]) for a in found.answers] == [1, 1]


def test_a_live_blog_that_a_search_shows_without_blocks_is_asked_for_alone(platform):
    """And so is one of which it shows some only."""
    bare = item(1, "liveblog", blocks={"totalBodyBlocks": 2, "body": [block(2, 11)]})
    whole = {"response": {"status": "ok", "content": item(1, "liveblog", blocks={"body": [block(1, 9), block(2, 11)]})}}
    web = platform(page([bare]), whole)

    found = listing(GuardianApi(), WHOLE, web)

    assert urlsplit(web.asked[1]).path == "/world/2031/may/04/quay-1"
    assert len(found.sightings) == 2


def test_what_holds_no_words_is_counted_and_left(platform):
    """Galleries, videos, crosswords."""
    found = listing(GuardianApi(), WHOLE, platform(page([item(1, "gallery"), item(2, "crossword"), item(3)])))

    assert len(found.sightings) == 1
    assert "2 of them pictures, sound or puzzles" in found.attempts[0].reason


def test_an_article_without_rights_to_its_text_is_fetched_as_a_page(platform):
    """The interface then gives a comment in place of the body."""
    closed = item(1, blocks={}, fields={"headline": "H", "body": "<!-- Redistribution rights are unavailable -->"})

    (answer,) = listing(GuardianApi(), WHOLE, platform(page([closed]))).answers

    assert answer.page == ""


@pytest.mark.parametrize(
    ("trouble", "outcome", "words"),
    [
        ({"response": {"status": "error", "message": "order is not known"}}, "failed", "order is not known"),
        (b"<html>maintenance</html>", "unreadable", "not in JSON"),
        (b"[]", "unreadable", "list where an object"),
        ({"message": "hello"}, "unreadable", "shape that is not known"),
        ({"response": {"status": "ok", "results": []}}, "unreadable", "without a number"),
        (TryAgain("too many requests"), "rate_limited", "too many"),
        (Failed("content.guardianapis.com answers 504"), "failed", "504"),
        (Blocked("content.guardianapis.com answers 401"), "blocked", "is GUARDIAN_API_KEY right"),
    ],
)
def test_trouble_is_one_attempt_and_no_end_of_the_run(platform, trouble, outcome, words):
    """The ledger says what."""
    found = listing(GuardianApi(), WHOLE, platform(trouble))

    (attempt,) = found.attempts
    assert (attempt.outcome, words in attempt.reason) == (outcome, True)
    assert (attempt.reaches_to, found.sightings) == (None, ())


def test_a_page_that_fails_leaves_the_window_unlisted(platform):
    """What came before is kept; nothing is claimed of the rest."""
    web = platform(page([item(n) for n in range(3)], 6, 3), TryAgain("later"))

    found = listing(GuardianApi(), WHOLE, web)

    assert len(found.sightings) == 3
    assert [a.outcome for a in found.attempts] == ["kept", "rate_limited"]
    assert {a.reaches_to for a in found.attempts} == {None}


def test_without_a_key_nothing_is_asked_and_the_ledger_says_what_to_do(platform):
    """One blocked attempt."""
    web = platform()

    (attempt,) = listing(GuardianApi(), Asking("guardian", WINDOW, Terms(), NOW), web).attempts

    assert web.asked == []
    assert attempt.outcome == "blocked"
    assert "GUARDIAN_API_KEY is not set: get a key at https://open-platform" in attempt.reason


def test_days_that_are_still_to_come_are_not_claimed(platform):
    """A window that is not over is listed up to now."""
    early = WINDOW[0] + timedelta(days=1)
    asking = Asking("guardian", WINDOW, Terms(), early, {"GUARDIAN_API_KEY": KEY})

    (attempt,) = listing(GuardianApi(), asking, platform(page([]))).attempts

    assert attempt.reaches_to == early
