"""Captured bytes ↔ WARC, one gzip member a record, so that each can be read by its offset."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from analysis.errors import BadTable
from analysis.store.redaction import public

FILE = 0
"""Status of what a person brought: no server said anything."""
_AS_SENT = {"content-encoding", "transfer-encoding", "content-length"}


class Answer(Protocol):
    """What is captured: a server's response, or a file with status 0 and no headers."""

    @property
    def final_url(self) -> str:
        """Where redirects ended."""

    @property
    def status(self) -> int:
        """As the server said it; 0 for a file."""

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """As the server said them."""

    @property
    def body(self) -> bytes:
        """The bytes, unpacked."""

    @property
    def media_type(self) -> str:
        """With its charset, where one was said."""

    @property
    def at(self) -> datetime:
        """When it came."""


def record(url: str, answer: Answer) -> bytes:
    """One WARC record, gzipped: a ``response``, or a ``resource`` for a file."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    what = {"payload": BytesIO(answer.body), "length": len(answer.body)}
    what["warc_headers_dict"] = {"WARC-Date": datetime_to_iso_date(_naive(answer.at), use_micros=True)}
    if answer.status == FILE:
        made = writer.create_warc_record(
            _safe(url), "resource", warc_content_type=_safe(answer.media_type, " "), **what
        )
    else:
        made = writer.create_warc_record(_safe(url), "response", http_headers=_headers(answer), **what)
    writer.write_record(made)
    return out.getvalue()


def _naive(at: datetime) -> datetime:
    """In UTC and without a zone, as warcio wants it: it would write the zone and a Z behind it."""
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


@dataclass(frozen=True, slots=True)
class Kept:
    """A response as it was captured; headers that hold secrets are gone."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime


def kept(path: Path, offset: int = 0) -> Kept | None:
    """The response at *offset*; None where there is none that can be read."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            found = next(iter(ArchiveIterator(file)))
            body: bytes = found.raw_stream.read()
    except (OSError, StopIteration, ArchiveLoadFailed, ValueError):
        return None
    if found.rec_type != "response" or len(body) != int(found.http_headers.get_header("Content-Length", "-1")):
        return None
    headers = tuple((key, value) for key, value in found.http_headers.headers if key.lower() not in _AS_SENT)
    at = datetime.fromisoformat(found.rec_headers.get_header("WARC-Date").replace("+00:00Z", "Z"))
    return Kept(
        found.rec_headers.get_header("WARC-Target-URI"), int(found.http_headers.get_statuscode()), headers, body, at
    )


def _headers(answer: Answer) -> StatusAndHeaders:
    """The server's headers without secrets; those that describe the packed bytes are kept under another name."""
    kept = [
        (f"X-Archive-Orig-{key}" if key.lower() in _AS_SENT else _safe(key), _safe(value, " \t"))
        for key, value in public(answer.headers)
    ]
    phrase = HTTPStatus(answer.status).phrase if answer.status in list(HTTPStatus) else "Unknown"
    kept.append(("Content-Length", str(len(answer.body))))
    return StatusAndHeaders(f"{answer.status} {phrase}", kept, protocol="HTTP/1.1")


def _safe(text: str, allowed: str = "") -> str:
    """Text without characters that would end a header."""
    return re.sub(r"[\x00-\x20\x7f]", lambda m: m[0] if m[0] in allowed else f"%{ord(m[0]):02X}", text)


def body(path: Path, offset: int, digest: str) -> bytes:
    """The bytes of the record at *offset*.

    Raises:
        BadTable: there is no such record, or its bytes are not those that were captured.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            found: bytes = next(iter(ArchiveIterator(file))).raw_stream.read()
    except (OSError, StopIteration, ArchiveLoadFailed) as why:
        raise BadTable(f"pages/{path.name} has no capture at {offset}: {why or type(why).__name__}") from None
    if hashlib.sha256(found).hexdigest() != digest:
        raise BadTable(f"pages/{path.name} at {offset}: the bytes are not those that were captured")
    return found
