"""Files taken in, documents packed, an alignment, an evaluation: done once, whoever dies."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench import engines, pipeline
from workbench.errors import WorkbenchError
from workbench.formats import tmx
from workbench.model import State, Unit
from workbench.pipeline import leaving
from workbench.store import DESK, FullQueue, Job, Stage, Store, TakenAway
from workbench.store.errands import KEPT
from workbench.store.jobs import TRIES
from workbench.worker import Worker, errands, lives
from workbench.worker.tasks import TASKS

ROOT = Path(__file__).parent.parent
CASES = json.loads((Path(__file__).parent / "cases" / "alignment.json").read_text(encoding="utf-8"))
ARTICLE = "# Bridge {}\n\nThe bridge at Torkham is open.\n\nThe school was closed for {} weeks.\n"
IRANIAN = (
    "پلیس تهران در ژانویه اعلام کرد که دو بیمارستان تازه در این شهر گشایش می‌یابد و واکسن کافی "
    "در همه دانشگاه‌ها در دسترس دانشجویان است."
)
GIVEN = {"name": "Amin", "mail": "", "languages": ["prs", "ps"]}


@pytest.fixture
def store(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_ENGINE", "echo")
    made = Store(desk)
    yield made
    made.close()


def article(number: int) -> bytes:
    return ARTICLE.format(number, number).encode()


def articles(count: int) -> list[tuple[str, bytes]]:
    return [(f"bridge-{number}.md", article(number)) for number in range(count)]


def asked(store: Store, kind: str, *files: tuple[str, bytes], **given: Any) -> int:
    """An errand of Amin's."""
    told = GIVEN | given
    return store.ask_for(kind, "what it is called", asker="Amin", given=told, files=files)


def begun(store: Store, owner: str = "far:1:00") -> Job:
    job = store.begin(owner)
    assert job is not None
    return job


def until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def worked(store: Store) -> None:
    """All that waits, done by a worker here."""
    machine = Worker(store)
    machine.start()
    until(lambda: not store.queued())
    machine.stop()


def ended(store: Store) -> Job:
    """The one errand there is, which has ended."""
    (job,) = [job for job in store.jobs() if not job.document]
    assert job.finished
    return job


def names(store: Store) -> list[tuple[str, str]]:
    return sorted((one.name, one.target_language) for one in store.documents())


# Files taken in


def test_files_come_onto_the_desk_once_a_language_and_are_translated(store: Store) -> None:
    asked(store, "import", *articles(3))
    worked(store)
    assert names(store) == sorted((name, code) for name, _ in articles(3) for code in ("prs", "ps"))
    assert all(one.states == {State.DRAFT: 3} for one in store.documents())
    job = ended(store)
    assert job.stage is Stage.DONE
    assert job.result == {"brought": 6, "converted": 0, "refused": []}
    assert [(e.action, e.detail, e.name) for e in store.entries()] == (
        [("translated", "ps", "Amin"), ("translated", "prs", "Amin")] * 3
    )
    assert store.given(job) == [], "what was brought in is given back"


def test_what_cannot_be_read_is_told_and_the_others_come_in(store: Store) -> None:
    dari = "پل تورخم باز است و مردم از آن می‌گذرند، اما مکتب‌ها هنوز بسته‌اند.".encode()
    catalogue = 'msgid ""\nmsgstr "Language: ps\\n"\n\nmsgid "Open the file."\nmsgstr ""\n'
    asked(
        store,
        "import",
        ("picture.md", b"\x00\x01\x02\xff" * 40),
        ("dari.md", dari),
        ("tehran.md", IRANIAN.encode()),
        ("texts.po", catalogue.encode()),
        *articles(1),
    )
    worked(store)
    assert names(store) == [("bridge-0.md", "prs"), ("bridge-0.md", "ps"), ("texts.po", "ps")]
    job = ended(store)
    said = job.result["refused"]
    assert [name for name in ("picture.md", "dari.md", "texts.po") if name in " ".join(said)] == [
        "picture.md",
        "dari.md",
        "texts.po",
    ]
    assert len(said) == 3
    assert job.result["converted"] == 1
    (made,) = store.made(job.id)
    assert made.name == "tehran.prs.md"
    assert "پولیس تهران در جنوری" in store.file(made.id).decode()


def test_an_import_taken_over_in_the_middle_brings_nothing_twice(store: Store) -> None:
    asked(store, "import", *articles(4))
    dying = begun(store)

    class Dies(Exception):
        pass

    def progress(done: int, _total: int) -> None:
        if done == 2:
            raise Dies

    with pytest.raises(Dies):
        errands.take_in(store, dying, progress)
    assert len(store.documents()) == 4
    store.abandoned(dying)
    worked(store)
    assert names(store) == sorted((name, code) for name, _ in articles(4) for code in ("prs", "ps"))
    assert ended(store).result["brought"] == 8
    with pytest.raises(TakenAway):
        store.bring(dying, 1, [], by=errands.Person("Amin"), result={})


def test_a_file_that_kills_its_worker_is_passed_over_in_the_end(store: Store) -> None:
    asked(store, "import", *articles(3))
    for _death in range(TRIES - 1):
        store.abandoned(begun(store))
    worked(store)
    job = ended(store)
    assert job.result["refused"] == [
        "The machine broke down over bridge-0.md. Bring it alone to see why."
    ]
    assert {name for name, _ in names(store)} == {"bridge-1.md", "bridge-2.md"}


def test_progress_made_is_not_held_against_an_import_that_is_hit_often(store: Store) -> None:
    asked(store, "import", *articles(6))

    class Dies(Exception):
        pass

    def after_one(done: int, _total: int, *, first: list[int]) -> None:
        first.append(done)
        if len(first) == 2:
            raise Dies

    for _death in range(5):
        job = store.begin("far:1:00")
        while job and job.document:
            store.finish(job)
            job = store.begin("far:1:00")
        assert job
        first: list[int] = []
        with pytest.raises(Dies):
            errands.take_in(store, job, lambda d, t, first=first: after_one(d, t, first=first))
        store.abandoned(job)
    worked(store)
    assert ended(store).result == {"brought": 12, "converted": 0, "refused": []}


def test_one_cancelled_keeps_what_came_in_and_brings_no_more(store: Store) -> None:
    number = asked(store, "import", *articles(3))
    job = begun(store)

    def progress(done: int, _total: int) -> None:
        if done == 1:
            assert store.cancel(number)

    with pytest.raises(TakenAway):
        errands.take_in(store, job, progress)
    assert {name for name, _ in names(store)} == {"bridge-0.md"}
    assert store.given(job) == [], "its files are not kept"


def test_more_than_the_queue_has_room_for_is_refused_whole(store: Store) -> None:
    with pytest.raises(FullQueue, match="No more than 5"):
        store.ask_for("import", "many", asker="Amin", files=articles(3), room=6, most=5)
    assert store.jobs() == []
    store.ask_for("import", "many", asker="Amin", files=articles(3), room=5, most=5)


def test_more_bytes_than_a_database_should_hold_at_once_are_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.store.errands.MOST_BYTES", 1 << 20)
    with pytest.raises(WorkbenchError, match="larger than 1 MB"):
        asked(store, "import", ("a.md", b"a" * (1 << 20)), ("b.md", b"b"))
    assert store.jobs() == []


# The memory


def memory_file(count: int) -> bytes:
    written = io.BytesIO()
    tmx.write(
        (Unit(f"The bridge {n} is open.", f"پل {n} باز است.", "en", "prs") for n in range(count)),
        written,
    )
    return written.getvalue()


def test_a_memory_taken_over_in_the_middle_is_counted_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.store.errands.BATCH", {"sqlite": 10, "postgresql": 10})
    store.remember([Unit("The bridge 3 is open.", "پل ۳ باز است.", "en", "prs")])
    asked(store, "memory", ("other.tmx", memory_file(45)), memory=DESK)
    dying = begun(store)

    class Dies(Exception):
        pass

    def progress(taken: int, _total: int) -> None:
        if taken == 20:
            raise Dies

    with pytest.raises(Dies):
        errands.remember(store, dying, progress)
    store.abandoned(dying)
    worked(store)
    job = ended(store)
    assert store.remembered() == 45
    counts = {name: job.result[name] for name in ("taken", "new", "changed", "known", "skipped")}
    assert counts == {"taken": 45, "new": 44, "changed": 1, "known": 0, "skipped": 0}


def test_a_memory_that_is_no_tmx_fails_with_its_reason_and_keeps_its_file(store: Store) -> None:
    asked(store, "memory", ("other.tmx", b"<tmx><body><tu></tmx>"), memory=DESK)
    worked(store)
    job = ended(store)
    assert (job.stage, job.tries) == (Stage.FAILED, 1)
    assert "other.tmx" in job.error
    assert store.retry(job.id)
    worked(store)
    assert ended(store).stage is Stage.FAILED


# Files to take away


def put(store: Store, number: int) -> int:
    data = article(number)
    document = pipeline.read(data, name=f"bridge-{number}.md")
    return store.add(pipeline.translate(document, "prs"), data)


def test_a_zip_of_many_documents_is_the_one_a_page_would_make(store: Store) -> None:
    numbers = [put(store, number) for number in range(3)]
    asked(store, "export", documents=numbers, file="workbench.zip")
    worked(store)
    (made,) = store.made(ended(store).id)
    data = store.file(made.id)
    assert (made.name, made.size) == ("workbench.zip", len(data))
    assert data == leaving.bundle(store, numbers)
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        assert len(folder.namelist()) == 15


def test_what_the_newsroom_keeps_on_the_desk_is_not_packed(store: Store) -> None:
    leaving.decide(store, {"reviewed": leaving.Weight.REFUSE})
    asked(store, "export", documents=[put(store, 1)], file="workbench.zip")
    worked(store)
    job = ended(store)
    assert (job.stage, job.tries) == (Stage.FAILED, 1)
    assert "bridge-1.md may not be exported yet: reviewed" in job.error
    leaving.decide(store, {"reviewed": leaving.Weight.WARN})
    assert store.retry(job.id)
    worked(store)
    assert len(store.made(job.id)) == 1


def test_a_memory_is_written_as_the_page_writes_it(store: Store) -> None:
    store.remember(tmx.read(io.BytesIO(memory_file(30)), name="a.tmx"))
    asked(store, "tmx", language="prs", file="memory.prs.tmx")
    worked(store)
    (made,) = store.made(ended(store).id)
    written = io.BytesIO()
    tmx.write(store.units(target_language="prs"), written)
    assert store.file(made.id) == written.getvalue()


# An alignment, an evaluation


def test_a_translation_is_aligned_into_the_memory_once(store: Store) -> None:
    case = next(case for case in CASES if case["language"] == "prs")
    files = [("a.md", case["source"].encode()), ("a.prs.md", case["target"].encode())]
    asked(store, "align", *files, to="", least=0.0, memory=DESK)
    dying = begun(store)

    class Dies(Exception):
        pass

    def progress(done: int, _total: int) -> None:
        if done == 1:
            raise Dies

    with pytest.raises(Dies):
        errands.align(store, dying, progress)
    assert store.remembered() == 0
    store.abandoned(dying)
    worked(store)
    job = ended(store)
    kept = job.result["kept"]
    assert kept > 1
    assert store.remembered() == job.result["new"] == kept
    assert job.result["language"] == "prs"
    assert kept + job.result["left"] == len(case["shapes"])


def test_two_files_that_do_not_belong_together_are_refused_at_once(store: Store) -> None:
    asked(store, "align", *articles(2), to="", least=0.8, memory=DESK)
    worked(store)
    job = ended(store)
    assert (job.stage, job.tries) == (Stage.FAILED, 1)
    assert "is in English like its source" in job.error


TEST = "en\tprs\nThe bridge is open.\tپل باز است.\nRain fell in Kabul.\tدر کابل باران بارید.\n"
OTHER = "پل باز است.\nباران در کابل بارید.\n"


def test_engines_and_files_are_scored_side_by_side(store: Store, tmp_path: Path) -> None:
    files = [("news.tsv", TEST.encode()), ("../../other.txt", OTHER.encode())]
    asked(store, "evaluate", *files, engines=["echo"], to="")
    worked(store)
    found = ended(store).result
    (tmp_path / "news.tsv").write_text(TEST, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    right = pipeline.evaluate(tmp_path / "news.tsv", ["echo", str(tmp_path / "other.txt")])
    assert [one["name"] for one in found["systems"]] == ["echo", "other.txt"]
    for one, wanted in zip(found["systems"], right.systems, strict=True):
        assert [score["value"] for score in one["scores"]] == [s.value for s in wanted.scores]
        assert [score["p"] for score in one["scores"]] == [s.p for s in wanted.scores]


@pytest.mark.parametrize("name", ["nonsense", "/etc/hostname", "../model.argosmodel"])
def test_only_an_engine_that_there_is_is_tried(store: Store, name: str) -> None:
    asked(store, "evaluate", ("news.tsv", TEST.encode()), engines=[name], to="")
    worked(store)
    job = ended(store)
    assert (job.stage, job.tries) == (Stage.FAILED, 1)
    assert "There is no engine" in job.error


def test_engines_on_a_server_are_offered_where_their_address_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("WORKBENCH_ENGINE", *engines.SERVERS.values()):
        monkeypatch.delenv(name, raising=False)
    assert engines.ready() == ["argos"]
    monkeypatch.setenv("WORKBENCH_OPENAI_URL", "http://127.0.0.1:1")
    assert engines.ready() == ["argos", "openai"]
    monkeypatch.setenv("WORKBENCH_ENGINE", "echo")
    assert engines.ready() == ["echo", "argos", "openai"]


# The queue


def test_errands_take_turns_with_documents(store: Store) -> None:
    asked(store, "export", documents=[], file="a.zip")
    number = put(store, 1)
    store.ask("translate", number, asker="Zarghuna")
    asked(store, "export", documents=[], file="b.zip")
    assert [job.asker for job in store.jobs()] == ["Amin", "Zarghuna", "Amin"]
    assert [begun(store).document for _ in range(3)] == [0, number, 0]


def test_what_ended_long_ago_is_forgotten_with_its_files(store: Store) -> None:
    for number in range(KEPT + 2):
        asked(store, "export", documents=[], file=f"{number}.zip")
        store.deliver(begun(store), result={}, made=[(f"{number}.zip", b"PK")])
    with store._engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT name FROM job_files ORDER BY id").scalars().all()
    assert kept == [f"{number}.zip" for number in range(1, KEPT + 2)]


def test_a_file_that_was_dismissed_is_a_sentence(store: Store) -> None:
    asked(store, "export", documents=[], file="a.zip")
    worked(store)
    job = ended(store)
    (made,) = store.made(job.id)
    store.forget(job.id)
    with pytest.raises(WorkbenchError, match="no longer kept"):
        store.file(made.id)
    assert store.jobs() == []


def test_every_kind_has_something_that_does_it() -> None:
    assert set(TASKS) == {
        "translate", "redraft", "import", "memory", "export", "tmx", "align", "evaluate"
    }  # fmt: skip


def test_a_worker_killed_over_an_import_is_taken_over(store: Store, desk: str) -> None:
    asked(store, "import", *articles(12))
    script = (
        "import sys\n"
        "from workbench.store import Store\n"
        "from workbench.worker import errands, lives\n"
        "def told(done, total):\n"
        "    print(done, flush=True)\n"
        "    done >= 3 and __import__('time').sleep(60)\n"
        "store = Store(sys.argv[1])\n"
        "errands.take_in(store, store.begin(lives.OWNER), told)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, desk],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"WORKBENCH_ENGINE": "echo"},
        text=True,
    )
    assert process.stdout
    while process.stdout.readline() != "3\n":
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert lives.gone(store.at_work()[0].owner)
    worked(store)
    assert names(store) == sorted(
        (name, code) for name, _ in articles(12) for code in ("prs", "ps")
    )
    assert all(row.revision == 1 for one in store.documents() for row in store.segments(one.id))
