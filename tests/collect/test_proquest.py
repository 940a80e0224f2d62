"""Exports of ProQuest, made up after public descriptions: text with all, tables with abstracts."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.collect import sheets
from analysis.collect.files import Brought
from analysis.errors import BadInput
from analysis.tables import Attempt

SHEET = Path(__file__).parent / "samples" / "proquest.xls"
"""Made with xlwt, of the rows in ROWS."""
RULE = "_" * 60
ONE = """The bridge opens

ProQuest document link: https://base.example/docview/2400000001

Abstract: A crossing at last.

Links: https://base.example/links

Full text: HARBOUR -- The bridge opened on Sunday.
Subject: to change, the mayor said.

People came.

Subject: Bridges

Location: Harbour

Title: The bridge opens

Publication title: The Morning Courier; Harbour

Publication year: 2031

Publication date: May 4, 2031

Section: News

Author: Lind, Ada; Märta Öhman

Language of publication: English

Document type: News

ProQuest document ID: 2400000001

Document URL: https://base.example/docview/2400000001?accountid=1

Copyright: Copyright Courier House May 4, 2031
"""
TWO = """The bridge closes

Full text: Not available.

Title: The bridge closes

Publication title: Tide Herald (Online)

Publication date: May 5, 2031

ProQuest document ID: 2400000002
"""
TEXT = f"{RULE}\nReport Information from ProQuest\n4 May 2031\n{RULE}\n\n{ONE}\n{RULE}\n{TWO}\n{RULE}\nContact us at: base.example\n"
COLUMNS = ["Title", "Abstract", "StoreId", "Authors", "pubdate", "pubtitle", "language"]
ROWS = [
    ["The bridge opens", "People crossed it.\nIt held.", "2400000001", "Lind, Ada; Öhman, Märta", "May 4, 2031"],
    ["The bridge closes", "", "2400000002", "", "May 5, 2031"],
    ["No date", "x", "2400000003", "", ""],
]


def csv():
    """The rows as a table in text."""
    ends = (["The Morning Courier; Harbour", "English"], ["Tide Herald (Online)", "English"], ["Tide Herald", ""])
    rows = [COLUMNS, *(row + end for row, end in zip(ROWS, ends, strict=True))]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


def xlsx(rows):
    """The smallest workbook that holds these rows."""
    lines = [[f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row] for row in rows]
    cells = "".join(f"<row>{''.join(line)}</row>" for line in lines)
    main, relations = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    office = f"{relations}/officeDocument/2006/relationships"
    package = f'<Relationships xmlns="{relations}/package/2006/relationships"><Relationship Id="r1" Type="{office}/%s" Target="%s"/></Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{relations}/package/2006/content-types"/>')
        book.writestr("_rels/.rels", package % ("officeDocument", "xl/workbook.xml"))
        book.writestr("xl/_rels/workbook.xml.rels", package % ("worksheet", "worksheets/sheet1.xml"))
        sheet = '<sheet name="S" sheetId="1" r:id="r1"/>'
        book.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{sheet}</sheets></workbook>'
        )
        book.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )
    return out.getvalue()


def test_articles_of_a_text_are_read_by_their_fields(bring):
    """Cover and colophon are left; a line of the text that begins like a field does not end it."""
    one, two = bring("ProQuestDocuments.txt", TEXT.replace("\n", "\r\n"))

    assert json.loads(one.body) == {
        "headline": "The bridge opens",
        "text": "HARBOUR -- The bridge opened on Sunday.\n\nSubject: to change, the mayor said.\n\nPeople came.",
        "text_scope": "full",
        "section": "News",
        "authors": ["Ada Lind", "Märta Öhman"],
        "language": "en",
        "published_at": "2031-05-04",
        "published_precision": "day",
    }
    assert (one.outlet, one.outlet_name) == ("courier", "The Morning Courier")
    assert (one.url, one.published_at) == ("file:///proquest#2400000001", datetime(2031, 5, 4, tzinfo=UTC))
    assert (two.outlet, json.loads(two.body)["text_scope"]) == ("tide_herald_online", "headline")


@pytest.mark.parametrize("kind", ["csv", "xls"])
def test_articles_of_a_table_are_read_by_its_columns(bring, kind):
    """Without a mapping; all that a table has of the text is the abstract."""
    one, two, bad = bring(f"a.{kind}", csv() if kind == "csv" else SHEET.read_bytes())

    read = json.loads(one.body)
    assert (read["text"], read["text_scope"]) == ("People crossed it.\n\nIt held.", "abstract")
    assert read["authors"] == ["Ada Lind", "Märta Öhman"]
    assert (one.outlet, one.url) == ("courier", "file:///proquest#2400000001")
    assert (two.url, json.loads(two.body)["text_scope"]) == ("file:///proquest#2400000002", "headline")
    assert "nothing in column 'pubdate'" in bad.reason
    assert ("row 4" if kind == "xls" else "line 5") in bad.reason


def test_the_same_article_of_text_and_table_is_one(bring):
    """It goes by ProQuest's number."""
    assert bring("a.txt", TEXT)[0].url == bring("a.xls", SHEET.read_bytes())[0].url


def test_any_spreadsheet_is_a_table(bring):
    """Columns by our own names, or mapped."""
    content = xlsx([["headline", "content", "n"], [], ["The bridge", "It opened.", "3"]])

    (found,) = bring("a.xlsx", content, outlet="herald", mapping={"text": "content"})

    assert json.loads(found.body) == {"headline": "The bridge", "text": "It opened."}
    with pytest.raises(BadInput, match=r"a\.xlsx: which columns .* there are: titel"):
        bring("a.xlsx", xlsx([["titel"], ["x"]]))
    with pytest.raises(BadInput, match=r"a\.xlsx:1: column 'a' twice"):
        bring("a.xlsx", xlsx([["a", "a"], ["x", "y"]]))


def test_a_spreadsheet_that_unpacks_too_large_is_told(bring, monkeypatch):
    """Counted before the library that reads it sees it."""
    monkeypatch.setattr(sheets, "_LARGEST", 1000)

    (attempt,) = bring("a.xlsx", xlsx([["headline"], ["x" * 2000]]), outlet="herald")

    assert "unpacks to more than" in attempt.reason


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (("Publication date: May 5, 2031", "x"), "no field 'Publication date'; there are: Full text, Title"),
        (("May 5, 2031", "Spring 2031"), "'Spring 2031' is no date"),
        (("May 5, 2031", "June 31, 2031"), "is no date"),
    ],
)
def test_an_article_that_is_not_as_expected_is_told_with_its_place(bring, damage, says):
    """The others of the file are read."""
    good, bad = bring("a.txt", TEXT.replace(*damage))

    assert isinstance(good, Brought)
    assert bad.reason.startswith("a.txt, article 2: ")
    assert says in bad.reason


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    source=st.sampled_from([TEXT.encode(), SHEET.read_bytes(), xlsx([COLUMNS, ["x"]]), csv().encode()]),
    where=st.floats(0, 1),
    junk=st.binary(max_size=30),
    cut=st.integers(0, 200),
    suffix=st.sampled_from(["txt", "csv", "xls", "xlsx"]),
)
def test_damage_anywhere_ends_in_articles_and_attempts(bring, source, where, junk, cut, suffix):
    """Whatever byte it strikes."""
    start = int(where * len(source))

    try:
        found = bring(f"junk.{suffix}", source[:start] + junk + source[start + cut :], outlet="herald")
    except BadInput:
        return

    assert found
    assert all(isinstance(one, Brought | Attempt) for one in found)
