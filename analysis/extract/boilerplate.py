"""Paragraphs → the article's own paragraphs: promotions, sign-up lines and lists of other articles dropped."""

import re
from collections.abc import Iterable, Sequence

from analysis.extract import words

_HEAD = re.compile(
    r"^(?:[^\w“‘\"']{0,3})(?:"
    r"subscribe\b|sign[ -]?up\b|sign in\b|log in\b|register (?:now|here|for|to)\b|already (?:a subscriber|have an account)|"
    r"join (?:us|our|now|the conversation)\b|become an? (?:member|subscriber|supporter|patron)\b|"
    r"support (?:us|our|independent|quality)\b|donate (?:now|to|here|today)\b|make a (?:donation|contribution)\b|"
    r"follow (?:us|our|@)|follow .{2,40} on (?:twitter|facebook|instagram|x|youtube)\b|like us on\b|share this\b|"
    r"(?:download|get) (?:the|our) .{0,30}\bapp\b|click here\b|tap here\b|"
    r"read (?:more|next|also|now)\b(?=\W|$)|see also\b\W|more on this\b|related (?:articles?|stories|content|topics)\b|"
    r"advertisement\b|advert\b|article continues (?:below|after)|story continues (?:below|after)|scroll to continue|"
    r"thank you for (?:signing|subscribing|reading)|thanks for (?:signing|subscribing|reading)|"
    r"our newsletters?\b|newsletters?$|get .{2,60}\b(?:newsletter|inbox|by e-?mail)\b|"
    r"you can unsubscribe|by (?:signing|submitting|subscribing|clicking)|most (?:read|popular|viewed)\b\W*$|"
    r"recommended (?:reading|videos?|for you|stories|articles)\b|photograph:|photo:|image (?:source|caption)|"
    r"all rights reserved|©"
    r")",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"newsletter|\binbox\b|daily e-?mail|weekly e-?mail|unsubscribe|free trial|delivered (?:straight|directly)|free account|"
    r"straight to your|terms of (?:use|service)|privacy (?:policy|notice)|personalised|subscription",
    re.IGNORECASE,
)
_TO_READER = re.compile(r"\b(?:you|your|our|us|we)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“”„«»\"]|(?:^|\s)[‘'](?=\w)")
_BULLET = re.compile(r"^[-–—*•·▪●○■□+>]+$")
_BULLETED = re.compile(r"^[-–—*•·▪●○■□]\s+\S")
_LIST_HEAD = re.compile(
    r"^(?:related\b|more (?:from|on|stories|news|in)\b|you (?:may|might) (?:also )?(?:like|be interested)|most (?:read|popular)|"
    r"recommended|read next|also in\b|trending|top stories|latest (?:news|stories)|what to read next|editor['’]?s'? picks|"
    r"keep reading|explore more|topics$|tags$)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…]['’”\")\]]*$")
_LONGEST_HEAD, _LONGEST_TAIL = 28, 40
_LONGEST_LIST = 300
"""Lines of a list of other articles, at most."""


def own(paragraphs: Sequence[str], patterns: Iterable[str] = ()) -> list[str]:
    """Paragraphs of the article itself; *patterns* are an outlet's regular expressions of whole paragraphs to drop."""
    extra = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    kept: list[str] = []
    promoting = False
    for line in _without_list(list(paragraphs)):
        promoting = _promotes(line) or (promoting and _goes_on(line))
        if not (promoting or _BULLET.match(line) or any(p.fullmatch(line) for p in extra)):
            kept.append(line)
    return kept


def _promotes(line: str) -> bool:
    size = words.count(line)
    if _QUOTED.search(line[:1]) or size > _LONGEST_TAIL:
        return False
    if size <= _LONGEST_HEAD and _HEAD.match(line):
        return True
    return bool(len(_LETTER.findall(line)) >= 2 and _TO_READER.search(line))


def _goes_on(line: str) -> bool:
    """The blurb under a sign-up line speaks to the reader or of the newsletter, and quotes nobody."""
    if words.count(line) > _LONGEST_TAIL or _QUOTED.search(line):
        return False
    return bool(_TO_READER.search(line) or _LETTER.search(line))


def _without_list(lines: list[str]) -> list[str]:
    """Cut where a list of other articles begins and nothing but the list follows."""
    for at in range(max(0, len(lines) - _LONGEST_LIST), len(lines)):
        line = lines[at]
        if (_BULLET.match(line) and _is_bulleted(lines[at:])) or (
            _LIST_HEAD.match(line) and _is_titles(line, lines[at + 1 :])
        ):
            return lines[:at]
    tail = len(lines)
    while tail and _BULLETED.match(lines[tail - 1]) and not _ENDS.search(lines[tail - 1]):
        tail -= 1
    return lines[:tail] if len(lines) - tail >= 3 else lines


def _is_bulleted(lines: list[str]) -> bool:
    """Bullets that stand alone on their line, each with a title and at most two lines of label and teaser under it."""
    at = [i for i, line in enumerate(lines) if _BULLET.match(line)]
    gaps = [b - a - 1 for a, b in zip(at, [*at[1:], len(lines)], strict=True)]
    return len(at) >= 2 and all(1 <= gap <= 3 for gap in gaps) and max(map(words.count, lines)) <= 60


def _is_titles(head: str, lines: list[str]) -> bool:
    if words.count(head) > 8 or not lines:
        return False
    open_ended = sum(1 for line in lines if not _ENDS.search(line))
    return open_ended >= 0.6 * len(lines) and max(map(words.count, lines)) <= 35
