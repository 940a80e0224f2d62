"""`samestory outlets try`: a visit, a file, and a listing that knows the outlet from then on."""

import dataclasses

import httpx2
import pytest
from click.testing import CliRunner

from analysis import demo, outlets
from analysis.cli import main
from analysis.collect.client import Client, Manners
from analysis.errors import BadInput, Blocked, Unreadable
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


PAGE = b'<html lang="de"><head><title>Herald</title></head><body><p>x</p></body></html>'


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A visitor to a made-up web: address → answer."""
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path / "data"))

    def visit(**answers):
        pages = {f"https://{host.replace('_', '.')}/": answer for host, answer in answers.items()}
        answered = lambda request: pages.get(str(request.url), httpx2.Response(404))  # noqa: E731 – one line
        return Client(Manners(pace=0.0), transport=httpx2.MockTransport(answered))

    return visit


def test_an_address_that_leads_to_an_outlet_with_a_file_makes_no_second_one(elsewhere):
    """Two files of one host would stop every command."""
    moved = httpx2.Response(301, headers={"Location": "https://www.nytimes.com/"})
    web = elsewhere(short_example=moved, www_nytimes_com=httpx2.Response(200, content=PAGE))

    with pytest.raises(BadInput, match=r"leads to https://www.nytimes.com/, which belongs to 'nyt'"):
        stage.try_outlet("https://short.example/", web)


def test_a_host_in_letters_of_its_own_makes_a_file_that_is_read(elsewhere):
    """Names of hosts are written in ASCII where they are compared."""
    web = elsewhere(**{"xn--zrich-kva_example": httpx2.Response(200, content=PAGE)})

    stage.keep(stage.try_outlet("https://zürich.example/", web, "zurich"))

    assert outlets.outlets()["zurich"].hosts == ("xn--zrich-kva.example",)
    assert outlets.slug_of("https://xn--zrich-kva.example/a") == "zurich"


def test_a_consent_wall_and_a_picture_are_no_home_page(elsewhere):
    """A file of them would stand for an outlet that nobody looked at."""
    moved = httpx2.Response(302, headers={"Location": "https://consent.herald.example/"})
    web = elsewhere(herald_example=moved, consent_herald_example=httpx2.Response(200, content=PAGE))
    pdf = elsewhere(
        herald_example=httpx2.Response(200, content=b"%PDF-1.4", headers={"Content-Type": "application/pdf"})
    )

    with pytest.raises(Blocked, match="consent wall"):
        stage.try_outlet("https://herald.example/", web)
    with pytest.raises(Unreadable, match="application/pdf"):
        stage.try_outlet("https://herald.example/", pdf)


def test_what_was_found_is_not_kept_where_it_makes_no_file_that_can_be_read(elsewhere):
    """A bad file among the outlets would stop every command, the next try included."""
    tried = stage.try_outlet("https://herald.example/", elsewhere(herald_example=httpx2.Response(200, content=PAGE)))

    with pytest.raises(BadInput, match="country"):
        stage.keep(dataclasses.replace(tried, toml=tried.toml.replace('"ZZ"', "7")))

    assert not list(outlets.folder().glob("*"))
