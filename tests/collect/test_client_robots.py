"""What a host's robots.txt lets the client ask."""

import pytest

from analysis.collect.client import Client
from analysis.errors import Disallowed

HERALD = "https://herald.example"


def test_robots_are_asked_once_a_host_and_obeyed_at_every_hop(client, site):
    """The first page is open; it redirects to a closed one."""
    site.says("/robots.txt", b"User-agent: *\nDisallow: /closed\n")
    site.says("/open", b"x")
    site.says("/door", status=302, Location="/closed/a")
    site.says("/closed/a", b"secret")

    client.get(f"{HERALD}/open")
    with pytest.raises(Disallowed, match=r"robots\.txt of herald\.example forbids"):
        client.get(f"{HERALD}/door")

    assert site.asked == ["/robots.txt", "/open", "/door"]


def test_crawl_delay_is_kept(client, site, hours):
    """The site wants 7 seconds, we would have waited 2."""
    site.says("/robots.txt", b"User-agent: *\nCrawl-delay: 7\n")
    site.says("/a", b"x")

    client.get(f"{HERALD}/a")
    client.get(f"{HERALD}/a")

    assert hours.naps == [2.0, 7.0]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_that_cannot_be_had_close_the_host(client, site, status):
    """RFC 9309: a fault on the server's side means complete disallow; asked for again within the run only by retries."""
    site.says("/robots.txt", status=status)
    site.says("/a", b"x")

    for _ in range(2):
        with pytest.raises(Disallowed, match=r"robots\.txt of herald\.example cannot be reached"):
            client.get(f"{HERALD}/a")

    assert site.asked == ["/robots.txt"] * 3


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_is_open(client, site, status):
    """RFC 9309: 4xx means that there are no rules."""
    site.says("/robots.txt", status=status)
    site.says("/a", b"x")

    assert client.get(f"{HERALD}/a").body == b"x"


def test_robots_may_move_five_times(client, site):
    """The rules at the end of the redirects hold; a longer way means that there are none."""
    for number, last in ((5, b"User-agent: *\nDisallow: /"), (6, b"User-agent: *\nDisallow: /")):
        site.says("/robots.txt", status=301, Location=f"/r{number - 1}")
        for step in range(1, number):
            site.says(f"/r{step}", status=301, Location=f"/r{step - 1}")
        site.says("/r0", last)
        site.says("/a", b"x")
        with Client(
            client._manners, connect_to={"herald.example": ("127.0.0.1", site.port)}, local=True, clock=client._clock
        ) as fresh:
            if number == 5:
                with pytest.raises(Disallowed):
                    fresh.get(f"{HERALD}/a")
            else:
                assert fresh.get(f"{HERALD}/a").body == b"x"


def test_only_the_first_half_megabyte_of_robots_counts(client, site):
    """The rule after it is not read, and the endless rest neither."""
    site.says("/robots.txt", b"User-agent: *\nDisallow: /b\n" + b"# filler\n" * 60_000 + b"Disallow: /a\n")
    site.says("/a", b"x")

    assert client.get(f"{HERALD}/a").body == b"x"
    with pytest.raises(Disallowed):
        client.get(f"{HERALD}/b")
