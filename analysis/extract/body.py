"""The body's paragraphs: the outlet's selectors, else trafilatura; newspaper3k is the second reader."""

import re
import warnings
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import lxml.etree
import trafilatura
from cssselect import HTMLTranslator, SelectorError

from analysis.extract import boilerplate, words
from analysis.extract.document import Document
from analysis.extract.readers import Readers
from analysis.extract.words import tidy

ENOUGH = 60
"""Words from which on an outlet's selector is believed."""
THIN = 200
"""Words below which the second reader is asked."""
LARGEST_SECOND = 2_000_000
"""Characters of markup beyond which the second reader, whose time grows with the square, is not asked."""
DISAGREE = 0.5
"""Shared words below which two readers disagree strongly."""
_OUTSIDE = (
    "ancestor::*[self::script or self::style or self::noscript or self::figcaption or self::figure or self::aside"
    " or self::button or self::form or self::svg or self::iframe or self::template or self::nav"
    " or contains(@class, 'g-artboard') or contains(@class, 'ai2html')]"
)
"""Where text is no paragraph; the last two are how graphics desks draw charts out of paragraphs."""
# What a library may throw at markup that nobody foresaw; whatever it is, that reader has read nothing.
_BROKEN = (
    lxml.etree.LxmlError, RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError,
    ZeroDivisionError, OSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs in order, which reader gave them, and what a reader of the numbers should know."""

    paragraphs: tuple[str, ...]
    reader: str
    warnings: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words."""
        return words.count("\n".join(self.paragraphs))


def body(document: Document, readers: Readers, opening: Sequence[str] = ()) -> Body:
    """The article's own paragraphs; *opening* (headline, standfirst) is not repeated at the top.

    newspaper3k is asked where the first reader is thin or the page states another length, for it takes twice the time;
    where it then gives a text and the first gives next to none, its text is used, and always a warning says so.
    """
    first = _selected(document, readers.body) or _general(document)
    kept = Body(tuple(_without(opening, boilerplate.own(first.paragraphs, readers.boilerplate))), first.reader)
    if kept.words >= THIN and not _falls_short(document, kept.words):
        return kept
    other = second(document)
    spare = Body(tuple(_without(opening, boilerplate.own(other.paragraphs, readers.boilerplate))), other.reader)
    return _settled(kept, spare)


def second(document: Document) -> Body:
    """The body as newspaper3k reads it; its parser alone, which opens no connection."""
    try:
        text = _newspaper(document.markup) if len(document.markup) <= LARGEST_SECOND else ""
    except _BROKEN:
        text = ""
    return Body(tuple(p for p in map(tidy, text.split("\n")) if p), "newspaper3k")


def shared(one: str, other: str) -> float:
    """Share of the longer text's words that the other has too, as bags of words; 0–1."""
    a, b = (Counter(words.words(text.casefold())) for text in (one, other))
    longest = max(a.total(), b.total())
    return (a & b).total() / longest if longest else 1.0


def _settled(first: Body, other: Body) -> Body:
    alike = shared("\n".join(first.paragraphs), "\n".join(other.paragraphs))
    if alike >= DISAGREE or other.words < ENOUGH:
        return first
    best = other if first.words < THIN // 2 and other.words > 3 * first.words else first
    note = (
        f"readers disagree: {first.reader} {first.words} words, {other.reader} {other.words} words, "
        f"{alike:.0%} shared; used {best.reader}"
    )
    return Body(best.paragraphs, best.reader, (note,))


def _falls_short(document: Document, size: int) -> bool:
    """The page itself says that its text is much longer."""
    stated = str(document.story.get("wordCount") or "")
    own = document.story.get("articleBody")
    length = max(
        int(stated) if stated.isdecimal() and len(stated) < 6 else 0, words.count(own) if isinstance(own, str) else 0
    )
    return size < DISAGREE * length


def _selected(document: Document, selectors: Sequence[str]) -> Body | None:
    for selector in selectors:
        found = document.tree.xpath(_xpath(selector))
        paragraphs = tuple(p for element in found if (p := _paragraph(element)))
        if words.count("\n".join(paragraphs)) >= ENOUGH:
            return Body(paragraphs, f"selector {selector}")
    return None


@cache
def _xpath(selector: str) -> str:
    try:
        return str(HTMLTranslator().css_to_xpath(selector))
    except SelectorError as why:
        raise ValueError(f"selector {selector!r} of an outlet's file: {why}") from None


def _paragraph(element: Any) -> str:
    """Text of an element without scripts, captions, forms and drawn graphics in it."""
    if element.xpath(f"boolean({_OUTSIDE})"):
        return ""
    return tidy("".join(element.xpath(f".//text()[not({_OUTSIDE})]")))


def _general(document: Document) -> Body:
    try:
        found = trafilatura.bare_extraction(document.markup, fast=True, include_comments=False, with_metadata=False)
    except _BROKEN:
        found = None
    text = str(getattr(found, "text", None) or "")
    lines = (tidy(re.sub(r"^- (?=\S)", "", line)) for line in text.split("\n"))
    return Body(tuple(line for line in lines if line), "trafilatura")


def _newspaper(markup: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its regular expressions trip SyntaxWarnings on Python 3.12
        # Imported here: it loads NLTK, and most pages never need it.
        from newspaper.cleaners import DocumentCleaner
        from newspaper.configuration import Configuration
        from newspaper.extractors import ContentExtractor
        from newspaper.outputformatters import OutputFormatter

        config = Configuration()
        config.fetch_images = False
        extractor = ContentExtractor(config)
        tree = config.get_parser().fromstring(markup)
        if tree is None:
            return ""
        top = extractor.calculate_best_node(DocumentCleaner(config).clean(deepcopy(tree)))
        if top is None:
            return ""
        return str(OutputFormatter(config).get_formatted(extractor.post_cleanup(top))[0])


def _without(opening: Sequence[str], paragraphs: list[str]) -> list[str]:
    """Headline and standfirst are fields of their own."""
    bare = {_key(text) for text in opening if text}
    top = [p for p in paragraphs[:3] if _key(p) not in bare]
    return top + paragraphs[3:]


def _key(text: str) -> str:
    return " ".join(words.words(text.casefold()))
