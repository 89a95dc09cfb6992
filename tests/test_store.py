"""The store: what is acknowledged is kept, and nobody overwrites what they have not seen."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from workbench.errors import UnreadableFile, UnwritableFile, WorkbenchError
from workbench.model import Document, Segment, State
from workbench.store import Conflict, Gone, Store

ARTICLE = Document(
    name="border <b>trade</b>.md",
    format="markdown",
    target_language="prs",
    segments=(
        Segment("a", "The <g1>border</g1> reopened."),
        Segment("b", "Trade rose 15 percent."),
        Segment("poem", "بدین بوم و بر زنده یک تن مباد", language="fa", translate=False),
    ),
)


@pytest.fixture
def store(desk: str) -> Iterator[Store]:
    made = Store(desk)
    yield made
    made.close()


@pytest.fixture
def article(store: Store) -> int:
    return store.add(ARTICLE, b"# bytes \xff as they came\r\n")


def edit(store: Store, article: int, key: str = "a", **changes: object) -> int:
    wanted = {"target": "مرز باز شد.", "state": State.TRANSLATED, "author": "Amin", "revision": 0}
    return store.edit(article, key, **(wanted | changes))  # type: ignore[arg-type]


def test_a_document_comes_back_as_it_was(store: Store, article: int) -> None:
    assert store.source(article) == (ARTICLE.name, b"# bytes \xff as they came\r\n", "en", "prs")
    found = store.segments(article)
    assert [row.source for row in found] == [segment.source for segment in ARTICLE.segments]
    assert [row.translate for row in found] == [True, True, False]
    assert {row.revision for row in found} == {0}


def test_progress_counts_only_what_is_to_be_translated(store: Store, article: int) -> None:
    edit(store, article)
    (listed,) = store.documents()
    assert listed.states == {State.NEW: 1, State.TRANSLATED: 1}
    assert listed.id == article
    assert store.document(article) == listed


def test_the_stamp_moves_with_every_change(store: Store, article: int) -> None:
    before = store.document(article).stamp
    edit(store, article)
    assert store.document(article).stamp > before


def test_an_edit_is_stored_and_remembered(store: Store, article: int) -> None:
    assert edit(store, article) == 1
    assert edit(store, article, state=State.REVIEWED, author="Zarghuna", revision=1) == 2
    row = store.segment(article, "a")
    assert (row.target, row.state, row.revision) == ("مرز باز شد.", State.REVIEWED, 2)
    assert row.origin == "Amin", "a review does not make the reviewer the author"
    first, second = store.history(article, "a")
    assert (first.author, first.old_target, first.new_target) == ("Amin", "", "مرز باز شد.")
    assert (second.old_state, second.new_state) == (State.TRANSLATED, State.REVIEWED)
    assert first.at <= second.at
    assert first.at.tzinfo is not None


def test_a_stale_edit_is_refused_with_the_stored_value(store: Store, article: int) -> None:
    edit(store, article)
    with pytest.raises(Conflict) as caught:
        edit(store, article, target="سرحد باز شد.", author="Zarghuna")
    assert caught.value.stored.target == "مرز باز شد."
    assert caught.value.stored.revision == 1
    assert caught.value.author == "Amin"
    assert store.segment(article, "a").target == "مرز باز شد."
    assert len(store.history(article, "a")) == 1


def test_an_edit_sent_twice_is_one_edit(store: Store, article: int) -> None:
    assert edit(store, article) == edit(store, article) == 1
    assert len(store.history(article, "a")) == 1


def test_the_machine_leaves_a_persons_work_alone(store: Store, article: int) -> None:
    edit(store, article)
    drafts = [
        replace(segment, target="ماشین", state=State.DRAFT, origin="argos en-prs 0.1 beam 4")
        for segment in ARTICLE.segments[:2]
    ]
    assert store.apply(article, drafts) == 1
    rows = {row.key: row for row in store.segments(article)}
    assert rows["a"].target == "مرز باز شد."
    assert (rows["b"].target, rows["b"].state) == ("ماشین", State.DRAFT)
    assert rows["b"].origin == "argos en-prs 0.1 beam 4"


def test_what_a_person_wrote_and_did_not_confirm_is_not_translated_over(
    store: Store, article: int
) -> None:
    store.edit(
        article, "a", target="نیمه", state=State.DRAFT, author="Amin", revision=0, name="e-1"
    )
    machine = replace(ARTICLE.segments[0], target="ماشین", state=State.DRAFT, origin="echo")
    assert store.apply(article, [machine]) == 0
    assert store.segment(article, "a").target == "نیمه"


def test_an_empty_machine_answer_wipes_nothing(store: Store, article: int) -> None:
    draft = replace(ARTICLE.segments[0], target="ماشین", state=State.DRAFT, origin="echo")
    store.apply(article, [draft])
    assert store.apply(article, [replace(draft, target="", state=State.NEW)]) == 0
    assert store.segment(article, "a").target == "ماشین"


def test_a_deleted_document_is_gone_for_everyone(store: Store, article: int) -> None:
    edit(store, article)
    store.delete(article)
    assert store.documents() == []
    for action in (
        lambda: store.source(article),
        lambda: store.segments(article),
        lambda: store.document(article),
        lambda: edit(store, article),
        lambda: store.apply(article, ARTICLE.segments),
        lambda: store.delete(article),
    ):
        with pytest.raises(Gone):
            action()
    assert store.history(article, "a") == []
    assert store.add(ARTICLE, b"") != article, "an id is never given twice"


def test_a_document_without_segments_is_no_error(store: Store) -> None:
    empty = store.add(replace(ARTICLE, segments=()), b"")
    assert store.segments(empty) == []
    assert store.document(empty).states == {}


def test_many_threads_write_and_each_revision_is_given_once(store: Store, article: int) -> None:
    taken: list[int] = []

    def work(name: str) -> None:
        for number in range(10):
            while True:
                row = store.segment(article, "a")
                try:
                    text = f"{name} {number}"
                    taken.append(
                        edit(store, article, target=text, author=name, revision=row.revision)
                    )
                    break
                except Conflict:
                    continue

    threads = [threading.Thread(target=work, args=(f"t{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 41))
    assert len(store.history(article, "a")) == 40


def test_edits_acknowledged_before_a_kill_are_there_after_it(
    store: Store, article: int, desk: str
) -> None:
    script = f"""
import os, signal, sys
from workbench.model import State
from workbench.store import Store
store = Store({desk!r})
for number in range(1000):
    store.edit({article}, "a", target=str(number), state=State.DRAFT, author="x", revision=number)
    print(number, flush=True)
    if number == 25:
        os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.split()[-1] == "25", done.stderr
    assert store.segment(article, "a").target == "25"


def test_a_second_program_sees_the_same_desk(store: Store, article: int, desk: str) -> None:
    other = Store(desk)
    edit(other, article)
    other.close()
    assert store.segment(article, "a").revision == 1


def test_sqlite_keeps_safely(tmp_path: Path) -> None:
    store = Store(tmp_path / "desk.sqlite")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_DATABASE_URL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    Store()
    assert (tmp_path / "share" / "workbench" / "workbench.sqlite").is_file()
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", f"sqlite:///{tmp_path}/else.sqlite")
    Store()
    assert (tmp_path / "else.sqlite").is_file()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_bytes(b"not a database at all, but long enough to be taken for one" * 20)
    with pytest.raises(UnreadableFile, match="is damaged or is not a database"):
        Store(path)


def test_a_database_that_rots(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    store = Store(path)
    for _ in range(50):
        store.add(ARTICLE, b"x" * 5000)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(WorkbenchError, match="damaged"):
        Store(path).documents()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnwritableFile, match="permission"):
        Store(tmp_path / "desk.sqlite")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnwritableFile, match="cannot be made"):
        Store(tmp_path / "file" / "desk.sqlite")


def test_a_folder_in_the_place_of_the_database(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="cannot be opened"):
        Store(tmp_path)


@pytest.mark.parametrize("url", ["nonsense://x", "sqlite+nothing:///x"])
def test_an_address_nobody_knows(url: str) -> None:
    with pytest.raises(WorkbenchError):
        Store(url)


@pytest.mark.parametrize(
    ("text", "found"),
    [("BORDER", ["a"]), ("15 percent", ["b"]), ("باز", ["a"]), ("%", []), ("_", []), ("'", [])],
)
def test_a_text_is_found_on_the_whole_desk(
    store: Store, article: int, text: str, found: list[str]
) -> None:
    edit(store, article)
    assert [(hit.document, hit.segment.key) for hit in store.search(text)] == [
        (article, key) for key in found
    ]


def test_of_many_documents_the_newest_are_found_first_and_no_more_than_asked_for(
    store: Store,
) -> None:
    texts = (
        Segment("a", "Rain on the border."),
        Segment("b", "Snow."),
        Segment("c", "The BORDER."),
    )
    numbers = [store.add(Document(f"{n}.md", "markdown", texts), b"") for n in range(23)]
    store.delete(numbers[7])
    kept = [number for number in reversed(numbers) if number != numbers[7]]
    every = [(number, key) for number in kept for key in ("a", "c")]
    for limit in (1, 3, 8, 9, 42, 200):
        found = [(hit.document, hit.segment.key) for hit in store.search("border", limit=limit)]
        assert found == every[:limit]
    assert store.search("nowhere") == []


def test_a_persons_word_on_the_language_wins_and_is_remembered(store: Store) -> None:
    poem = Segment("p", "A line the machine took for French", language="fr", translate=False)
    number = store.add(Document("a.md", "markdown", (poem,), target_language="ps"), b"x")
    before = store.document(number).stamp
    store.correct(number, "p", translate=True)
    assert store.segment(number, "p").translate
    assert store.document(number).stamp != before
    with pytest.raises(Gone):
        store.correct(number, "q", translate=True)


def test_a_name_the_glossary_translated_counts_as_translated(store: Store) -> None:
    cell = Segment("c", "Torkham", language="other", translate=False)
    number = store.add(Document("a.md", "markdown", (cell,), target_language="prs"), b"x")
    store.apply(number, [replace(cell, target="تورخم", state=State.DRAFT, origin="glossary")])
    assert store.segment(number, "c").translate


# The desk


def test_the_desk_knows_the_words_left_the_last_editor_and_the_plan(
    store: Store, article: int
) -> None:
    before = store.document(article)
    assert (before.editor, before.edited, before.due, before.assigned) == ("", None, None, "")
    machine = replace(ARTICLE.segments[1], target="ماشین", state=State.DRAFT, origin="echo")
    store.apply(article, [machine])
    assert store.document(article).editor == "", "a machine is nobody"
    store.edit(
        article, "a", target="مرز", state=State.TRANSLATED, author="Amin", revision=0, name="e-1"
    )
    store.plan(article, due=date(2026, 3, 21), assigned=" Zarghuna ")
    (listed,) = store.documents()
    confirmed = len(ARTICLE.segments[0].source.split())
    assert listed.words == before.words - confirmed
    assert (listed.editor, listed.due) == ("Amin", date(2026, 3, 21))
    assert listed.edited is not None
    assert listed.assigned == "Zarghuna"
    store.plan(article)
    assert (store.document(article).due, store.document(article).assigned) == (None, "")


def test_a_deleted_document_is_put_back_with_all_that_was_done(store: Store, article: int) -> None:
    edit(store, article)
    before, segments = store.document(article), store.segments(article)
    units = list(store.units())
    assert units
    store.delete(article)
    assert store.search(segments[0].source) == []
    assert list(store.units()) == units, "what was confirmed is not unlearnt"
    (laid,) = store.deleted()
    assert laid.document == before
    store.restore(article)
    assert store.deleted() == []
    assert (store.document(article), store.segments(article)) == (before, segments)
    assert list(store.units()) == units
    with pytest.raises(Gone):
        store.restore(article)


def test_a_deleted_document_goes_for_good_in_the_end(store: Store, article: int) -> None:
    edit(store, article)
    store.delete(article)
    store.purge(datetime.now(UTC) - timedelta(days=30))
    assert len(store.deleted()) == 1
    store.purge(datetime.now(UTC) + timedelta(seconds=1))
    assert store.deleted() == []
    assert list(store.units())
    with pytest.raises(Gone):
        store.restore(article)
    assert store.add(ARTICLE, b"") > article, "a number is never given twice"
