"""An event's statements → sheets for people to check them; marked sheets → marks kept with the event, and a score."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl
from rich.table import Table

from analysis.check import draw, marked, sheet
from analysis.check.draw import Plan
from analysis.errors import BadInput, Missing
from analysis.events import Event
from analysis.measure import checks, coverage, errors, evidence
from analysis.report import checkpage
from analysis.report.view import spreadsheet
from analysis.store import Store
from analysis.tables import Article, Attribution, Drawn, Mark, Masthead, Membership, Reuse

_QUESTIONS: Final = {
    "statement": "is a statement",
    "content": "its words are right",
    "speaker": "its speaker is right",
    "type": "the kind of source is right",
    "relay": "the relay is right",
    "whole": "statement, words and speaker right",
    "missed": "a sentence holds a missed one",
}
_ANSWERS: Final = tuple(name for name in Mark.__dataclass_fields__ if name not in {"draw", "item", "person"})


@dataclass(frozen=True, slots=True)
class Written:
    """What was drawn, and the files to hand to people."""

    draw: str
    statements: int
    passages: int
    files: tuple[Path, ...]


def write(event: Event, store: Store, plan: Plan, *, people: int, out: Path | None = None) -> Written:
    """Draw, keep the draw with the event, and write a CSV and a page for each of *people*.

    Raises:
        Missing: a table is missing, or there is no statement.
        BadInput: a file of that name is there and holds something else: marks, perhaps.
    """
    articles = _articles(store)
    drawn = draw.draw(event.slug, store.read(Attribution), articles, evidence.sentences(articles), plan)
    name = str(drawn["draw"][0])
    listed = sheet.entries(drawn, articles)
    folder = out or store.folder / "checks" / "sheets" / name
    made = {
        folder / f"check-{name}-{n}{end}": text
        for n in range(1, people + 1)
        for end, text in _sheet(event, name, listed, n)
    }
    if taken := [path for path, text in made.items() if path.exists() and path.read_bytes() != text.encode()]:
        raise BadInput(
            f"{taken[0]} is there already and differs, perhaps because somebody marked it; give another folder (--out) or --seed"
        )
    store.write(drawn, Drawn, part=name)
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in made.items():
        path.write_bytes(text.encode())
    statements = drawn.filter(kind="statement").height
    return Written(name, statements, drawn.height - statements, tuple(made))


def keep(event: Event, store: Store, sheets: Sequence[Path], *, replace: bool = False) -> list[str]:
    """Read marked sheets and keep their marks with the event; a line for each: who, how many, where they lie.

    Somebody's own marks grow with a sheet that answers more. Nobody's are changed unless *replace* says so.

    Raises:
        Missing: no such file, or nothing was ever drawn.
        BadInput: faults in a sheet, two sheets of one person, marks that contradict those kept under the same name.
    """
    if not store.has(Drawn):
        raise Missing(f"nothing was drawn for {event.slug} yet; `samestory check {event.slug}` does")
    drawn = store.read(Drawn)
    read = [(path, marked.read(path, drawn)) for path in sheets]
    _each_their_own(read)
    # All are looked at before one is written: a fault in the second leaves the first unkept, too.
    parts = [
        (path, part, _merged(store, path, part, marks, replace=replace))
        for path, table in read
        for part, marks in _parts(table)
    ]
    for _, part, marks in parts:
        store.write(marks, Mark, part=part)
    return [f"{path}: {marks.height} marks of {marks['person'][0]} kept ({part})" for path, part, marks in parts]


def score(event: Event, store: Store) -> list[Table]:
    """What the event's checks say, for a terminal: precision, recall, agreement, kinds of source.

    Raises:
        Missing: nobody has checked yet.
    """
    if not store.has(Mark):
        raise Missing(
            f"nobody has checked {event.slug} yet; mark a sheet of `samestory check {event.slug}`, then --score it"
        )
    drawn, marks, mastheads = store.read(Drawn), store.read(Mark), store.read(Masthead)
    found = checks.precision(drawn, marks, mastheads)
    tables = [_precision(found), _by_outlet(found), _recall(checks.recall(drawn, marks, mastheads))]
    if marks["person"].n_unique() > 1:
        tables.append(_agreement(checks.agreement(drawn, marks)))
    return [*tables, _types(errors.of_check(drawn, marks))]


def _articles(store: Store) -> pl.DataFrame:
    """The articles that the report counts statements in."""
    told = coverage.current(
        store.read(Article), store.read(Membership), store.read(Masthead), reuse=store.read_or_empty(Reuse)
    )
    return told.filter(coverage.readable())


def _sheet(event: Event, name: str, listed: list[sheet.Entry], person: int) -> Iterator[tuple[str, str]]:
    """Both forms of one person's sheet: end of the file's name, and what is in it."""
    rows = list(sheet.rows(listed, str(person)))
    text = spreadsheet({"columns": sheet.COLUMNS, "rows": rows})
    yield ".csv", "\ufeff" + text.replace("\n", "\r\n")
    setting = checkpage.Setting(event.title, event.made_up, name, str(person), sheet.TYPES)
    yield ".html", checkpage.html(listed, text, setting)


def _each_their_own(read: list[tuple[Path, pl.DataFrame]]) -> None:
    seen: dict[str, Path] = {}
    for path, marks in read:
        person = marks["person"][0].casefold()
        if person in seen:
            raise BadInput(
                f"{seen[person]} and {path} are both marked by {marks['person'][0]!r}; two people need two names (column person)"
            )
        seen[person] = path


def _parts(marks: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """One part a draw and person."""
    for (name, person), own in marks.group_by("draw", "person", maintain_order=True):
        yield f"{name}.{_slug(str(person))}", own


def _slug(person: str) -> str:
    """The person's name as a file's: two names that look alike in plain letters stay apart."""
    plain = re.sub(r"[^a-z0-9]+", "-", person.casefold()).strip("-")[:40]
    return (
        plain
        if plain == person.casefold()
        else f"{plain}-{hashlib.sha256(person.casefold().encode()).hexdigest()[:6]}".strip("-")
    )


def _merged(store: Store, path: Path, part: str, new: pl.DataFrame, *, replace: bool) -> pl.DataFrame:
    """The marks that were kept under that name, and the new ones."""
    old = store.read_or_empty(Mark, part=part)
    if replace or old.is_empty():
        return new
    both = old.join(new, on="item", suffix="_new")
    for row in both.iter_rows(named=True):
        changed = [name for name in _ANSWERS if row[name] not in (None, "") and row[name] != row[f"{name}_new"]]
        if changed:
            raise BadInput(
                f"{path}: {row['item']}: {changed[0]}: {row[changed[0] + '_new']!r}, but {row[changed[0]]!r} is kept as "
                f"{row['person']}'s mark; another person needs another name (column person), the same person may --replace it"
            )
    return pl.concat([old.join(new, on="item", how="anti"), new]).sort("item")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    return table


def _precision(found: pl.DataFrame) -> Table:
    """Every question for all outlets together."""
    table = _table(
        "What was found: how often it is right", "question", "right", "95%", "judged", "articles", "cannot tell"
    )
    for row in found.filter(pl.col("outlet").is_null()).iter_rows(named=True):
        counts = (str(row["n_units"]), str(row["n_articles"]), str(row["unsure"] or 0))
        table.add_row(_QUESTIONS[row["question"]], *_interval(row), *counts)
    return table


def _by_outlet(found: pl.DataFrame) -> Table:
    """Each outlet, on the two questions that most depend on its style."""
    asked = ("whole", "type")
    table = _table("The same by outlet", "outlet", *(_QUESTIONS[name] for name in asked), "judged", "articles")
    for _, own in found.drop_nulls("outlet").group_by("outlet_name", maintain_order=True):
        by_question = {row["question"]: row for row in own.iter_rows(named=True)}
        cells = [" (".join(_interval(by_question[name])) + ")" if name in by_question else "–" for name in asked]
        first = next(iter(by_question.values()))
        table.add_row(first["outlet_name"], *cells, str(first["n_units"]), str(first["n_articles"]))
    return table


def _recall(found: pl.DataFrame) -> Table:
    table = _table(
        "What is there: how much of it was found, at most", "outlet", "found", "95%", "sentences", "missed in them"
    )
    for row in found.iter_rows(named=True):
        table.add_row(row["outlet_name"], *_interval(row), str(row["n_units"]), f"{row['n_missed']:g}")
    return table


def _agreement(found: pl.DataFrame) -> Table:
    table = _table(
        "Whether people agree: Krippendorff's alpha", "question", "alpha", "95%", "same answer", "judged by both"
    )
    for row in found.filter(pl.col("n_units") > 0).iter_rows(named=True):
        alpha = ("–", row["note"]) if row["value"] is None else (f"{row['value']:.2f}", _span(row, ".2f"))
        table.add_row(_QUESTIONS[row["question"]], *alpha, f"{row['agreement']:.0%}", str(row["n_units"]))
    return table


def _types(measured: errors.Errors) -> Table:
    """What was taken for something else, and whether it is enough to correct shares with."""
    said = errors.refusal(measured) or f"enough to correct shares by kind of source ({measured.what})"
    table = _table("Kinds of source that were taken for another", "it is", "it was called", "statements")
    wrong = (
        measured.rows()
        .filter(pl.col("gold") != pl.col("given"))
        .sort("n", "gold", "given", descending=[True, False, False])
    )
    for row in wrong.head(12).iter_rows(named=True):
        table.add_row(row["gold"].replace("_", " "), row["given"].replace("_", " "), f"{row['n']:.1f}")
    table.caption, table.caption_justify = said, "left"
    return table


def _interval(row: dict[str, Any]) -> tuple[str, str]:
    return ("–", "–") if row["value"] is None else (f"{row['value']:.1%}", _span(row, ".0%"))


def _span(row: dict[str, Any], form: str) -> str:
    return "–" if row["low"] is None else f"{row['low']:{form}} to {row['high']:{form}}"
