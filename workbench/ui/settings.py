"""What the newsroom has decided: what must hold before a document leaves the desk."""

from __future__ import annotations

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.ui import conditions, session, show
from workbench.ui.conditions import CONDITIONS, Weight
from workbench.ui.session import _


def page() -> None:
    """The decisions, each with its choice."""
    session.header("settings")
    with st.container(key="settings"):
        st.html(show.heading(_("Before an export")))
        told = _(
            "What must hold before a document leaves the desk as a file. It is asked on every way "
            "out of the workbench, for everybody."
        )
        st.html(show.paragraph(told, "told"))
        try:
            _choices()
        except WorkbenchError as error:
            session.problem(error)


def _choices() -> None:
    store = session.store()
    now = conditions.weights(store)
    names = {Weight.OFF: _("Not required"), Weight.WARN: _("Warn"), Weight.REFUSE: _("Refuse")}
    chosen = {}
    for name in CONDITIONS:
        with st.container(
            key=f"condition-{name}", horizontal=True, vertical_alignment="center", wrap=True
        ):
            st.html(f'<div class="condition">{show.escaped(condition_name(name))}</div>')
            picked = st.segmented_control(
                condition_name(name),
                list(Weight),
                format_func=names.__getitem__,
                default=now[name],
                required=True,
                key=f"weight-{name}",
                label_visibility="collapsed",
                disabled=not session.may(Right.GATE),
            )
            chosen[name] = picked or Weight.OFF
    if chosen != now:
        session.require(Right.GATE)
        conditions.decide(store, chosen)
        session.note("decided", "export", " ".join(f"{name}={chosen[name]}" for name in chosen))
        st.toast(_("Saved. It holds from the next export on."))


def condition_name(name: str) -> str:
    """A condition as a sentence."""
    return {
        "errors": _("No check finds an error"),
        "translated": _("Every segment is confirmed"),
        "reviewed": _("Every segment is reviewed"),
        "comments": _("Every comment is resolved"),
        "terms": _("Every term of the glossary is in an allowed form"),
    }[name]
