"""The editor in a real browser, piece by piece: keys, orders, locks, what people say."""

from __future__ import annotations

import json

import pytest

from browsing import CHROMIUM, Server, at, opened, saved
from workbench import pipeline
from workbench.engines.echo import Echo
from workbench.model import State
from workbench.store import Store

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
expect.set_options(timeout=30_000)

ALT, CTRL, SHIFT = 1, 2, 8
ARTICLE = b"""Traders in **Kabul** sold flour.

Rice came to Herat on Monday with a long line of lorries.

Rice came to Herat on Monday with a long line of lorries.

The gate opened.
"""

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
    pytest.mark.timeout(600),
]


class Desk:
    """A document of four segments, open in a page."""

    def __init__(self, page: playwright.Page, server: Server, **query: str) -> None:
        self.page, self.server = page, server
        self.store = Store(server.database)
        document = pipeline.translate(pipeline.read(ARTICLE, name="f.md"), "prs", engine=Echo())
        self.number = self.store.add(document, ARTICLE)
        self.keys = [row.key for row in self.store.segments(self.number)]
        self.open(**query)

    def open(self, **query: str) -> None:
        opened(self.page, self.server, self.number, **query)

    def target(self, index: int) -> str:
        return self.store.segment(self.number, self.keys[index]).target

    def state(self, index: int) -> State:
        return self.store.segment(self.number, self.keys[index]).state

    def row(self, index: int) -> playwright.Locator:
        return self.page.locator(f'.row[data-key="{self.keys[index]}"]')

    def box(self, index: int) -> playwright.Locator:
        return at(self.page, self.keys[index])

    def shown(self) -> list[int]:
        """The places in the document of what the list shows, in its order."""
        by_top = """rows => rows.map(row => [row.getBoundingClientRect().y, row.dataset.key])
            .sort((one, other) => one[0] - other[0]).map(([, key]) => key)"""
        return [self.keys.index(key) for key in self.page.locator(".row").evaluate_all(by_top)]


@pytest.fixture
def desk(page: playwright.Page, server: Server) -> Desk:
    return Desk(page, server, by="Amin")


def press(page: playwright.Page, code: str, key: str, modifiers: int) -> None:
    """A key as a Persian keyboard sends it: its place, and the letter that stands there."""
    tools = page.context.new_cdp_session(page)
    virtual = {"Insert": 45, "Space": 32, "Enter": 13, "F1": 112}.get(code)
    if virtual is None:
        virtual = ord(code[-1]) if code.startswith(("Key", "Digit")) else 191
    sent = {"code": code, "key": key, "modifiers": modifiers, "windowsVirtualKeyCode": virtual}
    tools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **sent})
    tools.send("Input.dispatchKeyEvent", {"type": "keyUp", **sent})
    tools.detach()


def test_keys_of_the_editor_itself_work_on_a_persian_keyboard(desk: Desk) -> None:
    page = desk.page
    desk.box(0)
    press(page, "KeyF", "ب", CTRL)
    expect(page.locator(".find")).to_be_focused()
    desk.page.locator(".row.active textarea").click()
    press(page, "KeyC", "ز", ALT)
    expect(page.locator(".remark")).to_be_focused()
    page.keyboard.press("Escape")
    for code, key, title in (("KeyG", "ل", "Go to segment"), ("KeyH", "ا", "Find and replace")):
        press(page, code, key, CTRL)
        expect(page.locator("dialog h2")).to_contain_text(title)
        page.keyboard.press("Escape")
    press(page, "KeyI", "÷", ALT)
    expect(page.get_by_role("button", name="¶")).to_have_attribute("aria-pressed", "true")
    press(page, "KeyD", "ی", ALT)
    expect(page.get_by_role("button", name="Δ")).to_have_attribute("aria-pressed", "true")
    press(page, "KeyB", "ذ", ALT)
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "F1", "F1", 0)
    expect(page.locator("dialog h2")).to_have_text("Keys")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    press(page, "Slash", "؟", SHIFT)
    expect(page.locator("dialog .key")).not_to_have_count(0)


def test_keys_that_write_work_on_a_persian_keyboard(desk: Desk) -> None:
    page = desk.page
    box = desk.box(0)
    page.locator(f'.side[data-key="{desk.keys[0]}"] .term-card').wait_for()
    press(page, "Insert", "Insert", CTRL)
    expect(box).to_have_value("Traders in ①Kabul❶ sold flour.")
    box.fill("")
    press(page, "Digit1", "!", ALT | SHIFT)
    expect(box).to_have_value("کابل")
    press(page, "Space", "\u200c", CTRL | SHIFT)
    expect(box).to_have_value("کابل\u200c")
    press(page, "KeyM", "پ", ALT)
    expect(box).to_have_value("کابل\u200c①")
    press(page, "KeyL", "م", ALT)
    page.locator(".letters").get_by_role("button", name="ۀ").click()
    page.locator(".letters").get_by_role("button", name="ژ").click()
    expect(box).to_have_value("کابل\u200c①ۀژ")
    expect(box).to_be_focused()
    press(page, "KeyL", "م", ALT)
    expect(page.locator(".letters")).to_be_hidden()


def test_keys_that_decide_work_on_a_persian_keyboard(desk: Desk) -> None:
    page = desk.page
    desk.box(1).fill("برنج به هرات آمد.")
    press(page, "Enter", "Enter", CTRL)
    expect(desk.row(2).locator("textarea")).to_be_focused()
    page.locator(f'.side[data-key="{desk.keys[2]}"] .card.match').wait_for()
    press(page, "Digit1", "۱", ALT)
    expect(desk.row(2).locator("textarea")).to_have_value("برنج به هرات آمد.")
    desk.box(1)
    press(page, "Enter", "Enter", CTRL | SHIFT)
    press(page, "KeyP", "ح", ALT)  # fills in the repeat that was offered
    saved(page)
    assert desk.target(2) == "برنج به هرات آمد."
    desk.box(3)
    press(page, "Enter", "Enter", CTRL | ALT)
    saved(page)
    assert desk.state(3) is State.REVIEWED
    desk.box(3)
    press(page, "KeyU", "ع", CTRL | SHIFT)
    saved(page)
    assert desk.state(3) is State.DRAFT
    press(page, "KeyS", "س", ALT)
    expect(desk.row(3)).to_have_attribute("aria-selected", "true")


def test_repeats_are_filled_when_asked_and_taken_back(desk: Desk) -> None:
    page = desk.page
    before = desk.target(2)
    desk.box(1).fill("برنج به هرات آمد.")
    page.keyboard.press("Control+Enter")
    saved(page)
    assert desk.target(2) == before, "nothing is filled in unasked"
    page.get_by_role("button", name="Fill them in").click()
    saved(page)
    assert (desk.target(2), desk.state(2)) == ("برنج به هرات آمد.", State.TRANSLATED)
    page.keyboard.press("Alt+KeyZ")
    saved(page)
    assert (desk.target(2), desk.state(2)) == (before, State.DRAFT)


def test_the_list_is_sorted_and_filtered(desk: Desk) -> None:
    page = desk.page
    desk.box(1).fill("برنج به هرات رسید.")
    page.keyboard.press("Control+Shift+Enter")
    saved(page)
    order = page.get_by_label("Order", exact=True)
    expect(desk.row(1)).to_have_attribute("data-state", "translated")
    for name, wanted in {
        "shortest": [3, 0, 1, 2],
        "longest": [1, 2, 0, 3],
        "state": [0, 2, 3, 1],
        "changed": [1, 0, 2, 3],
        "document": [0, 1, 2, 3],
    }.items():
        order.select_option(name)
        assert desk.shown() == wanted, name
    page.get_by_label("Origin", exact=True).select_option("person")
    expect(page.locator(".count")).to_contain_text("1 shown")
    page.get_by_label("Origin", exact=True).select_option("machine")
    expect(page.locator(".count")).to_contain_text("3 shown")
    page.get_by_label("State", exact=True).select_option("translated")
    expect(page.locator(".count")).to_contain_text("0 shown")
    page.keyboard.press("Control+g")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(desk.row(3).locator("textarea")).to_be_focused()
    expect(page.locator(".count")).to_contain_text("4 shown")


def test_many_are_confirmed_at_once_and_taken_back(desk: Desk) -> None:
    page = desk.page
    desk.row(0).locator(".no").click()
    desk.row(2).locator(".no").click(modifiers=["Shift"])
    page.keyboard.press("Alt+KeyB")
    page.get_by_role("menuitem", name="Confirm").press("Enter")
    page.get_by_text("3 drafts would be confirmed").wait_for()
    page.keyboard.press("Enter")
    saved(page)
    assert [desk.state(n) for n in range(4)] == [State.TRANSLATED] * 3 + [State.DRAFT]
    assert desk.store.segment(desk.number, desk.keys[0]).origin.startswith("echo")
    page.keyboard.press("Alt+KeyZ")
    saved(page)
    assert [desk.state(n) for n in range(4)] == [State.DRAFT] * 4


def test_drafts_are_made_anew_and_what_is_confirmed_stays(desk: Desk) -> None:
    page = desk.page
    machine = desk.target(0)
    desk.box(0).fill("پیش‌نویس من")
    desk.box(3).fill("دروازه باز شد.")
    page.keyboard.press("Control+Enter")
    saved(page)
    page.get_by_role("button", name="With 4 shown").click()
    page.get_by_role("menuitem", name="Translate again").click()
    page.get_by_text("3 drafts would be made anew").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Drafts made anew: 1.").wait_for()
    assert (desk.target(0), desk.target(3)) == (machine, "دروازه باز شد.")
    history = desk.store.history(desk.number, desk.keys[0])
    assert history[-1].old_target == "پیش‌نویس من"
    page.keyboard.press("Alt+KeyZ")
    expect(desk.box(0)).to_have_value("پیش‌نویس من")
    assert desk.target(0) == "پیش‌نویس من"


def test_a_locked_segment_cannot_be_written_in_until_it_is_unlocked(desk: Desk) -> None:
    page = desk.page
    before = desk.target(0)
    desk.box(0)
    page.keyboard.press("Alt+KeyK")
    expect(desk.row(0).locator(".lock")).to_be_visible()
    expect(desk.row(0).locator("textarea")).to_have_attribute("readonly", "")
    page.keyboard.press("Control+Insert")
    page.keyboard.press("Control+Enter")
    page.get_by_text("This segment is locked").wait_for()
    assert desk.state(0) is State.DRAFT
    page.get_by_label("Remarks", exact=True).select_option("locked")
    expect(page.locator(".count")).to_contain_text("1 shown")
    page.get_by_label("Remarks", exact=True).select_option("")
    desk.open(by="Zarghuna")
    expect(desk.row(0).locator(".lock")).to_be_visible()
    desk.box(0)
    page.get_by_role("button", name="Unlock").click()
    expect(desk.row(0).locator(".lock")).to_have_count(0)
    desk.box(0).fill("اکنون باز است")
    page.keyboard.press("Control+Enter")
    saved(page)
    assert desk.target(0) == "اکنون باز است" != before


def test_a_lock_set_while_somebody_writes_keeps_their_text_in_the_box(desk: Desk) -> None:
    page, before = desk.page, desk.target(0)
    box = desk.box(0)
    desk.store.lock(desk.number, desk.keys[:1], locked=True, author="Zarghuna", name="z")
    box.fill("نوشتهٔ من")
    page.keyboard.press("Control+Enter")
    saved(page)
    expect(desk.box(0)).to_have_value("نوشتهٔ من")
    expect(desk.row(0)).to_contain_text("Unlock it first")
    assert desk.target(0) == before


def test_a_name_in_a_comment_is_completed_and_its_bearer_sees_it(desk: Desk) -> None:
    page, store = desk.page, desk.store
    change = {"target": "گشوده شد", "state": State.DRAFT, "author": "زرغونه"}
    store.edit(desk.number, desk.keys[3], revision=0, name="by-zarghuna", **change)
    desk.box(0)
    page.keyboard.press("Alt+KeyC")
    page.keyboard.insert_text("نام درست است؟ @زر")
    expect(page.locator(".names li")).to_have_text(["زرغونه"])
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".comment .named")).to_have_text("@زرغونه")
    assert store.comments(desk.number)[0].text == "نام درست است؟ @زرغونه "
    page.goto(f"{desk.server.url}/?by=زرغونه")
    page.get_by_role("button", name="1 comment for you").click()
    page.locator(".editor[data-ready]").wait_for()
    expect(page.locator(".count")).to_contain_text("1 shown")
    expect(desk.row(0).locator(".talk.mine")).to_be_visible()
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator(".count")).to_contain_text("0 shown")
    assert store.comments_for("زرغونه") == []


def test_a_person_chooses_their_own_keys_and_has_them_everywhere(
    desk: Desk, browser: playwright.Browser
) -> None:
    page = desk.page
    desk.box(0)
    page.keyboard.press("F1")
    line = page.locator(".key", has_text="Go to")
    line.get_by_role("button").click()
    page.keyboard.press("Control+KeyF")
    page.get_by_text("That key is taken: Find in source or target").wait_for()
    line.get_by_role("button").click()
    page.keyboard.press("KeyJ")
    page.get_by_text("That key writes a letter").wait_for()
    with page.expect_response(lambda answer: answer.url.endswith("/choices")):
        line.get_by_role("button").click()
        page.keyboard.press("Alt+KeyJ")
    assert json.loads(desk.store.choices("Amin"))["keys"] == {"goTo": "Alt+KeyJ"}
    context = browser.new_context()
    other = context.new_page()
    opened(other, desk.server, desk.number, by="Amin")
    other.keyboard.press("Alt+KeyJ")
    expect(other.locator("dialog h2")).to_contain_text("Go to segment")
    context.close()


def test_what_is_seen_on_demand(desk: Desk) -> None:
    """Changes to the machine's draft, invisible characters, Latin runs apart, and the history."""
    page = desk.page
    desk.open(by="Nazo")
    desk.box(3).fill("دروازه‌ها +93-700-123 باز شد")
    expect(page.locator(".look bdi")).to_have_text("+93-700-123")
    page.keyboard.press("Alt+KeyI")
    expect(page.locator(".look .invisible")).to_have_text("⁚")
    page.keyboard.press("Alt+KeyI")
    page.keyboard.press("Control+Enter")
    saved(page)
    desk.box(3)
    page.keyboard.press("Alt+KeyD")
    expect(page.locator(".look ins").first).to_be_visible()
    newest = page.locator(".card.revision").first
    expect(newest).to_contain_text("Nazo")
    expect(page.locator(".card.revision ins").first).to_be_visible()
    assert page.locator(".card.revision del").count()


def test_a_finding_may_stand_where_somebody_says_why(desk: Desk) -> None:
    box = desk.box(0)
    box.fill("تاجران آرد فروختند؟")
    finding = desk.page.locator(".findings li", has_text="؟")
    finding.get_by_role("button", name="Let it stand").click()
    dialog = desk.page.locator("dialog")
    dialog.get_by_role("button", name="Let it stand").click()
    expect(dialog).to_be_visible()  # without a reason nothing goes on
    dialog.get_by_label("Why may it stand?").fill("<b>asked</b> in the headline")
    dialog.get_by_role("button", name="Let it stand").click()
    expect(finding).to_have_count(0)
    card = desk.page.locator(".comment")
    expect(card).to_contain_text("<b>asked</b> in the headline")
    (kept,) = desk.store.comments(desk.number)
    assert kept.text == "workbench: ignore end-punctuation -- <b>asked</b> in the headline"
    card.get_by_role("button", name="Resolve").click()
    expect(finding).to_have_count(1)
