"""A run killed at any moment loses nothing that it was told is recorded, and doubles nothing."""

import random
import signal
import subprocess
import sys
import time

from warcio.archiveiterator import ArchiveIterator

from analysis.store import Store
from analysis.tables import Attempt, Page, Sighting

RUN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from analysis.store import Store, recorder
from analysis.tables import Attempt, Sighting

recorder._WARC_BYTES = 5_000
root, first = Path(sys.argv[1]), int(sys.argv[2])
now = datetime(2024, 5, 1, tzinfo=UTC)
number = first
while True:
    # Closed and opened again and again, so that kills fall into the folding too.
    with Store("bridge", root).recorder("herald") as herald:
        for _ in range(4):
            url = f"https://herald.example/{number}"
            body = (f"<p>{number}</p>" * (1 + number % 50)).encode()
            said = SimpleNamespace(
                body=body, status=200, final_url=url, headers=(("A", "b"),), media_type="text/html", at=now
            )
            herald.page(url, said)
            print("page", number, flush=True)
            herald.attempt(Attempt("herald", "feed x", url, now, "capture", "kept", "200"))
            print("attempt", number, flush=True)
            herald.sighting(Sighting("herald", "feed x", url, now))
            print("sighting", number, flush=True)
            number += 1
"""
KINDS = {"page": Page, "attempt": Attempt, "sighting": Sighting}


def killed_run(root, first: int, chance: random.Random) -> list[tuple[str, int]]:
    """What a run said that it recorded, until it was killed a moment after it said so for the nth time."""
    run = subprocess.Popen([sys.executable, "-c", RUN, str(root), str(first)], stdout=subprocess.PIPE, text=True)
    lines = [run.stdout.readline() for _ in range(chance.randint(1, 40))]
    time.sleep(chance.uniform(0, 0.02))
    run.send_signal(signal.SIGKILL)
    lines += run.stdout.read().splitlines(keepends=True)
    assert run.wait() == -signal.SIGKILL
    return [(kind, int(number)) for kind, number in (line.split() for line in lines if line.endswith("\n"))]


def recorded(store: Store) -> dict[str, list[int]]:
    """Numbers that the store holds, by kind."""
    return {
        kind: [int(url.rsplit("/", 1)[1]) for url in store.read_or_empty(noun)["url"].to_list()]
        for kind, noun in KINDS.items()
    }


def test_a_killed_run_loses_nothing_and_doubles_nothing(tmp_path):
    """Fifteen runs, killed at chance moments of recording, folding and recovering."""
    chance = random.Random(7)
    said: set[tuple[str, int]] = set()
    store = Store("bridge", tmp_path)

    for turn in range(15):
        said |= set(killed_run(tmp_path, turn * 100_000, chance))
        before = recorded(store)
        assert not {(k, n) for k, n in said if n not in set(before[k])}, "lost before recovery"
        assert all(len(numbers) == len(set(numbers)) for numbers in before.values()), "double before recovery"

    with store.recorder("herald"):
        pass
    assert recorded(store) == before, "recovery and reading agree"
    assert len(said) > 100, "the runs were too short to prove anything"
    assert_whole(store)


def assert_whole(store: Store) -> None:
    """Every WARC is readable from end to end by the archive world's own reader, one record a page, and no journal is left."""
    found = []
    for path in sorted((store.folder / "pages").glob("*.warc.gz")):
        with path.open("rb") as file:
            found += [
                (record.rec_headers["WARC-Target-URI"], record.raw_stream.read()) for record in ArchiveIterator(file)
            ]
    pages = store.read(Page).sort("warc", "offset")
    assert [url for url, _ in found] == pages["url"].to_list()
    assert [body for _, body in found] == [store.body(row) for row in pages.iter_rows(named=True)]
    assert pages["warc"].n_unique() > 1, "no second WARC was begun"
    assert not list((store.folder / "journal").glob("*.jsonl"))
