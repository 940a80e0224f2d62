"""Figures of timing compile, claim no more than the bounds allow, and lead from every mark to its row."""

import itertools
import json
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
import vl_convert

from analysis.chart import clock, timing
from analysis.chart.figure import version

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
UTC_TIME = pl.Datetime("us", "UTC")
NAMES = ["The Herald", "Beacon", "The Long-Named Ledger of the Northern Bridge & Harbour", "Wire", "A", "B", "C", "D"]


def firsts(*rows):
    """Measured first reports; rows are (outlet, minutes after noon or None, verdict, lag, low, high, precision)."""
    return pl.DataFrame(
        [
            {
                "key": f"k{i}",
                "outlet": outlet,
                "outlet_name": outlet,
                "at": None if minutes is None else NOON + timedelta(minutes=minutes),
                "precision": precision,
                "earliest_at": None if minutes is None else NOON + timedelta(minutes=minutes),
                "latest_at": None
                if minutes is None
                else NOON + timedelta(minutes=minutes + (1440 if precision == "day" else 1)),
                "lag": lag,
                "lag_low": low,
                "lag_high": high,
                "verdict": verdict,
                "headline": "Bridge shut",
                "url": f"https://{i}.example/",
                "agency": "",
                "n_articles": 3,
                "n_agency": 0,
                "n_untimed": 0,
                "agency_copy": "leave out",
                "note": "" if minutes is not None else "agency copy only",
            }
            for i, (outlet, minutes, verdict, lag, low, high, precision) in enumerate(rows)
        ],
        schema_overrides=dict.fromkeys(("at", "earliest_at", "latest_at"), UTC_TIME)
        | dict.fromkeys(("lag", "lag_low", "lag_high"), pl.Float64),
        infer_schema_length=None,
    )


def strip(n_outlets, n=4, precision="minute"):
    """A measured strip: a first report, later articles, one revision seen."""
    rows = []
    for o in NAMES[:n_outlets]:
        for k in range(n):
            at = NOON + timedelta(hours=k)
            end = at + timedelta(days=1) if precision == "day" else at
            kind = "first report" if k == 0 else "later article"
            rows.append((f"{o}{k}", o, o, kind, at, precision, at, end, float(k), "Bridge", "u", ""))
        rows.append((f"{o}r", o, o, "revision", NOON, "seen", NOON - timedelta(hours=1), NOON, 0.0, "Bridge", "u", ""))
    columns = ["key", "outlet", "outlet_name", "kind", "at", "precision", "earliest_at", "latest_at", "hours"]
    return pl.DataFrame(rows, schema=[*columns, "headline", "url", "agency"], orient="row").with_columns(
        pl.col("at", "earliest_at", "latest_at").cast(UTC_TIME)
    )


def steps(*outlets, copies=0):
    """Measured cumulative counts: (outlet, articles)."""
    return pl.DataFrame(
        [
            {
                "key": f"{o}{k}",
                "outlet": o,
                "outlet_name": o,
                "at": NOON + timedelta(hours=k),
                "hours": float(k),
                "low": k,
                "high": k + 1,
                "n_articles": n,
                "n_copies": copies,
            }
            for o, n in outlets
            for k in range(n + 1)
        ]
    )


def test_the_first_is_named_with_its_lead():
    """Twenty-six minutes, give or take one."""
    table = firsts(
        ("Herald", 0, "first", 0, 0, 0, "minute"),
        ("Wire", 90, "after", 90, 89, 91, "minute"),
        ("Beacon", 26, "after", 26, 25, 27, "minute"),
    )

    assert timing.first_reports(table).title == "Herald was first among the articles found, 26 min before Beacon"


def test_where_bounds_overlap_nobody_is_called_first():
    """The day of one and the hour of another; who leads among those with hours is said below."""
    table = firsts(
        ("Herald", -720, "cannot tell", None, 0, 1440, "day"),
        ("Beacon", 0, "cannot tell", 0, 0, 721, "minute"),
        ("Wire", 30, "after", 30, 29, 751, "minute"),
    )

    figure = timing.first_reports(table)

    assert figure.title == "Cannot tell who was first: Herald or Beacon"
    assert "Of those that give an hour, Beacon led, 30 min before Wire." in figure.chart.title.subtitle
    assert figure.svg()


def test_one_outlet_alone_is_not_called_first():
    """Nobody to be before."""
    figure = timing.first_reports(firsts(("Herald", 0, "none", 0, None, None, "minute")))

    assert figure.title == "Herald alone: there is no other outlet to compare with"
    assert figure.svg()


def test_an_outlet_with_agency_copy_only_keeps_its_row():
    """It is in the picture, with the reason beside it."""
    table = firsts(
        ("Herald", 0, "first", 0, 0, 0, "minute"),
        ("Wire", 9, "after", 9, 8, 10, "minute"),
        ("Post", None, "none", None, None, None, None),
    )

    figure = timing.first_reports(table)

    assert "agency copy only" in figure.svg()
    assert figure.notices[0].what == "Post: agency copy only."


@pytest.mark.parametrize("n", [1, 2, 5, 8])
@pytest.mark.parametrize("precision", ["minute", "day"])
def test_the_strip_compiles_for_any_number_of_outlets(n, precision):
    """Eight outlets with day precision, one with the minute."""
    figure = timing.articles(strip(n, precision=precision))

    drawn = {row["key"] for rows in figure.spec()["datasets"].values() for row in rows}
    assert figure.svg().startswith("<svg")
    assert drawn <= set(figure.table["key"])


def test_articles_of_one_day_are_counted_in_its_bar():
    """Four articles of which only the day is known would lie upon each other."""
    table = strip(1, precision="day").with_columns(
        pl.when(pl.col("kind") != "revision").then(pl.lit(NOON, UTC_TIME)).otherwise("earliest_at").alias("earliest_at")
    )

    figure = timing.articles(table)

    assert 4 in [row.get("n") for rows in figure.spec()["datasets"].values() for row in rows]


def test_versions_met_long_after_the_event_do_not_stretch_the_axis():
    """A page captured again a year later without a time of its own is told, not drawn."""
    late = pl.when(pl.col("kind") == "revision").then(pl.col("at") + timedelta(days=365)).otherwise("at")
    figure = timing.articles(strip(1).with_columns(at=late, latest_at=late))

    assert "1 later version" in figure.notices[0].what


@pytest.mark.parametrize("n", [1, 2, 8])
def test_cumulative_steps_compile(n):
    """Eight outlets need dashes as well as colours."""
    assert timing.cumulative(steps(*((name, 3) for name in NAMES[:n]))).svg()


def _domains(spec):
    """All ends of axes that stand anywhere in a chart."""
    if isinstance(spec, dict):
        yield from ((key, each) for key, each in spec.items() if key in {"domain", "domainMin", "domainMax"})
    for each in spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ():
        yield from _domains(each)


@pytest.mark.parametrize("n", [1, 5])
def test_ends_of_a_time_axis_are_milliseconds_that_need_no_datetime(n):
    """Vega without eval takes datetime(1741645008000) for a year: all lines fall to the left."""
    for figure in (timing.articles(strip(n)), timing.cumulative(steps(*((name, 3) for name in NAMES[:n])))):
        spec = {key: part for key, part in figure.spec().items() if key != "datasets"}

        ends = [(key, value) for key, value in _domains(spec) if key != "domain"]
        assert {key for key, _ in ends} == {"domainMin", "domainMax"}
        assert all(value["expr"].isdigit() for _, value in ends)
        assert "datetime(" not in json.dumps(vl_convert.vegalite_to_vega(figure.spec(), vl_version=version())["scales"])


def test_both_ends_of_a_bar_are_the_same_kind_of_number():
    """Vega-Lite parses x and not x2: a bar whose end stayed a text would end nowhere."""
    spec = timing.articles(strip(2, precision="day")).spec()

    ends = [
        row[column] for rows in spec["datasets"].values() for row in rows for column in ("earliest_at", "latest_at")
    ]
    assert ends
    assert all(isinstance(value, int) for value in ends)


def test_articles_of_which_only_the_day_is_known_are_drawn_without_hours():
    """No mark has an hour: the bars of days stand alone, and the title counts days."""
    table = strip(2, precision="day").filter(pl.col("kind") != "revision")

    figure = timing.articles(table)

    assert figure.title == "8 articles on one day; their hours are not known"
    assert figure.png().startswith(b"\x89PNG")


def test_articles_without_any_time_leave_the_table():
    """Bare headlines of an undated list: nothing to place, and no fault."""
    table = strip(1).with_columns(at=pl.lit(None, UTC_TIME), hours=pl.lit(None, pl.Float64))
    untimed = firsts(("Herald", None, "none", None, None, None, None))

    for figure in (timing.articles(table), timing.first_reports(untimed)):
        assert figure.chart is None
        assert figure.table.height
        assert figure.title == "No article says when it was published"
        assert [notice.level for notice in figure.notices] == ["note"]


def test_volume_is_told_with_its_extremes():
    """Who published most, who fewest; equal counts are called equal."""
    assert (
        timing.cumulative(steps(("Herald", 5), ("Wire", 2))).title
        == "Herald published most, 5 articles; fewest: Wire, 2"
    )
    assert timing.cumulative(steps(("Herald", 5), copies=2)).title == "Agency copy aside, Herald published 5 articles"
    assert timing.cumulative(steps(("Herald", 5), ("Wire", 1), ("Post", 1))).title.endswith("fewest: 2 outlets, 1 each")
    assert timing.cumulative(steps(("Herald", 2), ("Wire", 2))).title == "All outlets published 2 articles each"


def test_nothing_to_draw_is_said():
    """Empty frames give no chart and a notice."""
    for figure in (
        timing.first_reports(firsts(("a", 0, "none", 0, None, None, "minute")).head(0)),
        timing.articles(strip(1).head(0)),
        timing.cumulative(steps(("a", 1)).head(0)),
    ):
        assert figure.chart is None
        assert [notice.level for notice in figure.notices] == ["empty"]


def test_no_revision_is_a_finding_and_not_an_empty_chart():
    """What was looked at once cannot be seen to change: no row of noughts, and a note instead of a fault."""
    table = pl.DataFrame(
        [
            {
                "key": f"h {c}",
                "outlet": "h",
                "outlet_name": "Herald",
                "category": c,
                "value": 0.0,
                "low": 0.0,
                "high": 0.3,
                "n_articles": 9,
                "n_units": 0,
                "note": "",
            }
            for c in ("any", "headline", "figures", "sources", "words")
        ]
    )

    once, twice = timing.revisions(table), timing.revisions(table, looked_twice=4)

    assert once.title == "No article was captured twice, so no change could be seen"
    assert twice.title == "No change was seen in 4 articles captured more than once"
    assert once.chart is None
    assert [notice.level for notice in once.notices] == ["note"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (26, "26 min"), (415, "6 h 55 min"), (120, "2 h"), (1500, "1 day 1 h"), (4320, "3 days")],
)
def test_spans_are_said_in_two_units(minutes, said):
    """As in the standard of looks."""
    assert clock.span(minutes) == said


@pytest.mark.parametrize(
    ("low", "high", "exact", "said"),
    [
        (25, 27, 26, "26 min"),
        (60, 180, 120, "1 h to 3 h"),
        (60, None, None, "at least 1 h"),
        (0, 60, None, "up to 1 h"),
        (0, None, None, ""),
    ],
)
def test_a_lag_says_no_more_than_its_bounds(low, high, exact, said):
    """Exact only where the bounds meet."""
    assert clock.lag(low, high, exact) == said


def test_names_at_the_ends_of_lines_never_touch():
    """Eight equal counts, spread downwards from the top."""
    places = timing._spread([12] * 8, 12)

    gaps = [b - a for a, b in itertools.pairwise(places)]
    assert min(gaps) >= timing.APART * 12 / timing.HEIGHT - 1e-9
    assert max(places) == 12
