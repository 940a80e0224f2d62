"""A notebook's cells become a page: in order, titled, and loud about what is amiss."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from analysis.report.page import FIGURE, Notice, page


def payload(name="shares", level=None):
    """A figure without a chart, as a notebook hands it out."""
    table = {"columns": ["outlet"], "types": ["String"], "rows": [["herald"]]}
    notices = [{"level": level, "what": "nobody was asked"}] if level else []
    return {
        "name": name,
        "title": "Herald leads",
        "description": "",
        "spec": None,
        "table": table,
        "evidence": None,
        "notices": notices,
    }


def code(*outputs, source="figure()"):
    """A cell with outputs."""
    return new_code_cell(source, outputs=list(outputs))


def shows(data):
    """An output of that data."""
    return new_output("display_data", data=data)


def test_the_first_heading_is_the_title_and_figures_stand_in_the_contents():
    """A page has one h1; what follows is led to."""
    cells = [
        new_markdown_cell("# When & why\n\nWords."),
        new_markdown_cell("## First"),
        code(shows({FIGURE: payload()})),
    ]

    made = page(cells, "timing")

    assert made.title == "When & why"
    assert [(e.level, e.id, e.words) for e in made.contents] == [
        (2, "part-first", "First"),
        (3, "fig-shares", "Herald leads"),
    ]
    assert [block.level for block in made.blocks if block.kind == "figure"] == [3]


def test_a_figure_before_any_heading_stands_one_level_higher():
    """A heading of level three right after the title would skip one."""
    made = page([code(shows({FIGURE: payload()}))], "timing")

    assert [block.level for block in made.blocks] == [2]


def test_what_is_amiss_with_a_figure_is_a_notice_that_leads_to_it():
    """The banner on top is made of these, and the exit code."""
    made = page([code(shows({FIGURE: payload(level="fallback")}))], "timing")

    assert made.notices == (Notice("fallback", "nobody was asked", "fig-shares"),)
    assert made.notices[0].grave
    assert not Notice("note", "fine").grave


def test_two_figures_of_one_name_get_two_files_and_a_notice():
    """The second would overwrite the first."""
    made = page([code(shows({FIGURE: payload()}), shows({FIGURE: payload()}))], "timing")

    assert [figure["name"] for figure in made.figures] == ["shares", "shares-2"]
    assert [(n.level, "shares-2" in n.what) for n in made.notices] == [("fallback", True)]


def test_a_failed_cell_is_shown_and_counted():
    """An error that only the log knows would leave a page that looks whole."""
    made = page(
        [code(new_output("error", ename="KeyError", evalue="'share'", traceback=["\x1b[31mKeyError\x1b[0m"]))], "timing"
    )

    assert made.blocks[0].content == {"said": "KeyError: 'share'", "trace": "KeyError"}
    assert made.notices[0].level == "missing"


def test_an_output_that_needs_a_script_is_loud():
    """Cleaning would leave a hole that nobody sees."""
    made = page([code(shows({FIGURE: payload()}), shows({"text/html": "<div></div><style>a{}</style>"}))], "timing")

    assert [n.level for n in made.notices] == ["fallback"]


def test_a_page_without_figures_says_so():
    """Nothing to see is a finding about the program, not about the outlets."""
    assert page([new_markdown_cell("# When")], "timing").notices == (Notice("empty", "this page shows no figure"),)


def test_code_without_output_goes_to_the_end():
    """Readers come for the figures."""
    made = page([new_code_cell("import x"), code(shows({"text/plain": "3"}), source="1 + 2")], "timing")

    assert made.code == ("import x",)
    assert [(block.kind, block.code) for block in made.blocks] == [("text", "1 + 2")]


def test_same_headings_get_ids_of_their_own():
    """A link leads to one place."""
    made = page([new_markdown_cell("## First\n\n## First")], "timing")

    assert [entry.id for entry in made.contents] == ["part-first", "part-first-2"]
