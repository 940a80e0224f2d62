"""Labels of source types → how much the encoder and the rules count: ``analysis/quote/model/types.toml``.

``python weigh.py --gold polnear_dev.jsonl --others … --types … --weights cv/fold0/int8.onnx … --out types.toml``: each article is asked of the
file that had not learned from it (the files in the order of their folds). The rules' table is P(what they say | type), smoothed; the two
exponents maximise the likelihood of the labels. What is printed was fitted on other articles than it is counted on.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from gold import fold, read, typed
from scipy.optimize import minimize

from analysis.quote.attributions import voices_of
from analysis.quote.reader import opened
from analysis.quote.statements import Statement
from analysis.quote.tagging import KINDS
from analysis.quote.tokens import tokens

PARTS = 7
"""Another number than that of any cross-validation, so that its folds are cut anew."""
SMOOTH = 1.0

Case = tuple[str, int, np.ndarray, int]
"""Article, what the rules say, the encoder's mean log chances, types that are right as bits."""


def main() -> None:
    """Write the weights and print what they give."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--others", type=Path, nargs="*", default=[])
    parser.add_argument("--types", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    labels = typed(chosen.types)
    readers = [opened(path.read_bytes()) for path in chosen.weights]
    articles = [a for a in read([*chosen.gold, *chosen.others]) if a["id"] in labels]
    cases = [
        case for a in articles for case in cases_of(a, labels[a["id"]], readers[fold(a["id"], len(readers))])
    ]
    parts = np.array([fold(case[0], PARTS) for case in cases])
    fits = [fitted([c for c, p in zip(cases, parts, strict=True) if p != part]) for part in range(PARTS)]
    told = [chosen_by(fits[part], case) for case, part in zip(cases, parts, strict=True)]
    for name, answers in (("rules", [c[1] for c in cases]), ("encoder", [int(c[2].argmax()) for c in cases]), ("both", told)):
        print(f"{name}: {np.mean([right(a, c) for a, c in zip(answers, cases, strict=True)]):.3f} of {len(cases)}")
    chosen.out.write_text(written(*fitted(cases)), encoding="utf-8")


def cases_of(article: dict[str, Any], labels: Iterable[tuple[list[int], int]], reader: Any) -> list[Case]:
    """The labelled sources of an article, each as rules and encoder see it; the encoder by all mentions of a named speaker."""
    marked = [tuple(span) for span, _ in labels]
    given = [s for a in article.get("attributions") or [] for s in [tuple(map(tuple, a["source"][:1]))] if s]
    sources = sorted({span for (span,) in given} | set(marked))
    text = tokens(article["text"])
    said = dict(zip(sources, reader.kinds(text, sources), strict=True))
    statements = [Statement(((s[1], min(s[1] + 40, len(article["text"]))),), (), (s,), "indirect", "", "", 0) for s in sources]
    heard = dict(zip(sources, voices_of(article["text"], statements), strict=True))
    by_speaker = defaultdict(list)
    for span, one in heard.items():
        if one.named and one.speaker and said[span]:
            by_speaker[one.speaker].append(said[span])
    found = []
    for span, bits in labels:
        one = heard[tuple(span)]
        mentions = by_speaker[one.speaker] if one.named and one.speaker else [said[tuple(span)]]
        if mentions and mentions[0]:
            found.append((article["id"], KINDS.index(one.source_type), np.mean(mentions, axis=0), bits))
    return found


def fitted(cases: list[Case]) -> tuple[np.ndarray, np.ndarray]:
    """The two exponents, and log P(rules say | type): rows what they say, columns types."""
    counts = np.full((len(KINDS), len(KINDS)), SMOOTH)
    for _, rule, _, bits in cases:
        kinds = [k for k in range(len(KINDS)) if bits >> k & 1]
        counts[rule, kinds] += 1 / len(kinds)
    table = np.log(counts / counts.sum(axis=0))

    def lost(exponents: np.ndarray) -> float:
        total = 0.0
        for _, rule, chances, bits in cases:
            scores = exponents[0] * chances + exponents[1] * table[rule]
            logs = scores - np.logaddexp.reduce(scores)
            total -= np.logaddexp.reduce([logs[k] for k in range(len(KINDS)) if bits >> k & 1])
        return total / len(cases)

    return np.asarray(minimize(lost, np.array([0.7, 0.5]), method="Nelder-Mead").x), table


def chosen_by(fit: tuple[np.ndarray, np.ndarray], case: Case) -> int:
    """The likeliest type."""
    return int((fit[0][0] * case[2] + fit[0][1] * fit[1][case[1]]).argmax())


def right(answer: int, case: Case) -> bool:
    """Whether the type is one of those that are right."""
    return bool(case[3] >> answer & 1)


def written(exponents: np.ndarray, table: np.ndarray) -> str:
    """The file."""
    lines = [
        "# How much the encoder and the rules count for a source's type; made by training/attribution/weigh.py.",
        f"[weights]\nmodel = {exponents[0]:.3f}\nrules = {exponents[1]:.3f}",
        "\n# log P(the rules say this | the source is of that type)",
    ]
    for rule, row in zip(KINDS, table, strict=True):
        told = ", ".join(f"{kind} = {value:.2f}" for kind, value in zip(KINDS, row, strict=True))
        lines.append(f"rules.{rule} = {{ {told} }}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
