"""Statements found, and sentences in which none was found → a random draw of both, with weights."""

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

import polars as pl

from analysis.errors import Missing
from analysis.tables import Attribution, Design, Drawing, Drawn, Span, check, frame

_LETTERS: Final = "bcdfghjklmnpqrstvwxz"
"""Of a draw's name: no vowel, hence no word, and nothing that a spreadsheet takes for a number or a day."""
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many are drawn of each, and how."""

    statements: int = 50
    passages: int = 50
    seed: int = 1
    design: Design = "stratified"


@dataclass(frozen=True, slots=True)
class _Unit:
    """One thing that can be drawn: what it is, where it stands, the row that tells the rest."""

    kind: Drawing
    outlet: str
    article: str
    reach: Span
    row: Mapping[str, Any]
    luck: str
    """Its permanent random number."""


def draw(
    event: str, attributions: pl.DataFrame, articles: pl.DataFrame, sentences: pl.DataFrame, plan: Plan
) -> pl.DataFrame:
    """A random draw of statements, and of sentences in which no statement was found: a frame of Drawn.

    *articles* and *sentences* (article, start, end) are those that the event's figures count; statements of others are left out.
    Each unit has a random number of its own from the seed and its place in the text; the smallest are drawn (permanent random
    numbers, Ohlsson 1995): without replacement, the same at every run, and mostly the same when articles are added.
    ``simple``: equal chances for all. ``stratified``: as equal a number from each outlet as its size allows, so that each can be told
    by itself; the weight, an outlet's units over those drawn of it, makes up for it where outlets are put together.

    Raises:
        Missing: no statement was found that could be drawn.
    """
    texts = dict(articles.select("id", "text").iter_rows())
    told = check(attributions, Attribution).filter(pl.col("article").is_in(list(texts)))
    statements = list(_statements(told, plan.seed))
    passages = list(_passages(told, sentences.filter(pl.col("article").is_in(list(texts))), plan.seed))
    if not statements:
        raise Missing(f"{event}: no statement was found in its articles, so there is none to check")
    chosen = [*_chosen(statements, plan.statements, plan.design), *_chosen(passages, plan.passages, plan.design)]
    rows = [_drawn(plan.design, unit, weight, texts[unit.article]) for unit, weight in chosen]
    name, digits = _name(event, plan, [*statements, *passages], rows), len(str(len(rows)))
    named = [replace(row, draw=name, item=f"{name}-{number:0{digits}}") for number, row in enumerate(rows, start=1)]
    return frame(named, Drawn)


def paragraphs(text: str) -> list[Span]:
    """Where the paragraphs of a text stand."""
    return [found.span() for found in _PARAGRAPH.finditer(text)]


def _statements(attributions: pl.DataFrame, seed: int) -> Iterator[_Unit]:
    for row in attributions.iter_rows(named=True):
        spans = [span for part in ("content", "cue", "source") for span in row[part]]
        if not row["content"]:
            continue
        reach = (min(start for start, _ in spans), max(end for _, end in spans))
        place = ",".join(f"{start}-{end}" for start, end in row["content"])
        yield _Unit(
            "statement", row["outlet"], row["article"], reach, row, _luck(seed, "statement", row["article"], place)
        )


def _passages(attributions: pl.DataFrame, sentences: pl.DataFrame, seed: int) -> Iterator[_Unit]:
    """Sentences with a letter in them that no part of a statement touches."""
    taken: dict[str, list[Span]] = {}
    for told in attributions.select("article", "content", "cue", "source").iter_rows():
        taken.setdefault(told[0], []).extend((start, end) for spans in told[1:] for start, end in spans)
    for row in sentences.iter_rows(named=True):
        start, end, article = row["start"], row["end"], row["article"]
        touched = any(begin < end and stop > start for begin, stop in taken.get(article, ()))
        if not touched and any(letter.isalpha() for letter in row["text"]):
            yield _Unit("passage", row["outlet"], article, (start, end), row, _luck(seed, "passage", article, start))


def _luck(seed: int, *key: object) -> str:
    return hashlib.sha256("|".join(map(str, (seed, *key))).encode()).hexdigest()


def _name(event: str, plan: Plan, units: Sequence[_Unit], rows: Sequence[Drawn]) -> str:
    """Six letters that are the same for the same draw from the same units with the same answers, and for no other.

    Marks are kept under it: were it only of places, those of answers since changed would vouch for the new ones.
    """
    lots = sorted(unit.luck for unit in units)
    asked = (event, plan.statements, plan.passages, plan.seed, plan.design, *lots, *map(_shown, rows))
    number = int(hashlib.sha256("|".join(map(str, asked)).encode()).hexdigest(), 16)
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(6))


def _shown(row: Drawn) -> tuple[object, ...]:
    """What a person who marks the row sees of it and is asked about."""
    return (row.text, row.content, row.cue, row.source, row.speaker, row.source_type, row.relayed_by)


def _chosen(units: list[_Unit], wanted: int, design: Design) -> list[tuple[_Unit, float]]:
    """The units drawn, each with its weight, in the order of their random numbers."""
    by_outlet = sorted(units, key=lambda unit: (unit.outlet if design == "stratified" else "", unit.luck))
    strata = [list(each) for _, each in groupby(by_outlet, lambda unit: unit.outlet if design == "stratified" else "")]
    shares = _shares([len(stratum) for stratum in strata], wanted)
    drawn = [(unit, len(s) / n) for s, n in zip(strata, shares, strict=True) for unit in s[:n]]
    return sorted(drawn, key=lambda pair: pair[0].luck)


def _shares(sizes: list[int], wanted: int) -> list[int]:
    """How many are drawn from strata of these sizes: as equal as can be, none left without, the larger get what does not divide."""
    given = [0] * len(sizes)
    left = min(sum(sizes), max(wanted, len(sizes))) if wanted else 0
    while left:
        open_ones = [i for i, size in enumerate(sizes) if given[i] < size]
        each = max(1, math.floor(left / len(open_ones)))
        for i in sorted(open_ones, key=lambda i: -sizes[i]):
            more = min(each, sizes[i] - given[i], left)
            given[i] += more
            left -= more
    return given


def _drawn(design: Design, unit: _Unit, weight: float, text: str) -> Drawn:
    """The unit with the paragraphs in which it stands, not named yet."""
    touched = [(a, b) for a, b in paragraphs(text) if a < unit.reach[1] and b > unit.reach[0]] or [unit.reach]
    begin, end = min(touched[0][0], unit.reach[0]), max(touched[-1][1], unit.reach[1])
    found, row = unit.kind == "statement", unit.row

    def shifted(part: str) -> list[Span]:
        return [(a - begin, b - begin) for a, b in (row[part] if found else ())]

    return Drawn(
        draw="",
        item="",
        kind=unit.kind,
        design=design,
        article=unit.article,
        outlet=unit.outlet,
        span=[begin, end],
        text=text[begin:end],
        content=shifted("content") or [(unit.reach[0] - begin, unit.reach[1] - begin)],
        cue=shifted("cue"),
        source=shifted("source"),
        speaker=row["speaker"] if found else None,
        source_type=row["source_type"] if found else None,
        relayed_by=row["relayed_by"] if found else None,
        score=row["score"] if found else None,
        weight=weight,
    )
