"""A collection of web archives (multi-WACZ) → the pages of the WACZ files in it, or which files to bring.

Webrecorder's draft (``multi-wacz-package``, 0.1): a ``datapackage.json``, alone or in a zip, whose resources are WACZ files, beside it
or elsewhere. Built from that description; no real one was at hand.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from analysis.collect import archives
from analysis.collect.brought import LARGEST, Brought, Case
from analysis.collect.zips import Zip
from analysis.errors import Failed, Unreadable
from analysis.tables import Attempt

_PACKAGE = "datapackage.json"
_LARGEST_LIST = 50 * 2**20


def is_collection(archive: Zip) -> bool:
    """Whether a zip file holds WACZ files, or the list of a collection."""
    if any(name.lower().endswith(".wacz") for name in archive.names):
        return True
    return _PACKAGE in archive.names and listed(archive.read(_PACKAGE, _LARGEST_LIST)) is not None


def listed(manifest: bytes) -> tuple[str, ...] | None:
    """Names of the WACZ files that a collection's list names; None where it is no such list."""
    try:
        package = json.loads(manifest)
    except (ValueError, RecursionError):
        return None
    if not isinstance(package, dict) or "multi-wacz" not in str(package.get("profile")):
        return None
    resources = package.get("resources")
    said = [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
    return tuple(str(one.get("name") or one.get("path") or "")[:100] for one in said)


def lacking(names: tuple[str, ...]) -> Unreadable:
    """What to do about a collection that lists its WACZ files and holds none."""
    there = f": {', '.join(names[:5])}{' …' if len(names) > 5 else ''}" if names else ""
    return Unreadable(f"a collection (multi-WACZ) that only lists its WACZ files{there}; bring those files themselves")


def pages(case: Case, archive: Zip) -> Iterator[Brought | Attempt]:
    """Pages of each WACZ file in a collection; an attempt for one that cannot be read.

    Raises:
        Unreadable: it holds none, but lists them.
        BadInput: their pages together are larger than what one command takes.
    """
    inside = [name for name in archive.names if name.lower().endswith(".wacz")]
    if not inside:
        raise lacking(listed(archive.read(_PACKAGE, _LARGEST_LIST)) or ())
    left = LARGEST
    for name in inside:
        inner = replace(case, path=case.path.with_name(Path(name).name), inside=(*case.inside, case.path.name))
        try:
            body = archive.read(name, left)
            left -= len(body)
            with Zip(body) as one:
                yield from archives.of_wacz(inner, one)
        except (Unreadable, Failed) as why:
            yield inner.attempt(inner.address(name.encode()), "unreadable", f"{inner.name}: {why}")
