"""The app in a real browser: what a newsroom does with it, from the article to the files."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from lxml import etree

from workbench import resources
from workbench.model import State
from workbench.store import Store

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
expect.set_options(timeout=30_000)

ROOT = Path(__file__).parent.parent
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
    pytest.mark.timeout(600),
]


class Server:
    """The app, served as a person would serve it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "desk.sqlite"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "server.log"
        self.start()

    def start(self) -> None:
        environment = os.environ | {
            "WORKBENCH_DATABASE_URL": str(self.database),
            "WORKBENCH_ENGINE": "echo",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={self.port}"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        for _attempt in range(240):
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.25)
        raise AssertionError(self.log.read_text())

    def stop(self, how: int = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(30)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("desk"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: playwright.Browser, server: Server) -> Iterator[playwright.Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    outside = [url for url in asked if not url.startswith((server.url, "data:", "blob:"))]
    assert not outside, "a page asked another host for something"


@pytest.fixture(scope="module")
def article(server: Server, browser: playwright.Browser) -> int:
    """The sample, translated in the browser: the number of its Dari document."""
    if resources.sample() is None:
        pytest.skip("no sample article")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(server.url)
    page.get_by_role("radio", name="Sample").click()
    page.get_by_text("to try the workbench with").wait_for()
    page.get_by_role("button", name="Translate", exact=True).click()
    page.locator(".document").nth(1).wait_for()
    context.close()
    (dari,) = [one.id for one in Store(server.database).documents() if one.target_language == "prs"]
    return dari


def settled(page: playwright.Page) -> None:
    """Wait until the page has drawn itself and rests."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def edit(page: playwright.Page, server: Server, document: int, index: int, text: str) -> str:
    """Write into a row's box and wait until it is stored; the segment's key."""
    row = [row for row in Store(server.database).segments(document) if row.translate][index]
    area = page.locator(f".st-key-text-{document}-{row.key} textarea")
    area.fill(text)
    area.press("Control+Enter")
    page.locator(
        f'.st-key-row-{document}-{row.key} [data-revision="{row.revision + 1}"]'
    ).wait_for()
    return row.key


def exported(page: playwright.Page, label: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.locator(".st-key-opened").get_by_role("button", name=label).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_from_the_article_to_the_files(page: playwright.Page, server: Server, article: int) -> None:
    page.goto(f"{server.url}/editor?doc={article}")
    page.locator("textarea").first.wait_for()
    edited = "متن ویراسته در مرورگر با TTP و ۱۵ درصد."
    key = edit(page, server, article, 0, edited)

    page.reload()
    page.locator("textarea").first.wait_for()
    expect(page.locator(f".st-key-text-{article}-{key} textarea")).to_have_value(edited)
    assert Store(server.database).segment(article, key).state is State.TRANSLATED

    name, data = exported(page, "Article")
    assert name == "border-trade.prs.md"
    assert edited in data.decode()
    name, data = exported(page, "PO")
    assert name == "border-trade.prs.po"
    assert edited in {entry.msgstr for entry in polib.pofile(data.decode())}
    name, data = exported(page, "XLIFF")
    assert name == "border-trade.prs.xlf"
    targets = etree.fromstring(data).iter("{*}target")
    assert edited in {"".join(target.itertext()) for target in targets}


def test_the_summary_follows_every_edit(
    page: playwright.Page, server: Server, article: int
) -> None:
    page.goto(f"{server.url}/editor?doc={article}")
    page.locator("textarea").first.wait_for()
    before = page.locator(".summary").get_attribute("data-stamp")
    edit(page, server, article, 1, f"متن {time.time()}")
    expect(page.locator(".summary")).not_to_have_attribute("data-stamp", before or "")


def test_typing_and_then_clicking_reviewed_stores_both(
    page: playwright.Page, server: Server, article: int
) -> None:
    page.goto(f"{server.url}/editor?doc={article}")
    page.locator("textarea").first.wait_for()
    row = [row for row in Store(server.database).segments(article) if row.translate][2]
    page.locator(f".st-key-text-{article}-{row.key} textarea").fill("متن بازبینی‌شده")
    page.locator(f".st-key-review-{article}-{row.key} button").click()
    page.locator(f".st-key-row-{article}-{row.key} .s-reviewed").wait_for()
    stored = Store(server.database).segment(article, row.key)
    assert (stored.target, stored.state) == ("متن بازبینی‌شده", State.REVIEWED)


def test_two_people_in_one_segment(
    page: playwright.Page, browser: playwright.Browser, server: Server, article: int
) -> None:
    context = browser.new_context()
    other = context.new_page()
    for one, name in ((page, "Amin"), (other, "Zarghuna")):
        one.goto(f"{server.url}/editor?doc={article}&by={name}")
        one.locator("textarea").first.wait_for()
        settled(one)
    key = edit(other, server, article, 3, "متن زرغونه")
    context.close()
    area = page.locator(f".st-key-text-{article}-{key} textarea")
    area.fill("متن امین")
    area.press("Control+Enter")
    page.get_by_text("Zarghuna stored another text").wait_for()
    expect(area).to_have_value("متن امین")
    assert Store(server.database).segment(article, key).target == "متن زرغونه"
    page.get_by_role("button", name="Take theirs").click()
    expect(area).to_have_value("متن زرغونه")
    expect(page.get_by_role("button", name="Take theirs")).to_have_count(0)


def test_an_edit_outlives_a_killed_server(
    page: playwright.Page, server: Server, article: int
) -> None:
    page.goto(f"{server.url}/editor?doc={article}")
    page.locator("textarea").first.wait_for()
    key = edit(page, server, article, 4, "پیش از مرگ سرور")
    server.stop(signal.SIGKILL)
    server.start()
    page.goto(f"{server.url}/editor?doc={article}")
    expect(page.locator(f".st-key-text-{article}-{key} textarea")).to_have_value("پیش از مرگ سرور")


@pytest.mark.parametrize("language", ["prs", "ps"])
def test_the_page_is_mirrored_and_the_source_is_not(
    page: playwright.Page, server: Server, article: int, language: str
) -> None:
    page.goto(f"{server.url}/editor?doc={article}&lang={language}")
    page.locator("textarea").first.wait_for()
    settled(page)
    assert direction(page, '[data-testid="stMain"]') == "rtl"
    assert direction(page, f'[class*="st-key-row-{article}"] .text') == "ltr"
    number = page.locator(f'[class*="st-key-row-{article}"] .number').first.bounding_box()
    state = page.locator(f'[class*="st-key-row-{article}"] .state').first.bounding_box()
    assert number
    assert state
    assert number["x"] > state["x"]


def test_a_target_is_right_to_left_whatever_it_begins_with(
    page: playwright.Page, server: Server, article: int
) -> None:
    page.goto(f"{server.url}/editor?doc={article}")
    page.locator("textarea").first.wait_for()
    edit(page, server, article, 5, f"TTP اعلام کرد {time.time()}.")
    area = f'[class*="st-key-target-prs-{article}"] textarea'
    assert direction(page, area) == "rtl"
    assert page.locator(area).first.evaluate("e => getComputedStyle(e).unicodeBidi") != "plaintext"


def test_nothing_from_a_file_is_executed(page: playwright.Page, server: Server) -> None:
    page.goto(server.url)
    page.locator('input[type="file"]').set_input_files(
        {
            "name": f"{SCRIPT.replace('/', '')}.md",
            "mimeType": "text/markdown",
            "buffer": f"The border reopened {SCRIPT} on Monday, the officials said.\n".encode(),
        }
    )
    before = len(Store(server.database).documents())
    page.get_by_role("button", name="Translate", exact=True).click()
    page.locator(".document").nth(before + 1).wait_for()
    assert page.title() != "owned"
    page.get_by_role("button", name="Open", exact=True).first.click()
    page.locator(".summary").wait_for()
    settled(page)
    assert page.title() != "owned"
    assert page.locator(".stHtml script, .stHtml img").count() == 0


def test_what_cannot_be_read_is_said_in_a_sentence(page: playwright.Page, server: Server) -> None:
    page.goto(server.url)
    before = len(Store(server.database).documents())
    page.locator('input[type="file"]').set_input_files(
        {
            "name": "picture.md",
            "mimeType": "text/markdown",
            "buffer": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        }
    )
    page.get_by_role("button", name="Translate", exact=True).click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("picture.md")
    assert len(Store(server.database).documents()) == before


def direction(page: playwright.Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("e => getComputedStyle(e).direction"))
