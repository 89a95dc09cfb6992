"""How much is taken from one caller at a time, and what the environment may say of a log-in."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from workbench import login
from workbench.access import Role
from workbench.errors import WorkbenchError
from workbench.ui import limits

WHOLE = {
    "WORKBENCH_OIDC_METADATA": "https://id.example.org/.well-known/openid-configuration",
    "WORKBENCH_OIDC_CLIENT": "workbench",
    "WORKBENCH_OIDC_SECRET": "secret",
    "WORKBENCH_URL": "https://desk.example.org/",
}


def test_a_bucket_fills_up_again_for_each_by_themselves() -> None:
    bucket = limits.Bucket(size=3, rate=2)
    assert [bucket.take("amin", 0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert bucket.take("sara", 0) == 0
    assert bucket.take("amin", 0.5) == 0
    assert bucket.take("amin", 0.5) == 0.5
    assert [bucket.take("amin", 100) for _ in range(4)] == [0, 0, 0, 0.5], "never over its size"


def test_a_crowd_of_callers_does_not_fill_the_memory() -> None:
    bucket = limits.Bucket(size=1, rate=1)
    for number in range(limits.MANY + 50):
        bucket.take(str(number), 0)
    assert len(bucket._held) == limits.MANY
    assert bucket.take(str(limits.MANY + 49), 0) > 0, "the last ones are those remembered"


def test_file_after_file_is_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def taken(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("taken")

    monkeypatch.setattr(limits, "UPLOADS", limits.Bucket(size=2, rate=0.25))
    app = Starlette(
        routes=[
            Route(f"{limits.UPLOAD}a/b", taken, methods=["PUT", "GET"]),
            Route("/other", taken, methods=["PUT"]),
        ],
        middleware=[Middleware(limits.Uploads)],
    )
    upload = f"{limits.UPLOAD}a/b"
    asked = [("PUT", upload), ("PUT", upload), ("PUT", upload), ("GET", upload), ("PUT", "/other")]
    answers = asyncio.run(_answers(app, asked))
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 200]
    assert answers[2].headers["Retry-After"] == "4"


async def _answers(app: Starlette, asked: list[tuple[str, str]]) -> list[httpx.Response]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as calls:
        return [await calls.request(method, path) for method, path in asked]


def test_without_a_word_of_it_there_is_no_log_in() -> None:
    assert login.log_in({}) is None
    assert login.log_in({"WORKBENCH_URL": "https://desk.example.org"}) is None


def test_a_whole_log_in_is_what_streamlit_reads() -> None:
    found = login.log_in(WHOLE)
    assert found is not None
    assert found.auth("cookies") == {
        "redirect_uri": "https://desk.example.org/oauth2callback",
        "cookie_secret": "cookies",
        "client_id": "workbench",
        "client_secret": "secret",
        "server_metadata_url": WHOLE["WORKBENCH_OIDC_METADATA"],
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"WORKBENCH_OIDC_SECRET": " "}, "WORKBENCH_OIDC_SECRET is missing"),
        ({"WORKBENCH_URL": ""}, "WORKBENCH_URL is missing"),
        ({"WORKBENCH_URL": "desk.example.org"}, "WORKBENCH_URL is no web address"),
        ({"WORKBENCH_OIDC_METADATA": "file:///etc"}, "WORKBENCH_OIDC_METADATA is no web address"),
    ],
)
def test_half_a_log_in_is_refused(change: dict[str, str], said: str) -> None:
    with pytest.raises(WorkbenchError, match=re.escape(said)):
        login.log_in(WHOLE | change)


def test_what_somebody_new_is() -> None:
    named = {"WORKBENCH_ADMINS": " Sara@example.org , ", "WORKBENCH_DEFAULT_ROLE": "Reviewer"}
    assert login.first_role(named, "sara@example.org") is Role.ADMIN
    assert login.first_role(named, "amin@example.org") is Role.REVIEWER
    assert login.first_role({"WORKBENCH_DEFAULT_ROLE": "none"}, "amin@example.org") is None
    assert login.first_role({}, "") is None
    with pytest.raises(WorkbenchError, match="no role"):
        login.first_role({"WORKBENCH_DEFAULT_ROLE": "boss"}, "amin@example.org")
