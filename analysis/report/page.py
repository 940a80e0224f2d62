"""A notebook that has run → a page: its prose, its figures, and what went wrong, in the notebook's own order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from types import MappingProxyType
from typing import Any, Final

from nbconvert.filters import strip_ansi as _strip_ansi

from analysis.report.foreign import clean, markdown, table
from analysis.report.leaks import shortened
from analysis.report.view import View, view

FIGURE: Final = "application/vnd.samestory.figure+json"
"""Kind of output by which a figure travels from a notebook to its page (``chart.figure.MIME``)."""

_strip: Any = _strip_ansi  # nbconvert ships half its types
_MARKER: Final = "papermill-error-cell-tag"
_PART: Final = 2
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_GRAVE: Final = frozenset({"missing", "empty", "fallback"})


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know, and which figure it is about."""

    level: str
    what: str
    figure: str | None = None

    @property
    def grave(self) -> bool:
        """Whether the run counts as incomplete."""
        return self.level in _GRAVE


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page; *kind* says what ``content`` is and how the template shows it."""

    kind: str
    content: Any
    code: str = ""
    level: int = 2
    """Of a figure's heading, so that headings nest as they should."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    level: int
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a report, before it becomes HTML."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    contents: tuple[Entry, ...]
    notices: tuple[Notice, ...]
    figures: tuple[Mapping[str, Any], ...]
    """Payloads of the figures, each under a name of its own."""
    code: tuple[str, ...]
    """Cells that show nothing themselves: what the page was prepared with."""

    @property
    def views(self) -> tuple[View, ...]:
        """Its figures as shown."""
        return tuple(block.content for block in self.blocks if block.kind == "figure")


def page(
    cells: list[Any], name: str, beside: str | None = None, undrawn: Mapping[str, str] = MappingProxyType({})
) -> Page:
    """The page of a notebook's cells.

    Args:
        cells: of the notebook, after its run.
        name: of the page.
        beside: start of its figures' file names, where files lie beside the page.
        undrawn: figures whose charts cannot be drawn, and why; they show their tables alone.
    """
    reader = _Reader(beside, undrawn)
    for cell in cells:
        if _MARKER not in cell.metadata.get("tags", []):
            reader.read(cell)
    if not reader.figures and not any(notice.grave for notice in reader.notices):
        reader.notices.append(Notice("empty", "this page shows no figure"))
    return Page(
        name=name,
        title=reader.title or name.replace("-", " ").capitalize(),
        blocks=tuple(reader.blocks),
        contents=tuple(reader.contents),
        notices=tuple(reader.notices),
        figures=tuple(reader.figures),
        code=tuple(reader.code),
    )


def title(cells: list[Any]) -> str | None:
    """First heading of a notebook, before it has run."""
    for cell in cells:
        if cell.cell_type == "markdown" and (found := re.search(r"^#\s+(.+)$", cell.source, re.MULTILINE)):
            return found[1].strip()
    return None


class _Reader:
    """Reads cells one by one and remembers what the page needs as a whole: title, contents, names taken."""

    def __init__(self, beside: str | None, undrawn: Mapping[str, str]) -> None:
        self.beside, self.undrawn = beside, undrawn
        self.title: str | None = None
        self.blocks: list[Block] = []
        self.contents: list[Entry] = []
        self.notices: list[Notice] = []
        self.figures: list[Mapping[str, Any]] = []
        self.code: list[str] = []

    def read(self, cell: Any) -> None:
        """One more cell."""
        if cell.cell_type == "markdown":
            self.blocks.append(Block("prose", self._prose(cell.source)))
        elif cell.cell_type == "code" and cell.source.strip():
            shown = [block for output in cell.get("outputs", []) for block in self._shown(output)]
            self.blocks += [*shown[:-1], *(replace(last, code=cell.source) for last in shown[-1:])]
            if not shown or shown[-1].kind == "prose":
                self.code.append(cell.source)

    def _prose(self, source: str) -> Any:
        html = markdown(source)
        return type(html)(_HEADING.sub(self._heading, str(html)).strip())

    def _heading(self, found: re.Match[str]) -> str:
        level, inner = int(found[1]), found[2]
        words = re.sub(r"<[^>]+>", "", inner)
        if level == 1 and self.title is None:
            self.title = unescape(words)
            return ""
        level = max(level, _PART)
        stem = "part-" + (re.sub(r"\W+", "-", words.lower()).strip("-") or "x")
        taken = {entry.id for entry in self.contents}
        identity = next(i for i in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if i not in taken)
        self.contents.append(Entry(level, identity, unescape(words)))
        return f'<h{level} id="{identity}">{inner}</h{level}>'

    def _shown(self, output: Any) -> Iterator[Block]:
        if output.output_type == "stream":
            kind = "text" if output.name == "stdout" else "messages"
            yield Block(kind, shortened(_strip(output.text)))
        elif output.output_type == "error":
            yield self._error(output)
        elif FIGURE in output.data:
            yield self._figure(output.data[FIGURE])
        else:
            yield self._data(output.data)

    def _error(self, output: Any) -> Block:
        said = shortened(f"{output.ename}: {output.evalue}")
        self.notices.append(Notice("missing", f"the notebook stopped with {said}; what should follow is missing"))
        trace = shortened(_strip("\n".join(output.traceback)))
        return Block("error", {"said": said, "trace": trace})

    def _figure(self, payload: Mapping[str, Any]) -> Block:
        own = self._drawable(self._own_name(payload))
        self.figures.append(own)
        shown = view(own, self.beside)
        self.notices += [Notice(each["level"], each["what"], shown.id) for each in shown.notices]
        level = 3 if any(entry.level == _PART for entry in self.contents) else _PART
        self.contents.append(Entry(3, shown.id, shown.title))
        return Block("figure", shown, level=level)

    def _drawable(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        if payload["name"] not in self.undrawn:
            return payload
        what = f"The chart could not be drawn ({self.undrawn[payload['name']][:200]}); its numbers stand in the table."
        return {**payload, "spec": None, "notices": [*payload["notices"], {"level": "fallback", "what": what}]}

    def _own_name(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        taken, name = {figure["name"] for figure in self.figures}, payload["name"]
        if name not in taken:
            return payload
        other = next(f"{name}-{n}" for n in range(2, 10_000) if f"{name}-{n}" not in taken)
        why = Notice("fallback", f"two figures are called {name!r}; the later one is stored as {other!r}")
        self.notices.append(why)
        return {**payload, "name": other}

    def _data(self, data: Mapping[str, Any]) -> Block:
        number = len(self.blocks)
        if "text/html" in data:
            shown = table(data["text/html"], f"table-{number}")
            if not re.sub(r"<[^>]*>|\s", "", str(shown)):
                self.notices.append(Notice("fallback", "an output cannot be shown offline, and was left out"))
            return Block("html", shown)
        if "text/markdown" in data:
            return Block("prose", clean(str(markdown(data["text/markdown"]))))
        for kind in ("image/png", "image/jpeg"):
            if kind in data:
                return Block(
                    "image", {"address": f"data:{kind};base64,{data[kind]}", "words": data.get("text/plain", "")}
                )
        return Block("text", shortened(str(data.get("text/plain", ""))))
