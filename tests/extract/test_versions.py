"""Captures of one address are versions where words differ, and in nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.extract import words
from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers
from analysis.extract.versions import versions
from analysis.tables import Article

FIRST = datetime(2030, 5, 6, 12, tzinfo=UTC)
LINES = (
    "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar for the keeper.",
    "Nora Vell, the harbour master, said that nobody had told her of the fault, which had been known since March.",
    "“We rowed home by the stars,” said Tam Oakes, who keeps two boats at the old quay and has done so for years.",
    "The council will meet on Friday to decide whether the lamp is to be mended or a new one bought from the mainland.",
)
NOISE = (
    "<aside><h2>Related</h2><ul><li><a href=/2>Bakers bake bread</a></li></ul></aside>",
    "<div class=related><h3>More on this story</h3><a href=/2>Bakers bake bread in the old town</a></div>",
    "<span class=clock>12:07:33</span>",
    "<p class=timestamp>Updated 3 minutes ago</p>",
    "<p>Updated: 2 hours ago</p>",
    "<p>412 comments</p>",
    "<span>1.2k shares</span>",
    "<p class=views>1,204 views</p>",
    "<p>1,402 people are reading this</p>",
    "<div class=weather>Skerry 12°C</div>",
    "<p>5 min read</p>",
    "<p>3h ago</p>",
    "<p>Comments (12)</p>",
    "<p>Last updated at 14:05</p>",
    "<p>Updated: 14:05 GMT, 5 March 2030</p>",
    "<p>Aktualisiert vor 3 Stunden</p>",
    "<p>il y a 12 minutes</p>",
    "<p>hace 3 horas</p>",
    "<p>12 Kommentare</p>",
    "<p>Lesezeit: 5 Min.</p>",
    "<p>This article is more than 5 years old</p>",
    "<p>Advertisement</p>",
    "<div id=cookie-banner>We use cookies to make this site work.</div>",
    "<p><a href=/2>Read more: Bakers bake bread in the old town</a></p>",
    "<section class=most-read><h2>Most read</h2><ol><li><a href=/2>Bakers bake bread</a></ol></section>",
    "<footer>© 2030 The Herald. All rights reserved.</footer>",
    "<script>var ad = 'Buy lamps';</script>",
    "<!-- served by cache 12 -->",
)


def read(lines=LINES, inside="", below="", at=FIRST, head=""):
    """The article of a capture with these paragraphs and noise between and below them."""
    text = "".join(f"<p>{line}</p>{inside if number == 1 else ''}" for number, line in enumerate(lines))
    page = (
        f"<html><head><title>A lamp goes dark at Skerry</title>{head}</head><body><nav><a href=/>Home</a></nav>"
        f"<h1>A lamp goes dark at Skerry</h1><article>{text}</article>{below}</body></html>"
    )
    return article(Capture("herald", "https://herald.example/p/1", page.encode(), "text/html", at), Readers())


@pytest.mark.parametrize("noise", NOISE)
def test_what_stands_around_the_words_makes_no_version(noise):
    """Related links, clocks, counters, advertisements, notes: between the paragraphs or below them."""
    plain = read()

    assert read(inside=noise).digest == plain.digest
    assert read(below=noise).digest == plain.digest


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 9999),
    st.integers(1, 59),
    st.sampled_from(["comments", "views", "shares", "people are reading this"]),
)
def test_a_counter_makes_no_version_whatever_it_counts_to(count, minutes, what):
    """Live counters and clocks between paragraphs."""
    noise = f"<p>{count:,} {what}</p><p>{minutes} minutes ago</p>"

    assert len(versions([read(), read(inside=noise, at=FIRST + timedelta(hours=1))])) == 1


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 3), st.integers(0, 11), st.sampled_from(["nine", "Oakes", "9", "not"]))
def test_a_changed_word_makes_a_version(line, word, put):
    """Any word of any paragraph, numbers among them."""
    parts = LINES[line].split()
    changed = " ".join([*parts[:word], put, *parts[word:]])
    other = read((*LINES[:line], changed, *LINES[line + 1 :]), at=FIRST + timedelta(hours=1))

    assert [v.version for v in versions([other, read()])] == [1, 2]


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=8), st.randoms())
def test_versions_are_the_changes_in_order(words, order):
    """As many as runs of one wording, whatever the order in which captures come."""
    plain = read()
    captures = [
        replace(plain, digest=word, captured_at=FIRST + timedelta(hours=number)) for number, word in enumerate(words)
    ]
    runs = [word for number, word in enumerate(words) if number == 0 or words[number - 1] != word]
    order.shuffle(captures)

    found = versions(captures)

    assert [v.digest for v in found] == runs
    assert [v.version for v in found] == list(range(1, len(runs) + 1))
    assert {v.first_seen_at for v in found} == {FIRST}


def dated(at: datetime | None, precision: str, hour: int, source: str = "page") -> Article:
    """A capture that says this of its publication, its words its own."""
    return replace(
        read(),
        captured_at=FIRST + timedelta(hours=hour),
        digest=str(hour),
        published_at=at,
        published_precision=precision if at else None,
        published_source=source if at else None,
    )


def test_a_page_that_is_dated_anew_keeps_its_first_publication():
    """A later capture says another day: the first capture's word counts, and a warning tells."""
    found = versions([dated(FIRST, "minute", 0), dated(FIRST + timedelta(days=6), "minute", 300)])

    assert {v.published_at for v in found} == {FIRST}
    assert [bool(v.warnings) for v in found] == [False, True]
    assert found[1].warnings[-1] == "time: this capture says 2030-05-12, an earlier one 2030-05-06"


def test_the_minute_that_a_later_capture_knows_counts_for_all():
    """The first capture says the day, the address's or its own, a later one the minute of that day."""
    day = FIRST.replace(hour=0)

    for source in ("page", "address"):
        found = versions([dated(day, "day", 1, source), dated(FIRST, "minute", 5)])
        assert {(v.published_at, v.published_precision, v.published_source) for v in found} == {
            (FIRST, "minute", "page")
        }
    assert {v.published_at for v in versions([dated(None, "", 1), dated(FIRST, "minute", 5)])} == {FIRST}


def test_signs_of_scripts_without_spaces_count_one_by_one():
    """Else a Japanese article of six hundred signs has twenty words, and is refused as too short to be one."""
    assert words.words("灯台の灯が1911年に消えた。") == [*"灯台の灯が", "1911", *"年に消えた"]
    assert words.count("don't の U.N") == 3


@pytest.mark.parametrize(
    "line", ["Updated lists show 5 dead", "Views of 12", "Vor 3 Stunden sank das Boot", "Published 12 books", "5 March"]
)
def test_a_line_that_tells_something_is_no_counter(line):
    """It begins as a counter does, and goes on."""
    assert not words.is_counter(line)


def test_a_counter_above_or_below_the_text_is_no_text():
    """It is shown by the page, and no word of the article."""
    counted = ("Updated 12 minutes ago", *LINES, "47 comments")

    assert read(counted).text == read().text
