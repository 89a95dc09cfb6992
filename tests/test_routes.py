"""The calls behind the editor: who may call, what is answered, and that nothing stored is lost."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace

import pytest

from served_calls import ARTICLE, Page, served
from workbench import pipeline
from workbench.access import Person
from workbench.engines.echo import Echo
from workbench.model import State
from workbench.store import Store
from workbench.ui import editing, routes, session, tokens


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served() as number:
        yield number


@pytest.fixture
def desk(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", desk)
    monkeypatch.setenv("WORKBENCH_ENGINE", "echo")
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
    assert later == {"moment": got["moment"], "rows": [], "talk": {}}


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


def dealt_with(key: str, comment: dict[str, object]) -> dict[str, object]:
    """What the page sends when a comment is dealt with."""
    sent: dict[str, object] = {"key": key, "id": comment["id"]}
    sent["resolved"] = True
    return sent


def test_comments_history_and_matches_stand_beside_a_segment(page: Page) -> None:
    key = page.edit()["key"]
    page.call("save", {"edits": [page.edit()]})
    page.call("comment", {"key": key, "text": "نام را بررسی کنید"})
    _, got = page.call(f"aside?key={key}")
    assert [one["text"] for one in got["comments"]] == ["نام را بررسی کنید"]
    assert [one["author"] for one in got["history"]] == ["Amin"]
    assert got["matches"][0]["score"] == 100, "what was confirmed is remembered at once"
    _, got = page.call("resolve", dealt_with(key, got["comments"][0]))
    assert got["comments"][0]["resolved"]


def test_a_remark_that_names_somebody_is_theirs_until_it_is_dealt_with(page: Page) -> None:
    first, second = (row.key for row in page.store.segments(page.number))
    zarghuna = tokens.make(page.store, Person("زرغونه"))
    page.call("comment", {"key": first, "text": "@زرغونه، نام درست است؟"})
    _, got = page.call("comment", {"key": second, "text": "a@زرغونه.af"})
    assert got["comments"][0]["named"] == [], "an address is no mention"
    _, got = page.call("changes?since=0", **{routes.TOKEN: zarghuna})
    assert got["talk"] == {first: {"open": 1, "mine": 1}, second: {"open": 1, "mine": 0}}
    _, got = page.call(f"aside?key={first}", **{routes.TOKEN: zarghuna})
    assert (got["comments"][0]["named"], got["comments"][0]["mine"]) == (["زرغونه"], True)
    assert [one.key for _, one in page.store.comments_for("زرغونه")] == [first]
    assert page.store.comments_for("Amin") == []
    page.call("resolve", dealt_with(first, got["comments"][0]))
    assert page.store.comments_for("زرغونه") == []
    assert page.call("people")[1] == ["Amin"], "who has only been named has not worked here"


def test_each_person_keeps_their_own_keys(page: Page) -> None:
    chosen = {"keys": {"goTo": "Alt+KeyG"}, "options": {"sort": "longest"}}
    assert page.call("choices", chosen | {"more": 1})[0] == 200
    assert json.loads(page.store.choices("Amin")) == chosen
    assert page.store.choices("Zarghuna") == ""
    assert page.call("choices", {"keys": {"goTo": "x" * routes.MAX_CHOICES}})[0] == 400
    assert json.loads(page.store.choices("Amin")) == chosen


def test_drafts_are_made_anew_and_put_back_and_what_is_confirmed_stays(page: Page) -> None:
    first, second = (row.key for row in page.store.segments(page.number))
    by_hand = {"target": "پیش‌نویس من", "state": "draft"}
    page.call("save", {"edits": [page.edit(), page.edit(index=1, name="two", **by_hand)]})
    status, _ = page.call("again", {"keys": [first, second, "no such key"]})
    assert status == 200
    session.work().wait()
    assert page.call("work")[1]["changed"] == 1
    kept, made = page.store.segments(page.number)
    assert kept.target == page.edit()["target"]
    assert (made.target != "پیش‌نویس من", made.origin.split()[0]) == (True, "echo")
    assert page.store.history(page.number, second)[-1].old_target == "پیش‌نویس من"
    assert page.call("undo", {"really": True})[1] == {"undone": 1}
    assert page.store.segment(page.number, second).target == "پیش‌نویس من"
    assert page.call("undo", {"really": True})[1] == {"undone": 0}


def test_a_locked_segment_is_changed_by_nobody_until_it_is_unlocked(page: Page) -> None:
    keys = [row.key for row in page.store.segments(page.number)]
    before = page.store.segment(page.number, keys[0])
    _, got = page.call("lock", {"keys": [keys[0], "no such key"], "locked": True})
    assert [(row["key"], row["locked"]) for row in got["rows"]] == [(keys[0], True)]
    _, got = page.call("save", {"edits": [page.edit()]})
    assert "Unlock it first" in got["results"][0]["error"]
    assert got["results"][0]["stored"]["locked"] is True
    assert page.call("correct", {"key": keys[0], "translate": False})[0] == 503
    page.call("again", {"keys": keys})
    session.work().wait()
    made = pipeline.translate(pipeline.read(ARTICLE, name="a.md"), "prs", engine=Echo()).segments
    anew = [replace(segment, target="از نو") for segment in made]
    page.store.apply(page.number, anew)
    after = page.store.segment(page.number, keys[0])
    assert (after.target, after.state) == (before.target, before.state)
    assert page.store.segment(page.number, keys[1]).target == "از نو"
    _, got = page.call("changes?since=0")
    assert {row["key"]: row["locked"] for row in got["rows"]}[keys[0]] is True
    page.call("lock", {"keys": keys, "locked": False})
    assert page.store.apply(page.number, [replace(made[0], target="دوباره")]) == 1, "nobody's work"
    _, got = page.call("save", {"edits": [page.edit()]})
    assert got["results"][0]["revision"] == 4
    assert [one.name for one in page.store.workers([page.number])] == ["Amin"]


def test_to_lock_is_nobodys_work(page: Page) -> None:
    key = page.edit()["key"]
    page.call("save", {"edits": [page.edit()]})
    zarghuna = {routes.TOKEN: tokens.make(page.store, Person("Zarghuna"))}
    page.call("lock", {"keys": [key], "locked": True}, **zarghuna)
    assert [one.name for one in page.store.workers([page.number])] == ["Amin"]
    (day,) = page.store.daily([page.number]).values()
    assert sum(day.values()) == 1


def test_what_somebody_writes_while_the_machine_works_stays(page: Page) -> None:
    key = page.store.segments(page.number)[1].key
    made = pipeline.translate(pipeline.read(ARTICLE, name="a.md"), "prs", engine=Echo()).segments
    page.call("save", {"edits": [page.edit(index=1, target="نوشته", state="draft")]})
    anew = [replace(segment, target="از نو") for segment in made]
    assert [one.key for one in page.store.redraft(page.number, anew, {key: 0})] == []
    assert page.store.segment(page.number, key).target == "نوشته"


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
