"""Matching writes utterances where there are statements, and never says "none" where nobody looked."""

from datetime import UTC, datetime

import pytest

from analysis import events
from analysis.errors import Missing
from analysis.stages.match import match
from analysis.store import Store
from analysis.tables import Article, Attribution, Masthead, Utterance, article_id, frame

TEXT = "We knew the hinge of the Ketter Bridge was old and nobody showed us a reason to close it"
AT = datetime(2025, 3, 11, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    """Two outlets' articles on the demo's event."""
    rows = []
    for outlet in ("lantern", "farshore"):
        url = f"https://{outlet}.example/bridge"
        told = {"published_at": AT, "published_precision": "minute", "published_source": "page"}
        rows.append(
            Article(article_id(outlet, url, 1), outlet, url, 1, AT, "Ketter Bridge", TEXT, "full", 18, outlet, **told)
        )
    kept = Store("demo", tmp_path)
    kept.write(frame(rows, Article), Article, part="all")
    kept.write(frame([Masthead("lantern", "The Lantern")], Masthead), Masthead, part="all")
    return kept


def said(articles):
    """The same words of the mayor in every article."""
    return frame(
        [
            Attribution(row["id"], row["outlet"], [(0, len(TEXT))], [], [], "direct", "Ilsa Corrand", "official", True, None, 0, 1.0)
            for row in articles.iter_rows(named=True)
        ],
        Attribution,
    )  # fmt: skip


def test_statements_of_two_outlets_become_an_utterance(store):
    """Both print the mayor's words."""
    store.write(said(store.read(Article)), Attribution, part="all")

    match(events.load("demo"), store)

    assert set(store.read(Utterance)["outlet"]) == {"lantern", "farshore"}


def test_without_statements_there_is_no_table_that_says_none(store):
    """Where quote has not run, asking for utterances names the commands that make them."""
    match(events.load("demo"), store)

    with pytest.raises(Missing, match="samestory quote demo`, then `samestory match demo"):
        store.read(Utterance)
