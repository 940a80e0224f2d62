"""A key comes from the environment or the keyring; what is wrong with one is said without showing it."""

import sys
import types

import pytest

from analysis import keys
from analysis.errors import BadInput


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    """No key of the person who runs the tests, and no keyring."""
    for name in keys.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)


def ring(monkeypatch, **held):
    """A keyring that holds these; ``Locked`` raises."""
    errors = types.SimpleNamespace(KeyringError=type("KeyringError", (Exception,), {}))

    def get_password(service, name):
        if held.get(name) == "Locked":
            raise errors.KeyringError
        return held.get(name) if service == "samestory" else None

    monkeypatch.setitem(sys.modules, "keyring", types.SimpleNamespace(get_password=get_password, errors=errors))


def test_what_is_not_set_is_none():
    """Without a keyring, too."""
    assert keys.key("NYT_API_KEY") is None
    assert keys.keys() == {}
    assert keys.where("NYT_API_KEY") == ""


def test_the_environment_comes_before_the_keyring(monkeypatch):
    """Without the blanks that come with copying."""
    ring(monkeypatch, NYT_API_KEY="from-the-ring", GUARDIAN_API_KEY="ring-too")
    monkeypatch.setenv("NYT_API_KEY", " from-the-shell\n")

    assert keys.keys() == {"GUARDIAN_API_KEY": "ring-too", "NYT_API_KEY": "from-the-shell"}
    assert [keys.where(name) for name in keys.NAMES] == ["keyring", "environment", ""]


def test_a_locked_keyring_is_as_good_as_none(monkeypatch):
    """The run goes on without the key."""
    ring(monkeypatch, NYT_API_KEY="Locked")

    assert keys.key("NYT_API_KEY") is None


def test_a_broken_key_is_named_and_not_shown(monkeypatch):
    """A blank in the middle, a letter that no header carries; the others are as good as before."""
    monkeypatch.setenv("GUARDIAN_API_KEY", "half a-küy")
    monkeypatch.setenv("NYT_API_KEY", "whole")

    with pytest.raises(BadInput, match="GUARDIAN_API_KEY holds") as fault:
        keys.key("GUARDIAN_API_KEY")

    assert keys.keys() == {"NYT_API_KEY": "whole"}
    assert keys.faults() == {"GUARDIAN_API_KEY": str(fault.value)}

    assert "half" not in str(fault.value)
