"""Bylines name people; everything else in them is dropped or is an agency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.extract.agency import agency
from analysis.extract.people import first, people


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Nora Vell and Tam Oakes", ["Nora Vell", "Tam Oakes"]),
        ("Nora Vell, Tam Oakes and J. P. Rusk", ["Nora Vell", "Tam Oakes", "J. P. Rusk"]),
        ("From Nora Vell in Marlow Quay", ["Nora Vell"]),
        ("By Nora Vell Photographs by Tam Oakes", ["Nora Vell"]),
        ("Nora Vell, photos by Tam Oakes", ["Nora Vell"]),
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
        ("By Nora Vell, Tam Oakes and J. P. Rusk", ["Nora Vell", "Tam Oakes", "J. P. Rusk"]),
        ("Nora Vell in Paris", ["Nora Vell"]),
        ("Nora Vell in Kyiv, Tam Oakes in Moscow and agencies", ["Nora Vell", "Tam Oakes"]),
        ("Nora Vell and Tam Oakes for Reuters", ["Nora Vell", "Tam Oakes"]),
        ("Dr Nora Vell", ["Dr Nora Vell"]),
        ("Dr. Nora Vell", ["Dr. Nora Vell"]),
        ("SEAN O'BRIEN", ["Sean O'Brien"]),
        ("Sean O’Brien", ["Sean O’Brien"]),
        ("Pieter van der Meer", ["Pieter van der Meer"]),
        ("J. K. Vell", ["J. K. Vell"]),
        ("J.K. Vell", ["J.K. Vell"]),
        ("María García de la Torre", ["María García de la Torre"]),
        ("José Luis Véllez Oakes", ["José Luis Véllez Oakes"]),
        ("nora.vell@herald.example", []),
        ("Nora Vell nora.vell@herald.example", ["Nora Vell"]),
        ("@noravell", []),
        ("Nora Vell @noravell", ["Nora Vell"]),
        ("Follow @noravell", []),
        ("The Editorial Board", []),
        ("Editorial Board", []),
        ("Editorial", []),
        ("Herald staff and agencies", []),
        ("Agence France-Presse in Lagos", []),
        ("The Lamp Staff", []),
        ("Nora Vell, Ph.D.", ["Nora Vell"]),
        ("Robert F. Vell, Jr.", ["Robert F. Vell Jr."]),
        ("Ruben Vell Jr.", ["Ruben Vell Jr."]),
        ("Nora Vell Published 6 May 2030", ["Nora Vell"]),
        ("Nora Vell May 6, 2030", ["Nora Vell"]),
        ("by Tyler Vell Tue, 01/15/2019 - 20:25", ["Tyler Vell"]),
        ("Nora Vell 2 hours ago", ["Nora Vell"]),
        ("Nora May", ["Nora May"]),
        ("By Nora May May 6, 2030", ["Nora May"]),
        ("Nora Vell, New York", ["Nora Vell"]),
        ("Nora Vell, QNN Business", ["Nora Vell"]),
        ("Analysis by Nora Vell, QNN Editor-at-large", ["Nora Vell"]),
        ("Story by Nora Vell; Photos by Tam Oakes", ["Nora Vell"]),
        ("Nora Vell Staff Writer", ["Nora Vell"]),
        ("Nora Vell Herald Staff Writer", ["Nora Vell Herald"]),
        ("Tam Oakes, AP Auto Writer", ["Tam Oakes"]),
        ("Daily Lamp Reporter", []),
        ("Our Foreign Staff", []),
        ("Press Association", []),
        ("Harbour Post", []),
        ("Special to The Herald", []),
        ("Nora Vell Special to The Herald", ["Nora Vell"]),
        ("Author: Nora Vell", ["Nora Vell"]),
        ("Von Nora Vell", ["Nora Vell"]),
        ("Par Nora Vell", ["Nora Vell"]),
        ("Автор: Нора Велл", ["Нора Велл"]),
        ("QNN's Nora Vell", ["Nora Vell"]),
        ("Nora al-Shami", ["Nora al-Shami"]),
        ("Adan el-Vell", ["Adan el-Vell"]),
        ("Nora d'Oakes", ["Nora d'Oakes"]),
        ("Nora Vell • May 6, 2030", ["Nora Vell"]),
        ("Posted By: Nora Vell", ["Nora Vell"]),
        ("Nora Vell / Special to The Herald", ["Nora Vell"]),
        ("By NORA VELL, TAM ANN OAKES and J. RUSK", ["Nora Vell", "Tam Ann Oakes", "J. Rusk"]),
        ("Elliot Vell Quay Today", []),
        ("Nora Vell and Tam McOakes", ["Nora Vell", "Tam McOakes"]),
        ("null", []),
        ("Read more", []),
        ("Nora Vell is a reporter for the Herald", ["Nora Vell"]),
        ("Nora Vell with Tam Oakes", ["Nora Vell", "Tam Oakes"]),
        ("Nora Vell and Associated Press", ["Nora Vell"]),
        ("Reuters Staff", []),
        ("News Desk", []),
        ("王小明", []),
        ("Nora Vell, MS, RDN", ["Nora Vell"]),
        ("By Nora Vell, Opinion contributor", ["Nora Vell"]),
        ("Nora Vell y Tam Oakes", ["Nora Vell", "Tam Oakes"]),
        ("Nora Vell und Tam Oakes", ["Nora Vell", "Tam Oakes"]),
        ("Nora von Oakes", ["Nora von Oakes"]),
        ("Jean-Luc Véll", ["Jean-Luc Véll"]),
        ("Produced by ‘Lamp’", []),
        ("Nora Ann Vell Editor", ["Nora Ann Vell"]),
        ("Abigail Van Vell", ["Abigail Van Vell"]),
        ("Nora Vell, Tam Oakes, The Associated Press", ["Nora Vell", "Tam Oakes"]),
        ("By Nora Vell Quay News", []),
        ("Nora Vell/AP", ["Nora Vell"]),
        ("By Nora Vell, AP", ["Nora Vell"]),
        ("Ortega y Gasset", ["Ortega y Gasset"]),
        ("BY NORA VELL", ["Nora Vell"]),
        ("By NORA VELL AND TAM OAKES", ["Nora Vell", "Tam Oakes"]),
        ("Nora Vell III", ["Nora Vell III"]),
        ("Ngũgĩ wa Véllo", ["Ngũgĩ wa Véllo"]),
    ],
)
def test_a_byline_gives_its_people(line, names):
    """One kind of byline, or of junk in its place, a row."""
    assert people([line]) == names


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Regan", ["Regan"]),
        ("Katy Guest", ["Katy Guest"]),
        ("王小明", ["王小明"]),
        ("admin", []),
        ("RMB", []),
        ("jdadmin", []),
    ],
)
def test_whom_the_page_calls_a_person_may_have_one_name(name, called):
    """Linked data says so of accounts, too; what is no name stays out."""
    assert people([name], persons=[name]) == called
    assert people([name]) == []


def test_the_newsrooms_name_after_a_persons_is_dropped():
    """As a staff line has it, an agency's line, or a sentence of the site's name; alone, it is nobody."""
    lines = ["Nora Vell Herald Staff Writer", "TAM OAKES Associated Press", "J. P. Rusk. Quay International"]

    assert people(lines, ["The Herald", "Quay International"]) == ["Nora Vell", "Tam Oakes", "J. P. Rusk"]
    assert (
        people(["Quay International", "Herald"], ["Quay International", "The Herald"], ["Quay International", "Herald"])
        == []
    )


def test_a_shouted_name_is_spelled_as_it_is_elsewhere():
    """Capitals hide which particles are small."""
    assert first([["PIETER VAN DER MEER"], ["Pieter van der Meer"]], [], []) == ["Pieter van der Meer"]
    assert first([["Herald staff"], ["By NORA McVELL"]], [], []) == ["Nora McVell"]


@given(st.lists(st.text(max_size=80), max_size=4), st.lists(st.text(max_size=10), max_size=3))
def test_any_byline_gives_names_or_none(lines, others):
    """No name twice, none without a letter."""
    found = people(lines, others, lines)

    assert len({name.casefold() for name in found}) == len(found)
    assert all(any(sign.isalpha() for sign in name) for name in found)


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
