"""`samestory check`: from tables to sheets, from marked sheets to marks, score and report."""

import csv
import io
from datetime import UTC, datetime
from html import unescape

import polars as pl
import pytest
from click.testing import CliRunner

from analysis import events
from analysis.check.sheet import COLUMNS
from analysis.cli import main
from analysis.store import Store
from analysis.tables import Article, Attribution, Drawn, Mark, Masthead, Membership, Reuse, article_id, frame

DAY = datetime(2031, 3, 4, 12, tzinfo=UTC)
WORDS = "=SUM(1) the bridge is shut for {n} days"
TEXT = "“" + WORDS + ",” said Ada Lind. It rained on Tuesday.\n\n<b>Nobody</b> & nothing came to the quay."


def tables(store):
    """Two outlets of six articles, a statement each, an attack in their words."""
    articles, said, members = [], [], []
    for slug in ("herald", "courier"):
        for n in range(6):
            key, text = article_id(slug, f"https://{slug}.example/{n}", 1), TEXT.format(n=n)
            about = (
                key,
                slug,
                f"https://{slug}.example/{n}",
                1,
                DAY,
                "</script><script>window.pwned = 1</script>",
                text,
            )
            articles.append(Article(*about, "full", 20, key, published_at=DAY))
            end = text.index(",”")
            source = text.index("Ada Lind")
            parts = ([(1, end)], [(end + 3, end + 7)], [(source, source + 8)])
            said.append(Attribution(key, slug, *parts, "direct", "Ada Lind", "official", True, None, 0, 0.9))
            members.append(Membership(key, slug, "flood", True, 0.9, "", "program"))
    for noun, rows in ((Article, articles), (Attribution, said), (Membership, members), (Reuse, [])):
        store.write(frame(rows, noun), noun, part="all")
    store.write(
        frame([Masthead("herald", "The Herald"), Masthead("courier", "The Courier")], Masthead), Masthead, part="all"
    )


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command as a user in a folder with the event's tables would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path / "data"))
    (tmp_path / "data" / "events").mkdir(parents=True)
    first, last = DAY.date(), DAY.date()
    text = events.template("flood", "The flood", first, last, ("herald", "courier"))
    (tmp_path / "data" / "events" / "flood.toml").write_text(
        text + '\n[names]\nherald = "The Herald"\n' if "[names]" not in text else text
    )
    tables(Store("flood"))
    return lambda *words: CliRunner().invoke(main, ["check", "flood", *map(str, words)])


def rows(path):
    """A sheet's rows by column."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def marked(path, *, person=None, wrong=(), to=None):
    """The sheet, all of it marked right but for the rows named; written beside it."""
    filled = []
    for number, row in enumerate(rows(path)):
        if row["kind"] == "statement":
            answers = dict.fromkeys(
                ("is_statement", "content_right", "speaker_right", "type_right", "relay_right"), "yes"
            )
            row.update({"is_statement": "no"} if number in wrong else answers)
        else:
            row["missed"] = "0"
        filled.append(row | ({"person": person} if person is not None else {}))
    to = to or path.with_name(f"marked-{path.name}")
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(filled)
    return to


@pytest.fixture
def sheets(run, tmp_path):
    """Two people's sheets of eight statements and six sentences."""
    done = run("--sample", 8, "--passages", 6, "--out", tmp_path / "sheets")
    assert done.exit_code == 0, done.output
    return sorted((tmp_path / "sheets").glob("*.csv"))


def test_it_writes_a_csv_and_a_page_for_each_person(run, sheets, tmp_path):
    """Named by draw and person; the draw is kept with the event, the sheets are not lost when the command is run again."""
    pages = sorted((tmp_path / "sheets").glob("*.html"))

    assert len(sheets) == len(pages) == 2
    assert Store("flood").read(Drawn).height == 14
    assert (tmp_path / "data" / "flood" / "checks" / "drawn").is_dir()
    assert run("--sample", 8, "--passages", 6, "--out", tmp_path / "sheets").exit_code == 0


def test_a_sheet_is_safe_and_whole_in_a_spreadsheet(sheets):
    """A byte order mark, CRLF, one line a row, and no cell that a spreadsheet would run."""
    raw = sheets[0].read_bytes()
    first = rows(sheets[0])[0]

    assert raw.startswith(b"\xef\xbb\xbfitem,")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 15
    assert first["content"].startswith("'=SUM(1)")
    assert not [cell for row in rows(sheets[0]) for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_a_page_runs_nothing_but_its_own_script_and_names_no_folder(sheets, tmp_path):
    """What articles say stays text."""
    page = sheets[0].with_suffix(".html").read_text(encoding="utf-8")

    assert "default-src 'none'; script-src 'sha256-" in unescape(page)
    assert "<script>window.pwned" not in page
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in page
    assert str(tmp_path) not in page


def test_marked_sheets_are_kept_and_scored(run, sheets):
    """One of eight is no statement, says the second person; the marks lie with the event."""
    one, two = marked(sheets[0]), marked(sheets[1], wrong=[0])

    done = run("--score", one, two)

    assert done.exit_code == 0, done.output
    assert "93.8%" in done.output
    assert "Krippendorff" in done.output
    assert Store("flood").read(Mark)["person"].n_unique() == 2
    assert run("--score").output.endswith(done.output.split("kept (", 2)[2].split("\n", 1)[1])


def test_marks_survive_the_tables(run, sheets, tmp_path):
    """Whoever deletes tables/ to make them anew keeps what people did by hand."""
    run("--score", marked(sheets[0]))

    assert not list((tmp_path / "data" / "flood" / "tables").rglob("*mark*"))
    assert list((tmp_path / "data" / "flood" / "checks" / "mark").glob("*.parquet"))


def test_marks_do_not_vouch_for_answers_that_nobody_saw(run, sheets, tmp_path):
    """Quoted anew, another speaker comes out; the same command draws under another name, and the old sheet is about the old answers."""
    store = Store("flood")
    before = store.read(Drawn)
    store.write(store.read(Attribution).with_columns(speaker=pl.lit("Bo Ortiz")), Attribution, part="all")

    again = run("--sample", 8, "--passages", 6, "--out", tmp_path / "sheets")

    assert again.exit_code == 0, again.output
    kept = store.read(Drawn).filter(pl.col("draw") == before["draw"][0])
    assert kept.sort("item").equals(before.sort("item"))
    assert set(store.read(Drawn).filter(kind="statement")["speaker"]) == {"Ada Lind", "Bo Ortiz"}
    assert run("--score", marked(sheets[0])).exit_code == 0


def test_nobodys_marks_are_changed_unasked(run, sheets):
    """The same name with other answers is refused, with another name kept beside, with --replace taken."""
    run("--score", marked(sheets[0]))
    other = marked(sheets[0], wrong=[0], to=sheets[0].with_name("other.csv"))

    refused = run("--score", other)
    assert refused.exit_code == 2
    assert "is_statement: 'no', but 'yes' is kept as 1's mark" in refused.output
    assert run("--score", marked(other, person="Åsa B.", wrong=[0])).exit_code == 0
    assert run("--score", "--replace", other).exit_code == 0
    assert set(Store("flood").read(Mark)["person"]) == {"1", "Åsa B."}


def test_a_sheet_may_grow(run, sheets):
    """Marked half today, the rest tomorrow."""
    whole = marked(sheets[0])
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    half = whole.with_name("half.csv")
    half.write_text("".join(lines[:5]), encoding="utf-8")

    assert "4 marks of 1 kept" in run("--score", half).output
    assert "14 marks of 1 kept" in run("--score", whole).output
    assert "14 marks of 1 kept" in run("--score", half).output


def test_two_sheets_of_one_name_are_refused_before_any_is_kept(run, sheets):
    """Both people marked the first sheet."""
    one, two = marked(sheets[0]), marked(sheets[0], to=sheets[0].with_name("two.csv"))

    done = run("--score", one, two)

    assert done.exit_code == 2
    assert "both marked by '1'" in done.output
    assert not Store("flood").has(Mark)


def test_a_fault_in_the_second_sheet_keeps_the_first_out_too(run, sheets):
    """All or nothing, so that a mended second sheet finds things as they were."""
    bad = marked(sheets[1])
    bad.write_text(bad.read_text(encoding="utf-8").replace(",yes,", ",aye,", 1), encoding="utf-8")

    done = run("--score", marked(sheets[0]), bad)

    assert done.exit_code == 2
    assert f"{bad}:2: is_statement: 'aye'" in done.output
    assert not Store("flood").has(Mark)


def test_a_marked_sheet_is_never_written_over(run, sheets, tmp_path):
    """Somebody marked the very file; the command is run again."""
    marked(sheets[0], to=sheets[0])

    done = run("--sample", 8, "--passages", 6, "--out", tmp_path / "sheets")

    assert done.exit_code == 2
    assert "somebody marked it" in done.output


@pytest.mark.parametrize(
    ("words", "told"),
    [(["sheet.csv"], "--score"), (["--score"], "nobody has checked"), (["--score", "no.csv"], "nothing was drawn")],
)
def test_what_cannot_be_done_is_said_with_what_to_do(run, words, told):
    """Sheets without --score, --score before anybody marked, before anything was drawn."""
    done = run(*words)

    assert done.exit_code == 2
    assert told in done.output
