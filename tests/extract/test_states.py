"""The state that a page's program starts from gives the article that the page shows."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.extract import states
from analysis.extract.article import Capture, article
from analysis.extract.document import parsed
from analysis.extract.readers import Readers
from analysis.outlets import outlets
from analysis.tables import Article

NOW = datetime(2030, 6, 1, tzinfo=UTC)
LINE = "The lamp at Skerry Point went dark on Tuesday night, and four boats waited outside the bar for the keeper."
ARC = {
    "first_publish_date": "2030-05-06T10:20:30Z",
    "display_date": "2030-05-07T08:00:00Z",
    "credits": {"by": [{"name": "Nora Vell"}]},
    "content_elements": [
        {"type": "text", "content": f"<b>{LINE}</b> {LINE} {LINE} {LINE}"},
        {"type": "interstitial_link", "content": "Read about another lamp"},
        {"type": "header", "content": "What the keeper saw"},
        {"type": "list", "items": [{"content": LINE}]},
    ],
}
GRAPH = {
    "Article:1": {"__typename": "Article", "firstPublished": "2030-05-06T10:20:30Z", "sprinkledBody": {"type": "id", "id": "b"}},
    "b": {"content@filterEmpty": [{"type": "id", "id": "p"}, {"type": "id", "id": "box"}, {"type": "id", "id": "l"}]},
    "p": {"__typename": "ParagraphBlock", "content": [{"__typename": "TextInline", "text": LINE}]},
    "box": {"__typename": "InteractiveBlock", "content": [{"__typename": "TextInline", "text": "Lamps by the numbers"}]},
    "l": {"__typename": "ListBlock", "content": [{"__typename": "ListItemBlock", "content": [{"type": "id", "id": "p"}]}]},
}  # fmt: skip
SCRIPTS = {
    "fusion": f"<script>Fusion.globalContent={json.dumps(ARC)};Fusion.x={{}}</script>",
    "next": f'<script id="__NEXT_DATA__">{json.dumps({"props": {"pageProps": {"globalContent": ARC}}})}</script>',
}


def read(shown: str, script: str) -> Article:
    """The article of a page that shows some text and carries a state."""
    page = f"<html><body><h1>A lamp goes dark again</h1><article>{shown}</article>{script}</body></html>"
    return article(
        Capture("herald", "https://herald.example/p/1", page.encode(), "text/html", NOW), Readers(state="arc")
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_both_generations_of_arc_say_the_same(name):
    """Text, heading and list item are kept with their kinds, a link between them is not; the first publication counts."""
    found = read(
        f"<p>{LINE * 4}</p><p>Lamps by the numbers</p><h2>What the keeper saw</h2><p>{LINE}</p>", SCRIPTS[name]
    )

    assert found.kinds == ["paragraph", "heading", "item"]
    assert "another lamp" not in found.text
    assert (found.authors, found.published_at) == (["Nora Vell"], datetime(2030, 5, 6, 10, 20, 30, tzinfo=UTC))


def test_an_embedded_post_in_arcs_state_is_text_of_its_own_kind():
    """What it says and who said it when are two lines; a network's script says nothing."""
    quoted = "<blockquote class='twitter-tweet'><p>No lamp tonight.</p>&mdash; Nora Vell (@nora) <a href='#'>May 6, 2030</a></blockquote>"
    embeds = [{"type": "oembed_response", "raw_oembed": {"html": html}} for html in (quoted, "<script></script>")]

    state = json.dumps(ARC | {"content_elements": embeds}).replace("</", "<\\/")
    found = states.arc(f"<script>Fusion.globalContent={state};</script>").blocks

    assert [(block.text, block.kind) for block in found] == [
        ("No lamp tonight.", "post"),
        ("— Nora Vell (@nora) May 6, 2030", "post"),
    ]


def test_a_state_that_tells_far_more_than_the_page_shows_is_left_alone():
    """What a wall hides stays hidden."""
    found = read(f"<p>{LINE}</p><p>{LINE.replace('lamp', 'light')}</p>", SCRIPTS["next"].replace(LINE, LINE * 6))

    assert "light" in found.text
    assert found.kinds == ["paragraph", "paragraph"]


def test_a_graph_is_followed_to_its_paragraphs():
    """Members that name others, undefined values, a box that is no part of the text, an item within a list."""
    script = f'<script>window.__preloadedData = {json.dumps({"initialState": GRAPH})[:-1]}, "x": undefined}};</script>'

    found = states.state(parsed(f"<html><body>{script}</body></html>", "https://herald.example/1"), "preloaded")

    assert [block.kind for block in found.blocks] == ["paragraph", "item"]
    assert found.published == (("state's firstPublished", "2030-05-06T10:20:30Z"),)


def test_outlets_name_systems_that_there_are():
    """A name that nobody reads would fail on the first page."""
    assert {outlet.read.state for outlet in outlets().values()} - {""} <= set(states.SYSTEMS)


@given(
    st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ARC, *GRAPH, "id", "type", "__typename", "content", "props", "pageProps", "globalContent", "initialState", "sprinkledBody"]), inner, max_size=4), max_leaves=12)
)  # fmt: skip
def test_any_state_is_read_without_a_fault(said):
    """Fields of other kinds than ours, members that name themselves."""
    for mark in ("Fusion.globalContent=", 'id="__NEXT_DATA__">', "__preloadedData ="):
        for name in states.SYSTEMS:
            states.SYSTEMS[name](f"<script {mark}{json.dumps(said)}</script>")
