"""Whether spaces, half-spaces and line breaks stand where they should."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.inline import MARK
from workbench.model import Finding, Severity

ZWNJ = "\u200c"
_LETTER = "\u0620-\u065f\u0670-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
_BEFORE = re.compile(r"(?<=[^\s.،؛؟!:…\u200c])[ \u00a0\u200c]+(?=[،؛؟!](?:\s|$)|[.:](?:\s|$))")
_AFTER = re.compile(f"(?<=[{_LETTER}»)])[،؛؟!:.](?=[{_LETTER}«(])|(?<=[۰-۹])[،؛](?=[{_LETTER}])")
_DOUBLE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_INSIDE = re.compile(r"(?<=[(«\[])[ \u00a0]+|(?<![ \u00a0])[ \u00a0]+(?=[)»\]])")
_DOUBLED_ZWNJ = re.compile(f"{ZWNJ}{{2,}}")
_STRAY_ZWNJ = re.compile(
    rf"(?<![{_LETTER}a-zA-Z0-9۰-۹»\U000F0000-\U000FFFFD{ZWNJ}]){ZWNJ}+"
    rf"|{ZWNJ}+(?![{_LETTER}a-zA-Z0-9۰-۹«\U000F0000-\U000FFFFD{ZWNJ}])"
)
_FALSE_ZWNJ = re.compile(f"(?<=[{_LETTER}])[¬\u200b](?=[{_LETTER}])")
_VERB = re.compile(
    f"(?<![{_LETTER}{ZWNJ}])(ن?می)[ ](?=(?:[{_LETTER}]{{2,}}(?:م|د|ند|یم|ید|ه|ی|ت|ست|شود))"
    f"(?![{_LETTER}{ZWNJ}]))"
)
_VERB_JOINED = re.compile(
    f"(?<![{_LETTER}{ZWNJ}])(ن?می)(?=(?:شو|کن|گو|توان|خواه|آی|رو|گیر|ده(?=[دمنی])|باش|رس|ساز|مان|شد|کرد|گفت"
    f"|داد|رفت|آمد|خواست|توانست)(?:م|د|ند|یم|ید)?(?![{_LETTER}]))"
)
_PLURAL = re.compile(
    f"(?<=[{_LETTER}]{{2}})[ ](?=ها(?:یی|ی|یم|یت|یش|یمان|یشان)?(?![{_LETTER}{ZWNJ}]))"
)


def space_before_mark(subject: Subject) -> Iterator[Finding]:
    """A space stands before a comma, a full stop or another mark that closes.

    Before an ellipsis and before an opening bracket it is right.
    """
    found = subject.first(_BEFORE, subject.prose)
    if found:
        message = said("Take away the space before {}", subject.prose[found.end()])
        yield subject.finding("space-before-mark", Severity.WARNING, message, found.span())


def without_space_before_marks(text: str, _language: str) -> str:
    """The marks moved up to their words."""
    return _BEFORE.sub("", text)


def space_after_mark(subject: Subject) -> Iterator[Finding]:
    """No space stands between a mark and the next word.

    Times, decimals, addresses and abbreviations in Latin letters are right without; so are single
    letters with dots (ا.م.).
    """
    for found in _AFTER.finditer(subject.prose):
        if subject.across(found.start(), found.end()):
            continue
        if found.group() not in ".:" or not _initials(subject.prose, found.start()):
            message = said("Put a space after {}", found.group())
            yield subject.finding("space-after-mark", Severity.WARNING, message, found.span())
            return


def with_space_after_marks(text: str, _language: str) -> str:
    """Marks set off from the next word, but for addresses."""

    def spaced(found: re.Match[str]) -> str:
        keep = found.group() in ".:" and _initials(text, found.start())
        return found.group() + ("" if keep else " ")

    return _AFTER.sub(spaced, text)


def _initials(text: str, dot: int) -> bool:
    """Whether a dot stands after or before a single letter or two, as in the initials of a name."""
    before = re.search(f"[{_LETTER}]*$", text[max(0, dot - 12) : dot])
    after = re.match(f"[{_LETTER}]*", text[dot + 1 : dot + 13])
    return min(len(before.group()) if before else 0, len(after.group()) if after else 0) < 3


def double_space(subject: Subject) -> Iterator[Finding]:
    """Two spaces stand where one should.

    Where the source has two as well, as between columns, they are meant.
    """
    found = subject.first(_DOUBLE, subject.target)
    if found and not _DOUBLE.search(subject.source):
        message = said("Two spaces stand here: one is enough.")
        yield subject.finding("double-space", Severity.WARNING, message, found.span())


def with_single_spaces(text: str, _language: str) -> str:
    """One space for many."""
    return _DOUBLE.sub(" ", text)


def space_inside_bracket(subject: Subject) -> Iterator[Finding]:
    """A space stands between a bracket or quotation mark and what it encloses.

    Where the source has one too, as in an empty check box, it is meant.
    """
    found = subject.first(_INSIDE, subject.target)
    if found and not _INSIDE.search(subject.source):
        message = said("Take away the space inside the bracket.")
        yield subject.finding("space-inside-bracket", Severity.WARNING, message, found.span())


def without_space_inside_brackets(text: str, _language: str) -> str:
    """Brackets and quotation marks close to what they enclose."""
    return _INSIDE.sub("", text)


def edge_space(subject: Subject) -> Iterator[Finding]:
    """The target begins or ends with white space and the source does not, or the other way round.

    Programs join such texts to others: the blank belongs to the text. Long texts are not asked.
    """
    source, target = subject.segment.source, subject.segment.target
    if not target.strip():
        return
    for wanted, surplus, one, other in (
        (
            said("The source begins with a blank: so must the target."),
            said("The target begins with a blank: take it away."),
            source[:1],
            target[:1],
        ),
        (
            said("The source ends with a blank: so must the target."),
            said("The target ends with a blank: take it away."),
            source[-1:],
            target[-1:],
        ),
    ):
        if one.isspace() != other.isspace():
            message = wanted if one.isspace() else surplus
            yield subject.finding("edge-space", Severity.WARNING, message)


def lost_line_break(subject: Subject) -> Iterator[Finding]:
    """The target has not as many lines as the source.

    Line breaks inside a text of one sentence are layout; the check looks at texts with two or more.
    """
    source, target = subject.source.strip("\n").count("\n"), subject.target.strip("\n").count("\n")
    if subject.answered and source != target:
        message = said("The source has {} lines, the target {}.", source + 1, target + 1)
        yield subject.finding("lost-line-break", Severity.WARNING, message)


def doubled_zwnj(subject: Subject) -> Iterator[Finding]:
    """Two half-spaces stand side by side where one does.

    One in each part of a compound is right.
    """
    for found in _DOUBLED_ZWNJ.finditer(subject.target):
        message = said("The half-space is doubled: one is enough.")
        yield subject.finding("doubled-zwnj", Severity.WARNING, message, found.span())


def with_single_zwnj(text: str, _language: str) -> str:
    """One half-space for many."""
    return _DOUBLED_ZWNJ.sub(ZWNJ, text)


def stray_zwnj(subject: Subject) -> Iterator[Finding]:
    """A half-space stands beside a space, a mark or the edge of the text, where it joins nothing.

    Between a Latin word or a figure and an ending (NATO‌ها) it is right.
    """
    for found in _STRAY_ZWNJ.finditer(MARK.sub("\U000f0000", subject.segment.target)):
        message = said("This half-space joins nothing: take it away.")
        yield subject.finding("stray-zwnj", Severity.WARNING, message, _within(subject, found))
        return


def _within(subject: Subject, found: re.Match[str]) -> tuple[int, int] | None:
    """The span, where marks do not shift it."""
    return found.span() if subject.segment.target == subject.target else None


def without_stray_zwnj(text: str, _language: str) -> str:
    """The text without them."""
    return _STRAY_ZWNJ.sub("", text)


def false_zwnj(subject: Subject) -> Iterator[Finding]:
    """Another character stands in for the half-space: ¬ from old word processors, or U+200B.

    A not sign before a word, as in logic, is right.
    """
    for found in _FALSE_ZWNJ.finditer(subject.target):
        message = said("This is no half-space: type U+200C.")
        yield subject.finding("false-zwnj", Severity.ERROR, message, found.span())


def with_true_zwnj(text: str, _language: str) -> str:
    """Half-spaces in their place."""
    return _FALSE_ZWNJ.sub(ZWNJ, text)


def verb_prefix(subject: Subject) -> Iterator[Finding]:
    """The prefix می or نمی is not joined to its Dari verb by a half-space.

    House style; a space is common and no mistake elsewhere. The month می and figures beside it are
    left alone.
    """
    if subject.language != "prs":
        return
    found = _VERB.search(subject.prose) or _VERB_JOINED.search(subject.prose)
    if found and not _month(subject.prose, found.start()):
        message = said("Write {} with a half-space before its verb.", found.group(1))
        yield subject.finding("verb-prefix", Severity.INFO, message, found.span())


def with_joined_prefixes(text: str, language: str) -> str:
    """می and نمی joined to their verbs by a half-space."""
    if language != "prs":
        return text

    def joined(found: re.Match[str]) -> str:
        return found.group() if _month(text, found.start()) else found.group(1) + ZWNJ

    return _VERB_JOINED.sub(joined, _VERB.sub(joined, text))


def _month(text: str, start: int) -> bool:
    return bool(
        re.search(
            r"(?:[0-9۰-۹]|ماه|م|مه|پایان|آغاز|اوایل|اواخر|اواسط)\s*$",
            text[max(0, start - 8) : start],
        )
    )


def plural_ending(subject: Subject) -> Iterator[Finding]:
    """The Dari plural ها stands apart from its noun: house style joins it by a half-space.

    A noun with ها run on to it is let pass.
    """
    if subject.language == "prs" and (found := _PLURAL.search(subject.prose)):
        message = said("Join ها to its noun by a half-space.")
        yield subject.finding("plural-ending", Severity.INFO, message, found.span())


def with_joined_plurals(text: str, language: str) -> str:
    """ها joined to its noun by a half-space."""
    return _PLURAL.sub(ZWNJ, text) if language == "prs" else text
