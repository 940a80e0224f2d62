"""How well and how fast statements are found, on the gold beside the project: by outlet, with intervals by article.

python benchmarks/attribution.py                 the table: the learned reader beside the rules
python benchmarks/attribution.py --beside FILE   another line: predictions of another program (JSON Lines), on the articles that it holds
python benchmarks/attribution.py --scores        the numbers of analysis/quote/lexicon/scores.toml
python benchmarks/attribution.py --errors 100    a sample of the learned reader's errors, to be sorted by cause (prints words of the gold)
python benchmarks/attribution.py --gold FILE     another file of the same shape
python benchmarks/attribution.py --people FILE   articles that several people labelled (a line each): ours, or --beside's, against each of them

Of the gold only those articles are asked from which the shipped file did not learn; --all asks all of them.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any

import numpy as np

from analysis.measure.agreement import Claim, Subset, Tally, attribution_tallies, verdicts
from analysis.quote import attributions
from analysis.quote.finder import Finder, by_rule, finder
from analysis.quote.reader import reader
from analysis.quote.saying import cue_class
from analysis.quote.sentences import sentences
from analysis.quote.statements import statements
from analysis.quote.tokens import tokens

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
    parser.add_argument(
        "--alone", action="store_true", help="of --beside alone, without ours: what a cross-validation predicted, say"
    )
    parser.add_argument("--scores", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument(
        "--people", type=Path, help="the same articles by several people, as polnear_dev_multi.jsonl has them"
    )
    parser.add_argument("--all", action="store_true", help="articles, too, from which the shipped file learned")
    chosen = parser.parse_args()
    if not chosen.gold.exists():
        sys.exit(f"gold not found: {chosen.gold.name}; set SAMESTORY_SHARED to the folder that holds gold/attribution")
    articles = [json.loads(line) for line in chosen.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    if chosen.scores:
        print(scores(articles))
        return
    if chosen.gold == GOLD and not chosen.all:
        articles = not_learned(articles)
    if chosen.beside:
        lines = [json.loads(line) for line in chosen.beside.read_text(encoding="utf-8").splitlines()]
        beside = {line["id"]: claims(line["attributions"]) for line in lines}
        articles = [article for article in articles if article["id"] in beside]
    if chosen.people:
        lines = [json.loads(line) for line in chosen.people.read_text(encoding="utf-8").splitlines()]
        asked = beside if chosen.beside else {a["id"]: ours(a["text"], finder()) for a in articles}
        print(people(lines, asked))
        return
    if chosen.errors:
        print("\n".join(errors(articles, chosen.errors)))
        return
    ways = () if chosen.alone else (finder(), by_rule())
    for way in ways:
        speed(articles, way)
    systems = {way.name: {a["id"]: ours(a["text"], way) for a in articles} for way in ways}
    tables(articles, systems | ({"beside": beside} if chosen.beside else {}))


def not_learned(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The articles of the fold that the shipped file was not shown."""
    left_out = reader().left_out
    if left_out is None:
        sys.exit(
            "the shipped file learned from all of these; --all asks it all the same, training/attribution holds the cross-validation"
        )
    folds, fold = left_out
    return [a for a in articles if int(sha1(a["id"].encode(), usedforsecurity=False).hexdigest(), 16) % folds == fold]


def speed(articles: list[dict[str, Any]], way: Finder) -> None:
    """Articles a second on one core, everything included: statements, speakers, types, relays."""
    attributions("“Ready,” she said.", by=way)
    began = time.process_time()
    for article in articles:
        attributions(article["text"], by=way)
    took = time.process_time() - began
    length = sum(len(a["text"].split()) for a in articles) / len(articles)
    print(
        f"{way.name}: {len(articles)} articles of {length:.0f} words on average, {len(articles) / took:.0f} a second of processor time\n"
    )


def ours(text: str, way: Finder) -> list[Claim]:
    """Our statements in the gold's terms; a cue of thinking or wishing is none of saying."""
    read = tokens(text)
    found = way.find(read, sentences(read))
    return [Claim(s.content, s.cue, s.source, s.kind, speech=cue_class(read, s.cue) == "speech") for s in found]


def errors(articles: list[dict[str, Any]], number: int) -> list[str]:
    """Lines for a person to sort, each error once: found and in no label (extra), missed, or of another source; drawn at random, seeded."""
    listed: list[str] = []
    for article in articles:
        text, wanted, said = article["text"], claims(article["attributions"]), ours(article["text"], finder())
        judged = verdicts(text, wanted, said, subset="speech")
        found = {at: claim for claim, at in judged if at is not None}
        wrong = [("extra", claim) for claim, at in judged if at is None]
        wrong += [("source", claim) for at, claim in found.items() if not right(text, wanted[at], claim)]
        spoken = [at for at, claim in enumerate(wanted) if claim.kind != "indirect" or claim.speech]
        wrong += [("missed", wanted[at]) for at in spoken if at not in found]
        listed += [f"{article['id']} {line(text, what, claim)}" for what, claim in wrong]
    return random.Random(1).sample(listed, min(number, len(listed)))


def people(lines: list[dict[str, Any]], found: Mapping[str, list[Claim]]) -> str:
    """Found statements against each person who labelled an article, and these people against each other, on the articles of *found*."""
    by_article: dict[str, list[tuple[str, list[Claim]]]] = {}
    for one in lines:
        if one["id"] in found:
            by_article.setdefault(one["id"], []).append((one["text"], claims(one["attributions"])))
    told = [
        f"{len(by_article)} articles, {sum(map(len, by_article.values()))} labellings{'':<3}"
        + "".join(f"{m:>20}" for m in MEASURES)
    ]
    for subset in ("speech", "quoted", "all"):
        pairs = {
            "found, against each person": lambda article, labelled: [(gold, found[article]) for _, gold in labelled],
            "each person, against others": lambda _, labelled: [
                (a, b) for _, a in labelled for _, b in labelled if a is not b
            ],
        }
        for name, drawn in pairs.items():
            tallied = []
            for article, labelled in by_article.items():
                each = [attribution_tallies(labelled[0][0], *pair, subset=subset) for pair in drawn(article, labelled)]
                tallied.append({m: sum((t[m] for t in each), Tally()) for m in MEASURES})
            told.append(row(f"{name}, {subset}", tallied))
    return "\n".join(told)


def right(text: str, wanted: Claim, found: Claim) -> bool:
    """Whether a matched statement has the right source."""
    return attribution_tallies(text, [wanted], [found], subset="all")["full"].right_found == 1


def line(text: str, what: str, one: Claim) -> str:
    """What is wrong, and the words of source, cue and content."""
    parts = (" … ".join(text[s:e] for s, e in getattr(one, part)) for part in ("source", "cue", "content"))
    return f"{what} [{one.kind}] " + " | ".join(parts).replace("\n", " ")


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
