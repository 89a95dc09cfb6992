"""The memory in and out as TMX, the file that other tools read and write."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import partial

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.formats import tmx
from workbench.ui import align_files, at_work, memory_names, session, who, work
from workbench.ui import show as shown
from workbench.ui.session import _, ngettext

UNITS = 20_000
"""What a page writes itself while a person waits; more is a job."""


def show(counts: Counter[str]) -> None:
    """The way in, the ways out, and the memories by name."""
    at_work.put({"memory", "align", "tmx"})
    _import()
    align_files.form()
    _export(counts)
    memory_names.table()


def _import() -> None:
    """A file of another tool, taken in as it is read."""
    st.html(shown.heading(_("Import")))
    st.session_state.setdefault("memory-uploads", 0)
    number = memory_names.entrance("memory-entrance")
    file = st.file_uploader(
        _("Another tool's memory (.tmx)"),
        type=["tmx"],
        key=f"memory-upload-{st.session_state['memory-uploads']}",
    )
    if file is not None and work.long([(file.name, file.getvalue())]):
        _import_later(file.name, file.getvalue(), number)
    elif file is not None:
        skipped: Counter[str] = Counter()
        bar = st.empty()

        def tell(taken: int) -> None:
            bar.caption(ngettext("{count} unit", "{count} units", taken))

        try:
            session.require(Right.MEMORY)
            units = tmx.read(file, name=file.name, skipped=skipped)
            done = session.store().remember(units, memory=number, progress=tell)
        except WorkbenchError as error:
            session.later(error)
        else:
            st.session_state["memory-told"] = (file.name, done, dict(skipped))
        st.session_state["memory-uploads"] += 1
        st.rerun()
    _told()


def _import_later(name: str, data: bytes, number: int) -> None:
    """Have a job take in a large file."""
    try:
        session.require(Right.MEMORY)
        given, files = {"memory": number}, [(name, data)]
        session.work().errand("memory", name, by=session.person(), given=given, files=files)
    except WorkbenchError as error:
        session.later(error)
    st.session_state["memory-uploads"] += 1
    st.rerun()


def _told() -> None:
    """What the last import came to."""
    if "memory-told" not in st.session_state:
        return
    name, done, skipped = st.session_state["memory-told"]
    told = _("{new} new, {changed} changed, {known} known before").format(
        new=session.number(done.new),
        changed=session.number(done.changed),
        known=session.number(done.known),
    )
    if skipped:
        left = ngettext("{count} unit left out", "{count} units left out", sum(skipped.values()))
        told += f" · {left}"
    st.html(f'<p class="told">{shown.run(name)}: {shown.escaped(told)}</p>')


def _export(counts: Counter[str]) -> None:
    """The memory as TMX, a file a language, made when it is asked for."""
    st.html(shown.heading(_("Export as TMX")))
    if not counts:
        st.html(shown.paragraph(_("There is nothing to export yet."), "told"))
    for code, count in sorted(counts.items()):
        units = ngettext("{count} unit", "{count} units", count)
        label = f"{shown.plain(session.language_name(code))} · {units}"
        name = f"memory.{re.sub('[^A-Za-z-]', '', code)}.tmx"
        if count > UNITS:
            pack = partial(_export_later, code, name)
            st.button(label, key=f"memory-job-{code}", icon=":material/download:", on_click=pack)
            continue
        st.download_button(
            label,
            data=who.exporting(
                session.store(),
                session.person(),
                partial(_tmx, code),
                subject=f"memory.{code}",
                detail="tmx",
            ),
            file_name=name,
            mime="application/x-tmx+xml",
            key=f"memory-export-{code}",
            icon=":material/download:",
            on_click="ignore",
        )


def _export_later(code: str, name: str) -> None:
    """Have a job write a large memory; the file is among the jobs when it is made."""
    try:
        session.require(Right.EXPORT)
        given = {"language": code, "file": name}
        session.work().errand("tmx", name, by=session.person(), given=given)
    except WorkbenchError as error:
        session.later(error)


def _tmx(code: str) -> bytes:
    written = io.BytesIO()
    tmx.write(session.store().units(target_language=code, context=True), written)
    return written.getvalue()
