"""What a report was made from, with what, and what was left out: ``manifest.json``, the same for the same inputs."""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

_PACKAGES: Final = (
    "samestory",
    "altair",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "polars",
    "scipy",
    "vl-convert-python",
)


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """Digest of each file under its path relative to *folder*, in the order of those paths."""
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: digest(named[name]) for name in sorted(named)}


def tables(data: Path, event: str) -> dict[str, str]:
    """Digests of all parts of all tables of an event, ``tables/<noun>/<part>.parquet``, and of what people checked, ``checks/…``."""
    folder = data / event
    found = [*(folder / "tables").rglob("*"), *(folder / "checks").rglob("*.parquet")]
    return digests(folder, (path for path in found if path.is_file()))


def versions() -> dict[str, str]:
    """Versions of what computes and draws."""
    return {"python": platform.python_version()} | {name: version(name) for name in _PACKAGES}


def text(facts: Mapping[str, Any]) -> str:
    """The manifest as it is written."""
    return json.dumps(facts, indent=2, ensure_ascii=False, allow_nan=False, default=_said) + "\n"


def _said(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a manifest: {value!r:.80}")
