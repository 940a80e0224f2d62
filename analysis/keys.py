"""Keys of interfaces, from the environment or the system's keyring; they are never written anywhere."""

import os
import re

from analysis.errors import BadInput

NAMES = ("GUARDIAN_API_KEY", "NYT_API_KEY", "MEDIACLOUD_API_KEY")
_SERVICE = "samestory"


def key(name: str) -> str | None:
    """The key of that name: the environment's, else the keyring's (extra ``keyring``); None where it is not set.

    Raises:
        BadInput: it holds a character that no key has; the message does not show it.
    """
    found = os.environ.get(name, "").strip() or _from_keyring(name)
    if not re.fullmatch(r"[!-~]*", found):
        raise BadInput(f"{name} holds a blank or a character that no key has; set it again")
    return found or None


def keys() -> dict[str, str]:
    """All that are set and may be used, by name; a malformed one is left out, and ``faults`` tells of it."""
    wrong = faults()
    return {name: found for name in NAMES if name not in wrong and (found := key(name))}


def faults() -> dict[str, str]:
    """What is wrong with those that are malformed, by name: they cost the sources that need them, and no others."""
    return {name: fault for name in NAMES if (fault := _fault(name))}


def _fault(name: str) -> str:
    try:
        key(name)
    except BadInput as why:
        return str(why)
    return ""


def where(name: str) -> str:
    """Where the key comes from: ``environment``, ``keyring``, or nothing where it is not set."""
    if os.environ.get(name, "").strip():
        return "environment"
    return "keyring" if _from_keyring(name) else ""


def _from_keyring(name: str) -> str:
    try:
        import keyring  # an extra: most people use the environment
    except ImportError:
        return ""
    try:
        return (keyring.get_password(_SERVICE, name) or "").strip()
    except keyring.errors.KeyringError:  # locked, or a machine without any
        return ""
