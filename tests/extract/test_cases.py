"""Pages with the markup of outlets and invented words are read as their labels say; one folder is one case."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis import errors
from analysis.extract.article import Capture, article
from analysis.extract.readers import Readers
from analysis.outlets import outlets

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/*/article.json"))
CAPTURED = datetime(2026, 1, 1, tzinfo=UTC)


def read(case: Path, labels: dict[str, object]):
    """The case's page, read with the outlet's own file where there is one."""
    outlet = outlets().get(case.parent.name)
    body = (case / "page.html").read_bytes()
    capture = Capture(case.parent.name, str(labels["url"]), body, "text/html; charset=utf-8", CAPTURED)
    return article(capture, outlet.read if outlet else Readers())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_case_is_read_as_labelled(case):
    """Every field that the label names is equal; a verdict is the named one."""
    labels = json.loads((case / "article.json").read_text(encoding="utf-8"))
    if "raises" in labels:
        with pytest.raises(getattr(errors, labels["raises"])):
            read(case, labels)
        return

    found = read(case, labels)

    said = {field: getattr(found, field) for field in labels["article"]}
    assert {k: v.isoformat() if isinstance(v, datetime) else v for k, v in said.items()} == labels["article"]


def test_every_outlet_of_the_card_has_a_case():
    """An outlet without a case could change its reading unseen."""
    assert {"nyt", "guardian", "washington_post", "the_week", "eurasia_review"} <= {case.parent.name for case in CASES}
