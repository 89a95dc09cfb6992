"""The app served as a person would serve it, and what a test does with its editor in a browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

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


class Server:
    """The app, served as a person would serve it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "desk.sqlite"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.start()

    def start(self) -> None:
        environment = os.environ | {
            "WORKBENCH_DATABASE_URL": str(self.database),
            "WORKBENCH_ENGINE": "echo",
            **self.environment(),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workbench", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        for _attempt in range(240):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.25)
        raise AssertionError(self.log.read_text())

    def environment(self) -> dict[str, str]:
        """What it is told beside its database."""
        return {}

    def stop(self, how: int = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(30)


def opened(page: Page, server: Server, document: int, **query: str) -> None:
    """Go to a document in the editor and wait until it can be written in."""
    more = "".join(f"&{name}={value}" for name, value in query.items())
    page.goto(f"{server.url}/editor?doc={document}{more}")
    page.locator(".editor[data-ready]").wait_for()


def something_new(page: Page) -> None:
    """Open the form for a new translation, which stands open on an empty desk only."""
    closed, uploader = page.get_by_role("button", name="New translation"), 'input[type="file"]'
    closed.or_(page.locator(uploader)).first.wait_for(state="attached")
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    if closed.count():
        closed.click()


def saved(page: Page) -> None:
    """Wait until the desk has answered for everything."""
    page.locator('.editor[data-pending="0"]').wait_for()


def at(page: Page, key: str) -> Locator:
    """The box of a segment, made the active one; the list is gone through until it is there.

    A page just opened may still scroll to where it begins, so a click is made again if need be.
    """
    row = page.locator(f'.row[data-key="{key}"]')
    box = row.locator("textarea")
    for _click in range(5):
        _find(page, row)
        if "active" not in (row.get_attribute("class") or ""):
            row.click()
        for _moment in range(100):
            if box.count():
                return box
            page.wait_for_timeout(60)
    raise AssertionError(f"the box of {key} does not open")


def _find(page: Page, row: Locator) -> None:
    """Scroll from the top until a row is drawn."""
    scroller = page.locator(".scroller")
    scroller.evaluate("e => { e.scrollTop = 0; }")
    for _screen in range(100):
        page.wait_for_timeout(30)
        if row.count():
            return
        scroller.evaluate("e => { e.scrollTop += 300; }")


def exported(page: Page, label: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.locator(".st-key-opened").get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()
