"""Whether the house is well: health, measures and log, without a word of anybody's text."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient, Response
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware

from workbench import pipeline
from workbench.engines.echo import Echo
from workbench.store import Store
from workbench.ui import routes, watched

ARTICLE = b"# Trade\n\nThe border reopened on Monday.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    store = Store()
    document = pipeline.translate(pipeline.read(ARTICLE, name="a.md"), "ps", engine=Echo())
    store.add(document, ARTICLE)
    yield store
    store.close()


def get(path: str, *, caller: str = "127.0.0.1", headers: dict[str, str] | None = None) -> Response:
    """The answer to one call that comes from an address."""
    app = Starlette(
        routes=[*routes.ROUTES, *watched.ROUTES], middleware=[Middleware(watched.Watched)]
    )

    async def called() -> Response:
        async with AsyncClient(
            transport=ASGITransport(app, client=(caller, 1)), base_url="http://desk"
        ) as client:
            return await client.get(path, headers=headers)

    return asyncio.run(called())


def test_the_house_is_well_while_the_database_answers(
    desk: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert get("/healthz").json() == {"well": True}
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 100)
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "broken.sqlite"))
    answer = get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"well": False})


def test_measures_count_the_desk_and_the_calls(desk: Store) -> None:
    get("/api/documents/1/segments")
    families = {
        sample.name: sample
        for family in text_string_to_metric_families(get("/metrics").text)
        for sample in family.samples
        if sample.labels.get("call", "/api/documents/N/segments") == "/api/documents/N/segments"
    }
    assert families["workbench_documents"].labels == {"language": "ps"}
    assert families["workbench_segments"].value == 2
    assert families["workbench_call_seconds_count"].labels["status"] in ("401", "403")
    assert "process_resident_memory_bytes" in families


@pytest.mark.parametrize(
    ("caller", "headers", "token", "status"),
    [
        ("127.0.0.1", {}, "", 200),
        ("10.0.0.9", {}, "", 403),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.9"}, "", 403),
        ("10.0.0.9", {"authorization": "Bearer right"}, "right", 200),
        ("10.0.0.9", {"authorization": "Bearer wrong"}, "right", 403),
        ("127.0.0.1", {}, "right", 403),
    ],
)
def test_measures_are_for_those_who_run_the_house(
    desk: Store,
    monkeypatch: pytest.MonkeyPatch,
    caller: str,
    headers: dict[str, str],
    token: str,
    status: int,
) -> None:
    monkeypatch.setenv(watched.TOKEN, token)
    assert get("/metrics", caller=caller, headers=headers).status_code == status


def test_the_log_tells_of_a_call_but_not_of_a_text(
    desk: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(watched.LOG, "json")
    get("/api/documents/1/aside?key=the-border-reopened")
    get("/some-name-of-a-page?text=reopened")
    told = capsys.readouterr().err
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line["call"] for line in lines] == ["/api/documents/N/aside", "page"]
    assert "reopened" not in told


@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("/api/documents/7/save", "/api/documents/N/save"),
        ("/api/documents/7/" + "x" * 99, "other"),
        ("/api/anything", "other"),
        ("/_stcore/upload_file/a/b", "/_stcore/upload_file"),
        ("/static/js/index.js", "static"),
        ("/glossary", "page"),
    ],
)
def test_calls_have_few_names(path: str, call: str) -> None:
    assert watched.called(path) == call
