"""The door of the workbench: `workbench serve`, or `streamlit run app.py`."""

import streamlit as st

from workbench.ui import desk, editor, memories, quality, routes, session, settings, terms

if __name__ == "__main__":
    session.begin()
    pages = session.pages(
        desk=desk.page,
        editor=editor.page,
        terms=terms.page,
        memories=memories.page,
        quality=quality.page,
        settings=settings.page,
    )
    st.navigation(pages, position="hidden").run()
else:
    session.allow_hosts()
    # What the server loads: this very file as the pages' script, and the calls beside them.
    app = st.App(__file__, routes=routes.ROUTES)
