"""Who: one outlet = one file = one OUTLET, found by file name; a user's own are TOML files in the data folder."""

import importlib
import os
import pkgutil
import re
from functools import cache
from pathlib import Path
from types import MappingProxyType

from analysis import places
from analysis.collect.shapes import host_of
from analysis.errors import BadInput
from analysis.outlets import _declared
from analysis.outlets._declared import KINDS, SLUG, toml
from analysis.outlets._outlet import Outlet

__all__ = ["KINDS", "SLUG", "Outlet", "folder", "outlets", "slug_named", "slug_of", "toml"]


def folder() -> Path:
    """Where a user's own outlets are declared, a file ``<slug>.toml`` each."""
    return places.data() / "outlets"


def outlets() -> MappingProxyType[str, Outlet]:
    """Every outlet by slug, the name of its file; one that cannot be imported or read stops the program.

    Raises:
        BadInput: a user's file has faults, or takes a slug or a host that belongs to another outlet.
    """
    return _all(_there(folder()))


def slug_of(url: str) -> str | None:
    """Slug of the outlet on whose server an address lies; the longest fitting host wins."""
    owners = _owners(_there(folder()))
    labels = host_of(url).split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((owners[name] for name in names if name in owners), None)


def slug_named(name: str) -> str | None:
    """Slug of the outlet that databases call so, edition and ``(Online)`` left aside; None where none is called so.

    Other words in brackets count: The Guardian of London and The Guardian (Nigeria) are two.
    """
    wanted = _spoken(name)
    every = outlets().items()
    return next((slug for slug, one in every if wanted in map(_spoken, (one.name, *one.aliases))), None)


_EDITION = re.compile(r",\s*late edition.*$|\((?:online|print|london|uk|usa?|east coast)\)")


def _spoken(name: str) -> str:
    return re.sub(r"^the\b|\W+", "", _EDITION.sub("", " ".join(name.casefold().split())))


_Files = tuple[tuple[str, int, int], ...]
"""Path, time of the last change, size: read anew when any of it is another."""


def _there(place: Path) -> _Files:
    try:
        with os.scandir(place) as found:
            told = [(e.path, e.stat()) for e in found if e.name.endswith(".toml") and not e.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(sorted((path, stat.st_mtime_ns, stat.st_size) for path, stat in told))


@cache
def _packaged() -> MappingProxyType[str, Outlet]:
    slugs = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return MappingProxyType({slug: importlib.import_module(f"{__name__}.{slug}").OUTLET for slug in slugs})


@cache
def _all(files: _Files) -> MappingProxyType[str, Outlet]:
    known = dict(_packaged())
    owners = {host: slug for slug, outlet in known.items() for host in outlet.hosts}
    for name, _, _ in files:
        path = Path(name)
        outlet = _declared.read(path)
        if path.stem in known:
            raise BadInput(f"{path}:1: (file): an outlet of that name comes with samestory; allowed: another name")
        if taken := [f"{host!r} is {owners[host]}'s" for host in outlet.hosts if host in owners]:
            raise BadInput(f"{path}:1: hosts: {', '.join(taken)}; allowed: hosts of no other outlet")
        known[path.stem] = outlet
        owners |= dict.fromkeys(outlet.hosts, path.stem)
    return MappingProxyType(known)


@cache
def _owners(files: _Files) -> MappingProxyType[str, str]:
    return MappingProxyType({host: slug for slug, outlet in _all(files).items() for host in outlet.hosts})
