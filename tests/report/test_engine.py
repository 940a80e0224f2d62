"""The in-process engine puts out what a stock kernel puts out."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import nbformat
import papermill
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_notebook

from analysis.report.worker import executed

CELLS = [
    "import sys\nprint('ferry')\nprint('late', file=sys.stderr)\nprint('again')",
    "1 + 1",
    "from IPython.display import display, update_display\n_ = display('first', display_id='q')\ndisplay('second')",
    "update_display('changed', display_id='q')",
    "import pandas as pd\npd.DataFrame({'outlet': ['herald'], 'share': [0.5]})",
    "from IPython.display import Image\nImage(b'\\x89PNG not really', format='png')",
    "x = 3;",
    "await __import__('asyncio').sleep(0)\n'awaited'",
    "raise ValueError('the ferry stands')",
    "'never reached'",
]


def notebook(folder, cells):
    """A notebook of those cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = new_notebook(cells=[new_code_cell(source) for source in cells], metadata={"kernelspec": kernel})
    nbformat.write(nb, folder / "cells.ipynb")
    return folder / "cells.ipynb"


def apart(path):
    """The engine's run in a process of its own, as reports have it; other tests may have left an event loop here."""
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(executed, path, {}).result()


def data_of(cells):
    """Of every cell what a reader sees: kinds of output with their data, without colours and file names in tracebacks.

    The two streams stand apart: a kernel sends each when its buffer is full, so that their order is chance.
    """
    cells = [c for c in cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])]
    return [
        sorted(_said(c, name) for name in ("stdout", "stderr")) + [_shown(o) for o in c.outputs if "name" not in o]
        for c in cells
    ]


def _said(cell, name):
    return (name, "".join(o.text for o in cell.outputs if o.get("name") == name))


def _shown(output):
    return (output.output_type, output.get("ename"), output.get("evalue") or output.get("data"))


def counts_of(cells):
    """Numbers of the cells and of their results."""
    return [
        (c.execution_count, [o.get("execution_count") for o in c.outputs if "name" not in o])
        for c in cells
        if c.cell_type == "code"
    ]


@pytest.mark.filterwarnings("ignore")
def test_the_engine_puts_out_what_a_kernel_puts_out(tmp_path):
    """The stock kernel is the oracle: streams in order, results, displays that change later, errors, and what never ran."""
    path = notebook(tmp_path, CELLS)

    ours, oracle = apart(path), executed(path, {}, kernel=True)

    assert data_of(ours) == data_of(oracle)
    assert counts_of(ours) == counts_of(oracle)
    assert data_of(ours)[8][-1] == ("error", "ValueError", "the ferry stands")


def test_the_engine_leaves_no_shell_behind(tmp_path):
    """Two notebooks in one process must not see each other's names."""
    path = notebook(tmp_path, ["seen = 'ferry' in globals()\nferry = 1\nseen"])

    first, second = executed(path, {}), executed(path, {})

    assert data_of(first)[0][-1] == data_of(second)[0][-1] == ("execute_result", None, {"text/plain": "False"})
    assert not InteractiveShell.initialized()


def test_the_engine_refuses_a_process_that_has_an_ipython(tmp_path):
    """Inside JupyterLab it would overwrite the user's own session."""
    InteractiveShell.instance()
    try:
        with pytest.raises(RuntimeError, match="use a kernel here"):
            papermill.execute_notebook(
                str(notebook(tmp_path, ["1"])), None, engine_name="samestory", progress_bar=False
            )
    finally:
        InteractiveShell.clear_instance()


def test_a_cell_that_may_fail_does_not_stop_the_notebook(tmp_path):
    """Jupyter's own tag for it holds here, too."""
    path = notebook(tmp_path, ["1 / 0", "'reached'"])
    nb = nbformat.read(path, as_version=4)
    nb.cells[0].metadata["tags"] = ["raises-exception"]
    nbformat.write(nb, path)

    assert data_of(executed(path, {}))[1][-1] == ("execute_result", None, {"text/plain": "'reached'"})
