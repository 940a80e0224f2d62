"""The demo's utterances, as its outlets cut them, are found, told right and timed right, held against the truth file."""

import json

import pytest

from analysis import places
from analysis.demo.houses import HOUSES, address
from analysis.demo.pieces import pieces
from analysis.measure import coverage, timing, utterances
from analysis.tables import Article, Attribution, Masthead, Membership, Utterance

TRUTH = json.loads((places.shipped("data/demo") / "truth.json").read_text(encoding="utf-8"))
URLS = {f"{piece.outlet}/{piece.name}": address(piece) for piece in pieces()}
CLAIMS = TRUTH["utterances"]


@pytest.fixture(scope="module")
def told(demo):
    """Every telling, as the sourcing page has it."""
    articles, memberships, mastheads = demo.read(Article), demo.read(Membership), demo.read(Masthead)
    return utterances.tellings(
        demo.read(Utterance),
        demo.read(Attribution),
        coverage.current(articles, memberships, mastheads),
        timing.versions(articles, memberships),
        mastheads,
    )


def of(claim, told):
    """The utterance found for a claim: the one in which the outlet with the longest form tells how it begins."""
    outlet = claim["whole_in"].split("/")[0]
    rows = told.filter(outlet=outlet, url=URLS[claim["whole_in"]]).iter_rows(named=True)
    keys = [row["utterance"] for row in rows if claim["begins"] in row["told"]]
    return {row["outlet"]: row for key in keys[:1] for row in told.filter(utterance=key).iter_rows(named=True)}


def test_all_outlets_of_an_utterance_are_found(told):
    """Nine in ten tellings, and the mayor's sentence in all five outlets; no outlet is made to tell what it does not."""
    found = {claim["begins"]: of(claim, told) for claim in CLAIMS}

    wanted = [(claim["begins"], outlet) for claim in CLAIMS for outlet in claim["tellings"]]
    right = [(begins, outlet) for begins, outlet in wanted if outlet in found[begins]]
    extra = [(c["begins"], o) for c in CLAIMS for o in found[c["begins"]] if o not in c["tellings"]]
    assert len(right) / len(wanted) >= 0.9
    assert set(found[CLAIMS[0]["begins"]]) == set(HOUSES)
    assert extra == []


def test_each_outlet_is_told_in_its_form(told):
    """Whole, cut, in part, in other words, or reported: nine in ten of those found."""
    pairs = [
        (claim["tellings"][outlet]["form"], row["form"])
        for claim in CLAIMS
        for outlet, row in of(claim, told).items()
        if outlet in claim["tellings"]
    ]

    assert sum(wanted == form for wanted, form in pairs) / len(pairs) >= 0.9


def test_nobody_is_called_first_who_was_not(told):
    """Where the truth knows a first it is that one; where a digest's day leaves it open, nobody."""
    for claim in CLAIMS:
        rows = of(claim, told)
        firsts = [outlet for outlet, row in rows.items() if row["verdict"] == "first"]
        if set(claim["tellings"]) <= set(rows):
            assert firsts == ([claim["first"]] if claim["first"] else []), claim["begins"]


def test_cuts_of_the_mayors_sentence_hold_the_parts_that_the_truth_knows(told):
    """What each outlet kept of it stands in its own words, and the longest form is the agency's."""
    rows = of(CLAIMS[0], told)

    assert [outlet for outlet, row in rows.items() if row["longest"]] == ["farshore"]
    for outlet, cut in TRUTH["same_quotation"]["cuts"].items():
        assert all(part in rows[outlet]["told"] for part in cut["parts"]), outlet
