"""Who may do what: one table, read from the top to the bottom like a house's rules.

A role may set the states it has under `sets`, and take a segment out of those under `leaves`: a
translator corrects what was sent back, but does not undo a reviewer's word. What it may do beside
the segments stands under `rights`. Without a log-in there is one person, who may do everything.

>>> may_store(Role.TRANSLATOR, State.REJECTED, State.TRANSLATED)
True
>>> may_store(Role.TRANSLATOR, State.REVIEWED, State.DRAFT)
False
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.model import State


class Role(StrEnum):
    """What a person is in the house."""

    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"


class Right(StrEnum):
    """What can be done beside writing segments."""

    ADD = "add"
    """Put documents on the desk and have them translated."""
    COMMENT = "comment"
    EXPORT = "export"
    PROPOSE = "propose"
    """Propose a term, or a change to one that is only proposed."""
    APPROVE = "approve"
    """Approve and retire terms."""
    MEMORY = "memory"
    """Change, import and clean the translation memory."""
    GATE = "gate"
    """Set what an export must meet."""
    DELETE = "delete"
    """Take documents away for good."""
    PEOPLE = "people"
    """Give people their roles, and read the log of what was done."""


@dataclass(frozen=True, slots=True)
class Power:
    """What comes with a role."""

    sets: frozenset[State]
    leaves: frozenset[State]
    """States that the role may change a segment out of, or its text in."""
    rights: frozenset[Right]


_OPEN = frozenset({State.NEW, State.DRAFT, State.TRANSLATED})
_JUDGED = _OPEN | {State.REJECTED, State.REVIEWED}
_WORK = frozenset({Right.ADD, Right.COMMENT, Right.EXPORT, Right.PROPOSE})
_DESK = _WORK | {Right.APPROVE, Right.MEMORY, Right.GATE, Right.DELETE}

TABLE: dict[Role, Power] = {
    Role.TRANSLATOR: Power(sets=_OPEN, leaves=_OPEN | {State.REJECTED}, rights=_WORK),
    Role.REVIEWER: Power(sets=_JUDGED, leaves=_JUDGED, rights=_WORK),
    Role.EDITOR: Power(sets=frozenset(State), leaves=frozenset(State), rights=_DESK),
    Role.ADMIN: Power(sets=frozenset(State), leaves=frozenset(State), rights=frozenset(Right)),
}
"""In order: each role may do all that the one before it may."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is at work."""

    name: str
    """What signs their edits."""
    mail: str = ""
    """How the log-in knows them; empty where there is none."""
    role: Role | None = Role.ADMIN
    """None for somebody whom nobody has given one."""

    def may(self, right: Right) -> bool:
        """Whether they may do a thing."""
        return self.role is not None and right in TABLE[self.role].rights


def may_store(role: Role | None, before: State, after: State) -> bool:
    """Whether a role may change a segment that is in one state, leaving it in another."""
    if role is None:
        return False
    power = TABLE[role]
    return before in power.leaves and after in power.sets


def least(right: Right) -> Role:
    """The first role with a right: whom to ask."""
    return next(role for role, power in TABLE.items() if right in power.rights)


def least_to_store(before: State, after: State) -> Role:
    """The first role that may make such a change: whom to ask."""
    return next(role for role in TABLE if may_store(role, before, after))
