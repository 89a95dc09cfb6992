"""The people of the house for its admins: who may do what, and the log of what was done."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial

import streamlit as st

from workbench.access import Right, Role
from workbench.errors import WorkbenchError
from workbench.store import Entry, Known, Store
from workbench.ui import session, show, who
from workbench.ui.session import _, ngettext

LINES = 50
"""Of the log, on one page."""


def page() -> None:
    """Who belongs to the house, and what they did."""
    session.header("people")
    if not session.may(Right.PEOPLE):
        session.problem(_("Only an admin sees this page. Ask one of them."))
        return
    known, log = st.columns([5, 6], gap="large")
    with known:
        _people(session.store().people())
    with log, st.container(key="log"):
        _log(session.store())


def _people(known: Sequence[Known]) -> None:
    """Everybody who ever signed in, with the role they have."""
    count = ngettext("{count} person", "{count} people", len(known))
    st.html(show.heading(_("People"), count if known else ""))
    if not who.guarded():
        told = _("No log-in is set up: whoever opens the workbench on this machine may do all.")
        st.html(show.paragraph(told, "told"))
        return
    told = _("Somebody new appears here when they first sign in.")
    st.html(show.paragraph(told, "told"))
    for one in known:
        _line(one)


def _line(one: Known) -> None:
    mail = one.person.mail
    with st.container(key=f"known-{mail}", horizontal=True, vertical_alignment="center"):
        seen = _("last seen {date}").format(date=_when(one))
        st.html(
            f'<div class="known"><b>{show.run(one.person.name)}</b>'
            f"<small>{show.run(mail)}</small>"
            f"<small>{show.escaped(seen)}</small></div>"
        )
        roles = [*Role, None]
        st.selectbox(
            _("Role of {name}").format(name=one.person.name),
            roles,
            index=roles.index(one.person.role),
            format_func=session.role_name,
            key=f"role-{mail}-{one.person.role}",
            on_change=_give,
            args=(mail, f"role-{mail}-{one.person.role}"),
            label_visibility="collapsed",
            width=170,
        )


def _when(one: Known) -> str:
    clock = session.digits(one.seen.astimezone().strftime("%H:%M"))
    return f"{session.date(one.seen)} {clock}"


def _give(mail: str, key: str) -> None:
    try:
        if session.may(Right.PEOPLE):
            session.store().give(mail, st.session_state[key], by=session.person())
    except WorkbenchError as error:
        session.later(error)


def _log(store: Store) -> None:
    """What was done, newest first."""
    total = store.noted()
    st.html(show.heading(_("Log"), ngettext("{count} line", "{count} lines", total)))
    if not total:
        st.html(show.paragraph(_("Nothing was written into it yet."), "told"))
        return
    pages = max(1, -(-total // LINES))
    here = min(st.session_state.get("log-page", 1), pages)
    rows = store.entries(limit=LINES, skip=(here - 1) * LINES)
    st.html(f'<table class="log"><tbody>{"".join(map(_row, rows))}</tbody></table>')
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            _("Log as CSV"),
            data=partial(table, store),
            file_name="log.csv",
            mime="text/csv",
            key="log-csv",
            icon=":material/download:",
            on_click="ignore",
        )
        if pages > 1:
            st.pagination(pages, key="log-page", max_visible_pages=7)


def _row(entry: Entry) -> str:
    clock = session.digits(entry.at.astimezone().strftime("%H:%M"))
    cells = [
        f"<td>{show.escaped(f'{session.date(entry.at)} {clock}')}</td>",
        f"<td><bdi>{show.escaped(entry.name)}</bdi></td>",
        f"<td>{show.escaped(action_name(entry.action))}</td>",
        f"<td><bdi>{show.escaped(entry.subject)}</bdi>",
        f"<small><bdi>{show.escaped(entry.detail)}</bdi></small></td>" if entry.detail else "</td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def action_name(action: str) -> str:
    """What was done, in the language of the person reading."""
    names = {
        "signed in": _("signed in"),
        "signed out": _("signed out"),
        "role": _("gave a role"),
        "added": _("put on the desk"),
        "translated": _("had translated"),
        "exported": _("exported"),
        "deleted": _("deleted"),
        "restored": _("brought back"),
        "decided": _("decided"),
        "cleaned": _("cleaned the memory"),
        "term": _("decided on a term"),
    }
    return names.get(action, action)


def table(store: Store) -> bytes:
    """The whole log as CSV, oldest line first, that no spreadsheet takes for formulas."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["at", "mail", "name", "action", "subject", "detail"])
    for one in reversed(store.entries()):
        texts = (one.mail, one.name, one.action, one.subject, one.detail)
        rows.writerow([one.at.isoformat(), *map(_cell, texts)])
    return written.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
