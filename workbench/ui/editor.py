"""The editor: a document chosen, its segments in the component, its files to take away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.store import StoredDocument
from workbench.ui import component, opened, session, show, who
from workbench.ui.session import _

MIME = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".po": "text/x-gettext-translation",
    ".xlf": "application/xml",
}
"""By the ending of the file's name."""


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
    component.show(number, st.query_params.get("seg", ""))


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
    labels = {"article": _("Article"), "po": "PO", "xliff": "XLIFF 2.1", "xliff12": "XLIFF 1.2"}
    labels |= {"xlsx": "Excel", "csv": "CSV"}
    try:
        names = opened.export_names(store, number)
    except WorkbenchError as error:
        session.problem(error)
        return
    for kind in names:
        st.download_button(
            labels[kind] if len(names) > 1 else names[kind].rpartition(".")[2].upper(),
            data=who.exporting(
                store,
                session.person(),
                partial(opened.export, store, number, kind),
                subject=names[kind],
                detail=kind,
            ),
            file_name=names[kind],
            mime=MIME.get(PurePath(names[kind]).suffix.lower(), "application/octet-stream"),
            key=f"export-{kind}-{number}",
            icon=":material/download:",
            on_click="ignore",
        )
