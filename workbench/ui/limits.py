"""How much one person may ask of the server at a time: a bucket that fills up again.

No page of ours comes near it; a program that has run wild, or one that means harm, is told to wait.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from workbench.ui import who

MANY = 10_000
"""Callers that are remembered."""


@dataclass(slots=True)
class Bucket:
    """So many at once, and so many a second, of everybody who calls."""

    size: float
    rate: float
    _held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, caller: str, now: float | None = None) -> float:
        """0 when the call may go on; else the seconds to wait.

        >>> bucket = Bucket(size=2, rate=1)
        >>> [bucket.take("a", now) for now in (0, 0, 0, 0.5, 1)]
        [0.0, 0.0, 1.0, 0.5, 0.0]
        """
        moment = time.monotonic() if now is None else now
        with self._lock:
            left, at = self._held.pop(caller, (self.size, moment))
            left = min(self.size, left + (moment - at) * self.rate)
            taken = left >= 1
            self._held[caller] = (left - 1 if taken else left, moment)
            while len(self._held) > MANY:
                self._held.popitem(last=False)
        return 0.0 if taken else (1 - left) / self.rate

    def clear(self) -> None:
        """Everybody starts anew."""
        with self._lock:
            self._held.clear()


SAVES = Bucket(size=300, rate=50)
"""Of calls, by person. Twenty editors at once make some ten a second together."""
UPLOADS = Bucket(size=60, rate=2)
"""Of files, by the address they come from."""
UPLOAD = "/_stcore/upload_file/"


class Uploads:
    """Holds back who sends file after file, and who has not signed in where people must.

    How large one may be is Streamlit's own `maxUploadSize`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on, unless it is one file too many."""
        sends = scope["type"] == "http" and scope["method"] in ("PUT", "POST")
        if sends and scope["path"].startswith(UPLOAD):
            if who.guarded() and not who.known_by(Request(scope).cookies):
                answer = PlainTextResponse("Sign in first.", status_code=401)
                await answer(scope, receive, send)
                return
            if wait := UPLOADS.take(scope["client"][0] if scope["client"] else ""):
                answer = PlainTextResponse(
                    "Too many files at once. Wait a moment and send the rest.",
                    status_code=429,
                    headers={"Retry-After": str(math.ceil(wait))},
                )
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)
