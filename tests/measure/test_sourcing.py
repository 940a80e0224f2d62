"""Whom each outlet lets speak: counts that hold, articles as the unit, and sentences behind every number."""

import random
from datetime import UTC, datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measure import coverage, sourcing
from analysis.tables import Article, Attribution, Masthead, Membership, article_id, frame

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
TEXT = "The bridge is shut, the mayor said. It opens on Monday, an engineer told the Beacon."
SECOND = TEXT.index("It opens")
MASTHEADS = frame(
    [
        Masthead("herald", "The Herald", aliases=["the Herald"]),
        Masthead("beacon", "The Beacon", aliases=["the Beacon"]),
        Masthead("ledger", "The Ledger"),
    ],
    Masthead,
)


def article(outlet, number, **other):
    """An article of a made-up outlet."""
    url = f"https://{outlet}.example/{number}"
    told = {"text": TEXT, "text_scope": "full", "words": 500, "digest": f"{outlet}{number}"} | other
    return Article(article_id(outlet, url, 1), outlet, url, 1, NOON, f"Bridge {number}", **told)


def said(row, source_type="official", speaker="Bo Ortiz", **other):
    """A statement in an article; a speaker has a name of their own unless *named* says no ("residents", "the minister")."""
    told = {"named": speaker is not None, "relayed_by": None, "content": [(0, 18)]} | other
    return Attribution(
        row.id, row.outlet, told["content"], [], [], "indirect", speaker, source_type, told["named"],
        told["relayed_by"], 0, 1.0,
    )  # fmt: skip


def current(rows):
    """The rows as coverage.current gives them."""
    members = [Membership(a.id, a.outlet, "bridge", True, 1.0, "terms", "program") for a in rows]
    return coverage.current(frame(rows, Article), frame(members, Membership), MASTHEADS)


def two_outlets(herald, beacon, n=8):
    """As many articles of each outlet, every article of an outlet with the same kinds of sources."""
    rows = {outlet: [article(outlet, k) for k in range(n)] for outlet in ("herald", "beacon")}
    spoken = [
        said(a, t) for outlet, kinds in (("herald", herald), ("beacon", beacon)) for a in rows[outlet] for t in kinds
    ]
    return frame(spoken, Attribution), current([a for each in rows.values() for a in each])


def test_type_share_is_statements_of_a_kind_over_all_statements():
    """Three officials and one expert in each article: three quarters official."""
    attributions, articles = two_outlets(["official"] * 3 + ["expert"], ["official"])

    table = sourcing.type_share(attributions, articles)

    row = table.row(by_predicate=(pl.col("outlet") == "herald") & (pl.col("category") == "official"), named=True)
    assert (row["estimate"], row["n_articles"], row["n_units"], row["outlet_name"]) == (0.75, 8, 32, "The Herald")
    assert row["value"] == -0.25


def test_type_share_finds_a_difference_that_every_article_shows():
    """The Herald has officials alone, the Beacon citizens alone."""
    table = sourcing.type_share(*two_outlets(["official"] * 3, ["citizen"] * 3))

    assert table["clear"].all()


def test_type_share_draws_no_interval_below_the_floor():
    """Three articles are too few, however many statements they hold."""
    table = sourcing.type_share(*two_outlets(["official"] * 9, ["citizen"] * 9, n=3))

    assert table["low"].null_count() == table.height
    assert set(table["note"]) == {"too few to compare"}
    assert not table["clear"].any()


def test_shares_of_one_outlets_own_articles_are_rarely_called_different():
    """One outlet's articles dealt at random into two piles, 60 times: what is called clear is an error."""
    generator = random.Random(7)
    called = tests = 0
    for _ in range(60):
        rows = [article(("herald", "beacon")[k % 2], k) for k in range(40)]
        spoken = []
        for a in rows:
            lean = generator.betavariate(1, 1)  # articles differ much among themselves, statements within them little
            kinds = ["official" if generator.random() < lean else "citizen" for _ in range(generator.randint(1, 8))]
            spoken += [said(a, kind) for kind in kinds]
        table = sourcing.type_share(frame(spoken, Attribution), current(rows))
        called, tests = called + table["clear"].sum(), tests + table.height

    assert called / tests <= 0.10


def test_named_share_tells_withheld_names_from_roles():
    """A name, an anonymous source, and a ministry."""
    rows = [article("herald", k) for k in range(6)]
    spoken = [
        s
        for a in rows
        for s in (said(a), said(a, "anonymous", None), said(a, "official", None), said(a, "official", None))
    ]

    shares = sourcing.named_share(frame(spoken, Attribution), current(rows))

    assert dict(shares.select("category", "estimate").iter_rows()) == {
        "named": 0.25,
        "anonymous": 0.25,
        "not named": 0.5,
    }


def test_an_article_without_sources_counts_as_none():
    """Two different people in one article, nobody in the other: one per article; the same person twice is one."""
    rows = [article("herald", 1), article("herald", 2, words=1500)]
    spoken = [said(rows[0]), said(rows[0]), said(rows[0], speaker="Ada Lind"), said(rows[0], "document", "The report")]

    table = sourcing.sources_per_article(frame(spoken, Attribution), current(rows))

    assert dict(table.select("category", "estimate").iter_rows()) == {"per article": 1.0, "per 500 words": 0.5}


def test_only_who_has_a_name_of_their_own_is_counted_as_a_source():
    """Residents and a minister are somebody, and nobody can tell whom: the article has one source, and one sentence behind it."""
    rows = [article("herald", 1)]
    nameless = [
        said(rows[0], speaker=who, named=False, content=[(SECOND, SECOND + 10)]) for who in ("residents", "minister")
    ]
    attributions, articles = frame([said(rows[0]), *nameless], Attribution), current(rows)

    table = sourcing.sources_per_article(attributions, articles)
    behind = sourcing.evidence(attributions, articles, "sources_per_article")

    assert table["estimate"].to_list() == [1.0, 1.0]
    assert behind["sentence"].to_list() == ["The bridge is shut, the mayor said."] * 2


def test_citations_count_articles_that_relay_another_outlet():
    """Two of the Herald's five articles relay the Beacon; "told the Herald" is its own reporting, no relay."""
    rows = [article("herald", k) for k in range(5)]
    spoken = [
        said(rows[0], relayed_by="The Beacon"),
        said(rows[0], relayed_by="The Beacon"),
        said(rows[1], relayed_by="The Beacon"),
        said(rows[2], relayed_by="The Herald"),
    ]

    pairs = sourcing.citations(frame(spoken, Attribution), current(rows))
    relays = sourcing.relay_share(frame(spoken, Attribution), current(rows))

    assert pairs.select("cited", "statements", "n_units", "value").rows() == [("The Beacon", 3, 2, 0.4)]
    assert relays["estimate"].to_list() == [0.4]
    for figure in ("citations", "relay_share"):
        behind = sourcing.evidence(frame(spoken, Attribution), current(rows), figure)
        assert set(behind["headline"]) == {"Bridge 0", "Bridge 1"}


def test_speakers_come_in_the_order_of_how_many_outlets_have_them():
    """Ortiz in two outlets, Lind often in one; statements without a name count in the whole alone."""
    rows = [article("herald", 1), article("beacon", 1)]
    lind = [said(rows[0], "expert", "Ada Lind") for _ in range(4)]
    spoken = [*lind, said(rows[0]), said(rows[1]), said(rows[1], "unknown", None)]

    table = sourcing.speakers(frame(spoken, Attribution), current(rows))

    assert table.select("speaker", "outlet", "statements", "outlets", "n_units").rows() == [
        ("Bo Ortiz", "beacon", 1, 2, 2),
        ("Bo Ortiz", "herald", 1, 2, 5),
        ("Ada Lind", "herald", 4, 1, 5),
    ]


def test_the_residents_of_two_outlets_are_no_speaker_that_they_share():
    """The same word for different people makes no row and no sentence behind one; all statements are still counted."""
    rows = [article("herald", 1), article("beacon", 1)]
    spoken = [said(rows[0]), *(said(a, "citizen", "residents", named=False) for a in rows)]
    attributions, articles = frame(spoken, Attribution), current(rows)

    table = sourcing.speakers(attributions, articles)
    behind = sourcing.evidence(attributions, articles, "speakers")

    assert table.select("speaker", "outlet", "statements", "n_units", "all_statements").rows() == [
        ("Bo Ortiz", "herald", 1, 2, 3)
    ]
    assert behind["key"].to_list() == ["herald Bo Ortiz"]


def test_abstracts_and_bare_headlines_say_nothing_about_sources():
    """Where we hold no running text, an article without sources is no finding."""
    rows = [article("herald", 1, text_scope="headline"), article("herald", 2)]

    table = sourcing.sources_per_article(frame([said(rows[1])], Attribution), current(rows))

    assert table["n_articles"].to_list() == [1, 1]


def test_every_number_leads_to_its_sentence():
    """The engineer's words stand in the second sentence; keys are those of the measured tables."""
    rows = [article("herald", k) for k in range(6)]
    spoken = [said(a, "expert", "Ada Lind", content=[(SECOND, SECOND + 10)], relayed_by="The Beacon") for a in rows]
    attributions, articles = frame(spoken, Attribution), current(rows)

    for measured, name in (
        (sourcing.type_share(attributions, articles), "type_share"),
        (sourcing.named_share(attributions, articles), "named_share"),
        (sourcing.sources_per_article(attributions, articles), "sources_per_article"),
        (sourcing.speakers(attributions, articles), "speakers"),
        (sourcing.citations(attributions, articles), "citations"),
    ):
        behind = sourcing.evidence(attributions, articles, name)
        assert set(behind["key"]) == set(measured["key"])
        assert set(behind["sentence"]) == {"It opens on Monday, an engineer told the Beacon."}


def test_no_statements_give_no_rows():
    """Articles in which nobody speaks, and no articles at all."""
    nothing = frame([], Attribution)
    for articles in (current([article("herald", 1)]), current([])):
        assert sourcing.type_share(nothing, articles).is_empty()
        assert sourcing.named_share(nothing, articles).is_empty()
        assert sourcing.speakers(nothing, articles).is_empty()
        assert sourcing.citations(nothing, articles).is_empty()
        assert sourcing.evidence(nothing, articles, "type_share").is_empty()
    assert sourcing.sources_per_article(nothing, current([])).is_empty()


KINDS = st.sampled_from(["official", "expert", "citizen", "unknown"])


@given(
    st.lists(
        st.tuples(st.sampled_from(["herald", "beacon", "ledger"]), st.integers(0, 6), KINDS), min_size=1, max_size=40
    )
)
@settings(deadline=None, max_examples=30)
def test_shares_of_an_outlet_add_up_to_one(spoken):
    """Whatever was said by whom: nothing is lost, nothing counted twice, and intervals hold their estimate."""
    rows = {(outlet, k): article(outlet, k) for outlet, k, _ in spoken}
    attributions = frame([said(rows[outlet, k], kind) for outlet, k, kind in spoken], Attribution)

    table = sourcing.type_share(attributions, current(list(rows.values())))

    sums = table.group_by("outlet").agg(pl.col("estimate").sum())["estimate"]
    assert ((sums - 1).abs() < 1e-9).all()
    inside = table.filter(pl.col("low").is_not_null())
    assert (inside["low"] <= inside["value"]).all()
    assert (inside["value"] <= inside["high"]).all()
