"""The calls behind the editor: who may call, what is answered, and that nothing stored is lost."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from served_calls import Page, served
from workbench.access import Person
from workbench.model import State
from workbench.store import Store
from workbench.ui import editing, routes, tokens


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served() as number:
        yield number


@pytest.fixture
def desk(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", desk)
    store = Store()
    yield store
    store.close()


@pytest.fixture
def page(desk: Store, port: int) -> Page:
    return Page(desk, port)


def test_a_document_is_given_with_its_terms_marks_and_revisions(page: Page) -> None:
    status, got = page.call("segments")
    assert status == 200
    assert got["target"]["dir"] == "rtl"
    assert [row["revision"] for row in got["rows"]] == [0, 0]
    status, read = page.call("reading")
    assert status == 200
    first, second = (read["rows"][row["key"]] for row in got["rows"])
    assert first["marks"]
    assert second["terms"], "Kabul is a name of the glossary"
    assert read["terms"][second["terms"][0][2]]["forms"]


def test_an_edit_is_stored_under_the_name_in_the_token(page: Page) -> None:
    status, got = page.call("save", {"edits": [page.edit()]})
    assert (status, got["results"][0]["revision"]) == (200, 1)
    (made,) = page.store.history(page.number, page.edit()["key"])
    assert (made.author, made.new_state) == ("Amin", State.TRANSLATED)


def test_an_edit_sent_again_is_known_again_even_after_another_changed_it(page: Page) -> None:
    edit = page.edit()
    page.call("save", {"edits": [edit]})
    change = {"target": "متن زرغونه", "state": State.REVIEWED, "author": "Zarghuna"}
    page.store.edit(page.number, edit["key"], revision=1, **change)
    status, got = page.call("save", {"edits": [edit]})
    assert (status, got["results"][0]["revision"]) == (200, 1)
    assert page.store.segment(page.number, edit["key"]).target == "متن زرغونه"


def test_a_stale_edit_is_answered_with_what_stands_there(page: Page) -> None:
    edit = page.edit()
    change = {"target": "متن زرغونه", "state": State.TRANSLATED, "author": "Zarghuna"}
    page.store.edit(page.number, edit["key"], revision=0, **change)
    _, got = page.call("save", {"edits": [edit]})
    theirs = got["results"][0]["conflict"]
    assert (theirs["target"], theirs["author"], theirs["revision"]) == ("متن زرغونه", "Zarghuna", 1)


def test_one_edit_that_fails_keeps_no_other_back(page: Page) -> None:
    edits = [page.edit(key="no such key", name="a"), page.edit(index=1, name="b", target="متن")]
    _, got = page.call("save", {"edits": edits})
    assert "error" in got["results"][0]
    assert got["results"][1]["revision"] == 1


def test_what_changed_since_a_moment(page: Page) -> None:
    _, before = page.call("segments")
    page.call("save", {"edits": [page.edit()]})
    _, got = page.call(f"changes?since={before['moment']}")
    assert [row["key"] for row in got["rows"]] == [page.edit()["key"]]
    _, later = page.call(f"changes?since={got['moment']}")
    assert later == {"moment": got["moment"], "rows": []}


def test_the_checks_answer_for_a_text_that_is_only_typed(page: Page) -> None:
    key = page.store.segments(page.number)[1].key
    _, got = page.call("check", {"key": key, "target": "تاجران در هرات ۱۶ درصد بیشتر فروختند."})
    assert {"missing-number", "term-unplaced"} <= {one["check"] for one in got}
    assert page.store.segment(page.number, key).revision == 0


def test_what_the_checks_say_is_told_in_the_language_of_the_page(page: Page) -> None:
    sent = {"key": page.store.segments(page.number)[1].key, "target": "تاجران کابل بیشتر فروختند."}
    told = {}
    for language in ("en", "prs", "ps", "xx"):
        _, got = page.call("check", sent, **{routes.LANGUAGE: language})
        told[language] = next(one["message"] for one in got if one["check"] == "missing-number")
    assert told["en"] == told["xx"] == "The number 15 is missing."
    assert told["prs"] == "عدد 15 نیامده است."
    assert told["ps"] == "د 15 عدد نشته."


def test_one_fault_is_mended_in_what_is_typed_and_nothing_is_stored(page: Page) -> None:
    typed = "سرحد <g1>باز</g1> شد ، و  تاجران آمدند ."
    sent = page.edit() | {"target": typed}
    _, got = page.call("mend", sent | {"check": "double-space"})
    assert got == {"target": "سرحد <g1>باز</g1> شد ، و تاجران آمدند ."}
    _, got = page.call("mend", sent | {"check": "missing-number"})
    assert got == {"target": typed}
    assert page.call("mend", sent | {"key": "gone", "check": "double-space"})[1] == {
        "target": typed
    }
    assert page.store.segment(page.number, sent["key"]).revision == 0


def test_all_that_is_safe_is_shown_before_it_is_mended(page: Page) -> None:
    page.call("save", {"edits": [page.edit(target="سرحد <g1>باز</g1> شد ، ديروز.")]})
    status, got = page.call("mends")
    (mended,) = [one for one in got if one["key"] == page.edit()["key"]]
    assert status == 200
    assert mended["before"] == "سرحد <g1>باز</g1> شد ، ديروز."
    assert mended["after"] == "سرحد <g1>باز</g1> شد، دیروز."
    assert mended["checks"] == ["foreign-letter", "space-before-mark"]
    assert page.store.segment(page.number, page.edit()["key"]).target == mended["before"]


def test_comments_history_and_matches_stand_beside_a_segment(page: Page) -> None:
    key = page.edit()["key"]
    page.call("save", {"edits": [page.edit()]})
    page.call("comment", {"key": key, "text": "نام را بررسی کنید"})
    _, got = page.call(f"aside?key={key}")
    assert [one["text"] for one in got["comments"]] == ["نام را بررسی کنید"]
    assert [one["author"] for one in got["history"]] == ["Amin"]
    assert got["matches"][0]["score"] == 100, "what was confirmed is remembered at once"
    _, got = page.call("resolve", {"key": key, "id": got["comments"][0]["id"], "resolved": True})
    assert got["comments"][0]["resolved"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {routes.TOKEN: ""},
        {routes.TOKEN: "QW1pbg==.0000"},
        {routes.TOKEN: "é.é"},
    ],
    ids=["another origin", "another site", "no token", "a forged token", "no token at all"],
)
def test_strangers_are_refused_and_store_nothing(page: Page, headers: dict[str, str]) -> None:
    encoded = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    status, got = page.call("save", {"edits": [page.edit()]}, **encoded)
    assert status == (401 if routes.TOKEN in headers else 403)
    assert got["error"]
    assert page.store.history(page.number, page.edit()["key"]) == []


def test_a_token_outlives_the_server_and_speaks_for_one_person(desk: Store) -> None:
    token = tokens.make(desk, Person("زرغونه"))
    assert tokens.caller(Store(), token).person.name == "زرغونه"
    _name, _, signature = token.partition(".")
    other = tokens.make(desk, Person("Amin")).partition(".")[0]
    with pytest.raises(tokens.Unknown):
        tokens.caller(desk, f"{other}.{signature}")


@pytest.mark.parametrize(
    "sent",
    [b"", b"{", b"[1]", b'{"edits": 5}', b'{"edits": [{}]}', b"\xff\xfe"],
)
def test_what_is_no_call_is_told_so(page: Page, sent: bytes) -> None:
    status, got = page.call("save", sent or b" ")
    assert status == 400
    assert got["error"]


def test_a_heap_is_refused(page: Page) -> None:
    heap = {"edits": [page.edit(target="x" * (routes.MAX_BODY + 1))]}
    assert page.call("save", heap)[0] == 503
    many = {"edits": [page.edit(name=str(n)) for n in range(editing.MAX_EDITS + 1)]}
    assert page.call("save", many)[0] == 503
    assert page.store.history(page.number, page.edit()["key"]) == []


def test_a_document_deleted_under_the_page_is_told(page: Page) -> None:
    edit = page.edit()
    page.store.delete(page.number)
    assert page.call("changes?since=0")[0] == 410
    _, got = page.call("save", {"edits": [edit]})
    assert "no longer on the desk" in got["results"][0]["error"]
    assert got["results"][0]["gone"] is True


def test_a_person_decides_that_a_segment_is_to_be_translated(page: Page) -> None:
    key = page.edit()["key"]
    page.call("correct", {"key": key, "translate": False})
    assert page.store.segment(page.number, key).translate is False
    _, got = page.call("correct", {"key": key, "translate": True})
    assert got["translate"] is True


def test_the_letters_of_both_languages_come_along(page: Page) -> None:
    root = page.address.partition("/api/")[0]
    for name in routes.FONTS:
        with urllib.request.urlopen(f"{root}/api/fonts/{name}.woff2", timeout=30) as answer:
            assert answer.read(4) == b"wOF2"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{root}/api/fonts/..%2f..%2fapp.woff2", timeout=30)
