"""How many different voices are heard in equally many statements, and whose comes first."""

import random
from datetime import UTC, datetime
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measure import coverage, voices
from analysis.tables import Article, Attribution, Masthead, Membership, article_id, frame

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
TEXT = "The bridge is shut. It opens on Monday, an engineer said. The mayor did not agree."
MASTHEADS = frame([Masthead("herald", "The Herald"), Masthead("beacon", "The Beacon")], Masthead)


def article(outlet, number):
    """An article of a made-up outlet."""
    url = f"https://{outlet}.example/{number}"
    return Article(article_id(outlet, url, 1), outlet, url, 1, NOON, "Bridge", TEXT, "full", 15, f"{outlet}{number}")


def said(row, speaker="Ada Lind", source_type="official", at=0, cue=None):
    """A statement that begins at a character of the article, its cue perhaps before it."""
    return Attribution(
        row.id, row.outlet, [(at, at + 5)], [] if cue is None else [(cue, cue + 2)], [], "indirect", speaker,
        source_type, speaker is not None, None, 0, 1.0,
    )  # fmt: skip


def current(rows):
    """The rows as coverage.current gives them."""
    members = [Membership(a.id, a.outlet, "bridge", True, 1.0, "terms", "program") for a in rows]
    return coverage.current(frame(rows, Article), frame(members, Membership), MASTHEADS)


def measured(measure, herald, beacon=(), **choices):
    """A measure of two outlets; each is a list of articles, each a list of what `said` takes after the article."""
    rows, spoken = [], []
    for outlet, articles in (("herald", herald), ("beacon", beacon)):
        for number, statements in enumerate(articles):
            row = article(outlet, number)
            rows.append(row)
            spoken += [said(row, *each) for each in statements]
    return measure(frame(spoken, Attribution), current(rows), **choices)


def estimate(table, outlet, category):
    """The number of one outlet and category."""
    return table.row(by_predicate=(pl.col("outlet") == outlet) & (pl.col("category") == category), named=True)


def test_diversity_does_not_reward_the_longer_coverage():
    """Statements of ten people drawn at random, in six articles and in eighteen, 40 times: on average as many voices."""
    generator = random.Random(3)
    found = []
    for _ in range(40):
        drawn = [[(f"Speaker {generator.randrange(10)}",) for _ in range(4)] for _ in range(24)]
        found.append(measured(voices.diversity, drawn[:6], drawn[6:]))

    means = pl.concat(found).group_by("category", "outlet").agg(pl.col("estimate").mean()).sort("category", "outlet")

    for category in voices.ORDERS:
        beacon, herald = means.filter(category=category)["estimate"]
        assert herald == pytest.approx(beacon, rel=0.05)


def test_one_voice_that_fills_half_makes_the_second_number_smaller():
    """Six people, one of whom has half of the statements."""
    articles = [[("Ada Lind",)] * 5 + [(f"Speaker {k}",) for k in range(5)]] * 6

    table = measured(voices.diversity, articles, articles)

    number, even = (estimate(table, "herald", category)["estimate"] for category in voices.ORDERS)
    assert even < 0.75 * number < 6


def test_a_difference_that_every_article_shows_is_clear():
    """The Herald has a new person in every statement, the Beacon two."""
    new = [[(f"Speaker {n}-{k}",) for k in range(4)] for n in range(8)]

    table = measured(voices.diversity, new, [[("Ada Lind",), ("Bo Ortiz",)] * 2] * 8)

    assert table["clear"].all()


def test_too_few_articles_or_statements_are_refused():
    """Four articles; and six articles with one named statement each."""
    few = measured(voices.diversity, [[("Ada Lind",)] * 9] * 4, [[("Ada Lind",)]] * 6)

    assert set(few.filter(outlet="herald")["note"]) == {"too few to compare"}
    assert set(few.filter(outlet="beacon")["note"]) == {voices.FEW_STATEMENTS}
    assert few["estimate"].null_count() == few.height
    assert not few["clear"].any()


def test_documents_and_the_nameless_are_no_voices():
    """A report and a ministry without a name beside one person."""
    articles = [[("Ada Lind",)] * 3 + [("The report", "document"), (None, "official")]] * 6

    table = measured(voices.diversity, articles, articles)

    assert estimate(table, "herald", "different sources")["estimate"] == pytest.approx(1.0)
    assert estimate(table, "herald", "different sources")["n_units"] == 18


def test_one_outlets_own_articles_are_rarely_called_different():
    """Forty articles of one outlet dealt at random into two piles, 60 times; articles differ much among themselves."""
    generator = random.Random(5)
    called = tests = 0
    for _ in range(60):
        pool = [f"Speaker {k}" for k in range(30)]
        articles = []
        for _ in range(40):
            few = generator.sample(pool, generator.randint(1, 4))
            articles.append([(generator.choice(few),) for _ in range(generator.randint(1, 7))])
        table = measured(voices.diversity, articles[:20], articles[20:])
        called, tests = called + int(table["clear"].sum()), tests + table.height

    assert called / tests <= 0.10


def expected(counts, order, drawn):
    """The same number by going through all draws."""
    everyone = [number for number, n in enumerate(counts) for _ in range(n)]
    draws = list(combinations(everyone, drawn))
    if order == 0:
        return sum(len(set(draw)) for draw in draws) / len(draws)
    simpson = sum(sum((draw.count(k) / drawn) ** 2 for k in set(draw)) for draw in draws) / len(draws)
    return 1 / simpson


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 8), st.sampled_from([0, 2]))
def test_rarefied_numbers_are_those_of_all_draws(counts, drawn, order):
    """Hurlbert's sum and Chao's interpolation against every possible draw of small samples."""
    if drawn <= sum(counts):
        assert voices.hill(counts, order, drawn) == pytest.approx(expected(counts, order, drawn))


def test_more_than_there_are_cannot_be_drawn():
    """Five statements of three."""
    assert voices.hill([2, 1], 0, 5) != voices.hill([2, 1], 0, 5)
    with pytest.raises(ValueError, match="order is 1"):
        voices.hill([2, 1], 1, 2)


def test_the_first_voice_is_the_one_that_stands_first():
    """An expert whose cue stands before the official's words; in the other half the official is alone."""
    opened = [("Bo Ortiz", "official", 30), ("Ada Lind", "expert", 40, 20)]

    table = measured(voices.first_voice, [opened, [("Bo Ortiz", "official", 30)]] * 3)

    assert estimate(table, "herald", "expert")["estimate"] == 0.5
    assert table["n_articles"].to_list() == [6, 6]


def test_words_before_the_first_voice_are_counted():
    """One sentence of four words stands before the engineer."""
    at = TEXT.index("It opens")

    table = measured(voices.first_voice_at, [[("Ada Lind", "expert", at)]] * 6, [[("Ada Lind", "expert", 0)]] * 6)

    assert dict(table.select("outlet", "estimate").iter_rows()) == {"herald": 4.0, "beacon": 0.0}
    assert (table["estimate_low"] >= 0).all()


@pytest.mark.parametrize("name", ["diversity", "first_voice", "first_voice_at"])
def test_every_number_leads_to_its_sentences(name):
    """Keys of the evidence are those of the measured table."""
    rows = [article("herald", k) for k in range(6)]
    spoken = frame([said(row, at=TEXT.index("It opens")) for row in rows], Attribution)

    measure, behind = getattr(voices, name), voices.evidence(spoken, current(rows), name)

    assert set(behind["key"]) == set(measure(spoken, current(rows))["key"])
    assert set(behind["sentence"]) == {"It opens on Monday, an engineer said."}


def test_nobody_who_speaks_gives_no_rows():
    """Articles without a statement."""
    for measure in (voices.diversity, voices.first_voice, voices.first_voice_at):
        assert measured(measure, [[], []]).is_empty()
