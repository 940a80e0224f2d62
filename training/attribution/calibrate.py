"""Statements on articles that the network had not learned from → what its chances mean: isotonic regression (Zadrozny & Elkan 2002).

``python calibrate.py --gold polnear_dev.jsonl --predicted FILE… --out calibration.json``; right means: content matched (Dice 0.5) and the
source's head right, by the project's scorer.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from gold import read
from sklearn.isotonic import IsotonicRegression

from analysis.measure.agreement import Claim, attribution_tallies

KNOTS = 40


def main() -> None:
    """Write the steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--predicted", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    raw, right = judged(chosen.gold, chosen.predicted)
    fitted = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(raw, right)
    knots = np.unique(np.quantile(raw, np.linspace(0, 1, KNOTS)))
    steps = {"raw": knots.round(4).tolist(), "right": fitted.predict(knots).round(4).tolist()}
    chosen.out.write_text(json.dumps(steps), encoding="utf-8")
    print(f"{len(raw)} statements, {right.mean():.3f} right")


def judged(gold: list[Path], predicted: list[Path]) -> tuple[np.ndarray, np.ndarray]:
    """The network's chance of each statement, and whether it is right."""
    articles = {a["id"]: a for a in read(gold)}
    raw, right = [], []
    for line in read(predicted):
        article = articles[line["id"]]
        wanted = [claim(a) for a in article["attributions"]]
        for one in line["attributions"]:
            raw.append(one["chance"])
            right.append(attribution_tallies(article["text"], wanted, [claim(one)], subset="all")["full"].right_found)
    return np.array(raw), np.array(right, dtype=float)


def claim(one: dict) -> Claim:
    """A statement of a file in the scorer's terms."""
    spans = (tuple(tuple(span) for span in one.get(part) or ()) for part in ("content", "cue", "source"))
    return Claim(*spans, kind=one["type"], speech=one.get("cue_class", "speech") == "speech")


if __name__ == "__main__":
    main()
