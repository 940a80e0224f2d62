"""Tokens → statements by rule: what was said, by which words it is introduced, and by whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.quote.confidence import confidence
from analysis.quote.contents import (
    after_adjunct,
    after_hearer,
    before,
    end_of_content,
    has_words,
    introductory,
    nothing_follows,
    only_when,
    phrase_end,
    quotation_ranges,
)
from analysis.quote.cues import Cue, cues
from analysis.quote.runs import joined
from analysis.quote.scope import Draft, Range, Scope, capital, is_word, quoted
from analysis.quote.sentences import Sentence
from analysis.quote.spans import kind, spans
from analysis.quote.subjects import ADJUNCTS, BOUNDARIES, COORDINATORS, TIMES, finite, subject_after, subject_before
from analysis.quote.tokens import Tokens
from analysis.quote.words import words
from analysis.tables import Kind, Span

_STANCE = words("verbs", "stance")
_STRICT = words("verbs", "strict")
_CITED = frozenset(("cite", "quote"))
_TWO = 2
_NAME = 7
"""Tokens in which a name before a colon ends."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said, its cue and its source as character spans; *rule* and *verb* say how it was found."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    kind: Kind
    rule: str
    verb: str
    paragraph: int
    score: float = 1.0
    """How often statements found this way are right; 1 where a person found it."""
    kinds: tuple[float, ...] = ()
    """What the encoder says of the source: log chances of ``tagging.KINDS``, where it was asked."""


def statements(text: Tokens, split: list[Sentence]) -> list[Statement]:
    """Statements in *text* with its sentences *split*, sorted by their first content; contents do not overlap."""
    drafts = joined(text, split, _by_sentence(text, split))
    found = [_statement(text, draft, paragraph) for draft, paragraph in drafts]
    return sorted((s for s in found if s.content), key=lambda s: s.content)


def _statement(text: Tokens, draft: Draft, paragraph: int) -> Statement:
    content = spans(text, draft.content)
    cue = spans(text, (draft.cue,) if draft.cue else ())
    source = spans(text, (draft.source,) if draft.source else ())
    score = confidence(draft.rule, draft.verb)
    return Statement(content, cue, source, kind(text, content), draft.rule, draft.verb, paragraph, score)


def _by_sentence(text: Tokens, split: list[Sentence]) -> list[list[Draft]]:
    """Statements with a cue, sentence by sentence."""
    waiting = cues(text)
    at, found = 0, []
    for sentence in split:
        here = []
        while at < len(waiting) and waiting[at].at < sentence.last:
            here.append(waiting[at])
            at += 1
        found.append(list(_in_sentence(text, sentence, here)))
    return found


def _in_sentence(text: Tokens, sentence: Sentence, here: list[Cue]) -> Iterator[Draft]:
    free, done, previous = sentence.first, sentence.first, None
    whole = _colon(text, sentence) or _closing(text, sentence, here)
    if whole is not None:
        yield whole
        return
    for number, cue in enumerate(here):
        if cue.at < done:
            continue
        scope = Scope(text, free, sentence.last, cue, tuple(here[number + 1 :]), previous, sentence.first)
        draft = according(scope) if cue.verb.plain == "according" else verbal(scope)
        if draft is None:
            continue
        yield draft
        previous = draft
        ends = [end for _, end in draft.content if end > cue.at]
        done = max([cue.end, *ends])
        free = max(done, draft.source[1] if draft.source else done)


def _colon(text: Tokens, sentence: Sentence) -> Draft | None:
    """``Ada Finch: “Content.”`` and ``FINCH: Content.``: a name and a colon at the head of a sentence."""
    first = sentence.first
    colon = next((at for at in range(first + 1, min(first + _NAME, sentence.last)) if text.low[at] == ":"), None)
    if colon is None or colon + 1 >= sentence.last or any(quoted(text, at) for at in range(first, colon + 1)):
        return None
    named = all(capital(text, at) or not is_word(text, at) for at in range(first, colon))
    shouted = named and text.text[text.starts[first] : text.ends[colon - 1]].isupper() and first in text.breaks
    if not (shouted or (named and quoted(text, colon + 1))):
        return None
    return Draft(((colon + 1, sentence.last),), (colon, colon + 1), (first, colon), "colon", ":")


def _closing(text: Tokens, sentence: Sentence, here: list[Cue]) -> Draft | None:
    """``Ministers knew of the leak, The Herald reported``: the last verb governs where those before it only tell a stance."""
    here = [cue for cue in here if not (cue.verb.plain in _CITED and cue.verb.tense == "ing")]
    if len(here) < _TWO or not here[-1].verb.clause or any(cue.verb.plain not in _STANCE for cue in here[:-1]):
        return None
    draft = verbal(Scope(text, sentence.first, sentence.last, here[-1], (), None, sentence.first))
    return draft if draft is not None and draft.rule == "content_before" else None


def according(scope: Scope) -> Draft | None:
    """``According to X, content`` and ``content, according to X``."""
    text, cue = scope.text, scope.cue
    end = cue.end
    while end < scope.last and (quoted(text, end) or text.low[end] not in (",", ";", ":", ")", "—")):
        if quoted(text, end) and end > cue.end and text.low[end - 1] not in ("of", "by", "the", "a"):
            break
        end += 1
    if end == cue.end:
        return None
    source = (cue.end, end)
    if not has_words(text, scope.first, cue.first, 2):
        content: tuple[Range, ...] = ((end, scope.last),)
    else:
        content = ((scope.first, cue.first),)
        if end < scope.last and text.low[end] == "," and not _has_finite(text, scope.first, cue.first):
            content = (*content, (end + 1, scope.last))
    return Draft(content, (cue.first, cue.end), source, "according", "according")


def _has_finite(text: Tokens, first: int, last: int) -> bool:
    return any(finite(text, at) for at in range(first, last))


def verbal(scope: Scope) -> Draft | None:
    """Statements with a verb of saying, whatever the order of content, source and verb."""
    if scope.cue.at == scope.sentence and scope.cue.verb.tense == "past":
        return None  # "Asked whether the bridge was safe, she said …"
    if scope.text.low[scope.sentence] == "asked" and "," not in scope.text.low[scope.sentence : scope.cue.at]:
        return None  # "Asked who had told her, she said …": what was asked is no statement
    source, inverted = _source(scope)
    text, cue = scope.text, scope.cue
    if source is None and not quotation_ranges(text, scope.first, scope.last):
        return None
    follows = source[1] if inverted and source else cue.end
    if cue.verb.address and not inverted and follows < scope.last and not quoted(text, follows):
        follows = after_hearer(scope, follows)
    edge = cue.first if inverted or source is None else min(source[0], cue.first)
    for rule in (_content_before, _content_after, _content_object, _content_back):
        content = rule(scope, edge, follows)
        if content:
            return Draft(content, (cue.first, cue.end), source, rule.__name__.strip("_"), cue.verb.plain)
    return None


def _source(scope: Scope) -> tuple[Range | None, bool]:
    """Source, and whether it stands after the verb."""
    text, cue = scope.text, scope.cue
    at = cue.first - 1
    marked = at >= scope.first and (quoted(text, at) or text.low[at] == ",")
    if marked and (cue.verb.clause or (cue.verb.quotation and (quoted(text, at) or quoted(text, at - 1)))):
        behind = subject_after(scope)
        fits = behind is not None and nothing_follows(scope, behind[1])
        closed = quoted(text, at) or (at > scope.first and quoted(text, at - 1))
        if behind and fits and (closed or (not _has_finite(text, *behind) and subject_before(scope) is None)):
            return behind, True
    return subject_before(scope), False


def _content_before(scope: Scope, edge: int, follows: int) -> tuple[Range, ...]:
    """``“Content,” she said`` and ``Content, said the mayor``, with what goes on after: ``“and more”``."""
    text, clause = scope.text, before(scope, edge)
    if clause is None or (not scope.cue.verb.clause and not quotation_ranges(text, *clause)):
        return ()
    behind = quotation_ranges(text, follows, scope.last)
    said_before = bool(quotation_ranges(text, *clause))
    if follows < scope.last and text.low[follows] == "that":
        return ()
    if introductory(text, clause) and (behind or has_words(text, follows, scope.last, 3)):
        return ()
    if not (nothing_follows(scope, follows) or (said_before and not behind)):
        return ()
    return (clause, *(behind or _other_half(scope, follows, quoted_before=said_before)))


def _other_half(scope: Scope, comma: int, *, quoted_before: bool) -> tuple[Range, ...]:
    """``The port was, | she said, | closed``: what goes on after the comma, if it does not begin something new."""
    text, at = scope.text, comma + 1
    if quoted_before or at >= scope.last or text.low[comma] != "," or not is_word(text, at):
        return ()
    word = text.low[at]
    begins_anew = word in ADJUNCTS | TIMES | COORDINATORS | BOUNDARIES or word.endswith("ing") or word in ("a", "an")
    return () if begins_anew or capital(text, at) else ((at, end_of_content(scope, at)),)


def _content_after(scope: Scope, _edge: int, follows: int) -> tuple[Range, ...]:
    """``She said that content``, ``The mayor said: “content”``."""
    text, cue = scope.text, scope.cue
    strict = cue.particle or cue.verb.plain in _STRICT
    if scope.previous is not None and only_when(scope, follows):
        return ()  # ``…, the Herald reported on Monday`` after a statement
    if not cue.verb.clause or follows >= scope.last or (strict and not _clause(text, follows)):
        return ()
    at = follows
    while at < scope.last and text.low[at] in TIMES:
        at += 1
    if at < scope.last and not quoted(text, at) and (text.low[at] in ADJUNCTS - {"to"} or text.low[at] in (",", ":")):
        at = after_adjunct(scope, at)
    end = end_of_content(scope, at)
    return ((at, end),) if has_words(text, at, end, 2) or quotation_ranges(text, at, end) else ()


def _content_back(scope: Scope, edge: int, follows: int) -> tuple[Range, ...]:
    """``“Content?” Mr Reed asked.``: the quotation ended with its own stop, and the sentence after it has no content."""
    text, last = scope.text, scope.sentence - 1
    if edge != scope.sentence or last < 0 or not quoted(text, last) or scope.sentence in text.breaks:
        return ()
    if not nothing_follows(scope, follows):
        return ()
    first = last
    while first and text.inside[first - 1] == text.inside[last]:
        first -= 1
    return ((first, last + 1),)


def _clause(text: Tokens, at: int) -> bool:
    return quoted(text, at) or text.low[at] in ("that", ":", ",")


def _content_object(scope: Scope, edge: int, follows: int) -> tuple[Range, ...]:
    """``called the bridge “a folly”``, ``criticised the plan``."""
    text, verb = scope.text, scope.cue.verb
    behind = quotation_ranges(text, follows, scope.last)
    if scope.cue.particle or (verb.object and follows < scope.last and text.low[follows] not in ADJUNCTS):
        return ((follows, phrase_end(scope, follows)),) if has_words(text, follows, scope.last) else ()
    if verb.quotation and behind:
        return ((follows, behind[-1][1]),)
    if verb.quotation and quotation_ranges(text, scope.first, edge):
        return ((scope.first, edge),)
    return ()
