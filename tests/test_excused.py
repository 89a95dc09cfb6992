"""A finding may stand where somebody says why: in the editor, on the pages, in files taken away."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import cli, pipeline
from workbench.engines.echo import Echo
from workbench.errors import WorkbenchError
from workbench.model import State
from workbench.pipeline import excused
from workbench.store import Store
from workbench.ui import checked, conditions, editing, taken

ARTICLE = b"At least 15 people were hurt.\n\nThe gate opened.\n"
TARGETS = ("دست‌کم چند  تن زخمی شدند.", "دروازه باز شد.")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    monkeypatch.chdir(tmp_path)
    made = Store()
    yield made
    made.close()


@pytest.fixture
def number(store: Store) -> int:
    document = pipeline.translate(pipeline.read(ARTICLE, name="f.md"), "prs", engine=Echo())
    made = store.add(document, ARTICLE)
    for row, target in zip(store.segments(made), TARGETS, strict=True):
        store.edit(
            made,
            row.key,
            target=target,
            state=State.TRANSLATED,
            author="Amin",
            revision=row.revision,
        )
    return made


def found(store: Store, number: int) -> set[str]:
    return {one.check for one in checked.findings(store, store.document(number))}


def let_stand(store: Store, number: int, check: str, why: str) -> int:
    key = store.segments(number)[0].key
    return store.comment(number, key, text=excused.comment(check, why), author="Amin")


def test_what_is_excused_counts_nowhere(store: Store, number: int) -> None:
    listed, key = store.document(number), store.segments(number)[0].key
    assert {"missing-number", "double-space"} <= found(store, number)
    remark = let_stand(store, number, "missing-number", " the  source\nis wrong ")
    assert "missing-number" not in found(store, number)
    assert "double-space" in found(store, number), "the others go on"
    (several,) = checked.several(store, [listed], patience=60).values()
    assert "missing-number" not in {one.check for one in several or ()}
    tried = editing.check(store, number, key, TARGETS[0])
    assert "missing-number" not in {one["check"] for one in tried}
    assert "missing-number" not in {one["check"] for one in editing.findings(store, number)[key]}
    conditions.decide(store, {"errors": conditions.Weight.REFUSE})
    assert conditions.refused(store, number) == []
    store.resolve(number, remark)
    assert "missing-number" in found(store, number), "dealt with, it counts again"
    assert conditions.refused(store, number)


def test_the_excuse_stands_beside_the_segment_and_waits_for_nobody(
    store: Store, number: int
) -> None:
    let_stand(store, number, "missing-number", "the source is wrong")
    key = store.segments(number)[0].key
    (told,) = editing.aside(store, number, key, "Amin")["comments"]
    assert told["excuses"] == [("missing-number", "the source is wrong")]
    assert editing.talk(store, number, "Amin") == {}
    conditions.decide(store, {"comments": conditions.Weight.REFUSE})
    assert conditions.refused(store, number) == []
    store.comment(number, key, text="workbench: ignore missing-number", author="Amin")
    assert editing.talk(store, number, "Amin")[key]["open"] == 1, "without a reason it is a remark"


def test_what_is_excused_is_not_mended(store: Store, number: int) -> None:
    assert [one["checks"] for one in editing.mends(store, number)] == [["double-space"]]
    let_stand(store, number, "double-space", "a form with columns")
    assert editing.mends(store, number) == []


@pytest.mark.parametrize(("check", "why"), [("missing-number", " \n"), ("missing-numbers", "so")])
def test_no_reason_no_excuse(check: str, why: str) -> None:
    with pytest.raises(WorkbenchError):
        excused.comment(check, why)


@pytest.mark.parametrize("kind", ["po", "xliff", "xliff12"])
def test_a_file_taken_away_is_excused_as_well(
    store: Store, number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    let_stand(store, number, "missing-number", 'the source "is" <wrong>')
    path = tmp_path / ("f.prs.po" if kind == "po" else "f.prs.xlf")
    path.write_bytes(taken.export(store, number, kind))
    sys.argv = ["workbench", "check", str(path), "--json"]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    told = {one["check"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert told["missing-number"]["reason"] == 'the source "is" <wrong>'
    assert not leaving.value.code
