"""What others said to the person at the desk, and waits for them."""

from __future__ import annotations

import streamlit as st

from workbench.ui import session, show
from workbench.ui.session import ngettext


def waiting() -> None:
    """A button a document that leads to the remarks that name this person; none, no button."""
    store = session.store()
    waits: dict[int, list[str]] = {}
    for number, remark in store.comments_for(session.author()):
        waits.setdefault(number, []).append(remark.key)
    if not waits:
        return
    with st.container(key="said", horizontal=True, gap="small", wrap=True):
        for number, keys in waits.items():
            count = ngettext("{count} comment for you", "{count} comments for you", len(keys))
            document = store.document(number)
            language = session.language_name(document.target_language)
            name = show.plain(f"\u2068{document.name}\u2069 · {language}")
            if st.button(
                f"{count}: {name}", key=f"said-{number}", icon=":material/alternate_email:"
            ):
                session.go("editor", document=number, segment=keys[0], only="mine")
