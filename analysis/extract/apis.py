"""An item of an interface (JSON, as collect kept it) → its parts: one function a kind."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import lxml.html

from analysis.errors import NotAnArticle, Unreadable
from analysis.extract import boilerplate, linked, people, times
from analysis.extract.agency import agency
from analysis.extract.parts import Parts
from analysis.extract.readers import Readers
from analysis.extract.words import tidy
from analysis.tables import Genre, TextScope

Item = Mapping[str, Any]

_BLOCKS = ("p", "h2", "h3", "h4", "li", "blockquote", "pre", "div", "br", "td")
_NO_TEXT = "//aside | //figure | //script | //style | //iframe | //template | //form | //gu-atom | //comment()"
_NO_TEXT += " | //*[contains(@class, 'sharedaddy') or contains(@class, 'jp-relatedposts')]"  # what WordPress adds
_TONES: Mapping[str, Genre] = {
    "tone/comment": "opinion",
    "tone/editorials": "opinion",
    "tone/letters": "opinion",
    "tone/analysis": "analysis",
    "tone/explainers": "analysis",
    "tone/reviews": "review",
    "tone/minutebyminute": "live",
    "tone/news": "news",
}
_MATERIALS: Mapping[str, Genre] = {
    "op-ed": "opinion",
    "editorial": "opinion",
    "letter": "opinion",
    "opinion": "opinion",
    "news analysis": "analysis",
    "analysis": "analysis",
    "review": "review",
    "live blog": "live",
    "news": "news",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """An item and what is known of where it came from."""

    item: Item
    url: str
    outlet: str
    readers: Readers
    zone: str


def parts(media_type: str, body: bytes, kept: tuple[str, str, str], readers: Readers) -> Parts:
    """Parts of an item of one of ``KINDS``; *kept* is its address, its outlet and the outlet's time zone.

    Raises:
        Unreadable: no JSON object.
        NotAnArticle: it has neither headline nor text.
    """
    try:
        item = json.loads(body)
    except (ValueError, RecursionError) as why:
        raise Unreadable(f"no JSON item: {why}") from None
    if not isinstance(item, dict):
        raise Unreadable(f"an item must be a JSON object, not {type(item).__name__}")
    url, outlet, zone = kept
    found = KINDS[media_type](Kept(item, url, outlet, readers, zone))
    if not found.headline and not found.paragraphs:
        raise NotAnArticle("an item without headline and text")
    return found


def guardian(kept: Kept) -> Parts:
    """An article of the Guardian's Open Platform, or one block of its live blog, with its whole text where rights allow."""
    item, fields = kept.item, _thing(kept.item.get("fields"))
    blocks = _things(_thing(item.get("blocks")).get("body"))
    block: Item = blocks[0] if item.get("type") == "liveblog" and len(blocks) == 1 else {}
    text = "".join(_said(b, "bodyHtml") for b in blocks) or _said(fields, "body") or _said(fields, "bodyText")
    whole = boilerplate.own(paragraphs(text), kept.readers.boilerplate)
    standfirst = _plain(_said(fields, "standfirst") or _said(fields, "trailText"))
    bylines = [_said(fields, "byline")]
    changed = (
        ("lastModifiedDate", block.get("lastModifiedDate")) if block else ("lastModified", fields.get("lastModified"))
    )
    headline = _said(block, "title") or _said(fields, "headline") or _said(item, "webTitle")
    return Parts(
        headline=_plain(headline),
        paragraphs=tuple(whole) or ((standfirst,) if standfirst else ()),
        text_scope="full" if whole else "abstract" if standfirst else "headline",
        standfirst=standfirst if whole and standfirst and not block else None,
        authors=_contributors(item, block, bylines, kept.readers),
        section=_plain(_said(item, "sectionName")) or None,
        tags=tuple(_plain(_said(tag, "webTitle")) for tag in _tags(item, "keyword")),
        language=_said(fields, "lang").lower() or None,
        genre="live" if item.get("type") == "liveblog" else _tone(item),
        agency=agency(bylines, [], whole, kept.outlet),
        published=_moments(kept, *_guardian_times(item, block)),
        modified=_moments(kept, changed),
    )


def nyt(kept: Kept) -> Parts:
    """A document of the New York Times' search or archive, or an item of its newswire: lead or abstract, never more."""
    item = kept.item
    headline = _thing(item.get("headline"))
    names = (headline.get("main"), headline.get("print_headline"), item.get("headline"), item.get("title"))
    text, scope = _nyt_text(item)
    abstract = _plain(_said(item, "abstract"))
    bylines = [_plain(_said(_thing(item.get("byline")), "original") or _said(item, "byline"))]
    return Parts(
        headline=next((said for name in names if isinstance(name, str) and (said := _plain(name))), ""),
        paragraphs=(text,) if text else (),
        text_scope=scope,
        standfirst=abstract if scope == "lead" and abstract and abstract != text else None,
        authors=tuple(people.people(bylines, kept.readers.not_people)),
        section=_plain(_said(item, "section_name") or _said(item, "section")) or None,
        tags=_nyt_tags(item),
        language="en" if "/es/" not in kept.url else "es",
        genre=_material(item, kept.url),
        agency=agency(bylines, [_said(item, "source")], [text] if text else [], kept.outlet),
        published=_moments(kept, *_nyt_times(item)),
        modified=_moments(kept, ("updated_date", item.get("updated_date"))),
    )


def wordpress(kept: Kept) -> Parts:
    """A post of a WordPress site, with its whole text; the excerpt alone where a password stands before the text."""
    item, embedded = kept.item, _thing(kept.item.get("_embedded"))
    whole = boilerplate.own(paragraphs(_rendered(item, "content")), kept.readers.boilerplate)
    excerpt = re.sub(r"\s*\[?(?:…|\.\.\.)\]?$", "", _plain(_rendered(item, "excerpt")))
    bylines = [_said(author, "name") for author in _things(embedded.get("author"))]
    terms = [term for group in _lists(embedded.get("wp:term")) for term in _things(group)]
    return Parts(
        headline=_plain(_rendered(item, "title")),
        paragraphs=tuple(whole) or ((excerpt,) if excerpt else ()),
        text_scope="full" if whole else "abstract" if excerpt else "headline",
        authors=tuple(people.people(bylines, kept.readers.not_people)),
        section=next(iter(_named(terms, "category")), None),
        tags=_named(terms, "post_tag"),
        paywalled=not whole and _thing(item.get("content")).get("protected") is True,
        agency=agency(bylines, [], whole, kept.outlet),
        published=_moments(kept, ("date_gmt", _in_utc(item.get("date_gmt")))),
        modified=_moments(kept, ("modified_gmt", _in_utc(item.get("modified_gmt")))),
    )


KINDS: Mapping[str, Callable[[Kept], Parts]] = {
    "application/vnd.samestory.guardian+json": guardian,
    "application/vnd.samestory.nyt+json": nyt,
    "application/vnd.samestory.wordpress+json": wordpress,
}
"""Media type → who reads it."""


def paragraphs(markup: str) -> list[str]:
    """Paragraphs of a piece of HTML, without asides, pictures, embeds and comments."""
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", markup)
    if not clean.strip():
        return []
    try:
        tree = lxml.html.fragment_fromstring(clean, create_parent="div")
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return []
    for dead in tree.xpath(_NO_TEXT):
        dead.drop_tree()
    for block in tree.iter(*_BLOCKS):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    return [line for line in map(tidy, str(tree.text_content()).split("\n")) if line]


def _plain(text: str) -> str:
    return tidy(" ".join(paragraphs(text)) if "<" in text or "&" in text else text)


def _said(item: Item, key: str) -> str:
    value = item.get(key)
    return value.strip() if isinstance(value, str) else ""


def _thing(value: object) -> Item:
    return value if isinstance(value, dict) else {}


def _things(value: object) -> list[Item]:
    return [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []


def _lists(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _rendered(item: Item, key: str) -> str:
    return _said(_thing(item.get(key)), "rendered")


def _named(terms: list[Item], taxonomy: str) -> tuple[str, ...]:
    return tuple(said for term in terms if term.get("taxonomy") == taxonomy and (said := _plain(_said(term, "name"))))


def _in_utc(value: object) -> object:
    """WordPress leaves out the zone of a field that it calls GMT."""
    return f"{value}Z" if isinstance(value, str) and value and _zoneless(value) else value


def _tags(item: Item, kind: str) -> list[Item]:
    return [tag for tag in _things(item.get("tags")) if tag.get("type") == kind]


def _contributors(item: Item, block: Item, bylines: list[str], readers: Readers) -> tuple[str, ...]:
    """Those who signed the block, else the contributors that the interface names, else those of the byline."""
    known = {_said(tag, "id"): _said(tag, "webTitle") for tag in _tags(item, "contributor")}
    named = block.get("contributors")
    signed = [known[one] for one in named if one in known] if isinstance(named, list) else []
    return tuple(people.people(signed or [name for name in known.values() if name] or bylines, readers.not_people))


def _tone(item: Item) -> Genre:
    return next((_TONES[tag["id"]] for tag in _tags(item, "tone") if tag.get("id") in _TONES), "unknown")


def _guardian_times(item: Item, block: Item) -> list[tuple[str, object]]:
    if block:
        return [(key, block.get(key)) for key in ("firstPublishedDate", "publishedDate")]
    return [("webPublicationDate", item.get("webPublicationDate"))]


def _nyt_text(item: Item) -> tuple[str, TextScope]:
    lead = _plain(_said(item, "lead_paragraph"))
    if lead:
        return lead, "lead"
    abstract = _plain(_said(item, "abstract")) or _plain(re.sub(r"\s*(?:\.\.\.|…)$", "", _said(item, "snippet")))
    return abstract, "abstract" if abstract else "headline"


def _nyt_tags(item: Item) -> tuple[str, ...]:
    """Keywords of a document, or the newswire's facets, each once, whichever shape they have."""
    words = [_said(word, "value") for word in _things(item.get("keywords"))]
    for key in ("des_facet", "org_facet", "per_facet", "geo_facet"):
        facet = item.get(key)
        words += [word for word in facet if isinstance(word, str)] if isinstance(facet, list) else []
    return tuple(dict.fromkeys(said for word in words if (said := _plain(word))))


def _nyt_times(item: Item) -> list[tuple[str, object]]:
    """Claims on the publication, exact midnights last: they are the printed paper's day."""
    said = [(key, item.get(key)) for key in ("pub_date", "first_published_date", "published_date", "created_date")]
    return sorted(said, key=lambda claim: "T00:00:00" in str(claim[1]))


def _material(item: Item, url: str) -> Genre:
    kind = linked.text(item.get("type_of_material") or item.get("material_type_facet")).lower()
    if "/live/" in url:
        return "live"
    if kind in _MATERIALS:
        found = _MATERIALS[kind]
        return "opinion" if found == "news" and "/opinion/" in url else found
    return "opinion" if "/opinion/" in url else "unknown"


def _moments(kept: Kept, *said: tuple[str, object]) -> tuple[times.Moment, ...]:
    """Claims of the interface; a time without a zone is trusted to the day."""
    claims = [(key, str(value)[:10] if _zoneless(value) else value) for key, value in said if value]
    found = [times.moment(value, "api", f"interface's {key}", kept.zone) for key, value in claims]
    return tuple(one for one in found if one)


def _zoneless(value: object) -> bool:
    try:
        return datetime.fromisoformat(str(value)).tzinfo is None
    except ValueError:
        return False
