"""What a person brings: articles with bytes and address, or a clear word on why not."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.collect.files import RECORD, Brought, read
from analysis.errors import BadInput
from analysis.outlets import slug_of
from analysis.tables import Attempt

NOW = datetime(2024, 5, 9, 12, tzinfo=UTC)
MAPPED = {"headline": "title", "text": "content", "published_at": "date", "outlet": "source"}
ROW = {
    "title": "The bridge opens",
    "content": "It opened.\n\nPeople came.",
    "date": "2024-05-01",
    "source": "Harbour Herald",
    "url": "http://www.herald.example/bridge?utm_source=x",
}


@pytest.fixture
def brought(tmp_path):
    """What is read from a file of that name and content."""

    def bring(name, content, *, mapping=MAPPED, outlet=None, published=None):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        about = {"mapping": mapping, "outlet": outlet, "published": published}
        return list(read(path, **about, outlet_of={"https://www.courier.example/a": "courier"}.get, now=NOW))

    return bring


def record(found: Brought) -> dict[str, object]:
    """The article in a record's bytes."""
    assert found.media_type == RECORD
    return json.loads(found.body)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps(ROW)),
        ("a.json", json.dumps([ROW])),
        ("a.json", json.dumps(ROW) + "\n" + "\n"),
        ("a.jsonl", "\n" + json.dumps(ROW) + "\n"),
        ("a.csv", "title,content,date,source,url\n" + ",".join(f'"{value}"' for value in ROW.values())),
        ("a.csv", "\ufeff" + ";".join(ROW) + "\r\n" + ";".join(f'"{value}"' for value in ROW.values()) + "\r\n\r\n"),
        ("a.tsv", "\t".join(ROW) + "\n" + "\t".join(f'"{value}"' for value in ROW.values())),
    ],
)
def test_a_record_is_the_same_article_from_every_kind_of_file(brought, name, content):
    """One object, a list, one a line, a table parted by comma, semicolon or tab."""
    (found,) = brought(name, content)

    assert record(found) == {
        "headline": "The bridge opens",
        "text": "It opened.\n\nPeople came.",
        "published_at": "2024-05-01",
        "published_precision": "day",
    }
    assert (found.outlet, found.outlet_name) == ("herald", "Harbour Herald")
    assert found.url == "https://www.herald.example/bridge"
    assert (found.published_at, found.published_precision) == (datetime(2024, 5, 1, tzinfo=UTC), "day")
    assert (found.status, found.captured_at) == (0, NOW)


def test_json_lines_under_a_json_name_are_read(brought):
    """Exports often lie about it."""
    assert len(brought("a.json", json.dumps(ROW) + "\n" + json.dumps(ROW | {"title": "Two"}))) == 2


def test_a_broken_line_is_told_and_the_rest_goes_on(brought):
    """One torn line must not cost the others."""
    good = json.dumps(ROW)

    first, broken, number, last = brought("a.jsonl", f"{good}\n{good[:40]}\n7\n{good}\n")

    assert isinstance(first, Brought)
    assert isinstance(last, Brought)
    assert (broken.stage, broken.outcome, broken.source) == ("add", "unreadable", "file")
    assert "a.jsonl, line 2: no JSON: " in broken.reason
    assert "line 3: an article must be a JSON object, and this is int" in number.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"date": "soon"}, "'soon' is no date"),
        ({"date": "04/05/2024"}, "one of two days"),
        ({"url": "N/A"}, "url 'N/A' is no web address"),
        ({"content": {"a": 1}}, "text must be text, and is dict"),
        ({"title": "", "content": None}, "neither headline nor text"),
    ],
)
def test_a_record_that_cannot_be_used_is_an_attempt_with_its_place(brought, content, reason):
    """The ledger says which one, and why."""
    good, bad = brought("a.json", json.dumps([ROW, ROW | content]))

    assert isinstance(good, Brought)
    assert isinstance(bad, Attempt)
    assert "a.json, record 2: " in bad.reason
    assert reason in bad.reason


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", '{"title": "x",\n"content": }', r"a\.json:2: no JSON"),
        ("a.json", "[" * 100_000, r"a\.json:1: no JSON"),
        (
            "a.json",
            '{"headine": "x"}',
            r"--map headline=title text=content published_at=date outlet=source: no such column; there are: headine",
        ),
        ("a.csv", "a,b,a\n1,2,3", r"a\.csv:1: column 'a' twice"),
        ("a.csv", "title,content,date,source\n" + "x" * 20_000_001, r"a\.csv:2: no table: field larger"),
        (
            "a.csv",
            'title,content,date,source\nA,one,2024-05-01,Sun\nB,two,2024-05-01,"Sun\nC,three,2024-05-02,Sun\n',
            r"a\.csv:3: no table: a quotation mark that opens here is never closed",
        ),
    ],
)
def test_a_file_that_a_person_must_mend_is_bad_input(brought, name, content, says):
    """File, line, what is wrong and what there is."""
    with pytest.raises(BadInput, match=says):
        brought(name, content)


def test_a_table_row_of_another_length_is_told(brought):
    """A comma in a text without quotation marks moves every column after it."""
    bad, good = brought("a.csv", "headline,text\nOne, two, three\nOne,two\n", mapping={}, outlet="herald")

    assert "line 2: 3 fields under 2 columns" in bad.reason
    assert record(good)["text"] == "two"


def test_columns_of_our_own_names_need_no_mapping(brought):
    """And without headline and text nobody knows what they are."""
    (found,) = brought("a.json", '{"headline": "x", "authors": ["Ada Lind"], "noise": 3}', mapping={}, outlet="herald")
    assert record(found) == {"headline": "x", "authors": ["Ada Lind"]}

    with pytest.raises(BadInput, match=r"which columns are headline and text\? .* there are: titel"):
        brought("a.json", '{"titel": "x"}', mapping={}, outlet="herald")


@pytest.fixture
def columns(tmp_path):
    """What a table gives without any mapping, and what is said of its columns."""

    def bring(name, content, mapping=None):
        path, said = tmp_path / name, []
        path.write_text(content, encoding="utf-8")
        about = {"mapping": mapping or {}, "outlet": None, "outlet_of": slug_of, "now": NOW, "say": said.append}
        return list(read(path, **about)), said

    return bring


@pytest.mark.parametrize(
    "names",
    [
        ("title", "text", "date", "url", "source", "byline"),
        ("Headline", "Full Text", "Pub_Date", "Link", "Publication", "Author"),
        ("article_title", "CONTENT", "published", "web_url", "newspaper", "Authors"),
    ],
)
def test_columns_of_plain_names_need_no_mapping_and_are_said(columns, names):
    """With ``title,text,date,url`` no headline and no date is lost."""
    row = (
        "The bridge opens",
        "It opened.",
        "2024-05-01",
        "https://www.herald.example/bridge",
        "The Herald",
        "Ada Lind",
    )

    (found,), said = columns("a.csv", f"{','.join(names)},noise\n{','.join(row)},7\n")

    assert (found.url, found.outlet_name, found.published_at) == (row[3], row[4], datetime(2024, 5, 1, tzinfo=UTC))
    assert [record(found)[key] for key in ("headline", "text", "authors")] == [row[0], row[1], row[5]]
    assert said[0].startswith(f"a.csv: taken by their names: headline={names[0]}, ")
    assert said[-1].startswith("a.csv: columns that are not used: noise;")


def test_of_two_columns_for_one_field_the_surer_name_is_taken(columns):
    """Our own name before any other, a mapped column before both; what is left over is named."""
    (found,), said = columns(
        "a.csv", "title,headline,body,content,url\nA,B,C,D,https://herald.example/a\n", {"text": "content"}
    )

    assert record(found) == {"headline": "B", "text": "D"}
    assert said == ["a.csv: columns that are not used: title, body; --map says what one of them is"]


def test_a_field_can_be_left_without_a_column(columns):
    """A date that cannot be read would cost the article."""
    table = "title,date,url\nThe bridge,04/05/2024,https://herald.example/a\n"

    (bad,), _ = columns("a.csv", table)
    (found,), said = columns("a.csv", table, {"published_at": ""})

    assert "one of two days" in bad.reason
    assert (record(found), found.published_at) == ({"headline": "The bridge"}, None)
    assert "columns that are not used: date" in said[-1]


def test_a_structure_that_bears_a_plain_name_is_not_taken(columns):
    """Collections have ``source`` as an object."""
    (found,), said = columns(
        "a.json", json.dumps({"title": "x", "source": {"id": 1}, "url": "https://herald.example/a"})
    )

    assert (record(found), found.outlet_name) == ({"headline": "x"}, None)
    assert "columns that are not used: source" in said[-1]


def test_a_field_that_does_not_exist_is_bad_input(brought):
    """A slip in the option, told before any file is opened."""
    with pytest.raises(BadInput, match="'headlin' is no field of an article; allowed: headline, text"):
        brought("a.json", "{}", mapping={"headlin": "title"})


def test_a_table_in_an_old_encoding_is_read(brought):
    """Spreadsheets of western Europe still write it."""
    row = "Die Brücke öffnet;Die Brücke über die Förde wurde am Morgen für Fußgänger geöffnet, sagte Bürgermeisterin Märta Öhman."

    (found,) = brought("a.csv", f"headline;text\n{row}\n".encode("latin-1"), mapping={}, outlet="herald")

    assert record(found)["headline"] == "Die Brücke öffnet"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (
            '<link rel="canonical" href="https://www.courier.example/a"><meta property="og:url" content="https://x.example/">',
            "courier",
        ),
        ('<meta property="og:url" content="https://www.courier.example/a#top">', "courier"),
        ('<link rel="canonical" href="/a">', None),
    ],
)
def test_a_saved_page_says_its_own_address(brought, head, url):
    """The canonical link, else og:url, else the browser's note."""
    page = (
        f"<!-- saved from url=(0031)https://m.sun.example/a -->\n<html><head>{head}</head><body><p>ü</p></body></html>"
    )

    (found,) = brought("a.html", page)

    assert found.outlet == (url or "sun")
    assert found.body == page.encode()
    assert found.media_type == "text/html"


def test_a_pasted_text_is_whose_the_option_says(brought):
    """Nothing in it tells; and when it was published only the person knows."""
    with pytest.raises(BadInput, match="--outlet"):
        brought("bridge.txt", "The bridge opens\n\nIt opened.")

    (found,) = brought("bridge.txt", "The bridge opens\n\nIt opened.", outlet="herald", published="2024-05-01T09:30Z")

    assert (found.outlet, found.media_type) == ("herald", "text/plain")
    assert (found.published_at, found.published_precision) == (datetime(2024, 5, 1, 9, 30, tzinfo=UTC), "minute")


@pytest.mark.parametrize("name", ["bridge", "bridge.TEXT", "bridge.md", "Bridge opens, 2. May", "bridge.txt.1"])
def test_a_pasted_text_may_have_any_name_that_is_no_other_format_s(brought, name):
    """People name their notes as they like."""
    (found,) = brought(name, "The bridge opens\n\nIt opened.", outlet="herald")

    assert found.media_type == "text/plain"


def test_a_files_address_holds_no_folder_and_tells_two_apart(brought, tmp_path):
    """Reports are shared; and `1.txt` of two folders are two articles."""
    one, two, again = (brought("1 a.txt", text, outlet="herald")[0] for text in ("one", "two", "one"))

    assert one.url.startswith("file:///1%20a.txt#")
    assert tmp_path.name not in one.url
    assert one.url == again.url != two.url


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "", "empty"),
        ("a.json", " \n", "empty"),
        ("a.txt", b"\x00\x01\x02" * 50, "no text"),
        ("a.pdf", b"%PDF-1.7 ...", "save it as text"),
        ("a.docx", b"PK\x03\x04...", "damaged zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0...", "save it as DOCX"),
        ("a.xls", b"\xd0\xcf\x11\xe0...", "damaged spreadsheet"),
        ("a.7z", b"7z\xbc\xaf...", "save it as text"),
        ("a.html", b"<!-- -->", "no HTML"),
        ("a.mhtml", b"MIME-Version: 1.0\n\nx", "no HTML in it; save the page as HTML"),
        ("a.har", '{"log": {"version": "1.2", "entries": []}}', "a .har file is not read"),
        ("a.ris", "TY  - NEWS\nTI  - The bridge\nER  - \n", "a .ris file is not read"),
        ("a.eml", "From: desk@herald.example\nSubject: x\n\nThe bridge opens", "a .eml file is not read"),
        ("a.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999', "a .rdf file is not read"),
        ("a.png", b"\x89PNG\r\n\x1a\nwith no zero in it", "a .png file is not read"),
    ],
)
def test_bytes_that_nobody_can_read_end_in_the_ledger(brought, name, content, reason):
    """Left out, and said so."""
    (attempt,) = brought(name, content, outlet="herald")

    assert (attempt.outcome, attempt.outlet) == ("unreadable", "herald")
    assert reason in attempt.reason


def test_a_missing_file_and_a_folder_are_bad_input(tmp_path):
    """The two slips of the hand."""
    about = {"mapping": {}, "outlet": None, "outlet_of": slug_of, "now": NOW}

    with pytest.raises(BadInput, match="no such file"):
        list(read(tmp_path / "no.csv", **about))
    with pytest.raises(BadInput, match="is a folder"):
        list(read(tmp_path, **about))
    with pytest.raises(BadInput, match="--outlet: 'The Herald' is no slug"):
        list(read(tmp_path, **about | {"outlet": "The Herald"}))


JUNK = st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
VALUE = st.recursive(st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=20)), st.lists, max_leaves=4)
OBJECT = st.dictionaries(
    st.sampled_from(["headline", "text", "url", "published_at", "modified_at", "outlet", "x"]), VALUE
)

SUFFIXES = ["json", "jsonl", "csv", "tsv", "html", "txt", "", "mhtml", "warc", "warc.gz", "wacz", "zip", "gz"]
SUFFIXES += ["docx", "rtf", "xls", "xlsx", "rdf", "xml", "pdf", "doc"]
STARTS = [
    b"WARC/1.0\r\n",
    b"filedesc://",
    b"\x1f\x8b\x08\x00",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n",
    b'<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#">',
    b"<html><div class='article enArticle'>Factiva",
    b"<html>End of Document<p>Body</p>",
    b"_" * 60 + b"\nPublication title: ",
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    suffix=st.sampled_from(SUFFIXES),
    content=st.one_of(
        JUNK,
        OBJECT.map(lambda value: json.dumps(value).encode()),
        st.builds(bytes.__add__, st.sampled_from(STARTS), st.binary(max_size=200)),
    ),
)
def test_any_bytes_become_articles_attempts_or_bad_input(brought, suffix, content):
    """Whatever a person brings, no traceback."""
    try:
        found = brought(f"junk.{suffix}", content, mapping={}, outlet="herald")
    except BadInput:
        return

    assert all(isinstance(one, Brought | Attempt) for one in found)
    assert found
