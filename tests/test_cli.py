"""Commands: each has help with an example, parses, calls once and says one line."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.stages.done import Done

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "Lindhaven bridge closed after crack is found\n\nEngineers found a crack in the northern cable.\n\n"
    + "\n\n".join(
        f"“The bridge will stay closed for {n} days,” Mayor Ada Lind told the Quay Ledger on Tuesday, standing at the gate."
        for n in range(3, 9)
    )
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command as a user in an empty folder would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(main, words)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(command, run):
    """The help is what most users read, and all that some do."""
    done = run(command, "--help")

    assert done.exit_code == 0
    assert f"Example: samestory {command}" in done.output


@pytest.mark.parametrize("command", sorted(main.commands))
def test_the_readme_or_the_events_page_names_every_command(command):
    """A command that is documented nowhere is found by nobody."""
    told = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "docs/events.md").read_text(encoding="utf-8")

    assert f"samestory {command}" in told


def test_new_writes_an_event_file_that_loads(run, tmp_path):
    """What is written can be collected or added to at once."""
    done = run(
        "new",
        "flood-2025",
        "--title",
        "The flood",
        "--from",
        "2025-03-01",
        "--to",
        "2025-03-09",
        "--outlet",
        "guardian",
    )

    assert done.exit_code == 0, done.output
    assert (tmp_path / "data/events/flood-2025.toml").is_file()
    assert "flood-2025" in run("status").output


@pytest.mark.parametrize(
    "words",
    [
        ("../evil", "--from", "2025-03-01", "--to", "2025-03-09"),
        ("Flood 2025", "--from", "2025-03-01", "--to", "2025-03-09"),
        ("flood", "--from", "2025-03-09", "--to", "2025-03-01"),
        ("flood", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "nosuch"),
    ],
)
def test_new_refuses_what_the_next_command_would_refuse(run, tmp_path, words):
    """A name with a folder in it, days the wrong way round, an outlet that is none: nothing is written."""
    done = run("new", *words)

    assert done.exit_code == 2
    assert not list(tmp_path.rglob("*.toml"))


def test_new_never_overwrites(run):
    """An event file holds a person's decisions."""
    words = ("new", "flood-2025", "--from", "2025-03-01", "--to", "2025-03-09")
    run(*words)

    done = run(*words)

    assert done.exit_code == 2
    assert "already" in done.output


def test_an_unknown_event_is_told_with_those_there_are(run):
    """A slip of the hand ends in a sentence, not in a traceback."""
    done = run("report", "demoo")

    assert done.exit_code == 2
    assert "did you mean 'demo'" in done.output


def test_report_before_anything_was_collected_says_what_to_do(run):
    """The order of commands is told by the program."""
    done = run("report", "demo")

    assert done.exit_code == 2
    assert "samestory collect demo" in done.output


def test_a_person_brings_a_text_and_a_table(run, tmp_path):
    """Columns mapped as the issue writes them: --map a=b c=d."""
    run("new", "bridge", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "the_week")
    (tmp_path / "pasted.txt").write_text(TEXT, encoding="utf-8")
    row = {"title": "Bridge closed", "content": TEXT, "date": "2025-03-04", "url": "https://www.politico.com/bridge"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    pasted = run("add", "bridge", "pasted.txt", "--outlet", "the_week", "--published", "2025-03-05")
    table = run("add", "bridge", "rows.jsonl", "--map", "headline=title", "text=content", "published_at=date")
    read = run("extract", "bridge")

    assert (pasted.exit_code, pasted.stdout) == (0, "brought: 1 kept\n")
    assert (table.exit_code, table.stdout) == (0, "brought: 1 kept\n")
    assert "1 of politico, which bridge does not ask for" in table.stderr
    assert read.output == "articles: 2 kept\n"
    assert "politico" in run("status", "bridge").output


def test_files_that_cannot_be_used_are_named_with_the_reason(run, tmp_path):
    """The number alone helps nobody to mend them; where none is of use the command fails."""
    run("new", "bridge", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "the_week")
    (tmp_path / "pasted.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 ...")

    mixed = run("add", "bridge", "pasted.txt", "empty.html", "scan.pdf", "--outlet", "the_week")
    none = run("add", "bridge", "scan.pdf", "--outlet", "the_week")

    assert (mixed.exit_code, mixed.stdout) == (0, "brought: 1 kept; 2 unreadable\n")
    assert "unreadable: empty.html: the file is empty" in mixed.stderr
    assert "unreadable: scan.pdf: a .pdf file is not read; save it as text or HTML" in mixed.stderr
    assert none.exit_code == 2


def test_a_thousand_faults_do_not_flood_the_screen(run, tmp_path):
    """The first twenty, and how many more."""
    run("new", "bridge", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "the_week")
    (tmp_path / "rows.jsonl").write_text(
        '{"headline": ""}\n' * 1000 + '{"headline": "Bridge closed"}\n', encoding="utf-8"
    )

    done = run("add", "bridge", "rows.jsonl", "--outlet", "the_week")

    assert done.exit_code == 0
    assert len([line for line in done.stderr.splitlines() if line.startswith("  ")]) == 21
    assert "and 980 more" in done.stderr


def test_an_outlet_that_the_event_does_not_ask_for_is_a_slip_of_the_hand(run, tmp_path):
    """It would become an outlet of its own that nobody compares."""
    run("new", "bridge", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "the_week")
    (tmp_path / "pasted.txt").write_text(TEXT, encoding="utf-8")

    done = run("add", "bridge", "pasted.txt", "--outlet", "theweek")

    assert done.exit_code == 2
    assert "did you mean 'the_week'?" in done.output
    assert not (tmp_path / "data/bridge").exists()


def test_an_event_without_terms_says_that_it_takes_everything(run, tmp_path):
    """Nobody should take all coverage of a week for that of one event."""
    run("new", "bridge", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "the_week")
    (tmp_path / "pasted.txt").write_text(TEXT, encoding="utf-8")
    file = tmp_path / "data/events/bridge.toml"

    added = run("add", "bridge", "pasted.txt", "--outlet", "the_week")
    told = run("status", "bridge")
    file.write_text(file.read_text(encoding="utf-8").replace("any = []", 'any = ["bridge"]'), encoding="utf-8")
    filled = run("status", "bridge")

    said = "bridge names no terms, so every article"
    assert [said in done.stderr for done in (added, told, filled)] == [True, True, False]


def test_status_says_of_every_outlet_and_day_what_is_known(run, tmp_path):
    """Also of those of which nothing came: an outlet that nobody asked must not look silent."""
    run("new", "bridge", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "the_week", "--outlet", "guardian")
    (tmp_path / "pasted.txt").write_text(TEXT, encoding="utf-8")
    run("add", "bridge", "pasted.txt", "--outlet", "the_week", "--published", "2025-03-05")

    told = " ".join(run("status", "bridge").stdout.split())

    assert "1 Mar – 9 Mar unknown 0 nothing was tried" in told
    assert "1 Mar – 9 Mar unknown 0 files that a person brought; nobody looked for others" in told


def test_collect_without_a_contact_says_so(run, monkeypatch):
    """Whoever runs an outlet should be able to ask who we are."""
    monkeypatch.setattr("analysis.stages.collect.collect", lambda *_, **__: Done(0))
    run("new", "bridge", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "the_week")

    assert "no contact is set" in run("collect", "bridge").stderr
    assert "no contact is set" not in run("collect", "bridge", "--contact", "desk@example.org").stderr


def test_a_wrong_column_is_named_with_those_there_are(run, tmp_path):
    """The message is enough to write the right command."""
    run("new", "bridge", "--from", "2025-03-01", "--to", "2025-03-09", "--outlet", "the_week")
    (tmp_path / "rows.csv").write_text("title,body\na,b\n", encoding="utf-8")

    done = run("add", "bridge", "rows.csv", "--map", "headline=titel")

    assert done.exit_code == 2
    assert "titel" in done.output
    assert "title, body" in done.output


def test_pipe_ends_with_1_where_a_line_was_bad(run, tmp_path):
    """A script must be able to tell."""
    (tmp_path / "lines.jsonl").write_text('{"id": 1, "text": "x"}\n{\n', encoding="utf-8")

    done = run("pipe", "quote", "lines.jsonl")

    assert done.exit_code == 1
    assert '{"id": 1, "attributions": []}' in done.output
    assert "line 2:" in done.output


def test_doctor_finds_what_is_needed(run):
    """On the machine that runs these tests nothing needed is missing."""
    done = run("doctor")

    assert done.exit_code == 0
    assert "missing" not in done.output


def test_lab_hands_its_words_to_jupyterlab(run, tmp_path, monkeypatch):
    """The example in the help is a word that we do not know and JupyterLab does."""
    asked = []
    monkeypatch.setattr("subprocess.run", lambda command, **_: asked.append(command) or SimpleNamespace(returncode=0))

    done = run("lab", "--no-browser", "--port", "8899")

    assert done.exit_code == 0, done.output
    assert asked[0][-3:] == ["--no-browser", "--port", "8899"]
    assert len(list((tmp_path / "notebooks").glob("*.ipynb"))) >= 5


def test_outlets_lists_the_card(run):
    """Five real outlets, and where samestory looks."""
    told = run("outlets").output

    assert all(slug in told for slug in ("nyt", "guardian", "washington_post", "the_week", "eurasia_review"))


def test_a_data_folder_that_cannot_be_is_told_in_a_sentence(run, tmp_path, monkeypatch):
    """A file in its place, a disk that is full or may not be written: no traceback."""
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path / "taken"))

    done = run("new", "flood-2025", "--from", "2025-03-01", "--to", "2025-03-09")

    assert (done.exit_code, type(done.exception)) == (2, SystemExit)
    assert "taken" in done.output
    assert "Not a directory" in done.output
