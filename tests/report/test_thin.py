"""One article of one outlet, pasted: too little to compare is a finding, and the report stands without a fault."""

import pytest

from analysis import events, publish
from analysis.report.edition import silent
from analysis.stages.add import Bringing, add
from analysis.stages.refresh import refresh
from analysis.store import Store
from analysis.tables import Membership

PASTED = """The bridge at Lowmere is shut after a crack is found
Council calls it a precaution

The council shut the bridge at Lowmere on Friday night after divers found a crack in its third pier.
“We would rather lose a market day than a bus,” said Ada Lind, the mayor of Lowmere.
Traders said that they had not been told before the barriers went up, and asked who would pay them.
The bridge carries some nine thousand cars a day and was last looked at two years ago.
“It was sound when we saw it,” said Tom Ferris, an engineer who led that survey for the county.
A detour of eleven miles leads over the old ford, which floods in most winters.
"""


@pytest.fixture
def thin(tmp_path, monkeypatch):
    """The store of an event with one pasted article, and its event."""
    monkeypatch.setenv("SAMESTORY_DATA", str(tmp_path))
    start, end = "2025-05-01", "2025-05-09"
    folder = tmp_path / "events"
    folder.mkdir()
    (folder / "bridge.toml").write_text(
        f'title = "The bridge"\noutlets = ["the_week"]\n[window]\nstart = {start}\nend = {end}\n[terms]\nany = ["bridge"]\n',
        encoding="utf-8",
    )
    (tmp_path / "pasted.txt").write_text(PASTED, encoding="utf-8")
    event = events.load("bridge")
    store = Store(event.slug)
    add(event, store, Bringing((tmp_path / "pasted.txt",), {}, "the_week", "2025-05-02"))
    refresh(event, store)
    return event, store


def test_one_article_of_one_outlet_makes_a_whole_report(thin, tmp_path):
    """What cannot be compared, drawn or found in it is noted on its figure, and nothing is called amiss."""
    event, store = thin

    outcome = publish.publish(event, store, tmp_path / "out", tell=silent)

    said = {notice.figure for notice in outcome.notices if notice.level == "note"}
    assert outcome.failures == ()
    assert {"fig-distinctive-words", "fig-citations", "fig-half-life", "fig-revisions"} <= said
    assert "This page rests on 1 article" in (outcome.folder / "timing.html").read_text(encoding="utf-8")


def test_no_article_of_the_event_at_all_is_a_fault(thin, tmp_path):
    """An event whose words nobody wrote has nothing to report, and the run says so."""
    event, store = thin
    store.write(store.read(Membership).with_columns(member=False), Membership, part="event")

    outcome = publish.publish(event, store, tmp_path / "out", tell=silent)

    assert outcome.failures
