"""From tags and pointers to statements."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.quote.encoder import answers, windows
from analysis.quote.pieces import Vocabulary, pieces
from analysis.quote.tagging import KINDS, OUTSIDE, TAGS, Answer, best_path, found, kinds_of

WORDS = {
    word: number
    for number, word in enumerate(["the", "bridge", "is", "late", "said", "ada", "he", "added", "it"], 1000)
}
WORDS |= {".": 1100, ",": 1101}


def cut(text):
    """Pieces of a text of a few known words."""
    return pieces(text, [], Vocabulary(WORDS))


def told(count, tags, to_cue=(), to_source=()):
    """An answer that is sure of the given tags (piece → tag) and pointers (piece → piece)."""
    scores = np.zeros((count, len(TAGS)))
    scores[np.arange(count), [TAGS.index(tags.get(at, "O")) for at in range(count)]] = 9.0
    cues, sources = np.zeros((count, count)), np.zeros((count, count))
    for matrix, arrows in ((cues, to_cue), (sources, to_source)):
        for at, there in arrows:
            matrix[at, there] = 9.0
    return Answer(0, count, scores, cues, sources, np.zeros((count, len(KINDS))))


def test_content_finds_its_cue_and_the_cue_its_source():
    """The bridge is late, said Ada."""
    text = cut("The bridge is late, said Ada")
    tags = {1: "B-content", 2: "I-content", 3: "I-content", 4: "I-content", 6: "B-cue", 7: "B-source"}
    answer = told(len(text), tags, [(at, 6) for at in range(1, 5)], [(6, 7)])

    (one,) = found(text, [answer])

    assert (one.content, one.cue, one.source) == (((0, 18),), ((20, 24),), ((25, 28),))
    assert one.chance > 0.9


def test_what_is_said_of_a_source_is_said_of_all_its_pieces():
    """The mean over its pieces, as chances that sum to one; of no piece, nothing."""
    text = cut("Ada said it")
    answer = told(len(text), {})
    answer.kinds[1, KINDS.index("official")] = 9.0
    kinds = kinds_of(text, [answer])

    assert max(zip(kinds(0, 3), KINDS, strict=True))[1] == "official"
    assert abs(np.exp(kinds(0, 3)).sum() - 1) < 1e-9
    assert len(set(kinds(4, 8))) == 1
    assert kinds(3, 4) == ()


def test_two_contents_with_one_cue_are_one_statement():
    """The bridge, Ada said, is late."""
    text = cut("The bridge, Ada said, is late")
    tags = {1: "B-content", 2: "I-content", 4: "B-source", 5: "B-cue", 7: "B-content", 8: "I-content"}
    answer = told(len(text), tags, [(1, 5), (2, 5), (7, 5), (8, 5)], [(5, 4)])

    (one,) = found(text, [answer])

    assert one.content == ((0, 10), (22, 29))


def test_a_content_without_cue_stands_alone():
    """Nothing to point to: it points to itself."""
    text = cut("It is late")
    answer = told(len(text), {1: "B-content", 2: "I-content", 3: "I-content"}, [(1, 1), (2, 1), (3, 1)])

    (one,) = found(text, [answer])

    assert (one.cue, one.source) == ((), ())


def test_a_run_ends_with_its_paragraph():
    """A content tag that goes on in the next paragraph is another content, of the same cue."""
    text = cut("he added it\nis late")
    tags = {1: "B-source", 2: "B-cue", 3: "B-content", 5: "I-content", 6: "I-content"}
    answer = told(len(text), tags, [(3, 2), (5, 2), (6, 2)], [(2, 1)])

    (one,) = found(text, [answer])

    assert one.content == ((9, 11), (12, 19))


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_no_path_goes_on_with_what_never_began(words, seed):
    """Whatever the scores, an inside tag follows its own kind."""
    logs = np.random.default_rng(seed).normal(size=(words, len(TAGS)))

    path = [TAGS[tag] for tag in best_path(logs)]

    assert all(b[0] != "I" or a[2:] == b[2:] for a, b in zip(["O", *path], path, strict=False))


@given(st.text(alphabet="abit the.,\n", max_size=400), st.integers(0, 2**32 - 1))
def test_any_scores_give_statements_whose_contents_do_not_overlap(text, seed):
    """Noise in, spans in order out; windows of twenty pieces so that they overlap."""
    rng = np.random.default_rng(seed)

    def noise(ids, _marks):
        n = ids.shape[1]
        return tuple(rng.normal(size=(1, n, width)) for width in (len(TAGS), n, n, len(KINDS)))

    here = cut(text)
    statements = found(here, answers(here, noise, body=20, overlap=6))

    spans = sorted(span for one in statements for span in one.content)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(0 <= one.chance <= 1 for one in statements)


@given(st.integers(0, 5000), st.integers(20, 400), st.integers(0, 9))
def test_windows_cover_every_piece_and_overlap(count, body, overlap):
    """Equal lengths, no gap, neighbours share what was asked."""
    cuts = windows(count, body, overlap)

    assert {at for first, last in cuts for at in range(first, last)} == set(range(count))
    assert all(last - first <= body for first, last in cuts)
    assert all(a[1] - b[0] >= overlap - 1 for a, b in pairwise(cuts))


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_the_best_path_is_the_best_of_all(words, seed):
    """Against every path that is allowed, for rows so short that all can be tried."""
    logs = np.random.default_rng(seed).normal(size=(words, len(TAGS)))
    allowed = [
        path
        for path in product(range(len(TAGS)), repeat=words)
        if all(TAGS[b][0] != "I" or (a >= 0 and TAGS[a][2:] == TAGS[b][2:]) for a, b in pairwise((-1, *path)))
    ]

    best = max(allowed, key=lambda path: sum(logs[at, tag] for at, tag in enumerate(path)))

    assert best_path(logs).tolist() == list(best)


def test_a_word_that_could_as_well_be_outside_is_taken_for_inside():
    """The reader is bolder than the network: where O is a little likelier, a statement is still found."""
    text = cut("The bridge is late, said Ada")
    tags = {1: "B-content", 2: "I-content", 3: "I-content", 4: "I-content", 6: "B-cue", 7: "B-source"}
    answer = told(len(text), tags, [(at, 6) for at in range(1, 5)], [(6, 7)])
    answer.tags[6, 0] = 9.0 + OUTSIDE / 2

    (one,) = found(text, [answer])

    assert one.cue == ((20, 24),)


def test_a_statement_that_is_more_likely_wrong_is_left_out():
    """Content, cue and source may each be likely and all three together not."""
    text = cut("The bridge is late, said Ada")
    tags = {1: "B-content", 2: "I-content", 3: "I-content", 4: "I-content", 6: "B-cue", 7: "B-source"}
    answer = told(len(text), tags, [(at, 6) for at in range(1, 5)], [(6, 7)])
    answer.tags[1:] -= 7.6 * (answer.tags[1:] > 1)

    assert found(text, [answer]) == []
