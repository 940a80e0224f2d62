"""A zip file → its members, read in memory and in bounded pieces: no path in it is ever followed."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from analysis.collect.brought import LARGEST
from analysis.errors import Unreadable

_MOST_MEMBERS = 100_000
_PIECE = 256 * 1024
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    OverflowError,
    AssertionError,
    RuntimeError,
)


class Zip:
    """An open zip file; names are what it says, and lead nowhere."""

    def __init__(self, source: bytes | Path) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
        except _DAMAGED as why:
            raise Unreadable(f"a damaged zip file: {_brief(why)}") from None
        if len(self._zip.infolist()) > _MOST_MEMBERS:
            raise Unreadable(f"a zip file with more than {_MOST_MEMBERS:,} members")
        self.names = tuple(info.filename for info in self._zip.infolist() if not info.is_dir())

    def read(self, name: str, most: int = LARGEST) -> bytes:
        """Bytes of a member.

        Raises:
            Unreadable: damaged, locked with a password, or larger than *most*, whatever its header says.
        """
        kept = bytearray()
        for piece in self.pieces(name):
            kept += piece
            if len(kept) > most:
                raise Unreadable(f"{name}: unpacks to more than {most // 1_000_000} MB")
        return bytes(kept)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Pieces of a member as they are unpacked.

        Raises:
            Unreadable: damaged, or locked with a password.
        """
        try:
            with self._zip.open(name) as member:
                yield from iter(lambda: member.read(_PIECE), b"")
        except _DAMAGED as why:
            raise Unreadable(f"{name}: {_brief(why)}") from None

    def all_small(self, most: int = LARGEST) -> None:
        """Nothing, if the members together unpack to at most *most* bytes, counted and not believed.

        Raises:
            Unreadable: they do not, or are damaged.
        """
        size = 0
        for name in self.names:
            for piece in self.pieces(name):
                size += len(piece)
                if size > most:
                    raise Unreadable(f"unpacks to more than {most // 1_000_000} MB")

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def __enter__(self) -> "Zip":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Stream:
    """Pieces as a file to read from, for libraries that ask for one."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._part = pieces, memoryview(b"")
        self.first, self.last = b"", b""
        """The first piece, and the last few bytes that were read."""

    def read(self, size: int = _PIECE) -> bytes:
        """At most *size* bytes; none at the end."""
        while not self._part:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._part = memoryview(piece)
            self.first, self.last = self.first or piece, self.last[-8:] + piece[-8:]
        taken, self._part = bytes(self._part[:size]), self._part[size:]
        return taken


def in_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Pieces of an open file."""
    yield from iter(lambda: file.read(_PIECE), b"")


def _brief(why: Exception) -> str:
    return " ".join(str(why).split())[:200] or type(why).__name__
