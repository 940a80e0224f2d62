"""One request that goes well, and every way in which a site can answer badly, over real HTTP on loopback."""

import gzip
import itertools

import httpx2
import pytest

from analysis.collect.client import Client, Manners, agent
from analysis.errors import Absent, BadInput, Blocked, Disallowed, Failed, TryAgain

HERALD = "https://herald.example"


def test_a_page_comes_back_with_its_words_and_headers(client, site):
    """The https address is asked for in plain HTTP on loopback, under its own host name."""
    site.says("/bridge", b"<p>bridge", Content_Type="text/html; charset=utf-8", Set_Cookie="id=1")

    response = client.get(f"{HERALD}/bridge#top")

    assert (response.url, response.final_url) == (f"{HERALD}/bridge#top", f"{HERALD}/bridge")
    assert (response.status, response.body, response.media_type) == (200, b"<p>bridge", "text/html; charset=utf-8")
    assert site.hosts == ["herald.example"] * 2
    assert "set-cookie" not in {name.lower() for name, _ in response.headers}


def test_we_say_who_we_are_and_keep_no_cookie(client, site):
    """The second request carries the agent and nothing that the first answer set."""
    site.says("/a", b"a", Set_Cookie="id=1; Path=/")

    client.get(f"{HERALD}/a")
    client.get(f"{HERALD}/a")

    assert {head["User-Agent"] for head in site.heads} == {"samestory/0 (+desk@herald.example)"}
    assert not any("Cookie" in head for head in site.heads)


def test_a_gzipped_page_is_unpacked(client, site):
    """Two members in one file are legal gzip."""
    site.says("/a", gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="gzip")

    response = client.get(f"{HERALD}/a")

    assert response.body == b"one two"
    assert not {"content-encoding", "content-length"} & {name.lower() for name, _ in response.headers}


def test_redirects_are_followed_to_their_end(client, site):
    """Three moves, one of them relative."""
    site.says("/a", status=301, Location="/b")
    site.says("/b", status=302, Location=f"{HERALD}/c#part")
    site.says("/c", status=308, Location="d")
    site.says("/d", b"end")

    response = client.get(f"{HERALD}/a")

    assert (response.final_url, response.body) == (f"{HERALD}/d", b"end")


def test_redirects_in_a_circle_fail_once(client, site):
    """Three pages that point at each other; no retry makes that better."""
    for here, there in (("/a", "/b"), ("/b", "/c"), ("/c", "/b")):
        site.says(here, status=301, Location=there)

    with pytest.raises(Failed, match="circle"):
        client.get(f"{HERALD}/a")

    assert site.asked == ["/robots.txt", "/a", "/b", "/c"]


def test_redirects_without_end_fail(client, site):
    """Ten are followed, the eleventh is not."""
    for number in range(20):
        site.says(f"/{number}", status=302, Location=f"/{number + 1}")

    with pytest.raises(Failed, match="more than 10 redirects"):
        client.get(f"{HERALD}/0")

    assert site.asked[-1] == "/10"


@pytest.mark.parametrize("where", ["", "ftp://herald.example/a", "http://[bad/"])
def test_a_redirect_to_nowhere_fails(client, site, where):
    """No address, another protocol, a broken one."""
    site.says("/a", status=301, Location=where)

    with pytest.raises(Failed, match="no web address"):
        client.get(f"{HERALD}/a")


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(401, Blocked), (403, Blocked), (451, Blocked), (404, Absent), (410, Absent), (418, Failed), (304, Failed)],
)
def test_a_refusal_is_taken_at_its_word(client, site, status, verdict):
    """One request and no retry; the message names host and status."""
    site.says("/a", status=status)

    with pytest.raises(verdict, match=f"herald.example answers {status}"):
        client.get(f"{HERALD}/a")

    assert site.asked.count("/a") == 1


@pytest.mark.parametrize(
    ("status", "verdict"), [(500, Failed), (502, Failed), (408, Failed), (429, TryAgain), (503, TryAgain)]
)
def test_a_fault_that_may_pass_is_tried_three_times(client, site, status, verdict):
    """Two retries by default."""
    site.says("/a", status=status)

    with pytest.raises(verdict, match=str(status)):
        client.get(f"{HERALD}/a")

    assert site.asked.count("/a") == 3


def test_a_fault_that_passes_is_forgotten(client, site):
    """The second try gets the page."""
    tries = itertools.count()
    site.says("/bad", status=500)
    site.says("/good", b"page")

    def second_time_lucky(handler):
        site.answers["/good" if next(tries) else "/bad"](handler)

    site.answers["/a"] = second_time_lucky

    assert client.get(f"{HERALD}/a").body == b"page"


@pytest.mark.parametrize("said", ["30", "Sun, 04 May 2031 12:00:32 GMT"])
def test_retry_after_is_waited_for(client, site, hours, said):
    """In seconds or as a date; the clock stands at 12:00:02 then, after the pause that follows robots.txt."""
    site.says("/a", status=429, Retry_After=said)

    with pytest.raises(TryAgain, match="asks to wait") as caught:
        client.get(f"{HERALD}/a")

    assert max(hours.naps) == pytest.approx(30)
    assert caught.value.after is not None


def test_a_longer_wait_than_our_patience_is_left_for_another_day(client, site, hours):
    """An hour is asked: no second request, and the error says how long."""
    site.says("/a", status=503, Retry_After="3600")

    with pytest.raises(TryAgain) as caught:
        client.get(f"{HERALD}/a")

    assert caught.value.after == 3600
    assert site.asked.count("/a") == 1
    assert sum(hours.naps) < 10


def test_a_retry_after_that_says_nothing_is_no_number(client, site):
    """Words where seconds should be."""
    site.says("/a", status=429, Retry_After="soon")

    with pytest.raises(TryAgain) as caught:
        client.get(f"{HERALD}/a")

    assert caught.value.after is None


def test_truncated_gzip_fails(client, site):
    """The length is right for what is sent, so only the unpacking can tell."""
    site.says("/a", gzip.compress(bytes(range(256)) * 50)[:-20], Content_Encoding="gzip")

    with pytest.raises(Failed, match="breaks off"):
        client.get(f"{HERALD}/a")


def test_damaged_gzip_fails(client, site):
    """Text that claims to be packed."""
    site.says("/a", b"<p>not packed at all", Content_Encoding="gzip")

    with pytest.raises(Failed, match="damaged"):
        client.get(f"{HERALD}/a")


def test_a_packing_that_nobody_asked_for_fails(client, site):
    """We ask for gzip alone."""
    site.says("/a", b"x", Content_Encoding="br")

    with pytest.raises(Failed, match="'br'"):
        client.get(f"{HERALD}/a")


def test_a_body_shorter_than_promised_fails(client, site):
    """The connection closes after 3 of 30 bytes, every time."""

    def short(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "30")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(b"abc")
        handler.close_connection = True

    site.answers["/a"] = short

    with pytest.raises(Failed, match="broke off"):
        client.get(f"{HERALD}/a")

    assert site.asked.count("/a") == 3


def test_a_body_that_is_too_large_is_not_read_to_its_end(client, site):
    """Two gigabytes are promised; the limit is 0.2 MB."""
    sent = []

    def large(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(2 * 2**30))
        handler.end_headers()
        while True:
            sent.append(handler.wfile.write(b"x" * 65536))

    site.answers["/a"] = large

    with pytest.raises(Failed, match="larger than"):
        client.get(f"{HERALD}/a")

    assert site.asked.count("/a") == 1


def test_a_bomb_is_stopped_while_it_unpacks(client, site):
    """5 MB of zeros pack into 5 kB, far below the limit of 0.2 MB."""
    site.says("/a", gzip.compress(bytes(5_000_000)), Content_Encoding="gzip")

    with pytest.raises(Failed, match="larger than"):
        client.get(f"{HERALD}/a")


def test_a_body_without_end_is_given_up(client, site, hours):
    """One byte a chunk for ever; the clock moves ten seconds with each, and thirty are allowed."""

    def endless(handler):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while True:
            hours.ticks += 10
            handler.wfile.write(b"1\r\nx\r\n")
            handler.wfile.flush()

    site.answers["/a"] = endless

    with pytest.raises(Failed, match="not at its end after 30 s"):
        client.get(f"{HERALD}/a")


def test_no_answer_at_all_fails(hours, manners):
    """A transport that times out, and one that cannot connect."""
    for error, words in ((httpx2.ReadTimeout, "did not answer"), (httpx2.ConnectError, "cannot be reached")):

        def answer(request, error=error):
            if request.url.path == "/robots.txt":
                return httpx2.Response(404)
            raise error("")

        client = Client(manners, clock=hours.clock(), transport=httpx2.MockTransport(answer))

        with pytest.raises(Failed, match=words):
            client.get(f"{HERALD}/a")


def test_requests_to_a_host_keep_their_distance(client, site, hours):
    """Robots.txt counts as a request; another host need not wait."""
    site.says("/a", b"a")

    client.get(f"{HERALD}/a")
    client.get(f"{HERALD}/a")

    assert hours.naps == [2.0, 2.0]


def test_no_key_is_ever_in_a_message(client, site):
    """The address carries two secrets and the redirect one; the messages none."""
    site.says("/a?api-key=s3cret", status=302, Location="/b?access_token=s3cret&page=2")
    site.says("/b?access_token=s3cret&page=2", status=302, Location="/a?api-key=s3cret")

    with pytest.raises(Failed) as caught:
        client.get(f"{HERALD}/a?api-key=s3cret")

    assert "s3cret" not in str(caught.value)
    assert "page=2" in str(caught.value)


def test_what_is_no_web_address_is_not_asked_for(client):
    """Files and scripts are not pages."""
    for url in ("file:///etc/hostname", "javascript:alert(1)", "https://", "herald"):
        with pytest.raises(Failed, match="no web address"):
            client.get(url)


def test_the_agent_names_product_and_contact():
    """A line break in the contact would smuggle a header in."""
    assert agent("desk@herald.example").startswith("samestory/")
    assert agent("desk@herald.example").endswith(" (+desk@herald.example)")
    assert "(" not in agent()
    assert Manners().agent == agent()
    with pytest.raises(BadInput):
        agent("desk\r\nCookie: a")


def test_a_redirect_to_a_private_address_is_not_followed(client, site):
    """The cloud's metadata service, and a router; loopback is open to a local event, others are not."""
    for where in ("http://169.254.169.254/latest/", "http://192.168.0.1/", "http://[fd00::1]/"):
        site.says("/a", status=302, Location=where)

        with pytest.raises(Disallowed, match="not on the open internet"):
            client.get(f"{HERALD}/a")


def test_loopback_is_closed_to_an_event_of_the_real_world(site, hours, manners):
    """The same server, by its number, without local: not even robots.txt is asked for."""
    with Client(manners, clock=hours.clock()) as client, pytest.raises(Disallowed, match="not on the open internet"):
        client.get(f"http://127.0.0.1:{site.port}/a")

    assert site.asked == []


def test_what_is_known_comes_back_where_nothing_changed(client, site):
    """Validators go to the address that gave them, behind a redirect too, and to no other."""

    def page(handler):
        same = handler.headers.get("If-None-Match") == '"a"' and "If-Modified-Since" in handler.headers
        handler.send_response(304 if same else 200)
        for name, value in (("ETag", '"a"'), ("Last-Modified", "Sun, 04 May 2031 10:00:00 GMT")):
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0" if same else "6")
        handler.end_headers()
        handler.wfile.write(b"" if same else b"bridge")

    site.answers["/there"] = page
    site.says("/here", status=301, Location="/there")
    first = client.get(f"{HERALD}/here")

    again = client.get(f"{HERALD}/here", since=first)

    assert (first.unchanged, again.unchanged) == (False, True)
    assert (again.status, again.body, again.final_url) == (200, b"bridge", f"{HERALD}/there")
    assert ["If-None-Match" in head for head in site.heads[1:]] == [False, False, False, True]


def test_a_304_that_nobody_asked_for_is_a_fault(client, site):
    """There is nothing that it could stand for."""
    site.says("/a", status=304)

    with pytest.raises(Failed, match="answers 304"):
        client.get(f"{HERALD}/a")
