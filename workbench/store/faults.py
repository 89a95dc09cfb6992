"""A database's own errors as sentences that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from workbench.errors import UnreadableFile, UnwritableFile, WorkbenchError
from workbench.store.address import place


@contextmanager
def reported(url: URL) -> Iterator[None]:
    """Turn the database's own errors into sentences."""
    try:
        yield
    except DBAPIError as error:
        raise _explained(url, str(error.orig)) from error
    except sqlite3.Error as error:  # while a connection is set up
        raise _explained(url, str(error)) from error
    except SQLAlchemyError as error:
        raise WorkbenchError(
            f"The database {place(url)} did not answer: {error}. Nothing was stored; try again."
        ) from error


def _explained(url: URL, reason: str) -> WorkbenchError:
    """What a person can do about it; `reason` is the database's own wording."""
    where = place(url)
    if "not a database" in reason or "malformed" in reason:
        return UnreadableFile(
            f"{where} is damaged or is not a database. "
            "Put a copy back in its place, or move it away to start empty."
        )
    if "unable to open" in reason or "readonly" in reason or "read-only" in reason:
        return UnwritableFile(
            f"The database {where} cannot be opened for writing. "
            "Ask for permission on its folder, or set WORKBENCH_DATABASE_URL to another place."
        )
    if "full" in reason:
        return UnwritableFile(
            f"There is no space left for the database {where}. "
            "Nothing was stored; make room and save again."
        )
    if "locked" in reason or "busy" in reason:
        return UnwritableFile(
            f"The database {where} is in use by another program. Nothing was stored; try again."
        )
    return WorkbenchError(
        f"The database {where} did not answer: {reason}. Nothing was stored; try again."
    )
