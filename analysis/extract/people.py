"""Bylines → the people who wrote it, and nobody else."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from analysis.extract.agency import is_agency
from analysis.extract.words import tidy

_BY = re.compile(
    r"^\W*(?:(?:(?:written|reported|posted|published|story|words|analysis|opinion|review|text|report|interview|article|column|exclusive)\s+)?"
    r"by\b[:\s]+|(?:authors?|autore?|autora|auteur|schrijver|автор|текст|text|words|by)\s*:\s*)",
    re.IGNORECASE,
)
_VON = re.compile(r"^(?:from|von|par|por|di|door|av|af|od|przez)\s+(?=\S+\s+\S)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*(?:;|\||/|•|·|\n|\band\b|\bund\b|\bet\b|\by\b(?=\s+[A-Z][\w.]*\s)|&|\+|,\s*and\b|\bwith\b(?=\s+[A-Z]))\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:in|at|for|from|reports?|reporting|special to|follow|contact|is an?)\b(?=\s|$).*$|\s*[-–—|]\s+.*$|\s*\(.*\)\s*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?:)?//\S*|\bwww\.\S*|\S+@\S+|@\w+|\b[\w-]+\.(?:com?|org|net|info|edu|gov|ru|tv|de|fr|co\.uk|example|news)\b(?:/\S*)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"[\s,(–—-]*(?:\bon\s+)?(?:\b(?:published|updated|posted|last (?:updated|modified)|first published)\b.*|"
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s.*\d.*|"
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s\d.*|(?<!\w)\d(?!(?:nd|rd|th)\b).*)$",
    re.IGNORECASE,
)
_PICTURES = re.compile(
    r"(?<=\w)\W+(?:photo(?:graph(?:s|y)?|s)?|pictures|illustrations?|graphics|videos?)\s+by\b.*$", re.IGNORECASE
)
"""Who took the pictures: no author, and what follows is not either."""
_OWNED = re.compile(r"^(?:the\s+)?[A-Z][\w.]*['’]s\s+(?=\S+\s+\S)")
_JUNIOR = re.compile(r",\s*(jr\.?|sr\.?|ii|iii|iv)(?=\s*(?:,|;|$|and\b))", re.IGNORECASE)
_DEGREE = re.compile(
    r",?\s+\b(?:ph\.?\s?d|m\.?d|m\.?a|m\.?s|m\.?sc|m\.?p|mba|rdn?|esq|llm|jd|obe|cbe|mbe)\b\.?(?=\s*(?:,|;|$|and\b))",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\s+(?:(?:staff|senior|chief|special|guest|contributing|assistant|associate|managing|national|political|deputy)\s+)*"
    r"(?:writers?|reporters?|correspondents?|editors?(?:-at-large|-in-chief)?|columnists?|contributors?|photographers?|blogger|intern)$",
    re.IGNORECASE,
)
# Words of no name.
_ROLE = re.compile(
    r"\b(?:staff|reporters?|correspondents?|editors?|editorial|editor-at-large|newsroom|desk|agenc(?:y|ies)|bureau|columnists?|"
    r"teams?|writers?|contributors?|contributing|associates?|\w*admin(?:istrator)?|user(?:name)?|sign[ -]?in|log[ -]?in|subscribe|"
    r"anonymous|unknown|author|published|updated|newspaper|magazine|guardian|news|newswires?|wires?|online|opinion|politics|sports|"
    r"podcasts?|photographs?|graphics?|director|specialist|manager|producer|critic|analyst|professor|fellow|the|your|our|"
    r"see|bio|business|daily|weekly|radio|channel|television|network|institute|university|college|foundation|association|"
    r"committee|council|international|global|national|journal|tribune|gazette|chronicle|reports?|review|blogs?|today|inc|llc|ltd|"
    r"corp(?:oration)?|department|ministry|office|embassy|community|project|society|comments?|share|tweet|follow|email|facebook|twitter|"
    r"redaktion|redazione|redacci[oó]n|r[eé]daction|redactie|redakcja|редакция|редакции|read|minutes?|hours?|ago|by|with|null|none|undefined|"
    r"not|available|various|multiple|several|special|exclusive|breaking|live|latest)\b",
    re.IGNORECASE,
)
# Words of names, too: a person only where the page says that it is one.
_ROLE_OR_NAME = re.compile(
    r"\b(?:guest|press|media|times|post|service|web|sport|board|video|chief|more|full|company|group|center|centre)\b",
    re.IGNORECASE,
)
_PLACES = frozenset(
    [
        "abu dhabi",
        "addis ababa",
        "buenos aires",
        "cape town",
        "el paso",
        "hong kong",
        "kuala lumpur",
        "las vegas",
        "los angeles",
        "mexico city",
        "new delhi",
        "new orleans",
        "new york",
        "new zealand",
        "north korea",
        "northern ireland",
        "phnom penh",
        "rio de janeiro",
        "san diego",
        "san francisco",
        "saudi arabia",
        "south africa",
        "south korea",
        "sri lanka",
        "st petersburg",
        "tel aviv",
        "united kingdom",
        "united states",
        "washington dc",
        "washington d.c",
        "white house",
    ]
)
_SIGNS = re.compile(r"^[^\W\d_][\w'’ʼʻ`´.\- ]{1,60}$")
_PARTICLES = frozenset(
    [
        "de",
        "la",
        "las",
        "los",
        "van",
        "von",
        "der",
        "den",
        "dem",
        "al",
        "el",
        "ul",
        "bin",
        "ibn",
        "bint",
        "abu",
        "da",
        "das",
        "di",
        "du",
        "do",
        "del",
        "della",
        "dello",
        "dal",
        "le",
        "ben",
        "dos",
        "y",
        "e",
        "i",
        "of",
        "af",
        "av",
        "ter",
        "ten",
        "te",
        "zu",
        "zur",
        "san",
        "st",
        "ap",
        "wa",
    ]
)
LONGEST = 6


def people(bylines: Iterable[str], not_people: Iterable[str] = (), persons: Collection[str] = ()) -> list[str]:
    """Names in the order of the bylines, each once; roles, desks, agencies, hosts and sign-in text dropped.

    *not_people* are bylines without a person, compared without case: an outlet's own, names of sites and organisations.
    *persons* are those whom the page itself calls people: of them one name is enough, and "Guest" may be a surname.
    """
    others = list(not_people)
    junk = {_key(name) for name in others} - {""}
    known = {_key(name) for name in persons} - junk
    kept: dict[str, str] = {}
    for name in (_cased(_without(name, others)) for line in bylines for name in _split(line)):
        if _key(name) not in junk and (_is_person(name) or (_is_known(name, known, junk) and _is_name(name))):
            kept.setdefault(name.casefold(), name)
    return list(kept.values())


def first(places: Iterable[list[str]], not_people: Collection[str], persons: Collection[str]) -> list[str]:
    """People of the first place that names any; one that shouts takes their spelling from the places after it."""
    left = iter(places)
    for place in left:
        names = people(place, not_people, persons)
        if names and all(any(name in line for line in place) for name in names):
            return names
        if names:
            others = [name for after in left for name in people(after, not_people, persons) if name in " ".join(after)]
            spelled = {name.casefold(): name for name in reversed(others)}
            return [spelled.get(name.casefold(), name) for name in names]
    return []


def _split(line: str) -> list[str]:
    bare = _BY.sub("", _ADDRESS.sub(" ", unicodedata.normalize("NFC", tidy(line))).strip())
    bare = _PICTURES.sub("", bare)
    bare = _DEGREE.sub("", _JUNIOR.sub(r" \1", _DATED.sub("", bare)))
    parts = [part for piece in _BETWEEN.split(_VON.sub("", bare)) for part in piece.split(",")]
    return [name for part in parts if (name := _trimmed(part))]


def _trimmed(part: str) -> str:
    name = _OWNED.sub("", _TAIL.sub("", _BY.sub("", part.strip())))
    name = re.sub(r"^[^\w'’]+|[^\w.]+$", "", name)
    without = _JOB.sub("", name)
    name = without if len(without.split()) > 1 else name
    # A dot ends a sentence, an initial or "Jr."
    return name if re.search(r"\b(?:[A-Z]|Jr|Sr)\.$", name) else name.rstrip(".")


def _without(name: str, others: list[str]) -> str:
    """The name without the newsroom's after it: ``Nora Vell Herald``."""
    bits = name.split()
    if at := next((at for at in range(2, len(bits)) if is_agency(" ".join(bits[at:]))), 0):
        return " ".join(bits[:at])
    for other in others:
        bare = re.sub(r"^the\s+", "", other.strip(), flags=re.IGNORECASE)
        ends = bool(bare) and name.casefold().endswith(f" {bare.casefold()}")
        if ends and len(name) - len(bare) > 5:
            return name[: -len(bare)].rstrip(" .,-")
    return name


def _is_known(name: str, known: set[str], junk: set[str]) -> bool:
    """Whether the page calls it a person, and it is no part of the site's name."""
    return _key(name) in known and (" " in name or not any(_key(name) in other for other in junk))


def _is_person(name: str) -> bool:
    return len(name.split()) > 1 and _is_name(name) and not _ROLE_OR_NAME.search(name)


def _is_name(name: str) -> bool:
    """Whether it can be what somebody is called."""
    bits = name.split()
    if len(bits) > LONGEST or not _SIGNS.match(name) or _ROLE.search(name) or is_agency(name):
        return False
    if bits[0].isupper() and is_agency(bits[0]):
        return False
    if name.casefold().rstrip(".") in _PLACES or (len(bits) == 1 and (name.isupper() or len(name) < 2)):
        return False
    return all(_is_capital(bit) for bit in bits) and not all(bit.casefold() in _PARTICLES for bit in bits)


def _is_capital(bit: str) -> bool:
    """A capital, a letter of a script without capitals, or a particle, alone or before an apostrophe or a hyphen."""
    start = re.split(r"[-'’ʼ]", bit, maxsplit=1)[0]
    lower = bit[0].islower() or not bit[0].isalpha()
    return (
        not lower
        or bit.casefold() in _PARTICLES
        or (start != bit and start.casefold() in {*_PARTICLES, "d", "t", "o", ""})
    )


def _cased(name: str) -> str:
    """Old pages shout bylines; a name is not shouted."""
    if not name.replace("Mc", "MC").isupper() or len(name.split()) < 2:
        return name
    return " ".join(bit if re.fullmatch(r"(?:[A-Z]\.)+|I{2,3}|IV", bit) else _capital(bit) for bit in name.split())


def _capital(bit: str) -> str:
    whole = re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), bit)
    return re.sub(r"\bMc([a-z])", lambda m: "Mc" + m[1].upper(), whole)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name)).casefold()
