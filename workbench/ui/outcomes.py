"""What came of an errand, told until it is dismissed: figures, reasons, files to take away."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath

import streamlit as st

from workbench.store import Job, Made
from workbench.ui import exports, scored, session, who
from workbench.ui import show as shown
from workbench.ui.session import _, ngettext

MOST = 20
"""Reasons shown one by one."""


def kind(job: Job) -> str:
    """What kind of errand it is, as people call it."""
    names = {
        "import": _("Import"),
        "memory": _("Import"),
        "export": _("Export"),
        "tmx": _("Export"),
        "align": _("Alignment"),
        "evaluate": _("Evaluation"),
    }
    return names.get(job.kind, job.kind)


def show(job: Job, *, mine: bool) -> None:
    """One errand that is done; its files are for whoever asked for them."""
    told = _told(job)
    name = f"{shown.escaped(kind(job))}: {shown.run(job.name)}"
    st.html(f'<p class="told">{name}{" · " if told else ""}{shown.escaped(told)}</p>')
    if job.kind == "evaluate":
        with st.expander(_("Scores"), icon=":material/bar_chart:"):
            scored.told(scored.comparison(job.result), key=f"scored-{job.id}")
    if reasons := job.result.get("refused", []):
        count = ngettext("{count} was refused", "{count} were refused", len(reasons))
        with st.popover(count, key=f"refused-{job.id}", icon=":material/warning:"):
            for reason in reasons[:MOST]:
                st.html(shown.paragraph(reason, "told"))
    if mine:
        for made in session.store().made(job.id):
            _file(job, made)


def _told(job: Job) -> str:
    """Its figures, in words."""
    found = job.result
    if job.kind == "import":
        told = ngettext(
            "{count} document is on the desk", "{count} documents are on the desk", found["brought"]
        )
        if converted := found["converted"]:
            told += " · " + ngettext(
                "{count} file put into Afghan Dari", "{count} files put into Afghan Dari", converted
            )
        return told
    if job.kind == "align":
        kept = ngettext("{count} pair kept", "{count} pairs kept", found["kept"])
        left = ngettext("{count} left out", "{count} left out", found["left"])
        return f"{kept}, {left}"
    if job.kind != "memory":
        return ""
    told = _("{new} new, {changed} changed, {known} known before").format(
        **{name: session.number(found[name]) for name in ("new", "changed", "known")}
    )
    if skipped := found["skipped"]:
        told += " · " + ngettext("{count} unit left out", "{count} units left out", skipped)
    return told


def _file(job: Job, made: Made) -> None:
    fetched = partial(session.store().file, made.id)
    st.download_button(
        shown.plain(made.name),
        data=who.exporting(
            session.store(), session.person(), fetched, subject=made.name, detail=job.kind
        ),
        file_name=made.name,
        mime=exports.MIME.get(PurePath(made.name).suffix.lower(), "application/octet-stream"),
        key=f"made-{made.id}",
        icon=":material/download:",
        on_click="ignore",
    )
