"""The door of the workbench: `streamlit run app.py`, or `workbench serve`."""

import streamlit as st

from workbench.ui import desk, editor, session, terms

session.begin()
pages = session.pages(desk=desk.page, editor=editor.page, terms=terms.page)
st.navigation(pages, position="hidden").run()
