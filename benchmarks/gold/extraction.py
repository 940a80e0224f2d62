"""Labelled pages, and the score of whatever a tool reads from them: what the benchmark prints and tests/test_gold.py pins."""

import gzip
import hashlib
import json
import os
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent.parent

SHARED = Path(os.environ.get("SAMESTORY_SHARED", ROOT.parent / "shared"))

READ_AT = datetime(2026, 1, 1, tzinfo=UTC)

SLUGS = {"nytimes": "nyt", "guardian": "guardian", "washingtonpost": "washington_post", "theweek": "the_week"}


@dataclass(frozen=True)
class Page:
    """One saved page and its labels."""

    key: str
    outlet: str
    url: str
    body: bytes
    gold: dict[str, Any]


@dataclass(frozen=True)
class Read:
    """What a tool made of it."""

    text: str = ""
    headline: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""
    agency: str = ""
    minute: str = ""
    """Of publication, in UTC; empty where the tool gives a day at most."""


def body_pages() -> list[Page]:
    """The development half of scrapinghub's benchmark."""
    folder = SHARED / "gold/extraction/scrapinghub"
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        Page(
            key,
            "",
            "https://" + g["url"].split("://")[-1],
            gzip.decompress((folder / f"html/{key}.html.gz").read_bytes()),
            g,
        )
        for key, g in gold.items()
    ]


def outlet_pages() -> list[Page]:
    """Saved pages of the card's outlets."""
    folder = SHARED / "gold/extraction/outlet_pages"
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [
        Page(p["id"], SLUGS[p["outlet"]], p["url"], gzip.decompress((folder / p["file"]).read_bytes()), p["gold"])
        for p in listed
    ]


def samestory(page: Page) -> Read:
    """Our reader, with the outlet's file where there is one."""
    from analysis.extract.article import Capture, article
    from analysis.extract.readers import Readers
    from analysis.outlets import outlets

    outlet = outlets().get(page.outlet)
    zone, readers = (outlet.timezone, outlet.read) if outlet else ("UTC", Readers())
    capture = Capture(page.outlet, page.url, page.body, "text/html", READ_AT, timezone=zone)
    found = article(capture, readers)
    return Read(
        found.text,
        found.headline,
        tuple(found.authors),
        day_of(found, zone),
        found.agency or "",
        f"{found.published_at:%Y-%m-%dT%H:%M}" if found.published_at and found.published_precision != "day" else "",
    )


def day_of(found: Any, zone: str) -> str:
    """The labels hold the day that the page shows: a time is said in the outlet's zone."""
    if not found.published_at:
        return ""
    at = found.published_at if found.published_precision == "day" else found.published_at.astimezone(ZoneInfo(zone))
    return str(at.date().isoformat())


def read_all(tool: Callable[[Page], Read], pages: list[Page]) -> tuple[dict[str, Read], float]:
    """What a tool makes of each page, and milliseconds of processor time a page; a page on which it fails is an empty one."""
    with suppress(Exception):
        tool(pages[0])  # what is imported at first use is not counted
    found, begun = {}, time.process_time()
    for page in pages:
        try:
            found[page.key] = tool(page)
        except ImportError:
            raise  # a tool that is not there has no score
        except Exception as why:  # noqa: BLE001 - a peer may fail in any way, and its failure is its score
            print(f"  {tool.__name__} {page.key[:60]}: {type(why).__name__} {str(why)[:80]}", file=sys.stderr)
            found[page.key] = Read()
    return found, (time.process_time() - begun) / len(pages) * 1000


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words, as the set's own metric counts them."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))) if words else Counter()


def body_score(found: dict[str, Read], pages: list[Page], gold: Callable[[Page], str]) -> tuple[float, float, float]:
    """F1, precision, recall: means over pages, F1 of the means."""
    precisions, recalls = [], []
    for page in pages:
        said, true = shingles(found[page.key].text), shingles(gold(page))
        both = (said & true).total()
        precisions.append(both / said.total() if said else float(not true))
        recalls.append(both / true.total() if true else 1.0)
    p, r = sum(precisions) / len(pages), sum(recalls) / len(pages)
    return (2 * p * r / (p + r) if p + r else 0.0), p, r


def plain(text: str) -> str:
    """Straight apostrophes, single spaces."""
    return " ".join(text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}).split())


def right(read: Read, gold: dict[str, Any]) -> tuple[bool, bool, bool]:
    """Headline exact, authors exact as a set (an agency named as agency counts for its byline), day right."""
    allowed = gold["authors"] if gold["authors"] is not None else [[]]
    people = any({plain(a) for a in read.authors} == {plain(a) for a in one} for one in allowed)
    wire = (
        not read.authors and bool(read.agency) and any(read.agency.lower() in " ".join(one).lower() for one in allowed)
    )
    return plain(read.headline) in map(plain, gold["titles"]), people or wire, read.day in gold["dates"]


def halves(pages: list[Page]) -> list[list[Page]]:
    """Two folds, by the digest in the page's name."""
    return [[p for p in pages if int(p.key[:8], 16) % 2 == fold] for fold in (0, 1)]


def least(found: dict[str, Read], pages: list[Page], label: Callable[[Page], str]) -> float:
    """F1 of the worst page."""
    return min(body_score(found, [page], label)[0] for page in pages)


LABELS = ("gold/extraction/scrapinghub/ground-truth.json", "gold/extraction/outlet_pages/manifest.json")


def fingerprint() -> str:
    """SHA-256 of all labels, ours on label lines among them."""
    files = [*(SHARED / name for name in LABELS), ROOT / "benchmarks/labels/extraction.toml"]
    return hashlib.sha256(b"\n".join(file.read_bytes() for file in files)).hexdigest()


def scores() -> dict[str, float]:
    """Our own scores by the names that floors.toml pins."""
    bodies, outlet = body_pages(), outlet_pages()
    read, _ = read_all(samestory, [*bodies, *outlet])
    return measured(read, bodies, outlet)


def measured(read: dict[str, Read], bodies: list[Page], outlet: list[Page]) -> dict[str, float]:
    """Every score of what a tool read, in the order of the table's columns."""
    f1, p, r = body_score(read, bodies, truth)
    fold_a, fold_b = (body_score(read, fold, truth)[0] for fold in halves(bodies))
    labelled = [page for page in outlet if page.gold.get("body")]
    names = ("headline", "authors", "day")
    exact = [
        sum(kind) / len(outlet) for kind in zip(*(right(read[page.key], page.gold) for page in outlet), strict=True)
    ]
    minutes, stated = minutes_right(read, outlet)
    return {
        "scrapinghub": f1,
        "precision": p,
        "recall": r,
        "fold_a": fold_a,
        "fold_b": fold_b,
        "outlets_raw": body_score(read, labelled, raw)[0],
        "outlets_raw_least": least(read, labelled, raw),
        "outlets_bare": body_score(read, labelled, bare)[0],
        "outlets_bare_least": least(read, labelled, bare),
        **dict(zip(names, exact, strict=True)),
        "minute": minutes / stated,
    }


def truth(page: Page) -> str:
    """The body label of a page of scrapinghub's set."""
    return str(page.gold["articleBody"])


@cache
def named_no_text() -> dict[str, dict[str, str]]:
    """Page → digests of label lines that are no text, and what they are instead."""
    return tomllib.loads((ROOT / "benchmarks/labels/extraction.toml").read_text(encoding="utf-8"))


def digest(line: str) -> str:
    """How a line is named in the labels' file."""
    return hashlib.sha256(plain(line).encode()).hexdigest()[:12]


def raw(page: Page) -> str:
    """The outlets' body label as it comes."""
    return str(page.gold["body"])


def bare(page: Page) -> str:
    """The same without the lines that are no text."""
    no_text = named_no_text().get(page.key, {})
    return "\n".join(line for line in raw(page).splitlines() if digest(line) not in no_text)


_PUBLISHED = re.compile(
    r"(?:datePublished|article:published(?:_time)?|first_publish_date)\W{1,6}(?:content|datetime)?\W{0,4}"
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))"
)


def stated_minutes(page: Page, zone: str) -> set[str]:
    """Minutes, in UTC, that the page states with a zone as those of publication and that lie on a day of the label."""
    said = (datetime.fromisoformat(hit) for hit in _PUBLISHED.findall(page.body.decode("utf-8", "replace")))
    days = page.gold["dates"]
    own = (at for at in said if {str(at.astimezone(ZoneInfo(zone)).date()), str(at.astimezone(UTC).date())} & set(days))
    return {f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}" for at in own}


def minutes_right(found: dict[str, Read], pages: list[Page]) -> tuple[int, int]:
    """Pages whose stated minute was read, of those that state one."""
    from analysis.outlets import outlets

    stated = {page.key: stated_minutes(page, outlets()[page.outlet].timezone) for page in pages}
    return sum(found[key].minute in minutes for key, minutes in stated.items() if minutes), sum(
        map(bool, stated.values())
    )
