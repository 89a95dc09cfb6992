"""Errands as the pages ask for them, and what they show of those that are done."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from workbench import pipeline
from workbench.formats import tmx
from workbench.model import Unit
from workbench.store import Job, Stage, Store
from workbench.ui import session, work

ROOT = Path(__file__).parent.parent
CASES = json.loads((Path(__file__).parent / "cases" / "alignment.json").read_text(encoding="utf-8"))
TEST = "en\tprs\nThe bridge is open.\tپل باز است.\nRain fell in Kabul.\tدر کابل باران بارید.\n"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    monkeypatch.setenv("WORKBENCH_ENGINE", "echo")
    store = Store()
    yield store
    store.close()


def page(name: str = "", **query: str) -> AppTest:
    """The app at one of its pages."""
    if name:
        script = f"from workbench.ui import {name}, session\nsession.begin()\n"
        script += f"session.pages({name}={name}.page)\n{name}.page()\n"
        started = AppTest.from_string(script, default_timeout=60)
    else:
        started = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        started.query_params[key] = value
    started.run()
    assert not started.exception
    return started


def done(started: AppTest) -> AppTest:
    """The page again when all that waited has been done."""
    session.work().wait()
    started.run()
    assert not started.exception
    return started


def errand(store: Store) -> Job:
    (job,) = [job for job in store.jobs() if not job.document]
    return job


def html(started: AppTest) -> str:
    return "".join(element.proto.body for element in started.get("html"))


def article(number: int) -> tuple[str, bytes]:
    return f"bridge-{number}.md", f"# Bridge {number}\n\nThe bridge is open.\n".encode()


def test_many_files_are_taken_in_by_a_job_and_few_at_once(desk: Store) -> None:
    started = page(by="Amin")
    started.file_uploader[0].set_value([(*article(n), "text/markdown") for n in range(2)]).run()
    started.button(key="translate").click().run()
    assert all(job.document for job in desk.jobs())
    assert len(desk.documents()) == 4
    done(started)
    started.button(key="entry-open").click().run()
    files = [(*article(n), "text/markdown") for n in range(2, 6)]
    files.append(("dari.md", "پل تورخم باز است و مردم می‌گذرند.".encode(), "text/markdown"))
    started.file_uploader[0].set_value(files).run()
    started.button(key="translate").click().run()
    assert not started.exception
    done(started)
    assert len(desk.documents()) == 12
    told = html(started)
    assert "8 documents are on the desk" in told
    assert "Import: <bdi>bridge-2.md, bridge-3.md" in told
    job = errand(desk)
    assert (job.stage, job.asker) == (Stage.DONE, "Amin")
    started.button(key=f"close-{job.id}").click().run()
    assert "are on the desk" not in html(started)
    assert desk.jobs() == []


def test_a_large_text_is_taken_in_by_a_job(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BYTES", 20)
    monkeypatch.setenv("WORKBENCH_WORKERS", "0")
    started = page(by="Amin")
    started.button_group(key="way").set_value("text").run()
    started.text_area(key="pasted").set_value("The bridge at Torkham is open.").run()
    started.button(key="translate").click().run()
    assert [one.value for one in started.caption if "waits" in one.value] == [
        "Import\\: \u2068article\\.md\u2069 · waits, place 1"
    ], "it is told of on an empty desk, too"
    assert desk.documents() == []


def test_many_segments_are_packed_by_a_job_and_the_file_is_the_askers(
    desk: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SEGMENTS", 3)
    numbers = [
        desk.add(pipeline.translate(pipeline.read(data, name=name), "prs"), data)
        for name, data in map(article, range(2))
    ]
    started = page(by="Amin")
    started.session_state["chosen"] = numbers
    started.run()
    started.button(key="zip-job").click().run()
    done(started)
    (made,) = desk.made(errand(desk).id)
    with zipfile.ZipFile(io.BytesIO(desk.file(made.id))) as folder:
        assert len(folder.namelist()) == 10
    labels = [one.proto.label for one in started.get("download_button")]
    assert "workbench\\.zip" in labels
    other = page(by="Zarghuna")
    assert "Export" in html(other)


def test_a_large_memory_is_taken_in_by_a_job(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BYTES", 100)
    written = io.BytesIO()
    tmx.write([Unit("The bridge is open.", "پل باز است.", "en", "prs")], written)
    started = page("memories")
    started.file_uploader[0].upload("other.tmx", written.getvalue(), "text/xml").run()
    assert not started.exception
    done(started)
    assert desk.remembered() == 1
    assert "1 new, 0 changed, 0 known before" in html(started)


def test_a_translation_is_aligned_from_the_page(desk: Store) -> None:
    case = next(case for case in CASES if case["language"] == "ps")
    started = page("memories")
    source, answer = started.file_uploader[1], started.file_uploader[2]
    source.upload("a.md", case["source"].encode(), "text/markdown")
    answer.upload("a.ps.md", case["target"].encode(), "text/markdown").run()
    started.button(key="align").click().run()
    done(started)
    job = errand(desk)
    assert job.stage is Stage.DONE, job.error
    assert desk.remembered() == job.result["kept"] > 0
    assert "Alignment: <bdi>a.ps.md</bdi>" in html(started)


def test_an_engine_is_put_to_the_test_from_the_page(desk: Store) -> None:
    started = page("quality")
    reference, others = started.file_uploader
    reference.upload("news.tsv", TEST.encode(), "text/plain")
    others.upload("other.txt", "پل باز است.\nباران بارید.\n".encode(), "text/plain").run()
    started.button(key="trial-ask").click().run()
    done(started)
    job = errand(desk)
    assert job.stage is Stage.DONE, job.error
    shown = html(started)
    assert "Evaluation: <bdi>news.tsv</bdi>" in shown
    assert "<bdi>echo</bdi>" in shown
    assert "<bdi>other.txt</bdi>" in shown
    assert [one["name"] for one in job.result["systems"]] == ["echo", "other.txt"]
    assert job.result["systems"][1]["scores"][0]["signature"] in shown


def test_a_hostile_name_is_text(desk: Store) -> None:
    name = "<script>alert(1)</script>.md"
    desk.ask_for("import", name, asker="Amin", given={"name": "Amin", "mail": "", "languages": []})
    started = done(page(by="Amin"))
    assert "<script>" not in html(started)
    assert "&lt;script&gt;" in html(started)
