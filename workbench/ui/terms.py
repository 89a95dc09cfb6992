"""The glossary: look a concept up, propose, approve or retire it, see where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from workbench import pipeline
from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.glossary import Glossary
from workbench.glossary.edit import Moved
from workbench.glossary.rows import CASES, LANGUAGES, STATUSES
from workbench.inline import strip
from workbench.model import Term
from workbench.normalize import fold, fold_english
from workbench.pipeline import Concept
from workbench.store import Hit
from workbench.ui import session, show
from workbench.ui.session import _, ngettext

PAGE_SIZE = 25
HITS_SHOWN = 12


def page() -> None:
    """The termbase of the house."""
    session.header("terms")
    try:
        concepts = pipeline.concepts()
    except WorkbenchError as error:
        session.problem(error)
        return
    listing, entry = st.columns([5, 3], gap="large")
    with listing:
        _listing(concepts)
    with entry, st.container(key="concept"):
        _entry(concepts)


def _listing(concepts: Sequence[Concept]) -> None:
    """The concepts that were asked for, a page of them."""
    with st.container(key="term-filters", horizontal=True, vertical_alignment="center"):
        sought = st.text_input(
            _("Find a term in any language"),
            key="term-search",
            placeholder=_("Find a term in any language"),
            icon=":material/search:",
            label_visibility="collapsed",
            width=300,
        )
        file = _choice("term-file", _("All files"), sorted({one.file for one in concepts}))
        status = _choice("term-status", _("Any status"), STATUSES)
        st.space("stretch")
        st.button(
            _("New concept"), key="term-new", icon=":material/add:", on_click=_choose, args=("",)
        )
    found = [
        one
        for one in concepts
        if file in ("", one.file) and status in ("", one.term.status) and _says(one, sought or "")
    ]
    count = ngettext("{count} concept", "{count} concepts", len(found))
    st.html(show.heading(_("Glossary"), count))
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(st.session_state.get("term-page", 1), pages)
    for one in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
        _line(one)
    if not found:
        st.html(show.paragraph(_("No concept is like that. Propose it as a new one."), "empty"))
    if pages > 1:
        st.pagination(pages, key="term-page", max_visible_pages=7)


def _choice(key: str, everything: str, values: Sequence[str]) -> str:
    names = {"": everything, **{value: _named(value) for value in values}}
    chosen = st.selectbox(
        everything,
        list(names),
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        width=150,
    )
    return chosen or ""


def _named(value: str) -> str:
    """The name of a file, a status or a case rule, in the language of the person reading."""
    names = {
        "groups": _("Groups"),
        "institutions": _("Institutions"),
        "people": _("People"),
        "places": _("Places"),
        "terms": _("Words"),
        "proposed": _("proposed"),
        "approved": _("approved"),
        "retired": _("retired"),
        "any": _("in any letters"),
        "first": _("with a capital letter"),
        "exact": _("exactly so"),
    }
    return names.get(value, value)


def _says(concept: Concept, sought: str) -> bool:
    """Whether one of the forms holds the text, whatever its letters' variants."""
    if not sought.strip():
        return True
    term, english = concept.term, fold_english(sought)[0].strip()
    if any(english in fold_english(form)[0] for form in (term.en, *term.en_also)):
        return True
    return any(
        fold(sought, code).text.strip() in fold(form, code).text
        for code in LANGUAGES
        for form in (*term.allowed(code), *term.avoid.get(code, ()))
    )


def _line(concept: Concept) -> None:
    term = concept.term
    with st.container(
        key=f"term-{term.id}", horizontal=True, vertical_alignment="center", wrap=False
    ):
        forms = "".join(show.form(term.forms.get(code, ""), code) for code in LANGUAGES)
        st.html(
            f'<div class="concept s-{term.status}"><span lang="en" dir="ltr">'
            f"{show.escaped(term.en)}</span>{forms}"
            f"<small>{show.escaped(_named(term.status))}</small></div>"
        )
        st.button(
            _("Edit"), key=f"edit-{term.id}", type="tertiary", on_click=_choose, args=(term.id,)
        )


def _choose(identity: str) -> None:
    st.session_state["term"] = identity
    st.session_state.pop("term-seen", None)


# One concept


def _entry(concepts: Sequence[Concept]) -> None:
    """The concept chosen, to be edited; else a new one."""
    chosen = st.session_state.get("term", st.query_params.get("term", ""))
    concept = next((one for one in concepts if one.term.id == chosen), None)
    if concept is None:
        st.html(show.heading(_("New concept")))
        _form(Concept("groups", Term("", "")), sorted({one.file for one in concepts}))
        return
    seen = st.session_state.setdefault("term-seen", concept)
    st.html(show.heading(concept.term.en, _named(concept.file)))
    _decisions(seen)
    _form(seen, ())
    _usage(concept.term)


def _decisions(concept: Concept) -> None:
    """One click for what is decided most often."""
    ways = {
        "approved": (_("Approve"), ":material/check:"),
        "proposed": (_("Propose again"), ":material/undo:"),
        "retired": (_("Retire"), ":material/block:"),
    }
    with st.container(horizontal=True, gap="small"):
        for status, (label, icon) in ways.items():
            if status != concept.term.status:
                st.button(
                    label,
                    key=f"{status}-{concept.term.id}",
                    icon=icon,
                    disabled=not session.may(_needed(concept.term.status, status)),
                    on_click=_save,
                    args=(concept, replace(concept.term, status=status)),
                )


def _form(concept: Concept, files: Sequence[str]) -> None:
    """All cells of the row; `files` are those a new concept may stand in."""
    term, new = concept.term, bool(files)
    with st.form(f"concept-{term.id}", border=False):
        file = concept.file
        if new:
            file = str(st.selectbox(_("File"), files, format_func=_named, key="new-file"))
        en = _cell("en", _("English"), term.en, term)
        en_also = _cell("en_also", _("Other English forms"), term.en_also, term)
        forms, also, avoid = {}, {}, {}
        for code in LANGUAGES:
            name = session.language_name(code)
            forms[code] = _cell(code, name, term.forms.get(code, ""), term)
            left, right = st.columns(2, gap="small")
            with left:
                also[code] = _listed(
                    _cell(f"{code}_also", _("also allowed"), term.also.get(code, ()), term)
                )
            with right:
                avoid[code] = _listed(
                    _cell(f"{code}_avoid", _("to avoid"), term.avoid.get(code, ()), term)
                )
        left, right = st.columns(2, gap="small")
        case = left.selectbox(
            _("Found when written"),
            list(CASES),
            index=CASES.index(term.case),
            format_func=_named,
            key=f"case-{term.id}",
        )
        with right:
            kind = _cell("class", _("Class, as in place;f;sg"), term.kind, term)
        left, right = st.columns(2, gap="small")
        with left:
            note = _cell("note", _("Note"), term.note, term)
        with right:
            source = _cell("source", _("Source"), term.source, term)
        st.caption(_("Several forms in one box have | between them."))
        if st.form_submit_button(_("Propose") if new else _("Save"), type="primary"):
            written = replace(
                term,
                en=en,
                en_also=_listed(en_also),
                forms={code: form for code, form in forms.items() if form},
                also=also,
                avoid=avoid,
                kind=kind,
                case=str(case),
                note=note,
                source=source,
            )
            _save(Concept(file, term), written, new=new)
            st.rerun()


def _cell(column: str, label: str, value: str | Sequence[str], term: Term) -> str:
    """One box; what it holds is never folded or mended, only freed of outer spaces."""
    text = value if isinstance(value, str) else "|".join(value)
    language = column.split("_")[0] if column.split("_")[0] in LANGUAGES else "en"
    with st.container(key=f"cell-{language}-{column}-{term.id or 'new'}"):
        return (st.text_input(label, text, key=f"{column}-{term.id or 'new'}") or "").strip()


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split("|") if form.strip())


def _needed(before: str, after: str) -> Right:
    """What it takes to change a concept: one that was decided on is not a matter of proposals."""
    return Right.PROPOSE if before == after == "proposed" else Right.APPROVE


def _save(concept: Concept, written: Term, *, new: bool = False) -> None:
    """Store it, or say why not and leave the boxes as they are."""
    try:
        session.require(_needed("proposed" if new else concept.term.status, written.status))
        stored = pipeline.save_term(concept.file, written, seen=None if new else concept.term)
    except Moved as error:
        session.later(error)
        if error.stored:
            st.session_state["term-seen"] = Concept(concept.file, error.stored)
            session.later(_stands(error.stored))
        return
    except WorkbenchError as error:
        session.later(error)
        return
    if new or stored.status != concept.term.status:
        session.note("term", stored.en, stored.status)
    _choose(stored.id)
    if new:
        for key in [key for key in st.session_state if str(key).endswith("-new")]:
            del st.session_state[key]


def _stands(term: Term) -> str:
    """What stands in the glossary now, in one line."""
    forms = " · ".join(form for code in LANGUAGES for form in term.allowed(code))
    return _("It reads now: {english} = {forms} ({status})").format(
        english=term.en, forms=forms, status=_named(term.status)
    )


# Where it is used


def _usage(term: Term) -> None:
    """The segments of all documents that hold the term, and what became of it there."""
    try:
        hits = _hits(term)
    except WorkbenchError as error:
        session.problem(error)
        return
    count = ngettext("{count} segment", "{count} segments", len(hits))
    st.html(show.heading(_("Where it occurs"), count))
    glossary = Glossary([replace(term, status="proposed")])
    for hit in hits[:HITS_SHOWN]:
        source, language = hit.segment.source, hit.target_language
        matches = glossary.find(strip(source))
        placed = glossary.judge(matches, strip(hit.segment.target), language)
        kept = bool(placed) and placed[0].placed and not placed[0].forbidden
        with st.container(key=f"hit-{hit.document}-{hit.segment.key}"):
            name = session.language_name(language)
            st.html(show.hit(hit, name, matches=matches, kind="kept" if kept else "missed"))
            if st.button(_("Open"), key=f"go-{hit.document}-{hit.segment.key}", type="tertiary"):
                session.go("editor", document=hit.document, segment=hit.segment.key)


def _hits(term: Term) -> list[Hit]:
    glossary = Glossary([replace(term, status="proposed")])
    found = {
        (hit.document, hit.segment.key): hit
        for form in (term.en, *term.en_also)
        for hit in session.store().search(form)
    }
    return [
        hit
        for hit in found.values()
        if hit.segment.translate and glossary.find(strip(hit.segment.source))
    ]
