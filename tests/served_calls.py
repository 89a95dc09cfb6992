"""The calls behind the pages, served, and a page of one person that makes them."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette

from workbench import pipeline
from workbench.access import Person
from workbench.engines.echo import Echo
from workbench.store import Store
from workbench.ui import routes, tokens

ARTICLE = b"The border **reopened** on Monday.\n\nTraders in Kabul sold 15 percent more.\n"


@contextmanager
def served() -> Iterator[int]:
    """The calls, served as they are beside the pages."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    config = uvicorn.Config(
        Starlette(routes=routes.ROUTES), host="127.0.0.1", port=number, log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.02)
    yield number
    server.should_exit = True
    thread.join(10)


class Page:
    """A page of one person with one document open."""

    def __init__(self, store: Store, port: int, author: str = "Amin") -> None:
        document = pipeline.translate(pipeline.read(ARTICLE, name="a.md"), "prs", engine=Echo())
        self.store, self.number = store, store.add(document, ARTICLE)
        self.address = f"http://127.0.0.1:{port}/api/documents/{self.number}"
        self.token = tokens.make(store, Person(author))

    def call(self, name: str, sent: Any = None, **headers: str) -> tuple[int, Any]:
        data = sent if isinstance(sent, bytes) else json.dumps(sent).encode() if sent else None
        request = urllib.request.Request(
            f"{self.address}/{name}", data, {routes.TOKEN: self.token} | headers
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            self.answered = error.headers
            return error.code, json.loads(error.read() or b"{}")

    def edit(self, index: int = 0, **more: Any) -> dict[str, Any]:
        row = self.store.segments(self.number)[index]
        made = {"name": "one", "key": row.key, "target": "سرحد <g1>باز</g1> شد."}
        return made | {"state": "translated", "revision": row.revision} | more
