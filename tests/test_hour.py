"""A translator's hour in a real browser, as one story."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import polib
import pytest
from lxml import etree

from browsing import CHROMIUM, Server, exported, opened, saved
from workbench import pipeline, validation
from workbench.engines.echo import Echo
from workbench.model import State
from workbench.store import Store

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
expect.set_options(timeout=30_000)

SEGMENTS = 20
MATCH, TERM, HALF_SPACE, CONFLICT, OUTAGE, BACK = 3, 5, 7, 10, 13, 16
"""At which of the segments what happens."""

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
    pytest.mark.timeout(600),
]


def test_an_hour_of_a_translator(
    page: playwright.Page, server: Server, article: int, tmp_path: Path
) -> None:
    store = Store(server.database)
    rows = [row for row in store.segments(article) if row.translate][: SEGMENTS + 1]
    last_week(store, rows[MATCH].source)
    opened(page, server, article, by="Amin")
    page.locator(".row.active").wait_for()
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Control+ArrowUp")

    expected: dict[str, str] = {}
    for number, row in enumerate(rows[:SEGMENTS]):
        box = page.locator(f'.row.active[data-key="{row.key}"] textarea')
        expect(box).to_be_focused()
        expected[row.key] = written(page, box, row.key, number)
        if number == CONFLICT:
            change = {"target": "متن زرغونه", "state": State.TRANSLATED, "author": "Zarghuna"}
            store.edit(article, row.key, revision=row.revision, **change)
        if number == OUTAGE:
            server.stop(signal.SIGKILL)
        page.keyboard.press("Control+Enter")
        if number == CONFLICT:
            settle(page, row.key, store.segment(article, row.key).target)
        if number == BACK:
            expect(page.locator(".told.trouble")).to_contain_text("not saved yet")
            server.start()
    saved(page)
    expect(page.locator(".told")).to_have_text("all saved")

    stored = {row.key: row for row in Store(server.database).segments(article)}
    assert {key: stored[key].target for key in expected} == expected
    assert {stored[key].state for key in expected} == {State.TRANSLATED}
    by = [store.history(article, key)[-1].author for key in expected]
    assert by == ["Amin"] * SEGMENTS
    expect(page.locator(f'.row.active[data-key="{rows[SEGMENTS].key}"] textarea')).to_be_focused()
    opened(page, server, article, by="Amin")
    in_the_files(page, list(expected.values()), tmp_path)


def written(page: playwright.Page, box: playwright.Locator, key: str, number: int) -> str:
    """What a person writes into this box, by keys alone."""
    if number == MATCH:
        page.locator(f'.side[data-key="{key}"] .card.match').first.wait_for()
        page.keyboard.press("Alt+1")
        expect(box).to_have_value("ترجمهٔ هفتهٔ گذشته")
        return "ترجمهٔ هفتهٔ گذشته"
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(f"ترجمهٔ {number}")
    if number == TERM:
        form = page.locator(f'.side[data-key="{key}"] .term-card b').first.inner_text()
        page.keyboard.insert_text(" ")
        page.keyboard.press("Alt+Shift+1")
        expect(box).to_have_value(f"ترجمهٔ {number} {form}")
    if number == HALF_SPACE:
        page.keyboard.press("Control+Shift+Space")
        page.keyboard.insert_text("ها")
        expect(box).to_have_value(f"ترجمهٔ {number}\u200cها")
    return str(box.input_value())


def settle(page: playwright.Page, key: str, theirs: str) -> None:
    """Go back to the segment that somebody else changed, and keep one's own text, by keys alone."""
    clash = page.locator(f'.row[data-key="{key}"] .clash')
    clash.wait_for()
    assert theirs == "متن زرغونه", "nobody overwrites what they have not seen"
    here = page.locator(f'.row.active[data-key="{key}"]')
    while not here.count():  # their change may have come before the key was pressed, or after
        page.keyboard.press("Control+ArrowUp")
        page.wait_for_timeout(200)
    mine = clash.get_by_role("button", name="Keep mine")
    for _press in range(20):
        page.keyboard.press("Tab")
        if mine.evaluate("button => button.getRootNode().activeElement === button"):
            break
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.press("Control+ArrowDown")


def last_week(store: Store, source: str) -> None:
    """An article in which one of the sentences was translated before."""
    data = f"{source}\n".encode()
    document = pipeline.translate(pipeline.read(data, name="week.md"), "prs", engine=Echo())
    number = store.add(document, data)
    (row,) = store.segments(number)
    change = {"target": "ترجمهٔ هفتهٔ گذشته", "state": State.TRANSLATED, "author": "Zarghuna"}
    store.edit(number, row.key, revision=0, **change)


def in_the_files(page: playwright.Page, texts: list[str], folder: Path) -> None:
    """The catalogue and the bilingual file hold what was written, and are well made."""
    name, data = exported(page, "PO")
    (folder / name).write_bytes(data)
    if msgfmt := shutil.which("msgfmt"):
        command = [msgfmt, "-c", "-o", os.devnull, str(folder / name)]
        assert subprocess.run(command, check=False).returncode == 0
    assert set(texts) <= {entry.msgstr for entry in polib.pofile(str(folder / name))}
    name, data = exported(page, "XLIFF 2.1")
    assert validation.faults(data, name=name) == []
    targets = {"".join(one.itertext()) for one in etree.fromstring(data).iter("{*}target")}
    assert set(texts) <= targets
