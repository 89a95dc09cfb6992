"""Where a database is: what a path, a URL or nothing means."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from workbench.errors import WorkbenchError

_POSTGRESQL = ("postgresql", "postgres")
"""Names people write it by; the driver is chosen here."""


def address(where: str | Path | None) -> URL:
    """The database meant by a path, a URL or nothing."""
    chosen = str(where or os.environ.get("WORKBENCH_DATABASE_URL", "") or _default_path())
    if "://" not in chosen:
        return URL.create("sqlite", database=str(Path(chosen).expanduser()))
    try:
        url = make_url(chosen)
    except (ArgumentError, ValueError) as error:
        raise WorkbenchError(
            "WORKBENCH_DATABASE_URL is not a database address. Write it as "
            "sqlite:////folder/file.sqlite or postgresql://user:password@host/database, "
            "or give a path."
        ) from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in _POSTGRESQL else url


def _default_path() -> Path:
    """Where a desktop keeps an application's data."""
    base = os.environ.get("XDG_DATA_HOME", "")
    home = Path(base) if os.path.isabs(base) else Path("~/.local/share").expanduser()
    return home / "workbench" / "workbench.sqlite"


def place(url: URL) -> str:
    """The database as a person knows it, without a password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    server = {name: url.query[name] for name in ("host", "port") if name in url.query}
    return URL.create(
        url.get_backend_name(), url.username, None, url.host, url.port, url.database, server
    ).render_as_string()
