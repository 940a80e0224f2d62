"""A user's lexicon (TOML in ``data/lexicon/``) laid over the shipped one: words are added, ``-word`` is taken out, numbers replaced."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from analysis.errors import BadInput
from analysis.tables import SourceType

Lexicon = dict[str, Any]
_KINDS = get_args(SourceType)
_SHARE = "a share from 0 to 1"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands under a name in an open table: *allowed* in words, and an *empty* one of the same shape."""

    allowed: str
    empty: str | list[str] | float
    leads: tuple[str, ...] = ()
    """The first word is one of these; the user's takes the place of the shipped one."""
    size: int | None = None
    """So many words, which mean something by their place: the user's take the place of the shipped ones."""


_OPEN = {
    "figures": _Entry(
        f"a kind of source ({', '.join(_KINDS)}), then the nouns by which they are called, in one text",
        "",
        leads=_KINDS,
    ),
    "outlets": _Entry("a list of texts, the outlet's other names", []),
    "irregular": _Entry("four forms in one text, as says said said saying", "", size=4),
    "letters": _Entry("one noun", "", size=1),
    "rules": _Entry(_SHARE, 0.0),
}
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
    entry = _OPEN.get(key.rsplit(".", 1)[-1])
    for name, value in users.items():
        where = f"{key}.{name}" if key else name
        if entry and name.strip():
            merged[name] = _entered(entry, shipped.get(name, entry.empty), value, path, where)
        elif entry:
            raise BadInput(f"{path}: {where}: is an empty name; allowed: a name, and for it {entry.allowed}")
        elif name in shipped:
            merged[name] = _joined(shipped[name], value, path, where, _shape(shipped[name]))
        else:
            raise BadInput(f"{path}: {where}: unknown key; allowed: {', '.join(shipped)}")
    return merged


def _entered(entry: _Entry, shipped: Any, value: Any, path: Path, where: str) -> Any:
    whole = _joined(entry.empty if entry.size else shipped, value, path, where, entry.allowed)
    split = whole.split() if isinstance(whole, str) else []
    if entry.leads and (said := value.split())[:1] and said[0] in entry.leads:
        split = [said[0], *_less(shipped.split()[1:], said[1:])]
    if (entry.leads and not set(split[:1]) & set(entry.leads)) or (entry.size and len(split) != entry.size):
        raise _wrong(value, path, where, entry.allowed)
    return " ".join(split) if isinstance(whole, str) else whole


def _joined(shipped: Any, value: Any, path: Path, where: str, allowed: str) -> Any:
    if isinstance(shipped, dict) and isinstance(value, dict):
        return over(shipped, value, path, where)
    if isinstance(shipped, str) and isinstance(value, str):
        return " ".join(_less(shipped.split(), value.split()))
    if isinstance(shipped, list) and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return _less(shipped, value)
    if isinstance(shipped, int | float) and _is_such_a_number(value, shipped):
        return value
    raise _wrong(value, path, where, allowed)


def _is_such_a_number(value: Any, shipped: float) -> bool:
    """Whether it is a share where a share is shipped, and a whole number where one is: a count of words or paragraphs."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= 1 if isinstance(shipped, float) else isinstance(value, int) and value >= 0


def _wrong(value: Any, path: Path, where: str, allowed: str) -> BadInput:
    return BadInput(f"{path}: {where}: is {str(value)[:60]!r}; allowed: {allowed}")


def _less(shipped: list[str], users: list[str]) -> list[str]:
    out = {each[1:] for each in users if each.startswith("-")}
    return [each for each in [*shipped, *users] if each not in out and not (each in users and each.startswith("-"))]


def _shape(shipped: Any) -> str:
    if isinstance(shipped, dict):
        return "a table"
    if isinstance(shipped, str):
        return "words in one text, with blanks between them"
    if isinstance(shipped, list):
        return "a list of texts"
    return _SHARE if isinstance(shipped, float) else "a whole number from 0 on"
