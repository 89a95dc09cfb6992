"""A provider of log-ins (OpenID Connect) on this machine: it asks who one is and believes it.

All else is as a real one does it: codes that work once, PKCE, a client that proves itself, tokens
signed with a key that is published, and a way out.
"""

from __future__ import annotations

import base64
import hashlib
import html
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "workbench", "a secret between the two"
PEOPLE = {
    "zarghuna": {"name": "زرغونه", "email": "zarghuna@example.org", "email_verified": True},
    "amin": {"name": "Amin", "email": "Amin@example.org", "email_verified": True},
    "stranger": {"name": "Stranger", "email": "zarghuna@example.org", "email_verified": False},
}


@dataclass(slots=True)
class Provider:
    """The provider, at an address of its own."""

    address: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.metadata),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/jwks", self.jwks),
                Route("/out", self.out),
            ]
        )

    async def metadata(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/jwks",
                "end_session_endpoint": f"{self.address}/out",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    async def authorize(self, request: Request) -> Response:
        """Who are you? A link for everybody there is."""
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"]
        if "person" not in asked:
            links = "".join(
                f'<p><a href="?{html.escape(urlencode({**asked, "person": name}))}">{name}</a></p>'
                for name in PEOPLE
            )
            return HTMLResponse(f"<!doctype html><title>Who are you?</title>{links}")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}")

    async def token(self, request: Request) -> Response:
        sent: dict[str, Any] = dict(await request.form())
        given = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        basic = request.headers.get("authorization") == f"Basic {given}"
        asked = self.codes.pop(str(sent.get("code")), None)
        proof = hashlib.sha256(str(sent.get("code_verifier", "")).encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if (
            not (basic or sent.get("client_secret") == SECRET)
            or asked is None
            or asked["redirect_uri"] != sent["redirect_uri"]
            or asked["code_challenge"] != challenge
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 600}
        claims |= {"sub": asked["person"], "nonce": asked["nonce"], **PEOPLE[asked["person"]]}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
        return JSONResponse({**answer, "expires_in": 600, "id_token": signed})

    async def jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def out(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"])


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider, served until it is needed no more."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    made = Provider(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(made.app(), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield made
    server.should_exit = True
    thread.join(10)
