"""An export of Factiva (HTML; several articles in one file) → its articles as records.

Two displays are read: "Full Article/Report plus Indexing" (a table whose rows begin with HD, BY, WC, PD, ET, SN, SC, LA, LP,
TD, AN …) and "Article Format" (the same without codes, by their order). Built from public readers of it (tm.plugin.factiva
and newspapers in R) and the samples they carry; no export of our own was at hand. RTF and the newer site's formats are not read.
"""

import re
from typing import Any

from analysis.collect import exports
from analysis.collect.dates import When
from analysis.collect.documents import parsed
from analysis.collect.records import Record

_MARK = re.compile(rb"""class=["'][^"']*\barticle \w\wArticle\b""")
_ARTICLES = "//div[contains(concat(' ', normalize-space(@class), ' '), ' article ') and contains(@class, 'Article')]"
_CODE = re.compile(r"[A-Z]{2,3}")
_COUNT = re.compile(r"[\d.,\s]*\d\s*(?:words|Wörter|mots|palabras|parole|palavras|woorden|слов|語|字)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:Document|Dokument|Documento|Документ)\s+([A-Za-z0-9]{10,40})")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?: [AP]M)?(?: [A-Z]{2,4})?", re.IGNORECASE)


def is_factiva(body: bytes) -> bool:
    """Whether a page has the marks of an export."""
    return bool(_MARK.search(body)) and b"factiva" in body[:200_000].lower()


def articles(body: bytes) -> list[Record]:
    """A record for each article, with our own keys; one that is not built as expected is a record with its fault.

    Raises:
        Unreadable: no HTML in it, or bytes that are no text.
    """
    found = parsed(body).xpath(_ARTICLES)
    return [_record(f"article {number}", node) for number, node in enumerate(found, start=1)]


def _record(place: str, node: Any) -> Record:
    rows = _coded(node)
    said = rows or _ordered(node)
    missing = [code for code in ("HD", "PD", "SN") if not said.get(code)]
    if missing:
        shape = "a table" if rows else "a text"
        return Record(place, {}, f"{shape} without {', '.join(missing)} (headline HD, date PD, source SN are expected)")
    text = exports.paragraphs(_said(one) for one in node.xpath(".//p[contains(@class, 'articleParagraph')]"))
    try:
        published = _published(said)
    except ValueError as why:
        return Record(place, {}, str(why))
    if published is None:
        return Record(place, {}, f"{said['PD'][:60]!r} is no date")
    number = _NUMBER.search(said.get("AN", ""))
    return Record(
        place, _values(node, said, published, text), exports.too_short(text, said.get("WC", "")), _key(number)
    )


def _values(node: Any, said: dict[str, str], published: When, text: str) -> dict[str, Any]:
    named = re.search(r"\b(\w\w)Article\b", str(node.get("class")))
    return {
        "headline": said["HD"],
        "outlet": said["SN"],
        "published_at": published,
        "text": text,
        "text_scope": "full" if text else "headline",
        "authors": [said["BY"]] if said.get("BY") else None,
        "section": said.get("SE"),
        "language": exports.language(said.get("LA", "")) or (named[1].lower() if named else None),
    }


def _published(said: dict[str, str]) -> When | None:
    return exports.published(said["PD"], said.get("ET", ""))


def _key(number: re.Match[str] | None) -> str:
    return f"factiva#{number[1]}" if number else ""


def _coded(node: Any) -> dict[str, str]:
    """Code → text of the rows of a table; none where the article came without codes."""
    found: dict[str, str] = {}
    for row in node.xpath(".//tr[count(td) = 2]"):
        code, value = (_said(cell) for cell in row.xpath("./td"))
        if _CODE.fullmatch(code):
            found.setdefault(code, value)
    return found if "HD" in found else {}


def _ordered(node: Any) -> dict[str, str]:
    """The same by the order of lines: … headline, author, … count, date, [time], source, code, … "Document" and its number."""
    plain = [_said(one) for one in node.xpath(".//div[not(@id) and not(@class)][not(.//div)]")]
    lines = [line for line in plain if line]
    headline = [_said(one) for one in node.xpath(".//*[contains(@class, 'Headline')]")]
    found = {"HD": headline[0] if headline else ""}
    authors = [_said(one) for one in node.xpath(".//div[@class='author']")]
    above = [_said(one) for one in node.xpath(".//div[@id='hd']/preceding-sibling::div")]
    found |= {"BY": authors[0] if authors else "", "SE": next((line for line in above if line), "")}
    found["AN"] = next((said for one in reversed(node.xpath(".//p")) if _NUMBER.search(said := _said(one))), "")
    count = next((index for index, line in enumerate(lines) if _COUNT.fullmatch(line)), None)
    if count is None:
        return found
    after = lines[count + 1 :]
    clock = after[1] if len(after) > 1 and _CLOCK.fullmatch(after[1]) else ""
    source = after[2:3] if clock else after[1:2]
    return found | {"WC": lines[count], "PD": "".join(after[:1]), "ET": clock, "SN": "".join(source)}


def _said(node: Any) -> str:
    return " ".join(str(node.text_content()).split())
