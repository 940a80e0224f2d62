"""How outlets tell one utterance: at what length, in what form, and who had it first."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from analysis.measure import coverage, timing, utterances
from analysis.tables import Article, Attribution, Masthead, Membership, Utterance, article_id, frame

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
WHOLE = "We knew the hinge was old and I signed the paper"
MASTHEADS = frame([Masthead(o, f"The {o.title()}") for o in ("herald", "beacon", "ledger", "wire")], Masthead)


def article(outlet, number=1, *, text=WHOLE, hours=0, version=1, **other):
    """An article of a made-up outlet that was captured an hour after it was out."""
    url = f"https://{outlet}.example/{number}"
    at = NOON + timedelta(hours=hours)
    told = {
        "published_at": at, "published_precision": "minute", "published_source": "page", "text_scope": "full",
        "captured_at": at + timedelta(hours=1),
    } | other  # fmt: skip
    key = article_id(outlet, url, version)
    return Article(
        id=key, outlet=outlet, url=url, version=version, headline="Bridge", text=text, words=20, digest=key, **told
    )


def said(row, kind="direct", piece=None, **other):
    """A statement that is the piece, or the whole text, of an article."""
    piece = row.text if piece is None else piece
    span = (row.text.index(piece), row.text.index(piece) + len(piece))
    told = {"speaker": "Ada Lind", "relayed_by": None} | other
    return Attribution(
        row.id, row.outlet, [span], [], [], kind, told["speaker"], "official", True, told["relayed_by"], 0, 1.0
    )


def tellings(rows, also=()):
    """The measured table; rows are (article, attribution, words kept), the longest form first; *also* are other articles."""
    longest, first, _ = rows[0]
    found = [
        Utterance(
            "u1", row.id, row.outlet, spoken.content, longest.id, first.content,
            [(longest.text.index(k), longest.text.index(k) + len(k)) for k in kept],
            [(row.text.index(k), row.text.index(k) + len(k)) for k in kept],
        )
        for row, spoken, kept in rows
    ]  # fmt: skip
    told_by = list({row.id: row for row in [*(row for row, _, _ in rows), *also]}.values())
    articles = frame(told_by, Article)
    members = frame([Membership(r.id, r.outlet, "b", True, 1.0, "terms", "program") for r in told_by], Membership)
    current = coverage.current(articles, members, MASTHEADS)
    return utterances.tellings(
        frame(found, Utterance),
        frame([spoken for _, spoken, _ in rows], Attribution),
        current,
        timing.versions(articles, members),
        MASTHEADS,
    )


def told(outlet, kind, text, kept, **other):
    """One outlet's article, what it says, and what of that stands in the longest form."""
    row = article(outlet, text=text, **other)
    return row, said(row, kind), kept


def column(table, name):
    """Outlet → value."""
    return dict(table.select("outlet", name).iter_rows())


LONGEST = ("herald", "direct", WHOLE, [WHOLE])


@pytest.mark.parametrize(
    ("kind", "text", "kept", "form"),
    [
        ("direct", WHOLE, [WHOLE], "whole"),
        ("direct", "I signed the paper", ["I signed the paper"], "cut"),
        ("mixed", "she knew of it and “signed the paper”", ["signed the paper"], "partly reported"),
        ("direct", "We had known that the thing was old", ["We", "was old"], "other words"),
        ("indirect", "she had signed the paper", ["signed the paper"], "reported"),
    ],
)
def test_forms_of_a_telling(kind, text, kept, form):
    """All of it; less of it; half in the outlet's words; quoted otherwise; in reported speech."""
    table = tellings([told(*LONGEST), told("beacon", kind, text, kept, hours=1)])

    assert column(table, "form") == {"herald": "whole", "beacon": form}


def test_the_longest_form_and_what_others_left_out_are_told():
    """The Beacon keeps four of eleven words."""
    table = tellings([told(*LONGEST), told("beacon", "direct", "I signed the paper", ["I signed the paper"], hours=1)])

    assert column(table, "longest") == {"herald": True, "beacon": False}
    assert column(table, "left_out") == {"herald": "", "beacon": "We knew the hinge was old and"}
    assert column(table, "kept")["beacon"] == pytest.approx(4 / 11)
    assert set(table["begins"]) == {WHOLE}


def test_who_was_first_is_told_by_the_minute():
    """The Beacon's cut came before the Herald's whole."""
    cut = told("beacon", "direct", "I signed the paper", ["I signed the paper"], hours=-1)

    table = tellings([told(*LONGEST), cut])

    assert column(table, "verdict") == {"herald": "after", "beacon": "first"}
    assert column(table, "lag") == {"herald": 60.0, "beacon": 0.0}


def test_a_bare_day_leaves_open_who_was_first():
    """The Ledger names the day alone: it may have been before the Herald or after."""
    day = told("ledger", "direct", WHOLE, [WHOLE], published_precision="day")

    table = tellings([told(*LONGEST), day])

    assert column(table, "verdict") == {"herald": "cannot tell", "ledger": "cannot tell"}


def test_agency_copy_is_nobodys_first():
    """The Beacon printed the wire's words an hour before the Herald had them itself."""
    copy = told("beacon", "direct", WHOLE, [WHOLE], hours=-1, agency="Wire")

    table = tellings([told(*LONGEST), copy, told("ledger", "direct", WHOLE, [WHOLE], hours=2)])

    assert column(table, "verdict") == {"herald": "first", "beacon": "agency copy", "ledger": "after"}


def test_words_that_a_revision_added_were_not_there_before_it():
    """The Beacon was out first, and had the quotation only in the version that was captured after the Herald's."""
    old = article("beacon", text="The bridge is shut, and nobody says why.", hours=-2)
    times = {"modified_at": NOON + timedelta(hours=3), "captured_at": NOON + timedelta(hours=4)}
    new = article("beacon", text=WHOLE, hours=-2, version=2, **times)

    table = tellings([told(*LONGEST), (new, said(new), [WHOLE])], also=[old])

    assert column(table, "verdict") == {"herald": "first", "beacon": "after"}


def test_a_report_beside_the_quotation_is_not_shown_twice():
    """An article that opens with a report of what it then quotes is shown by the quotation."""
    row = article("beacon", text=f"She had signed the paper. “{WHOLE}”", hours=1)
    report, quote = said(row, "indirect", "She had signed the paper"), said(row, "direct", WHOLE)

    table = tellings([told(*LONGEST), (row, report, []), (row, quote, [WHOLE])])

    assert column(table, "form")["beacon"] == "whole"
    assert column(table, "told")["beacon"] == f"“{WHOLE}”"


def test_what_a_single_outlet_still_tells_is_left_out():
    """The other's article is not among those shown."""
    rows = [told(*LONGEST), told("beacon", "direct", WHOLE, [WHOLE], text_scope="headline")]

    assert tellings(rows).is_empty()


def test_every_telling_leads_to_its_sentences():
    """Keys of the evidence are those of the table."""
    rows = [told(*LONGEST), told("beacon", "direct", "I signed the paper", ["I signed the paper"], hours=1)]
    table = tellings(rows)
    articles = frame([row for row, _, _ in rows], Article).with_columns(outlet_name="outlet")
    shared = frame([Utterance("u1", r.id, r.outlet, s.content, r.id, s.content, [], []) for r, s, _ in rows], Utterance)

    behind = utterances.evidence(table, shared, articles)

    assert set(behind["key"]) == set(table["key"])
    assert set(behind["sentence"]) == {WHOLE, "I signed the paper"}


def test_shares_of_forms_count_utterances_and_refuse_too_few_articles():
    """One article each is too few for an interval; agency copy is not the outlet's own form."""
    cut = told("beacon", "direct", "I signed the paper", ["I signed the paper"], hours=1)
    table = tellings([told(*LONGEST), cut, told("ledger", "direct", WHOLE, [WHOLE], agency="Wire")])

    shares = utterances.form_share(table)

    assert set(shares["outlet"]) == {"herald", "beacon"}
    assert set(shares["note"]) == {"too few to compare"}
    assert shares.group_by("outlet").agg(pl.col("estimate").sum())["estimate"].to_list() == [1.0, 1.0]


def test_no_utterance_gives_no_rows():
    """An event in which no two outlets tell the same."""
    nothing = utterances.tellings(
        frame([], Utterance), frame([], Attribution), frame([], Article).with_columns(outlet_name=pl.lit("")),
        frame([], Article), MASTHEADS,
    )  # fmt: skip

    assert nothing.is_empty()
    assert utterances.form_share(nothing).is_empty()
    assert utterances.evidence(
        nothing, frame([], Utterance), frame([], Article).with_columns(outlet_name=pl.lit(""))
    ).is_empty()
