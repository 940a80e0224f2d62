"""The figures of a page → files that people put elsewhere: CSV for spreadsheets, PNG and SVG for pages and papers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from analysis.report import leaks
from analysis.report.view import spreadsheet

FOLDER: Final = "figures"
_PNG_SCALE: Final = 2.0


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
    return files | _drawn(payload["spec"], stem)


def _drawn(spec: Any, stem: str) -> dict[str, str | bytes]:
    if spec is None:
        return {}
    import vl_convert  # a JavaScript engine: 50 MB that only a drawn figure needs

    version = ".".join(spec["$schema"].rpartition("/v")[2].split(".")[:2])
    return {
        f"{stem}.svg": vl_convert.vegalite_to_svg(spec, vl_version=version),
        f"{stem}.png": vl_convert.vegalite_to_png(spec, vl_version=version, scale=_PNG_SCALE),
    }


def _write(path: Path, content: str | bytes) -> str:
    if isinstance(content, str):
        content = leaks.guard(content, path.name).encode()
    path.write_bytes(content)
    return path.name
