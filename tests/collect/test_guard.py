"""Which addresses a name may lead to, and that the connection goes to the very address that was checked."""

import itertools

import httpcore2
import httpx2
import pytest

from analysis.collect.guard import Guard, GuardedTransport, at_most, is_public
from analysis.errors import BadInput, Disallowed


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
        "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_of_no_outlet_are_not_public(address):
    """Private, loopback, link-local, shared, reserved, documentation; plain or wrapped in IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are_public(address):
    """Plain, and as translating networks wrap them."""
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    """The system may pick any of them."""
    guard = Guard(resolve=lambda *_: ["8.8.8.8", "10.0.0.1"])

    with pytest.raises(Disallowed, match=r"herald\.example leads to 10\.0\.0\.1"):
        guard.ways("herald.example", 443)


def test_a_local_event_opens_this_machine_and_nothing_else():
    """Loopback yes, the network of the house no."""
    assert Guard(local=True, resolve=lambda *_: ["127.0.0.1"]).ways("herald.example", 80) == [("127.0.0.1", 80)]
    with pytest.raises(Disallowed):
        Guard(local=True, resolve=lambda *_: ["192.168.0.1"]).ways("herald.example", 80)


def test_connect_to_needs_a_local_event_and_a_local_target():
    """Otherwise an event file could send requests under a false name anywhere."""
    with pytest.raises(BadInput, match="local = true"):
        Guard(connect_to={"herald.example": ("127.0.0.1", 1)})
    with pytest.raises(BadInput, match="this machine only"):
        Guard(local=True, connect_to={"herald.example": ("8.8.8.8", 1)})


def test_a_name_that_changes_its_answer_gains_nothing(site, monkeypatch):
    """Rebinding: public when asked first, loopback afterwards; the one answer that was checked is the one dialled."""
    answers = itertools.chain([["8.8.8.8"]], itertools.repeat(["127.0.0.1"]))
    guard = Guard(resolve=lambda *_: next(answers))
    dialled = []

    def dial(self, host, port, *_):
        dialled.append((host, port))
        raise httpcore2.ConnectError("no route")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", dial)
    transport = GuardedTransport(guard)
    request = httpx2.Request("GET", f"http://rebind.example:{site.port}/")

    with pytest.raises(httpx2.ConnectError):
        transport.handle_request(request)
    with pytest.raises(Disallowed):
        transport.handle_request(request)

    assert dialled == [("8.8.8.8", site.port)]


def test_the_next_address_is_tried_where_one_does_not_answer(site):
    """Nothing listens on ::1 at this port, or there is no IPv6 at all; IPv4 does."""
    site.says("/a", b"page")
    transport = GuardedTransport(Guard(local=True, resolve=lambda *_: ["::1", "127.0.0.1"]))

    response = transport.handle_request(httpx2.Request("GET", f"http://herald.example:{site.port}/a"))

    assert b"".join(response.stream) == b"page"


def test_a_host_that_nobody_knows_cannot_be_connected_to():
    """The reserved top level .invalid never resolves."""
    with pytest.raises(httpcore2.ConnectError, match="no address is known"):
        Guard().ways("herald.invalid", 80)


def test_no_read_begins_when_the_time_is_over(site):
    """Headers that trickle could else last for ever: the connection itself knows when the request must end."""
    transport = GuardedTransport(Guard(local=True, connect_to={"herald.example": ("127.0.0.1", site.port)}))

    with at_most(0), pytest.raises(httpx2.TimeoutException):
        transport.handle_request(httpx2.Request("GET", "http://herald.example/"))
