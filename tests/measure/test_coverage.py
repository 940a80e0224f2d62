"""Which articles count."""

from datetime import UTC, datetime

import polars as pl
import pytest

from analysis.measure import coverage
from analysis.tables import Article, Masthead, Membership, Reuse, article_id, frame

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
HERALD = Masthead("herald", "The Herald")
WIRE = Masthead("wire", "Metro Wire", agency=True)


def article(outlet="herald", url="https://herald.example/1", version=1, **more):
    """One made-up article about a bridge."""
    text = more.pop("text", "The bridge fell.")
    scope = more.pop("text_scope", "full")
    words = more.pop("words", len(text.split()))
    key = article_id(outlet, url, version)
    return Article(key, outlet, url, version, NOON, "Bridge fell", text, scope, words, "0", published_at=NOON, **more)


def member(of, *, told=True):
    """The article tells the event, or does not."""
    return Membership(of.id, of.outlet, "bridge", told, 0.9, "bridge in the headline", "program")


def current(articles, memberships, mastheads=(HERALD, WIRE), **more):
    """Rows to frames to what counts."""
    return coverage.current(
        frame(articles, Article), frame(memberships, Membership), frame(mastheads, Masthead), **more
    )


def test_current_keeps_the_latest_version_of_each_member():
    """A revised article counts once, as it stands now."""
    first, second = article(), article(version=2, text="The old bridge fell.")
    aside = article(url="https://herald.example/2")

    found = current([first, second, aside], [member(first), member(second), member(aside, told=False)])

    assert found["id"].to_list() == [second.id]
    assert found["outlet_name"].to_list() == ["The Herald"]


def test_current_can_leave_out_agency_copy_and_keeps_the_agencys_own():
    """Wire copy in the Herald is not the Herald's choice of words; in the agency's own service it is."""
    own, wired = article(), article(url="https://herald.example/2", agency="Metro Wire")
    source = article(outlet="wire", url="https://wire.example/1", agency="Metro Wire")
    everything = [own, wired, source]

    found = current(everything, [member(one) for one in everything], agency=False)

    assert set(found["id"]) == {own.id, source.id}


def shared(one, other, words, kind="agency"):
    """The first *words* words of both articles are the same."""
    span = [0, len(" ".join(one.text.split()[:words]))]
    return Reuse(one.id, one.outlet, other.id, other.outlet, span, span, words, kind)


@pytest.mark.parametrize(("words", "copy"), [(4, False), (5, True), (10, True)])
def test_an_article_of_which_half_is_an_agencys_text_is_agency_copy_without_a_mark(words, copy):
    """Five of ten words are the wire's, and nobody says so; four are a quotation that anybody may print."""
    text = "one two three four five six seven eight nine ten"
    wired = article(text=text)
    source = article(outlet="wire", url="https://wire.example/1", text=text)
    reuse = frame([shared(source, wired, words)], Reuse)

    found = current([wired, source], [member(wired), member(source)], agency=False, reuse=reuse)

    assert (wired.id not in set(found["id"])) is copy
    assert source.id in set(found["id"])


def test_copy_of_copy_bears_the_agencys_name_and_an_outlets_own_words_do_not():
    """The Beacon printed the wire with its mark, the Herald without; what two outlets share otherwise is no agency's."""
    text = "one two three four five six seven eight nine ten"
    marked, plain = article("beacon", "https://beacon.example/1", text=text, agency="Metro Wire"), article(text=text)
    friend = article("ledger", "https://ledger.example/1", text=text)
    reuse = frame([shared(marked, plain, 10), shared(friend, plain, 10, "copy")], Reuse)

    found = coverage.marked(frame([marked, plain, friend], Article), reuse, frame([WIRE], Masthead))

    assert found["agency"].to_list() == ["Metro Wire", "Metro Wire", None]
    assert found.columns == frame([], Article).columns


def test_an_outlet_without_a_masthead_goes_by_its_slug():
    """A file that a person brought may name an outlet that nobody declared."""
    one = article(outlet="beacon")

    assert current([one], [member(one)])["outlet_name"].to_list() == ["beacon"]


def test_two_outlets_of_one_name_show_their_slugs():
    """Two Heralds in one chart must stay two rows."""
    names = coverage.outlet_names(frame([HERALD, Masthead("herald_us", "The Herald")], Masthead))

    assert sorted(names["outlet_name"]) == ["The Herald (herald)", "The Herald (herald_us)"]


def test_budget_is_what_the_briefest_outlet_gives():
    """The Beacon's typical article has 60 words; more would be compared with nothing."""
    rows = [article(url=f"https://h.example/{n}", words=words) for n, words in enumerate([300, 500, 700])]
    rows += [article("beacon", f"https://b.example/{n}", words=60) for n in range(3)]
    rows += [article("ledger", "https://l.example/1", words=9, text_scope="headline")]

    assert coverage.budget(frame(rows, Article)) == 60
    assert coverage.budget(pl.DataFrame(schema=frame([], Article).schema)) == 0
