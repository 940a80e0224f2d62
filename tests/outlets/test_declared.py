"""A user's own outlet: a TOML file in the data folder, read beside those that come with the program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import outlets as who
from analysis.collect.sources import Feed, GdeltDoc, Sitemap, Wayback, WordPress
from analysis.errors import BadInput
from analysis.extract.readers import Readers
from analysis.outlets import Outlet, _declared

HERALD = Outlet(
    name="The “Bridge” Herald",
    home="https://bridgeherald.example/",
    country="GB",
    language="en",
    timezone="Europe/London",
    hosts=("bridgeherald.example", "cdn.bridgeherald.example"),
    aliases=("the Bridge Herald",),
    sources=(
        WordPress("https://bridgeherald.example/"),
        Feed("https://bridgeherald.example/rss"),
        Sitemap("https://bridgeherald.example/sitemap.xml"),
        GdeltDoc(("bridgeherald.example",)),
        Wayback("https://bridgeherald.example/", "prefix", 7),
    ),
    read=Readers(body=(".story p",), boilerplate=(r"Sign up \d+",)),
    fetch_pages=False,
    note="Says “#” and \\ a lot.",
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The folder of a user's outlets: ``place(name, text)`` writes one."""
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path))
    (tmp_path / "outlets").mkdir()

    def write(name, text):
        path = tmp_path / "outlets" / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_is_written_is_read_again(place):
    """Every kind of field, with signs that TOML must escape."""
    place("bridge_herald.toml", who.toml(HERALD, ["found by a visit"], {"country": "guessed"}))

    known = who.outlets()

    assert known["bridge_herald"] == HERALD
    assert who.slug_of("https://www.bridgeherald.example/a") == "bridge_herald"
    assert "guardian" in known


@given(st.text(min_size=1).filter(str.strip), st.text(), st.lists(st.text()))
def test_any_words_survive_the_file(tmp_path_factory, name, note, aliases):
    """TOML has its own ideas of control characters."""
    path = tmp_path_factory.mktemp("outlets") / "herald.toml"
    words = [word.encode("utf-8", "replace").decode() for word in (name, note, *aliases)]
    outlet = Outlet(words[0], "https://h.example/", "ZZ", "en", "UTC", ("h.example",), tuple(words[2:]), note=words[1])
    path.write_text(who.toml(outlet, [name.encode("utf-8", "replace").decode()]), encoding="utf-8", newline="")

    assert _declared.read(path) == outlet


FAULTS = {
    "not TOML": ("name = ", ":1: (file): ", "allowed: TOML"),
    "unknown key": ('nam = "x"\n', ":1: nam: is no key of this file", "allowed: name, home"),
    "missing": ('name = "x"\n', ":1: home: is missing", "https://"),
    "country": ('name = "x"\ncountry = "Freedonia"\n', ":2: country: 'Freedonia' will not do", "ISO 3166"),
    "zone": ('name = "x"\ntimezone = "Mars/Base"\n', ":2: timezone: 'Mars/Base' will not do", "IANA"),
    "hosts": ("hosts = []\n", ":1: hosts: '[]' will not do", "at least one host"),
    "kind": ('\n[[sources]]\nkind = "telegraph"\n', ":3: sources.0.kind: is no kind", "sitemap"),
    "source's key": (
        '[[sources]]\nkind = "feed"\nurl = "https://a.example"\n\n[[sources]]\nkind = "feed"\nuri = "x"\n',
        ":7: sources.1.uri: is no key",
        "allowed: url",
    ),
    "source's address": (
        '[[sources]]\nkind = "feed"\nurl = "herald"\n',
        ":3: sources.0.url: 'herald' is no web",
        "https://",
    ),
    "source's type": (
        '[[sources]]\nkind = "wayback"\nurl = "https://a.example"\nmatch = "near"\n',
        ":4: sources.0.match: 'near' will not do",
        'allowed: "exact" or "prefix" or "host" or "domain"',
    ),
    "reader": ('[read]\nbody = "p"\n', "read: ", "a table of body"),
    "bool": ('agency = "yes"\n', ":1: agency: 'yes' will not do", "true or false"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_named_with_line_key_and_what_is_allowed(place, case):
    """All of a file's faults at once, one a line."""
    text, where, allowed = FAULTS[case]
    path = place("herald.toml", text)

    with pytest.raises(BadInput) as fault:
        who.outlets()

    line = next(line for line in str(fault.value).splitlines() if where in line)
    assert line.startswith(str(path))
    assert allowed in line


def test_a_slug_or_host_of_another_outlet_is_not_taken_over(place):
    """Whose an article is must not depend on which file is read last."""
    path = place("guardian.toml", who.toml(HERALD))
    with pytest.raises(BadInput, match="comes with samestory"):
        who.outlets()
    path.rename(path.with_name("my_guardian.toml"))
    path.with_name("my_guardian.toml").write_text(who.toml(HERALD).replace("cdn.bridgeherald.example", "gu.com"))

    with pytest.raises(BadInput, match=r"'gu\.com' is guardian's"):
        who.outlets()


def test_a_file_that_changes_is_read_anew(place):
    """A session that stays open, as a notebook's, sees what the user has mended."""
    place("herald.toml", who.toml(HERALD))
    before = who.outlets()["herald"].country

    place("herald.toml", who.toml(HERALD).replace('"GB"', '"FR"') + "\n")

    assert (before, who.outlets()["herald"].country) == ("GB", "FR")


def test_a_file_whose_name_is_no_slug_is_refused(place):
    """The slug goes into paths and tables."""
    place("My Herald.toml", who.toml(HERALD))

    with pytest.raises(BadInput, match="is no slug"):
        who.outlets()
