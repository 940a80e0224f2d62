"""Whose given statements are: speakers with their chain and role, types, relays, on invented sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quote import Place, attributions, voices_of
from analysis.quote.statements import Statement


def heard(text, **where):
    """Attributions by rule."""
    return attributions(text, **where)


def marked(text, content, source):
    """A statement whose parts a person marked."""

    def spans(part):
        return ((text.index(part), text.index(part) + len(part)),) if part else ()

    return Statement(spans(content), (), spans(source), "indirect", "gold", "say", 0)


def test_given_statements_get_their_voices_in_the_order_in_which_they_come():
    """Whoever found them: nothing but spans is asked."""
    text = "Ada Finch, the mayor, said no ship came. Later she told Radio Vell it was over."
    later, first = marked(text, "it was over", "she"), marked(text, "no ship came", "Ada Finch, the mayor,")

    found = voices_of(text, [later, first], Place(article="a1", outlet="herald"))

    assert [(one.speaker, one.source_type, one.relayed_by) for one in found] == [
        ("Ada Finch", "official", "Radio Vell"),
        ("Ada Finch", "official", None),
    ]
    assert {(one.article, one.outlet) for one in found} == {("a1", "herald")}


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4))
def test_any_spans_in_any_text_have_voices(text, pairs):
    """One for each statement, whatever was marked."""
    spans = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in pairs]
    found = [Statement((span,), (), (span,), "indirect", "gold", "say", 0) for span in spans]

    assert len(voices_of(text, found)) == len(found)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("President Ivo Marsh left. He said it was over.", ["He", "President Ivo Marsh", "Ivo Marsh"]),
        ("Ivo Marsh left. Marsh said it was over.", ["Marsh", "Ivo Marsh"]),
        ("He said it was over.", []),
    ],
)
def test_the_chain_shows_how_a_source_became_a_speaker(text, chain):
    """From the words of the source to the name; nothing where nobody could tell."""
    assert heard(text)[-1].chain == chain


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Lena Holt, the transport minister, said it was over.", "the transport minister"),
        ("Mr Tom Reed said it was over.", None),
        ("A senior official close to the talks said it was over.", "senior official"),
    ],
)
def test_a_role_is_kept_as_it_is_written(text, role):
    """What the article says of them, in its words."""
    assert heard(text)[0].role == role


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Marcus Bold spoke. “It is over,” the chancellor said. Una Strake, the shadow chancellor, left.",
            "Marcus Bold",
        ),
        ("Davy Trent lost his lunch. “It is over,” the 52-year-old said.", "Davy Trent"),
        ("The Treasury denied it. “It is over,” a spokesman said.", "Treasury"),
        ("Tom Reed met nobody. His wife, Jean, said it was over.", "Jean Reed"),
        ("Tom Reed met nobody. His wife, Jean, left. “It is over,” she said.", "Jean Reed"),
        ("Castor & Pym denied it. The firm said it was over.", "Castor & Pym"),
        ("The Bakers’ and Grocers’ Union said it was over.", "Bakers’ and Grocers’ Union"),
        ("Imogen Thrale KC left. Miss Thrale said it was over.", "Imogen Thrale"),
        ("Colm Irwin took the stand. Asked by Rupert Saye, he said it was over.", "Colm Irwin"),
        ("Tom Reed came. A reporter asked whether it hurt. “It is over,” he said.", "Tom Reed"),
        ("Marlshire Police came. The force said it was over.", "Marlshire Police"),
        ("A coroner said it was over.\n\nThe dog ran.\n\nIt hid.\n\nThe coroner, Mina Sethi, left.", "Mina Sethi"),
        ("Ada Finch and Tom Reed left. They said it was over.", "Ada Finch and Tom Reed"),
        ("Tom Reed sat down. He’s certain it was over, he said.", "Tom Reed"),
        ("Tom Reed left. In what she said was a slip, Ada Finch stayed.", "Ada Finch"),
        ("Nothing was heard of it. They said it was over.", None),
    ],
)
def test_roles_relatives_and_bodies_lead_to_whom_they_mean(text, speaker):
    """And nobody is taken for somebody where nothing tells."""
    assert heard(text)[-1].speaker == speaker


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A minister said it was over.", "anonymous"),
        ("Two former officials said it was over.", "anonymous"),
        ("Ministers said it was over.", "official"),
        ("A spokesman for the Interior Ministry said it was over.", "anonymous"),
        ("Onlookers said it was over.", "citizen"),
        ("A petition against the mine said it was over.", "document"),
        ("Kit Hollander, who teaches geology at a school, said it was over.", "expert"),
        ("Marta Hollin, who has lived in the last house for years, said it was over.", "citizen"),
        ("Angela Merkel said it was over.", "official"),
    ],
)
def test_more_sources_have_a_type(text, kind):
    """By words, by how many they are, and by what everybody knows."""
    assert heard(text)[0].source_type == kind


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        ("“It is over,” she told the Harrowmere Lantern. The Lantern said no ship came.", ["Harrowmere Lantern"] * 2),
        ("“It is over,” Ada Finch told The Beacon. According to The Beacon, no ship came.", ["The Beacon"] * 2),
        ("The news site Dor Daily reported that no ship came.", ["Dor Daily"]),
        ("Ada Finch has been on Radio Vell. No ship, she said, had come.", ["Radio Vell"]),
        ("Two captains told the Lisk Herald that it was over. “We knew,” said one of them.", ["Lisk Herald"] * 2),
        ("There were other voices in the Lisk Herald. “It is over,” Jan Mosk, a baker, said.", ["Lisk Herald"]),
        ("The minister told state television that no ship came.", ["state television"]),
        ("A poll for the Lisk Herald found that no ship came.", [None]),
        ("“It is over,” he told Radio Vell. In a statement, the council said no ship came.", ["Radio Vell", None]),
        ("In the Lisk Herald, Lex Fairley wrote that it was over.", ["Lisk Herald"]),
    ],
)
def test_a_relay_is_known_by_what_the_article_calls_it(text, relays):
    """Outlets that no lexicon holds, parts of their names, and what follows from them."""
    assert [one.relayed_by for one in heard(text)] == relays
