"""The editor: a document chosen, its segments in the component, its files to take away."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from workbench.store import StoredDocument
from workbench.ui import component, exports, session, show
from workbench.ui.session import _


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
        exports.show(number)
    component.show(number, st.query_params.get("seg", ""), only=st.query_params.get("only", ""))


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
        width=380,
    )
    return number


def _choose(key: str) -> None:
    st.query_params["doc"] = str(st.session_state[key])


def _title(document: StoredDocument) -> str:
    isolated = f"\u2068{document.name}\u2069"
    return f"{isolated} · {session.language_name(document.target_language)}"
