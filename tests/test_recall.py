"""Before the machine is asked: what the memory knows is recalled, what is like it is pointed to."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workbench import cli, engines, pipeline
from workbench.model import Document, Segment, State, Unit
from workbench.store import Store

ARTICLE = (
    b"The **border** reopened on Monday. Traders waited for nine days at the gate."
    b" Nobody knows this sentence.\n"
)
UNITS = [
    Unit(
        "The <g1>border</g1> reopened on Monday.",
        "<g1>سرحد</g1> روز دوشنبه باز شد.",
        "en",
        "prs",
        "old.md",
        author="Amin",
    ),
    Unit("Traders waited for two days at the gate.", "تاجران دو روز انتظار کشیدند.", "en", "prs"),
]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    store = Store()
    store.remember(UNITS)
    return store


def translated(store: Store | None, target: str = "prs") -> tuple[Segment, ...]:
    document: Document = pipeline.read(ARTICLE, name="a.md")
    engine = engines.make("echo")
    return pipeline.translate(document, target, engine=engine, memory=store).segments


def test_what_is_known_word_for_word_is_a_draft_with_its_origin(store: Store) -> None:
    known, like, new = translated(store)
    assert (known.target, known.state) == (UNITS[0].target, State.DRAFT)
    assert known.origin == "memory 1.00; old.md; Amin"
    assert like.target not in ("", UNITS[1].target), "what is only like it is no translation"
    assert like.origin.startswith("echo ")
    assert like.origin.endswith("; memory 0.89")
    assert (new.state, "memory" in new.origin) == (State.DRAFT, False)


def test_another_language_and_no_memory_recall_nothing(store: Store) -> None:
    for segments in (translated(store, "ps"), translated(None)):
        assert all(segment.origin.startswith("echo ") for segment in segments)
        assert not any("memory" in segment.origin for segment in segments)


def test_what_a_person_confirmed_is_not_recalled_over(store: Store) -> None:
    document = pipeline.read(ARTICLE, name="a.md")
    number = store.add(document, ARTICLE)
    key = document.segments[0].key
    store.edit(number, key, target="مرز", state=State.TRANSLATED, author="Amin", revision=0)
    stored = {row.key: (row.target, row.state, row.origin) for row in store.segments(number)}
    again = pipeline.restore("a.md", ARTICLE, "prs", stored)
    done = pipeline.translate(again, "prs", engine=engines.make("echo"), memory=store)
    assert (done.segments[0].target, done.segments[0].state) == ("مرز", State.TRANSLATED)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("options", "recalled"), [(("--memory",), True), ((), False)])
def test_the_command_recalls_when_asked(
    tmp_path: Path, options: tuple[str, ...], recalled: bool
) -> None:
    (tmp_path / "a.md").write_bytes(ARTICLE)
    sys.argv = ["workbench", "translate", str(tmp_path / "a.md"), "--to", "prs", *options]
    sys.argv += ["--engine", "echo", "-o", str(tmp_path)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    assert not leaving.value.code
    written = (tmp_path / "a.prs.md").read_text(encoding="utf-8")
    assert ("**سرحد** روز دوشنبه باز شد." in written) is recalled
