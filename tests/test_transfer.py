"""A database moves to another, into a backup and out of it, and arrives whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postgres import Cluster
from workbench.access import Role
from workbench.errors import WorkbenchError
from workbench.model import Document, Segment, State, Unit
from workbench.store import Store, migrations, transfer
from workbench.store.backup import back_up, restore
from workbench.store.soundness import sound

SEGMENTS = (Segment("a", "The <g1>border</g1> reopened."), Segment("b", "د پولې پرانیستل"))
ARTICLE = Document("کابل.md", "markdown", SEGMENTS, target_language="ps")
EDIT = {"target": "پوله بېرته پرانیستل شوه.", "state": State.TRANSLATED, "author": "Zarghuna"}


@pytest.fixture
def store(desk: str) -> Iterator[Store]:
    made = Store(desk)
    fill(made)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of either kind."""
    if request.param == "sqlite":
        made = Store(tmp_path / "other.sqlite")
        yield made
        made.close()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    made = Store(cluster.ready("other"))
    yield made
    made.close()
    cluster.drop("other")


def fill(store: Store) -> None:
    """A desk with something of every kind, and a gap in its numbers at the end."""
    number = store.add(ARTICLE, bytes(range(256)))
    store.edit(number, "a", revision=0, name="e-1", **EDIT)
    store.edit(number, "a", revision=1, **EDIT | {"target": "سرحد", "state": State.REVIEWED})
    store.comment(number, "a", text="<b>ok</b>", author="Amin")
    store.remember([Unit("Schools are shut.", "ښوونځي تړلي دي.", "en", "ps")])
    store.met("zarghuna@example.org", "Zarghuna", signed_in=1, role=Role.ADMIN)
    store.secret()
    store.ask("translate", number, asker="Amin")
    store.ask_for("import", "a.md", asker="Amin", files=[("a.md", bytes(range(256)))])
    store.met("amin@example.org", "Amin", role=Role.EDITOR)
    store.delete(store.add(ARTICLE, b""))


def held(store: Store) -> dict[str, transfer.Content]:
    with store._engine.connect() as connection:
        return transfer.content(connection)


def test_everything_is_copied_between_databases_of_either_kind(store: Store, other: Store) -> None:
    before = held(store)
    assert transfer.copy(store._engine, other._engine) == before == held(other) == held(store)
    assert all(content.rows for content in before.values()), "something of every kind"
    (document,) = other.documents()
    assert other.source(document.id)[1] == bytes(range(256))
    assert [change.author for change in other.history(document.id, "a")] == ["Zarghuna"] * 2
    assert other.secret() == store.secret()
    assert [m.score for m in other.matches("Schools are shut today.", "en", "ps")] == [85]


def test_after_a_copy_work_goes_on_and_no_number_is_given_twice(store: Store, other: Store) -> None:
    gone = store.add(ARTICLE, b"")
    store.delete(gone)
    transfer.copy(store._engine, other._engine)
    assert other.add(ARTICLE, b"") > gone
    number = other.documents()[-1].id
    assert other.edit(number, "b", revision=0, name="e-2", **EDIT) == 1
    assert other.edit(number, "a", revision=9, name="e-1", **EDIT) == 1, "known from before"
    other.comment(number, "b", text="و", author="Amin")
    assert other.remember([Unit("New.", "نوی.", "en", "ps")]).new == 1


def test_a_desk_with_work_on_it_is_not_copied_over(store: Store, other: Store) -> None:
    fill(other)
    before = held(other)
    with pytest.raises(WorkbenchError, match="is not empty"):
        transfer.copy(store._engine, other._engine)
    with pytest.raises(WorkbenchError, match="the same database"):
        transfer.copy(store._engine, store._engine)
    assert held(other) == before


def test_a_table_that_differs_by_one_letter_has_another_digest(store: Store) -> None:
    before = held(store)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE comments SET text = '<b>oK</b>'")
    after = held(store)
    assert [name for name in before if before[name] != after[name]] == ["comments"]


def test_a_backup_is_taken_while_people_write_and_is_one_moment(
    store: Store, other: Store, tmp_path: Path
) -> None:
    number = store.documents()[0].id
    stop = threading.Event()

    def write() -> None:
        revision = 0
        while not stop.is_set():
            revision = store.edit(
                number, "b", revision=revision, **EDIT | {"target": f"{revision}"}
            )

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for turn in range(3):
            back_up(store._engine, tmp_path / f"{turn}.backup")
    finally:
        stop.set()
        writing.join()
    for turn in range(3):
        copy = Store(tmp_path / f"{turn}.backup")
        assert sound(copy._engine).faults == []
        copy.close()
    contents, aside = restore(tmp_path / "2.backup", other._engine)
    assert aside is None
    assert held(other) == contents
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_what_a_backup_replaces_is_put_by(store: Store, tmp_path: Path) -> None:
    file, before = tmp_path / "desk.backup", held(store)
    back_up(store._engine, file)
    number = store.documents()[0].id
    store.edit(number, "b", revision=0, **EDIT)
    later = held(store)
    with pytest.raises(WorkbenchError, match="is not empty"):
        restore(file, store._engine)
    assert held(store) == later
    contents, aside = restore(file, store._engine, replace=True)
    assert held(store) == contents == before
    assert aside is not None
    assert aside.parent == tmp_path
    restore(aside, store._engine, replace=True)
    assert held(store) == later
    with pytest.raises(WorkbenchError), store._transaction() as connection:
        connection.exec_driver_sql("DELETE FROM log")
    assert sound(store._engine).faults == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-4096]),
        lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\xa5" * 9000),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
        lambda path: change(path, "UPDATE segments SET target = 'x' WHERE key = 'a'"),
        lambda path: change(path, "DROP TABLE backup"),
        lambda path: change(path, "UPDATE backup SET digest = 'nonsense'"),
        lambda path: change(path, "UPDATE alembic_version SET version_num = '9999'"),
    ],
)
def test_a_file_that_is_no_backup_or_has_changed_restores_nothing(
    tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    store = Store(tmp_path / "desk.sqlite")
    fill(store)
    file, before = tmp_path / "desk.backup", held(store)
    back_up(store._engine, file)
    harm(file)
    with pytest.raises(WorkbenchError):
        restore(file, store._engine, replace=True)
    assert held(store) == before
    assert not list(tmp_path.glob("*replaced*"))


def change(path: Path, command: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(command)
    connection.close()


def test_a_backup_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "desk.backup"
    back_up(store._engine, file)
    before = file.read_bytes()
    with pytest.raises(WorkbenchError, match="exists already"):
        back_up(store._engine, file)
    assert file.read_bytes() == before
    assert file.stat().st_mode & 0o077 == 0, "it holds what pages are signed with"
    with pytest.raises(WorkbenchError, match="cannot be written"):
        back_up(store._engine, tmp_path / "nowhere" / "desk.backup")


def test_where_there_is_no_room_no_half_backup_stays(
    store: Store, desk: str, tmp_path: Path
) -> None:
    store.add(ARTICLE, b"x" * 400_000)
    script = f"""
import resource
from pathlib import Path
from workbench import cli
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
import sys
sys.argv = ["workbench", "db", "backup", {str(tmp_path / "desk.backup")!r}, "--database", {desk!r}]
cli.main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("workbench: ")
    assert "Traceback" not in done.stderr
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


def test_an_old_backup_is_brought_up_to_date_on_its_way(tmp_path: Path) -> None:
    from workbench.store.address import address
    from workbench.store.engine import connect

    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as connection:
        connection.executescript(
            (Path(__file__).parent / "cases" / "first_release.sql").read_text(encoding="utf-8")
        )
    connection.close()
    engine = connect(address(old))
    back_up(engine, tmp_path / "old.backup")
    assert migrations.revision(engine) == "", "a backup changes nothing"
    engine.dispose()
    store = Store(tmp_path / "desk.sqlite")
    restore(tmp_path / "old.backup", store._engine)
    assert len(store.history(2, "a")) == 2
    store.close()


def test_a_history_with_a_gap_is_found(store: Store) -> None:
    assert sound(store._engine).faults == []
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM revisions WHERE revision = 1")
    (fault,) = sound(store._engine).faults
    assert fault == "segment 'a' of document 1 is at revision 2 after 1 changes"
