"""The app without a browser: its pages run, its callbacks store, its texts are safe."""

from __future__ import annotations

import io
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

from workbench import i18n, pipeline
from workbench.languages import find
from workbench.model import Finding, Inline, InlineKind, Match, Severity, State, Term
from workbench.store import Store
from workbench.ui import look, opened, show

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
    started = app(**query)
    started.button(key=f"open-{number}").click().run()
    assert not started.exception
    return started


def html(started: AppTest) -> str:
    return "".join(element.proto.body for element in started.get("html"))


def box(started: AppTest, number: int, store: Store, index: int = 0) -> str:
    """The key of a row's widgets, without its prefix."""
    keys = [row.key for row in store.segments(number) if row.translate]
    return f"{number}-{keys[index]}"


def test_an_empty_desk_says_what_to_do() -> None:
    assert "Nothing here yet" in html(app())


def test_a_pasted_article_is_translated_into_both_languages(desk: Store) -> None:
    started = app()
    started.button_group(key="way").set_value("text").run()
    started.text_area(key="pasted").set_value(ARTICLE.decode()).run()
    started.text_input(key="title").set_value("border: trade").run()
    started.button(key="translate").click().run()
    assert not started.exception
    assert not started.error
    assert {(one.name, one.target_language) for one in desk.documents()} == {
        ("border-trade.md", "prs"),
        ("border-trade.md", "ps"),
    }
    assert all(one.states.get(State.DRAFT) for one in desk.documents())
    assert "2 documents" in html(started)


def test_an_article_that_cannot_be_read_is_a_sentence_and_nothing_is_lost(desk: Store) -> None:
    number = put(desk)
    started = app()
    started.button_group(key="way").set_value("text").run()
    started.text_area(key="pasted").set_value("سلام. این مقاله از پیش به زبان دری است.").run()
    started.button(key="translate").click().run()
    assert not started.exception
    assert started.error
    assert "Traceback" not in started.error[0].value
    assert started.text_area(key="pasted").value, "the text is still there to be mended"
    assert [one.id for one in desk.documents()] == [number]


def test_a_document_is_deleted_only_by_its_own_button(desk: Store) -> None:
    first, second = put(desk), put(desk, target="ps")
    started = app()
    started.button(key=f"delete-{first}").click().run()
    assert [one.id for one in desk.documents()] == [second]


def test_the_editor_shows_source_target_and_findings(desk: Store) -> None:
    shown = html(editor(put(desk)))
    assert 'lang="en" dir="ltr"' in shown
    assert 'class="state s-draft"' in shown
    assert 'class="mark open"' in shown, "bold is a chip"


@pytest.mark.parametrize("name", ["library.po", "notices.xlf", "letter.sdlxliff"])
def test_another_tools_file_is_edited_and_taken_away_as_itself(desk: Store, name: str) -> None:
    data = (ROOT / "tests" / "samples" / name).read_bytes()
    number = desk.add(replace(pipeline.read(data, name=name), target_language="prs"), data)
    assert len(editor(number).text_area)
    stem, _, suffix = name.partition(".")
    assert opened.export_names(desk, number) == {"article": f"{stem}.prs.{suffix}"}
    assert opened.export(desk, number, "article") == data
    row = next(row for row in desk.segments(number) if not row.target and row.translate)
    desk.edit(
        number, row.key, target="ویراسته", state=State.TRANSLATED, author="a", revision=row.revision
    )
    changed = opened.export(desk, number, "article")
    back = {segment.key: segment for segment in pipeline.read(changed, name=name).segments}
    assert (back[row.key].target, back[row.key].state) == ("ویراسته", State.TRANSLATED)
    lines = set(changed.splitlines()) - set(data.splitlines())
    assert 1 <= len(lines) <= 2


def test_an_edit_is_stored_at_once(desk: Store) -> None:
    number = put(desk)
    started = editor(number)
    row = box(started, number, desk)
    started.text_area(key=f"text-{row}").set_value("تجارت").run()
    assert not started.exception
    stored = desk.segments(number)[0]
    assert (stored.target, stored.state, stored.revision) == ("تجارت", State.TRANSLATED, 1)
    assert 's-translated"' in html(started)


def test_confirm_review_and_reopen(desk: Store) -> None:
    number = put(desk)
    started = editor(number)
    row = box(started, number, desk)
    for button, state in (
        ("confirm", State.TRANSLATED),
        ("review", State.REVIEWED),
        ("confirm", State.DRAFT),
    ):
        started.button(key=f"{button}-{row}").click().run()
        assert not started.exception
        assert desk.segments(number)[0].state is state


def test_an_empty_box_makes_a_segment_new_and_cannot_be_confirmed(desk: Store) -> None:
    number = put(desk)
    started = editor(number)
    row = box(started, number, desk)
    started.text_area(key=f"text-{row}").set_value("").run()
    assert desk.segments(number)[0].state is State.NEW
    started.button(key=f"confirm-{row}").click().run()
    assert started.error
    assert desk.segments(number)[0].state is State.NEW


def test_a_conflict_keeps_both_texts_until_the_person_chooses(desk: Store) -> None:
    number = put(desk)
    started = editor(number)
    row, key = box(started, number, desk), desk.segments(number)[0].key
    change = {"target": "متن زرغونه", "state": State.TRANSLATED, "author": "Zarghuna"}
    desk.edit(number, key, revision=0, **change)
    started.text_area(key=f"text-{row}").set_value("متن من").run()
    assert desk.segments(number)[0].target == "متن زرغونه"
    assert "Zarghuna stored another text" in started.warning[0].value
    assert started.text_area(key=f"text-{row}").value == "متن من"
    started.button(key=f"keep-{row}").click().run()
    assert desk.segments(number)[0].target == "متن من"
    assert [one.author for one in desk.history(number, key)[:1]] == ["Zarghuna"]


def test_taking_theirs_puts_it_into_the_box(desk: Store) -> None:
    number = put(desk)
    started = editor(number)
    row, key = box(started, number, desk), desk.segments(number)[0].key
    change = {"target": "متن زرغونه", "state": State.TRANSLATED, "author": "Zarghuna"}
    desk.edit(number, key, revision=0, **change)
    started.text_area(key=f"text-{row}").set_value("متن من").run()
    started.button(key=f"take-{row}").click().run()
    assert started.text_area(key=f"text-{row}").value == "متن زرغونه"
    assert desk.segment(number, key).revision == 1


def test_a_document_deleted_under_the_editor_is_told(desk: Store) -> None:
    number = put(desk)
    started = editor(number)
    row = box(started, number, desk)
    desk.delete(number)
    started.text_area(key=f"text-{row}").set_value("متن من").run()
    assert not started.exception
    assert "no longer on the desk" in started.error[0].value.replace("\\", "")


def test_filters_leave_what_was_asked_for(desk: Store) -> None:
    number = put(desk)
    desk.edit(
        number,
        desk.segments(number)[0].key,
        target="تجارت",
        state=State.TRANSLATED,
        author="Amin",
        revision=0,
    )
    started = editor(number)
    total = len(started.text_area)
    started.selectbox(key=f"states-{number}").set_value("translated").run()
    assert len(started.text_area) == 1
    started.selectbox(key=f"states-{number}").set_value("all").run()
    started.text_input(key=f"find-{number}").set_value("KABUL").run()
    assert len(started.text_area) < total
    started.text_input(key=f"find-{number}").set_value("no such words").run()
    assert "No segment is like that" in html(started)


@pytest.mark.parametrize("language", [code for code in i18n.languages() if code != "en"])
def test_the_pages_speak_the_language_and_are_mirrored(desk: Store, language: str) -> None:
    number = put(desk)
    started = editor(number, lang=language)
    page = html(started)
    gettext = i18n.gettext(language)
    assert gettext("Workbench") in page
    assert gettext("draft") in page
    assert "direction: rtl" in page
    assert started.button(key=f"confirm-{box(started, number, desk)}").label == gettext("Confirm")


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
    assert "طالبان" in show.terms([Match(term, 4, 21)] * 2, "prs")
    assert show.terms([Match(term, 4, 21)] * 2, "prs").count("<li") == 1
    assert show.terms([Match(term, 4, 21)], "ps") == "", "no form, no wish"


def test_findings_stand_worst_first() -> None:
    found = [
        Finding("style", Severity.INFO, "a", "a hint"),
        Finding("missing-number", Severity.ERROR, "a", f"15 is missing {SCRIPT}"),
    ]
    shown = show.findings(found)
    assert shown.index("error") < shown.index("info")
    assert "<script" not in shown
    assert show.tally(found) == {Severity.ERROR: 1, Severity.INFO: 1}


def test_a_sentence_for_a_widget_is_never_markdown() -> None:
    shown = show.plain("![x](http://host/) :red[a] $b$ <i>\n- c")
    assert all(f"\\{char}" in shown for char in "![]():$<>-")
    assert "\n" not in shown


def test_the_style_sheet_is_mirrored_only_where_it_must_be() -> None:
    assert "direction: rtl; }" not in look.style(find("en"), upload="").split("textarea")[0]
    assert "</style><" not in look.style(find("ps"), upload='"}</style><script>')


# The catalogues


def extracted() -> Catalog:
    catalog = Catalog()
    for name, line, message, _comments, _context in extract_from_dir(
        str(ROOT / "workbench" / "ui")
    ):
        catalog.add(message, None, [(name, line)])
    return catalog


def test_the_template_holds_every_text_of_the_app() -> None:
    with (ROOT / "locales" / "workbench.pot").open("rb") as file:
        template = {message.id for message in read_po(file) if message.id}
    assert template == {message.id for message in extracted() if message.id}, (
        "run: pybabel extract --add-location=file --sort-by-file workbench/ui"
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
