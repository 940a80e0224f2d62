"""Who finds the statements, and what is said where the learned reader cannot be loaded."""

import tomllib
from hashlib import sha256
from importlib.resources import files

import pytest

from analysis.errors import Missing
from analysis.quote import finder as room
from analysis.quote import reader as weights
from analysis.quote.attributions import attributions
from analysis.quote.finder import by_rule, finder, learned
from analysis.quote.sentences import sentences
from analysis.quote.statements import Statement
from analysis.quote.tagging import Found
from analysis.quote.tokens import tokens

MODEL = files("analysis.quote") / "model"
TEXT = "Flood at Weir\nAda Finch, the mayor of Weir, said the bridge would be shut until May. “We had no choice,” she added."


@pytest.fixture
def fresh():
    """The shipped file is read anew, and forgotten again."""
    weights.reader.cache_clear()
    room.finder.cache_clear()
    yield
    weights.reader.cache_clear()
    room.finder.cache_clear()


def test_the_shipped_file_is_the_pinned_one():
    """A file of another make would give other numbers under the same version."""
    pinned = tomllib.loads((MODEL / "pinned.toml").read_text(encoding="utf-8"))["sha256"]
    raw = (MODEL / weights.FILE).read_bytes()

    assert sha256(raw).hexdigest() == pinned
    assert len(raw) < 30_000_000


def test_the_learned_reader_is_the_usual_way():
    """No silent step back to the rules."""
    assert (finder().name, finder().why) == ("model", "")


class Told:
    """A reader that says what it is given."""

    def __init__(self, *said):
        self.said = said

    def read(self, text):
        """The same of any text."""
        return list(self.said)

    def chance(self, raw):
        """As sure as it said."""
        return raw


def test_a_source_ends_with_its_sentence():
    """The next sentence's source is another."""
    text = "It is over, said Ada Finch, a baker. Tom Reed, who came late, said he had no doubt."
    long = text.index("Ada"), text.index(", said he")
    first = Found(((0, 10),), ((12, 16),), (long,), 0.9)
    second = Found((span(text, "he had no doubt"),), (span(text, "said", 40),), (long,), 0.9)

    found = learned(Told(first, second)).find(tokens(text), sentences(tokens(text)))

    assert [text[slice(*one.source[0])] for one in found] == ["Ada Finch, a baker", "Tom Reed, who came late"]


def span(text, part, after=0):
    """Where *part* stands."""
    at = text.index(part, after)
    return at, at + len(part)


def test_statements_say_by_which_way_they_were_found():
    """Both ways on one text."""
    read, ruled = attributions(TEXT), attributions(TEXT, by=by_rule())

    assert {one.found_by for one in read} == {"model"}
    assert {one.found_by for one in ruled} == {"rules"}
    assert [one.speaker for one in read] == ["Ada Finch", "Ada Finch"]


@pytest.mark.usefixtures("fresh")
def test_another_file_than_the_pinned_one_is_not_used_and_it_is_said(monkeypatch, tmp_path):
    """One byte more: the rules find, and the reason names the file."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "pinned.toml").write_bytes((MODEL / "pinned.toml").read_bytes())
    (tmp_path / "model" / weights.FILE).write_bytes((MODEL / weights.FILE).read_bytes() + b"\0")
    monkeypatch.setattr(weights, "files", lambda _package: tmp_path)

    chosen = finder()

    assert chosen.name == "rules"
    assert "attribution.onnx is not the pinned file" in chosen.why


@pytest.mark.usefixtures("fresh")
def test_a_missing_file_is_said_with_what_to_do(monkeypatch, tmp_path):
    """A clone without the file."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "pinned.toml").write_bytes((MODEL / "pinned.toml").read_bytes())
    monkeypatch.setattr(weights, "files", lambda _package: tmp_path)

    assert "install it anew" in finder().why


def test_a_file_that_is_no_model_is_said():
    """Bytes that onnxruntime cannot use."""
    with pytest.raises(Missing, match="no file that onnxruntime"):
        weights.opened(b"no weights")


@pytest.mark.parametrize(
    "text", ["", "\n", " ", "👩‍🚒", "a\u0301\u0301\u0301", "x" * 5000, "“" * 400, "Ada said it. " * 2000]
)
def test_any_text_gives_a_list(text):
    """Nothing, signs alone, no spaces, thousands of sentences."""
    assert isinstance(attributions(text), list)


def test_the_same_text_gives_the_same_statements_whatever_was_read_before():
    """Numbers hang on the window alone, never on what stood beside it."""
    first = attributions(TEXT)
    attributions("Another text altogether. “No,” said Ida Reed.")

    assert attributions(TEXT) == first


def test_a_source_that_the_reader_left_open_is_the_subject_that_the_rules_see():
    """A cue of its own, and a rule that knows whose it is; a cue that no rule knows stays without."""
    text = tokens("Ida Reed came fourth and said it was late.")
    open_, other = (statement(text, cue, ()) for cue in ("said", "came"))

    filled = room._sourced([open_, other], [statement(text, "said", ((0, 8),))])

    assert [one.source for one in filled] == [((0, 8),), ()]


def statement(text, cue, source):
    """A statement of which only cue and source matter."""
    at = text.text.index(cue)
    return Statement(((25, 41),), ((at, at + len(cue)),), source, "indirect", "model", "", 0)


def test_an_article_alone_is_no_source():
    """A stray tag on "the" names nobody."""
    text = tokens("Under the contract, the cap does not apply.")

    one = room._statement(Always(), text, sentences(text), Found(((20, 42),), (), ((20, 23),), 0.5))

    assert one.source == ()


def test_a_source_inside_a_contraction_is_kept():
    """One token is "He’s", so no whole token lies in "He": it was once taken for nobody."""
    text = tokens("“Rain,” he’s said.")

    one = room._statement(Always(), text, sentences(text), Found(((1, 5),), ((12, 16),), ((8, 10),), 0.5))

    assert one.source == ((8, 10),)


class Always:
    """A reader whose chances are what they say."""

    def chance(self, raw):
        """The same."""
        return raw


def test_a_file_without_kinds_of_sources_is_not_used_and_it_is_said():
    """A file of an earlier make would end in the middle of a text."""

    class Earlier:
        def get_outputs(self):
            return [type("Output", (), {"name": name}) for name in ("tags", "to_cue", "to_source")]

    with pytest.raises(Missing, match="answers tags, to_cue, to_source and not"):
        weights._reader(Earlier())
