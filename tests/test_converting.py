"""One bilingual file as another kind and back, articles handed out, and what is said of losses."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from workbench import cli, files, formats, pipeline, validation
from workbench.formats import tmx
from workbench.model import Document, Severity, State

HERE = Path(__file__).parent
FOREIGN = HERE / "foreign"
KINDS = [".po", ".xlf", ".csv", ".xlsx"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, arguments)])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        printed = capsys.readouterr()
        return int(leaving.value.code or 0), printed.out, printed.err

    return call


def texts(document: Document) -> list[tuple[str, str, State]]:
    return [(s.source, s.target, s.state) for s in document.segments if s.translate]


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """An article as XLIFF, with every state in it, and marks."""
    text = b"Rain *fell* at night. The well is deep. Nobody slept. Bread was short. We left.\n"
    read = pipeline.read(text, name="rain.md")
    path = tmp_path / "rain.prs.xlf"
    path.write_bytes(formats.export(pipeline.into(read, "prs"), "xliff"))
    document = formats.read(path.read_bytes(), name=path.name)
    wanted = ["شب <g1>باران</g1> بارید.", "چاه عمیق است.", "کسی نخوابید.", "نان کم بود.", ""]
    states = [State.DRAFT, State.TRANSLATED, State.REVIEWED, State.FINAL, State.NEW]
    segments = tuple(
        replace(s, target=t, state=state)
        for s, t, state in zip(document.segments, wanted, states, strict=True)
    )
    path.write_bytes(formats.write(replace(document, segments=segments)))
    return path


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
def test_texts_and_states_survive_every_way_round(exported: Path, first: str, second: str) -> None:
    one, two = exported.with_name(f"one{first}"), exported.with_name(f"two{second}")
    pipeline.convert_bilingual(exported, one)
    pipeline.convert_bilingual(one, two)
    before = formats.read(exported.read_bytes(), name="x.xlf")
    after = formats.read(two.read_bytes(), name=two.name)
    assert after.target_language == "prs"
    assert texts(after) == texts(before)
    assert [s.key for s in after.segments] == [s.key for s in before.segments]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_converted_goes_back_into_the_article(exported: Path, kind: str) -> None:
    article, other = exported.with_name("rain.md"), exported.with_name(f"one{kind}")
    article.write_bytes(
        b"Rain *fell* at night. The well is deep. Nobody slept. Bread was short. We left.\n"
    )
    pipeline.convert_bilingual(exported, other)
    pipeline.merge_files(article, other, exported.with_name("out.md"))
    written = exported.with_name("out.md").read_text(encoding="utf-8")
    assert written == "شب *باران* بارید. چاه عمیق است. کسی نخوابید. نان کم بود. We left.\n"


@pytest.mark.parametrize("name", ["library.po", "notices.xlf", "recipes.xlf", "bazaar.xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_other_tools_files_are_converted_with_all_their_texts(
    name: str, kind: str, tmp_path: Path
) -> None:
    output = tmp_path / f"out{kind}"
    read, _ = pipeline.convert_bilingual(FOREIGN / name, output, target="")
    after = formats.read(output.read_bytes(), name=output.name)
    told = [s for s in read.segments if s.translate and s.source.strip()]
    assert len([s for s in after.segments if s.translate]) == len(told)
    assert sum(bool(s.target) for s in after.segments if s.translate) == sum(
        bool(s.target) for s in told
    )


@pytest.mark.parametrize("version", ["xliff", "xliff12"])
@pytest.mark.parametrize("name", ["library.po", "notices.xlf", "bazaar.csv", "bazaar.xlsx"])
def test_the_xliff_is_valid(name: str, version: str, tmp_path: Path) -> None:
    output = tmp_path / "out.xlf"
    pipeline.convert_bilingual(FOREIGN / name, output, xliff=version)
    verdict = validation.validate([output])
    assert not verdict.failing(Severity.ERROR), [f.message for f in verdict.findings]


def test_a_memory_holds_what_is_translated_and_how_far(exported: Path) -> None:
    output = exported.with_name("out.tmx")
    _, findings = pipeline.convert_bilingual(exported, output)
    with files.reading(output) as file:
        units = list(tmx.read(file, name="out.tmx"))
    assert [unit.target for unit in units][1:] == ["چاه عمیق است.", "کسی نخوابید.", "نان کم بود."]
    assert [dict(unit.properties).get("state") for unit in units] == [
        "draft", None, "reviewed", "final"
    ]  # fmt: skip
    assert "1 segment without a translation is left out." in [f.message for f in findings]


def test_what_the_other_kind_cannot_hold_is_said(run: Run, tmp_path: Path) -> None:
    code, out, err = run("convert", FOREIGN / "notices.xlf", tmp_path / "out.csv")
    assert code == 0
    assert "wrote" in out
    assert "[not-held]" in err
    assert "stay behind" in err or "stays behind" in err
    assert "whose markup is not written" in err
    code, out, err = run("convert", FOREIGN / "library.po", tmp_path / "out.xlf")
    assert "obsolete" in err


def test_placeholders_of_a_catalogue_are_text_in_a_table(tmp_path: Path) -> None:
    header = 'msgid ""\nmsgstr "Language: ps\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    entry = '#, c-format\nmsgid "%d books of %s"\nmsgstr "د %s %d کتابونه"\n'
    (tmp_path / "a.po").write_text(header + entry, encoding="utf-8")
    pipeline.convert_bilingual(tmp_path / "a.po", tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "%d books of %s,د %s %d کتابونه" in text


@pytest.mark.parametrize("kind", ["xliff", "xliff12", "omegat", "po", "csv", "xlsx"])
def test_an_article_is_handed_out_and_comes_back(run: Run, tmp_path: Path, kind: str) -> None:
    article = tmp_path / "a.md"
    article.write_text("The well is deep. Nobody slept.\n")
    code, out, _ = run("extract", article, "--as", kind, "--to", "ps", "-o", tmp_path / "out")
    assert code == 0
    (made,) = (tmp_path / "out").iterdir()
    assert str(made) in out
    document = formats.read(made.read_bytes(), name=made.name)
    assert [s.target for s in document.segments if s.target != s.source] in ([], ["", ""])
    segments = tuple(replace(s, target=f"ژباړه {n}.") for n, s in enumerate(document.segments))
    made.write_bytes(formats.write(replace(document, segments=segments)))
    assert run("merge", article, made, "-o", tmp_path / "out.md")[0] == 0
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == "ژباړه 0. ژباړه 1.\n"


def test_a_table_handed_out_says_nothing_of_what_is_not_done(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("The well is deep.\n")
    run("extract", article, "--as", "csv", "--to", "prs")
    assert "untranslated" not in (tmp_path / "a.prs.csv").read_text(encoding="utf-8-sig")


MISUSE = {
    "an unknown kind": (("convert", "a.po", "out.docx"), ".po, .xlf"),
    "an article": (("convert", "a.md", "out.po"), "workbench extract"),
    "the file itself": (("convert", "a.po", "a.po"), "Name another one"),
    "no target language": (("convert", "a.po", "out.csv"), "--to prs"),
    "a bilingual file": (("extract", "a.po"), "workbench convert"),
    "no English": (("extract", "b.md"), "give the English article"),
}


@pytest.mark.parametrize("fault", MISUSE)
def test_misuse_is_one_sentence_and_writes_nothing(run: Run, tmp_path: Path, fault: str) -> None:
    arguments, words = MISUSE[fault]
    (tmp_path / "a.po").write_bytes(b'msgid "Kabul"\nmsgstr "x"\n')
    (tmp_path / "a.md").write_bytes(b"Kabul is quiet.\n")
    (tmp_path / "b.md").write_text("کابل آرام است و مردم به بازار می‌روند.\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    code, _, err = run(arguments[0], *(tmp_path / name for name in arguments[1:]))
    assert code == 2
    assert words in err
    assert sorted(tmp_path.iterdir()) == before
