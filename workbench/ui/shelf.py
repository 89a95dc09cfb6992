"""The table of the desk: one element for all documents, however many there are.

A row of Streamlit's own elements costs a browser some 50 ms: two hundred would be ten seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

import streamlit as st

from workbench.languages import find, targets
from workbench.model import Finding, Severity, State
from workbench.store import StoredDocument
from workbench.ui import progress, session, show
from workbench.ui.session import _

Found = Mapping[int, Sequence[Finding] | None]
"""What the checks say of each document; None while they are still at it."""


@cache
def _source(name: str) -> str:
    return (resources.files("workbench.ui") / "parts" / name).read_text(encoding="utf-8")


def chosen(documents: Sequence[StoredDocument]) -> list[StoredDocument]:
    """The documents that are ticked."""
    ids = st.session_state.get("chosen", [])
    return [document for document in documents if document.id in ids]


def let_go() -> None:
    """Tick nothing any more."""
    st.session_state["chosen"] = []
    st.session_state["epoch"] = st.session_state.get("epoch", 0) + 1


def put(documents: Sequence[StoredDocument], found: Found, *, closed: bool) -> None:
    """Draw the table, and follow where a person goes from it.

    `closed` says that the place for new files is not open: files dragged in open it.
    """
    table = st.components.v2.component(
        "workbench_shelf",
        html='<div class="place"></div>\n',
        css=_source("shelf.css"),
        js=_source("shelf.js"),
    )
    here = find(session.language())
    rows = [_row(document, found.get(document.id)) for document in documents]
    asked = table(
        key="shelf",
        data={
            "rows": rows,
            "days": _days(rows),
            "names": _names(documents),
            "labels": _labels(),
            "languages": [(one.code, session.language_name(one.code)) for one in targets()],
            "dir": here.direction,
            "tag": here.tag,
            "digits": here.digits if session.rtl() else "",
            "back": "→" if session.rtl() else "←",
            "on": "←" if session.rtl() else "→",
            "kept": session.address(),
            "me": session.author(),
            "closed": closed,
            "epoch": st.session_state.get("epoch", 0),
        },
        on_chosen_change=_chosen,
        on_open_change=_ignored,
        on_files_change=_files,
    )
    number = asked.get("open")
    if isinstance(number, int) and number in {document.id for document in documents}:
        session.go("editor", document=number)


def _chosen() -> None:
    told = st.session_state["shelf"].get("chosen") or {}
    ids = told.get("ids", []) if isinstance(told, dict) else []
    st.session_state["chosen"] = [one for one in ids if isinstance(one, int)]


def _ignored() -> None:
    """Opening is followed where the table is drawn."""


def _files() -> None:
    st.session_state["entry"] = True


def _row(document: StoredDocument, found: Sequence[Finding] | None) -> dict[str, Any]:
    """Figures and codes; what they are called stands once for all rows."""
    total = sum(document.states.values())
    done = sum(document.states.get(state, 0) for state in progress.CONFIRMED)
    tally = None if found is None else [*map(list, show.tally(found).items())]
    return {
        "id": document.id,
        "name": document.name,
        "source": document.source_language,
        "target": document.target_language,
        "states": [[state, document.states[state]] for state in State if state in document.states],
        "total": total,
        "done": done,
        "words": document.words,
        "findings": tally,
        "editor": document.editor,
        "added": _day(document.created),
        "edited": document.edited.isoformat() if document.edited else "",
        "edited_day": _day(document.edited),
        "due": _day(document.due),
        "overdue": bool(document.due and document.due < date.today() and done < total),
        "assigned": document.assigned,
    }


def _day(moment: date | None) -> str:
    local = moment.astimezone().date() if isinstance(moment, datetime) else moment
    return local.isoformat() if local else ""


def _days(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """Each day in words, and in the calendar of the country."""
    days = {row[name] for row in rows for name in ("added", "edited_day", "due") if row[name]}
    dates = {day: date.fromisoformat(day) for day in days}
    return {day: (session.date(one), session.solar(one)) for day, one in sorted(dates.items())}


def _names(documents: Sequence[StoredDocument]) -> dict[str, str]:
    """The languages by code."""
    codes = {one.source_language for one in documents} | {one.target_language for one in documents}
    return {code: session.language_name(code) for code in sorted(codes)}


def _labels() -> dict[str, str]:
    return {
        "name": _("Document"),
        "progress": _("Progress"),
        "words": _("Words left"),
        "findings": _("Findings"),
        "edited": _("Last editor"),
        "due": _("Due"),
        "assigned": _("Assigned to"),
        "filter": _("Name, editor or assigned person"),
        "languages": _("All languages"),
        "all": _("All documents"),
        "open": _("Not finished"),
        "done": _("All confirmed"),
        "errors": _("With errors"),
        "overdue": _("Overdue"),
        "mine": _("Assigned to me"),
        "choose": _("Choose"),
        "choose_all": _("Choose all shown"),
        "checking": _("Being checked"),
        "none": _("No document is like that. Change what the list is filtered by."),
        "before": _("Earlier page"),
        "after": _("Next page"),
        "confirmed_of": _("{done} of {total} confirmed"),
        "nothing": _("nothing to translate"),
        **{f"state_{state}": progress.state_name(state) for state in State},
        **{f"{one}_one": progress.counted(one, 1, "{count}") for one in Severity},
        **{f"{one}_many": progress.counted(one, 7, "{count}") for one in Severity},
    }
