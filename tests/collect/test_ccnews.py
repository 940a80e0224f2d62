"""The news crawl: lists of files, files in parts, records of our hosts and days."""

import io
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from analysis.collect import ccnews
from analysis.collect.asking import Asking
from analysis.collect.ccnews import Parts, each, files, pages, wanted
from analysis.collect.client import Response
from analysis.collect.listed import WHOLE
from analysis.collect.listing import listing
from analysis.collect.sources import CcNews
from analysis.errors import Absent, Unreadable
from analysis.events import Terms

NOW = datetime(2031, 6, 1, tzinfo=UTC)
MAY = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 6, tzinfo=UTC))
HOSTS = ("herald.example",)
ASKING = Asking("herald", MAY, Terms(), NOW)
DATA = "https://data.commoncrawl.org/"


def warc(*records, kind="response"):
    """A file of (address, time, body, status, media type) records, each a gzip member."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, at, body, status, media in records:
        head = StatusAndHeaders(f"{status} X", [("Content-Type", media)], protocol="HTTP/1.1")
        dated = {"WARC-Date": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
        writer.write_record(
            writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=head, warc_headers_dict=dated)
        )
    return out.getvalue()


def page(path, at=MAY[0], *, host="herald.example", body=b"<p>wall</p>", status=200, media="text/html"):
    """One record."""
    return f"https://{host}/{path}", at, body, status, media


def name(stamp, number=1):
    """Where a file lies."""
    return f"crawl-data/CC-NEWS/2031/05/CC-NEWS-{stamp}-{number:05}.warc.gz"


def store(stored):
    """A fetch over stored files that gives parts, as the real store does."""
    asked = []

    def fetch(url, *, credentials=None):
        path = url.removeprefix(DATA)
        asked.append(path)
        if path not in stored:
            raise Absent("404")
        body = stored[path]
        if not credentials:
            return Response(url, url, 200, (), body, NOW)
        first, last = (int(n) for n in credentials.headers["Range"].removeprefix("bytes=").split("-"))
        last = min(last, len(body) - 1)
        said = (("Content-Range", f"bytes {first}-{last}/{len(body)}"),)
        return Response(url, url, 206, said, body[first : last + 1], NOW)

    fetch.asked = asked
    return fetch


def test_pages_of_our_hosts_and_days_are_kept_and_nothing_else():
    """Another host, another week, a failure, a picture: none of them."""
    body = warc(
        page("2031/05/04/wall"),
        page("2031/05/04/wall", host="else.example"),
        page("later", MAY[1] + timedelta(days=2)),
        page("gone", status=404),
        page("picture", media="image/jpeg"),
        page("2030/01/01/long-ago"),
        page("wall?utm_source=x", MAY[1] + timedelta(hours=5), media="text/html; charset=iso-8859-1"),
    )

    found = list(pages(io.BytesIO(body), HOSTS, MAY))

    assert [(p.url, p.at) for p in found] == [
        ("https://herald.example/2031/05/04/wall", MAY[0]),
        ("https://herald.example/wall", MAY[1] + timedelta(hours=5)),
    ]
    assert [p.media_type for p in found] == ["text/html", "text/html; charset=iso-8859-1"]
    assert found[0].body == b"<p>wall</p>"


def test_a_request_in_a_file_is_no_page():
    """Files hold more than answers."""
    assert list(pages(io.BytesIO(warc(page("a"), kind="resource")), HOSTS, MAY)) == []


def test_months_files_and_pages_become_sightings_answers_and_a_ledger():
    """The list of the month, the file of the window, not the file of three weeks later."""
    inside, outside = name("20310504010000"), name("20310525010000", 2)
    stored = {
        "crawl-data/CC-NEWS/2031/05/warc.paths.gz": f"{inside}\n{outside}\n".encode(),
        inside: warc(page("wall"), page("reef")),
        outside: warc(page("no")),
    }
    fetch = store(stored)

    found = listing(CcNews(HOSTS), ASKING, fetch)

    assert outside not in fetch.asked
    assert [s.url for s in found.sightings] == ["https://herald.example/wall", "https://herald.example/reef"]
    assert {(s.seen_at, s.published_at) for s in found.sightings} == {(MAY[0], None)}
    assert len(found.answers) == 2
    assert [a.reason for a in found.attempts] == ["2 files", "2 pages of these hosts"]


def test_lists_that_cannot_be_had_are_attempts_and_no_end_of_the_run():
    """It ended the run of all outlets."""
    found = listing(CcNews(HOSTS), ASKING, store({}))

    assert {attempt.outcome for attempt in found.attempts} == {"absent"}
    assert found.sightings == ()


def test_the_cap_on_files_is_said_aloud():
    """One is read; of the three, the first ended before the window."""
    names = [name(f"2031050{day}000000", day) for day in (3, 4, 5)]
    stored = {"crawl-data/CC-NEWS/2031/05/warc.paths.gz": "\n".join(names).encode()} | {
        path: warc(page("wall")) for path in names
    }

    found = list(each(CcNews(HOSTS, most=1), ASKING, store(stored)))

    assert len(found) == 2
    assert "1 of 2 files not read: the cap is 1" in found[0].attempts[-1].reason


@pytest.mark.parametrize("fault", ["zeros", "cut", "flipped"])
def test_a_broken_file_keeps_what_came_before_and_says_so(fault):
    """The ledger has the word; the run goes on."""
    path, first = name("20310504010000"), warc(page("wall"))
    second = warc(page("reef", body=bytes(range(256)) * 200))
    damaged = {"zeros": bytes(300) + second, "cut": second[:-20], "flipped": second[:60] + b"\xff" * 40 + second[100:]}
    stored = {"crawl-data/CC-NEWS/2031/05/warc.paths.gz": path.encode(), path: first + damaged[fault]}

    found = listing(CcNews(HOSTS), ASKING, store(stored))

    assert "https://herald.example/wall" in [answer.url for answer in found.answers]
    assert found.attempts[-1].outcome == "failed"
    assert "until then" in found.attempts[-1].reason


def test_a_host_that_sends_whole_files_is_refused():
    """A gigabyte is never held."""
    path = name("20310504010000")
    stored = {"crawl-data/CC-NEWS/2031/05/warc.paths.gz": path.encode(), path: warc(page("wall"))}
    parts = store(stored)

    def whole(url, *, credentials=None):
        return parts(url)

    found = listing(CcNews(HOSTS), ASKING, whole)

    assert (found.attempts[-1].outcome, found.answers) == ("failed", ())
    assert "whole files only" in found.attempts[-1].reason


def test_pages_are_handed_over_before_they_are_many(monkeypatch):
    """Each part with the place after which a run that is cut off goes on; the last one says that the file is read."""
    monkeypatch.setattr(ccnews, "_HELD", 30)
    path = name("20310504010000")
    stored = {
        "crawl-data/CC-NEWS/2031/05/warc.paths.gz": path.encode(),
        path: warc(*(page(f"wall-{n}") for n in range(9))),
    }

    _, *parts = each(CcNews(HOSTS), ASKING, store(stored))

    assert [len(part.answers) for part in parts] == [3, 3, 3]
    assert [part.reached.at for part in parts][-1] == WHOLE
    assert len({part.reached.what for part in parts}) == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 3000)), min_size=1, max_size=12),
    st.integers(20, 5000),
    st.integers(0, 60),
)
def test_a_run_that_goes_on_anywhere_reads_the_rest_exactly_once(shapes, part, place):
    """Whatever the records, however small the parts that were fetched: nothing is skipped, nothing is told twice."""
    path = name("20310504010000")
    records = [
        page(
            f"wall-{n}",
            host="herald.example" if ours else "else.example",
            body=bytes(range(1, 251)) * (size // 250) + b"x",
        )
        for n, (ours, size) in enumerate(shapes)
    ]
    stored = {"crawl-data/CC-NEWS/2031/05/warc.paths.gz": path.encode(), path: warc(*records)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ccnews, "_HELD", 400)
        patch.setattr(ccnews, "_STRIDE", 200)
        patch.setattr(Parts.__init__, "__defaults__", (part,))
        _, *parts = each(CcNews(HOSTS), ASKING, store(stored))
        # Records carry ids of their own, so that the same shapes are not always of the same parts.
        cut = 1 + place % len(parts)
        done = {one.reached.what: one.reached.at for one in parts[:cut]}
        _, *rest = each(CcNews(HOSTS), replace(ASKING, reached=done), store(stored))

    told = [answer.url for one in (*parts[:cut], *rest) for answer in one.answers]
    assert told == [answer.url for one in parts for answer in one.answers]
    assert len(told) == len(set(told)) == sum(ours for ours, _ in shapes)


def test_a_file_that_was_read_for_other_hosts_or_days_is_read_again():
    """What is known of it is only what was looked for."""
    path = name("20310504010000")
    stored = {"crawl-data/CC-NEWS/2031/05/warc.paths.gz": path.encode(), path: warc(page("wall"))}
    *_, last = each(CcNews(HOSTS), ASKING, store(stored))
    done = replace(ASKING, reached={last.reached.what: last.reached.at})
    longer = replace(done, window=(MAY[0], MAY[1] + timedelta(days=1)))

    asked = []
    for source, asking in ((CcNews(HOSTS), done), (CcNews(("else.example",)), done), (CcNews(HOSTS), longer)):
        fetch = store(stored)
        list(each(source, asking, fetch))
        asked.append(path in fetch.asked)

    assert asked == [False, True, True]


def test_the_next_run_goes_on_behind_the_files_that_were_read():
    """The cap is one of each run, and not of all of them."""
    names = [name(f"2031050{day}000000", day) for day in (3, 4, 5)]
    stored = {"crawl-data/CC-NEWS/2031/05/warc.paths.gz": "\n".join(names).encode()} | {
        path: warc(page(f"wall-{n}")) for n, path in enumerate(names)
    }
    reached, told = {}, []
    for _ in range(3):
        for part in each(CcNews(HOSTS, most=1), replace(ASKING, reached=dict(reached)), store(stored)):
            told += [answer.url for answer in part.answers]
            if part.reached:
                reached[part.reached.what] = part.reached.at

    assert told == ["https://herald.example/wall-1", "https://herald.example/wall-2"]


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=400), st.integers(1, 64), st.integers(1, 64))
def test_parts_join_to_the_file(body, size, piece):
    """Whatever the size of parts and of what is read of them."""
    stream = Parts(f"{DATA}x", store({"x": body or b"-"}), size)
    got = b"".join(iter(lambda: stream.read(piece), b""))

    assert got == (body or b"-")


def test_memory_does_not_grow_with_the_file():
    """48 MiB of other hosts' pages in 1 MiB parts, one small page of ours at the end."""
    noise = warc(*(page(f"n{i}", host="else.example", body=bytes(2**20)) for i in range(48)))
    records = noise + warc(page("wall"))
    stream = Parts(f"{DATA}x", store({"x": records}), 2**16)
    tracemalloc.start()
    found = list(pages(stream, HOSTS, MAY))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(found) == 1
    assert peak < 8 * 2**20


def test_lists_that_name_no_file_are_unreadable():
    """A page in their place."""
    with pytest.raises(Unreadable):
        files(b"<html>busy</html>")


def test_the_real_list_of_files_is_read_whole(shared):
    """Recorded: 6,097 names from August 2016 to August 2019; a week has some dozens."""
    body = (shared / "recorded/commoncrawl/cc-news_warc_paths_2016-2019.txt").read_bytes()
    week = (datetime(2018, 3, 4, tzinfo=UTC), datetime(2018, 3, 11, tzinfo=UTC))

    found = files(body)
    due = wanted(found, week)

    assert len(found) == len(body.split()) == 6097
    assert found[0].url.endswith("CC-NEWS-20160826124520-00000.warc.gz")
    assert 40 <= len(due) <= 60
    assert all(week[0] - timedelta(days=1) <= w.began_at < week[1] + timedelta(days=1) for w in due)


@pytest.mark.parametrize(
    ("sample", "host", "least"),
    [
        ("cc-main_response_2019-12-10.warc.gz", "commoncrawl.org", 20_000),
        ("warcio_example-iana.org-chunked.warc", "iana.org", 7_000),
        ("warcio_example.warc.gz", "example.com", 1_000),
        ("warcio_example-trunc.warc", "example.com", 1_000),
        ("warcio_example-wrong-chunks.warc.gz", "example.com", 1_000),
    ],
)
def test_real_records_become_pages(shared, sample, host, least, capsys):
    """Recorded: plain, chunked, packed by the site, with a record that is cut short, and gzipped in other pieces than records."""
    years = (datetime(2016, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC))
    with (shared / "recorded/commoncrawl/warc" / sample).open("rb") as stream:
        found = list(pages(stream, (host,), years))

    assert len(found) == 1
    assert "WARNING" not in capsys.readouterr().err
    assert found[0].body.lstrip()[:9].lower() == b"<!doctype"
    assert len(found[0].body) >= least
