"""Paragraphs → the article's own paragraphs: promotions, sign-up lines and lists of other articles dropped."""

import re
from collections.abc import Collection, Iterable, Sequence

from analysis.extract import words

_HEAD = re.compile(
    r"^(?:[^\w“‘\"']{0,3})(?:"
    r"subscribe\b|sign[ -]?up\b|sign in\b|log in\b|register (?:now|here|for|to)\b|already (?:a subscriber|have an account)|"
    r"join (?:us|our|now|the conversation)\b|become an? (?:member|subscriber|supporter|patron)\b|"
    r"support (?:us|our|independent|quality)\b|donate (?:now|to|here|today)\b|make a (?:donation|contribution)\b|"
    r"follow (?:us|our|@)|follow .{2,40} on (?:twitter|facebook|instagram|x|youtube)\b|like us on\b|share this\b|"
    r"(?:download|get) (?:the|our) .{0,30}\bapp\b|click here\b|tap here\b|"
    r"read (?:more|next|also|now)\b(?=\W|$)|see also\b\W|more on this\b|related (?:articles?|stories|content|topics)\b|"
    r"advertisement\b|advert\b|(?:article|story) continue[sd] (?:below|after)|scroll to continue|continue reading(?: below)?\W*$|"
    r"listen to this (?:article|story)\b|\d+ min(?:utes?)? \d+ sec(?:onds?)?\W*$|photos? by\b|donate\W*$|"
    r"(?:tags|topics|filed under|posted in|tagged(?: with)?)\s*:|(?:next|newer)\b.*[»›→]$|"
    r"slideshow \(\d|enlarge this image|"
    r"thank you for (?:signing|subscribing|reading)|thanks for (?:signing|subscribing|reading)|"
    r"our newsletters?\b|newsletters?$|get .{2,60}\b(?:newsletter|inbox|by e-?mail)\b|"
    r"you can unsubscribe|by (?:signing|submitting|subscribing|clicking)|most (?:read|popular|viewed)\b\W*$|"
    r"recommended (?:reading|videos?|for you|stories|articles)\b|photograph:|photo:|image (?:source|caption)|"
    r"this (?:article|story|content) is (?:only |exclusively )?for (?:\w+ )?subscribers\b|create an? (?:free )?account\b|il vous reste \d+\s?%|"
    r"all rights reserved|©|\(?copyright (?:©|\(c\)|by\b|(?:[\w.]+ ){0,2}(?:19|20)\d\d\b)|don['’]t miss\W*$|see more:|(?:order|request) reprints?\b|"
    r"(?:print|e-?mail|share|save|bookmark)(?: this)?(?: article| page| story| post)?\W*$"
    r")",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"newsletter|\binbox\b|daily e-?mail|weekly e-?mail|unsubscribe|free trial|delivered (?:straight|directly)|free account|"
    r"straight to your|sign(?:ing)? up|terms of (?:use|service)|privacy (?:policy|notice)|personalised|subscription",
    re.IGNORECASE,
)
_LETTERS = (
    *(
        "newsletter",
        "inbox",
        "mail",
        "subscri",
        "trial",
        "delivered",
        "account",
        "straight",
        "sign",
        "terms of",
        "privacy",
    ),
    "personalised",
)
"""What the pattern needs; looking for words is ten times as fast as looking for patterns."""
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
_LABEL = re.compile(
    r"^[\[(]?(?:related(?: (?:reading|story|article|video)s?)?|read (?:more|also|next)|see (?:more|also)|more|also read|watch(?: now)?|"
    r"leggi anche(?: su)?|lire aussi|à lire aussi|lee también|lea también|leia (?:também|mais)|lesen sie auch|mehr zum thema|"
    r"lees ook|läs även|les også|læs også|czytaj (?:też|także)|читайте также|читать также|okuyun|baca juga|okunması gereken)"
    r"\s*(?::|$)",
    re.IGNORECASE,
)
"""A label before a link to another article."""
_LONGEST_LABELLED = 30
_CREDIT = re.compile(
    r"^\W*(?:(?:additional |further )?(?:reporting|writing|editing|research|compiled|translated)(?: and \w+)? by\b|sources?: |"
    r"(?:write to|contact|e-?mail|reach) (?!.{90}).*?(?:\bat\b|@|\bon\b|:)|follow (?!.{120}).*\b(?:on|at)\b|have a tip\?|got a tip\?|tips?: |"
    r"(?:edited|translated) by [^.!?]{3,80}\.?$|our standards: )|^[«‹←]\s*(?:previous|prev|older|back)\b|"
    r"\breporting was contributed by\b|\b(?:contributed to|assisted with|helped with) this (?:report|story|article|piece|post)|"
    r"\b(?:may|can) be (?:reached|contacted|followed|e-?mailed)\b|\S@\w[\w.-]*\.\w{2,}\W*$",
    re.IGNORECASE,
)
"""Who helped and how to reach them: below the text, no part of it."""
_CREDITS_WITHIN = 4
"""Lines at the end among which credits stand."""
_LONGEST_CREDIT = 60
_ENDS = re.compile(r"[.!?…]['’”\")\]]*$")
_LONGEST_HEAD, _LONGEST_TAIL, _LONGEST_FORM, _LONGEST_BLURB = 28, 40, 80, 16
_LINKS = 0.25
_LONGEST_AFTER = 8
_LONGEST_LIST_HEAD = 4
_THE_END = re.compile(r"^\W*(?:30|ends?|fin)\W*$", re.IGNORECASE)
"""What newsrooms set under the last line."""
_OTHERS = re.compile(
    r"^(?:most (?:read|popular|viewed)|you (?:may|might) (?:also )?like|read next|related)\b[^.!?…]*$", re.IGNORECASE
)
_LONGEST_LIST = 300
"""Lines of a list of other articles, at most."""


def own(paragraphs: Sequence[str], patterns: Iterable[str] = (), links: Collection[str] = ()) -> list[str]:
    """Paragraphs of the article itself; *patterns* are an outlet's regular expressions of whole paragraphs to drop.

    *links* are paragraphs that are nothing but a link: among sentences and at the end they lead to other articles.
    """
    return [paragraphs[at] for at in places(paragraphs, patterns, links)]


def places(lines: Sequence[str], patterns: Iterable[str] = (), links: Collection[str] = ()) -> list[int]:
    """As `own`, but where the article's own paragraphs stand."""
    extra = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
    kept: list[int] = []
    promoting = False
    for at, line in enumerate(_without_list(list(lines))):
        promoting = _promotes(line) or (promoting and _goes_on(line))
        if not (promoting or _labels(line) or _BULLET.match(line) or any(p.fullmatch(line) for p in extra)):
            kept.append(at)
    return _without_credits(lines, _without_links(lines, kept, links))


def _without_links(lines: Sequence[str], kept: list[int], links: Collection[str]) -> list[int]:
    """Where a quarter of the lines or more are links, the links are what the article is about."""
    among = [at for at in kept if lines[at] in links]
    if among and len(among) < _LINKS * len(kept):
        return [at for at in kept if at not in among]
    last = max((at for at in kept if lines[at] not in links and _ENDS.search(lines[at])), default=len(lines))
    after = [at for at in among if at > last]
    return [at for at in kept if at not in after] if 2 <= len(after) <= _LONGEST_AFTER else kept


def _without_credits(lines: Sequence[str], kept: list[int]) -> list[int]:
    tail = kept[-_CREDITS_WITHIN:] if len(kept) > _CREDITS_WITHIN else []
    below = [at for at in tail if _CREDIT.search(lines[at]) and words.count(lines[at]) <= _LONGEST_CREDIT]
    if below:
        return _without_credits(lines, [at for at in kept if at not in below])
    while kept and _is_left_over(lines[kept[-1]]):
        kept = kept[:-1]
    return kept


def _is_left_over(line: str) -> bool:
    """A rule, "ENDS", a counter, or the head of a list that was taken off."""
    size = words.count(line.replace("_", ""))
    return (
        not size
        or bool(_THE_END.match(line))
        or words.is_counter(line)
        or (size <= _LONGEST_LIST_HEAD and bool(_OTHERS.match(line)))
    )


def _promotes(line: str) -> bool:
    size = words.count(line)
    if _QUOTED.search(line[:1]) or size > _LONGEST_FORM:
        return False
    if size <= _LONGEST_HEAD and _HEAD.match(line):
        return True
    folded = line.casefold()
    if not any(word in folded for word in _LETTERS):
        return False
    terms = len(_LETTER.findall(line))
    return terms >= (2 if size <= _LONGEST_TAIL else 3) and _TO_READER.search(line) is not None


def _labels(line: str) -> bool:
    """A label alone on its line, or before a title."""
    size = words.count(line)
    return size <= _LONGEST_LABELLED and bool(_LABEL.match(line)) and (size <= 3 or not _ENDS.search(line))


def _goes_on(line: str) -> bool:
    """The blurb under a sign-up line speaks to the reader or of the newsletter, and quotes nobody."""
    if words.count(line) > _LONGEST_TAIL or _QUOTED.search(line):
        return False
    return bool(_LETTER.search(line) or (_TO_READER.search(line) and words.count(line) <= _LONGEST_BLURB))


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
