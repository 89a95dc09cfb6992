"""Whether commas, brackets and quotation marks are those of the language, and come in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.languages import translate_digits
from workbench.model import Finding, Severity

_LETTER = "\u0620-\u065f\u0670-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
_OWN = {",": "،", ";": "؛", "?": "؟"}
_LATIN = re.compile(rf"(?:(?<=[{_LETTER}»])|(?<=[{_LETTER}]\)))[ ]?[,;?](?=[\s»)]|[{_LETTER}]|$)")
_DOUBLED = re.compile(r"([،؛:,;])\s?\1+|(?<![.…])\.\.(?![.…])|\.{4,}|([؟!])\s\2|[،؛]\s?[.؛،]")
_PAIRS = {")": "(", "]": "[", "»": "«", "}": "{", "”": "“"}
_LIST_ITEM = re.compile(r"^\s*[\w۰-۹]{1,3}[).]", re.UNICODE)
_SMILEY = re.compile(r"[:;]-?[()]")
_MIRRORED = re.compile(rf"(?:^|\s)[)\]»][{_LETTER}۰-۹][^()\[\]«»]{{0,400}}[(\[«](?=\s|$|[.،؛؟!])")
_STRAIGHT = re.compile(r"\"([^\"\n]{1,400})\"|“([^“”\n]{1,400})”|„([^„“\n]{1,400})“")
_QUOTED = re.compile(
    r"\"[^\"\n]{1,900}\"|“[^”\n]{1,900}”|«[^»\n]{1,900}»|(?<![\w])‘[^’\n]{3,900}’(?!\w)"
)
_ANY_QUOTE = re.compile("[«»“”\"„‟‹›‘’'′″`]")
_DASHES = re.compile(r"(?<=[^\s\-])\s?-{2,3}\s?(?=[^\s\->])")
_PARENTHESIS = re.compile(r"(?<![A-Za-z])\(([^()]{2,})\)")
_SHORT_NAME = re.compile(r"[\w/-]*[A-Z][\w/-]*[A-Z][\w/-]*(?: or [A-Z][\w/-]*)?")
_HYPHEN = re.compile(rf"(?<=[{_LETTER}»)،]) - (?=[{_LETTER}«(])")


def latin_mark(subject: Subject) -> Iterator[Finding]:
    """A comma, semicolon or question mark is the Latin one, not the one of the language (، ؛ ؟).

    Beside Latin letters and inside numbers the Latin ones are right.
    """
    found = subject.first(_LATIN, subject.prose)
    if found:
        mark = found.group().strip()
        message = said("{} is a Latin mark: write {}", mark, _OWN[mark])
        yield subject.finding("latin-mark", Severity.WARNING, message, found.span())


def with_own_marks(text: str, _language: str) -> str:
    """The marks of the Arabic script after its letters."""
    return _LATIN.sub(lambda found: _OWN[found.group().strip()], text)


def doubled_mark(subject: Subject) -> Iterator[Finding]:
    """A mark is doubled, or two stand together that exclude each other: ،، or ..

    An ellipsis of three dots is right, and so are ?! and !!! as the source has them.
    """
    found = subject.first(_DOUBLED, subject.prose)
    if found and not _DOUBLED.search(subject.source_prose.replace(",", "،")):
        message = said("{} is one mark too many.", found.group())
        yield subject.finding("doubled-mark", Severity.WARNING, message, found.span())


def unpaired_bracket(subject: Subject) -> Iterator[Finding]:
    """A bracket or guillemet is opened and not closed, or closed and not opened.

    A quotation that runs over several segments is unpaired in the source as well, and right; so is
    the bracket of a list item: ۱) or الف).
    """
    faults = _unpaired(subject.prose) if subject.answered else []
    if faults and not _unpaired(subject.source_prose) and not _odd_quotes(subject.source_prose):
        char = subject.prose[faults[0]]
        span = (faults[0], faults[0] + 1)
        yield subject.finding(
            "unpaired-bracket", Severity.WARNING, said("{} has no partner.", char), span
        )


def _odd_quotes(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def _unpaired(text: str) -> list[int]:
    """Offsets of brackets without a partner."""
    item = _LIST_ITEM.match(text)
    skip = {i for found in _SMILEY.finditer(text) for i in range(*found.span())}
    opened: list[tuple[str, int]] = []
    faults: list[int] = []
    for index, char in enumerate(text):
        if index in skip or (item and index < item.end()):
            continue
        if char in "([«{“":
            opened.append((char, index))
        elif char in _PAIRS:
            if opened and opened[-1][0] == _PAIRS[char]:
                opened.pop()
            else:
                faults.append(index)
    return faults + [index for _, index in opened]


def mirrored_bracket(subject: Subject) -> Iterator[Finding]:
    """Brackets are typed as they look, not as they are read: )متن( for (متن).

    In right-to-left text the opening bracket is the same character as in English, and the screen
    turns it round.
    """
    found = _MIRRORED.search(subject.prose)
    if found and not _MIRRORED.search(subject.source_prose):
        span = found.span()
        message = said("The brackets are turned round: type the opening one first.")
        yield subject.finding("mirrored-bracket", Severity.ERROR, message, span)


def lost_quotation(subject: Subject) -> Iterator[Finding]:
    """The source quotes somebody's words, and the target has no quotation marks at all.

    Any kind of quotation marks will do. A title in quotation marks may lose them; the check speaks
    of quotations of five words or more.
    """
    if not subject.answered or _ANY_QUOTE.search(subject.target):
        return
    for found in _QUOTED.finditer(subject.source_prose):
        if len(found.group().split()) >= 5:
            message = said("The source quotes: put the quotation in « ».")
            yield subject.finding("lost-quotation", Severity.WARNING, message)
            return


def quotation_mark(subject: Subject) -> Iterator[Finding]:
    """A quotation stands in English quotation marks: house style is « ».

    Inches, code and quotations in Latin letters keep theirs.
    """
    for found in _STRAIGHT.finditer(subject.prose):
        if re.search(f"[{_LETTER}]", found.group()):
            message = said("Put the quotation in « ».")
            yield subject.finding("quotation-mark", Severity.INFO, message, found.span())
            return


def with_guillemets(text: str, _language: str) -> str:
    """Quotations in the Arabic script in « »."""

    def turned(found: re.Match[str]) -> str:
        inner = found.group()[1:-1]
        return f"«{inner}»" if re.search(f"[{_LETTER}]", inner) else found.group()

    if text.count('"') % 2:
        return text
    return _STRAIGHT.sub(turned, text)


def false_dash(subject: Subject) -> Iterator[Finding]:
    """A dash is typed as two or three hyphens, or as a hyphen between spaces: house style is –.

    Hyphens inside compounds and options of commands (--fix) are right; where the source has no dash
    at all, a hyphen between spaces joins two names, and is left alone.
    """
    doubled = _DASHES.search(subject.prose)
    if doubled and not _DASHES.search(subject.source_prose):
        yield subject.finding(
            "false-dash", Severity.WARNING, said("Write a dash: –"), doubled.span()
        )
    elif re.search("[–—]| - ", subject.source) and (found := _HYPHEN.search(subject.prose)):
        yield subject.finding("false-dash", Severity.INFO, said("Write a dash: –"), found.span())


def with_dashes(text: str, _language: str) -> str:
    """Dashes for hyphens between spaces and for doubled hyphens in text of the Arabic script."""
    return _HYPHEN.sub(
        " – ", re.sub(rf"(?<=[{_LETTER}»)])\s?-{{2,3}}\s?(?=[{_LETTER}«(])", " – ", text)
    )


def _stands(inner: str, target: str) -> bool:
    """Whether what was in brackets needs none in the target: a figure there, an acronym."""
    if _SHORT_NAME.fullmatch(inner):
        return True
    western = translate_digits(target, "en")
    return bool(re.fullmatch(r"[A-Za-z]?[\d.,%]+", inner)) and inner.strip("%") in western


def lost_parenthesis(subject: Subject) -> Iterator[Finding]:
    """The source has something in round brackets, and the target has no brackets at all.

    A plural in brackets, as in "worker(s)", needs none, nor does an acronym beside its name, which
    Dari and Pashto leave away, or a figure that stands in the text; dashes and commas may stand in
    for brackets, which is why this is only a hint.
    """
    if not subject.answered or re.search(r"[()\[\]]", subject.target):
        return
    source = _PARENTHESIS.search(subject.source_prose)
    if source and not _stands(source[1], subject.target):
        message = said("The target has nothing in brackets: {}", source.group()[:40])
        yield subject.finding("lost-parenthesis", Severity.INFO, message)
