"""An event → its report: notebooks run side by side, a page each, an index, a manifest; written whole or not at all."""

import multiprocessing
import shutil
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from analysis import places
from analysis.errors import BadInput, Missing
from analysis.report import exporter, index, leaks, manifest
from analysis.report.edition import Chapter, Edition, Outcome
from analysis.report.exporter import Setting
from analysis.report.figures import FOLDER
from analysis.report.page import Block, Notice, Page, title
from analysis.report.worker import Job, work

ORDER: Final = ("overview", "emphasis", "sourcing", "timing", "quality")
NOT_REPORTED: Final = frozenset({"explore"})
_PRELOADED: Final = ("nbformat", "IPython", "altair", "analysis.report.worker")
"""What takes each notebook's process seconds to import, and starts no threads; polars and papermill (pyarrow) do start some."""
_PLAIN: Final = Edition()


def report(event: str, *, data: Path, out: Path, kernel: bool = False, edition: Edition = _PLAIN) -> Outcome:
    """The event's report in ``out/<event>/``, and what is missing in it.

    Args:
        event: slug of the event.
        data: the data folder, which holds ``<event>/tables``.
        out: folder of all reports; that of the event is replaced as a whole.
        kernel: run notebooks in stock kernels instead of the in-process engine.
        edition: what the pages say of the event.

    Raises:
        Missing: there are no notebooks.
        BadInput: ``out/<event>`` holds something that is no report, or a parameter that no notebook names.
    """
    folder, staging = out / event, out / f".{event}.part"
    _replaceable(folder)
    notebooks = _notebooks(edition)
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        jobs = [Job(n, p, data, staging, kernel) for n, p in _parameters(event, notebooks, edition).items()]
        chapters = _chapters(jobs, _setting(event, notebooks, edition), edition)
        notices = _write_rest(event, data, staging, (edition, chapters))
        _swap(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    pages = (folder / "index.html", *(folder / f"{chapter.name}.html" for chapter in chapters))
    return Outcome(event, folder, pages, (*notices, *(notice for chapter in chapters for notice in chapter.notices)))


def _notebooks(edition: Edition) -> tuple[Path, ...]:
    folder = edition.notebooks or places.shipped("notebooks")
    found = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if path.stem not in NOT_REPORTED}
    if not found:
        raise Missing(f"no notebooks in {folder}; a report needs at least one of {', '.join(ORDER)}")
    names = [name for name in ORDER if name in found] + [name for name in found if name not in ORDER]
    return tuple(found[name] for name in names)


def _parameters(event: str, notebooks: tuple[Path, ...], edition: Edition) -> dict[Path, dict[str, Any]]:
    """For each notebook the event and those of the edition's parameters that it names."""
    import papermill  # takes a second to import

    given = {"event": event, **edition.parameters}
    named = {notebook: set(papermill.inspect_notebook(str(notebook))) for notebook in notebooks}
    unknown = set(edition.parameters) - set().union(*named.values())
    if unknown:
        allowed = ", ".join(sorted(set().union(*named.values())))
        raise BadInput(f"no notebook has a parameter {', '.join(sorted(unknown))}; allowed: {allowed}")
    return {notebook: {n: v for n, v in given.items() if n in names} for notebook, names in named.items()}


def _setting(event: str, notebooks: tuple[Path, ...], edition: Edition) -> Setting:
    pages = tuple((notebook.stem, _title(notebook)) for notebook in notebooks)
    return Setting(event=edition.title or event, made_up=edition.made_up, pages=pages)


def _title(notebook: Path) -> str:
    import nbformat

    read: Any = nbformat.read
    return title(read(notebook, as_version=4).cells) or notebook.stem.replace("-", " ").capitalize()


def _chapters(jobs: list[Job], setting: Setting, edition: Edition) -> list[Chapter]:
    chapters = []
    edition.tell("pages", 0, len(jobs))
    with ThreadPoolExecutor(max_workers=edition.workers) as pool:
        for chapter in pool.map(lambda job: _chapter(job, setting), jobs):
            chapters.append(chapter)
            edition.tell("pages", len(chapters), len(jobs))
    return chapters


def _chapter(job: Job, setting: Setting) -> Chapter:
    """The page of one notebook, written; if it could not be made, a page that says so."""
    path = job.report / f"{job.name}.html"
    try:
        shown, files = _apart(job)
        path.write_text(exporter.html(shown, setting), encoding="utf-8", newline="\n")
    except Exception as why:  # noqa: BLE001  # whatever stopped one notebook must not stop the others; its page and the outcome say it
        shown, files = _failed(job, leaks.shortened(f"{type(why).__name__}: {why}"), setting), ()
        path.write_text(exporter.html(shown, setting), encoding="utf-8", newline="\n")
    findings = tuple((view.id, view.title) for view in shown.views)
    return Chapter(job.name, shown.title, findings, shown.notices, (path.name, *files), job.parameters)


def _apart(job: Job) -> tuple[Page, tuple[str, ...]]:
    """The work done in a fresh process of its own, so that one that dies takes no other with it.

    Never forked from here: polars has threads, and a fork would copy their locks. The fork server has none.
    """
    served = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if served else "spawn")
    if served:
        context.set_forkserver_preload(list(_PRELOADED))
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(work, job).result()


def _failed(job: Job, said: str, setting: Setting) -> Page:
    for half in job.report.glob(f"{FOLDER}/{job.name}-*"):
        half.unlink()
    return Page(
        name=job.name,
        title=dict(setting.pages)[job.name],
        blocks=(Block("error", {"said": said, "trace": said}),),
        contents=(),
        notices=(Notice("missing", f"the page could not be made: {said}"),),
        figures=(),
        code=(),
    )


def _write_rest(event: str, data: Path, staging: Path, made: tuple[Edition, list[Chapter]]) -> list[Notice]:
    """The index and the manifest; gives what is amiss with the report as a whole."""
    edition, chapters = made
    inputs = manifest.tables(data, event)
    source = edition.event_file or _event_file(event, data)
    notices = [] if source else [Notice("missing", f"the event's own file, {event}.toml, was not found")]
    page = index.html(event, edition, chapters, notices)
    (staging / "index.html").write_text(page, encoding="utf-8", newline="\n")
    facts: Mapping[str, Any] = {
        "event": event,
        "title": edition.title or event,
        "made_up": edition.made_up,
        **({"made_at": edition.made_at} if edition.made_at else {}),
        "parameters": {chapter.name: dict(chapter.parameters) for chapter in chapters},
        "inputs": ({f"events/{source.name}": manifest.digest(source)} if source else {}) | inputs,
        "notebooks": manifest.digests(_notebooks(edition)[0].parent, _notebooks(edition)),
        "versions": manifest.versions(),
        "notices": [asdict(n) for n in (*notices, *(n for chapter in chapters for n in chapter.notices))],
        "left_out": [dict(row) for row in edition.left_out],
        "files": manifest.digests(staging, (path for path in staging.rglob("*") if path.is_file())),
    }
    text = leaks.guard(manifest.text(facts), "manifest.json")
    (staging / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
    return notices


def _event_file(event: str, data: Path) -> Path | None:
    folders = (data / "events", places.shipped("data/events"), places.shipped("data/demo") / "events")
    return next((folder / f"{event}.toml" for folder in folders if (folder / f"{event}.toml").is_file()), None)


def _replaceable(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / "manifest.json").is_file():
        raise BadInput(f"{folder} holds something that is no report of ours; empty it, or choose another folder")


def _swap(staging: Path, folder: Path) -> None:
    """The new report in place of the old one; a reader never finds half of either."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    staging.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
