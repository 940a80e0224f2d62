"""A key goes out on the wire to the host that it is for, and is nowhere else."""

import logging
import traceback

import pytest
import stamina.instrumentation
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect.client import Client, Credentials
from analysis.collect.credentials import Door
from analysis.errors import BadInput, Blocked, Failed

HOME = "https://herald.example"
KEY = "k3y-Äußerst".encode("ascii", "ignore").decode() + "+geheim/0123456789=="
OPEN = Credentials(query={"api-key": KEY}, headers={"Authorization": f"Token {KEY}"}, api=True)


def test_a_key_is_sent_and_the_response_does_not_show_it(client, site):
    """In the query and in a header, as the interface wants it."""
    site.says("/robots.txt", b"User-agent: *\nDisallow: /")
    site.answers["/a?q=x&api-key=" + Door(OPEN, HOME).on_the_wire(HOME).partition("api-key=")[2]] = echo

    found = client.get(f"{HOME}/a?q=x", credentials=OPEN)

    assert site.heads[-1]["Authorization"] == f"Token {KEY}"
    assert site.asked[-1].startswith("/a?q=x&api-key=k3y-")
    assert (found.url, found.final_url) == (f"{HOME}/a?q=x", f"{HOME}/a?q=x")
    assert shown(found) == []
    assert b"you sent ***" in found.body


def echo(handler):
    """An answer that repeats the key in a header and in its body."""
    body = f"you sent {KEY} to {handler.path}".encode()
    handler.send_response(200)
    handler.send_header("X-Asked", handler.path)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def shown(what):
    """Where a spelling of the key stands in what can be printed of an object."""
    return [way for way in Door(OPEN, HOME)._secrets if way in repr(what) or way in str(what)]


def test_a_documented_interface_is_not_a_crawlers_matter(client, site):
    """robots.txt is asked for pages, not for a door that was made for programs."""
    site.says("/robots.txt", b"User-agent: *\nDisallow: /")
    site.answers[Door(OPEN, HOME).on_the_wire(f"{HOME}/a").removeprefix(HOME)] = echo

    client.get(f"{HOME}/a", credentials=OPEN)

    assert "/robots.txt" not in site.asked


def test_a_redirect_keeps_the_key_at_home_and_out_of_the_address(client, site):
    """The host repeats the whole query in its Location, key included."""
    wire = Door(OPEN, HOME).on_the_wire(f"{HOME}/b").removeprefix(HOME)
    site.says(Door(OPEN, HOME).on_the_wire(f"{HOME}/a").removeprefix(HOME), status=301, Location=wire)
    site.answers[wire] = echo

    found = client.get(f"{HOME}/a", credentials=OPEN)

    assert found.final_url == f"{HOME}/b"
    assert site.asked.count(wire) == 1


def test_a_redirect_to_another_host_takes_no_key_along(site, hours, manners):
    """Nor does the address that it leads to."""
    there = {"herald.example": ("127.0.0.1", site.port), "other.example": ("127.0.0.1", site.port)}
    away = "https://other.example" + Door(OPEN, HOME).on_the_wire(f"{HOME}/b").removeprefix(HOME)
    site.says(Door(OPEN, HOME).on_the_wire(f"{HOME}/a").removeprefix(HOME), status=302, Location=away)
    site.says("/b", b"hello")

    with Client(manners, connect_to=there, local=True, clock=hours.clock()) as client:
        found = client.get(f"{HOME}/a", credentials=OPEN)

    assert (found.final_url, site.asked[-1]) == ("https://other.example/b", "/b")
    assert site.heads[-1]["Authorization"] is None


@pytest.mark.parametrize(("status", "kind"), [(401, Blocked), (400, Failed), (500, Failed)])
def test_a_refusal_says_why_and_not_with_what_key(client, site, caplog, status, kind):
    """Not in the message, not in the traceback, not in any log, retries included."""
    wire = Door(OPEN, HOME).on_the_wire(f"{HOME}/a").removeprefix(HOME)
    site.says(wire, f'{{"message": "no such key: {KEY}"}}'.encode(), status)
    stamina.instrumentation.set_on_retry_hooks([stamina.instrumentation.LoggingOnRetryHook])

    with caplog.at_level(logging.DEBUG), pytest.raises(kind) as failed:
        client.get(f"{HOME}/a", credentials=OPEN)

    told = "".join(traceback.format_exception(failed.value))
    logged = "\n".join(str(vars(record)) for record in caplog.records)
    assert [way for way in Door(OPEN, HOME)._secrets if way in told or way in logged] == []
    assert "no such key: ***" in str(failed.value)


def test_credentials_do_not_print_their_keys():
    """A log line or a debugger shows that there are some."""
    assert KEY not in repr(OPEN)
    assert KEY not in str(OPEN)


def test_a_key_with_a_line_break_is_refused_without_being_shown():
    """It would end a header."""
    with pytest.raises(BadInput) as fault:
        Credentials(headers={"Authorization": f"Token {KEY}\r\nX: y"})

    assert KEY not in str(fault.value)


def test_a_word_that_is_a_key_for_trying_stays_in_texts():
    """The Guardian's key for trying is four letters that stand in any article."""
    door = Door(Credentials(query={"api-key": "test"}), HOME)

    assert door.unsaid_bytes(b"a test of patience") == b"a test of patience"
    assert door.bare(f"{HOME}/a?api-key=test&q=x") == f"{HOME}/a?q=x"


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40))
def test_no_spelling_of_a_key_passes_the_door(key):
    """Raw, percent-encoded in either way, in an address or in a text."""
    door = Door(Credentials(query={"api-key": key}, headers={"X": f"Token {key}"}), HOME)
    wire = door.on_the_wire(f"{HOME}/a?q=x")

    assert door.bare(wire) == f"{HOME}/a?q=x"
    assert key not in door.unsaid(f"they said {key} and {wire}").replace("***", "")


def test_an_interfaces_pace_is_kept(site, hours, manners):
    """Five requests a minute, where the host does not stand on this machine."""
    import httpx2

    answers = httpx2.MockTransport(lambda request: httpx2.Response(200, text="{}"))
    slow = Credentials(api=True, pace=12.0)

    with Client(manners, clock=hours.clock(), transport=answers) as client:
        for _ in range(3):
            client.get("https://api.example/a", credentials=slow)

    assert hours.naps == [12.0, 12.0]


@pytest.mark.parametrize("status", [408, 429, 503, 504, 509])
def test_an_interface_that_is_busy_is_asked_again_with_the_key(client, site, status):
    """These pass, say those who run them."""
    wire = Door(OPEN, HOME).on_the_wire(f"{HOME}/a").removeprefix(HOME)
    site.says(wire, b"busy", status)
    site.answers[wire] = _then(site, wire, site.answers[wire])

    assert client.get(f"{HOME}/a", credentials=OPEN).status == 200
    assert site.asked.count(wire) == 2


def _then(site, wire, first):
    """Answer so once, and well from then on."""

    def answer(handler):
        site.answers[wire] = echo
        first(handler)

    return answer
