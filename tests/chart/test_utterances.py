"""Figures of utterances compile, claim no more than times and words tell, and show every word as text."""

from datetime import UTC, datetime

import polars as pl
import pytest

from analysis.chart import utterances

SCHEMA = {
    "at": pl.Datetime("us", "UTC"),
    "lag": pl.Float64,
    "relayed_by": pl.String,
    "speaker": pl.String,
    "runs": pl.List(pl.List(pl.Int64)),
}


def told(*rows, speaker="Ada Lind", key="u1"):
    """A measured table; rows are (outlet, form, share kept, verdict)."""
    return pl.DataFrame(
        [
            {
                "key": f"{key} {outlet}",
                "utterance": key,
                "begins": "We knew the hinge was old",
                "speaker": speaker,
                "source_type": "official",
                "outlet": outlet,
                "outlet_name": outlet,
                "form": form,
                "told": "“We knew […]”" if kept < 1 else "“We knew the hinge was old”",
                "left_out": "",
                "kept": kept,
                "words": 6,
                "whole_words": 6,
                "longest": number == 0,
                "verdict": verdict,
                "at": datetime(2024, 5, 1, 12, tzinfo=UTC),
                "precision": "minute",
                "lag": None,
                "relayed_by": None,
                "headline": "Bridge",
                "url": f"https://{number}.example/1",
                "article": f"a{number}",
                "outlets": len(rows),
                "runs": [[0, 2]] if kept else [],
            }
            for number, (outlet, form, kept, verdict) in enumerate(rows)
        ],
        schema_overrides=SCHEMA,
    )


TWO = (("Herald", "whole", 1.0, "first"), ("Beacon", "cut", 0.3, "after"))


def labels(figure):
    """Words at the right of the strips."""
    return [row["label"] for rows in figure.spec()["datasets"].values() for row in rows if "label" in row]


def test_every_telling_is_drawn_and_leads_to_its_row():
    """Keys in the compiled chart are those of the table; the key of the utterance itself is no column for readers."""
    figure = utterances.cuts(told(*TWO))

    drawn = {row["key"] for rows in figure.spec()["datasets"].values() for row in rows if "key" in row}
    assert drawn == set(figure.table["key"])
    assert "utterance" not in figure.table.columns
    assert figure.svg().startswith("<svg")


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (TWO, "Words of Ada Lind were found in 2 outlets, at greatest length in Herald; 1 cut or reworded them"),
        (
            (*TWO, ("Ledger", "reported", 0.2, "after")),
            "Words of Ada Lind were found in 3 outlets, at greatest length in Herald; 1 cut or reworded them and 1 reported them",
        ),
        (
            (TWO[0], ("Beacon", "whole", 1.0, "after")),
            "Words of Ada Lind were found in 2 outlets, at the same length in each",
        ),
        (
            (("Herald", "reported", 1.0, "first"), ("Beacon", "reported", 0.5, "after")),
            "Words of Ada Lind were found in 2 outlets, and none of them quotes",
        ),
    ],
)
def test_the_title_tells_what_became_of_the_widest_words(rows, title):
    """Cut, reported, the same, or quoted by nobody."""
    assert utterances.cuts(told(*rows)).title == title


def test_a_speaker_who_is_not_known_gets_no_name():
    """The same words, of nobody in particular."""
    assert utterances.cuts(told(*TWO, speaker=None)).title.startswith("The same words were found in 2 outlets")


def test_first_is_said_only_of_who_was():
    """Where times do not tell, both may have been; agency copy and a lone outlet are not timed against anybody."""
    rows = [
        (o, "whole", 1.0, v)
        for o, v in zip("ABCDE", ("first", "after", "cannot tell", "agency copy", "none"), strict=True)
    ]

    assert labels(utterances.cuts(told(*rows))) == [
        "first: 1 May 12:00",
        "later: 1 May 12:00",
        "perhaps first: 1 May 12:00",
        "agency copy",
        "1 May 12:00",
    ]


def test_utterances_beyond_the_rows_stay_in_the_table():
    """Nine utterances, six drawn, and the figure says so."""
    table = pl.concat([told(*TWO, key=f"u{n}") for n in range(9)])

    figure = utterances.cuts(table)

    assert len(figure.spec()["vconcat"]) == 6
    assert figure.table.height == 18
    assert "6 of 9 utterances" in str(figure.spec()["title"])


def test_words_side_by_side_stay_text_and_lead_to_the_article():
    """A word that looks like markup is shown as it was printed; an address that is none is no link."""
    table = told(*TWO).with_columns(told=pl.lit("<script>alert(1)</script> […]"), url=pl.lit("javascript:alert(1)"))

    page = utterances.side_by_side(table).to_html()

    assert "<script>" not in page
    assert "javascript:" not in page
    assert "<b>[…]</b>" in page
    assert '<a href="https://1.example/1">' in utterances.side_by_side(told(*TWO)).to_html()


def test_nothing_in_common_is_a_finding():
    """No chart, no table of words, and one sentence that says so."""
    nothing = told(*TWO).head(0)

    figure = utterances.cuts(nothing, looked_at=9)

    assert figure.chart is None
    assert [notice.level for notice in figure.notices] == ["note"]
    assert "no statement was found" in utterances.side_by_side(nothing).words


def test_forms_are_named_in_words():
    """Shares of forms compile with readers' words for them."""
    shares = pl.DataFrame(
        [
            {"key": f"{o} {f}", "outlet": o, "outlet_name": o, "category": f, "estimate": 0.5, "estimate_low": 0.2}
            | {"estimate_high": 0.8, "average": 0.4, "value": 0.1, "low": None, "high": None, "p": 0.5, "n_tests": 4}
            | {"clear": False, "n_articles": 7, "n_units": 20, "note": ""}
            for o in ("Herald", "Beacon")
            for f in ("whole", "reported")
        ]
    )

    figure = utterances.form_share(shares)

    assert set(figure.table["category"]) == {"Quoted whole", "Reported"}
    assert figure.svg().startswith("<svg")
