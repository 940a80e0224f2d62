"""A marked sheet is read however spreadsheets save it; every fault is named with file, line and column."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.check.marked import read
from analysis.check.sheet import COLUMNS
from analysis.errors import BadInput, Missing
from analysis.tables import Drawn, frame

ABOUT = ("stratified", "herald1", "herald", [0, 9], "She said.")
DRAWN = frame(
    [
        Drawn(
            "bcdfgh", "bcdfgh-1", "statement", *ABOUT, [(0, 3)], [(4, 8)], [], "Ada Lind", "official", None, 0.8, 2.0
        ),
        Drawn("bcdfgh", "bcdfgh-2", "statement", *ABOUT, [(0, 3)], [], [], None, "unknown", None, 0.5, 2.0),
        Drawn("bcdfgh", "bcdfgh-3", "passage", *ABOUT, [(0, 9)], [], [], None, None, None, None, 3.0),
    ],
    Drawn,
)
YES = {"is_statement": "yes", "content_right": "yes", "speaker_right": "yes", "type_right": "yes", "relay_right": "yes"}


def sheet(*rows, delimiter=","):
    """A sheet as text: rows of column → cell, the person ``ann`` unless said else."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows({"person": "ann", **row} for row in rows)
    return out.getvalue()


@pytest.fixture
def mark(tmp_path):
    """Reads a sheet of these rows."""

    def marked(*rows, encoding="utf-8-sig", delimiter=","):
        path = tmp_path / "sheet.csv"
        path.write_bytes(sheet(*rows, delimiter=delimiter).encode(encoding))
        return read(path, DRAWN)

    return marked


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-8", ";"), ("utf-16", "\t"), ("cp1252", ";")]
)
def test_sheets_are_read_as_spreadsheets_save_them(mark, encoding, delimiter):
    """Excel in Paris, LibreOffice in Leeds; the note keeps its accents."""
    found = mark({"item": "bcdfgh-1", **YES, "note": "déjà vu"}, encoding=encoding, delimiter=delimiter)

    assert found["note"].item() == "déjà vu"
    assert found["is_statement"].item() == "yes"


@pytest.mark.parametrize("said", ["YES", "y", "TRUE", "1", "x", " yes "])
def test_yes_is_understood_however_it_is_written(mark, said):
    """Spreadsheets turn true into TRUE, people write y."""
    assert mark({"item": "bcdfgh-1", **YES, "is_statement": said})["is_statement"].item() == "yes"


def test_what_is_no_statement_has_no_other_answers(mark):
    """Whatever stands there was not asked."""
    found = mark({"item": "bcdfgh-1", **YES, "is_statement": "no"}).row(0, named=True)

    assert found["is_statement"] == "no"
    assert found["content_right"] is None
    assert found["type_right"] is None


def test_a_missed_statement_is_counted_with_its_kind(mark):
    """And none is 0, not nothing."""
    found = mark({"item": "bcdfgh-1", **YES}, {"item": "bcdfgh-3", "missed": "2", "missed_type": "Campaign group"})
    none = mark({"item": "bcdfgh-3", "missed": "none"})

    assert found.filter(item="bcdfgh-3").select("missed", "missed_type").row(0) == (2, "campaign_group")
    assert none.select("missed", "missed_type").row(0) == (0, None)


def test_rows_that_nobody_marked_are_left_out(mark):
    """Half a sheet is half a sheet."""
    assert mark({"item": "bcdfgh-1", **YES}, {"item": "bcdfgh-2"})["item"].to_list() == ["bcdfgh-1"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [{"item": "bcdfgh-1", **YES, "content_right": "perhaps"}],
            "sheet.csv:2: content_right: 'perhaps'; allowed: yes, no",
        ),
        (
            [{"item": "bcdfgh-1", **YES}, {"item": "bcdfgh-9", **YES}],
            "sheet.csv:3: item: 'bcdfgh-9' was not drawn for this event",
        ),
        (
            [{"item": "bcdfgh-1", **YES}, {"item": "bcdfgh-1", **YES}],
            "sheet.csv:3: item: bcdfgh-1 stands in line 2, too",
        ),
        ([{"item": "bcdfgh-1", **YES, "type_right": "no"}], "sheet.csv:2: right_type: empty, though type_right is no"),
        ([{"item": "bcdfgh-1", **YES, "type_right": "no", "right_type": "oficial"}], "did you mean 'official'?"),
        ([{"item": "bcdfgh-1", **YES, "type_right": "no", "right_type": "official"}], "is what the program says"),
        (
            [{"item": "bcdfgh-1", **YES, "right_type": "expert"}],
            "sheet.csv:2: type_right: not no, though right_type is 'expert'",
        ),
        (
            [{"item": "bcdfgh-1", "content_right": "yes"}],
            "sheet.csv:2: is_statement: empty, though others are answered",
        ),
        (
            [{"item": "bcdfgh-1", **YES, "missed": "1"}],
            "sheet.csv:2: missed: '1' in a row that is not about a sentence without",
        ),
        ([{"item": "bcdfgh-3", "missed": "many"}], "sheet.csv:2: missed: 'many'; allowed: a number from 0 to 20"),
        ([{"item": "bcdfgh-3", "missed": "1"}], "sheet.csv:2: missed_type: empty, though 1 missed"),
        ([{"item": "bcdfgh-3", "missed_type": "expert"}], "sheet.csv:2: missed: empty, though missed_type is given"),
        ([{"item": "bcdfgh-1", **YES, "person": ""}], "sheet.csv:2: person: empty"),
        ([{"item": "bcdfgh-1", **YES}, {"item": "bcdfgh-2", **YES, "person": "ben"}], "several people in one sheet"),
        ([{"item": "bcdfgh-1"}], "nothing is marked in it"),
    ],
)
def test_faults_are_named_with_file_line_and_column(mark, rows, told):
    """And with what is allowed."""
    with pytest.raises(BadInput) as fault:
        mark(*rows)

    assert told in str(fault.value)


def test_all_faults_are_told_at_once(mark):
    """Nobody mends a sheet one fault a run."""
    with pytest.raises(BadInput) as fault:
        mark({"item": "bcdfgh-1", "is_statement": "aye"}, {"item": "nowhere"}, {"item": "bcdfgh-3", "missed": "-1"})

    assert len(str(fault.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "no such column"),
        (b"one,two\n1,2\n", "no such column"),
        (b"item,person\nbcdfgh-1,ann\n", "is_statement"),
        (b"PK\x03\x04...", "save it as CSV"),
        (b'item,"person\n', "sheet"),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(tmp_path, body, told):
    """An empty file, another table, a workbook, a torn one."""
    path = tmp_path / "sheet.csv"
    path.write_bytes(body)

    with pytest.raises(BadInput, match=told):
        read(path, DRAWN)


def test_a_sheet_that_is_not_there_is_missing(tmp_path):
    """The message names it."""
    with pytest.raises(Missing, match=r"gone\.csv"):
        read(tmp_path / "gone.csv", DRAWN)


@given(st.binary(max_size=300))
def test_no_file_whatever_breaks_the_reader(tmp_path_factory, body):
    """Marks or a verdict, nothing else."""
    path = tmp_path_factory.mktemp("sheet") / "any.csv"
    path.write_bytes(body)

    with pytest.raises(BadInput):
        read(path, DRAWN)
