"""Bytes → str: what the server claims, what the page claims, what the bytes say."""

import codecs
import re

from charset_normalizer import from_bytes

from analysis.errors import Unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_IN_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_IN_TYPE = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# A page that says Latin-1 means what browsers take it for (WHATWG Encoding Standard).
_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_SAMPLE = 60_000
_TOLERATED = 0.02


def decoded(body: bytes, media_type: str = "") -> tuple[str, tuple[str, ...]]:
    """The text and what a reader of it should know (claims that were wrong).

    Valid UTF-8 is UTF-8, whoever claims what; then the server's claim, then the page's, if the bytes bear them out;
    then what charset-normalizer finds.

    Raises:
        Unreadable: no bytes, or bytes that are no text.
    """
    if not body.strip():
        raise Unreadable("empty body")
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace"), ()
    claims = _claims(body, media_type)
    if b"\x00" in body[:_SAMPLE]:
        return _wide(body), ()
    text = _as_utf8(body, claims)
    if text is not None:
        wrong = [c for c in claims if c not in ("utf-8", "ascii", "cp1252") and not body.isascii()]
        return text, tuple(f"charset: claims {c}, is utf-8" for c in wrong[:1])
    return _by_claim(body, claims)


def _claims(body: bytes, media_type: str) -> list[str]:
    said = _IN_TYPE.findall(media_type) + [m.decode("ascii", "replace") for m in _IN_META.findall(body[:8192])]
    return list(dict.fromkeys(name for name in map(_known, said) if name))


def _known(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
        b"a".decode(known)
    except (LookupError, ValueError, TypeError):
        return None
    return _AS_BROWSERS_DO.get(known, known)


def _as_utf8(body: bytes, claims: list[str]) -> str | None:
    if claims and claims[0] in ("utf-7", "hz", "iso2022_jp"):
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    beyond = sum(1 for sign in text[:_SAMPLE] if ord(sign) > 127)
    broken = text[:_SAMPLE].count("\ufffd")
    # One torn character at a cut must not turn a whole page into mojibake.
    return text if broken <= max(1, beyond * _TOLERATED) < beyond else None


def _by_claim(body: bytes, claims: list[str]) -> tuple[str, tuple[str, ...]]:
    if len(set(claims) - {"utf-8"}) == 1 or (claims and claims[0] != "utf-8"):
        for name in (c for c in claims if c != "utf-8"):
            try:
                text = body.decode(name)
            except (UnicodeDecodeError, ValueError):
                continue
            if not _controls(text):
                also = f"charset: claims utf-8, is {name}" if "utf-8" in claims else ""
                return text, (also,) if also else ()
    return _detected(body, claims)


def _detected(body: bytes, claims: list[str]) -> tuple[str, tuple[str, ...]]:
    best = from_bytes(body[:_SAMPLE]).best()
    name = best.encoding if best else "cp1252"
    text = body.decode(name, "replace")
    if _controls(text) > 0.1 * min(len(text), _SAMPLE):
        raise Unreadable("bytes that are no text")
    return text, (f"charset: claims {claims[0] if claims else 'nothing'}, read as {name}",)


def _wide(body: bytes) -> str:
    """UTF-16 without its mark shows as every other byte zero; anything else with many zeros is no text."""
    sample = body[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > len(sample) * 0.2 and zeros > 5 * others:
            return body.decode(name, "replace")
    if even + odd > len(sample) * 0.01 + 8:
        raise Unreadable("binary bytes, no text")
    return decoded(body.replace(b"\x00", b""))[0]


def _controls(text: str) -> int:
    return sum(1 for sign in text[:_SAMPLE] if (sign < " " and sign not in "\t\n\r\f") or "\x7f" <= sign < "\xa0")
