"""Which articles tell an event, and whether the reason says so."""

from dataclasses import replace
from datetime import UTC, datetime

from analysis.match import Query, memberships
from analysis.tables import Article, Membership, article_id, check, frame

MONDAY = datetime(2030, 5, 6, tzinfo=UTC)
QUERY = Query("bridge", MONDAY, datetime(2030, 5, 10, tzinfo=UTC), any=("Old Bridge", "flood*"))


def piece(headline: str, text: str = "Nothing else.", **fields: object) -> Article:
    """An article of a made-up outlet."""
    url = f"https://herald.example/{headline.lower().replace(' ', '-')}"
    noon = datetime(2030, 5, 6, 12, tzinfo=UTC)
    plain = Article(
        article_id("herald", url, 1), "herald", url, 1, noon, headline, text, "full", len(text.split()), "0" * 64,
        published_at=noon, published_precision="minute", published_source="page",
    )  # fmt: skip
    return replace(plain, **fields)


def verdict(article: Article, query: Query = QUERY) -> dict[str, object]:
    """The one row that comes back."""
    return memberships(frame([article], Article), query).row(0, named=True)


def test_a_headline_that_names_the_event_makes_a_member():
    """The term stands in the headline, and the reason quotes it as printed."""
    found = verdict(piece("Old Bridge closes"))

    assert found["member"]
    assert found["score"] == 0.7
    assert found["reason"].startswith("headline names “Old Bridge”")


def test_a_star_takes_any_ending_and_no_star_takes_whole_words():
    """The term flood* takes Flooding, the term Old Bridge does not take Old Bridges."""
    assert verdict(piece("Flooding in the valley"))["member"]
    assert not verdict(piece("Old Bridges of the world"))["member"]


def test_one_mention_far_down_is_not_enough():
    """A story about a cake that mentions the flood once, after three paragraphs, does not tell of the flood."""
    text = "Flour.\n\nEggs.\n\nButter.\n\nThe baker lost her oven in the flood."

    found = verdict(piece("A cake wins", text))

    assert not found["member"]
    assert "only 1 mention further down" in found["reason"]


def test_every_term_of_all_must_be_named():
    """The weakest of the needed terms decides, and what is missing is named."""
    query = replace(QUERY, all=("Quayside",))

    assert "does not name “Quayside”" in verdict(piece("Old Bridge closes"), query)["reason"]
    assert verdict(piece("Old Bridge at Quayside closes"), query)["member"]


def test_a_ruled_out_term_in_the_opening_excludes():
    """A card game of that name is not the event."""
    found = verdict(piece("Old Bridge final", "The card game drew crowds."), replace(QUERY, none=("card game",)))

    assert not found["member"]
    assert "rules out" in found["reason"]


def test_the_window_is_half_open_and_a_day_is_inside_if_any_of_it_is():
    """The end is no part of it; an article dated to the first day, without a time, is inside."""
    late = piece("Old Bridge closes", published_at=datetime(2030, 5, 10, tzinfo=UTC))
    noon_start = replace(QUERY, start=datetime(2030, 5, 6, 12, tzinfo=UTC))
    dated = piece("Old Bridge shut", published_at=MONDAY, published_precision="day")

    assert "outside the window" in verdict(late)["reason"]
    assert not verdict(late)["member"]
    assert verdict(dated, noon_start)["member"]


def test_an_unknown_time_is_said_and_does_not_exclude_unless_seen_before():
    """First sight is the latest that it can have been published."""
    unknown = {"published_at": None, "published_precision": None, "published_source": None}
    later = piece("Old Bridge closes", first_seen_at=datetime(2031, 1, 1, tzinfo=UTC), **unknown)
    before = piece("Old Bridge closes", first_seen_at=datetime(2030, 1, 1, tzinfo=UTC), **unknown)

    assert verdict(later)["member"]
    assert "publication time unknown, first seen 1 January 2031" in verdict(later)["reason"]
    assert not verdict(before)["member"]


def test_a_listed_address_is_in_and_a_person_still_has_the_last_word():
    """The address is listed with a tracking parameter; a person then excludes it and says why."""
    article = piece("Nothing of the kind")
    listed = replace(QUERY, addresses=frozenset({article.url.replace("https", "http") + "?utm_source=x"}))
    decided = replace(listed, decisions={article.url: (False, "a quiz")})

    assert verdict(article, listed)["reason"] == "its address is listed in the event"
    found = verdict(article, decided)
    assert (found["member"], found["decided_by"]) == (False, "person")
    assert found["reason"] == "excluded by a person: a quiz"


def test_members_carry_a_storyline_and_others_do_not():
    """Two articles on one turn share it; the frame is the noun's."""
    text = "The Old Bridge was closed on Monday after engineer Ada Quill found a crack in its northern arch. " * 4
    rows = [piece("Old Bridge closes", text), piece("Old Bridge closed for crack", text), piece("Cakes", "Flour.")]

    found = check(memberships(frame(rows, Article), QUERY), Membership)

    assert found["storyline"][0] == found["storyline"][1] is not None
    assert found["storyline"][2] is None


def test_no_articles_give_an_empty_table():
    """An event may have nothing yet."""
    assert memberships(frame([], Article), QUERY).height == 0
