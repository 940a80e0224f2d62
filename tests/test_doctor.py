"""The doctor says which keys and sources can be used, and what to do about the others, without showing a key."""

import io
import sys

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
    Wayback,
    WordPress,
)
from analysis.outlets import Outlet, outlets


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


def test_a_source_is_usable_where_it_wants_no_key_or_its_key_is_set(monkeypatch):
    """Sources of a kind that follow each other share a line."""
    monkeypatch.setenv("GUARDIAN_API_KEY", "key-of-nobody")
    known = herald(
        Feed("https://a.example/1"), Feed("https://a.example/2"), GuardianApi(), MediaCloud("herald.example")
    )

    table = doctor.sources(known)

    assert "Feed https://a.example/1 and 1 more" in shown(table)[1]
    assert "yes, without a key" in shown(table)[1]
    assert "yes, key from the environment" in shown(table)[2]
    assert "no: wants MEDIACLOUD_API_KEY" in shown(table)[3]


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
