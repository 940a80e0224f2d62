"""What kind of source somebody is: by every phrase, by two words together, by clauses, by whom they belong to, by their name."""

import pytest

from analysis.quote import voices_of
from analysis.quote.figures import known_kind
from analysis.quote.kinds import head, kind_of, partisan, parts, private
from analysis.quote.statements import Statement
from analysis.quote.types import Setting, source_type
from analysis.quote.voices import Voice

WORDS = "it was over"


def kinds(text, *sources):
    """Types of the sources, each with the statement that follows it."""
    found, at = [], 0
    for source in sources:
        first = text.index(source, at)
        said = text.index(WORDS, first)
        at = said + len(WORDS)
        cue = ((text.index("said", first + len(source)), text.index("said", first + len(source)) + 4),)
        found.append(Statement(((said, at),), cue, ((first, first + len(source)),), "indirect", "gold", "say", 0))
    return [one.source_type for one in voices_of(text, found)]


@pytest.mark.parametrize(
    ("text", "sources", "kind"),
    [
        (
            "Ida Sims — a nurse from Coldwell — said it was over. Sims said it was over.",
            ("Ida Sims", "Sims"),
            "citizen",
        ),
        ("Ida Sims, Reed's press secretary, said it was over. She said it was over.", ("Ida Sims", "She"), "official"),
    ],
)
def test_what_one_phrase_says_of_somebody_holds_wherever_they_speak(text, sources, kind):
    """A bare surname and a pronoun have the kind that the article gives elsewhere."""
    text = text.replace("Ida Sims — a nurse from Coldwell —", "Ida Sims, a nurse from Coldwell,")

    assert kinds(text, *sources)[-1] == kind


@pytest.mark.parametrize(
    ("described", "kind"),
    [
        ("the head teacher", "official"),
        ("the lead author", "expert"),
        ("a mining group", "company"),
        ("a rights group", "campaign_group"),
        ("the infirmary's trust", "official"),
        ("its chief executive", "company"),
        ("a democratic strategist", "expert"),
        ("a retired postman", "citizen"),
        ("a republican donor", "unknown"),
        ("the vicar", "unknown"),
        ("executive director of a union", "campaign_group"),
    ],
)
def test_two_words_say_together_what_neither_says_alone(described, kind):
    """A teacher is a citizen, a head teacher the head of a state school; a group campaigns unless it mines."""
    assert kind_of([described.split()]) == kind


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("who leads the harbour list", "official"),
        ("who was elected in may", "official"),
        ("who lectures in tides", "expert"),
        ("who owns two trawlers", "company"),
        ("who grows beetroot", "citizen"),
        ("who works as a nurse", "citizen"),
        ("whose brother drowned", "citizen"),
        ("whose firm dug the pit", "company"),
        ("whose kestrel partners owns the pier", "company"),
        ("who saw red", "citizen"),
        ("who is not a candidate", None),
        ("who belonged to the party", None),
    ],
)
def test_a_clause_tells_a_kind_only_where_it_tells_a_living(clause, kind):
    """What else somebody does, or is not, says nothing of who they are."""
    assert kind_of([clause.split()]) == kind


def test_a_lawyer_with_an_owner_speaks_for_a_side():
    """Alone, a lawyer is asked as an expert."""
    assert kind_of([["her", "lawyers"]]) == "unknown"
    assert kind_of([["a", "lawyer", "for", "the", "family"]]) == "unknown"
    assert kind_of([["an", "election", "lawyer"]]) == "expert"


def test_the_head_noun_stands_before_a_participle_that_says_what_was_done_with_it():
    """A participle within a name or before the noun does not end the phrase."""
    assert head(["a", "report", "published", "on", "monday"]) == "report"
    assert head(["a", "document", "filed", "thursday"]) == "document"
    assert head(["a", "new", "associated", "herald", "poll"]) == "poll"
    assert head(["a", "cable", "he", "sent"]) == "cable"


def test_a_phrase_holds_descriptions_between_its_commas():
    """The name's own words, those of another person and a priest's title are none."""
    assert parts(["ida", "sims", ",", "41", ",", "a", "nurse"], "Ida Sims") == [("41",), ("a", "nurse")]
    assert parts(["baker", "and", "reed"], "Tom Reed") == []
    assert parts(["the", "dean", ",", "father", "tom", "reed"], "Tom Reed") == [("the", "dean")]


def test_a_party_beside_an_age_makes_nobody_an_official():
    """Unless an office stands there, too."""
    assert partisan([("55",), ("a", "republican", "who", "votes")])
    assert not partisan([("55",), ("the", "mayor")])
    assert not partisan([("a", "republican")])


def test_age_and_trade_tell_a_namesake_from_somebody_well_known():
    """A relative of the powerful has an age, too, and is no namesake."""
    assert private([("25",), ("a", "nurse")])
    assert not private([("35",), ("the", "daughter", "of", "a", "king")])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Barack H. Obama", "official"),
        ("Moderator Bret Baier", "media_outlet"),
        ("F.A.A", "official"),
        ("World Health Organization", "official"),
        ("Ryanair", "company"),
        ("Ada Finch", None),
    ],
)
def test_names_are_known_with_initials_titles_and_stops(name, kind):
    """And those that nobody knows stay unknown."""
    assert known_kind(name) == kind


@pytest.mark.parametrize(
    ("text", "sources", "kind"),
    [
        ("The tenants left. One of them, Ivy Sallow, said it was over.", ("One of them, Ivy Sallow,",), "citizen"),
        ("Two bakers said it was over. Both said it was over.", ("Two bakers", "Both"), "citizen"),
        ("One baker said it was over. Another said it was over.", ("One baker", "Another"), "citizen"),
        ("Letters came. One of them said it was over.", ("One of them",), "document"),
    ],
)
def test_one_of_them_is_of_the_kind_of_those_who_were_spoken_of(text, sources, kind):
    """People or papers, whichever several came last."""
    assert kinds(text, *sources)[-1] == kind


@pytest.mark.parametrize(
    ("text", "source", "kind"),
    [
        ("Ada Finch resigned as deputy mayor. Finch said it was over.", "Finch", "official"),
        ("A firm called Kestrel Stays came. Kestrel Stays said it was over.", "Kestrel Stays", "company"),
        ("Ada Finch of Coldwell said it was over.", "Ada Finch of Coldwell", "citizen"),
        ("Ada Finch MP came. Finch said it was over.", "Finch", "official"),
        ("Father Tom Reed said it was over.", "Father Tom Reed", "unknown"),
        ("Four per cent said it was over.", "Four per cent", "citizen"),
        ("The 52-year-old said it was over.", "The 52-year-old", "citizen"),
        ("Two people who attended the meeting said it was over.", "Two people who attended the meeting", "anonymous"),
        ("A white paper said it was over.", "A white paper", "document"),
        ("Upper Coldwell said it was over.", "Upper Coldwell", "official"),
        ("The red and the blue platforms said it was over.", "The red and the blue platforms", "document"),
        ("Rain fell on voters who said it was over.", "who", "citizen"),
        ("Somebody at the back said it was over.", "Somebody at the back", "citizen"),
        ("We said it was over.", "We", "media_outlet"),
        ("Party leaders said it was over.", "Party leaders", "official"),
        ("Leaders said it was over.", "Leaders", "unknown"),
        ("A Tory strategist said it was over.", "A Tory strategist", "anonymous"),
        ("An editorial said it was over.", "An editorial", "media_outlet"),
        ("A Reuters poll said it was over.", "A Reuters poll", "document"),
    ],
)
def test_offices_places_shares_and_papers_have_their_kinds(text, source, kind):
    """By what somebody took or left, by where they live, by how many they are."""
    assert kinds(text, source)[-1:] == [kind]


def test_a_paper_is_a_document_where_research_is_told_and_else_an_outlet():
    """The word is one, the things are two."""
    paper = Voice("paper", named=False, person=False, phrase=("the", "paper"))

    assert source_type(paper, (), Setting(science=True)) == "document"
    assert source_type(paper) == "media_outlet"


def test_an_expert_in_the_pay_of_the_state_speaks_for_it():
    """A forecaster of a state's bureau, not a professor who happens to advise it."""
    forecaster = Voice("Ada Finch", named=True, person=True, phrase=("its", "forecaster"))
    scholar = Voice("Ada Finch", named=True, person=True, phrase=("its", "historian"))

    assert source_type(forecaster, (), Setting(house="official")) == "official"
    assert source_type(scholar, (), Setting(house="official")) == "expert"


def test_a_title_alone_makes_an_official_whatever_house_is_guessed():
    """A president of a union stays the union's."""
    president = Voice("Ada Finch", named=True, person=True, phrase=("president", "ada", "finch"))

    assert source_type(president, (), Setting(house="expert")) == "official"
    assert source_type(president, (), Setting(house="campaign_group")) == "campaign_group"


def test_a_he_whom_nobody_can_resolve_is_like_the_person_who_spoke_before():
    """It is they, or somebody who is talked about together with them."""
    text = "Mayor Ada Finch said it was over. Nothing moved. The wind fell.\n\nRain.\n\nRain.\n\nRain.\n\nHe said it was over."

    assert kinds(text, "Mayor Ada Finch", "He") == ["official", "official"]


def test_a_well_known_body_in_the_possessive_tells_whose_somebody_is():
    """A relative in the possessive is not the body's."""
    assert kinds("Ryanair's Ada Finch said it was over.", "Ryanair's Ada Finch") == ["company"]
    assert kinds("Obama's daughter, Ada Finch, said it was over.", "Obama's daughter, Ada Finch,") == ["citizen"]


def test_their_chairman_is_of_the_kind_of_those_who_stood_in_the_light():
    """Several people can have a chairman as a body can."""
    text = "The trustees are in a bind. The lamp goes out. Their chairman, Ada Finch, said it was over."

    assert kinds(text, "Their chairman, Ada Finch,") == ["campaign_group"]
