"""The ledger's name of a source is known without asking it."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from analysis.collect import sources
from analysis.collect.asking import Asking
from analysis.collect.called import called
from analysis.collect.listing import listing
from analysis.errors import Failed
from analysis.events import Terms

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
WINDOW = (datetime(2031, 5, 4, tzinfo=UTC), datetime(2031, 5, 5, tzinfo=UTC))
KEYS = {"GUARDIAN_API_KEY": "of-nobody", "NYT_API_KEY": "of-nobody", "MEDIACLOUD_API_KEY": "of-nobody"}
HOSTS = (sources.GdeltDoc, sources.GdeltGal, sources.CcNews)
KEYED = (sources.GuardianApi, sources.NytSearch, sources.NytArchive, sources.NytWire)
PLACES = {
    **dict.fromkeys(HOSTS, (("herald.example", "h.example"),)),
    **dict.fromkeys(KEYED, ()),
    sources.MediaCloud: ("herald.example",),
}


@pytest.mark.parametrize("keys", [KEYS, {}])
@pytest.mark.parametrize("kind", get_args(sources.Source))
def test_a_source_is_called_as_its_attempts_are(kind, keys):
    """Whether it can be asked or not; a new kind that is forgotten fails here."""
    place = PLACES.get(kind, ("https://herald.example/a?key=x",))

    def refuse(url, *, credentials=None):
        raise Failed("it is down")

    source = kind(*place)
    found = listing(source, Asking("herald", WINDOW, Terms(any=("quay",)), NOW, keys), refuse)

    assert {attempt.source for attempt in found.attempts} == {called(source)}
