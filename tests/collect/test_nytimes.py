"""The New York Times' search, archive and newswire are asked; days with too many results are halved."""

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.collect.asking import Asking
from analysis.collect.client import Response
from analysis.collect.listing import listing
from analysis.collect.sources import NytArchive, NytSearch, NytWire
from analysis.errors import Blocked, Failed, TryAgain
from analysis.events import Terms

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
WINDOW = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 7, tzinfo=UTC))
KEYS = {"NYT_API_KEY": "0123-4567-key-of-nobody"}
SITE = "https://www.nytimes.com"


def asking(*some, every=(), window=WINDOW):
    """For the words of an event."""
    return Asking("nyt", window, Terms(any=some, all=every), NOW, KEYS)


def doc(number, at="2031-05-04T10:00:05+0000", **more):
    """A document of the older shape."""
    return {
        "web_url": f"{SITE}/2031/05/04/world/quay-{number}.html?emc=x",
        "headline": {"main": f"Quay {number} Gives Way"},
        "abstract": "A harbour wall fell.",
        "pub_date": at,
        "document_type": "article",
        "score": 0.7,
        "multimedia": [{"url": "a.jpg"}],
    } | more


def docs(*found, hits=None, meta="meta"):
    """An answer of the search or the archive."""
    return {"status": "OK", "response": {"docs": list(found), meta: {"hits": len(found) if hits is None else hits}}}


@pytest.mark.parametrize("meta", ["meta", "metadata"])
def test_both_shapes_of_the_search_give_sightings_and_answers(platform, meta):
    """The number of hits moved in 2025."""
    web = platform(docs(doc(1), hits=11, meta=meta), docs(doc(2), hits=11, meta=meta))

    found = listing(NytSearch(), asking("harbour"), web)

    assert [s.url for s in found.sightings] == [f"{SITE}/2031/05/04/world/quay-{n}.html" for n in (1, 2)]
    assert {(a.media_type, a.page) for a in found.answers} == {("application/vnd.samestory.nyt+json", "")}
    assert not any(b"multimedia" in a.body or b"score" in a.body for a in found.answers)
    assert [parse_qs(urlsplit(url).query)["page"] for url in web.asked] == [["0"], ["1"]]
    assert (web.opened[0].pace, web.opened[0].api) == (12.0, True)
    assert (found.attempts[-1].reaches_from, found.attempts[-1].reaches_to) == WINDOW


def test_days_are_those_of_new_york_and_of_utc(platform):
    """Whichever the interface means, none is missed."""
    web = platform(docs())

    listing(NytSearch(), asking("harbour"), web)

    asked = parse_qs(urlsplit(web.asked[0]).query)
    assert (asked["begin_date"], asked["end_date"]) == (["20310503"], ["20310506"])


def test_one_question_for_each_word_unless_another_finds_as_much(platform):
    """A phrase that holds another word of the list finds nothing more."""
    web = platform(docs(), docs())

    listing(NytSearch(), asking("harbour", "harbour wall", "tide", every=("Oslend",)), web)

    assert [parse_qs(urlsplit(url).query)["q"] for url in web.asked] == [["harbour Oslend"], ["tide Oslend"]]


def test_a_word_with_an_open_ending_is_asked_for_bare_and_no_day_is_claimed(platform):
    """An article that says "Oslenders" alone may be missing: the month's archive is read for it, and claims the days."""
    web = platform(docs(doc(1)), docs(), docs(doc(2, abstract="Oslenders fled."), doc(3)))
    words = asking("Oslend*", "tide")

    searched, archived = listing(NytSearch(), words, web), listing(NytArchive(), words, web)

    assert [parse_qs(urlsplit(url).query).get("q") for url in web.asked] == [["Oslend"], ["tide"], None]
    assert [a.reaches_to for a in searched.attempts] == [None] * 3
    assert "of Oslend* other endings may be missing" in searched.attempts[-1].reason
    assert ([s.url[-11:] for s in archived.sightings], archived.attempts[0].reaches_to) == (["quay-2.html"], NOW)


def test_an_open_word_that_must_occur_is_not_asked_for(platform):
    """It would hide what has another ending; matching reads the words themselves."""
    web = platform(docs())

    found = listing(NytSearch(), asking("tide", every=("Oslend*",)), web)

    assert parse_qs(urlsplit(web.asked[0]).query)["q"] == ["tide"]
    assert found.attempts[-1].reaches_to == WINDOW[1]


class Library:
    """A search over documents of known days, with the real one's limits: 10 a page, 1,000 a question, counts to 10,000."""

    def __init__(self, per_day):
        self.per_day, self.asked = per_day, []

    def __call__(self, url, *, credentials=None):
        """One page."""
        self.asked.append(url)
        asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        first, last = (datetime.strptime(asked[k], "%Y%m%d").date() for k in ("begin_date", "end_date"))  # noqa: DTZ007
        all_of = [(day, n) for day, count in self.per_day.items() if first <= day <= last for n in range(count)]
        page = int(asked["page"])
        assert page < 100, "the real one refuses this page"
        found = [
            doc(f"{day:%d}-{n}", f"{day}T12:00:00Z", headline={"main": "H"})
            for day, n in all_of[page * 10 : page * 10 + 10]
        ]
        body = json.dumps(docs(*found, hits=min(len(all_of), 10_000), meta="metadata")).encode()
        return Response(url, url, 200, (), body, NOW)


def test_a_window_with_more_than_the_search_gives_is_halved_until_it_does_not():
    """2,400 results over three days, with none missing and none twice."""
    library = Library({date(2031, 5, day): 800 for day in (4, 5, 6)})

    found = listing(NytSearch(), asking("harbour"), library)

    assert len(found.sightings) == len(found.answers) == 2400
    assert found.attempts[-1].reaches_to == WINDOW[1]
    assert {a.outcome for a in found.attempts} == {"kept"}


def test_one_day_with_too_many_is_cut_and_that_is_said():
    """No smaller window can be asked for: the day is not claimed as complete."""
    library = Library({date(2031, 5, 5): 10_500})

    found = listing(NytSearch(), asking("harbour"), library)

    assert len(found.sightings) == 1000
    assert any(a.outcome == "failed" and "more than 1,000 results" in a.reason for a in found.attempts)
    assert all(a.reaches_to is None for a in found.attempts)


@settings(deadline=None, max_examples=30)
@given(st.dictionaries(st.sampled_from([date(2031, 5, d) for d in (3, 4, 5, 6)]), st.integers(0, 45)))
def test_however_they_lie_all_of_the_window_are_found(per_day):
    """With a question that gives 1,000 at most and pages of ten."""
    found = listing(NytSearch(), asking("harbour"), Library(per_day))

    assert len(found.sightings) == sum(n for day, n in per_day.items() if day >= date(2031, 5, 4))


def test_a_search_that_is_refused_stops_and_claims_nothing(platform):
    """The day's requests are used up: the second word is not asked for."""
    web = platform(docs(doc(1)), TryAgain("api.nytimes.com answers 429"))

    found = listing(NytSearch(), asking("harbour", "tide", "quay"), web)

    assert [a.outcome for a in found.attempts] == ["kept", "rate_limited"]
    assert len(web.asked) == 2
    assert len(found.sightings) == 1
    assert all(a.reaches_to is None for a in found.attempts)


def test_the_archive_keeps_what_names_the_event(platform):
    """A month has thousands of documents; one word of the list, each of the others, in what is said of them."""
    web = platform(
        docs(
            doc(1),
            doc(2, abstract="A wall", keywords=[{"name": "Subject", "value": "Harbours and Ports"}]),
            doc(3, abstract="Elsewhere", headline={"main": "Rain"}, web_url=f"{SITE}/2031/05/04/rain.html"),
            doc(4, at="2031-05-20T10:00:00Z"),
        )
    )

    found = listing(NytArchive(), asking("harbour*"), web)

    assert web.asked == ["https://api.nytimes.com/svc/archive/v1/2031/5.json"]
    assert len(found.sightings) == len(found.answers) == 2
    (attempt,) = found.attempts
    assert attempt.reason == "4 documents; 3 name the event; 2 of them within the window"
    assert (attempt.reaches_from, attempt.reaches_to) == (datetime(2031, 5, 1, tzinfo=UTC), NOW)


def test_a_window_across_the_turn_of_a_year_asks_for_two_months(platform):
    """New York's December reaches into UTC's January."""
    web = platform(docs(), docs())
    window = (datetime(2031, 1, 1, tzinfo=UTC), datetime(2031, 1, 3, tzinfo=UTC))

    listing(NytArchive(), asking("harbour", window=window), web)

    assert [urlsplit(url).path for url in web.asked] == ["/svc/archive/v1/2030/12.json", "/svc/archive/v1/2031/1.json"]


def wired(number, at, **more):
    """An item of the newswire, its empty lists as the interface says them."""
    return {
        "url": f"{SITE}/2031/05/04/world/quay-{number}.html",
        "title": f"Quay {number}",
        "abstract": "A wall fell.",
        "published_date": at,
        "item_type": "Article",
        "des_facet": "",
        "multimedia": "",
    } | more


def test_the_newswire_is_read_back_to_the_window_and_no_further(platform):
    """Twenty a page; the third page lies before the window."""
    pages = [[wired(f"{page}-{n}", f"2031-05-0{7 - page * 2}T10:00:00-04:00") for n in range(20)] for page in range(3)]
    web = platform(*({"status": "OK", "results": items} for items in pages))

    found = listing(NytWire(), asking(), web)

    assert [parse_qs(urlsplit(url).query)["offset"] for url in web.asked] == [["0"], ["20"], ["40"]]
    assert len(found.sightings) == 20
    assert found.attempts[1].reaches_to == datetime(2031, 5, 5, 14, tzinfo=UTC)


@pytest.mark.parametrize("nothing", ["", None, []])
def test_an_empty_newswire_may_be_an_empty_string(platform, nothing):
    """It ends there."""
    found = listing(NytWire(), asking(), platform({"status": "OK", "num_results": 0, "results": nothing}))

    assert [(a.outcome, a.reaches_to) for a in found.attempts] == [("kept", None)]


def test_the_printed_papers_day_gives_way_to_the_time_of_publication(platform):
    """``published_date`` is midnight where it is the paper's."""
    item = wired(1, "2031-05-05T00:00:00-04:00", created_date="2031-05-04T14:15:44-04:00")

    (sighting,) = listing(NytWire(), asking(), platform({"results": [item]})).sightings

    assert sighting.published_at == datetime(2031, 5, 4, 18, 15, 44, tzinfo=UTC)


def test_pictures_and_sound_are_no_articles(platform):
    """Whatever their case."""
    web = platform(docs(doc(1, document_type="multimedia"), doc(2, document_type="Audio"), doc(3, web_url="")))

    assert listing(NytSearch(), asking("quay"), web).sightings == ()


@pytest.mark.parametrize("source", [NytSearch(), NytArchive(), NytWire()])
@pytest.mark.parametrize(
    ("trouble", "outcome", "words"),
    [
        ({"fault": {"faultstring": "Invalid ApiKey"}}, "failed", "Invalid ApiKey"),
        ({"status": "ERROR", "errors": ["begin_date is wrong"]}, "failed", "begin_date is wrong"),
        (b"Too many", "unreadable", "not in JSON"),
        ({"status": "OK"}, "unreadable", "without"),
        (TryAgain("429"), "rate_limited", "429"),
        (Blocked("api.nytimes.com answers 403"), "blocked", "is NYT_API_KEY right"),
        (Failed("503"), "failed", "503"),
    ],
)
def test_trouble_is_one_attempt(platform, source, trouble, outcome, words):
    """For each of the interfaces."""
    found = listing(source, asking("harbour"), platform(trouble))

    (attempt,) = found.attempts
    assert (attempt.outcome, attempt.reaches_to) == (outcome, None)
    assert words in attempt.reason


@pytest.mark.parametrize("source", [NytSearch(), NytArchive(), NytWire()])
def test_without_a_key_nothing_is_asked(platform, source):
    """One attempt that says what to do."""
    web = platform()

    (attempt,) = listing(source, Asking("nyt", WINDOW, Terms(), NOW), web).attempts

    assert (web.asked, attempt.outcome) == ([], "blocked")
    assert "developer.nytimes.com" in attempt.reason


def test_a_search_without_words_asks_for_everything_of_the_days(platform):
    """An event may be a window alone."""
    web = platform(docs(doc(1)))

    listing(NytSearch(), asking(window=(WINDOW[0], WINDOW[0] + timedelta(days=1))), web)

    assert "q" not in parse_qs(urlsplit(web.asked[0]).query)
