"""The doctor says which keys and sources can be used, and what to do about the others, without showing a key."""

import io
import sys
from datetime import UTC, datetime

import pytest
from rich.console import Console

from analysis import doctor, keys
from analysis.collect.sources import (
    CcNews,
    Feed,
    Front,
    GdeltDoc,
    GdeltGal,
    GuardianApi,
    MediaCloud,
    NytSearch,
    Wayback,
    WordPress,
)
from analysis.outlets import Outlet, outlets
from analysis.store import Store
from analysis.tables import Attempt


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in keys.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)


def shown(table):
    """A table as a wide terminal shows it: its lines."""
    out = io.StringIO()
    Console(file=out, width=400).print(table)
    return out.getvalue().splitlines()


def line(table, start):
    """The one line that begins so."""
    (found,) = [text for text in shown(table) if text.startswith(start)]
    return found


def herald(*sources):
    """An outlet with these sources."""
    return {
        "herald": Outlet(
            "The Herald", "https://herald.example/", "GB", "en", "UTC", ("herald.example",), sources=sources
        )
    }


def test_a_key_that_is_not_set_comes_with_what_to_do():
    """Where to get it, how to set it; nothing needed is missing for all that."""
    table, well = doctor.check_up()

    told = line(table, "GUARDIAN_API_KEY")
    assert "https://open-platform.theguardian.com/access/" in told
    assert "samestory[keyring]" in told
    assert well


def test_a_key_that_is_set_is_named_and_never_shown(monkeypatch):
    """Nor is a broken one."""
    monkeypatch.setenv("GUARDIAN_API_KEY", "key-of-nobody")
    monkeypatch.setenv("NYT_API_KEY", "broken key")

    table, _ = doctor.check_up()

    assert line(table, "GUARDIAN_API_KEY").split()[1:] == ["ok", "environment"]
    assert "holds a blank" in line(table, "NYT_API_KEY")
    assert not [text for text in shown(table) if "nobody" in text or "broken key" in text]


def test_a_door_that_was_never_seen_answering_is_not_called_usable(monkeypatch):
    """A key that is set opens nothing yet; neighbours of a kind share a line as long as there is nothing to tell of one."""
    monkeypatch.setenv("GUARDIAN_API_KEY", "key-of-nobody")
    monkeypatch.setenv("NYT_API_KEY", "broken key")
    known = herald(
        Feed("https://a.example/1"),
        Feed("https://a.example/2"),
        GuardianApi(),
        MediaCloud("herald.example"),
        NytSearch(),
    )

    _, *lines = shown(doctor.sources(known))

    assert "Feed https://a.example/1 and 1 more" in lines[0]
    assert "not tried yet, without a key" in lines[0]
    assert "not tried yet, key from the environment" in lines[1]
    assert "no: wants MEDIACLOUD_API_KEY" in lines[2]
    assert "no: NYT_API_KEY holds a blank" in lines[3]
    assert not [text for text in lines if "yes" in text or "broken key" in text]


def look(source, outcome, reason, hour):
    """A line of the ledger."""
    at = datetime(2031, 5, 9, hour, tzinfo=UTC)
    return Attempt("herald", source, "https://a.example/", at, "list", outcome, reason)


@pytest.fixture
def ledgers(tmp_path, monkeypatch):
    """Two events that looked at the same outlet, and one that never did."""
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path))
    (tmp_path / "events").mkdir()
    about = 'title = "{0}"\noutlets = ["herald"]\ntimezone = "UTC"\n[window]\nstart = 2031-05-04\nend = 2031-05-07\n'
    for slug in ("flood", "quay", "untouched"):
        (tmp_path / f"events/{slug}.toml").write_text(about.format(slug), encoding="utf-8")
    told = {
        "flood": (
            look("feed https://a.example/1", "kept", "5 entries", 7),
            look("feed https://a.example/2", "kept", "2 entries", 7),
            look("guardian https://content.guardianapis.com", "blocked", "GUARDIAN_API_KEY is not set: get a key", 7),
        ),
        "quay": (
            look("feed https://a.example/1", "kept", "5 entries", 6),
            look("feed https://a.example/1", "absent", "a.example answers 404", 9),
            look("feed https://a.example/2", "kept", "1 entries", 8),
            look("feed https://a.example/2", "failed", "page two broke off", 8),
        ),
    }
    for slug, attempts in told.items():
        with Store(slug).recorder("herald") as recorder:
            recorder.attempt(*attempts)
    return tmp_path


def test_the_ledgers_last_word_on_each_source_is_told(ledgers, monkeypatch):
    """When, for which event, answered or how it failed; what was not asked for want of a key was not tried."""
    monkeypatch.setenv("GUARDIAN_API_KEY", "key-of-nobody")
    known = herald(Feed("https://a.example/1"), Feed("https://a.example/2"), GuardianApi())
    seen, broken = doctor.looks()

    _, first, first_before, second, second_before, third = shown(doctor.sources(known, seen))

    assert "did not answer, without a key" in first
    assert "quay: absent, 9 May 2031 09:00 UTC: a.example answers 404" in first
    assert "flood: answered, 9 May 2031 07:00 UTC" in first_before
    assert "yes, without a key" in second
    assert "quay: answered, 9 May 2031 08:00 UTC" in second
    assert "flood: answered, 9 May 2031 07:00 UTC" in second_before
    assert "not tried yet, key from the environment" in third
    assert broken == []


def test_a_ledger_that_cannot_be_read_is_named_and_the_others_are_told(ledgers):
    """The doctor is asked when something is broken."""
    for path in (ledgers / "flood" / "tables").rglob("*.parquet"):
        path.write_bytes(b"torn")

    seen, (broken,) = doctor.looks()

    assert broken.startswith("flood: its ledger cannot be read: ")
    assert {one.event for some in seen.values() for one in some} == {"quay"}


def test_every_kind_of_source_has_a_place_to_show():
    """An address, or hosts."""
    hosts = ("herald.example",)
    kinds = (GdeltDoc(hosts), GdeltGal(hosts), CcNews(hosts), Wayback("https://herald.example/"))
    known = herald(*kinds, WordPress("https://herald.example/"), Front("https://herald.example/"))

    assert sum("herald.example" in text for text in shown(doctor.sources(known))) == 6
    assert "gdeltdoc herald.example" in shown(doctor.outlets(known))[1]


def test_made_up_outlets_are_not_looked_for():
    """Their sites stand on this machine, for the demo."""
    told = "\n".join(shown(doctor.sources(outlets())))

    assert "The New York Times" in told
    assert not [one.name for one in outlets().values() if one.made_up and one.name in told]
