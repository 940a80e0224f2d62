"""A notebook → the same notebook with its outputs, run in this process instead of in a kernel.

A papermill engine (``--engine samestory``), three times as fast as a kernel for a batch of reports. What it does not have: widgets,
a time limit per cell, and what C code prints. Each notebook wants a process of its own; the stock kernel is the oracle of its test.
"""

import base64
import io
import sys
import tempfile
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output
from papermill.engines import Engine
from traitlets.config import Config

_output: Any = new_output  # nbformat ships half its types


class Outputs:
    """What the running cell has put out so far."""

    def __init__(self) -> None:
        self.cell: Any = None
        self._displays: dict[str, list[Any]] = {}

    def add(self, kind: str, display_id: str | None = None, **content: Any) -> None:
        """One more output; remembered under its display id, so that a later cell can change it."""
        output = _output(kind, **content)
        self.cell.outputs.append(output)
        if display_id:
            self._displays.setdefault(display_id, []).append(output)

    def change(self, display_id: str | None, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
        """The outputs of that display id, changed in place, as a kernel does it."""
        for output in self._displays.get(display_id or "", []):
            output.update(data=dict(data), metadata=dict(metadata))

    def stream(self, name: str, text: str) -> None:
        """More text on stdout or stderr, joined to what stands there already."""
        last = self.cell.outputs[-1] if self.cell.outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last["text"] += text
        else:
            self.add("stream", name=name, text=text)


class _Stream(io.TextIOBase):
    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text:
            self._outputs.stream(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(  # type: ignore[override]  # IPython names more, and we hand them on unread
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        display_id = (transient or {}).get("display_id")
        if update:
            self.shell.outputs.change(display_id, _plain(data), metadata or {})
        else:
            self.shell.outputs.add("display_data", display_id, data=_plain(data), metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002  # a kernel's signature
        self.shell.outputs.cell.outputs.clear()


class _Hook(DisplayHook):
    def __call__(self, result: Any = None) -> None:
        this: Any = self  # IPython ships half its types
        if result is None or this.quiet():
            return
        data, metadata = this.compute_format_data(result)
        this.update_user_ns(result)
        this.fill_exec_result(result)
        if data:
            this.shell.outputs.add("execute_result", data=_plain(data), metadata=metadata)


class _Shell(InteractiveShell):
    outputs: Outputs

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.outputs.add("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))

    def enable_gui(self, gui: Any = None) -> None:
        """No window: a report has nobody in front of it."""


class InProcessEngine(Engine):  # type: ignore[misc]  # papermill ships no types
    """Runs the cells one by one in an IPython shell of this process; stops at the first error."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> None:  # noqa: ARG003  # papermill's signature
        """The managed notebook with outputs in its cells.

        Raises:
            RuntimeError: this process has an IPython already (a notebook, say), whose state would be overwritten.
        """
        if InteractiveShell.initialized():
            raise RuntimeError("the samestory engine needs a process without an IPython of its own; use a kernel here")
        with _shell() as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, cell_index=index)
                done = cell.cell_type != "code" or _run(shell, cell)
                if not done:
                    nb_man.cell_exception(cell, cell_index=index)
                nb_man.cell_complete(cell, cell_index=index)
                if not done:
                    break
        nb_man.nb.metadata["language_info"] = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}


@contextmanager
def _shell() -> Iterator[_Shell]:
    main = sys.modules["__main__"]
    # Without history and with a profile of its own, IPython writes nothing into the user's home.
    with tempfile.TemporaryDirectory() as folder:
        quiet = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"})
        shell = _Shell.instance(
            config=quiet,
            ipython_dir=folder,
            user_module=types.ModuleType("__main__"),
            display_pub_class=_Publisher,
            displayhook_class=_Hook,
        )
        shell.outputs = Outputs()
        try:
            yield shell
        finally:
            sys.modules["__main__"] = main
            _Shell.clear_instance()


def _run(shell: Any, cell: Any) -> bool:
    if not cell.source.strip():
        return True
    cell.outputs = []
    shell.outputs.cell = cell
    with (
        redirect_stdout(_Stream(shell.outputs, "stdout")),
        redirect_stderr(_Stream(shell.outputs, "stderr")),
    ):
        result = shell.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = result.execution_count
    return bool(result.success) or "raises-exception" in cell.metadata.get("tags", [])


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        kind: base64.b64encode(value).decode() if isinstance(value, bytes) else value for kind, value in data.items()
    }
