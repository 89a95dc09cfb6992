"""Several memories, by name and priority, read-only ones too; and sentences in their context."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from workbench import cli, engines, pipeline
from workbench.errors import WorkbenchError
from workbench.formats import tmx
from workbench.model import Document, Segment, State, Unit
from workbench.pipeline.recall import attach, origins, penalties
from workbench.pipeline.settings import Settings
from workbench.store import Store, context_of

MAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
UNIT = Unit("The border reopened on Monday.", "سرحد روز دوشنبه باز شد.", "en", "prs", "a.tmx")
OTHER = replace(UNIT, target="مرز روز دوشنبه بازگشایی شد.")


@pytest.fixture
def store(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", desk)
    made = Store()
    yield made
    made.close()


def test_there_is_the_desk_s_own(store: Store) -> None:
    (desk,) = store.memories()
    assert (desk.name, desk.priority, desk.read_only, desk.units) == ("desk", 0, False, 0)


def test_each_memory_keeps_its_own_word_on_a_source(store: Store) -> None:
    agency = store.make_memory("agency", priority=-1)
    store.remember([UNIT])
    store.remember([OTHER], memory=agency.id)
    assert [(one.name, one.units) for one in store.memories()] == [("desk", 1), ("agency", 1)]
    assert list(store.units(memory=agency.id)) == [OTHER]
    found = store.matches(UNIT.source, "en", "prs")
    assert [(m.target, m.memory, m.score) for m in found] == [
        (UNIT.target, "", 100),
        (OTHER.target, "agency", 100),
    ]
    assert store.recall([UNIT.source], "en", "prs")[UNIT.source] == UNIT
    store.set_memory("agency", priority=5)
    assert store.matches(UNIT.source, "en", "prs")[0].target == OTHER.target
    assert store.recall([UNIT.source], "en", "prs")[UNIT.source] == OTHER


def test_what_two_memories_say_alike_is_shown_once(store: Store) -> None:
    store.remember([UNIT])
    store.remember([UNIT], memory=store.make_memory("agency").id)
    assert [match.memory for match in store.matches(UNIT.source, "en", "prs")] == [""]


def test_nothing_changes_a_read_only_memory(store: Store) -> None:
    law = store.make_memory("law")
    store.remember([UNIT], memory=law.id)
    store.set_memory("law", read_only=True)
    (kept,) = store.concordance("border", memory=law.id)
    with pytest.raises(WorkbenchError, match="'law' is read-only"):
        store.remember([OTHER], memory=law.id)
    with pytest.raises(WorkbenchError, match="'law' is read-only"):
        store.rewrite(kept.id, "مرز", seen=UNIT.target, author="Amin")
    assert list(store.numbered()) == [], "it is not cleaned either"
    assert list(store.units(memory=law.id)) == [UNIT]
    store.set_memory("law", read_only=False)
    store.rewrite(kept.id, "مرز", seen=UNIT.target, author="Amin")


def test_the_desk_s_own_stays_writable(store: Store) -> None:
    with pytest.raises(WorkbenchError, match="stays writable"):
        store.set_memory("desk", read_only=True)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\u202eb", "a\x00b"])
def test_a_name_is_a_name(store: Store, name: str) -> None:
    with pytest.raises(WorkbenchError, match="1 to 60 characters"):
        store.make_memory(name)


def test_a_slip_in_a_name_is_told(store: Store) -> None:
    store.make_memory("agency")
    with pytest.raises(WorkbenchError, match="Did you mean agency"):
        store.memory("agancy")


# In context


def dialogue(store: Store) -> int:
    sources = ("Is the road open?", "Yes.", "Did he sign the treaty?", "Yes.", "He left.")
    segments = tuple(Segment(f"s{place}", source) for place, source in enumerate(sources))
    return store.add(Document("talk.md", "markdown", segments, target_language="ps"), b"x")


def confirm(store: Store, number: int, key: str, target: str, author: str = "Amin") -> None:
    store.edit(number, key, target=target, state=State.TRANSLATED, author=author, revision=0)


def test_what_stood_between_the_same_sentences_comes_first(store: Store) -> None:
    number = dialogue(store)
    confirm(store, number, "s1", "هو، خلاص دی.")
    confirm(store, number, "s3", "هو، لاسلیک یې کړ.", "Zarghuna")
    again = dialogue(store)
    for key, target in (("s1", "هو، خلاص دی."), ("s3", "هو، لاسلیک یې کړ.")):
        context = store.context(again, key)
        first = store.matches("Yes.", "en", "ps", context=context)[0]
        assert (first.score, first.in_context, first.target) == (101, True, target)
    elsewhere = store.matches("Yes.", "en", "ps", context=context_of("Who?", ""))[0]
    assert (elsewhere.score, elsewhere.target) == (100, "هو، لاسلیک یې کړ."), "the last word"
    known = store.known([("Yes.", store.context(again, "s1")), ("Yes.", b"")], "en", "ps")
    assert [found.unit.target for found in known.values()] == ["هو، خلاص دی.", "هو، لاسلیک یې کړ."]
    assert [found.score for found in known.values()] == [101, 100]


def test_a_unit_put_right_is_right_in_its_contexts(store: Store) -> None:
    number = dialogue(store)
    confirm(store, number, "s1", "هو.")
    (kept,) = store.concordance("Yes")
    store.rewrite(kept.id, "بلې.", seen="هو.", author="Zarghuna")
    match = store.matches("Yes.", "en", "ps", context=store.context(number, "s1"))[0]
    assert (match.score, match.target) == (101, "بلې.")
    store.rewrite(kept.id, "", seen="بلې.", author="Zarghuna")
    assert store.matches("Yes.", "en", "ps", context=store.context(number, "s1")) == []


def test_other_tools_say_the_context_in_their_files(store: Store) -> None:
    said = (("x-context-pre", "Is the road open?"), ("x-context-post", "Why?"))
    store.remember([Unit("Yes.", "هو.", "en", "ps", properties=said)])
    context = context_of("Is the road open?", "Why?")
    assert store.matches("Yes.", "en", "ps", context=context)[0].in_context
    assert not store.matches("Yes.", "en", "ps", context=context_of("", "Why?"))[0].in_context


def test_an_article_translated_again_recalls_each_sentence_in_its_place(store: Store) -> None:
    article = b"Is the road open today?\n\nYes, of course.\n\nDid he sign it?\n\nYes, of course.\n"
    document = pipeline.read(article, name="a.md")
    number = store.add(replace(document, target_language="ps"), article)
    keys = [segment.key for segment in document.segments]
    confirm(store, number, keys[1], "هو، خامخا خلاصه ده.")
    confirm(store, number, keys[3], "هو، خامخا لاسلیک یې کړ.")
    done = pipeline.translate(document, "ps", engine=engines.make("echo"), memory=store)
    assert done.segments[1].target == "هو، خامخا خلاصه ده."
    assert done.segments[3].target == "هو، خامخا لاسلیک یې کړ."
    assert done.segments[1].origin.startswith("memory in context; ")


def test_contexts_go_from_one_workbench_to_another(store: Store, tmp_path: Path) -> None:
    number = dialogue(store)
    confirm(store, number, "s1", "هو، خلاصه ده.")
    confirm(store, number, "s3", "هو، لاسلیک یې کړ.")
    confirm(store, number, "s4", "ولاړ.")
    asked = [("s1", "هو، خلاصه ده."), ("s3", "هو، لاسلیک یې کړ.")]
    file = tmp_path / "out.tmx"
    with file.open("wb") as data:
        tmx.write(store.units(context=True), data)
    with closing(Store(str(tmp_path / "other.sqlite"))) as other:
        for _twice in range(2):
            with file.open("rb") as data:
                done = other.remember(tmx.read(data, name="out.tmx"))
        assert (done.new, done.changed) == (0, 0), "again, it adds nothing"
        for key, target in asked:
            context = store.context(number, key)
            match = other.matches("Yes.", "en", "ps", context=context)[0]
            assert (match.score, match.target) == (101, target)
        assert list(other.units()) == list(store.units()), "contexts are no property"
        again = BytesIO()
        tmx.write(other.units(context=True), again)
        assert again.getvalue() == file.read_bytes()


@pytest.mark.parametrize("said", ["", "no digest", "00", "zz" * 16, " ".join(["ab" * 16] * 2000)])
def test_a_file_that_says_its_contexts_wrong_does_no_harm(store: Store, said: str) -> None:
    unit = replace(UNIT, properties=(("x-workbench-context", said),))
    assert store.remember([unit]).new == 1
    assert [one.target for one in store.units(context=True)] == [UNIT.target]


# What an origin costs


def test_what_of_a_unit_may_cost_points(store: Store) -> None:
    assert origins(replace(UNIT, origin="")) == []
    assert origins(replace(UNIT, creator="MT!")) == ["a.tmx", "machine"]
    assert origins(replace(UNIT, properties=(("x-alignment", "1-1 0.93"),)))[1:] == ["aligned"]
    domain = replace(UNIT, properties=(("x-domain", "law"),))
    assert (origins(domain, "law"), origins(domain, "trade")[1:]) == (["a.tmx"], ["other-domain"])
    number = dialogue(store)
    confirm(store, number, "s4", "ولاړ.")
    (unit,) = store.units()
    assert origins(unit)[1:] == ["unreviewed"]
    store.edit(number, "s4", target="ولاړ.", state=State.REVIEWED, author="Z", revision=1)
    (unit,) = store.units()
    assert origins(unit)[1:] == []


def test_a_penalty_changes_score_and_order(store: Store) -> None:
    machine = replace(UNIT, source="The border reopened on Sunday.", creator="argos")
    store.remember([machine, replace(UNIT, source="The border post reopened on Sunday.")])
    assert store.matches(machine.source, "en", "prs")[0].score == 100
    cost = penalties(Settings(penalties={"machine": 15}))
    found = store.matches(machine.source, "en", "prs", penalties=cost)
    assert [(match.score, match.penalty) for match in found] == [(91, 0), (85, 15)]
    assert store.matches(machine.source, "en", "prs", penalties=cost, floor=86) == found[:1]


# Files of a project, and the commands


def test_memory_files_of_a_project_are_read_only_and_read_once(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "house.tmx"
    with file.open("wb") as data:
        tmx.write(iter([UNIT]), data)
    settings = Settings(memory_files=(file,))
    told: list[int] = []
    assert attach(store, settings, progress=told.append) == ["house.tmx"]
    assert attach(store, settings, progress=told.append) == ["house.tmx"]
    assert told == [1]
    house = store.memory("house.tmx")
    assert (house.read_only, house.units) == (True, 1)
    with file.open("wb") as data:
        tmx.write(iter([UNIT, replace(OTHER, source="Another sentence.")]), data)
    attach(store, settings)
    assert store.memory("house.tmx").units == 2


def run(*arguments: object) -> int:
    sys.argv = ["workbench", "memory", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


def test_the_commands(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "given.tmx"
    with file.open("wb") as data:
        tmx.write(iter([UNIT]), data)
    assert run("import", file, "--memory", "agency") == 0
    assert run("list", "--json") == 0
    told = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert [(one["name"], one["units"]) for one in told] == [("desk", 0), ("agency", 1)]
    assert run("set", "agency", "--priority", 3, "--read-only") == 0
    assert run("import", file, "--memory", "agency") == 2
    assert "read-only" in capsys.readouterr().err
    assert run("list") == 0
    assert "agency" in capsys.readouterr().out
    assert run("export", tmp_path / "out.tmx", "--memory", "agency") == 0
    with (tmp_path / "out.tmx").open("rb") as data:
        assert [unit.target for unit in tmx.read(data, name="o")] == [UNIT.target]
    assert run("export", tmp_path / "out.tmx", "--memory", "agancy") == 2
    assert "Did you mean agency?" in capsys.readouterr().err
