"""One contract for every outlet's file, and how outlets are found."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from analysis import outlets as who
from analysis.collect.sources import Wayback
from analysis.extract.readers import Readers

OUTLETS = who.outlets()
FILES = sorted(path for path in Path(who.__file__).parent.glob("*.py") if not path.name.startswith("_"))


@pytest.fixture
def found_anew():
    """The cache of outlets, emptied before and after."""
    for cached in (who._packaged, who._all, who._owners):
        cached.cache_clear()
    yield
    for cached in (who._packaged, who._all, who._owners):
        cached.cache_clear()


def test_every_file_is_an_outlet():
    """The slug is the file's name, so that nothing is listed in two places."""
    assert list(OUTLETS) == [path.stem for path in FILES]
    assert {"nyt", "guardian", "washington_post", "the_week", "eurasia_review"} <= set(OUTLETS)


@pytest.mark.parametrize("slug", OUTLETS)
def test_an_outlets_addresses_lead_back_to_it(slug):
    """Its home, its hosts and the pages below them are its own, and nobody else's."""
    outlet = OUTLETS[slug]
    addresses = [outlet.home, *(f"https://www.{host}/a" for host in outlet.hosts)]

    owners = {who.slug_of(address) for address in addresses}

    assert owners == {slug}
    assert re.fullmatch(r"[a-z][a-z0-9_]*", slug)


@pytest.mark.parametrize("slug", OUTLETS)
def test_an_outlet_is_spoken_to_over_https(slug):
    """Nobody between us and the outlet may change what it says."""
    outlet = OUTLETS[slug]

    schemes = {
        urlsplit(address).scheme for address in (outlet.home, *(getattr(s, "url", outlet.home) for s in outlet.sources))
    }

    assert schemes == {"https"}


@pytest.mark.parametrize("slug", OUTLETS)
def test_an_outlet_says_its_zone_country_and_language_in_codes(slug):
    """Tables are joined on these; a word in their place would split them."""
    outlet = OUTLETS[slug]

    assert ZoneInfo(outlet.timezone).key == outlet.timezone
    assert re.fullmatch(r"[A-Z]{2}", outlet.country)
    assert re.fullmatch(r"[a-z]{2}", outlet.language)


@pytest.mark.parametrize("slug", OUTLETS)
def test_an_outlets_regular_expressions_are_some(slug):
    """A pattern that does not compile would be found at the first page, far from its file."""
    read = OUTLETS[slug].read

    assert isinstance(read, Readers)
    assert all(re.compile(pattern) for pattern in read.boilerplate)


@pytest.mark.parametrize("slug", ["guardian", "washington_post", "the_week", "eurasia_review"])
def test_the_archive_is_the_last_source_and_asked_of_the_outlets_own_host(slug):
    """Its addresses have no headline and claim no day: whatever another source tells of an article is believed first."""
    outlet = OUTLETS[slug]
    asked = [one for one in outlet.sources if isinstance(one, Wayback)]

    assert outlet.sources[-len(asked) :] == tuple(asked)
    assert {who.slug_of(one.url) for one in asked} == {slug}
    assert all(one.match in {"prefix", "host"} for one in asked)


def test_no_two_outlets_share_an_alias_or_a_host():
    """Who was cited must be one outlet; case tells none apart."""
    names = Counter(name.casefold() for outlet in OUTLETS.values() for name in {outlet.name, *outlet.aliases})
    hosts = Counter(host for outlet in OUTLETS.values() for host in outlet.hosts)
    within = [outlet.name for outlet in OUTLETS.values() if len(set(outlet.aliases)) != len(outlet.aliases)]

    assert not [name for name, count in names.items() if count > 1]
    assert not [host for host, count in hosts.items() if count > 1]
    assert not within


def test_made_up_outlets_stand_on_reserved_hosts():
    """RFC 2606: a made-up outlet never points at somebody's server, and a real one never stands there."""
    for outlet in OUTLETS.values():
        assert all(host.endswith(".example") == outlet.made_up for host in outlet.hosts), outlet.name


@pytest.mark.parametrize(
    "address",
    ["https://herald.example.org/", "https://nottheweek.com/a", "mailto:x@y", "", "http://[broken", "file:///a"],
)
def test_a_strangers_address_belongs_to_no_outlet(address):
    """A host that merely ends alike is another host."""
    assert who.slug_of(address) is None


def test_an_outlet_that_cannot_be_imported_stops_the_program(tmp_path, monkeypatch, found_anew):
    """Were it skipped, it would look as if the outlet had been silent."""
    (tmp_path / "broken_herald.py").write_text("OUTLET = no_such_name\n")
    monkeypatch.setattr(who, "__path__", [*who.__path__, str(tmp_path)])

    with pytest.raises(NameError):
        who.outlets()


def test_a_file_without_an_outlet_stops_the_program(tmp_path, monkeypatch, found_anew):
    """The same holds for a file that declares nothing."""
    (tmp_path / "empty_herald.py").write_text('"""Nothing."""\n')
    monkeypatch.setattr(who, "__path__", [*who.__path__, str(tmp_path)])

    with pytest.raises(AttributeError, match="empty_herald"):
        who.outlets()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("The New York Times", "nyt"),
        ("New York Times, Late Edition (East Coast)", "nyt"),
        ("The Washington Post (Online)", "washington_post"),
        ("The Guardian(London)", "guardian"),
        ("The Guardian (Charlottetown)", None),
        ("The New York Times - International Edition", None),
        ("", None),
    ],
)
def test_an_outlet_is_found_by_what_databases_call_it(name, slug):
    """Editions of one house are one; a namesake in another town is not, and another edition is another paper."""
    assert who.slug_named(name) == slug
