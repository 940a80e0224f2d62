"""The only door to data/: captured pages in WARC, tables and people's marks in Parquet, nothing half-written."""

import hashlib
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from analysis import places
from analysis.errors import BadInput, Missing
from analysis.store import captures, journal, parts
from analysis.store.captures import Answer, Kept
from analysis.store.parts import manifest
from analysis.store.recorder import Recorder, Shelves
from analysis.store.redaction import without_secrets
from analysis.tables import Drawn, Mark, Page, check, frame, name, schema

__all__ = ["Answer", "Kept", "Recorder", "Store", "manifest"]

_GATHERED = "`samestory collect {event}` or `samestory add {event} FILE…`"
_MADE_BY = {
    "article": "`samestory extract {event}`",
    "masthead": "`samestory extract {event}`",
    "attribution": "`samestory quote {event}`",
    "membership": "`samestory match {event}`",
    "reuse": "`samestory match {event}`",
    "utterance": "`samestory quote {event}`, then `samestory match {event}`,",
    "drawn": "`samestory check {event}`",
    "mark": "`samestory check {event}`, marked by a person and read with --score,",
}
_OF_PEOPLE = frozenset([Drawn, Mark])
"""Nouns that stand in ``checks/``: whoever deletes ``tables/`` to make them anew must not lose what people did by hand."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


class Store:
    """What is kept of one event."""

    def __init__(self, event: str, root: Path | None = None) -> None:
        self.event = _named(event, "an event")
        self._shelves = Shelves((root or places.data()) / event)

    @property
    def folder(self) -> Path:
        """Where all of it lies: ``pages/``, ``tables/``, ``checks/``, ``journal/``."""
        return self._shelves.folder

    def has(self, noun: type) -> bool:
        """Whether the noun's table was ever written, with rows or without."""
        return bool(parts.paths(self._shelf(noun), noun)) or bool(self._journalled(noun))

    def read(self, noun: type) -> pl.DataFrame:
        """All parts of a noun's table, and what recorders wrote that is in no part yet.

        Raises:
            Missing: it was never written; the message names the command that makes it.
            BadTable: a part is broken.
        """
        # Journals first: one that is folded meanwhile is then found in its part, and known from there.
        pending = self._journalled(noun)
        marked = {path.stem: parts.read_marked(path, noun) for path in parts.paths(self._shelf(noun), noun)}
        if noun in journal.RECORDED and self._journals() - {lines.id for lines in pending.values()}:
            return self.read(noun)  # a run went on and began another meanwhile: its part may hold two journals
        if not marked and not pending:
            command = _MADE_BY.get(name(noun), _GATHERED).format(event=self.event)
            raise Missing(f"{self.event} has no table {name(noun)!r} yet; {command} makes it")
        tables = [table for table, _ in marked.values()]
        folded = {outlet: mark for outlet, (_, mark) in marked.items()}
        tables += [lines.rows(noun) for outlet, lines in pending.items() if folded.get(outlet) != lines.id]
        return pl.concat(tables) if tables else frame([], noun)

    def read_or_empty(self, noun: type, *, part: str | None = None) -> pl.DataFrame:
        """The same, with no rows where it was never written; with *part*, that part alone and its recorder's rows."""
        if part is not None:
            return self._part(noun, part)
        try:
            return self.read(noun)
        except Missing:
            return frame([], noun)

    def _part(self, noun: type, part: str) -> pl.DataFrame:
        lines = journal.read(self._shelves.journals / f"{part}.jsonl") if noun in journal.RECORDED else None
        path = parts.path_of(self._shelf(noun), noun, part)
        table, folded = parts.read_marked(path, noun) if path.exists() else (frame([], noun), "")
        return pl.concat([table, lines.rows(noun)]) if lines and folded != lines.id else table

    def write(self, table: pl.DataFrame, noun: type, *, part: str) -> None:
        """Put a part of a noun's table in the place of the one of that name, whole or not at all.

        Raises:
            BadTable: the frame is no table of the noun.
        """
        path = parts.path_of(self._shelf(noun), noun, part)
        parts.write(path, check(table, noun).select(list(schema(noun))))

    def clear(self, noun: type, part: str) -> None:
        """Take a part away, if it is there."""
        parts.path_of(self._shelf(noun), noun, part).unlink(missing_ok=True)

    def recorder(self, outlet: str) -> Recorder:
        """A recorder of one outlet, to be used in a ``with``; one at a time for an outlet."""
        return Recorder(self._shelves, _named(outlet, "an outlet"))

    def body(self, page: Page | Mapping[str, Any]) -> bytes:
        """The bytes of a page.

        Raises:
            BadTable: they are not there, or not those that were captured.
        """
        row = page if isinstance(page, Mapping) else {key: getattr(page, key) for key in ("warc", "offset", "digest")}
        return captures.body(self._shelves.pages / row["warc"], row["offset"], row["digest"])

    def response(self, page: Mapping[str, Any]) -> Kept | None:
        """A page with the headers of its capture; None for what a person brought or an interface told."""
        return captures.kept(self._shelves.pages / page["warc"], page["offset"])

    def remember(self, url: str, answer: Answer) -> None:
        """Keep an answer that is no page (a list) for the next run; it may be lost, and is none of the record."""
        path = self._memory(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{threading.get_ident()}")
        draft.write_bytes(captures.record(without_secrets(answer.final_url), answer))
        draft.replace(path)

    def recall(self, url: str) -> Kept | None:
        """The answer that was remembered last, or None."""
        found = captures.kept(self._memory(url))
        # What was stored is the final address without its secrets.
        return replace(found, url=url) if found and found.url == without_secrets(url) else found

    def reached(self, outlet: str) -> dict[str, int]:
        """How far large sources of an outlet were read, by piece, see ``reach``; nothing where that was lost."""
        try:
            said = json.loads(self._places(outlet).read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return {what: at for what, at in said.items() if isinstance(at, int)} if isinstance(said, dict) else {}

    def reach(self, outlet: str, places: Mapping[str, int]) -> None:
        """Keep how far they were read, once what they said is recorded; whole or not at all, and none of the record."""
        said = json.dumps(dict(places), indent=0).encode()
        parts.written_whole(self._places(outlet), lambda draft: draft.write_bytes(said))

    def _places(self, outlet: str) -> Path:
        return self.folder / "cache" / f"{_named(outlet, 'an outlet')}.reached.json"

    def _shelf(self, noun: type) -> Path:
        return self._shelves.checks if noun in _OF_PEOPLE else self._shelves.tables

    def _memory(self, url: str) -> Path:
        return self.folder / "cache" / f"{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()}.warc.gz"

    def _journals(self) -> set[str]:
        """Ids of journals that are there now."""
        return set(filter(None, map(journal.id_of, self._shelves.journals.glob("*.jsonl"))))

    def _journalled(self, noun: type) -> dict[str, journal.Journal]:
        if noun not in journal.RECORDED:
            return {}
        found = {path.stem: journal.read(path) for path in sorted(self._shelves.journals.glob("*.jsonl"))}
        return {outlet: lines for outlet, lines in found.items() if lines}


def _named(slug: str, what: str) -> str:
    if not _NAME.fullmatch(slug):
        raise BadInput(f"{slug!r} is no name of {what}; allowed: lower-case letters, digits, - and _")
    return slug
