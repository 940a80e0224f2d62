"""One file of the news crawl of 1 GB, streamed: processor seconds, and how much memory that takes.

    python benchmarks/crawl.py

The file is made up while it is read: 128 kB pages of another outlet that do not pack, one in a hundred ours.
"""

import io
import random
import resource
import time
from datetime import UTC, datetime

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analysis.collect.asking import Asking
from analysis.collect.ccnews import each
from analysis.collect.client import Credentials, Response
from analysis.collect.sources import CcNews
from analysis.events import Terms

SIZE = 10**9
START = datetime(2031, 5, 4, tzinfo=UTC)
NAME = "crawl-data/CC-NEWS/2031/05/CC-NEWS-20310504010000-00001.warc.gz"


def block() -> bytes:
    """A hundred records, one a gzip member; the file is this again and again."""
    out, chance = io.BytesIO(), random.Random(1)
    writer = WARCWriter(out, gzip=True)
    for number in range(100):
        host = "herald.example" if number == 50 else "else.example"
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body, about = io.BytesIO(chance.randbytes(128_000)), {"WARC-Date": "2031-05-04T02:00:00Z"}
        url = f"https://{host}/{number}"
        writer.write_record(
            writer.create_warc_record(url, "response", body, http_headers=http, warc_headers_dict=about)
        )
    return out.getvalue()


def main() -> None:
    """Print one row."""
    piece = block()
    size = SIZE // len(piece) * len(piece)

    def fetch(url: str, *, credentials: Credentials | None = None) -> Response:
        if not credentials:
            return Response(url, url, 200, (), NAME.encode(), START)
        first, last = (int(n) for n in credentials.headers["Range"].removeprefix("bytes=").split("-"))
        last = min(last, size - 1)
        turns = piece * ((last - first) // len(piece) + 2)
        body = turns[first % len(piece) :][: last - first + 1]
        return Response(url, url, 206, (("Content-Range", f"bytes {first}-{last}/{size}"),), body, START)

    window = (START, START.replace(day=6))
    before, begun, pages, parts = _peak(), time.process_time(), 0, 0
    for part in each(CcNews(("herald.example",)), Asking("herald", window, Terms(), START), fetch):
        pages, parts = pages + len(part.answers), parts + 1
    print(
        "| bytes | pages of ours | parts | processor s | peak MiB | of that before it began |\n|---|---|---|---|---|---|"
    )
    print(f"| {size:,} | {pages} | {parts} | {time.process_time() - begun:.1f} | {_peak():.0f} | {before:.0f} |")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
