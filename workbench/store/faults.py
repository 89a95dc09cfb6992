"""A database's own errors as sentences that say what to do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from workbench.errors import (
    DatabaseAway,
    DatabaseShut,
    UnreadableFile,
    UnwritableFile,
    WorkbenchError,
)
from workbench.store.address import place

_FAULTS = (
    (
        UnreadableFile,
        "not a database|malformed|^XX00[12]",
        "{where} is damaged or is not a database. "
        "Put a copy back in its place, or move it away to start empty.",
    ),
    (
        UnwritableFile,
        "unable to open|readonly|read-only|^25006|^42501",
        "The database {where} cannot be opened for writing. "
        "Ask for permission on its folder, or set WORKBENCH_DATABASE_URL to another place.",
    ),
    (
        DatabaseShut,
        "is full|^53100|No space left",
        "There is no space left for the database {where}. "
        "Nothing was stored; make room and save again.",
    ),
    (
        DatabaseShut,
        "locked|busy|^55P03|^40P01|^40001|^57014",
        "The database {where} is in use by another program. Nothing was stored; try again.",
    ),
    (
        WorkbenchError,
        "^28|password authentication failed|no password supplied|role .* does not exist"
        "|no pg_hba.conf entry",
        "The database {where} does not let this user in. "
        "Put the right name and password into WORKBENCH_DATABASE_URL.",
    ),
    (
        WorkbenchError,
        "^3D000|database .* does not exist",
        "The server has no database {where}. "
        "Make it with `createdb --encoding UTF8`, or correct WORKBENCH_DATABASE_URL.",
    ),
    (
        DatabaseAway,
        "^53300|too many clients|remaining connection slots|QueuePool limit",
        "The database {where} has no connection free. Nothing was stored; try again, "
        "or allow more connections (`max_connections`).",
    ),
    (
        UnwritableFile,
        r"NUL \(0x00\)|^22021",
        "A text holds a character that the database {where} cannot keep (U+0000). "
        "Nothing was stored; take it out and try again.",
    ),
    (
        DatabaseAway,
        "Connection refused|No such file or directory|could not translate|failed to resolve"
        "|timeout expired|connection timeout|No route to host|Network is unreachable",
        "No database answers at {where}. Start its server, or correct WORKBENCH_DATABASE_URL.",
    ),
    (
        DatabaseAway,
        "^57P0[1-5]|^08|starting up|shutting down|in recovery mode|server closed the connection"
        "|connection is (closed|lost|bad)|connection (was )?lost|terminating connection"
        "|SSL connection has been closed|EOF detected|could not receive data|could not send data",
        "The connection to the database {where} was lost. "
        "Try again: what was stored before that is not stored twice.",
    ),
)
"""(error, what the database says of it: its code or its words, what a person is told)."""


@contextmanager
def reported(url: URL) -> Iterator[None]:
    """Turn the database's own errors into sentences."""
    try:
        yield
    except DBAPIError as error:
        raise _explained(url, error.orig or error) from error
    except sqlite3.Error as error:  # while a connection is set up
        raise _explained(url, error) from error
    except SQLAlchemyError as error:
        raise _explained(url, error) from error
    except UnicodeEncodeError as error:
        raise UnwritableFile(
            f"A text holds half a character, which the database {place(url)} cannot keep. "
            "Nothing was stored; take it out and try again."
        ) from error


def _explained(url: URL, error: BaseException) -> WorkbenchError:
    """What a person can do about it, from the code of the error where it has one."""
    where, reason = place(url), f"{getattr(error, 'sqlstate', None) or ''} {error}".strip()
    for kind, said, sentence in _FAULTS:
        if re.search(said, reason):
            return kind(sentence.format(where=where))
    return WorkbenchError(
        f"The database {where} did not answer: {_without_password(url, str(error))}. "
        "Nothing was stored; try again."
    )


def _without_password(url: URL, reason: str) -> str:
    """The first line of what a database says, whatever it quotes."""
    first = reason.strip().splitlines()[0].rstrip(".") if reason.strip() else "no reason given"
    secrets = [str(url.password or ""), *map(str, url.query.values())]
    for secret in filter(None, secrets):
        first = first.replace(secret, "***")
    return first
