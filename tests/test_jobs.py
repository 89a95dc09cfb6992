"""The machine's work: taken in turn, once each, and never lost, whoever dies over it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browsing import Server
from workbench import cli, pipeline, worker
from workbench.engines.echo import Echo
from workbench.errors import WorkbenchError
from workbench.model import Hypothesis, Progress, State
from workbench.store import FullQueue, Job, Stage, Store, TakenAway
from workbench.store.jobs import TRIES
from workbench.worker import Worker, in_the_app, lives

ROOT = Path(__file__).parent.parent
ARTICLE = b"The bridge at Torkham is open.\n\nThe school was closed for a week.\n\nSnow fell.\n"


@pytest.fixture
def store(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_ENGINE", "echo")
    made = Store(desk)
    yield made
    made.close()


def put(store: Store, name: str = "bridge.md") -> int:
    """An article on the desk that nobody has translated."""
    document = pipeline.into(pipeline.read(ARTICLE, name=name), "prs")
    return store.add(document, ARTICLE)


def waiting(store: Store, asker: str, count: int = 1) -> list[int]:
    """Documents that wait for the machine."""
    numbers = [put(store, f"{asker}-{n}.md") for n in range(count)]
    for number in numbers:
        assert store.ask("translate", number, asker=asker)
    return numbers


def begun(store: Store, owner: str = "far:1:00") -> Job:
    """A job in the hands of somebody on another machine."""
    job = store.begin(owner)
    assert job is not None
    return job


def until(true: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def worked(store: Store, **options: int) -> None:
    """All that waits, done by a worker here."""
    machine = Worker(store, **options)
    machine.start()
    until(lambda: not store.queued())
    machine.stop()


def stage(store: Store, number: int) -> Stage:
    job = store.job(number)
    assert job is not None
    return job.stage


class Halting(Echo):
    """An engine that halts between two batches until it is let go on."""

    def __init__(self) -> None:
        self.reached, self.go = threading.Event(), threading.Event()

    def translate(
        self,
        batch: object,
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """As Echo does, after a halt."""
        self.reached.set()
        assert self.go.wait(30)
        if progress:
            progress(1, 3)
        return super().translate(
            batch,  # type: ignore[arg-type]
            source=source,
            target=target,
            hypotheses=hypotheses,
            progress=progress,
        )


@pytest.fixture
def halting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Halting]:
    engine = Halting()
    monkeypatch.setattr("workbench.engines.default", lambda: engine)
    monkeypatch.setattr(lives, "BEAT", 0.05)
    yield engine
    engine.go.set()


def test_what_waits_is_translated_and_a_person_s_work_stays(store: Store) -> None:
    (number,) = waiting(store, "Amin")
    first = store.segments(number)[0]
    kept = {"target": "پل تورخم باز است.", "state": State.TRANSLATED}
    store.edit(number, first.key, author="Amin", revision=0, name="e", **kept)  # type: ignore[arg-type]
    worked(store)
    assert stage(store, number) is Stage.DONE
    rows = store.segments(number)
    assert [row.state for row in rows] == [State.TRANSLATED, State.DRAFT, State.DRAFT]
    assert rows[0].target == kept["target"]
    assert store.jobs() == []


def test_people_take_turns(store: Store) -> None:
    amin, zarghuna = waiting(store, "Amin", 3), waiting(store, "Zarghuna", 2)
    told = [job.document for job in store.jobs()]
    assert told == [amin[0], zarghuna[0], amin[1], zarghuna[1], amin[2]]
    assert begun(store).document == told[0]
    (farid,) = waiting(store, "Farid")
    assert [begun(store).document for _ in range(5)] == [zarghuna[0], farid, *told[2:]]
    assert store.begin("far:1:00") is None


def test_what_has_killed_two_workers_comes_last(store: Store) -> None:
    deadly, *others = waiting(store, "Amin", 3)
    for _ in range(2):
        assert begun(store).document == deadly
        (job,) = store.at_work()
        store.abandoned(job)
    assert [begun(store).document for _ in range(3)] == [*others, deadly]


def test_a_document_is_taken_once_whoever_asks(store: Store) -> None:
    (number,) = waiting(store, "Amin")
    assert not store.ask("redraft", number, asker="Zarghuna")
    job = begun(store)
    assert not store.ask("translate", number, asker="Amin")
    store.finish(job)
    assert store.ask("translate", number, asker="Amin")


def test_no_two_workers_begin_the_same_job(store: Store) -> None:
    numbers = waiting(store, "Amin", 12)
    taken: list[int] = []

    def takes(name: str) -> None:
        while job := store.begin(name):
            taken.append(job.document)

    threads = [threading.Thread(target=takes, args=(f"far:{n}:00",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == numbers


def test_a_full_queue_is_a_sentence_and_nobody_elses(store: Store) -> None:
    waiting(store, "Amin", 2)
    number = put(store)
    with pytest.raises(FullQueue, match="No more than 2 of your documents"):
        store.ask("translate", number, asker="Amin", most=2)
    assert store.ask("translate", number, asker="Zarghuna", most=2)


def test_a_job_cancelled_at_work_stores_nothing(store: Store, halting: Halting) -> None:
    first, second = waiting(store, "Amin", 2)
    machine = Worker(store)
    machine.start()
    assert halting.reached.wait(30)
    at_work, waits = store.jobs()
    assert store.cancel(at_work.id)
    assert store.cancel(waits.id)
    assert not store.cancel(waits.id)
    halting.go.set()
    machine.stop()
    for number in (first, second):
        assert stage(store, number) is Stage.CANCELLED
        assert all(not row.revision for row in store.segments(number))
    assert store.ask("translate", first, asker="Amin"), "it may be asked for again"


def test_how_far_it_is_is_seen_from_elsewhere(store: Store, halting: Halting, desk: str) -> None:
    waiting(store, "Amin")
    machine = Worker(store)
    elsewhere = Store(desk)
    machine.start()
    assert halting.reached.wait(30)
    (before,) = elsewhere.jobs()
    assert before.stage is Stage.WORKING
    until(lambda: elsewhere.jobs()[0].beats > before.beats)
    halting.go.set()
    until(lambda: not elsewhere.queued())
    machine.stop()
    elsewhere.close()


def test_a_worker_told_to_stop_lets_its_job_wait(store: Store, halting: Halting) -> None:
    (number,) = waiting(store, "Amin")
    machine = Worker(store)
    machine.start()
    assert halting.reached.wait(30)
    threading.Timer(0.1, halting.go.set).start()
    machine.stop()
    job = store.job(number)
    assert job is not None
    assert (job.stage, job.tries) == (Stage.WAITING, 0)
    assert all(not row.revision for row in store.segments(number))
    worked(store)
    assert stage(store, number) is Stage.DONE


def test_a_worker_taken_for_dead_stores_nothing_when_it_awakes(store: Store) -> None:
    (number,) = waiting(store, "Amin")
    sleeper = begun(store)
    store.abandoned(sleeper)
    worked(store)
    with pytest.raises(TakenAway):
        store.apply(number, pipeline.stored(store, number).segments, job=sleeper)
    with pytest.raises(TakenAway):
        store.finish(sleeper)
    assert not store.beat(sleeper, 1, 3)
    assert [row.revision for row in store.segments(number)] == [1, 1, 1]


def test_a_worker_that_falls_silent_is_dead_and_one_that_is_slow_is_not(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1000.0
    monkeypatch.setattr("workbench.worker.lives.time.monotonic", lambda: moment)
    waiting(store, "Amin", 2)
    silent, slow = begun(store), begun(store, "elsewhere:1:00")
    watch = lives.Watch()
    assert watch.dead(store.at_work()) == []
    moment += lives.SILENCE - 1
    store.beat(slow, 1, 3)
    assert watch.dead(store.at_work()) == []
    moment += 2
    assert [job.id for job in watch.dead(store.at_work())] == [silent.id]


def test_one_heard_of_in_the_last_moment_keeps_its_job(store: Store) -> None:
    waiting(store, "Amin")
    job = begun(store)
    assert store.beat(job, 1, 3)
    store.abandoned(job)
    assert [one.stage for one in store.jobs()] == [Stage.WORKING]


def test_the_dead_of_this_machine_are_known_at_once() -> None:
    host = lives.OWNER.rsplit(":", 2)[0]
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert lives.gone(f"{host}:{ended.pid}:aa")
    assert lives.gone(f"{host}:{os.getpid()}:aa"), "its number was given again"
    assert not lives.gone(f"{host}:{os.getppid()}:aa")
    assert not lives.gone(lives.OWNER)
    assert not lives.gone("elsewhere:1:aa")


def test_what_breaks_the_machine_fails_after_its_tries_and_others_go_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, well = waiting(store, "Amin", 2)
    right = pipeline.translate

    def translate(document: object, *given: object, **options: object) -> object:
        if getattr(document, "name", "") == "Amin-0.md":
            raise MemoryError("no room")
        return right(document, *given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "translate", translate)
    worked(store)
    (failed,) = store.jobs()
    assert (failed.document, failed.tries) == (broken, TRIES)
    assert "Amin-0.md could not be translated (MemoryError: no room)" in failed.error
    assert stage(store, well) is Stage.DONE
    monkeypatch.undo()
    monkeypatch.setenv("WORKBENCH_ENGINE", "echo")
    assert store.retry(failed.id)
    assert not store.retry(failed.id)
    worked(store)
    assert stage(store, broken) is Stage.DONE


def test_an_article_that_kills_its_workers_fails_after_its_tries(store: Store) -> None:
    (number,) = waiting(store, "Amin")
    for _ in range(TRIES):
        assert stage(store, number) is Stage.WAITING
        store.abandoned(begun(store))
    (failed,) = store.jobs()
    assert failed.stage is Stage.FAILED
    assert "broke down 3 times over Amin-0.md" in failed.error


def test_what_a_person_can_mend_is_told_at_once(store: Store) -> None:
    (number,) = waiting(store, "Amin")
    store.delete(number)
    worked(store)
    (failed,) = store.jobs()
    assert (failed.tries, "no longer on the desk" in failed.error) == (1, True)
    store.forget(failed.id)
    assert store.jobs() == []


def test_drafts_made_anew_can_be_put_back_after_a_restart(store: Store, desk: str) -> None:
    (number,) = waiting(store, "Amin")
    worked(store)
    row = store.segments(number)[0]
    mine = {"target": "پیش‌نویس من", "state": State.DRAFT, "author": "Amin"}
    store.edit(number, row.key, revision=row.revision, name="e", **mine)  # type: ignore[arg-type]
    assert store.ask("redraft", number, asker="Amin", keys=[row.key])
    worked(store)
    later = Store(desk)
    job = later.job(number)
    assert job is not None
    assert [one.target for one in job.replaced] == ["پیش‌نویس من"]
    assert later.put_back(number, job.replaced, author="Amin", name="u") == 1
    later.close()


def test_a_worker_killed_in_the_middle_is_taken_over(store: Store, desk: str) -> None:
    numbers = waiting(store, "Amin", 3)
    script = (
        "import sys, time; from workbench.store import Store; from workbench.worker import lives;"
        "Store(sys.argv[1]).begin(lives.OWNER); print('begun', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, desk], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    worked(store, threads=2)
    for number in numbers:
        assert stage(store, number) is Stage.DONE
        assert [row.revision for row in store.segments(number)] == [1, 1, 1]


def test_the_command_works_until_it_is_told_to_stop(store: Store, desk: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench", "worker", "--database", desk, "--concurrency", "2"],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"WORKBENCH_ENGINE": "echo", "WORKBENCH_LANGUAGE": "en"},
        text=True,
    )
    numbers = waiting(store, "Amin", 4)
    until(lambda: not store.queued(), 60)
    process.terminate()
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "At work on" in said
    assert {stage(store, number) for number in numbers} == {Stage.DONE}


def test_settings_that_are_no_number_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [in_the_app({worker.WORKERS: given}) for given in ("", "0", " 4 ")] == [1, 0, 4]
    for given in ("app", "-1", "1.5", "900", "٣٣٣"):
        with pytest.raises(WorkbenchError, match="Set it to a number"):
            in_the_app({worker.WORKERS: given})
    monkeypatch.setenv(worker.WORKERS, "many")
    monkeypatch.setattr(sys, "argv", ["workbench", "serve"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "'many'" in capsys.readouterr().err


def test_a_server_takes_up_what_waits_before_anybody_comes(tmp_path: Path) -> None:
    store = Store(tmp_path / "desk.sqlite")
    numbers = waiting(store, "Amin", 2)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    begun(store, f"{lives.OWNER.rsplit(':', 2)[0]}:{ended.pid}:00")
    server = Server(tmp_path)
    try:
        until(lambda: not store.queued())
        assert {stage(store, number) for number in numbers} == {Stage.DONE}
    finally:
        server.stop()
        store.close()
