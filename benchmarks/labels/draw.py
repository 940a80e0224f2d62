"""Redraw the samples behind ``speakers.jsonl`` and ``source_types.jsonl``: ids and spans from the seed, no words.

    python benchmarks/labels/draw.py            compare both files with the draw; say where they differ
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

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("SAMESTORY_SHARED", HERE.parents[2] / "shared"))
GOLD = SHARED / "gold" / "attribution"
SEED = 20260505
SPEAKERS = {"nyt": 40, "wash-post": 40, "usa-today": 40, "politico": 40, "huff-post": 40}
SOURCE_TYPES = {"breitbart": 43, "huff-post": 43, "nyt": 43, "politico": 43, "usa-today": 43, "wash-post": 43, "west-journal": 42}
PRONOUN = re.compile(r"(?:he|she|it|they|we|i)", re.IGNORECASE)
DETERMINED = re.compile(r"(?:the|a|an|his|her|its|their|this|that|another|one)\s+\S.*", re.IGNORECASE)
"""A description: a determiner, and no capital letter after it (a capital would be a name in it)."""
Row = dict[str, object]


def articles() -> list[dict]:
    """The gold's articles, in its order."""
    with (GOLD / "polnear_dev.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def unnamed(source: str) -> bool:
    """Whether a source is a pronoun, or a role or body described without a name."""
    words = source.split()
    described = DETERMINED.fullmatch(source) and len(words) <= 8 and not re.search(r"[A-Z@]", " ".join(words[1:]))
    return bool(PRONOUN.fullmatch(source) or described)


def candidates(article: dict, seen: set[tuple[str, str]], kind: str) -> list[Row]:
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


def draw(kind: str) -> dict[str, list[Row]]:
    """Each outlet's candidates in drawn order, at most one of an article; the sample is the first n that can be labelled."""
    seen = already_typed() if kind == "source_types" else set()
    by_outlet: dict[str, list[Row]] = {}
    for article in articles():
        by_outlet.setdefault(article["outlet"], []).extend(candidates(article, seen, kind))
    wanted = SPEAKERS if kind == "speakers" else SOURCE_TYPES
    drawn = {}
    for outlet in wanted:
        rows = by_outlet[outlet]
        random.Random(f"{SEED} {kind} {outlet}").shuffle(rows)
        used: set[object] = set()
        drawn[outlet] = [r for r in rows if not (r["article"] in used or used.add(r["article"]))]
    return drawn
