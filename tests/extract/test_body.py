"""What is the article's own stays, with its kind; what leads elsewhere goes."""

import json
from copy import copy
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import Skip
from analysis.extract import boilerplate, prune
from analysis.extract.article import Capture, article
from analysis.extract.document import parsed
from analysis.extract.readers import Readers
from analysis.tables import Article

LINES = [
    "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar until dawn.",
    "Nora Vell, who keeps the light, said that a gull had flown into the glass and that the spare was in the village.",
    "The harbour board met on Wednesday and voted to buy a second lamp before the winter storms begin in earnest.",
    "Fishermen on the quay said that they had heard of such votes before and that they would rather see the lamp.",
    "The board's clerk, Tam Oakes, said that the money was there and that the lamp would come by the end of May.",
]


FORM = (
    "Morning Lamp Sign up today for our daily letter on lamps. By signing up you agree to receive newsletters from us. "
    "You can unsubscribe at any time. This site is guarded, and the guard's privacy policy and terms of service apply."
)


def read(body: str, head: str = "") -> Article:
    """The article of a page."""
    page = f"<html><body><h1>A lamp goes dark again</h1>{head}<article>{body}</article></body></html>"
    return article(
        Capture("herald", "https://herald.example/p/1", page.encode(), "text/html", datetime(2030, 1, 1, tzinfo=UTC)),
        Readers(),
    )


def paragraphs(*extra: str) -> str:
    """Five paragraphs, with others after the second."""
    return "".join(f"<p>{line}</p>" for line in (*LINES[:2], *extra, *LINES[2:]))


def test_sub_headings_quotations_items_and_posts_keep_their_kind():
    """A post of a network is text also where its wrapper is named after the network."""
    post = "<div class='social-media-embed'><blockquote class='twitter-tweet'><p>No lamp tonight, again and again.</p></blockquote></div>"

    found = read(
        paragraphs() + f"<h2>What the board said</h2><blockquote>{LINES[0]}</blockquote>{post}<p>{LINES[3]} Again.</p>"
    )

    said = dict(zip(found.text.split("\n\n"), found.kinds, strict=True))
    assert said["What the board said"] == "heading"
    assert said["No lamp tonight, again and again."] == "post"
    assert said[LINES[1]] == "paragraph"


@pytest.mark.parametrize(
    "line",
    [
        "<a href='/2'>ANOTHER LAMP GOES DARK IN THE NORTH</a>",
        "<strong>DON'T MISS</strong>",
        "Related: Another lamp, and who pays for it",
        "<a href='/2'>Another lamp goes dark</a> [VIDEO]",
        "Leggi anche: un'altra lampada",
    ],
)
def test_a_link_among_paragraphs_leads_elsewhere(line):
    """In capitals, under a label, with its kind in brackets, in another language."""
    assert read(paragraphs(line)).text.split("\n\n") == LINES


def test_an_article_of_links_keeps_them():
    """Where every other line is a link, links are what it is about."""
    linked = "".join(
        f"<p><a href='/{n}'>Lamp number {n} of the north and of the islands beyond</a></p><p>{line}</p>"
        for n, line in enumerate(LINES)
    )

    assert read(linked).text.count("Lamp number") == 5


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Nora Vell; Editing by Tam Oakes",
        "Nora Vell contributed to this report.",
        "Write to Nora Vell at nora@herald.example",
        "Follow Nora Vell on the networks at @vell",
        "Copyright 2030 The Herald. No lamp may be copied.",
        "____",
        "-30-",
        "###",
        "ENDS",
        "Tags: lamp, board, Skerry",
        "Filed under: Harbour",
        "« Previous: Another lamp goes dark",
        "Next: A gull wins a prize »",
    ],
)
def test_credits_at_the_end_are_no_text(line):
    """Who helped and how to reach them stands below the article."""
    assert read(paragraphs() + f"<p>{line}</p>").text.split("\n\n") == LINES


def test_a_helper_named_within_the_text_stays():
    """Only the last lines can be credits."""
    line = "Tam Oakes contributed to this report of the board in 2029."

    assert line in read(f"<p>{line}</p>" + paragraphs() + f"<p>{LINES[0]} Yes.</p>").text


def test_a_sentence_set_as_a_heading_above_the_text_is_the_standfirst():
    """It is a field of its own."""
    found = read(
        paragraphs(), head="<header><h2>Four boats wait outside the bar while a village looks for a lamp</h2></header>"
    )

    assert found.text.split("\n\n")[0] == LINES[0]
    assert "Four boats wait" not in found.text


def test_a_layout_of_tables_is_no_table():
    """Old pages put the whole article into one cell."""
    found = read(f"<table><tr><td>{paragraphs()}</td></tr></table>")

    assert found.text.split("\n\n") == LINES


def test_the_documents_own_tree_stays_as_it_was():
    """Readers work on a copy."""
    page = parsed(
        f"<html><body><article>{paragraphs()}<aside>Beside</aside></article></body></html>", "https://herald.example/1"
    )

    prune.pruned(page)

    assert "Beside" in page.tree.text_content()


@given(st.lists(st.text(max_size=60), max_size=30), st.sets(st.integers(0, 29)))
def test_places_are_in_order_and_of_the_text(lines, links):
    """Whatever the lines are, each kept place is one of them, once."""
    kept = boilerplate.places(lines, (), {line for at, line in enumerate(lines) if at in links})

    assert kept == sorted(set(kept))
    assert all(0 <= at < len(lines) for at in kept)


@pytest.mark.parametrize(
    "line",
    [
        "Story Continued Below",
        "Continue reading below",
        "Print this article",
        "Slideshow (4 images)",
        "Listen to this article",
        "Photo by Tam Oakes/Herald",
        "(Copyright 2030 Herald. All rights kept.)",
        FORM,
    ],
)
def test_buttons_and_forms_among_paragraphs_go(line):
    """What a page asks its reader to do, however long the form is."""
    assert read(paragraphs(f"<div class='x'>{line}</div>", f"<span>{line}</span>")).text.count(line[:12]) == 0


def test_readers_comments_and_an_appended_article_are_no_text():
    """Both stand in containers that say so; an article that is itself so called, with its headline, stays."""
    said = "".join(f"<p>{line} I never saw such a thing in all my years by the sea.</p>" for line in LINES)
    page = f"<div id='comments'>{said}</div><div class='infinite-scroll'>{said}</div>"

    assert read(paragraphs() + page).text.split("\n\n") == LINES


def test_the_main_stage_alone_gives_what_the_librarys_cascade_gives():
    """On a page where no later stage would be asked the two are the same, paragraph by paragraph."""
    from trafilatura.core import bare_extraction

    from analysis.extract import general

    tree = prune.pruned(parsed(f"<html><body><h1>A lamp</h1><article>{paragraphs() * 3}</article></body></html>", ""))
    options = general._options(True)

    main, whole = general._main(copy(tree), options), bare_extraction(tree, options=options).body

    assert [b.text for b in general._walked(main)] == [b.text for b in general._walked(whole)]


def test_below_a_shown_standfirst_the_first_heading_is_the_texts_own():
    """A live blog's first piece begins with its title; the page's standfirst stands above."""
    shown = "<p class='standfirst'>Four boats wait for the keeper while the board looks for the money.</p>"

    found = read(shown + "<h2>The board says that a lamp is on its way north</h2>" + paragraphs())

    assert found.text.split("\n\n")[0] == "The board says that a lamp is on its way north"
    assert found.standfirst == "Four boats wait for the keeper while the board looks for the money."


@pytest.mark.parametrize(
    "line",
    [
        "Published: 22:31, 5 March 2029 | Updated: 08:12, 6 March 2029",
        "Tuesday 5 March 2029",
        "2029年3月5日 18時30分",
        "Publié le 05 mars 2029 à 18h30, mis à jour le 06 mars 2029 à 09h12",
        "5 de marzo de 2029 - 18:30",
        "By Nora Vell and Tam Oakes",
        "Par Nora Vell (avec AFP)",
        "Von Nora Vell, Skerry",
        "Por Nora Vell",
    ],
)
def test_a_line_above_the_text_that_says_when_or_by_whom_is_no_text(line):
    """Set as a paragraph, in whatever language; a sentence that begins so is one."""
    said = [
        "By Tuesday four boats waited outside.",
        "Von allen Booten kam keines heim.",
        "On 5 March 2029 the lamp went dark.",
    ]

    assert read(f"<p>{line}</p>{paragraphs()}").text == read(paragraphs()).text
    for sentence in said:
        assert read(f"<p>{sentence}</p>{paragraphs()}").text.startswith(sentence)


def test_credits_are_no_text_however_many_they_are():
    """Six lines of who helped, a house rule and the head of a list below."""
    below = "".join(
        f"<p>{line}</p>"
        for line in (
            "Contact the author at nora@herald.example",
            "Edited by Tam Oakes",
            "Reporting by Nora Vell in Skerry; Additional reporting by Tam Oakes; Editing by J. Rusk",
            "Our Standards: The Herald Trust Principles.",
            "Additional reporting by Tam Oakes",
            "Most read in News",
        )
    )

    assert read(paragraphs() + below).text == read(paragraphs()).text


@pytest.mark.parametrize(
    "gate",
    [
        "<h3>This article is for subscribers only</h3><p>Subscribe now to continue reading.</p>",
        "<h3>Create a free account to read on</h3>",
        "<p>Il vous reste 62% de cet article à lire. La suite est réservée aux abonnés.</p>",
    ],
)
def test_a_gate_is_no_text_and_says_that_the_text_is_a_lead(gate):
    """What bars the way is not the article's."""
    found = read(f"<p>{LINES[0]}</p><p>{LINES[1]}</p><p>{LINES[2]}</p><div>{gate}</div>")

    assert found.text.split("\n\n") == LINES[:3]
    assert (found.paywalled, found.text_scope) == (True, "lead")


def test_captions_are_no_text_where_the_second_reader_is_used():
    """It takes each caption for a paragraph."""
    pictures = "".join(f"<figure><img src='x'><figcaption>{line}</figcaption></figure>" for line in LINES[3:])

    found = read(f"<p>{LINES[0]}</p><p>{LINES[1]}</p><p>{LINES[2]}</p>{pictures}{pictures.replace('the', 'a')}")

    assert found.text.split("\n\n") == LINES[:3]


def test_who_wrote_an_embedded_post_is_the_posts():
    """The line under it is no quotation."""
    post = "<blockquote class='twitter-tweet'><p>No lamp tonight, again and again.</p>— Tam Oakes (@tam) <a href='/1'>May 5, 2029</a></blockquote>"

    found = read(paragraphs() + post + f"<p>{LINES[3]} Again.</p>")

    said = dict(zip(found.text.split("\n\n"), found.kinds, strict=True))
    assert said["— Tam Oakes (@tam) May 5, 2029"] == "post"


def scripted(body: str, **story: object) -> Article:
    """The article of a page that a script would fill, with this text in its linked data."""
    said = json.dumps({"@type": "NewsArticle", "headline": "A lamp goes dark again", "articleBody": body, **story})
    return read("", f"<script type='application/ld+json'>{said}</script><div id='app'></div>")


def test_a_page_that_shows_no_text_is_read_from_its_linked_data():
    """A script fills it; what it would show is stated, paragraph by paragraph."""
    found = scripted("\n\n".join(LINES))

    assert found.text.split("\n\n") == LINES
    assert any("linked data" in warning for warning in found.warnings)


@pytest.mark.parametrize("story", [{"isAccessibleForFree": False}, {"articleBody": f"{LINES[0]} {LINES[1]} …"}])
def test_linked_data_that_breaks_off_or_lies_behind_a_wall_is_not_read(story):
    """It goes round no wall, and a teaser is no text."""
    with pytest.raises(Skip):
        scripted("\n\n".join(LINES), **story)


def test_a_short_texts_paragraphs_stay_apart():
    """The library gives a page of two hundred letters as one run; everything later counts positions in paragraphs."""
    found = read(f"<p>{LINES[0]}</p><p>{LINES[1]}</p><h2>What the board said</h2>")

    assert found.text.split("\n\n") == [*LINES[:2], "What the board said"]
