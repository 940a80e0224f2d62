"""The ledger: what was complete, what was not, and why."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measure import completeness
from analysis.tables import UNNAMED, Attempt, Masthead, frame

START = datetime(2031, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)
WINDOW = (START, START + 3 * DAY)
SEEN = START + 10 * DAY
HERALD = frame([Masthead("herald", "The Herald")], Masthead)
NOBODY = pl.DataFrame(
    schema={"outlet": pl.String, "url": pl.String, "published_at": pl.Datetime("us", "UTC"), "id": pl.String}
)


def listing(begin, end, *, url="https://herald.example/map.xml", outcome="kept", at=SEEN):
    """One look at the Herald's sitemap, reaching from day *begin* to day *end* of the window."""
    reach = (START + begin * DAY, START + end * DAY) if outcome == "kept" else (None, None)
    source = "sitemap https://herald.example/map.xml"
    return Attempt("herald", source, url, at, "list", outcome, outcome, None, *reach)


def tried(number, outcome="kept", *, day=0, stage="extract", at=SEEN):
    """One try at an article of the Herald."""
    on = None if day is None else (START + day * DAY).date()
    return Attempt("herald", "sitemap x", f"https://herald.example/{number}", at, stage, outcome, outcome, on)


def ledger(*attempts, members=NOBODY, **more):
    """The ledger of the Herald's three days."""
    return completeness.ledger(frame(attempts, Attempt), members, HERALD, window=WINDOW, **more)


def statuses(*attempts):
    """Status of each of the three days."""
    return ledger(*attempts)["status"].to_list()


def test_a_day_is_complete_when_the_listing_reaches_over_it_and_all_was_read():
    """Both addresses of the first day ended as something that we know; the days after had none."""
    found = ledger(listing(0, 3), tried(1), tried(2, "not_an_article"))

    assert found["status"].to_list() == ["complete"] * 3
    assert found["tried"].to_list() == [2, 0, 0]
    assert found["kept"].to_list() == [1, 0, 0]
    assert found["day_on"].to_list()[0] == date(2031, 5, 1)


@pytest.mark.parametrize("outcome", sorted(set(completeness.OUTCOMES) - completeness.SETTLED))
def test_one_address_that_was_not_read_makes_the_day_partial(outcome):
    """Behind a wall may stand the very article that another outlet is said to have alone."""
    found = ledger(listing(0, 3), tried(1), tried(2, outcome))

    assert found["status"].to_list() == ["partial", "complete", "complete"]
    assert outcome.replace("_", " ") in found["reason"][0]


def test_a_feed_that_begins_at_noon_tells_half_the_day():
    """What was published in the morning had left the feed before we looked."""
    assert statuses(listing(0.5, 3)) == ["partial", "complete", "complete"]


def test_a_day_that_no_listing_reaches_is_unknown():
    """The feed reached back one day; the two days before are anyone's guess."""
    assert statuses(listing(2, 3)) == ["unknown", "unknown", "complete"]


def test_files_that_a_person_brought_never_make_a_day_complete():
    """A folder of saved pages does not say what was not saved."""
    found = ledger(tried(1, stage="add"))

    assert set(found["status"]) == {"unknown"}
    assert "person brought" in found["reason"][0]
    assert found["kept"].to_list() == [1, 0, 0]


def test_a_refused_listing_is_named():
    """The reader learns that the outlet's robots.txt forbids, not that it was silent."""
    found = ledger(listing(0, 3, outcome="disallowed"))

    assert set(found["status"]) == {"unknown"}
    assert "disallowed" in found["reason"][0]


def test_an_unread_address_of_unknown_day_makes_every_day_partial():
    """It may be of any of the days."""
    assert statuses(listing(0, 3), tried(1, "failed", day=None)) == ["partial"] * 3


def test_a_retry_that_succeeds_settles_the_address():
    """First a timeout, an hour later the page: the address counts once, as kept."""
    later = SEEN + timedelta(hours=1)

    found = ledger(listing(0, 3), tried(1, "failed", stage="capture"), tried(1, stage="capture", at=later))

    assert found["failed"].to_list() == [0, 0, 0]
    assert found["kept"][0] == 1


def test_what_was_read_once_stays_read_when_the_page_is_gone():
    """The page vanished after we had it."""
    later = SEEN + timedelta(hours=1)

    found = ledger(listing(0, 3), tried(1), tried(1, "absent", stage="capture", at=later))

    assert found["status"][0] == "complete"
    assert found["absent"][0] == 0


def test_the_days_of_one_sitemap_join_if_every_document_answered():
    """Three daily documents, each from its first to its last article, tell the nights between them, too."""
    days = [listing(n + 0.1, n + 0.9, url=f"https://herald.example/{n}.xml") for n in range(-1, 4)]

    assert statuses(*days) == ["complete"] * 3


def test_a_missing_document_leaves_its_days_open():
    """The middle document failed; nothing says what stood in it."""
    days = [listing(n + 0.1, n + 0.9, url=f"https://herald.example/{n}.xml") for n in (-1, 0, 2, 3)]

    found = statuses(*days, listing(1, 2, url="https://herald.example/1.xml", outcome="failed"))

    assert found == ["partial", "unknown", "partial"]


def feed(begin, *, at):
    """One look at the Herald's feed, from day *begin* to the look on day *at*."""
    days = [START + day * DAY for day in (begin, at)]
    return Attempt("herald", "feed f", "f", days[1], "list", "kept", "20 entries", None, days[0], days[0])


def test_a_feed_tells_all_until_the_look():
    """Nothing newer than the newest entry was there when we looked."""
    assert statuses(feed(0, at=2)) == ["complete", "complete", "unknown"]


def test_two_looks_at_a_feed_join_only_where_they_overlap():
    """What came and went between two looks was never seen."""
    apart = statuses(feed(0, at=1), feed(2, at=3))
    joined = statuses(feed(0, at=1.6), feed(1.4, at=3))

    assert apart == ["complete", "unknown", "complete"]
    assert joined == ["complete"] * 3


def test_feed_and_sitemap_tell_a_day_together():
    """The sitemap ends with the noon's article; the feed goes on from the morning until now."""
    assert statuses(listing(0, 2.5), feed(2.3, at=3)) == ["complete"] * 3


def test_an_outlet_that_was_asked_for_and_never_tried_has_its_rows():
    """Silence of the program must not look like silence of the outlet."""
    found = ledger(outlets=["herald"])

    assert found.height == 3
    assert set(found["reason"]) == {"nothing was tried"}


def test_a_file_of_which_nobody_knows_whose_it_is_makes_no_outlet():
    """It has its line among what was left out, and no days."""
    lost = Attempt(UNNAMED, "file", "file:///a.zip#1", SEEN, "add", "unreadable", "a.zip: damaged")

    assert set(ledger(lost, tried(1))["outlet"]) == {"herald"}


def test_the_window_decides_what_the_whole_day_is():
    """An event that starts at noon asks for the afternoon only."""
    noon = (START + DAY / 2, START + DAY)

    found = completeness.ledger(frame([listing(0.5, 1)], Attempt), NOBODY, HERALD, window=noon)

    assert found["status"].to_list() == ["complete"]


def test_days_are_those_of_the_zone_in_which_the_window_starts():
    """An event in Almaty has Almaty's days; an unread address whose day is known in UTC may be of the next one there."""
    begin = datetime(2031, 5, 1, tzinfo=ZoneInfo("Asia/Almaty"))

    found = completeness.ledger(
        frame([listing(-2, 9), tried(1, "failed")], Attempt), NOBODY, HERALD, window=(begin, begin + 3 * DAY)
    )

    assert found["day_on"].to_list() == [date(2031, 5, day) for day in (1, 2, 3)]
    assert found["status"].to_list() == ["partial", "partial", "complete"]


@given(
    outcomes=st.lists(st.sampled_from(completeness.OUTCOMES), max_size=12),
    reach=st.tuples(st.floats(-1, 4), st.floats(-1, 4)),
)
def test_complete_means_reached_and_read(outcomes, reach):
    """Whatever was tried: no day is called complete that was not reached from end to end, or holds an unread address."""
    begin, end = sorted(reach)

    found = ledger(listing(begin, end), *(tried(n, outcome) for n, outcome in enumerate(outcomes)))

    for day, row in enumerate(found.iter_rows(named=True)):
        unread = sum(row[outcome] for outcome in completeness.OUTCOMES if outcome not in completeness.SETTLED)
        reached = START + begin * DAY <= START + day * DAY and START + (day + 1) * DAY <= START + end * DAY
        assert (row["status"] == "complete") == (reached and not unread)
    assert found["tried"].sum() == len(outcomes)


def test_by_source_and_left_out_say_what_happened_to_each():
    """The quality page names every address that became no article."""
    attempts = frame([listing(0, 3), tried(1), tried(2, "paywalled")], Attempt)

    sources = completeness.by_source(attempts, HERALD)
    out = completeness.left_out(attempts, HERALD)

    assert sources["attempts"].sum() == 3
    assert out.select("outlet_name", "outcome").rows() == [("The Herald", "paywalled")]
