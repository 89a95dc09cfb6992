"""What the environment says of a log-in: without a word of it, one person works on this machine.

    WORKBENCH_URL               the address people open: https://workbench.example.org
    WORKBENCH_OIDC_METADATA     the provider's .well-known/openid-configuration
    WORKBENCH_OIDC_CLIENT       the client's id at the provider
    WORKBENCH_OIDC_SECRET       the client's secret
    WORKBENCH_ADMINS            mail addresses of those who are admins from the first day
    WORKBENCH_DEFAULT_ROLE      what somebody new is: translator, reviewer, editor, admin or none

The first four come together; `[auth]` in .streamlit/secrets.toml says the same to Streamlit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from workbench.access import Role
from workbench.errors import WorkbenchError

_NEEDED = ("WORKBENCH_OIDC_METADATA", "WORKBENCH_OIDC_CLIENT", "WORKBENCH_OIDC_SECRET")
ADDRESS = "WORKBENCH_URL"


@dataclass(frozen=True, slots=True)
class LogIn:
    """A provider of log-ins (OpenID Connect), and how it finds the way back."""

    metadata: str
    client: str
    secret: str
    address: str

    def auth(self, cookie_secret: str) -> dict[str, str]:
        """The section `[auth]` as Streamlit reads it."""
        return {
            "redirect_uri": f"{self.address}/oauth2callback",
            "cookie_secret": cookie_secret,
            "client_id": self.client,
            "client_secret": self.secret,
            "server_metadata_url": self.metadata,
        }


def log_in(environment: Mapping[str, str]) -> LogIn | None:
    """The log-in that is set up, if one is. Raises WorkbenchError when half of it is."""
    given = {name: environment.get(name, "").strip() for name in (*_NEEDED, ADDRESS)}
    if not any(given[name] for name in _NEEDED):
        return None
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise WorkbenchError(
            f"The log-in is only half set up: {', '.join(missing)} is missing. "
            "Set it, or unset all of WORKBENCH_OIDC_*."
        )
    for name in ("WORKBENCH_OIDC_METADATA", ADDRESS):
        parts = urlsplit(given[name])
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise WorkbenchError(f"{name} is no web address. Write it as https://host/path.")
    metadata, client, secret = (given[name] for name in _NEEDED)
    return LogIn(metadata, client, secret, given[ADDRESS].rstrip("/"))


def admins(environment: Mapping[str, str]) -> frozenset[str]:
    """The addresses of the first admins."""
    named = environment.get("WORKBENCH_ADMINS", "").split(",")
    return frozenset(mail.strip().casefold() for mail in named if mail.strip())


def first_role(environment: Mapping[str, str], mail: str) -> Role | None:
    """What somebody new is. Raises WorkbenchError when there is no such role."""
    if mail in admins(environment):
        return Role.ADMIN
    named = environment.get("WORKBENCH_DEFAULT_ROLE", "").strip().casefold()
    if named in ("", "none"):
        return None
    try:
        return Role(named)
    except ValueError as error:
        raise WorkbenchError(
            f"WORKBENCH_DEFAULT_ROLE is {named!r}, which is no role. "
            f"Set it to one of {', '.join(Role)} or none."
        ) from error
