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


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "figures",
            "[figures]\n'Mary Okoro' = 'expret mayor'",
            "figures.Mary Okoro: is 'expret mayor'; allowed: a kind",
        ),
        ("figures", "[figures]\n'Mary Okoro' = ''", "figures.Mary Okoro: is ''; allowed: a kind of source (official, "),
        ("figures", "[figures]\n'Mary Okoro' = 5", "figures.Mary Okoro: is '5'; allowed: a kind of source"),
        ("figures", "[figures]\n'Mary Okoro' = ['expert']", "is \"['expert']\"; allowed: a kind of source"),
        ("figures", "[figures.'Mary Okoro']\nkind = 'expert'", "figures.Mary Okoro: is "),
        ("figures", "[figures]\n'Donald Trump' = '-official'", "figures.Donald Trump: is "),
        ("figures", "[figures]\n' ' = 'expert'", "figures. : is an empty name; allowed: a name, "),
        ("outlets", "[outlets]\n'Dor Daily' = 'AI'", "outlets.Dor Daily: is 'AI'; allowed: a list of texts"),
        ("outlets", "[outlets]\n'Dor Daily' = 5", "outlets.Dor Daily: is '5'; allowed: a list of texts"),
        ("outlets", "[outlets]\n'Dor Daily' = [5]", "outlets.Dor Daily: is '[5]'; allowed: a list of texts"),
        ("verbs", "[irregular]\nspeak = 'spoke'", "irregular.speak: is 'spoke'; allowed: four forms"),
        ("marks", "[letters]\nobe = 'an officer'", "letters.obe: is 'an officer'; allowed: one noun"),
        ("scores", "[rules]\n'colon say' = 1.5", "rules.colon say: is '1.5'; allowed: a share from 0 to 1"),
        ("scores", "[rules]\n'colon' = nan", "rules.colon: is 'nan'; allowed: a share from 0 to 1"),
        ("thresholds", "[event]\nagreed = 7", "event.agreed: is '7'; allowed: a share from 0 to 1"),
        ("thresholds", "[event]\nagreed = true", "event.agreed: is 'True'; allowed: a share from 0 to 1"),
        ("thresholds", "[types]\nback = 1.5", "types.back: is '1.5'; allowed: a whole number from 0 on"),
        ("thresholds", "[types]\nback = -1", "types.back: is '-1'; allowed: a whole number from 0 on"),
    ],
)
def test_a_wrong_entry_is_named_with_what_it_is_and_what_is_allowed(folder, name, text, said):
    """An entry of the user's own, too: what is read as something else would be wrong in every table."""
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BadInput) as fault:
        words.lexicon(name)

    assert str(fault.value).startswith(f"{folder / name}.toml: ")
    assert said in str(fault.value)


def test_every_shipped_entry_is_one_that_a_user_may_write(folder):
    """A rule that the shipped words break would be none."""
    for name in ("figures", "outlets", "verbs", "marks", "scores", "thresholds"):
        shipped = words.lexicon(name)

        assert over(shipped, shipped, folder / f"{name}.toml").keys() == shipped.keys()


def test_a_users_kind_or_form_replaces_the_shipped_one_and_nouns_join(folder):
    """Somebody is of one kind; the nouns are as many as articles use."""
    (folder / "figures.toml").write_text('[figures]\n"Bill Clinton" = "expert lecturer"', encoding="utf-8")
    (folder / "verbs.toml").write_text('[irregular]\nsay = "saith sayed sayed saying"', encoding="utf-8")

    assert words.lexicon("figures")["figures"]["Bill Clinton"] == "expert president lecturer"
    assert words.lexicon("verbs")["irregular"]["say"] == "saith sayed sayed saying"


def test_the_first_lexicon_read_names_the_faults_of_all(folder):
    """A command ends at once, and not at the first article that needs the faulty one."""
    (folder / "outlets.toml").write_text('[outlets]\n"Dor Daily" = 5', encoding="utf-8")

    with pytest.raises(BadInput, match=r"outlets\.toml: outlets\.Dor Daily"):
        words.lexicon("grammar")


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
