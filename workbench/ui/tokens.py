"""What a page calls the desk with: who it was drawn for, signed, so that nobody signs as another.

The role is not in it: it is looked up at every call, so that one that was taken away is gone at
once. A signed-in person's token ages; a page that is open is given a new one in time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from workbench.access import Person
from workbench.store import Store
from workbench.ui import who

DAY = 24 * 60 * 60
LIFE = DAY
"""Seconds that a token is good for; after half of them a call is answered with a new one."""
LONGEST = 30 * DAY
"""As long as the log-in itself: then the page has to be loaded again."""


class Unknown(Exception):
    """Whoever calls cannot be told: forged, too old, or signed out."""

    def __init__(self) -> None:
        super().__init__("This page is no longer known. Load it again; what you typed is kept.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and the token for their next calls when this one grows old."""

    person: Person
    fresh: str = ""


def make(store: Store, person: Person, *, begun: float = 0) -> str:
    """What a page drawn for this person calls with."""
    moment = time.time()
    held = {"name": person.name, "mail": person.mail, "at": moment, "begun": begun or moment}
    body = base64.urlsafe_b64encode(json.dumps(held).encode()).decode()
    return f"{body}.{_signature(store, body)}"


def caller(store: Store, given: str) -> Caller:
    """Who a token was made for, with the role they have now. Raises Unknown."""
    body, _, signature = given.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(store, body).encode()):
        raise Unknown
    held = json.loads(base64.urlsafe_b64decode(body))
    if not who.guarded():
        return Caller(Person(held["name"]))
    age = time.time() - held["at"]
    if not held["mail"] or age > LIFE or held["at"] - held["begun"] > LONGEST:
        raise Unknown
    person = store.person(held["mail"], since=datetime.fromtimestamp(held["at"], UTC))
    if person is None:
        raise Unknown
    old = age > LIFE / 2
    return Caller(person, make(store, person, begun=held["begun"]) if old else "")


def _signature(store: Store, body: str) -> str:
    return hmac.new(store.secret(), body.encode(), hashlib.sha256).hexdigest()
