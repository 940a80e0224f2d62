"""A draw is random, the same at every run, without replacement, and its weights add up to what it was drawn from."""

from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.check.draw import Plan, _shares, draw
from analysis.check.sheet import entries, pieces
from analysis.errors import Missing
from analysis.tables import Attribution, frame

PARAGRAPH = "The bridge is shut, Ada Lind said. It rained on Tuesday. Nobody came to the quay."


def event(outlets=("herald", "courier"), articles=6, statements=3):
    """Articles of three paragraphs; each has *statements* in the first sentences of its paragraphs."""
    text = "\n\n".join([PARAGRAPH] * 3)
    rows = [
        (f"{o}-{n}", o, o.title(), "Bridge shut", f"https://{o}.example/{n}", text)
        for o in outlets
        for n in range(articles)
    ]
    about = pl.DataFrame(rows, schema=["id", "outlet", "outlet_name", "headline", "url", "text"], orient="row")
    size = len(PARAGRAPH) + 2
    said = [
        Attribution(
            *(
                key,
                outlet,
                [(at, at + 18)],
                [(at + 29, at + 33)],
                [(at + 20, at + 28)],
                "indirect",
                "Ada Lind",
                "official",
            ),
            named=True,
            relayed_by=None,
            paragraph=n,
            score=0.8,
        )
        for key, outlet, *_ in rows
        for n in range(statements)
        for at in [n * size]
    ]
    ends = [("The bridge is shut, Ada Lind said.", 0), ("It rained on Tuesday.", 35), ("Nobody came to the quay.", 57)]
    split = [
        (key, outlet, n * size + start, n * size + start + len(words), words)
        for key, outlet, *_ in rows
        for n in range(3)
        for words, start in ends
    ]
    schema = {"article": pl.String, "outlet": pl.String, "start": pl.Int64, "end": pl.Int64, "text": pl.String}
    return frame(said, Attribution), about, pl.DataFrame(split, schema=schema, orient="row")


def test_the_same_seed_draws_the_same_and_another_draws_others():
    """Somebody who was given a sheet must find it again."""
    one, again, other = (draw("bridge", *event(), Plan(10, 10, seed)) for seed in (1, 1, 2))

    assert one.equals(again)
    assert set(one["draw"]) != set(other["draw"])
    assert one.select("article", "span").rows() != other.select("article", "span").rows()


@pytest.mark.parametrize("answer", [{"speaker": "Bo Ortiz"}, {"source_type": "expert"}, {"relayed_by": "The Beacon"}])
def test_other_answers_are_another_draw(answer):
    """The same places, and a speaker, a kind or a relay that a person who marked the first draw never saw."""
    said, articles, split = event()
    told = frame([Attribution(**(row | answer)) for row in said.iter_rows(named=True)], Attribution)

    before, after = (draw("bridge", rows, articles, split, Plan(10, 10)) for rows in (said, told))

    assert set(before["draw"]) != set(after["draw"])
    assert before.select("article", "span", "content").equals(after.select("article", "span", "content"))


def test_another_score_is_the_same_draw():
    """Nobody is asked about it, and its last digits may be another machine's."""
    said, articles, split = event()

    before, after = (
        draw("bridge", rows, articles, split, Plan(10, 10)) for rows in (said, said.with_columns(score=pl.lit(0.81)))
    )

    assert set(before["draw"]) == set(after["draw"])


def test_the_order_of_the_tables_does_not_change_the_draw():
    """Parts of a table are read in whatever order the disk gives."""
    said, articles, split = event()

    assert draw("bridge", said, articles, split, Plan(10, 10)).equals(
        draw("bridge", said.reverse(), articles.reverse(), split.reverse(), Plan(10, 10))
    )


def test_nothing_is_drawn_twice():
    """Without replacement, both kinds."""
    found = draw("bridge", *event(), Plan(30, 50))

    assert (
        found.select(
            "kind",
            "article",
            pl.col("content").list.first().cast(pl.List(pl.String)).list.join("-"),
            pl.col("span").cast(pl.List(pl.String)).list.join("-"),
        ).n_unique()
        == found.height
        == 80
    )


@pytest.mark.parametrize("design", ["stratified", "simple"])
def test_weights_add_up_to_what_was_drawn_from(design):
    """36 statements, 72 sentences without one."""
    found = draw("bridge", *event(), Plan(10, 7, design=design))

    assert found.filter(kind="statement")["weight"].sum() == pytest.approx(36)
    assert found.filter(kind="passage")["weight"].sum() == pytest.approx(72)


def test_a_stratified_draw_takes_as_many_of_each_outlet():
    """Also of a small one."""
    said, articles, split = event(articles=8)
    small = articles.filter((pl.col("outlet") == "herald") | (pl.col("id") == "courier-0"))

    found = draw("bridge", said, small, split, Plan(10, 0)).filter(kind="statement")

    assert Counter(found["outlet"]) == {"herald": 7, "courier": 3}


def test_every_statement_is_drawn_equally_often():
    """Permanent random numbers are as good as dice: 300 seeds, 36 statements, 12 drawn."""
    said, articles, split = event()
    times = Counter(
        (row["article"], row["span"][0])
        for seed in range(300)
        for row in draw("bridge", said, articles, split, Plan(12, 0, seed)).iter_rows(named=True)
    )

    assert len(times) == 36
    # Binomial(300, 1/3): 100 ± 8.2.
    assert all(65 <= n <= 135 for n in times.values())


def test_adding_an_article_leaves_most_of_the_draw_as_it_was():
    """Who goes on collecting need not begin to mark anew."""
    before, after = draw("bridge", *event(articles=12), Plan(20, 0)), draw("bridge", *event(articles=13), Plan(20, 0))
    kept = set(before.select("article", pl.col("span").list.first()).rows()) & set(
        after.select("article", pl.col("span").list.first()).rows()
    )

    assert len(kept) >= 15


def test_a_sentence_that_a_statement_touches_is_none_without():
    """Of three sentences a paragraph the first is taken."""
    found = draw("bridge", *event(), Plan(1, 200)).filter(kind="passage")

    assert found.height == 72
    assert {row["text"][row["content"][0][0] : row["content"][0][1]] for row in found.iter_rows(named=True)} == {
        "It rained on Tuesday.",
        "Nobody came to the quay.",
    }


def test_without_a_statement_there_is_nothing_to_draw():
    """The message says so."""
    said, articles, split = event()

    with pytest.raises(Missing, match="no statement"):
        draw("bridge", said.clear(), articles, split, Plan())


def test_entries_show_the_paragraphs_around():
    """The first has none before, the last none after; the roles are cut out of the text."""
    said, articles, split = event()

    listed = entries(draw("bridge", said, articles, split, Plan(36, 0)), articles)

    assert {bool(one.before) for one in listed} == {bool(one.after) for one in listed} == {True, False}
    assert {one.part("content") for one in listed} == {"The bridge is shut"}
    assert {one.part("source") for one in listed} == {"Ada Lind"}
    assert {one.text for one in listed} == {PARAGRAPH}


spans = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=4)


@given(st.text(max_size=50), spans, spans, spans)
def test_pieces_are_the_text_whatever_the_spans(text, content, cue, source):
    """Cut and joined again, letter by letter."""
    cut = pieces(text, {"content": content, "cue": cue, "source": source})

    assert "".join(piece.words for piece in cut) == text
    assert all(piece.words for piece in cut)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.integers(1, 200))
def test_shares_of_strata_are_as_equal_as_their_sizes_allow(sizes, wanted):
    """All are given, none gets more than it has, none is left without, and no two open ones differ by more than one."""
    given_out = _shares(sizes, wanted)

    assert sum(given_out) == min(sum(sizes), max(wanted, len(sizes)))
    assert all(1 <= n <= size for n, size in zip(given_out, sizes, strict=True))
    unfilled = [n for n, size in zip(given_out, sizes, strict=True) if n < size]
    assert not unfilled or max(given_out) - min(unfilled) <= 1
