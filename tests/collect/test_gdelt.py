"""GDELT's search and its list of articles: what is asked, what comes back, what is refused in words."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect import gal, gdelt
from analysis.collect.asking import Asking
from analysis.collect.client import Response
from analysis.collect.gdelt import moment, question, read
from analysis.collect.listing import listing, listings
from analysis.collect.sources import GdeltDoc, GdeltGal
from analysis.errors import Absent, Blocked, Failed, SamestoryError, TryAgain, Unreadable
from analysis.events import Terms

NOW = datetime(2031, 6, 1, tzinfo=UTC)
MAY = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 5, tzinfo=UTC))
HOSTS = ("herald.example",)
ASKING = Asking("herald", MAY, Terms(any=("harbour wall", "flood")), NOW)


def article(number, seen, host="www.herald.example"):
    """One article as the search gives it."""
    return {
        "url": f"https://{host}/a/{number}",
        "title": f"Wall {number} , again",
        "seendate": f"{seen:%Y%m%dT%H%M%SZ}",
    }


def engine(articles, *, first=()):
    """A fetch that searches among (moment, article) as GDELT does: exclusive bounds, 250 at most; odd answers first."""
    odd, asked = list(first), []

    def fetch(url, *, credentials=None):
        asked.append((parse_qs(urlsplit(url).query), credentials))
        if odd:
            return Response(url, url, 200, (), odd.pop(0), NOW)
        said = asked[-1][0]
        start, end = (moment(said[name][0]) for name in ("startdatetime", "enddatetime"))
        hits = [one for at, one in articles if start < at < end][:250]
        return Response(url, url, 200, (), json.dumps({"articles": hits} if hits else {}).encode(), NOW)

    fetch.asked = asked
    return fetch


def test_articles_are_sighted_when_gdelt_saw_them_and_never_published_then():
    """Titles lose the blanks that GDELT puts before marks; another host's article is left out."""
    at = MAY[0] + timedelta(hours=3)
    fetch = engine([(at, article(1, at)), (at, article(2, at, "elsewhere.example"))])

    found = listing(GdeltDoc(HOSTS), ASKING, fetch)

    (sighting,) = found.sightings
    assert (sighting.url, sighting.seen_at, sighting.published_at) == ("https://www.herald.example/a/1", at, None)
    assert sighting.headline == "Wall 1, again"
    (attempt,) = found.attempts
    assert (attempt.outcome, attempt.reason) == ("kept", "2 articles; 1 on other hosts")
    assert (attempt.reaches_from, attempt.reaches_to) == (None, None)


def test_the_door_is_knocked_at_once_in_five_seconds():
    """The client keeps the pace that the question carries."""
    fetch = engine([])

    listing(GdeltDoc(HOSTS), ASKING, fetch)

    ((_, credentials),) = fetch.asked
    assert (credentials.pace, credentials.api) == (5.0, True)


@pytest.mark.parametrize("count", [0, 249, 250, 1000])
def test_a_full_answer_is_asked_again_in_halves_until_nothing_is_missing(count):
    """Every article comes, those on a seam too, however many there are."""
    step = (MAY[1] - MAY[0]) / max(count, 1)
    times = [(MAY[0] + i * step).replace(microsecond=0) for i in range(count)]
    fetch = engine([(at, article(i, at)) for i, at in enumerate(times)])

    found = listing(GdeltDoc(HOSTS), ASKING, fetch)

    assert len(found.sightings) == count
    assert len(fetch.asked) == {0: 1, 249: 1, 250: 5}.get(count, len(fetch.asked))
    assert {attempt.outcome for attempt in found.attempts} == {"kept"}


def busy_week(most):
    """A window so full that a run may not ask for all of it, and the engine that has it."""
    count = most * 120
    step = (MAY[1] - MAY[0]) / count
    return count, engine([(at, article(n, at)) for n, at in enumerate(MAY[0] + step * n for n in range(count))])


def test_the_next_run_goes_on_where_the_cap_ended_the_last(monkeypatch):
    """Else a busy outlet's last days would never be asked for, however often one collects."""
    monkeypatch.setattr(gdelt, "_MOST_REQUESTS", 10)
    count, fetch = busy_week(10)
    urls, reached, runs = set(), {}, []

    for _ in range(4):
        fetch.asked.clear()
        for part in listings(GdeltDoc(HOSTS), replace(ASKING, reached=dict(reached)), fetch):
            urls |= {one.url for one in part.sightings}
            reached |= {part.reached.what: part.reached.at} if part.reached else {}
            last = part.attempts[-1] if part.attempts else None
        runs.append((len(fetch.asked), last and last.outcome))

    assert "the next run goes on there" in listing(GdeltDoc(HOSTS), ASKING, fetch).attempts[-1].reason
    assert (len(urls), runs[0], runs[-1][0]) == (count, (10, "failed"), 0)


def test_what_may_still_be_seen_or_was_refused_is_asked_for_again():
    """A day that is not over, and one on which the search did not answer, are no days that were read."""
    young = replace(ASKING, now=MAY[1])
    (part,) = listings(GdeltDoc(HOSTS), young, engine([]))
    (refused,) = listings(GdeltDoc(HOSTS), ASKING, engine([], first=[b"Your query was too short."]))

    assert part.reached.at <= MAY[0].timestamp()
    assert refused.reached is None


def test_a_quarter_of_an_hour_that_is_full_is_said_aloud_and_ends():
    """It is not parted for ever."""
    at = MAY[0] + timedelta(seconds=30)
    fetch = engine([(at, article(i, at)) for i in range(400)])

    found = listing(GdeltDoc(HOSTS), ASKING, fetch)

    assert len(found.sightings) == 250
    assert any("some are missing" in attempt.reason for attempt in found.attempts)
    assert len(fetch.asked) < 30


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Please limit requests to one every 5 seconds or ask us.", TryAgain),
        ("The specified phrase is too short.", Failed),
        ("Parentheses may only be used around OR'd statements.", Failed),
        ("Timespan is too short.", Failed),
        ("", Unreadable),
        ("<html>busy</html>", Unreadable),
        ('{"articles": [', Unreadable),
        ('{"articles": 3}', Unreadable),
    ],
)
def test_sentences_with_status_200_become_outcomes(said, fault):
    """What is no answer is never an empty one."""
    with pytest.raises(fault):
        read(said.encode())


def test_nothing_is_an_empty_answer():
    """GDELT's way to say so."""
    assert read(b"{}").entries == ()


def test_patience_is_shown_twice_and_then_noted():
    """One sentence is waited out; three end as rate_limited."""
    busy = b"Please limit requests to one every 5 seconds"

    once = listing(GdeltDoc(HOSTS), ASKING, engine([], first=[busy]))
    thrice = listing(GdeltDoc(HOSTS), ASKING, engine([], first=[busy] * 3))

    assert [a.outcome for a in once.attempts] == ["kept"]
    assert [a.outcome for a in thrice.attempts] == ["rate_limited"]


@pytest.mark.parametrize(
    ("terms", "asked"),
    [
        (Terms(any=("harbour wall", "flood")), '("harbour wall" OR flood) domainis:a.example'),
        (Terms(any=("flood",), all=("Quay",)), "flood Quay domainis:a.example"),
        (Terms(any=("flood", "protest*")), "domainis:a.example"),
        (Terms(any=("flood", "EU")), "domainis:a.example"),
        (Terms(all=("protest*", "Quay")), "Quay domainis:a.example"),
        (Terms(), "domainis:a.example"),
    ],
)
def test_words_become_a_question_that_leaves_nothing_out(terms, asked):
    """An alternative that cannot be asked for takes the others with it."""
    assert question(terms, ("a.example",)) == asked


def test_several_hosts_are_alternatives():
    """In parentheses, as GDELT wants."""
    assert question(Terms(), ("a.example", "b.example")) == "(domainis:a.example OR domainis:b.example)"


def test_stray_backslashes_and_control_signs_are_read():
    """They come with titles."""
    body = (
        b'{"articles":[{"url":"https://a.example/1","title":"the \\Quay\\ \x01 wall","seendate":"20310504T001500Z"}]}'
    )

    (entry,) = read(body).entries

    assert entry.seen_at == datetime(2031, 5, 4, 0, 15, tzinfo=UTC)


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda s: json.dumps({"articles": [{"url": s}]}).encode()))
def test_any_bytes_end_as_entries_or_a_verdict(body):
    """Never another error."""
    try:
        entries = read(body).entries
    except SamestoryError:
        return
    assert all(entry.seen_at for entry in entries)


def test_real_answers_give_a_candidate_for_every_article(shared):
    """Printed by a notebook in 2023: addresses are cut short there, times and titles are whole; rows of dots are none."""
    blocks = json.loads((shared / "recorded/gdelt/doc_artlist_notebook_outputs.json").read_text(encoding="utf-8"))
    for block in blocks:
        real = [record for record in block["records"] if record["url"] != "..."]

        entries = read(json.dumps({"articles": block["records"]}).encode()).entries

        assert len(entries) == len(real) > 0
        assert [e.seen_at.strftime("%Y%m%dT%H%M%SZ") for e in entries] == [r["seendate"] for r in real]
        assert all(r["domain"] in e.url and e.headline for e, r in zip(entries, real, strict=True))


# ---- the list of articles, one file a minute


def files(found):
    """A fetch over files by minute."""

    def fetch(url, *, credentials=None):
        minute = url.rsplit("/", 1)[1][:14]
        if minute not in found:
            raise Absent("404")
        if isinstance(found[minute], Exception):
            raise found[minute]
        return Response(url, url, 200, (), gzip.compress(found[minute]), NOW)

    return fetch


def line(url, **more):
    """One article of a file."""
    return json.dumps(
        {"date": "2031-05-01T00:00:00Z", "url": url, "title": "A wall", "desc": "It gave.", **more}
    ).encode()


def test_a_file_gives_the_articles_of_our_hosts_at_its_own_minute():
    """Its dates are not believed; a line that is broken is counted; one row of the ledger an hour."""
    found = files(
        {"20310504001500": line("https://herald.example/1") + b"\n" + line("https://else.example/2") + b"\n{"}
    )

    listed = listing(GdeltGal(HOSTS, most=32), ASKING, found)

    (sighting,) = listed.sightings
    assert (sighting.seen_at, sighting.published_at) == (datetime(2031, 5, 4, 0, 15, tzinfo=UTC), None)
    assert (sighting.headline, sighting.summary) == ("A wall", "It gave.")
    kept, capped = listed.attempts
    assert kept.reason == "1 files, 2 articles of all outlets, 1 of these hosts; 1 lines that name none"
    assert (capped.outcome, "the cap is 32" in capped.reason) == ("failed", True)


def test_an_hour_without_files_is_absent_and_one_that_refuses_says_so():
    """Absence and refusal are not the same."""
    refusing = {f"2031050401{m:02}00": Blocked("403") for m in range(60)}

    listed = listing(GdeltGal(HOSTS, most=64), ASKING, files(refusing))

    assert [a.outcome for a in listed.attempts] == ["absent", "blocked", "failed"]


def test_minutes_never_lie_in_the_future():
    """A running event asks for what is there."""
    now = MAY[0] + timedelta(minutes=20)

    assert [at.minute for at in gal.minutes(MAY, now)] == [*range(8), *range(15, 20)]


def test_a_file_without_articles_is_unreadable():
    """A page in its place."""
    with pytest.raises(Unreadable):
        gal.read(gzip.compress(b"<html>\nbusy"), HOSTS, MAY[0])
