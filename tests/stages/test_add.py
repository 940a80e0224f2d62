"""From what a person brings to articles: an archive, and an export of a database."""

import io
from datetime import UTC, datetime

import polars as pl
from docx import Document
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analysis.events import Event, Window
from analysis.stages.add import Bringing, add
from analysis.stages.extract import extract
from analysis.store import Store
from analysis.tables import Article, Attempt, Masthead, Page, Sighting

WINDOW = Window(start=datetime(2021, 5, 4, tzinfo=UTC), end=datetime(2021, 5, 7, tzinfo=UTC))
EVENT = Event(slug="quay", title="The quay", window=WINDOW, outlets=("nyt",))
SENTENCES = [
    f"The quay of street number {n} was under water by noon, said the harbour master Ada Lind." for n in range(12)
]
EXPORT = [
    "Water at the quay",
    "The New York Times",
    "May 4, 2021 Tuesday 10:30 EST",
    "Length: 180 words",
    "Byline: Ada Lind",
    "Body",
    *SENTENCES,
    "Load-Date: May 5, 2021",
    "End of Document",
]


def archive(path):
    """A WARC with one page, got on the sixth of May."""
    page = (
        "<html><head><title>Quay</title><meta property='article:published_time' content='2021-05-05T08:00:00Z'></head>"
        f"<body><article><h1>The quay is dry</h1>{''.join(f'<p>{one}</p>' for one in SENTENCES)}</article></body></html>"
    )
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    about = {"WARC-Date": "2021-05-06T07:00:00Z"}
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        body = io.BytesIO(page.encode())
        writer.write_record(
            writer.create_warc_record(
                "https://www.herald.example/quay", "response", body, http_headers=http, warc_headers_dict=about
            )
        )
    return path


def export(path):
    """A Word file of Nexis Uni with one article."""
    document = Document()
    for line in EXPORT:
        document.add_paragraph(line)
    document.save(path)
    return path


def test_an_archive_and_an_export_become_articles(tmp_path):
    """Each with its own time: of its page, and of its line in New York's zone; first seen when the archive saw it."""
    store = Store("quay", tmp_path / "data")

    add(EVENT, store, Bringing((archive(tmp_path / "a.warc.gz"), export(tmp_path / "b.docx"))))
    extract(EVENT, store)

    herald, nyt = store.read(Article).sort("outlet").iter_rows(named=True)
    assert (herald["outlet"], nyt["outlet"]) == ("herald", "nyt")
    assert (herald["published_at"], herald["published_source"]) == (datetime(2021, 5, 5, 8, tzinfo=UTC), "page")
    assert herald["first_seen_at"] == herald["captured_at"] == datetime(2021, 5, 6, 7, tzinfo=UTC)
    assert nyt["published_at"] == datetime(2021, 5, 4, 15, 30, tzinfo=UTC)
    assert (nyt["published_precision"], nyt["published_source"]) == ("minute", "file")
    assert (nyt["headline"], nyt["authors"], nyt["text_scope"]) == ("Water at the quay", ["Ada Lind"], "full")
    assert nyt["text"].split("\n\n") == herald["text"].split("\n\n") == SENTENCES
    assert store.read(Attempt).filter(pl.col("stage") == "add")["outcome"].to_list() == ["kept", "kept"]
    assert dict(store.read(Masthead).select("outlet", "name").iter_rows())["nyt"] == "The New York Times"


def table(path, *rows):
    """A table with plain names."""
    path.write_text("\n".join(["title,text,date,url,noise", *rows]) + "\n", encoding="utf-8")
    return path


def test_the_same_file_twice_says_nothing_twice(tmp_path):
    """Sightings and pages are as many as after the first time; the ledger tells of both."""
    store = Store("quay", tmp_path / "data")
    files = Bringing((archive(tmp_path / "a.warc.gz"), export(tmp_path / "b.docx")))

    for _ in range(3):
        add(EVENT, store, files)

    assert (store.read(Sighting).height, store.read(Page).height) == (2, 2)
    assert store.read(Attempt).height == 6


def test_what_a_file_says_anew_of_a_known_article_is_kept(tmp_path):
    """Another time of publication is evidence of its own; the same one in another file is not."""
    store = Store("quay", tmp_path / "data")
    row = "The quay,It is dry.,2021-05-0{},https://www.nytimes.com/quay,7"

    for name, day in (("a.csv", 5), ("b.csv", 5), ("c.csv", 6)):
        add(EVENT, store, Bringing((table(tmp_path / name, row.format(day)),)))

    assert store.read(Sighting)["published_at"].dt.day().to_list() == [5, 6]


def test_columns_taken_and_left_are_among_the_notes(tmp_path):
    """So that a slip is seen."""
    row = "The quay,It is dry.,2021-05-05,https://www.nytimes.com/quay,7"

    done = add(EVENT, Store("quay", tmp_path / "data"), Bringing((table(tmp_path / "a.csv", row),)))

    assert "headline=title, published_at=date" in done.notes[0]
    assert "columns that are not used: noise" in done.notes[1]
