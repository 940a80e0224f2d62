"""Statements that are one utterance are found, however each outlet cut or reported it; others are kept apart."""

import json
from datetime import UTC, datetime
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.match import likeness, utterances
from analysis.match.alignment import kept
from analysis.match.words import stem, weights, words
from analysis.tables import Article, Attribution, Utterance, article_id, frame

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
CASES = Path(__file__).resolve().parents[2] / "benchmarks" / "cases"
WHOLE = "We sat down at six, we got up at midnight, and nobody from the company mentioned the pension once"


def told(*statements):
    """Articles and attributions of (outlet, kind, speaker, *pieces), one article each; pieces are parted by other words."""
    articles, spoken = [], []
    for number, (outlet, kind, speaker, *pieces) in enumerate(statements):
        url = f"https://{outlet}.example/{number}"
        text = " – said in between – ".join(pieces)
        spans = [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
        row = Article(article_id(outlet, url, 1), outlet, url, 1, NOON, "Talks", text, "full", 9, f"{number}")
        articles.append(row)
        named = speaker is not None and speaker[0].isupper()
        spoken.append(Attribution(row.id, outlet, spans, [], [], kind, speaker, "official", named, None, 0, 1.0))
    return frame(spoken, Attribution), frame(articles, Article)


def groups(*statements):
    """Outlets of each utterance found."""
    found = utterances(*told(*statements))
    return sorted(sorted(each) for each in found.group_by("utterance").agg("outlet")["outlet"].to_list())


def passages(table, articles, column, of):
    """Words of the passages in a column, by outlet."""
    texts = dict(articles.select("id", "text").iter_rows())
    rows = table.iter_rows(named=True)
    return {row["outlet"]: [texts[row[of]][start:end] for start, end in row[column]] for row in rows}


def test_cuts_that_share_nothing_are_joined_by_the_longest_form():
    """The Beacon keeps the end, the Ledger the beginning; only the Herald has both."""
    found = groups(
        ("herald", "direct", "Ada Lind", WHOLE),
        ("beacon", "direct", "Ada Lind", "nobody from the company mentioned the pension once"),
        ("ledger", "direct", "Lind", "We sat down at six, we got up at midnight"),
    )

    assert found == [["beacon", "herald", "ledger"]]


def test_reported_speech_is_the_same_utterance():
    """First person and present tense become third and past."""
    assert groups(
        ("herald", "direct", "Ada Lind", "We will close the northern gate on Friday because the hinge is worn"),
        ("beacon", "indirect", "Ada Lind", "they would close the northern gate on Friday because the hinge was worn"),
    ) == [["beacon", "herald"]]


def test_the_same_words_with_other_figures_are_another_utterance():
    """Counts of the injured are brought up to date in the same words."""
    assert not groups(
        ("herald", "indirect", "hospital", "41 people had been brought in, nine of them with burns"),
        ("beacon", "indirect", "hospital", "53 people had been brought in, eleven of them with burns"),
    )


def test_words_of_another_speaker_are_another_utterance():
    """Two named people who speak of the same things."""
    assert not groups(
        ("herald", "direct", "Ada Lind", "The pension was never mentioned, and we asked for it"),
        ("beacon", "direct", "Bo Ortiz", "The union never asked for a pension, and we gave one"),
    )


def test_one_outlet_alone_tells_nothing_that_others_tell():
    """The Herald prints it twice."""
    assert not groups(("herald", "direct", "Ada Lind", WHOLE), ("herald", "direct", "Ada Lind", WHOLE))


def test_a_statement_of_one_telling_word_belongs_to_nobody():
    """One word that is shouted in every square."""
    assert not groups(("herald", "direct", None, "Resign!"), ("beacon", "direct", None, "Resign!"))


def test_the_longest_form_is_the_one_with_most_words_in_quotation_marks():
    """The Beacon's report is longer, and holds nine quoted words; the Herald quotes thirteen."""
    quoted = "The hinge was old and the company had known of it since January"
    mixed = "after a long meeting the mayor said of the bridge that “the hinge was old and the company had known” about the trouble"
    spoken, articles = told(("herald", "direct", "Ada Lind", quoted), ("beacon", "mixed", "Ada Lind", mixed))

    found = utterances(spoken, articles)

    assert set(found["whole"]) == set(articles.filter(outlet="herald")["id"])


def test_what_each_outlet_kept_is_told_in_the_longest_form():
    """Passages of the whole, and the same passages in the outlet's own text."""
    cut = ("beacon", "direct", "Ada Lind", "We sat down at six", "nobody from the company mentioned the pension once")
    spoken, articles = told(("herald", "direct", "Ada Lind", WHOLE), cut)

    found = utterances(spoken, articles)

    assert passages(found, articles, "kept", "whole") == {
        "herald": [WHOLE],
        "beacon": ["We sat down at six", "nobody from the company mentioned the pension once"],
    }
    assert passages(found, articles, "shared", "article")["beacon"] == list(cut[3:])


def test_a_passage_never_spans_the_words_between_the_pieces_of_a_quotation():
    """A quotation that is broken off by "she said" and goes on is two passages, without "she said"."""
    pieces = ("We sat down at six, we got up at midnight,", "and nobody from the company mentioned the pension once")
    spoken, articles = told(("herald", "direct", "Ada Lind", *pieces), ("beacon", "direct", "Ada Lind", WHOLE))

    found = utterances(spoken, articles)

    for column, of in (("kept", "whole"), ("shared", "article")):
        for each in passages(found, articles, column, of).values():
            assert not any("said" in words_ for words_ in each)


def test_the_invented_scenes_are_told_apart_as_well_as_they_were():
    """Cuts, reports, translations and false friends, each in an article of its own: the shares measured when they were written."""
    rows = [json.loads(line) for line in (CASES / "utterances.jsonl").read_text(encoding="utf-8").splitlines()]
    spoken, articles = told(*((f"{r['outlet']}{n}", r["kind"], r["speaker"], r["text"]) for n, r in enumerate(rows)))

    found = dict(utterances(spoken, articles).select("article", "utterance").iter_rows())

    home = [found.get(article, number) for number, article in enumerate(spoken["article"])]
    across = [
        (rows[i]["utterance"] == rows[j]["utterance"], home[i] == home[j])
        for i, j in combinations(range(len(rows)), 2)
        if rows[i]["scene"] == rows[j]["scene"] and rows[i]["outlet"] != rows[j]["outlet"]
    ]
    right, joined = across.count((True, True)), sum(said for _, said in across)
    assert right / joined >= 0.90
    assert right / sum(same for same, _ in across) >= 0.70


def test_what_is_not_of_the_event_is_left_out():
    """An attribution whose article is not among those given."""
    spoken, articles = told(("herald", "direct", "Ada Lind", WHOLE), ("beacon", "direct", "Ada Lind", WHOLE))

    assert utterances(spoken, articles.filter(outlet="herald")).is_empty()


def test_no_statements_give_a_table_without_rows():
    """An event in which nobody speaks."""
    assert utterances(frame([], Attribution), frame([], Article)).schema == frame([], Utterance).schema


@pytest.mark.parametrize(
    ("one", "other"),
    [("harbours", "harbor"), ("organised", "organize"), ("knew", "know"), ("countries", "country"), ("nine", "9")],
)
def test_forms_of_a_word_have_one_stem(one, other):
    """British spelling, tense, number, and figures in letters."""
    assert stem(one) == stem(other)


def test_grammar_weighs_nothing_and_rare_words_most():
    """An article is in no table; what two of three statements have weighs less than what one has."""
    read = [words(text, [(0, len(text))]) for text in ("the bridge fell", "the bridge stands", "the lamp")]

    found = weights(read)

    assert "the" not in found
    assert found[stem("lamp")] == 1.0
    assert found[stem("bridge")] < 1


WORD = st.sampled_from(["bridge", "hinge", "mayor", "letter", "brake", "winter", "the", "was", "nine", "ferry"])
STATEMENT = st.lists(WORD, min_size=1, max_size=14).map(" ".join)


@given(st.lists(STATEMENT, min_size=2, max_size=12))
def test_no_pair_that_shares_enough_is_overlooked(texts):
    """The sparse product finds exactly the pairs that a loop over all pairs finds."""
    read = [words(text, [(0, len(text))]) for text in texts]
    weigh = weights(read)
    known = [likeness.prepared(likeness.Statement(each, "direct", None, False), weigh) for each in read]

    found = set(likeness.candidates(known, weigh))

    for i, j in combinations(range(len(known)), 2):
        one, other = set(known[i].telling), set(known[j].telling)
        shared, least = (sum(weigh[w] for w in one & other), min(sum(weigh[w] for w in s) for s in (one, other)))
        sure = min(abs(shared - likeness.SEVERAL), abs(shared - likeness.LEAST * least)) > 1e-9
        assert not sure or ((i, j) in found) == (shared > likeness.SEVERAL and shared >= likeness.LEAST * least)


@given(STATEMENT, STATEMENT)
def test_likeness_does_not_ask_who_comes_first(one, other):
    """Whichever of two statements is looked at first."""
    read = [words(text, [(0, len(text))]) for text in (one, other)]
    weigh = weights(read)
    a, b = (likeness.prepared(likeness.Statement(each, "direct", "Ada Lind", True), weigh) for each in read)

    assert likeness.features(a, b, weigh) == pytest.approx(likeness.features(b, a, weigh))


@given(STATEMENT, STATEMENT)
def test_passages_stand_in_both_texts_in_order(telling, whole):
    """Whatever the words: spans rise, do not touch each other, and hold the same stems on both sides."""
    one, other = (words(text, [(0, len(text))]) for text in (telling, whole))

    in_whole, own = kept(one, other, weights([one, other]))

    for spans in (in_whole, own):
        assert all(a < b for a, b in spans)
        assert all(first[1] < second[0] for first, second in pairwise(spans))
    assert [s for a, b in in_whole for s in words(whole, [(a, b)]).stems] == [
        s for a, b in own for s in words(telling, [(a, b)]).stems
    ]
