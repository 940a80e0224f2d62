"""Notebooks are prose, one parameters cell, one call a figure: no code of their own, no outputs, no reach past the rooms."""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ROOMS = {"store", "events", "measure", "chart", "tables"}
"""Of ours; ``tables`` because a table is asked for by its noun."""
HANDS = {"pathlib", "zoneinfo", "pandas", "datetime"}
"""Of others: what a reader's own hand would reach for."""


def cells(path, kind):
    """Sources of the cells of one kind."""
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind]


def source(cell):
    """Text of a cell."""
    return "".join(cell["source"])


def trees(path):
    """Syntax trees of the code cells."""
    return [ast.parse(source(cell)) for cell in cells(path, "code")]


def nodes(path, *kinds):
    """All nodes of these kinds in a notebook's code."""
    return [node for tree in trees(path) for node in ast.walk(tree) if isinstance(node, kinds)]


def test_there_are_notebooks():
    """A test that walks an empty folder proves nothing."""
    assert {"overview", "emphasis", "sourcing", "timing", "quality"} <= {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_outputs_are_stored(path):
    """Outputs hold data, and make every change look large."""
    assert not [c for c in cells(path, "code") if c["outputs"] or c["execution_count"] is not None]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_one_cell_of_parameters_with_plain_values(path):
    """Papermill puts a user's choices after it; a value that is computed could not be overridden."""
    tagged = [c for c in cells(path, "code") if "parameters" in c["metadata"].get("tags", [])]

    assert len(tagged) == 1
    values = {t.id: ast.literal_eval(n.value) for n in ast.parse(source(tagged[0])).body for t in n.targets}
    assert {"event", "data"} <= values.keys()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_code_that_belongs_in_a_room(path):
    """Functions, classes and loops stand where they are typed and tested."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try)

    assert not nodes(path, *kinds)
    assert not [n for n in nodes(path, ast.Attribute) if n.attr == "path" and getattr(n.value, "id", "") == "sys"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_imports_reach_no_further_than_the_rooms(path):
    """A notebook reads tables, measures and draws; it neither collects nor extracts."""
    modules = [a.name for n in nodes(path, ast.Import) for a in n.names]
    for node in nodes(path, ast.ImportFrom):
        modules += [f"analysis.{a.name}" for a in node.names] if node.module == "analysis" else [node.module]

    ours = {name.split(".")[1] for name in modules if name.startswith("analysis.")}
    others = {name.split(".")[0] for name in modules} - {"analysis"}
    assert ours <= ROOMS
    assert others <= HANDS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_prose_opens_the_notebook_and_stands_before_figures(path):
    """Every page has one title, and says what its figures cannot say."""
    prose = [source(c) for c in cells(path, "markdown")]

    titles = [line for text in prose for line in text.splitlines() if line.startswith("# ")]
    assert len(titles) == 1
    assert prose[0].startswith("# ")


@pytest.mark.parametrize("name", ["sourcing", "timing"])
def test_every_figure_of_a_theme_says_how_to_read_it_and_what_it_cannot_say(name):
    """A standards editor, a scholar and a student read the same page."""
    text = "\n".join(source(c) for c in cells(ROOT / "notebooks" / f"{name}.ipynb", "markdown"))

    assert text.count("**How to read it.**") == text.count("**What it cannot say.**") >= 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_path_of_a_machine_is_left_in_it(path):
    """Notebooks travel; home folders do not."""
    text = path.read_text(encoding="utf-8")

    assert "/home/" not in text
    assert "/Users/" not in text
    assert "papermill" not in json.loads(text)["metadata"]
