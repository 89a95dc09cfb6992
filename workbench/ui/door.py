"""The way in, where the house has a log-in: to sign in, and to be told whom to ask for a role."""

from __future__ import annotations

import os

import streamlit as st

from workbench import login
from workbench.access import Role
from workbench.errors import WorkbenchError
from workbench.ui import session, show, who
from workbench.ui.session import _


def admitted() -> bool:
    """Whether the person may go on to the page; else they are told here what to do."""
    if not who.guarded():
        return True
    if not st.user.get("is_logged_in"):
        _sign_in()
        return False
    try:
        person = session.person()
    except WorkbenchError as error:
        session.problem(error)
        return False
    if person.role is None:
        _no_role(person.name, person.mail)
        return False
    return True


def _sign_in() -> None:
    session.strip()
    with st.container(key="door"):
        st.html(show.heading(_("Workbench")))
        st.html(
            show.paragraph(_("This desk belongs to a house. Sign in with its account."), "told")
        )
        st.button(_("Sign in"), key="sign-in", type="primary", on_click=st.login)


def _no_role(name: str, mail: str) -> None:
    session.strip()
    with st.container(key="door"):
        st.html(show.heading(name or _("Workbench")))
        if mail:
            told = _("You are signed in as {mail}, but nobody has given you a role yet.")
            st.html(show.paragraph(told.format(mail=mail), "told"))
        else:
            told = _("The log-in did not vouch for a mail address, so you cannot be known here.")
            st.html(show.paragraph(told, "told"))
        if asked := _admins():
            st.html(show.paragraph(_("Ask one of: {admins}").format(admins=asked), "told"))
        st.button(_("Look again"), key="look-again")
        st.button(_("Sign out"), key="sign-out", on_click=st.logout)


def _admins() -> str:
    """Whom to ask."""
    known = [one.person.mail for one in session.store().people() if one.person.role is Role.ADMIN]
    return ", ".join(sorted({*known, *login.admins(os.environ)}))
