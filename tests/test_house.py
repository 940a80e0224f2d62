"""The house stands as docs/house.md says: who imports whom, how large things are, what stands where."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GROUND = {"errors", "places"}

# Room → rooms that it may import. A room may always import its own parts and the ground that is named here for it.
MAY_IMPORT = {
    "__init__": set(),
    "errors": set(),
    "places": set(),
    "keys": {"errors"},
    "tables": {"errors"},
    "events": {"errors", "places"},
    "chart": set(),
    "measure": {"tables"},
    "match": {"tables"},
    "quote": {"tables", "errors", "places"},
    "check": {"tables", "errors"},
    "extract": {"tables", "errors"},
    "collect": {"tables", "events", "errors"},
    "store": {"tables", "errors", "places"},
    "report": {"errors", "places"},
    "outlets": {"collect", "extract", "errors", "places"},
    "demo": {"events", "errors", "places"},
    "stages": {
        "outlets",
        "collect",
        "extract",
        "quote",
        "match",
        "store",
        "events",
        "tables",
        "errors",
        "places",
        "measure",
        "keys",
    },
    "cli": {
        "stages",
        "pipes",
        "doctor",
        "publish",
        "check_command",
        "report",
        "outlets",
        "events",
        "demo",
        "errors",
        "places",
        "keys",
        "store",
        "__init__",
        "terminal",
    },
    "check_command": {"checking", "check", "store", "events", "errors", "terminal"},
    "checking": {"check", "measure", "report", "store", "events", "tables", "errors"},
    "terminal": {"stages", "store", "events"},
    "publish": {"report", "stages", "store", "events", "tables"},
    "doctor": {"stages", "outlets", "collect", "keys", "store", "events", "tables", "errors", "places"},
    "pipes": {"stages", "errors"},
}
NOTEBOOKS_MAY_IMPORT = {"store", "measure", "chart", "events"}
FILE_LIMIT, FUNCTION_LIMIT = 400, 25


def modules():
    """Every module of ours."""
    return sorted((ROOT / "analysis").rglob("*.py"))


def room(path: Path) -> str:
    """The room that a module stands in."""
    first = path.relative_to(ROOT / "analysis").parts[0]
    return first.removesuffix(".py")


def imported(source: str) -> set[str]:
    """Rooms of ours that a source imports anywhere, in functions and for types too."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{a.name}" for a in node.names} if node.module == "analysis" else {node.module}
    rooms = {name.split(".")[1] for name in found if name.startswith("analysis.")}
    return {"__init__" if name.startswith("__") else name for name in rooms} | (
        {"__init__"} if "analysis" in found else set()
    )


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from its signature's end, docstring not counted."""
    first = function.body[1:] if ast.get_docstring(function) else function.body
    return (first[-1].end_lineno or 0) - first[0].lineno + 1 if first else 0


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_import_only_what_lies_below_them(path):
    """Data goes one way; a room that imports its neighbour would let it walk back."""
    here = room(path)

    wrong = imported(path.read_text(encoding="utf-8")) - MAY_IMPORT[here] - {here}

    assert not wrong, f"{here} may not import {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    """Past 400 and 25 lines the house lacks a room."""
    source = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    long = {f.name: body_lines(f) for f in functions if body_lines(f) > FUNCTION_LIMIT}

    assert len(source.splitlines()) <= FILE_LIMIT
    assert not long


def test_only_the_client_touches_the_network():
    """One polite client, so that no module can be impolite by itself."""
    reaching = {
        path.relative_to(ROOT / "analysis").as_posix()
        for path in modules()
        if {"httpx2", "socket", "urllib.request", "requests"} & imports_of(path)
    }

    assert reaching <= {"collect/client.py", "collect/guard.py"}


def imports_of(path: Path) -> set[str]:
    """Full names of the modules that a file imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return plain | {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}


def test_no_package_of_tests_shadows_ours():
    """Nothing named analysis under tests/, and no __init__.py there."""
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not [p for p in (ROOT / "tests").rglob("analysis*") if p.is_dir() or p.suffix == ".py"]


def test_every_dependency_has_its_reason():
    """A dependency that nobody can explain is one to drop."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()

    bare = [line for line in lines if line.startswith('  "') and ">=" in line and "#" not in line]

    assert not bare


def test_the_lock_names_no_host():
    """A registry's address in the lock would tie every user to one host."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")

    assert "://" not in lock
    assert "--hash=sha256:" in lock
