"""The collect stage, killed again and again at chance moments, ends where an undisturbed run ends."""

import json
import random
import signal
import subprocess
import sys
import time

import polars as pl

from analysis import demo
from analysis.demo.houses import HOUSES
from analysis.store import Store
from analysis.tables import Attempt, Page, Sighting

RUN = """
import json, sys
from pathlib import Path
from analysis import events
from analysis.stages.collect import client, collect
from analysis.store import Store

event = events.load("demo")
connect_to = {host: tuple(place) for host, place in json.loads(sys.argv[2]).items()}
print("ready", flush=True)
with client(event, contact="tests", connect_to=connect_to) as web:
    collect(event, Store(event.slug, Path(sys.argv[1])), web)
print("done", flush=True)
"""
ENDED = ("kept", "blocked", "absent", "not_an_article")
_KILLS, _LONGEST = 10, 1.6


def started(root, site):
    """A run of the stage in a process of its own, about to begin."""
    words = [sys.executable, "-c", RUN, str(root), json.dumps(dict(site.connect_to))]
    run = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert run.stdout.readline() == "ready\n"
    return run


def facts(store):
    """What a run comes to, without its times: sightings, pages with their bytes, and how each address ended."""
    attempts = store.read(Attempt).sort("at", maintain_order=True)
    ends = attempts.group_by("stage", "url").agg(pl.col("outcome").last())
    pages = store.read(Page)
    for row in pages.iter_rows(named=True):
        assert store.body(row) is not None
    return {
        "sightings": sorted(map(str, store.read(Sighting).drop("seen_at").iter_rows())),
        "pages": sorted(pages.select("outlet", "url", "digest", "status", "final_url").iter_rows()),
        "ends": sorted(ends.iter_rows()),
    }


def ended(store):
    """Addresses that had ended for good, as host and path."""
    if not store.has(Attempt):
        return set()
    tries = store.read(Attempt).filter(pl.col("stage") == "capture").sort("at", maintain_order=True)
    last = tries.group_by("url").agg(pl.col("outcome").last()).filter(pl.col("outcome").is_in(ENDED))
    return {tuple(url.removeprefix("https://").split("/", 1)) for url in last["url"]}


def test_a_stage_killed_at_any_moment_loses_nothing_and_repeats_nothing(tmp_path):
    """Lists are asked again; an address that had ended is never asked for a second time."""
    chance = random.Random(11)
    with demo.serve("final") as site:
        assert started(tmp_path / "whole", site).wait() == 0
    whole = facts(Store("demo", tmp_path / "whole"))
    store, midway, again = Store("demo", tmp_path / "killed"), 0, []

    with demo.serve("final") as site:
        for turn in range(_KILLS + 1):
            done_before, asked_before = ended(store), len(site.asked)
            run = started(tmp_path / "killed", site)
            if turn < _KILLS:
                time.sleep(chance.uniform(0, _LONGEST) * (turn + 1) / _KILLS)
                run.send_signal(signal.SIGKILL)
            midway += run.wait() == -signal.SIGKILL
            paths = {(host, path.removeprefix("/")) for host, path in site.asked[asked_before:]}
            again += sorted(paths & done_before)

    assert run.returncode == 0
    assert again == []
    assert facts(store) == whole
    assert midway >= _KILLS // 2, "most runs had ended before they were killed: nothing was proved"
    assert {host for host, _ in site.asked} == {house.host for house in HOUSES.values()}
    assert not list((store.folder / "journal").glob("*.jsonl"))


def test_an_undisturbed_second_run_adds_nothing_but_looks(tmp_path):
    """Sightings that were taken down are not taken down again; pages that were had are not had again."""
    store = Store("demo", tmp_path)
    with demo.serve("first") as site:
        assert started(tmp_path, site).wait() == 0
        first, asked = facts(store), len(site.asked)
        assert started(tmp_path, site).wait() == 0

    assert facts(store) == first
    assert store.read(Sighting).height == len(first["sightings"])
    fetched = {
        (host, path) for host, path in site.asked[asked:] if not path.endswith((".xml", ".gz", ".txt", ".atom", "/rss"))
    }
    assert fetched == set()
