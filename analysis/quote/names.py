"""Tokens → the names in them, persons and bodies apart, and which full name a short one stands for."""

import re
from dataclasses import replace

from analysis.quote.cues import verbs
from analysis.quote.evidence import people_among
from analysis.quote.figures import is_surname, known_kind
from analysis.quote.kinds import ROLES
from analysis.quote.people import (
    FIRST,
    Name,
    Roster,
    by_first_name,
    canonical,
    families,
    formless,
    gender_of,
    given_names,
)
from analysis.quote.scope import Range, capital, is_word
from analysis.quote.tokens import Tokens
from analysis.quote.words import lexicon, words

_TITLES = words("people", "titles")
_PARTICLES = words("people", "particles")
_NEVER = frozenset(word.lower() for word in words("people", "never"))
_INSTITUTIONS = words("people", "institutions")
_MEMBERS = words("people", "members")
_UNITES = words("people", "unites")
_CROWDS = frozenset(
    (
        "women",
        "men",
        "children",
        "people",
        "fishermen",
        "seamen",
        "firemen",
        "policemen",
        "postmen",
        "workmen",
        "sportsmen",
    )
)
_AFTER = words("people", "postnominals")
_BODIES = words("people", "firms") | _MEMBERS | _UNITES
_FIRMS, _FORMS = words("people", "firms"), words("people", "forms")
_ENDINGS = frozenset(word.lower() for word in words("outlets", "endings"))
_POLITE = (words("people", "polite") & _TITLES) | {"dr", "prof"}
_OWNERS, _SHOPS = words("people", "owners"), words("people", "shops")
_COMMON = frozenset(
    word for kind in lexicon("types").values() for key in ("head", "words") for word in kind.get(key, "").split()
) - {"labour", "democrat", "republican"}
"""Nouns that a sentence begins with: ``Research suggests``, ``Residents said``."""
_JOINED = _INSTITUTIONS | frozenset(("secretariat", "society", "bureau", "house", "school", "college", "inspectorate"))
_STOPS = frozenset((".", "!", "?", ":", "“", "‘", '"', "''", "``", "'", "(", "”", "’"))
_DATELINE = frozenset(("(", "—", "–", "-"))
_SHORT = 5
_WITH_INITIAL = 2
_FULL = 2
"""First name and surname."""
_LETTERS = 3
_LONG = 4
_FEW = 4
_PLACES = words("people", "places")
LANDS = frozenset(
    land.strip().lower() for land in lexicon("people")["lands"].replace("\n", ",").split(",") if land.strip()
)
_AGENCIES = frozenset(lexicon("outlets")["agencies"].split()) | {"getty"}
_ABBREVIATED = words("people", "abbreviated")
_INITIALS = re.compile(r"[a-z]\.[a-z]")


def roster(text: Tokens) -> Roster:
    """Names in *text* outside and inside quotations."""
    attested = {text.low[at].removesuffix("'s") for at in text.capitals if not heads(text, at) or _initialled(text, at)}
    shouting = _headline(text)
    raw = [(run, name) for run in _runs(text, attested, shouting) if (name := _name(text, *run)) is not None]
    people = people_among(text, [name for _, name in raw])
    found = Roster([], {})
    for run, name in [*_in_headline(text, shouting, [name for _, name in raw]), *raw]:
        name.person = name.person and people[name.written] and not _credited(text, name)
        found.names.append(name)
        found.at.update(dict.fromkeys(range(*run), name))
        if name.person and " " in name.written:
            found.full.setdefault(name.surname, []).append(name)
    families(text, found)
    given_names(found)
    found.bodies.update(_bodies(found.names))
    _titled_genders(found)
    return found


def _credited(text: Tokens, name: Name) -> bool:
    """Whether a picture is by them: ``Ada Finch via Lisk Images``, ``Ada Finch / Reuters``."""
    after = text.low[name.last : name.last + 2]
    if name.first and text.low[name.first - 1] == "via":
        return True
    return len(after) > 1 and (after[0] == "via" or (after[0] == "/" and after[1] in _AGENCIES))


def _titled_genders(found: Roster) -> None:
    """Genders that titles tell, of full names first: whose "Mr Reed" is, hangs on who else is called Reed."""
    titled = [(name, gender) for name in found.names if name.person and (gender := gender_of(name.titles))]
    for name, gender in titled:
        if " " in name.written:
            found.gender.setdefault(name.written, gender)
    by_first_name(found)
    for name, gender in titled:
        found.gender.setdefault(canonical(found, name), gender)


def _initialled(text: Tokens, at: int) -> bool:
    """Whether the stop before token *at* is an initial's: ``Michael W. | Moss``."""
    return at > 1 and text.low[at - 1] == "." and len(text.low[at - 2]) == 1 and capital(text, at - 2)


def _headline(text: Tokens) -> int:
    """Token at which a headline in title case ends, 0 where there is none: its capitals say nothing."""
    last = text.breaks[1] if len(text.breaks) > 1 else 0
    long = [at for at in range(last) if len(text.low[at]) >= _LONG and text.low[at].isalpha()]
    small = sum(not capital(text, at) for at in long)
    return last if len(long) >= _FEW and small <= len(long) // _FEW else 0


def _in_headline(text: Tokens, last: int, named: list[Name]) -> list[tuple[Range, Name]]:
    """Names of the body that stand in a headline in title case."""
    known = (
        {tuple(text.low[name.first : name.last]): name for name in named if name.last - name.first <= _SHORT}
        if last
        else {}
    )
    out: list[tuple[Range, Name]] = []
    at = 0
    while at < last:
        for size in range(min(_SHORT, last - at), 0, -1):
            name = known.get((*text.low[at : at + size - 1], text.low[at + size - 1].removesuffix("'s")))
            if name is not None:
                out.append(((at, at + size), replace(name, first=at, last=at + size, begin=at, titles=())))
                at += size - 1
                break
        at += 1
    return out


def heads(text: Tokens, at: int) -> bool:
    """Whether token *at* begins a sentence or a quotation, where a capital says nothing."""
    return not at or at in text.breaks or text.low[at - 1] in _STOPS


def _runs(text: Tokens, attested: set[str], start: int) -> list[Range]:
    """Tokens with a capital from *start* on that stand together, initials, particles and "of the" between them."""
    found: list[Range] = []
    low, inside, breaks = text.low, text.inside, set(text.breaks)
    at = start
    for first in text.capitals:
        if first < at or low[first] in _NEVER:
            continue
        if low[first] == "will" and heads(text, first) and "will" not in attested:
            continue  # "Will Reed come?"
        at = first + 1
        while at < len(low) and inside[at] == inside[first] and at not in breaks:
            step = _step(text, first, at) if low[at - 1][-2:] != "'s" else _owned(text, at - 1, at)
            if not step:
                break
            at += step
        if not (_accidental(text, first, at, attested) or _dateline(text, first, at)):
            found.append((first, at))
    return found


def _accidental(text: Tokens, first: int, last: int, attested: set[str]) -> bool:
    """Whether one word's capital may come from its place alone: no other place bears it out, and it says nothing."""
    if last - first > 1 or not heads(text, first) or text.low[first].removesuffix("'s") in attested:
        return False
    word, after = text.low[first], text.low[last] if last < len(text) else ""
    written = text.text[text.starts[first] : text.ends[first]].removesuffix("'s").removesuffix("’s")
    if (
        word.removesuffix("'s") in _SHOPS
        or is_surname(written)
        or (known_kind(written) and not _is_common(text, first))
    ):
        return False
    return word.endswith("s") or not (after in verbs() or word.endswith("'s"))


def _dateline(text: Tokens, first: int, last: int) -> bool:
    """``UPPER HARBOUR (Reuters) —`` at a paragraph's head."""
    shouted = text.text[text.starts[first] : text.ends[last - 1]].isupper()
    return shouted and first in text.breaks and last < len(text) and text.low[last] in _DATELINE


def _step(text: Tokens, first: int, at: int) -> int:
    """How many tokens continue a name here: none, a capital, or a particle or full stop with the capital after it."""
    if capital(text, at) or (text.low[at] in _FORMS and at - first < _SHORT):
        return 1
    low, before = text.low, text.low[at - 1]
    skip = 2 if low[at] in ("of", "for") and before in _JOINED and low[at + 1 : at + 2] == ["the"] else 1
    follows = at + skip < len(text) and capital(text, at + skip)
    if follows and (low[at] in _PARTICLES or (low[at] in ("of", "for") and before in _JOINED)):
        return 1 + skip
    if follows and low[at] == "&":
        return 2
    if low[at] in ("'", "’") and before.endswith("s") and text.starts[at] == text.ends[at - 1]:
        return _owned(text, at - 1, at + 1, skip=1)
    if follows and low[at] == "and" and _is_body(text, first, at):
        return 2
    return 2 if follows and low[at] == "." and _abbreviates(text, first, at) else 0


def _abbreviates(text: Tokens, first: int, at: int) -> bool:
    """Whether the full stop at token *at* is an initial's or a title's, and ends no sentence: ``Plan B. | Reed``, ``Patty Judge. | Judge``."""
    low, before = text.low, text.low[at - 1]
    if text.starts[at] != text.ends[at - 1]:
        return False
    if len(before) > 1:
        title = before in _TITLES and low[at - 2] not in FIRST
        return title or (_INITIALS.fullmatch(before) is not None and before not in _ABBREVIATED)
    plain = at - first == _WITH_INITIAL and low[first] not in FIRST
    return not (plain and (_is_common(text, first) or is_surname(text.text[text.starts[at + 1] : text.ends[at + 1]])))


def _is_common(text: Tokens, at: int) -> bool:
    """Whether the word stands in lower case elsewhere."""
    return any(word == text.low[at] and not capital(text, k) for k, word in enumerate(text.low))


def _owned(text: Tokens, owner: int, at: int, skip: int = 0) -> int:
    """How many tokens a body's name goes on after its owners: ``the Bakers' | Union``, ``Bakers' | and Grocers' Union``, ``the Women's | League``."""
    low = text.low
    crowd = low[owner].removesuffix("'s")
    if crowd in _OWNERS or not {"st", "saint"}.isdisjoint(low[max(0, owner - 2) : owner]):
        return _founded(text, at)
    if not (crowd in _CROWDS or (skip and crowd.endswith("s"))):
        return 0
    last = at
    while last < len(low) and last - at < _SHORT and (capital(text, last) or low[last] in ("and", "'", "’")):
        if low[last] in _UNITES:
            return last + 1 - at + skip
        last += 1
    return 0


def _founded(text: Tokens, at: int) -> int:
    """How many tokens of a house's name follow its owner: ``King's | College Coldwell``, ``St Ada's | Hospital``."""
    last = at
    while last < len(text) and last - at < _SHORT and capital(text, last) and text.inside[last] == text.inside[at]:
        last += 1
    return 0 if (_INSTITUTIONS | _JOINED).isdisjoint(text.low[at:last]) else last - at


def _is_body(text: Tokens, first: int, joint: int) -> bool:
    """``the Bridge | and | Dock Workers``: "the" before, and behind the joint a word that bodies end in."""
    if not first or text.low[first - 1] != "the":
        return False
    last = joint + 1
    while last + 1 < len(text) and capital(text, last + 1):
        last += 1
    return text.low[last] in _MEMBERS


def _one_word(text: Tokens, at: int) -> Name | None:
    """A name of one word: three in four are."""
    low = text.low[at].removesuffix("'s")
    written = text.text[text.starts[at] : text.ends[at]]
    shop = low in _SHOPS and len(low) < len(text.low[at])
    written = f"{written[:-2]}'s" if shop else written[:-2] if len(low) < len(text.low[at]) else written
    spelled = (written.isupper() and len(written) > 1) or known_kind(written) is not None
    if not written or (low in _COMMON and not spelled):
        return None
    several = low.endswith("s") and low[:-1] in _TITLES  # "Democrats"
    body = shop or low in _ENDINGS or low in _INSTITUTIONS or low in _TITLES or several or _acronym(text, at, [low])
    titles = (text.low[at],) if text.low[at] in _TITLES and low not in _INSTITUTIONS else ()
    return Name(at, at + 1, written, not body, titles, at)


def _name(text: Tokens, first: int, last: int) -> Name | None:
    if last - first == 1:
        return _one_word(text, first)
    titles = [] if _institution(text, first, last) else _titles(text, first, last)
    begin = titles[-1] + 1 if titles else first
    while begin < last and not is_word(text, begin):
        begin += 1
    if begin >= last:
        begin = first
    begin = _behind_role(text, begin, last)
    low = [text.low[at].removesuffix("'s") for at in range(begin, last)]
    while last - begin > 1 and text.low[last - 1].removesuffix("'s") in _AFTER:
        last -= 1
        low.pop()
    written = " ".join(text.text[text.starts[begin] : text.ends[last - 1]].split())
    written = written.removesuffix("'s").removesuffix("’s")
    if not written or (len(low) == 1 and low[0] in _COMMON and not _called_so(text, titles, low)):
        return None
    owned = any(text.low[at].endswith("'s") for at in range(begin, last - 1))
    person = _called_so(text, titles, low) or not (
        owned or _organised(low) or _acronym(text, begin, low) or _lettered(written.split())
    )
    return Name(begin, last, written, person, tuple(text.low[at] for at in titles), titles[0] if titles else begin)


def _institution(text: Tokens, first: int, last: int) -> bool:
    """Whether the words are a body's name by their last, ``Bank``, or by a joint, ``Ministry of``; ``Mrs Bank`` is none."""
    ends = text.low[last - 1].removesuffix("'s") in _INSTITUTIONS and text.low[first] not in _POLITE
    ends = ends and not (text.low[first] in _TITLES and text.low[last - 2] in FIRST)
    return ends or any(
        text.low[at] in _JOINED for at in range(first, last) if text.low[min(at + 1, last - 1)] in ("of", "for")
    )


def _called_so(text: Tokens, titles: list[int], low: list[str]) -> bool:
    """Whether the title or the first name is a person's, whatever the surname means: ``Mrs | Hall``, ``Headteacher Jo | Bank``."""
    polite = bool(titles) and text.low[titles[-1]] in _POLITE and len(low) <= _FULL
    return polite or (bool(titles) and len(low) == _FULL and low[0] in FIRST)


def _behind_role(text: Tokens, first: int, last: int) -> int:
    """First token of the name behind a role with capitals: ``Reed Senior Adviser | Ada Finch``."""
    for at in range(last - 2, first + 1, -1):
        if text.low[at] in FIRST and text.low[at - 1] in ROLES:
            return at
    return first


def _titles(text: Tokens, first: int, last: int) -> list[int]:
    """Tokens of a name that are titles; behind a first name the last word is a surname: ``Patty | Judge``."""
    surname = text.low[last - 2] in FIRST
    return [at for at in range(first, last - surname) if text.low[at] in _TITLES]


def _organised(low: list[str]) -> bool:
    """Whether a word of the name says that it is a body's, or the whole is a land's."""
    if " ".join(low) in LANDS:
        return True
    if len(low) == 2 and low[0] in FIRST and low[1] in _TITLES:
        return False
    if low[-1] in _ENDINGS or (len(low) > 1 and low[-1] in _BODIES) or "&" in low:
        return True
    if len(low) > 1 and (low[0] in _PLACES or low[-1] in _PLACES):
        return True
    return any(word in _INSTITUTIONS or word in _TITLES for word in low)


def _acronym(text: Tokens, begin: int, low: list[str]) -> bool:
    """``NATO``, ``EgyptAir``: no surname is written so."""
    spelled = text.text[text.starts[begin] : text.ends[begin]]
    inner = any(letter.isupper() for letter in spelled[1:])
    return len(low) == 1 and inner and not spelled.startswith(("Mc", "Mac", "O’", "O'", "De", "Le", "Di", "Van"))


def _lettered(split: list[str]) -> bool:
    """``Harbour USA Action``: letters that stand for words among the words of a name."""
    shouted = [word.isupper() and len(word) >= _LETTERS and "." not in word for word in split]
    return any(shouted) and not all(shouted)


def _bodies(names: list[Name]) -> dict[str, str]:
    """Short → fullest name of each body: a beginning of a longer one that only one body has."""
    full = sorted({formless(name.written) for name in names if not name.person}, key=len, reverse=True)
    out: dict[str, str] = {}
    for written in {name.written for name in names if not name.person}:
        bare = formless(written)
        longer = [other for other in full if other.lower().startswith(bare.lower() + " ")]
        out[written.lower()] = longer[0] if len(longer) == 1 else bare
    return out
