"""What every row of the table of formats promises, whatever it is called.

Who adds a row adds a sample: read and written it is the same bytes, and its twin, every target
filled in, reads back as it was written. A kind that is only made is made of an article, always the
same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench import formats, pipeline
from workbench.errors import UnwritableFile
from workbench.formats import FORMATS, Format
from workbench.model import Segment, State

HERE = Path(__file__).parent
READ = [row for row in FORMATS.values() if row.suffixes]
MADE = [row for row in FORMATS.values() if not row.suffixes or row.bilingual]
ARTICLE = (
    "The *bridge* is closed. Boats leave at six.\n\nHot tea costs 10 afghani; bread costs 5.\n"
)


def named(row: Format) -> str:
    return row.name


def samples(row: Format) -> Iterator[Path]:
    for folder in ("samples", "foreign"):
        for path in sorted((HERE / folder).iterdir()):
            if path.suffix in row.suffixes and path.name != "README.md":
                yield path


@pytest.mark.parametrize("row", READ, ids=named)
def test_a_sample_comes_back_as_it_is(row: Format) -> None:
    found = list(samples(row))
    assert found, f"{row.title} has no sample in tests/samples or tests/foreign"
    for path in found:
        document = formats.read(path.read_bytes(), name=path.name)
        assert document.format == row.name
        assert document.segments
        assert formats.write(document) == path.read_bytes()


@pytest.mark.parametrize("row", READ, ids=named)
def test_a_translated_twin_has_every_target(row: Format) -> None:
    for path in samples(row):
        document = pipeline.read(path.read_bytes(), name=path.name)
        twin = replace(
            document,
            target_language="prs",
            segments=tuple(
                replace(s, target=f"{s.source} ۷", state=State.TRANSLATED) if s.translate else s
                for s in document.segments
            ),
        )
        written = formats.write(twin)
        back = formats.read(written, name=path.name)
        side = "target" if row.bilingual else "source"
        found = " ".join(" ".join(getattr(one, side) for one in back.segments).split())
        wanted = [s.target for s in twin.segments if s.translate and not s.inlines]
        assert wanted
        assert not [text for text in wanted if " ".join(text.split()) not in found]


@pytest.mark.parametrize("row", MADE, ids=named)
def test_a_kind_is_made_of_an_article_and_always_the_same(row: Format) -> None:
    document = replace(pipeline.read(ARTICLE.encode(), name="a.md"), target_language="ps")
    data = formats.export(document, row.name)
    assert data == formats.export(document, row.name)
    if row.bilingual:
        suffix = pipeline.KINDS[row.name]
        back = formats.read(data, name=f"a{suffix}")
        assert [s.source for s in back.segments] == [s.source for s in document.segments]
        assert back.target_language == "ps"


@pytest.mark.parametrize("row", MADE, ids=named)
@pytest.mark.parametrize(
    "text", ["\x00\x0b", "\ud800", "\ufffe", "]]>", "=1", "<g1>", "a" * 40_000]
)
def test_no_text_breaks_a_kind(row: Format, text: str) -> None:
    segments = (Segment("k", text, text, note=text), Segment("l", f"{text} x"))
    document = replace(
        pipeline.read(ARTICLE.encode(), name="a.md"), segments=segments, target_language="ps"
    )
    if row.name == "xlsx" and len(text) > 32_767:
        with pytest.raises(UnwritableFile, match="Take CSV"):
            formats.export(document, row.name)
    else:
        assert formats.export(document, row.name)
