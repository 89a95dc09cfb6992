"""The files a document can be taken away as, and what still keeps it on the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import PurePath

import streamlit as st

from workbench import pipeline, resources
from workbench.errors import WorkbenchError
from workbench.ui import conditions, session, taken, who
from workbench.ui import settings as decided
from workbench.ui import show as shown
from workbench.ui.conditions import Missing, Weight
from workbench.ui.session import _, ngettext

MIME = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".po": "text/x-gettext-translation",
    ".xlf": "application/xml",
    ".tmx": "application/x-tmx+xml",
    ".zip": "application/zip",
}
"""By the ending of the file's name."""
AT_HAND = ("article", "po", "xliff")
LINKS = 8
"""Segments named under a condition; the others are found by the editor's own filters."""
AGAIN = 4.0
"""Seconds after which the conditions are looked at again: edits do not draw the page anew."""


def show(number: int) -> None:
    """The ways out of a document, in a strip."""
    asked = set(conditions.weights(session.store()).values()) != {Weight.OFF}
    st.fragment(_strip, run_every=AGAIN if asked else None, key=f"exports-{number}")(number)


def _strip(number: int) -> None:
    store = session.store()
    try:
        missing = conditions.missing(store, number)
        names = taken.export_names(store, number)
    except WorkbenchError as error:
        session.problem(error)
        return
    held = any(one.weight is Weight.REFUSE for one in missing)
    with st.container(
        key="exports",
        horizontal=True,
        horizontal_alignment="right",
        vertical_alignment="center",
        gap="small",
        wrap=True,
    ):
        if missing:
            _missing(number, missing, held)
        at_hand = [kind for kind in names if kind in AT_HAND]
        for kind in at_hand:
            _file(number, kind, names[kind], held=held, short=len(at_hand) == 1)
        with st.popover(_("More"), key=f"more-{number}", icon=":material/download:"):
            _more(number, names, held)


def _file(number: int, kind: str, name: str, *, held: bool, short: bool = False) -> None:
    labels = {
        "article": _("Article"),
        "po": "PO",
        "xliff": "XLIFF 2.1",
        "xliff12": "XLIFF 1.2",
        "omegat": _("XLIFF for OmegaT"),
        "xlsx": "Excel",
        "csv": "CSV",
    }
    label = name.rpartition(".")[2].upper() if short else labels[kind]
    made = partial(taken.export, session.store(), number, kind, _look(number))
    _button(kind, label, name, made, held)


def _more(number: int, names: Mapping[str, str], held: bool) -> None:
    """The other files; a review copy is for finding what is missing, so it is never kept back."""
    store = session.store()
    _choose_look(number, page=names["article"].endswith((".html", ".htm")))
    for kind in names:
        if kind not in AT_HAND:
            _file(number, kind, names[kind], held=held)
    stem = taken.stem(store, number)
    _button("tmx", "TMX", f"{stem}.tmx", partial(taken.tmx, store, number), held)
    everything = partial(taken.bundle, store, [number], _look(number))
    _button("zip", _("Everything as a ZIP"), f"{stem}.zip", everything, held)
    forms = {"html": _("Review copy (HTML)"), "docx": _("Review copy (Word)")}
    for form, label in forms.items():
        made = partial(taken.review, store, number, form, session.language())
        _button(f"review-{form}", label, f"{stem}.review.{form}", made, False)


def _choose_look(number: int, *, page: bool) -> None:
    """How the localised article is to look, in every file that is taken from here."""
    digits = {"": _("Digits as they stand"), "own": _("Digits ۱۲۳"), "western": _("Digits 123")}
    st.selectbox(
        _("Digits of the article"),
        list(digits),
        format_func=digits.__getitem__,
        key=f"look-digits-{number}",
        label_visibility="collapsed",
    )
    if page:
        named = {"": _("The page's own font"), **{name: name for name in resources.fonts()}}
        st.selectbox(
            _("Font of the page"),
            list(named),
            format_func=named.__getitem__,
            key=f"look-font-{number}",
            help=_("The file of the font lies in the ZIP: it goes beside the page."),
        )


def _look(number: int) -> pipeline.Look:
    """What was chosen, if anything was."""
    digits, font = (st.session_state.get(f"look-{what}-{number}") for what in ("digits", "font"))
    return pipeline.Look(digits or "", font or "")


def _button(kind: str, label: str, name: str, made: Callable[[], bytes], held: bool) -> None:
    st.download_button(
        label,
        data=who.exporting(session.store(), session.person(), made, subject=name, detail=kind),
        file_name=name,
        mime=MIME.get(PurePath(name).suffix.lower(), "application/octet-stream"),
        key=f"export-{kind}",
        icon=":material/download:",
        on_click="ignore",
        disabled=held,
        width="stretch" if kind not in AT_HAND else "content",
    )


def _missing(number: int, missing: Sequence[Missing], held: bool) -> None:
    """What does not hold, with a way to each segment."""
    count = sum(len(one.keys) for one in missing)
    label = ngettext("{count} thing is missing", "{count} things are missing", count)
    icon = ":material/block:" if held else ":material/warning:"
    with st.popover(label, key=f"missing-{number}", icon=icon, width="content"):
        if held:
            told = _("The newsroom has decided that this document may not be exported like this.")
            st.html(shown.paragraph(told, "told"))
        places = {row.key: row.position + 1 for row in session.store().segments(number)}
        for one in missing:
            _one(number, one, places)


def _one(number: int, one: Missing, places: Mapping[str, int]) -> None:
    segments = ngettext("{count} segment", "{count} segments", len(one.keys))
    weight = _("refused") if one.weight is Weight.REFUSE else _("warned of")
    name = decided.condition_name(one.condition)
    st.html(shown.heading(name, f"{segments} · {weight}"))
    with st.container(horizontal=True, gap="small", wrap=True, key=f"missing-{one.condition}"):
        for key in one.keys[:LINKS]:
            if key not in places:
                continue
            label = session.number(places[key])
            if st.button(label, key=f"missing-{one.condition}-{key}", type="tertiary"):
                session.go("editor", document=number, segment=key)
