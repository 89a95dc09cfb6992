"""Whether the target ends as the source does."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.model import Finding, Severity

# Kinds of ending, whatever the script.
_ENDINGS = {
    ".": ".",
    "۔": ".",
    "?": "؟",
    "؟": "؟",
    "!": "!",
    ":": ":",
    ";": "؛",
    "؛": "؛",
    "…": "…",
}
_BIDI_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CLOSING = "\"'”’»)]›* \u00a0\u200c" + _BIDI_MARKS


def end_punctuation(subject: Subject) -> Iterator[Finding]:
    """The target does not end with the punctuation the source ends with.

    ؟ answers ?, ؛ answers ;, and closing quotes and brackets on either side do not count. A dot
    that belongs to an abbreviation or an ellipsis written as three dots is told apart.
    """
    if not subject.target.strip():
        return
    wanted, given = _ending(subject.source), _ending(subject.target)
    if wanted == given or {wanted, given} == {"…", "."}:
        return
    if wanted and not given:
        message = f"The target must end with {wanted}"
    elif given and not wanted:
        message = f"The source does not end with {given}: take it away."
    else:
        message = f"The target ends with {given}, the source asks for {wanted}"
    yield subject.finding("end-punctuation", Severity.WARNING, message)


def _ending(text: str) -> str:
    text = text.rstrip(_CLOSING)
    if text.endswith(("...", "…")):
        return "…"
    if not text or text[-1] in ",،":
        return ""
    return _ENDINGS.get(text[-1], "")
