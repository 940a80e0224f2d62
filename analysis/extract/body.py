"""The body's paragraphs: the outlet's selectors, else trafilatura; newspaper3k is the second reader."""

import html
import re
import warnings
from collections import Counter
from collections.abc import Collection, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from cssselect import HTMLTranslator, SelectorError

from analysis.extract import boilerplate, datelines, metadata, people, prune, words
from analysis.extract.blocks import Block, kind
from analysis.extract.document import Document
from analysis.extract.general import BROKEN, flat, general
from analysis.extract.readers import Readers
from analysis.extract.words import tidy

ENOUGH = 60
"""Words from which on an outlet's selector is believed."""
THIN = 200
"""Words below which the second reader is asked."""
MORE = 1.25
"""Times the words shown up to which the embedded state is taken for the same text."""
LARGEST = 20_000
"""Elements of a page beyond which its paragraphs are taken as they stand: the libraries' time grows with the square."""
SENTENCE = 12
"""Words of a paragraph that tells something."""
LARGEST_SECOND = 1_000_000
"""Characters of markup beyond which the second reader, whose time grows with the square, is not asked."""
DISAGREE = 0.5
"""Shared words below which two readers disagree strongly."""
_BYLINE = re.compile(r"^(?:by|written by|words by) [^\W\d_](?:(?! said\b).){2,160}(?<![.!?…”\"])$", re.IGNORECASE)
"""A byline that stands as a paragraph at the top."""
_BYLINE_ELSEWHERE = re.compile(r"^(?:von|par|por|di|door|av|af|przez)\s.{3,80}(?<![.!?…”\"])$", re.IGNORECASE)
_ABOVE = 4
"""Paragraphs at the top among which lines of date and author stand."""
STANDFIRST = range(6, 91)
"""Words of a heading that stands before the text and is its standfirst."""


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs in order, which reader gave them, and what a reader of the numbers should know."""

    blocks: tuple[Block, ...]
    reader: str
    warnings: tuple[str, ...] = ()
    standfirst: str = ""
    """The sentence that was set as a heading above the text."""
    ends: tuple[str, ...] = ()
    """Last paragraphs as they were, before credits and signs of agencies were taken off."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Texts of the blocks."""
        return tuple(block.text for block in self.blocks)

    @property
    def words(self) -> int:
        """How many words."""
        return words.count("\n".join(self.paragraphs))


def body(document: Document, readers: Readers, opening: Sequence[str] = (), told: Sequence[Block] = ()) -> Body:
    """The article's own paragraphs; *opening* (headline, standfirst) is not repeated at the top.

    *told* is the body that the page's embedded state holds: used where the page shows as much to its reader.

    newspaper3k is asked where the first reader is thin or the page states another length, for it takes twice the time;
    where it then gives a text and the first gives next to none, its text is used, and always a warning says so.
    """
    tree = prune.pruned(document)
    large = tree.xpath("count(//*)") > LARGEST
    first = _selected(tree, readers.body) or (_flat(tree) if large else Body(tuple(general(tree)), "trafilatura"))
    first = _told(first, Body(tuple(told), f"state {readers.state}"))
    kept = _posted(_own(first, readers, tree, opening), prune.posts(tree))
    size = kept.words
    if large or (not _is_thin(tree, kept, size) and not _falls_short(document, size)):
        return kept
    settled = _settled(kept, _own(second(document), readers, tree, opening))
    return settled if settled.words >= ENOUGH // 2 else _linked(document) or settled


def _linked(document: Document) -> Body | None:
    """The text in the linked data of a page that a script fills; None where it breaks off, or is not for everybody."""
    said = document.story.get("articleBody")
    told = said.strip() if isinstance(said, str) else ""
    if words.count(told) < ENOUGH or told.endswith(("…", "...")) or metadata.restricted(document):
        return None
    lines = [tidy(re.sub(r"<[^<>]*>", " ", html.unescape(line))) for line in re.split(r"\n|<br\s*/?>|</p>", told)]
    return Body(
        tuple(Block(line) for line in lines if line), "linked data", ("the page shows no text: its linked data does",)
    )


def _posted(found: Body, posts: Collection[str]) -> Body:
    """The library forgets which quotations were posts."""
    kinds = [Block(b.text, "post") if b.text in posts else b for b in found.blocks] if posts else found.blocks
    return replace(found, blocks=tuple(kinds))


def _told(shown: Body, state: Body) -> Body:
    """The state where it tells what the page shows, without what stands between: boxes, drawn charts, links.

    Much more than is shown would be what a wall hides; much less, a state of another kind.
    """
    size = state.words
    return state if size >= ENOUGH and DISAGREE * shown.words <= size <= MORE * max(shown.words, ENOUGH) else shown


def _flat(tree: Any) -> Body:
    return Body(
        tuple(flat(tree)), "paragraphs", (f"more than {LARGEST} elements: paragraphs were taken as they stand",)
    )


def _own(found: Body, readers: Readers, tree: Any, opening: Sequence[str]) -> Body:
    lines = found.paragraphs
    own = [found.blocks[at] for at in boilerplate.places(lines, readers.boilerplate, prune.linked(tree, lines))]
    own = _without(opening, own)
    standfirst = ""
    shown = any(opening[1:])  # then a heading above the text is the first part's own
    if not shown and len(own) > 1 and own[0].kind == "heading" and words.count(own[0].text) in STANDFIRST:
        standfirst, own = own[0].text, own[1:]
    return Body(tuple(own), found.reader, found.warnings, standfirst, lines[-3:])


def second(document: Document) -> Body:
    """The body as newspaper3k reads it; its parser alone, which opens no connection."""
    try:
        text = _newspaper(document.markup) if len(document.markup) <= LARGEST_SECOND else ""
    except BROKEN:
        text = ""
    captions = {tidy(caption.text_content()) for caption in document.tree.iter("figcaption")}
    return Body(tuple(Block(p) for p in map(tidy, text.split("\n")) if p and p not in captions), "newspaper3k")


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
    return replace(best, warnings=(note,))


def _is_thin(tree: Any, kept: Body, size: int) -> bool:
    """Next to nothing was read, or little, and the page has as much again in paragraphs that are no links."""
    if size >= THIN or size < ENOUGH:
        return size < ENOUGH
    left = (p for p in tree.iter("p") if p.find(".//a") is None and tidy(p.text_content()) not in kept.paragraphs)
    return sum(count for p in left if (count := words.count(p.text_content())) >= SENTENCE) > size


def _falls_short(document: Document, size: int) -> bool:
    """The page itself says that its text is much longer."""
    stated = str(document.story.get("wordCount") or "")
    own = document.story.get("articleBody")
    length = max(
        int(stated) if stated.isdecimal() and len(stated) < 6 else 0, words.count(own) if isinstance(own, str) else 0
    )
    return size < DISAGREE * length


def _selected(tree: Any, selectors: Sequence[str]) -> Body | None:
    if not selectors:
        return None
    bare = prune.beside(copy(tree))
    for selector in selectors:
        found = [Block(text, kind(e)) for e in bare.xpath(_xpath(selector)) if (text := tidy(e.text_content()))]
        if words.count("\n".join(block.text for block in found)) >= ENOUGH:
            return Body(tuple(found), f"selector {selector}")
    return None


@cache
def _xpath(selector: str) -> str:
    try:
        return str(HTMLTranslator().css_to_xpath(selector))
    except SelectorError as why:
        raise ValueError(f"selector {selector!r} of an outlet's file: {why}") from None


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


def _without(opening: Sequence[str], own: list[Block]) -> list[Block]:
    """Headline and standfirst are fields of their own."""
    bare = {_key(text) for text in opening if text}
    top = [block for block in own[:_ABOVE] if _key(block.text) not in bare and not _is_signature(block.text)]
    return top + own[_ABOVE:]


def _is_signature(line: str) -> bool:
    """Whether it says by whom, when or how many read it, and nothing else."""
    if _BYLINE.match(line) or datelines.dated(line) or words.is_counter(line):
        return True
    return bool(_BYLINE_ELSEWHERE.match(line)) and bool(people.people([line]))


def _key(text: str) -> str:
    return " ".join(words.words(text.casefold()))
