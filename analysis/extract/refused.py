"""A page that is no article → its name: front, section, list, gallery, consent wall, sign-in, error with status 200."""

import re
from itertools import groupby
from typing import Any

from analysis.errors import NotAnArticle, Paywalled
from analysis.extract import metadata, words
from analysis.extract.body import Body
from analysis.extract.document import Document
from analysis.extract.words import tidy

LEAST = 25
"""Words below which a page holds no article's text."""
_GATE = re.compile(
    r"(?:subscribe|sign in|log in|register|create an? (?:free )?account)[^.<>]{0,30} to (?:continue|keep|read|unlock)|"
    r"to (?:continue|keep) reading|this (?:article|story|content) is (?:only |exclusively )?(?:for|available to) (?:\w+ )?subscribers|"
    r"subscriber[- ]only (?:article|content|story)|already a subscriber\?|unlock this (?:article|story)|"
    r"il vous reste \d+(?:\s|&nbsp;)?% de (?:cet article|ce contenu)",
    re.IGNORECASE,
)
_GATED = ("to continue", "to keep", "to read", "to unlock", "subscriber", "unlock this", "il vous reste")
"""What the pattern needs; looking for words in a whole page is ten times as fast as looking for patterns."""
_ERROR = re.compile(
    r"^\W*(?:(?:error\W*)?(?:40\d|410|50\d)(?:$|\W+(?:$|error|page|not|forbidden|unauthori[sz]ed|bad|gone|internal|service|gateway))|"
    r"(?:an? )?(?:\w+ )?error(?:\W*$| (?:has )?occurred|\W*\d)|(?:page|story|article|content|file)? ?not found\W*(?:$|\||–|-)|"
    r"(?:this |that |the )?(?:page|story|article|content) (?:you .{0,40})?(?:is |was |has been |could |can )?"
    r"(?:not |no longer |un)(?:be )?(?:found|available|exist)|page (?:unavailable|gone|missing)|"
    r"(?:sorry|oops|whoops|uh[ -]?oh)\b.{0,60}\bpage\b|(?:we )?(?:can(?:no|['’])?t|could ?n['’o]t) find (?:that|the|this|your) page|"
    r"access (?:to this (?:page|site) )?(?:has been |was |is )?(?:denied|blocked)\W*$|forbidden\W*$|just a moment|"
    r"attention required|are you (?:a robot|human)|please (?:verify|enable)|security check\W*$|"
    r"human verification\W*$|(?:let['’]s )?confirm (?:that )?you(?:['’]re| are) (?:a )?human|"
    r"(?:(?:error|erreur|fehler|fout|errore|erro|ошибка)\W*(?:40\d|410|50\d)\W*$|(?:(?:error|erreur|fehler|fout|errore|erro|oups|ups|hoppla)\W+(?:(?:40\d|410)\W+)?)?"
    r"(?:(?:diese |die )?seite (?:wurde )?(?:leider )?(?:nicht gefunden|existiert nicht|nicht verfügbar)|"
    r"(?:cette |la )?page (?:introuvable|non trouvée|n['’]existe p)|página no (?:encontrada|existe)|página não encontrada|"
    r"pagina (?:niet gevonden|non trovata|inesistente)|sidan (?:hittades|kunde) inte|siden (?:blev|ble) ikke|nie znaleziono strony|"
    r"страница не найдена|sayfa bulunamadı|الصفحة غير موجودة|(?:お探しの)?ページ(?:が|は)?見つかりません|页面不存在|找不到页面|페이지를 찾을 수 없)))",
    re.IGNORECASE,
)
_DOOR = re.compile(
    r"^\W*(?:(?:sign|log) ?in(?:\W*$|\W+(?:to|or|required|\|))|before you continue|we value your privacy|"
    r"privacy (?:settings|preferences|and cookie)|(?:cookie )?consent\W*$|cookie (?:consent|settings|notice)|your privacy choices)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\bpartners\b|\bcookies?\b|\bconsent\b|personal data|access information|\bidentifiers\b|\bdevice\b|personali[sz]ed ad|"
    r"\b(?:unsere )?partner\b|\beinwillig|personenbezogene|datenschutz|\btracking\b|personalisier|"
    r"\bpartenaires\b|\bconsentement\b|données personnelles|\bsocios\b|\bconsentimiento\b|datos personales|\bpersonnalis|\bpersonaliz", re.IGNORECASE
)  # fmt: skip
_GONE = re.compile(
    r"\b(?:the|this|that) (?:page|article|story|link|address)\b[^.!?]{0,60}\b(?:(?:does|do) ?n[o'’]t exist|doesn['’]t exist|no longer (?:exists?|available|here)|"
    r"can(?: ?not|['’]t) be found|could ?n[o'’]t be found|could not be found|was not found|has (?:been )?(?:moved|removed|deleted))",
    re.IGNORECASE,
)
"""What the first words of an error page say, where its title makes a joke."""
_TOLD = re.compile(r"[“”\"«»]|\b(?:said|says|told)\b")
_WALL = re.compile(r"/(?:gdpr-)?consent\b|//consent\.|/(?:login|signin|sign-in|subscribe)(?:[/?]|$)", re.IGNORECASE)
_GALLERY = re.compile(r"/(?:photo-?)?galler(?:y|ies)/|/(?:in-)?pictures/|/photos/|/slideshows?/", re.IGNORECASE)
_LISTS = frozenset(
    ["collectionpage", "itemlist", "imagegallery", "mediagallery", "searchresultspage", "profilepage", "videoobject"]
)
_SMALL = 250
"""Words up to which a page may be something else than the article that it would be if it had more."""
_PICTURES = 5
_CAPTIONS = 0.8
_CARDS = 8
"""Headings that are links, from which on a page without a run of text is a list of articles."""
_RUN = 2
"""Paragraphs between two linked headings, at most, on a page that is a list: a teaser and its second line."""
_SENTENCE = 12
_TITLE = 4
"""Words of a heading that says what happened; a section's is its name."""
_TERMS = 4


def gated(markup: str) -> bool:
    """Whether a page asks its reader to subscribe or sign in before going on."""
    folded = markup.casefold()
    return any(word in folded for word in _GATED) and _GATE.search(markup) is not None


def size_of(document: Document, headline: str, found: Body) -> int:
    """Words of what is an article; anything else is refused by name.

    Raises:
        NotAnArticle: front, section or other list, gallery, consent wall, sign-in page, error page, page without text.
        Paywalled: for subscribers, and no text is shown.
    """
    size = found.words
    named = _by_words(document, headline, found, size) or _by_kind(document, found, size)
    if named:
        raise NotAnArticle(named)
    if size < LEAST and (metadata.restricted(document) or gated(document.markup)):
        raise Paywalled(f"for subscribers, {size} words shown")
    if size < LEAST:
        raise NotAnArticle(f"{size} words of text, fewer than {LEAST}")
    if not headline:
        raise NotAnArticle("no headline")
    return size


def _by_words(document: Document, headline: str, found: Body, size: int) -> str:
    """What its address, its title or its first words say that it is."""
    if _WALL.search(document.url):
        return "a consent or sign-in page by its address"
    if _stated(document):
        return ""
    if _ERROR.match(headline):
        return f"an error page by its title: {headline[:60]!r}"
    if _DOOR.match(headline) and size < _SMALL:
        return f"a consent or sign-in page by its title: {headline[:60]!r}"
    start = " ".join(found.paragraphs[:2])[:400]
    if size < _SMALL and _GONE.search(start) and not _TOLD.search(start):
        return "an error page by its first words"
    terms = {term.lower() for term in _CONSENT.findall(" ".join(found.paragraphs[:4])[:1500])}
    return "a consent page by its words" if len(terms) >= _TERMS and size < _SMALL else ""


def _by_kind(document: Document, found: Body, size: int) -> str:
    """What its linked data, its address and the way it is built say that it is."""
    kinds = metadata.kinds(document)
    path = re.sub(r"^\w+://[^/]*|[?#].*$", "", document.url).strip("/")
    if not document.story and _is_front(document, path):
        return "a front or section page"
    if not _stated(document) and kinds & _LISTS and size < _SMALL:
        return f"a list or gallery by its linked data: {', '.join(sorted(kinds & _LISTS))}"
    if _GALLERY.search(document.url) and size < _SMALL and len(document.select("//figure | //figcaption")) >= _PICTURES:
        return "a gallery by its address"
    if _is_captioned(document, found):
        return "a gallery: its text is captions"
    if ("og:article" in kinds or _is_dated(document)) or (document.story and not kinds & _LISTS):
        return ""
    cards, run = _built(document)
    return f"a list of articles: {cards} headings are links" if cards >= _CARDS and run <= _RUN else ""


def _is_captioned(document: Document, found: Body) -> bool:
    """Whether what was read is captions of pictures and hardly anything else."""
    captions = [tidy(caption.text_content()) for caption in document.tree.iter("figcaption")]
    if len(captions) < _PICTURES:
        return False
    text = "\n".join(found.paragraphs)
    read = sum(words.count(caption) for caption in dict.fromkeys(captions) if caption in text)
    return read >= _CAPTIONS * found.words


def _built(document: Document) -> tuple[int, int]:
    """How many headings are links, and the longest run of paragraphs without such a heading."""
    told = (_is_card(e) for e in document.tree.iter("h2", "h3", "h4", "p", "div"))
    runs = [(card, sum(1 for _ in group)) for card, group in groupby(one for one in told if one is not None)]
    return sum(n for card, n in runs if card), max((n for card, n in runs if not card), default=0)


def _is_card(element: Any) -> bool | None:
    """True for a heading that is a link, False for a paragraph of text, in whatever element it is set; None for all else."""
    if element.tag in ("p", "div"):
        own = element.text_content() if element.tag == "p" else element.text or ""
        return False if words.count(own) >= (_SENTENCE if element.tag == "p" else _SENTENCE // 2) else None
    linked = element.find(".//a") is not None or next(element.iterancestors("a"), None) is not None
    return True if linked else None


def _stated(document: Document) -> bool:
    """Whether the page says itself that it is an article."""
    return bool(document.story) or "og:article" in metadata.kinds(document) or _is_dated(document)


def _is_dated(document: Document) -> bool:
    return bool(document.meta("article:published_time", "article:published"))


def _is_front(document: Document, path: str) -> bool:
    if document.url.startswith("file:") or "og:article" in metadata.kinds(document):
        return False
    own = [str(link) for link in document.select("//link[@rel='canonical']/@href")[:1]] + [document.meta("og:url")]
    front = any(re.fullmatch(r"\w+://[^/]+/?", said.strip()) for said in own)
    section = path.isalpha() and bool(metadata.kinds(document) & {"og:website", "og:"})
    has_address = re.match(r"\w+://", document.url) is not None
    return has_address and (front or not path or (section and not _is_told(document))) and not _is_dated(document)


def _is_told(document: Document) -> bool:
    """Whether it has one heading, which is a sentence, and a run of paragraphs that no list of articles has."""
    heads = [words.count(h.text_content()) for h in document.tree.iter("h1")]
    return len(heads) == 1 and heads[0] >= _TITLE and _built(document)[1] > _RUN
