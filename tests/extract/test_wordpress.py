"""A post of a WordPress site becomes an article. No recorded one was at hand; all words are invented."""

import json
from datetime import UTC, datetime

import pytest

from analysis.errors import NotAnArticle
from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers

KIND = "application/vnd.samestory.wordpress+json"
NOW = datetime(2031, 5, 9, tzinfo=UTC)
POST = {
    "date": "2031-05-04T16:30:05",
    "date_gmt": "2031-05-04T09:30:05",
    "modified_gmt": "2031-05-04T11:00:00",
    "link": "https://review.example/wall/",
    "title": {"rendered": "Quay&#8217;s wall &amp; the sea"},
    "content": {
        "rendered": "<p>The wall gave <b>way</b> at dawn, the harbour office said.</p><figure><figcaption>A wall"
        "</figcaption></figure><ul><li>Nobody was hurt by the falling stones.</li></ul>"
        "<div class='sharedaddy'>Share this</div>",
        "protected": False,
    },
    "excerpt": {"rendered": "<p>The wall gave way [&hellip;]</p>"},
    "_embedded": {
        "author": [{"name": "Ada Quill"}],
        "wp:term": [
            [{"taxonomy": "category", "name": "Sea &amp; Land"}],
            [{"taxonomy": "post_tag", "name": "wall"}, {"taxonomy": "post_tag", "name": "dawn"}],
        ],
    },
}


def read(post):
    """The article of a post."""
    return article(Capture("review", post["link"], json.dumps(post).encode(), KIND, NOW), Readers())


def test_a_post_is_an_article_with_its_whole_text():
    """Entities, captions and share buttons are no words of it; the time is the one in UTC."""
    found = read(POST)

    assert found.headline == "Quay’s wall & the sea"
    assert found.text == (
        "The wall gave way at dawn, the harbour office said.\n\nNobody was hurt by the falling stones."
    )
    assert (found.text_scope, found.authors, found.section, found.tags) == (
        "full",
        ["Ada Quill"],
        "Sea & Land",
        ["wall", "dawn"],
    )
    assert found.published_at == datetime(2031, 5, 4, 9, 30, 5, tzinfo=UTC)
    assert (found.published_source, found.published_precision) == ("api", "second")
    assert found.modified_at == datetime(2031, 5, 4, 11, tzinfo=UTC)


def test_a_post_behind_a_password_has_its_excerpt_alone():
    """And says so."""
    found = read(POST | {"content": {"rendered": "", "protected": True}})

    assert (found.text, found.text_scope, found.paywalled) == ("The wall gave way", "abstract", True)


@pytest.mark.parametrize("odd", [{"_embedded": None}, {"_embedded": {"author": [{"code": "rest_user_invalid_id"}]}}])
def test_a_post_without_its_companions_is_read_all_the_same(odd):
    """Sites hide their authors."""
    assert read(POST | odd).authors == []


def test_an_empty_post_is_no_article():
    """Neither headline nor text."""
    with pytest.raises(NotAnArticle):
        read({"link": POST["link"]})
