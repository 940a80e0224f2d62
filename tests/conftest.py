"""What several tests share: the folder of real material beside the project."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is slow, not wrong; and a landing must not hang on which examples a day's luck draws: CI draws the same
# ones each time, people's own runs draw anew.
settings.register_profile("samestory", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "samestory")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of gold labels and recorded pages; tests that need it are skipped, aloud, where it is absent."""
    folder = Path(os.environ.get("SAMESTORY_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(
            f"real material not found: no folder at {folder.name!r} beside the project, and SAMESTORY_SHARED is not set"
        )
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo's store after both rounds of collecting over loopback HTTP and every stage up to the report."""
    from analysis import demo as sites
    from analysis import events
    from analysis.stages.collect import client, collect
    from analysis.stages.refresh import refresh
    from analysis.store import Store

    event = events.load("demo")
    store = Store(event.slug, tmp_path_factory.mktemp("data"))
    for phase in sites.PHASES:
        with sites.serve(phase) as site:
            collect(event, store, client(event, contact="tests", connect_to=site.connect_to))
    refresh(event, store)
    return store
