"""How well statements of several outlets are told to be one utterance, and how fast.

    python benchmarks/utterances.py          the tables: five folds by event, intervals by event
    python benchmarks/utterances.py --fit    the numbers of analysis/match/likeness.toml, on everything labelled

Four sets. *invented*: cases/utterances.jsonl, our own words, hard on purpose: cuts, reports, translations, and the same
speaker with almost the same words at another time. *real*: pairs of statements of outlets that told one event, drawn at
random by how much they share and labelled by one reader (cases/utterance_pairs.jsonl, places and no words; texts lie
in SAMESTORY_SHARED, else ../shared). *elsewhere*: statements of one speaker in events three months apart, which are hardly ever one utterance.
*copied*: sentences of reuse_synth, with a share of their words changed. Real pairs passed the gate of shared words before they were drawn; only the invented set shows what the gate costs.
"""

import argparse
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression

from analysis.match import likeness, utterances
from analysis.match.likeness import FEATURES, Statement
from analysis.match.words import Words, weights, words
from analysis.quote import attributions
from analysis.tables import Article, Attribution, frame

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("SAMESTORY_SHARED", HERE.parents[1] / "shared")) / "gold" / "events"
FOLDS, RESAMPLES, APART = 5, 1000, 90
SENTENCE = re.compile(r"[^.!?\n]{30,}[.!?]")
BETA = 0.5
"""Precision counts twice as much as recall where the threshold is chosen: a false pair claims something of an outlet."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, whether they are one utterance, and what is known of them."""

    set: str
    trick: str
    event: str
    same: bool
    gated: bool
    """Whether enough words are shared for the pair to be looked at."""
    features: tuple[float, ...]


def main() -> None:
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true")
    chosen = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("real material not found: set SAMESTORY_SHARED")
    pairs = [*invented(), *real()]
    if chosen.fit:
        print(written(*fitted(pairs)))
        return
    sure, limits = crossed(pairs)
    table(pairs, sure, limits)
    placed(pairs)
    edited()
    speed()


def invented() -> list[Pair]:
    """All pairs of different outlets within each scene; words are weighed over all scenes as over one large event."""
    rows = lines("utterances")
    read = [words(row["text"], [(0, len(row["text"]))]) for row in rows]
    weigh = weights(read)
    known = [
        likeness.prepared(Statement(each, row["kind"], row["speaker"], row["named"]), weigh)
        for each, row in zip(read, rows, strict=True)
    ]
    gate = set(likeness.candidates(known, weigh))
    return [
        Pair(
            "invented",
            rows[i]["trick"],
            f"scene {rows[i]['scene']}",
            rows[i]["utterance"] == rows[j]["utterance"],
            (i, j) in gate,
            likeness.features(known[i], known[j], weigh),
        )
        for i, j in combinations(range(len(rows)), 2)
        if rows[i]["scene"] == rows[j]["scene"] and rows[i]["outlet"] != rows[j]["outlet"]
    ]


def real() -> list[Pair]:
    """The labelled pairs with their articles' words, and pairs of one speaker's statements in different events."""
    labels = lines("utterance_pairs")
    texts = {row["id"]: row for name in ("allsides", "basil", "oneevent") for row in gold(name)}
    by_event = defaultdict(list)
    for row in texts.values():
        by_event[row["event"]].append(row)
    pairs: list[Pair] = []
    spoken: list[tuple[str, str, Statement, Mapping[str, float]]] = []
    for event in sorted({label["event"] for label in labels}):
        found, weigh = _weighed(by_event[event])
        day = max(str(row["published"] or "")[:10] for row in by_event[event])
        spoken += [(event, day, one, weigh) for one in found]
        pairs += [_labelled(label, texts, weigh) for label in labels if label["event"] == event]
    return pairs + elsewhere(spoken)


def elsewhere(spoken: Sequence[tuple[str, str, Statement, Mapping[str, float]]]) -> list[Pair]:
    """Pairs of one named speaker's statements, in events three months apart or more, that share enough words to be looked at."""
    weigh = {stem: weight for *_, each in spoken for stem, weight in each.items()}
    known = [likeness.prepared(one, weigh) for *_, one, _ in spoken]
    return [
        Pair("elsewhere", "another day", spoken[i][0], False, True, likeness.features(known[i], known[j], weigh))
        for i, j in likeness.candidates(known, weigh)
        if _apart(spoken[i][1], spoken[j][1]) and spoken[i][2].named and spoken[i][2].speaker == spoken[j][2].speaker
    ]


def _apart(one: str, other: str) -> bool:
    """Whether both days are known and lie three months apart."""
    return bool(one and other) and abs((date.fromisoformat(one) - date.fromisoformat(other)).days) > APART


def _weighed(articles: Sequence[dict[str, Any]]) -> tuple[list[Statement], dict[str, float]]:
    """The statements that the program finds in an event's articles, and what words weigh among them."""
    found = [
        Statement(words(row["text"], one.content), one.kind, one.speaker, one.named)
        for row in articles
        for one in attributions(row["text"], article=row["id"], outlet=row["outlet"])
    ]
    return found, weights([one.words for one in found])


def _labelled(label: dict[str, Any], texts: dict[str, Any], weigh: dict[str, float]) -> Pair:
    one, other = (
        likeness.prepared(
            Statement(words(texts[s["article"]]["text"], s["content"]), s["kind"], s["speaker"], s["named"]), weigh
        )
        for s in (label["one"], label["other"])
    )
    gated = bool(likeness.candidates([one, other], weigh))
    kinds = {label["one"]["kind"], label["other"]["kind"]}
    trick = "both reported" if kinds == {"indirect"} else "one reported" if "indirect" in kinds else "both quoted"
    return Pair("real", trick, label["event"], label["same"], gated, likeness.features(one, other, weigh))


def fitted(pairs: Sequence[Pair]) -> tuple[np.ndarray[Any, Any], float, float]:
    """Weights, bias, and the threshold with the best F(beta), chosen by folds within; each set counts the same."""
    looked_at = [pair for pair in pairs if pair.gated and pair.set != "elsewhere"]
    model = _regression(looked_at)
    inner = np.zeros(len(looked_at))
    for held in _folds(looked_at):
        part = _regression([pair for at, pair in enumerate(looked_at) if at not in held])
        for at in held:
            inner[at] = part.predict_proba([looked_at[at].features])[0, 1]
    same = np.array([pair.same for pair in looked_at])
    share = _shares(looked_at)
    grid = np.arange(0.3, 0.95, 0.01)
    limit = max(grid, key=lambda t: (_f(inner >= t, same, share), -abs(t - 0.5)))
    return model.coef_[0], float(model.intercept_[0]), float(limit)


def _regression(pairs: Sequence[Pair]) -> LogisticRegression:
    model = LogisticRegression(C=1.0, max_iter=2000)
    return model.fit([pair.features for pair in pairs], [pair.same for pair in pairs], sample_weight=_shares(pairs))


def _shares(pairs: Sequence[Pair]) -> np.ndarray[Any, Any]:
    """Weights by which each set counts as one third, whatever its size."""
    counts = {name: sum(pair.set == name for pair in pairs) for name in {pair.set for pair in pairs}}
    return np.array([len(pairs) / len(counts) / counts[pair.set] for pair in pairs])


def _f(said: np.ndarray[Any, Any], same: np.ndarray[Any, Any], share: np.ndarray[Any, Any]) -> float:
    right = float(share[said & same].sum())
    return (1 + BETA**2) * right / max(float(share[said].sum()) + BETA**2 * float(share[same].sum()), 1e-9)


def _folds(pairs: Sequence[Pair]) -> list[set[int]]:
    """Places of the pairs of each fold; an event or scene lies in one fold whole."""
    events = sorted({pair.event for pair in pairs})
    order = np.random.default_rng(2).permutation(len(events))
    fold = {events[at]: number % FOLDS for number, at in enumerate(order)}
    return [{at for at, pair in enumerate(pairs) if fold[pair.event] == n} for n in range(FOLDS)]


def crossed(pairs: Sequence[Pair]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """How sure each pair is by a model that never saw its event, and the threshold of that model."""
    sure, limits = np.zeros(len(pairs)), np.ones(len(pairs))
    for held in _folds(pairs):
        coefficients, bias, limit = fitted([pair for at, pair in enumerate(pairs) if at not in held])
        for at in held:
            if pairs[at].gated:
                sure[at] = 1 / (1 + np.exp(-(bias + coefficients @ np.array(pairs[at].features))))
            limits[at] = limit
    return sure, limits


def table(pairs: Sequence[Pair], sure: np.ndarray[Any, Any], limits: np.ndarray[Any, Any]) -> None:
    """Precision and recall of the pairs called one utterance, by set and by what makes them hard."""
    print(f"{'set':<12}{'what':<16}{'pairs':>7}{'same':>6}{'precision':>22}{'recall':>22}{'F1':>7}")
    said = sure >= limits
    labelled = [n for n, p in enumerate(pairs) if p.set != "elsewhere"]
    groups = [("all", ""), *sorted({(pairs[n].set, trick) for n in labelled for trick in ("", pairs[n].trick)})]
    for name, trick in groups:
        at = [n for n in labelled if name in ("all", pairs[n].set) and trick in ("", pairs[n].trick)]
        print(f"{name:<12}{trick or 'all':<16}" + _row([pairs[n] for n in at], said[at]))
    apart = [said[n] for n, p in enumerate(pairs) if p.set == "elsewhere"]
    print(f"elsewhere: {sum(apart)} of {len(apart)} pairs called one utterance")
    print(f"thresholds of the folds: {', '.join(f'{limit:.2f}' for limit in sorted(set(limits.tolist())))}")
    missed = sum(pair.same and not pair.gated for pair in pairs if pair.set == "invented")
    print(f"invented pairs that are one utterance and share too few words to be looked at: {missed}")


def _row(pairs: Sequence[Pair], said: np.ndarray[Any, Any]) -> str:
    same = np.array([pair.same for pair in pairs])
    events = np.array([pair.event for pair in pairs])
    names = np.unique(events)
    counts = np.array(
        [[(said & same)[events == e].sum(), said[events == e].sum(), same[events == e].sum()] for e in names]
    )
    drawn = counts[np.random.default_rng(1).integers(0, len(names), (RESAMPLES, len(names)))].sum(axis=1)
    right, called, true = counts.sum(axis=0)
    cells = []
    for whole, sums in ((called, drawn[:, 1]), (true, drawn[:, 2])):
        low, high = np.percentile(100 * drawn[:, 0] / np.maximum(sums, 1), [2.5, 97.5])
        cells.append(f"{100 * right / whole:.1f} ({low:.1f}–{high:.1f})" if whole else "–")
    f1 = f"{200 * right / max(called + true, 1):.1f}" if true else "–"
    return f"{len(pairs):>7}{true:>6}{cells[0]:>22}{cells[1]:>22}{f1:>7}"


def placed(pairs: Sequence[Pair]) -> None:
    """Pairs of the invented set after placing, each scene by weights that were fitted without it."""
    rows = lines("utterances")
    articles, spoken = event([(f"{row['scene']}/{row['outlet']}", row) for row in rows])
    right = called = same = 0
    for held in _folds(pairs):
        scenes = {pairs[at].event for at in held}
        coefficients, bias, limit = fitted([pair for at, pair in enumerate(pairs) if at not in held])
        model = dict(zip(FEATURES, coefficients.tolist(), strict=True)) | {"bias": bias, "threshold": limit}
        with mock.patch.object(likeness, "_model", lambda model=model: model):
            found = utterances(spoken, articles)
        keys = {(r["article"], r["content"][0][0]): r["utterance"] for r in found.iter_rows(named=True)}
        home = [
            keys.get((s["article"], s["content"][0][0]), number)
            for number, s in enumerate(spoken.iter_rows(named=True))
        ]
        for i, j in combinations(range(len(rows)), 2):
            if rows[i]["scene"] == rows[j]["scene"] and f"scene {rows[i]['scene']}" in scenes:
                one = rows[i]["utterance"] == rows[j]["utterance"]
                right, called, same = right + (one and home[i] == home[j]), called + (home[i] == home[j]), same + one
    print(
        f"\ninvented, placed: precision {right}/{called} = {right / called:.1%}, recall {right}/{same} = {right / same:.1%}"
    )


def edited() -> None:
    """Sentences that were copied with a known share of words changed, as statements of nobody: recall, and false pairs.

    By the shipped weights, which never saw them; the threshold is the shipped one.
    """
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in gold("reuse_synth"):
        for span in row["spans"]:
            ours, theirs = (
                [hit.span() for hit in SENTENCE.finditer(row[side], *span[at])]
                for side, at in (("source", "src"), ("suspicious", "susp"))
            )
            if len(ours) == len(theirs):
                read = [words(row["source"], [s]) for s in ours] + [words(row["suspicious"], [s]) for s in theirs]
                _counted(told[row["kind"]], read, len(ours))
    for kind, (right, same, wrong, pairs) in sorted(told.items()):
        print(f"copied sentences, {kind:9}: recall {right}/{same} = {right / same:.1%}, false pairs {wrong}/{pairs}")


def _counted(counts: list[int], read: Sequence[Words], half: int) -> None:
    """Adds right, same, wrong and other pairs of one passage."""
    weigh = weights(read)
    known = [likeness.prepared(Statement(each, "direct", None, False), weigh) for each in read]
    gate = set(likeness.candidates(known, weigh))
    for i in range(half):
        for j in range(half, len(read)):
            features = likeness.features(known[i], known[j], weigh)
            said = (i, j) in gate and likeness.sureness(features) >= likeness.threshold()
            same = j - half == i
            counts[0 if same else 2] += said
            counts[1 if same else 3] += 1


def speed(n: int = 10_000) -> None:
    """Processor time for an event of *n* made-up statements, about a third of them told by more than one outlet."""
    draw = np.random.default_rng(3)
    common, rare = [f"word{k:03}a" for k in range(300)], [f"term{k:05}b" for k in range(12_000)]
    rows: list[tuple[str, dict[str, Any]]] = []
    while len(rows) < n:
        said = [*draw.choice(common, 14), *draw.choice(rare, 6)]
        draw.shuffle(said)
        for k in range(int(draw.integers(2, 5)) if draw.random() < 0.15 else 1):
            part = said[: int(draw.integers(8, 21))]
            row = {"text": " ".join(part), "kind": "direct", "speaker": f"Speaker {len(rows) % 200}", "named": True}
            rows.append((f"{int(draw.integers(0, 120))}/outlet{k}", row))
    articles, spoken = event(rows[:n])
    began = time.process_time()
    found = utterances(spoken, articles)
    took = time.process_time() - began
    print(f"{n:,} statements: {took:.1f} s of processor time, {found['utterance'].n_unique()} utterances")


def event(rows: Sequence[tuple[str, dict[str, Any]]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles and attributions of (article, statement) rows, in the order of the rows."""
    texts: dict[str, str] = {}
    spoken = []
    for article, row in rows:
        start = len(texts.setdefault(article, ""))
        texts[article] += row["text"] + "\n\n"
        outlet = article.rpartition("/")[2]
        span = [(start, start + len(row["text"]))]
        spoken.append(
            Attribution(
                article, outlet, span, [], [], row["kind"], row["speaker"], "unknown", row["named"], None, 0, 1.0
            )
        )
    at = datetime(2024, 5, 1, tzinfo=UTC)
    told = [
        Article(key, key.rpartition("/")[2], f"https://{key}", 1, at, "", text, "full", len(text.split()), key)
        for key, text in texts.items()
    ]
    return frame(told, Article), frame(spoken, Attribution)


def written(coefficients: Iterable[float], bias: float, limit: float) -> str:
    """The model as its file holds it."""
    lines_ = [f"{name} = {value:.3f}" for name, value in zip(FEATURES, coefficients, strict=True)]
    head = "# Made by `python benchmarks/utterances.py --fit`: weights of the features of analysis/match/likeness.py."
    return "\n".join([head, f"threshold = {limit:.2f}", f"bias = {bias:.3f}", *lines_])


def lines(name: str) -> list[dict[str, Any]]:
    """Our own labels."""
    return [json.loads(line) for line in (HERE / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def gold(name: str) -> list[dict[str, Any]]:
    """Articles of a set."""
    with (SHARED / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
