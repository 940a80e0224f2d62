"""Web archives: every page with its own address and time; what is damaged is told, and what came before it kept."""

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analysis.collect import archives, zips
from analysis.collect.files import Brought, read
from analysis.errors import BadInput
from analysis.outlets import slug_of
from analysis.tables import Attempt

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


def gzipped(data):
    """Packed without the hour: tests are named by their bytes, and two workers must agree on the names."""
    return gzip.compress(data, mtime=0)


PAGE = b"<html><head><title>The bridge opens</title></head><body><p>It opened.</p></body></html>"
HTML = ("Content-Type", "text/html; charset=utf-8")


def warc(*records, packed=True):
    """A WARC of (address, status, headers, body), a second apart."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for second, (url, status, headers, body) in enumerate(records):
        about = {"WARC-Date": f"2031-05-04T09:00:{second:02}Z"}
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=http, warc_headers_dict=about)
        )
    return out.getvalue()


PLAIN_HEAD = b"""WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.herald.example/\r
WARC-Date: 2031-05-04T09:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 9000000\r\n\r
HTTP/1.1 200 OK\r\n"""
ONE = ("http://www.courier.example/a?utm_source=x", "200 OK", [HTML], PAGE)
TWO = ("https://www.herald.example/b", "200 OK", [HTML], PAGE + b"<!-- b -->")


def wacz(warcs, listed=(), **more):
    """A WACZ of these archives and a list of these addresses."""
    out = io.BytesIO()
    lines = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": url, "title": "A"} for url in listed)]
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
        archive.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, lines)))
        for name, content in ({f"archive/{n}.warc.gz": one for n, one in enumerate(warcs)} | more).items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc.gz", warc(ONE, TWO)),
        ("a.warc", warc(ONE, TWO, packed=False)),
        ("a.warc.gz", gzipped(warc(ONE, TWO, packed=False))),
        ("a.bin", warc(ONE, TWO)),
        ("a.wacz", wacz([warc(ONE), warc(TWO)])),
        ("a.zip", wacz([warc(ONE, TWO)], listed=[ONE[0], TWO[0]])),
    ],
)
def test_every_page_of_an_archive_keeps_its_address_and_time(bring, name, content):
    """Packed by the record, as a whole or not at all, alone or in a WACZ, whatever its name."""
    one, two = bring(name, content)

    assert (one.outlet, one.url, one.media_type) == ("courier", "https://www.courier.example/a", HTML[1])
    assert (two.outlet, two.url, two.body) == ("herald", TWO[0], TWO[3])
    assert one.captured_at == datetime(2031, 5, 4, 9, 0, 0, tzinfo=UTC)
    assert one.published_at is None


def test_only_listed_pages_of_a_wacz_are_taken(bring):
    """Frames and advertisements are in its archive, too, and nobody opened them."""
    (found,) = bring("a.wacz", wacz([warc(ONE, TWO)], listed=[TWO[0]]))

    assert found.url == TWO[0]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([HTML, ("Content-Encoding", "gzip")], gzipped(PAGE)),
        ([HTML, ("Content-Encoding", "gzip")], PAGE),
        ([HTML, ("Content-Encoding", "br")], PAGE),
        ([HTML, ("Transfer-Encoding", "chunked")], b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)),
    ],
)
def test_a_page_is_kept_as_its_reader_saw_it(bring, headers, body):
    """Archivers leave the packing of the wire, or take it off and leave its header."""
    (found,) = bring("a.warc.gz", warc(("https://www.courier.example/a", "200 OK", headers, body)))

    assert found.body == PAGE


@pytest.mark.parametrize(
    ("status", "headers", "body", "outcome"),
    [
        ("404 Not Found", [HTML], PAGE, "absent"),
        ("403 Forbidden", [HTML], PAGE, "blocked"),
        ("429 Too Many", [HTML], PAGE, "rate_limited"),
        ("503 Busy", [HTML], PAGE, "failed"),
        ("200 OK", [HTML, ("Content-Encoding", "br")], b"\x0b\x02\x80", "unreadable"),
        ("200 OK", [HTML, ("Content-Encoding", "gzip")], gzipped(PAGE)[:-9], "unreadable"),
        ("200 OK", [HTML, ("Content-Encoding", "gzip")], gzipped(b"\0" * 30_000_000), "unreadable"),
        ("200 OK", [HTML], b"<p>" + b"x" * (20 * 2**20), "unreadable"),
        ("200 OK", [HTML], b"", "unreadable"),
        ("301 Moved", [HTML], PAGE, "not_an_article"),
        ("200 OK", [("Content-Type", "image/png")], b"\x89PNG", "not_an_article"),
    ],
)
def test_a_page_that_cannot_be_used_is_told_under_its_address(bring, status, headers, body, outcome):
    """Refusals by the server's word; a page that unpacks to more than 20 MiB is a bomb; redirects and pictures are no pages."""
    (attempt,) = bring("a.warc.gz", warc(("https://www.courier.example/a", status, headers, body)))

    assert attempt.outcome == outcome
    assert outcome == "not_an_article" or (attempt.url, attempt.outlet) == ("https://www.courier.example/a", "courier")


@pytest.mark.parametrize("cut", [3, 150, 300])
@pytest.mark.parametrize("packed", [True, False])
def test_what_comes_before_a_damage_is_kept(bring, cut, packed):
    """Archives break off when a recording is killed."""
    content = warc(ONE, TWO, packed=packed)

    found = bring("a.warc.gz" if packed else "a.warc", content[: len(content) - cut])

    assert found[0].body == PAGE
    assert (found[-1].outcome, len(found)) == ("unreadable", 3 if cut == 3 else 2)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.warc.gz", gzipped(warc(ONE)), "packed twice"),
        ("a.html.gz", gzipped(gzipped(PAGE)), "packed twice"),
        ("a.html.gz", gzipped(PAGE)[:-4], "breaks off"),
        ("a.wacz", wacz([b"WARC/1.0\r\nnonsense"]), "damaged from here on"),
        (
            "a.warc",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nHTTP/1.1 ",
            "headers that cannot be read",
        ),
        ("a.wacz", wacz([]), "no HTML page"),
        ("a.wacz", wacz([warc(ONE)])[:-30], "damaged zip"),
        ("a.zip", wacz([], **{"archive/x.txt": "x"}), "no HTML page"),
    ],
)
def test_an_archive_that_cannot_be_read_is_told(bring, name, content, says):
    """By the name of the file, and where."""
    (attempt,) = bring(name, content)

    assert attempt.outcome in {"unreadable", "not_an_article"}
    assert says in attempt.reason
    assert name in attempt.reason


def test_a_bomb_ends_at_the_limit(bring, monkeypatch):
    """What a file unpacks to is counted, and never believed."""
    monkeypatch.setattr(archives, "_MOST_UNPACKED", 1_000_000)
    bomb = ("https://www.courier.example/pictures", "200 OK", [("Content-Type", "image/png")], b"\0" * 2_000_000)

    first, attempt = bring("a.warc.gz", warc(ONE, bomb, TWO))

    assert isinstance(first, Brought)
    assert "larger than 0.954 MiB" in attempt.reason


@pytest.mark.parametrize(
    ("start", "endless"),
    [
        (b"WARC/1.0\r\n", b"a" * 3_000_000),
        (b"WARC/1.0\r\n", b"a: b\r\n" * 500_000),
        (PLAIN_HEAD, b"a" * 3_000_000),
        (PLAIN_HEAD, b"a: b\r\n" * 500_000),
        (b"", b"\r\n" * 1_500_000),
    ],
)
def test_headers_without_end_are_given_up(bring, start, endless):
    """One endless line, lines without end, of the record or of the page."""
    *_, attempt = bring("a.warc", warc(ONE, packed=False) + start + endless)

    assert "headers without end" in attempt.reason


def test_more_pages_than_memory_holds_are_a_persons_task(bring, monkeypatch):
    """Better told than a killed process."""
    monkeypatch.setattr(archives, "LARGEST", 100)

    with pytest.raises(BadInput, match=r"a\.warc\.gz: its pages are larger than .* split it"):
        bring("a.warc.gz", warc(ONE, TWO))


def test_a_packed_page_is_read_as_what_it_holds(bring):
    """As browsers and archives keep them."""
    (found,) = bring("a.html.gz", gzipped(PAGE), outlet="herald")

    assert (found.body, found.media_type) == (PAGE, "text/html")
    assert found.url.startswith("file:///a.html#")


def zipped(**members):
    """A zip file of these members; two underscores are a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


MULTI = {"profile": "multi-wacz-package", "resources": [{"name": "first.wacz", "path": "https://a.example/first.wacz"}]}


def test_a_collection_is_read_archive_by_archive(bring):
    """A damaged one costs its own pages."""
    content = zipped(
        **{"datapackage.json": json.dumps(MULTI), "first.wacz": wacz([warc(ONE)])},
        **{"b/second.wacz": wacz([warc(TWO)]), "third.wacz": b"PK nothing"},
    )

    first, second, third = bring("all.wacz", content)

    assert [found.url[-2:] for found in (first, second)] == ["/a", "/b"]
    assert third.outcome == "unreadable"
    assert third.reason.startswith("all.wacz/third.wacz: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("all.wacz", lambda: zipped(**{"datapackage.json": json.dumps(MULTI)})),
        ("datapackage.json", lambda: json.dumps(MULTI)),
    ],
)
def test_a_collection_without_its_archives_says_which_to_bring(bring, name, content):
    """It asked for columns of a table."""
    (attempt,) = bring(name, content())

    assert attempt.outcome == "unreadable"
    assert "(multi-WACZ) that only lists its WACZ files: first.wacz; bring those files themselves" in attempt.reason


def test_each_file_of_a_zip_is_read_by_itself(bring):
    """One that fails leaves the others."""
    content = zipped(
        one__html=PAGE, two__txt="The bridge opens\n\nIt opened.", three__pdf=b"%PDF-1.7", four__zip=zipped(a__txt="x")
    )

    one, two, three, four = bring("all.zip", content, outlet="herald")

    assert (one.media_type, two.media_type) == ("text/html", "text/plain")
    assert "all.zip/three.pdf: a .pdf file is not read" in three.reason
    assert "all.zip/four.zip: an archive within an archive" in four.reason


def test_paths_in_a_zip_lead_nowhere(bring, tmp_path):
    """Only its bytes are read, and only its last name is kept."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../../etc/evil.html", PAGE)

    (found,) = bring("all.zip", out.getvalue(), outlet="herald")

    assert found.url.startswith("file:///evil.html#")
    assert [path.name for path in tmp_path.rglob("*")] == ["all.zip"]


def test_a_zip_bomb_ends_at_the_limit(bring, monkeypatch):
    """A member's size is counted as it unpacks."""
    monkeypatch.setattr("analysis.collect.files.LARGEST", 1_000_000)

    (attempt,) = bring("all.zip", zipped(a__txt=b"a" * 3_000_000), outlet="herald")

    assert "a.txt: unpacks to more than 1 MB" in attempt.reason


def test_a_stream_gives_what_it_was_given():
    """Whatever the sizes of pieces and of what is asked for."""
    stream = zips.Stream(iter([b"ab", b"", b"cde"]))

    assert [stream.read(size) for size in (1, 5, 2, 5, 5)] == [b"a", b"b", b"cd", b"e", b""]


WHOLE = warc(ONE, TWO)
PLAIN = warc(ONE, TWO, packed=False)
ZIPPED = wacz([WHOLE], listed=[ONE[0]])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    source=st.sampled_from([WHOLE, PLAIN, ZIPPED]),
    where=st.floats(0, 1),
    junk=st.binary(max_size=40),
    suffix=st.sampled_from(["warc.gz", "warc", "wacz", "zip", "gz"]),
)
def test_damage_anywhere_ends_in_articles_and_attempts(bring, source, where, junk, suffix):
    """Whatever byte it strikes."""
    start = int(where * len(source))

    try:
        found = bring(f"junk.{suffix}", source[:start] + junk + source[start + len(junk) :], outlet="herald")
    except BadInput:
        return

    assert found
    assert all(isinstance(one, Brought | Attempt) for one in found)


def test_real_archives_come_through(shared):
    """Common Crawl's and warcio's own; truncated ones are told."""
    folder = shared / "recorded" / "commoncrawl" / "warc"
    if not folder.is_dir():
        pytest.skip("recorded WARC files not found")
    about = {"mapping": {}, "outlet": None, "outlet_of": slug_of, "now": NOON}

    found = {path.name: list(read(path, **about)) for path in sorted(folder.iterdir())}

    kept = {name: [one for one in items if isinstance(one, Brought)] for name, items in found.items()}
    assert len(kept["cc-main_response_2019-12-10.warc.gz"]) == 1
    assert len(kept["warcio_example.warc.gz"]) >= 1
    assert all(one.url.startswith("https://") and one.captured_at < NOON for items in kept.values() for one in items)
    assert any(isinstance(one, Attempt) for one in found["warcio_example-trunc.warc"])


def test_real_saved_pages_come_through(shared):
    """Gzipped HTML as a person would keep it."""
    paths = sorted((shared / "recorded").glob("*/html/*.html.gz"))
    if not paths:
        pytest.skip("recorded pages not found")
    about = {"mapping": {}, "outlet": "somebody", "outlet_of": slug_of, "now": NOON}

    found = [one for path in paths for one in read(path, **about)]

    assert len(found) == len(paths)
    assert all(isinstance(one, Brought) and b"<" in one.body for one in found)
