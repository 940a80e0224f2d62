"""Labels become counts of errors, and counts become rates; the script that makes the shipped files is held to an invented article."""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis.measure import errors

TEXT = (
    "Mayor Ada Lind said the bridge would stay shut for a week. The wind rose in the night.\n\n"
    "“Nobody told us,” said Professor Tom Ash, an engineer at the University of Ketter."
)
PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "errors.py"


@pytest.fixture(scope="module")
def script():
    """benchmarks/errors.py; benchmarks are no package."""
    described = importlib.util.spec_from_file_location("errors_benchmark", PATH)
    module = sys.modules["errors_benchmark"] = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def spans(*words):
    """Where these words stand in the text."""
    return [[TEXT.index(each), TEXT.index(each) + len(each)] for each in words]


def labelled(*attributions):
    """The invented article as a line of labels."""
    return json.dumps({"id": "a", "text": TEXT, "attributions": list(attributions)}) + "\n"


LIND = {
    "id": "1",
    "content": spans("the bridge would stay shut for a week"),
    "cue": spans("said"),
    "source": spans("Mayor Ada Lind"),
}
ASH = {
    "id": "2",
    "content": spans("“Nobody told us,”"),
    "cue": [],
    "source": spans("Professor Tom Ash"),
    "type": "direct",
}
WIND = {"id": "3", "content": spans("The wind rose in the night"), "cue": [], "source": []}


def found(one, kind):
    """A statement as ``pipe quote`` writes it."""
    return {name: one[name] for name in ("content", "cue", "source")} | {
        "kind": "indirect",
        "source_type": kind,
        "score": 0.9,
    }


def test_what_was_labelled_what_was_missed_and_what_is_none_are_counted(script, tmp_path):
    """Lind is taken for an expert, Ash is missed, the wind is no statement."""
    path = tmp_path / "labels.jsonl"
    path.write_text(labelled(LIND | {"source_type": "official"}, ASH | {"source_type": "expert"}), encoding="utf-8")

    made = script.of_types([path], {}, {"a": [found(LIND, "expert"), found(WIND, "citizen")]})
    measured = errors.of_file(made)

    assert {(r["gold"], r["given"]): r["n"] for r in measured.rows().iter_rows(named=True)} == {
        ("official", "expert"): 1,
        ("expert", "not found"): 1,
        ("no statement", "citizen"): 1,
    }
    assert measured.judged == 2
    assert "2 labelled statements of 1 articles" in measured.what


def test_labels_of_single_mentions_lie_on_the_golds_articles(script, tmp_path):
    """A coarse class that is two of ours is left out, "other" is our unknown."""
    path = tmp_path / "labels.jsonl"
    rows = [
        {"article": "a", "attribution": "1", "source_type": "other"},
        {"article": "a", "attribution": "2", "source_type": "collective"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    made = script.of_types(
        [path], {"a": json.loads(labelled(LIND, ASH))}, {"a": [found(LIND, "unknown"), found(ASH, "citizen")]}
    )

    assert errors.of_file(made).rows().select("gold", "given", "n").rows() == [("unknown", "unknown", 1.0)]


def test_scores_are_written_with_what_came_of_them(script):
    """One right, one of a statement that is none."""
    gold = {"a": json.loads(labelled(LIND, ASH))}

    made = script.of_scores(gold, {"a": [found(LIND, "official"), found(WIND, "unknown")]})

    assert sorted(made["rows"]) == [[0, 0.9, 0, 1], [0, 0.9, 1, 1]]
    assert json.loads(script.written(made))["rows"] == made["rows"]


def test_rates_are_shares_of_what_is_there_and_kinds_of_few_labels_are_one():
    """30 officials, 24 found right, 3 as experts, 3 missed; the other kinds have too few labels of their own."""
    types = ("official", "expert", "citizen", "unknown")
    table = np.array([[24.0, 3, 0, 0], [2, 18, 0, 0], [0, 1, 4, 0], [0, 0, 0, 40]])
    merged = errors.Errors(types, table, np.array([3.0, 0, 0, 0]), np.array([5.0, 0, 0, 5]), 100, "").merged()

    rates, false = merged.rates()

    assert merged.kept == ("official", "expert")
    assert rates.tolist()[0] == pytest.approx([0.8, 0.1, 0.0])
    assert rates.tolist()[2] == pytest.approx([0, 1 / 45, 44 / 45])
    assert false.tolist() == pytest.approx([0.05, 0, 0.05])


def test_drawn_rates_lie_around_the_measured_ones():
    """Their posterior, the same at every call, and wider for labels that hang together."""
    types, table = ("official", "expert"), np.array([[80.0, 20], [30, 70]])
    one, two = (
        errors.Errors(types, table, np.zeros(2), np.zeros(2), 200, "", design_effect=d).merged() for d in (1, 4)
    )

    drawn, again, loose = one.drawn(2000)[0], one.drawn(2000)[0], two.drawn(2000)[0]

    assert np.array_equal(drawn, again)
    assert drawn.mean(axis=0).tolist()[0] == pytest.approx([0.8, 0.2, 0], abs=0.01)
    assert loose.std(axis=0)[0, 0] == pytest.approx(2 * drawn.std(axis=0)[0, 0], rel=0.15)
