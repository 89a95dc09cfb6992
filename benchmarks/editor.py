"""The editor in a browser: how soon it is open, the caret in the next box, the edit on disk.

    python benchmarks/editor.py [--segments 100 1000 10000] [--confirms 60] [--editors 20]

Articles of so many segments lie on a desk of their own, with drafts by the echo engine. In real
Chromium on the same machine: from the address to a document that can be written in; from
Ctrl+Enter to the caret in the next box and one frame drawn with it, timed in the page; from
Ctrl+Enter until the page says that nothing waits any more; frames while scrolling; memory. The desk
is told beside a page that holds one line: what any page takes here, and what is ours. Then
so many editors at once on the save route, each with the next edit as soon as the last is answered,
and a look into the database whether all is there. Goals stand in the head of each column; what
misses one is marked with an asterisk. The machine's own speed, a bare commit and bare round trips
from here and from the page, is told beside them: on a busy machine no figure says anything alone.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from served import Caller, Server, at, baseline, judged, load, on_the_desk
from together import together

from workbench.store import Store

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
OPEN, CARET, SAVED, FRAME, DESK = 3000, 30, 60, 1000 / 60, 1000
"""Goals, in milliseconds."""

WATCH = """editor => {
  window.measured = [];
  let one = null;
  window.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || event.code !== "Enter") return;
    one = { at: event.timeStamp, from: editor.querySelector("textarea") };
  }, true);
  editor.addEventListener("focusin", (event) => {
    const box = event.composedPath()[0], timed = one;
    if (!timed || timed.caret || box.tagName !== "TEXTAREA" || box === timed.from) return;
    timed.caret = performance.now() - timed.at;
    // The frame that shows the caret has been made when a task after it runs.
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => { timed.frame = performance.now() - timed.at; };
    requestAnimationFrame(() => drawn.port2.postMessage(0));
  });
  new MutationObserver(() => {
    if (!one || one.saved || !one.caret || editor.dataset.pending !== "0") return;
    one.saved = performance.now() - one.at;
    window.measured.push(one);
  }).observe(editor, { attributes: true, attributeFilter: ["data-pending"] });
}"""
BARE = """async () => {
  const taken = [];
  for (let i = 0; i < 60; i++) {
    await new Promise((done) => setTimeout(done, 120));
    const began = performance.now();
    await (await fetch("/_stcore/health")).text();
    taken.push(performance.now() - began);
  }
  return taken;
}"""
BARE_PAGE = """import streamlit as st
if __name__ == "__main__":
    st.html('<div class="document">one line</div>')
else:
    app = st.App(__file__)
"""
SCROLL = """async (scroller, step) => {
  scroller.scrollTop = 0;
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  for (let i = 0; i < 120; i++) {
    scroller.scrollTop += step;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  return frames;
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One document in the page; times in milliseconds."""

    segments: int
    opened: float
    caret: list[float]
    frame: list[float]
    saved: list[float]
    frames: dict[int, list[float]]
    work: float
    """Processor time of the page's thread for one segment typed in and confirmed."""
    heap: float
    nodes: int


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--segments", type=int, nargs="+", default=[100, 1000, 10_000])
    arguments.add_argument("--confirms", type=int, default=60)
    arguments.add_argument("--editors", type=int, default=20)
    given = arguments.parse_args()
    if not CHROMIUM.exists():
        print(f"There is no Chromium at {CHROMIUM}: nothing measured. CHROMIUM names another.")
        return
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "desk.sqlite")
        numbers = {count: on_the_desk(store, count) for count in given.segments}
        server = Server(Path(folder) / "desk.sqlite")
        server.start()
        try:
            print(baseline(server, Path(folder)), flush=True)
            in_the_page(server, numbers, given.confirms)
            together(server, store, given.editors)
            print(baseline(server, Path(folder)))
        finally:
            server.stop()


def in_the_page(server: Server, numbers: dict[int, int], confirms: int) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.set_default_timeout(300_000)
        bare = floor(driver, server)
        desk(page, server, "in a new browser", bare[0])
        began = time.perf_counter()
        page.locator(".document:has(.count)").nth(len(numbers) - 1).wait_for()
        print(f"all checked behind it after {time.perf_counter() - began:.1f} s; {load()}")
        print(HEAD)
        for count, number in numbers.items():
            print(line(document(page, server, count, number, confirms)), flush=True)
        bare = page.evaluate(BARE)
        print(
            f"baseline in the page: a fetch that stores nothing p50/p95 {both(bare)} ms; {load()}"
        )
        desk(page, server, "after these edits", bare[1])
        desk(page, server, "again", bare[1])
        browser.close()


def floor(driver: Any, server: Server) -> tuple[float, float]:
    """Milliseconds of a page that holds one line and nothing of ours: in a new browser, and after.

    Less than this no page of Streamlit's takes here, whatever is on it.
    """
    script = server.database.with_name("bare.py")
    script.write_text(BARE_PAGE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "bare:app", "--port", str(port)]
    with server.log.open("ab") as log:
        process = subprocess.Popen(command, cwd=script.parent, stdout=log, stderr=log)
    try:
        while not answers(port):
            time.sleep(0.05)
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(300_000)
        taken = [loaded(page, f"http://127.0.0.1:{port}") for _ in range(4)]
        browser.close()
    finally:
        process.terminate()
        process.wait(30)
    after = sorted(taken[1:])[1]
    print(f"a bare page: {taken[0]:.0f} ms in a new browser, {after:.0f} ms after; {load()}")
    return taken[0], after


def answers(port: int) -> bool:
    try:
        Caller(port).get("/_stcore/health")
    except OSError:
        return False
    return True


def loaded(page: Any, url: str) -> float:
    """Milliseconds until a page stands and its script has ended."""
    began = time.perf_counter()
    page.goto(url)
    page.locator(".document").last.wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    return 1000 * (time.perf_counter() - began)


def desk(page: Any, server: Server, when: str, bare: float) -> None:
    taken = loaded(page, server.url)
    ours = f"of these a bare page {bare:.0f}, ours {taken - bare:+.0f}"
    print(f"desk {when}: {judged(taken, DESK)} ms (goal {DESK}); {ours}; {load()}", flush=True)


def document(page: Any, server: Server, count: int, number: int, confirms: int) -> Measured:
    began = time.perf_counter()
    page.goto(f"{server.url}/editor?doc={number}")
    editor = page.locator(".editor[data-ready]")
    editor.wait_for()
    opened = 1000 * (time.perf_counter() - began)
    page.wait_for_timeout(1500)  # the findings come after the segments
    editor.evaluate(WATCH)
    page.locator(".row.active textarea").click()
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = figures(tools)["TaskDuration"]
    times = min(confirms, count - 5)
    for _ in range(times):
        page.keyboard.press("Control+End")
        page.keyboard.type(" متن", delay=5)
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(120)
        page.locator('.editor[data-pending="0"]').wait_for()
    measured = page.evaluate("window.measured")
    work = 1000 * (figures(tools)["TaskDuration"] - before) / times
    scroller = page.locator(".scroller")
    frames = {step: scroller.evaluate(SCROLL, step) for step in (40, 900)}
    tools.send("HeapProfiler.collectGarbage")
    held = figures(tools)
    tools.detach()
    return Measured(
        count,
        opened,
        [one["caret"] for one in measured],
        [one["frame"] for one in measured if "frame" in one],
        [one["saved"] for one in measured],
        frames,
        work,
        held["JSHeapUsedSize"] / 2**20,
        int(held["Nodes"]),
    )


def figures(tools: Any) -> dict[str, float]:
    """What the browser itself counts."""
    return {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}


HEAD = (
    f"segments | open ms ({OPEN}) | caret in box p50/p95 | and drawn p50/p95 ({CARET}) |"
    f" saved p50/p95 ({SAVED}) | frames, 40 px each p50/p95 ({FRAME:.0f}) | 900 px each p50/p95 |"
    " CPU ms a confirm | heap MB | nodes"
)


def line(one: Measured) -> str:
    slow, fast = one.frames.values()
    return (
        f"{one.segments:>8,} | {judged(one.opened, OPEN)} | {both(one.caret)}"
        f" | {both(one.frame, CARET)} of {len(one.frame)} | {both(one.saved, SAVED)}"
        f" | {both(slow, FRAME + 1)} | {both(fast, FRAME + 1)} | {one.work:.1f}"
        f" | {one.heap:.1f} | {one.nodes:,}"
    )


def both(values: Sequence[float], goal: float = float("inf")) -> str:
    return f"{at(values, 50):.1f}/{judged(at(values, 95), goal)}" if values else "-*"


if __name__ == "__main__":
    main()
