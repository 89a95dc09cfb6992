"""The main job on the sample article: what stays, what is kept, what goes out and comes back."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from workbench import formats, pipeline
from workbench.errors import Mismatch, NothingToTranslate
from workbench.inline import MARK, strip
from workbench.model import Document, State

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "samples" / "border-trade.md"
USERS = ROOT.parent / "shared" / "samples" / "security-cooperation.md"
TARGETS = ("prs", "ps")


@pytest.fixture(scope="module", params=[SAMPLE, USERS], ids=lambda path: path.stem)
def article(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    if not path.exists():
        pytest.skip(f"{path.name} lies beside the project and is not here")
    return path


@pytest.fixture(scope="module")
def translated(article: Path) -> dict[str, Document]:
    document = pipeline.read(article.read_bytes(), name=article.name)
    return {code: pipeline.translate(document, code) for code in TARGETS}


@pytest.mark.parametrize("code", TARGETS)
def test_poem_bylines_dates_and_addresses_stay(
    article: Path, translated: dict[str, Document], code: str
) -> None:
    source = article.read_text(encoding="utf-8").splitlines()
    _, data = pipeline.export(translated[code], "article")
    target = data.decode().splitlines()
    assert len(target) == len(source)
    stays = [line for line in source[:24] if not re.search(r"[a-z]{3} [a-z]|^European|^## ", line)]
    assert len(stays) > 15
    for line in stays:
        assert line in target, line


@pytest.mark.parametrize("code", TARGETS)
def test_every_english_segment_has_a_draft_that_says_how_it_came(
    translated: dict[str, Document], code: str
) -> None:
    for segment in translated[code].segments:
        if segment.translate:
            assert segment.target, segment.source
            assert segment.state is State.DRAFT
            assert segment.origin.startswith("argos en-") or segment.origin == "glossary"
        else:
            assert not segment.target


@pytest.mark.parametrize("code", TARGETS)
def test_marks_are_kept(translated: dict[str, Document], code: str) -> None:
    for segment in translated[code].segments:
        if segment.target:
            assert sorted(MARK.findall(segment.target)) == sorted(MARK.findall(segment.source))


@pytest.mark.parametrize("code", TARGETS)
def test_every_term_is_placed_or_flagged(translated: dict[str, Document], code: str) -> None:
    document, glossary = translated[code], pipeline.house_glossary()
    flagged = {f.key for f in pipeline.check(document) if f.check == "term-unplaced"}
    for segment in document.segments:
        if segment.target:
            matches = glossary.find(strip(segment.source))
            renderings = glossary.judge(matches, strip(segment.target), code)
            assert all(r.placed for r in renderings) or segment.key in flagged


@pytest.mark.parametrize("code", TARGETS)
@pytest.mark.parametrize("kind", ["po", "xliff", "xliff12", "omegat"])
def test_po_and_xliff_give_the_same_article_byte_for_byte(
    article: Path, translated: dict[str, Document], code: str, kind: str
) -> None:
    name, data = pipeline.export(translated[code], kind)
    again = pipeline.read(article.read_bytes(), name=article.name)
    merged = pipeline.merge(again, formats.read(data, name=name))
    assert pipeline.export(merged, "article") == pipeline.export(translated[code], "article")


@pytest.mark.parametrize("code", TARGETS)
def test_msgfmt_accepts_the_catalogue(
    translated: dict[str, Document], code: str, tmp_path: Path
) -> None:
    msgfmt = shutil.which("msgfmt")
    if not msgfmt:
        pytest.skip("msgfmt is not installed (Debian: gettext)")
    name, data = pipeline.export(translated[code], "po")
    (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [msgfmt, "-c", "-o", tmp_path / "out.mo", tmp_path / name], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_persons_translation_is_not_overwritten(article: Path) -> None:
    document = pipeline.read(article.read_bytes(), name=article.name)
    first = next(segment for segment in document.segments if segment.translate)
    kept = replace(first, target="ترجمهٔ من", state=State.TRANSLATED, origin="Nadia")
    segments = tuple(kept if s.key == first.key else s for s in document.segments)
    translated = pipeline.translate(replace(document, segments=segments), "prs")
    assert next(s for s in translated.segments if s.key == first.key) == kept


def test_a_stored_document_is_restored_with_its_edits(
    article: Path, translated: dict[str, Document]
) -> None:
    document = translated["ps"]
    edits = {s.key: (s.target, s.state, s.origin) for s in document.segments if s.target}
    restored = pipeline.restore(article.name, article.read_bytes(), "ps", edits)
    assert pipeline.export(restored, "article") == pipeline.export(document, "article")


def test_a_table_cell_that_is_a_name_takes_its_preferred_form() -> None:
    text = b"The road was closed.\n\n| Crossing | Trucks |\n|---|---|\n| Torkham | 620 |\n"
    translated = pipeline.translate(pipeline.read(text, name="a.md"), "prs")
    (cell,) = [segment for segment in translated.segments if segment.source == "Torkham"]
    assert (cell.target, cell.origin) == ("تورخم", "glossary")


def test_an_article_in_dari_already_is_refused() -> None:
    text = "طالبان در کابل با بزرگان قوم دیدار کردند و دربارهٔ صلح گپ زدند.\n".encode()
    with pytest.raises(NothingToTranslate, match="in Dari already"):
        pipeline.translate(pipeline.read(text, name="a.md"), "prs")


def test_a_catalogue_of_another_article_is_refused(translated: dict[str, Document]) -> None:
    name, data = pipeline.export(translated["prs"], "po")
    other = pipeline.read(b"Something else entirely was written here.\n", name="b.md")
    with pytest.raises(Mismatch, match="exported from this very article"):
        pipeline.merge(other, formats.read(data, name=name))
