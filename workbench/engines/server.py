"""A translation server on the network, spoken to in JSON: patience, limits, and clear words.

What may pass is tried again: no connection yet, a server that is busy or stumbles (429, 5xx), each
time after a longer pause, or after the one the server asks for. What will not pass is said at once,
in one sentence. An answer is read up to a size and a time, so that no server can fill the memory or
hold a job for ever.

The key is never shown: not in a message (a server may quote it), not in a log, not in a repr; it
travels in a header or a body, never in an address, and no redirect is followed with it.
"""

from __future__ import annotations

import email.utils
import ipaddress
import json
import time
import weakref
from collections.abc import Mapping
from typing import Any

import httpx
import tenacity

from workbench.errors import EngineError

ATTEMPTS = 4
PATIENCE = 120.0
"""Seconds after which nothing is tried again."""
LONGEST_PAUSE = 60.0
"""Seconds. A server that asks for more is not waited for."""
MAX_ANSWER = 16 << 20
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class Refused(EngineError):
    """The server answered, and said no."""

    def __init__(self, message: str, status: int, said: str) -> None:
        super().__init__(message)
        self.status = status
        self.said = said

    @property
    def too_much(self) -> bool:
        """Whether less at a time would do; what else a 400 means is only in its words."""
        return self.status == 413 or (self.status == 400 and "limit" in self.said)


class _Passing(Exception):
    """Something that may be over in a moment; `pause` is what the server asked for."""

    def __init__(
        self, error: EngineError, pause: float | None = None, *, counts: bool = False
    ) -> None:
        """`counts`: the server counts requests (most do it by the minute)."""
        super().__init__(str(error))
        self.error = error
        self.pause = pause
        self.counts = counts


class Server:
    """One address; every failure is an EngineError of one sentence that says what to do."""

    def __init__(
        self,
        kind: str,
        address: str,
        *,
        variable: str,
        key: str = "",
        headers: Mapping[str, str] | None = None,
        timeout: float = 60.0,
        backoff: float = 0.5,
    ) -> None:
        """`kind` and `variable` name the server and its setting in messages; `backoff` in seconds.

        Raises EngineError when the address is none.
        """
        self.kind = kind
        self.address = _checked(kind, address, variable)
        self.variable = variable
        self.timeout = timeout
        self._key = _usable(key, variable.replace("URL", "KEY"))
        self._backoff = backoff
        # A proxy in the environment is for the world outside, not for this machine.
        self._client = httpx.Client(
            headers={
                "User-Agent": "workbench",
                "Accept-Encoding": "identity",  # Nothing to unpack, so no bomb to unpack.
                **(headers or {}),
            },
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            trust_env=not _local(self.address),
        )
        weakref.finalize(self, self._client.close)

    def __repr__(self) -> str:
        return f"Server({self.kind!r}, {self.address!r})"

    def get(self, path: str) -> Any:
        """The JSON at a path."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON a path answers to a JSON body, which may be sent more than once."""
        return self._ask("POST", path, body)

    def odd(self, what: str) -> EngineError:
        """For an answer that is JSON, but none such a server gives."""
        return EngineError(
            f"What {self.address} answers does not follow the {self.kind} protocol ({what}). "
            f"Check {self.variable}."
        )

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        attempts = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(ATTEMPTS) | tenacity.stop_after_delay(PATIENCE),
            wait=self._pause,
            retry=tenacity.retry_if_exception_type(_Passing),
            reraise=True,
        )
        try:
            return attempts(self._once, method, path, body)
        except _Passing as passing:
            raise passing.error from passing.__cause__

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """Seconds until the next try: all together over a minute where requests are counted."""
        error, tried = state.outcome and state.outcome.exception(), state.attempt_number
        asked = error.pause if isinstance(error, _Passing) else None
        counts = isinstance(error, _Passing) and error.counts
        pause = self._backoff * (10 * 3 ** (tried - 1) if counts else 2 ** (tried - 1))
        return max(asked or 0.0, float(pause))

    def _once(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        try:
            with self._client.stream(method, self.address + path, json=body) as answer:
                content = self._read(answer)
        except httpx.TimeoutException as error:
            raise _Passing(self._silent()) from error
        except httpx.TransportError as error:
            raise _Passing(self._absent(error)) from error
        except httpx.HTTPError as error:
            raise self._absent(error) from error
        if answer.status_code != 200:
            self._refused(answer, content)
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            # Perhaps cut off on its way.
            raise _Passing(self.odd("no JSON")) from error

    def _read(self, answer: httpx.Response) -> bytes:
        content, until = bytearray(), time.monotonic() + 2 * self.timeout
        for block in answer.iter_raw():  # As it comes: a block of fixed size would wait to fill.
            content += block
            if len(content) > MAX_ANSWER:
                raise self.odd("too large")
            if time.monotonic() > until:
                raise _Passing(self._silent())
        return bytes(content)

    def _refused(self, answer: httpx.Response, content: bytes) -> None:
        status, said = answer.status_code, self._said(content)
        quoted = f": {said}" if said else ""
        error = Refused(
            f"The {self.kind} server at {self.address} refused ({status}{quoted}). "
            f"{_advice(status, self.variable)}.",
            status,
            said,
        )
        pause = _retry_after(answer.headers.get("Retry-After", ""))
        if status in _BUSY and (pause or 0.0) <= LONGEST_PAUSE:
            raise _Passing(error, pause, counts=status == 429)
        raise error

    def _said(self, content: bytes) -> str:
        """The server's own words, where it has some: short, printable, and without the key."""
        try:
            answer = json.loads(content)
            said = answer["error"] if isinstance(answer, dict) else ""
            said = said["message"] if isinstance(said, dict) else said
        except (ValueError, KeyError, RecursionError):
            return ""
        text = " ".join(str(said).split())
        text = text.replace(self._key, "***") if self._key else text
        text = "".join(letter for letter in text if letter.isprintable()).rstrip(".")
        return text[:160]

    def _absent(self, error: Exception) -> EngineError:
        reason = str(error).rstrip(".") or type(error).__name__
        return EngineError(
            f"There is no {self.kind} server at {self.address} ({reason}). "
            f"Start it, or set {self.variable} to where it is."
        )

    def _silent(self) -> EngineError:
        return EngineError(
            f"The {self.kind} server at {self.address} did not answer in {self.timeout:g} s. "
            "See whether it is overloaded, and try again."
        )


def _advice(status: int, variable: str) -> str:
    """What to do about a status."""
    keys = variable.replace("URL", "KEY")
    if status in (401, 403):
        return f"Put a key that it accepts in {keys}"
    if status in (400, 413):
        return "Mend what it names: the text, or the server's limits"
    if status == 404:
        return f"Check {variable}"
    if status == 429:
        return f"Try later, or put a key that it allows more in {keys}"
    if 300 <= status < 400:
        return f"It has moved: set {variable} to its new address"
    return "See the server's own log"


def _checked(kind: str, address: str, variable: str) -> str:
    """The address without its last slash; EngineError when it is none, or carries a password."""
    example = f"Set {variable} to its address, like http://127.0.0.1:5000"
    if not address.strip():
        raise EngineError(f"Nothing says where the {kind} server is. {example}.")
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL as error:
        raise EngineError(f"{variable} holds no web address. {example}.") from error
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise EngineError(f"{variable} holds no plain web address. {example}.")
    if url.userinfo:
        raise EngineError(f"{variable} may not carry a name or password. {example}.")
    return str(url).rstrip("/")


def _usable(key: str, variable: str) -> str:
    """The key; EngineError, without telling it, when no header could carry it."""
    if not (key.isascii() and key.isprintable()):
        raise EngineError(f"{variable} holds no key: it has letters no key has. Copy it again.")
    return key


def _local(address: str) -> bool:
    host = httpx.URL(address).host
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _retry_after(value: str) -> float | None:
    """Seconds of a Retry-After header, which counts them or names a time.

    >>> _retry_after("7"), _retry_after("soon")
    (7.0, None)
    """
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
