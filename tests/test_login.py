"""A house with a log-in, in a browser: who gets in, whose name an edit has, what is refused."""

from __future__ import annotations

import csv
import io
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import ARGUMENTS, CHROMIUM, Server, opened
from oidc_provider import CLIENT, SECRET, provider
from workbench import pipeline
from workbench.access import Person, Role
from workbench.engines.echo import Echo
from workbench.model import State
from workbench.store import Store

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
    pytest.mark.timeout(600),
]
ARTICLE = b"The bridge is closed.\n\nThe market opens on Friday.\n\nThe road is long.\n"
ADMIN = Person("زرغونه", "zarghuna@example.org", Role.ADMIN)
AMIN = "amin@example.org"


class House(Server):
    """The app with a log-in of the house."""

    def __init__(self, folder: Path, metadata: str) -> None:
        self.metadata = metadata
        super().__init__(folder)

    def environment(self) -> dict[str, str]:
        return {
            "WORKBENCH_URL": self.url,
            "WORKBENCH_OIDC_METADATA": self.metadata,
            "WORKBENCH_OIDC_CLIENT": CLIENT,
            "WORKBENCH_OIDC_SECRET": SECRET,
            "WORKBENCH_ADMINS": "Zarghuna@example.org",
            "WORKBENCH_DEFAULT_ROLE": "translator",
        }


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with provider() as offered:
        metadata = f"{offered.address}/.well-known/openid-configuration"
        served = House(tmp_path_factory.mktemp("house"), metadata)
        yield served
        served.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    drawn = context.new_page()
    drawn.set_default_timeout(60_000)
    broken: list[str] = []
    drawn.on("console", lambda said: broken.append(said.text) if "Policy" in said.text else None)
    yield drawn
    context.close()
    assert not broken, "the pages ask for what their own policy forbids"


@pytest.fixture
def desk(house: House) -> Iterator[Store]:
    store = Store(house.database)
    yield store
    store.close()


@pytest.fixture
def article(desk: Store) -> int:
    document = pipeline.translate(pipeline.read(ARTICLE, name="a.md"), "prs", engine=Echo())
    return desk.add(document, ARTICLE)


def signed_in(page: playwright.Page, house: House, name: str) -> None:
    page.goto(house.url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(f"{house.url}/**")


def call(house: House, article: int, token: str, edit: dict[str, Any]) -> tuple[int, Any]:
    request = urllib.request.Request(
        f"{house.url}/api/documents/{article}/save",
        json.dumps({"edits": [edit]}).encode(),
        {"X-Workbench-Token": token},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_nobody_sees_the_desk_without_signing_in(
    page: playwright.Page, house: House, article: int
) -> None:
    page.goto(f"{house.url}/editor?doc={article}&by=Zarghuna")
    page.get_by_role("button", name="Sign in").wait_for()
    expect(page.locator(".editor")).to_have_count(0)
    expect(page.get_by_text("a.md")).to_have_count(0)
    edit = {"name": "e", "key": "k", "target": "x", "state": "final", "revision": 0}
    assert call(house, article, "", edit)[0] == 401
    upload = urllib.request.Request(
        f"{house.url}/_stcore/upload_file/none/none", b"x", method="PUT"
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(upload, timeout=30)
    assert refused.value.code == 401


def test_an_edit_has_the_name_of_who_signed_in_and_a_wrong_role_is_refused(
    page: playwright.Page, house: House, article: int, desk: Store
) -> None:
    tokens: list[str] = []
    page.on("request", lambda sent: tokens.append(sent.headers.get("x-workbench-token", "")))
    signed_in(page, house, "amin")
    opened(page, house, article, by="Zarghuna")
    row = desk.segments(article)[0]
    page.keyboard.press("Control+a")
    page.locator("textarea").first.fill("پل بسته است.")
    page.keyboard.press("Control+Enter")
    page.locator(".editor[data-pending='0']").wait_for()
    until = time.monotonic() + 20
    while not desk.history(article, row.key) and time.monotonic() < until:
        time.sleep(0.1)
    (made,) = desk.history(article, row.key)
    assert (made.author, made.new_state) == ("Amin", State.TRANSLATED)
    acts = page.locator(".row.active .acts")
    expect(acts.get_by_role("button", name="Confirm")).to_be_visible()
    expect(acts.get_by_role("button", name="Reviewed")).to_have_count(0)
    expect(acts.get_by_role("button", name="Send back")).to_have_count(0)

    token = next(one for one in reversed(tokens) if one)
    edit = {"name": "f", "key": row.key, "target": "x", "state": "reviewed", "revision": 1}
    status, got = call(house, article, token, edit)
    assert status == 403
    assert got["error"].startswith("A translator may not make a translated segment reviewed.")
    assert desk.segment(article, row.key).state is State.TRANSLATED


def test_a_refusal_is_shown_and_the_text_is_kept_over_a_reload(
    page: playwright.Page, house: House, article: int, desk: Store
) -> None:
    signed_in(page, house, "amin")
    opened(page, house, article)
    row = desk.segments(article)[0]
    final = {"target": "پل بسته است.", "state": State.FINAL, "author": ADMIN.name}
    page.locator("textarea").first.fill("پُل بند است.")
    desk.give(AMIN, None, by=ADMIN)
    page.keyboard.press("Control+Enter")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("You have no role at this desk")
    expect(page.locator(".editor")).to_have_attribute("data-pending", "0")
    assert desk.history(article, row.key) == []

    page.reload()
    page.get_by_text("nobody has given you a role yet").wait_for()
    expect(page.get_by_text("zarghuna@example.org")).to_be_visible()
    desk.give(AMIN, Role.TRANSLATOR, by=ADMIN)
    opened(page, house, article, seg=row.key)
    expect(page.locator("textarea").first).to_have_value("پُل بند است.")
    expect(page.locator(".refusal")).to_contain_text("You have no role")
    page.locator("textarea").first.press("Control+Enter")
    page.locator(".editor[data-pending='0']").wait_for()
    expect(page.locator(f".row[data-key='{row.key}']")).to_have_attribute("data-revision", "1")
    (made,) = desk.history(article, row.key)
    assert (made.author, made.new_target) == ("Amin", "پُل بند است.")

    desk.edit(article, row.key, revision=1, **final)
    page.locator(f".row[data-key='{row.key}'][data-state='final']").click()
    expect(page.locator("textarea").first).not_to_be_editable()
    expect(page.locator(".row.active")).to_contain_text("Ask a colleague")


def test_a_reviewer_sends_a_segment_back_and_says_why(
    page: playwright.Page, house: House, article: int, desk: Store
) -> None:
    desk.met(AMIN, "Amin", role=Role.TRANSLATOR)
    desk.give(AMIN, Role.REVIEWER, by=ADMIN)
    signed_in(page, house, "amin")
    row = desk.segments(article)[1]
    opened(page, house, article, seg=row.key)
    page.locator(".row.active .acts").get_by_role("button", name="Send back").click()
    page.get_by_role("textbox", name="Why is it sent back?").fill("بازار روز جمعه باز نیست.")
    page.keyboard.press("Enter")
    sent_back = page.locator(f".row[data-key='{row.key}']")
    expect(sent_back).to_have_attribute("data-state", "rejected")
    expect(sent_back).to_have_attribute("data-revision", "1")
    (said,) = desk.comments(article)
    assert (said.author, said.text) == ("Amin", "بازار روز جمعه باز نیست.")
    desk.give(AMIN, Role.TRANSLATOR, by=ADMIN)


def test_an_admin_gives_roles_and_reads_the_log(
    page: playwright.Page, house: House, article: int, desk: Store
) -> None:
    desk.met(AMIN, "Amin", role=Role.TRANSLATOR)
    signed_in(page, house, "zarghuna")
    page.get_by_role("link", name="People").click()
    line = page.locator(".st-key-known-amin-example-org")
    line.get_by_role("combobox").click()
    page.get_by_role("option", name="editor").click()
    page.locator("table.log").get_by_text("translator -> editor").wait_for()
    found = desk.person(AMIN)
    assert found is not None
    assert found.role is Role.EDITOR
    page.locator("[data-test-script-state='notRunning']").wait_for()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Log as CSV").click()
    lines = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text("utf-8-sig"))))
    last = {name: lines[-1][name] for name in ("mail", "action", "subject", "detail")}
    assert last == {
        "mail": "zarghuna@example.org",
        "action": "role",
        "subject": AMIN,
        "detail": "translator -> editor",
    }
    desk.give(AMIN, Role.TRANSLATOR, by=ADMIN)


def test_who_is_no_admin_does_not_see_the_people(page: playwright.Page, house: House) -> None:
    signed_in(page, house, "amin")
    page.get_by_text("On the desk").wait_for()
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    page.goto(f"{house.url}/people")
    page.get_by_text("Only an admin sees this page").wait_for()
    expect(page.locator("table.log")).to_have_count(0)


def test_an_address_that_nobody_vouches_for_opens_nothing(
    page: playwright.Page, house: House
) -> None:
    signed_in(page, house, "stranger")
    page.get_by_text("did not vouch for a mail address").wait_for()
    expect(page.get_by_text("On the desk")).to_have_count(0)


def test_a_page_is_told_to_sign_in_again_after_its_person_left(
    page: playwright.Page, house: House, article: int, desk: Store
) -> None:
    signed_in(page, house, "amin")
    opened(page, house, article)
    other = page.context.new_page()
    other.goto(house.url)
    other.locator(".st-key-person button").click()
    other.get_by_role("button", name="Sign out").click()
    other.get_by_role("button", name="Sign in").wait_for()
    page.locator("textarea").first.fill("نوشته")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".told.trouble")).to_have_attribute(
        "title", "This page is no longer known. Load it again; what you typed is kept."
    )
    assert desk.history(article, desk.segments(article)[0].key) == []
    signed_in(other, house, "amin")
    other.get_by_text("On the desk").wait_for()
    page.reload()
    page.locator(".editor[data-ready]").wait_for()
    page.locator(".editor[data-pending='0']").wait_for()
    (made,) = desk.history(article, desk.segments(article)[0].key)
    assert (made.author, made.new_target) == ("Amin", "نوشته")


def test_every_answer_says_what_the_browser_may_do(house: House) -> None:
    for path in ("/", "/api/fonts/vazirmatn.woff2", "/api/documents/1/segments", "/nothing.js"):
        try:
            with urllib.request.urlopen(house.url + path, timeout=30) as answer:
                headers = answer.headers
        except urllib.error.HTTPError as error:
            headers = error.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        scripts = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
        assert "unsafe" not in scripts


def test_half_a_log_in_is_refused_in_one_sentence(tmp_path: Path) -> None:
    os.environ.pop("WORKBENCH_URL", None)
    with pytest.raises(AssertionError, match="WORKBENCH_OIDC_SECRET, WORKBENCH_URL is missing"):
        Half(tmp_path)


class Half(Server):
    """The app with half of a log-in."""

    def environment(self) -> dict[str, str]:
        return {"WORKBENCH_OIDC_METADATA": "http://x/", "WORKBENCH_OIDC_CLIENT": "x"}
