"""Labels of source types → how much the encoder and the rules count: ``analysis/quote/model/types.toml``.

``python weigh.py --gold polnear_dev.jsonl --others … --types … --weights FILE --folds 10 --without 0 --out types.toml``. The rules' table is
P(what they say | type), smoothed, over all labels, from which they learn nothing; the two exponents maximise the likelihood of the labels in
the fold that the encoder was not shown and, as much, of invented articles of another country (``--invented``): what it learned from one election
would count for too much elsewhere. What is printed was fitted on other articles than it is counted on.
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
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument(
        "--invented", type=Path, nargs="*", default=[], help="whole articles with types, of another kind"
    )
    parser.add_argument("--folds", type=int, required=True)
    parser.add_argument(
        "--without", type=int, default=0, help="the fold that the file left out: only there is it asked"
    )
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    labels, reader = typed(chosen.types), opened(chosen.weights.read_bytes())
    articles = [a for a in read([*chosen.gold, *chosen.others]) if a["id"] in labels]
    held, rest = [], []
    for a in articles:
        left_out = fold(a["id"], chosen.folds) == chosen.without
        (held if left_out else rest).extend(cases_of(a, labels[a["id"]], reader if left_out else None))
    strange = [case for a in read(chosen.invented) for case in cases_of(a, typed_in(a), reader)]
    told(held, rest, strange)
    rules = table([*held, *rest])
    chosen.out.write_text(written(exponents([held, strange], rules), rules), encoding="utf-8")


def typed_in(article: dict[str, Any]) -> list[tuple[list[int], int]]:
    """Sources of an article whose attributions have types."""
    listed = [each for each in article["attributions"] if each["source"]]
    return [(each["source"][0], 1 << KINDS.index(each["source_type"])) for each in listed]


def told(held: list[Case], rest: list[Case], strange: list[Case]) -> None:
    """Print the share right on the articles held out: rules, encoder, both."""
    parts = np.array([fold(case[0], PARTS) for case in held])
    both = []
    for part, case in zip(parts, held, strict=True):
        others = [c for c, p in zip(held, parts, strict=True) if p != part]
        rules = table([*others, *rest])
        both.append(chosen_by(exponents([others, strange], rules), rules, case))
    answers = {"rules": [c[1] for c in held], "encoder": [int(c[2].argmax()) for c in held], "both": both}
    for name, each in answers.items():
        print(f"{name}: {np.mean([right(a, c) for a, c in zip(each, held, strict=True)]):.3f} of {len(held)}")


def cases_of(article: dict[str, Any], labels: Iterable[tuple[list[int], int]], reader: Any) -> list[Case]:
    """The labelled sources of an article, each as rules and, if asked, encoder see it; the encoder by all mentions of a named speaker."""
    marked = [tuple(span) for span, _ in labels]
    given = [s for a in article.get("attributions") or [] for s in [tuple(map(tuple, a["source"][:1]))] if s]
    sources = sorted({span for (span,) in given} | set(marked))
    text = tokens(article["text"])
    said = dict(
        zip(sources, reader.kinds(text, sources) if reader else [(0.0,) * len(KINDS)] * len(sources), strict=True)
    )
    statements = [
        Statement(((s[1], min(s[1] + 40, len(article["text"]))),), (), (s,), "indirect", "", "", 0) for s in sources
    ]
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


def table(cases: list[Case]) -> np.ndarray:
    """Log P(rules say | type): rows what they say, columns types."""
    counts = np.full((len(KINDS), len(KINDS)), SMOOTH)
    for _, rule, _, bits in cases:
        kinds = [k for k in range(len(KINDS)) if bits >> k & 1]
        counts[rule, kinds] += 1 / len(kinds)
    return np.asarray(np.log(counts / counts.sum(axis=0)))


def exponents(sets: list[list[Case]], rules: np.ndarray) -> np.ndarray:
    """How much the encoder and the rules count; each set of cases weighs the same, however large it is."""

    def lost(two: np.ndarray) -> float:
        return float(sum(np.mean([_lost(two, rules, case) for case in cases]) for cases in sets if cases))

    return np.asarray(minimize(lost, np.array([0.7, 0.5]), method="Nelder-Mead").x)


def _lost(two: np.ndarray, rules: np.ndarray, case: Case) -> float:
    scores = two[0] * case[2] + two[1] * rules[case[1]]
    logs = scores - np.logaddexp.reduce(scores)
    return -float(np.logaddexp.reduce([logs[k] for k in range(len(KINDS)) if case[3] >> k & 1]))


def chosen_by(two: np.ndarray, rules: np.ndarray, case: Case) -> int:
    """The likeliest type."""
    return int((two[0] * case[2] + two[1] * rules[case[1]]).argmax())


def right(answer: int, case: Case) -> bool:
    """Whether the type is one of those that are right."""
    return bool(case[3] >> answer & 1)


def written(two: np.ndarray, rules: np.ndarray) -> str:
    """The file."""
    lines = [
        "# How much the encoder and the rules count for a source's type; made by training/attribution/weigh.py.",
        f"[weights]\nmodel = {two[0]:.3f}\nrules = {two[1]:.3f}",
        "\n# log P(the rules say this | the source is of that type)\n[rules]",
    ]
    for rule, row in zip(KINDS, rules, strict=True):
        told = ", ".join(f"{kind} = {value:.2f}" for kind, value in zip(KINDS, row, strict=True))
        lines.append(f"{rule} = {{ {told} }}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
