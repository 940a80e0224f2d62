"""What interfaces behind a key share: the key that is missing or wrong, their JSON, their limits, their questions."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from analysis.collect.asking import Asking, Fetch, Window
from analysis.collect.client import Credentials, Response
from analysis.collect.desk import Desk
from analysis.collect.sources import Keyed
from analysis.errors import Blocked, Unreadable

Item = Mapping[str, Any]

_BETWEEN = r"[\s\-‐‑–]+"
"""Between the words of a phrase: an address has hyphens there, and print has several kinds."""
_LEFT = ("x-ratelimit-remaining-day", "ratelimit-remaining", "x-ratelimit-remaining")


def desk(source: Keyed, name: str, asking: Asking, fetch: Fetch) -> Desk:
    """A desk whose ledger names the key where the interface refuses; it has one refusal already where none can be used."""

    def hinting(url: str, *, credentials: Credentials | None = None) -> Response:
        try:
            return fetch(url, credentials=credentials)
        except Blocked as why:
            raise Blocked(f"{why}; is {source.key} right, and is this interface part of it?") from why

    made = Desk(asking, name, hinting)
    if not asking.keys.get(source.key):
        made.note(source.url, "blocked", asking.faults.get(source.key) or unset(source))
    return made


def unset(source: Keyed) -> str:
    """What to do about a key that is not set."""
    return (
        f"{source.key} is not set: get a key at {source.sign_up}, then set the environment variable {source.key} "
        f"or, with samestory[keyring], run `keyring set samestory {source.key}`"
    )


def address(base: str, parameters: Mapping[str, str]) -> str:
    """The address of a question, without any key."""
    return f"{base}?{urlencode(parameters, quote_via=quote, safe=',:()')}"


def loaded(answer: Response) -> Item:
    """The JSON object of an answer.

    Raises:
        Unreadable: there is none.
    """
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Unreadable("the interface answers, but not in JSON") from None
    if not isinstance(found, dict):
        raise Unreadable(f"the interface answers with a {type(found).__name__} where an object should be")
    return found


def things(value: object) -> list[Item]:
    """Objects of a list; an interface may say "" or null for an empty one."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def thing(value: object) -> Item:
    """An object; an empty one where it is absent, or an empty list stands in its place."""
    return value if isinstance(value, dict) else {}


def string(value: object) -> str:
    """A text; "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def reach(asking: Asking) -> Window:
    """The window as far as it has come: what is still to be published cannot have been listed."""
    start, end = asking.window
    return start, max(start, min(end, asking.now))


def left(answer: Response) -> str:
    """How many requests are left today, in words, where the interface says so."""
    heads = {name.lower(): value for name, value in answer.headers}
    said = next((heads[name] for name in _LEFT if name in heads), "")
    return f"{int(said.split(',')[0]):,} requests left today" if said.split(",")[0].strip().isdecimal() else ""


def packed(item: Item) -> bytes:
    """An item as bytes; the same item always gives the same bytes."""
    return json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")


def words(terms: Sequence[str]) -> list[str]:
    """Terms as search engines take them: phrases in quotation marks, without the star, each once."""
    bare = dict.fromkeys(" ".join(term.rstrip("*").replace('"', " ").split()) for term in terms)
    return [f'"{term}"' if " " in term or "-" in term else term for term in bare if term]


def is_open(term: str) -> bool:
    """Whether a term's ending is open: ``Kazakh*`` stands for Kazakhstan, too, which a search for whole words does not find."""
    return term.endswith("*")


def boolean(asking: Asking) -> str:
    """The event's words as one expression with AND and OR, for an interface that takes whole words alone.

    Where one of several alternatives has an open ending, none is asked for: the others would leave out what it alone would
    find. What comes then is more than the event, and is sifted by :func:`names`. What must not occur is left to matching.
    """
    some = [] if any(map(is_open, asking.terms.any)) else words(asking.terms.any)
    return _joined(some, words([term for term in asking.terms.all if not is_open(term)]))


def with_stars(asking: Asking) -> str:
    """The same, for an interface that takes a star at the end of a word, but in no phrase: of such a phrase, each word."""
    return _joined(list(map(_starred, asking.terms.any)), list(map(_starred, asking.terms.all)))


def _joined(some: Sequence[str], every: Sequence[str]) -> str:
    either = f"({' OR '.join(some)})" if len(some) > 1 else "".join(some)
    return " AND ".join(filter(None, [either, *every]))


def _starred(term: str) -> str:
    parts = re.findall(r"\w+", term)
    if not is_open(term) or not parts:
        return "".join(words([term]))
    stars = " AND ".join([*parts[:-1], f"{parts[-1]}*"])
    return f"({stars})" if len(parts) > 1 else stars


def names(asking: Asking, said: Iterable[str]) -> bool:
    """Whether words hold those of the event: one of ``any``, each of ``all``."""
    spoken = " ".join(said).casefold()
    some, every = asking.terms.any, asking.terms.all
    return (not some or any(_in(term, spoken) for term in some)) and all(_in(term, spoken) for term in every)


def in_address(url: str) -> str:
    """The words of an address."""
    return re.sub(r"[^\w]+", " ", url)


def _in(term: str, spoken: str) -> bool:
    stem = _BETWEEN.join(map(re.escape, re.split(_BETWEEN, term.rstrip("*").strip().casefold())))
    end = "" if is_open(term) else r"(?!\w)"
    return re.search(rf"(?<!\w){stem}{end}", spoken) is not None
