"""The editor: source and target side by side, every edit stored as soon as it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.model import Finding, Match, Segment, Severity, State
from workbench.store import StoredDocument
from workbench.ui import opened, progress, row, session, show
from workbench.ui.opened import Opened
from workbench.ui.row import Line
from workbench.ui.session import _, ngettext

PAGE_SIZE = 15
MIME = {"article": "text/markdown", "po": "text/x-gettext-translation", "xliff": "application/xml"}


def page() -> None:
    """One document, opened."""
    session.header("editor")
    documents = session.store().documents()
    if not documents:
        st.html(show.paragraph(_("There is nothing on the desk to edit."), "empty"))
        return
    with st.container(
        key="opened", horizontal=True, vertical_alignment="center", gap="small", wrap=True
    ):
        number = _chosen(documents)
        st.space("stretch")
        _exports(number)
    try:
        shown = opened.open_document(session.store(), number)
        found = opened.findings(session.store(), shown.listed)
        terms = opened.terms(session.store(), number)
    except WorkbenchError as error:
        session.problem(error)
        return
    st.fragment(_summary, key="summary")(number)
    wanted = _wanted(_lines(shown, found, terms), number)
    for line in wanted:
        row.draw(line)
    if not wanted:
        st.html(show.paragraph(_("No segment is like that."), "empty"))


def _chosen(documents: Sequence[StoredDocument]) -> int:
    """The document asked for by the address, by the desk, or else the newest."""
    names = {document.id: document for document in documents}
    asked = st.query_params.get("doc", "")
    wanted = int(asked) if asked.isdigit() and len(asked) < 18 else st.session_state.get("document")
    if wanted is not None and wanted not in names:
        session.problem(_("This document is no longer on the desk. Another one is shown."))
    number = wanted if wanted in names else documents[0].id
    st.session_state["document"] = number
    st.query_params["doc"] = str(number)
    st.selectbox(
        _("Document"),
        list(names),
        index=list(names).index(number),
        format_func=lambda one: _title(names[one]),
        key=f"chooser-{number}",
        on_change=_choose,
        args=(f"chooser-{number}",),
        label_visibility="collapsed",
        width=460,
    )
    return number


def _choose(key: str) -> None:
    st.query_params["doc"] = str(st.session_state[key])


def _title(document: StoredDocument) -> str:
    isolated = f"\u2068{document.name}\u2069"
    return f"{isolated} · {session.language_name(document.target_language)}"


def _exports(number: int) -> None:
    """The files this document can be taken away as, made when they are asked for."""
    store = session.store()
    labels = {"article": _("Article"), "po": "PO", "xliff": "XLIFF"}
    try:
        names = opened.export_names(store, number)
    except WorkbenchError as error:
        session.problem(error)
        return
    for kind in names:
        st.download_button(
            labels[kind] if len(names) > 1 else names[kind].rpartition(".")[2].upper(),
            data=partial(opened.export, store, number, kind),
            file_name=names[kind],
            mime=MIME[kind],
            key=f"export-{kind}-{number}",
            icon=":material/download:",
            on_click="ignore",
        )


def _summary(number: int) -> None:
    """How far the document is; drawn again after each edit."""
    try:
        shown = session.store().document(number)
        found = opened.findings(session.store(), shown)
    except WorkbenchError as error:
        session.problem(error)
        return
    source, target = (
        show.escaped(session.language_name(code))
        for code in (shown.source_language, shown.target_language)
    )
    st.html(
        f'<div class="summary" data-stamp="{shown.stamp}"><div class="facts">'
        f'<span>{source} <span class="arrow" aria-hidden="true"></span> {target}</span>'
        f"<span>{progress.said(shown.states)}</span>{progress.tallied(show.tally(found))}"
        f"</div>{progress.bar(shown.states)}"
        f"{show.findings(finding for finding in found if not finding.key)}</div>"
    )


def _lines(
    shown: Opened, found: Sequence[Finding], terms: Mapping[str, Sequence[Match]]
) -> list[Line]:
    by_key: dict[str, list[Finding]] = {}
    for finding in found:
        by_key.setdefault(finding.key, []).append(finding)
    segments = {segment.key: segment for segment in shown.document.segments}
    return [
        Line(
            document=shown.document,
            document_id=shown.listed.id,
            number=index,
            segment=segments.get(stored.key)
            or opened.laid(Segment(stored.key, stored.source), stored),
            revision=stored.revision,
            found=tuple(by_key.get(stored.key, ())),
            terms=tuple(terms.get(stored.key, ())),
        )
        for index, stored in enumerate(shown.rows, 1)
    ]


def _wanted(lines: list[Line], number: int) -> list[Line]:
    """The bar of filters and pages, and the lines it leaves."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        kept = _filtered(lines, number)
        count = ngettext("{count} segment", "{count} segments", len(kept))
        st.html(f'<span class="shown">{show.escaped(count)}</span>', width="content")
        st.space("stretch")
        return _paged(kept, number)


def _filtered(lines: list[Line], number: int) -> list[Line]:
    """The lines the person asked for."""
    states = _state_filter(number)
    severity = _finding_filter(number)
    text = st.text_input(
        _("Find in source or target"),
        key=f"find-{number}",
        placeholder=_("Find in source or target"),
        icon=":material/search:",
        label_visibility="collapsed",
        width=280,
    )
    return [
        line
        for line in lines
        if line.segment.state in states
        and (line.segment.translate or len(states) == len(State))
        and _severe(line, severity)
        and _says(line, text or "")
    ]


def _state_filter(number: int) -> tuple[State, ...]:
    groups = {"all": tuple(State), "open": (State.NEW, State.DRAFT)}
    names = {"all": _("All states"), "open": _("Not confirmed")}
    chosen = st.selectbox(
        _("State"),
        [*groups, *(state.value for state in State)],
        format_func=lambda one: names[one] if one in names else progress.state_name(State(one)),
        key=f"states-{number}",
        label_visibility="collapsed",
        width=180,
    )
    return groups[chosen] if chosen in groups else (State(chosen),)


def _finding_filter(number: int) -> str:
    names = {
        "": _("With or without findings"),
        "any": _("With findings"),
        **{one.value: progress.severity_name(one) for one in Severity},
        "none": _("Without findings"),
    }
    return str(
        st.selectbox(
            _("Findings"),
            list(names),
            format_func=names.__getitem__,
            key=f"findings-{number}",
            label_visibility="collapsed",
            width=220,
        )
    )


def _severe(line: Line, wanted: str) -> bool:
    severities = {finding.severity.value for finding in line.found}
    if wanted in ("any", "none"):
        return bool(severities) == (wanted == "any")
    return not wanted or wanted in severities


def _says(line: Line, text: str) -> bool:
    sought = " ".join(text.split()).casefold()
    return any(sought in side.casefold() for side in (line.segment.source, line.segment.target))


def _paged(lines: list[Line], number: int) -> list[Line]:
    """The page of lines to draw; more boxes at once would make every key stroke slow."""
    pages = _pages(lines)
    page = 1
    if len(pages) > 1:
        page = st.pagination(len(pages), key=f"page-{number}", max_visible_pages=7, width=330)
    return pages[min(page, len(pages)) - 1]


def _pages(lines: list[Line]) -> list[list[Line]]:
    """Lines cut into pages; those without a box cost little and count little."""
    pages: list[list[Line]] = [[]]
    boxes = 0
    for line in lines:
        if boxes == PAGE_SIZE or len(pages[-1]) == 3 * PAGE_SIZE:
            pages.append([])
            boxes = 0
        pages[-1].append(line)
        boxes += line.segment.translate
    return pages
