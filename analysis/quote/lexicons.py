"""A user's lexicon (TOML in ``data/lexicon/``) laid over the shipped one: words are added, ``-word`` is taken out, numbers replaced."""

import re
import tomllib
from pathlib import Path
from typing import Any

from analysis.errors import BadInput

Lexicon = dict[str, Any]

OPEN = frozenset(("outlets", "irregular", "rules", "figures", "letters"))
"""Tables whose keys are entries of their own, so that a user may add any."""


def read(path: Path) -> Lexicon:
    """A user's lexicon as it stands in its file.

    Raises:
        BadInput: the file is no TOML in UTF-8; the message names file and line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as why:
        raise BadInput(f"{path}:1: byte {why.object[why.start]:#x} is not UTF-8; allowed: TOML in UTF-8") from None
    except OSError as why:
        raise BadInput(f"{path}:1: {why.strerror}; allowed: a TOML file") from None
    except (ValueError, RecursionError) as why:
        line = found[1] if (found := re.search(r"at line (\d+)", str(why))) else "1"
        raise BadInput(f"{path}:{line}: {why}; allowed: TOML") from None


def known(folder: Path, names: frozenset[str]) -> None:
    """Nothing, where every lexicon in *folder* bears the name of a shipped one.

    Raises:
        BadInput: a file that nobody would ever read.
    """
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in names:
            raise BadInput(f"{path}:1: there is no lexicon {path.stem!r}; allowed: {', '.join(sorted(names))}")


def over(shipped: Lexicon, users: Lexicon, path: Path, key: str = "") -> Lexicon:
    """The shipped lexicon with the user's words and numbers in it.

    Raises:
        BadInput: a key that the shipped lexicon does not have, or a value of another shape.
    """
    merged = dict(shipped)
    for name, value in users.items():
        where = f"{key}.{name}" if key else name
        if name not in shipped:
            if key.rsplit(".", 1)[-1] not in OPEN:
                raise BadInput(f"{path}: {where}: unknown key; allowed: {', '.join(shipped)}")
            merged[name] = value
            continue
        merged[name] = _joined(shipped[name], value, path, where)
    return merged


def _joined(shipped: Any, value: Any, path: Path, where: str) -> Any:
    if isinstance(shipped, dict) and isinstance(value, dict):
        return over(shipped, value, path, where)
    if isinstance(shipped, str) and isinstance(value, str):
        return " ".join(_less(shipped.split(), value.split()))
    if isinstance(shipped, list) and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return _less(shipped, value)
    number = isinstance(shipped, int | float) and isinstance(value, int | float)
    if number and not isinstance(value, bool) and value >= 0:
        return value
    raise BadInput(f"{path}: {where}: is {str(value)[:60]!r}; allowed: {_shape(shipped)}")


def _less(shipped: list[str], users: list[str]) -> list[str]:
    out = {each[1:] for each in users if each.startswith("-")}
    return [each for each in [*shipped, *users] if each not in out and not (each in users and each.startswith("-"))]


def _shape(shipped: Any) -> str:
    if isinstance(shipped, dict):
        return "a table"
    if isinstance(shipped, str):
        return "words in one text, with blanks between them"
    return "a list of texts" if isinstance(shipped, list) else "a number from 0 on"
