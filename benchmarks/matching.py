"""How well articles are grouped into stories and shared passages found, on labelled sets, by the sets' own scorers.

    python benchmarks/matching.py [SET …]

Needs the folder of real material (SAMESTORY_SHARED, else ../shared).
"""

import importlib.util
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

from analysis.match.reuse import passages
from analysis.match.stories import stories

ROOT = Path(__file__).resolve().parent.parent
GOLD = Path(os.environ.get("SAMESTORY_SHARED", ROOT.parent / "shared")) / "gold/events"
SETS = ("allsides", "tvc", "ecbplus", "basil", "uci_heads")
COLUMNS = ("id", "outlet", "published", "title", "text")


def scorer(name: str) -> ModuleType:
    """A scorer that lies with the labels."""
    spec = importlib.util.spec_from_file_location(name, GOLD / f"{name}.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{name}.py not found")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(name: str) -> list[dict[str, Any]]:
    """The labelled documents of a set."""
    with (GOLD / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def grouped(name: str, score: Any) -> list[str]:
    """Two rows of figures for a set: its events at both of our levels."""
    gold = lines(name)
    documents = pl.DataFrame([{c: r.get(c) for c in COLUMNS} for r in gold], schema=dict.fromkeys(COLUMNS, pl.String))
    begun = time.perf_counter()
    found = stories(documents)
    took = time.perf_counter() - begun
    true, outlet = {r["id"]: r["event"] for r in gold}, {r["id"]: r["outlet"] for r in gold}
    rows = []
    for level in ("event", "storyline"):
        s = score(true, dict(found.select("id", level).iter_rows()), outlet)
        figures = (s["bcubed_f1"], s["pair_f1"], s["xpair_p"], s["xpair_r"], s["xpair_f1"])
        rows.append(f"{name:10} {level:10} {len(gold):6} " + " ".join(f"{f:9.3f}" for f in figures) + f" {took:7.1f}")
    return rows


def shared(score: Any) -> str:
    """Figures of the shared passages."""
    gold = lines("reuse_synth")
    begun = time.perf_counter()
    found = [(r["id"], passages(r["source"], r["suspicious"])) for r in gold]
    took = (time.perf_counter() - begun) / len(gold) * 1000
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for key, said in found:
            file.write(json.dumps({"id": key, "spans": [{"src": p.src, "susp": p.susp} for p in said]}) + "\n")
        file.flush()
        s = score(GOLD / "reuse_synth.jsonl", file.name)
    figures = "  ".join(
        f"{k} {s[k]:.3f}" for k in ("precision", "recall", "granularity", "plagdet", "false_alarm_pairs")
    )
    kinds = "  ".join(f"{kind} {value:.3f}" for kind, value in s["recall_by_kind"].items())
    return f"reuse_synth: {figures}  {took:.1f} ms a pair\n  recall by kind: {kinds}"


def main() -> None:
    """Print the tables."""
    if not GOLD.is_dir():
        sys.exit("real material not found: set SAMESTORY_SHARED")
    score = scorer("score_events").score
    print(
        f"{'set':10} {'level':10} {'docs':>6} {'BCubed F1':>9} {'pair F1':>9} {'x-pair P':>9} {'x-pair R':>9} {'x-pair F1':>9} {'seconds':>7}"
    )
    for name in sys.argv[1:] or SETS:
        print("\n".join(grouped(name, score)), flush=True)
    print(shared(scorer("score_reuse").main))


if __name__ == "__main__":
    main()
