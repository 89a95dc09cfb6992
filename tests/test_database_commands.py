"""`workbench db` as whoever keeps the database meets it."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench import cli
from workbench.model import Document, Segment, State
from workbench.store import Store

FIRST = Path(__file__).parent / "cases" / "first_release.sql"
ARTICLE = Document("a.md", "markdown", (Segment("a", "The border."),), target_language="prs")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, desk: str) -> Run:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", desk)

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["workbench", "db", *map(str, arguments)])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        printed = capsys.readouterr()
        return int(leaving.value.code or 0), printed.out, printed.err

    return call


@pytest.fixture
def number(desk: str) -> int:
    store = Store(desk)
    made = store.add(ARTICLE, b"x")
    store.edit(made, "a", target="سرحد", state=State.DRAFT, author="Amin", revision=0)
    store.close()
    return made


def test_an_old_database_is_brought_up_to_date_once(run: Run, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    connection.close()
    code, out, _err = run("check", "--database", old)
    assert (code, "workbench db upgrade" in out) == (0, True)
    assert "0002" in run("upgrade", "--database", old)[1]
    assert run("upgrade", "--database", old) == (0, "The database is up to date.\n", "")
    assert "workbench db upgrade" not in run("check", "--database", old)[1]


def test_a_sound_database_is_said_to_be(run: Run, number: int) -> None:
    code, out, _err = run("check", "--json")
    found = json.loads(out)
    assert (code, found["current"], found["faults"]) == (0, True, [])
    assert found["rows"]["revisions"] == 1


def test_a_database_with_a_fault_fails_the_check(run: Run, number: int, desk: str) -> None:
    store = Store(desk)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM revisions")
    store.close()
    code, out, _err = run("check")
    assert (code, "segment 'a' of document 1" in out) == (1, True)


def test_a_desk_moves_to_another_database_and_back(
    run: Run, number: int, desk: str, tmp_path: Path
) -> None:
    assert run("copy", desk, tmp_path / "new.sqlite")[0] == 0
    moved = Store(tmp_path / "new.sqlite")
    assert moved.segment(number, "a").target == "سرحد"
    moved.close()
    code, _out, err = run("copy", tmp_path / "new.sqlite", desk)
    assert (code, "is not empty" in err) == (2, True)


def test_what_was_put_by_comes_back(run: Run, number: int, desk: str, tmp_path: Path) -> None:
    file = tmp_path / "friday.sqlite"
    assert run("backup", file)[0] == 0
    store = Store(desk)
    store.delete(number)
    store.add(ARTICLE, b"newer")
    code, _out, err = run("restore", file)
    assert (code, "is not empty" in err) == (2, True)
    code, out, _err = run("restore", file, "--replace", "--json")
    aside = Path(json.loads(out)["aside"])
    assert store.segment(number, "a").target == "سرحد", "a program that is open sees it"
    store.close()
    newer = Store(aside)
    assert [newer.source(d.id)[1] for d in newer.documents()] == [b"newer"]
    newer.close()


@pytest.mark.parametrize("command", [("check",), ("backup", "x.backup")])
def test_a_database_that_is_not_there_is_not_made(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    missing = tmp_path / "missing.sqlite"
    code, _out, err = run(*command, "--database", missing)
    assert (code, "There is no database" in err) == (2, True)
    assert not missing.exists()
