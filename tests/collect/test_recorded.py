"""Every recorded answer of an interface, a feed or a sitemap yields its candidates; the same code prints the benchmark."""

import importlib.util
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "collect.py"


@pytest.fixture(scope="module")
def benchmark():
    """The benchmark's module, which stands in no package."""
    import sys

    spec = importlib.util.spec_from_file_location("benchmark_collect", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARK.parent)  # as `python benchmarks/collect.py` has it: it imports its neighbour
        spec.loader.exec_module(module)
    return module


def test_every_recorded_item_gives_a_right_candidate(benchmark, shared):
    """Address, outlet, time and scope, of all kinds that were recorded."""
    scores = {case.name: benchmark.score(case) for case in benchmark.cases(shared / "recorded")}

    assert len(scores) > 20
    assert {name: score.wrong for name, score in scores.items() if score.wrong} == {}
    assert sum(score.items for score in scores.values()) > 5000
    assert not {name for name, score in scores.items() if name.startswith("nyt") and "full" in score.scopes}
