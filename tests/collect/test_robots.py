"""What a robots.txt lets us do."""

import pytest

from analysis.collect.robots import Robots
from analysis.errors import Disallowed, Failed


def robots(text, status=200):
    """Rules of a host whose robots.txt is *text*."""
    return Robots(lambda _: (status, text.encode()), "samestory")


def allowed(rules, url):
    """Whether the rules let us fetch it."""
    try:
        rules.check(url)
    except Disallowed:
        return False
    return True


def test_a_group_of_our_own_wins_over_the_star():
    """A host may shut out everyone but us, or us alone."""
    ours = robots("User-agent: *\nDisallow: /\n\nUser-agent: samestory\nDisallow: /a")

    assert allowed(ours, "https://herald.example/b")
    assert not allowed(ours, "https://herald.example/a")


def test_the_longest_rule_wins_and_stars_and_ends_count():
    """As in RFC 9309, 2.2.2; the standard library's reader takes the first instead."""
    rules = robots("User-agent: *\nDisallow: /news/\nAllow: /news/bridge\nDisallow: /*.pdf$\nDisallow: /*?print=")

    assert allowed(rules, "https://herald.example/news/bridge/1")
    assert not allowed(rules, "https://herald.example/news/flood")
    assert not allowed(rules, "https://herald.example/bridge.pdf")
    assert not allowed(rules, "https://herald.example/bridge?print=1")


def test_no_answer_closes_the_host_and_says_why():
    """Unreachable is not the same as absent."""

    def ask(_):
        raise Failed("herald.example cannot be reached: no route")

    with pytest.raises(Disallowed, match="no route"):
        Robots(ask, "samestory").check("https://herald.example/a")


@pytest.mark.parametrize(
    ("status", "open_"), [(200, False), (403, True), (404, True), (429, False), (500, False), (503, False)]
)
def test_the_status_decides(status, open_):
    """Body says no; with 4xx there is no body to obey, with 5xx and 429 nothing is known."""
    assert allowed(robots("User-agent: *\nDisallow: /", status), "https://herald.example/a") is open_


def test_each_host_is_asked_once_by_scheme_and_port():
    """Rules of one authority say nothing of another."""
    asked = []
    rules = Robots(lambda url: (asked.append(url) or 200, b""), "samestory")

    for url in ("https://a.example/1", "https://a.example/2", "http://a.example/1", "https://a.example:8443/1"):
        rules.check(url)

    assert asked == [f"{o}/robots.txt" for o in ("https://a.example", "http://a.example", "https://a.example:8443")]


def test_delays_are_honoured_up_to_a_minute():
    """Crawl-delay, request-rate, and a host that would like an hour."""
    assert robots("User-agent: *\nCrawl-delay: 4.5").delay("https://a.example/") == 4.5
    assert robots("User-agent: *\nRequest-rate: 1/10").delay("https://a.example/") == 10
    assert robots("User-agent: *\nCrawl-delay: 3600").delay("https://a.example/") == 60
    assert robots("").delay("https://a.example/") == 0


RECORDED = [
    ("2024-05_www.nytimes.com.txt", "https://www.nytimes.com/2022/01/06/world/asia/x.html", True),
    ("2024-05_www.nytimes.com.txt", "https://www.nytimes.com/2022/01/06/world/x.html?emc=rss&partner=rss", False),
    ("2024-05_www.nytimes.com.txt", "https://www.nytimes.com/search?query=x", False),
    ("2024-05_www.nytimes.com.txt", "https://www.nytimes.com/sitemaps/new/news.xml.gz", True),
    ("2024-05_www.theguardian.com.txt", "https://www.theguardian.com/world/2022/jan/06/x", True),
    ("2024-05_www.theguardian.com.txt", "https://www.theguardian.com/world/2022/jan/06/x?dcr=apps", False),
    ("2024-05_www.theguardian.com.txt", "https://www.theguardian.com/world/2022/jan/06/x/print", False),
    ("2024-05_www.washingtonpost.com.txt", "https://www.washingtonpost.com/world/2022/01/06/x/", True),
    ("2024-05_www.washingtonpost.com.txt", "https://www.washingtonpost.com/gdpr-consent/?next=x", False),
    ("2024-05_www.washingtonpost.com.txt", "https://www.washingtonpost.com/x_print.html", False),
    ("old_protego_theweek.com.txt", "https://theweek.com/articles/1/x", True),
    ("old_protego_theweek.com.txt", "https://theweek.com/articles/1/x?a=b&xhr=1", False),
]


@pytest.mark.parametrize(("file", "url", "open_"), RECORDED)
def test_real_rules_are_read_as_they_are_meant(shared, file, url, open_):
    """Recorded robots.txt files of the outlets; several of these the standard library reads wrongly."""
    text = (shared / "recorded" / "robots" / file).read_text(encoding="utf-8", errors="replace")

    assert allowed(robots(text), url) is open_
