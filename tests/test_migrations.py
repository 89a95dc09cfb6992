"""A database of any age opens: brought up to date without loss, all of it or nothing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from workbench.errors import WorkbenchError
from workbench.model import Document, State
from workbench.store import Store, database, migrations
from workbench.store.address import address
from workbench.store.engine import connect

FIRST = (Path(__file__).parent / "cases" / "first_release.sql").read_text(encoding="utf-8")
VERSIONS = Path(migrations.__file__).parent / "versions"
LATER = '''
"""A column gets a default: in SQLite the table is made anew."""
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.alter_column("name", existing_type=sa.Text, server_default="untitled")
    {then}
'''


@pytest.fixture(autouse=True)
def ready_made() -> None:
    """Here nothing is ready-made: the migrations themselves are run."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST)
    connection.close()
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "desk.sqlite")


def later(folder: Path, then: str = "") -> Path:
    """The revisions of this program, and one more."""
    folder.mkdir()
    for path in VERSIONS.glob("r*.py"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "later.py").write_text(LATER.format(head=migrations.HEAD, then=then))
    return folder


def everything(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def test_the_head_is_the_newest_of_one_line_of_revisions() -> None:
    scripts = ScriptDirectory(str(VERSIONS.parent), version_locations=[str(VERSIONS)])
    assert scripts.get_heads() == [migrations.HEAD]
    assert scripts.get_bases() == ["0001"]


def test_the_revisions_make_the_tables_the_program_knows(bare: str) -> None:
    store = Store(bare)
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, database.tables) == []
    store.close()


def test_the_first_releases_database_keeps_all_its_work(old: Path) -> None:
    store = Store(old)
    assert migrations.revision(store._engine) == migrations.HEAD
    assert [document.name for document in store.documents()] == ["border-trade.md"]
    assert store.source(2)[1] == b"# The border reopened.\n"
    assert [(row.target, row.state) for row in store.segments(2)] == [
        ("سرحد باز شد.", State.REVIEWED),
        ("", State.NEW),
    ]
    assert [change.author for change in store.history(2, "a")] == ["Amin", "Zarghuna"]
    (unit,) = store.units()
    assert [before.target for before in store.past(unit)] == ["مرز باز شد."]


def test_the_first_releases_database_does_all_that_a_new_one_does(old: Path) -> None:
    store = Store(old)
    assert store.comment(2, "a", text="ok", author="Amin") == 1
    assert store.secret() == store.secret()
    edit = {"target": "نو", "state": State.DRAFT, "author": "Amin", "name": "e-1"}
    assert store.edit(2, "a", revision=2, **edit) == store.edit(2, "a", revision=2, **edit) == 3
    assert store.add(Document("new.md", "markdown", ()), b"") == 4, "an id is never given twice"
    (match,) = store.matches("The border has reopened.", "en", "prs")
    assert match.source == "The border reopened.", "units older than their index are found"


def test_a_database_from_before_revisions_were_counted_so_is_taken_up(store: Store) -> None:
    number = store.add(Document("a.md", "markdown", ()), b"x")
    store.close()
    path = Path(store._engine.url.database or "")
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "DROP TABLE memory_contexts; DROP TABLE memories;"
            "ALTER TABLE memory DROP COLUMN memory;"
            "ALTER TABLE segments DROP COLUMN locked;"
            "DROP TABLE desk; DROP TABLE people; DROP TABLE log;"
            "DROP TABLE job_files; DROP TABLE jobs;"
            "DROP TABLE alembic_version; PRAGMA user_version = 2"
        )
    assert Store(path).document(number).name == "a.md"
    assert migrations.revision(store._engine) == migrations.HEAD


@pytest.mark.parametrize(
    "made",
    [
        "DROP TABLE alembic_version; PRAGMA user_version = 99",
        "UPDATE alembic_version SET version_num = '9999'",
    ],
)
def test_a_newer_database_is_left_alone(store: Store, made: str) -> None:
    path = Path(store._engine.url.database or "")
    with sqlite3.connect(path) as connection:
        connection.executescript(made)
    before = everything(path)
    with pytest.raises(WorkbenchError, match="newer workbench"):
        Store(path)
    assert everything(path) == before


def test_a_table_made_anew_takes_nothing_with_it(old: Path, tmp_path: Path) -> None:
    store = Store(old)
    assert migrations.upgrade(store._engine, versions=later(tmp_path / "v")) == ["later"]
    assert len(store.segments(2)) == 2
    assert len(store.history(2, "a")) == 2
    store.delete(2)
    assert store.history(2, "a") == [], "foreign keys hold again"


@pytest.mark.parametrize("at", ["", "0001", "0003"])
def test_a_migration_that_fails_leaves_the_database_as_it_was(
    bare: str, tmp_path: Path, at: str
) -> None:
    engine = connect(address(bare))
    if at:
        migrations.upgrade(engine, to=at)
    tables = inspect(engine).get_table_names()
    with pytest.raises(ZeroDivisionError):
        migrations.upgrade(engine, versions=later(tmp_path / "v", "1 / 0"))
    assert inspect(engine).get_table_names() == tables
    assert migrations.revision(engine) == at
    engine.dispose()
    store = Store(bare)
    assert store.add(Document("a.md", "markdown", ()), b"") == 1
    store.close()


def test_a_migration_that_is_killed_leaves_the_database_as_it_was(
    old: Path, tmp_path: Path
) -> None:
    before = everything(old)
    folder = later(tmp_path / "v", "import os; os.kill(os.getpid(), 9)")
    script = f"""
from pathlib import Path
from workbench.store import migrations
from workbench.store.address import address
from workbench.store.engine import connect
migrations.upgrade(connect(address({str(old)!r})), versions=Path({str(folder)!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert everything(old) == before
    assert len(Store(old).segments(2)) == 2


def test_two_programs_that_open_an_old_database_at_once_migrate_it_once(old: Path) -> None:
    script = f"from workbench.store import Store; print(len(Store({str(old)!r}).segments(2)))"
    both = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) for _ in range(3)
    ]
    assert [one.communicate()[0].strip() for one in both] == [b"2"] * 3


def test_opening_an_up_to_date_database_loads_no_alembic(store: Store) -> None:
    script = f"""
import sys
from workbench.store import Store
Store({store.address!r})
sys.exit("alembic" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
