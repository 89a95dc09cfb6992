"""The whole desk as an editor sees it: what is wrong and where, and the figures of the work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.inline import strip
from workbench.model import Finding, Severity
from workbench.pipeline.accounting import EVER, Span
from workbench.store import StoredDocument
from workbench.ui import bands, check_names, checked, effort, progress, session, show, trial
from workbench.ui.session import _, ngettext

DOCUMENTS = 200
"""The newest; findings of older ones are not looked for."""
PATIENCE = 0.4
"""Seconds that the page may be held up by checks; the rest comes when it is there."""
HITS = 10
"""Findings shown at once."""
SPANS = (7, 30, 90, 365)
"""Days to look back on."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One finding, and the document it is in."""

    document: StoredDocument
    finding: Finding


def page() -> None:
    """Findings, progress and effort over all documents."""
    session.header("quality")
    try:
        documents = session.store().documents()[:DOCUMENTS]
        if not documents:
            st.html(show.paragraph(_("There is nothing on the desk yet to look at."), "empty"))
            trial.show_trial()
            return
        chosen, span = _filters(documents)
        findings, figures = st.columns([5, 4], gap="large")
        with figures, st.container(key="figures"):
            effort.figures(chosen, span)
            bands.counts(chosen)
        with findings:
            _findings(chosen)
        trial.show_trial()
    except WorkbenchError as error:
        session.problem(error)


def _filters(documents: Sequence[StoredDocument]) -> tuple[list[StoredDocument], Span]:
    """The documents to be looked at, and the days whose work is counted."""
    with st.container(key="quality-filters", horizontal=True, vertical_alignment="center"):
        language = session.target_choice("quality-language")
        within = [one for one in documents if language in ("", one.target_language)]
        names = {0: _("All documents")} | {one.id: _title(one) for one in within}
        if st.session_state.get("quality-document") not in names:
            st.session_state["quality-document"] = 0
        document = st.selectbox(
            _("Document"),
            list(names),
            format_func=names.__getitem__,
            key="quality-document",
            label_visibility="collapsed",
            width=360,
        )
        span = _span()
    return [one for one in within if document in (0, one.id)], span


def _span() -> Span:
    """A box to choose the days whose work the figures count; findings are as they stand."""
    today = datetime.now().astimezone().date()
    spans = {"": EVER} | {str(days): Span(since=today - timedelta(days=days - 1)) for days in SPANS}
    names = {"": _("All the time")} | {
        str(days): ngettext("The last {count} day", "The last {count} days", days) for days in SPANS
    }
    chosen = st.selectbox(
        _("Work done"),
        list(names),
        format_func=names.__getitem__,
        key="quality-span",
        help=_("The days that the figures count; findings are as they stand now."),
        label_visibility="collapsed",
        width=190,
    )
    return spans[chosen or ""]


def _title(document: StoredDocument) -> str:
    isolated = f"\u2068{document.name}\u2069"
    return f"{isolated} · {session.language_name(document.target_language)}"


# Findings by check


def _findings(documents: Sequence[StoredDocument]) -> None:
    """A line a check, those that find most of the worst first; one of them opened."""
    by_check, waiting = _by_check(documents)
    total = sum(map(len, by_check.values()))
    count = ngettext("{count} finding", "{count} findings", total)
    st.html(show.heading(_("Findings"), count if total else ""))
    if waiting:
        told = ngettext(
            "{count} document is still being checked",
            "{count} documents are still being checked",
            waiting,
        )
        st.html(show.paragraph(told, "told"))
        _look_again(documents)
    elif not total:
        st.html(show.paragraph(_("The checks find nothing. Well done."), "empty"))
    most = max(map(len, by_check.values()), default=0)
    for (severity, check), found in sorted(
        by_check.items(), key=lambda row: (row[0][0].rank, -len(row[1]), row[0][1])
    ):
        name = f"{check}-{severity.value}"
        here = st.session_state.get("check") == name
        with st.container(
            key=f"check-{name}", horizontal=True, vertical_alignment="center", wrap=False
        ):
            st.html(_line(severity, check, found, most))
            st.button(
                _("Close") if here else _("Show"),
                key=f"show-{name}",
                type="tertiary",
                on_click=_choose,
                args=("" if here else name,),
            )
        if here:
            _hits(name, found)


def _by_check(
    documents: Sequence[StoredDocument],
) -> tuple[Mapping[tuple[Severity, str], Sequence[_Found]], int]:
    """The findings by severity and check, and how many documents are still being checked."""
    by_check: dict[tuple[Severity, str], list[_Found]] = defaultdict(list)
    found = checked.several(session.store(), documents, patience=PATIENCE)
    for document in documents:
        for finding in found[document.id] or ():
            by_check[finding.severity, finding.check].append(_Found(document, finding))
    return by_check, sum(one is None for one in found.values())


@st.fragment(run_every=1.5)
def _look_again(documents: Sequence[StoredDocument]) -> None:
    """Draw the page anew when all that it still waits for is there."""
    store = session.store()
    if None not in checked.several(store, documents).values():
        st.rerun()


def _line(severity: Severity, check: str, found: Sequence[_Found], most: int) -> str:
    documents = len({one.document.id for one in found})
    share = max(1, round(100 * len(found) / most))
    return (
        f'<div class="tally {severity.value}" title="{show.escaped(check)}">'
        f"<b>{show.escaped(check_names.named(check))}</b>"
        f"<small>{show.escaped(progress.severity_name(severity))}</small>"
        f'<span class="count">{session.number(len(found))}</span>'
        f'<span class="quiet">'
        f"{show.escaped(ngettext('{count} document', '{count} documents', documents))}</span>"
        f'<i style="inline-size:{share}%"></i></div>'
    )


def _choose(name: str) -> None:
    st.session_state["check"] = name
    st.session_state.pop("hit-page", None)


def _hits(name: str, found: Sequence[_Found]) -> None:
    """The findings of one check, each with its segment and a way there."""
    pages = max(1, -(-len(found) // HITS))
    number = min(st.session_state.get("hit-page", 1), pages)
    for index, one in enumerate(found[(number - 1) * HITS : number * HITS]):
        with st.container(
            key=f"hit-{index}-{name}", horizontal=True, vertical_alignment="center", wrap=False
        ):
            st.html(_hit(one))
            if st.button(_("Open"), key=f"go-{index}-{name}", type="tertiary"):
                session.go("editor", document=one.document.id, segment=one.finding.key)
    if pages > 1:
        st.pagination(pages, key="hit-page", max_visible_pages=7)


def _hit(one: _Found) -> str:
    document, finding = one.document, one.finding
    texts = ""
    if finding.key:
        segment = session.store().segment(document.id, finding.key)
        target = strip(segment.target)
        span = [finding.span] if finding.span and segment.target == target else []
        texts = show.text(segment.source, document.source_language)
        texts += show.text(segment.target, document.target_language, sought=span)
    language = show.escaped(session.language_name(document.target_language))
    return (
        f'<div class="hit {finding.severity.value}">'
        f"<div>{show.run(document.name)} · {language}</div>"
        f"{texts}<div>{show.run(session.told(finding))}</div></div>"
    )
