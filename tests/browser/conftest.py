"""Chromium, and a made-up report to open in it."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from analysis import events, publish
from analysis.report import Edition, report
from analysis.report.edition import silent

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _invented():
    """The notebooks of tests/report; tests hold no packages, so they are read from their file."""
    described = importlib.util.spec_from_file_location("invented", ROOT / "report" / "conftest.py")
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; skipped, aloud, where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium found: these tests open reports in a real browser (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory, browser):  # without a browser no report is made
    """A report with an attack in its data, titles, evidence and prose, and one page that failed."""
    invented = _invented()
    folder = tmp_path_factory.mktemp("browser")
    prose = f"# What was written\n\nThe ferry stood *still*. {invented.ATTACK}\n\n## Who wrote"
    many = [invented.DOTS.replace('"first"', f'"first-{n}"') for n in range(6)]
    invented.write(
        folder / "nb",
        "overview",
        prose,
        invented.READ,
        invented.BARS,
        "## When",
        *many,
        "## As a table",
        invented.STYLED,
    )
    invented.write(folder / "nb", "timing", "# When", "## First", "1 / 0")
    (folder / "data" / "events").mkdir(parents=True)
    (folder / "data" / "events" / "ferry.toml").write_text('title = "The ferry"\n', encoding="utf-8")
    row = {"outlet": invented.ATTACK, "url": "https://herald.example/" + "long" * 60, "reason": "paywalled"}
    edition = Edition(
        title=f"The ferry {invented.ATTACK}",
        summary=invented.ATTACK,
        made_up=True,
        ledger=(row,),
        left_out=(row,),
        notebooks=folder / "nb",
    )
    return report("ferry", data=folder / "data", out=folder / "out", edition=edition)


@pytest.fixture(scope="session")
def real(demo, tmp_path_factory, browser):  # without a browser no report is made
    """The report of the demo event by the notebooks that travel with the program."""
    return publish.publish(events.load("demo"), demo, tmp_path_factory.mktemp("real"), tell=silent)


class Watched:
    """A page in a browser that is not online, and what it asked for and complained of."""

    def __init__(self, page):
        self.page, self.asked, self.complaints = page, [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path):
        """The page at that path, all of its charts drawn."""
        self.page.goto(path.as_uri())
        if self.page.locator("figure[data-spec]:not([data-none])").count():
            self.page.wait_for_function(
                "() => window.samestory && samestory.drawn + samestory.failed === samestory.total", timeout=60_000
            )
        return self.page


LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1200, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1200, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 360, "height": 740}},
}


@pytest.fixture(params=list(LOOKS))
def watched(browser, request):
    """The three ways in which pages are read."""
    context = browser.new_context(offline=True, **LOOKS[request.param])
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def light(browser):
    """One way, for what is the same in all."""
    context = browser.new_context(offline=True, **LOOKS["light"])
    yield Watched(context.new_page())
    context.close()
