"""Passages that two articles share, and what kind of sharing it is."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.match import passages, reuse
from analysis.tables import Article, Reuse, check, frame

RUN = "the keeper lit the lamp at dusk and rowed home before the tide turned"
NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)


def piece(name: str, outlet: str, text: str, **fields: object) -> Article:
    """An article of a made-up outlet."""
    plain = Article(name, outlet, f"https://{outlet}.example/{name}", 1, NOON, name, text, "full", 9, "0" * 64)
    return replace(plain, **fields)


def found(*articles: Article, **choices: object) -> list[dict[str, object]]:
    """Rows of shared passages."""
    return check(reuse(frame(articles, Article), **choices), Reuse).rows(named=True)


def test_a_shared_run_is_found_with_both_its_places():
    """Case and punctuation differ; the spans cut out the words as each article prints them."""
    one = piece("a", "herald", f"Yesterday {RUN}. Then it rained.")
    two = piece("b", "lantern", f"Locals say: {RUN.capitalize()}, and slept.")

    (row,) = found(one, two)

    assert one.text[slice(*row["span"])].lower() == RUN
    assert two.text[slice(*row["other_span"])].lower() == RUN
    assert (row["words"], row["kind"]) == (14, "copy")


def test_seven_words_are_too_few_and_one_outlet_does_not_copy_itself():
    """The floor is eight; versions and columns of one outlet are its own business."""
    seven = " ".join(RUN.split()[:7])

    assert not found(piece("a", "herald", f"So {seven} one."), piece("b", "lantern", f"But {seven} two."))
    assert not found(piece("a", "herald", RUN), piece("b", "herald", RUN))


def test_the_earlier_article_comes_first():
    """B is published an hour before a, so that b is the article and a the other."""
    late = piece("a", "herald", RUN, published_at=NOON.replace(hour=13), published_precision="minute")
    early = piece("b", "lantern", RUN, published_at=NOON, published_precision="minute")

    (row,) = found(late, early)

    assert (row["article"], row["other"]) == ("b", "a")


def test_words_within_quotation_marks_are_a_quotation():
    """Two reporters who heard the same sentence did not copy each other."""
    (row,) = found(piece("a", "herald", f"She said: “{RUN}.”"), piece("b", "lantern", f"“{RUN},” she said."))

    assert row["kind"] == "quotation"


def test_an_agency_makes_it_agency_copy():
    """By the mark that the article bears, or because its outlet is one."""
    plain = piece("a", "herald", RUN)

    assert found(plain, piece("b", "lantern", RUN, agency="Northwire"))[0]["kind"] == "agency"
    assert found(plain, piece("b", "northwire", RUN), agencies={"northwire"})[0]["kind"] == "agency"


def test_an_insertion_of_eight_words_parts_a_run():
    """Two runs, each with its own row, not one that spans what is not shared."""
    half, rest = RUN.split()[:8], ["while", "gulls", *RUN.split()[8:], "over", "the", "wall"]
    one = piece("a", "herald", " ".join(half + rest))
    two = piece(
        "b", "lantern", " ".join([*half, *["one", "two", "three", "four", "five", "six", "seven", "eight"], *rest])
    )

    assert [row["words"] for row in found(one, two)] == [8, 11]


def test_an_edited_copy_is_still_one_passage():
    """Every seventh word is changed: no eight in a row are shared, and yet it is one copy."""
    words = [f"word{n}" for n in range(60)]
    edited = [f"other{n}" if n % 7 == 3 else word for n, word in enumerate(words)]
    source, suspicious = " ".join(words), "Before it. " + " ".join(edited) + " After it."

    (passage,) = passages(source, suspicious)

    assert source[slice(*passage.src)].split()[0] == "word4"
    assert passage.words >= 48


def test_texts_without_a_common_phrase_share_nothing():
    """Other words, and empty texts."""
    assert passages("one two three four five six seven eight", "nine ten eleven twelve") == []
    assert passages("", "") == []


WORDS = st.lists(
    st.sampled_from(["tide", "lamp", "keeper", "quay", "rope", "gull", "salt", "wall", "oar", "mist"]), max_size=60
)


@settings(deadline=None)  # the cores are shared
@given(WORDS, WORDS)
def test_spans_lie_within_their_texts_on_whole_words(one, two):
    """Whatever the texts, a span starts and ends at a word of its own text."""
    source, suspicious = " ".join(one), " ".join(two)

    for passage in passages(source, suspicious):
        for text, (start, end) in ((source, passage.src), (suspicious, passage.susp)):
            assert 0 <= start < end <= len(text)
            assert text[start:end].split()[0] in one + two
            assert text[:start].endswith(" ") or start == 0
            assert text[end:].startswith(" ") or end == len(text)


@settings(deadline=None)  # the cores are shared
@given(WORDS)
def test_a_long_text_shares_all_of_itself_with_its_copy(words):
    """Eight words or more that are copied whole are found whole by the exact index."""
    text = " ".join(words)

    rows = found(piece("a", "herald", text), piece("b", "lantern", text))

    assert any(row["words"] == len(words) for row in rows) == (len(words) >= 8)
