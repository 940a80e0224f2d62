"""The demo's sites answer over real HTTP, and go wrong as they should."""

import gzip
import http.client
import re
import time

import feedparser
import pytest

from analysis.demo import PHASES, faults, serve
from analysis.demo.houses import HOUSES, address
from analysis.demo.pages import MADE_UP
from analysis.demo.pieces import pieces
from analysis.demo.sites import sites
from analysis.outlets import outlets


@pytest.fixture(scope="module", params=PHASES)
def web(request):
    """The demo's web in each phase."""
    with serve(request.param) as site:
        yield request.param, site


@pytest.fixture(scope="module")
def final():
    """The demo's web when all is out."""
    with serve("final") as site:
        yield site


def ask(site, url, method="GET"):
    """Status, headers and body of one request, redirects not followed."""
    host, _, path = url.removeprefix("https://").partition("/")
    connection = http.client.HTTPConnection(*site.connect_to[host], timeout=10)
    try:
        connection.request(method, "/" + path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def stray(trouble):
    """Address of the stray page of that kind."""
    found = next(stray for stray in faults.STRAYS if stray.trouble == trouble)
    return HOUSES[found.outlet].home + found.path


def troubled(trouble):
    """The article that has that trouble."""
    key = next(key for key, value in faults.TROUBLED.items() if value == trouble)
    return next(piece for piece in pieces() if (piece.outlet, piece.name) == key)


def addresses_in(site, slug):
    """Every address that an outlet's sitemap or feed lists, indexes followed."""
    house = HOUSES[slug]
    _, _, body = ask(site, house.home + (house.sitemap or house.feed))
    pattern = r"<loc>(.*?)</loc>" if house.sitemap else r'<link rel="alternate" type="text/html" href="(.*?)"'
    found = re.findall(pattern, body.decode())
    if not house.sitemaps:
        return found
    parts = [gzip.decompress(ask(site, child)[2]).decode() for child in found]
    return [url for part in parts for url in re.findall(pattern, part)]


@pytest.mark.parametrize("piece", pieces(), ids=lambda p: f"{p.outlet}/{p.name}")
def test_every_article_has_a_page_with_its_words(final, piece):
    """Escaped as HTML must be, each paragraph stands on the page; the busy one is asked twice."""
    status, _, body = ask(final, address(piece))
    if status == 429:
        status, _, body = ask(final, address(piece))

    page = body.decode().replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    assert status == 200
    assert [p for p in piece.paragraphs if p not in page] == []


@pytest.mark.parametrize("phase", PHASES)
def test_every_page_says_that_it_is_made_up(phase):
    """A page that is torn from the demo must not be taken for news: the line stands in its footer, notices too."""
    pages = [
        (host, path, a) for host, paths in sites(phase).items() for path, a in paths.items() if "html" in a.media_type
    ]

    silent = [host + path for host, path, answer in pages if f"<p>{MADE_UP}</p></footer>" not in answer.body.decode()]

    assert len(pages) > 30
    assert not silent


def test_what_is_listed_answers(web):
    """Each outlet lists addresses of its own, and none but the vanished page fails for good."""
    _, site = web
    listed = {slug: addresses_in(site, slug) for slug in HOUSES}

    failing = {url for urls in listed.values() for url in urls if ask(site, url)[0] in {404, 410, 500}}

    assert all(url.startswith(HOUSES[slug].home) for slug, urls in listed.items() for url in urls)
    assert failing == {stray("vanished")}


def test_every_article_of_the_phase_is_listed(web):
    """Sitemaps hold all, feeds the newest; what is not out yet is neither listed nor served."""
    phase, site = web
    listed = {url for slug in HOUSES for url in addresses_in(site, slug)}

    out = {
        HOUSES[p.outlet].home + faults.listed_path(p.outlet, p.name, HOUSES[p.outlet].path(p)) for p in pieces(phase)
    }
    later = {address(piece) for piece in pieces()} - {address(piece) for piece in pieces(phase)}

    assert listed == out | {stray(kind) for kind in ("disallowed", "vanished", "gallery")}
    assert {ask(site, url)[0] for url in later} <= {404}
    assert bool(later) == (phase == "first")


@pytest.mark.parametrize("slug", [slug for slug, house in HOUSES.items() if house.feed])
def test_feeds_carry_when_an_entry_was_written_and_changed(final, slug):
    """A second round of collecting knows from them what to take again."""
    feed = feedparser.parse(ask(final, HOUSES[slug].home + HOUSES[slug].feed)[2])

    assert not feed.bozo
    assert len(feed.entries) >= 8
    assert all(entry.published_parsed and entry.updated_parsed and entry.title for entry in feed.entries)


@pytest.mark.parametrize("piece", [p for p in pieces() if p.first], ids=lambda p: p.outlet)
def test_a_revised_article_changes_between_the_phases(piece):
    """The same address, other words, and a later time in the listing."""
    host, path = HOUSES[piece.outlet].host, HOUSES[piece.outlet].path(piece)

    before, after = (sites(phase)[host][path].body.decode() for phase in PHASES)

    assert before != after
    assert piece.modified_at.isoformat() not in before
    assert {p for p in piece.first.paragraphs if p not in piece.paragraphs} or len(piece.first.paragraphs) < len(
        piece.paragraphs
    )


def test_the_vanished_page_is_listed_and_gone():
    """Not found at first, and then gone for good."""
    statuses = []
    for phase in PHASES:
        with serve(phase) as site:
            statuses.append(ask(site, stray("vanished"))[0])

    assert statuses == [404, 410]


def test_the_busy_page_answers_at_the_second_request():
    """The first one is told how long to wait."""
    url = address(troubled("busy"))
    with serve("first") as site:
        first, again = ask(site, url), ask(site, url)

    assert (first[0], first[1]["Retry-After"]) == (429, "1")
    assert again[0] == 200


def test_the_slow_page_takes_its_time(final):
    """Long enough to notice, short enough to wait."""
    start = time.monotonic()

    status, _, _ = ask(final, address(troubled("slow")))

    assert status == 200
    assert faults.SLOW <= time.monotonic() - start < 5


def test_the_moved_page_leads_to_its_new_address(final):
    """It is listed under the old one."""
    piece = troubled("moved")
    old = HOUSES[piece.outlet].home + faults.listed_path(piece.outlet, piece.name, HOUSES[piece.outlet].path(piece))

    status, headers, _ = ask(final, old)

    assert old in addresses_in(final, piece.outlet)
    assert (status, headers["Location"]) == (301, address(piece))


def test_the_header_of_one_page_contradicts_its_bytes(final):
    """Latin-1 by its header, UTF-8 by its bytes, with letters that tell the difference."""
    _, headers, body = ask(final, address(troubled("charset")))

    assert headers["Content-Type"] == "text/html; charset=iso-8859-1"
    assert "Désirée" in body.decode("utf-8")
    assert "Désirée" not in body.decode("iso-8859-1")


def test_the_wall_hides_what_is_behind_it(final):
    """Only the lead is sent; the rest is on no page of the site."""
    piece = troubled("paywall")

    _, _, body = ask(final, address(piece))

    everything = b"".join(answer.body for answer in sites("final")[HOUSES[piece.outlet].host].values()).decode()
    assert piece.paywalled
    assert '"isAccessibleForFree": false' in body.decode()
    assert piece.hidden
    assert not any(paragraph[:40] in everything for paragraph in piece.hidden.split("\n\n"))


def test_robots_forbid_the_stray_letters(final):
    """A polite client never asks for them; the server keeps what was asked, so that tests can tell."""
    _, _, robots = ask(final, "https://tidecourier.example/robots.txt")

    assert "Disallow: /letters/" in robots.decode().splitlines()
    assert stray("disallowed").startswith("https://tidecourier.example/letters/")
    assert ("tidecourier.example", "/robots.txt") in final.asked


def test_unknown_hosts_and_paths_are_refused(final):
    """One server for five hosts must not answer for a sixth."""
    site_of = final.connect_to["farshore.example"]
    connection = http.client.HTTPConnection(*site_of, timeout=10)
    connection.request("GET", "/", headers={"Host": "elsewhere.example"})

    status = connection.getresponse().status
    connection.close()

    assert status == 421
    assert ask(final, "https://farshore.example/no-such-page")[0] == 404


def test_the_head_of_a_page_has_no_body(final):
    """HEAD is GET without its body."""
    status, headers, body = ask(final, "https://farshore.example/", "HEAD")

    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 0


@pytest.mark.parametrize("slug", HOUSES)
def test_the_outlet_file_fits_the_site(final, slug):
    """Room outlets declares what room demo serves; neither imports the other."""
    outlet, house = outlets()[slug], HOUSES[slug]

    answers = {ask(final, source.url)[0] for source in outlet.sources}

    assert (outlet.name, outlet.hosts, outlet.home) == (house.name, (house.host,), house.home + "/")
    assert outlet.made_up
    assert answers == {200}
