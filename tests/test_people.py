"""Who has signed in, what they may do, and the log that is only added to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from workbench import pipeline
from workbench.access import Person, Role
from workbench.engines.echo import Echo
from workbench.errors import WorkbenchError
from workbench.model import State
from workbench.store import Conflict, Forbidden, Store
from workbench.store.people import give_way

ARTICLE = b"The bridge is closed.\n\nThe market opens on Friday.\n"
ADMIN = Person("Zarghuna", "zarghuna@example.org", Role.ADMIN)


@pytest.fixture
def desk(desk: str) -> Iterator[Store]:
    store = Store(desk)
    yield store
    store.close()


def signed_in(desk: Store, name: str, role: Role | None = None) -> Person:
    return desk.met(f"{name.lower()}@example.org", name, signed_in=1, role=role)


def actions(desk: Store) -> list[tuple[str, str, str, str]]:
    return [(one.name, one.action, one.subject, one.detail) for one in desk.entries()]


def test_a_new_person_is_given_a_role_once_and_keeps_it(desk: Store) -> None:
    assert signed_in(desk, "Amin", Role.TRANSLATOR).role is Role.TRANSLATOR
    assert signed_in(desk, "Amin", Role.ADMIN).role is Role.TRANSLATOR
    assert desk.person("amin@example.org") == Person("Amin", "amin@example.org", Role.TRANSLATOR)
    assert desk.person("nobody@example.org") is None


def test_every_log_in_is_written_down_once(desk: Store) -> None:
    signed_in(desk, "Amin")
    signed_in(desk, "Amin")
    desk.met("amin@example.org", "Amin", signed_in=2)
    desk.met("amin@example.org", "Amin", signed_in=1)
    assert [line[1] for line in actions(desk)] == ["signed in", "signed in"]


def test_a_role_that_is_given_holds_at_once_and_is_logged(desk: Store) -> None:
    signed_in(desk, "Amin")
    desk.give("amin@example.org", Role.REVIEWER, by=ADMIN)
    found = desk.person("amin@example.org")
    assert found is not None
    assert found.role is Role.REVIEWER
    assert actions(desk)[0] == ("Zarghuna", "role", "amin@example.org", "none -> reviewer")


def test_the_last_admin_stays_one_and_nobody_gets_a_role_unseen(desk: Store) -> None:
    signed_in(desk, "Zarghuna", Role.ADMIN)
    with pytest.raises(WorkbenchError, match="must stay admin"):
        desk.give("zarghuna@example.org", None, by=ADMIN)
    with pytest.raises(WorkbenchError, match="has not signed in"):
        desk.give("amin@example.org", Role.EDITOR, by=ADMIN)
    signed_in(desk, "Amin", Role.ADMIN)
    desk.give("zarghuna@example.org", None, by=ADMIN)
    assert desk.person("zarghuna@example.org").role is None  # type: ignore[union-attr]


def test_what_was_drawn_before_a_person_signed_out_is_not_theirs(desk: Store) -> None:
    person = signed_in(desk, "Amin", Role.TRANSLATOR)
    before = datetime.now(UTC)
    desk.left(person)
    assert desk.person(person.mail, since=before) is None
    time.sleep(0.01)
    assert desk.person(person.mail, since=datetime.now(UTC)) == person


@pytest.mark.parametrize("change", ["UPDATE log SET name = 'x'", "DELETE FROM log"])
def test_the_database_refuses_to_change_the_log(desk: Store, change: str) -> None:
    desk.note(ADMIN, "deleted", "a.md")
    with pytest.raises(Exception, match="only added to"), desk._engine.begin() as connection:
        connection.execute(text(change))
    assert actions(desk) == [("Zarghuna", "deleted", "a.md", "")]
    assert desk.noted() == 1


def test_the_log_gives_way_to_a_backup_only(desk: Store) -> None:
    desk.note(ADMIN, "deleted", "a.md")
    with desk._engine.begin() as connection:
        give_way(connection)
        connection.execute(text("DELETE FROM log"))
        connection.execute(text("DELETE FROM settings"))
    assert desk.noted() == 0
    desk.note(ADMIN, "deleted", "b.md")
    with pytest.raises(Exception, match="only added to"), desk._engine.begin() as connection:
        connection.execute(text("DELETE FROM log"))


@pytest.fixture
def article(desk: Store) -> int:
    document = pipeline.translate(pipeline.read(ARTICLE, name="a.md"), "prs", engine=Echo())
    return desk.add(document, ARTICLE)


def test_a_role_holds_in_the_same_moment_as_the_edit(desk: Store, article: int) -> None:
    row = desk.segments(article)[0]
    edit = {"target": "پل بسته است.", "author": "Amin"}
    with pytest.raises(Forbidden, match="translator may not make a draft segment reviewed"):
        desk.edit(article, row.key, state=State.REVIEWED, revision=0, role=Role.TRANSLATOR, **edit)
    assert desk.history(article, row.key) == []
    desk.edit(article, row.key, state=State.REVIEWED, revision=0, role=Role.REVIEWER, **edit)
    with pytest.raises(Forbidden, match="Ask a colleague who is reviewer"):
        desk.edit(article, row.key, state=State.DRAFT, revision=1, role=Role.TRANSLATOR, **edit)
    with pytest.raises(Conflict):
        desk.edit(article, row.key, state=State.DRAFT, revision=0, role=Role.TRANSLATOR, **edit)
    with pytest.raises(Forbidden, match="change a reviewed one"):
        desk.correct(article, row.key, translate=False, role=Role.TRANSLATOR)


def test_why_a_segment_was_sent_back_is_said_once(desk: Store, article: int) -> None:
    row = desk.segments(article)[0]
    for _again in range(2):
        desk.edit(
            article,
            row.key,
            target=row.target,
            state=State.REJECTED,
            author="Zarghuna",
            revision=0,
            name="e-1",
            why="نام پل نیست.",
        )
    (said,) = desk.comments(article)
    assert (said.key, said.author, said.text) == (row.key, "Zarghuna", "نام پل نیست.")
    assert desk.segment(article, row.key).state is State.REJECTED


def test_the_machine_leaves_what_was_sent_back(desk: Store, article: int) -> None:
    row = desk.segments(article)[0]
    change = {"target": row.target, "state": State.REJECTED, "author": "Zarghuna", "revision": 0}
    desk.edit(article, row.key, name="e-1", **change)
    made = pipeline.translate(pipeline.read(ARTICLE, name="a.md"), "prs", engine=Echo())
    desk.apply(article, made.segments)
    assert desk.segment(article, row.key).state is State.REJECTED
