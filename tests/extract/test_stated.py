"""Where a page says its times: fields, marked elements, lines by the headline."""

import json
from datetime import UTC, datetime

import pytest

from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers

NOW = datetime(2031, 5, 6, 12, tzinfo=UTC)
LINE = "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar for the keeper. "
TEXT = f"<article><p>{LINE * 3}</p><p>{LINE * 2}</p></article>"


def read(head="", above="", below="", lang="en", **given):
    """The article of a page with these metas, these lines above and below its headline."""
    fields = {"url": "https://herald.example/p/1", "zone": "America/New_York", "readers": Readers()} | given
    page = (
        f"<html lang='{lang}'><head><title>A lamp goes dark</title>{head}</head>"
        f"<body>{above}<h1>A lamp goes dark again at Skerry</h1>{below}{TEXT}</body></html>"
    )
    return article(
        Capture("herald", fields["url"], page.encode(), "text/html", NOW, timezone=fields["zone"]), fields["readers"]
    )


def stamp(found):
    """Its time, as far as it is known; what comes with a warning that nothing says it is not."""
    at = None if any("nothing says" in warning for warning in found.warnings) else found.published_at
    return at and (at.isoformat()[:10] if found.published_precision == "day" else at.isoformat()[:16])


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("<div>By Nora Vell</div><div>Herald Staff Writer <br> Wednesday, January 9, 2030; 10:37 PM</div>", "2030-01-10T03:37"),
        ("<span>publiziert am 9. Januar 2030</span>", "2030-01-09"),
        ("<p><a href=/nora>Nora Vell</a> <span>on Wednesday, January 9th, 2030 at 11:08 a.m.</span></p>", "2030-01-09T16:08"),
        ("<time>9 January 2030</time>", "2030-01-09"),
        ("<span class='timestamp'>Published: January 9, 2030</span>", "2030-01-09"),
        ("<span class='timestamp'>Updated 1 February 2030</span><span>9 January 2030</span>", "2030-01-09"),
        ("<ul class='related'><li><time>3 March 2029</time></ul><time>9 January 2030</time>", "2030-01-09"),
        ("<div id='comments'><time datetime='2030-02-02T10:00:00Z'>x</time></div>", None),
        ("<p>On 9 January 2030 the harbour master wrote a letter to the council about it.</p>", None),
        ("<p>Опубликовано 9 января 2030 г.</p>", "2030-01-09"),
        ("<div>9 January 2030 10.30 GMT</div><div>Last modified on 12 January 2030 09.00 GMT</div>", "2030-01-09T10:30"),
    ],
)  # fmt: skip
def test_a_date_that_is_shown_by_the_headline_is_read(below, expected):
    """Marked or not; neither a change, nor a comment's, nor another article's, nor one in a sentence without a warning."""
    assert stamp(read(below=below)) == expected


def test_a_line_without_a_year_takes_it_from_the_address():
    """A day and a clock by the byline, the year in the address; far from the address it is another day's."""
    address = "https://herald.example/2030/01/09/a-lamp"

    assert stamp(read(below="<span class='timestamp'>January 9 at 3:57 PM</span>", url=address)) == "2030-01-09T20:57"
    assert stamp(read(below="<span class='timestamp'>March 9 at 3:57 PM</span>", url=address)) == "2030-01-09"


def test_a_meta_of_the_printed_papers_day_gives_way_to_what_is_shown():
    """The outlet's file names the meta; alone, it is better than nothing."""
    meta, readers = "<meta name='pdate' content='20300110'>", Readers(printed=("pdate",), address_dated=False)
    address = "https://herald.example/2030/01/10/a-lamp"

    shown = read(meta, below="<div class='timestamp'>Published: January 9, 2030</div>", readers=readers, url=address)
    assert stamp(shown) == "2030-01-09"
    assert stamp(read(meta, readers=readers, url=address)) == "2030-01-10"


def test_numbers_are_read_as_the_pages_language_writes_them():
    """The tenth of February in one country, the second of October elsewhere; a page that says English alone leaves it open."""
    shown = "<span class='date'>02/10/2030</span>"

    assert [stamp(read(below=shown, lang=lang)) for lang in ("en-GB", "en-US", "fr", "en")] == [
        "2030-10-02", "2030-02-10", "2030-10-02", None,
    ]  # fmt: skip


def test_a_clock_beside_the_day_of_a_field_makes_it_finer():
    """Linked data knows the day, an element the minute."""
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2030-01-09"}</script>'
    marked = "<div itemprop='datePublished'>2030-01-09T23:06:00+01:00</div>"

    assert stamp(read(linked, below=marked)) == "2030-01-09T22:06"


def test_the_first_publication_of_one_of_several_articles_in_a_state_is_not_taken():
    """A list of other articles carries the same field."""
    state = '<script>x = [{"first_publish_date":"2030-01-02T10:00:00Z"},{"first_publish_date":"2030-01-09T10:00:00Z"}]</script>'

    assert stamp(read(state)) is None
    assert stamp(read(state.replace("2030-01-09T10", "2030-01-02T10"))) == "2030-01-02T10:00"


def test_what_is_shown_of_a_change_is_no_publication():
    """A page dated by its fields shows the day of its change: no warning, and that is its change."""
    linked = '<script type="application/ld+json">{"@type": "Article", "datePublished": "2030-01-09", "dateModified": "2030-03-09"}</script>'

    found = read(linked, below="<span class='date'>March 9, 2030</span>")

    assert (stamp(found), found.warnings) == ("2030-01-09", [])
    assert found.modified_at == datetime(2030, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize("place", ["#b2", "?page=with:block-2#block-2", "#b1"])
def test_a_live_blog_is_as_old_as_its_first_word(place):
    """Its pieces are places on its page: their times are theirs alone."""
    url = "https://herald.example/live/lamp"
    pieces = [{"@type": "BlogPosting", "url": url + place, "datePublished": "2030-05-06T09:00:00Z"}]
    blog = {"@type": "LiveBlogPosting", "headline": "A lamp goes dark", "datePublished": "2030-05-06T06:12:00Z"}
    said = json.dumps(blog | {"liveBlogUpdate": pieces})

    found = read(f"<script type='application/ld+json'>{said}</script>", url=url)

    assert stamp(found) == "2030-05-06T06:12"


def test_a_piece_of_a_live_blog_with_a_page_of_its_own_has_its_own_time():
    """Its address is not the blog's."""
    url = "https://herald.example/live/lamp/keeper-found"
    pieces = [{"@type": "BlogPosting", "url": url, "headline": "A", "datePublished": "2030-05-06T09:00:00Z"}]
    blog = {
        "@type": "LiveBlogPosting",
        "url": "https://herald.example/live/lamp",
        "datePublished": "2030-05-06T06:12:00Z",
    }
    said = json.dumps(blog | {"liveBlogUpdate": pieces})

    assert stamp(read(f"<script type='application/ld+json'>{said}</script>", url=url)) == "2030-05-06T09:00"


def test_one_field_that_says_two_days_is_a_warning():
    """A page that was put together from two says its publication twice."""
    meta = "<meta property='article:published_time' content='2030-05-0{}T10:00:00Z'>"

    found = read(meta.format(1) + meta.format(4))

    assert stamp(found) == "2030-05-01T10:00"
    assert any("2030-05-04" in warning for warning in found.warnings)


@pytest.mark.parametrize("line", ["03/05/2030", "Posted: 3/5/2030", "05-03-2030 by Nora"])
def test_a_date_of_two_small_numbers_is_not_guessed_from_the_text(line):
    """Nothing on the page says whether the month comes first."""
    assert read(below=f"<div>{line}</div>").published_at is None


def test_a_date_beside_another_article_is_not_this_ones():
    """A short article ends within what is looked at."""
    other = "<section class='related'><article><h3><a href='/2'>Gulls</a></h3><time datetime='2029-01-01'>1 Jan 2029</time></article></section>"

    assert stamp(read(below=other)) is None


def test_linked_data_that_speaks_of_the_page_alone_dates_it():
    """Systems call a post a page."""
    said = json.dumps({"@type": "WebPage", "datePublished": "2030-05-05T10:00:00Z", "name": "A"})

    assert stamp(read(f"<script type='application/ld+json'>{said}</script>")) == "2030-05-05T10:00"


@pytest.mark.parametrize(
    ("place", "day"), [("20300505-lamp", "2030-05-05"), ("20309905-lamp", None), ("120300505-lamp", None)]
)
def test_a_day_in_an_address_without_marks_between_is_read(place, day):
    """Where it is one."""
    assert stamp(read(url=f"https://herald.example/en/{place}")) == day
