"""The glossary edited a concept at a time: one line changes, and nobody overwrites the unseen."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from workbench import pipeline
from workbench.errors import BadGlossary
from workbench.glossary.edit import Moved, changed
from workbench.model import Term
from workbench.pipeline import glossary_folder, save_term

HEADER = "id,en,en_also,prs,prs_also,prs_avoid,ps,ps_also,ps_avoid,class,case,status,note,source"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A glossary of one's own."""
    copied = tmp_path / "glossary"
    shutil.copytree(glossary_folder(), copied)
    monkeypatch.setenv("WORKBENCH_GLOSSARY", str(copied))
    return copied


def term(identity: str) -> Term:
    return next(one.term for one in pipeline.concepts() if one.term.id == identity)


def test_approving_a_term_changes_one_line_and_nothing_else(folder: Path) -> None:
    before = (folder / "groups.csv").read_text(encoding="utf-8").splitlines()
    seen = term("group-taliban")
    save_term("groups", replace(seen, status="approved"), seen=seen)
    after = (folder / "groups.csv").read_text(encoding="utf-8").splitlines()
    changes = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new for _, new in changes] == [changes[0][0].replace("proposed", "approved")]
    assert term("group-taliban").status == "approved"


def test_every_row_written_anew_is_the_row_that_was_there(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        text = path.read_bytes().decode()
        for one in pipeline.concepts()[::7]:
            if one.file == path.stem:
                assert changed(text, one.term, seen=one.term, name=path.name) == text


def test_a_new_term_is_found_at_once_and_a_retired_one_no_more(folder: Path) -> None:
    forms = {"prs": "جبههٔ کوهستان", "ps": "د غره جبهه"}
    new = Term("", "Mountain Front", forms=forms, case="first", kind="group;f;sg")
    stored = save_term("groups", new, seen=None)
    assert stored.id == "group-mountain-front"
    assert pipeline.house_glossary().find("The Mountain Front said")
    save_term("groups", replace(stored, status="retired"), seen=stored)
    assert not pipeline.house_glossary().find("The Mountain Front said")


def test_a_change_on_an_old_view_is_refused_with_the_stored_row_in_hand() -> None:
    seen = term("group-taliban")
    save_term("groups", replace(seen, note="by Zarghuna"), seen=seen)
    with pytest.raises(Moved) as refused:
        save_term("groups", replace(seen, note="by Amin"), seen=seen)
    assert refused.value.stored == replace(seen, note="by Zarghuna")
    assert term("group-taliban").note == "by Zarghuna"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"forms": {"prs": "طالبان", "ps": "طالبان "}}, "space"),
        ({"forms": {"prs": "طالبان", "ps": "طالبانگ"}}, "no letter of Pashto"),
        ({"en": "al-Qaeda"}, "one English form, one rendering"),
        ({"note": "=cmd|' /C calc'!A0"}, "formula"),
        ({"avoid": {"prs": ("طالبان",), "ps": ()}}, "allowed too"),
    ],
)
def test_what_the_lint_refuses_is_not_written(
    folder: Path, change: dict[str, object], says: str
) -> None:
    before = (folder / "groups.csv").read_bytes()
    seen = term("group-taliban")
    with pytest.raises(BadGlossary, match=says):
        save_term("groups", replace(seen, **change), seen=seen)
    assert (folder / "groups.csv").read_bytes() == before


def test_an_old_fault_elsewhere_is_no_hindrance(folder: Path) -> None:
    with (folder / "terms.csv").open("a", encoding="utf-8") as file:
        file.write("term-old-fault,old fault,,ي,,,,,,,any,proposed,,\n")
    seen = term("group-taliban")
    save_term("groups", replace(seen, note="checked"), seen=seen)
    assert term("group-taliban").note == "checked"


def test_twenty_people_at_once_lose_nothing(folder: Path) -> None:
    terms = [one.term for one in pipeline.concepts() if one.file == "groups"][:20]

    def approve(seen: Term) -> None:
        save_term("groups", replace(seen, status="approved"), seen=seen)

    with ThreadPoolExecutor(8) as people:
        list(people.map(approve, terms))
    stored = {one.term.id: one.term.status for one in pipeline.concepts()}
    assert {stored[one.id] for one in terms} == {"approved"}


def test_line_breaks_in_cells_and_line_ends_of_windows_stay(folder: Path) -> None:
    text = (
        f'{HEADER}\r\na-b,alpha,,الفا,,,الفا,,,,any,proposed,"two\r\nlines",\r\n'
        "c-d,beta,,بتا,,,بیټا,,,,any,proposed,,\r\n"
    )
    (folder / "own.csv").write_bytes(text.encode())
    seen = term("c-d")
    save_term("own", replace(seen, status="approved"), seen=seen)
    expected = text.replace("any,proposed,,\r\n", "any,approved,,\r\n")
    assert (folder / "own.csv").read_bytes().decode() == expected


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(BadGlossary, match="Choose one of: groups"):
        save_term("../groups", Term("", "Mountain Front"), seen=None)
