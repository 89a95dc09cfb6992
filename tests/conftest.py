"""The databases that the tests run on: SQLite everywhere, PostgreSQL where one can be started."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from postgres import Cluster, NoPostgres

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of our own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    try:
        made = Cluster()
    except NoPostgres as error:
        pytest.skip(str(error))
    yield made
    made.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.sqlite'}"
        return
    made: Cluster = request.getfixturevalue("cluster")
    name = f"desk_{next(_NUMBERS)}"
    yield made.create(name)
    made.sql(f"DROP DATABASE {name} WITH (FORCE)")
