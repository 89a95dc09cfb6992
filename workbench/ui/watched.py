"""What whoever runs the house looks at: is it well, how busy, how slow. Never a word of a text.

`/healthz` answers 200 while the database does. `/metrics` speaks Prometheus: to this machine, or to
who brings WORKBENCH_METRICS_TOKEN as a bearer. With `workbench serve --log json` each call of the
app is one line on standard error.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.errors import WorkbenchError
from workbench.ui import session

LOG = "WORKBENCH_LOG"
TOKEN = "WORKBENCH_METRICS_TOKEN"

REGISTRY = CollectorRegistry()
CALLS = Histogram(
    "workbench_call_seconds",
    "Seconds until a call of the app was answered.",
    ("call", "method", "status"),
    buckets=(0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.5, 1, 2, 5, 10),
    registry=REGISTRY,
)


class Desk(Collector):
    """How the desk stands, counted when it is asked for."""

    def describe(self) -> Iterable[Metric]:
        """Nothing is counted before somebody asks."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Documents, segments by state, and translations at work or waiting."""
        states: Counter[tuple[str, str]] = Counter()
        documents: Counter[str] = Counter()
        for document in session.opened_store().documents():
            documents[document.target_language] += 1
            for state, count in document.states.items():
                states[document.target_language, str(state)] += count
        family = GaugeMetricFamily("workbench_documents", "On the desk.", labels=["language"])
        for language, count in documents.items():
            family.add_metric([language], count)
        yield family
        family = GaugeMetricFamily(
            "workbench_segments", "To translate, by state.", labels=["language", "state"]
        )
        for labels, count in states.items():
            family.add_metric(list(labels), count)
        yield family
        yield GaugeMetricFamily(
            "workbench_translations", "At work or waiting.", value=session.work().queued()
        )


class Watched:
    """Measures every call, and tells of it where a log is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._logs = os.environ.get(LOG) == "json"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on; its answer is counted when it has been sent."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, told)
        finally:
            seconds = time.perf_counter() - started
            call = called(scope["path"])
            CALLS.labels(call, scope["method"], status).observe(seconds)
            if self._logs:
                _log(call, scope["method"], status, seconds)


def called(path: str) -> str:
    """A path without what is particular about it: few names, and none that a person chose.

    >>> called("/api/documents/12/save"), called("/_stcore/upload_file/x/y"), called("/a b")
    ('/api/documents/N/save', '/_stcore/upload_file', 'page')
    """
    if path.startswith("/api/"):
        known = re.fullmatch(r"/api/documents/\d+/[a-z-]{1,40}", path)
        return re.sub(r"\d+", "N", path) if known else "other"
    if path.startswith("/_stcore/"):
        return "/".join(path.split("/")[:3])[:60]
    if path in ("/healthz", "/metrics"):
        return path
    return "static" if path.startswith("/static/") else "page"


def _log(call: str, method: str, status: int, seconds: float) -> None:
    line = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "call": call,
        "method": method,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    print(json.dumps(line), file=sys.stderr, flush=True)


async def _health(_request: Request) -> Response:
    """Whether edits can be stored; why not stands in the log, not in the answer."""
    try:
        await run_in_threadpool(lambda: session.opened_store().secret())
    except WorkbenchError as error:
        print(f"workbench: {error}", file=sys.stderr, flush=True)
        return JSONResponse({"well": False}, status_code=503)
    return JSONResponse({"well": True})


async def _metrics(request: Request) -> Response:
    if not _may_look(request):
        return PlainTextResponse("Ask from this machine, or bring the token.\n", status_code=403)
    text = await run_in_threadpool(generate_latest, REGISTRY)
    return Response(text, media_type=CONTENT_TYPE_LATEST)


def _may_look(request: Request) -> bool:
    """A proxy on this machine calls for somebody else, and says so."""
    wanted = os.environ.get(TOKEN, "")
    if wanted:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode())
    here = request.client is not None and request.client.host in ("127.0.0.1", "::1")
    return here and not {"x-forwarded-for", "forwarded"} & set(request.headers)


ProcessCollector(registry=REGISTRY)
REGISTRY.register(Desk())
ROUTES = [Route("/healthz", _health), Route("/metrics", _metrics)]
