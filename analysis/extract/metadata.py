"""What a page says of itself: headline, standfirst, byline, section, tags, language, genre, who may read it."""

import html
import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from analysis.extract import languages, linked, marks, words
from analysis.extract.document import Document
from analysis.extract.readers import Readers
from analysis.extract.words import tidy
from analysis.tables import Genre

_PARENTHESIS = re.compile(r"\s*\((?:Published|Updated|Opinion|Gift Article)\s*\d{0,4}\)\s*$", re.IGNORECASE)
_PARTING = r"\s*(?:[|–—·:»•]|\s-|::)\s*"
_BETWEEN = re.compile(rf"{_PARTING}(?:the )?$", re.IGNORECASE)
"""What parts a headline from the name that is appended to it."""
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
_KIND_BEFORE = re.compile(r"^(Opinion|Analysis|Editorial|Perspective|Review)\s*\|\s+(?=\S)")
_KIND_AFTER = re.compile(r"\s+\|\s+(?:Editorial|Opinion|Letters|Comment|Analysis|News)$", re.IGNORECASE)
_LEAST_TITLE = 3
"""Words of a part of a heading that is the headline."""
_NO_TAG = re.compile(
    r"^(?:access-|type\||type:|region:|content|serial:|@|null$|undefined$|[a-z]+(?:_[a-z]+)+$|[\W\d_]*$|.{61,})",
    re.IGNORECASE,
)
_FILED = re.compile(r"^(?:section|category|topic|tag|keyword)\s*:\s*(?:[^:]*:)?", re.IGNORECASE)
_NO_SECTION = re.compile(
    r"^(?:home ?page|home|front ?page|articles?|stor(?:y|ies)|posts?|uncategori[sz]ed|all|none|null|undefined|default|general|other)$",
    re.IGNORECASE,
)
_GENRES: tuple[tuple[str, Genre], ...] = (
    ("liveblogposting", "live"),
    ("opinionnewsarticle", "opinion"),
    ("analysisnewsarticle", "analysis"),
    ("reviewnewsarticle", "review"),
    ("review", "review"),
    ("reportagenewsarticle", "news"),
)
_SECTION_GENRES: tuple[tuple[re.Pattern[str], Genre], ...] = (
    (re.compile(r"\b(?:opinions?|comment|commentary|comment ?is ?free|editorials?|op-?ed|columns?|columnists?)\b|(?:^|/ )leaders?(?:$| /)", re.IGNORECASE), "opinion"),
    (re.compile(r"\banalys[ie]s\b|\bexplainers?\b", re.IGNORECASE), "analysis"),
    (re.compile(r"\breviews?\b", re.IGNORECASE), "review"),
    (re.compile(r"\blive ?blogs?\b|\blive updates?\b|(?:^|/ )live(?:$| /)", re.IGNORECASE), "live"),
)  # fmt: skip
_KINDS: dict[str, Genre] = {
    "opinion": "opinion", "editorial": "opinion", "perspective": "opinion", "letters": "opinion", "comment": "opinion",
    "analysis": "analysis", "review": "review",
}  # fmt: skip
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
    said += [document.meta(*_HEADLINES[3:]), _page_title(document)]
    host = re.sub(r"^\w+://(?:www\.|m\.)?|[/:].*$", "", document.url)
    names = [document.meta("og:site_name"), linked.text(document.story.get("publisher")), host, host.rsplit(".", 1)[0]]
    signed = [name for name, _ in linked.names(document.story.get("author"), document.things)]
    names += [name for name in (*signed, document.meta("author")) if 2 <= words.count(name) <= 4]
    return next((kept for text in said if (kept := _bare(text, readers, [*names, *_as_host(text, host)]))), "")


def _as_host(text: str, host: str) -> list[str]:
    """The title's end where it is a name of the host with spaces in it: "The Lamp Post" of lamppost.example."""
    end = re.split(_PARTING, text)[-1].strip()
    bare = re.sub(r"^the|\W", "", end.casefold())
    return (
        [end]
        if len(bare) > 3 and any(bare == re.sub(r"^the|\W", "", part) for part in host.casefold().split("."))
        else []
    )


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
    """Section as the page names it: of ``/world/middle_east`` the first part; not the site's name, nor the page's kind."""
    said = tidy(linked.text(document.story.get("articleSection")) or document.meta(*_SECTIONS))[:80]
    if "//" in said:
        return None
    if said.startswith("/"):
        said = said.strip("/").split("/", 1)[0].replace("_", " ").replace("-", " ").title()
    host = re.sub(r"^\w+://(?:www\.)?|[/:].*$", "", document.url)
    return said if said and not _NO_SECTION.match(said) and said.casefold() != host else None


def tags(document: Document) -> list[str]:
    """Keywords of the page's own article, each once, bookkeeping of the publishing system dropped.

    A list is taken as it is, names such as "Vell, Nora" in it; a single text is parted at its commas.
    """
    keywords = document.story.get("keywords")
    listed = [keywords if isinstance(keywords, list) else [], document.metas.get("article:tag", ())]
    texts = [[] if isinstance(keywords, list) else [keywords], *(document.metas.get(name, ()) for name in _TAGS[1:])]
    found: dict[str, str] = {}
    for place in (*listed, *texts):
        said = [html.unescape(linked.text(word)) for word in place if word]
        parted = place in texts or len(said) == 1
        whole = " | ".join(found)
        for tag in _tags(said, parted=parted):
            # The pieces of a name that stands whole in another list are no tags of their own.
            if not (parted and tag.casefold() in whole):
                found.setdefault(tag.casefold(), tag)
    return list(found.values())[:40]


def _tags(said: list[str], *, parted: bool) -> list[str]:
    pieces = [part for text in said for part in (re.split(r"[,;]", text) if parted else [text])]
    return [tag for part in pieces if (tag := tidy(_FILED.sub("", tidy(part)))) and not _NO_TAG.match(tag)]


def language(document: Document, paragraphs: Iterable[str]) -> str | None:
    """Language as the page declares it, two or three letters; a template's that the words belie is not believed."""
    said = [document.tree.get("lang"), document.tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
    said += [linked.text(document.story.get("inLanguage")), document.meta("og:locale", "language", "dc.language")]
    hits = (re.match(r"\s*([a-z]{2,3})(?:[-_]|$)", text, re.IGNORECASE) for text in said if text)
    declared = next((hit[1].lower() for hit in hits if hit), None)
    return languages.language(words.words(" ".join(islice(paragraphs, 12))), declared)


def genre(document: Document, of_section: str | None) -> Genre:
    """Opinion, analysis, review or live where linked data, type, section or address say so; news where they say news."""
    types = linked.types(document.story)
    found = of_type = next((kind for name, kind in _GENRES if name in types), None)
    said = " / ".join([of_section or "", document.meta("article:content_type", "og:article:genre", "genre", "tone")])
    if found in (None, "news"):
        found = _first(_SECTION_GENRES, said) or _first(_ADDRESS_GENRES, document.url) or _titled(document)
        found = found if found not in (None, "news") else _labelled(document) or of_type
    return found or ("news" if "newsarticle" in types else "unknown")


def _titled(document: Document) -> Genre | None:
    """The kind that outlets put before or after a title, with a bar between."""
    for text in (document.meta("og:title"), document.meta("twitter:title")):
        hit = _KIND_BEFORE.match(text) or re.search(
            r"\|\s+(Editorial|Opinion|Letters|Comment|Analysis|Review)(?:\s+\||$)", text
        )
        if hit:
            return _KINDS[hit[1].lower()]
    return None


def _labelled(document: Document) -> Genre | None:
    """The kind that stands alone above the heading, in no menu."""
    heading = next(iter(marks.aside_from(document.tree.iter("h1"))), None)
    around = [] if heading is None else [heading, *islice(heading.iterancestors("div", "header", "section"), 1)]
    above = [e.getprevious() for e in around if e.getprevious() is not None]
    said = (tidy(_content(e)).casefold() for e in above if e.tag not in ("nav", "ul", "header", "script", "style"))
    return next((_KINDS[text] for text in said if text in _KINDS), None)


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
    for group, least in ((named, 1), (own, 4)):
        found = list(dict.fromkeys(text for e in group if (text := _below_kicker(e, document))))
        if len(found) == 1 and least <= len(found[0].split()) <= 40 and _of_page(found[0], document):
            return found[0]
    return ""


def _below_kicker(heading: Any, document: Document) -> str:
    """The heading without the line above it that says what it is about, where a title of the page begins below that line."""
    whole = tidy(_content(heading))
    titles = (document.meta("og:title"), _page_title(document))
    if len(heading) == 0 or any(title.startswith(whole) for title in titles):
        return whole
    parts = (tidy(_content(part)) for part in heading.iterdescendants())
    own = (part for part in parts if part != whole and whole.endswith(part) and words.count(part) >= _LEAST_TITLE)
    return next((part for part in own if any(title.startswith(part) for title in titles)), whole)


def _of_page(heading: str, document: Document) -> bool:
    """Whether it shares a word with the page's titles, where there are any: else it heads something beside the article."""
    said = f"{document.meta('og:title')} {_page_title(document)}".casefold()
    return not words.count(said) or any(len(word) > 3 and word in said for word in words.words(heading.casefold()))


def _page_title(document: Document) -> str:
    titles = (e for e in document.tree.iter("title") if e.getparent() is not None and e.getparent().tag == "head")
    return next((tidy(_content(e)) for e in titles), "")


def _longest_heading(document: Document) -> str:
    title = _page_title(document)
    said = (tidy(_content(e)) for e in marks.aside_from(document.tree.iter("h1"))[:5])
    # What ends the page's title after a bar or dash is the site's name.
    own = (text for text in said if not re.search(rf"\w{_PARTING}{re.escape(text)}$", title))
    return max(own, key=len, default="")


def _bare(text: str, readers: Readers, names: list[str]) -> str:
    bare = _plain(text)
    for ending in readers.headline_suffixes:
        bare = bare.removesuffix(ending).rstrip()
    bare = _KIND_AFTER.sub("", _KIND_BEFORE.sub("", _PARENTHESIS.sub("", bare)))
    for name in filter(None, map(tidy, names)):
        cut = _cut(bare, name)
        # What stands between two bars before the site's name is the section.
        bare = re.sub(r"(?<=\w{3}.)\s\|\s(?:\S+\s?){1,3}$", "", cut) if cut != bare and "|" in bare[len(cut) :] else cut
    return bare.strip()


def _cut(text: str, name: str) -> str:
    """The text without the name at its end and what parts the two; no pattern is made of the name, for each page has others."""
    whole = text.rstrip()
    if _folded(whole[-len(name) :]) != _folded(name):
        return text
    before = whole[: -len(name)]
    hit = _BETWEEN.search(before)
    return before[: hit.start()] if hit else text


def _folded(text: str) -> str:
    """As patterns compare letters without case: the Turkish letters i are one."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


def _plain(text: str) -> str:
    return tidy(re.sub(r"</?\w+[^<>]*>", "", html.unescape(text)))


def _content(element: Any) -> str:
    return str(element.xpath("string()"))
