"""A review copy as one page that prints: two columns, what was found as notes in the margin.

Nothing in it is fetched and nothing runs. Every text of the document is escaped, and cut into
stretches that each close what they open; source and target say their own language and direction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape

from workbench import i18n
from workbench.formats import review
from workbench.formats.docx_direction import stretches
from workbench.formats.review import Copy, Note, Row, Run, Terms
from workbench.i18n import _
from workbench.languages import Language, find
from workbench.model import Document

__all__ = ["export"]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TAGS = {
    "bold": "b",
    "italic": "i",
    "underlined": "u",
    "link": "u",
    "code": "code",
    "superscript": "sup",
    "subscript": "sub",
}
# The fonts are those of common systems: a copy that is sent by mail brings none with it.
_STYLE = """
:root { --ink: #1d2129; --quiet: #646b78; --rule: #d9dce2; --error: #b3261e; --warning: #9a6700;
  --info: #3d6b8c; }
* { box-sizing: border-box; }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1.5rem; color: var(--ink);
  font: 16px/1.55 Georgia, "Source Serif 4", "Noto Serif", "Times New Roman", serif; }
[dir="rtl"], bdi[lang] { font-family: "Noto Naskh Arabic", Vazirmatn, "Scheherazade New", Amiri,
  "Segoe UI", Tahoma, "Times New Roman", "Geeza Pro", "Noto Sans Arabic", serif; }
header { border-bottom: 2px solid var(--ink); margin-bottom: 0.5rem; padding-bottom: 0.75rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.2rem; overflow-wrap: anywhere; }
header p { margin: 0; color: var(--quiet); }
dl { display: flex; flex-wrap: wrap; gap: 0.2rem 2rem; margin: 0.6rem 0 0; }
dl div { display: flex; gap: 0.5rem; }
dt { color: var(--quiet); } dd { margin: 0; }
.bar { height: 4px; background: var(--rule); margin-top: 0.75rem; }
.bar i { display: block; height: 100%; background: #2e7d53; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
col.n { width: 6.2rem; } col.notes { width: 21%; }
th { color: var(--quiet); font-size: 0.8rem; font-weight: 600; text-align: start; }
th[dir="rtl"] { font-size: 1rem; }
th, td { padding: 0.55rem 0.7rem; vertical-align: top; overflow-wrap: anywhere; }
tbody tr, thead tr { border-bottom: 1px solid var(--rule); }
td.n { color: var(--quiet); font-size: 0.8rem; line-height: 1.5; }
td.n b { display: block; color: var(--ink); font-size: 0.9rem; }
td + td[dir="rtl"]:not(:last-child) { font-size: 1.1rem; line-height: 1.8; }
.stays td { color: var(--quiet); } .empty { color: var(--quiet); font-style: italic; }
.draft td.n span, .new td.n span { color: var(--warning); }
.place { margin: 0.2rem 0 0; font-size: 0.75rem; color: var(--quiet); }
ul.terms { list-style: none; margin: 0.35rem 0 0; padding: 0; font-size: 0.8rem;
  color: var(--quiet); }
ul.terms li { display: inline-block; margin-inline-end: 0.9em; }
ol { list-style: none; margin: 0; padding: 0; font-size: 0.8rem; line-height: 1.45; }
li.note { border-inline-start: 3px solid var(--rule); padding-inline-start: 0.5rem;
  margin-bottom: 0.45rem; }
li.error { border-color: var(--error); } li.warning { border-color: var(--warning); }
li.info { border-color: var(--info); }
li.note p { margin: 0; }
mark { background: #fdeeb5; color: inherit; } mark.error { background: #fbdcd9; }
code { font: 0.88em/1 ui-monospace, "DejaVu Sans Mono", monospace; unicode-bidi: isolate; }
.aside { color: var(--quiet); font-size: 0.85em; unicode-bidi: isolate; }
sup.at { color: var(--quiet); font-family: sans-serif; unicode-bidi: isolate; }
@page { size: A4; margin: 14mm 12mm 16mm;
  @bottom-center { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 10pt; }
  thead { display: table-header-group; } tr { break-inside: avoid; }
  td + td[dir="rtl"]:not(:last-child) { font-size: 11.5pt; }
  col.n { width: 4.2rem; } col.notes { width: 24%; }
  * { print-color-adjust: exact; }
}
"""


def export(
    document: Document,
    *,
    terms: Terms,
    day: date | None = None,
    named: Callable[[str], str] | None = None,
) -> bytes:
    """The page. Always the same bytes for the same document, day and language of the reader."""
    copy = review.lay(document, terms=terms, day=day, named=named)
    reader = find(i18n.spoken())
    title = _("Review copy: {name}").format(name=copy.name)
    page = f"""<!doctype html>
<html lang="{reader.tag}" dir="{reader.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
{_head(copy)}
<table dir="ltr">
<colgroup><col class="n"><col><col><col class="notes"></colgroup>
{_columns(copy, reader)}
<tbody>
{"".join(_row(row, copy, reader) for row in copy.rows)}</tbody>
</table>
</body>
</html>
"""
    return page.encode("utf-8", "replace")


def _text(text: str) -> str:
    """Text as HTML, without what a page may not hold."""
    return escape(_CONTROL.sub("", text), quote=True)


def _head(copy: Copy) -> str:
    facts = "".join(
        f"<div><dt>{_text(what)}</dt><dd><bdi>{_text(told)}</bdi></dd></div>"
        for what, told in copy.facts
    )
    general = f"<ol>{_notes(copy.general)}</ol>" if copy.general else ""
    languages = " → ".join(
        f'<bdi lang="{one.tag}">{_text(one.autonym)}</bdi>' for one in (copy.source, copy.target)
    )
    return (
        f"<header><h1><bdi>{_text(copy.name)}</bdi></h1>"
        f"<p>{_text(_('Review copy'))} · <bdi dir='ltr'>{languages}</bdi></p><dl>{facts}</dl>"
        f'<div class="bar"><i style="width:{copy.done:.1%}"></i></div>{general}</header>'
    )


def _columns(copy: Copy, reader: Language) -> str:
    names = (_("State"), copy.source.autonym, copy.target.autonym, _("Notes"))
    languages = (reader, copy.source, copy.target, reader)
    cells = "".join(
        f'<th scope="col" lang="{language.tag}" dir="{language.direction}">{_text(name)}</th>'
        for name, language in zip(names, languages, strict=True)
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _row(row: Row, copy: Copy, reader: Language) -> str:
    kind = f'class="{row.kind}"'
    place = f'<p class="place">{_text(row.place)}</p>' if row.place else ""
    source = _side(row.source, ()) + place + _terms(row.terms, copy)
    target = _side(row.target, row.notes)
    if not target:
        target = f'<span class="empty" lang="{reader.tag}">{_text(_("not translated yet"))}</span>'
    written = row.spoken if row.kind == "stays" else copy.target
    here = "".join(f'<sup class="at">{note.number}</sup>' for note in row.notes)
    return (
        f'<tr {kind}><td class="n" lang="{reader.tag}" dir="{reader.direction}">'
        f"<b>{row.number}</b><span>{_text(row.state)}</span></td>"
        f"<td{_spoken(row.spoken)}>{source}</td>"
        f"<td{_spoken(written)}>{target}{here}</td>"
        f"<td{_spoken(reader)}><ol>{_notes(row.notes)}</ol></td></tr>\n"
    )


def _spoken(language: Language) -> str:
    return f' lang="{language.tag}" dir="{language.direction}"'


def _side(runs: Iterable[Run], notes: Sequence[Note]) -> str:
    return "".join(_run(run, notes) for run in runs)


def _run(run: Run, notes: Sequence[Note]) -> str:
    html = _isolated(run.text)
    for look in sorted(run.looks):
        if look == "aside":
            html = f'<span class="aside" dir="ltr">{html}</span>'
        elif look in _TAGS:
            html = f"<{_TAGS[look]}>{html}</{_TAGS[look]}>"
    worst = min(
        (note.severity for note in review.notes_on(run, notes)),
        key=lambda severity: severity.rank,
        default=None,
    )
    return f'<mark class="{worst}">{html}</mark>' if worst else html


def _isolated(text: str) -> str:
    """Text whose Latin stretches keep their own order whatever stands beside them."""
    latin = [(part, is_latin) for part, is_latin in stretches(text)]
    if all(is_latin for _part, is_latin in latin):
        return _text(text)
    return "".join(
        f'<bdi dir="ltr">{_text(part)}</bdi>' if is_latin else _text(part)
        for part, is_latin in latin
    )


def _terms(terms: Sequence[tuple[str, str]], copy: Copy) -> str:
    items = "".join(
        f"<li>{_text(source)} = <bdi{_spoken(copy.target)}>{_text(target)}</bdi></li>"
        for source, target in terms
    )
    return f'<ul class="terms">{items}</ul>' if items else ""


def _notes(notes: Iterable[Note]) -> str:
    severities = review.severity_names()
    return "".join(
        f'<li class="note {note.severity}"><b>{note.number}. <bdi>{_text(note.heading)}</bdi>'
        f" · {_text(severities[note.severity])}</b><p dir='auto'>{_text(note.text)}</p></li>"
        for note in notes
    )
