"""The door of the workbench: `workbench serve`, or `streamlit run app.py`."""

import streamlit as st
from starlette.middleware import Middleware

from workbench.ui import (
    desk,
    door,
    editor,
    headers,
    limits,
    memories,
    people,
    quality,
    routes,
    session,
    settings,
    terms,
    watched,
    who,
)

if __name__ == "__main__":
    session.begin()
    pages = session.pages(
        desk=desk.page,
        editor=editor.page,
        terms=terms.page,
        memories=memories.page,
        quality=quality.page,
        settings=settings.page,
        people=people.page,
    )
    page = st.navigation(pages, position="hidden")
    if door.admitted():
        page.run()
else:
    session.allow_hosts()
    # What the server loads: this very file as the pages' script, and the calls beside them.
    app = st.App(
        __file__,
        lifespan=session.working,
        secrets=who.secrets(),
        routes=[*routes.ROUTES, *watched.ROUTES],
        middleware=[
            Middleware(watched.Watched),
            Middleware(headers.Headers),
            Middleware(limits.Uploads),
        ],
    )
