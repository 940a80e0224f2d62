"""Tables on disk: a folder of Parquet parts a noun, each written whole or not at all."""

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from analysis.errors import BadInput, BadTable
from analysis.tables import check, name, schema

_PART = re.compile(r"[a-z0-9][a-z0-9_.-]{0,120}")
_FOLDED = "samestory.folded"


def path_of(folder: Path, noun: type, part: str) -> Path:
    """Where a part of a noun's table lies.

    Raises:
        BadInput: the part's name could lead elsewhere.
    """
    if not _PART.fullmatch(part):
        raise BadInput(f"{part!r} is no name of a part; allowed: lower-case letters, digits, _, - and .")
    return folder / name(noun) / f"{part}.parquet"


def paths(folder: Path, noun: type) -> list[Path]:
    """Parts of a noun's table that are there."""
    return sorted((folder / name(noun)).glob("*.parquet"))


def read(path: Path, noun: type) -> pl.DataFrame:
    """One part, with the noun's columns.

    Raises:
        BadTable: the file is broken, or of another version of the noun.
    """
    return read_marked(path, noun)[0]


def read_marked(path: Path, noun: type) -> tuple[pl.DataFrame, str]:
    """One part, and the journal that last went into it, both of one moment: the file may be replaced while we look."""
    raw = path.read_bytes()
    try:
        table = check(pl.read_parquet(raw), noun).select(list(schema(noun)))
        return table, pl.read_parquet_metadata(raw).get(_FOLDED, "")
    except (PolarsError, BadTable) as why:
        raise _unusable(path, why) from None


def _unusable(path: Path, why: Exception) -> BadTable:
    what = f"{path.parent.name}/{path.name}"
    return BadTable(f"{what} cannot be used; restore it, or delete it and run the command that makes it again: {why}")


def write(path: Path, table: pl.DataFrame, *, folded: str = "") -> None:
    """Put a part in place, on the disk's own word that it is there; ``folded`` names the journal that went into it."""
    metadata = {_FOLDED: folded} if folded else None
    written_whole(path, lambda draft: table.write_parquet(draft, metadata=metadata))


def folded(path: Path) -> str:
    """The journal that last went into a part, or nothing.

    Raises:
        BadTable: the part cannot be read.
    """
    try:
        return pl.read_parquet_metadata(path).get(_FOLDED, "") if path.exists() else ""
    except PolarsError as why:
        raise _unusable(path, why) from None


def written_whole(path: Path, fill: Callable[[Path], object]) -> None:
    """Let *fill* write a file beside *path*, then put it in *path*'s place; where it fails, *path* is as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    try:
        fill(draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make sure that the folder itself remembers what was put into it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def manifest(folder: Path) -> Mapping[str, str]:
    """SHA-256 of every table part below an event's folder, by its path there."""
    found = sorted((folder / "tables").rglob("*.parquet"))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}
