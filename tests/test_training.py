"""The recipe's steps that train nothing: the table of words, the table of a release."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from training import __main__ as command
from training import table as release
from training.align import links_of
from training.corpus import Pair
from training.lexicon import names, table, write
from workbench.engines import packages

TRIPLES = [
    "The bridge is closed.\tپل بسته است.\tپل تړلی دی.",
    "Snow fell all night.\tتمام شب برف بارید.\tټوله شپه واوره وورېده.",
    "Nobody was hurt.\tهیچ‌کس آسیب ندید.\tهېڅوک ټپي نه شول.",
]


def test_linked_words_become_shares_and_only_of_free_text() -> None:
    pairs = [
        Pair("The hospital is closed.", "شفاخانه بسته است.", "prs", 3.0, "authored"),
        Pair("Hospitals are closed.", "شفاخانه‌ها بسته اند.", "prs", 3.0, "authored"),
        Pair("The hospital.", "بیمارستان.", "prs", 1.0, "tatoeba_fa"),
    ]
    links = [links_of("1-0 3-1"), links_of("0-0 2-1"), links_of("1-0")]
    assert table(pairs, links, "prs") == [
        ("clos", [("بسته", 1.0)]),
        ("hospital", [("شفاخانه", 1.0)]),
    ]


def test_names_are_words_with_a_capital_inside_sentences() -> None:
    text = [
        "Snow fell in Kabul.",
        "In Kabul the UN met.",
        "The snow is deep.",
        "May it snow in May.",
    ]
    pairs = [Pair(each, "x", "prs", 1.0, "authored") for each in text]
    assert names(pairs) == ["Kabul", "May", "UN"]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [("hospital", [("شفاخانه", 0.834)])]
    write(tmp_path / "a.gz", rows, ["Kabul"])
    write(tmp_path / "b.gz", rows, ["Kabul"])
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    told = gzip.decompress((tmp_path / "a.gz").read_bytes()).decode()
    assert told == "hospital\tشفاخانه 83\n=Kabul"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three triples as every text that is measured on, and three cases of marks."""
    from benchmarks import marks
    from training import evaluate

    test = tmp_path / "held_out.tsv"
    test.write_text("\n".join(TRIPLES) + "\n", encoding="utf-8")
    cases = json.loads(marks.CASES.read_text(encoding="utf-8"))[20:23]
    (tmp_path / "marks.json").write_text(json.dumps(cases), encoding="utf-8")
    probes = evaluate.PROBES.read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "probes.tsv").write_text("\n".join(probes), encoding="utf-8")
    monkeypatch.setattr(marks, "CASES", tmp_path / "marks.json")
    monkeypatch.setattr(evaluate, "PROBES", tmp_path / "probes.tsv")
    monkeypatch.setattr(release, "DEV", test)
    return test


def test_the_table_of_a_release(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = str(packages.find("en-ps").path)
    out = small.parent / "table.md"
    arguments = ["table", "--model", package, "--test", str(small), "--out", str(out)]
    assert command.main(arguments) == 0
    told = out.read_text(encoding="utf-8")
    assert told == capsys.readouterr().out
    version = packages.find("en-ps").version
    assert "## English to Pashto" in told
    assert "## English to Dari" not in told
    for wanted in (
        f"| held_out.tsv | 3 | alone | {version} |",
        f"| held_out.tsv | 3 | drafts | {version} |",
        "chrF2++: `nrefs:1|",
        "| sentences a second a core, beam 2 | ",
        "| memory the model takes, MB | ",
        "| unseen terms written inline, copied | ",
        "| marks that survive | 4/4 (100.0%) |",
        f"### 3 drafts of {version}, drawn by chance",
    ):
        assert wanted in told, told
    assert all(line.split("\t")[2] in told for line in TRIPLES)


def test_a_test_file_without_triples_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty.tsv"
    empty.write_text("no tabs here\n", encoding="utf-8")
    with pytest.raises(release.TestSetError, match=r"empty\.tsv holds no line"):
        release.rows_of(empty)
