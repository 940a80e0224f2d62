"""Tokens → the news outlets named in them: by the lexicon, by what the article calls them, by a part of their name, as "the paper"."""

from analysis.quote.press import Mention, Press, listed
from analysis.quote.scope import capital, is_word
from analysis.quote.tokens import Tokens
from analysis.quote.words import words

_ENDINGS = frozenset(word.lower() for word in words("outlets", "endings"))
_DOUBTFUL = frozenset(word.lower() for word in words("outlets", "doubtful"))
_BEGINNINGS = frozenset(word.lower() for word in words("outlets", "beginnings"))
_GENERIC = words("outlets", "generic")
_BROADCAST, _WIRE = words("outlets", "broadcast"), words("outlets", "wire")
_BROADCASTERS, _AGENCIES = words("outlets", "broadcasters"), words("outlets", "agencies")
_KINDS = words("outlets", "kinds")
_PAIRS = frozenset(tuple(each.split("-")) for each in words("outlets", "kinds_of_two"))
_STAFF = words("outlets", "staff")
_TITLES = words("people", "titles")
_NEVER = frozenset(word.lower() for word in words("people", "never"))
_REPORTS, _TOLD = words("relays", "reports"), words("relays", "told")
_ARTICLES = frozenset(("the", "that", "same", "its"))
_OURS = frozenset(("this", "our"))
_TIMES = frozenset(("daily", "weekly"))
_MEDIA = frozenset(("television", "tv", "radio", "media"))
_WHOSE = frozenset(("state", "local", "state-run"))
_STUDIES = frozenset(("a", "white", "working", "research", "policy", "position", "discussion", "term"))
_FROM = frozenset(("from", "of", "at", "for"))
_LONGEST = 5
_REACH = 6


def mentions(text: Tokens, known: Press) -> list[Mention]:
    """Outlets named outside quotations, in order."""
    named = _named(text, known)
    found = _by_part(text, named)
    return _generic(text, known, found) if found or known.own else found


def _named(text: Tokens, known: Press) -> list[Mention]:
    """Outlets under their whole names: listed ones, and those that a word of the name or beside it tells."""
    found: list[Mention] = []
    titled = _titled(text)
    for at in text.capitals:
        if text.inside[at] >= 0 or (found and at < found[-1].last):
            continue
        here = listed(text, at, known) or _as_titled(text, at, titled) or _unlisted(text, at)
        if here is not None:
            found.append(here)
    return sorted([*_sure(text, found), *_of_nobody(text)], key=lambda mention: mention.first)


def _of_nobody(text: Tokens) -> list[Mention]:
    """``state television``, ``local media``: outlets without a name."""
    return [
        Mention(at - 1, at + 1, f"{text.low[at - 1]} {text.low[at]}", listed=False)
        for at, word in enumerate(text.low)
        if word in _MEDIA and at and text.low[at - 1] in _WHOSE and text.inside[at] < 0
    ]


def _titled(text: Tokens) -> dict[tuple[str, ...], str]:
    """Names that a capital article within a sentence makes titles of papers: ``told The Beacon``, ``a reporter from The Echo of Skerra``."""
    found: dict[tuple[str, ...], str] = {}
    for at in text.capitals:
        if text.low[at] != "the" or not at or at in text.breaks or text.inside[at] >= 0 or at + 1 >= len(text):
            continue
        if text.low[at - 1] in _TOLD or (
            text.low[at - 1] in _FROM and not _STAFF.isdisjoint(text.low[max(0, at - 3) : at])
        ):
            last = _end_of_title(text, at + 1)
            if last > at + 1:
                bare = tuple(word.removesuffix("'s") for word in text.low[at + 1 : last])
                found[bare] = _display(text, at + 1, last)
    return found


def _end_of_title(text: Tokens, at: int) -> int:
    """``The Echo of Skerra``: capitals, and "of" before another."""
    last = at
    while last < len(text) and last - at < _LONGEST and text.inside[last] < 0:
        of = text.low[last] == "of" and last + 1 < len(text) and capital(text, last + 1) and last > at
        if not (capital(text, last) or of) or (last > at and text.low[last - 1].endswith("'s")):
            break
        last += 1
    return last


def _as_titled(text: Tokens, at: int, titled: dict[tuple[str, ...], str]) -> Mention | None:
    """A name that is a paper's title elsewhere in the text, with its capital article here, too."""
    if not titled or not at or text.low[at - 1] != "the" or not capital(text, at - 1):
        return None
    last = _end_of_title(text, at)
    display = titled.get(tuple(word.removesuffix("'s") for word in text.low[at:last]))
    return Mention(at, last, display, listed=False) if display else None


def _sure(text: Tokens, found: list[Mention]) -> list[Mention]:
    """Without the names that could be another's, where the article nowhere lets them speak."""
    open_to_doubt = [
        m for m in found if not m.listed and not m.led and text.low[m.last - 1].removesuffix("'s") in _DOUBTFUL
    ]
    if not open_to_doubt:
        return found
    speaking = {m.outlet for m in open_to_doubt if _speaks(text, m.first, m.last) or _followed(text, m.last)}
    return [m for m in found if m not in open_to_doubt or m.outlet in speaking]


def _unlisted(text: Tokens, at: int) -> Mention | None:
    """``the Harbour Herald``, ``Radio Vell``, ``the news site Dor Daily``, ``the Kestrel newspaper``."""
    if text.low[at] in _NEVER or text.low[at] in _TITLES:
        return None
    if at and capital(text, at - 1) and text.low[at - 1] not in _NEVER and text.ends[at - 1] + 1 == text.starts[at]:
        return None  # within a longer name
    last = at + 1
    while (
        last < len(text)
        and last - at < _LONGEST
        and capital(text, last)
        and text.starts[last] == text.ends[last - 1] + 1
    ):
        if text.low[last - 1].endswith("'s"):
            break
        last += 1
    led = _led(text, at, last)
    if led or _followed(text, last) or _told_by_name(text, at, last):
        return Mention(at, last, _display(text, at, last), listed=False, led=led)
    return None


def _told_by_name(text: Tokens, first: int, last: int) -> bool:
    if last - first == 1 or not _TITLES.isdisjoint(text.low[first : last - 1]):
        return False
    return text.low[first] in _BEGINNINGS or text.low[last - 1].removesuffix("'s") in _ENDINGS


def _speaks(text: Tokens, first: int, last: int) -> bool:
    """Whether somebody told it, or it reports: a name that could be another's is an outlet's then."""
    before = text.low[first - 1] if first and text.low[first - 1] != "the" else text.low[first - 2] if first > 1 else ""
    after = text.low[last] if last < len(text) else ""
    return before in _TOLD or before in _REPORTS or after in _REPORTS or before in ("with", "in", "by", "to", "for")


def _led(text: Tokens, first: int, last: int) -> int:
    """How many tokens right before the name say that it is an outlet's: ``newspaper |``, ``state agency, |``."""
    comma = first > 1 and text.low[first - 1] == ","
    at = first - 1 - comma
    if at < 1 or text.inside[at] >= 0:
        return 0
    pair = (text.low[at - 1], text.low[at]) in _PAIRS
    if not pair and (text.low[at] not in _KINDS or (text.low[at] in _TIMES and not _speaks(text, first, last))):
        return 0
    return 1 + pair + comma


def _followed(text: Tokens, last: int) -> bool:
    """``the Kestrel | newspaper``, ``Ostra Press, | a state agency``."""
    low = text.low
    if last + 1 >= len(low) or text.inside[last] >= 0:
        return False
    if (low[last] in _KINDS - _TIMES and not low[last + 1].endswith("s")) or (low[last], low[last + 1]) in _PAIRS:
        return text.low[last - 1][-2:] != "'s"
    if low[last] != "," or low[last + 1] not in ("a", "an", "the"):
        return False
    for at in range(last + 2, min(last + _REACH, len(text) - 1)):
        if not is_word(text, at) or low[at] in ("of", "for", "in", "at", "by", "who", "which", "that"):
            return False
        if low[at] in _KINDS - _TIMES or (low[at], low[at + 1]) in _PAIRS:
            return not (is_word(text, at + 1) and low[at + 1] in _STAFF)
    return False


def _display(text: Tokens, first: int, last: int) -> str:
    """The name as written, with the article that belongs to it."""
    written = " ".join(text.text[text.starts[first] : text.ends[last - 1]].split()).replace("’", "'").removesuffix("'s")
    own = first > 0 and text.low[first - 1] == "the" and capital(text, first - 1) and first - 1 not in text.breaks
    within = own and first > 1 and text.low[first - 2] not in (".", "!", "?", "”", ":")
    return f"The {written}" if within else written


def _by_part(text: Tokens, named: list[Mention]) -> list[Mention]:
    """With those that a part of a longer name means: ``the Herald`` where the Harbour Herald is named."""
    named = _one_name_each(named)
    parts: dict[str, list[Mention]] = {}
    for mention in named:
        words_ = [word.removesuffix("'s") for word in text.low[mention.first : mention.last]]
        if len(words_) > 1:
            parts.setdefault(words_[-1], []).append(mention)
    if not parts:
        return named
    taken = {at: mention for mention in named for at in range(mention.first, mention.last)}
    out = [mention for mention in named if mention.last - mention.first > 1 or not _part(text, mention.first, parts)]
    for at in text.capitals:
        longer = taken.get(at)
        alone = longer is None or longer.last - longer.first == 1
        if alone and text.inside[at] < 0 and (whole := _part(text, at, parts)) is not None:
            out.append(Mention(at, at + 1, whole.outlet, whole.listed))
    return sorted(out, key=lambda mention: mention.first)


def _one_name_each(named: list[Mention]) -> list[Mention]:
    """The same outlet under one name: with its article, if it has it anywhere."""
    with_article = {m.outlet.removeprefix("The "): m.outlet for m in named if m.outlet.startswith("The ")}
    return [
        m
        if m.listed or m.outlet not in with_article
        else Mention(m.first, m.last, with_article[m.outlet], m.listed, led=m.led)
        for m in named
    ]


def _part(text: Tokens, at: int, parts: dict[str, list[Mention]]) -> Mention | None:
    """Outlet of which one word, with an article before it, is the name here."""
    whole = parts.get(text.low[at].removesuffix("'s"))
    if whole is None or not at:
        return None
    article = text.low[at - 1] == "the" or not capital(text, at - 1)
    if not article or (at + 1 < len(text) and capital(text, at + 1) and text.low[at][-2:] != "'s"):
        return None
    if text.low[at - 1] != "the" and not (text.low[at - 1] in _TOLD or text.low[at + 1 : at + 2] == ["says"]):
        return None
    before = [mention for mention in whole if mention.first < at]
    return before[-1] if before else whole[0]


def _generic(text: Tokens, known: Press, found: list[Mention]) -> list[Mention]:
    """With ``the paper``, ``the broadcaster``, ``its reporter``: the outlet of that kind named last."""
    out = list(found)
    for at, word in enumerate(text.low):
        bare = word.removesuffix("'s")
        staff = bare in _STAFF and at and (text.low[at - 1] == "its" or _told_somebody(text, at))
        if (bare not in _GENERIC and not staff) or not at or text.inside[at] >= 0 or capital(text, at):
            continue
        here = _meant(text, at, known, found, bare)
        if here is not None:
            out.append(here)
    return sorted(out, key=lambda mention: mention.first)


def _told_somebody(text: Tokens, at: int) -> bool:
    """``told presenter | Ada Finch``, where her outlet was named before."""
    return text.low[at - 1] in _TOLD and at + 1 < len(text) and capital(text, at + 1)


def _meant(text: Tokens, at: int, known: Press, found: list[Mention], word: str) -> Mention | None:
    before = text.low[at - 1]
    if before in _OURS:
        return Mention(at, at + 1, known.own, listed=True, generic=True) if known.own else None
    if not (word in _STAFF and before in _TOLD) and (
        before not in _ARTICLES or (at + 1 < len(text) and capital(text, at + 1))
    ):
        return None
    if word in _STAFF and before == "its" and text.low[at - 2] not in _TOLD:
        return None
    latest = next((m for m in reversed(found) if m.first < at and _of_kind(text, m, word)), None)
    if latest is not None and word == "paper" and _is_study(text, latest.last, at):
        return None
    return Mention(at, at + 1, latest.outlet, latest.listed, generic=True) if latest else None


def _is_study(text: Tokens, first: int, last: int) -> bool:
    """Whether a paper that is none of news was brought in since: ``a working paper``, ``in a paper``."""
    return any(text.low[k] == "paper" and text.low[k - 1] in _STUDIES for k in range(max(first, 1), last))


def _of_kind(text: Tokens, mention: Mention, word: str) -> bool:
    """Whether an outlet can be called by that word: no paper is an agency."""
    if word in _STAFF or word in ("outlet", "website", "site", "publication"):
        return True
    named = _words_of(text, mention)
    if word in _WIRE:
        return not named.isdisjoint(_AGENCIES) or mention.led > 1
    if word in _BROADCAST:
        return on_the_air(text, mention)
    return named.isdisjoint(_BROADCASTERS | _AGENCIES) or "press" in named


def on_the_air(text: Tokens, mention: Mention) -> bool:
    """Whether an outlet is a radio or television station by its name."""
    return not _words_of(text, mention).isdisjoint(_BROADCASTERS)


def _words_of(text: Tokens, mention: Mention) -> set[str]:
    return {each.removesuffix("'s") for each in text.low[mention.first : mention.last]} | set(
        mention.outlet.lower().split()
    )
