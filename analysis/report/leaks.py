"""What a page must not tell of the machine that made it: folders shortened where they may stand, refused where they may not."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import Stop

_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD", re.IGNORECASE)
_SHORTEST_SECRET = 8
"""Shorter values (``1``, ``true``, a name) stand in every text and are no secrets."""

_EDGE_BEFORE, _EDGE_AFTER = r"(?<![\w.-])", r"(?![\w-])"


def shortened(text: str) -> str:
    """A program's own words (a traceback, a warning) with folders of this machine cut off."""
    text = re.sub(r"[^\s'\"]*/(?:site|dist)-packages/", "", text)
    text = re.sub(r"(?:/\S*)?/ipykernel_\d+/\d+\.py", "cell", text)
    for folder, name in _folders():
        text = re.sub(_EDGE_BEFORE + re.escape(folder) + _EDGE_AFTER, name, text)
    return text


def guard(text: str, where: str) -> str:
    """The same text, if it may be shared.

    Raises:
        Stop: the text names this machine's home or current folder, or holds the value of a secret from the environment.
    """
    for folder, name in _folders():
        spellings = {folder, folder.replace("\\", "\\\\"), folder.replace("/", "\\/")}
        pattern = "|".join(_EDGE_BEFORE + re.escape(spelling) + _EDGE_AFTER for spelling in spellings)
        if found := re.search(pattern, text):
            about = text[max(0, found.start() - 30) : found.start()].replace("\n", " ")
            raise Stop(f"{where} is not written: it names a folder of this machine ({name}) after “…{about}”")
    for variable, value in os.environ.items():
        if _SECRET.search(variable) and len(value) >= _SHORTEST_SECRET and value in text:
            raise Stop(f"{where} is not written: it holds the value of the environment variable {variable}")
    return text


def _folders() -> Iterator[tuple[str, str]]:
    """Folders that would tell whose machine it is, longest first, and what stands for them."""
    ours = str(Path(__file__).resolve().parents[2])
    named = {
        sys.prefix: "<python>",
        sys.base_prefix: "<python>",
        str(Path.home()): "~",
        ours: ".",
        str(Path.cwd()): ".",
    }
    for folder in sorted(named, key=len, reverse=True):
        if len(Path(folder).parts) > 1 and not folder.startswith("/usr"):
            yield folder, named[folder]
