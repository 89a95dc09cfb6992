"""The gate on repositories as they are: what it finds, where, and what it leaves alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from workbench import cli, gate, i18n
from workbench.gate.renderings import same
from workbench.model import Severity
from workbench.pipeline import load_glossary
from workbench.pipeline.settings import settings_for
from workbench.report import page
from workbench.report.located import Located, Rule, Verdict

GLOSSARY = """\
id,en,en_also,prs,prs_also,prs_avoid,ps,ps_also,ps_avoid,class,case,status,note,source
group-taliban,Taliban,,طالبان,,,طالبان,طالبانو,,group;m;pl,first,proposed,,x
term-prime-minister,prime minister,,صدراعظم,,نخست‌وزیر,لومړی وزیر,لومړي وزیر|صدراعظم,,title,any,proposed,,x
place-kabul,Kabul,,کابل,,,کابل,,,place,first,proposed,,x
"""  # noqa: E501
ARTICLE = """\
# The Taliban in Kabul

The Taliban met 15 elders in **Kabul**. They spoke of [trade](http://example.org).

- The prime minister left.
- Snow fell.
"""
CLEAN = """\
# طالبان در کابل

طالبان با ۱۵ بزرگ در **کابل** دیدند. آنان از [تجارت](http://example.org) گپ زدند.

- صدراعظم رفت.
- برف بارید.
"""
PLANTED = (
    CLEAN.replace("۱۵", "پنجاه")
    .replace("صدراعظم رفت", "رئیس رفت")
    .replace("برف بارید", "برف بارید در كوه")
)
CATALOGUE = """\
msgid ""
msgstr ""
"Language: ps\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "The Taliban \\"talk\\"."
msgstr ""
"طالبانو \\"talk\\" "
"وکړې."
"""
UNIT = """\
<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="prs">
 <file id="f"><unit id="1">{note}
   <segment><source>Kabul is <pc id="1">quiet</pc>.</source>
   <target>{target}</target></segment></unit></file>
</xliff>
"""


class Result(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["workbench", "check", *map(str, arguments)])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        printed = capsys.readouterr()
        return Result(int(leaving.value.code or 0), printed.out, printed.err)

    return call


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three planted errors in an article, a clean catalogue, and what is no translation."""
    monkeypatch.chdir(tmp_path)
    put("glossary/terms.csv", GLOSSARY)
    put("articles/a.md", ARTICLE)
    put("articles/a.prs.md", PLANTED)
    put("locales/ps/app.po", CATALOGUE)
    put("README.md", "Nothing to check here.\n")
    put("locales/de/app.po", CATALOGUE.replace("Language: ps", "Language: de"))
    return tmp_path


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def findings(result: Result) -> list[list[object]]:
    found = json.loads(result.out)["findings"]
    return [[f["file"], f["line"], f["column"], f["check"]] for f in found if not f["suppressed"]]


THREE = [
    ["articles/a.prs.md", 3, 1, "missing-number"],
    ["articles/a.prs.md", 5, 3, "term-unplaced"],
    ["articles/a.prs.md", 6, 16, "foreign-letter"],
]


def test_a_repository_with_three_planted_errors(run: Run, repository: Path) -> None:
    result = run(".", "--glossary", "glossary", "--json")
    assert findings(result) == THREE
    assert result.code == 1
    assert json.loads(result.out)["files"] == ["articles/a.prs.md", "locales/ps/app.po"]


def test_mended_it_passes(run: Run, repository: Path) -> None:
    put("articles/a.prs.md", CLEAN)
    result = run(".", "--glossary", "glossary", "--fail-on", "info")
    assert (result.code, result.out) == (0, "2 files, 6 segments: 0 errors, 0 warnings, 0 info\n")


@pytest.mark.parametrize("form", ["text", "json", "junit", "sarif", "github", "html"])
def test_every_form_shows_three(run: Run, repository: Path, form: str) -> None:
    result = run(".", "--glossary", "glossary", "--format", form)
    marks = {"text": ": error: ", "json": '"check":', "junit": "<failure", "sarif": '"ruleIndex":'}
    marks["html"] = '<article class="error">'
    assert result.out.count(marks.get(form, "::error ")) == 3
    assert result.code == 1


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("prs", "rtl")])
def test_the_page_shows_each_text_in_its_direction_and_runs_nothing(
    run: Run, repository: Path, language: str, direction: str
) -> None:
    before = i18n.spoken()
    try:
        shown = run(".", "--glossary", "glossary", "--format", "html", "--lang", language).out
    finally:
        i18n.use(before)
    assert f'dir="{direction}"' in shown.splitlines()[1]
    assert "default-src 'none'" in shown
    assert 'lang="prs" dir="rtl">برف بارید در <mark>ك</mark>وه' in shown
    assert '<p class="text" lang="en" dir="ltr">' in shown


def test_what_a_page_shows_is_never_taken_for_its_markup() -> None:
    hostile = '"><script>alert(1)</script>'
    texts = {"message": hostile, "fingerprint": "", "source": hostile, "target": hostile}
    finding = Located(hostile, 1, 1, "x", Severity.ERROR, **texts, span=(2, 6))
    verdict = Verdict((hostile,), (finding,), (Rule("x", Severity.ERROR, hostile),))
    shown = page.render(verdict)
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 4
    assert "<mark>&lt;scr</mark>ipt" in shown


@pytest.mark.parametrize(
    ("language", "said"), [("prs", "نیامده است."), ("ps", "نشته."), ("en", "is missing.")]
)
def test_the_text_is_told_in_a_language_and_the_reports_for_machines_in_english(
    run: Run, repository: Path, language: str, said: str
) -> None:
    before = i18n.spoken()
    try:
        text = run(".", "--glossary", "glossary", "--lang", language).out
        report = json.loads(run(".", "--glossary", "glossary", "--lang", language, "--json").out)
    finally:
        i18n.use(before)
    assert said in text
    assert "The number 15 is missing." in [one["message"] for one in report["findings"]]


def test_a_baseline_is_adopted(run: Run, repository: Path) -> None:
    options = (".", "--glossary", "glossary", "--baseline", "known.json")
    assert run(*options, "--write-baseline").code == 0
    assert run(*options).code == 0
    # Lines move: the same findings are known still. A new one fails.
    put("articles/a.md", "# Kabul\n\n" + ARTICLE)
    put("articles/a.prs.md", "# کابل\n\n" + PLANTED.replace("\n- برف", "\n\n- برف"))
    assert run(*options).code == 0
    put("locales/ps/app.po", CATALOGUE.replace("طالبانو", "هغوی"))
    result = run(*options, "--json")
    assert (result.code, findings(result)) == (1, [["locales/ps/app.po", 8, 2, "term-unplaced"]])
    put("articles/a.prs.md", "# کابل\n\n" + CLEAN)
    assert "3 of the baseline mended" in run(*options).out


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 9, "findings": []}', "[" * 9999])
def test_a_broken_baseline_is_one_sentence(run: Run, repository: Path, text: str) -> None:
    put("known.json", text)
    result = run(".", "--baseline", "known.json")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "--write-baseline" in result.err


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_only_what_changed(run: Run, repository: Path) -> None:
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "all")
    options = (".", "--glossary", "glossary", "--changed-since", "main", "--json")
    assert json.loads(run(*options).out)["files"] == []
    git("switch", "-qc", "topic")
    put("locales/ps/app.po", CATALOGUE.replace("طالبانو", "هغوی"))
    git("commit", "-qam", "topic")
    result = run(*options)
    assert (result.code, json.loads(result.out)["files"]) == (1, ["locales/ps/app.po"])
    put("articles/a.md", ARTICLE + "\n")  # the source of a pair, not committed
    assert len(json.loads(run(*options).out)["files"]) == 2


@pytest.mark.parametrize("revision", ["nowhere", "--all", "main; rm -rf x"])
def test_an_unknown_revision(run: Run, repository: Path, revision: str) -> None:
    git("init", "-q")
    result = run(".", f"--changed-since={revision}")
    assert (result.code, "knows no revision" in result.err) == (2, True)


def test_no_repository(run: Run, repository: Path) -> None:
    result = run(".", "--changed-since", "main")
    assert (result.code, "no git repository" in result.err) == (2, True)


def test_catalogues_tell_the_line_of_msgstr(run: Run, repository: Path) -> None:
    wrong = CATALOGUE.replace("وکړې", "وکړې گڼې").replace("طالبانو", "# هغوی")
    put("locales/ps/app.po", wrong)
    result = run("locales/ps/app.po", "--glossary", "glossary", "--json")
    assert [row[1:] for row in findings(result)] == [
        [8, 2, "term-unplaced"],
        [9, 7, "foreign-letter"],
    ]


def test_each_plural_form_is_checked(run: Run, repository: Path) -> None:
    plural = (
        '\nmsgid "one of the Taliban"\nmsgid_plural "%d of the Taliban"\n'
        'msgstr[0] "يو طالبان"\nmsgstr[1] "%d هغوی"\n'
    )
    put("locales/ps/app.po", CATALOGUE + plural)
    result = run("locales/ps/app.po", "--glossary", "glossary", "--json")
    assert [row[1:] for row in findings(result)] == [[14, 12, "term-unplaced"]]


def test_the_forms_of_one_plural_may_differ(run: Run, repository: Path) -> None:
    plural = (
        '\nmsgid "%d soldiers left out"\nmsgid_plural "%d soldiers left out"\n'
        'msgstr[0] "%d سرتېری پرېښودل شو"\nmsgstr[1] "%d سرتېري پرېښودل شول"\n'
    )
    put("locales/ps/app.po", CATALOGUE + plural)
    result = run("locales/ps/app.po", "--glossary", "glossary", "--json")
    assert [row for row in findings(result) if row[3] == "inconsistent"] == []


def test_one_context_for_many_messages(run: Run, repository: Path) -> None:
    twice = "".join(
        f'\nmsgctxt "place"\nmsgid "{english}"\nmsgstr "{form}"\n'
        for english, form in (("Kabul", "کابل"), ("the Taliban", "هغوی"))
    )
    put("locales/ps/app.po", CATALOGUE + twice)
    result = run("locales/ps/app.po", "--glossary", "glossary", "--json")
    assert [row[1:] for row in findings(result)] == [[17, 9, "term-unplaced"]]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_xliff_tells_the_place_of_the_target(run: Run, repository: Path, version: str) -> None:
    unit = UNIT.format(note="", target='كابل &amp; <pc id="1">آرام</pc> است.')
    if version == "1.2":
        unit = (
            '<xliff version="1.2"><file original="a" source-language="en" target-language="prs"'
            ' datatype="plaintext"><body><trans-unit id="1">\n<source>Kabul is quiet.</source>\n'
            "<alt-trans><target>x</target></alt-trans>\n"
            "   <target>كابل آرام است.</target></trans-unit></body></file></xliff>"
        )
    put("a.xlf", unit)
    result = run("a.xlf", "--glossary", "glossary", "--json")
    line = 5 if version == "2.0" else 4
    assert findings(result) == [["a.xlf", line, 12, "foreign-letter"]]


IGNORE = "workbench: ignore missing-number -- fifty is meant"


def test_an_ignore_with_a_reason(run: Run, repository: Path) -> None:
    text = PLANTED.replace("طالبان با", f"<!-- {IGNORE} -->\n\nطالبان با")
    put("articles/a.prs.md", text)
    result = run("articles", "--glossary", "glossary", "--json")
    assert [row[3] for row in findings(result)] == ["term-unplaced", "foreign-letter"]
    (ignored,) = (f for f in json.loads(result.out)["findings"] if f["suppressed"])
    assert (ignored["check"], ignored["reason"]) == ("missing-number", "fifty is meant")


def test_an_ignore_in_a_catalogue_and_in_xliff(run: Run, repository: Path) -> None:
    comment = "# workbench: ignore term-unplaced -- a pronoun stands for it\n"
    wrong = CATALOGUE.replace('\nmsgid "The', f'\n{comment}msgid "The').replace("طالبانو", "هغوی")
    put("locales/ps/app.po", wrong)
    assert run("locales", "--glossary", "glossary").code == 0
    note = "<notes><note>workbench: ignore term-unplaced, foreign-letter -- a poem</note></notes>"
    put("a.xlf", UNIT.format(note=note, target='<pc id="1">آرام</pc> است ك.'))
    assert run("a.xlf", "--glossary", "glossary").code == 0


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("workbench: ignore missing-number", "without a reason"),
        ("workbench: ignore missing-number --", "without a reason"),
        ("workbench: ignore missing-nubmer -- why", "no check missing-nubmer"),
        ("workbench: ignore -- why", "name a check"),
    ],
)
def test_a_bad_ignore_is_a_finding_and_ignores_nothing(
    run: Run, repository: Path, comment: str, words: str
) -> None:
    put("articles/a.prs.md", PLANTED.replace("طالبان با", f"<!-- {comment} -->\n\nطالبان با"))
    result = run("articles", "--glossary", "glossary")
    assert result.out.count(": error: ") == 4
    assert words in result.out
    assert "[bad-ignore]" in result.out
    assert "[missing-number]" in result.out


def pair(source: str, target: str) -> list[str]:
    put("p.md", source)
    put("p.prs.md", target)
    verdict = gate.check([Path("p.md")], glossary=load_glossary(Path("glossary")))
    return [f"{f.line} {f.check}" for f in verdict.counted]


def test_a_block_with_other_sentences_is_checked_as_a_whole(repository: Path) -> None:
    source = "The Taliban met 15 elders. They spoke.\n\nThey ate 7 apples.\n"
    target = "طالبان با ۱۵ بزرگ دیدند و گپ زدند.\n\nآنان سیب خوردند.\n"
    assert pair(source, target) == ["1 structure", "3 missing-number"]


def test_other_blocks_are_reported_not_guessed_at(repository: Path) -> None:
    source = "# Kabul\n\nOne came.\n\nTwo left 8 men.\n\n# Herat\n\nHe ate 7 apples.\n"
    target = "# کابل\n\nیکی آمد.\n\n# هرات\n\nاو سیب خورد.\n"
    assert pair(source, target) == ["1 structure", "7 missing-number"]


def test_moved_marks_are_the_same_marks(repository: Path) -> None:
    source = "He read **the book** by `code` in [Kabul](http://a.example).\n"
    target = "او در [کابل](http://a.example) از `code` **کتاب** را خواند.\n"
    assert pair(source, target) == []
    assert pair(source, target.replace("`code` ", "")) == ["1 lost-tag"]


def test_one_term_rendered_two_ways_in_a_document(run: Run, repository: Path) -> None:
    messages = [
        ("The prime minister left.", "لومړی وزیر لاړ."),
        ("The prime minister came.", "لومړي وزیر راغی."),
        ("The prime minister slept.", "صدراعظم ویده شو."),
    ]
    body = "".join(f'\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in messages)
    put("locales/ps/app.po", CATALOGUE + body)
    result = run("locales", "--glossary", "glossary", "--json", "--fail-on", "warning")
    assert [row[1:] for row in findings(result)] == [[18, 9, "inconsistent-term"]]
    assert result.code == 1


def test_inflected_forms_are_one_rendering() -> None:
    for one, other in (("طالبان", "طالبانو"), ("پښتون", "پښتانه"), ("وزیر", "وزیره")):
        assert same(one, other, "ps")
    assert same("رئیس جمهور", "رئیس‌جمهور", "prs")
    assert not same("کابل", "هرات", "prs")


def test_how_names_are_spelt(
    run: Run, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {
        "b": ("The prime minister left.", "لومړی وزیر لاړ.", "صدراعظم رفت."),
        "c": ("The prime minister left.", "صدراعظم لاړ.", "صدر اعظم رفت."),
        "d": ("The prime minister met the Taliban.", "لومړي وزیر طالبانو سره ولیدل.", "وصدراعظم"),
        "e": ("The Taliban left.", "طالبان لاړل.", "طالبان‌ها رفتند."),
    }
    for name, (english, pashto, dari) in texts.items():
        put(f"usage/{name}.md", f"{english}\n")
        put(f"usage/{name}.ps.md", f"{pashto}\n")
        put(f"usage/{name}.prs.md", f"{dari}\n")
    sys.argv = ["workbench", "glossary", "usage", "usage", "--glossary", "glossary"]
    with pytest.raises(SystemExit):
        cli.main()
    # Cases, plurals and prefixes are no other spelling; a space is.
    assert capsys.readouterr().out.splitlines() == [
        "prime minister [prs]: صدراعظم (2), صدر اعظم (1)",
        "prime minister [ps]: لومړی وزیر (1), صدراعظم (1), لومړي وزیر (1)",
        "2 terms listed",
    ]


MISTAKES = {
    "an article alone": (lambda: put("x.md", "A.\n"), "no translation"),
    "a translation alone": (lambda: put("x.prs.md", "آ.\n"), "no article x.md"),
    "an empty folder": (lambda: Path("empty").mkdir() or Path("empty"), "no translation"),
    "no file": (lambda: Path("none.po"), "There is no file"),
    "another language": (
        lambda: put("x.po", CATALOGUE.replace("Language: ps", "Language: de")),
        "only prs, ps",
    ),
    "no language": (lambda: put("x.po", CATALOGUE.replace("ps\\n", "\\n")), "target language"),
    "another kind": (lambda: put("x.odt", "x"), "of no kind"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_clear_sentence(run: Run, repository: Path, mistake: str) -> None:
    make, words = MISTAKES[mistake]
    result = run(make())
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1, result.err


def test_the_language_by_the_name_of_the_file(run: Run, repository: Path) -> None:
    silent = CATALOGUE.replace('"Language: ps\\n"\n', "")
    assert run(put("x.ps.po", silent), "--glossary", "glossary").code == 0
    assert run(put("locales/ps/LC_MESSAGES/y.po", silent), "--glossary", "glossary").code == 0


def test_every_rule_has_its_documentation() -> None:
    for rule in gate.rules():
        assert len(rule.help.splitlines()) > 1, rule.name
        assert rule.title.endswith("."), rule.name


def test_a_pair_is_compared_in_the_front_matter_the_project_translates(tmp_path: Path) -> None:
    (tmp_path / "workbench.toml").write_text('keys = ["seo.title"]\n', encoding="utf-8")
    front = "---\nseo:\n  title: {}\n---\n{}\n"
    english = front.format("The talks lasted 12 days", "The talks ended.")
    (tmp_path / "a.md").write_text(english, encoding="utf-8")
    dari = front.format("گفت‌وگوها دوام کرد", "گفت‌وگوها پایان یافت.")
    (tmp_path / "a.prs.md").write_text(dari, encoding="utf-8")
    settings = settings_for([tmp_path])
    found = gate.check([tmp_path / "a.prs.md"], settings=settings).findings
    assert [(one.line, one.check) for one in found if one.check == "missing-number"] == [
        (3, "missing-number")
    ]
