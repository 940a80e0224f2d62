"""When each outlet told it: intervals, verdicts and revisions hold what the pages let us say, and no more."""

import dataclasses
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measure import pace, revisions, timing
from analysis.tables import Article, Attribution, Masthead, Membership, Page, article_id, frame

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)


def article(outlet, slug, at=NOON, **other):
    """An article of a made-up outlet; *at* is what the page says, captured a month later unless told otherwise."""
    version = other.get("version", 1)
    url = f"https://{outlet}.example/{slug}"
    told = {
        "id": article_id(outlet, url, version),
        "captured_at": LATER,
        "headline": f"Bridge closed ({slug})",
        "text": "The bridge is closed.",
        "text_scope": "full",
        "words": 4,
        "digest": f"{outlet}-{slug}-{version}",
        "published_precision": "minute" if at else None,
        "published_source": "page" if at else None,
    }
    return Article(outlet=outlet, url=url, published_at=at, **{"version": version, **told, **other})


def articles(*rows):
    """Frame of articles."""
    return frame(rows, Article)


def mastheads(**zones):
    """Mastheads of made-up outlets; value: zone, or "agency"."""
    return frame(
        [
            Masthead(slug, slug.title(), timezone="UTC" if zone == "agency" else zone, agency=zone == "agency")
            for slug, zone in zones.items()
        ],
        Masthead,
    )


THREE = mastheads(herald="UTC", beacon="UTC", ledger="UTC", wire="agency")


def verdicts(table):
    """Outlet → verdict."""
    return dict(table.select("outlet", "verdict").iter_rows())


def test_the_outlet_whose_latest_bound_lies_before_all_others_is_first():
    """Twelve sharp beats half past, by thirty minutes give or take one."""
    told = articles(article("herald", "a"), article("beacon", "b", NOON + timedelta(minutes=30)))

    firsts = timing.first_reports(told, THREE)

    assert verdicts(firsts) == {"herald": "first", "beacon": "after"}
    assert firsts.select("lag", "lag_low", "lag_high").rows() == [(0, 0, 0), (30, 29, 31)]


def test_same_minute_cannot_be_told_apart():
    """Two pages that say 12:00 leave open whose second came first."""
    firsts = timing.first_reports(articles(article("herald", "a"), article("beacon", "b")), THREE)

    assert verdicts(firsts) == {"herald": "cannot tell", "beacon": "cannot tell"}


def test_a_day_is_no_hour():
    """A page that says only 1 May can be from before or after noon of 1 May, but is before noon of the 3rd."""
    day = article("herald", "a", NOON.replace(hour=0), published_precision="day")
    noon, third = article("beacon", "b"), article("ledger", "c", NOON + timedelta(days=2))

    firsts = timing.first_reports(articles(day, noon, third), THREE)

    assert verdicts(firsts) == {"herald": "cannot tell", "beacon": "cannot tell", "ledger": "after"}
    assert firsts.filter(outlet="herald")["lag"].to_list() == [None]


def test_a_day_is_the_day_where_the_outlet_is():
    """1 May in New York begins at four in the morning UTC."""
    day = articles(article("herald", "a", NOON.replace(hour=0), published_precision="day"))

    told = timing.bounds(day, mastheads(herald="America/New_York")).row(0, named=True)

    assert told["earliest_at"] == NOON.replace(hour=4)
    assert told["latest_at"] == NOON.replace(hour=4) + timedelta(days=1)


def test_a_day_stored_as_local_midnight_is_the_same_day():
    """Midnight in Almaty is 19:00 UTC of the day before, and still means 1 May."""
    midnight = NOON.replace(hour=0) - timedelta(hours=5)
    day = articles(article("herald", "a", midnight, published_precision="day"))

    assert timing.bounds(day, mastheads(herald="Asia/Almaty"))["earliest_at"].item() == midnight


def test_a_time_of_crawling_is_never_a_time_of_publication():
    """first_seen bounds the publication from above, and says nothing of when it was."""
    seen = articles(article("herald", "a", NOON, published_source="first_seen", first_seen_at=NOON))

    told = timing.bounds(seen, THREE).row(0, named=True)

    assert (told["timed"], told["at"], told["earliest_at"], told["latest_at"]) == (False, None, None, NOON)


def test_being_seen_narrows_a_day():
    """A page of 1 May that we saw at noon was there by noon."""
    day = article("herald", "a", NOON.replace(hour=0), published_precision="day", first_seen_at=NOON)

    assert timing.bounds(articles(day), THREE)["latest_at"].item() == NOON


def test_a_page_seen_before_its_own_date_has_been_dated_anew():
    """Its word is about a later edition: the first can only be bounded by our seeing it."""
    told = timing.bounds(articles(article("herald", "a", NOON, first_seen_at=NOON - timedelta(hours=2))), THREE)

    assert told.select("timed", "latest_at").row(0) == (False, NOON - timedelta(hours=2))


def test_an_article_without_time_takes_the_certainty_away_unless_left_out():
    """Any of the Beacon's articles could be the first while one of them does not say when it was."""
    told = articles(
        article("herald", "a"), article("beacon", "b", NOON + timedelta(hours=1)), article("beacon", "c", None)
    )

    counted = timing.first_reports(told, THREE)
    dropped = timing.first_reports(told, THREE, choices=timing.Choices(untimed="leave out"))

    assert verdicts(counted) == {"herald": "cannot tell", "beacon": "cannot tell"}
    assert verdicts(dropped) == {"herald": "first", "beacon": "after"}


def test_agency_copy_is_no_report_of_the_outlet_that_prints_it():
    """The Beacon printed the wire's copy at noon and wrote its own an hour later; the wire itself is an agency."""
    told = articles(
        article("wire", "w", NOON - timedelta(minutes=5), agency="Wire"),
        article("beacon", "b", agency="Wire"),
        article("beacon", "c", NOON + timedelta(hours=1)),
        article("ledger", "d", NOON + timedelta(minutes=1), agency="Wire"),
    )

    own = timing.first_reports(told, THREE)
    all_copy = timing.first_reports(told, THREE, choices=timing.Choices(agency="count"))

    assert dict(own.select("outlet", "at").iter_rows()) == {
        "wire": NOON - timedelta(minutes=5),
        "beacon": NOON + timedelta(hours=1),
        "ledger": None,
    }
    assert own.filter(outlet="ledger")["note"].item() == "agency copy only"
    assert all_copy.filter(outlet="beacon").select("at", "agency").row(0) == (NOON, "Wire")


def test_one_outlet_alone_is_not_first():
    """There is nobody to be before."""
    row = timing.first_reports(articles(article("herald", "a")), THREE).row(0, named=True)

    assert (row["verdict"], row["note"]) == ("none", "no other outlet to compare with")


def test_no_articles_give_no_rows():
    """An event that nobody told."""
    assert timing.first_reports(articles(), THREE).is_empty()
    assert timing.articles(articles(), THREE).is_empty()
    assert pace.cumulative(articles(), THREE).is_empty()


def test_a_revision_lies_between_two_captures():
    """Captured at noon and at two: the change came between, unless the page itself says when."""
    first = article("herald", "a", NOON - timedelta(hours=1), captured_at=NOON)
    again = article("herald", "a", NOON - timedelta(hours=1), version=2, captured_at=NOON + timedelta(hours=2))

    row = timing.articles(articles(first, again), THREE).filter(kind="revision").row(0, named=True)

    assert (row["precision"], row["earliest_at"], row["latest_at"]) == ("seen", NOON, NOON + timedelta(hours=2))


def test_a_revision_takes_the_pages_own_time_where_it_fits():
    """Modified at one, between the captures at noon and at two."""
    one = NOON + timedelta(hours=1)
    first = article("herald", "a", NOON, captured_at=NOON)
    again = article("herald", "a", NOON, version=2, captured_at=NOON + timedelta(hours=2), modified_at=one)

    row = timing.articles(articles(first, again), THREE).filter(kind="revision").row(0, named=True)

    assert (row["at"], row["precision"]) == (one, "minute")


def test_cumulative_counts_a_day_as_possible_in_the_morning_and_certain_at_its_end():
    """Two articles, one of them dated by the day alone."""
    told = articles(
        article("herald", "a", NOON, published_precision="second"),
        article("herald", "b", NOON.replace(hour=0), published_precision="day"),
    )

    steps = pace.cumulative(told, THREE)

    assert steps.select("low", "high").rows() == [(0, 1), (0, 2), (1, 2), (2, 2)]
    assert steps["n_articles"].unique().to_list() == [2]


TIMES = st.lists(
    st.tuples(
        st.sampled_from(["herald", "beacon", "ledger"]),
        st.integers(0, 5000),
        st.sampled_from(["second", "minute", "day"]),
    ),
    min_size=1,
    max_size=8,
)


@given(TIMES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_a_verdict_holds_for_every_time_within_the_bounds(rows, random):
    """Whatever the true minutes were, whoever is called first was first, and the lag lies within its bounds."""
    told = [
        article(outlet, n, _stated(NOON + timedelta(minutes=m), precision), published_precision=precision)
        for n, (outlet, m, precision) in enumerate(rows)
    ]
    firsts = timing.first_reports(articles(*told), THREE)
    inner = timing.bounds(articles(*told), THREE)

    true = {}
    for row in inner.iter_rows(named=True):
        width = (row["latest_at"] - row["earliest_at"]).total_seconds()
        at = row["earliest_at"] + timedelta(seconds=random.random() * width * 0.999)
        true[row["outlet"]] = min(at, true.get(row["outlet"], LATER))

    begin = min(true.values())
    for row in firsts.iter_rows(named=True):
        lag = (true[row["outlet"]] - begin).total_seconds() / 60
        if row["verdict"] == "first":
            assert lag == 0
        if row["verdict"] == "after":
            assert lag > 0
        if row["lag_low"] is not None:
            assert row["lag_low"] - 1e-6 <= lag <= row["lag_high"] + 1e-6


def _stated(at, precision):
    """What a page with this precision says of the time."""
    return at.replace(hour=0, minute=0) if precision == "day" else at


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Sao_Paulo"])
def test_bounds_are_never_empty(zone):
    """An interval of no length would make two outlets first at once."""
    day = articles(article("herald", "a", NOON.replace(hour=0), published_precision="day", first_seen_at=NOON))

    told = timing.bounds(day, mastheads(herald=zone))

    assert told.select((pl.col("latest_at") > pl.col("earliest_at")).all()).item()


def test_half_life_is_the_median_of_the_later_articles():
    """First at noon, then after 1, 2, 3, 4 and 10 hours: half of the later ones were out after three."""
    hours = [0, 1, 2, 3, 4, 10]
    told = articles(*(article("herald", n, NOON + timedelta(hours=h)) for n, h in enumerate(hours)))

    row = pace.half_life(told, THREE).row(0, named=True)

    assert row["value"] == 3
    assert row["low"] <= 3 <= row["high"]
    assert (row["n_articles"], row["clear"]) == (5, False)


def test_a_series_holds_only_articles_whose_hour_is_known():
    """A day is no hour, a revision no article."""
    told = articles(article("herald", "a"), article("herald", "b", NOON.replace(hour=0), published_precision="day"))

    assert pace.precise(timing.articles(told, THREE))["at"].to_list() == [NOON]


def test_half_life_of_few_articles_has_no_interval():
    """Three later articles are an anecdote."""
    told = articles(*(article("herald", n, NOON + timedelta(hours=n)) for n in range(4)))

    row = pace.half_life(told, THREE).row(0, named=True)

    assert (row["value"], row["low"], row["note"]) == (2, None, "too few to compare")


def test_half_life_tells_a_fast_outlet_from_a_slow_one():
    """All of the Herald's articles in its first hours, all of the Beacon's after days."""
    fast = [article("herald", n, NOON + timedelta(minutes=10 * n)) for n in range(12)]
    slow = [article("beacon", n, NOON + timedelta(hours=12 * n)) for n in range(12)]

    table = pace.half_life(articles(*fast, *slow), THREE)

    assert table["clear"].to_list() == [True, True]


def attributed(article_row, *speakers):
    """Attributions of made-up speakers in an article."""
    return [
        Attribution(article_row.id, article_row.outlet, [(0, 3)], [], [], "indirect", s, "official", True, None, 0, 1.0)
        for s in speakers
    ]


def test_a_revision_tells_headline_figures_sources_and_words():
    """The second version has another headline, another number of cars, and the mayor instead of the engineer."""
    first = article(
        "herald", "a", headline="Bridge shut", text="Some 12 cars wait, an engineer says.", captured_at=NOON
    )
    again = article(
        "herald", "a", version=2, headline="Bridge open", text="Some 40 cars passed, the mayor says.", captured_at=LATER
    )
    said = frame([*attributed(first, "Ada Lind"), *attributed(again, "Bo Ortiz")], Attribution)

    row = revisions.revisions(articles(first, again), THREE, said).row(0, named=True)

    assert row["changed"] == "headline, figures, sources, words"
    assert (row["headline_before"], row["headline_after"]) == ("Bridge shut", "Bridge open")
    assert (row["figures_added"], row["figures_dropped"]) == (["40"], ["12"])
    assert (row["sources_added"], row["sources_dropped"]) == (["Bo Ortiz"], ["Ada Lind"])
    assert (row["words_added"], row["words_removed"]) == (4, 4)


def test_evidence_and_list_of_revisions_say_what_changed():
    """Each kind of change leads to its words, with the keys of the measured table."""
    first = article("herald", "a", headline="Bridge shut", text="Some 12 cars wait.", captured_at=NOON)
    again = article("herald", "a", version=2, headline="Bridge open", text="Some 40 cars passed.", captured_at=LATER)
    both = articles(first, again)
    changes = revisions.revisions(both, THREE, frame([*attributed(again, "Bo Ortiz")], Attribution))

    behind = revisions.evidence(changes)
    counted = revisions.by_outlet(changes, both, THREE)

    assert set(behind["key"]) == set(counted.filter(pl.col("n_units") > 0)["key"])
    assert "Headline: “Bridge shut” became “Bridge open”" in behind["sentence"]
    assert revisions.listed(changes).select("Figures", "Sources", "Words").row(0) == (
        "added 40; dropped 12",
        "added Bo Ortiz",
        "+2 −2",
    )


def test_by_outlet_counts_articles_and_not_versions():
    """Two later versions of one of two articles: half of the articles changed."""
    rows = [
        article("herald", "a", version=n, text=f"Some {n} cars.", captured_at=NOON + timedelta(hours=n))
        for n in (1, 2, 3)
    ]
    both = articles(*rows, article("herald", "b"))
    changes = revisions.revisions(both, THREE, frame([], Attribution))

    counted = revisions.by_outlet(changes, both, THREE)

    row = counted.filter(category="any").row(0, named=True)
    assert (row["value"], row["n_units"], row["n_articles"]) == (0.5, 1, 2)


def test_no_second_version_means_no_revision():
    """One capture of each address."""
    assert revisions.revisions(articles(article("herald", "a")), THREE, frame([], Attribution)).is_empty()


WORDS = st.lists(st.sampled_from(["bridge", "open", "shut", "mayor", "12"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_pieces_give_back_both_versions(before, after):
    """What stayed and what was removed is the old text; what stayed and what was added is the new one."""
    found = revisions.pieces(before, after)

    assert " ".join(w for kind, w in found if kind != "added") == before
    assert " ".join(w for kind, w in found if kind != "removed") == after


def test_versions_keeps_all_versions_of_a_member_address():
    """Membership of the second version brings the first along; another address stays out."""
    first, again = article("herald", "a"), article("herald", "a", version=2)
    member = frame([Membership(again.id, "herald", "bridge", True, 1.0, "terms", "program")], Membership)

    assert timing.versions(articles(first, again, article("herald", "b")), member)["version"].to_list() == [1, 2]


def test_every_number_of_pace_leads_to_its_articles():
    """Each step of the lines and each outlet's half-life opens the headlines that it counts."""
    rows = articles(
        article("herald", "a"),
        article("herald", "b", NOON + timedelta(hours=2)),
        article("beacon", "c", NOON, published_precision="day"),
    )

    steps, behind = pace.cumulative(rows, THREE), pace.cumulative_evidence(rows, THREE)
    lives, later = pace.half_life(rows, THREE), pace.half_life_evidence(rows, THREE)

    assert set(steps["key"]) == set(behind["key"])
    assert lives.drop_nulls("value")["key"].to_list() == later["key"].to_list() == ["herald"]
    assert later["headline"].to_list() == ["Bridge closed (b)"]
    assert later["sentence"][0].startswith("2.0 hours")


def test_only_an_article_captured_twice_can_be_seen_to_change():
    """One capture of each is no ground to say that nothing changed."""
    rows = articles(article("herald", "a"), article("herald", "b"))
    once = Page(
        "herald", "https://herald.example/a", NOON, 200, "text/html", "p.warc.gz", 0, "0", "https://herald.example/a"
    )
    elsewhere = dataclasses.replace(once, url="https://herald.example/other")

    pages = frame([once, dataclasses.replace(once, captured_at=LATER), elsewhere, elsewhere], Page)

    assert revisions.looked_twice(rows, pages) == 1
