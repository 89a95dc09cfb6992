"""What may be done with the documents that are ticked on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import TypeVar

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.store import StoredDocument
from workbench.ui import conditions, session, shelf, taken, who, work
from workbench.ui import settings as decided
from workbench.ui import show as shown
from workbench.ui.session import _, ngettext

_Value = TypeVar("_Value")


def show(chosen: Sequence[StoredDocument]) -> None:
    """One strip for all of them."""
    with st.container(
        key="picked", horizontal=True, vertical_alignment="center", gap="small", wrap=True
    ):
        told = ngettext("{count} chosen", "{count} chosen", len(chosen))
        st.html(shown.paragraph(told, "told"), width="content")
        _plan(chosen)
        st.button(
            _("Translate again"),
            key="again",
            help=_("New machine drafts. What people have confirmed stays."),
            on_click=_again,
            args=(chosen,),
        )
        _zip(chosen)
        st.button(
            _("Delete"),
            key="delete",
            icon=":material/delete:",
            help=_("Can be undone. What was confirmed in it stays in the memory."),
            on_click=_delete,
            args=(chosen,),
            disabled=not session.may(Right.DELETE),
        )


def _plan(chosen: Sequence[StoredDocument]) -> None:
    """When they are due, and who is to do them."""
    ids = "-".join(str(document.id) for document in chosen)
    with st.popover(_("Due and assigned"), key=f"plan-{ids}", icon=":material/event:"):
        st.date_input(
            _("Due"), _same([one.due for one in chosen]), key=f"due-{ids}", format="YYYY-MM-DD"
        )
        st.text_input(
            _("Assigned to"),
            _same([one.assigned for one in chosen]) or "",
            key=f"assigned-{ids}",
            max_chars=80,
        )
        st.button(
            _("Save"),
            key=f"plan-save-{ids}",
            type="primary",
            on_click=_planned,
            args=(chosen, ids),
        )


def _same(values: Sequence[_Value]) -> _Value | None:
    """What all have in common."""
    return values[0] if len(set(values)) == 1 else None


def _planned(chosen: Sequence[StoredDocument], ids: str) -> None:
    if not _allowed(Right.ADD):
        return
    due, assigned = st.session_state.get(f"due-{ids}"), st.session_state.get(f"assigned-{ids}")
    for document in chosen:
        try:
            session.store().plan(document.id, due=due, assigned=assigned or "")
        except WorkbenchError as error:
            session.later(error)
    shelf.let_go()


def _again(chosen: Sequence[StoredDocument]) -> None:
    if not _allowed(Right.ADD):
        return
    for document in chosen:
        try:
            session.work().begin(document.id, by=session.asker())
            session.note("translated", document.name, document.target_language)
        except WorkbenchError as error:
            session.later(error)
            break
    shelf.let_go()


def _zip(chosen: Sequence[StoredDocument]) -> None:
    """Every file of every chosen document, unless one of them may not leave."""
    held = {
        document.name: [
            decided.condition_name(one.condition)
            for one in conditions.refused(session.store(), document.id)
        ]
        for document in chosen
    }
    kept = [f"{shown.plain(name)}: {' · '.join(why)}" for name, why in held.items() if why]
    stems = {f"{PurePath(one.name).stem}.{one.target_language}" for one in chosen}
    name = f"{stems.pop() if len(stems) == 1 else 'workbench'}.zip"
    held_back = "\n\n".join([_("These may not be exported yet."), *kept]) if kept else None
    if sum(sum(one.states.values()) for one in chosen) > work.SEGMENTS:
        st.button(
            _("Everything as a ZIP"),
            key="zip-job",
            icon=":material/folder_zip:",
            on_click=_pack,
            args=(chosen, name),
            disabled=bool(kept),
            help=held_back,
        )
        return
    st.download_button(
        _("Everything as a ZIP"),
        data=who.exporting(
            session.store(),
            session.person(),
            partial(taken.bundle, session.store(), [one.id for one in chosen]),
            subject=_named(chosen),
            detail="zip",
        ),
        file_name=name,
        mime="application/zip",
        key="zip",
        icon=":material/download:",
        on_click="ignore",
        disabled=bool(kept),
        help=held_back,
    )


def _pack(chosen: Sequence[StoredDocument], file: str) -> None:
    """Have a job pack many documents; the file is among the jobs when it is made."""
    if not _allowed(Right.EXPORT):
        return
    given = {"documents": [one.id for one in chosen], "file": file}
    try:
        session.work().errand("export", _named(chosen), by=session.person(), given=given)
    except WorkbenchError as error:
        session.later(error)
    shelf.let_go()


def _named(chosen: Sequence[StoredDocument]) -> str:
    return ", ".join(one.name for one in chosen)[:200]


def _allowed(right: Right) -> bool:
    try:
        session.require(right)
    except WorkbenchError as error:
        session.later(error)
        return False
    return True


def _delete(chosen: Sequence[StoredDocument]) -> None:
    if not _allowed(Right.DELETE):
        return
    gone = []
    for document in chosen:
        try:
            session.store().delete(document.id)
            session.note("deleted", document.name)
            gone.append(document.id)
        except WorkbenchError as error:
            session.later(error)
    st.session_state["deleted-now"] = gone
    shelf.let_go()
