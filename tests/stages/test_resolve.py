"""A page's canonical link is followed where it can be believed, and nowhere else."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stages.resolve import Read, claimed, resolved
from analysis.tables import Article, Attempt

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
HOME = "https://herald.example"
WALL = f"{HOME}/2031/05/04/wall-gives-way-at-dawn"
TEXT = " ".join(f"The water stood {n} feet above the stones of quay number {n}." for n in range(40))


def read(url, claims="", text=TEXT, headline="The wall"):
    """One page that was read."""
    article = Article("x", "herald", url, 1, NOON, headline, text, "full", len(text.split()), "d")
    return Read(article, Attempt("herald", "page", url, NOON, "extract", "kept", ""), claims)


def addresses(reads, **more):
    """Where the articles ended."""
    return [one.article.url for one in resolved(reads, "herald", **more)]


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (f'<link rel="canonical" href="{WALL}?utm_source=x">', WALL),
        (f"<LINK href={WALL} rel=canonical>", WALL),
        (f"<link data-x='1' href='{WALL.removeprefix(HOME)}' rel='alternate canonical'/>", WALL),
        ('<link rel="canonical" href="">', "https://herald.example/a"),
        ('<link rel="canonical" href="http://[::1">', ""),
        ('<link rel="canonical" href="app://story/1">', ""),
        ('<link rel="stylesheet" href="/canonical.css">', ""),
        ("", ""),
    ],
)
def test_the_canonical_link_is_read_however_it_is_written(page, address):
    """Quoted or not, in any order, relative or whole."""
    assert claimed(page.encode(), "text/html", f"{HOME}/a") == address


def test_an_interface_s_item_claims_nothing():
    """Its address is its own."""
    assert claimed(f'<link rel="canonical" href="{WALL}">'.encode(), "application/json", WALL) == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_a_fault(body):
    """A page may hold anything."""
    assert isinstance(claimed(b"<link rel=canonical href=" + body + b">", "text/html", WALL), str)


def test_two_pages_of_one_article_meet():
    """Under the address that one of them names and the other has."""
    assert addresses([read(WALL, WALL), read(f"{HOME}/m/wall", WALL)]) == [WALL, WALL]


def test_a_page_alone_goes_by_the_address_that_it_names():
    """The page there need not have been seen."""
    assert addresses([read(f"{HOME}/m/wall", WALL)]) == [WALL]


def test_the_second_page_of_an_article_is_no_version_of_the_first():
    """Some sites name the first page as the canonical one of all: its text would look like an edit."""
    second = " ".join(f"Ship number {n} lay beyond the reef with all its lamps lit." for n in range(40))

    assert addresses([read(WALL, WALL), read(f"{WALL}/2", WALL, second)]) == [WALL, f"{WALL}/2"]


@pytest.mark.parametrize(
    "claim", [f"{HOME}/", f"{HOME}/world", "https://courier.example/2031/05/04/wall-gives-way-at-dawn"]
)
def test_a_section_a_front_page_or_another_house_is_not_believed(claim):
    """An outlet that republishes names the first publisher: it stays that outlet's publication."""
    assert addresses([read(WALL, claim)]) == [WALL]


def test_an_address_that_a_person_named_stays():
    """The event file names articles and decides on them by their address."""
    assert addresses([read(f"{HOME}/m/wall", WALL)], named=[f"{HOME}/m/wall"]) == [f"{HOME}/m/wall"]


def test_an_article_that_was_rewritten_still_meets_its_copy():
    """Pages are compared as they were last."""
    old = " ".join(f"Early word number {n} on what nobody knew." for n in range(40))

    assert addresses([read(WALL, WALL, old), read(WALL, WALL), read(f"{HOME}/m/wall", WALL)]) == [WALL] * 3
