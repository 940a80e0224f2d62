"""A page → one HTML file that needs nothing else: ``jupyter nbconvert --to samestory``, and JupyterLab's export menu."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from nbconvert.exporters import Exporter
from traitlets import default

from analysis.report import leaks
from analysis.report.foreign import fingerprint, script_json
from analysis.report.page import Page, page
from analysis.report.view import ROWS_SHOWN, SENTENCES_SHOWN

_HERE: Final = Path(__file__).parent
POLICY: Final = "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a page stands: the report that it belongs to, and the pages beside it."""

    event: str = ""
    """Title of the event."""
    made_up: bool = False
    pages: tuple[tuple[str, str], ...] = ()
    """File name and title of each page of the report, the index not counted; none where the page stands alone."""
    beside: str | None = None
    """Start of its figures' addresses; None where figures have no files."""
    name: str = "page"


class ReportExporter(Exporter):
    """An offline page of a notebook that has run; ``resources["samestory"]`` may hold its Setting."""

    export_from_notebook = "Report (HTML, offline)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _extension(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters give text, too
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[str, Any]:
        """The page's HTML.

        Raises:
            Stop: the page would name a folder or a secret of this machine.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        name = resources.get("metadata", {}).get("name") or "page"
        setting = resources.get("samestory") or Setting(name=name)
        return html(page(nb.cells, setting.name, setting.beside), setting), resources


def html(shown: Page, setting: Setting) -> str:
    """One page as HTML: Vega once, each data set once, and a policy under which nothing else can run or load."""
    scripts = _scripts(shown)
    allowed = " ".join(map(fingerprint, scripts)) or "'none'"
    datasets = {name: rows for view in shown.views for name, rows in view.datasets.items()}
    text = template("page.html.j2").render(
        page=shown,
        setting=setting,
        policy=f"default-src 'none'; script-src {allowed}; {POLICY}",
        css=asset("page.css"),
        scripts=scripts,
        datasets=datasets,
        rows_shown=ROWS_SHOWN,
        sentences_shown=SENTENCES_SHOWN,
    )
    return leaks.guard(text, f"{shown.name}.html")


def template(name: str) -> jinja2.Template:
    """A template of ours; whatever it is handed is escaped unless it says itself that it is HTML."""
    return _templates().get_template(name)


@cache
def asset(name: str) -> str:
    """Text of a style sheet or script that travels with the package."""
    return (_HERE / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def vega(version: str) -> str:
    """Vega, Vega-Lite of that version (``6.4``) and vega-embed as one script; in a function, or its names would lie open."""
    import vl_convert  # a JavaScript engine: 50 MB that only a page with charts needs

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=version).replace("\r\n", "\n")
    return f"(function(){{{bundle}\n}})();".replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _scripts(shown: Page) -> tuple[str, ...]:
    """Vega as the page's charts want it, and what draws them; nothing where there is no chart."""
    schemas = sorted({str(view.spec["$schema"]) for view in shown.views if view.spec})
    if not schemas:
        return ()
    major, minor, *_ = schemas[-1].rpartition("/v")[2].split(".")
    return vega(f"{major}.{minor}"), asset("page.js")


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["script_json"] = script_json
    return environment
