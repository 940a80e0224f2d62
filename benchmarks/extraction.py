"""How well pages are read, beside the tools that others use: body, headline, authors, day, minute, in one run.

    python benchmarks/extraction.py [--newspaper4k FOLDER] [--pages]

Needs the folder of real material (SAMESTORY_SHARED, else ../shared). newspaper4k takes newspaper3k's import name: without a
folder in which it was installed apart, it is installed in a temporary one, and run in a process of its own. ``--pages`` lists
the pages on which we fall short. Bodies of the card's outlets are scored against the labels as they come (raw) and without
the lines that labels/extraction.toml names as no text (bare).
"""

import argparse
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import time
import tomllib
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
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


def trafilatura_default(page: Page) -> Read:
    """Trafilatura as it comes."""
    import trafilatura

    found = trafilatura.bare_extraction(page.body.decode("utf-8", "replace"), url=page.url, with_metadata=True)
    if found is None:
        return Read()
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Read(found.text or "", found.title or "", authors, found.date or "")


def newspaper(page: Page) -> Read:
    """Whichever of newspaper3k and newspaper4k this process finds; parse() alone, never nlp()."""
    import newspaper as library

    config = library.Config()
    config.fetch_images = False
    found = library.Article(page.url, config=config)
    found.download(input_html=page.body.decode("utf-8", "replace"))
    found.parse()
    when = found.publish_date
    return Read(
        found.text,
        found.title or "",
        tuple(found.authors),
        when.date().isoformat() if isinstance(when, datetime) else "",
        minute=f"{when.astimezone(UTC):%Y-%m-%dT%H:%M}" if isinstance(when, datetime) and when.tzinfo else "",
    )


def readability(page: Page) -> Read:
    """readability-lxml; it gives a title and a body."""
    import lxml.html
    from readability import Document

    found = Document(page.body.decode("utf-8", "replace"))
    return Read(lxml.html.fromstring(found.summary()).text_content(), found.short_title() or "")


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


def row(name: str, tool: Callable[[Page], Read], sets: tuple[list[Page], list[Page]]) -> list[str]:
    """One line of the table."""
    bodies, outlet = sets
    read, pace = read_all(tool, bodies)
    f1, p, r = body_score(read, bodies, lambda page: page.gold["articleBody"])
    folds = [body_score(read, fold, lambda page: page.gold["articleBody"])[0] for fold in halves(bodies)]
    other, _ = read_all(tool, outlet)
    labelled = [page for page in outlet if page.gold.get("body")]
    at_outlets = [
        figure
        for label in (raw, bare)
        for figure in (body_score(other, labelled, label)[0], least(other, labelled, label))
    ]
    right_minutes, stated = minutes_right(other, outlet)
    exact = [
        sum(kind) / len(outlet) for kind in zip(*(right(other[page.key], page.gold) for page in outlet), strict=True)
    ]
    figures = [f1, p, r, *folds, *at_outlets, *exact, right_minutes / stated]
    return [name, *(f"{figure:.3f}" for figure in figures), f"{pace:.0f}"]


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


def shortfalls(found: dict[str, Read], sets: tuple[list[Page], list[Page]]) -> list[str]:
    """One line for each page below an aim, worst first: body below .95, or a headline, byline or day that is not the label's."""
    bodies, outlet = sets
    scored = [(p, body_score(found, [p], lambda page: page.gold["articleBody"])) for p in bodies]
    scored += [(p, body_score(found, [p], bare)) for p in outlet if p.gold.get("body")]
    low = sorted((s, p.url) for p, s in scored if s[0] < 0.95)
    lines = [f"body F1 {s[0]:.3f} P {s[1]:.3f} R {s[2]:.3f}  {url[:100]}" for s, url in low]
    for page in outlet:
        wrong = [
            name
            for name, ok in zip(("headline", "authors", "day"), right(found[page.key], page.gold), strict=True)
            if not ok
        ]
        lines += [f"{', '.join(wrong)}  {page.url[:100]}"] if wrong else []
    return lines


HEAD = (
    *("tool", "body F1", "P", "R", "fold a", "fold b", "outlets raw", "least", "outlets bare", "least"),
    *("headline", "authors", "day", "minute", "ms/page"),
)


APART = ("newspaper4k==0.9.6", "w3lib==2.3.1", "brotli==1.2.0")


@contextmanager
def installed(folder: Path | None) -> Iterator[Path]:
    """The folder, or a temporary one in which newspaper4k has been installed, with what it needs and the project does not have."""
    if folder:
        yield folder
        return
    with TemporaryDirectory() as made:
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--target",
            made,
        ]
        subprocess.run([*pip, *APART], check=True)
        yield Path(made)


def apart(folder: Path) -> list[str]:
    """newspaper4k's line, from a process that finds it first."""
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    command = [sys.executable, __file__, "--only-newspaper", "newspaper4k"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout.strip().splitlines()[-1]))


def table(rows: Iterable[list[str]]) -> str:
    """The rows under their heads, in columns."""
    lines = [list(HEAD), *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--newspaper4k", type=Path, help="folder in which newspaper4k was installed apart")
    parser.add_argument("--pages", action="store_true", help="list the pages on which we fall short")
    parser.add_argument("--only-newspaper", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    if not (SHARED / "gold/extraction").is_dir():
        sys.exit("real material not found: set SAMESTORY_SHARED")
    sets = body_pages(), outlet_pages()
    if asked.only_newspaper:
        print(json.dumps(row(asked.only_newspaper, newspaper, sets)))
        return
    tools = {
        "samestory": samestory,
        "trafilatura": trafilatura_default,
        "newspaper3k": newspaper,
        "readability-lxml": readability,
    }
    rows = [row(name, tool, sets) for name, tool in tools.items()]
    with installed(asked.newspaper4k) as folder:
        rows.append(apart(folder))
    print(f"{date.today()}: {len(sets[0])} pages with body, {len(sets[1])} captures of the card's outlets")  # noqa: DTZ011
    print(table(rows))
    ours(sets, asked.pages)


def ours(sets: tuple[list[Page], list[Page]], pages: bool) -> None:
    """What only we are asked: what can be reached on raw labels, the command's pace, the pages that fall short."""
    labelled = [page for page in sets[1] if page.gold.get("body")]
    perfect = {page.key: Read(bare(page)) for page in labelled}
    f1, lowest = body_score(perfect, labelled, raw)[0], least(perfect, labelled, raw)
    print(f"\na reader that gives exactly the bare labels scores {f1:.3f} on the raw ones, its least page {lowest:.3f}")
    whole, steady = pace(sets[0], [sys.executable, "-c", "from analysis.cli import main; main()", "pipe", "extract"])
    print(f"samestory pipe extract: {whole:.0f} pages a second of processor time with its start, {steady:.0f} without")
    whole, steady = pace(sets[0], [sys.executable, "-c", TRAFILATURA])
    print(f"trafilatura, text alone: {whole:.0f} with its start, {steady:.0f} without")
    if pages:
        print("\n".join(["", *shortfalls(read_all(samestory, [*sets[0], *sets[1]])[0], sets)]))


TRAFILATURA = """
import json, sys, trafilatura
for line in sys.stdin:
    page = json.loads(line)
    trafilatura.extract(page["html"], url=page["url"])
"""


def pace(pages: list[Page], command: list[str]) -> tuple[float, float]:
    """Pages a second of processor time through a command, from its start to its end; and each page after the first set.

    The better of two runs: a busy machine makes a program slower and never faster.
    """
    lines = [json.dumps({"id": p.key, "url": p.url, "html": p.body.decode("utf-8", "replace")}) for p in pages]
    once, more = (min(seconds(command, lines * times) for _ in range(2)) for times in (1, 4))
    return len(pages) / once, 3 * len(pages) / (more - once)


def seconds(command: list[str], lines: list[str]) -> float:
    """Processor time of a command that is handed these lines."""
    begun = os.times()
    subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True, cwd=ROOT)
    ended = os.times()
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


if __name__ == "__main__":
    main()
