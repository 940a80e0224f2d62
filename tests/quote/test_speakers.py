"""Speakers and their types: within an article, and one name across an event."""

import polars as pl
import pytest

from analysis.errors import BadInput
from analysis.quote import Decided, attributions, speakers
from analysis.quote.finder import by_rule
from analysis.tables import Attribution, frame


def who(text):
    """Speaker of each statement."""
    return [one.speaker for one in attributions(text, by=by_rule())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Finch said no ship came. Finch said it was over.", ["Ada Finch", "Ada Finch"]),
        ("President Ivo Marsh said no ship came. The president said it was over.", ["Ivo Marsh", "Ivo Marsh"]),
        ("Ada Finch said no ship came. She said it was over.", ["Ada Finch", "Ada Finch"]),
        ("Mr Tom Reed met Mrs Ada Finch. “It is over,” she said.", ["Ada Finch"]),
        ("He said it was over.", [None]),
        ("A fisherman said no ship came.", ["fisherman"]),
        ("Residents said no ship came. They said it was over.", ["residents", "residents"]),
        ("An inspection report said no ship came. The report said it was over.", ["inspection report"] * 2),
        ("A spokesman for the Office for Harbours said no ship came.", ["Office for Harbours"]),
        ("Harrow Lifting plc said no ship came. The company said it was over.", ["Harrow Lifting"] * 2),
        ("Two men who were on the pier said no ship came.", ["two men"]),
        ("The mayor of Aldwick said no ship came.\n\n“It is over,” Ada Finch told reporters.", ["Ada Finch"] * 2),
        ("The former engineer said no ship came.\n\nHe said it was over.", ["former engineer"] * 2),
        ("Ivo Marsh met the mayor. Ada Finch took off her hat. He left the hall, she said.", ["Ada Finch"]),
        ("The Interior Ministry said no ship came. The ministry said it was over.", ["Interior Ministry"] * 2),
        ("Ada Finch, who runs the port, said no ship came.", ["Ada Finch"]),
    ],
)
def test_a_source_becomes_the_name_that_the_article_gives(text, expected):
    """Surnames, roles and pronouns look back; what nobody names stays unresolved."""
    assert who(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "named"),
    [
        ("Lena Holt, the transport minister, said it was over.", "official", True),
        ("Ivo Marsh, a historian at a museum, said it was over.", "expert", True),
        ("“It was on fire,” said Dora Kell, 41, who saw it.", "citizen", True),
        ("Tom Reed, chief executive of a ferry company, said it was over.", "company", True),
        ("Mira Voss, a campaigner, said it was over.", "campaign_group", True),
        ("Wilma Roe, a nurse who was on board, said it was over.", "citizen", True),
        ("Tom Reed, whose brother was on the boat, said it was over.", "citizen", True),
        ("Ivo Marsh, general secretary of the Rail and Dock Workers, said it was over.", "campaign_group", True),
        ("“It is over,” said Ada Finch, a spokeswoman for Harrow Lifting plc.", "company", True),
        ("Harrow Lifting plc said it was over.", "company", True),
        ("The fire service said it was over.", "official", True),
        ("Ada Finch said it was over.", "unknown", True),
        ("Ada Finch said it was over. Ships left. Finch, the mayor, went home.", "official", True),
        ("The Guardian said it was over.", "media_outlet", True),
        ("The report said it was over.", "document", False),
        ("A source close to the talks said it was over.", "anonymous", False),
        ("It said the talks were over.", "unknown", False),
    ],
)
def test_a_source_has_a_type_by_what_the_article_says_of_it(text, expected, named):
    """One of each type."""
    one = attributions(text, by=by_rule())[0]

    assert (one.source_type, one.named) == (expected, named)


def event(*speaking):
    """Attributions of articles a, b, c …, one each, by these speakers."""
    return frame(
        [
            Attribution(name, "herald", [(0, 4)], [], [], "direct", who, "official", True, None, 0, 0.5)
            for name, who in zip("abcdef", speaking, strict=False)
        ],
        Attribution,
    )


def typed(*speaking):
    """Attributions of articles a, b, c …: speaker, type, whether named."""
    return frame(
        [
            Attribution(name, "herald", [(0, 4)], [], [], "direct", who, kind, named, None, 0, 0.5)
            for name, (who, kind, named) in zip("abcdef", speaking, strict=False)
        ],
        Attribution,
    )


ARTICLES = pl.DataFrame({"id": list("abcdef")})


def test_a_surname_takes_the_one_full_name_of_the_event():
    """Titles and hyphens do not part one person in two."""
    found = speakers(event("Ivo-Jan Marsh", "Marsh", "President Marsh", "Ivo Jan Marsh", "Ivo-Jan Marsh"), ARTICLES)

    assert found["speaker"].to_list() == ["Ivo-Jan Marsh"] * 5


def test_a_surname_of_two_people_stays_as_it_is():
    """Nobody can tell which Marsh; a wrong name would be worse than none."""
    found = speakers(event("Ivo Marsh", "Una Marsh", "Marsh"), ARTICLES)

    assert found["speaker"].to_list() == ["Ivo Marsh", "Una Marsh", "Marsh"]


def test_a_persons_merge_decides():
    """What the event file says wins over every rule; unresolved stays so."""
    found = speakers(event("Ivo Marsh", "Kremlin", None), ARTICLES, Decided({"The Kremlin": ("Kremlin", "Ivo Marsh")}))

    assert found["speaker"].to_list() == ["The Kremlin", "The Kremlin", None]


@pytest.mark.parametrize("other", ["ada lind", "Ádá Lind", "Mayor Ada Lind"])
def test_a_name_that_two_speakers_claim_is_a_fault(other):
    """However it is spelled: the last would win, and nobody would know."""
    with pytest.raises(BadInput) as fault:
        Decided({"Mayor X": ("Ada Lind",), "Mayor Y": (other,)})

    assert all(f"'{name}'" in str(fault.value) for name in ("Ada Lind", "Mayor X", other))
    assert str(fault.value).startswith("speakers.Mayor Y: ")


def test_a_speaker_may_have_one_name_in_several_spellings():
    """They say the same."""
    assert Decided({"Ada Lind": ("ada lind", "Mayor Lind", "Lind")}).merges


def test_a_body_takes_its_longest_name_without_its_legal_form():
    """Harrow and Harrow Lifting plc are one where no other Harrow speaks."""
    found = speakers(event("Harrow", "Harrow Lifting plc", "Harrow Lifting", "Harrow"), ARTICLES)

    assert found["speaker"].n_unique() == 1


def test_who_is_described_in_one_article_has_that_type_in_the_event():
    """What one article leaves out others say; where they differ, or say nothing, it stays unknown."""
    found = speakers(
        typed(
            ("Ada Finch", "unknown", True),
            ("Ada Finch", "citizen", True),
            ("Ivo Marsh", "unknown", True),
            ("Una Lark", "unknown", True),
            ("Una Lark", "expert", True),
            ("Una Lark", "official", True),
        ),
        ARTICLES,
    )

    assert found["source_type"].to_list() == ["citizen", "citizen", "unknown", "unknown", "expert", "official"]


def test_somebody_without_a_name_is_nobody_of_another_article():
    """A spokesman here and one there share a noun, not a name: their types are their own."""
    found = speakers(typed(("spokesman", "unknown", False), ("spokesman", "company", False)), ARTICLES)

    assert found["source_type"].to_list() == ["unknown", "company"]


def test_a_person_keeps_two_names_apart():
    """What the event file parts stays two, however alike the names are."""
    found = speakers(event("Ivo Marsh", "Marsh"), ARTICLES, Decided(apart=(("Ivo Marsh", "Marsh"),)))

    assert found["speaker"].to_list() == ["Ivo Marsh", "Marsh"]


def test_a_person_says_who_speaks_in_one_article():
    """Only there; elsewhere the rule decides, and the chain shows what the name became."""
    articles = ARTICLES.with_columns(url=pl.format("https://herald.example/{}", "id"))
    decided = Decided(identities={("https://herald.example/c", "Marsh"): "Una Marsh"})

    found = speakers(event("Ivo Marsh", "Marsh", "Marsh"), articles, decided)

    assert found["speaker"].to_list() == ["Ivo Marsh", "Ivo Marsh", "Una Marsh"]
    assert found["chain"].to_list() == [[], ["Ivo Marsh"], ["Una Marsh"]]


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (("Ada B. Finch", "Ada Finch", "Finch"), True),
        (("Ada B. Finch", "Ada C. Finch"), False),
        (("Zoë Núñez", "Zoe Nunez"), True),
    ],
)
def test_initials_and_accents_part_nobody_whom_nothing_else_parts(names, one):
    """Two people with different initials are two."""
    assert (speakers(event(*names), ARTICLES)["speaker"].n_unique() == 1) == one


def test_a_firm_is_not_a_person_of_that_surname():
    """Marsh, a company, and Ivo Marsh, an official."""
    found = speakers(typed(("Ivo Marsh", "official", True), ("Marsh", "company", True)), ARTICLES)

    assert found["speaker"].to_list() == ["Ivo Marsh", "Marsh"]
