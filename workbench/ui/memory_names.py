"""The memories by name: which there are, which is asked first, and which nothing may change."""

from __future__ import annotations

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.store import DESK, Named
from workbench.ui import session, show
from workbench.ui.session import _, ngettext


def named(one: Named) -> str:
    """A memory as people call it: the desk's own by what it is."""
    return _("The desk's own") if one.id == DESK else one.name


def choice(key: str) -> int:
    """A box to choose one memory to look at, where there are several; 0 is all of them."""
    names = {0: _("All memories")} | {one.id: named(one) for one in session.store().memories()}
    if len(names) == 2:
        return 0
    chosen = st.selectbox(
        _("Memory"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        width=170,
    )
    return chosen or 0


def entrance(key: str) -> int:
    """A box to choose the memory that a file goes into, of those that may change."""
    names = {one.id: named(one) for one in session.store().memories() if not one.read_only}
    if len(names) == 1:
        return DESK
    chosen = st.selectbox(_("Into the memory"), list(names), format_func=names.__getitem__, key=key)
    return chosen or DESK


def table() -> None:
    """The memories, each with its priority and whether it is read-only; and a new one."""
    st.html(show.heading(_("Memories")))
    found = session.store().memories()
    for one in found:
        _row(one)
    with (
        st.form("memory-make", clear_on_submit=True, border=False),
        st.container(horizontal=True, gap="small", vertical_alignment="bottom"),
    ):
        name = st.text_input(_("A new memory"), key="memory-name", max_chars=60)
        made = st.form_submit_button(_("Make"), disabled=not session.may(Right.MEMORY))
    if made:
        try:
            session.require(Right.MEMORY)
            session.store().make_memory(name or "")
        except WorkbenchError as error:
            session.later(error)
        st.rerun()


def _row(one: Named) -> None:
    """One memory: a change of its settings holds at once."""
    with st.container(
        key=f"memory-row-{one.id}", horizontal=True, gap="small", vertical_alignment="center"
    ):
        units = ngettext("{count} unit", "{count} units", one.units)
        name = f"<b>{show.run(named(one))}</b> <span>{show.escaped(units)}</span>"
        st.html(f'<div class="facts">{name}</div>')
        st.number_input(
            _("Priority"),
            -1000,
            1000,
            one.priority,
            key=f"memory-priority-{one.id}",
            help=_("Of equal matches the one in the memory of higher priority comes first."),
            on_change=_set,
            args=(one,),
            disabled=not session.may(Right.MEMORY),
            width=130,
        )
        if one.id != DESK:
            st.toggle(
                _("Read-only"),
                one.read_only,
                key=f"memory-shut-{one.id}",
                help=_("Nothing may change in it: it is only searched."),
                on_change=_set,
                args=(one,),
                disabled=not session.may(Right.MEMORY),
            )


def _set(one: Named) -> None:
    try:
        session.require(Right.MEMORY)
        session.store().set_memory(
            one.name,
            priority=st.session_state.get(f"memory-priority-{one.id}"),
            read_only=st.session_state.get(f"memory-shut-{one.id}"),
        )
    except WorkbenchError as error:
        session.later(error)
