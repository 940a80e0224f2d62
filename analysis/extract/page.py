"""A page of an outlet → its parts, or the verdict that it is no article."""

from datetime import datetime

from analysis.extract import body, bylines, linked, metadata, people, refused, stated, states, words
from analysis.extract.agency import agency
from analysis.extract.document import Document
from analysis.extract.parts import Parts
from analysis.extract.readers import Readers
from analysis.extract.times import Moment
from analysis.tables import TextScope

SHORT = 150
"""Words below which a text for subscribers, without a stated length, is taken for its beginning."""


def parts(document: Document, readers: Readers, outlet: str, zone: str, captured_at: datetime) -> Parts:
    """Everything that a page says of its article.

    Raises:
        NotAnArticle: front page, section, gallery, consent wall, error page, page without text.
        Paywalled: the page says that it is for subscribers, and shows no text.
    """
    headline, shown = metadata.headline(document, readers), metadata.shown_standfirst(document)
    told = states.state(document, readers.state)
    found = body.body(document, readers, (headline, shown), told.blocks)
    paywalled, scope, notes = _reach(document, refused.size_of(document, headline, found))
    section, signed = metadata.section(document), _signed(document, told, readers, (outlet, found))
    return Parts(
        headline=headline,
        paragraphs=found.paragraphs,
        kinds=tuple(block.kind for block in found.blocks),
        text_scope=scope,
        standfirst=_standfirst(
            shown or found.standfirst or told.standfirst or metadata.described(document), found.paragraphs
        ),
        authors=signed[0],
        section=section,
        tags=tuple(metadata.tags(document)),
        language=metadata.language(document, found.paragraphs),
        genre=metadata.genre(document, section),
        paywalled=paywalled,
        agency=signed[1],
        published=_published(document, told, readers, (captured_at, zone)),
        modified=tuple(stated.modified(document, told.modified, zone)),
        warnings=(*document.warnings, *found.warnings, *notes),
    )


def _reach(document: Document, size: int) -> tuple[bool, TextScope, list[str]]:
    """Paywalled or not, how much of the text is there, and a warning where the page states more words than were read."""
    restricted, stated = metadata.restricted(document), _stated(document)
    whole = size >= 0.8 * stated if stated >= SHORT // 2 else size >= SHORT
    if restricted:
        return True, "full" if whole else "lead", []
    if size < SHORT and not (stated and whole) and refused.gated(document.markup):
        return True, "lead", []
    short = stated >= SHORT and size < stated / 2
    return False, "full", [f"page states {stated} words, {size} were read"] if short else []


def _stated(document: Document) -> int:
    said, own = linked.text(document.story.get("wordCount")), linked.text(document.story.get("articleBody"))
    counted = int(said) if said.isdecimal() and len(said) < 6 else 0
    return max(counted, words.count(own))


def _signed(
    document: Document, told: states.State, readers: Readers, of: tuple[str, body.Body]
) -> tuple[tuple[str, ...], str | None]:
    """The people who signed, and the agency whose copy it is."""
    outlet, found = of
    said = bylines.bylines(document)
    printed = [list(told.authors), *said.places]
    nobody, persons = (*readers.not_people, *said.not_people), (*told.authors, *said.persons)
    named = people.first(printed, nobody, persons) or people.people(bylines.signed_line(document), nobody)
    lines = [line for place in printed for line in place]
    sources = [*told.sources, *metadata.sources(document)]
    return tuple(named), agency(lines, sources, [*found.paragraphs[:1], *found.ends], outlet)


def _published(
    document: Document, told: states.State, readers: Readers, read: tuple[datetime, str]
) -> tuple[Moment, ...]:
    """The claims of its fields; what it shows is looked for only where no field tells the hour."""
    claims = stated.published(document, told.published, read[1], readers.printed)
    if any(c.precision != "day" for c in claims):
        return tuple(claims)
    address = stated.in_address(document.url) if readers.address_dated else None
    changes = stated.modified(document, told.modified, read[1])
    return (*claims, *stated.shown(document, read, [*claims, *([address] if address else [])], changes))


def _standfirst(said: str | None, paragraphs: tuple[str, ...]) -> str | None:
    """A description that is the beginning of the text is no standfirst."""
    if not said:
        return None
    start = " ".join(words.words(" ".join(paragraphs[:2]).casefold()))
    return None if start.startswith(" ".join(words.words(said.casefold())[:12])) else said
