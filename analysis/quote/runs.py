"""Quotations without a cue of their own → part of the statement that they carry on, or a statement without source."""

from dataclasses import replace

from analysis.quote.contents import quotation_ranges
from analysis.quote.scope import Draft, Range, count
from analysis.quote.sentences import Sentence
from analysis.quote.tokens import Tokens

_LEAST = 5
"""Words from which a quotation by itself is speech: shorter ones are titles, names and scare quotes."""


def joined(text: Tokens, split: list[Sentence], found: list[list[Draft]]) -> list[tuple[Draft, int]]:
    """All statements with their paragraphs: those with a cue, lengthened by quotations that go on with them."""
    out: list[tuple[Draft, int]] = []
    last: int | None = None
    before: int | None = None
    paragraph = begun = -1
    for sentence, drafts in zip(split, found, strict=True):
        if sentence.paragraph != paragraph:
            before, last = last, None
            paragraph, begun = sentence.paragraph, sentence.first
        for draft in drafts:
            if out and _goes_on_into(text, out[-1][0], draft, begun):
                bare, where = out.pop()
                out.append((replace(draft, content=(*bare.content, *draft.content)), where))
            else:
                out.append((draft, paragraph))
            last = len(out) - 1
        for stray in _stray(text, sentence, drafts):
            target = last if last is not None else (before if stray[0] == begun else None)
            if target is None:
                out.append((Draft((stray,), None, None, "bare", ""), paragraph))
                last = len(out) - 1
            else:
                draft, where = out[target]
                out[target] = (replace(draft, content=(*draft.content, stray)), where)
                last = target
    return out


def _goes_on_into(text: Tokens, bare: Draft, draft: Draft, begun: int) -> bool:
    """Whether a quotation that no mark closed and that has no cue yet is carried on by *draft* at a paragraph's head."""
    if bare.cue is not None or draft.content[0][0] != begun or text.inside[begun] < 0:
        return False
    number = text.inside[bare.content[-1][1] - 1]
    return number >= 0 and text.quotations[number].goes_on and text.inside[begun] == number + 1


def _stray(text: Tokens, sentence: Sentence, drafts: list[Draft]) -> list[Range]:
    """Quotations of the sentence that are long enough to be speech and in no statement."""
    if not any(number >= 0 for number in text.inside[sentence.first : sentence.last]):
        return []
    taken = [each for draft in drafts for each in draft.content]
    return [
        (first, min(last, sentence.last))
        for first, last in quotation_ranges(text, sentence.first, sentence.last)
        if not any(a < last and first < b for a, b in taken) and count(text, first, min(last, sentence.last)) >= _LEAST
    ]
