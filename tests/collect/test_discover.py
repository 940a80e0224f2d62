"""An unknown outlet's address → what it offers, on invented sites and on the demo's."""

import json
from datetime import UTC, datetime

import pytest

from analysis import demo
from analysis.collect.client import Client, Manners, Response
from analysis.collect.discover import discover, pattern
from analysis.collect.sources import Feed, Front, Sitemap, WordPress
from analysis.errors import Absent, BadInput, Blocked, Disallowed

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)

HOME = "https://www.bridgeherald.example/"
FEED = """<rss version="2.0"><channel><title>Herald</title>{}</channel></rss>"""
ITEM = "<item><title>Bridge {0}</title><link>{1}2031/05/0{0}/bridge-closed-for-days/</link><pubDate>Sun, 0{0} May 2031 10:00:00 GMT</pubDate></item>"
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


class Web:
    """A site in a dictionary: path → body, or an error of ours; ``asked`` holds every path."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def __call__(self, url, *, credentials=None):
        """What is there, or nothing."""
        path = url.removeprefix(HOME)
        self.asked.append(path)
        answer = self.answers.get(path, Absent("nothing there"))
        if isinstance(answer, Exception):
            raise answer
        return Response(url, url, 200, (("Content-Type", "text/html"),), answer.encode(), NOON)


def web(**answers):
    """A site of pages by their paths; ``home`` is the front page."""
    return Web(**{"" if path == "home" else path: body for path, body in answers.items()})


def feed(count):
    """So many articles, one a day."""
    return FEED.format("".join(ITEM.format(day, HOME) for day in range(1, count + 1)))


def says(found, what):
    """What was found of that sort."""
    return [finding.found for finding in found.findings if finding.what == what]


def test_a_home_page_that_declares_all_is_believed_once_it_was_tried():
    """The feed of comments is none of the outlet's coverage, and a feed that is gone is said to be."""
    head = """<html lang="en-GB"><head><title>News - Bridge Herald</title>
        <meta property="og:site_name" content="The Bridge Herald">
        <link rel="alternate" type="application/rss+xml" href="/world.rss" title="World">
        <link rel="alternate" type="application/rss+xml" href="/gone.rss">
        <link rel="alternate" type="application/rss+xml" href="/comments/feed" title="Comments"></head></html>"""
    site = web(
        home=head,
        **{
            "world.rss": feed(4),
            "robots.txt": f"User-agent: *\nDisallow:\nSitemap: {HOME}map.xml\n sitemap: /news.xml",
            "map.xml": INDEX.format(f"<sitemap><loc>{HOME}map-1.xml</loc></sitemap>"),
            "news.xml": SITEMAP.format(f"<url><loc>{HOME}2031/05/01/bridge-closed-for-days/</loc></url>"),
        },
    )

    found = discover(HOME + "some/page", site)

    assert (found.name, found.language, found.country, found.host) == (
        "The Bridge Herald",
        "en",
        "GB",
        "bridgeherald.example",
    )
    assert found.sources == (Feed(f"{HOME}world.rss"), Sitemap(f"{HOME}map.xml"), Sitemap(f"{HOME}news.xml"))
    assert found.pattern == "/{year}/{month}/{day}/{words}/"
    assert any("gone.rss is named and cannot be used" in finding.says for finding in found.findings)
    assert "comments/feed" not in site.asked


def test_where_nothing_is_declared_common_places_are_asked_until_one_answers():
    """A page that is not a feed is passed over; each miss costs the site a request, so it ends at the first hit."""
    site = web(home="<title>Bridge Herald</title>", **{"rss": "<html>no feed", "rss.xml": feed(3), "sitemap.xml": "no"})

    found = discover(HOME, site)

    assert found.sources == (Feed(f"{HOME}rss.xml"),)
    assert says(found, "sitemap") == [""]
    assert "feed.xml" not in site.asked


@pytest.mark.parametrize(
    ("home", "system"),
    [
        ('<meta name="generator" content="WordPress 6.5">', "WordPress"),
        ("<link rel='https://api.w.org/' href='/wp-json/'>", "WordPress"),
        ("<script>window.Fusion=window.Fusion||{};Fusion.globalContent={};</script>", "Arc XP (Fusion)"),
        ('<meta name="generator" content="Drupal 10 (https://www.drupal.org)">', "Drupal"),
        ('<meta name="generator" content="Ghost 5.8">', "Ghost"),
        ('<meta name="generator" content="Inkwell 3">', "Inkwell 3"),
        ("<p>nothing", ""),
    ],
)
def test_publishing_systems_are_told_by_their_marks(home, system):
    """One that is not known is called what it calls itself."""
    assert discover(HOME, web(home=home)).system == system


def test_an_open_interface_of_wordpress_comes_first():
    """It has all posts with their text; the feed has the newest."""
    post = {"link": f"{HOME}2031/05/01/bridge/", "title": {"rendered": "Bridge"}, "date_gmt": "2031-05-01T10:00:00"}
    site = web(
        home='<meta name="generator" content="WordPress 6.5">',
        **{"wp-json/wp/v2/posts?per_page=1": json.dumps([post]), "feed/": feed(3)},
    )

    assert discover(HOME, site).sources == (WordPress(HOME), Feed(f"{HOME}feed/"))


def test_a_closed_interface_of_wordpress_is_said_to_be():
    """Then its feed is what there is."""
    site = web(
        home='<meta name="generator" content="WordPress 6.5">',
        **{"wp-json/wp/v2/posts?per_page=1": Blocked("answers 401"), "feed/": feed(3)},
    )

    found = discover(HOME, site)

    assert found.sources == (Feed(f"{HOME}feed/"),)
    assert any("closed: answers 401" in finding.says for finding in found.findings)


def test_a_site_that_lists_nothing_still_has_its_front_page():
    """Better than no source at all, and said to be all."""
    assert discover(HOME, web(home="<p>hello")).sources == (Front(HOME),)


def test_a_site_that_refuses_its_home_page_is_not_known():
    """Nothing is guessed of it."""
    with pytest.raises(Disallowed):
        discover(HOME, web(home=Disallowed("robots.txt forbids it")))
    with pytest.raises(BadInput, match="no web address"):
        discover("herald", web())


@pytest.mark.parametrize(
    ("paths", "shape"),
    [
        (["2031/05/04/one-two-three", "2031/05/05/four-five-six", "2031/06/05/a-b-c"], "/{year}/{month}/{day}/{words}"),
        (["world/2031/may/04/one-two", "uk/2031/jun/05/a-b"] * 2 + ["uk/2031/jun/06/d-e"], "/{section}/{year}/{month}/{day}/{words}"),
        (["news/100981-councillor-runs", "news/100982-bridge-falls", "sport/100983-ball-kicked"], "/{section}/{number}-{words}"),
        (["a/one-two-three-four", "b/five-six-seven-eight"], ""),
        (["", "about", "tag/bridge"], ""),
    ],
)  # fmt: skip
def test_the_commonest_shape_of_addresses_is_the_pattern(paths, shape):
    """Three articles make one; lists and services make none."""
    assert pattern(HOME + path for path in paths)[0] == shape


@pytest.mark.parametrize(
    ("host", "kinds"),
    [
        ("tidecourier.example", {Feed, Sitemap}),
        ("harbourherald.example", {Feed, Sitemap}),
        ("quayledger.example", {Feed, Sitemap}),
        ("thelantern.example", {Sitemap}),
        ("farshore.example", {Feed}),
    ],
)
def test_the_demos_sites_are_found_over_real_http(host, kinds):
    """All that their own outlet files name, and nothing else."""
    with demo.serve("final") as site, Client(Manners(pace=0.0), connect_to=site.connect_to, local=True) as client:
        found = discover(f"https://{host}/", client.get)

    assert {type(source) for source in found.sources} == kinds
    assert found.language == "en"
    assert found.pattern
