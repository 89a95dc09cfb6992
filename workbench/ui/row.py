"""One segment in the editor: drawn alone, stored alone.

A row is a fragment of its own, so an edit redraws one row and the summary, not the page. What the
person typed is never replaced by what is stored unless they had not touched it: a conflict keeps
both until they choose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.languages import find
from workbench.model import Document, Finding, Match, Segment, State
from workbench.store import Conflict, StoredSegment
from workbench.ui import opened, progress, session, show
from workbench.ui.session import _

WIDTHS = (0.34, 6, 6, 2)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row needs to draw itself again without the rest of the page."""

    document: Document
    document_id: int
    number: int
    """1-based within the document."""
    segment: Segment
    revision: int
    """The revision `found` was made on."""
    found: tuple[Finding, ...]
    terms: tuple[Match, ...]

    @property
    def id(self) -> str:
        """Names the widgets of the row."""
        return f"{self.document_id}-{self.segment.key}"


def draw(line: Line) -> None:
    """The row, as a fragment that its own callbacks can call up."""
    if line.segment.translate:
        st.fragment(_editable, key=f"row-{line.id}")(line)
    else:
        _quiet(line)


def _quiet(line: Line) -> None:
    """A segment that stays as it is: shown for the context it gives."""
    language = line.segment.language if line.segment.language not in ("", "other") else "en"
    with st.container(key=f"quiet-{line.id}"):
        number, source, _target, told = st.columns(WIDTHS, gap="small")
        number.html(_numbered(line))
        source.html(_text(line.segment.source, language, line))
        with told:
            st.html(show.paragraph(_detected(line.segment), "told"))
            st.button(
                _("Translate it"),
                key=f"correct-{line.id}",
                type="tertiary",
                icon=":material/translate:",
                help=_("It is English after all, or is to be translated in any case."),
                on_click=_correct,
                args=(line,),
            )


def _detected(segment: Segment) -> str:
    """Why it stays: the language it was found to be in, and how surely."""
    if segment.language in ("", "other"):
        return _("stays as it is")
    sure = session.percent(segment.confidence)
    name = session.language_name(segment.language)
    return _("stays as it is: {language}, {sure}").format(language=name, sure=sure)


def _correct(line: Line) -> None:
    """A person's word on the language wins over what was detected, and is remembered."""
    try:
        session.store().correct(line.document_id, line.segment.key, translate=True)
    except WorkbenchError as error:
        session.later(error)


def _editable(line: Line) -> None:
    try:
        stored = session.store().segment(line.document_id, line.segment.key)
    except WorkbenchError as error:
        session.problem(error)
        return
    _settle(line, stored)
    segment = opened.laid(line.segment, stored)
    with st.container(key=f"row-{line.id}"):
        number, source, target, decision = st.columns(WIDTHS, gap="small")
        number.html(_numbered(line))
        source.html(_source(line, segment))
        with target:
            _target(line, segment, stored)
        with decision:
            _decision(line, stored)


def _settle(line: Line, stored: StoredSegment) -> None:
    """Bring the text box up to date with the store, unless the person's own text is in it.

    Done here and not in a callback: what a callback puts into a box is overwritten by what the
    browser sent along with the click.
    """
    state, box = st.session_state, f"text-{line.id}"
    known = state.get(f"base-{line.id}")
    mine = state.get(f"mine-{line.id}")
    if mine is not None:
        state.setdefault(box, mine)
        return
    if box not in state or known is None or known.revision != stored.revision:
        state[box] = stored.target
    state[f"base-{line.id}"] = stored


def _numbered(line: Line) -> str:
    return f'<div class="number">{session.number(line.number)}</div>'


def _source(line: Line, segment: Segment) -> str:
    return show.text(
        segment.source,
        line.document.source_language,
        inlines=segment.inlines,
        terms=line.terms,
        target=line.document.target_language,
    ) + show.terms(line.terms, line.document.target_language)


def _text(content: str, language: str, line: Line) -> str:
    return show.text(content, language, inlines=line.segment.inlines)


def _target(line: Line, segment: Segment, stored: StoredSegment) -> None:
    """The text box, and beneath it what there is to say of its text."""
    language = line.document.target_language
    with st.container(key=f"target-{language}-{line.id}"):
        st.text_area(
            _("Translation of segment {number}").format(number=session.number(line.number)),
            key=f"text-{line.id}",
            height="content",
            on_change=_changed,
            args=(line,),
            label_visibility="collapsed",
        )
    if show.has_marks(segment.target):
        direction = find(language).direction
        preview = _text(segment.target, language, line)
        st.html(f'<div class="preview" dir="{direction}">{preview}</div>')
    found = line.found
    if stored.revision != line.revision:
        found = tuple(opened.findings_of(line.document, segment))
    st.html(show.findings(found) or "<span></span>")
    _clash(line)


def _decision(line: Line, stored: StoredSegment) -> None:
    """The state, how the target came to be, and what the person may decide."""
    origin = show.run(stored.origin) if stored.origin else ""
    st.html(
        f'<div class="told"><span class="state s-{stored.state.value}" '
        f'data-revision="{stored.revision}">'
        f"{show.escaped(progress.state_name(stored.state))}</span>"
        f'<span class="origin" title="{show.escaped(stored.origin)}">{origin}</span></div>'
    )
    confirmed = stored.state in progress.CONFIRMED
    with st.container(key=f"decide-{line.id}", horizontal=True):
        st.button(
            _("Reopen") if confirmed else _("Confirm"),
            key=f"confirm-{line.id}",
            type="tertiary",
            icon=":material/undo:" if confirmed else ":material/check:",
            on_click=_decide,
            args=(line, State.DRAFT if confirmed else State.TRANSLATED),
        )
        if stored.state not in (State.REVIEWED, State.FINAL):
            st.button(
                _("Reviewed"),
                key=f"review-{line.id}",
                type="tertiary",
                icon=":material/done_all:",
                on_click=_decide,
                args=(line, State.REVIEWED),
            )


def _clash(line: Line) -> None:
    """What kept the person's text from being stored, and the ways out."""
    clash = st.session_state.get(f"clash-{line.id}")
    if isinstance(clash, Conflict):
        who = clash.author or _("Someone else")
        says = _("{who} stored another text meanwhile. Yours is still in the box above; theirs is:")
        st.warning(show.plain(says.format(who=who)), icon=":material/call_split:")
        st.html(_text(clash.stored.target, line.document.target_language, line))
        with st.container(horizontal=True, gap="small"):
            st.button(_("Keep mine"), key=f"keep-{line.id}", on_click=_keep, args=(line,))
            st.button(_("Take theirs"), key=f"take-{line.id}", on_click=_take, args=(line,))
    elif clash:
        session.problem(clash)


# Callbacks. They run before the row is drawn, perhaps on another thread, and two of them may run
# in one go (a click on a button leaves the text box first), so each stores all it knows and
# storing the same twice is harmless.


def _changed(line: Line) -> None:
    """The person left the text box, or pressed Ctrl+Enter in it."""
    base: StoredSegment = st.session_state[f"base-{line.id}"]
    text = _typed(line)
    if text != base.target:
        _save(line, text, State.TRANSLATED if text.strip() else State.NEW)
    st.rerun([f"row-{line.id}", "summary"])


def _decide(line: Line, state: State) -> None:
    text = _typed(line)
    if text.strip():
        _save(line, text, state)
    else:
        st.session_state[f"clash-{line.id}"] = _(
            "There is nothing to confirm yet. Write a translation first."
        )
    st.rerun([f"row-{line.id}", "summary"])


def _typed(line: Line) -> str:
    return str(st.session_state.get(f"text-{line.id}") or "")


def _save(line: Line, text: str, state: State) -> None:
    """Store it, or keep it in the box together with the reason why it is not stored."""
    base: StoredSegment = st.session_state[f"base-{line.id}"]
    try:
        revision = session.store().edit(
            line.document_id,
            line.segment.key,
            target=text,
            state=state,
            author=session.author(),
            revision=base.revision,
        )
    except WorkbenchError as error:
        st.session_state[f"clash-{line.id}"] = error
        st.session_state[f"mine-{line.id}"] = text
        return
    _settled(line, replace(base, target=text, state=state, revision=revision))


def _settled(line: Line, seen: StoredSegment) -> None:
    """The store has it: forget what stood in its way; the next edit is made on what was seen."""
    for name in ("clash", "mine"):
        st.session_state.pop(f"{name}-{line.id}", None)
    st.session_state[f"base-{line.id}"] = seen


def _keep(line: Line) -> None:
    """Store the person's text over the other one, which they have now seen."""
    clash: Conflict = st.session_state[f"clash-{line.id}"]
    st.session_state[f"base-{line.id}"] = clash.stored
    text = _typed(line)
    _save(line, text, State.TRANSLATED if text.strip() else State.NEW)
    st.rerun([f"row-{line.id}", "summary"])


def _take(line: Line) -> None:
    clash: Conflict = st.session_state[f"clash-{line.id}"]
    _settled(line, clash.stored)
    st.session_state.pop(f"base-{line.id}")
    st.rerun([f"row-{line.id}", "summary"])
