"""Terms for other tools and back: OmegaT's tab-separated glossary, Weblate's CSV, our own rows.

Text in, text out. What comes from outside is proposed, never approved, and a cell that a
spreadsheet would run as a formula is refused: the rows are meant to be opened in one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from workbench.errors import BadGlossary
from workbench.glossary.rows import COLUMNS, LANGUAGES
from workbench.model import Term
from workbench.normalize import fold_english

Row = tuple[int, str, str, str, str]
"""Line, id (may be empty), English, translation, comment."""

_WEBLATE = ("context", "source", "target", "developer_comments")


def to_rows(terms: Iterable[Term]) -> str:
    """Terms as a glossary file."""
    return _csv([COLUMNS, *map(row_of, terms)])


def row_of(term: Term) -> list[str]:
    """The cells of a concept, in the order of the columns."""
    row = {"id": term.id, "en": term.en, "en_also": "|".join(term.en_also)}
    for code in LANGUAGES:
        row[code] = term.forms.get(code, "")
        row[f"{code}_also"] = "|".join(term.also.get(code, ()))
        row[f"{code}_avoid"] = "|".join(term.avoid.get(code, ()))
    row |= {"class": term.kind, "case": term.case, "status": term.status}
    row |= {"note": term.note, "source": term.source}
    return [row[column] for column in COLUMNS]


def to_omegat(terms: Iterable[Term], language: str) -> str:
    """Source, translation, comment between tabs: a line for each form that may be written.

    OmegaT shows all lines of a term together, the preferred form first.
    """
    return "".join(
        "\t".join(map(_one_line, (english, form, comment(term, language)))) + "\n"
        for term in _live(terms)
        for english in (term.en, *term.en_also)
        for form in term.allowed(language)
    )


def from_omegat(text: str, language: str, name: str) -> list[Term]:
    """The terms of a tab-separated glossary. Raises BadGlossary, naming the line."""
    rows: list[Row] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise BadGlossary(
                f"{name}, line {number}: a term and its translation are needed."
                " Put one tab between them."
            )
        rows.append((number, "", cells[0], cells[1], " ".join(cells[2:])))
    return concepts(rows, language, name)


def to_weblate(terms: Iterable[Term], language: str) -> str:
    """Weblate's CSV: the concept's id is the context, what to avoid stands in the comment."""
    rows = [
        [term.id, english, term.forms[language], comment(term, language)]
        for term in _live(terms)
        for english in (term.en, *term.en_also)
        if language in term.forms
    ]
    return _csv([list(_WEBLATE), *rows])


def from_weblate(text: str, language: str, name: str) -> list[Term]:
    """The terms of a CSV with the columns source and target. Raises BadGlossary."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    rows: list[Row] = []
    try:
        titles = list(reader.fieldnames or ())
        if not {"source", "target"} <= set(titles) or len(set(titles)) != len(titles):
            raise BadGlossary(
                f"{name}, line 1: the columns source and target are needed, each once."
                f" A first line that will do: {','.join(_WEBLATE)}"
            )
        for row in reader:
            identity = (row.get("context") or "").strip()
            english, form = (row["source"] or "").strip(), (row["target"] or "").strip()
            known = identity if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", identity) else ""
            if english and form:
                note = (row.get("developer_comments") or "").strip()
                rows.append((reader.line_num, known, english, form, note))
    except csv.Error as error:
        raise BadGlossary(
            f"{name}, line {reader.line_num}: {error}. Mend the quotes of that row."
        ) from error
    return concepts(rows, language, name)


def concepts(rows: Sequence[Row], language: str, name: str) -> list[Term]:
    """One term a concept: rows with the same id, or the same English, are forms of one."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        refuse_formula(row[2:], f"{name}, line {row[0]}")
        grouped.setdefault(row[1] or fold_english(row[2])[0], []).append(row)
    terms: list[Term] = []
    taken: set[str] = set()
    for group in grouped.values():
        english = list(dict.fromkeys(row[2] for row in group))
        forms = list(dict.fromkeys(row[3] for row in group))
        identity = group[0][1] or new_id(english[0], taken)
        taken.add(identity)
        terms.append(
            Term(
                identity,
                english[0],
                tuple(english[1:]),
                {language: forms[0]},
                {language: tuple(forms[1:])},
                case=case_of(english[0]),
                note=" ".join(group[0][4].split()),
                source=name,
            )
        )
    return terms


def refuse_formula(cells: Iterable[str], where: str) -> None:
    """Raise BadGlossary for a cell that a spreadsheet would run."""
    for cell in cells:
        if cell[:1] in ("=", "+", "-", "@"):
            raise BadGlossary(
                f"{where}: {cell[:40]!r} begins like a formula, which a spreadsheet would run."
                " Take the sign away and import again."
            )


def new_id(english: str, taken: set[str], kind: str = "term") -> str:
    """An id made of the English, beginning with the kind of concept.

    >>> new_id("Tehrik-i-Taliban’s men", {"term-tehrik-i-taliban-s-men"})
    'term-tehrik-i-taliban-s-men-2'
    """
    slug = "-".join(re.findall(r"[a-z0-9]+", fold_english(english)[0])) or "x"
    identity, count = f"{kind}-{slug}", 1
    while identity in taken:
        count += 1
        identity = f"{kind}-{slug}-{count}"
    return identity


def case_of(english: str) -> str:
    """The case rule that a form's own letters suggest.

    >>> case_of("TTP"), case_of("Taliban"), case_of("foreign minister")
    ('exact', 'first', 'any')
    """
    if english == english.lower():
        return "any"
    return "exact" if english.isupper() else "first"


def comment(term: Term, language: str) -> str:
    """What a translator should know beside the form: what to avoid, and the note."""
    avoid = ", ".join(term.avoid.get(language, ()))
    parts = [f"not: {avoid}"] if avoid else []
    return "; ".join([*parts, *([term.note] if term.note else [])])


def _live(terms: Iterable[Term]) -> Iterator[Term]:
    return (term for term in terms if term.status != "retired")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
