"""What the machine does, as the desk shows it: what is at work, what waits, what failed.

It stands in the database, so that every page shows what any process does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.store import Job, Stage
from workbench.ui import session, show
from workbench.ui.session import _, ngettext

SHOWN = 8
"""Jobs shown one by one; of the others the number is told."""
KEPT = "at-work-open"


def put() -> None:
    """A strip for each job, asked for again every second until all have ended."""
    jobs = session.work().jobs()
    if not jobs:
        return
    st.session_state[KEPT] = _open(jobs)
    with st.container(key="working"):
        pace = 1.0 if st.session_state[KEPT] else None
        st.fragment(_jobs, run_every=pace, key="at-work")()


def _jobs() -> None:
    jobs = session.work().jobs()
    if st.session_state.get(KEPT, set()) - _open(jobs):
        st.rerun()
    places = count(1)
    lines = [(job, next(places) if job.stage is Stage.WAITING else 0) for job in jobs]
    for job, place in lines[:SHOWN]:
        _line(job, place)
    if len(lines) > SHOWN:
        more = ngettext("and {count} more", "and {count} more", len(lines) - SHOWN)
        st.html(show.paragraph(more, "told"))


def _open(jobs: Sequence[Job]) -> set[int]:
    return {job.id for job in jobs if not job.finished}


def _line(job: Job, place: int) -> None:
    """One job, with what may be done about it."""
    mine = session.asker() == job.asker or session.may(Right.DELETE)
    with st.container(
        key=f"job-{job.id}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        if job.finished:
            session.problem(job.error)
            if mine:
                _button(_("Try again"), "replay", session.work().retry, job)
                _button(_("Dismiss"), "close", session.work().told, job)
            return
        st.progress(job.share, text=_label(job, place))
        if mine:
            _button(_("Stop"), "close", session.work().cancel, job)


def _label(job: Job, place: int) -> str:
    label = show.plain(f"{job.name} → {session.language_name(job.language)}")
    if place:
        return f"{label} · " + _("waits, place {place}").format(place=session.number(place))
    if not job.total:
        return label
    return f"{label} · {session.number(job.done)} / {session.number(job.total)}"


def _button(label: str, icon: str, act: Callable[[int], None], job: Job) -> None:
    st.button(
        label,
        key=f"{icon}-{job.id}",
        icon=f":material/{icon}:",
        type="tertiary",
        on_click=_act,
        args=(act, job),
    )


def _act(act: Callable[[int], None], job: Job) -> None:
    try:
        if job.asker != session.asker():
            session.require(Right.DELETE)
        act(job.id)
    except WorkbenchError as error:
        session.later(error)
