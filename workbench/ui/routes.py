"""The calls behind the editor: JSON over HTTP, beside the pages and on the same port.

A page may call them only with the token it was given when it was drawn, and only from its own
origin: the token names who is working, so nobody signs an edit with another's name. What that
person may do is looked up at every call. Whom the desk does not know is answered 401: the page
has to be loaded again. A 403 is final: asking again changes nothing.
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Callable
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workbench import i18n
from workbench.access import Person, Right, least, may_store
from workbench.errors import WorkbenchError
from workbench.model import State
from workbench.pipeline import excused
from workbench.store import Forbidden, Gone, Store
from workbench.ui import editing, limits, session, tokens

MAX_BODY = 4 * 1024 * 1024
MAX_CHOICES = 20_000
TOKEN = "x-workbench-token"
LANGUAGE = "x-workbench-language"
"""Of the page that calls: findings are told in it."""

Call = Callable[[Store, int, Person, dict[str, Any]], Any]
"""(store, document, who calls, what was sent) -> the answer."""


class Refused(Exception):
    """The call is not one of our own pages', or not one that this person may make."""

    def __init__(self, message: str, **more: Any) -> None:
        super().__init__(message)
        self.more = more


class TooFast(Exception):
    """One call too many."""

    def __init__(self, wait: float) -> None:
        super().__init__("Too many calls at once. Wait a moment; nothing is lost.")
        self.wait = str(math.ceil(wait))


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
            spoken = request.headers.get(LANGUAGE, "en")
            got, fresh = await run_in_threadpool(_called, call, number, given, sent, spoken)
            return JSONResponse(got, headers={TOKEN: fresh} if fresh else None)
        except Exception as error:
            return _explained(error)

    return Route(f"/api/documents/{{document:int}}/{path}", answer, methods=[method])


def _explained(error: Exception) -> Response:
    """What went wrong, as the page understands it; what nobody thought of is raised again."""
    match error:
        case tokens.Unknown():
            return JSONResponse({"error": str(error)}, status_code=401)
        case Refused():
            return JSONResponse({"error": str(error), **error.more}, status_code=403)
        case TooFast():
            said, after = {"error": str(error)}, {"Retry-After": error.wait}
            return JSONResponse(said, status_code=429, headers=after)
        case Forbidden():
            return JSONResponse({"error": str(error)}, status_code=403)
        case Gone():
            return JSONResponse({"error": str(error)}, status_code=410)
        case WorkbenchError():
            return JSONResponse({"error": str(error)}, status_code=503)
        case ValueError() | KeyError() | TypeError() | UnicodeError():
            return JSONResponse({"error": "The call could not be read."}, status_code=400)
    raise error


def _called(
    call: Call, number: int, given: str, sent: dict[str, Any], spoken: str
) -> tuple[Any, str]:
    """The answer, and a new token when the one given grows old."""
    i18n.use(spoken if spoken in i18n.languages() else "en")
    store = session.opened_store()
    calls = tokens.caller(store, given)
    if calls.person.role is None:
        raise Refused("You have no role at this desk. Ask an admin for one.")
    return call(store, number, calls.person, sent), calls.fresh


def _save(store: Store, number: int, person: Person, sent: dict[str, Any]) -> Any:
    """Store edits; where none of them was this person's to make, the whole call is refused."""
    if wait := limits.SAVES.take(person.mail or person.name):
        raise TooFast(wait)
    got = editing.save(store, number, sent["edits"], person)
    results = got["results"]
    if results and all(result.get("refused") for result in results):
        raise Refused(results[0]["error"], **got)
    return got


def _require(person: Person, right: Right) -> None:
    if not person.may(right):
        raise Refused(f"This is for colleagues who are {least(right)} or above. Ask one of them.")


def _mend(store: Store, number: int, _person: Person, sent: dict[str, Any]) -> Any:
    asked = (str(sent[name]) for name in ("key", "target", "check"))
    return {"target": editing.mend(store, number, *asked)}


def _comment(store: Store, number: int, person: Person, sent: dict[str, Any]) -> Any:
    _require(person, Right.COMMENT)
    store.comment(number, str(sent["key"]), text=str(sent["text"])[:4000], author=person.name)
    return editing.aside(store, number, str(sent["key"]), person.name)


def _excuse(store: Store, number: int, person: Person, sent: dict[str, Any]) -> Any:
    """Let a finding stand, for a reason that its segment keeps."""
    _require(person, Right.COMMENT)
    text = excused.comment(str(sent["check"]), str(sent["why"]))
    store.comment(number, str(sent["key"]), text=text, author=person.name)
    return editing.aside(store, number, str(sent["key"]), person.name)


def _resolve(store: Store, number: int, person: Person, sent: dict[str, Any]) -> Any:
    _require(person, Right.COMMENT)
    store.resolve(number, int(sent["id"]), resolved=bool(sent["resolved"]))
    return editing.aside(store, number, str(sent["key"]), person.name)


def _correct(store: Store, number: int, person: Person, sent: dict[str, Any]) -> Any:
    key, wanted = str(sent["key"]), bool(sent["translate"])
    store.correct(number, key, translate=wanted, author=person.name, role=person.role)
    return editing.row(store.segment(number, key))


def _choices(store: Store, _number: int, person: Person, sent: dict[str, Any]) -> Any:
    """Keep how a person set their editor up; it is nobody else's."""
    chosen = {name: sent[name] for name in ("keys", "options") if isinstance(sent.get(name), dict)}
    written = json.dumps(chosen, ensure_ascii=False)
    if len(written) > MAX_CHOICES:
        raise ValueError("no settings")
    store.choose(person.mail or person.name, written)
    return {}


def _again(store: Store, number: int, person: Person, sent: dict[str, Any]) -> Any:
    """Let the machine make drafts anew, beside the pages."""
    _require_writer(person)
    store.document(number)
    keys = [str(key) for key in sent["keys"]]
    session.work().again(number, keys, by=person.mail or person.name)
    return _work(number)


def _lock(store: Store, number: int, person: Person, sent: dict[str, Any]) -> Any:
    """Lock segments, or unlock them; the rows that changed."""
    keys, locked = [str(key) for key in sent["keys"]], bool(sent["locked"])
    name = secrets.token_hex(16)
    changed = store.lock(
        number, keys, locked=locked, author=person.name, name=name, role=person.role
    )
    return {"rows": [editing.row(stored) for stored in changed]}


def _undo(_store: Store, number: int, person: Person, _sent: dict[str, Any]) -> Any:
    """Put back what the machine last made anew."""
    _require_writer(person)
    return {"undone": session.work().undo(number, person.name)}


def _require_writer(person: Person) -> None:
    if not may_store(person.role, State.DRAFT, State.DRAFT):
        raise Refused("This is for colleagues who write. Ask one of them.")


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
    _route("segments", lambda s, n, _p, _b: editing.document(s, n), method="GET"),
    _route("reading", lambda s, n, _p, _b: editing.reading(s, n), method="GET"),
    _route("findings", lambda s, n, _p, _b: editing.findings(s, n), method="GET"),
    _route(
        "changes", lambda s, n, p, b: editing.changes(s, n, int(b["since"]), p.name), method="GET"
    ),
    _route("aside", lambda s, n, p, b: editing.aside(s, n, str(b["key"]), p.name), method="GET"),
    _route("save", _save),
    _route("check", lambda s, n, _p, b: editing.check(s, n, str(b["key"]), str(b["target"]))),
    _route("mend", _mend),
    _route("mends", lambda s, n, _p, _b: editing.mends(s, n), method="GET"),
    _route("comment", _comment),
    _route("excuse", _excuse),
    _route("resolve", _resolve),
    _route("correct", _correct),
    _route("people", lambda s, _n, _a, _b: s.names(), method="GET"),
    _route("choices", _choices),
    _route("again", _again),
    _route("lock", _lock),
    _route("work", lambda _s, n, _a, _b: _work(n), method="GET"),
    _route("undo", _undo),
]
