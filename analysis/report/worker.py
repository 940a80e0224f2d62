"""One notebook + parameters → its page and the files of its figures; meant for a process of its own."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.report import figures
from analysis.report.page import Page, page

ENGINE = "samestory"


@dataclass(frozen=True, slots=True)
class Job:
    """What one process has to do."""

    notebook: Path
    parameters: Mapping[str, Any]
    data: Path
    report: Path
    """Folder that the figures' files go to."""
    kernel: bool
    """Run in a stock kernel instead of in this process."""

    @property
    def name(self) -> str:
        """The page's name: the notebook's file name."""
        return self.notebook.stem


def work(job: Job) -> tuple[Page, tuple[str, ...]]:
    """The notebook's page, also where a cell failed, and the addresses of its figures' files."""
    with _data_at(job.data):
        cells = executed(job.notebook, job.parameters, kernel=job.kernel)
    beside = f"{figures.FOLDER}/{job.name}-"
    shown = page(cells, job.name, beside)
    # One figure that cannot be drawn costs its picture, never the page.
    if undrawn := figures.undrawn(shown.figures):
        shown = page(cells, job.name, beside, undrawn)
    return shown, figures.write(shown.figures, job.name, job.report)


def executed(notebook: Path, parameters: Mapping[str, Any], *, kernel: bool = False) -> list[Any]:
    """Cells of the notebook after its run; where one failed, the cells up to it have outputs, and it has the error."""
    import nbformat  # papermill and what it needs take a second to import; only the working process pays
    import papermill

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run.ipynb"
        # A failed cell: papermill saves the notebook with the error in it before it raises, and the page shows it.
        with suppress(papermill.PapermillExecutionError):
            papermill.execute_notebook(
                notebook,
                output,
                parameters=dict(parameters),
                engine_name=None if kernel else ENGINE,
                progress_bar=False,
                # Saving after each cell rewrites the whole file some 70 times.
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
            )
        read: Any = nbformat.read
        cells: list[Any] = read(output, as_version=4).cells
        return cells


@contextmanager
def _data_at(folder: Path) -> Iterator[None]:
    """The data folder by environment: as a parameter, its path would stand in the notebook's code and on the page."""
    before = os.environ.get("SAMESTORY_DATA")
    os.environ["SAMESTORY_DATA"] = str(folder.resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ["SAMESTORY_DATA"]
        else:
            os.environ["SAMESTORY_DATA"] = before
