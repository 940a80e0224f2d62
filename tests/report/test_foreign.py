"""What others wrote stays text."""

import json
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.report.foreign import clean, markdown, script_json, table, web_address

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    max_leaves=10,
)


@settings(deadline=None)  # a busy machine is no fault
@given(JSON)
def test_json_in_a_script_block_says_the_same_and_closes_nothing(value):
    """No sign is left that an HTML reader would act on, whatever stands in a headline."""
    text = script_json(value)

    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(alphabet="<>/\"'= abscriptonmgjv:&;!-#(){}", max_size=60))
def test_cleaned_html_holds_no_script_and_no_handler(markup):
    """Fragments of tags in any order do not add up to something that runs."""
    kept = re.findall(r"<([^>]*)>", clean(markup))

    assert not [tag for tag in kept if re.match(r"/?\s*(script|img|svg|iframe|object|style)", tag)]
    assert not [tag for tag in kept if re.search(r"\son\w+\s*=|javascript:", tag)]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///ferry.txt#1", "//x.example", "ferry", None, 3, ""]
)
def test_only_web_addresses_become_links(url):
    """A brought file has an address, but none that a reader could follow."""
    assert web_address(url) is None
    assert web_address("https://herald.example/a?b=1") == "https://herald.example/a?b=1"


def test_markdown_shows_html_as_text():
    """A headline in a sentence of the notebook must not become a tag."""
    html = markdown("A *ferry* <script>alert(1)</script> and [a link](https://herald.example/).")

    assert "<em>ferry</em>" in html
    assert "&lt;script&gt;" in html
    assert 'rel="noopener noreferrer"' in html


def test_a_styler_table_is_the_same_twice_and_keeps_its_looks():
    """Pandas gives every Styler random ids; the page must be byte-identical all the same."""
    frame = pd.DataFrame({"outlet": ["<b>herald</b>"], "share": [0.5]})

    one, two = (table(frame.style.bar(subset=["share"]).highlight_max().to_html(), "table-3") for _ in range(2))

    assert one == two
    assert "#table-3_row0_col1" in one
    assert "linear-gradient" in one
    assert re.search(r'<td id="table-3_row0_col1"', one)


def test_a_style_rule_that_reaches_out_is_dropped():
    """A rule for the whole page, or one that loads something, is not a table's business."""
    markup = '<style>#T_a td {color: red} body {display: none} #T_a {background: url(https://x.example)}</style><table id="T_a"><tr><td>1</td></tr></table>'

    shown = table(markup, "table-1")

    assert "#table-1 td{color: red}" in shown
    assert "display" not in shown
    assert "x.example" not in shown


def test_headings_without_words_become_cells():
    """A blank heading over the row names is read aloud as nothing."""
    shown = table(pd.DataFrame({"a": [1]}, index=["herald"]).style.to_html(), "table-1")

    assert not re.search(r"<th[^>]*>(&nbsp;|\s|\xa0)*</th>", shown)
