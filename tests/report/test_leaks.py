"""A shared page tells nothing of the machine that made it."""

import json
from pathlib import Path

import pytest

from analysis.errors import Stop
from analysis.report.leaks import guard, shortened


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """A home and a current folder that no test machine has."""
    monkeypatch.setattr(Path, "home", lambda: Path("/home/reporter"))
    monkeypatch.setattr(Path, "cwd", lambda: Path("/srv/work/ferry"))


@pytest.mark.parametrize(
    "text",
    [
        "see /home/reporter/notes",
        "file:///srv/work/ferry/data",
        json.dumps({"a": "/home/reporter"}),
        "'/home/reporter'",
    ],
)
def test_a_page_that_names_the_machine_is_refused(text):
    """Wherever it stands: in a link, in JSON, in prose."""
    with pytest.raises(Stop, match=r"timing\.html is not written"):
        guard(text, "timing.html")


@pytest.mark.parametrize("text", ["https://x.example/home/reporter/1", "/home/reporters", "/srv/work/ferry-boat", ""])
def test_other_addresses_may_stand(text):
    """A web address can hold the same words."""
    assert guard(text, "timing.html") == text


def test_a_page_with_a_secret_of_the_environment_is_refused(monkeypatch):
    """The message names the variable and not its value."""
    monkeypatch.setenv("GUARDIAN_API_KEY", "s3cr3t-value-77")

    with pytest.raises(Stop, match="GUARDIAN_API_KEY") as refusal:
        guard("a page with s3cr3t-value-77 in it", "timing.html")

    assert "s3cr3t" not in str(refusal.value)


def test_short_values_are_no_secrets(monkeypatch):
    """USE_KEYRING=1 must not forbid every page with a 1 in it."""
    monkeypatch.setenv("USE_KEYRING", "1")

    assert guard("1 article", "timing.html")


def test_a_traceback_is_shortened_so_that_a_failed_page_can_be_shared():
    """Its folders go, its file names and lines stay."""
    trace = 'File "/home/reporter/.venv/lib/python3.11/site-packages/polars/frame.py", line 3\nFile "/srv/work/ferry/a.py", line 4\n/tmp/ipykernel_77/123.py:1'

    assert shortened(trace) == 'File "polars/frame.py", line 3\nFile "./a.py", line 4\ncell:1'
