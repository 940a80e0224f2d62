"""The page on which people mark, in a real browser: with keys and mouse, kept, saved, and read back."""

import csv
import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from analysis import checking, events
from analysis.check.draw import Plan
from analysis.store import Store
from analysis.tables import Mark


@pytest.fixture(scope="module")
def sheet(demo, browser, tmp_path_factory):  # without a browser no sheet is made
    """Six statements and four sentences of the demo event; the first person's page."""
    written = checking.write(events.load("demo"), demo, Plan(5, 5), people=1, out=tmp_path_factory.mktemp("sheet"))
    return next(path for path in written.files if path.suffix == ".html")


def saved(page):
    """The CSV that the page hands out when S is pressed, as text."""
    with page.expect_download() as download:
        page.keyboard.press("s")
    return download.value


def mark_all(page):
    """Everything with keys: statements right but for the kind, sentences without any."""
    for number in range(10):
        assert page.locator(".item:not([hidden])").get_attribute("id") == f"item-{number}"
        if page.locator(f"#item-{number}").get_attribute("data-kind") == "statement":
            given = page.locator(f"#item-{number} [data-name=type_right] .told").inner_text()
            for key in ("y", "y", "y", "n", "2" if given != "expert" else "1", "y"):
                page.keyboard.press(key)
        else:
            page.keyboard.press("0")
        page.keyboard.press("ArrowRight")


def test_the_page_asks_for_nothing_and_complains_of_nothing(sheet, watched):
    """Handed on by mail or stick."""
    watched.open(sheet)

    assert len(watched.asked) == 1
    assert watched.complaints == []


def test_marking_saving_and_scoring_is_one_round(sheet, light, demo, tmp_path):
    """With the keyboard alone; what is saved is read without a fault and kept under the name that was typed."""
    page = light.open(sheet)
    page.locator("#person").fill("Åsa, desk")
    page.locator("#items").focus()
    mark_all(page)
    assert "10 of 10 judged" in page.locator("#progress").inner_text()

    file = saved(page)
    target = tmp_path / file.suggested_filename
    file.save_as(target)
    told = checking.keep(events.load("demo"), demo, [target])

    marks = Store("demo", demo.folder.parent).read(Mark).filter(person="Åsa, desk")
    assert "10 marks of Åsa, desk kept" in told[0]
    assert marks.filter(is_statement="yes", type_right="no").height == 5
    assert marks["missed"].drop_nulls().to_list() == [0] * 5
    assert "Saved." in page.locator("#progress").inner_text()


def test_the_saved_sheet_is_the_csv_that_came_with_it_filled_in(sheet, light, tmp_path):
    """Cell for cell, so that either can be marked."""
    page = light.open(sheet)
    page.keyboard.press("u")
    page.locator("#item-0 .note input").fill('=HYPERLINK("x"), odd\t"quote"')
    page.locator("#items").focus()
    file = saved(page)
    file.save_as(tmp_path / "saved.csv")
    with (tmp_path / "saved.csv").open(encoding="utf-8-sig", newline="") as handle:
        after = list(csv.DictReader(handle))
    before = list(csv.DictReader(io.StringIO(sheet.with_suffix(".csv").read_text(encoding="utf-8-sig"), newline="")))

    changed = {
        name: (row[name]) for row, old in zip(after, before, strict=True) for name in row if row[name] != old[name]
    }
    assert changed == {"is_statement": "unsure", "note": '\'=HYPERLINK("x"), odd\t"quote"'}


def test_with_the_mouse_what_is_not_asked_cannot_be_answered(sheet, light):
    """No statement: nothing more is asked; a kind is asked only where the program's is wrong."""
    page = light.open(sheet)
    first = page.locator("#item-0")

    assert first.locator("[data-name=content_right] input").first.is_disabled()
    first.get_by_text("Yes", exact=True).first.click()
    assert first.locator("[data-name=content_right] input").first.is_enabled()
    assert not first.locator("select").is_visible()
    first.locator("[data-name=type_right] input[value=no]").check()
    assert first.locator("select").is_visible()
    first.locator("[data-name=is_statement] input[value=no]").check()
    assert first.locator("[data-name=type_right] input").first.is_disabled()
    assert "1 of 10 judged" in page.locator("#progress").inner_text()


def test_marks_outlive_the_page_until_they_are_saved(sheet, light):
    """A closed lid, a wrong click: what was marked is there again."""
    page = light.open(sheet)
    page.keyboard.press("y")
    page.locator("#item-0 .note input").fill("odd")
    page.on("dialog", lambda dialog: dialog.accept())
    # The browser takes over what a page keeps a moment later, in a process of its own: another page sees when it has.
    kept = "() => Object.values(localStorage).some((kept) => kept.includes('odd') && kept.includes('yes'))"
    page.wait_for_function(kept)
    other = page.context.new_page()
    other.goto(sheet.as_uri())
    other.wait_for_function(kept)
    other.close()
    page.reload()

    expect(page.locator("#item-0 [data-name=is_statement] input[value=yes]")).to_be_checked()
    assert page.locator("#item-0 .note input").input_value() == "odd"
    assert "1 begun. Not saved yet." in page.locator("#progress").inner_text()


def test_a_wrong_kind_without_the_right_one_is_not_saved(sheet, light):
    """It would be refused when the sheet is read; the page goes there and says so."""
    page = light.open(sheet)
    for key in ("y", "y", "y", "n", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("s")

    assert page.locator("#item-0").is_visible()
    assert "Choose the kind of source" in page.locator("#progress").inner_text()


def test_keys_do_not_answer_while_somebody_types(sheet, light):
    """A note that says yes is a note."""
    page = light.open(sheet)
    page.locator("#item-0 .note input").click()
    page.keyboard.type("yes, no, s")

    assert page.locator("#item-0 .note input").input_value() == "yes, no, s"
    assert not page.locator("#item-0 input:checked").count()


def test_the_page_has_no_fault_that_axe_finds_and_never_scrolls_sideways(sheet, watched):
    """Light, dark and on a phone; with everything asked and unfolded."""
    page = watched.open(sheet)
    for key in ("y", "n", "y", "n"):
        page.keyboard.press(key)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
