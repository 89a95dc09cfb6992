"""What the machine does, as the desk shows it: what is at work, what waits, what failed.

It stands in the database, so that every page shows what any process does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.store import Job, Stage
from workbench.ui import outcomes, session, show
from workbench.ui.session import _, ngettext

SHOWN = {Stage.WORKING: 8, Stage.WAITING: 3, Stage.FAILED: 5, Stage.DONE: 5}
"""Jobs shown one by one; of those that wait beside them the number is told."""
KEPT, IDLE = "at-work-open", "at-work-idle"
PATIENCE = 8
"""Looks in vain for anybody at work, one a second, until the page says that there is nobody."""


def put(kinds: Collection[str] = ()) -> None:
    """A line for each job, of some kinds or of all, asked for every second until all have ended."""
    jobs = _of(kinds)
    if not jobs:
        return
    st.session_state[KEPT] = _open(jobs)
    with st.container(key="working"):
        pace = 1.0 if st.session_state[KEPT] else None
        st.fragment(_jobs, run_every=pace, key="at-work")(tuple(kinds))


def _of(kinds: Collection[str]) -> list[Job]:
    return [job for job in session.work().jobs() if not kinds or job.kind in kinds]


def _jobs(kinds: Collection[str]) -> None:
    jobs = _of(kinds)
    if st.session_state.get(KEPT, set()) - _open(jobs):
        st.rerun()
    idle = bool(jobs) and jobs[0].stage is Stage.WAITING
    st.session_state[IDLE] = st.session_state.get(IDLE, 0) + 1 if idle else 0
    if st.session_state[IDLE] > PATIENCE:
        nobody = _("Nobody is at work on this. Start `workbench worker` on the server.")
        st.warning(nobody, icon=":material/hourglass_empty:")
    for stage, most in SHOWN.items():
        these = [job for job in jobs if job.stage is stage]
        for place, job in enumerate(these[:most], 1):
            _line(job, place)
        if stage is Stage.WAITING and len(these) > most and not kinds:
            _more(session.work().queued() - len(_open(jobs) - {job.id for job in these[most:]}))


def _open(jobs: Sequence[Job]) -> set[int]:
    return {job.id for job in jobs if not job.finished}


def _line(job: Job, place: int) -> None:
    """One job, with what may be done about it."""
    mine = session.asker() == job.asker or session.may(Right.DELETE)
    with st.container(
        key=f"job-{job.id}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        if job.stage is Stage.DONE:
            outcomes.show(job, mine=mine)
            if mine:
                _button(_("Dismiss"), "close", session.work().told, job)
            return
        if job.finished:
            session.problem(job.error)
            if mine:
                _button(_("Try again"), "replay", session.work().retry, job)
                _button(_("Dismiss"), "close", session.work().told, job)
            return
        _progress(job, place)
        if mine:
            _button(_("Stop"), "close", session.work().cancel, job)


def _progress(job: Job, place: int) -> None:
    label = show.plain(
        f"{job.name} → {session.language_name(job.language)}"
        if job.document
        else f"{outcomes.kind(job)}: \u2068{job.name}\u2069"
    )
    if job.stage is Stage.WAITING:
        waits = _("waits, place {place}").format(place=session.number(place))
        st.caption(f"{label} · {waits}")
        return
    counted = f" · {session.number(job.done)}" if job.done or job.total else ""
    counted += f" / {session.number(job.total)}" if job.total else ""
    st.progress(job.share, text=label + counted)


def _more(count: int) -> None:
    """How many wait beside those shown, and the way to let go of one's own."""
    with st.container(key="more", horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(ngettext("and {count} more", "and {count} more", count))
        st.button(
            _("Stop all of mine that wait"),
            key="stop-mine",
            icon=":material/clear_all:",
            type="tertiary",
            on_click=_stop_mine,
        )


def _stop_mine() -> None:
    session.store().cancel_waiting(session.asker())


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
