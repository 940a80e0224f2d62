"""The demo's sites collected over real HTTP in two rounds, and what the rooms then know, held against the truth file."""

import json

import polars as pl
import pytest

from analysis import demo, events, places
from analysis.stages.collect import client, collect
from analysis.stages.extract import extract
from analysis.store import Store
from analysis.tables import Article, Attempt, Page

TRUTH = json.loads((places.shipped("data/demo") / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Store after both rounds and extraction, and every request that the sites saw."""
    event, store, asked = events.load("demo"), Store("demo", tmp_path_factory.mktemp("data")), []
    for phase in demo.PHASES:
        with demo.serve(phase) as site, client(event, contact="demo", connect_to=site.connect_to) as web:
            collect(event, store, web)
            asked += site.asked
    extract(event, store)
    return store, asked


def outcomes(store, fault, stage):
    """How every try at a troubled address ended."""
    urls = [fault["url"], fault.get("listed_url", fault["url"])]
    tries = store.read(Attempt).filter(pl.col("stage") == stage, pl.col("url").is_in(urls))
    return set(tries["outcome"])


@pytest.mark.parametrize("fault", TRUTH["faults"], ids=lambda fault: fault["trouble"])
def test_troubled_addresses_end_as_they_should(found, fault):
    """In capture and, where there was a page, in extraction."""
    store, _ = found

    ends = outcomes(store, fault, "capture"), outcomes(store, fault, "extract")

    assert ends == ({fault["capture"]}, {fault["extract"]} if fault["extract"] else set())


def test_what_robots_forbid_is_never_asked_for(found):
    """The server's own record says so, not the client's."""
    _, asked = found

    assert ("tidecourier.example", "/robots.txt") in asked
    assert [path for _, path in asked if path.startswith("/letters/")] == []


def test_every_article_of_the_event_is_read(found):
    """All of them, under the address that the truth file knows or the one that leads there."""
    store, _ = found
    moved = {fault["listed_url"]: fault["url"] for fault in TRUTH["faults"] if "listed_url" in fault}

    read = {moved.get(url, url) for url in store.read(Article)["url"]}

    assert {row["url"] for row in TRUTH["articles"] if row["member"]} - read == set()


def test_revised_articles_have_two_versions_and_no_other_has(found):
    """What changed between the rounds was taken twice, because feeds and sitemaps said so."""
    store, _ = found
    articles = store.read(Article)

    revised = articles.filter(pl.col("version") == 2)

    assert set(revised["url"]) == {row["url"] for row in TRUTH["revisions"]}
    assert dict(revised.select("url", "headline").iter_rows()) == {
        row["url"]: row["final_headline"] for row in TRUTH["revisions"]
    }
    assert articles["version"].max() == 2


def test_the_second_round_asks_only_for_what_is_new(found):
    """A page that nobody said had changed is kept once."""
    store, _ = found
    revised = {row["url"] for row in TRUTH["revisions"]}

    twice = store.read(Page).group_by("url").len().filter(pl.col("len") > 1)

    assert set(twice["url"]) <= revised


def test_agency_copies_are_marked(found):
    """Byline and dateline say whose words they are; the agency's own copy is not marked as somebody else's."""
    store, _ = found
    urls = {row["article"]: row["url"] for row in TRUTH["articles"]}

    marked = store.read(Article).filter(pl.col("agency").is_not_null())

    assert set(marked["url"]) == {urls[copy["article"]] for copy in TRUTH["agency_copies"]}
    assert set(marked["agency"]) == {"Farshore"}


def test_the_digest_is_dated_by_the_day(found):
    """The Lantern gives no hour, so no minute may be made of it; the others are known to the minute at least."""
    store, _ = found

    precisions = store.read(Article).group_by("outlet").agg(pl.col("published_precision").unique())

    by_outlet = {outlet: set(found) for outlet, found in precisions.iter_rows()}
    assert by_outlet.pop("lantern") == {"day"}
    assert all("day" not in kinds for kinds in by_outlet.values())
