"""Bylines name people; everything else in them is dropped or is an agency."""

import pytest

from analysis.extract.agency import agency
from analysis.extract.people import people


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Nora Vell and Tam Oakes", ["Nora Vell", "Tam Oakes"]),
        ("Nora Vell, Tam Oakes and J. P. Rusk", ["Nora Vell", "Tam Oakes", "J. P. Rusk"]),
        ("By NORA McVELL", ["Nora McVell"]),
        ("Nora Vell in Marlow Quay", ["Nora Vell"]),
        ("Nora Vell, Harbor correspondent", ["Nora Vell"]),
        ("Nora Vell | The Herald", ["Nora Vell"]),
        ("María O’Dell-Ruiz", ["María O’Dell-Ruiz"]),
        ("Ludwig van der Meer", ["Ludwig van der Meer"]),
        ("Herald staff reporter", []),
        ("www.herald.example", []),
        ("Username", []),
        ("Sign In", []),
        ("Staff and agencies", []),
        ("By Reuters", []),
        ("Associated Press in Oslo", []),
        ("https://herald.example/profile/nora", []),
    ],
)
def test_a_byline_gives_its_people(line, names):
    """One kind of byline, or of junk in its place, a row."""
    assert people([line]) == names


def test_an_outlets_own_junk_is_dropped():
    """Two capitalised words that only the outlet knows to be no person."""
    assert people(["Harbor Voices"], ["harbor voices"]) == []


@pytest.mark.parametrize(
    ("bylines", "sources", "paragraphs", "mark"),
    [
        (["By Reuters"], [], ["Text."], "Reuters"),
        (["Associated Press in Oslo"], [], ["Text."], "Associated Press"),
        (["Nora Vell, AP"], [], ["Text."], "Associated Press"),
        ([], ["The Associated Press"], ["Text."], "Associated Press"),
        ([], [], ["OSLO (Reuters) - The lamp went dark."], "Reuters"),
        ([], [], ["MARLOW QUAY, May 6 (Northwire) – The lamp went dark."], "Northwire"),
        ([], [], ["The lamp went dark.", "© 2030 Agence France-Presse"], "Agence France-Presse"),
        (["Staff and agencies"], [], ["Text."], "agencies"),
        (["Nora Vell"], [], ["The AP said that the lamp, seen by Reuters, went dark."], None),
        (["Nora Vell"], [], ["Ada Quill (Herald) – no relation – rowed home."], None),
        ([], [], ["OSLO (Herald) – The lamp went dark."], None),
    ],
)
def test_whose_copy_it_is(bylines, sources, paragraphs, mark):
    """Marks in their places count; mentions and the outlet's own name do not."""
    assert agency(bylines, sources, paragraphs, "herald") == mark
