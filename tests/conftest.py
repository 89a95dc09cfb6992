"""What many tests stand on: databases of both kinds, and a served desk with a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL, Engine

from browsing import ARGUMENTS, CHROMIUM, Server
from postgres import Cluster, NoPostgres
from workbench import resources
from workbench.store import Store, engine

_NUMBERS = count(1)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("desk"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
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
def article(server: Server, browser: Browser) -> int:
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
    page.locator(".st-key-working").wait_for(state="detached")
    context.close()
    (dari,) = [one.id for one in Store(server.database).documents() if one.target_language == "prs"]
    return dari


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of our own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    try:
        made = Cluster()
    except NoPostgres as error:
        pytest.skip(str(error))
    yield made
    made.remove()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of SQLite as a program leaves it that has only made its tables."""
    path = tmp_path_factory.mktemp("migrated") / "desk.sqlite"
    Store(path).close()
    return path


@pytest.fixture(autouse=True)
def ready_made(migrated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a database of SQLite is to be made, a copy of that one is found.

    Most tests make one, and the migrations take a third of a second. Those of `test_migrations`
    run them, and so does every test that starts a program.
    """

    def connect(url: URL) -> Engine:
        path = Path(url.database or ":memory:")
        if url.get_backend_name() == "sqlite" and path.parent.is_dir() and path.is_absolute():
            with suppress(OSError):
                _laid(migrated, path)
        return engine.connect(url)

    monkeypatch.setattr("workbench.store.connection.connect", connect)


def _laid(file: Path, path: Path) -> None:
    """A copy that is there whole or not at all, and takes no other's place."""
    if path.exists():
        return
    part = path.with_name(f".{path.name}.{next(_NUMBERS)}")
    try:
        shutil.copyfile(file, part)
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of either kind; it has its tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.sqlite'}"
        return
    made: Cluster = request.getfixturevalue("cluster")
    name = f"desk_{next(_NUMBERS)}"
    yield made.ready(name)
    made.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that has no tables yet, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite'}"
        return
    made: Cluster = request.getfixturevalue("cluster")
    name = f"bare_{next(_NUMBERS)}"
    yield made.create(name)
    made.drop(name)
