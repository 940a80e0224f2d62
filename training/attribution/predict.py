"""A file of weights → its statements on labelled articles, one JSON line an article, as ``benchmarks/attribution.py --beside`` reads them.

``python predict.py --weights FILE --gold polnear_dev.jsonl --folds 10 --only 0 --out FILE`` asks it of the fold that it had not learned from;
``--whole`` writes what `samestory pipe quote` would write with these weights, speakers and types too, for `benchmarks/errors.py types --found`.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gold import STYLES, fold, read, restyled

from analysis.quote.attributions import attributions
from analysis.quote.finder import learned
from analysis.quote.reader import Reader, opened
from analysis.quote.saying import cue_class
from analysis.quote.spans import kind
from analysis.quote.tokens import tokens


def main() -> None:
    """Write the predictions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, default=0)
    parser.add_argument("--style", choices=STYLES, default=STYLES[0])
    parser.add_argument("--whole", action="store_true", help="with speakers and types")
    chosen = parser.parse_args()
    reader = opened(chosen.weights.read_bytes())
    articles = [a for a in read(chosen.gold) if not chosen.folds or fold(a["id"], chosen.folds) == chosen.only]
    with chosen.out.open("w", encoding="utf-8") as out:
        for article in articles:
            text, _ = restyled(article["text"], article["attributions"], chosen.style)
            said = (
                [asdict(one) for one in attributions(text, by=learned(reader))] if chosen.whole else told(reader, text)
            )
            out.write(json.dumps({"id": article["id"], "attributions": said}) + "\n")


def told(reader: Reader, text: str) -> list[dict[str, Any]]:
    """Statements of one text; ``chance`` is the network's own, ``score`` what it means by the calibration in the file."""
    words = tokens(text)
    return [
        {
            "content": one.content,
            "cue": one.cue,
            "source": one.source,
            "type": kind(words, one.content),
            "cue_class": cue_class(words, one.cue),
            "chance": round(one.chance, 5),
            "score": round(reader.chance(one.chance), 4),
        }
        for one in reader.read(words)
    ]


if __name__ == "__main__":
    main()
