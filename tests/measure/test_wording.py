"""Distinctive words: what sets an outlet apart, and what only seems to."""

import json
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from analysis.measure import keyness, wording
from analysis.measure.uncertainty import ALONE, TOO_FEW


def articles(outlet, texts):
    """One article per text."""
    return pl.DataFrame(
        {
            "id": [f"{outlet}-{n}" for n, _ in enumerate(texts)],
            "outlet": outlet,
            "outlet_name": outlet.title(),
            "headline": "Bridge shut",
            "url": f"https://{outlet}.example/",
            "published_at": datetime(2031, 5, 1, tzinfo=UTC),
            "text": texts,
            "words": [len(text.split()) for text in texts],
            "text_scope": "full",
        }
    )


def bursty(seed, number, length=120, words=80):
    """Texts of made-up words in which a word once used comes again, as in real articles (Pólya urn)."""
    draw = np.random.default_rng(seed)
    weights = 1 / np.arange(1, words + 1)
    texts = []
    for _ in range(number):
        own = draw.dirichlet(weights / weights.sum() * 80)
        texts.append(
            " ".join(f"{'abcdefghij'[w // 10]}{'klmnopqrst'[w % 10]}o" for w in draw.choice(words, length, p=own))
        )
    return texts


@pytest.fixture(scope="module")
def reference(shared):
    """Values from existing programs; the input is our own text."""
    folder = shared / "gold" / "reference_values"
    if not folder.is_dir():
        pytest.skip("reference values not found: gold/reference_values")
    read = [json.loads((folder / name).read_text(encoding="utf-8")) for name in ("input.json", "expected.json")]
    return read[0]["counts"], read[1]


def groups(counts, words):
    """Counts of A and of B over the same words, with their sums."""
    sides = [np.array([counts[side].get(word, 0) for word in words], dtype=float) for side in "AB"]
    return [(side, float(side.sum())) for side in sides]


def test_log_odds_agree_with_an_existing_program(reference):
    """The four-term form, the one that we use, equal to scattertext's values."""
    counts, expected = reference
    told = expected["log_odds_informative_4term"]
    words = sorted(told["z"])

    found = keyness.log_odds(*groups(counts, words), np.array([told["alpha"][word] for word in words]))

    assert found.z() == pytest.approx([told["z"][word] for word in words], abs=1e-6)


def test_log_odds_with_a_uniform_prior_agree_with_an_existing_program(reference):
    """The prior is handed in; 0.01 a word is scattertext's uninformative one."""
    counts, expected = reference
    told = expected["log_odds_uninformative_4term"]
    words = sorted(told["z"])

    found = keyness.log_odds(*groups(counts, words), np.full(len(words), told["alpha_w"]))

    assert found.z() == pytest.approx([told["z"][word] for word in words], abs=1e-6)


def test_a_word_that_one_article_repeats_is_one_articles_word():
    """Forty mentions in one article do not make a habit; three in each article do."""
    plain = "river boat people crossed early water stone rope mast sail " * 4
    once = articles("herald", [plain + "ferry " * 30] + [plain] * 9)
    habit = articles("herald", [plain + "ferry " * 3] * 10)
    others = articles("ledger", [plain] * 10)

    rare = wording.against(keyness.counts(pl.concat([once, others])), np.arange(20) < 10, "herald", 5)
    steady = wording.against(keyness.counts(pl.concat([habit, others])), np.arange(20) < 10, "herald", 5)

    assert rare.filter(word="ferry")["p"].item() > 0.1
    assert steady.filter(word="ferry")["p"].item() < 0.01


def test_distinctive_words_find_what_was_planted():
    """The Herald says quay in every article, the Ledger pier."""
    herald = articles("herald", [text + " quay" * 5 for text in bursty(1, 12)])
    ledger = articles("ledger", [text + " pier" * 5 for text in bursty(2, 12)])

    found = wording.distinctive_words(pl.concat([herald, ledger]), budget=1000).filter("clear")

    assert found.select("outlet", "word").rows() == [("herald", "quay"), ("ledger", "pier")]


def test_style_is_left_out_unless_asked_for():
    """Mr and said belong to the house, not to the story."""
    herald = articles("herald", [text + " mr said herald" * 5 for text in bursty(1, 12)])
    both = pl.concat([herald, articles("ledger", bursty(2, 12))])

    plain = wording.distinctive_words(both, budget=1000)
    full = wording.distinctive_words(both, budget=1000, leave_out=())

    assert not {"mr", "said", "herald"} & set(plain["word"].drop_nulls())
    assert {"mr", "said", "herald"} <= set(full.filter("clear")["word"])


def test_two_spellings_are_one_word():
    """Defence here and defense there is the same choice of words."""
    herald = articles("herald", [text + " defence" * 5 for text in bursty(1, 12)])
    both = pl.concat([herald, articles("ledger", [text + " defense" * 5 for text in bursty(2, 12)])])

    found = wording.distinctive_words(both, budget=1000)

    assert not found.filter("clear")["word"].is_in(["defense", "defence"]).any()


def test_an_unknown_section_is_named():
    """A slip in the notebook's parameter must not silently count every word."""
    with pytest.raises(ValueError, match="honorific: no such section"):
        wording.distinctive_words(articles("herald", ["a b"]), leave_out=("honorific",))


def test_outlets_with_too_few_articles_or_alone_have_one_row_that_says_so():
    """Nothing is drawn for them, and the reader is told why."""
    few = pl.concat([articles("herald", bursty(1, 3)), articles("ledger", bursty(2, 9))])

    both = wording.distinctive_words(few)
    lone = wording.distinctive_words(articles("ledger", bursty(2, 9)))

    assert both.filter(outlet="herald")["note"].to_list() == [TOO_FEW]
    assert lone["note"].to_list() == [ALONE]
    assert wording.distinctive_words(few.clear()).is_empty()


def test_every_word_has_its_sentences():
    """A click on a word shows where it stands, in either spelling."""
    herald = articles("herald", [text + ". The harbour fell." for text in bursty(1, 6)])
    both = pl.concat([herald, articles("ledger", bursty(2, 6))])

    found = wording.distinctive_words(both, budget=1000, leave_out=("spelling",))
    evidence = wording.word_sentences(both, found)

    assert "words/herald/harbor" in set(found["key"])
    assert set(evidence.filter(key="words/herald/harbor")["sentence"]) == {"The harbour fell."}
    assert set(evidence["key"]) == set(found.drop_nulls("word")["key"])


def halves(texts, draws, seed=4):
    """Shares of words flagged at 5 % between random halves: over articles, and as if each word were drawn by itself."""
    counted = keyness.counts(articles("herald", texts), in_articles=3)
    draw = np.random.default_rng(seed)
    robust, naive = [], []
    for _ in range(draws):
        half = draw.permutation(np.arange(len(texts)) % 2 == 0)
        one, two, alpha = counted.rows(half), counted.rows(~half), keyness.prior(counted)
        robust.append(np.mean(keyness.robust_log_odds(one, two, alpha).p() < 0.05))
        sums = [(side.totals(), float(side.lengths.sum())) for side in (one, two)]
        naive.append(np.mean(keyness.log_odds(*sums, alpha).p() < 0.05))
    return float(np.mean(robust)), float(np.mean(naive))


def test_one_outlets_articles_split_at_random_are_flagged_at_about_the_nominal_rate():
    """Acceptance: over articles about one word in twenty is flagged; word by word several times that."""
    robust, naive = halves(bursty(6, 60), draws=40)

    assert 0.01 <= robust <= 0.065
    assert naive > 2 * robust
