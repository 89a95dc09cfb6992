"""Who is at work: the one person of this machine, or who signed in with the house's log-in."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import config
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from workbench import login
from workbench.access import Person, Right, Role
from workbench.errors import WorkbenchError
from workbench.store import Store

if TYPE_CHECKING:
    from streamlit.runtime.secrets import SecretsValue


def guarded() -> bool:
    """Whether people must sign in: by the environment, or by `[auth]` in Streamlit's secrets."""
    if any(os.environ.get(name) for name in ("WORKBENCH_OIDC_METADATA", "WORKBENCH_OIDC_CLIENT")):
        return True
    return _by_secrets()


@cache
def _by_secrets() -> bool:
    """Whether Streamlit's secrets name a log-in; looking for their files takes a millisecond."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def secrets() -> dict[str, SecretsValue] | None:
    """What Streamlit is to know of the log-in; its cookies are signed with the desk's own secret.

    So they outlive a restart, and one server knows those of another.
    """
    found = login.log_in(os.environ)
    if found is None:
        return None
    store = Store(os.environ.get("WORKBENCH_DATABASE_URL") or None)
    signed = hmac.new(store.secret(), b"cookies", hashlib.sha256).hexdigest()
    store.close()
    config.set_option("server.cookieSecret", signed)
    return {"auth": dict(found.auth(signed))}


def signed_in(store: Store) -> Person | None:
    """Who sits at this page, with the role they have now; None when nobody has signed in.

    The provider answers for the address: without one that it has verified nobody is let in.
    """
    if not st.user.get("is_logged_in"):
        return None
    mail = str(st.user.get("email") or "").strip().casefold()
    if not mail or st.user.get("email_verified") is False:
        return Person(str(st.user.get("name") or ""), "", None)
    name = " ".join(str(st.user.get("name") or mail).split())[:120]
    person = store.met(mail, name, signed_in=_moment(), role=login.first_role(os.environ, mail))
    if mail in login.admins(os.environ) and person.role is not Role.ADMIN:
        store.give(mail, Role.ADMIN, by=Person("WORKBENCH_ADMINS"))
        return Person(name, mail, Role.ADMIN)
    return person


def known_by(cookies: Mapping[str, str]) -> bool:
    """Whether a browser has signed in: its cookie is one that Streamlit signed here."""
    given = cookies.get(USER_COOKIE_NAME, "").encode("latin-1", "replace")
    return decode_signed_value(get_cookie_secret(), USER_COOKIE_NAME, given) is not None


def exporting(
    store: Store, person: Person, make: Callable[[], bytes], *, subject: str, detail: str
) -> Callable[[], bytes]:
    """A file that is made when it is asked for: only for who may have it then, and logged."""

    def made() -> bytes:
        held = store.person(person.mail) if person.mail else person
        if held is None or not held.may(Right.EXPORT):
            raise WorkbenchError("You may not export. Ask an admin for a role.")
        data = make()
        store.note(person, "exported", subject, detail)
        return data

    return made


def _moment() -> int:
    """When this log-in was given, by the provider's clock."""
    given = st.user.get("iat")
    return int(given) if isinstance(given, (int, float)) else 0
