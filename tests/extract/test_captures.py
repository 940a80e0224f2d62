"""Several captures of one address, years and layouts apart, are versions only where words differ."""

import gzip
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis.extract.article import Capture, article
from analysis.extract.versions import versions
from analysis.outlets import outlets
from analysis.tables import Article

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SLUGS = {"nytimes": "nyt", "guardian": "guardian", "washingtonpost": "washington_post", "theweek": "the_week"}
SAME = (
    "boris-johnson-apologises",
    "show-banned-french-comedian",
    "the-long-run-gingrich",
    "wapo e25c380c",
    "how-to-see-what-the-internet-knows",
)
"""Parts of groups whose captures were set side by side word by word: only page furniture differs between the layouts."""


@pytest.fixture(scope="module")
def captured(request: pytest.FixtureRequest) -> dict[str, list[Article]]:
    """Group → what was read from each capture, as if they were of one address and a day apart."""
    shared: Path = request.getfixturevalue("shared")
    folder = shared / "gold/extraction/outlet_pages"
    found = defaultdict(list)
    for number, page in enumerate(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))):
        outlet = outlets()[SLUGS[page["outlet"]]]
        body = gzip.decompress((folder / page["file"]).read_bytes())
        at = FIRST + timedelta(days=number)
        found[page["group"]].append(
            article(
                Capture(page["outlet"], page["group"], body, "text/html", at, timezone=outlet.timezone), outlet.read
            )
        )
    return found


@pytest.mark.parametrize("slug", SAME)
def test_another_layout_is_no_version(captured, slug):
    """Two or three captures from two or three publishing systems: one version."""
    group = next(found for name, found in captured.items() if slug in name)

    assert len(group) > 1
    assert len(versions(group)) == 1


def test_captures_agree_on_the_minute(captured):
    """Wherever two captures of one article both say a time, it is the same minute, whatever zone each was written in."""
    stated = [
        {a.published_at.replace(second=0) for a in group if a.published_at and a.published_precision != "day"}
        for group in captured.values()
    ]

    several = [minutes for group, minutes in zip(captured.values(), stated, strict=True) if len(group) > 1]
    assert len(several) >= 8
    assert all(len(minutes) <= 1 for minutes in several)
