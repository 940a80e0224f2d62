"""Whom a pronoun, a role or a short name means: one mechanism a row, on invented sentences."""

import pytest

from analysis.quote import Place, attributions, voices_of
from analysis.quote.finder import by_rule
from analysis.quote.statements import Statement

ELECTION = "The election and the primary came; voters and candidates of the party met the nominee.\n\n"


def last(text):
    """Speaker of the last statement, found by rule."""
    return attributions(text, by=by_rule())[-1].speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Lucy Reed met Tom Reed and Lucy Reed slept. Mr. Reed said it was over.", "Tom Reed"),
        ("Lucy Reed won. Lucy Reed ran. Lucy Reed sat by Jane Reed. Mrs. Reed said it was over.", "Lucy Reed"),
        ("Tom Pell met Lt. Gov. Patty Judge. She said it was over.", "Patty Judge"),
        ("Bernie Sanders has a Plan B. Sanders said it was over.", "Bernie Sanders"),
        ("It was J.M. Berrow who came. Berrow said it was over.", "J.M. Berrow"),
        ("Liberal star Reed waits.\n\nSusan Reed came. Reed sat. She said it was over.", "Susan Reed"),
        ("We met President Igor V. Pell in May; the president ran. Mr. Pell said it was over.", "Igor V. Pell"),
        ("We saw Judge Ivo W. Moss. Moss left. He said it was over.", "Ivo W. Moss"),
        ("Pell Senior Adviser Susan Reed spoke. Reed said it was over.", "Susan Reed"),
        ("Will Reed come back?\n\nThey asked Susan Reed. Reed said it was over.", "Susan Reed"),
    ],
)
def test_a_short_name_is_the_fullest_that_fits(text, speaker):
    """By title and gender, by how often each is named, with initials, and by no words of a headline."""
    assert last(text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("King’s College Coldwell said it was over.", "King's College Coldwell"),
        ("St Ada’s Hospital said it was over.", "St Ada's Hospital"),
        ("The doors were shut. Greenpeace said it was over.", "Greenpeace"),
        ("The doors were shut. Mrs Hall said it was over.", "Hall"),
        ("The doors were shut. Headteacher Jo Bank said it was over.", "Jo Bank"),
        ("The doors were shut. Det Insp Raj Nair said it was over.", "Raj Nair"),
        ("The doors were shut. A spokesman for Oxfam said it was over.", "Oxfam"),
    ],
)
def test_a_name_is_whole_and_no_more_than_a_name(text, speaker):
    """Its possessive, its capital at a sentence's head, a surname that is a word for a body, and titles."""
    assert last(text).replace("’", "'") == speaker


def test_a_shop_keeps_its_possessive():
    """It is no person whose something spoke."""
    text = "The doors were shut. Sainsbury’s said it was over."
    said = Statement(((37, 49),), ((32, 36),), ((21, 31),), "indirect", "gold", "say", 0)

    (one,) = voices_of(text, [said])

    assert (one.speaker, one.source_type, one.named) == ("Sainsbury's", "company", True)


def test_a_possessive_behind_a_title_is_no_end_of_a_sentence():
    """It was "mrs" who spoke."""
    assert "Reed" in last("The doors were shut. Mrs. Reed's aides said it was over.")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Tom Reed, a campaign aide, sat down. He said it was over.", "Tom Reed"),
        ("Tom Reed came to South Dakota. South Dakota slept. He said it was over.", "Tom Reed"),
        ("Tom Reed sat with Dock USA Action. Dock USA Action left. He said it was over.", "Tom Reed"),
        ("Tom Reed spoke. In talks Tuesday with Dock Politics, he said it was over.", "Tom Reed"),
        ("Cruz was at ease. He said it was over.", "Cruz"),
        ("He was joined by Ines Hogue. She said it was over.", "Ines Hogue"),
        ("Susan Reed left. Asked what she made of Jane Pell, she said it was over.", "Susan Reed"),
        ("Tom Reed came. Ivo Pell asked how it went. “It is over,” he said.", "Ivo Pell"),
        ("Tom Reed smiled.\n\nIvo Pell via Lisk Images.\n\nHe said it was over.", "Tom Reed"),
        ("Woman seen with Tom Reed.\n\nTom Reed came. He said it was over.", "Tom Reed"),
        ("The house cheers and he said it was over. Tom Reed was pleased.", "Tom Reed"),
        ("Ann Reed, an adviser to Mr. Pell, left. She said it was over.", "Ann Reed"),
        ("Tom Reed came. In a talk he had with Ivo Pell, he said it was over.", "Tom Reed"),
        ("Tom Reed knows Central Asia. Central Asia slept. He said it was over.", "Tom Reed"),
    ],
)
def test_a_pronoun_is_somebody_who_can_be_it(text, speaker):
    """No land and no body is "he", no name in what was asked is she who answers, and who comes after may be meant."""
    assert last(text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Clerks left. Ada Finch and Tom Reed came. They said it was over.", "Ada Finch and Tom Reed"),
        ("Ada Finch and Tom Reed came. Two bakers left. They said it was over.", "two bakers"),
        ("Ada Finch slept. Tom Reed sat down. The two said it was over.", "Ada Finch and Tom Reed"),
        ("Tom Reed mocked two fierce critics. They said it was over.", "fierce critics"),
        ("Bakers in the old town met. They said it was over.", "bakers"),
    ],
)
def test_they_are_those_named_last(text, speaker):
    """Two who are named together, or several by their trade."""
    assert last(text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Prince Alim Bin Tarn sold it, a prince sees Tom Reed. The prince said it was over.", "Alim Bin Tarn"),
        ("Top dock donor Sheldon Pell came. The mega donor said it was over.", "Sheldon Pell"),
        ("Ada Finch, a surgeon, left. Meanwhile the old surgeon said it was over.", "Ada Finch"),
        ("Tom Reed left. His critics said it was over.", "critics of Tom Reed"),
        ("The administrator is Denise Pell. She said it was over.", "Denise Pell"),
        (
            "Tom Reed, the former mayor, left. The former mayor’s spokeswoman said it was over.",
            "spokeswoman of Tom Reed",
        ),
        ("The crowd saw Tom Reed, a crowd favourite. The crowd said it was over.", "crowd"),
        ("Tom Reed left. His wife said it was over.", "wife of Tom Reed"),
        ("Tom Reed left. His wife said it was over. Jane Reed, the wife of Tom Reed, sat.", "Jane Reed"),
        ("Tom Reed left. A spokesman said it was over.", "spokesman of Tom Reed"),
    ],
)
def test_a_role_is_whoever_bears_it(text, speaker):
    """By title before description; for others by the words alone."""
    assert last(text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Tom Reed, a senator, ran. A campaign aide said it was over.", "Reed campaign"),
        ("Tom Reed, a senator, ran. The campaign said it was over.", "Reed campaign"),
        ("She left the Lisk Herald on Monday. The news organization said it was over.", "Lisk Herald"),
        ("A Dock Weekly/Pell survey came out. The poll said it was over.", "Dock Weekly/Pell survey"),
        ("A new poll said it was over. The Dock Weekly poll came out.", "Dock Weekly poll"),
        ("Tom Reed filed a lawsuit. The suit said it was over.", "Tom Reed's suit"),
        ("A lawsuit filed by Tom Reed came. The suit said it was over.", "Tom Reed's suit"),
        ("The Dock Network is to air an ad. “It is over,” says the narrator.", "Dock Network's ad"),
        ("She read it in the Lisk Herald. The old left-leaning newspaper said it was over.", "Lisk Herald"),
        ("They read Tom Reed's letter. The letter said it was over.", "Tom Reed's letter"),
        ("They met the Reed administration. The administration said it was over.", "Reed administration"),
        ("President Tom Reed slept. The administration said it was over.", "Reed administration"),
        ("A Dock Weekly poll came out. The findings said it was over.", "Dock Weekly poll"),
        ("She read the Lisk Herald at noon. The editorial said it was over.", "Lisk Herald editorial"),
        ("The Dock Company fed the PACs. The PACs slept. It said it was over.", "Dock Company"),
    ],
)
def test_bodies_and_papers_are_those_named_last(text, speaker):
    """In an election the campaign is that of the politician in the light; a poll is the last that has a name."""
    assert last(ELECTION + text) == speaker


def test_the_first_person_of_a_quotation_is_whoever_is_quoted():
    """Outside one it is the author, whom the text does not name."""
    text = "“I said that no ship came,” said Ada Finch. I say it was over."

    def spans(part, after=0):
        at = text.index(part, after)
        return ((at, at + len(part)),)

    whole = Statement(spans("“I said that no ship came,”"), (), spans("Ada Finch"), "direct", "gold", "say", 0)
    inner = Statement(spans("that no ship came"), (), spans("I"), "indirect", "gold", "say", 0)
    author = Statement(spans("it was over"), (), spans("I", text.index("I say")), "indirect", "gold", "say", 0)

    assert [one.speaker for one in voices_of(text, [whole, inner, author])] == ["Ada Finch", "Ada Finch", None]


@pytest.mark.parametrize(
    ("word", "authors", "speaker"),
    [
        ("I", ("Ada Finch",), "Ada Finch"),
        ("We", ("Ada Finch", "Tom Reed"), "Ada Finch and Tom Reed"),
        ("We", ("Ada Finch",), None),
        ("I", ("Herald Staff",), None),
        ("I", (), None),
    ],
)
def test_the_first_person_of_a_text_is_its_author(word, authors, speaker):
    """One wrote "I", several "we"; a house is nobody."""
    text = f"{word} say it was over."
    said = Statement(((len(word) + 5, len(text) - 1),), (), ((0, len(word)),), "indirect", "gold", "say", 0)

    (one,) = voices_of(text, [said], Place(own="The Herald", authors=authors))

    assert one.speaker == speaker
