"""How well pages are read, beside the tools that others use: body, headline, authors, day, in one run.

    python benchmarks/extraction.py [--newspaper4k FOLDER] [--pages]

Needs the folder of real material (SAMESTORY_SHARED, else ../shared). newspaper4k takes newspaper3k's import name: without a
folder in which it was installed apart, it is installed in a temporary one, and run in a process of its own. ``--pages`` lists
the pages on which we fall short.
"""

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
    standfirst: str = ""


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
        found.standfirst or "",
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


def row(name: str, tool: Callable[[Page], Read], sets: tuple[list[Page], list[Page]]) -> list[str]:
    """One line of the table."""
    bodies, outlet = sets
    read, pace = read_all(tool, bodies)
    f1, p, r = body_score(read, bodies, lambda page: page.gold["articleBody"])
    folds = [body_score(read, fold, lambda page: page.gold["articleBody"])[0] for fold in halves(bodies)]
    other, _ = read_all(tool, outlet)
    with_body = [page for page in outlet if page.gold.get("body")]
    at_outlets = body_score(other, with_body, lambda page: page.gold["body"])[0] if with_body else float("nan")
    exact = [
        sum(kind) / len(outlet) for kind in zip(*(right(other[page.key], page.gold) for page in outlet), strict=True)
    ]
    figures = [f1, p, r, *folds, at_outlets, *exact]
    return [name, *(f"{figure:.3f}" for figure in figures), f"{pace:.0f}"]


def marked_beside(page: Page) -> set[str]:
    """Lines that the page itself marks as caption, credit, time or promotion; some labels count them as text."""
    import lxml.html

    tree = lxml.html.fromstring(
        page.body.decode("utf-8", "replace").encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    found = tree.xpath(
        "//figure | //figcaption | //time | //footer | //aside | //*[contains(@class, 'caption') or contains(@class, 'credit')]"
    )
    return {plain(line) for element in found for line in (*element.itertext(), element.text_content())}


def mended(page: Page, read: Read) -> str:
    """The label without lines that the page marks as no text, and without the standfirst, which is a field of ours."""
    beside, standfirst = marked_beside(page), plain(read.standfirst)
    lines = (line for line in page.gold["body"].splitlines() if line.strip())
    return "\n".join(line for line in lines if plain(line) not in beside and plain(line) != standfirst)


def shortfalls(found: dict[str, Read], sets: tuple[list[Page], list[Page]]) -> list[str]:
    """One line for each page below an aim, worst first: body below .95, or a headline, byline or day that is not the label's."""
    bodies, outlet = sets
    scored = [(p, body_score(found, [p], lambda page: page.gold["articleBody"])) for p in bodies]
    scored += [(p, body_score(found, [p], lambda page: page.gold["body"])) for p in outlet if p.gold.get("body")]
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


HEAD = ("tool", "body F1", "P", "R", "fold a", "fold b", "outlets' body", "headline", "authors", "day", "ms/page")


@contextmanager
def installed(folder: Path | None) -> Iterator[Path]:
    """The folder, or a temporary one in which newspaper4k has been installed; its dependencies are this project's own."""
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
        subprocess.run([*pip, "newspaper4k==0.9.6"], check=True)
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
    try:
        with installed(asked.newspaper4k) as folder:
            rows.append(apart(folder))
    except subprocess.CalledProcessError as why:
        print(f"newspaper4k is left out: {why}", file=sys.stderr)
    print(f"{date.today()}: {len(sets[0])} pages with body, {len(sets[1])} captures of the card's outlets")  # noqa: DTZ011
    print(table(rows))
    ours(sets, asked.pages)


def ours(sets: tuple[list[Page], list[Page]], pages: bool) -> None:
    """What only we are asked: the mended labels, the command's pace, the pages that fall short."""
    found, _ = read_all(samestory, [*sets[0], *sets[1]])
    labelled = [page for page in sets[1] if page.gold.get("body")]
    peer, _ = read_all(trafilatura_default, labelled)
    print("\noutlets' bodies, labels without captions, credits, times and standfirsts:")
    for name, read in (("samestory", found), ("trafilatura", peer)):
        f1, p, r = body_score(read, labelled, lambda page: mended(page, found[page.key]))
        least = min(body_score(read, [page], lambda page: mended(page, found[page.key]))[0] for page in labelled)
        print(f"  {name} F1 {f1:.3f} P {p:.3f} R {r:.3f}, least {least:.3f}")
    whole, steady = pace(sets[0])
    print(f"samestory pipe extract: {whole:.0f} pages a second of processor time with its start, {steady:.0f} without")
    print("\n".join(["", *shortfalls(found, sets)]) if pages else "")


def pace(pages: list[Page]) -> tuple[float, float]:
    """Pages a second of processor time through the command, from its start to its end; and each page after the first set."""
    lines = [json.dumps({"id": p.key, "url": p.url, "html": p.body.decode("utf-8", "replace")}) for p in pages]
    seconds = []
    for times in (1, 4):
        begun = os.times()
        command = [sys.executable, "-c", "from analysis.cli import main; main()", "pipe", "extract"]
        said = "\n".join(lines * times)
        subprocess.run(command, input=said, capture_output=True, text=True, check=True, cwd=ROOT)
        ended = os.times()
        seconds.append(ended.children_user + ended.children_system - begun.children_user - begun.children_system)
    return len(pages) / seconds[0], 3 * len(pages) / (seconds[1] - seconds[0])


if __name__ == "__main__":
    main()
