"""The memory looked through for what does not belong: shown, then taken out, and put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.pipeline.cleaning import REASONS, Suspect, clean, suspects
from workbench.store import Cleaned
from workbench.ui import session, show
from workbench.ui.session import _, ngettext

PAGE_SIZE = 20
MOST = 5000
"""Suspects of one look: what comes after them is found by the next."""
_FOUND, _KEPT = "cleaning-found", "cleaning-kept"


def names() -> dict[str, str]:
    """Why a unit does not belong, in the language of the person reading."""
    return {
        "empty": _("Empty on one side"),
        "copied": _("Not translated"),
        "wrong-language": _("In the wrong language"),
        "length": _("Lengths that do not fit"),
        "duplicate": _("There twice"),
    }


def open_() -> bool:
    """Whether what was found is being looked at."""
    return st.session_state.get(_FOUND) is not None


def entry(language: str) -> None:
    """The way to look the memory through, and the cleanings that can be undone."""
    st.html(show.heading(_("Clean up")))
    st.html(
        show.paragraph(
            _(
                "Finds what is empty, not translated, misaligned, in another language, "
                "or there twice."
            ),
            "told",
        )
    )
    if st.button(
        _("Look through"),
        key="cleaning-look",
        icon=":material/cleaning_services:",
        disabled=not session.may(Right.MEMORY),
    ):
        _look(language)
        st.rerun()
    for done in session.store().cleanings()[:5]:
        _undone(done)


def _look(language: str) -> None:
    """Read the memory through; nothing is changed."""
    bar = st.empty()

    def tell(seen: int) -> None:
        bar.caption(ngettext("{count} unit", "{count} units", seen))

    found: list[Suspect] = []
    with st.spinner(_("Looking through")):
        for one in suspects(session.store(), target_language=language, progress=tell):
            found.append(one)
            if len(found) == MOST:
                break
    st.session_state[_FOUND], st.session_state[_KEPT] = found, set()
    st.session_state.pop("cleaning-page", None)


def listing() -> None:
    """What was found, by reason, with the choice of what goes."""
    found: Sequence[Suspect] = st.session_state[_FOUND]
    kept: set[int] = st.session_state[_KEPT]
    counts = Counter(one.reason for one in found)
    going = [one for one in _chosen(found, counts) if one.kept.id not in kept]
    count = ngettext("{count} unit would go", "{count} units would go", len(going))
    st.html(show.heading(_("What does not belong"), count if found else ""))
    with st.container(horizontal=True, gap="small"):
        if found and st.button(
            _("Take out"),
            key="cleaning-do",
            type="primary",
            icon=":material/delete:",
            disabled=not going or not session.may(Right.MEMORY),
        ):
            _take_out(going)
        if st.button(_("Close"), key="cleaning-close"):
            _close()
            st.rerun()
    if not found:
        st.html(show.paragraph(_("Everything belongs here. Well done."), "empty"))
    _page(going, kept)


def _chosen(found: Sequence[Suspect], counts: Mapping[str, int]) -> list[Suspect]:
    """Those found for the reasons that count."""
    if len(counts) < 2:
        return list(found)
    named = names()
    chosen = st.pills(
        _("Reasons"),
        [reason for reason in REASONS if counts[reason]],
        selection_mode="multi",
        default=[reason for reason in REASONS if counts[reason]],
        format_func=lambda reason: f"{named[reason]} · {session.number(counts[reason])}",
        key="cleaning-reasons",
        label_visibility="collapsed",
    )
    return [one for one in found if one.reason in chosen]


def _page(going: Sequence[Suspect], kept: set[int]) -> None:
    pages = max(1, -(-len(going) // PAGE_SIZE))
    number = min(st.session_state.get("cleaning-page", 1), pages)
    for one in going[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
        unit = one.kept.unit
        with st.container(
            key=f"suspect-{one.kept.id}", horizontal=True, vertical_alignment="center", wrap=False
        ):
            st.html(
                f'<div class="unit"><div>{show.text(unit.source, unit.source_language)}</div>'
                f"<div>{show.text(unit.target, unit.target_language)}</div>"
                f'<div class="facts"><span>{show.escaped(_why(one))}</span>'
                f"<span>{show.run(unit.author or unit.creator or unit.origin)}</span></div></div>"
            )
            st.button(
                _("Keep"),
                key=f"suspect-keep-{one.kept.id}",
                type="tertiary",
                on_click=kept.add,
                args=(one.kept.id,),
            )
    if pages > 1:
        st.pagination(pages, key="cleaning-page", max_visible_pages=7)


def _why(one: Suspect) -> str:
    told = names()[one.reason]
    if one.reason == "wrong-language":
        return f"{told}: {session.language_name(one.detail)}"
    return told


def _take_out(going: Sequence[Suspect]) -> None:
    try:
        session.require(Right.MEMORY)
        clean(session.store(), going, author=session.author())
        session.note("cleaned", "memory", str(len(going)))
    except WorkbenchError as error:
        session.later(error)
    else:
        _close()
    st.rerun()


def _close() -> None:
    for name in (_FOUND, _KEPT, "cleaning-page"):
        st.session_state.pop(name, None)


def _undone(done: Cleaned) -> None:
    """One cleaning, and the way back."""
    with st.container(
        key=f"cleaned-{done.name}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        count = ngettext("{count} unit taken out", "{count} units taken out", done.counts.total())
        who = f" · {show.run(done.author)}" if done.author else ""
        st.html(
            f'<div class="facts"><span>{show.escaped(session.date(done.at))}{who}</span>'
            f"<span>{show.escaped(count)}</span></div>"
        )
        if st.button(
            _("Put back"),
            key=f"cleaned-back-{done.name}",
            icon=":material/undo:",
            disabled=not session.may(Right.MEMORY),
        ):
            try:
                session.require(Right.MEMORY)
                session.store().take_back(done.name)
            except WorkbenchError as error:
                session.later(error)
            st.rerun()
