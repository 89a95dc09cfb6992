"""The app in a real browser: what a newsroom does with it, from the article to the files."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import polib
import pytest
from lxml import etree

from browsing import CHROMIUM, ROOT, Server, at, exported, opened, saved, something_new
from workbench import pipeline
from workbench.engines.echo import Echo
from workbench.model import State
from workbench.store import Store

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
expect.set_options(timeout=30_000)

SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
    pytest.mark.timeout(600),
]


def edit(page: playwright.Page, server: Server, document: int, index: int, text: str) -> str:
    """Write into a row's box and wait until it is stored; the segment's key."""
    row = [row for row in Store(server.database).segments(document) if row.translate][index]
    area = at(page, row.key)
    area.fill(text)
    area.press("Control+Enter")
    saved(page)
    assert Store(server.database).segment(document, row.key).target == text
    return row.key


def test_from_the_article_to_the_files(
    page: playwright.Page, server: Server, article: int, tmp_path: Path
) -> None:
    opened(page, server, article)
    edited = "متن ویراسته در مرورگر با TTP و ۱۵ درصد."
    key = edit(page, server, article, 0, edited)

    page.reload()
    page.locator(".editor[data-ready]").wait_for()
    expect(at(page, key)).to_have_value(edited)
    assert Store(server.database).segment(article, key).state is State.TRANSLATED

    name, data = exported(page, "Article")
    assert name == "border-trade.prs.md"
    assert edited in data.decode()
    name, data = exported(page, "PO")
    assert name == "border-trade.prs.po"
    assert edited in {entry.msgstr for entry in polib.pofile(data.decode())}
    if msgfmt := shutil.which("msgfmt"):
        said = subprocess.run([msgfmt, "-c", "-o", os.devnull, "-"], input=data, check=False)
        assert said.returncode == 0
    name, data = exported(page, "XLIFF 2.1")
    assert name == "border-trade.prs.xlf"
    (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-m", "workbench", "validate", str(tmp_path / name)]
    assert subprocess.run(command, check=False, cwd=ROOT).returncode == 0
    targets = etree.fromstring(data).iter("{*}target")
    assert edited in {"".join(target.itertext()) for target in targets}


def test_twenty_segments_by_keyboard_only(
    page: playwright.Page, server: Server, article: int
) -> None:
    opened(page, server, article)
    rows = [row for row in Store(server.database).segments(article) if row.translate][1:21]
    at(page, rows[0].key).press("End")
    for number, row in enumerate(rows, 1):
        area = page.locator(f'.row.active[data-key="{row.key}"] textarea')
        expect(area).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(f"ترجمهٔ {number}")
        page.keyboard.press("Control+Shift+Enter")
    saved(page)
    stored = [Store(server.database).segment(article, row.key) for row in rows]
    assert [one.target for one in stored] == [f"ترجمهٔ {n}" for n in range(1, 21)]
    assert {one.state for one in stored} == {State.TRANSLATED}


def test_a_match_a_term_a_half_space_and_a_mark_by_key(
    page: playwright.Page, server: Server
) -> None:
    store = Store(server.database)
    data = b"Traders in **Kabul** sold more.\n\nTraders in **Kabul** sold more flour.\n"
    document = pipeline.translate(pipeline.read(data, name="m.md"), "prs", engine=Echo())
    number = store.add(document, data)
    first, second = [row.key for row in store.segments(number)]
    remembered = "تاجران در <g1>کابل</g1> بیشتر فروختند."
    store.edit(number, first, target=remembered, state=State.TRANSLATED, author="Amin", revision=0)
    opened(page, server, number)
    area = at(page, second)
    page.locator(".card.match").first.wait_for()
    area.press("Alt+1")
    expect(area).to_have_value("تاجران در ①کابل❶ بیشتر فروختند.")
    area.press("End")
    area.press("Control+Shift+Space")
    area.press("Alt+Shift+1")
    expect(area).to_have_value("تاجران در ①کابل❶ بیشتر فروختند.\u200cکابل")
    area.fill("در کابل")
    area.press("Control+a")
    area.press("Alt+m")
    expect(area).to_have_value("①در کابل❶")
    area.press("Control+Enter")
    saved(page)
    assert store.segment(number, second).target == "<g1>در کابل</g1>"


def test_a_persian_layout_sends_other_letters_from_the_same_keys(
    page: playwright.Page, server: Server, article: int
) -> None:
    opened(page, server, article)
    row = [row for row in Store(server.database).segments(article) if row.translate][3]
    area = at(page, row.key)
    area.fill("")
    event = "{key: '÷', code: 'Space', ctrlKey: true, shiftKey: true, bubbles: true}"
    area.evaluate(f"e => e.dispatchEvent(new KeyboardEvent('keydown', {event}))")
    expect(area).to_have_value("\u200c")


def test_two_people_in_one_segment(
    page: playwright.Page, browser: playwright.Browser, server: Server, article: int
) -> None:
    row = [row for row in Store(server.database).segments(article) if row.translate][22]
    opened(page, server, article, by="Amin")
    area = at(page, row.key)
    area.fill("متن امین")
    change = {"target": "متن زرغونه", "state": State.TRANSLATED, "author": "Zarghuna"}
    Store(server.database).edit(article, row.key, revision=row.revision, **change)
    area.press("Control+Shift+Enter")
    page.locator(".clash").wait_for()
    page.get_by_text("Zarghuna stored another text").wait_for()
    mine = page.locator(f'.row[data-key="{row.key}"]')
    assert Store(server.database).segment(article, row.key).target == "متن زرغونه"
    page.get_by_role("button", name="Keep mine").click()
    saved(page)
    assert Store(server.database).segment(article, row.key).target == "متن امین"
    expect(mine.locator(".clash")).to_have_count(0)


def test_what_another_person_confirms_is_seen_here(
    page: playwright.Page, server: Server, article: int
) -> None:
    opened(page, server, article, by="Amin")
    key = page.locator(".row:not(.quiet):not(.active)").first.get_attribute("data-key") or ""
    row = Store(server.database).segment(article, key)
    change = {"target": f"متن {time.time()}", "state": State.REVIEWED, "author": "Zarghuna"}
    Store(server.database).edit(article, key, revision=row.revision, **change)
    page.locator(f'.row[data-key="{key}"][data-state="reviewed"]').wait_for(timeout=6000)


def test_an_edit_outlives_a_killed_server(
    page: playwright.Page, server: Server, article: int
) -> None:
    opened(page, server, article)
    key = edit(page, server, article, 4, "پیش از مرگ سرور")
    row = [row for row in Store(server.database).segments(article) if row.translate][6]
    area = at(page, row.key)
    server.stop(signal.SIGKILL)
    area.fill("در نبود سرور")
    area.press("Control+Enter")
    expect(page.locator(".told.trouble")).to_contain_text("not saved yet")
    server.start()
    saved(page)
    assert Store(server.database).segment(article, row.key).target == "در نبود سرور"
    opened(page, server, article)
    expect(at(page, key)).to_have_value("پیش از مرگ سرور")


def test_what_was_typed_and_not_sent_outlives_a_closed_page(
    page: playwright.Page, server: Server, article: int
) -> None:
    opened(page, server, article)
    row = [row for row in Store(server.database).segments(article) if row.translate][8]
    area = at(page, row.key)
    server.stop(signal.SIGKILL)
    area.fill("نیمهٔ یک جمله")
    server.start()
    page.goto("about:blank")
    opened(page, server, article)
    expect(at(page, row.key)).to_have_value("نیمهٔ یک جمله")


def test_find_and_replace_shows_first_and_changes_after(
    page: playwright.Page, server: Server
) -> None:
    store = Store(server.database)
    data = b"Flour came.\n\nFlour went.\n\nRice came.\n"
    document = replace(pipeline.read(data, name="r.md"), target_language="prs")
    number = store.add(document, data)
    keys = [row.key for row in store.segments(number)]
    for key, text in zip(keys, ("آرد آمد.", "آرد رفت.", "برنج آمد."), strict=True):
        store.edit(number, key, target=text, state=State.REVIEWED, author="Amin", revision=0)
    opened(page, server, number)
    page.keyboard.press("Control+h")
    page.get_by_label("Find in translations").fill("آرد")
    page.get_by_label("Replace with").fill("گندم")
    page.get_by_text("2 segments would change").wait_for()
    assert store.segment(number, keys[0]).target == "آرد آمد."
    page.get_by_role("button", name="Replace all").click()
    saved(page)
    rows = store.segments(number)
    assert [row.target for row in rows] == ["گندم آمد.", "گندم رفت.", "برنج آمد."]
    assert [row.state for row in rows] == [State.TRANSLATED, State.TRANSLATED, State.REVIEWED]


def test_what_is_safe_is_mended_by_one_press_and_can_be_undone(
    page: playwright.Page, server: Server, article: int
) -> None:
    opened(page, server, article)
    typed = "این  متن در كابل نوشته شد ."
    key = edit(page, server, article, 3, typed)
    area = at(page, key)
    faults = page.locator(".findings li")
    faults.filter(has=page.get_by_title("double-space")).get_by_role("button", name="Mend").click()
    expect(area).to_have_value("این متن در كابل نوشته شد .")
    area.press("Control+z")
    expect(area).to_have_value(typed)

    page.get_by_role("button", name="Mend what is safe").click()
    dialog = page.locator("dialog")
    expect(dialog.get_by_role("status")).to_contain_text("would change")
    assert Store(server.database).segment(article, key).target == typed
    dialog.get_by_role("button", name="Mend", exact=True).click()
    saved(page)
    assert Store(server.database).segment(article, key).target == "این متن در کابل نوشته شد."
    page.locator(".toast").get_by_role("button", name="Undo").click()
    saved(page)
    assert Store(server.database).segment(article, key).target == typed


@pytest.mark.parametrize("language", ["prs", "ps"])
def test_the_page_is_mirrored_and_the_source_is_not(
    page: playwright.Page, server: Server, article: int, language: str
) -> None:
    opened(page, server, article, lang=language)
    assert direction(page, '[data-testid="stMain"]') == "rtl"
    row = ".row:not(.quiet)"
    assert direction(page, f"{row} .text") == "ltr"
    left = "element => element.getBoundingClientRect().x"
    places = f"e => [e.querySelector('.no'), e.querySelector('.state')].map({left})"
    number, state = page.locator(row).first.evaluate(places)
    assert number > state


def test_a_target_is_right_to_left_whatever_it_begins_with(
    page: playwright.Page, server: Server, article: int
) -> None:
    opened(page, server, article)
    edit(page, server, article, 5, f"TTP اعلام کرد {time.time()}.")
    assert direction(page, ".row.active textarea") == "rtl"
    box = page.locator(".row.active textarea")
    assert box.evaluate("e => getComputedStyle(e).unicodeBidi") != "plaintext"


def test_another_name_for_this_machine_is_not_answered(server: Server) -> None:
    def asked(host: str) -> str:
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
            connection.sendall(
                f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: d29ya2JlbmNoIHRlc3RzIQ==\r\n\r\n".encode()
            )
            return connection.recv(200).decode().splitlines()[0]

    assert "403" in asked("evil.example")
    assert "101" in asked(f"127.0.0.1:{server.port}")


def test_nothing_from_a_file_is_executed(page: playwright.Page, server: Server) -> None:
    page.goto(server.url)
    something_new(page)
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
    page.locator(".document a").first.click()
    page.locator(".editor[data-ready]").wait_for()
    page.locator(".row.active textarea").fill(SCRIPT)
    page.locator(".row.active textarea").press("Control+Enter")
    saved(page)
    assert page.title() != "owned"
    assert page.locator(".stHtml script, .stHtml img, .editor script, .editor img").count() == 0


def test_what_cannot_be_read_is_said_in_a_sentence(page: playwright.Page, server: Server) -> None:
    page.goto(server.url)
    something_new(page)
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


def listed(page: playwright.Page) -> list[str]:
    """The names of the documents in the table, in its order."""
    return page.locator(".document a").all_inner_texts()


def test_the_desk_is_sorted_filtered_and_a_deletion_undone(
    page: playwright.Page, server: Server
) -> None:
    store = Store(server.database)
    numbers = {}
    for name, words in (("short.md", 3), ("long.md", 30)):
        data = " ".join(["Flour", *["came"] * words]).encode() + b".\n"
        numbers[name] = store.add(pipeline.into(pipeline.read(data, name=name), "ps"), data)
    store.plan(numbers["long.md"], due=date(2020, 1, 1), assigned="Zarghuna")
    page.goto(server.url)
    page.locator(".document").first.wait_for()
    page.get_by_label("Name, editor or assigned person").fill(".md")
    page.locator("th.words button").click()
    assert listed(page).index("long.md") < listed(page).index("short.md")
    page.locator("th.words button").click()
    assert listed(page).index("long.md") > listed(page).index("short.md")
    page.get_by_label("All documents", exact=True).select_option("overdue")
    assert listed(page) == ["long.md"]
    expect(page.locator(".document .due")).to_contain_text("Overdue")
    page.get_by_label("Choose long.md").check()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Undo", exact=True).wait_for()
    expect(page.locator(".document")).to_have_count(0)
    assert numbers["long.md"] not in {one.id for one in store.documents()}
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".document")).to_have_count(1)
    assert store.document(numbers["long.md"]).assigned == "Zarghuna"
    page.get_by_label("Choose long.md").check()
    page.get_by_role("button", name="Delete", exact=True).wait_for()
    for number in numbers.values():
        store.delete(number)


def test_a_document_deleted_under_the_editor_is_told_of_and_nothing_is_lost(
    page: playwright.Page, server: Server
) -> None:
    store = Store(server.database)
    data = b"Flour came.\n"
    number = store.add(pipeline.into(pipeline.read(data, name="gone.md"), "prs"), data)
    opened(page, server, number)
    store.delete(number)
    page.locator(".row.active textarea").fill("آرد آمد.")
    page.locator(".row.active textarea").press("Control+Enter")
    expect(page.locator(".editor")).to_contain_text("This document was deleted.")
    store.restore(number)
    opened(page, server, number)
    expect(page.locator(".row.active textarea")).to_have_value("آرد آمد.")


def direction(page: playwright.Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("e => getComputedStyle(e).direction"))
