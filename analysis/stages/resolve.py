"""Pages of one outlet → each article under its one address, whichever way led to it.

An AMP page, a mobile host and a copy on another site say in their canonical link (RFC 6596) whose they are. Some sites set
that link wrongly, to a section or to the first page of several: so it is followed only to an address of the same outlet
that is shaped as an article's, and where the pages that meet there tell the same.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

import courlan

from analysis.collect.addresses import canonical, of_the_web
from analysis.collect.shapes import bare_host, of_an_article
from analysis.outlets import slug_of
from analysis.tables import Article, Attempt

_HEAD = 2**18
"""Bytes of a page in which its head is looked for."""
_LINK = re.compile(rb"<link\b[^>]{0,2000}>", re.IGNORECASE)
_REL = re.compile(r"""\brel\s*=\s*["']?[^"'>]*\bcanonical\b""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_RUN = 4
"""Words in a row that two pages of one article share all over."""
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one page."""

    article: Article | None
    """Under the address where redirects ended."""
    attempt: Attempt
    """Under the address that was listed."""
    claims: str = ""
    """Canonical form of the address that the page itself says is its own; "" where it says none."""


def claimed(body: bytes, media_type: str, url: str) -> str:
    """The address that a page's canonical link names, in canonical form; "" where there is none that is of the web."""
    if "html" not in media_type:
        return ""
    for link in _LINK.findall(body[:_HEAD]):
        said = link.decode("utf-8", "replace")
        href = _HREF.search(said) if _REL.search(said) else None
        if href:
            return _joined(url, html.unescape(next(filter(None, href.groups()), "")).strip())
    return ""


def _joined(url: str, said: str) -> str:
    try:
        there = urljoin(url, said)
    except ValueError:  # brackets that are no IPv6 address
        return ""
    return canonical(there) if of_the_web(there) else ""


def resolved(reads: Iterable[Read], outlet: str, *, named: Iterable[str] = ()) -> list[Read]:
    """The same, articles under the address that their pages claim where that can be believed; *named* ones stay as they are."""
    reads, kept = list(reads), frozenset(named)
    last = {read.article.url: read.article for read in reads if read.article}
    moves = _moves(reads, outlet, kept)
    there: dict[str, list[Article]] = defaultdict(list)
    for url, article in last.items():
        there[moves.get(url, url)].append(article)
    good = {url for url, articles in there.items() if _tell_the_same(articles)}
    return [
        replace(read, article=replace(read.article, url=moves[read.article.url]))
        if read.article and moves.get(read.article.url) in good
        else read
        for read in reads
    ]


def _moves(reads: Iterable[Read], outlet: str, kept: frozenset[str]) -> dict[str, str]:
    """Address where a page was found → the one that it claims; the last page of an address counts."""
    claims = {read.article.url: read.claims for read in reads if read.article and read.claims}
    return {
        url: claim
        for url, claim in claims.items()
        if url != claim and url not in kept and _believable(url, claim, outlet)
    }


def _believable(url: str, claim: str, outlet: str) -> bool:
    own = slug_of(claim)
    same_house = own == outlet if own else slug_of(url) is None and _owner(claim) == _owner(url)
    return same_house and of_an_article(claim)


def _owner(url: str) -> str:
    """The name that an owner registered; of reserved endings the host itself."""
    return str(courlan.extract_domain(url) or bare_host(url))


def _tell_the_same(articles: list[Article]) -> bool:
    """Whether every article shares with the first at least half of the shorter one's runs of words."""
    first = _runs(articles[0])
    others = [_runs(one) for one in articles[1:]]
    return all(len(first & other) >= _SAME * min(len(first), len(other)) for other in others)


def _runs(article: Article) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", f"{article.headline} {article.text}".lower())
    return {tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
