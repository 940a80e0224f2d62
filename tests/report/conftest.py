"""A tiny made-up report: notebooks that hand out figures, one of whose headlines wants to be a script."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ATTACK = "</script><script>window.pwned = 1</script>"

READ = f"""
import altair as alt, polars as pl
from datetime import datetime, timedelta, UTC
from analysis.chart import theme
from analysis.chart.figure import Figure, Notice
attack = {ATTACK!r}
noon = datetime(2031, 3, 4, 12, 30, tzinfo=UTC)
names = ["Harbour Herald", "City Ledger", "The Beacon", attack]
table = pl.DataFrame({{
    "key": [f"k{{i}}" for i in range(4)], "outlet": names, "first_at": [noon + timedelta(hours=i) for i in range(4)],
    "share": [0.4, 0.25, 0.2, 0.15], "n_articles": [12, 9, 7, 6], "note": ["", "", "", "=1+1"],
}})
evidence = pl.DataFrame({{
    "key": ["k0", "k0", "k3"], "outlet": ["Harbour Herald", "Harbour Herald", attack],
    "headline": ["Ferry stands still", attack, "Ferry moves"],
    "url": ["https://harbourherald.example/ferry", "javascript:alert(1)", "file:///ferry.txt#1"],
    "published_at": [noon, None, noon], "sentence": ["The ferry stood still.", attack, "The ferry moved again."],
}})
"""

BARS = """
bars = alt.Chart(table).mark_bar().encode(
    alt.X("share:Q").axis(format="%").title(None), alt.Y("outlet:N").sort("-x").title(None), tooltip=["outlet:N", "first_at:T"])
Figure("shares", theme.titled(bars, f"Harbour Herald wrote most; {attack} least", "Share of all articles about the ferry"),
       table, f"Harbour Herald wrote most; {attack} least", "One bar an outlet, as long as its share of articles.", evidence)
"""

DOTS = """
dots = alt.Chart(table).mark_point().encode(alt.X("first_at:T").title(None), alt.Y("outlet:N").title(None), alt.Color("outlet:N").legend(None))
Figure("first", theme.titled(dots, "Harbour Herald was first by an hour", "Time of each outlet's first article"),
       table, "Harbour Herald was first by an hour", "One dot an outlet, placed at its first article.",
       notices=(Notice("note", "All times are to the minute."),))
"""

STYLED = "table.drop('key').to_pandas().style.hide(axis='index').format({'share': '{:.0%}'}).bar(subset=['share'], color='#a9c9de').set_caption('The same as a table')"


def write(folder: Path, name: str, *cells: str) -> Path:
    """A notebook: text that begins with # is prose, the rest is code; it has its parameters cell."""
    nb = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    parameters = new_code_cell('event = "ferry"\ndata = ""\nlimit = 5', metadata={"tags": ["parameters"]})
    prose = [new_markdown_cell(c) if c.startswith("#") else new_code_cell(c) for c in cells]
    nb.cells = [*prose[:1], parameters, *prose[1:]]
    for number, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory) -> Path:
    """Two notebooks that work."""
    folder = tmp_path_factory.mktemp("notebooks")
    write(
        folder,
        "overview",
        "# What was written\n\nThe ferry stood *still*.\n\n## Who wrote",
        READ,
        BARS,
        "## In a table",
        STYLED,
    )
    write(folder, "timing", f"# When\n\nHours count. {ATTACK}\n\n## First", READ, DOTS)
    write(folder, "explore", "# Not for a report", "1 / 0")
    return folder


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    """A data folder with an event file and a part of a table."""
    folder = tmp_path_factory.mktemp("work") / "data"
    (folder / "events").mkdir(parents=True)
    (folder / "events" / "ferry.toml").write_text('title = "The ferry"\n', encoding="utf-8")
    (folder / "ferry" / "tables" / "article").mkdir(parents=True)
    (folder / "ferry" / "tables" / "article" / "herald.parquet").write_bytes(b"a part")
    return folder


@pytest.fixture(name="write")
def writer():
    """The function that writes a notebook."""
    return write
