"""Gold must not sink: what readers make of labelled pages is pinned, with the labels' fingerprint, in benchmarks/floors.toml."""

import hashlib
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = tomllib.loads((ROOT / "benchmarks/floors.toml").read_text(encoding="utf-8"))


def scorer() -> ModuleType:
    """The scorer that the benchmark prints its tables with; its folder is no package."""
    spec = importlib.util.spec_from_file_location("gold_extraction", ROOT / "benchmarks/gold/extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def extraction(shared: Path) -> tuple[str, dict[str, float]]:
    """Fingerprint of the labels of pages, and every pinned score as it is now."""
    if not (shared / "gold/extraction").is_dir():
        pytest.skip("no labelled pages in the folder of real material")
    bench = scorer()
    return bench.fingerprint(), bench.scores()


def test_labels_of_pages_are_those_that_the_floors_were_measured_on(extraction):
    """Other labels give other scores: measure anew, look at what changed, then pin both."""
    assert extraction[0] == FLOORS["extraction"]["labels"]


def test_no_score_of_extraction_sinks(extraction):
    """Every pinned score is reached; a higher one may be pinned by hand, a lower one never."""
    floors = {name: floor for name, floor in FLOORS["extraction"].items() if name != "labels"}

    sunk = {name: (extraction[1][name], floor) for name, floor in floors.items() if extraction[1][name] < floor}

    assert not sunk


def test_a_fingerprint_tells_labels_apart(tmp_path, monkeypatch):
    """One changed letter in one label changes it, so that no pin outlives its labels unseen."""
    bench = scorer()
    for name in bench.LABELS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a label", encoding="utf-8")
    monkeypatch.setattr(bench, "SHARED", tmp_path)
    before = bench.fingerprint()

    (tmp_path / bench.LABELS[0]).write_text("a labeL", encoding="utf-8")

    assert bench.fingerprint() != before
    assert len(before) == len(hashlib.sha256().hexdigest())
