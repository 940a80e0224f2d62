"""A page → its bylines as each place of it prints them, and which of the names it calls people or organisations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from analysis.extract import linked, marks
from analysis.extract.document import Document
from analysis.extract.people import people
from analysis.extract.words import tidy

_METAS = (
    "byl",
    "author",
    "article:author",
    "article:author_name",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "dc.author",
    "dc.contributor",
    "bt:author",
    "cxenseparse:author",
    "og:author",
    "citation_author",
)
_LONGEST = 14
"""Words beyond which a byline holds a portrait of the author, too."""
_SIGNED = re.compile(
    r"^\W*(?:(?:written|posted|reported|story|words|analysis|report)\s+)?by\b[:\s]+\S|^(?:von|par|por|автор:)\s+[A-ZÀ-ÞА-Я]",
    re.IGNORECASE,
)
_LINE = 120
"""Characters of a line that may be a byline."""
_AROUND = 40
"""Elements after the headline, and pieces of text before it, that are looked at for one."""
_LOOKED_AT = 12
_MARKS: tuple[marks.Mark, ...] = ("author", "byline", "signed")
_PROFILE = re.compile(
    r"/(?:authors?|profiles?|people|staff|contributors?|by|reporters?|journalists?|autor|auteur)/", re.IGNORECASE
)
_PEOPLE, _BODIES = frozenset(["person"]), re.compile(r"organi[sz]ation|corporation|website|brand")


@dataclass(frozen=True, slots=True)
class Bylines:
    """What a page prints."""

    places: list[list[str]]
    """Lines as each place of the page prints them, most trusted place first."""
    persons: list[str]
    """Names that linked data or a link to an author's page say are people's."""
    not_people: list[str]
    """Names of the site, its publisher and the organisations among its authors."""


def bylines(document: Document) -> Bylines:
    """Everything that the page says of who wrote it."""
    story = document.story
    said = linked.names(story.get("author") or story.get("creator"), document.things)
    marked = {mark: marks.own(document.marked[mark][:_LOOKED_AT]) for mark in _MARKS}
    places = [[name for name, kinds in said if not _is_body(kinds)]]
    places += [[said for said in document.metas.get(name, ()) if "//" not in said] for name in _METAS]
    places += _shown(document, marked["signed"])
    return Bylines(
        [[line for line in place if line and len(line) < 300] for place in places if place],
        [*(name for name, kinds in said if kinds & _PEOPLE), *_linked(e for mark in _MARKS for e in marked[mark])],
        [*(name for name, kinds in said if _is_body(kinds)), *_site(document)],
    )


def _linked(marked: Iterable[Any]) -> list[str]:
    """Names that lead to an author's page."""
    links = [
        a
        for e in marked
        for a in (*islice(e.iter("a"), _LOOKED_AT), *(up for up in islice(e.iterancestors(), 2) if up.tag == "a"))
    ]
    return [tidy(_content(a)) for a in links if a.get("rel") == "author" or _PROFILE.search(a.get("href", ""))]


def _site(document: Document) -> list[str]:
    host = re.sub(r"^\w+://(?:www\.|m\.|blogs?\.)?|[/:].*$", "", document.url)
    said = (
        document.meta("og:site_name"),
        document.meta("application-name"),
        linked.text(document.story.get("publisher")),
    )
    return [name for name in (*said, host, host.rsplit(".", 1)[0].rsplit(".", 1)[-1]) if name]


def signed_line(document: Document) -> list[str]:
    """The first line by the headline that says by whom it is; for pages that name their authors nowhere else."""
    heading = _heading(document)
    if heading is None:
        return []
    near = [*islice(marks.following(heading), _AROUND), *heading.xpath("preceding-sibling::*[position() <= 4]")]
    for element in near:
        text = tidy(_content(element)) if element.tag not in ("script", "style") else ""
        if len(text) <= _LINE and _SIGNED.match(text) and people([text]):
            return [text]
    return []


def _is_body(kinds: frozenset[str]) -> bool:
    return any(_BODIES.search(kind) for kind in kinds)


def _shown(document: Document, signed: list[Any]) -> list[list[str]]:
    """Marked authors, then bylines; of several on a page those nearest to the headline and those beside them."""
    authors, lines = document.marked["author"], document.marked["byline"]
    names = [n for a in authors for n in (a.xpath(".//*[@itemprop='name']") if a.get("itemprop") else []) or [a]]
    schema = [e for e in names if e.get("itemprop")]
    groups = (
        schema,
        marks.together(e for e in names if e not in schema),
        marks.together(lines),
        marks.innermost(lines),
        marks.nearest(signed, _heading(document)),
    )
    said = [[tidy(_content(e)) for e in group[:6]] for group in groups]
    return [[line for line in group if len(line.split()) <= _LONGEST] for group in said]


def _heading(document: Document) -> Any:
    return next((e for tag in ("h1", "h2") for e in document.tree.iter(tag)), None)


def _content(element: Any) -> str:
    return " ".join(element.itertext())
