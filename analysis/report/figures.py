"""The figures of a page → files that people put elsewhere: CSV for spreadsheets, PNG and SVG for pages and papers."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from analysis.report import leaks
from analysis.report.view import spreadsheet

FOLDER: Final = "figures"
_PNG_SCALE: Final = 2.0


def undrawn(payloads: tuple[Mapping[str, Any], ...]) -> dict[str, str]:
    """Name of each figure whose chart cannot be drawn, and why."""
    found = {}
    for payload in payloads:
        try:
            pictures(payload["spec"])
        except ValueError as why:
            found[payload["name"]] = " ".join(str(why).split())
    return found


def write(payloads: tuple[Mapping[str, Any], ...], theme: str, report: Path) -> tuple[str, ...]:
    """Addresses, relative to the report's folder, of the files written for the figures of one page.

    Raises:
        Stop: a file would name a folder or a secret of this machine.
    """
    folder = report / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        f"{FOLDER}/{_write(folder / name, content)}"
        for payload in payloads
        for name, content in _contents(payload, f"{theme}-{payload['name']}").items()
    )


def _contents(payload: Mapping[str, Any], stem: str) -> dict[str, str | bytes]:
    # Excel reads a CSV as UTF-8 only when it begins with this mark; polars and pandas pass over it.
    files: dict[str, str | bytes] = {f"{stem}.csv": "\ufeff" + spreadsheet(payload["table"])}
    if payload["evidence"] is not None:
        files[f"{stem}-evidence.csv"] = "\ufeff" + spreadsheet(payload["evidence"])
    return files | {f"{stem}.{kind}": drawn for kind, drawn in pictures(payload["spec"]).items()}


def pictures(spec: Any) -> dict[str, str | bytes]:
    """The chart as ``svg`` and ``png``; nothing where there is no chart.

    Raises:
        ValueError: it cannot be drawn.
    """
    if spec is None:
        return {}
    return dict(_drawn(json.dumps(spec)))


@lru_cache(maxsize=64)
def _drawn(text: str) -> tuple[tuple[str, str | bytes], ...]:
    """Drawn once, though a page asks twice: whether it can be, and for its files."""
    import vl_convert  # a JavaScript engine: 50 MB that only a drawn figure needs

    spec = json.loads(text)
    version = ".".join(spec["$schema"].rpartition("/v")[2].split(".")[:2])
    return (
        ("svg", vl_convert.vegalite_to_svg(spec, vl_version=version)),
        ("png", vl_convert.vegalite_to_png(spec, vl_version=version, scale=_PNG_SCALE)),
    )


def _write(path: Path, content: str | bytes) -> str:
    if isinstance(content, str):
        content = leaks.guard(content, path.name).encode()
    path.write_bytes(content)
    return path.name
