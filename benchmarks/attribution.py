"""How well and how fast statements are found, on the gold beside the project: by outlet, with intervals by article.

python benchmarks/attribution.py                 the table
python benchmarks/attribution.py --beside FILE   a second column: predictions of another program (JSON Lines)
python benchmarks/attribution.py --scores        the numbers of analysis/quote/lexicon/scores.toml
python benchmarks/attribution.py --gold FILE     another file of the same shape
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from analysis.measure.agreement import Claim, Subset, Tally, attribution_tallies
from analysis.quote import attributions
from analysis.quote.sentences import sentences
from analysis.quote.statements import statements
from analysis.quote.tokens import tokens
from analysis.quote.words import words

SHARED = Path(os.environ.get("SAMESTORY_SHARED", Path(__file__).resolve().parents[2] / "shared"))
GOLD = SHARED / "gold" / "attribution" / "polnear_dev.jsonl"
MEASURES = ("full", "match", "direct", "mixed", "indirect", "exact", "source_head", "cue")
RESAMPLES = 1000
FOLDS = 5


def main() -> None:
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--scores", action="store_true")
    chosen = parser.parse_args()
    if not chosen.gold.exists():
        sys.exit(f"gold not found: {chosen.gold.name}; set SAMESTORY_SHARED to the folder that holds gold/attribution")
    articles = [json.loads(line) for line in chosen.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    if chosen.scores:
        print(scores(articles))
        return
    speed(articles)
    systems = {"ours": {a["id"]: ours(a["text"]) for a in articles}}
    if chosen.beside:
        lines = chosen.beside.read_text(encoding="utf-8").splitlines()
        systems["beside"] = {a["id"]: claims(a["attributions"]) for a in map(json.loads, lines)}
    tables(articles, systems)


def speed(articles: list[dict[str, Any]]) -> None:
    """Articles a second on one core, everything included: statements, speakers, types, relays."""
    attributions("“Ready,” she said.")
    began = time.process_time()
    for article in articles:
        attributions(article["text"])
    took = time.process_time() - began
    length = sum(len(a["text"].split()) for a in articles) / len(articles)
    print(
        f"{len(articles)} articles of {length:.0f} words on average: {len(articles) / took:.0f} articles per second of processor time, one core\n"
    )


def ours(text: str) -> list[Claim]:
    """Our statements in the gold's terms; a verb of thinking or wishing is no cue of saying."""
    read = tokens(text)
    stance = words("verbs", "stance")
    found = statements(read, sentences(read))
    return [Claim(s.content, s.cue, s.source, s.kind, speech=s.verb not in stance) for s in found]


def claims(listed: Iterable[Mapping[str, Any]]) -> list[Claim]:
    """Statements of a file: the gold's, or another program's."""
    return [
        Claim(
            *(tuple((start, end) for start, end in one.get(part, ())) for part in ("content", "cue", "source")),
            kind=one.get("type") or "indirect",
            speech=one.get("cue_class", "speech") == "speech",
        )
        for one in listed
    ]


def tables(articles: list[dict[str, Any]], systems: Mapping[str, Mapping[str, list[Claim]]]) -> None:
    """Each system on each subset, then ours and theirs by outlet and by fold."""
    subsets: tuple[Subset, ...] = ("speech", "quoted", "all")
    for subset in subsets:
        print(f"subset {subset:<26}" + "".join(f"{measure:>20}" for measure in MEASURES))
        for name, found in systems.items():
            tallied = [
                attribution_tallies(a["text"], claims(a["attributions"]), found.get(a["id"], []), subset=subset)
                for a in articles
            ]
            print(row(name, tallied))
            if subset == "speech":
                for outlet in sorted({a["outlet"] for a in articles}):
                    print(
                        row(
                            f"  {name}, {outlet}",
                            [t for t, a in zip(tallied, articles, strict=True) if a["outlet"] == outlet],
                        )
                    )
                for fold in range(FOLDS):
                    print(row(f"  {name}, fold {fold + 1} of {FOLDS}", tallied[fold::FOLDS]))
        print()


def row(name: str, tallied: list[dict[str, Tally]]) -> str:
    """One line: F1 in percent with a 95 % interval by bootstrap over articles."""
    cells = []
    for measure in MEASURES:
        low, high = interval([t[measure] for t in tallied])
        value = 100 * sum((t[measure] for t in tallied), Tally()).f1
        cells.append(f"{value:7.1f} ({low:.1f}–{high:.1f})".rjust(20))
    return f"{name:<33}" + "".join(cells)


def interval(tallies: list[Tally]) -> tuple[float, float]:
    """Percentiles 2.5 and 97.5 of F1 (percent) over articles drawn with replacement; seeded."""
    counts = np.array([[t.right_found, t.found, t.right_wanted, t.wanted] for t in tallies], dtype=float)
    drawn = np.random.default_rng(1).integers(0, len(tallies), (RESAMPLES, len(tallies)))
    right_found, found, right_wanted, wanted = counts[drawn].sum(axis=1).T
    precision = right_found / np.maximum(found, 1)
    recall = right_wanted / np.maximum(wanted, 1)
    f1 = 200 * precision * recall / np.maximum(precision + recall, 1e-12)
    low, high = np.percentile(f1, [2.5, 97.5])
    return float(low), float(high)


def scores(articles: list[dict[str, Any]], least: int = 60) -> str:
    """How often statements of a rule and verb are right in full, as lines for the lexicon; rare verbs share a rule's number."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for article in articles:
        read = tokens(article["text"])
        gold = claims(article["attributions"])
        for one in statements(read, sentences(read)):
            claim = Claim(one.content, one.cue, one.source, one.kind)
            good = attribution_tallies(article["text"], gold, [claim], subset="all")["full"].right_found
            for key in (one.rule, f"{one.rule} {one.verb}", "unknown"):
                seen[key] += 1
                right[key] += good
    # A rule of a single verb has one number; that of any other serves the verbs without their own: with the common ones in it, it
    # would promise too much for the rare.
    verbs = [key for key, n in seen.items() if " " in key and least <= n < seen[key.split(" ")[0]]]
    for key in verbs:
        seen[key.split(" ")[0]] -= seen[key]
        right[key.split(" ")[0]] -= right[key]
    kept = sorted([*verbs, *(key for key in seen if " " not in key)])
    # One right and one wrong are added to each, so that few cases do not promise certainty.
    lines = [f'"{key}" = {(right[key] + 1) / (seen[key] + 2):.3f}  # {right[key]} of {seen[key]}' for key in kept]
    return "\n".join(["[rules]", *lines])


if __name__ == "__main__":
    main()
