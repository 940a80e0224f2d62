"""What extraction reads from the demo's pages is what was written, promotions and lists gone."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from analysis.demo import faults
from analysis.demo.houses import HOUSES, address
from analysis.demo.pieces import PHASES, pieces
from analysis.demo.sites import sites
from analysis.errors import NotAnArticle
from analysis.extract.article import Capture, article
from analysis.outlets import outlets

NOON = datetime(2025, 3, 20, 12, tzinfo=UTC)


@cache
def served(phase):
    """The sites, built once."""
    return sites(phase)


@cache
def read(slug, path, phase="final"):
    """The article that extraction makes of one path of the demo."""
    house, outlet = HOUSES[slug], outlets()[slug]
    answer = served(phase)[house.host][path]
    url = house.home + path
    capture = Capture(slug, url, answer.body, answer.media_type, NOON, timezone=outlet.timezone)
    return article(capture, outlet.read)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("slug", HOUSES)
def test_pages_are_read_as_they_were_written(slug, phase):
    """Text, headline, standfirst, section, tags and agency, word for word, in both phases."""
    written = [piece for piece in pieces(phase) if piece.outlet == slug]

    found = [read(slug, HOUSES[slug].path(piece), phase) for piece in written]

    fields = ("text", "headline", "standfirst", "section", "agency", "paywalled")
    assert [[getattr(a, f) for f in fields] for a in found] == [[getattr(p, f) for f in fields] for p in written]
    assert [tuple(a.tags) for a in found] == [p.tags for p in written]


@pytest.mark.parametrize("piece", pieces(), ids=lambda p: f"{p.outlet}/{p.name}")
def test_pages_tell_their_time_as_precisely_as_it_is_known(piece):
    """To the second where the outlet gives it, and the bare day where it gives no more."""
    found = read(piece.outlet, HOUSES[piece.outlet].path(piece))

    if isinstance(piece.published_at, datetime):
        assert found.published_at == piece.published_at
    else:
        assert found.published_precision == "day"
        assert found.published_at.astimezone(piece_zone(piece)).date() == piece.published_at


def piece_zone(piece):
    """Zone of the outlet."""
    return ZoneInfo(outlets()[piece.outlet].timezone)


def test_the_walled_page_gives_its_lead():
    """An article of scope lead, marked paywalled: not full text, and not nothing."""
    (key,) = (key for key, trouble in faults.TROUBLED.items() if trouble == "paywall")
    piece = next(piece for piece in pieces() if (piece.outlet, piece.name) == key)

    found = read(piece.outlet, HOUSES[piece.outlet].path(piece))

    assert (found.text_scope, found.paywalled, found.url) == ("lead", True, address(piece))


def test_the_gallery_is_no_article():
    """Four captions do not make one."""
    stray = next(stray for stray in faults.STRAYS if stray.trouble == "gallery")

    with pytest.raises(NotAnArticle):
        read(stray.outlet, stray.path)
