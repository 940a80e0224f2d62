"""How far to trust the rest: texts, times, warnings, memberships."""

from datetime import UTC, datetime

import pytest

from analysis.measure import coverage, quality
from analysis.tables import Article, Masthead, Membership, article_id, frame

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
HERALD = frame([Masthead("herald", "The Herald")], Masthead)


def article(number, *, scope="full", **more):
    """One article of the Herald, published at noon if nothing else is said."""
    url = f"https://herald.example/{number}"
    times = {"published_at": NOON, "published_precision": "minute", "published_source": "page"}
    return Article(
        *(article_id("herald", url, 1), "herald", url, 1, NOON, f"Bridge {number}", "It fell.", scope, 2, "0"),
        **(times | more),
    )


def member(of, *, told=True, score=0.9, by="program"):
    """Whether an article tells the event."""
    return Membership(of.id, "herald", "bridge", told, score, "because", by)


def current(*articles):
    """All of them members."""
    return coverage.current(frame(articles, Article), frame([member(one) for one in articles], Membership), HERALD)


def test_text_scope_shares_add_up_for_each_outlet():
    """Three full texts and a headline: three quarters and one."""
    found = quality.text_scope(current(*(article(n) for n in range(3)), article(3, scope="headline")))

    assert dict(found.select("category", "share").rows()) == {"Full text": 0.75, "Headline only": 0.25}


@pytest.mark.parametrize(
    ("times", "category"),
    [
        ({"published_precision": "second"}, "To the second"),
        ({}, "To the minute"),
        ({"published_precision": "day"}, "Day only"),
        ({"published_source": "first_seen", "published_precision": "second"}, "Only when first seen"),
        ({"published_at": None, "published_precision": None, "published_source": None}, "No time"),
    ],
)
def test_a_time_is_only_as_good_as_its_source(times, category):
    """When we first saw a page is no time of publication, however exact our clock is."""
    assert quality.time_precision(current(article(1, **times)))["category"].to_list() == [category]


def test_every_warning_has_its_row():
    """Two warnings on one article, none on the other."""
    found = quality.warnings(current(article(1, warnings=["readers disagree", "two dates"]), article(2)))

    assert found["warning"].to_list() == ["readers disagree", "two dates"]


def test_decisions_and_closest_calls():
    """The least sure that were taken in and the likeliest left out; what a person decided is no close call."""
    articles = [article(n) for n in range(5)]
    scores = [(True, 0.95), (True, 0.55), (False, 0.1), (False, 0.45)]
    judged = [member(one, told=told, score=score) for one, (told, score) in zip(articles, scores, strict=False)]
    judged.append(member(articles[4], told=False, score=0.99, by="person"))
    memberships = frame(judged, Membership)

    close = quality.closest(frame(articles, Article), memberships, HERALD, rows=1)
    decided = quality.decisions(memberships, HERALD)

    assert close["score"].to_list() == [0.55, 0.45]
    assert decided["articles"].to_list() == [2, 1, 2]
    assert decided["decided_by"].to_list() == ["program", "person", "program"]
