"""A mention of an outlet → how something came through it: told to it, said in it, reported by it, or heard in it by what follows."""

from analysis.quote.papers import on_the_air
from analysis.quote.press import Mention
from analysis.quote.tokens import Tokens
from analysis.quote.words import words

_TOLD = words("relays", "told")
_PREPOSITIONS = words("relays", "prepositions")
_OCCASIONS = words("relays", "occasions")
_REPORTS = words("relays", "reports")
_HEARD = words("relays", "heard")
_SCENES = words("relays", "scenes")
_STAFF = words("outlets", "staff")
_ASKED = frozenset(("asked", "responding", "replying", "reacting", "respond", "reply", "react"))
_BETWEEN = frozenset(
    ("has", "had", "have", "first", "also", "later", "then", "earlier", "previously", "recently", "itself", "since")
)
_NO_SUBJECT = frozenset(("for", "of", "in", "by", "with", "from", "on", "at", "about", "against", "via"))
_REACH = 7
_NEAR = 6
_ADVERBS = 4


def is_way(text: Tokens, mention: Mention) -> bool:
    """Whether something came by way of this mention: by the words before it, or a verb of reporting after it."""
    low, lowest = text.low, max(0, mention.first - mention.led - _REACH)
    if on_air(text, mention) or _heads(text, mention):
        return True
    for at in range(mention.first - mention.led - 1, lowest - 1, -1):
        word = low[at]
        if text.inside[at] >= 0 or word in (".", ";", ":"):
            return reports(text, mention)
        if word in _TOLD:
            return True
        if word == "to" and at and low[at - 1] == "according":
            return True
        if word in _ASKED:
            return reports(text, mention)
        if word in _PREPOSITIONS and any(each in _ASKED for each in low[max(0, at - _NEAR) : at]):
            return reports(text, mention)  # "asked about a report in The Herald, he said": he did not say it there
        before = low[max(0, at - _NEAR + 1) : at]
        if word in _PREPOSITIONS and (not _OCCASIONS.isdisjoint(before) or _to_staff(before)):
            return True
    return reports(text, mention)


def _to_staff(before: list[str]) -> bool:
    """``to a reporter | from the Herald``."""
    at = next((at for at, word in enumerate(before) if word in _STAFF), None)
    return at is not None and not {"to", "with"}.isdisjoint(before[:at])


def on_air(text: Tokens, mention: Mention) -> bool:
    """``on Radio Vell``, ``on the BBC``: where somebody spoke, even when asked."""
    at = mention.first - mention.led - 1
    at -= at > 0 and text.low[at] in ("the", "its")
    return at >= 0 and text.low[at] == "on" and on_the_air(text, mention)


def _heads(text: Tokens, mention: Mention) -> bool:
    """``In the Journal, Lex Fairley took the opposite view``: at a sentence's head, with a comma behind."""
    at = mention.first - mention.led - 1
    at -= at > 0 and text.low[at] == "the"
    opens = (
        at >= 0
        and text.low[at] in ("in", "on", "for")
        and (not at or at in text.breaks or text.low[at - 1] in (".", "!", "?"))
    )
    return opens and mention.last < len(text) and text.low[mention.last] == ","


def reports(text: Tokens, mention: Mention) -> bool:
    """Whether the outlet itself reports: ``the Herald has reported``, ``…, reported the Herald``."""
    low = text.low
    first = mention.first - mention.led
    at = first - 1 - (low[first - 1] == "the")
    if at >= 0 and low[at] in _NO_SUBJECT:
        return False  # "a poll for the Herald found"
    # ", reported the Herald." at a sentence's end
    if at > 0 and low[at] in _REPORTS and (low[at - 1] == "," or text.inside[at - 1] >= 0):
        return True
    return _after(text, mention) in _REPORTS


def sets_the_scene(text: Tokens, mention: Mention) -> bool:
    """Whether what follows can come from there: ``voices in the Courier``, ``the Herald has seen letters``, ``the Mail's columnists``."""
    if _after(text, mention) in _HEARD or on_air(text, mention):
        return True
    if text.low[mention.last - 1].endswith("'s"):
        after = text.low[mention.last : mention.last + 3]
        return not _STAFF.isdisjoint(after) or not _SCENES.isdisjoint(after)
    lowest = max(0, mention.first - mention.led - _REACH)
    near = text.low[lowest : mention.first - mention.led]
    if not near or _PREPOSITIONS.isdisjoint(near[-3:]) or not _ASKED.isdisjoint(near):
        return False
    stop = max((at for at, word in enumerate(near) if word in (".", ";", ":", "!", "?")), default=-1)
    return not _SCENES.isdisjoint(near[stop + 1 :])


def _after(text: Tokens, mention: Mention) -> str:
    """First word after the outlet that is none between a subject and its verb."""
    at = mention.last
    for _ in range(_ADVERBS):
        if at >= len(text) or not (text.low[at] in _BETWEEN or text.low[at].endswith("ly")):
            break
        at += 1
    return text.low[at] if at < len(text) and text.inside[at] < 0 else ""
