"""Iranian Persian into Dari: whole words, their endings, and all that must be left alone."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_archive import build
from workbench import pipeline
from workbench.conversion import convert
from workbench.conversion.entries import Entry, load
from workbench.engines.argos import Argos
from workbench.engines.echo import Echo
from workbench.errors import NothingToTranslate, UnwritableFile
from workbench.model import Hypothesis, Progress
from workbench.normalize import ZWNJ, fold

CASES = json.loads((Path(__file__).parent / "cases" / "conversion.json").read_text("utf-8"))
ENTRIES: list[Entry] = list(
    {entry.fa: entry for found in load().by_key.values() for entry in found}.values()
)
ARTICLE = """\
# پلیس ژاپن در ماه مه

*۵ ژانویه ۲۰۲۴*

پلیس توکیو می‌گوید که **دادستان** در [بیمارستان‌های](https://example.com/پلیس) این شهر است.

| کشور | دلار |
|---|---|
| آلمان | ۲۰ |

The English paragraph stays: پلیس too.
"""


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["why"])
def test_a_case(case: dict[str, str]) -> None:
    assert convert(case["text"], style=bool(case.get("style"))).text == case["dari"]


@pytest.mark.parametrize("case", CASES["known_failures"], ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, reason="needs more than the words beside it")
def test_a_known_failure(case: dict[str, str]) -> None:
    assert convert(case["text"], style=bool(case.get("style"))).text == case["dari"]


def test_there_are_enough_cases_and_a_third_of_them_must_stay() -> None:
    stay = [case for case in CASES["cases"] if case["text"] == case["dari"]]
    assert len(CASES["cases"]) >= 60
    assert len(stay) * 3 >= len(CASES["cases"])


def test_changes_say_where_they_stood_and_make_the_result() -> None:
    text = "در ۵ مه پلیس و نخست وزیر به بیمارستان‌های ژاپن رفتند."
    done = convert(text, style=True)
    assert [text[change.start : change.end] for change in done.changes] == [
        change.before for change in done.changes
    ]
    rebuilt = text
    for change in reversed(done.changes):
        rebuilt = rebuilt[: change.start] + change.after + rebuilt[change.end :]
    assert rebuilt == done.text == "در ۵ می پولیس و صدراعظم به شفاخانه‌های جاپان رفتند."


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.fa)
def test_what_an_entry_gives_is_not_changed_again(entry: Entry) -> None:
    text = f"در {entry.prs} است."
    assert convert(text, style=True).text == text


def test_no_preferred_form_of_the_glossary_is_changed_unasked() -> None:
    forms = [term.forms.get("prs", "") for term in pipeline.house_glossary().terms]
    assert {form: new for form in forms if (new := convert(form).text) != form} == {}


def test_what_the_glossary_avoids_is_changed_into_what_it_allows() -> None:
    for term in pipeline.house_glossary().terms:
        for form in term.avoid.get("prs", ()):
            changed = convert(form, style=True).text
            if changed != form and " " not in form and ZWNJ not in form:
                allowed = {fold(one, "prs").text for one in term.allowed("prs")}
                assert fold(changed, "prs").text in allowed, f"{form} -> {changed}"


@given(st.text(alphabet="پلیسکرهجنوبیمهاژاپن\u200c \u0654۵ا\u0650", max_size=60))
def test_any_text_is_converted_and_changes_stand_within_it(text: str) -> None:
    once = convert(text, style=True)
    assert all(0 <= change.start < change.end <= len(text) for change in once.changes)


@pytest.mark.parametrize("unit", ["کره ", "پلیسها", "ه\u200cی", "\u200c", "http://", "@ا", "۵ مه "])
def test_a_long_text_costs_no_more_than_its_length(unit: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        convert(unit * (size // len(unit)), style=True)
        return time.process_time() - started

    seconds(1000)
    assert seconds(400_000) < 20 * max(seconds(40_000), 0.02)


def test_a_file_is_rewritten_where_it_is_persian(tmp_path: Path) -> None:
    path = tmp_path / "news.fa.md"
    path.write_text(ARTICLE, encoding="utf-8")
    done = pipeline.convert_file(path)
    assert done.path == tmp_path / "news.prs.md"
    written = done.path.read_text(encoding="utf-8")
    assert written == (
        ARTICLE.replace("پلیس ژاپن در ماه مه", "پولیس جاپان در ماه می")
        .replace("ژانویه", "جنوری")
        .replace("پلیس توکیو", "پولیس توکیو")
        .replace("بیمارستان‌های", "شفاخانه‌های")
        .replace("دلار", "دالر")
        .replace("آلمان", "جرمنی")
    )
    assert path.read_text(encoding="utf-8") == ARTICLE
    assert [change.before for _, change in done.changes][:3] == ["پلیس", "ژاپن", "مه"]


def test_of_a_catalogue_the_targets_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: fa\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "The police came in June."\nmsgstr "پلیس این شهر در ماه ژوئن آمد."\n',
        encoding="utf-8",
    )
    done = pipeline.convert_file(path)
    assert done.path
    written = done.path.read_text(encoding="utf-8")
    assert 'msgid "The police came in June."' in written
    assert 'msgstr "پولیس این شهر در ماه جون آمد."' in written


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("پولیس کابل در شفاخانه بود و گپ زد.\n", encoding="utf-8")
    assert pipeline.convert_file(path).path is None
    assert list(tmp_path.iterdir()) == [path]


def test_an_english_article_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The police came to the hospital.\n", encoding="utf-8")
    with pytest.raises(NothingToTranslate, match="is in English"):
        pipeline.convert_file(path)


def test_the_file_itself_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(UnwritableFile, match="--output"):
        pipeline.convert_file(path, path)
    assert path.read_text(encoding="utf-8") == ARTICLE


def test_translating_an_iranian_article_names_the_command_that_converts_it() -> None:
    document = pipeline.read(ARTICLE.partition("The English")[0].encode(), name="a.md")
    with pytest.raises(NothingToTranslate, match="`workbench dari`"):
        pipeline.translate(document, "prs")


class Persian(Echo):
    """An engine whose model writes Iranian Persian, as an en-fa package does for Dari."""

    def __init__(self, written: str = "fa") -> None:
        self._written = written

    def written(self, *, source: str, target: str) -> str:
        return self._written

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        return [[Hypothesis("پلیس ژاپن در ماه ژوئن به پیشاور رفت.")] for _ in batch]


def test_a_persian_models_draft_is_converted_and_the_origin_says_so() -> None:
    text = b"The police of Japan went to Peshawar in June.\n"
    document = pipeline.translate(pipeline.read(text, name="a.md"), "prs", engine=Persian())
    (segment,) = document.segments
    assert segment.target == "پولیس جاپان در ماه جون به پشاور رفت."
    assert "fa to prs: پلیس -> پولیس, ژاپن -> جاپان, ژوئن -> جون" in segment.origin


@pytest.mark.parametrize(("written", "target"), [("prs", "prs"), ("ps", "ps")])
def test_a_model_of_the_language_itself_is_left_alone(written: str, target: str) -> None:
    text = b"The weather was good and the road was open.\n"
    engine = Persian(written)
    document = pipeline.translate(pipeline.read(text, name="a.md"), target, engine=engine)
    assert "ژوئن" in document.segments[0].target
    assert "fa to prs" not in document.segments[0].origin


def test_argos_tells_what_its_package_writes(tmp_path: Path) -> None:
    assert Argos().written(source="en", target="prs") == "prs"
    persian = Argos(models=[build(tmp_path / "x.argosmodel")])
    assert persian.signature(source="en", target="prs") == "argos en-fa 1.5 for prs beam 4"
    assert persian.written(source="en", target="prs") == "fa"
