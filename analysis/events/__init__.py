"""An event file (TOML) → an Event; every fault named with file, line, key and what is allowed."""

import json
import re
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from analysis import places
from analysis.errors import BadInput, Missing
from analysis.events.event import SLUG, Address, Decision, Event, Identity, Terms, Window, meant
from analysis.events.faults import line_of, told

__all__ = [
    "Address",
    "Decision",
    "Event",
    "Identity",
    "Terms",
    "Window",
    "available",
    "create",
    "load",
    "meant",
    "template",
]


def available(folder: Path | None = None) -> dict[str, Path]:
    """Event files by slug: those of *folder*, else the user's, the shipped examples and the demo, the first found first."""
    shipped = (places.data() / "events", places.shipped("data/events"), places.shipped("data/demo") / "events")
    found: dict[str, Path] = {}
    for place in (folder,) if folder else shipped:
        for path in sorted(place.glob("*.toml")):
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def load(name: str | Path, folder: Path | None = None) -> Event:
    """The event of that slug (see `available`) or in that file.

    Raises:
        Missing: no such event; the message names those that there are.
        BadInput: the file has faults; one a line, ``path:line: key: what is wrong; allowed: …``.
    """
    if isinstance(name, Path) or name.endswith(".toml") or "/" in name:
        path = Path(name)
    else:
        known = available(folder)
        if name not in known:
            there = ", ".join(known) or "none"
            raise Missing(f"no event {name!r}{meant(name, known)}; there are: {there}; `samestory new` makes one")
        path = known[name]
    return _event(path, _text(path))


def _event(path: Path, text: str) -> Event:
    try:
        content = tomllib.loads(text)
    except RecursionError:
        raise BadInput(f"{path}:1: (file): brackets within brackets without end; allowed: TOML") from None
    except ValueError as why:
        line = found[1] if (found := re.search(r"at line (\d+)", str(why))) else "1"
        raise BadInput(f"{path}:{line}: (file): {why}; allowed: TOML") from None
    try:
        event = Event.model_validate({"slug": path.stem, **content})
    except ValidationError as why:
        raise BadInput(told(path, text, why.errors())) from None
    if event.slug != path.stem:
        place = f"{path}:{line_of(text, ('slug',))}"
        raise BadInput(f"{place}: slug: {event.slug!r}; allowed: the file's name, {path.stem!r}")
    return event


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Missing(f"no event file {path}; `samestory new` makes one") from None
    except OSError as why:
        raise BadInput(f"{path}:1: (file): {why.strerror}; allowed: a TOML file") from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as why:
        line = raw[: why.start].count(b"\n") + 1
        raise BadInput(
            f"{path}:{line}: (file): byte {raw[why.start]:#x} is not UTF-8; allowed: TOML in UTF-8"
        ) from None


_TEMPLATE = """\
# {path}: what happened, when, and who is asked to have covered it.
# Check it with `samestory status {slug}`; every fault is named with its line.

title = {title}
summary = ""
timezone = "UTC"              # days and times below are of this zone
# happened_at = {start}T18:30:00   # when it happened; times of articles are counted from here
outlets = [{outlets}]
# apart = [["Ada Lind", "Lind"]]     # names that are never one speaker

[window]                      # days or times; a day as end is inclusive
start = {start}
end = {end}

[terms]                       # an article tells the event where these occur; a last * stands for any ending
any = []                      # at least one of them
all = []                      # each of them
none = []                     # none of them

[themes]                      # theme = words that stand for it
# "Cost" = ["price*", "budget", "million"]

[names]                       # outlets that have no file of their own: slug = "Name"

[speakers]                    # one person under several names
# "Ada Lind" = ["Mayor Lind"]

# [[addresses]]               # articles that you know to tell it
# outlet = "herald"
# url = "https://herald.example/bridge"

# [[identities]]              # who speaks under a name in one article
# url = "https://herald.example/bridge"
# speaker = "Lind"
# name = "Una Lind"
# by = "your name"

# [[decisions]]               # your word on one article wins over the program's
# url = "https://herald.example/other-bridge"
# include = false
# reason = "another bridge"
# by = "your name"
"""


def template(slug: str, title: str, start: date, end: date, outlets: Sequence[str]) -> str:
    """A commented event file (TOML) to fill in; it loads as it is."""
    listed = ", ".join(_quoted(outlet) for outlet in outlets)
    return _TEMPLATE.format(
        path=f"{slug}.toml",
        slug=slug,
        title=_quoted(title),
        start=start.isoformat(),
        end=end.isoformat(),
        outlets=listed,
    )


def create(event: str, *, title: str, start: date | None, end: date | None, outlets: Sequence[str]) -> Path:
    """Where the new event's file lies, filled in as far as it is known.

    Raises:
        BadInput: there is such a file already, or what it would say has faults.
    """
    if not SLUG.fullmatch(event):
        raise BadInput(f"{event!r} is no name of an event; allowed: lower-case letters, digits, - and _")
    path = places.data() / "events" / f"{event}.toml"
    if path.exists():
        raise BadInput(f"{path} is there already; change it, or choose another name")
    if not start or not end or not outlets:
        raise BadInput(f"{event}: a new event needs its first and last day and its outlets")
    first, last = (date(day.year, day.month, day.day) for day in (start, end))
    text = template(event, title or event.replace("-", " ").capitalize(), first, last, outlets)
    # Read before it is written: a file with faults would stand in the way of the next try.
    _event(path, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
