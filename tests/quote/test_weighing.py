"""Rules and encoder together on a source's type."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.quote import weighing
from analysis.quote.attributions import voices_of
from analysis.quote.statements import Statement
from analysis.quote.tagging import KINDS

TEXT = "Flood at Weir\nAda Finch said the bridge would be shut. Later she said it would open. Boris Johnson said it was late."
SAID = [((34, 59), "Ada Finch"), ((76, 89), "she"), ((110, 121), "Boris Johnson")]


def sure(kind, chance=0.98):
    """Log chances of an encoder that is all but sure."""
    rest = (1 - chance) / (len(KINDS) - 1)
    return tuple(float(np.log(chance if each == kind else rest)) for each in KINDS)


def heard(*kinds):
    """Types of the three statements, where the encoder says *kinds* of their sources."""
    found = []
    for ((start, end), who), kind in zip(SAID, kinds, strict=True):
        at = TEXT.index(who)
        source = ((at, at + len(who)),)
        found.append(Statement(((start, end),), (), source, "indirect", "", "", 1, kinds=kind))
    return [one.source_type for one in voices_of(TEXT, found)]


@pytest.mark.parametrize("kind", KINDS)
def test_rules_decide_where_the_encoder_said_nothing(kind):
    """Statements that the rules found have no chances."""
    assert weighing.weighed(kind, []) == kind


def test_an_encoder_that_is_sure_is_heard_where_rules_know_nothing():
    """A name alone is unknown to the rules."""
    assert weighing.weighed("unknown", [sure("official")]) == "official"


def test_an_encoder_that_knows_nothing_leaves_it_to_the_rules():
    """Even chances."""
    even = (float(-np.log(len(KINDS))),) * len(KINDS)

    assert all(weighing.weighed(kind, [even]) == kind for kind in KINDS if kind != "unknown")


def test_all_mentions_of_a_named_speaker_have_one_type():
    """She is Ada Finch: what is said of either counts for both."""
    one, other, _ = heard(sure("official"), sure("citizen", 0.3), ())

    assert one == other == "official"


def test_a_well_known_person_stays_what_they_are():
    """Known by name from the lexicon of figures."""
    assert heard((), (), sure("citizen"))[2] == "official"


def test_whomever_the_users_words_describe_the_user_has_typed(monkeypatch):
    """A user's lexicon is the user's decision."""
    by_rule = heard((), (), ())[0]
    monkeypatch.setattr("analysis.quote.weighing.added", lambda name: frozenset({"finch"} if name == "figures" else ()))

    assert heard(sure("company"), (), ())[0] == by_rule


def test_statements_keep_what_the_encoder_said():
    """The reader's chances travel with the statement and are one for each kind."""
    one = Statement(((0, 5),), (), ((6, 9),), "indirect", "", "", 0)

    assert replace(one, kinds=sure("expert")).kinds[KINDS.index("expert")] > -0.1
