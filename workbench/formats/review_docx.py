"""A review copy as a Word file: a table of two columns, what was found as Word's own comments.

Whoever reads it can answer the comments and add others. It is written anew, part by part, with
one fixed time, so that the same document is the same file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape

from workbench import i18n
from workbench.formats import review, review_docx_parts
from workbench.formats.docx_direction import stretches
from workbench.formats.review import Copy, Note, Row, Run, Terms
from workbench.formats.review_docx_parts import NAMESPACE, PARTS, legal
from workbench.i18n import _
from workbench.languages import Language, find
from workbench.model import Document

__all__ = ["export"]

_WIDTHS = (1250, 4100, 4100)
"""Of the columns, in twentieths of a point."""
_LOOKS = {
    "bold": "<w:b/><w:bCs/>",
    "italic": "<w:i/><w:iCs/>",
    "code": '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>',
    "link": '<w:u w:val="single"/>',
    "underlined": '<w:u w:val="single"/>',
    "aside": '<w:color w:val="646B78"/>',
    "superscript": '<w:vertAlign w:val="superscript"/>',
    "subscript": '<w:vertAlign w:val="subscript"/>',
}
_ORDER = ("bold", "italic", "aside", "underlined", "link", "code", "superscript", "subscript")
"""In which the schema wants what they stand for."""
_ARABIC = re.compile("[\u0600-\u06ef\u06fa-\u08ff\ufb50-\ufdff\ufe70-\ufefe]")
_LINE = '<w:bottom w:val="single" w:sz="4" w:space="0" w:color="D9DCE2"/>'


def export(
    document: Document,
    *,
    terms: Terms,
    day: date | None = None,
    named: Callable[[str], str] | None = None,
) -> bytes:
    """The file. Always the same bytes for the same document, day and language of the reader."""
    copy = review.lay(document, terms=terms, day=day, named=named)
    reader = find(i18n.spoken())
    parts = dict(PARTS)
    parts["word/styles.xml"] = review_docx_parts.styles(copy.target)
    parts["docProps/core.xml"] = review_docx_parts.core(copy.name, day)
    parts["word/document.xml"] = _document(copy, reader)
    parts["word/comments.xml"] = _comments(copy, reader, day)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, xml.encode("utf-8"))
    return made.getvalue()


def _document(copy: Copy, reader: Language) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    rows = "".join(_row(row, copy, reader) for row in copy.rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {NAMESPACE}><w:body>'
        f"{''.join(_head(copy, reader))}"
        '<w:tbl><w:tblPr><w:tblStyle w:val="Review"/><w:tblW w:w="9450" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_columns(copy, reader)}{rows}</w:tbl>"
        '<w:p><w:pPr><w:pStyle w:val="Small"/></w:pPr></w:p>'
        f"{review_docx_parts.SECTION}</w:body></w:document>"
    )


def _head(copy: Copy, reader: Language) -> Iterator[str]:
    title = _text(copy.name, copy.source)
    marks = "".join(_anchor(note, "") for note in copy.general)
    yield _paragraph(title + marks, reader, style="Title")
    languages = f"{copy.source.autonym} → {copy.target.autonym}"
    yield _paragraph(
        _text(f"{_('Review copy')} · ", reader) + _text(languages, reader), reader, style="Small"
    )
    for what, told in copy.facts:
        yield _paragraph(_text(f"{what}: {told}", reader), reader, style="Small")
    yield _paragraph("", reader, style="Small")


def _columns(copy: Copy, reader: Language) -> str:
    names = (_("State"), copy.source.autonym, copy.target.autonym)
    cells = "".join(
        _cell(width, [_paragraph(_text(name, language), language, style="Small")])
        for width, name, language in zip(
            _WIDTHS, names, (reader, copy.source, copy.target), strict=True
        )
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Row, copy: Copy, reader: Language) -> str:
    state = [
        _paragraph(_text(str(row.number), reader), reader, style="Small"),
        _paragraph(_text(row.state, reader), reader, style="Small"),
    ]
    source = [_paragraph(_runs(row.source, row.spoken), row.spoken)]
    if row.place:
        source.append(_paragraph(_text(row.place, copy.source), copy.source, style="Small"))
    if row.terms:
        told = [
            _text(f"{' · ' if number else ''}{one} = ", copy.source) + _text(other, copy.target)
            for number, (one, other) in enumerate(row.terms)
        ]
        source.append(_paragraph("".join(told), copy.source, style="Small"))
    cells = (state, source, [_target(row, copy, reader)])
    laid = "".join(_cell(width, cell) for width, cell in zip(_WIDTHS, cells, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{laid}</w:tr>"


def _cell(width: int, paragraphs: Iterable[str]) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders>{_LINE}</w:tcBorders>'
        f"</w:tcPr>{''.join(paragraphs)}</w:tc>"
    )


def _target(row: Row, copy: Copy, reader: Language) -> str:
    """The target with its comments round what they are about: a span of it, or all of it."""
    written = row.spoken if row.kind == "stays" else copy.target
    if not row.target:
        content = _text(_("not translated yet"), reader, looks=("italic", "aside"))
        return _paragraph(_around(content, row.notes), written)
    laid = []
    opened: list[Note] = []
    placed: set[int] = set()
    for run in row.target:
        here = review.notes_on(run, row.notes)
        laid += [_end(note) for note in opened if note not in here]
        laid += [_begin(note) for note in here if note not in opened]
        opened = here
        placed |= {note.number for note in here}
        laid.append(_run(run, written))
    laid += [_end(note) for note in opened]
    whole = [note for note in row.notes if note.number not in placed]
    return _paragraph(_around("".join(laid), whole), written)


def _around(content: str, notes: Sequence[Note]) -> str:
    return "".join(map(_begin, notes)) + content + "".join(map(_end, notes))


def _begin(note: Note) -> str:
    return f'<w:commentRangeStart w:id="{note.number}"/>'


def _end(note: Note) -> str:
    return (
        f'<w:commentRangeEnd w:id="{note.number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/>'
        f'</w:rPr><w:commentReference w:id="{note.number}"/></w:r>'
    )


def _anchor(note: Note, content: str) -> str:
    return _begin(note) + content + _end(note)


def _runs(runs: Iterable[Run], language: Language) -> str:
    return "".join(_run(run, language) for run in runs)


def _run(run: Run, language: Language) -> str:
    return _text(run.text, language, looks=tuple(run.looks))


def _text(text: str, language: Language, *, looks: Sequence[str] = ()) -> str:
    """Text as runs, each saying its language, and its direction where that is right to left."""
    asked = "".join(dict.fromkeys(_LOOKS[look] for look in _ORDER if look in looks))
    laid = []
    rtl = language.direction == "rtl"
    for part, latin in stretches(legal(text)):
        if latin or not (rtl or _ARABIC.search(part)):
            properties = f'{asked}<w:lang w:val="{_latin(language)}"/>'
        else:
            tag = language.locale if rtl else "fa-AF"
            properties = f'{asked}<w:rtl/><w:lang w:val="{tag}" w:bidi="{tag}"/>'
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in part.split("\n")
        )
        laid.append(f"<w:r><w:rPr>{properties}</w:rPr>{lines}</w:r>")
    return "".join(laid)


def _latin(language: Language) -> str:
    return "en-GB" if language.direction == "rtl" else language.locale


def _paragraph(content: str, language: Language, *, style: str = "") -> str:
    rtl = language.direction == "rtl"
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    turned = "<w:bidi/>" if rtl else ""
    mark = "<w:rPr><w:rtl/></w:rPr>" if rtl else ""
    return f"<w:p><w:pPr>{named}{turned}{mark}</w:pPr>{content}</w:p>"


def _comments(copy: Copy, reader: Language, day: date | None) -> str:
    notes = [*copy.general, *(note for row in copy.rows for note in row.notes)]
    dated = f' w:date="{day.isoformat()}T00:00:00Z"' if day else ""
    severities = review.severity_names()
    turned = "<w:bidi/>" if reader.direction == "rtl" else ""
    laid = []
    for note in notes:
        said = f" · {severities[note.severity]}"
        laid.append(
            f'<w:comment w:id="{note.number}" w:author="workbench" w:initials="wb"{dated}>'
            f'<w:p><w:pPr><w:pStyle w:val="CommentText"/>{turned}</w:pPr>'
            '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
            f"{_text(f'{note.heading}{said}: ', reader, looks=('bold',))}"
            f"{_text(note.text, reader)}</w:p></w:comment>"
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments {NAMESPACE}>'
        f"{''.join(laid)}</w:comments>"
    )
