"""A user's lexicon lies over the shipped one, and its faults are named with file and key."""

import pytest

from analysis.errors import BadInput
from analysis.quote import words
from analysis.quote.lexicons import known, over, read


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The user's folder of lexicons, and a program that has read none yet."""
    (tmp_path / "lexicon").mkdir()
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path))
    for cached in (words.lexicon, words.words, words.added, words._users):
        cached.cache_clear()
    yield tmp_path / "lexicon"
    for cached in (words.lexicon, words.words, words.added, words._users):
        cached.cache_clear()


def test_a_users_words_join_the_shipped_ones(folder):
    """Words in a text, entries in a list, outlets in a table."""
    (folder / "types.toml").write_text('[expert]\nwords = "ferrywright -doctor"', encoding="utf-8")
    (folder / "outlets.toml").write_text('[outlets]\n"The Saltmarsh Pilot" = ["Pilot"]', encoding="utf-8")

    expert = words.lexicon("types")["expert"]["words"].split()

    assert "ferrywright" in expert
    assert "professor" in expert
    assert "doctor" not in expert
    assert words.lexicon("outlets")["outlets"]["The Saltmarsh Pilot"] == ["Pilot"]


def test_what_a_user_added_is_known_as_the_users(folder):
    """Names and words alike, those taken out, too; nothing shipped."""
    (folder / "figures.toml").write_text('[figures]\n"Ada Lind" = "official mayor"', encoding="utf-8")
    (folder / "types.toml").write_text('[expert]\nwords = "ferrywright -doctor"', encoding="utf-8")

    assert {"ada", "lind", "mayor"} <= words.added("figures")
    assert {"ferrywright", "doctor"} <= words.added("types")
    assert "professor" not in words.added("types")
    assert words.added("verbs") == frozenset()


def test_a_users_number_replaces_the_shipped_one(folder):
    """A threshold is one number, not two."""
    (folder / "thresholds.toml").write_text("[relays]\ngoes_on = 3", encoding="utf-8")

    assert words.lexicon("thresholds")["relays"]["goes_on"] == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[expert\nwords = 1", "types.toml:1: "),
        ("[experts]\nwords = 'a'", "experts: unknown key; allowed: "),
        ("[expert]\nwords = 3", "expert.words: is '3'; allowed: words in one text"),
        ("[anonymous]\nphrases = 'close to'", "allowed: a list of texts"),
    ],
)
def test_a_fault_is_named_with_its_place_and_what_is_allowed(folder, text, said):
    """No lexicon is left out in silence."""
    (folder / "types.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BadInput, match=r"types\.toml") as fault:
        words.lexicon("types")

    assert said in str(fault.value)


def test_a_file_that_nobody_would_read_is_a_fault(tmp_path):
    """A slip in its name would make it useless."""
    (tmp_path / "typos.toml").write_text("", encoding="utf-8")

    with pytest.raises(BadInput, match="there is no lexicon 'typos'; allowed: people, types"):
        known(tmp_path, frozenset(("types", "people")))


def test_bytes_that_are_no_text_are_a_fault(tmp_path):
    """The message says what stands there."""
    (tmp_path / "types.toml").write_bytes(b"\xff")

    with pytest.raises(BadInput, match="0xff is not UTF-8"):
        read(tmp_path / "types.toml")


def test_nothing_added_changes_nothing(tmp_path):
    """An empty file is a lexicon, too."""
    shipped = {"a": "x y", "b": {"c": 1}}

    assert over(shipped, {}, tmp_path) == shipped
