"""What goes wrong beneath the desk: nothing is lost, nothing stored twice, and then it goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from postgres import Cluster
from workbench import pipeline
from workbench.engines.echo import Echo
from workbench.errors import DatabaseAway, DatabaseShut, WorkbenchError
from workbench.model import Document, Hypothesis, Progress, Segment, State
from workbench.store import Stage, Store, keeping, listing, migrations, rows
from workbench.store.address import address
from workbench.store.engine import connect
from workbench.store.soundness import sound
from workbench.worker import Worker, lives

ROOT = Path(__file__).parent.parent
ARTICLE = b"The bridge at Torkham is open.\n\nThe school was closed for a week.\n\nSnow fell.\n"
SEGMENTS = tuple(Segment(f"s{i}", f"Sentence {i} on the border.") for i in range(4))
EDIT: dict[str, Any] = {"target": "سرحد باز شد.", "state": State.TRANSLATED, "author": "Amin"}


def until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def put(store: Store, name: str = "bridge.md") -> int:
    """An article on the desk that waits for the machine."""
    number = store.add(pipeline.into(pipeline.read(ARTICLE, name=name), "prs"), ARTICLE)
    assert store.ask("translate", number, asker="Amin")
    return number


def translated_once(store: Store, number: int) -> None:
    job = store.job(number)
    assert job is not None
    assert job.stage is Stage.DONE, job.error
    found = store.segments(number)
    assert [(row.state, row.revision) for row in found] == [(State.DRAFT, 1)] * 3
    assert sound(store._engine).faults == []


class Halting(Echo):
    """An engine that halts until it is let go on."""

    def __init__(self) -> None:
        self.reached, self.go = threading.Event(), threading.Event()

    def translate(
        self,
        batch: Any,
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """As Echo does, after a halt."""
        self.reached.set()
        assert self.go.wait(60)
        if progress:
            progress(1, 3)
        given = {"source": source, "target": target, "hypotheses": hypotheses}
        return super().translate(batch, progress=progress, **given)


@pytest.fixture
def halting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Halting]:
    engine = Halting()
    monkeypatch.setattr("workbench.engines.default", lambda: engine)
    monkeypatch.setattr(lives, "BEAT", 0.05)
    yield engine
    engine.go.set()


@pytest.fixture
def far(cluster: Cluster) -> Iterator[Store]:
    """A desk on PostgreSQL."""
    made = Store(cluster.ready("faults"))
    yield made
    made.close()
    cluster.drop("faults")


# The database goes away


def test_a_database_restarted_under_a_worker_costs_it_nothing(
    far: Store, cluster: Cluster, halting: Halting
) -> None:
    number = put(far)
    machine = Worker(far, stays=True)
    machine.start()
    assert halting.reached.wait(60)
    for _crash in range(3):
        cluster.restart()
        time.sleep(0.2)
    halting.go.set()
    until(lambda: not far.queued())
    machine.stop()
    translated_once(far, number)


def test_a_database_that_is_away_when_the_drafts_are_there_gets_them_later(
    far: Store, cluster: Cluster, halting: Halting
) -> None:
    number = put(far)
    machine = Worker(far, stays=True)
    machine.start()
    assert halting.reached.wait(60)
    cluster.stop("immediate")
    try:
        halting.go.set()
        time.sleep(1.5)
    finally:
        cluster.start()
    until(lambda: not far.queued())
    machine.stop()
    translated_once(far, number)
    job = far.job(number)
    assert job is not None
    assert job.tries == 1, "that the database was away is not held against the job"


def test_a_connection_lost_in_mid_save_stores_nothing_and_the_next_save_all(
    far: Store, cluster: Cluster
) -> None:
    number = far.add(Document("a.md", "markdown", SEGMENTS, target_language="prs"), b"")
    cluster.sql(
        "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_sleep(30); RETURN NEW; END $$; "
        "CREATE TRIGGER slowly BEFORE INSERT ON revisions EXECUTE FUNCTION slowly()",
        "faults",
    )
    said: list[BaseException] = []

    def save() -> None:
        try:
            far.edit(number, "s0", revision=0, name="e-1", **EDIT)
        except WorkbenchError as error:
            said.append(error)

    saving = threading.Thread(target=save)
    saving.start()
    asleep = "SELECT pid FROM pg_stat_activity WHERE datname = 'faults' AND wait_event = 'PgSleep'"
    end = time.monotonic() + 60
    while saving.is_alive() and time.monotonic() < end:
        cluster.sql(f"SELECT pg_terminate_backend(pid) FROM ({asleep}) AS theirs", "postgres")
        saving.join(0.1)
    (error,) = said
    assert isinstance(error, DatabaseAway)
    assert "was lost" in str(error)
    cluster.sql("DROP TRIGGER slowly ON revisions", "faults")
    assert far.segment(number, "s0").revision == 0
    assert far.edit(number, "s0", revision=0, name="e-1", **EDIT) == 1
    assert far.edit(number, "s0", revision=0, name="e-1", **EDIT) == 1
    assert len(far.history(number, "s0")) == 1


# The disk is full


def full(store: Store) -> Callable[[], None]:
    """No page can be added to the database any more; call what is returned to make room."""
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    room = [pages]

    def limit(connection: Any, *_more: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {room[0]}")

    event.listen(store._engine, "checkout", limit)

    def make_room() -> None:
        room[0] = 1 << 30

    return make_room


def test_an_edit_on_a_full_disk_is_a_sentence_and_stored_when_there_is_room(tmp_path: Path) -> None:
    store = Store(tmp_path / "desk.sqlite")
    number = store.add(Document("a.md", "markdown", SEGMENTS, target_language="prs"), b"")
    make_room = full(store)
    large = EDIT | {"target": "سرحد " * 4000}
    with pytest.raises(DatabaseShut, match="no space left"):
        store.edit(number, "s0", revision=0, name="e-1", **large)
    assert store.segment(number, "s0").revision == 0
    make_room()
    assert store.edit(number, "s0", revision=0, name="e-1", **large) == 1
    assert sound(store._engine).faults == []
    store.close()


def test_a_worker_on_a_full_disk_waits_for_room(
    tmp_path: Path, halting: Halting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.worker.PAUSE", 0.05)
    store = Store(tmp_path / "desk.sqlite")
    long = ARTICLE * 100
    number = store.add(pipeline.into(pipeline.read(long, name="a.md"), "prs"), long)
    assert store.ask("translate", number, asker="Amin")
    machine = Worker(store, stays=True)
    machine.start()
    assert halting.reached.wait(60)
    make_room = full(store)
    halting.go.set()
    time.sleep(2)
    assert store.queued() == 1
    assert {row.revision for row in store.segments(number)} == {0}
    make_room()
    until(lambda: not store.queued())
    machine.stop()
    assert {row.revision for row in store.segments(number)} == {1}
    job = store.job(number)
    assert job is not None
    assert (job.stage, job.tries) == (Stage.DONE, 1)
    assert sound(store._engine).faults == []
    store.close()


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root may mount")
def test_a_file_system_that_fills_up_loses_no_acknowledged_edit(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(small)]
    if subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    acknowledged = 0

    def fill(store: Store, number: int) -> None:
        nonlocal acknowledged
        for revision in range(1000):
            target = f"{revision} " + "سرحد " * 2000
            store.edit(number, "s0", revision=revision, **EDIT | {"target": target})
            acknowledged = revision + 1

    try:
        store = Store(small / "desk.sqlite")
        number = store.add(Document("a.md", "markdown", SEGMENTS, target_language="prs"), b"")
        with pytest.raises(WorkbenchError):
            fill(store, number)
        assert acknowledged > 10
        store.close()
        kept = Store(shutil.copytree(small, tmp_path / "moved") / "desk.sqlite")
        assert sound(kept._engine).faults == []
        assert kept.segment(number, "s0").revision == acknowledged
        assert kept.segment(number, "s0").target.startswith(f"{acknowledged - 1} ")
        assert kept.edit(number, "s0", revision=acknowledged, **EDIT) == acknowledged + 1
        kept.close()
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


# The clock is moved


class Yesteryear(datetime):
    """A clock that was set back a year."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Yesteryear:
        """The moment, a year ago."""
        moment = datetime.now(tz) - timedelta(days=365)
        return cls.fromtimestamp(moment.timestamp(), tz)


def test_a_clock_set_back_changes_no_order(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(desk)
    number = store.add(Document("a.md", "markdown", SEGMENTS, target_language="prs"), b"")
    store.edit(number, "s0", revision=0, **EDIT)
    _, moment = store.changes(number, 0)
    store.ask("translate", number, asker="Amin")
    for module in (rows, keeping, listing):
        monkeypatch.setattr(module, "datetime", Yesteryear)
    store.edit(number, "s0", revision=1, **EDIT | {"target": "مرز باز شد."})
    changed, _ = store.changes(number, moment)
    assert [row.target for row in changed] == ["مرز باز شد."], "who asks what is new misses none"
    assert [one.new_target for one in store.history(number, "s0")] == [
        "سرحد باز شد.",
        "مرز باز شد.",
    ]
    (unit,) = store.units()
    assert unit.target == "مرز باز شد.", "the last word is the last, whatever the clock says"
    later = store.add(Document("b.md", "markdown", SEGMENTS, target_language="prs"), b"")
    store.ask("translate", later, asker="Amin")
    assert [job.document for job in store.jobs()] == [number, later]
    job = store.begin("far:1:00")
    assert job is not None
    assert job.document == number
    store.delete(later)
    assert [one.document.id for one in store.deleted()] == [later], "it can be put back"
    store.restore(later)
    assert sound(store._engine).faults == []
    store.close()


# A migration is interrupted


@pytest.mark.parametrize("at", ["0001", "0007"])
def test_a_migration_killed_on_either_database_leaves_it_as_it_was(
    bare: str, tmp_path: Path, at: str
) -> None:
    folder = tmp_path / "versions"
    folder.mkdir()
    for path in (Path(migrations.__file__).parent / "versions").glob("r*.py"):
        shutil.copyfile(path, folder / path.name)
    (folder / "later.py").write_text(
        "import os, signal\nrevision = 'later'\n"
        f"down_revision = {migrations.HEAD!r}\n\n\n"
        "def upgrade():\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    script = f"""
from pathlib import Path
from workbench.store import migrations
from workbench.store.address import address
from workbench.store.engine import connect
engine = connect(address({bare!r}))
migrations.upgrade(engine, to={at!r})
print("begun", flush=True)
migrations.upgrade(engine, versions=Path({str(folder)!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "begun\n"), done.stderr
    engine = connect(address(bare))
    assert migrations.revision(engine) == at
    engine.dispose()
    store = Store(bare)
    assert migrations.revision(store._engine) == migrations.HEAD
    assert store.add(Document("a.md", "markdown", SEGMENTS, target_language="prs"), b"") == 1
    store.close()
