"""The app without a browser: its pages run, its callbacks store, its texts are safe."""

from __future__ import annotations

import io
import json
import shutil
import string
import time
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

from workbench import i18n, pipeline
from workbench.formats import tmx
from workbench.languages import find, translate_digits
from workbench.model import Inline, InlineKind, Match, State, Term, Unit
from workbench.store import Store
from workbench.ui import checked, conditions, look, quality, session, show, signs, taken, work
from workbench.ui.conditions import Weight

ROOT = Path(__file__).parent.parent
ARTICLE = (
    b"# Trade\n\nThe border **reopened** on Monday.\n\nTraders in Kabul sold 15 percent more.\n"
)
SCRIPT = "<script>document.title='owned'</script>"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    monkeypatch.setenv("WORKBENCH_ENGINE", "echo")
    store = Store()
    yield store
    store.close()


def put(store: Store, data: bytes = ARTICLE, name: str = "trade.md", target: str = "prs") -> int:
    """A translated document on the desk."""
    return store.add(pipeline.translate(pipeline.read(data, name=name), target), data)


def app(**query: str) -> AppTest:
    """The app, started on its home page."""
    started = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        started.query_params[name] = value
    started.run()
    assert not started.exception
    return started


def editor(number: int, **query: str) -> AppTest:
    """The app with a document open in the editor."""
    return alone("editor", doc=str(number), **query)


def rows(started: AppTest) -> list[dict[str, Any]]:
    """What the table of the desk is given."""
    found: list[dict[str, Any]] = json.loads(started.get("bidi_component")[0].proto.json)["rows"]
    return found


def tick(started: AppTest, *numbers: int) -> AppTest:
    """Documents ticked in the table, as the table tells of it."""
    started.session_state["chosen"] = list(numbers)
    return started.run()


def html(started: AppTest) -> str:
    return "".join(element.proto.body for element in started.get("html"))


def test_the_checks_of_a_long_document_hold_no_page_up(desk: Store) -> None:
    data = b"\n\n".join(b"The border reopened in week %d." % n for n in range(150))
    number = desk.add(pipeline.into(pipeline.read(data, name="trade.md"), "prs"), data)
    (listed,) = desk.documents()
    (drawn,) = rows(app())
    assert drawn["name"] == "trade.md"
    for _attempt in range(600):
        if (found := checked.several(desk, [listed])[number]) is not None:
            break
        time.sleep(0.1)
    assert found
    assert len(found) == 150
    (drawn,) = rows(app())
    assert [count for _severity, count in drawn["findings"]] == [150]
    row = desk.segments(number)[3]
    target = "سرحد در هفتهٔ ۳ دوباره باز شد."
    desk.edit(number, row.key, target=target, state=State.DRAFT, author="Amin", revision=0)
    after = checked.findings(desk, desk.document(number))
    assert "untranslated" not in {one.check for one in after if one.key == row.key}
    assert [one for one in after if one.key != row.key] == [
        one for one in found if one.key != row.key
    ]


def test_an_empty_desk_says_what_to_do() -> None:
    assert "Nothing here yet" in html(app())


def test_a_pasted_article_is_translated_into_both_languages(desk: Store) -> None:
    started = app()
    started.button_group(key="way").set_value("text").run()
    started.text_area(key="pasted").set_value(ARTICLE.decode()).run()
    started.text_input(key="title").set_value("border: trade").run()
    started.button(key="translate").click().run()
    session.work().wait()
    started.run()
    assert not started.exception
    assert not started.error
    assert {(one.name, one.target_language) for one in desk.documents()} == {
        ("border-trade.md", "prs"),
        ("border-trade.md", "ps"),
    }
    assert all(one.states.get(State.DRAFT) for one in desk.documents())
    assert "2 documents" in html(started)


def test_a_text_is_found_in_all_documents(desk: Store) -> None:
    put(desk)
    put(desk, target="ps")
    started = app()
    started.text_input(key="desk-search").set_value("KABUL").run()
    assert not started.exception
    shown = html(started)
    assert "2 segments" in shown
    assert shown.count('class="hit') == 2
    started.text_input(key="desk-search").set_value("100% _").run()
    assert "0 segments" in html(started), "signs of the database's own are letters here"


def test_everything_of_a_document_is_one_zip(desk: Store) -> None:
    number = put(desk)
    packed = taken.bundle(desk, [number])
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        assert folder.namelist() == [
            f"trade.prs.{suffix}" for suffix in ("md", "po", "xlf", "xlsx", "csv")
        ]
        assert folder.read("trade.prs.po") == taken.export(desk, number, "po")
    assert taken.bundle(desk, [number]) == packed


def test_the_zip_of_a_page_has_its_digits_and_its_font(desk: Store) -> None:
    page = b"<p>It rained for <b>45</b> days in Kabul, the farmers said.</p>"
    number = put(desk, page, "rain.html")
    look = pipeline.Look("own", "vazirmatn")
    with zipfile.ZipFile(io.BytesIO(taken.bundle(desk, [number], look))) as folder:
        names = folder.namelist()
        assert names[0] == "rain.prs.html"
        assert "fonts/vazirmatn.woff2" in names
        written = folder.read("rain.prs.html").decode()
    assert "۴۵" in written
    assert "fonts/vazirmatn.woff2" in written
    assert taken.export(desk, number, "article", look) == written.encode()
    article = put(desk)
    assert taken.export(desk, article, "article", look), "what is no page has no font"


def test_an_iranian_article_is_offered_in_afghan_dari(desk: Store) -> None:
    started = app()
    started.button_group(key="way").set_value("text").run()
    iranian = (
        "پلیس تهران در ژانویه اعلام کرد که دو بیمارستان تازه در این شهر گشایش می‌یابد و واکسن کافی "
        "در همه دانشگاه‌ها در دسترس دانشجویان است."
    )
    started.text_area(key="pasted").set_value(iranian).run()
    started.button(key="translate").click().run()
    assert not started.exception
    assert not started.error
    assert "Afghan Dari" in html(started)
    name, (data, changes) = next(iter(started.session_state["converted"].items()))
    assert name == "article.prs.md"
    assert "پولیس تهران در جنوری" in data.decode()
    assert changes >= 4
    assert desk.documents() == []


def test_the_machine_works_on_when_the_page_is_left_and_tells_what_failed(
    desk: Store,
) -> None:
    document = replace(pipeline.read(ARTICLE, name="a.md"), target_language="prs")
    first, second = desk.add(document, ARTICLE), desk.add(document, ARTICLE)
    machine = work.Work(desk)
    machine.begin(first)
    machine.begin(first)
    machine.begin(second)
    machine.wait()
    assert machine.jobs() == []
    assert all(one.states.get(State.DRAFT) for one in desk.documents())
    desk.delete(second)
    machine.begin(second)
    machine.wait()
    (failed,) = machine.jobs()
    assert "no longer on the desk" in failed.error
    machine.told(failed.id)
    assert machine.jobs() == []


def test_the_desk_shows_what_waits_wherever_it_is_done_and_stops_it(
    desk: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_WORKERS", "0")
    documents = [put(desk, name=f"a{number}.md") for number in range(6)]
    me = app(by="Amin")
    for number in documents:
        session.work().begin(number, by="Amin")
    elsewhere = desk.begin("elsewhere:1:00")
    assert elsewhere
    assert desk.beat(elsewhere, 2, 8)
    me.run()
    told = [one.proto.text for one in me.get("progress")]
    assert told == [show.plain("a0.md → Dari") + " · 2 / 8"]
    lines = [one.value for one in me.caption]
    assert lines[0] == show.plain("a1.md → Dari") + " · waits, place 1"
    assert lines[3] == "and 2 more"
    me.button(key=f"close-{elsewhere.id}").click().run()
    assert not desk.beat(elsewhere, 3, 8), "its worker hears of it"
    me.button(key="stop-mine").click().run()
    assert not me.exception
    assert desk.jobs() == []
    assert not me.caption


def test_what_failed_is_told_until_it_is_tried_again_or_dismissed(
    desk: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_WORKERS", "0")
    for number in (put(desk), put(desk)):
        session.work().begin(number, by="Amin")
        job = desk.begin("elsewhere:1:00")
        assert job
        desk.fail(job, f"<b>It</b> broke over {number}.")
    first, second = desk.jobs()
    me = app(by="Amin")
    assert [one.value for one in me.error] == [
        show.plain(f"<b>It</b> broke over {job.document}.") for job in (first, second)
    ]
    me.button(key=f"replay-{first.id}").click().run()
    me.button(key=f"close-{second.id}").click().run()
    assert not me.exception
    assert [(job.document, job.stage) for job in desk.jobs()] == [(first.document, "waiting")]


def test_an_article_that_cannot_be_read_is_a_sentence_and_nothing_is_lost(desk: Store) -> None:
    number = put(desk)
    started = app()
    started.button(key="entry-open").click().run()
    started.button_group(key="way").set_value("text").run()
    started.text_area(key="pasted").set_value("سلام. این مقاله از پیش به زبان دری است.").run()
    started.button(key="translate").click().run()
    assert not started.exception
    assert started.error
    assert "Traceback" not in started.error[0].value
    assert started.text_area(key="pasted").value, "the text is still there to be mended"
    assert [one.id for one in desk.documents()] == [number]


def test_files_of_several_documents_do_not_overwrite_each_other(desk: Store) -> None:
    first, second = put(desk), put(desk, b"# Trade\n\nAnother one.\n")
    with zipfile.ZipFile(io.BytesIO(taken.bundle(desk, [first, second]))) as folder:
        names = folder.namelist()
        assert len(names) == len(set(names)) == 10
        assert folder.read(f"{second}-trade.prs.md") == taken.export(desk, second, "article")


def test_only_what_is_ticked_is_deleted_and_it_can_be_put_back(desk: Store) -> None:
    first, second = put(desk), put(desk, target="ps")
    started = tick(app(), first)
    started.button(key="delete").click().run()
    assert [row["id"] for row in rows(started)] == [second]
    assert "1 document deleted" in html(started)
    assert not [button for button in started.button if button.key == "delete"], "nothing is ticked"
    started.button(key="undo-delete").click().run()
    assert [row["id"] for row in rows(started)] == [second, first]
    tick(started, first, second).button(key="delete").click().run()
    started.toggle(key="deleted-shown").set_value(True).run()
    started.button(key=f"restore-{first}").click().run()
    assert not started.exception
    assert [row["id"] for row in rows(started)] == [first]


def test_the_desk_tells_what_is_due_and_who_does_it(desk: Store) -> None:
    number = put(desk)
    started = tick(app(), number)
    started.date_input(key=f"due-{number}").set_value(date(2026, 3, 1))
    started.text_input(key=f"assigned-{number}").set_value("Zarghuna")
    started.button(key=f"plan-save-{number}").click().run()
    assert not started.exception
    (row,) = rows(started)
    assert (row["due"], row["assigned"], row["overdue"]) == ("2026-03-01", "Zarghuna", True)
    assert row["words"] == desk.document(number).words > 0
    table = app(lang="prs").get("bidi_component")[0]
    assert json.loads(table.proto.json)["days"]["2026-03-01"] == ["۱ مارچ ۲۰۲۶", "۱۰ حوت ۱۴۰۴"]


@pytest.mark.parametrize("name", ["library.po", "notices.xlf", "letter.sdlxliff"])
def test_another_tools_file_is_edited_and_taken_away_as_itself(desk: Store, name: str) -> None:
    data = (ROOT / "tests" / "foreign" / name).read_bytes()
    number = desk.add(replace(pipeline.read(data, name=name), target_language="prs"), data)
    stem, _, suffix = name.partition(".")
    assert taken.export_names(desk, number) == {"article": f"{stem}.prs.{suffix}"}
    assert taken.export(desk, number, "article") == data
    row = next(row for row in desk.segments(number) if not row.target and row.translate)
    desk.edit(
        number, row.key, target="ویراسته", state=State.TRANSLATED, author="a", revision=row.revision
    )
    changed = taken.export(desk, number, "article")
    back = {segment.key: segment for segment in pipeline.read(changed, name=name).segments}
    assert (back[row.key].target, back[row.key].state) == ("ویراسته", State.TRANSLATED)
    lines = set(changed.splitlines()) - set(data.splitlines())
    assert 1 <= len(lines) <= 2


def test_an_article_is_taken_away_in_seven_kinds(desk: Store) -> None:
    number = put(desk)
    kinds = {"article": "md", "po": "po", "xliff": "xlf", "xliff12": "xlf"}
    kinds |= {"omegat": "xlf", "xlsx": "xlsx", "csv": "csv"}
    names = {kind: f"trade.prs.{suffix}" for kind, suffix in kinds.items()}
    assert taken.export_names(desk, number) == names
    assert b'version="1.2"' in taken.export(desk, number, "xliff12")
    assert b"<alt-trans" in taken.export(desk, number, "omegat")
    assert not editor(number).exception


@pytest.mark.parametrize("language", [code for code in i18n.languages() if code != "en"])
def test_the_pages_speak_the_language_and_are_mirrored(desk: Store, language: str) -> None:
    put(desk)
    page = html(app(lang=language))
    gettext = i18n.gettext(language)
    assert gettext("Workbench") in page
    assert gettext("On the desk") in page
    assert "direction: rtl" in page


def test_the_editor_is_given_its_document_and_speaks_the_language(desk: Store) -> None:
    number = put(desk)
    given = json.loads(editor(number, lang="prs").get("bidi_component")[0].proto.json)
    assert given["document"] == number
    assert given["dir"] == "rtl"
    assert given["labels"]["confirm"] == i18n.gettext("prs")("Confirm")


def test_a_language_nobody_knows_is_english() -> None:
    assert "Nothing here yet" in html(app(lang="xx"))


def test_a_broken_database_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"no database" * 500)
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(path))
    started = app()
    assert "is damaged" in started.error[0].value.replace("\\", "")


def test_nothing_from_a_file_is_markup(desk: Store) -> None:
    text = f"The border reopened {SCRIPT} on Monday, they said.\n".encode()
    number = put(desk, text, name=f"{SCRIPT}.md")
    assert SCRIPT in desk.document(number).name
    assert "<script" not in html(app())
    assert "<script" not in html(editor(number))


# The glossary


@pytest.fixture
def termbase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = tmp_path / "glossary"
    shutil.copytree(pipeline.glossary_folder(), copied)
    monkeypatch.setenv("WORKBENCH_GLOSSARY", str(copied))
    return copied


def glossary(**query: str) -> AppTest:
    return alone("terms", **query)


def alone(page: str, **query: str) -> AppTest:
    """One page by itself."""
    started = AppTest.from_string(
        f"""
import streamlit as st
from workbench.ui import {page}, session
session.begin()
st.navigation(session.pages({page}={page}.page), position="hidden").run()
""",
        default_timeout=60,
    )
    for name, value in query.items():
        started.query_params[name] = value
    started.run()
    assert not started.exception
    return started


def stored_term(identity: str) -> Term:
    return next(one.term for one in pipeline.concepts() if one.term.id == identity)


def test_a_term_is_found_by_any_of_its_letters_and_approved(termbase: Path) -> None:
    started = glossary()
    started.text_input(key="term-search").set_value("تي تي پي").run()
    started.text_input(key="term-search").set_value("طالبان").run()
    assert "Tehrik-i-Taliban Pakistan" in html(started)
    assert "al-Qaeda" not in html(started)
    started.button(key="edit-group-taliban").click().run()
    started.button(key="approved-group-taliban").click().run()
    assert not started.exception
    assert stored_term("group-taliban").status == "approved"


def test_a_new_concept_is_proposed_and_its_fault_is_a_sentence(termbase: Path) -> None:
    started = glossary()
    started.text_input(key="en-new").set_value("Mountain Front")
    started.text_input(key="prs-new").set_value("جبههٔ كوهستان")
    started.button[-1].click().run()
    assert "no letter of Dari" in started.error[0].value.replace("\\", "")
    assert started.text_input(key="en-new").value == "Mountain Front", "nothing typed is lost"
    started.text_input(key="prs-new").set_value("جبههٔ کوهستان")
    started.button[-1].click().run()
    assert not started.error
    assert stored_term("group-mountain-front").forms == {"prs": "جبههٔ کوهستان"}


def test_where_a_term_occurs_is_shown_with_its_documents(desk: Store, termbase: Path) -> None:
    put(desk)
    shown = html(glossary(term="place-kabul"))
    assert "trade.md" in shown
    assert 'class="hit' in shown


# The memory

REOPENED = Unit(
    "The <g1>border</g1> reopened.", "سرحد <g1>دوباره</g1> باز شد.", "en", "prs", "a.tmx"
)
CLOSED = Unit("Schools closed.", "ښوونځي وتړل شول.", "en", "ps", creator=SCRIPT)


def remembered(store: Store, unit: Unit) -> str:
    return next((one.target for one in store.units() if one.source == unit.source), "")


def test_the_memory_is_searched_on_both_sides_and_the_words_are_marked(desk: Store) -> None:
    desk.remember([REOPENED, CLOSED])
    started = alone("memories")
    assert "2 units" in html(started)
    assert "<script" not in html(started)
    started.text_input(key="memory-search").set_value("border reopened").run()
    assert "1 of 2 units" in html(started)
    assert html(started).count("<mark>") == 2, "once before the mark and once after it"
    started.text_input(key="memory-search").set_value("سرحد دوباره").run()
    assert "1 of 2 units" in html(started)
    started.text_input(key="memory-search").set_value("winter").run()
    assert "Nobody has translated that yet" in html(started)


def test_a_unit_is_put_right_taken_out_and_put_back(desk: Store) -> None:
    desk.remember([REOPENED])
    number = desk.concordance("border")[0].id
    started = alone("memories", by="Amin")
    started.button(key=f"unit-edit-{number}").click().run()
    started.text_area[0].set_value("سرحد باز شد.")
    press(started, "Save")
    assert remembered(desk, REOPENED) == "سرحد باز شد."
    assert [before.target for before in desk.said(number)] == [REOPENED.target]
    assert "What it said before" in html(started)
    press(started, "Remove")
    assert remembered(desk, REOPENED) == ""
    press(started, "Put back")
    assert remembered(desk, REOPENED) == "سرحد باز شد."


def test_two_people_at_one_unit_do_not_overwrite_each_other(desk: Store) -> None:
    desk.remember([REOPENED])
    number = desk.concordance("")[0].id
    started = alone("memories")
    started.button(key=f"unit-edit-{number}").click().run()
    desk.rewrite(number, "از دیگری", seen=REOPENED.target, author="Amin")
    started.text_area[0].set_value("از من")
    press(started, "Save")
    assert "changed by Amin" in started.error[0].value.replace("\\", "")
    assert remembered(desk, REOPENED) == "از دیگری"
    assert started.text_area[0].value == "از دیگری"


def test_marks_of_a_unit_are_letters_in_its_box(desk: Store) -> None:
    desk.remember([REOPENED])
    number = desk.concordance("border")[0].id
    started = alone("memories")
    started.button(key=f"unit-edit-{number}").click().run()
    assert started.text_area[0].value == "سرحد ①دوباره❶ باز شد."
    started.text_area[0].set_value("①سرحد❶ باز شد.")
    press(started, "Save")
    assert remembered(desk, REOPENED) == "<g1>سرحد</g1> باز شد."


@pytest.mark.parametrize(
    ("text", "source", "box"),
    [
        ("<g1>الف</g1> ب<x2/>", "<g1>a</g1> b<x2/>", "①الف❶ ب⑵"),
        ("<g11>الف</g11><x20/>", "<g11>a</g11><x20/>", "⑪الف⓫⒇"),
        ("<g21>الف</g21>", "<g21>a</g21>", "<g21>الف</g21>"),
        ("<g1>① الف</g1>", "<g1>① a</g1>", "<g1>① الف</g1>"),
        ("<g4>الف</g4>", "a", "<g4>الف</g4>"),
    ],
)
def test_the_letters_of_marks_come_back_as_marks(text: str, source: str, box: str) -> None:
    assert signs.to_box(text, source) == box
    assert signs.from_box(box, source) == text


COPIED = Unit("The report was published.", "The report was published.", "en", "ps")
ODD = Unit("The border at Torkham reopened on Monday for every trader.", "بلې", "en", "ps")


@pytest.mark.parametrize("language", i18n.languages())
def test_the_memory_is_cleaned_only_of_what_was_seen_to_go(desk: Store, language: str) -> None:
    desk.remember([REOPENED, CLOSED, COPIED, ODD])
    started = alone("memories", by="Amin", lang=language)
    started.button(key="cleaning-look").click().run()
    assert not started.exception
    assert desk.remembered() == 4, "looking changes nothing"
    shown = html(started)
    assert shown.count('class="unit"') == 2
    assert "The border at Torkham" in shown
    assert "<script" not in shown
    odd = next(one.id for one in desk.concordance("Torkham"))
    started.button(key=f"suspect-keep-{odd}").click().run()
    assert html(started).count('class="unit"') == 1
    started.button(key="cleaning-do").click().run()
    assert not started.exception
    assert (desk.remembered(), remembered(desk, COPIED), remembered(desk, ODD)) == (3, "", "بلې")
    (done,) = desk.cleanings()
    assert (done.author, dict(done.counts)) == ("Amin", {"copied": 1})
    started.button(key=f"cleaned-back-{done.name}").click().run()
    assert not started.exception
    assert remembered(desk, COPIED) == COPIED.target
    assert desk.cleanings() == []


def press(started: AppTest, label: str) -> None:
    next(button for button in started.button if button.label == label).click().run()
    assert not started.exception


def test_a_file_of_another_tool_is_taken_in_and_told_of(desk: Store) -> None:
    written = io.BytesIO()
    tmx.write([REOPENED, CLOSED], written)
    desk.remember([CLOSED])
    started = alone("memories")
    started.file_uploader[0].upload("a.tmx", written.getvalue(), "text/xml").run()
    assert not started.exception
    assert "1 new, 0 changed, 1 known before" in html(started)
    started.file_uploader[0].upload("b.tmx", b"<tmx><body><tu>", "text/xml").run()
    assert "b.tmx" in started.error[0].value.replace("\\", "")
    assert {kind.label for kind in started.get("download_button")} == {
        "Dari · 1 unit",
        "Pashto · 1 unit",
    }


# Quality


def worked(store: Store) -> int:
    """A document drafted by a machine, one of whose segments was changed and one kept."""
    document = pipeline.into(pipeline.read(ARTICLE, name="trade.md"), "prs")
    number = store.add(document, ARTICLE)
    store.apply(number, pipeline.translate(document, "prs").segments)
    first, second, *_ = store.segments(number)
    for row, target in ((first, first.target), (second, f"{second.target}؟")):
        store.edit(
            number,
            row.key,
            target=target,
            state=State.TRANSLATED,
            author=f"Amin{SCRIPT}",
            revision=row.revision,
            name=row.key,
        )
    return number


def test_an_empty_desk_has_no_figures() -> None:
    assert "nothing on the desk yet" in html(alone("quality"))


def test_findings_are_counted_by_check_and_lead_to_their_segment(
    desk: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "PATIENCE", 60)
    number = worked(desk)
    data = b"Nothing is known of the 15 people.\n"
    put(desk, data, name=f"{SCRIPT}.md")
    for listed in desk.documents():
        checked.findings(desk, listed)  # on a busy machine the page does not wait for it
    shown = alone("quality")
    assert "Another mark at the end" in html(shown)
    shown.button(key="show-end-punctuation-warning").click().run()
    assert not shown.exception
    assert "trade.md" in html(shown)
    assert "<script" not in html(shown)
    assert shown.button(key="go-0-end-punctuation-warning")
    shown.selectbox(key="quality-document").select(number).run()
    assert not shown.exception
    assert SCRIPT.replace("<", "&lt;") not in html(shown).split("Day by day")[0]


@pytest.mark.parametrize("language", i18n.languages())
def test_what_drafts_were_worth_is_told_in_the_readers_digits(desk: Store, language: str) -> None:
    worked(desk)
    shown = alone("quality", lang=language)
    for way in ("engine", "document", "person"):
        shown.button_group(key="effort-way").set_value(way).run()
        assert not shown.exception
        assert ("50%" if language == "en" else "۵۰٪") in html(shown)
    assert "Amin" in html(shown)
    chart = shown.get("vega_lite_chart") or shown.get("arrow_vega_lite_chart")
    spec = json.loads(chart[0].proto.spec)
    assert spec["encoding"]["y"]["axis"]["orient"] == ("left" if language == "en" else "right")
    assert ("'۷'" in spec["encoding"]["y"]["axis"]["labelExpr"]) == (language != "en")


@pytest.mark.parametrize("language", i18n.languages())
def test_scores_stand_in_the_readers_digits(tmp_path: Path, language: str) -> None:
    texts = {
        "news.tsv": "en\tprs\nRain fell.\tباران بارید.\nSnow fell.\tبرف بارید.\n",
        "one.txt": "باران شد.\nبرف بارید.\n",
        "other.txt": "rain\nsnow\n",
    }
    test, *others = [tmp_path / name for name in texts]
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = pipeline.evaluate(test, [str(path) for path in others], samples=20)
    hostile = replace(found, systems=(found.systems[0], replace(found.systems[1], name=SCRIPT)))
    shown = AppTest.from_string(
        """
import streamlit as st
from workbench.ui import scored, session
session.begin()
scored.told(scored.comparison(st.session_state["found"]), key="scores")
"""
    )
    shown.session_state["found"] = asdict(hostile)
    shown.query_params["lang"] = language
    shown.run()
    assert not shown.exception
    assert show.escaped(SCRIPT) in html(shown)
    assert "<script" not in html(shown)
    (first, *_) = found.systems
    value = f"{first.scores[1].value:.1f}"
    own = translate_digits(value, language).replace(".", "." if language == "en" else "٫")
    assert f"<b>{own}</b>" in html(shown)
    assert first.scores[1].signature in html(shown)
    charts = shown.get("vega_lite_chart") or shown.get("arrow_vega_lite_chart")
    assert len(charts) == 3
    scale = json.loads(charts[0].proto.spec)["layer"][0]["encoding"]["x"]["scale"]
    assert scale["reverse"] == (language != "en")


@pytest.mark.parametrize("language", i18n.languages())
def test_words_are_counted_by_what_the_memory_knows(desk: Store, language: str) -> None:
    worked(desk)
    shown = alone("quality", lang=language)
    shown.button(key="bands-count").click().run()
    assert not shown.exception
    charts = shown.get("vega_lite_chart") or shown.get("arrow_vega_lite_chart")
    spec = next(s for c in charts if "band" in str(s := json.loads(c.proto.spec)["encoding"]))
    assert spec["x"]["scale"]["reverse"] == (language != "en")
    assert spec["order"]["field"] == "order"
    names = {"en": "new words", "prs": "Dari", "ps": "Pashto"}
    assert language != "en" or names["en"] in html(shown)


# Text as it is shown


def test_marks_are_chips_and_never_markup() -> None:
    bold = Inline(1, InlineKind.PAIR, "**", "**", 'bold"><script>')
    shown = show.text(f"a <g1>b</g1> <x2/> {SCRIPT}", "en", inlines=[bold])
    assert "<script" not in shown
    assert "<g1>" not in shown
    assert shown.count('class="mark') == 3
    assert 'title="bold&quot;&gt;&lt;script&gt;"' in shown


@pytest.mark.parametrize(
    ("content", "isolated"),
    [
        ("شمارهٔ +93-700-123-456 است", ["+93-700-123-456"]),
        ("گروه‌های TTP, ISKP و", ["TTP", "ISKP"]),
        ("در New Eastern Outlook نوشت", ["New Eastern Outlook"]),
        ("۱۵.۳ درصد در ۲۰۲۴", ["۱۵.۳", "۲۰۲۴"]),
        ("بدون لاتین", []),
    ],
)
def test_latin_and_numbers_stand_isolated(content: str, isolated: list[str]) -> None:
    shown = show.text(content, "prs")
    assert [part.split("</bdi>")[0] for part in shown.split("<bdi>")[1:]] == isolated


def test_terms_are_underlined_across_marks() -> None:
    term = Term("ttp", "Pakistani Taliban", forms={"prs": 'طالبان "پاکستان"'})
    shown = show.text(
        "The <g1>Pakistani</g1> Taliban & co", "en", terms=[Match(term, 4, 21)], target="prs"
    )
    assert shown.count('class="term"') == 2
    assert "&quot;پاکستان&quot;" in shown
    assert "&amp; co" in shown


def test_a_sentence_for_a_widget_is_never_markdown() -> None:
    shown = show.plain("![x](http://host/) :red[a] $b$ <i>\n- c")
    assert all(f"\\{char}" in shown for char in "![]():$<>-")
    assert "\n" not in shown


def test_the_style_sheet_is_mirrored_only_where_it_must_be() -> None:
    assert "direction: rtl; }" not in look.style(find("en"), upload="").split("textarea")[0]
    assert "</style><" not in look.style(find("ps"), upload='"}</style><script>')


# The catalogues


@cache
def extracted() -> Catalog:
    catalog = Catalog()
    for room in ("ui", "checks", "formats", "gate", "pipeline", "report"):
        for name, line, message, _comments, _context in extract_from_dir(
            str(ROOT / "workbench" / room), keywords=DEFAULT_KEYWORDS | {"said": None}
        ):
            catalog.add(message, None, [(name, line)])
    return catalog


def test_the_template_holds_every_text_of_the_app() -> None:
    with (ROOT / "locales" / "workbench.pot").open("rb") as file:
        template = {message.id for message in read_po(file) if message.id}
    assert template == {message.id for message in extracted() if message.id}, (
        "run: pybabel extract --add-location=file --sort-by-file -k said workbench/ui"
        " workbench/checks workbench/formats workbench/gate workbench/pipeline workbench/report"
        " -o locales/workbench.pot, and bring the catalogues up to it"
    )


@pytest.mark.parametrize("language", [code for code in i18n.languages() if code != "en"])
def test_every_catalogue_is_complete(language: str) -> None:
    path = ROOT / "locales" / language / "LC_MESSAGES" / "workbench.po"
    catalog = read_po(io.BytesIO(path.read_bytes()))
    known = find(language)
    assert str(catalog.locale_identifier) == (known.gettext or known.code)
    assert {message.id for message in catalog if message.id} == {
        message.id for message in extracted() if message.id
    }
    for message in catalog:
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(targets), message.id
        assert not message.fuzzy, message.id
        for target in targets:
            assert fields(target) == fields(sources[0]), message.id
            assert target.count("{}") == sources[0].count("{}"), message.id


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _way in string.Formatter().parse(text) if name}


def test_the_small_reader_reads_what_babel_reads() -> None:
    for language in i18n.languages()[1:]:
        path = ROOT / "locales" / language / "LC_MESSAGES" / "workbench.po"
        texts = i18n.catalogue(language)
        for message in read_po(io.BytesIO(path.read_bytes())):
            if isinstance(message.id, tuple):
                assert texts.ngettext(*message.id, 5) == message.string[1]
            elif message.id:
                assert texts.gettext(message.id) == message.string


def test_plurals_context_and_long_texts_are_read() -> None:
    po = r"""
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"Content-Type: text/plain; charset=UTF-8\n"

#, fuzzy
msgid "not sure"
msgstr "نه"

msgctxt "verb"
msgid "Open"
msgstr "پرانیزه"

msgid ""
"two "
"lines\n"
msgstr ""
"دوه "
"کرښې\n"

msgid "one"
msgid_plural "many"
msgstr[0] "یو"
msgstr[1] "ډېر"
"""
    texts = i18n.standard.GNUTranslations(io.BytesIO(i18n.compile_po(po)))
    assert texts.gettext("not sure") == "not sure"
    assert texts.pgettext("verb", "Open") == "پرانیزه"
    assert texts.gettext("two lines\n") == "دوه کرښې\n"
    assert [texts.ngettext("one", "many", count) for count in (1, 2)] == ["یو", "ډېر"]


# What must hold before a document leaves


def needs(store: Store, **weights: str) -> None:
    chosen = dict.fromkeys(conditions.CONDITIONS, Weight.OFF)
    conditions.decide(store, chosen | {name: Weight(weight) for name, weight in weights.items()})


def test_nothing_is_asked_until_somebody_decides(desk: Store) -> None:
    number = put(desk)
    assert conditions.missing(desk, number) == []
    assert taken.export(desk, number, "article")
    desk.decide("export-conditions", "{broken")
    assert set(conditions.weights(desk).values()) == {Weight.OFF}


@pytest.mark.parametrize(
    "way",
    [
        lambda store, number: taken.export(store, number, "article"),
        lambda store, number: taken.export(store, number, "po"),
        lambda store, number: taken.export(store, number, "xliff"),
        lambda store, number: taken.tmx(store, number),
        lambda store, number: taken.bundle(store, [number]),
    ],
)
def test_every_way_out_is_refused_until_all_holds(desk: Store, way: Any) -> None:
    number = put(desk)
    needs(desk, translated="refuse", comments="refuse")
    with pytest.raises(conditions.Refused, match="may not be exported yet"):
        way(desk, number)
    rows_ = [row for row in desk.segments(number) if row.translate]
    for row in rows_:
        desk.edit(
            number, row.key, target="متن", state=State.TRANSLATED, author="A", revision=row.revision
        )
    assert way(desk, number)
    remark = desk.comment(number, rows_[0].key, text="نام؟", author="Amin")
    with pytest.raises(conditions.Refused, match="comments"):
        way(desk, number)
    desk.resolve(number, remark)
    assert way(desk, number)


def test_a_review_copy_is_never_kept_back(desk: Store) -> None:
    number = put(desk)
    needs(desk, reviewed="refuse")
    assert b"<html" in taken.review(desk, number, "html", "en")
    assert taken.review(desk, number, "docx", "prs").startswith(b"PK")


def test_the_editor_is_told_what_is_missing_and_where(desk: Store) -> None:
    number = put(desk)
    row = next(row for row in desk.segments(number) if row.translate)
    needs(desk, reviewed="warn", errors="refuse")
    by_name = {one.condition: one for one in conditions.missing(desk, number)}
    assert set(by_name) == {"reviewed", "errors"}
    assert row.key in by_name["reviewed"].keys
    shown = editor(number)
    assert "No check finds an error" in html(shown)
    assert all(button.proto.disabled for button in shown.get("download_button")[:3])
    shown.button(key=f"missing-reviewed-{row.key}").click().run()
    assert not shown.exception
    needs(desk, reviewed="warn")
    shown = editor(number)
    assert not any(button.proto.disabled for button in shown.get("download_button"))
    assert f"missing-reviewed-{row.key}" in {button.key for button in shown.button}


def test_the_newsroom_decides_on_the_settings_page(desk: Store) -> None:
    started = alone("settings")
    started.button_group(key="weight-errors").set_value(Weight.REFUSE).run()
    assert not started.exception
    assert conditions.weights(desk)["errors"] is Weight.REFUSE
    assert conditions.weights(Store())["errors"] is Weight.REFUSE, "kept in the database"
    again = alone("settings", lang="ps")
    assert again.button_group(key="weight-errors").value == Weight.REFUSE


def test_a_zip_of_several_is_kept_back_by_one_of_them(desk: Store) -> None:
    first, second = put(desk), put(desk, target="ps")
    needs(desk, reviewed="refuse")
    started = tick(app(), first, second)
    (button,) = started.get("download_button")
    assert button.proto.disabled
    assert "Every segment is reviewed" in button.proto.help
