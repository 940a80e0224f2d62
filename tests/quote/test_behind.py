"""Who stands behind a source that was marked too short, too high, or by a first name alone."""

import pytest

from analysis.quote.attributions import voices_of
from analysis.quote.statements import Statement


def heard(text, source, cue, content):
    """Speaker and relay of one statement whose parts are given by their words."""
    spans = [((text.index(part), text.index(part) + len(part)),) for part in (content, cue, source)]
    (one,) = voices_of(text, [Statement(*spans, "indirect", "given", "", 0)])
    return one.speaker, one.relayed_by


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "wanted"),
    [
        (
            "A vet for the race, Liv Armand, said fewer dogs had been flown out.",
            "A vet",
            "said",
            "fewer dogs had been flown out",
            ("Liv Armand", None),
        ),
        (
            "Dot Averell beat thirty bakers.\n\nDot will not say what is in the sauce.",
            "Dot will"[:3],
            "will not say",
            "what is in the sauce",
            ("Dot Averell", None),
        ),
        (
            "Rain fell.\n\nOberly, the professor of law, said it would cost more.",
            "Oberly, the professor of law",
            "said",
            "it would cost more",
            ("Oberly", None),
        ),
    ],
)
def test_a_short_source_leads_to_the_whole_name(text, source, cue, content, wanted):
    """A phrase before its apposition, a first name that opens a sentence, a surname told by what follows it."""
    assert heard(text, source, cue, content) == wanted


def test_what_an_outlet_reports_that_somebody_said_is_theirs_through_the_outlet():
    """The reader marks the outlet as the source; the inspectors are behind it."""
    text = "Inspectors told the city that the hinge of the old bridge was badly worn, The New York Times reported."

    speaker, relay = heard(
        text,
        "The New York Times",
        "reported",
        "Inspectors told the city that the hinge of the old bridge was badly worn",
    )

    assert (speaker, relay) == ("inspectors", "The New York Times")


def test_what_an_outlet_reports_by_itself_stays_its_own():
    """Somebody named deep in a report is not its source."""
    text = "The bridge fell hours after Ada Finch said it would hold, The New York Times reported."

    speaker, _ = heard(
        text, "The New York Times", "reported", "The bridge fell hours after Ada Finch said it would hold"
    )

    assert speaker == "The New York Times"
