"""What an event file says of speakers is looked at before the first article is."""

from datetime import UTC, datetime

import pytest

from analysis.errors import BadInput
from analysis.events import Event, Window
from analysis.stages.quote import quote
from analysis.store import Store

WINDOW = Window(start=datetime(2031, 5, 4, tzinfo=UTC), end=datetime(2031, 5, 7, tzinfo=UTC))


def test_a_name_that_two_speakers_claim_ends_the_stage_and_names_the_file(tmp_path):
    """Before an hour of reading, not after it."""
    event = Event(
        slug="quay",
        title="The quay",
        window=WINDOW,
        outlets=("herald",),
        speakers={"Mayor X": ("Ada Lind",), "Mayor Y": ("ada lind",)},
    )

    with pytest.raises(BadInput, match=r"^quay\.toml: speakers\.Mayor Y: 'ada lind' .* 'Ada Lind' of 'Mayor X'"):
        quote(event, Store("quay", tmp_path))
