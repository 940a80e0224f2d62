"""One address an article."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collect.addresses import canonical, day, masked, of_the_web

NYT, GUARDIAN, POST = "https://www.nytimes.com", "https://www.theguardian.com", "https://www.washingtonpost.com"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (f"{NYT}/2031/05/04/world/x.html?emc=rss&partner=rss", f"{NYT}/2031/05/04/world/x.html"),
        (f"{NYT}/2031/05/04/world/x.html?action=click&module=Top&pgtype=Homepage", f"{NYT}/2031/05/04/world/x.html"),
        ("http://mobile.nytimes.com/2031/05/04/world/x.html?_r=0", f"{NYT}/2031/05/04/world/x.html"),
        ("HTTP://NYTimes.com:80/2031/05/04/x.html#commentsContainer", f"{NYT}/2031/05/04/x.html"),
        (f"{GUARDIAN}/world/2031/may/04/x?CMP=share_btn_tw", f"{GUARDIAN}/world/2031/may/04/x"),
        ("https://amp.theguardian.com/world/2031/may/04/x", f"{GUARDIAN}/world/2031/may/04/x"),
        ("http://www.guardian.co.uk/world/2011/may/04/x", f"{GUARDIAN}/world/2011/may/04/x"),
        (f"{GUARDIAN}/world/live/2031/may/04/x?page=with:block-1#block-1", f"{GUARDIAN}/world/live/2031/may/04/x"),
        (
            f"{GUARDIAN}/world/live/2031/may/04/x?page=with:block-5530debce4b078ada18a4602&CMP=x#block-5530debce4b078ada18a4602",
            f"{GUARDIAN}/world/live/2031/may/04/x?page=with:block-5530debce4b078ada18a4602",
        ),
        (f"{POST}/world/2031/05/04/x/?outputType=amp", f"{POST}/world/2031/05/04/x/"),
        (f"{POST}/amphtml/world/2031/05/04/x/", f"{POST}/world/2031/05/04/x/"),
        (f"{POST}/x/2031/05/04/a-b_story.html?utm_term=.1&wprss=rss_world", f"{POST}/x/2031/05/04/a-b_story.html"),
        ("https://www.theweek.com/articles/1/x?utm_source=a", "https://theweek.com/articles/1/x"),
        ("http://eurasiareview.com/x/", "https://www.eurasiareview.com/x/"),
    ],
)
def test_outlets_are_known_by_their_own_spelling(said, meant):
    """Campaigns, mobile and AMP hosts of the outlets on the card."""
    assert canonical(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("http://Herald.Example/Bridge", "https://herald.example/Bridge"),
        ("https://herald.example", "https://herald.example/"),
        ("https://herald.example/a?utm_source=x&id=7&fbclid=y", "https://herald.example/a?id=7"),
        ("https://herald.example/?p=12", "https://herald.example/?p=12"),
        ("https://herald.example/a?b=2&a=1", "https://herald.example/a?a=1&b=2"),
        (
            "https://herald.example/view?cid=3&gallery=4&keyword=bridge",
            "https://herald.example/view?cid=3&gallery=4&keyword=bridge",
        ),
        ("https://herald.example/story?1234", "https://herald.example/story?1234"),
        ("https://herald.example/a/amp/", "https://herald.example/a/"),
        ("https://herald.example/a/amp", "https://herald.example/a"),
        ("https://herald.example/amp/", "https://herald.example/amp/"),
        ("https://herald.example/a?amp=1", "https://herald.example/a"),
        ("https://www.google.com/amp/s/herald.example/a", "https://herald.example/a"),
        ("https://herald-example.cdn.ampproject.org/c/s/herald.example/a/amp/", "https://herald.example/a/"),
        ("https://user:secret@herald.example/a", "https://herald.example/a"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("https://m.herald.example/a", "https://m.herald.example/a"),
        ("  https://herald.example/a\n", "https://herald.example/a"),
        ("file:///brought.csv#3", "file:///brought.csv#3"),
        ("mailto:desk@herald.example", "mailto:desk@herald.example"),
    ],
)
def test_any_outlet_keeps_what_may_mean_something(said, meant):
    """Trackers go; a number that may name the article stays, and so does a mobile host that may be the only one."""
    assert canonical(said) == meant


PIECES = [
    "a",
    "Z",
    "0",
    "/",
    ".",
    "..",
    ":",
    "?",
    "&",
    "=",
    "#",
    "%",
    "%2F",
    "%zz",
    "+",
    "@",
    "[",
    "]",
    " ",
    "é",
    "☂",
    ";",
    "\\",
    "'",
]
WORDS = [
    "amp",
    "amphtml",
    "amp/s/",
    "utm_source=b",
    "id=1",
    "//",
    "{x}",
    "<b>",
    "https://b.example/",
    "www.google.com/amp/",
]
PARTS = st.lists(st.sampled_from(PIECES + WORDS), max_size=12).map("".join)
HOSTS = [
    "herald.example",
    "WWW.nytimes.com",
    "www.washingtonpost.com",
    "[::1]",
    "müller.example",
    "a.example:81",
    "xn--mller-kva.example",
]


@given(
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(HOSTS),
    PARTS,
)
def test_canonical_twice_is_canonical_once(scheme, host, rest):
    """Whatever follows the host."""
    once = canonical(f"{scheme}://{host}/{rest}")

    assert canonical(once) == once


@given(st.text(max_size=60))
def test_any_text_has_a_canonical_form(text):
    """Sources hold anything; nothing is raised, and the form is stable."""
    assert canonical(canonical(text)) == canonical(text)


@pytest.mark.parametrize("wrap", ["www.google.com/amp/s/", "a-b.cdn.ampproject.org/c/s/"])
def test_wrapped_in_several_caches_it_is_still_one(wrap):
    """A cache of a cache of a page."""
    assert canonical("https://" + wrap * 3 + "herald.example/a") == "https://herald.example/a"


def test_days_are_read_from_paths():
    """Of the Guardian, the NYT, a blog; not from numbers that only look so."""
    assert day(f"{GUARDIAN}/world/2031/may/04/x") == date(2031, 5, 4)
    assert day(f"{NYT}/2031/05/04/world/x.html") == date(2031, 5, 4)
    assert day("https://herald.example/news/2031-5-4") == date(2031, 5, 4)
    assert day("https://herald.example/news/2031/13/04/x") is None
    assert day("https://herald.example/news/12031/05/04/x") is None
    assert day("https://herald.example/news/2031/05/x") is None


def test_secrets_are_masked_and_nothing_else():
    """Keys, tokens, signatures and passwords; the rest helps to find the fault."""
    url = "https://me:pw@herald.example/a?api-key=1&page=2&access_token=3&q=key&author=5&X-Amz-Signature=4"

    assert (
        masked(url)
        == "https://***@herald.example/a?api-key=***&page=2&access_token=***&q=key&author=5&X-Amz-Signature=***"
    )
    assert masked("https://herald.example/a") == "https://herald.example/a"


def test_the_web_is_http_with_a_host():
    """Nothing else is ever asked for."""
    assert of_the_web("https://herald.example/a")
    assert not any(
        of_the_web(url) for url in ("", "herald.example", "ftp://a.example/", "https://", "https://[x/", "https://a:b/")
    )
