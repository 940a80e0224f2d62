"""Reports in a real browser: offline, drawn, readable for everyone, and deaf to what the data wants."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = ["index", "overview", "timing"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(made, watched, name):
    """Shared by mail, opened years later: the file is all there is."""
    watched.open(made.folder / f"{name}.html")

    assert [url for url in watched.asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in watched.asked if url.startswith("file:")]) == 1
    assert watched.complaints == []


def test_every_chart_is_drawn(made, watched):
    """Also those that the reader has not scrolled to: printing waits for nothing."""
    page = watched.open(made.folder / "overview.html")

    assert page.evaluate("() => window.samestory") == {"total": 7, "drawn": 7, "failed": 0}
    assert page.locator("figure .drawing svg.marks").count() == 7


@pytest.mark.parametrize("name", PAGES)
def test_injected_scripts_stay_text(made, watched, name):
    """They stand in a title, an outlet's name, a headline, a sentence, prose and a table."""
    page = watched.open(made.folder / f"{name}.html")

    assert page.evaluate("() => window.pwned") is None
    assert "</script><script>window.pwned = 1</script>" in page.locator("body").inner_text()


def test_a_script_added_later_is_stopped_by_the_policy(made, light):
    """Even if text slipped through, it could not run."""
    page = light.open(made.folder / "overview.html")

    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s); }"
    )
    stopped = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
            const image = document.createElement("img");
            image.src = "https://herald.example/x.png";
            document.body.append(image);
        })"""
    )

    assert page.evaluate("() => window.pwned") is None
    assert stopped == "img-src"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(made, watched, name):
    """Charts and tables scroll inside their own boxes; long addresses break."""
    page = watched.open(made.folder / f"{name}.html")

    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_fault_that_axe_finds(made, watched, name):
    """Contrast, names, headings, order, in both colour schemes, with everything unfolded."""
    page = watched.open(made.folder / f"{name}.html")
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_a_click_on_a_mark_opens_its_row_and_its_sentences(made, watched):
    """From the chart to the number to the words behind it."""
    page = watched.open(made.folder / "overview.html")
    figure = page.locator("#fig-shares")
    sentence = figure.get_by_text("The ferry stood still.")
    assert not sentence.is_visible()

    figure.locator(".mark-rect path").first.click()

    assert figure.locator("tr.chosen").get_attribute("data-key") == "k0"
    assert figure.locator("tr.chosen").is_visible()
    assert sentence.is_visible()


def test_a_link_in_a_row_unfolds_its_sentences_each_time(made, light):
    """Also the second time, when the address in the browser does not change any more."""
    page = light.open(made.folder / "overview.html")
    figure = page.locator("#fig-shares")
    figure.locator("summary").first.click()

    for _ in range(2):
        figure.get_by_role("link", name="2 sentences").click()
        assert figure.get_by_text("The ferry stood still.").is_visible()
        figure.locator(".group summary").first.click()


def test_only_web_addresses_of_articles_are_links(made, light):
    """The made-up evidence has a javascript: and a file: address, too."""
    page = light.open(made.folder / "overview.html")

    links = page.locator(".where a")

    assert links.count() == 1
    assert links.get_attribute("href") == "https://harbourherald.example/ferry"
    assert "noopener" in links.get_attribute("rel")


def test_the_keyboard_reaches_the_report_first(made, light):
    """The first stop skips the navigation."""
    page = light.open(made.folder / "overview.html")

    page.keyboard.press("Tab")

    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "report"


def test_print_hides_what_paper_cannot_unfold(made, light):
    """Code, navigation and closed details are for screens."""
    page = light.open(made.folder / "overview.html")

    page.emulate_media(media="print")

    assert not page.locator("nav.pages").is_visible()
    assert not page.locator("details.code").first.is_visible()
    assert page.locator("#fig-shares svg.marks").is_visible()


REAL = ["overview", "emphasis", "sourcing", "timing", "quality"]


@pytest.mark.parametrize("name", REAL)
def test_the_notebooks_of_the_program_draw_without_a_word_of_complaint(real, light, name):
    """A warning of Vega is a chart that shows something else than its numbers."""
    page = light.open(real.folder / f"{name}.html")
    drawn = page.evaluate("() => window.samestory")

    assert real.failures == ()
    assert light.complaints == []
    assert drawn["drawn"] == drawn["total"] > 0


@pytest.mark.parametrize("name", REAL)
def test_what_is_drawn_spans_its_plot(real, light, name):
    """Lines that all start and end at the left edge are a scale that was never set."""
    page = light.open(real.folder / f"{name}.html")

    widths = page.evaluate(
        """() => [...document.querySelectorAll("figure .drawing svg.marks")].map((svg) => {
            const marks = [...svg.querySelectorAll(".mark-line path, .mark-symbol path, .mark-rule line, .mark-rect path")];
            const inner = marks.filter((mark) => !mark.closest(".role-legend, .role-axis")).map((mark) => mark.getBoundingClientRect());
            const left = Math.min(...inner.map((box) => box.left));
            const right = Math.max(...inner.map((box) => box.right));
            return [svg.closest("figure").id, (right - left) / svg.getBoundingClientRect().width];
        })"""
    )

    assert widths
    assert [found for found in widths if not found[1] > 0.25] == []


def test_steps_over_time_reach_from_one_end_of_the_axis_to_the_other(real, light):
    """The figure that once lay collapsed at its left edge."""
    page = light.open(real.folder / "timing.html")

    shares = page.evaluate(
        """() => [...document.querySelectorAll("#fig-cumulative .mark-line path")].map((path) =>
            path.getBoundingClientRect().width / document.querySelector("#fig-cumulative .background").getBoundingClientRect().width)"""
    )

    assert len(shares) == 5
    assert min(shares) > 0.5


@pytest.mark.parametrize("name", ["index", "quality"])
def test_tables_of_words_are_read_without_scrolling_on_a_desk_and_in_their_own_box_on_a_phone(real, browser, name):
    """What was left out, and why: nothing of the reason is cut at the right edge."""
    for width, scrolls in ((1100, False), (360, True)):
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto((real.folder / f"{name}.html").as_uri())
        boxes = page.evaluate(
            "() => [...document.querySelectorAll('.scroll.wordy, .output .scroll.paper')].map((b) => b.scrollWidth > b.clientWidth + 1)"
        )
        assert boxes
        assert any(boxes) is scrolls
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        page.close()
