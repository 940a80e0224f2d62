"""A whole report: every page, whole or not at all, the same twice, and saying itself what is missing."""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import get_exporter

from analysis.errors import BadInput, Missing
from analysis.report import Edition, report, runner
from analysis.report.worker import executed


def edition(notebooks, **more):
    """What the tests' reports say of their event."""
    return Edition(title="The ferry", summary="It stood still.", made_up=True, notebooks=notebooks, **more)


def contents(folder: Path) -> dict[str, str]:
    """Digest of every file."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


@pytest.fixture(scope="session")
def made(notebooks, data, tmp_path_factory):
    """One report, made once."""
    return report("ferry", data=data, out=tmp_path_factory.mktemp("reports"), edition=edition(notebooks))


def test_a_report_is_a_folder_of_pages_figures_and_a_manifest(made):
    """What the contract with its readers names; the notebook for exploring is no page."""
    names = set(contents(made.folder))

    assert [p.name for p in made.pages] == ["index.html", "overview.html", "timing.html"]
    assert names == {
        "index.html",
        "overview.html",
        "timing.html",
        "manifest.json",
        "figures/overview-shares-evidence.csv",
    } | {f"figures/{stem}.{kind}" for stem in ("overview-shares", "timing-first") for kind in ("csv", "png", "svg")}
    assert made.failures == ()


def test_two_runs_give_the_same_bytes(made, notebooks, data):
    """Whoever doubts a report makes it again and compares."""
    before = contents(made.folder)

    again = report("ferry", data=data, out=made.folder.parent, edition=edition(notebooks))

    assert contents(again.folder) == before


def test_the_manifest_names_every_input_and_output_and_no_folder(made, data):
    """A reader can check what a report was made from."""
    text = (made.folder / "manifest.json").read_text(encoding="utf-8")
    facts = json.loads(text)

    assert facts["inputs"] == {
        "events/ferry.toml": hashlib.sha256((data / "events" / "ferry.toml").read_bytes()).hexdigest(),
        "tables/article/herald.parquet": hashlib.sha256(b"a part").hexdigest(),
    }
    assert facts["parameters"] == {"overview": {"event": "ferry"}, "timing": {"event": "ferry"}}
    assert facts["files"] == {k: v for k, v in contents(made.folder).items() if k != "manifest.json"}
    assert str(data) not in text
    assert "made_at" not in facts


def test_pages_allow_only_their_own_two_scripts(made):
    """The policy names scripts by their hash; nothing else runs, and nothing is loaded."""
    html = (made.folder / "overview.html").read_text(encoding="utf-8")
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1])
    script_src = re.search(r"script-src ([^;]+)", policy)[1]

    assert policy.startswith("default-src 'none'; ")
    assert len(re.findall("sha256-", script_src)) == 2
    assert "unsafe" not in script_src
    assert html.count("<script>") == 2
    assert html.count("<script>window.pwned") == 0


def test_spreadsheets_hold_all_rows_and_no_formula(made):
    """The made-up note begins with an equals sign."""
    with (made.folder / "figures" / "overview-shares.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 4
    assert rows[3]["note"] == "'=1+1"
    assert rows[0]["first_at"] == "2031-03-04T12:30:00Z"


def test_every_page_of_a_made_up_event_says_so(made):
    """Nobody should take the demo for news."""
    for path in made.pages:
        assert "Nothing here happened" in path.read_text(encoding="utf-8")


def test_a_notebook_that_fails_gets_its_page_and_the_others_go_on(data, tmp_path, write):
    """One broken theme must not cost the reader the rest."""
    folder = tmp_path / "notebooks"
    write(folder, "emphasis", "# Emphasis", "1 / 0")
    write(folder, "sourcing", "# Sourcing", "import os; os._exit(3)")
    write(folder, "timing", "# Timing", "'fine'")

    outcome = report("ferry", data=data, out=tmp_path / "out", edition=edition(folder))

    pages = {p.stem: p.read_text(encoding="utf-8") for p in outcome.pages}
    assert "ZeroDivisionError: division by zero" in pages["emphasis"]
    assert "could not be made" in pages["sourcing"]
    assert "fine" in pages["timing"]
    assert [(n.level, n.what.split(":")[0]) for n in outcome.failures] == [
        ("missing", "the notebook stopped with ZeroDivisionError"),
        ("missing", "the page could not be made"),
        ("empty", "this page shows no figure"),
    ]


def test_a_page_that_would_tell_a_secret_is_not_written(data, tmp_path, write, monkeypatch):
    """The page says why it is empty, and not what the secret is."""
    monkeypatch.setenv("FERRY_TOKEN", "s3cr3t-value-77")
    folder = tmp_path / "notebooks"
    write(folder, "timing", "# Timing", "'s3cr3t-' + 'value-77'")

    outcome = report("ferry", data=data, out=tmp_path / "out", edition=edition(folder))

    assert "FERRY_TOKEN" in outcome.failures[0].what
    assert not [p for p in outcome.folder.rglob("*") if p.is_file() and b"s3cr3t-value-77" in p.read_bytes()]


def test_notebooks_get_the_data_folder_without_naming_it(data, tmp_path, write):
    """A path in the parameters would stand on the page."""
    folder = tmp_path / "notebooks"
    write(
        folder,
        "timing",
        "# Timing",
        "from analysis import places\n(places.data() / 'events' / f'{event}.toml').is_file(), data, limit",
    )

    outcome = report("ferry", data=data, out=tmp_path / "out", edition=edition(folder, parameters={"limit": 7}))

    assert "(True, &#39;&#39;, 7)" in outcome.pages[1].read_text(encoding="utf-8")
    assert os.environ.get("SAMESTORY_DATA") != str(data)


def test_a_parameter_that_no_notebook_has_is_refused(notebooks, data, tmp_path):
    """A misspelt choice would silently be none."""
    with pytest.raises(BadInput, match=r"limits; allowed: data, event, limit"):
        report("ferry", data=data, out=tmp_path, edition=edition(notebooks, parameters={"limits": 7}))


def test_a_folder_that_is_no_report_is_not_replaced(notebooks, data, tmp_path):
    """The old report is removed as a whole; somebody's own files must not be."""
    (tmp_path / "ferry").mkdir()
    (tmp_path / "ferry" / "diary.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(BadInput, match="no report of ours"):
        report("ferry", data=data, out=tmp_path, edition=edition(notebooks))

    assert (tmp_path / "ferry" / "diary.txt").read_text(encoding="utf-8") == "mine"


def test_a_report_without_notebooks_or_event_file_says_what_is_missing(notebooks, tmp_path):
    """Both are inputs, and neither is guessed."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(Missing, match="no notebooks"):
        report("ferry", data=tmp_path, out=tmp_path / "out", edition=edition(tmp_path / "empty"))

    outcome = report("ferry", data=tmp_path, out=tmp_path / "out", edition=edition(notebooks))

    assert [n.what for n in outcome.failures] == ["the event's own file, ferry.toml, was not found"]


def test_what_the_fork_server_loads_starts_no_threads():
    """Forking a process with threads copies their locks and none of their owners; polars has threads."""
    loaded = f"import {', '.join(runner._PRELOADED)}, os, sys; print('polars' in sys.modules, len(os.listdir('/proc/self/task')))"
    if not Path("/proc/self/task").is_dir():
        pytest.skip("no /proc here: threads of a process are counted on Linux only")

    said = subprocess.run(
        [sys.executable, "-c", loaded],
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["False", "1"]


def test_nbconvert_and_jupyterlab_find_the_exporter(notebooks):
    """The same page for whoever works by hand: one file, its spreadsheet in it."""
    nb = nbformat.v4.new_notebook(cells=executed(notebooks / "timing.ipynb", {"event": "ferry"}))
    exporter = get_exporter("samestory")()

    html, _ = exporter.from_notebook_node(nb)

    assert exporter.export_from_notebook == "Report (HTML, offline)"
    assert "<h1>When</h1>" in html
    assert 'href="data:text/csv' in html
    assert "papermill" not in re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)


UNDRAWN = """
nothing = alt.Chart(table).mark_point().encode(x="share:Q").properties(width=0, height=0, padding=0, autosize="none")
Figure("broken", nothing, table, "Too small to be seen", "Nothing.")
"""


def test_one_figure_that_cannot_be_drawn_never_costs_the_page(notebooks, data, tmp_path):
    """Its table and a notice stand in its place; what comes before and after it stays."""
    book = nbformat.read(notebooks / "overview.ipynb", as_version=4)
    book.cells.insert(-2, nbformat.v4.new_code_cell(UNDRAWN, id="undrawn"))
    (tmp_path / "nb").mkdir()
    nbformat.write(book, tmp_path / "nb" / "overview.ipynb")

    outcome = report("ferry", data=data, out=tmp_path / "out", edition=edition(tmp_path / "nb"))

    page = (outcome.folder / "overview.html").read_text(encoding="utf-8")
    pictures = {path.name for path in (outcome.folder / "figures").glob("*.png")}
    assert [(notice.level, notice.figure) for notice in outcome.failures] == [("fallback", "fig-broken")]
    assert "The chart could not be drawn" in page
    assert all(words in page for words in ('id="fig-shares"', 'id="fig-broken"', "The same as a table"))
    assert pictures == {"overview-shares.png"}
    assert (outcome.folder / "figures" / "overview-broken.csv").is_file()
