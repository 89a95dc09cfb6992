"""Word counts by match band: what the memory knows, what the order repeats, and what is new."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from workbench import cli, i18n, pipeline
from workbench.model import State, Unit
from workbench.pipeline.analysis import BANDS, Row, analyse, analyse_documents
from workbench.pipeline.settings import Settings
from workbench.store import Store

ARTICLE = """# The harvest began on Monday

Farmers in Herat began the saffron harvest on Monday. The price fell by 15 percent in one year.

Nobody expected such a winter in the northern districts of the province.

The price fell by 15 percent in one year.

Nobody expected such a spring in the northern districts of the province.
"""
SECOND = """Farmers in Herat began the saffron harvest on Monday.

The price fell by 18 percent in one year.

The price fell by 15 percent in one year.

15

اردوی ملی امروز در کابل رژه رفت.
"""
KNOWN = Unit(
    "Farmers in Herat began the saffron harvest on Monday.",
    "دهقانان در هرات برداشت زعفران را روز دوشنبه آغاز کردند.",
    "en",
    "prs",
    creator="argos",
)


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.md").write_text(SECOND, encoding="utf-8")
    Store().remember([KNOWN])
    return [tmp_path / "a.md", tmp_path / "b.md"]


def counted(rows: list[Row], file: str) -> dict[str, int]:
    return {row.band: row.segments for row in rows if row.file == file and row.segments}


def test_each_segment_falls_into_one_band(order: list[Path]) -> None:
    rows = analyse(order, ["prs"], Store())
    assert counted(rows, "a.md") == {"100": 1, "repetition": 1, "85-94": 1, "50-74": 1, "new": 2}
    assert counted(rows, "b.md") == {"100": 1, "95-99": 1, "repetition": 1}, "across the files"
    whole = counted(rows, "")
    assert whole == {"100": 2, "95-99": 1, "85-94": 1, "50-74": 1, "repetition": 2, "new": 2}
    words = {row.band: row.words for row in rows if not row.file}
    assert (words["100"], words["repetition"]) == (18, 18)
    internal = {row.band: row.internal for row in rows if not row.file and row.internal}
    assert internal == {"95-99": 1, "85-94": 1}, "like the order, not the memory"
    assert [row.band for row in rows[: len(BANDS)]] == list(BANDS)


def test_another_language_knows_nothing(order: list[Path]) -> None:
    rows = analyse(order, ["ps"], Store())
    assert counted(rows, "a.md") == {"repetition": 1, "85-94": 1, "50-74": 1, "new": 3}


def test_what_an_origin_costs_moves_the_band(order: list[Path]) -> None:
    rows = analyse(order, ["prs"], Store(), settings=Settings(penalties={"machine": 10}))
    assert counted(rows, "a.md") == {"85-94": 2, "repetition": 1, "new": 3}


def test_what_was_confirmed_is_in_context_in_the_same_article(order: list[Path]) -> None:
    store = Store()
    document = pipeline.read(ARTICLE.encode(), name="a.md")
    number = store.add(pipeline.into(document, "prs"), ARTICLE.encode())
    for segment in document.segments:
        store.edit(
            number, segment.key, target="ترجمه", state=State.REVIEWED, author="Amin", revision=0
        )
    rows = analyse(order[:1], ["prs"], store)
    assert counted(rows, "a.md") == {"in-context": 6}


def test_what_is_confirmed_in_the_file_is_done(order: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "x.po"
    file.write_text(
        'msgid ""\nmsgstr "Language: prs\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "The road is closed."\nmsgstr "راه بسته است."\n\n'
        'msgid "The bridge is new."\nmsgstr ""\n',
        encoding="utf-8",
    )
    assert counted(analyse([file], ["prs"], Store()), "x.po") == {"done": 1, "new": 1}


def run(*arguments: object) -> int:
    sys.argv = ["workbench", "analyse", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


def test_the_command(order: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*order, "--to", "prs") == 0
    shown = capsys.readouterr().out
    assert "All files (prs)" in shown
    assert "repetition" in shown
    assert run(*order, "--json", "--to", "prs,ps") == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["language"] for row in told} == {"prs", "ps"}
    assert run(*order, "--format", "csv", "--to", "prs") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["words"] for row in rows if not row["file"] and row["band"] == "100"] == ["18"]
    assert run(order[0].with_name("none.md")) == 2
    assert "There is no file" in capsys.readouterr().err


def test_a_page_tells_the_same_words(order: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    rows = analyse(order, ["prs"], Store())
    assert run(*order, "--to", "prs", "--format", "html") == 0
    page = capsys.readouterr().out
    for row in rows:
        if row.segments:
            assert f"<bdi>{row.words}</bdi>" in page
            assert f"<bdi>{row.characters}</bdi>" in page
    whole = [row for row in rows if not row.file]
    words, segments = sum(row.words for row in whole), sum(row.segments for row in whole)
    assert f"{words} words in {segments} segments are to be translated." in page
    assert "<script" not in page
    with i18n.speaking("ps"):
        assert run(*order, "--to", "prs", "--format", "html") == 0
    assert '<html lang="ps" dir="rtl">' in capsys.readouterr().out


def test_documents_of_the_desk_are_counted_in_their_own_languages(order: list[Path]) -> None:
    documents = [
        pipeline.into(pipeline.read(path.read_bytes(), name=path.name), code)
        for path in order
        for code in ("prs", "ps")
    ]
    rows = analyse_documents(documents, Store())
    assert [row for row in rows if row.language == "prs"] == analyse(order, ["prs"], Store())
    assert [row for row in rows if row.language == "ps"] == analyse(order, ["ps"], Store())


def test_a_name_is_no_formula(
    order: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = tmp_path / "=cmd.md"
    evil.write_text(SECOND, encoding="utf-8")
    assert run(evil, "--format", "csv") == 0
    assert "\n'=cmd.md," in capsys.readouterr().out
