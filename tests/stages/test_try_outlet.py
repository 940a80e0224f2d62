"""`samestory outlets try`: a visit, a file, and a listing that knows the outlet from then on."""

import pytest
from click.testing import CliRunner

from analysis import demo, outlets
from analysis.cli import main
from analysis.collect.client import Client, Manners
from analysis.stages import try_outlet as stage


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A command as a user in an empty folder gives it, with a web of the demo's sites under a name that nobody knows."""
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path / "data"))
    with demo.serve("final") as site, Client(Manners(pace=0.0), connect_to=site.connect_to, local=True) as web:
        monkeypatch.setattr(stage, "visitor", lambda contact: web)
        monkeypatch.setattr(outlets, "_packaged", dict)
        outlets._all.cache_clear()
        outlets._owners.cache_clear()
        yield lambda *words: CliRunner().invoke(main, words)
    outlets._all.cache_clear()
    outlets._owners.cache_clear()


def test_a_visit_says_what_it_found_and_writes_a_file_that_is_read(run, tmp_path):
    """An installed program has no folder for Python files that a user may write into."""
    done = run("outlets", "try", "https://harbourherald.example/", "--slug", "herald")

    known = outlets.outlets()["herald"]
    assert done.exit_code == 0, done.output
    assert "https://harbourherald.example/rss" in done.output
    assert "herald.toml written" in "".join(done.output.split("\n")).replace(" ", " ")
    assert (known.name, known.hosts, len(known.sources)) == ("Harbour Herald", ("harbourherald.example",), 2)
    assert "Harbour Herald" in run("outlets").output


def test_a_look_writes_nothing(run, tmp_path):
    """The file is shown instead."""
    done = run("outlets", "try", "https://thelantern.example", "--look-only")

    assert 'name = "The Lantern"' in done.output
    assert not (tmp_path / "data").exists()


def test_an_outlet_that_is_known_is_not_found_twice(run):
    """Nor is a user's file written over."""
    run("outlets", "try", "https://thelantern.example", "--slug", "lantern")

    again = run("outlets", "try", "https://thelantern.example/a")
    other = run("outlets", "try", "https://harbourherald.example", "--slug", "lantern")

    assert (again.exit_code, other.exit_code) == (2, 2)
    assert "belongs to 'lantern'" in again.output
    assert "already; choose another name" in other.output


@pytest.mark.parametrize(
    ("host", "slug", "country", "zone"),
    [
        ("bridge-herald.co.uk", "bridge_herald", "GB", "Europe/London"),
        ("herald.fr", "herald", "FR", "Europe/Paris"),
        ("news.herald.com", "news_herald", "", ""),
        ("20herald.us", "outlet_20herald", "US", ""),
    ],
)
def test_a_host_tells_name_country_and_zone_as_far_as_it_can(host, slug, country, zone):
    """A country of several zones has none that could be guessed."""
    assert (stage._slug(host), stage._country(host), stage._zone(stage._country(host))) == (slug, country, zone)
