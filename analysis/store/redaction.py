"""What must never reach the disk: keys in addresses, and headers that identify a person or a program."""

import re
from collections.abc import Iterable

_PARAMETERS = r"(?:[\w.-]*(?:api[_-]?key|access[_-]?key|token|secret|passw(?:or)?d|signature|session(?:id)?|credential)|key|sig|auth)"
_IN_QUERY = re.compile(rf"([?&;]{_PARAMETERS}=)[^&;#\s\"'<>]+", re.IGNORECASE)
_IN_HOST = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^/\s@?#]+@", re.IGNORECASE)
_HEADERS = re.compile(r"cookie|authoriz|authentic|api-?key|token|secret|session|credential", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """The same text with keys, tokens and passwords in addresses replaced by a word."""
    return _IN_HOST.sub(r"\1", _IN_QUERY.sub(r"\1REDACTED", text))


def public(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers that may be stored: those that can hold a secret are left out, addresses in the others cleaned."""
    return [(key, without_secrets(value)) for key, value in headers if not _HEADERS.search(key)]
