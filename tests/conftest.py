"""What several tests share: the folder of real material beside the project."""

import os
from pathlib import Path

import pytest

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
