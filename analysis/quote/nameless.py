"""A source phrase without a name → whom it means: its house, the bearer of its role, the one met before, or somebody new."""

from dataclasses import replace

from analysis.quote.documents import owned, poll
from analysis.quote.kinds import KIN, ROLES, election, kind_of
from analysis.quote.people import gender_of
from analysis.quote.phrases import DOCUMENTS, Phrase, called, phrase
from analysis.quote.roles import again, bearer, body_of, epithet, first_bearer, full_body
from analysis.quote.scope import capital
from analysis.quote.stage import Figure, Stage, figure_of, is_trade, person, search
from analysis.quote.subjects import finite
from analysis.quote.tokens import Tokens
from analysis.quote.words import words

PRONOUNS = frozenset(
    (
        "he",
        "him",
        "his",
        "she",
        "her",
        "hers",
        "it",
        "its",
        "they",
        "them",
        "their",
        "who",
        "which",
        "that",
        "i",
        "we",
        "you",
    )
)
_INSTITUTIONS = words("people", "institutions")
_PLACES = words("people", "places")
_MOUTHPIECES = words("people", "mouthpieces")
_HOUSEHOLDS = words("people", "households")
_NAMING = words("people", "naming")
_ADJUNCTS = words("grammar", "adjuncts")
_DETERMINERS = words("grammar", "determiners")
_NOBODY = frozenset(
    ("nobody", "everybody", "somebody", "everyone", "someone", "anyone", "anybody", "no", "every", "each", "none")
)
_SOME = words("grammar", "numbers") - {"some", "many", "few", "most", "both"} | {"a", "an", "one", "another"}
_MESSAGES = frozenset(
    ("statement", "letter", "email", "release", "website", "post", "tweet", "reply", "submission", "message")
)
_PRINTED = words("relays", "printed")
_FOLLOWERS = words("people", "followers")
_NEWSPAPERS = words("people", "newspapers")
_NEWSROOMS = words("people", "newsrooms")
_CAMPAIGNERS = words("people", "campaigners")
_LONGEST = 10
_BARE = 2
_FEW = 4


def nameless(on: Stage, first: int, last: int) -> Figure | None:
    """A phrase without a name: its house, its bearer, the one met before, or somebody new."""
    one = phrase(on.text, first, last)
    if not _is_phrase(on.text, one):
        return None
    return (
        _first_name(on, one)
        or _given_name(on, one)
        or _in_print(on, one)
        or _author(on, one)
        or _outlet_again(on, one)
        or _of_campaign(on, one)
        or _mouthpiece(on, one, last)
        or _household(on, one)
        or _followers(on, one)
        or _its_paper(on, one)
        or _owners_paper(on, one)
        or poll(on, one)
        or owned(on, one)
        or _known_body(on, one)
        or _epithet(on, one)
        or _presidents(on, one)
        or _relation(on, one)
        or _new(on, one)
    )


def _is_phrase(text: Tokens, one: Phrase) -> bool:
    """Whether it is a noun phrase that can speak: no verb or pronoun in it, and a word at its head."""
    if not one.head or not (one.head[0].isalpha() or one.head.endswith("-year-old")):
        return False
    first = one.low[0].partition("'")[0]
    if first in PRONOUNS | _NOBODY | _ADJUNCTS or (first.endswith("ing") and not one.determiner):
        return False
    return not any(finite(text, at) and not text.low[at].endswith("ed") for at in range(one.begin, one.noun + 1))


def _in_print(on: Stage, one: Phrase) -> Figure | None:
    """``a report in | The Herald``: the outlet speaks."""
    low, at = on.text.low, one.noun + 1
    if one.head not in _PRINTED or at + 1 >= len(low) or low[at] not in ("in", "by", "from", "on"):
        return None
    outlet = on.outlets.get(at + 1) or (on.outlets.get(at + 2) if low[at + 1] == "the" else None)
    return Figure(outlet, named=True, person=False) if outlet else None


def _author(on: Stage, one: Phrase) -> Figure | None:
    """``an estimate by | Ada Finch``."""
    name = on.found.at.get(one.noun + 2)
    by = one.head in DOCUMENTS and name is not None and on.text.low[one.noun + 1] == "by"
    return figure_of(on, name) if by and name is not None and name.person else None


def _outlet_again(on: Stage, one: Phrase) -> Figure | None:
    """``the news organization``: the outlet named last."""
    called_so = ("news" in one.low[:-1] and one.head in _NEWSROOMS) or (len(one.low) > 1 and one.head in _NEWSPAPERS)
    if one.determiner != "the" or not called_so or any(capital(on.text, at) for at in range(one.begin, one.noun)):
        return None
    named = [at for at in on.outlets if at < one.begin]
    return Figure(on.outlets[max(named)], named=True, person=False) if named else None


def _of_campaign(on: Stage, one: Phrase) -> Figure | None:
    """``the campaign``, ``a campaign aide``: the campaign that stood in the light last, or that of the politician who did."""
    itself = one.low == ("campaign",) and one.determiner == "the"
    if not itself and (one.low[:-1] != ("campaign",) or one.head not in _CAMPAIGNERS):
        return None
    if not election(on.text.low):
        return None

    def fits(who: Figure) -> bool:
        own = who.name.endswith("campaign") and " " in who.name
        return who.named and (own or (who.person and kind_of(on.found.said_of.get(who.name, [])) == "official"))

    who = search(on, one.begin, fits)
    if who is None:
        return None
    name = who.name if not who.person else f"{who.name.rsplit(' ', 1)[-1]} campaign"
    on.found.said_of.setdefault(name, on.found.said_of.get(who.name, []))
    return Figure(name, named=True, person=False, plural=one.plural, head=one.head)


def _first_name(on: Stage, one: Phrase) -> Figure | None:
    """``Dot will not say``: the first name of the one person who bears it, where a sentence's first word could be any."""
    if len(one.low) != 1 or not capital(on.text, one.noun):
        return None
    bearers = {
        (who := figure_of(on, name)).name: who
        for name in on.found.names
        if name.person and name.last - name.first > 1 and on.text.low[name.first] == one.head
    }
    if bearers:
        return next(iter(bearers.values())) if len(bearers) == 1 else None
    return _apposed_name(on, one)


def _apposed_name(on: Stage, one: Phrase) -> Figure | None:
    """``Oberly, the professor of law, said``: the first word of a sentence is a name where a description follows it."""
    low, comma = on.text.low, one.noun + 1
    opens = one.noun in on.starts and comma + 2 < len(low) and low[comma] == "," and low[comma + 1] in _DETERMINERS
    if not opens or one.head in ROLES or phrase(on.text, comma + 1, min(len(low), comma + _LONGEST)).head not in ROLES:
        return None
    name = on.text.text[on.text.starts[one.noun] : on.text.ends[one.noun]]
    stop = next((at for at in range(comma + 1, len(low)) if low[at] in (",", ".", ";")), len(low))
    on.found.said_of.setdefault(name, [tuple(low[comma + 1 : stop])])
    return Figure(name, named=True, person=True)


def _given_name(on: Stage, one: Phrase) -> Figure | None:
    """``a man named | Piet``, ``a mother who gave her name as | Jo``."""
    low = on.text.low
    for at in range(one.noun + 1, min(len(low) - 1, one.noun + _LONGEST)):
        if low[at] in (".", ",", ";"):
            break
        gave = low[at] == "as" and "name" in low[one.noun : at]
        if (low[at] in _NAMING or gave) and at + 1 in on.found.at:
            return _called(on, one, on.found.at[at + 1].written)
        if gave and capital(on.text, at + 1):
            return _called(on, one, on.text.text[on.text.starts[at + 1] : on.text.ends[at + 1]])
    return None


def _called(on: Stage, one: Phrase, name: str) -> Figure:
    """Somebody whose name the phrase itself gives; its noun tells gender and kind."""
    gender = gender_of((one.head,))
    if gender:
        on.found.gender[name] = gender
    on.found.said_of.setdefault(name, []).append(one.low)
    return Figure(name, named=True, person=True)


def _mouthpiece(on: Stage, one: Phrase, last: int) -> Figure | None:
    """``a spokesman for the harbour board``, ``a council spokeswoman``, ``its spokesman``: the body speaks."""
    if one.head not in _MOUTHPIECES:
        return None
    who = _spoken_for(on, one, last)
    return replace(who, head=one.head) if who is not None and not who.person and one.head.startswith("spokes") else who


def _spoken_for(on: Stage, one: Phrase, last: int) -> Figure | None:
    text, at = on.text, one.noun + 1
    if at + 1 < last and text.low[at] in ("for", "of", "at"):
        begin = at + 2 if text.low[at + 1] in _DETERMINERS else at + 1
        name = on.found.at.get(begin)
        if name is not None:
            return None if name.person or text.low[name.last - 1].endswith("'s") else figure_of(on, name)
        return _body(on, phrase(text, at + 1, last)) if begin < last else None
    if not one.head.startswith("spokes"):
        return None
    return _of_owner(on, one) or (_of_body(on, one) if one.noun > one.begin else _of_whom(on, one))


def _of_owner(on: Stage, one: Phrase) -> Figure | None:
    """``the former mayor's | spokeswoman``: of the person who is the mayor."""
    if len(one.low) < _BARE or not one.low[-2].endswith("'s") or capital(on.text, one.noun - 1):
        return None
    who = _known(on, Phrase(one.begin, one.noun - 1, one.noun, "the", one.low[:-1]))
    if who is None or not (who.named and who.person):
        return None
    return Figure(f"{one.head} of {who.name}", named=False, person=True, plural=one.plural, head=one.head)


def _of_body(on: Stage, one: Phrase) -> Figure | None:
    """``an FBI | spokesman``, ``a council | spokeswoman``."""
    text = on.text
    name = on.found.at.get(one.noun - 1)
    if name is not None and name.first == one.begin:
        return None if name.person else figure_of(on, name)
    letters = text.text[text.starts[one.begin] : text.ends[one.noun - 1]]
    if letters.isupper():
        return Figure(letters, named=True, person=False)
    return _body(on, Phrase(one.begin, one.noun - 1, one.noun, "the", one.low[:-1]))


def _of_whom(on: Stage, one: Phrase) -> Figure | None:
    """``a spokesman``, ``its spokeswoman`` alone: the body that stood in the light last speaks."""
    if one.determiner not in ("a", "an", "its", "their", "the", "another"):
        return None
    known = search(on, one.noun, lambda who: not who.person and not who.plural and not _is_print(on, who))
    return known or again(on, one) or _of_person(on, one)


def _of_person(on: Stage, one: Phrase) -> Figure | None:
    """``a spokesman`` where only people were spoken of: that of the person in the light."""
    who = search(on, one.noun, lambda each: each.person and each.named and not each.plural)
    if who is None or one.determiner not in ("a", "his", "her"):
        return None
    return Figure(f"{one.head} of {who.name}", named=False, person=True, head=one.head)


def _is_print(on: Stage, who: Figure) -> bool:
    return who.head in DOCUMENTS or who.name in on.outlets.values()


def _owners_paper(on: Stage, one: Phrase) -> Figure | None:
    """``the foundation's tally``: the body that was brought in speaks by its paper."""
    if one.head not in DOCUMENTS or len(one.low) < 2 or not one.low[-2].endswith("'s") or not one.definite:
        return None
    if capital(on.text, one.noun - 1):
        return None
    return _known(on, Phrase(one.begin, one.noun - 1, one.noun, "the", one.low[:-1]))


def _its_paper(on: Stage, one: Phrase) -> Figure | None:
    """``its statement``: whose it is speaks by it."""
    if one.head not in _MESSAGES or one.determiner not in ("its", "their"):
        return None
    who = search(on, one.begin, lambda each: not each.person and each.head not in DOCUMENTS)
    return Figure(who.name, who.named, person=False) if who else None


def _body(on: Stage, one: Phrase) -> Figure | None:
    """A body by its noun: named elsewhere, or called by its noun."""
    known = _known(on, one) if one.definite else None
    if known is not None and not known.person:
        return known
    return Figure(called(on.text, one), named=True, person=False) if one.head in _INSTITUTIONS else None


def _household(on: Stage, one: Phrase) -> Figure | None:
    """``her office``: the office of whoever stood in the light last."""
    if one.head not in _HOUSEHOLDS or one.determiner not in ("his", "her"):
        return None
    who = person(on, one.begin - 1, "m" if one.determiner == "his" else "f")
    if who is None:
        return None
    owner = who.name.rsplit(" ", 1)[-1] if who.named else who.name
    name = f"{owner} {one.head}" if one.head in ("campaign", "team") else f"{' '.join(one.low)} of {who.name}"
    on.found.said_of.setdefault(name, on.found.said_of.get(who.name, []))
    return Figure(name, who.named, person=False, plural=one.plural, head=one.head)


def _followers(on: Stage, one: Phrase) -> Figure | None:
    """``his critics``: those of whoever stood in the light last; nobody by name."""
    if one.head not in _FOLLOWERS:
        return None
    if one.determiner not in ("his", "her"):
        return _of_owner(on, one)
    who = person(on, one.begin - 1, "m" if one.determiner == "his" else "f")
    name = f"{' '.join(one.low)} of {who.name}" if who is not None else ""
    return Figure(name, named=False, person=True, plural=one.plural, head=one.head) if name else None


def _known(on: Stage, one: Phrase) -> Figure | None:
    """``the president``, ``the ministry``, ``the company``, ``the engineer``: somebody who was brought in."""
    if one.determiner in ("a", "an"):
        return first_bearer(on, one)
    if not (one.definite or (not one.determiner and not one.plural)):
        return None
    if one.plural:
        return again(on, one)
    who = body_of(on, one.head, one.begin)
    if who is not None:
        _told(on, who, one)
    who = who or bearer(on, one) or again(on, one)
    if (
        who is not None
        and one.head == "government"
        and who.named
        and not {"government", "of"} & set(who.name.lower().split())
    ):
        return Figure(f"government of {who.name}", named=True, person=False)
    return who


def _known_body(on: Stage, one: Phrase) -> Figure | None:
    """Somebody who was brought in; a body that is no more than its noun by the name that stood before that noun."""
    known = _known(on, one)
    bare = known is None or known.name == " ".join(one.low)
    full = full_body(on, one) if bare and one.head in _INSTITUTIONS else None
    return full or known


def _epithet(on: Stage, one: Phrase) -> Figure | None:
    who = epithet(on, one)
    if who is not None:
        _told(on, who, one)
    return who


def _presidents(on: Stage, one: Phrase) -> Figure | None:
    """``the administration``: of the one president in office whom the article names."""
    if one.low != ("administration",) or one.determiner != "the":
        return None
    told = on.found.said_of
    who = {name for _, name in on.roles.get("president", []) if name in on.named and on.named[name][0].person}
    ruling = [name for name in who if any(segment in (("president",), ("mr", "president")) for segment in told[name])]
    return (
        Figure(f"{ruling[0].rsplit(' ', 1)[-1]} administration", named=True, person=False) if len(ruling) == 1 else None
    )


def _relation(on: Stage, one: Phrase) -> Figure | None:
    """``his wife``, ``her physician``, of whom the article gives no name: of whoever stood in the light last."""
    if one.determiner not in ("his", "her") or one.plural or len(one.low) > _FEW:
        return None
    if not (one.head in ROLES or one.head in KIN or is_trade(one.head)):
        return None
    who = person(on, one.begin - 1, "m" if one.determiner == "his" else "f")
    if who is None or not who.named:
        return None
    return _kept(on, one, Figure(f"{' '.join(one.low)} of {who.name}", named=False, person=True, head=one.head))


def _told(on: Stage, who: Figure, one: Phrase) -> None:
    """What it is called, it is: "the company", "the surgeon"."""
    told = on.found.said_of.setdefault(who.name, [])
    if one.low not in told:
        told.append(one.low)


def _new(on: Stage, one: Phrase) -> Figure | None:
    """Somebody without a name, called by the words of the phrase."""
    name = called(on.text, one)
    if one.head in _INSTITUTIONS:
        named = one.definite or not one.determiner or capital(on.text, one.begin)
        return _kept(on, one, Figure(name, named=named, person=False, head=one.head))
    paper = one.head in DOCUMENTS
    some = one.determiner in _SOME or one.low[0] in _SOME
    several = one.plural and not paper
    person_ = not paper and one.head not in _PLACES  # "she" is never the port
    return _kept(on, one, Figure(name, named=False, person=person_, plural=several, head=one.head, some=some))


def _kept(on: Stage, one: Phrase, who: Figure) -> Figure:
    known = next((each for each in on.figures if each.name == who.name), None)
    if known is None and (
        on.next_head > 1 or one.determiner
    ):  # a headline leaves articles out: nobody is brought in by it
        on.figures.append(who)
        gender = gender_of((who.head,))
        if gender:
            on.found.gender.setdefault(who.name, gender)
    return known or who
