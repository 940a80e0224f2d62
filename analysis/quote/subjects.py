"""A cue → whose words they are: the noun phrase before the verb, after it, or at the head of the sentence."""

from analysis.quote.cues import verbs
from analysis.quote.scope import Draft, Range, Scope, capital, is_word, quoted
from analysis.quote.tokens import Tokens
from analysis.quote.words import words

PRONOUNS = words("grammar", "pronouns")
BOUNDARIES = words("grammar", "boundaries")
TIMES = words("grammar", "times")
ADJUNCTS = words("grammar", "adjuncts")
DETERMINERS = words("grammar", "determiners")
COORDINATORS = words("grammar", "coordinators")
FINITE = words("grammar", "finite")
RELATIVES = frozenset(("who", "which", "that"))
_SIGNS = frozenset(",;:—–(-")
_STOPS_AFTER = frozenset(";:—–(!?")
_PART_OF_NAME = frozenset(("of", "for", "from", "with", "at", "to"))
_LONGEST = 14
_CLAUSE = 10


def finite(text: Tokens, at: int) -> bool:
    """Whether token *at* looks like a finite verb; no tagger stands behind this, only endings and closed lists."""
    word = text.low[at]
    return word in FINITE or (word.endswith("ed") and len(word) > 4 and not capital(text, at))


def subject_before(scope: Scope) -> Range | None:
    """Noun phrase that ends where the cue begins: "the mayor", "Ada Finch, who runs the port,", "she"; else None."""
    text, last = scope.text, scope.cue.first - 1
    if last < scope.first or quoted(text, last):
        return None
    word = text.low[last]
    if word in PRONOUNS or word in RELATIVES:
        return (last, last + 1)
    if word in COORDINATORS or (scope.cue.verb.tense == "ing" and scope.cue.first == scope.cue.at):
        return head_subject(scope)
    if word == ",":
        return _with_apposition(scope, last)
    first = _with_clause(text, scope.first, _phrase_start(text, scope.first, last))
    return (first, last + 1) if first <= last and last - first < _LONGEST else None


def _phrase_start(text: Tokens, lowest: int, last: int) -> int:
    """First token of the phrase that ends at *last*: back to a sign, a quotation or a word that opens a clause."""
    at = last
    while at >= lowest:
        if text.low[at] == ")":
            opened = next((k for k in range(at, lowest - 1, -1) if text.low[k] == "("), None)
            if opened is None:
                break
            at = opened - 1
            continue
        if quoted(text, at) or text.low[at] in _SIGNS or text.low[at] in BOUNDARIES:
            break
        at -= 1
    at += 1
    while at < last and (text.low[at] in COORDINATORS or text.low[at] in ("still", "meanwhile")):
        at += 1
    return at


def _with_clause(text: Tokens, lowest: int, first: int) -> int:
    """``Two men who were on the pier | said``: back to the noun, where a relative clause was taken for the subject."""
    for at in range(first - 1, max(lowest, first - _CLAUSE), -1):
        if quoted(text, at) or text.low[at] in _SIGNS or (at < first - 1 and text.low[at] in verbs()):
            return first
        if text.low[at] in RELATIVES and finite(text, at + 1) and is_word(text, at - 1) and not finite(text, at - 1):
            told = text.low[at] == "that" and text.low[at - 1] in verbs()
            return first if told else _phrase_start(text, lowest, at - 1)
    return first


def _with_apposition(scope: Scope, comma: int) -> Range | None:
    """``X, the harbour master, said``: the phrase before the first of the two commas, and all up to the second."""
    text = scope.text
    lowest = scope.first
    if scope.previous is not None and scope.previous.source is not None and scope.previous.content[0][0] < comma:
        who = scope.previous.source
        lowest = scope.sentence if text.low[who[0]] in RELATIVES else lowest
    opening = comma - 1
    while opening > lowest and not (text.low[opening] == "," and not quoted(text, opening)):
        if quoted(text, opening):
            return None
        opening -= 1
    if opening <= lowest or opening == comma - 1:
        return None
    first = _phrase_start(text, lowest, opening - 1)
    return (first, comma + 1) if first <= opening - 1 else None


def head_subject(scope: Scope) -> Range | None:
    """Subject of the sentence, for cues that share it: ``…, adding that``, ``X met Y and said``."""
    if scope.previous is not None and scope.previous.source is not None:
        return scope.previous.source
    text, at = scope.text, _after_introduction(scope)
    first = at
    while at < scope.cue.first and not quoted(text, at) and at - first < _LONGEST:
        word = text.low[at]
        if at > first and (word == "," or finite(text, at) or word in verbs() or word in BOUNDARIES):
            return (first, at)
        if not is_word(text, at) and word not in ("'", "."):
            return None
        at += 1
    return None


def _after_introduction(scope: Scope) -> int:
    """First token after ``On Monday,`` or ``When the bridge closed,`` at the head of the sentence."""
    text, at = scope.text, scope.first
    while at < scope.cue.first and not is_word(text, at):
        at += 1
    if at < scope.cue.first and (text.low[at] in ADJUNCTS or text.low[at] in BOUNDARIES):
        comma = next((k for k in range(at, scope.cue.first) if text.low[k] == "," and not quoted(text, k)), None)
        return comma + 1 if comma is not None else at
    while at < scope.cue.first and text.low[at] in COORDINATORS:
        at += 1
    return at


def subject_after(scope: Scope) -> Range | None:
    """Noun phrase after the verb, as in ``”, said the mayor, in a letter``; None where none begins there."""
    text, first, last = scope.text, scope.cue.end, scope.last
    if first >= last or quoted(text, first) or not _begins_phrase(scope, first):
        return None
    at = first
    while at < last and not quoted(text, at) and text.low[at] not in _STOPS_AFTER:
        if text.low[at] == "." and at + 1 >= last:
            break
        word = text.low[at]
        if at > first and ((word in ADJUNCTS and word not in _PART_OF_NAME) or word in TIMES):
            break
        if word == ",":
            at = _apposition_end(text, at, last)
            break
        at += 1
    return (first, at) if at > first else None


def _begins_phrase(scope: Scope, at: int) -> bool:
    text, before = scope.text, scope.cue.first - 1
    if text.low[at] in PRONOUNS or text.low[at] in DETERMINERS or capital(text, at):
        return True
    # ``“…,” said spokesman Ada Finch``: right after a quotation a bare noun can begin the phrase.
    plain = is_word(text, at) and text.low[at] not in ADJUNCTS | TIMES | BOUNDARIES | COORDINATORS
    return plain and before >= scope.first and quoted(text, before) and not text.low[at].endswith(("ly", "ing"))


def _apposition_end(text: Tokens, comma: int, last: int) -> int:
    """Where the apposition after *comma* ends, or *comma* itself where something else follows."""
    at = comma + 1
    if at >= last or quoted(text, at) or not is_word(text, at):
        return comma
    word = text.low[at]
    if word in ADJUNCTS or word in COORDINATORS or word.endswith("ing") or (word in PRONOUNS and word != "who"):
        return comma
    while at < last and text.low[at] not in (",", ";", ":", "—") and not quoted(text, at):
        at += 1
    return at


def shared(previous: Draft | None) -> Range | None:
    """Source of the statement before, if there is one."""
    return previous.source if previous is not None else None
