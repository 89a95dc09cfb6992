"""The door of the workbench: `streamlit run app.py`, or `workbench serve`."""

import streamlit as st

from workbench.ui import desk, editor, session

session.begin()
st.navigation(session.pages(desk=desk.page, editor=editor.page), position="hidden").run()
