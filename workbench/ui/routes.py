"""The calls behind the editor: JSON over HTTP, beside the pages and on the same port.

A page may call them only with the token it was given when it was drawn, and only from its own
origin: the token names who is working, so nobody signs an edit with another's name.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workbench.errors import WorkbenchError
from workbench.store import Gone, Store
from workbench.ui import editing, session

MAX_BODY = 4 * 1024 * 1024
MAX_CHOICES = 20_000
TOKEN = "x-workbench-token"

Call = Callable[[Store, int, str, dict[str, Any]], Any]
"""(store, document, author, what was sent) -> the answer."""


class Refused(Exception):
    """The call is not one of our own pages'."""


def token(store: Store, author: str) -> str:
    """What a page drawn for this person calls with."""
    name = base64.urlsafe_b64encode(author.encode("utf-8")).decode()
    return f"{name}.{_signature(store, name)}"


def author_of(store: Store, given: str) -> str:
    """Who a token was made for. Raises Refused when it was not made here."""
    name, _, signature = given.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(store, name).encode()):
        raise Refused("This page is no longer known. Load it again; what you typed is kept.")
    return base64.urlsafe_b64decode(name).decode("utf-8")


def _signature(store: Store, name: str) -> str:
    return hmac.new(store.secret(), name.encode(), hashlib.sha256).hexdigest()


def _refuse_strangers(request: Request) -> None:
    """Another site may make a browser call here, but not without its own name on the call."""
    origin = request.headers.get("origin")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused("A page of another site called. Open the workbench itself.")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Refused("A page of another site called. Open the workbench itself.")


async def _body(request: Request) -> dict[str, Any]:
    if request.method != "POST":
        return dict(request.query_params)
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_BODY:
            raise WorkbenchError(f"Over {MAX_BODY >> 20} MB in one call. Send it in several.")
    sent = json.loads(received)
    if not isinstance(sent, dict):
        raise ValueError("no object")
    return sent


def _route(path: str, call: Call, *, method: str = "POST") -> Route:
    async def answer(request: Request) -> Response:
        try:
            _refuse_strangers(request)
            sent = await _body(request)
            number = int(request.path_params["document"])
            given = request.headers.get(TOKEN, "")
            return JSONResponse(await run_in_threadpool(_called, call, number, given, sent))
        except Refused as error:
            return JSONResponse({"error": str(error)}, status_code=403)
        except Gone as error:
            return JSONResponse({"error": str(error)}, status_code=410)
        except WorkbenchError as error:
            return JSONResponse({"error": str(error)}, status_code=503)
        except (ValueError, KeyError, TypeError, UnicodeError):
            return JSONResponse({"error": "The call could not be read."}, status_code=400)

    return Route(f"/api/documents/{{document:int}}/{path}", answer, methods=[method])


def _called(call: Call, number: int, given: str, sent: dict[str, Any]) -> Any:
    store = session.opened_store()
    return call(store, number, author_of(store, given), sent)


def _comment(store: Store, number: int, author: str, sent: dict[str, Any]) -> Any:
    store.comment(number, str(sent["key"]), text=str(sent["text"])[:4000], author=author)
    return editing.aside(store, number, str(sent["key"]), author)


def _resolve(store: Store, number: int, author: str, sent: dict[str, Any]) -> Any:
    store.resolve(number, int(sent["id"]), resolved=bool(sent["resolved"]))
    return editing.aside(store, number, str(sent["key"]), author)


def _correct(store: Store, number: int, author: str, sent: dict[str, Any]) -> Any:
    store.correct(number, str(sent["key"]), translate=bool(sent["translate"]), author=author)
    return editing.row(store.segment(number, str(sent["key"])))


def _choices(store: Store, _number: int, author: str, sent: dict[str, Any]) -> Any:
    """Keep how a person set their editor up; it is nobody else's."""
    chosen = {name: sent[name] for name in ("keys", "options") if isinstance(sent.get(name), dict)}
    written = json.dumps(chosen, ensure_ascii=False)
    if len(written) > MAX_CHOICES:
        raise ValueError("no settings")
    store.choose(author, written)
    return {}


def _again(store: Store, number: int, _author: str, sent: dict[str, Any]) -> Any:
    """Let the machine make drafts anew, beside the pages."""
    listed = store.document(number)
    keys = [str(key) for key in sent["keys"]]
    session.work().again(number, listed.name, listed.target_language, keys)
    return _work(number)


def _lock(store: Store, number: int, author: str, sent: dict[str, Any]) -> Any:
    """Lock segments, or unlock them; the rows that changed."""
    keys, locked = [str(key) for key in sent["keys"]], bool(sent["locked"])
    name = secrets.token_hex(16)
    changed = store.lock(number, keys, locked=locked, author=author, name=name)
    return {"rows": [editing.row(stored) for stored in changed]}


def _work(number: int) -> Any:
    job = session.work().job(number)
    if job is None:
        return {"done": 0, "total": 0, "finished": True, "error": "", "changed": 0}
    return {
        "done": job.done,
        "total": job.total,
        "finished": job.finished,
        "error": job.error,
        "changed": len(job.replaced),
    }


FONTS = ("vazirmatn", "noto-naskh-arabic-400", "noto-naskh-arabic-600")
"""Letters of Dari and Pashto for machines that have none of their own; OFL 1.1, see `fonts/`."""


def _font(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FONTS:
        return Response(status_code=404)
    data = (resources.files("workbench.ui") / "fonts" / f"{name}.woff2").read_bytes()
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(data, media_type="font/woff2", headers=kept)


ROUTES = [
    Route("/api/fonts/{name}.woff2", _font),
    _route("segments", lambda s, n, _a, _b: editing.document(s, n), method="GET"),
    _route("reading", lambda s, n, _a, _b: editing.reading(s, n), method="GET"),
    _route("findings", lambda s, n, _a, _b: editing.findings(s, n), method="GET"),
    _route("changes", lambda s, n, a, b: editing.changes(s, n, int(b["since"]), a), method="GET"),
    _route("aside", lambda s, n, a, b: editing.aside(s, n, str(b["key"]), a), method="GET"),
    _route("save", lambda s, n, a, b: editing.save(s, n, b["edits"], a)),
    _route("check", lambda s, n, _a, b: editing.check(s, n, str(b["key"]), str(b["target"]))),
    _route("comment", _comment),
    _route("resolve", _resolve),
    _route("correct", _correct),
    _route("people", lambda s, _n, _a, _b: s.people(), method="GET"),
    _route("choices", _choices),
    _route("again", _again),
    _route("lock", _lock),
    _route("work", lambda _s, n, _a, _b: _work(n), method="GET"),
    _route("undo", lambda _s, n, a, _b: {"undone": session.work().undo(n, a)}),
]
