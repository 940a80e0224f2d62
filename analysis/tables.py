"""The nouns: one frozen dataclass is one row of one table; columns, dtypes and file name follow from it."""

import dataclasses
import hashlib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal, Union, get_args, get_origin

from analysis.errors import BadTable

if TYPE_CHECKING:
    import polars as pl  # loaded by the functions that make frames: rooms that read one page should start at once

Stage = Literal["list", "capture", "add", "extract", "match"]
Outcome = Literal[
    "kept",
    "metadata_only",
    "paywalled",
    "blocked",
    "disallowed",
    "rate_limited",
    "absent",
    "not_an_article",
    "out_of_window",
    "unreadable",
    "failed",
]
TextScope = Literal["full", "lead", "abstract", "headline"]
Precision = Literal["second", "minute", "day"]
TimeSource = Literal["page", "api", "sitemap", "feed", "file", "address", "first_seen"]
Genre = Literal["news", "analysis", "opinion", "live", "review", "unknown"]
BlockKind = Literal["paragraph", "heading", "quotation", "item", "post"]
Kind = Literal["direct", "mixed", "indirect"]
CueClass = Literal["speech", "other", "none"]
Extractor = Literal["model", "rules"]
SourceType = Literal[
    "official",
    "expert",
    "citizen",
    "company",
    "campaign_group",
    "media_outlet",
    "document",
    "anonymous",
    "unknown",
]
ReuseKind = Literal["agency", "quotation", "copy"]
Decider = Literal["program", "person"]
SizeClass = Literal["lead", "large", "medium", "small", "unknown"]
Drawing = Literal["statement", "passage"]
Design = Literal["stratified", "simple"]
Answer = Literal["yes", "no", "unsure"]
UNNAMED = "unknown"
"""In the place of an outlet, where nothing tells whose a file that cannot be used is."""
Span = tuple[int, int]
"""Start and end in characters (code points) of a text, end exclusive."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The ledger: one look at a source, or one try at an address, and how it ended."""

    outlet: str
    source: str
    """Kind and address of the place that listed it (``feed https://…``), or ``file`` for what a person brought."""
    url: str
    at: datetime
    stage: Stage
    outcome: Outcome
    reason: str
    published_on: date | None = None
    """Day (UTC) of the article that was tried, where the source or the page says it."""
    reaches_from: datetime | None = None
    """Oldest and newest time that a source listed; with ``stage="list"`` only."""
    reaches_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source's word that an article exists; one article can have several."""

    outlet: str
    source: str
    url: str
    """Canonical address."""
    seen_at: datetime
    published_at: datetime | None = None
    published_precision: Precision | None = None
    modified_at: datetime | None = None
    headline: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One captured response, or one file that a person brought."""

    outlet: str
    url: str
    """Canonical address."""
    captured_at: datetime
    status: int
    media_type: str
    """Type with its charset, as the server said it: ``text/html; charset=utf-8``."""
    warc: str
    """File name of the WARC under ``pages/``."""
    offset: int
    digest: str
    """SHA-256 of the body, hexadecimal."""
    final_url: str
    """Where redirects ended."""


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article; everything later points into ``text``."""

    id: str
    outlet: str
    url: str
    version: int
    captured_at: datetime
    headline: str
    text: str
    """Paragraphs joined by one blank line; headline and standfirst are not in it."""
    text_scope: TextScope
    words: int
    digest: str
    """SHA-256 of headline and text in words, hexadecimal: markup noise leaves it as it is."""
    standfirst: str | None = None
    authors: list[str] = field(default_factory=list)
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None
    genre: Genre = "unknown"
    paywalled: bool = False
    published_at: datetime | None = None
    published_precision: Precision | None = None
    published_source: TimeSource | None = None
    modified_at: datetime | None = None
    first_seen_at: datetime | None = None
    agency: str | None = None
    """Whose copy it is, if wire."""
    warnings: list[str] = field(default_factory=list)
    """What a reader of the numbers should know: readers that disagree, times that contradict each other."""
    kinds: list[str] = field(default_factory=list, metadata={"since": 2})
    """Kind of each paragraph of ``text`` (a BlockKind); empty where nobody can tell."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement and whose it is; spans are offsets into the article's ``text``."""

    article: str
    outlet: str
    content: list[Span]
    cue: list[Span]
    source: list[Span]
    kind: Kind
    speaker: str | None
    """Canonical name within the article; None where unresolved."""
    source_type: SourceType
    named: bool
    relayed_by: str | None
    """Name of the outlet through which the statement came."""
    paragraph: int
    """0 for the first."""
    score: float
    role: str | None = field(default=None, metadata={"since": 2})
    """What the article calls the speaker, as written: office, trade, or the noun of one without a name."""
    chain: list[str] = field(default_factory=list, metadata={"since": 2})
    """How the source became the speaker: the words of the source, the naming it leads to, the speaker's name."""
    cue_class: CueClass = field(default="speech", metadata={"since": 2})
    """Whether the cue tells words, or a belief, a wish, a plan ("other"); "none" without a cue."""
    found_by: Extractor = field(default="rules", metadata={"since": 2})


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether an article tells the event, how sure, and who decided."""

    article: str
    outlet: str
    event: str
    member: bool
    score: float
    reason: str
    decided_by: Decider
    storyline: str | None = None
    """Finer group of articles that tell the same turn of the event."""


@dataclass(frozen=True, slots=True)
class Reuse:
    """A passage that two articles share; *article* is the earlier one where times tell, else the first by id."""

    article: str
    outlet: str
    other: str
    other_outlet: str
    span: list[int]
    """Start and end in ``article``."""
    other_span: list[int]
    words: int
    kind: ReuseKind


@dataclass(frozen=True, slots=True)
class Utterance:
    """One statement among those by which several outlets tell the same words of the same speaker.

    ``article`` and ``content`` are those of its Attribution; ``whole`` is the article with the longest form, and
    ``whole_content`` what of that statement stands in quotation marks (all of it where nobody quotes).
    """

    utterance: str
    """Key of the utterance: 16 hexadecimal digits, the same wherever the longest form is the same."""
    article: str
    outlet: str
    content: list[Span]
    whole: str
    whole_content: list[Span]
    kept: list[Span]
    """Passages of the longest form that this telling has, in characters of ``whole``'s text."""
    shared: list[Span]
    """Passages of this telling that stand in the longest form, in characters of its own text."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A link's place on a captured front page."""

    outlet: str
    captured_at: datetime
    url: str
    rank: int
    size_class: SizeClass


@dataclass(frozen=True, slots=True)
class Masthead:
    """An outlet as its readers know it; written by every stage that meets one, so that tables explain themselves."""

    outlet: str
    """Slug: the key in every other table."""
    name: str
    country: str | None = None
    language: str | None = None
    timezone: str = "UTC"
    agency: bool = False
    aliases: list[str] = field(default_factory=list)
    """How others call it: "the NYT", "the New York Times"."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing drawn at random for people to check: a statement that the program found, or a sentence where it found none."""

    draw: str
    item: str
    """Key: the draw's name and a number."""
    kind: Drawing
    design: Design
    article: str
    outlet: str
    span: list[int]
    """Start and end of the paragraphs that are judged, in the article's text at the time of the draw."""
    text: str
    """Their words, so that marks outlive a newer version of the article."""
    content: list[Span]
    """Spans count from the start of ``text``; of a passage, the sentence that is asked about."""
    cue: list[Span]
    source: list[Span]
    speaker: str | None
    source_type: SourceType | None
    """None for a passage: the program found nobody there."""
    relayed_by: str | None
    score: float | None
    weight: float
    """How many of its kind it stands for: population over sample, in its stratum."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one person said of one thing drawn; None where the question was not asked or not answered."""

    draw: str
    item: str
    person: str
    is_statement: Answer | None
    content_right: Answer | None
    speaker_right: Answer | None
    type_right: Answer | None
    right_type: SourceType | None
    relay_right: Answer | None
    missed: int | None
    """Of a passage: statements that are there and were not found."""
    missed_type: SourceType | None
    note: str


Noun = (
    Attempt
    | Sighting
    | Page
    | Article
    | Attribution
    | Membership
    | Reuse
    | Utterance
    | Placement
    | Masthead
    | Drawn
    | Mark
)


def name(noun: type) -> str:
    """Table name of a noun: ``Article`` → ``article``."""
    return noun.__name__.lower()


@cache
def schema(noun: type) -> "pl.Schema":
    """Columns and dtypes of a noun, in the order of its fields."""
    import polars as pl

    hints = typing.get_type_hints(noun)
    return pl.Schema({f.name: _dtype(hints[f.name]) for f in dataclasses.fields(noun)})


@cache
def required(noun: type) -> frozenset[str]:
    """Columns of a noun that never hold null."""
    hints = typing.get_type_hints(noun)
    return frozenset(f.name for f in dataclasses.fields(noun) if type(None) not in get_args(hints[f.name]))


@cache
def _added(noun: type) -> frozenset[str]:
    """Columns that tables written before there was such a column lack."""
    return frozenset(f.name for f in dataclasses.fields(noun) if f.metadata.get("since"))


def frame(rows: Iterable[Noun], noun: type) -> "pl.DataFrame":
    """One row per noun, with the noun's columns and dtypes, also where there are no rows."""
    import polars as pl

    columns = schema(noun)
    data = [[getattr(row, column) for column in columns] for row in rows]
    return pl.DataFrame(data, schema=columns, orient="row")


def check(table: "pl.DataFrame", noun: type) -> "pl.DataFrame":
    """The same frame, if it is a table of *noun*: all its columns, their dtypes, no null where none may be.

    Raises:
        BadTable: names the first column that is missing, of another dtype, or null where it may not be.
    """
    for column, dtype in schema(noun).items():
        if column not in table.columns and column in _added(noun):
            continue
        if column not in table.columns:
            raise BadTable(f"{name(noun)}: column {column!r} is missing; it has {', '.join(table.columns) or 'none'}")
        if table.schema[column] != dtype:
            raise BadTable(f"{name(noun)}.{column} is {table.schema[column]}, and must be {dtype}")
        if column in required(noun) and table[column].null_count():
            raise BadTable(f"{name(noun)}.{column} is null in {table[column].null_count()} of {table.height} rows")
    return table


def article_id(outlet: str, url: str, version: int) -> str:
    """Key of one version of one article: 16 hexadecimal digits, the same on every machine."""
    return hashlib.sha256(f"{outlet}\n{url}\n{version}".encode()).hexdigest()[:16]


def _dtype(hint: object) -> "pl.DataType":
    import polars as pl

    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        (hint,) = (part for part in get_args(hint) if part is not type(None))
        return _dtype(hint)
    if origin is Literal:
        return pl.String()
    if origin in (tuple, list):
        return pl.List(_dtype(get_args(hint)[0]))
    return _plain()[hint]


@cache
def _plain() -> Mapping[object, "pl.DataType"]:
    import polars as pl

    numbers: dict[object, pl.DataType] = {int: pl.Int64(), float: pl.Float64(), bool: pl.Boolean()}
    return {str: pl.String(), **numbers, datetime: pl.Datetime("us", "UTC"), date: pl.Date()}
