"""Packed bytes → the bytes themselves, in bounded pieces: a small answer may not become a large one unnoticed."""

import zlib
from collections.abc import Iterable, Iterator

from warcio.archiveiterator import ArchiveIterator

from analysis.errors import Failed

_PIECE = 256 * 1024
_GZIP = b"\x1f\x8b"


class Records(ArchiveIterator):  # type: ignore[misc]
    """Records of a WARC; what is odd in one is no line of its own on the user's screen."""

    INC_RECORD = ""


def unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Pieces of the content whose ``Content-Encoding`` is *encoding*.

    Raises:
        Failed: packed in a way that we did not ask for, damaged, or broken off before its end.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return iter(chunks)
        case "gzip" | "x-gzip" | "deflate":
            return _inflated(chunks)
        case other:
            raise Failed(f"packed as {other!r}, which nobody asked for")


def limited(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The same pieces, as long as they are at most *most* bytes together.

    Raises:
        Failed: there is more.
    """
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise Failed(f"larger than {most / 2**20:.3g} MiB, the most that is taken")
        yield chunk


def first(chunks: Iterable[bytes], most: int) -> bytes:
    """The first *most* bytes, or all where there are fewer; the rest is not asked for."""
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) >= most:
            break
    return bytes(kept[:most])


def gunzipped(body: bytes, most: int) -> bytes:
    """*body* itself, or what it holds if it is a gzip file (``sitemap.xml.gz``).

    Raises:
        Failed: damaged, broken off, or larger than *most* bytes.
    """
    return b"".join(limited(_inflated([body]), most)) if body.startswith(_GZIP) else body


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    unzip = None
    for chunk in chunks:
        rest = chunk
        while rest:
            if unzip is None or unzip.eof:
                if unzip is not None and not rest.startswith(_GZIP):
                    return  # padding after the last member, as gzip itself ignores it
                unzip = zlib.decompressobj(zlib.MAX_WBITS | 32)
            try:
                piece = unzip.decompress(rest, _PIECE)
            except zlib.error as error:
                raise Failed("the packed answer is damaged") from error
            rest = unzip.unused_data if unzip.eof else unzip.unconsumed_tail
            if piece:
                yield piece
    if unzip is not None and not unzip.eof:
        raise Failed("the packed answer breaks off before its end")
