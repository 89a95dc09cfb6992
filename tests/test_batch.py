"""An archive: every article done once or set aside with its reason, however often a run dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

pytest.importorskip("ray", reason='Ray is not installed: pip install "workbench[cluster]"')
from workbench import files, pipeline
from workbench.batch import Outcome
from workbench.batch.actor import ATTEMPTS, DEATHS, FILE, ROW, Attempt, Localiser, Task
from workbench.batch.manifest import Manifest
from workbench.batch.places import Place
from workbench.batch.run import _listed
from workbench.engines.echo import Echo
from workbench.errors import Mismatch, UnreadableFile, UnwritableFile, WorkbenchError

ARTICLE = "# Trade\n\nThe border at Torkham **reopened** on Monday.\n\nTraders sold {} % more.\n"


def actor(output: Path, *, run: str = "r", done: frozenset[str] = frozenset()) -> Localiser:
    return Localiser(Task(("prs", "ps"), str(output), engine="echo", run=run, done=done))


def row(**cells: object) -> str:
    return json.dumps(cells)


def article(folder: Path, name: str, number: int = 5) -> str:
    """An article on disk; the row that names it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ARTICLE.format(number), encoding="utf-8")
    return row(url=str(path), name=name, size=1)


# One article


def test_an_article_is_written_as_the_translate_command_writes_it(tmp_path: Path) -> None:
    line = article(tmp_path / "in", "news/trade.md")
    outcome = actor(tmp_path / "out").outcome(FILE, line)
    assert not outcome.refused
    pipeline.translate_file(
        tmp_path / "in/news/trade.md", ["prs", "ps"], tmp_path / "alone", engine=Echo()
    )
    alone = {p.name: p.read_bytes() for p in (tmp_path / "alone").iterdir()}
    assert {p.name: p.read_bytes() for p in (tmp_path / "out/news").iterdir()} == alone
    assert sorted(outcome.files) == sorted(f"news/{name}" for name in alone)


def test_what_is_chosen_for_an_archive_is_done_to_each_article(tmp_path: Path) -> None:
    page = tmp_path / "in" / "talks.html"
    page.parent.mkdir()
    page.write_text("<p>It rained for 45 days in Kabul.</p>", encoding="utf-8")
    plain = Task(("prs",), str(tmp_path / "out"), engine="echo")
    chosen = replace(plain, xliff="xliff12", look=pipeline.Look("own", "vazirmatn"))
    line = row(url=str(page), name="news/talks.html", size=1)
    made = [Localiser(task).outcome(FILE, line) for task in (plain, chosen)]
    assert not made[1].refused
    assert made[0].digest != made[1].digest, "done before in another way, it is done again"
    folder = tmp_path / "out" / "news"
    assert 'version="1.2"' in (folder / "talks.prs.xlf").read_text(encoding="utf-8")
    written = (folder / "talks.prs.html").read_text(encoding="utf-8")
    assert "۴۵" in written
    assert "fonts/vazirmatn.woff2" in written
    assert (folder / "fonts" / "vazirmatn.woff2").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"id": "a", "text": "The border reopened."}, "a.prs.md"),
        ({"name": "b.html", "html": "<p>The border reopened."}, "b.prs.html"),
        ({"slug": "2026/c", "body": "The border reopened."}, "2026/c.prs.md"),
        ({"id": 7, "markdown": "The border reopened.", "date": None}, "7.prs.md"),
    ],
)
def test_a_row_of_a_table_is_an_article(
    tmp_path: Path, cells: dict[str, object], name: str
) -> None:
    assert not actor(tmp_path).outcome(ROW, row(**cells)).refused
    assert (tmp_path / name).is_file()


@pytest.mark.parametrize(
    ("kind", "line", "reason"),
    [
        (ROW, "not json", "no JSON"),
        (ROW, "[1]", "no JSON object"),
        (ROW, row(text="The border reopened."), "has no name"),
        (ROW, row(id="a"), "has no text"),
        (ROW, row(id="../../a", text="The border reopened on Monday."), "no name for a file"),
        (ROW, row(id="/a", text="The border reopened on Monday."), "no name for a file"),
        (ROW, row(id="a", url="/etc/hostname"), "has no text"),
        (ROW, row(id="a", text="مرز روز دوشنبه باز شد و تاجران خوش بودند."), "Dari already"),
        (FILE, row(name="a.md", url="/no/such/a.md"), "no file"),
    ],
)
def test_what_cannot_be_translated_is_set_aside(
    tmp_path: Path, kind: str, line: str, reason: str
) -> None:
    outcome = actor(tmp_path / "out").outcome(kind, line)
    assert reason in outcome.refused
    assert not outcome.files
    assert not list((tmp_path / "out").rglob("*.md"))


def test_an_article_known_is_left_alone(tmp_path: Path) -> None:
    line = article(tmp_path / "in", "trade.md")
    first = actor(tmp_path / "out").outcome(FILE, line)
    (tmp_path / "out/trade.prs.md").unlink()
    again = actor(tmp_path / "out", done=frozenset({first.digest})).outcome(FILE, line)
    assert again == Outcome("trade.md", first.digest)
    assert not (tmp_path / "out/trade.prs.md").exists()


def test_an_article_that_changed_is_made_again(tmp_path: Path) -> None:
    first = actor(tmp_path / "out").outcome(FILE, article(tmp_path / "in", "trade.md"))
    line = article(tmp_path / "in", "trade.md", 6)
    again = actor(tmp_path / "out", done=frozenset({first.digest})).outcome(FILE, line)
    assert again.files


def test_an_article_that_kills_its_process_is_set_aside_in_the_end(tmp_path: Path) -> None:
    place = Place(str(tmp_path))
    for _death in range(DEATHS):
        Attempt(place, f"{ATTEMPTS}/r-1", "a.md").__enter__()  # and the process dies
    with pytest.raises(WorkbenchError, match=r"died 2 times over a\.md"):
        Attempt(place, f"{ATTEMPTS}/r-1", "a.md").__enter__()
    with Attempt(place, f"{ATTEMPTS}/other-1", "a.md"):  # another run tries afresh
        pass
    assert place.listed(ATTEMPTS) == []


# The manifest and the places


def test_a_manifest_knows_what_other_runs_did(tmp_path: Path) -> None:
    place = Place(str(tmp_path))
    one, two = Manifest(place), Manifest(place)
    one.add(Outcome("a.md", "1", segments=3, files=("a.prs.md",)))
    two.add(Outcome("b.md", "2", "It is no English."))
    one.flush()
    two.flush()
    assert Manifest(place).known == {**one.known, **two.known}


def test_a_damaged_line_of_the_manifest_means_done_again(tmp_path: Path) -> None:
    manifest = Manifest(Place(str(tmp_path)))
    manifest.add(Outcome("a.md", "1"))
    manifest.flush()
    (part,) = (tmp_path / ".workbench/done").iterdir()
    part.write_bytes(part.read_bytes() + b'{"name": "b.md", "dig')
    assert list(Manifest(Place(str(tmp_path))).known) == ["1"]


def test_an_object_store_holds_inputs_and_results() -> None:
    place = Place("memory://archive")
    place.write("in/a.md", ARTICLE.format(1).encode())
    (url, name, size) = next(Place("memory://archive/in").files())
    assert (name, size) == ("a.md", len(ARTICLE.format(1)))
    localiser = Localiser(Task(("prs",), "memory://archive/out", engine="echo", run="r"))
    assert not localiser.outcome(FILE, row(url=url, name=name)).refused
    assert place.named("out/a.prs.md").startswith(b"# ")


def test_hidden_files_are_no_articles_and_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    article(tmp_path, ".git/a.md")
    article(tmp_path, "b.md")
    assert [name for _, name, _ in Place(str(tmp_path)).files()] == ["b.md"]
    with pytest.raises(UnreadableFile, match="no article"):
        list(Place(str(tmp_path / "none")).files())


def test_an_unknown_scheme_is_one_sentence() -> None:
    with pytest.raises(WorkbenchError, match="cannot be reached"):
        Place("nowhere://x")


def test_two_inputs_of_one_name_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    article(tmp_path / "one", "a.md")
    article(tmp_path / "two", "a.md")
    with pytest.raises(Mismatch, match="would write the same files"):
        _listed([str(tmp_path / "one"), str(tmp_path / "two")])


def test_a_name_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    for name in ("../a", "/a", "a/../../b", ""):
        with pytest.raises(UnwritableFile):
            Place(str(tmp_path)).write(name, b"")


# The command, on Ray


def started(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "workbench", "batch", str(folder / "in")]
    return subprocess.Popen(
        [*command, "--output", str(folder / "out"), "--actors", "1", "--json"],
        env={**os.environ, "WORKBENCH_ENGINE": "echo"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_a_run_killed_halfway_is_finished_by_the_next(tmp_path: Path) -> None:
    for number in range(30):
        article(tmp_path / "in", f"day-{number % 3}/{number}.md", number)
    table = [row(id=f"t{number}", text=ARTICLE.format(number)) for number in range(5)]
    files.write(tmp_path / "in/more.jsonl", "\n".join([*table, "{"]).encode())
    broken = started(tmp_path)
    while not list((tmp_path / "out").glob("day-*/*.prs.md")) and broken.poll() is None:
        time.sleep(0.05)
    os.killpg(broken.pid, signal.SIGKILL)
    broken.communicate()
    left = next((tmp_path / "out").glob("day-*/*.prs.md"))
    files.write(left.with_name(f".{left.name}.k1ll_ed0"), b"half of")
    whole = started(tmp_path)
    out, errors = whole.communicate(timeout=280)
    assert whole.returncode == 1, errors  # one line of the table is no JSON
    totals = json.loads(out)
    assert totals["done"] + totals["known"] == 35
    assert [each["name"] for each in totals["refused"]] == ["{"]
    one = actor(tmp_path / "unbroken")
    for path in sorted((tmp_path / "in").glob("day-*/*.md")):
        name = str(path.relative_to(tmp_path / "in"))
        one.outcome(FILE, row(url=str(path), name=name))
    for line in table:
        one.outcome(ROW, line)
    assert made(tmp_path / "out") == made(tmp_path / "unbroken")
    known = Manifest(Place(str(tmp_path / "out"))).known.values()
    assert sum(not outcome.refused for outcome in known) == 35
    assert all(asdict(outcome)["files"] for outcome in known if not outcome.refused)


def made(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in found
        if ".workbench" not in path.parts and path.name != "refused.jsonl"
    }
