"""Whether the target ends as the source does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
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
_QUOTED_END = re.compile("[?!][\"'”’»]+\\s*$")
"""A question or a cry that is quoted: in Dari and Pashto the verb comes after it."""
_ASKED = re.compile(
    r"\?|\bask(?:s|ed|ing)?\b|\bwonder(?:s|ed|ing)?\b|\bquestions?\b", re.IGNORECASE
)
"""A question within the source, or told of."""
_REQUEST = re.compile(r"^\W*(?:would|could|will|can)\b.*\bplease\b", re.IGNORECASE)
_CLOSING = "\"'”’»)]›* \u00a0\u200c" + _BIDI_MARKS


def end_punctuation(subject: Subject) -> Iterator[Finding]:
    """The target does not end with the punctuation the source ends with.

    ؟ answers ?, ؛ answers ;, and closing quotes and brackets on either side do not count. A dot
    that belongs to an abbreviation or an ellipsis written as three dots is told apart; so is a
    question that is quoted or asked about, which may stand at the end on one side and within the
    sentence on the other, and a request put as a question.
    """
    if not subject.target.strip():
        return
    wanted, given = _ending(subject.source), _ending(subject.target)
    if wanted == given or {wanted, given} == {"…", "."}:
        return
    if given == "." and _QUOTED_END.search(subject.source) and re.search("[؟!?]", subject.target):
        return
    if (wanted, given) == (".", "؟") and _ASKED.search(subject.source):
        return
    if (wanted, given) == ("؟", ".") and _REQUEST.search(subject.source):
        return
    if wanted and not given:
        message = said("The target must end with {}", wanted)
    elif given and not wanted:
        message = said("The source does not end with {}: take it away.", given)
    else:
        message = said("The target ends with {}, the source asks for {}", given, wanted)
    yield subject.finding("end-punctuation", Severity.WARNING, message)


def _ending(text: str) -> str:
    text = text.rstrip(_CLOSING)
    if text.endswith(("...", "…")):
        return "…"
    if not text or text[-1] in ",،":
        return ""
    return _ENDINGS.get(text[-1], "")
