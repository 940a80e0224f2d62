"""Where things lie on this machine: the checkout, an installed wheel, the folder that the user works in.

The one place that reads the environment variable ``SAMESTORY_DATA``.
"""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Folder of files that travel with the program: ``notebooks``, ``data/demo``, ``data/events``.

    A checkout has them beside the package; an installed wheel in a folder of their own next to it.
    """
    beside = _PACKAGE.parent
    return beside / name if (beside / "pyproject.toml").is_file() else beside / "samestory_share" / name


def data() -> Path:
    """The user's data folder: ``SAMESTORY_DATA``, else the nearest ``data/`` at or above here, else ``./data``.

    Notebooks run with their own folder as the current one, hence the look upwards.
    """
    named = os.environ.get("SAMESTORY_DATA")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / "events").is_dir():
            return folder / "data"
    return here / "data"


def reports() -> Path:
    """Where reports go: ``reports/`` beside the data folder."""
    return data().parent / "reports"
