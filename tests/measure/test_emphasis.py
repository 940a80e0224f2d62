"""What outlets dwell on: themes, headlines, volume."""

from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from analysis.measure import emphasis, themes
from analysis.measure.uncertainty import ALONE, TOO_FEW

THEMES = {"Cost": ("cost*", "euro"), "Blame": ("blame*", "mayor")}
SCHEMA = {"standfirst": pl.String, "headline": pl.String}


def articles(outlet, texts, **more):
    """One article per text."""
    rows = [
        {"id": f"{outlet}-{n}", "outlet": outlet, "outlet_name": outlet.title(), "headline": "Bridge shut"}
        | {"standfirst": None, "url": f"https://{outlet}.example/{n}", "published_at": datetime(2031, 5, 1, tzinfo=UTC)}
        | {"text": text, "words": len(text.split()), "text_scope": "full", **more}
        for n, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema_overrides=SCHEMA)


def made_up(seed, outlet, number, chance=0.2):
    """Articles whose sentences are about cost with a chance of their own: over-dispersed, as real ones are."""
    draw = np.random.default_rng(seed)
    texts = []
    for own in draw.beta(chance * 3, (1 - chance) * 3, number):
        about = draw.random(draw.integers(8, 30)) < own
        texts.append(" ".join("The costs grew again." if hit else "People crossed the river." for hit in about))
    return articles(outlet, texts)


def test_theme_share_counts_sentences():
    """Two of four sentences are about cost in each article: half."""
    text = "It cost a lot. One euro a day. People crossed. Boats came."

    found = emphasis.theme_share(pl.concat([articles("herald", [text] * 5), articles("ledger", [text] * 5)]), THEMES)

    cost = found.filter(theme="Cost")
    assert cost["share"].to_list() == [0.5, 0.5]
    assert cost["n_hits"].to_list() == [10, 10]
    assert cost["value"].to_list() == [0, 0]
    assert not cost["clear"].any()


def test_theme_share_reads_no_further_than_the_budget():
    """The Ledger's long tail about blame lies beyond what the Herald gives, and must not count."""
    short, tail = "People crossed the river.", " The mayor is to blame." * 20
    both = pl.concat([articles("herald", [short] * 6), articles("ledger", [short + tail] * 6)])

    cut = emphasis.theme_share(both, THEMES).filter(theme="Blame")
    whole = emphasis.theme_share(both, THEMES, budget=1000).filter(theme="Blame")

    assert cut["budget"].unique().to_list() == [4]
    assert cut["share"].to_list() == [0, 0]
    assert whole["clear"].to_list() == [True, True]


def test_summaries_and_bare_headlines_are_not_set_beside_full_texts():
    """An abstract is denser than an article; its outlet has a row that says why it has no number."""
    both = pl.concat(
        [articles("herald", ["It cost a lot."] * 5), articles("ledger", ["It cost."] * 5, text_scope="abstract")]
    )

    found = emphasis.theme_share(both, THEMES).filter(pl.col("outlet") == "ledger")

    assert set(found["note"]) == {emphasis.NO_TEXT}
    assert found["share"].null_count() == found.height


def test_a_clear_difference_is_found():
    """Six sentences in ten against one in ten, thirty articles each, is no chance."""
    both = pl.concat([made_up(1, "herald", 30, chance=0.6), made_up(2, "ledger", 30, chance=0.1)])

    found = emphasis.theme_share(both, THEMES).filter(theme="Cost")

    assert found["clear"].to_list() == [True, True]
    assert found["value"].to_list()[0] > 0.3


def test_too_few_and_alone_are_said_not_drawn():
    """Three articles have a share and no interval; a lone outlet has nobody to differ from."""
    few = emphasis.theme_share(pl.concat([made_up(1, "herald", 8), made_up(2, "ledger", 3)]), THEMES)
    lone = emphasis.theme_share(made_up(1, "herald", 8), THEMES)

    assert set(few.filter(outlet="ledger")["note"]) == {TOO_FEW}
    assert few.filter(outlet="ledger")["low"].null_count() == 2
    assert set(lone["note"]) == {ALONE}


def test_headline_share_counts_headlines():
    """Every headline of the Ledger blames, none of the Herald's does."""
    both = pl.concat(
        [articles("herald", ["x y."] * 6), articles("ledger", ["x y."] * 6, headline="Mayor shuts bridge")]
    )

    found = emphasis.headline_share(both, THEMES).filter(theme="Blame")

    assert found["share"].to_list() == [0, 1]
    assert found["n_units"].to_list() == [6, 6]
    assert found["clear"].to_list() == [True, True]


def test_a_place_that_no_article_has_is_said():
    """The Herald writes no standfirsts; that is not a share of nought."""
    both = pl.concat([articles("herald", ["x y."] * 5), articles("ledger", ["x y."] * 5, standfirst="It will cost.")])

    found = emphasis.headline_share(both, THEMES, place="standfirst")

    assert set(found.filter(outlet="herald")["note"]) == {emphasis.NO_PLACE}
    assert found.filter(outlet="herald")["share"].null_count() == 2


def test_the_first_third_is_the_first_third():
    """Blame in the last sentence is not prominent."""
    text = "It cost a lot of money. " + "People crossed the river. " * 6 + "The mayor is to blame."

    found = emphasis.headline_share(articles("herald", [text] * 5), THEMES, place="first_third")

    assert dict(found.select("theme", "share").rows()) == {"Cost": 1, "Blame": 0}


def test_volume_counts_and_shares():
    """Six articles of four words beside six of eight: a third of the words."""
    both = pl.concat([articles("herald", ["a b c d"] * 6), articles("ledger", ["a b c d e f g h"] * 6)])

    found = emphasis.volume(both).sort("outlet")

    assert found["articles"].to_list() == [6, 6]
    assert found["words_share"].to_list() == pytest.approx([1 / 3, 2 / 3])
    assert found["value"].to_list() == [4, 8]
    assert found["clear"].to_list() == [True, True]


@pytest.mark.parametrize("measure", [emphasis.theme_share, emphasis.headline_share])
def test_every_number_has_evidence_under_its_key(measure):
    """A row with hits leads to the sentences; one without leads to none."""
    both = pl.concat(
        [articles("herald", ["It cost a lot."] * 5), articles("ledger", ["One euro."] * 5, headline="Costs")]
    )
    behind = emphasis.theme_sentences if measure is emphasis.theme_share else emphasis.headline_sentences

    hit = set(measure(both, THEMES).filter(pl.col("n_hits") > 0)["key"])

    assert hit
    assert hit == set(behind(both, THEMES)["key"])


def test_no_articles_give_empty_frames():
    """An event of which nothing was found."""
    nothing = articles("herald", ["x"]).clear()

    assert emphasis.volume(nothing).is_empty()
    assert emphasis.theme_share(nothing, THEMES).is_empty()
    assert emphasis.headline_share(nothing, THEMES).is_empty()
    assert emphasis.theme_sentences(nothing, THEMES).is_empty()


def test_one_outlets_articles_split_at_random_show_no_theme():
    """Acceptance: halves of the Herald set against each other are flagged about one time in twenty, or less."""
    table = made_up(7, "herald", 40)
    draw = np.random.default_rng(3)
    flags = []
    for _ in range(60):
        side = pl.Series(draw.permutation(["one"] * 20 + ["two"] * 20))
        found = emphasis.theme_share(table.with_columns(outlet=side, outlet_name=side), {"Cost": ("cost*",)})
        flags.append(found["p"][0] < 0.05)

    assert np.mean(flags) <= 0.12


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("cost*", "The COSTS grew", True),
        ("cost", "The costs grew", False),
        ("tear gas", "They used tear\ngas", True),
        ("people's", "The people’s mayor", True),
        ("*", "anything", False),
        ("a.b", "acb", False),
        ("цен*", "Цены выросли", True),
    ],
)
def test_themes_find_whole_words_phrases_and_beginnings(word, text, expected):
    """An asterisk stands for any ending, nothing else is special."""
    assert pl.DataFrame({"text": [text]}).select(themes.about([word]))["text"].item() is expected


def test_default_themes_are_words_and_phrases():
    """The file that ships holds no empty entry, and every pattern compiles."""
    shipped = themes.default_themes()

    assert len(shipped) >= 5
    assert all(word.strip() for words in shipped.values() for word in words)
    assert pl.DataFrame({"text": ["troops fired tear gas"]}).select(themes.about(shipped["Force and order"])).item()
