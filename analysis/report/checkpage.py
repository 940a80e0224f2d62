"""Things to judge → an offline page on which a person marks them and saves the sheet."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.report import leaks
from analysis.report.exporter import POLICY, asset, template
from analysis.report.foreign import fingerprint, web_address


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page is of, and for whom."""

    event: str
    """Title of the event."""
    made_up: bool
    draw: str
    person: str
    types: Sequence[str]
    """Types of source, in the order of their keys 1–9."""


def html(listed: Sequence[Any], sheet: str, setting: Setting) -> str:
    """The page of these things to judge, which fills in *sheet*, a CSV without marks, and saves it.

    Each of *listed* has item, kind, outlet, headline, url, before, pieces (words, role), after, speaker, source_type, relayed_by.

    Raises:
        Stop: the page would name a folder or a secret of this machine.
    """
    script = asset("check.js")
    columns, *rows = csv.reader(io.StringIO(sheet, newline=""))
    text = template("check.html.j2").render(
        listed=listed,
        setting=setting,
        web_address=web_address,
        policy=f"default-src 'none'; script-src {fingerprint(script)}; {POLICY}",
        css=asset("page.css") + asset("check.css"),
        script=script,
        data={"draw": setting.draw, "columns": columns, "rows": rows},
    )
    return leaks.guard(text, f"check-{setting.draw}-{setting.person}.html")
