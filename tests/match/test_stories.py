"""Documents that tell one story stand together, and only those."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analysis.match import stories
from analysis.match.stories import Levels, average_link

BRIDGE = (
    "Engineers closed the Old Bridge in Marlow Quay after Ada Quill found a crack in the northern arch of the span."
)
CAKE = "Baker Tom Rusk won the Golden Whisk in Pudding Lane with a lemon cake that judges called bright and sharp."


def documents(*rows: tuple[str, str | None, str, str]) -> pl.DataFrame:
    """id, published, title, text of made-up documents, each of its own outlet."""
    data = [(name, f"outlet {name}", day, title, text) for name, day, title, text in rows]
    return pl.DataFrame(data, schema=["id", "outlet", "published", "title", "text"], orient="row")


def test_two_tellings_of_one_story_are_one_and_the_third_is_alone():
    """The story is named after its earliest document; the cake keeps its own."""
    table = documents(
        ("b", "2030-05-07", "Old Bridge shut", BRIDGE * 2),
        ("a", "2030-05-06", "Old Bridge closed over crack", BRIDGE * 2),
        ("c", "2030-05-06", "Lemon cake wins Golden Whisk", CAKE * 2),
    )

    found = stories(table)

    assert found["event"].to_list() == ["a", "a", "c"]
    assert found["id"].to_list() == ["b", "a", "c"]


def test_the_window_parts_what_words_would_join():
    """The same words a year later are another year's story."""
    table = documents(("a", "2030-05-06", "Old Bridge shut", BRIDGE), ("b", "2031-05-06", "Old Bridge shut", BRIDGE))

    assert stories(table)["event"].to_list() == ["a", "b"]


def test_an_unknown_day_parts_nothing():
    """A document without a date may join by its words."""
    table = documents(("a", "2030-05-06", "Old Bridge shut", BRIDGE), ("b", None, "Old Bridge shut", BRIDGE))

    assert stories(table)["event"].to_list() == ["a", "a"]


def test_a_storyline_lies_within_one_event():
    """Each storyline maps to exactly one event, whatever the levels do."""
    words = [f"{BRIDGE} {CAKE if n % 3 else ''} {'quay ' * n}" for n in range(12)]
    table = documents(*((f"d{n:02}", "2030-05-06", "Old Bridge", text) for n, text in enumerate(words)))

    found = stories(table, Levels(event=0.6, storyline=0.8))

    assert (
        found.group_by("storyline").agg(pl.col("event").n_unique())["event"].to_list()
        == [1] * found["storyline"].n_unique()
    )


def test_documents_without_words_stand_alone():
    """Empty titles and texts, and no documents at all."""
    assert stories(documents(("a", None, "", ""), ("b", None, "", "")))["event"].to_list() == ["a", "b"]
    assert stories(documents(("a", None, "x", "y")).clear()).height == 0


@settings(deadline=None)
@given(st.integers(2, 14), st.integers(0, 10_000))
def test_sparse_average_link_equals_scipys(size, seed):
    """With every edge present, the clusters are those of scipy's dense UPGMA cut at the same level."""
    above = np.triu(np.random.default_rng(seed).uniform(0.01, 0.99, (size, size)), 1)
    alike = above + above.T
    edges = {(i, j): float(alike[i, j]) for i in range(size) for j in range(i + 1, size)}

    ours = average_link(edges, size, 0.5)

    theirs = fcluster(linkage(squareform(1 - alike, checks=False), "average"), 0.5, "distance")
    assert len({*zip(ours, theirs, strict=True)}) == len(set(ours)) == len(set(theirs))
