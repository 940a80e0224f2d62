"""What the rooms find in the demo, against the truth that it was written from."""

import json

import polars as pl
import pytest

from analysis import demo as sites
from analysis import events, places
from analysis.demo.pieces import pieces
from analysis.measure import timing
from analysis.stages.collect import client, collect
from analysis.stages.refresh import refresh
from analysis.store import manifest
from analysis.tables import Article, Attempt, Attribution, Masthead, Membership, Page, Reuse

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="session")
def truth():
    """Who said what, who was first, whose copy is whose."""
    return json.loads((places.shipped("data/demo") / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def final(demo):
    """The last version of every article, by address."""
    rows = demo.read(Article).sort("version").unique("url", keep="last", maintain_order=True)
    return {row["url"]: row for row in rows.iter_rows(named=True)}


def words(text):
    """Words as they follow each other, marks aside."""
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def test_every_article_is_read_to_the_word(truth, final):
    """49 articles of five houses: paragraphs as written, no promotion, no related list, no caption."""
    written = {(p.outlet, p.name): p for p in pieces()}

    wrong = [
        told["article"]
        for told in truth["articles"]
        if told["text_scope"] == "full"
        and final[told["url"]]["text"].split("\n\n") != written[tuple(told["article"].split("/"))].paragraphs
    ]

    assert wrong == []


def test_every_time_of_publication_is_right(truth, final):
    """To the minute where the outlet says it, and a bare day where it does not."""
    wrong = [
        told["article"]
        for told in truth["articles"]
        if not final[told["url"]]["published_at"].isoformat().startswith(told["published_at"].removesuffix("Z")[:16])
    ]
    days = {row["outlet"] for row in final.values() if row["published_precision"] == "day"}

    assert wrong == []
    assert days == {slug for slug, outlet in truth["outlets"].items() if outlet["precision"] == "day"}


def test_every_fault_ends_as_the_right_word_in_the_ledger(demo, truth):
    """A wall, a vanished page, a forbidden path, a slow and a busy server, a wrong charset, a move, a gallery."""
    tries = demo.read(Attempt).filter(pl.col("stage") != "list").sort("at")
    last = {
        key: outcome for *key_, outcome in tries.select("stage", "url", "outcome").iter_rows() for key in [tuple(key_)]
    }

    for fault in truth["faults"]:
        listed = fault.get("listed_url", fault["url"])
        assert last["capture", listed] == fault["capture"], fault
        assert last.get(("extract", listed)) == fault["extract"], fault


def test_a_forbidden_path_is_never_asked_for(demo, truth):
    """robots.txt is read before the page, not after."""
    forbidden = [fault["url"] for fault in truth["faults"] if fault["trouble"] == "disallowed"]

    assert demo.read(Page).filter(pl.col("url").is_in(forbidden)).is_empty()


def test_the_articles_about_something_else_are_left_out_and_no_other(demo, truth):
    """A pie contest and a novel stand in the same feeds."""
    urls = (
        demo.read(Article).select("id", "url", "version").join(demo.read(Membership), left_on="id", right_on="article")
    )
    member = dict(urls.sort("version").select("url", "member").iter_rows())

    wrong = [told["article"] for told in truth["articles"] if member[told["url"]] != told["member"]]

    assert wrong == []
    assert {url for url, inside in member.items() if inside} == {t["url"] for t in truth["articles"] if t["member"]}


def test_revised_articles_have_two_versions_and_no_other_has(demo, truth):
    """A second look at an unchanged page makes no version, however its clock and its related links moved."""
    versions = dict(demo.read(Article).group_by("url").agg(pl.col("version").max()).iter_rows())

    assert {url for url, n in versions.items() if n > 1} == {told["url"] for told in truth["revisions"]}


def test_agency_copy_is_found_with_its_passages(demo, truth, final):
    """Verbatim, and cut with its own first paragraph."""
    url_of = {told["article"]: told["url"] for told in truth["articles"]}
    reuse = demo.read(Reuse)

    for copy in truth["agency_copies"]:
        pair = {final[url_of[copy["article"]]]["id"], final[url_of[copy["copy_of"]]]["id"]}
        shared = reuse.filter(pl.col("article").is_in(pair), pl.col("other").is_in(pair))
        assert shared["words"].sum() >= 0.8 * sum(len(words(p)) for p in copy["passages"]), copy["article"]
        assert "agency" in shared["kind"].to_list(), copy["article"]


def _found(demo, truth, final):
    """Each statement of the truth with the attribution that covers most of its words, or None."""
    by_article = demo.read(Attribution).partition_by("article", as_dict=True)
    for told in truth["articles"]:
        row = final[told["url"]]
        rows = by_article.get((row["id"],))
        found = [] if rows is None else list(rows.iter_rows(named=True))
        for statement in told.get("statements", []):
            gold = words(" ".join(statement["content"]))
            yield statement, max(found, key=lambda one: _dice(gold, row["text"], one), default=None), row, gold


def _dice(gold, text, one):
    said = words(" ".join(text[start:end] for start, end in one["content"]))
    shared = sum(min(gold.count(w), said.count(w)) for w in set(gold))
    return 2 * shared / (len(gold) + len(said)) if said else 0.0


def _same(ours, truth):
    """Whether two names differ in form only: articles, legal forms and words that only make one of them fuller.

    Canonical is the fullest name without title and legal form that the articles give ("Kestering Span"); somebody without
    a name is called by the words of the phrase. The truth has the shorter form in places.
    """
    drop = {"the", "a", "an", "of", "and", "plc", "its", "his", "her", "their"}
    one, other = (
        {word.removesuffix("'s") for word in (name or "").replace("’", "'").lower().split()} - drop
        for name in (ours, truth)
    )
    return bool(one and other) and (one <= other or other <= one)


def test_most_statements_are_found_with_their_speaker_and_its_type(demo, truth, final):
    """By rules alone; a learned reader comes later and must do better. The floor never sinks."""
    names = dict(demo.read(Masthead).select("outlet", "name").iter_rows())
    pairs = list(_found(demo, truth, final))

    found = [(told, one) for told, one, row, gold in pairs if one and _dice(gold, row["text"], one) >= 0.5]
    exact = [told for told, one in found if one["speaker"] == names.get(told["speaker"], told["speaker"])]
    right = [told for told, one in found if _same(one["speaker"], names.get(told["speaker"], told["speaker"]))]
    typed = [told for told, one in found if one["source_type"] == told["source_type"]]

    reached = {
        "found": len(found) / len(pairs),
        "speaker": len(exact) / len(found),
        "speaker_but_for_form": len(right) / len(found),
        "type": len(typed) / len(found),
    }
    assert {name: share for name, share in reached.items() if share < FLOORS[name]} == {}


def test_relays_are_found_where_the_digest_cites_the_others(demo, truth, final):
    """Who cites whom is read from the same statements."""
    names = dict(demo.read(Masthead).select("outlet", "name").iter_rows())
    pairs = [
        (told, one)
        for told, one, row, gold in _found(demo, truth, final)
        if one and _dice(gold, row["text"], one) >= 0.5
    ]
    relayed = [(told, one) for told, one in pairs if told["relayed_by"]]
    told_none = [(told, one) for told, one in pairs if not told["relayed_by"]]

    right = [1 for told, one in relayed if one["relayed_by"] == names.get(told["relayed_by"], told["relayed_by"])]
    invented = [1 for told, one in told_none if one["relayed_by"] and told["source_type"] != "media_outlet"]

    assert len(right) / len(relayed) >= FLOORS["relay"]
    assert len(invented) / len(told_none) <= 1 - FLOORS["relay"]


FLOORS = {"found": 0.94, "speaker": 0.8, "speaker_but_for_form": 0.9, "type": 0.88, "relay": 0.95}
"""Shares that these tests hold; what is reached stands in docs/measured.md."""


def test_the_first_reports_come_in_the_true_order(demo, truth):
    """Six minutes between the tabloid and the agency; the digest gives days only, so nothing finer is claimed of it."""
    told = timing.versions(demo.read(Article), demo.read(Membership))
    first = truth["first_reports"][0]["outlets"]
    minutes = {slug: one["lag_minutes"] for slug, one in first.items() if one["lag_minutes"] is not None}

    choices = timing.Choices(agency="count")
    rows = timing.first_reports(told, demo.read(Masthead), choices=choices).iter_rows(named=True)
    lags = {row["outlet"]: row["lag"] for row in rows}

    assert {slug: lags[slug] for slug in minutes} == minutes
    assert set(lags) == set(first)


def test_a_second_run_asks_for_nothing_that_did_not_change(demo):
    """What ended for good is not asked for again; failures and the busy may be."""
    event = events.load("demo")
    before = demo.read(Page).height
    with sites.serve("final") as site:
        done = collect(event, demo, client(event, contact="tests", connect_to=site.connect_to))

    assert done.kept == 0
    assert demo.read(Page).height == before


def test_the_stages_give_the_same_tables_again(demo):
    """Same pages, same tables, to the last row: whoever repeats a report must get it."""
    event = events.load("demo")
    nouns = (Article, Attribution, Membership, Reuse)
    before, files = [demo.read(noun) for noun in nouns], manifest(demo.folder)

    refresh(event, demo)

    for noun, old in zip(nouns, before, strict=True):
        assert demo.read(noun).equals(old), noun
    assert manifest(demo.folder) == files
