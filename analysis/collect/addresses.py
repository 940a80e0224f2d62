"""An address as a source spells it → the one address that an article has."""

import re
from datetime import date
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import courlan

# Only what is known to track goes. To keep a tracker counts one article twice; to drop an article's number makes all
# articles of an outlet one. courlan's own list drops ``cid``, ``gallery`` and ``keyword``, hence this one.
_TRACKERS = re.compile(
    r"^(?:utm_|at_|mc_|mtm_|pk_|ns_|hsa_|oly_|vero_|icid|itid$|wt\.|_hs)"
    r"|^(?:fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|wbraid|gbraid|ttclid|mkt_tok|s_cid|cmpid|cmp|intcmp|"
    r"xtor|ocid|ncid|smid|smtyp|emc|pgtype|partner|_r|ref_src|ref_url|referringsource|taid|ftag|guccounter|"
    r"outputtype|amp|__twitter_impression|sh|wprss|nocache|feature_id|sharetype|share)$",
    re.IGNORECASE,
)

# These name every article by its path; what follows the question mark is a campaign, a reader's place or a layout.
_QUERY_MEANS_NOTHING = ("nytimes.com", "theguardian.com", "washingtonpost.com")

# A block of a Guardian live blog: a dated piece of its own. (Its numbers are 24 digits; anything else is a reader's place.)
_PIECE = re.compile(r"(?:^|&)(page=with:block-[0-9a-f]{24})(?=&|$)")

_HOSTS = {
    "nytimes.com": "www.nytimes.com",
    "m.nytimes.com": "www.nytimes.com",
    "mobile.nytimes.com": "www.nytimes.com",
    "theguardian.com": "www.theguardian.com",
    "amp.theguardian.com": "www.theguardian.com",
    "guardian.co.uk": "www.theguardian.com",
    "www.guardian.co.uk": "www.theguardian.com",
    "washingtonpost.com": "www.washingtonpost.com",
    "m.washingtonpost.com": "www.washingtonpost.com",
    "www.theweek.com": "theweek.com",
    "eurasiareview.com": "www.eurasiareview.com",
}

_AMP_CACHE = re.compile(
    r"^https?://(?:www\.google\.[a-z.]+/amp|[\w-]+\.cdn\.ampproject\.org/[cv])/(s/)?(?=[^/.]+\.)", re.IGNORECASE
)
_AMP_END = re.compile(r"(?<=[^/])(?:/amp)+/?$", re.IGNORECASE)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(
    rf"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d\d?|{'|'.join(_MONTHS)})[/-](?P<d>\d\d?)(?=[/.-]|$)",
    re.IGNORECASE,
)

_SECRET = re.compile(
    r"(?:key|token|secret|passwd|password|pwd|signature|sig|session|sessionid|credential|authorization)$|^(?:auth|sid)$",
    re.IGNORECASE,
)


def canonical(url: str) -> str:
    """The address without campaign parameters, fragment and layout (AMP, mobile), with https and a lower-case host.

    Addresses that are not of the web (``file:``) come back as they are. A port that is not the scheme's own keeps the
    scheme, since nothing is known of what listens there. Applying it twice changes nothing.
    """
    text = _out_of_caches(url.strip())
    parts = _split(text)
    if parts is None:
        return url.strip()
    host = _host(parts)
    usual = _port(parts) is None
    scheme = "https" if usual else parts.scheme.lower()
    bare = urlunsplit((scheme, host if usual else f"{host}:{_port(parts)}", _path(parts.path, host), "", ""))
    query = _query(parts.query, host)
    return _split_again(courlan.normalize_url(bare, strict=True), query)


def masked(url: str) -> str:
    """The address with every value in it that looks like a secret replaced by ``***``; for messages and the ledger."""
    head, mark, query = url.partition("?")
    head = re.sub(r"(?<=//)[^/@]*@", "***@", head)
    return head + mark + "&".join(_masked(pair) for pair in query.split("&"))


def day(url: str) -> date | None:
    """The day that a path spells out (``/2022/01/06/``, ``/2022/jan/06/``), or None."""
    found = _DAY.search(url)
    if not found:
        return None
    month = found["m"].lower()
    try:
        return date(int(found["y"]), _MONTHS.index(month) + 1 if month in _MONTHS else int(month), int(found["d"]))
    except ValueError:
        return None


def of_the_web(url: str) -> bool:
    """Whether this is an http or https address with a host."""
    return _split(url) is not None


def _out_of_caches(url: str) -> str:
    """The address that an AMP cache (or a cache of a cache) shows."""
    while cached := _AMP_CACHE.match(url):
        url = ("https://" if cached[1] else "http://") + url[cached.end() :]
    return url


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        known = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        return None
    return parts if known else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return _HOSTS.get(host, host)


def _port(parts: SplitResult) -> int | None:
    return None if parts.port in (None, 80, 443) else parts.port


def _path(path: str, host: str) -> str:
    path = re.sub("/+", "/", path)
    if "/." in path:
        path = urlsplit(urljoin("https://host/", path)).path  # dots that lead up are gone
    if host.endswith("washingtonpost.com"):
        path = re.sub(r"^(?:/amphtml)+(?=/.)", "", path)
    return _AMP_END.sub("/" if path.endswith("/") else "", path) or "/"


def _query(query: str, host: str) -> str:
    if any(host == name or host.endswith(f".{name}") for name in _QUERY_MEANS_NOTHING):
        piece = _PIECE.search(query) if host == "www.theguardian.com" else None
        return piece[1] if piece else ""
    return "&".join(sorted({pair for pair in query.split("&") if pair and not _TRACKERS.search(pair.split("=")[0])}))


def _split_again(bare: str, query: str) -> str:
    return f"{bare}?{query}" if query else bare


def _masked(pair: str) -> str:
    name, equals, _ = pair.partition("=")
    return f"{name}=***" if equals and _SECRET.search(name) else pair
