"""Statements on articles that the network had not learned from → what its chances mean: isotonic regression (Zadrozny & Elkan 2002).

``python calibrate.py --gold polnear_dev.jsonl --predicted FILE… --out calibration.json``; right means: content matched (Dice 0.5) and the
source's head right, by the project's scorer.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from gold import fold, read
from sklearn.isotonic import IsotonicRegression

from analysis.measure.agreement import Claim, attribution_tallies

KNOTS = 40
PARTS = 7
"""Another number than that of any cross-validation, so that its folds are cut anew."""


def main() -> None:
    """Write the steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--predicted", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--crossed", type=Path, help="write the predictions here, each scored by a curve of the other articles"
    )
    chosen = parser.parse_args()
    raw, right, of = judged(chosen.gold, chosen.predicted)
    steps = curve(raw, right)
    chosen.out.write_text(json.dumps(steps), encoding="utf-8")
    print(f"{len(raw)} statements, {right.mean():.3f} right")
    if chosen.crossed:
        parts = np.array([fold(article, PARTS) for article in of])
        scores = np.zeros(len(raw))
        for part in range(PARTS):
            other = curve(raw[parts != part], right[parts != part])
            scores[parts == part] = np.interp(raw[parts == part], other["raw"], other["right"])
        rescored(chosen.predicted, chosen.crossed, iter(scores))


def curve(raw: np.ndarray, right: np.ndarray) -> dict[str, list[float]]:
    """Knots of the rising curve."""
    fitted = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(raw, right)
    knots = np.unique(np.quantile(raw, np.linspace(0, 1, KNOTS)))
    return {"raw": knots.round(4).tolist(), "right": fitted.predict(knots).round(4).tolist()}


def rescored(predicted: list[Path], out: Path, scores: Iterator[float]) -> None:
    """The same predictions with other scores, for `benchmarks/errors.py scores --found`: no curve judges what it was fitted to."""
    with out.open("w", encoding="utf-8") as lines:
        for line in read(predicted):
            found = [
                one | {"kind": one["type"], "score": round(float(next(scores)), 4)} for one in line["attributions"]
            ]
            lines.write(json.dumps({"id": line["id"], "attributions": found}) + "\n")


def judged(gold: list[Path], predicted: list[Path]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The network's chance of each statement, whether it is right, and its article."""
    articles = {a["id"]: a for a in read(gold)}
    raw, right, of = [], [], []
    for line in read(predicted):
        article = articles[line["id"]]
        wanted = [claim(a) for a in article["attributions"]]
        for one in line["attributions"]:
            raw.append(one["chance"])
            of.append(line["id"])
            right.append(attribution_tallies(article["text"], wanted, [claim(one)], subset="all")["full"].right_found)
    return np.array(raw), np.array(right, dtype=float), of


def claim(one: dict) -> Claim:
    """A statement of a file in the scorer's terms."""
    spans = (tuple(tuple(span) for span in one.get(part) or ()) for part in ("content", "cue", "source"))
    return Claim(*spans, kind=one["type"], speech=one.get("cue_class", "speech") == "speech")


if __name__ == "__main__":
    main()
