"""How well pages are read, beside the tools that others use: body, headline, authors, day, minute, in one run.

    python benchmarks/extraction.py [--newspaper4k FOLDER] [--pages]

Needs the folder of real material (SAMESTORY_SHARED, else ../shared). newspaper4k takes newspaper3k's import name: without a
folder in which it was installed apart, it is installed in a temporary one, and run in a process of its own. ``--pages`` lists
the pages on which we fall short. Bodies of the card's outlets are scored against the labels as they come (raw) and without
the lines that labels/extraction.toml names as no text (bare).
"""

import argparse
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from gold.extraction import (
    ROOT,
    SHARED,
    Page,
    Read,
    bare,
    body_pages,
    body_score,
    least,
    measured,
    outlet_pages,
    raw,
    read_all,
    right,
    samestory,
    truth,
)


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


def row(name: str, tool: Callable[[Page], Read], sets: tuple[list[Page], list[Page]]) -> list[str]:
    """One line of the table."""
    bodies, outlet = sets
    read, pace = read_all(tool, bodies)
    other, _ = read_all(tool, outlet)
    figures = measured(read | other, bodies, outlet)
    if not any(one.minute for one in other.values()):
        figures["minute"] = float("nan")  # it tells days at most
    return [name, *(f"{figure:.3f}" for figure in figures.values()), f"{pace:.0f}"]


def shortfalls(found: dict[str, Read], sets: tuple[list[Page], list[Page]]) -> list[str]:
    """One line for each page below an aim, worst first: body below .95, or a headline, byline or day that is not the label's."""
    bodies, outlet = sets
    scored = [(p, body_score(found, [p], truth)) for p in bodies]
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
