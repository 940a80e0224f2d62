"""Redraw the samples behind the ``speakers*.jsonl`` files and ``source_types.jsonl``: ids and spans from the seed, no words.

    python benchmarks/labels/draw.py            compare the files with the draw; say where they differ
    python benchmarks/labels/draw.py speakers   print the draw itself (article, attribution, source), in its order

The gold lies in ``shared/gold/attribution`` beside the checkout (or where SAMESTORY_SHARED points).  Standard library
only; ``random.Random`` shuffles the same way in every Python since 3.2.
"""

import hashlib
import json
import os
import random
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("SAMESTORY_SHARED", HERE.parents[2] / "shared"))
GOLD = SHARED / "gold" / "attribution"
SEED = 20260505
SPEAKERS = {"nyt": 40, "wash-post": 40, "usa-today": 40, "politico": 40, "huff-post": 40}
SOURCE_TYPES = {
    "breitbart": 43,
    "huff-post": 43,
    "nyt": 43,
    "politico": 43,
    "usa-today": 43,
    "wash-post": 43,
    "west-journal": 42,
}
SPEAKERS_MORE = {
    "nyt": 29,
    "wash-post": 29,
    "usa-today": 29,
    "politico": 29,
    "huff-post": 28,
    "breitbart": 28,
    "west-journal": 28,
}
SPEAKERS_TUNE = {
    "nyt": 29,
    "wash-post": 30,
    "usa-today": 13,
    "politico": 19,
    "huff-post": 11,
    "breitbart": 29,
    "west-journal": 29,
}
"""As even as the articles that are left allow: three outlets have fewer than 23."""
TUNE_HARD = {
    "nyt": 14,
    "wash-post": 15,
    "usa-today": 6,
    "politico": 10,
    "huff-post": 6,
    "breitbart": 14,
    "west-journal": 15,
}
"""How many of these are drawn first, from the mentions other than "he" and "she"."""
WANTED = {
    "speakers": SPEAKERS,
    "speakers_more": SPEAKERS_MORE,
    "speakers_tune": SPEAKERS_TUNE,
    "source_types": SOURCE_TYPES,
}
HE_OR_SHE = {hashlib.sha256(word.encode()).hexdigest()[:12] for word in ("he", "He", "HE", "she", "She", "SHE")}
PRONOUN = re.compile(r"(?:he|she|it|they|we|i)", re.IGNORECASE)
DETERMINED = re.compile(r"(?:the|a|an|his|her|its|their|this|that|another|one)\s+\S.*", re.IGNORECASE)
"""A description: a determiner, and no capital letter after it (a capital would be a name in it)."""
Row = dict[str, Any]


def articles() -> list[Row]:
    """The gold's articles, in its order."""
    with (GOLD / "polnear_dev.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def unnamed(source: str) -> bool:
    """Whether a source is a pronoun, or a role or body described without a name."""
    words = source.split()
    described = DETERMINED.fullmatch(source) and len(words) <= 8 and not re.search(r"[A-Z@]", " ".join(words[1:]))
    return bool(PRONOUN.fullmatch(source) or described)


def candidates(article: Row, seen: set[tuple[str, str]], kind: str) -> list[Row]:
    """Attributions of an article that can be drawn: a cue of saying, one source span, and for speakers no name in it."""
    rows = []
    for a in article["attributions"]:
        if a["cue_class"] != "speech" or len(a["source"]) != 1 or (article["id"], a["id"]) in seen:
            continue
        words = article["text"][slice(*a["source"][0])]
        if words.strip() and (kind == "source_types" or unnamed(words.strip())):
            digest = hashlib.sha256(words.encode()).hexdigest()[:12]
            rows.append({"article": article["id"], "attribution": a["id"], "source": a["source"], "digest": digest})
    return rows


def already_typed() -> set[tuple[str, str]]:
    """The mentions that the gold has typed, which must not be drawn again."""
    with (GOLD / "source_types_dev.jsonl").open(encoding="utf-8") as lines:
        return {(row["id"], row["attribution"]) for row in map(json.loads, lines)}


def taken(kind: str) -> set[str]:
    """Articles that a later sample of speakers keeps off: earlier samples drew from them, or test types them."""
    earlier = {"speakers_more": ["speakers"], "speakers_tune": ["speakers", "speakers_more"]}.get(kind)
    if earlier is None:
        return set()
    tested = {row["article"] for row in labelled("source_types") if row["split"] == "test"}
    return tested | {row["article"] for each in earlier for row in labelled(each)}


def one_per_article(rows: list[Row]) -> list[Row]:
    """The first row of each article, in the order given."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["article"], row)
    return list(first.values())


def draw(kind: str) -> dict[str, list[Row]]:
    """Each outlet's candidates in drawn order, at most one of an article; the sample is the first n that can be labelled."""
    seen = already_typed() if kind == "source_types" else set()
    without = taken(kind)
    by_outlet: dict[str, list[Row]] = {}
    for article in articles():
        if article["id"] not in without:
            by_outlet.setdefault(article["outlet"], []).extend(candidates(article, seen, kind))
    drawn = {}
    for outlet in WANTED[kind]:
        rows = by_outlet[outlet]
        random.Random(f"{SEED} {kind} {outlet}").shuffle(rows)
        hard: list[Row] = []
        if kind == "speakers_tune":
            hard = one_per_article([row for row in rows if row["digest"] not in HE_OR_SHE])[: TUNE_HARD[outlet]]
        drawn[outlet] = one_per_article(hard + rows)
    return drawn


def labelled(kind: str) -> list[Row]:
    """The rows of a label file."""
    return [json.loads(line) for line in (HERE / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()]


def differences(kind: str) -> list[str]:
    """What keeps a label file from being the draw: other mentions, another order, digests of other words."""
    drawn = draw(kind)
    expected = [row for outlet, n in WANTED[kind].items() for row in drawn[outlet][:n]]
    found = [{key: row[key] for key in ("article", "attribution", "source", "digest")} for row in labelled(kind)]
    pairs = enumerate(zip(expected, found, strict=False), 1)
    wrong = [f"{kind}.jsonl line {n}: drawn {e}, found {f}" for n, (e, f) in pairs if e != f]
    if len(expected) != len(found):
        wrong.append(f"{kind}.jsonl: {len(expected)} drawn, {len(found)} found")
    return wrong


def main() -> None:
    """Compare the label files with the draw, or print a draw."""
    if len(sys.argv) > 1:
        for rows in draw(sys.argv[1]).values():
            print(*map(json.dumps, rows), sep="\n")
        return
    wrong = [each for kind in WANTED for each in differences(kind)]
    print(*(wrong or [f"{' and '.join(WANTED)} are the draw"]), sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
