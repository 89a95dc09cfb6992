"""The table of who may do what, read back as sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest

from workbench.access import TABLE, Person, Right, Role, least, least_to_store, may_store
from workbench.model import State

ROLES = list(Role)


def test_every_role_stands_in_the_table_and_each_may_do_what_the_one_before_it_may() -> None:
    assert list(TABLE) == ROLES
    for lesser, greater in pairwise(ROLES):
        assert TABLE[lesser].sets <= TABLE[greater].sets
        assert TABLE[lesser].leaves <= TABLE[greater].leaves
        assert TABLE[lesser].rights <= TABLE[greater].rights


@pytest.mark.parametrize(
    ("state", "role"),
    [
        (State.NEW, Role.TRANSLATOR),
        (State.DRAFT, Role.TRANSLATOR),
        (State.TRANSLATED, Role.TRANSLATOR),
        (State.REJECTED, Role.REVIEWER),
        (State.REVIEWED, Role.REVIEWER),
        (State.FINAL, Role.EDITOR),
    ],
)
def test_the_first_role_that_may_set_a_state(state: State, role: Role) -> None:
    assert next(one for one in ROLES if state in TABLE[one].sets) is role
    assert least_to_store(State.DRAFT, state) is role


@pytest.mark.parametrize(
    ("right", "role"),
    [
        (Right.ADD, Role.TRANSLATOR),
        (Right.PROPOSE, Role.TRANSLATOR),
        (Right.DELETE, Role.EDITOR),
        (Right.APPROVE, Role.EDITOR),
        (Right.GATE, Role.EDITOR),
        (Right.PEOPLE, Role.ADMIN),
    ],
)
def test_the_first_role_that_has_a_right(right: Right, role: Role) -> None:
    assert least(right) is role


def test_a_word_is_taken_back_only_by_who_could_have_given_it() -> None:
    assert may_store(Role.TRANSLATOR, State.REJECTED, State.TRANSLATED)
    assert not may_store(Role.TRANSLATOR, State.REVIEWED, State.TRANSLATED)
    assert may_store(Role.REVIEWER, State.REVIEWED, State.REJECTED)
    assert not may_store(Role.REVIEWER, State.FINAL, State.REJECTED)
    assert may_store(Role.EDITOR, State.FINAL, State.DRAFT)


def test_who_has_no_role_may_do_nothing_and_who_is_alone_everything() -> None:
    stranger, alone = Person("Amin", "amin@example.org", None), Person("Amin")
    assert not any(stranger.may(right) for right in Right)
    assert not any(may_store(None, before, after) for before in State for after in State)
    assert all(alone.may(right) for right in Right)
