"""What the calls behind the editor refuse to whom, and how they say it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from served_calls import Page, served
from workbench.access import Person, Role
from workbench.model import State
from workbench.store import Store
from workbench.ui import editing, limits, tokens

ADMIN = Person("Zarghuna", "zarghuna@example.org", Role.ADMIN)


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
def house(desk: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A desk whose people sign in."""
    monkeypatch.setenv("WORKBENCH_OIDC_METADATA", "http://127.0.0.1:1/none")
    limits.SAVES.clear()
    yield desk
    limits.SAVES.clear()


def drawn_for(store: Store, port: int, role: Role | None) -> Page:
    """A page of a person with a role."""
    person = store.met("amin@example.org", "Amin", signed_in=1, role=role)
    page = Page(store, port)
    page.token = tokens.make(store, person)
    return page


def saved(page: Page, state: str, **more: Any) -> tuple[int, Any]:
    revision = page.store.segments(page.number)[0].revision
    edit = page.edit(name=f"{state}-{revision}", state=state, revision=revision, **more)
    return page.call("save", {"edits": [edit]})


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.TRANSLATOR, {"new", "draft", "translated"}),
        (Role.REVIEWER, {"new", "draft", "translated", "reviewed", "rejected"}),
        (Role.EDITOR, set(State)),
        (Role.ADMIN, set(State)),
    ],
)
@pytest.mark.parametrize("state", list(State))
def test_a_state_is_set_by_who_may_set_it(
    house: Store,
    port: int,
    role: Role,
    may: set[str],
    state: State,
) -> None:
    page = drawn_for(house, port, role)
    status, got = saved(page, state, target="متن نو", why="نام نادرست است.")
    if state in may:
        assert (status, got["results"][0]["revision"]) == (200, 1)
        (made,) = house.history(page.number, page.edit()["key"])
        assert (made.author, made.new_state) == ("Amin", state)
    else:
        assert status == 403
        assert got["error"].startswith(f"A {role} may not make a draft segment {state}.")
        assert got["results"][0]["refused"] is True
        assert house.history(page.number, page.edit()["key"]) == []


def test_a_role_that_is_taken_away_holds_no_longer_for_the_open_page(
    house: Store,
    port: int,
) -> None:
    page = drawn_for(house, port, Role.TRANSLATOR)
    assert saved(page, "translated")[0] == 200
    house.give("amin@example.org", None, by=ADMIN)
    status, got = saved(page, "draft")
    assert (status, got) == (403, {"error": "You have no role at this desk. Ask an admin for one."})
    assert page.call("segments")[0] == 403
    house.give("amin@example.org", Role.TRANSLATOR, by=ADMIN)
    assert saved(page, "draft")[0] == 200


def test_one_refusal_keeps_no_other_edit_back(house: Store, port: int) -> None:
    page = drawn_for(house, port, Role.TRANSLATOR)
    edits = [page.edit(name="a", state="final"), page.edit(index=1, name="b", target="متن")]
    status, got = page.call("save", {"edits": edits})
    assert status == 200
    assert [one.get("refused") for one in got["results"]] == [True, None]
    assert got["results"][1]["revision"] == 1


def test_what_is_sent_back_says_why(house: Store, port: int) -> None:
    page = drawn_for(house, port, Role.REVIEWER)
    status, got = saved(page, "rejected")
    assert status == 200
    assert got["results"][0]["error"].startswith("Say why")
    assert saved(page, "rejected", why="سرحد باز نشده است.")[0] == 200
    _, got = page.call(f"aside?key={page.edit()['key']}")
    assert [(one["author"], one["text"]) for one in got["comments"]] == [
        ("Amin", "سرحد باز نشده است.")
    ]


def test_a_token_ages_and_is_renewed_in_time(
    house: Store,
    port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = drawn_for(house, port, Role.TRANSLATOR)
    person = Person("Amin", "amin@example.org", Role.TRANSLATOR)
    now = time.time()
    for age, known, renewed in [(0.1, True, False), (0.6, True, True), (1.1, False, False)]:
        monkeypatch.setattr(time, "time", lambda age=age: now - age * tokens.LIFE)
        given = tokens.make(house, person, begun=now - tokens.LIFE)
        monkeypatch.setattr(time, "time", lambda: now)
        if not known:
            with pytest.raises(tokens.Unknown):
                tokens.caller(house, given)
            continue
        fresh = tokens.caller(house, given).fresh
        assert bool(fresh) is renewed
        if fresh:
            assert tokens.caller(house, fresh).person == person
    page.token = tokens.make(house, Person("Amin"))
    assert page.call("segments")[0] == 401, "a page from before the house had a log-in"


def test_a_page_drawn_before_its_person_signed_out_is_not_theirs(
    house: Store,
    port: int,
) -> None:
    page = drawn_for(house, port, Role.EDITOR)
    house.left(Person("Amin", "amin@example.org", Role.EDITOR))
    status, got = saved(page, "translated")
    assert status == 401
    assert "what you typed is kept" in got["error"]


def test_what_no_segment_can_hold_is_refused_with_the_rest_stored(
    desk: Store,
    port: int,
) -> None:
    page = Page(desk, port)
    long = "ا" * (editing.MAX_TARGET + 1)
    edits = [page.edit(name="a", target=long), page.edit(index=1, name="b", target=long[1:])]
    _, got = page.call("save", {"edits": edits})
    assert "20,000 characters at most" in got["results"][0]["error"]
    assert got["results"][1]["revision"] == 1


def test_who_saves_too_often_is_told_how_long_to_wait(
    house: Store,
    port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "SAVES", limits.Bucket(size=2, rate=0.001))
    page = drawn_for(house, port, Role.EDITOR)
    assert [saved(page, state)[0] for state in ("draft", "translated", "final")] == [200, 200, 429]
    assert 900 < int(page.answered["Retry-After"]) <= 1000
    other = house.met("sara@example.org", "Sara", role=Role.EDITOR)
    page.token = tokens.make(house, other)
    assert saved(page, "final")[0] == 200, "another person does not wait for the first"
