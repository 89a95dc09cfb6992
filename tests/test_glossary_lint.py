"""Glossary lint: every fault has its place, and what is right is left alone."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from pathlib import Path

import pytest

from workbench import cli
from workbench.errors import UnreadableFile
from workbench.glossary.lint import Fault, lint, lint_path
from workbench.glossary.rows import COLUMNS
from workbench.pipeline import house_glossary

CASES = json.loads((Path(__file__).parent / "cases" / "lint.json").read_text(encoding="utf-8"))
ROW: dict[str, str] = CASES["row"]


def file(*rows: dict[str, str], header: list[str] = COLUMNS) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[row[column] for column in COLUMNS] for row in rows])
    return text.getvalue().encode()


def found(*files: bytes) -> list[Fault]:
    return lint((f"{number}.csv", data) for number, data in enumerate(files))[0]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["label"])
def test_a_row(case: dict[str, object]) -> None:
    faults = found(file(ROW | case["change"]))  # type: ignore[operator]
    assert [[fault.column, fault.name] for fault in faults] == case["faults"], faults


def other(**changed: str) -> dict[str, str]:
    return (
        ROW
        | {"id": "group-other", "en": "Other", "prs": "دیگر", "ps": "بل", "ps_also": ""}
        | changed
    )


def test_places_are_exact() -> None:
    broken = other(note="a line\nbreak")
    faults = found(file(ROW, broken, other(id="x-3", en="Third", prs="سوم ")))
    # The break is a fault itself, and the row after it begins a line later.
    assert [(fault.line, fault.number, fault.name) for fault in faults] == [
        (3, COLUMNS.index("note") + 1, "stray-space"),
        (5, 4, "stray-space"),
    ]
    assert str(faults[1]).startswith("0.csv:5, column 4 (prs): ")


def test_an_id_twice_even_in_another_file() -> None:
    (fault,) = found(file(ROW), file(other(id=ROW["id"])))
    assert (fault.file, fault.line, fault.name) == ("1.csv", 2, "duplicate-id")
    assert "0.csv:2" in fault.message


def test_one_english_form_two_renderings() -> None:
    (fault,) = found(file(ROW, other(en_also="taliban")))
    assert (fault.column, fault.name) == ("en_also", "two-renderings")
    assert "طالبان" in fault.message


def test_one_english_form_twice_with_one_rendering_is_to_be_merged() -> None:
    (fault,) = found(file(ROW, ROW | {"id": "group-again"}))
    assert fault.name == "two-concepts"


def test_another_case_rule_is_another_form() -> None:
    exact = other(en="US", case="exact"), other(id="x-us", en="us", prs="ما", case="any")
    assert found(file(*exact)) == []


def test_a_retired_concept_may_stand_beside_its_successor() -> None:
    assert found(file(ROW | {"status": "retired"}, other(en="Taliban"))) == []


def test_headers() -> None:
    doubled = [*COLUMNS[:-1], "note"]
    names = {fault.name for fault in found(file(header=doubled))}
    assert names == {"header"}
    assert found(file(header=doubled))[0].number == len(COLUMNS)
    swapped = [COLUMNS[1], COLUMNS[0], *COLUMNS[2:]]
    assert "wrong order" in found(file(header=swapped))[0].message


def test_too_few_fields_and_reading_goes_on() -> None:
    data = file(ROW) + b"a,b,c\n" + file(other(prs="كابل")).split(b"\n", 1)[1]
    faults = found(data)
    assert [(fault.line, fault.name) for fault in faults] == [(3, "fields"), (4, "foreign-letter")]


def test_two_encodings_in_one_file() -> None:
    mixed = file(ROW) + file(other(prs="کابل")).split(b"\n", 1)[1].replace(
        "کابل".encode(), "كابل".encode("cp1256")
    )
    (fault,) = found(mixed)
    assert (fault.line, fault.number, fault.column, fault.name) == (3, 4, "prs", "encoding")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_another_encoding(encoding: str) -> None:
    data = file(ROW).decode().encode(encoding)
    assert {fault.name for fault in found(data)} == {"encoding"}


def test_a_byte_order_mark_is_no_fault() -> None:
    assert found(b"\xef\xbb\xbf" + file(ROW)) == []


def test_a_quote_never_closed() -> None:
    (fault,) = found(file(ROW) + b'x-1,"Never closed,,,,,,,,,,,,\n')
    assert fault.name == "quoting"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as huge:
        huge.truncate(200 * 1024 * 1024)
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="32 MB"):
        lint_path(path)
    assert time.monotonic() - started < 1


def test_fifty_thousand_concepts_in_seconds() -> None:
    rows = [
        ROW | {"id": f"x-{n}", "en": f"Name {n}", "en_also": f"Also {n}", "prs_avoid": "نامی"}
        for n in range(50_000)
    ]
    data = file(*rows)
    started = time.process_time()
    assert found(data) == []
    assert time.process_time() - started < 15


def run(*arguments: object) -> int:
    sys.argv = ["workbench", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "groups.csv").write_bytes(file(ROW))
    assert run("glossary", "lint", tmp_path) == 0
    assert "1 concepts, 0 faults" in capsys.readouterr().out
    (tmp_path / "groups.csv").write_bytes(file(ROW | {"prs": "=cmd"}))
    assert run("glossary", "lint", tmp_path) == 1
    assert "groups.csv:2, column 4 (prs)" in capsys.readouterr().out
    assert run("glossary", "lint", tmp_path, "--json") == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["number"] == 4
    assert run("glossary", "lint", tmp_path / "none") == 2
    assert "There is no" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("The court closed in May.", ["term-court", "term-in-may"]),
        ("In May the dams were full.", ["term-in-may", "term-dam"]),
        ("No Afghan May Fight Abroad", []),
        ("May this month bring peace.", []),
        ("Theresa May resigned.", ["person-theresa-may"]),
        ("It begins on the first of the month of Mizan.", ["term-month-of-mizan"]),
        ("Fighting broke out in Mizan, Zabul.", ["place-mizan", "place-zabul"]),
        ("The shop opens at 8am, before dawn.", []),
        ("The patient farmer waited.", ["term-farmer"]),
        ("The general view was grim.", []),
    ],
)
def test_common_words_are_no_terms_of_the_house_glossary(source: str, expected: list[str]) -> None:
    assert [match.term.id for match in house_glossary().find(source)] == expected
