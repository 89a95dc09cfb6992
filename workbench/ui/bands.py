"""How much work documents are before it begins: words by how well the memory knows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import altair as alt
import streamlit as st

from workbench import i18n, pipeline
from workbench.pipeline.analysis import BANDS, Row, analyse_documents
from workbench.report import words
from workbench.store import StoredDocument
from workbench.ui import agreed, bars, session, show
from workbench.ui.session import _, ngettext

MOST = 40
"""Documents that are counted at once: each segment is looked for in the memory."""
_COLOURS = dict(
    zip(
        BANDS,
        "#8d9199 #2e7d53 #4aa06f #7fb98f #a9cf8e #e3c565 #d99a2b #c97b4a #b5523b".split(),
        strict=True,
    )
)
"""From what is done and known to what is new."""


def counts(documents: Sequence[StoredDocument]) -> None:
    """A button that counts, and a bar a language of what it came to."""
    st.html(show.heading(_("Words by match band"), _("before the work begins")))
    chosen = [one for one in documents if one.states][:MOST]
    key = tuple((one.id, one.stamp) for one in chosen)
    if st.button(_("Count the words"), key="bands-count", disabled=not chosen):
        with st.spinner(_("Counting")):
            store = session.store()
            read = [pipeline.stored(store, one.id) for one in chosen]
            rows = analyse_documents(read, store, settings=agreed.settings())
            st.session_state["bands"] = key, [row for row in rows if not row.file]
    counted, rows = st.session_state.get("bands", ((), []))
    if counted == key and rows:
        _shown(rows)


def _shown(rows: Sequence[Row]) -> None:
    st.html(_legend(rows))
    st.altair_chart(_chart(rows), width="stretch", key="bands-chart")
    waiting: Counter[str] = Counter()
    for row in rows:
        waiting[row.language] += row.words if row.band != "done" else 0
    told = []
    for code, count in waiting.items():
        said = ngettext("{count} word", "{count} words", count)
        told.append(f"{session.language_name(code)}: {said}")
    st.html(show.paragraph(" · ".join(told), "told"))


def _legend(rows: Sequence[Row]) -> str:
    names, there = words_of(), {row.band for row in rows if row.words}
    parts = (
        f'<span><i style="background:{_COLOURS[band]}"></i>{show.escaped(names[band])}</span>'
        for band in BANDS
        if band in there
    )
    return f'<div class="legend">{"".join(parts)}</div>'


def words_of() -> dict[str, str]:
    """The bands by name, in the language and the digits of the reader."""
    with i18n.speaking(session.language()):
        names = words.bands()
    sign = "٪" if session.rtl() else "%"
    return {band: session.digits(name).replace("%", sign) for band, name in names.items()}


def _chart(rows: Sequence[Row]) -> alt.Chart:
    names = words_of()
    values = [
        {
            "language": session.language_name(row.language),
            "band": names[row.band],
            "order": BANDS.index(row.band),
            "words": row.words,
            "shown": session.number(row.words),
        }
        for row in rows
        if row.words
    ]
    languages = list(dict.fromkeys(str(value["language"]) for value in values))
    data = alt.InlineData(values=values)
    chart: alt.Chart = (
        alt.Chart(data, height=44 * len(languages) + 30, background="transparent")
        .mark_bar()
        .encode(
            y=alt.Y("language:N")
            .scale(domain=languages)
            .axis(labelLimit=180, **bars.beside(), **bars.QUIET),
            x=alt.X("words:Q")
            .scale(reverse=session.rtl())
            .axis(
                format="d",
                tickCount=4,
                labelExpr=bars.digits("datum.label"),
                gridColor=bars.GREY,
                gridOpacity=0.25,
                **bars.QUIET,
            ),
            color=alt.Color("band:N")
            .scale(domain=[names[band] for band in BANDS], range=[_COLOURS[band] for band in BANDS])
            .legend(None),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("band:N", title=_("Match band")),
                alt.Tooltip("shown:N", title=_("Words")),
            ],
        )
    )
    return chart
