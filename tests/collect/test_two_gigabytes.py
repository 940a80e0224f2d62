"""A body of two gigabytes, declared, poured without end or packed, ends at the limit; memory does not grow with it."""

import gzip
import tracemalloc
import zlib

import httpx2
import pytest

from analysis.collect.client import Client, Manners
from analysis.errors import Failed

GIGABYTES = 2 * 2**30
PIECE = 64 * 1024
MOST = Manners().max_bytes
"""The real limit, of 50 MiB."""


class Pour(httpx2.SyncByteStream):
    """Pieces for ever, or until *size* bytes; ``sent`` counts what was asked of it."""

    def __init__(self, pieces):
        self.pieces, self.sent, self.closed = pieces, 0, False

    def __iter__(self):
        for piece in self.pieces:
            self.sent += len(piece)
            yield piece

    def close(self):
        """Told when the connection is let go of."""
        self.closed = True


def zeros(size=None):
    """Pieces of zeros, that many bytes or without end; each takes room of its own, so that what is held is seen."""
    left = size
    while left is None or left > 0:
        yield bytes(PIECE)
        left = None if left is None else left - PIECE


def packed():
    """Two gigabytes of zeros, gzipped on the way: two megabytes on the wire."""
    pack = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for piece in zeros(GIGABYTES):
        yield from filter(None, [pack.compress(piece)])
    yield pack.flush()


@pytest.mark.parametrize(
    ("pieces", "headers", "wire"),
    [
        (lambda: zeros(GIGABYTES), {"Content-Length": str(GIGABYTES)}, MOST + PIECE),
        (zeros, {}, MOST + PIECE),
        (zeros, {"Content-Length": "100"}, MOST + PIECE),
        (packed, {"Content-Encoding": "gzip"}, 2**20),
    ],
    ids=["declared", "never-ending", "declared-small-and-never-ending", "packed"],
)
def test_a_two_gigabyte_body_ends_at_the_limit_with_memory_flat(hours, pieces, headers, wire):
    """No more is read than the limit and a piece, no more is held than the limit, and the connection is let go of."""
    body = Pour(pieces())

    def answer(request):
        if request.url.path == "/robots.txt":
            return httpx2.Response(404)
        return httpx2.Response(200, headers=headers, stream=body)

    client = Client(Manners(retries=0), clock=hours.clock(), transport=httpx2.MockTransport(answer))
    tracemalloc.start()
    try:
        with pytest.raises(Failed, match="larger than 50 MiB"):
            client.get("https://herald.example/a")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert body.sent <= wire
    assert peak < MOST + 10 * 2**20
    assert body.closed


def test_what_is_within_the_limit_is_whole(hours):
    """The limit itself is no fault."""
    small, body = Manners(max_bytes=4 * PIECE), gzip.compress(bytes(4 * PIECE))

    def answer(request):
        if request.url.path == "/robots.txt":
            return httpx2.Response(404)
        return httpx2.Response(200, headers={"Content-Encoding": "gzip"}, stream=Pour([body]))

    client = Client(small, clock=hours.clock(), transport=httpx2.MockTransport(answer))

    assert client.get("https://herald.example/a").body == bytes(4 * PIECE)
