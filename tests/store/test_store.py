"""The door to data/: what goes in comes out, whole, once, and without secrets."""

import os
import threading
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from analysis import store as door
from analysis.errors import BadInput, BadTable, Missing, Stop
from analysis.store import Store, parts, recorder
from analysis.store.redaction import without_secrets
from analysis.tables import Article, Attempt, Masthead, Page, Placement, Sighting, frame

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
URL = "https://herald.example/bridge"


@dataclass(frozen=True)
class Said:
    """A server's answer, made up."""

    body: bytes = b"<p>The bridge opens.</p>"
    status: int = 200
    final_url: str = URL
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    media_type: str = "text/html; charset=utf-8"
    at: datetime = NOON


TRY = Attempt("herald", "feed https://herald.example/rss", URL, NOON, "capture", "kept", "200", date(2024, 5, 1))
SEEN = Sighting("herald", "feed https://herald.example/rss", URL, NOON, NOON, "second", headline="The bridge opens")


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    return Store("bridge", tmp_path)


def everything(store: Store) -> str:
    """All bytes of a store, unpacked, as text."""
    text = [path.read_bytes() for path in store.folder.rglob("*") if path.is_file() and path.suffix != ".gz"]
    for path in store.folder.rglob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                text.append(record.rec_headers.to_bytes())
                text.append(record.http_headers.to_bytes() if record.http_headers else b"")
    return b"\n".join(text).decode("utf-8", "replace")


def test_what_is_recorded_is_read(store):
    """Rows come back as they went in, and the bytes by their offset."""
    with store.recorder("herald") as herald:
        page = herald.page(URL, Said())
        second = herald.page(URL + "/2", Said(b"\x00\xff not text"))
        herald.attempt(TRY)
        herald.sighting(SEEN)

    assert store.read(Page).to_dicts() == [vars_of(page), vars_of(second)]
    assert store.read(Attempt).equals(frame([TRY], Attempt))
    assert store.read(Sighting).equals(frame([SEEN], Sighting))
    assert [store.body(row) for row in store.read(Page).iter_rows(named=True)] == [Said().body, b"\x00\xff not text"]


def vars_of(page: Page) -> dict[str, object]:
    """A page as a row."""
    return {column: getattr(page, column) for column in Page.__slots__}


def test_rows_are_there_before_the_recorder_closes(store):
    """Another process may look while this one works."""
    with store.recorder("herald") as herald:
        page = herald.page(URL, Said())
        herald.attempt(TRY)

        assert store.has(Attempt)
        assert store.read(Attempt).height == 1
        assert store.body(page) == Said().body


def test_what_a_person_brought_is_a_resource(store):
    """No server said anything, and the record does not pretend that one did."""
    with store.recorder("herald") as herald:
        herald.page("file:///bridge.txt", Said(b"text", 0, "file:///bridge.txt", (), "text/plain; charset=utf-8"))

    with next(store.folder.rglob("*.warc.gz")).open("rb") as file:
        (record,) = [(r.rec_type, r.rec_headers["Content-Type"], r.raw_stream.read()) for r in ArchiveIterator(file)]
    assert record == ("resource", "text/plain; charset=utf-8", b"text")


def test_a_second_run_adds_and_keeps(store):
    """What an earlier run recorded stays, in the same file."""
    for count in (1, 2):
        with store.recorder("herald") as herald:
            herald.page(f"{URL}/{count}", Said(b"%d" % count))
            herald.attempt(TRY)

    pages = store.read(Page)
    assert pages["url"].to_list() == [f"{URL}/1", f"{URL}/2"]
    assert pages["warc"].unique().to_list() == ["herald-0001.warc.gz"]
    assert store.body(pages.row(1, named=True)) == b"2"
    assert store.read(Attempt).height == 2, "two tries are two tries, alike as they are"


def test_bytes_that_are_known_are_not_stored_again(store):
    """An address looked at twice, and nothing changed."""
    with store.recorder("herald") as herald:
        page = herald.page(URL, Said())
        again = herald.page(URL, Said(at=NOON + timedelta(hours=1)), known={(page.url, page.digest)})
        changed = herald.page(URL, Said(b"other"), known={(page.url, page.digest)})

    assert again is None
    assert changed is not None
    assert store.read(Page).height == 2


def test_a_large_warc_is_followed_by_another(store, monkeypatch):
    """Each stays of a size that can be copied."""
    monkeypatch.setattr(recorder, "_WARC_BYTES", 1000)

    with store.recorder("herald") as herald:
        pages = [herald.page(f"{URL}/{n}", Said(b"%d" % n)) for n in range(4)]

    assert pages[-1].warc > pages[0].warc == "herald-0001.warc.gz"
    assert [store.body(page) for page in pages] == [b"0", b"1", b"2", b"3"]


def test_no_secret_reaches_the_disk(store):
    """Not in a header, not in an address, not in a reason."""
    secret = "-".join(("hush", "hush"))
    url = f"https://content.herald.example/search?q=bridge&api-key={secret}&page=2"
    headers = (("Set-Cookie", f"id={secret}"), ("Authorization", secret), ("X-Api-Key", secret), ("Link", f"<{url}>"))
    with store.recorder("herald") as herald:
        page = herald.page(url, Said(final_url=url.replace("https://", f"https://me:{secret}@"), headers=headers))
        herald.attempt(replace(TRY, url=url, source=f"api {url}", reason=f"asked {url}"))
        herald.sighting(replace(SEEN, url=url))

        assert secret not in everything(store)

    assert secret not in everything(store)
    assert page.url == "https://content.herald.example/search?q=bridge&api-key=REDACTED&page=2"
    assert store.body(page) == Said().body


@given(st.text())
def test_cleaning_a_text_twice_changes_nothing_more(text):
    """What is clean stays as it is."""
    assert without_secrets(without_secrets(text)) == without_secrets(text)


def test_headers_that_lie_about_the_bytes_are_kept_aside(store):
    """The body is stored unpacked: a reader that believed `gzip` would fail on it."""
    headers = (("Content-Encoding", "gzip"), ("Content-Length", "7"), ("X-Name", "Müller\r\nX-Evil: 1"))
    with store.recorder("herald") as herald:
        herald.page(URL, Said(headers=headers, status=799))

    with next(store.folder.rglob("*.warc.gz")).open("rb") as file:
        (found,) = [(r.http_headers, r.content_stream().read()) for r in ArchiveIterator(file)]
    assert found[1] == Said().body
    assert found[0]["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert found[0]["Content-Length"] == str(len(Said().body))
    assert not found[0]["X-Evil"]


def test_one_recorder_at_a_time_for_an_outlet(store):
    """Two runs in one file would tear each other's records; two outlets do not meet."""
    with (
        store.recorder("herald"),
        store.recorder("courier"),
        pytest.raises(Stop, match="another run"),
        store.recorder("herald"),
    ):
        pass


def test_of_two_runs_at_once_the_second_says_which_the_first_is_and_what_to_do(store):
    """And once that one has ended, however it did, nothing stands in the way."""
    with store.recorder("herald"), pytest.raises(Stop) as fault, store.recorder("herald"):
        pass

    assert f"another run (process {os.getpid()}) records herald of {store.event} just now" in str(fault.value)
    assert "let it end, or end it with Ctrl-C" in str(fault.value)
    with store.recorder("herald"):
        pass


def test_a_missing_table_names_the_command_that_makes_it(store):
    """The reader knows what to type."""
    with pytest.raises(Missing, match="samestory extract bridge"):
        store.read(Article)
    with pytest.raises(Missing, match="samestory add bridge FILE"):
        store.read(Page)
    assert not store.has(Page)
    assert store.read_or_empty(Page).equals(frame([], Page))


def test_a_run_that_got_nothing_leaves_empty_tables_not_missing_ones(store):
    """An outlet whose pages all refused us was still asked."""
    with store.recorder("herald"):
        pass

    assert store.has(Page)
    assert store.read(Page).height == 0


def test_a_part_replaces_only_itself(store):
    """Stages write one outlet at a time."""
    rows = {slug: frame([Masthead(slug, slug.title())], Masthead) for slug in ("herald", "courier")}
    for slug, table in rows.items():
        store.write(table, Masthead, part=slug)

    store.write(frame([Masthead("herald", "Herald on Sunday")], Masthead), Masthead, part="herald")
    store.clear(Masthead, "nobody")

    assert store.read(Masthead).sort("outlet")["name"].to_list() == ["Courier", "Herald on Sunday"]
    store.clear(Masthead, "courier")
    assert store.read(Masthead)["outlet"].to_list() == ["herald"]


def test_a_frame_that_is_not_the_noun_is_not_written(store):
    """Checked at the door."""
    with pytest.raises(BadTable, match="column 'captured_at' is missing"):
        store.write(pl.DataFrame({"outlet": ["herald"]}), Placement, part="herald")
    assert not store.has(Placement)


def test_a_write_that_fails_leaves_the_old_part(store, monkeypatch):
    """Half a table would look like a whole one with fewer rows."""
    store.write(frame([Masthead("herald", "Herald")], Masthead), Masthead, part="herald")

    def half(table, path, **options):
        path.write_bytes(b"PAR1 half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", half)
    with pytest.raises(OSError, match="No space"):
        store.write(frame([Masthead("herald", "Sunday")], Masthead), Masthead, part="herald")

    assert store.read(Masthead)["name"].to_list() == ["Herald"]
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == ["herald.parquet"]


def test_a_journal_line_that_fails_leaves_no_trace_and_the_next_call_works(store, monkeypatch):
    """A full disk, and then room again: the capture without its line is overwritten."""
    with store.recorder("herald") as herald:
        first = herald.page(URL, Said())
        with monkeypatch.context() as patch:
            patch.setattr(recorder.journal.os, "fsync", full_at(2))
            with pytest.raises(OSError, match="No space"):
                herald.page(URL + "/lost", Said(b"lost"))
        second = herald.page(URL + "/2", Said(b"second"))

    assert store.read(Page)["url"].to_list() == [URL, URL + "/2"]
    assert [store.body(first), store.body(second)] == [Said().body, b"second"]


def full_at(call: int):
    """A disk that is full at the nth call."""
    calls = iter(range(1, 100))

    def fsync(handle):
        if next(calls) == call:
            raise OSError(28, "No space left on device")

    return fsync


def test_a_part_that_was_folded_before_the_kill_is_not_folded_twice(store, monkeypatch):
    """Killed after the first of three tables was written, before the journal went."""
    herald = store.recorder("herald").__enter__()
    herald.page(URL, Said())
    herald.attempt(TRY)
    herald._fold_noun(recorder.journal.read(herald._path), Page)
    herald._lock.close()

    assert store.read(Page).height == 1
    with store.recorder("herald"):
        pass

    assert store.read(Page).height == 1
    assert store.read(Attempt).height == 1


def test_a_long_run_folds_its_journal_on_the_way(store, monkeypatch):
    """Neither the journal nor what is held grows with the run; what is read meanwhile is all of it, once."""
    monkeypatch.setattr(recorder, "_JOURNAL_BYTES", 2000)
    sizes, seen = [], []
    with store.recorder("herald") as herald:
        for number in range(60):
            herald.page(f"{URL}/{number}", Said(str(number).encode()), TRY)
            sizes.append(herald._path.stat().st_size)
            if number % 7 == 0:
                seen.append(store.read(Page).height == store.read(Attempt).height == number + 1)

    assert all(seen)
    assert max(sizes) < 40_000
    assert sizes != sorted(sizes), "the journal never went into the tables"
    assert store.read(Page)["url"].to_list() == [f"{URL}/{number}" for number in range(60)]
    assert [store.body(row) for row in store.read(Page).iter_rows(named=True)] == [str(n).encode() for n in range(60)]


def test_a_journal_that_is_folded_while_it_is_read_counts_once(store, monkeypatch):
    """The reader held the first journal; meanwhile its rows and those of the next went into the part."""
    real, herald = store._journalled, store.recorder("herald").__enter__()
    herald.attempt(TRY)

    def slow(noun):
        found = real(noun)
        if not slow.done:
            slow.done = True
            for _ in range(6):
                herald._most = 1
                herald.attempt(TRY)
        return found

    slow.done = False
    monkeypatch.setattr(store, "_journalled", slow)

    assert store.read(Attempt).height == 7
    herald.__exit__(None, None, None)


def test_what_a_kill_tore_is_cut_off(store):
    """Half a capture behind the last whole one, half a line behind the last whole one."""
    herald = store.recorder("herald").__enter__()
    first = herald.page(URL, Said())
    warc = store.folder / "pages" / first.warc
    for path, torn in ((warc, warc.read_bytes()[:50]), (herald._path, b'{"noun": "page", "row": {"url')):
        path.write_bytes(path.read_bytes() + torn)
    herald._lock.close()

    assert store.read(Page)["url"].to_list() == [URL]
    with store.recorder("herald") as herald:
        second = herald.page(URL + "/2", Said(b"second"))

    assert [store.body(page) for page in (first, second)] == [Said().body, b"second"]
    with warc.open("rb") as file:
        assert len([record.rec_type for record in ArchiveIterator(file)]) == 2


def test_a_reader_beside_a_recorder_sees_every_row_once(store):
    """Tables are folded and journals go while others read: rows neither vanish nor double for a moment."""
    ended = threading.Event()

    def record():
        for turn in range(12):
            with store.recorder("herald") as herald:
                for number in range(3):
                    herald.attempt(replace(TRY, url=f"{URL}/{turn}/{number}"))
        ended.set()

    thread = threading.Thread(target=record)
    thread.start()
    counts = []
    while not ended.is_set():
        urls = store.read_or_empty(Attempt)["url"]
        assert urls.n_unique() == urls.len()
        counts.append(urls.len())
    thread.join()

    assert counts == sorted(counts)
    assert store.read(Attempt).height == 36


def test_a_journal_broken_in_the_middle_is_told(store):
    """A kill tears the last line only; anything else is a person's matter."""
    with store.recorder("herald") as herald:
        herald.attempt(TRY)
        raw = herald._path.read_bytes()
        herald._path.write_bytes(raw + b"{broken\n" + raw)

        with pytest.raises(BadTable, match=r"journal/herald.jsonl:3 is broken"):
            store.read(Attempt)

        herald._path.write_bytes(raw)


def test_bytes_that_changed_on_disk_are_told(store):
    """A capture is evidence: its digest is checked whenever it is read."""
    with store.recorder("herald") as herald:
        page = herald.page(URL, Said())

    for wrong in (replace(page, digest="0" * 64), replace(page, offset=3), replace(page, warc="no-0001.warc.gz")):
        with pytest.raises(BadTable, match=r"pages/"):
            store.body(wrong)


def test_a_broken_part_is_told_with_its_name(store):
    """Written by a program that is not ours."""
    store.write(frame([], Masthead), Masthead, part="herald")
    next(store.folder.rglob("*.parquet")).write_bytes(b"no parquet")

    with pytest.raises(BadTable, match=r"masthead/herald.parquet"):
        store.read(Masthead)


def test_a_run_that_meets_a_broken_part_is_told_so_too(store):
    """In a sentence, and what it recorded waits in its journal until the part is mended."""
    with store.recorder("herald") as herald:
        herald.attempt(TRY)
    part = store.folder / "tables" / "attempt" / "herald.parquet"
    part.write_bytes(b"junk")

    told = r"attempt/herald\.parquet cannot be used; restore it, or delete it and run"
    with pytest.raises(BadTable, match=told), store.recorder("herald") as herald:
        herald.attempt(replace(TRY, url=f"{URL}/2"))
    part.unlink()

    assert store.read(Attempt)["url"].to_list() == [f"{URL}/2"]


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".", "Bridge", "a b", "a\n"])
def test_a_name_that_could_lead_elsewhere_is_refused(name, tmp_path, store):
    """Events and outlets come from files that others wrote."""
    with pytest.raises(BadInput):
        Store(name, tmp_path)
    with pytest.raises(BadInput):
        store.recorder(name)
    with pytest.raises(BadInput):
        store.write(frame([], Masthead), Masthead, part=name)


def test_times_are_utc_and_never_without_a_zone(store):
    """The same moment, whatever clock it was read from."""
    almaty = timezone(timedelta(hours=6))
    with store.recorder("herald") as herald:
        herald.attempt(replace(TRY, at=NOON.astimezone(almaty)))
        with pytest.raises(BadTable, match=r"attempt\.at has no time zone"):
            herald.attempt(replace(TRY, at=datetime(2024, 5, 1)))  # noqa: DTZ001 - the fault is the subject

    assert store.read(Attempt)["at"].to_list() == [NOON]


def test_the_manifest_holds_every_parts_digest(store):
    """A report says what it was made from."""
    store.write(frame([], Masthead), Masthead, part="event")

    found = door.manifest(store.folder)

    assert list(found) == ["tables/masthead/event.parquet"]
    assert all(len(digest) == 64 for digest in found.values())
    assert parts.folded(store.folder / "tables/masthead/event.parquet") == ""


def test_the_time_of_a_capture_is_one_that_archives_read(tmp_path):
    """A zone and a Z behind it would be neither."""
    from warcio.archiveiterator import ArchiveIterator

    with Store("bridge", tmp_path).recorder("herald") as herald:
        page = herald.page(URL, Said(at=NOON.astimezone(timezone(timedelta(hours=6)))))

    with (tmp_path / "bridge/pages" / page.warc).open("rb") as file:
        said = next(iter(ArchiveIterator(file))).rec_headers["WARC-Date"]
    assert said == f"{NOON:%Y-%m-%dT%H:%M:%S}Z"
