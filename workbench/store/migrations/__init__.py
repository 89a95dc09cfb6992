"""How a database comes to have the tables of this program: revisions, applied in their order.

A change to the tables in `workbench.store.database` is one more module in `versions`, named after
the revision before it, and a new HEAD here. A column of SQLite that is to change, and not only to
be added, is changed with `op.batch_alter_table`.

All that a database is behind is one transaction: broken off, it is as it was. Alembic is loaded
only when there is something to do, so that opening costs one query.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from workbench.errors import WorkbenchError
from workbench.store import matching
from workbench.store.address import place
from workbench.store.engine import reading
from workbench.store.faults import reported
from workbench.store.turns import MIGRATION, take
from workbench.store.units import UNITS, named

HEAD = "0010"
"""The newest revision."""
COUNTED_BY_HAND = {1: "", 2: "0003"}
"""What a `user_version` of SQLite meant before revisions did: a first one may lack tables."""
COUNTED_BY_REVISION = 3
"""The `user_version` of every database with revisions: programs that count by hand refuse it."""
_UNDEFINED_TABLE = "42P01"


def prepare(engine: Engine) -> None:
    """Bring the database up to date; refuse one this program is too old for."""
    with reported(engine.url):
        if revision(engine) != HEAD:
            upgrade(engine)


def revision(engine: Engine) -> str:
    """The revision a database is at; empty when no revision has touched it."""
    try:
        with reading(engine).connect() as connection:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except (OperationalError, ProgrammingError) as error:
        missing = getattr(error.orig, "sqlstate", "") == _UNDEFINED_TABLE
        if missing or "no such table" in str(error.orig):
            return ""
        raise
    return str(found or "")


def upgrade(engine: Engine, *, versions: Path | None = None, to: str = "head") -> list[str]:
    """Apply what is missing, all of it or nothing; the revisions applied, in their order."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    folder = Path(__file__).parent
    scripts = ScriptDirectory(str(folder), version_locations=[str(versions or folder / "versions")])
    with _alone(engine) as connection:
        context = MigrationContext.configure(connection, opts={"transactional_ddl": True})
        at = context.get_current_revision() or _counted_by_hand(connection)
        if at and at not in {script.revision for script in scripts.walk_revisions()}:
            raise _newer(engine)
        missing = list(scripts.iterate_revisions(to, at or "base"))[::-1]
        if at and not context.get_current_revision():
            context.stamp(scripts, at)
        with Operations.context(context):
            for script in missing:
                script.module.upgrade()
                context.stamp(scripts, script.revision)
        _count_no_more(connection)
        if "0001" in (script.revision for script in missing):
            _make_findable(connection)
    return [script.revision for script in missing]


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction during which nobody else migrates.

    SQLite looks at foreign keys at its end only: a table that is copied, dropped and renamed would
    take with it whatever refers to it.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                take(connection, MIGRATION)
                _refuse_other_letters(connection)
                yield connection
            return
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken:
                    raise WorkbenchError(
                        f"The database {place(engine.url)} cannot be brought up to date: a row of "
                        f"{broken[0]} refers to one of {broken[2]} that is not there. "
                        "Nothing was changed; put a backup back in its place."
                    )
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
            driver.close()


def _refuse_other_letters(connection: Connection) -> None:
    """A database of PostgreSQL may be made for the letters of some languages only."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise WorkbenchError(
            f"The database {place(connection.engine.url)} keeps texts as {encoding}, which has no "
            "room for Dari and Pashto. Make one with "
            "`createdb --encoding UTF8 --template template0` and name it instead."
        )


def _counted_by_hand(connection: Connection) -> str:
    """The revision that a database without revisions is at; empty for a new one."""
    if connection.dialect.name != "sqlite":
        return COUNTED_BY_HAND[2] if inspect(connection).has_table("settings") else ""
    counted = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if counted >= COUNTED_BY_REVISION:
        raise _newer(connection.engine)
    return COUNTED_BY_HAND.get(counted, "")


def _count_no_more(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {COUNTED_BY_REVISION}")


def _make_findable(connection: Connection) -> None:
    """Index the units of a memory that is older than its index."""
    pairs = select(UNITS.c.source_language, UNITS.c.target_language).distinct()
    if connection.execute(select(matching.WORDS.c.id).limit(1)).first():
        return
    for pair in connection.execute(pairs).all():
        wanted = select(UNITS.c.id, UNITS.c.source).where(
            UNITS.c.source_language == pair[0], UNITS.c.target_language == pair[1]
        )
        found = connection.execute(wanted.order_by(UNITS.c.id)).all()
        matching.index(connection, named((pair[0], pair[1])), map(tuple, found))


def _newer(engine: Engine) -> WorkbenchError:
    return WorkbenchError(
        f"The database {place(engine.url)} was made by a newer workbench. "
        "Update this one, or set WORKBENCH_DATABASE_URL to another database."
    )
