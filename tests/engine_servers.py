"""Real servers on this machine that speak the protocols of translation servers, faults included.

Behind each is the echo engine, so that what comes back is known; what it should do wrong next is
put on its list of faults.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from workbench.engines.echo import Echo

Answer = tuple[int, Any]
"""A status, and what to say in JSON."""


class Service(ThreadingHTTPServer):
    """A server whose answers are made by a function of (path, body)."""

    daemon_threads = True

    def __init__(self, answer: Callable[[str, Any], Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.requests: list[tuple[str, Any, dict[str, str]]] = []
        self.faults: list[Callable[[_Handler], bool]] = []
        """Each is used up by one POST; it says whether it answered."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """A client may hang up."""

    def posted(self) -> list[Any]:
        """The bodies of all POST requests so far."""
        return [body for _, body, _ in self.requests if body is not None]


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        self.server.requests.append((self.path, None, dict(self.headers)))
        self.say(*self.server.answer(self.path, None))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, body, dict(self.headers)))
        if self.server.faults and self.server.faults.pop(0)(self):
            return
        self.say(*self.server.answer(self.path, body))

    def say(self, status: int, value: Any, **headers: str) -> None:
        self.send(status, json.dumps(value).encode(), **headers)

    def send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(answer: Callable[[str, Any], Answer]) -> Iterator[Service]:
    """The server, running until the block ends."""
    service = Service(answer)
    thread = threading.Thread(target=service.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()


# -- faults ---------------------------------------------------------------------------------------


def refusing(status: int, value: Any = None, **headers: str) -> Callable[[_Handler], bool]:
    def fault(handler: _Handler) -> bool:
        handler.say(status, value if value is not None else {"error": "not now"}, **headers)
        return True

    return fault


def saying(content: bytes) -> Callable[[_Handler], bool]:
    def fault(handler: _Handler) -> bool:
        handler.send(200, content)
        return True

    return fault


def hanging_up(handler: _Handler) -> bool:
    handler.close_connection = True
    return True


def dripping(handler: _Handler) -> bool:
    """A byte now and then, each before a reader gives up."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b" ")
        time.sleep(0.05)
    return True


def swollen(handler: _Handler) -> bool:
    """An answer that unpacks to a hundred times its size."""
    handler.send(200, gzip.compress(b" " * (20 << 20)), Content_Encoding="gzip")
    return True


def sleeping(seconds: float) -> Callable[[_Handler], bool]:
    def fault(handler: _Handler) -> bool:
        time.sleep(seconds)
        handler.close_connection = True
        return True

    return fault


# -- protocols ------------------------------------------------------------------------------------

LANGUAGES = [
    {"code": "en", "name": "English", "targets": ["en", "prs", "ps"]},
    {"code": "ps", "name": "Pashto", "targets": ["ps"]},
]


def echoed(texts: list[str], target: str) -> list[str]:
    return [each[0].text for each in Echo().translate(texts, source="en", target=target)]


def libretranslate(path: str, body: Any, languages: Any = LANGUAGES) -> Answer:
    """As LibreTranslate documents it: GET /languages, POST /translate."""
    if path == "/languages":
        return 200, languages
    if path != "/translate" or body is None:
        return 404, {"error": "Not found"}
    known = {each["code"]: each["targets"] for each in languages}
    if body["target"] not in known.get(body["source"], ()):
        return 400, {"error": f"{body['target']} is not supported"}
    texts = body["q"] if isinstance(body["q"], list) else [body["q"]]
    done = echoed(texts, body["target"])
    others = [[f"{text} {n}" for n in range(body.get("alternatives", 0))] for text in done]
    return 200, {"translatedText": done, "alternatives": others}


def openai(path: str, body: Any, models: Sequence[str] = ("tiny",)) -> Answer:
    """As OpenAI documents it: GET /v1/models, POST /v1/chat/completions."""
    if path == "/v1/models":
        return 200, {"object": "list", "data": [{"id": name} for name in models]}
    if path != "/v1/chat/completions" or body is None:
        return 404, {"error": {"message": "Not found"}}
    system, user = (message["content"] for message in body["messages"])
    numbers, texts = zip(*(line.split(". ", 1) for line in user.splitlines()), strict=True)
    done = echoed(list(texts), "ps" if "Pashto" in system else "prs")
    return 200, chat("\n".join(f"{n}. {text}" for n, text in zip(numbers, done, strict=True)))


def chat(content: str, reason: str = "stop") -> dict[str, Any]:
    """An answer with one choice."""
    message = {"role": "assistant", "content": content}
    return {"choices": [{"index": 0, "message": message, "finish_reason": reason}]}


PROTOCOLS: dict[str, Callable[[str, Any], Answer]] = {
    "libretranslate": libretranslate,
    "openai": openai,
}
"""By engine."""
