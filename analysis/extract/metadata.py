"""What a page says of itself: headline, standfirst, byline, section, tags, language, genre, who may read it."""

import html
import re
from typing import Any

from analysis.extract import linked, marks
from analysis.extract.document import Document
from analysis.extract.readers import Readers
from analysis.extract.words import tidy
from analysis.tables import Genre

_PARENTHESIS = re.compile(r"\s*\((?:Published|Updated|Opinion|Gift Article)\s*\d{0,4}\)\s*$", re.IGNORECASE)
_BETWEEN = r"\s*(?:[|–—·:»•]|\s-|::)\s*"
_HEADLINES = (
    "hdl",
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
    "title",
)
_STANDFIRSTS = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description")
_SECTIONS = ("article:section", "parsely-section", "cg", "section", "sailthru.section", "article:section:name")
_TAGS = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_SOURCES = ("source", "news_source", "distributor", "syndication-source", "dcterms.source", "dc.source", "dc.publisher")
_DISTRIBUTOR = re.compile(r'"distributor"\s*:\s*\{[^{}]{0,200}?"name"\s*:\s*"([^"]{2,60})"')
_HEADED = re.compile(r"(?:^|[\s_-])headline(?:$|\s)", re.IGNORECASE)
_KIND_BEFORE = re.compile(r"^(?:Opinion|Analysis|Editorial|Perspective|Review)\s*[|:]\s+(?=\S)")
_KIND_AFTER = re.compile(r"\s+\|\s+(?:Editorial|Opinion|Letters|Comment|Analysis|News)$", re.IGNORECASE)
_NO_TAG = re.compile(r"^(?:access-|type\||type:|region:|content|serial:|.{61,})", re.IGNORECASE)
_GENRES: tuple[tuple[str, Genre], ...] = (
    ("liveblogposting", "live"),
    ("opinionnewsarticle", "opinion"),
    ("analysisnewsarticle", "analysis"),
    ("reviewnewsarticle", "review"),
    ("review", "review"),
    ("reportagenewsarticle", "news"),
)
_SECTION_GENRES: tuple[tuple[re.Pattern[str], Genre], ...] = (
    (re.compile(r"\b(?:opinions?|comment|commentary|comment ?is ?free|editorials?|op-?ed|columns?|columnists?|leaders?)\b", re.IGNORECASE), "opinion"),
    (re.compile(r"\banalys[ie]s\b|\bexplainers?\b", re.IGNORECASE), "analysis"),
    (re.compile(r"\breviews?\b", re.IGNORECASE), "review"),
    (re.compile(r"\blive\b(?:\s*blog)?$", re.IGNORECASE), "live"),
)  # fmt: skip
_ADDRESS_GENRES: tuple[tuple[re.Pattern[str], Genre], ...] = (
    (re.compile(r"/live(?:blog)?/|/live-news/|/live-updates?/", re.IGNORECASE), "live"),
    (re.compile(r"/(?:opinions?|commentisfree|comment|editorials?|op-?ed|posteverything)/", re.IGNORECASE), "opinion"),
    (re.compile(r"/analysis/", re.IGNORECASE), "analysis"),
    (re.compile(r"/reviews?/", re.IGNORECASE), "review"),
)


def headline(document: Document, readers: Readers) -> str:
    """The headline as readers see it, without what the outlet appends to it; "" if the page has none.

    The one heading of the page comes before its metas: outlets write other words for search engines and networks.
    """
    stated = linked.text(document.story.get("headline"))
    stated = "" if linked.torn(document.story) and document.meta("og:title") else stated
    said = [_heading(document), stated, document.meta(*_HEADLINES[:3]), _longest_heading(document)]
    said += [document.meta(*_HEADLINES[3:]), *(tidy(_content(t)) for t in document.select("//head/title")[:1])]
    names = [document.meta("og:site_name"), linked.text(document.story.get("publisher"))]
    return next((kept for text in said if (kept := _bare(text, readers, names))), "")


def shown_standfirst(document: Document) -> str:
    """The sentence that stands under the headline on the page; "" if the page marks none."""
    found = [p for e in document.marked["standfirst"][:2] for p in (list(e.iter("p")) or [e])]
    said = (_plain(_content(element)) for element in found[:3])
    return next((text for text in said if 3 <= len(text.split()) <= 90), "")


def described(document: Document) -> str | None:
    """The sentence about the article that its metas say in full."""
    said = [linked.text(document.story.get("description")), document.meta(*_STANDFIRSTS)]
    # A description that breaks off is a teaser made by a machine from the first paragraph.
    whole = (_plain(text) for text in said if text and not text.rstrip().endswith(("…", "...", "[&hellip;]")))
    return next((text for text in whole if 3 <= len(text.split()) <= 90), None)


def sources(document: Document) -> list[str]:
    """What fields that name a source or distributor say."""
    said = [
        linked.text(document.story.get(key))
        for key in ("sourceOrganization", "provider", "copyrightHolder", "creditText")
    ]
    said += [document.meta(name) for name in _SOURCES]
    hit = _DISTRIBUTOR.search(document.markup)
    return [text for text in [*said, hit[1] if hit else ""] if text]


def section(document: Document) -> str | None:
    """Section as the page names it."""
    said = linked.text(document.story.get("articleSection")) or document.meta(*_SECTIONS)
    return tidy(said)[:80] or None if "//" not in said else None


def tags(document: Document) -> list[str]:
    """Keywords of the page's own article, each once, bookkeeping of the publishing system dropped."""
    keywords = document.story.get("keywords")
    listed = keywords if isinstance(keywords, list) else [keywords]
    said = [linked.text(word) for word in listed] + [v for name in _TAGS for v in document.metas.get(name, ())]
    split = [tidy(part) for text in said for part in re.split(r"[,;]", text)]
    return list(dict.fromkeys(part for part in split if part and not _NO_TAG.match(part)))[:40]


def language(document: Document) -> str | None:
    """Language as the page declares it: two or three letters."""
    said = [document.tree.get("lang"), document.tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
    said += [linked.text(document.story.get("inLanguage")), document.meta("og:locale", "language", "dc.language")]
    hits = (re.match(r"\s*([a-z]{2,3})(?:[-_]|$)", text, re.IGNORECASE) for text in said if text)
    return next((hit[1].lower() for hit in hits if hit), None)


def genre(document: Document, of_section: str | None) -> Genre:
    """Opinion, analysis, review or live where linked data, type, section or address say so; news where they say news."""
    types = linked.types(document.story)
    found = next((kind for name, kind in _GENRES if name in types), None)
    said = " / ".join([of_section or "", document.meta("article:content_type", "og:article:genre", "genre", "tone")])
    found = (
        found
        if found not in (None, "news")
        else _first(_SECTION_GENRES, said) or _first(_ADDRESS_GENRES, document.url) or found
    )
    return found or ("news" if "newsarticle" in types else "unknown")


def restricted(document: Document) -> bool:
    """Whether the page says that not everybody may read it."""
    free = linked.text(document.story.get("isAccessibleForFree")).strip().lower()
    tier = document.meta("article:content_tier", "content_tier", "article:opinion_tier").lower()
    return free in ("false", "no", "0") or tier in ("locked", "metered", "premium")


def kinds(document: Document) -> frozenset[str]:
    """Types of all the page's linked data and its ``og:type``, in lower case."""
    named = {name for thing in document.things for name in linked.types(thing)}
    return frozenset(named | {f"og:{document.meta('og:type').lower()}"})


def _first(rules: tuple[tuple[re.Pattern[str], Genre], ...], text: str) -> Genre | None:
    return next((kind for pattern, kind in rules if pattern.search(text)), None)


def _heading(document: Document) -> str:
    """The heading that is marked as the headline, or the only one of the page if it is a sentence; else ""."""
    own = marks.aside_from(document.tree.iter("h1"))[:6]
    named = [
        h for h in own if "headline" in (h.get("itemprop"), h.get("data-testid")) or _HEADED.search(h.get("class", ""))
    ]
    for group in (named, own):
        found = list(dict.fromkeys(text for e in group if (text := tidy(_content(e)))))
        if len(found) == 1 and 4 <= len(found[0].split()) <= 40:
            return found[0]
    return ""


def _longest_heading(document: Document) -> str:
    return max((tidy(_content(e)) for e in marks.aside_from(document.tree.iter("h1"))[:5]), key=len, default="")


def _bare(text: str, readers: Readers, names: list[str]) -> str:
    bare = _plain(text)
    for ending in readers.headline_suffixes:
        bare = bare.removesuffix(ending).rstrip()
    bare = _KIND_AFTER.sub("", _KIND_BEFORE.sub("", _PARENTHESIS.sub("", bare)))
    for name in filter(None, map(tidy, names)):
        bare = re.sub(rf"{_BETWEEN}(?:the )?{re.escape(name)}\s*$", "", bare, flags=re.IGNORECASE)
    return bare.strip()


def _plain(text: str) -> str:
    return tidy(re.sub(r"</?\w+[^<>]*>", "", html.unescape(text)))


def _content(element: Any) -> str:
    return str(element.xpath("string()"))
