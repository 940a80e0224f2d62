"""The pages of a report → the page that leads to them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from analysis.report import leaks
from analysis.report.edition import Chapter, Edition
from analysis.report.exporter import POLICY, asset, template
from analysis.report.page import Notice

_LEFT_OUT_SHOWN: Final = 100


def html(event: str, edition: Edition, chapters: Sequence[Chapter], notices: Sequence[Notice]) -> str:
    """``index.html``: the event, each page with its findings, what was collected and what was left out."""
    told = [{**asdict(notice), "grave": notice.grave, "page": ""} for notice in notices]
    told += [
        {
            **asdict(notice),
            "what": f"{chapter.title}: {notice.what}",
            "grave": notice.grave,
            "page": f"{chapter.name}.html",
        }
        for chapter in chapters
        for notice in chapter.notices
    ]
    text = template("index.html.j2").render(
        event=event,
        edition=edition,
        pages=[(chapter.name, chapter.title) for chapter in chapters],
        chapters=chapters,
        notices=told,
        policy=f"default-src 'none'; {POLICY}",
        css=asset("page.css"),
        shown=_LEFT_OUT_SHOWN,
    )
    return leaks.guard(text, "index.html")
