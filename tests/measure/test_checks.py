"""What people said of a draw becomes precision, recall, agreement and a matrix; weights and half voices count."""

import polars as pl
import pytest

from analysis.measure import checks, errors
from analysis.tables import Drawn, Mark, Masthead, frame

MASTHEADS = frame([Masthead("herald", "The Herald"), Masthead("courier", "The Courier")], Masthead)
NOT_ASKED = dict.fromkeys(("is_statement", "content_right", "speaker_right", "type_right", "right_type", "relay_right"))


def statement(number, *, outlet="herald", weight=2.0, source_type="official", design="stratified"):
    """A statement that was drawn, in an article of its own."""
    return Drawn(
        *("draw", f"draw-{number:03}", "statement", design, f"{outlet}{number}", outlet, [0, 9], "She said."),
        *([(0, 3)], [(4, 8)], [(0, 3)], "Ada Lind", source_type, None, 0.8, weight),
    )


def passage(number, *, outlet="herald", weight=3.0):
    """A sentence without a statement that was drawn."""
    about = ("draw", f"draw-{number:03}", "passage", "stratified", f"{outlet}{number}", outlet, [0, 9], "It rained.")
    return Drawn(*about, [(0, 9)], [], [], None, None, None, None, weight)


def mark(number, person="ann", *, statement="yes", content="yes", speaker="yes", right_type=None, note=""):
    """One person's word on a statement."""
    rest = (content, speaker, "no" if right_type else "yes", right_type, "yes") if statement == "yes" else (None,) * 5
    return Mark("draw", f"draw-{number:03}", person, statement, *rest, None, None, note)


def seen(number, missed, kind=None, person="ann"):
    """One person's word on a sentence."""
    return Mark("draw", f"draw-{number:03}", person, **NOT_ASKED, missed=missed, missed_type=kind, note="")


def drawn(*rows):
    """The draw as a frame."""
    return frame(rows, Drawn)


def said(*rows):
    """Marks as a frame."""
    return frame(rows, Mark)


def told(table, question="statement", outlet="All outlets"):
    """One row of precision."""
    return table.filter(question=question, outlet_name=outlet).row(0, named=True)


def test_precision_weighs_outlets_by_what_they_have():
    """Ten of each were drawn; the Courier has nine times as many, and all of its are right."""
    about = drawn(
        *(statement(n, weight=1) for n in range(10)), *(statement(n, outlet="courier", weight=9) for n in range(10, 20))
    )
    marks = said(*(mark(n, statement="no") for n in range(10)), *(mark(n) for n in range(10, 20)))

    found = checks.precision(about, marks, MASTHEADS)

    assert told(found)["value"] == pytest.approx(0.9)
    assert told(found, outlet="The Herald")["value"] == 0
    assert told(found, outlet="The Courier")["n_units"] == 10


def test_what_is_no_statement_is_asked_nothing_more_and_counts_as_wrong_in_the_whole():
    """One of four is none, one has the wrong speaker: content 3 of 3, speaker 2 of 3, whole 2 of 4."""
    about = drawn(*(statement(n) for n in range(4)))
    marks = said(mark(0, statement="no"), mark(1, speaker="no"), mark(2), mark(3))

    found = checks.precision(about, marks, MASTHEADS)

    assert [told(found, q)["n_units"] for q in ("statement", "content", "speaker", "whole")] == [4, 3, 3, 4]
    assert [told(found, q)["value"] for q in ("statement", "content", "speaker", "whole")] == pytest.approx(
        [0.75, 1, 2 / 3, 0.5]
    )


def test_two_people_who_disagree_have_half_a_voice_each():
    """One says yes, one no: half right, and still one statement judged."""
    found = checks.precision(drawn(statement(0)), said(mark(0), mark(0, "ben", statement="no")), MASTHEADS)

    assert told(found)["value"] == 0.5
    assert told(found)["n_units"] == 1


def test_cannot_tell_is_counted_apart():
    """Neither right nor wrong, and shown."""
    found = checks.precision(drawn(statement(0), statement(1)), said(mark(0), mark(1, statement="unsure")), MASTHEADS)

    assert told(found)["n_units"] == 1
    assert told(found)["unsure"] == 1


def test_what_was_not_marked_is_not_judged():
    """A sheet can be half done."""
    found = checks.precision(drawn(statement(0), statement(1)), said(mark(0)), MASTHEADS)

    assert told(found)["n_units"] == 1


def test_recall_is_what_was_found_of_what_is_there():
    """10 drawn stand for 20 found, 8 of 10 right: 16. 10 sentences stand for 30, 2 hold one: 6 missed. 16 of 22."""
    about = drawn(*(statement(n) for n in range(10)), *(passage(n) for n in range(10, 20)))
    marks = said(
        *(mark(n, statement="no" if n < 2 else "yes") for n in range(10)),
        *(seen(n, int(n < 12), "expert" if n < 12 else None) for n in range(10, 20)),
    )

    found = checks.recall(about, marks, MASTHEADS).row(0, named=True)

    assert found["right"] == pytest.approx(16)
    assert found["missed"] == pytest.approx(6)
    assert found["value"] == pytest.approx(16 / 22)
    assert found["low"] < found["value"] < found["high"]


def test_nothing_missed_does_not_mean_that_all_was_found():
    """Twenty sentences without one: recall 1, and a lower limit well below."""
    about = drawn(*(statement(n) for n in range(10)), *(passage(n) for n in range(10, 30)))
    marks = said(*(mark(n) for n in range(10)), *(seen(n, 0) for n in range(10, 30)))

    found = checks.recall(about, marks, MASTHEADS).row(0, named=True)

    assert found["value"] == found["high"] == 1
    assert found["low"] < 0.8


def test_agreement_counts_each_question_of_both_kinds():
    """Two people, ten statements and ten sentences, one of each judged differently."""
    about = drawn(*(statement(n) for n in range(10)), *(passage(n) for n in range(10, 20)))
    marks = [
        mark(n, who, statement="no" if n < 3 or (n == 3 and who == "ben") else "yes")
        for n in range(10)
        for who in ("ann", "ben")
    ]
    marks += [
        seen(n, int(n < 13 or (n == 13 and who == "ben")), "expert", who)
        for n in range(10, 20)
        for who in ("ann", "ben")
    ]

    found = {row["question"]: row for row in checks.agreement(about, said(*marks)).iter_rows(named=True)}

    assert found["statement"]["agreement"] == found["missed"]["agreement"] == pytest.approx(0.9)
    assert 0.7 < found["statement"]["value"] < 0.9
    assert found["content"]["value"] is None


def test_the_matrix_of_a_check_holds_what_was_taken_for_what():
    """An expert called official, a false statement, a missed citizen; found ones weigh 2, sentences 3."""
    about = drawn(*(statement(n) for n in range(10)), passage(10), passage(11))
    marks = said(
        *(mark(n) for n in range(2, 10)),
        mark(0, right_type="expert"),
        mark(1, statement="no"),
        seen(10, 1, "citizen"),
        seen(11, 0),
    )

    measured = errors.of_check(about, marks)
    rows = {(row["gold"], row["given"]): row["n"] for row in measured.rows().iter_rows(named=True)}

    assert rows == {
        ("official", "official"): pytest.approx(8),
        ("expert", "official"): pytest.approx(1),
        ("no statement", "official"): pytest.approx(1),
        # One sentence stands for three, a statement for two: the missed one weighs one and a half found ones.
        ("citizen", "not found"): pytest.approx(1.5),
    }
    assert "10 statements of this event that one person" in measured.what.replace("1 person", "one person")


def test_too_small_a_check_leaves_the_shipped_errors_in_place():
    """Ten judged statements correct nothing."""
    about, marks = drawn(*(statement(n) for n in range(10))), said(*(mark(n) for n in range(10)))

    assert errors.best(about, marks).what == errors.shipped().what


def test_scores_of_judged_statements_can_be_set_against_the_marks():
    """The columns that calibration reads, passages left out."""
    found = checks.scored(
        drawn(statement(0), statement(1), passage(2)), said(mark(0), mark(1, content="no"), seen(2, 0))
    )

    assert found.sort("item")["right"].to_list() == [1.0, 0.0]
    assert found["score"].to_list() == [0.8, 0.8]


def test_nobody_checked_is_an_empty_answer_everywhere():
    """The report asks before anybody has marked anything."""
    nothing = drawn(), said()

    assert checks.precision(*nothing, MASTHEADS).is_empty()
    assert checks.recall(*nothing, MASTHEADS).is_empty()
    assert checks.agreement(*nothing)["n_units"].sum() == 0
    assert checks.scored(*nothing).is_empty()
    assert pl.Series(errors.of_check(*nothing).table.sum(axis=0)).sum() == 0
