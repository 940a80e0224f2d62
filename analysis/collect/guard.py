"""A host name → the addresses that we may connect to, and a transport that connects to exactly those.

The name is looked up once, where the connection is made, so that an answer that changes between check and use (DNS
rebinding) gains nothing. TLS and the Host header keep the name.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2

from analysis.errors import BadInput, Disallowed

Resolve = Callable[[str, int], list[str]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within it no read or write of a guarded connection goes on after *seconds*, however slowly bytes come."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def looked_up(host: str, port: int) -> list[str]:
    """All addresses of a host, in the system's order of preference.

    Raises:
        httpcore2.ConnectError: the host has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"no address is known for {host}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet; one that wraps an IPv4 address is judged by what it wraps."""
    outer = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(outer, ipaddress.IPv4Address):
        return outer.is_global and not (outer.is_multicast or outer.is_reserved)
    if outer.ipv4_mapped or outer in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(outer) & 0xFFFFFFFF)))
    if outer.sixtofour or outer.teredo:
        return False  # dead tunnels: no outlet is behind one, and they can hide any address
    return outer.is_global and not (outer.is_multicast or outer.is_reserved)


def is_loopback(address: str) -> bool:
    """Whether an address is this machine itself."""
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


class Guard(httpcore2.NetworkBackend):
    """Makes connections, to public addresses alone; with *local* to this machine too.

    *connect_to* names hosts that stand on this machine (the demo's sites): host → (loopback address, port).
    """

    def __init__(
        self,
        *,
        local: bool = False,
        connect_to: Mapping[str, tuple[str, int]] | None = None,
        resolve: Resolve = looked_up,
    ) -> None:
        self._local = local
        self._connect_to = dict(connect_to or {})
        self._resolve = resolve
        self._backend = httpcore2.SyncBackend()
        if self._connect_to and not local:
            raise BadInput("connect_to is for events on this machine: the event must say local = true")
        if any(not is_loopback(address) for address, _ in self._connect_to.values()):
            raise BadInput("connect_to may lead to this machine only (127.0.0.0/8 or ::1)")

    def ways(self, host: str, port: int) -> list[tuple[str, int]]:
        """Addresses and ports to try for *host*, in order.

        Raises:
            Disallowed: any of the host's addresses is not public.
        """
        if host in self._connect_to:
            return [self._connect_to[host]]
        addresses = self._resolve(host, port)
        for address in addresses:
            if not is_public(address) and not (self._local and is_loopback(address)):
                raise Disallowed(f"{host} leads to {address}, an address that is not on the open internet")
        return [(address, port) for address in addresses]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first of the host's addresses that takes it."""
        last: Exception = httpcore2.ConnectError(f"no address is known for {host}")
        for address, door in self.ways(host, port):
            try:
                stream = self._backend.connect_tcp(address, door, _left(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
            else:
                return _Timed(stream)
        raise last


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's own transport, with the guard where connections are made; no proxy, no environment."""

    def __init__(self, guard: Guard) -> None:
        context = httpx2.create_ssl_context()
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context, max_connections=32, keepalive_expiry=30.0, network_backend=guard
        )


class _Timed(httpcore2.NetworkStream):
    """A connection on which no read or write outlasts the time that the whole request has left."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None) -> float | None:
    until = _until.get()
    if until is None:
        return timeout
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the time for the whole request is over")
    return left if timeout is None else min(timeout, left)
