"""Real exports and pasted texts, where they lie beside the project."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from analysis.collect.files import Brought, read
from analysis.outlets import slug_of
from analysis.tables import Attempt

NOW = datetime(2024, 5, 9, 12, tzinfo=UTC)
MAPPED = {"headline": "title", "text": "content", "published_at": "date", "outlet": "source"}


def test_every_recorded_set_comes_through(shared):
    """Real exports: each article by its outlet, none left out."""
    folder = shared / "recorded" / "same_event"
    paths = sorted(path for path in folder.glob("*/*__*.json") if path.stem.count("__") == 2)
    if not paths:
        pytest.skip("recorded sets not found")

    about = {"mapping": MAPPED, "outlet": None, "outlet_of": slug_of, "now": NOW}
    found = [one for path in paths for one in read(path, **about)]

    assert not [one for one in found if isinstance(one, Attempt)]
    assert len(found) == len(paths)
    outlets = Counter(one.outlet for one in found)
    assert {"nyt", "guardian", "washington_post", "the_week", "politico", "cnn", "cbn"} <= set(outlets)
    assert all(one.published_precision == "day" and one.url.startswith("https://") for one in found)


def test_the_recorded_feed_entries_come_through(shared):
    """Lists of what feeds said: headlines with times to the second."""
    folder = shared / "recorded" / "same_event" / "rss_day_2022-08-31_gorbachev"
    if not folder.is_dir():
        pytest.skip("recorded feeds not found")
    mapping = {"headline": "title", "standfirst": "description", "url": "link", "published_at": "date_published"}

    about = {"mapping": mapping, "outlet": None, "outlet_of": slug_of, "now": NOW}
    found = [one for path in sorted(folder.glob("*.json")) for one in read(path, **about)]

    assert len(found) == 168
    assert {one.published_precision for one in found if isinstance(one, Brought)} == {"second"}


def test_the_pasted_article_comes_through(shared):
    """As a person pasted it; when it was published is not in it."""
    path = shared / "seed" / "the_week_kazakhstan.txt"
    if not path.is_file():
        pytest.skip("the pasted article was not found")

    (found,) = read(path, mapping={}, outlet="the_week", outlet_of=slug_of, now=NOW)

    assert (found.outlet, found.published_at, found.media_type) == ("the_week", None, "text/plain")
    assert found.body == path.read_bytes()
